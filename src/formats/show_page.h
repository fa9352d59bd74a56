#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ipi {

/// Plain text of a fixed width, built from the top.
class ShowPage {
 public:
  explicit ShowPage(std::size_t width) : width_(width) {}

  void title(std::string_view words);
  /// A blank line and a heading.
  void heading(std::string_view words);
  /// Wrapped; the first line starts after `indent` columns, the others after `hanging` more.
  void text(std::string_view words, std::size_t indent = 0, std::size_t hanging = 0);
  /// A short name and, from column `column` on, what it stands for. Nothing where there are no words.
  void field(std::string_view name, std::string_view words, std::size_t indent, std::size_t column);
  void blank() { text_ += '\n'; }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void line(std::size_t indent, std::string_view words);
  std::size_t width_;
  std::string text_;
};

}  // namespace ipi
