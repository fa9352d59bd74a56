#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ipi {

/// What colour may add; nothing is said by it alone.
enum class Tone : std::uint8_t { plain, strong, quiet, red, amber, good };

/// Text growing line by line to a given width. Everything that goes in is escaped for the terminal, so that a form's
/// own words cannot steer one.
class TextLines {
 public:
  TextLines(std::size_t width, bool colour) : width_(width), colour_(colour) {}

  [[nodiscard]] std::size_t width() const { return width_; }
  /// One empty line, never two in a row nor one at the start.
  void blank();
  /// A line of that sign across the page.
  void rule(std::string_view sign);
  /// A heading after an empty line.
  void heading(std::string_view text);
  /// Wrapped; every line indented.
  void text(std::size_t indent, std::string_view text, Tone tone = Tone::plain);
  /// One line as it is, columns and all.
  void line(std::size_t indent, std::string_view text, Tone tone = Tone::plain);
  /// A mark in a column of its own, the text hanging beside it.
  void item(std::size_t indent, std::string_view mark, std::size_t mark_width, std::string_view text,
            Tone mark_tone = Tone::plain, Tone text_tone = Tone::plain);
  /// Finished lines, as another one's `take` gave them.
  void append(std::string_view finished) { out_ += finished; }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void painted(std::string_view text, Tone tone);
  std::size_t room(std::size_t indent) const;

  std::size_t width_;
  bool colour_;
  std::string out_;
};

}  // namespace ipi
