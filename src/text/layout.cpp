#include "text/layout.h"

#include <algorithm>
#include <array>

#include "text/utf8.h"

namespace ipi {
namespace {

struct Range {
  char32_t first = 0;
  char32_t last = 0;
};

// East Asian Width W and F of Unicode 15, with neighbouring blocks joined where only unassigned code points
// lie between; the symbols below U+3000 are those that terminals draw as emoji.
constexpr std::array<Range, 44> wide_ranges{{
    {0x1100, 0x115F}, {0x231A, 0x231B},   {0x2329, 0x232A}, {0x23E9, 0x23EC}, {0x23F0, 0x23F0}, {0x23F3, 0x23F3},
    {0x25FD, 0x25FE}, {0x2614, 0x2615},   {0x2648, 0x2653}, {0x267F, 0x267F}, {0x2693, 0x2693}, {0x26A1, 0x26A1},
    {0x26AA, 0x26AB}, {0x26BD, 0x26BE},   {0x26C4, 0x26C5}, {0x26CE, 0x26CE}, {0x26D4, 0x26D4}, {0x26EA, 0x26EA},
    {0x26F2, 0x26F3}, {0x26F5, 0x26F5},   {0x26FA, 0x26FA}, {0x26FD, 0x26FD}, {0x2705, 0x2705}, {0x270A, 0x270B},
    {0x2728, 0x2728}, {0x274C, 0x274C},   {0x274E, 0x274E}, {0x2753, 0x2755}, {0x2757, 0x2757}, {0x2795, 0x2797},
    {0x27B0, 0x27B0}, {0x27BF, 0x27BF},   {0x2B1B, 0x2B1C}, {0x2B50, 0x2B50}, {0x2B55, 0x2B55}, {0x2E80, 0x303E},
    {0x3041, 0xA4CF}, {0xA960, 0xA97F},   {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6}, {0x16FE0, 0x1B2FF},
}};

constexpr std::array<Range, 9> wide_ranges_above{{
    {0x1F004, 0x1F004},
    {0x1F0CF, 0x1F0CF},
    {0x1F18E, 0x1F18E},
    {0x1F191, 0x1F19A},
    {0x1F200, 0x1F320},
    {0x1F32D, 0x1F64F},
    {0x1F680, 0x1F6FF},
    {0x1F7E0, 0x1FAFF},
    {0x20000, 0x3FFFD},
}};

// Combining marks, joiners, variation selectors and the vowels and finals of Hangul that join a syllable.
constexpr std::array<Range, 47> zero_ranges{{
    {0x0000, 0x001F}, {0x007F, 0x009F}, {0x00AD, 0x00AD}, {0x0300, 0x036F},   {0x0483, 0x0489},   {0x0591, 0x05BD},
    {0x05BF, 0x05BF}, {0x05C1, 0x05C2}, {0x05C4, 0x05C5}, {0x05C7, 0x05C7},   {0x0610, 0x061A},   {0x061C, 0x061C},
    {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DC}, {0x06DF, 0x06E4},   {0x06E7, 0x06E8},   {0x06EA, 0x06ED},
    {0x0711, 0x0711}, {0x0730, 0x074A}, {0x07A6, 0x07B0}, {0x0816, 0x082D},   {0x08CA, 0x0902},   {0x093A, 0x093A},
    {0x093C, 0x093C}, {0x0941, 0x0948}, {0x094D, 0x094D}, {0x0951, 0x0957},   {0x0962, 0x0963},   {0x09BC, 0x09BC},
    {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1160, 0x11FF},   {0x1AB0, 0x1ACE},   {0x1DC0, 0x1DFF},
    {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F}, {0x20D0, 0x20F0},   {0x302A, 0x302D},   {0x3099, 0x309A},
    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0x1F3FB, 0x1F3FF}, {0xE0000, 0xE01EF},
}};

template <std::size_t count>
bool contains(const std::array<Range, count>& ranges, char32_t value) {
  const auto* const after = std::upper_bound(ranges.begin(), ranges.end(), value,
                                             [](char32_t v, const Range& range) { return v < range.first; });
  return after != ranges.begin() && value <= std::prev(after)->last;
}

std::size_t width_of(char32_t value) {
  if (value >= 0x20 && value < 0x7F) return 1;
  if (contains(zero_ranges, value)) return 0;
  return contains(wide_ranges, value) || contains(wide_ranges_above, value) ? 2 : 1;
}

/// Walks a text by what a terminal draws as one cell: after a zero-width joiner the next emoji adds nothing.
struct Walker {
  std::string_view rest;
  bool joined = false;

  /// Columns of the next code point, whose bytes leave `rest`.
  std::size_t next() {
    constexpr char32_t zero_width_joiner = 0x200D;
    const CodePoint point = decode_code_point(rest);
    rest.remove_prefix(point.length);
    const std::size_t width = joined ? 0 : width_of(point.value);
    joined = point.value == zero_width_joiner;
    return width;
  }
};

/// Appends one word, on a new line where it does not fit the last any more.
void place_word(std::vector<std::string>& lines, std::string_view word, std::size_t width) {
  std::string& line = lines.back();
  if (line.empty()) {
    line.assign(word);
  } else if (display_width(line) + 1 + display_width(word) <= width) {
    line.append(" ").append(word);
  } else {
    lines.emplace_back(word);
  }
}

void wrap_line(std::vector<std::string>& lines, std::string_view text, std::size_t width) {
  lines.emplace_back();
  std::size_t begin = text.find_first_not_of(' ');
  while (begin != std::string_view::npos) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    place_word(lines, text.substr(begin, end - begin), width);
    begin = text.find_first_not_of(' ', end);
  }
}

std::string filler(std::string_view text, std::size_t width) {
  const std::size_t taken = display_width(text);
  return std::string(taken < width ? width - taken : 0, ' ');
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  Walker walker{text};
  while (!walker.rest.empty()) width += walker.next();
  return width;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (true) {
    const std::size_t end = text.find('\n');
    wrap_line(lines, text.substr(0, end), width);
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

std::string pad_right(std::string_view text, std::size_t width) {
  return std::string{text}.append(filler(text, width));
}

std::string pad_left(std::string_view text, std::size_t width) { return filler(text, width).append(text); }

std::string clip(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string{text};
  if (width == 0) return {};
  Walker walker{text};
  std::size_t used = 0;
  std::size_t kept = 0;
  while (true) {
    used += walker.next();
    if (used > width - 1) break;
    kept = text.size() - walker.rest.size();
  }
  return std::string{text.substr(0, kept)}.append("…");
}

}  // namespace ipi
