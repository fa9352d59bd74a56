#include "source/source_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "text/utf8.h"

namespace ipi {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string without_byte_order_mark(std::string text) {
  if (std::string_view{text}.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  return text;
}

/// Lines end as YAML ends them: LF, CRLF or a CR alone.
std::vector<std::uint32_t> find_line_begins(std::string_view text) {
  std::vector<std::uint32_t> begins{0};
  for (std::size_t offset = 0; offset < text.size(); ++offset) {
    const bool ends_line = text[offset] == '\n' || (text[offset] == '\r' && text.substr(offset + 1, 1) != "\n");
    if (ends_line) begins.push_back(static_cast<std::uint32_t>(offset + 1));
  }
  return begins;
}

}  // namespace

SourceFile::SourceFile(std::string name, std::string text, std::size_t first_line)
    : name_(std::move(name)), own_(without_byte_order_mark(std::move(text))), text_(own_), first_line_(first_line) {}

std::unique_ptr<SourceFile> SourceFile::borrowing(std::string name, std::string_view text, std::size_t first_line) {
  auto file = std::make_unique<SourceFile>(std::move(name), std::string(), first_line);
  file->text_ = text;
  return file;
}

void SourceFile::borrow(std::string_view text) {
  text_ = text;
  line_begins_.clear();
}

void SourceFile::own_text() {
  if (text_.data() == own_.data()) return;
  own_.assign(text_);
  text_ = own_;
}

Position SourceFile::position_of(std::uint32_t offset) const {
  const auto within = static_cast<std::uint32_t>(std::min<std::size_t>(offset, text_.size()));
  static_cast<void>(line_begin(first_line_));
  const auto after = std::upper_bound(line_begins_.begin(), line_begins_.end(), within);
  const auto line = first_line_ - 1 + static_cast<std::size_t>(std::distance(line_begins_.begin(), after));
  const std::uint32_t begin = *std::prev(after);
  return {.line = line, .column = count_code_points(text().substr(begin, within - begin)) + 1};
}

std::string_view SourceFile::line_text(std::size_t line) const {
  const std::uint32_t begin = line_begin(line);
  const std::string_view rest = text().substr(begin);
  return rest.substr(0, rest.find_first_of("\r\n"));
}

std::uint32_t SourceFile::line_begin(std::size_t line) const {
  {
    const std::scoped_lock lock(finding_lines_);
    if (line_begins_.empty()) line_begins_ = find_line_begins(text_);
  }
  if (line < first_line_ || line - first_line_ >= line_begins_.size()) return static_cast<std::uint32_t>(text_.size());
  return line_begins_[line - first_line_];
}

std::string to_text(const Place& place) {
  if (place.file == nullptr) return {};
  if (place.file->text().empty()) return place.file->name();
  const Position position = place.file->position_of(place.span.begin);
  return fmt::format("{}:{}:{}", place.file->name(), position.line, position.column);
}

}  // namespace ipi
