#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace ipi {

/// Bytes [begin, end) of one SourceFile. Offsets are kept; line and column are worked out only for printing.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

/// Where a byte stands for a person: both count from 1, columns in code points.
struct Position {
  std::size_t line = 1;
  std::size_t column = 1;
};

/// A named text that diagnostics point into. It outlives every Place that refers to it; it does not move. The first
/// question about lines fills a table; any thread may ask it.
class SourceFile {
 public:
  /// A leading byte order mark is left out of `text()`, so offset 0 is the first character a person sees.
  /// `first_line`: the number of the text's first line, where it is a piece of a larger file.
  SourceFile(std::string name, std::string text, std::size_t first_line = 1);
  /// A text that is kept elsewhere, outlives this, and has no byte order mark.
  [[nodiscard]] static std::unique_ptr<SourceFile> borrowing(std::string name, std::string_view text,
                                                             std::size_t first_line = 1);
  SourceFile(const SourceFile&) = delete;
  SourceFile& operator=(const SourceFile&) = delete;

  /// Takes another borrowed text in the place of its own: nothing refers to the one before any more.
  void borrow(std::string_view text);
  /// Copies a borrowed text, which may then go.
  void own_text();
  /// Moves the text within its file, before anybody has asked for a line.
  void set_first_line(std::size_t first_line) { first_line_ = first_line; }

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] Position position_of(std::uint32_t offset) const;
  /// The line without its end (LF or CRLF); `line` counts from the first line's number.
  [[nodiscard]] std::string_view line_text(std::size_t line) const;
  /// Offset of the first byte of the line.
  [[nodiscard]] std::uint32_t line_begin(std::size_t line) const;

 private:
  std::string name_;
  std::string own_;
  std::string_view text_;
  std::size_t first_line_ = 1;
  mutable std::vector<std::uint32_t> line_begins_;  // filled on the first question: most files are never blamed
  mutable std::mutex finding_lines_;
};

/// A span of a file. `file` is null for what stands in no file (a command-line option).
struct Place {
  const SourceFile* file = nullptr;
  Span span;
};

/// "forms/a.yaml:3:12", or the name alone where there is no line to give.
[[nodiscard]] std::string to_text(const Place& place);

}  // namespace ipi
