#include "formats/show_page.h"

#include <algorithm>

#include "formats/words.h"
#include "text/layout.h"

namespace ipi {
namespace {
constexpr std::size_t narrowest = 20;  // a column narrower than this breaks every word
}

void ShowPage::line(std::size_t indent, std::string_view words) {
  text_.append(indent, ' ').append(printable(words)).append("\n");
}

void ShowPage::title(std::string_view words) {
  std::size_t widest = 0;
  for (const std::string& part : wrap(words, width_)) {
    line(0, part);
    widest = std::max(widest, display_width(part));
  }
  text_.append(widest, '=').append("\n");
}

void ShowPage::heading(std::string_view words) {
  blank();
  text(words);
}

void ShowPage::text(std::string_view words, std::size_t indent, std::size_t hanging) {
  // The first line is as narrow as the others: the loss is two or three columns.
  std::size_t margin = indent;
  for (const std::string& part : wrap(words, std::max(narrowest, width_ - std::min(width_, indent + hanging)))) {
    line(margin, part);
    margin = indent + hanging;
  }
}

void ShowPage::field(std::string_view name, std::string_view words, std::size_t indent, std::size_t column) {
  if (words.empty()) return;
  const bool beside = indent + display_width(name) + 1 < column + 1;
  if (!beside) line(indent, name);
  std::string label =
      beside ? std::string(indent, ' ').append(pad_right(name, column - indent)) : std::string(column, ' ');
  for (const std::string& part : wrap(words, std::max(narrowest, width_ - std::min(width_, column)))) {
    line(0, label + part);
    label.assign(column, ' ');
  }
}

}  // namespace ipi
