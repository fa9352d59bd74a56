#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace ipi {
namespace {

constexpr char32_t replacement = 0xFFFD;

/// What a lead byte promises: its own bits, the bytes that follow, the smallest value that needs so many.
struct Lead {
  char32_t bits = 0;
  std::size_t length = 0;  ///< 0 for a byte that leads nothing
  char32_t smallest = 0;
};

Lead lead_of(unsigned char byte) {
  if (byte < 0x80U) return {byte, 1, 0};
  if ((byte & 0xE0U) == 0xC0U) return {byte & 0x1FU, 2, 0x80};
  if ((byte & 0xF0U) == 0xE0U) return {byte & 0x0FU, 3, 0x800};
  if ((byte & 0xF8U) == 0xF0U) return {byte & 0x07U, 4, 0x10000};
  return {};
}

/// The code point at the front of `text`; length 0 where its bytes are not well formed.
CodePoint decode_strictly(std::string_view text) {
  const Lead lead = lead_of(static_cast<unsigned char>(text.front()));
  if (lead.length == 0 || lead.length > text.size()) return {};
  char32_t value = lead.bits;
  for (const char c : text.substr(1, lead.length - 1)) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) return {};
    value = (value << 6U) | (byte & 0x3FU);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < lead.smallest || value > 0x10FFFF || surrogate) return {};
  return {.value = value, .length = lead.length};
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F); }

/// Marks that reorder what is around them, and the separators that some terminals take for a new line.
bool is_bidirectional_or_separator(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void append_escaped(std::string& out, std::string_view bytes, const CodePoint& point, bool stray) {
  if (stray || is_control(point.value)) {
    const unsigned value = stray ? static_cast<unsigned char>(bytes.front()) : static_cast<unsigned>(point.value);
    fmt::format_to(std::back_inserter(out), "\\x{:02X}", value);
  } else if (is_bidirectional_or_separator(point.value)) {
    fmt::format_to(std::back_inserter(out), "\\u{:04X}", static_cast<unsigned>(point.value));
  } else {
    out.append(bytes);
  }
}

struct NamedRange {
  char32_t first = 0;
  char32_t last = 0;
  std::string_view name;
  std::string_view meant;
};

constexpr std::array<NamedRange, 27> typographic{{
    {0x00A0, 0x00A0, "no-break space", " "},
    {0x00AD, 0x00AD, "soft hyphen", ""},
    {0x1680, 0x1680, "Ogham space", " "},
    {0x2000, 0x200A, "typographic space", " "},
    {0x200B, 0x200B, "zero-width space", ""},
    {0x200C, 0x200C, "zero-width non-joiner", ""},
    {0x200D, 0x200D, "zero-width joiner", ""},
    {0x2010, 0x2011, "typographic hyphen", "-"},
    {0x2012, 0x2013, "en dash", "-"},
    {0x2014, 0x2015, "em dash", "-"},
    {0x2018, 0x201B, "typographic single quote", "'"},
    {0x201C, 0x201F, "typographic double quote", "\""},
    {0x202F, 0x202F, "narrow no-break space", " "},
    {0x205F, 0x205F, "typographic space", " "},
    {0x2060, 0x2060, "word joiner", ""},
    {0x2212, 0x2212, "minus sign", "-"},
    {0x3000, 0x3000, "ideographic space", " "},
    {0xFE55, 0xFE55, "small colon", ":"},
    {0xFEFF, 0xFEFF, "byte order mark", ""},
    {0xFF02, 0xFF02, "full-width double quote", "\""},
    {0xFF03, 0xFF03, "full-width number sign", "#"},
    {0xFF07, 0xFF07, "full-width single quote", "'"},
    {0xFF0C, 0xFF0C, "full-width comma", ","},
    {0xFF0D, 0xFF0D, "full-width hyphen", "-"},
    {0xFF1A, 0xFF1A, "full-width colon", ":"},
    {0xFF3B, 0xFF3B, "full-width bracket", "["},
    {0xFF3D, 0xFF3D, "full-width bracket", "]"},
}};

struct Letter {
  char32_t value = 0;
  std::string_view meant;
};

// The letters that most fonts draw alike; accented ones differ to the eye and stay out.
constexpr std::array<Letter, 25> cyrillic{{{0x0405, "S"}, {0x0406, "I"}, {0x0408, "J"}, {0x0410, "A"}, {0x0412, "B"},
                                           {0x0415, "E"}, {0x041A, "K"}, {0x041C, "M"}, {0x041D, "H"}, {0x041E, "O"},
                                           {0x0420, "P"}, {0x0421, "C"}, {0x0422, "T"}, {0x0425, "X"}, {0x0430, "a"},
                                           {0x0435, "e"}, {0x043E, "o"}, {0x0440, "p"}, {0x0441, "c"}, {0x0443, "y"},
                                           {0x0445, "x"}, {0x0455, "s"}, {0x0456, "i"}, {0x0458, "j"}, {0x0501, "d"}}};
constexpr std::array<Letter, 16> greek{{{0x0391, "A"},
                                        {0x0392, "B"},
                                        {0x0395, "E"},
                                        {0x0396, "Z"},
                                        {0x0397, "H"},
                                        {0x0399, "I"},
                                        {0x039A, "K"},
                                        {0x039C, "M"},
                                        {0x039D, "N"},
                                        {0x039F, "O"},
                                        {0x03A1, "P"},
                                        {0x03A4, "T"},
                                        {0x03A5, "Y"},
                                        {0x03A7, "X"},
                                        {0x03BF, "o"},
                                        {0x03BD, "v"}}};

template <std::size_t count>
std::string_view latin_twin(const std::array<Letter, count>& letters, char32_t value) {
  const auto* const found =
      std::find_if(letters.begin(), letters.end(), [&](const Letter& l) { return l.value == value; });
  return found == letters.end() ? std::string_view{} : found->meant;
}

/// Every letter that is neither Latin nor one of the look-alikes shows that the word is written in its own script.
struct Scripts {
  bool latin = false;
  bool other = false;
};

bool is_ascii_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

Scripts scripts_of(std::string_view text) {
  Scripts scripts;
  while (!text.empty()) {
    const CodePoint point = decode_code_point(text);
    text.remove_prefix(point.length);
    if (is_ascii_letter(point.value)) scripts.latin = true;
    const bool foreign_letter = point.value >= 0x0370 && point.value <= 0x052F;
    const bool twin = !latin_twin(cyrillic, point.value).empty() || !latin_twin(greek, point.value).empty();
    if (foreign_letter && !twin) scripts.other = true;
  }
  return scripts;
}

std::optional<LookAlike> look_alike_letter(char32_t value, std::size_t offset) {
  if (const std::string_view meant = latin_twin(cyrillic, value); !meant.empty()) {
    return LookAlike{.offset = offset, .name = "Cyrillic letter", .meant = meant};
  }
  if (const std::string_view meant = latin_twin(greek, value); !meant.empty()) {
    return LookAlike{.offset = offset, .name = "Greek letter", .meant = meant};
  }
  return std::nullopt;
}

std::optional<LookAlike> look_alike_sign(char32_t value, std::size_t offset) {
  const auto* const found = std::find_if(typographic.begin(), typographic.end(),
                                         [&](const NamedRange& r) { return value >= r.first && value <= r.last; });
  if (found == typographic.end()) return std::nullopt;
  return LookAlike{.offset = offset, .name = found->name, .meant = found->meant};
}

}  // namespace

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  std::size_t offset = 0;
  while (offset < text.size()) {
    // Most bytes are ASCII; the short way round keeps the check far faster than the parser behind it.
    if (static_cast<unsigned char>(text[offset]) < 0x80U) {
      ++offset;
      continue;
    }
    const std::size_t length = decode_strictly(text.substr(offset)).length;
    if (length == 0) return offset;
    offset += length;
  }
  return std::nullopt;
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    text.remove_prefix(decode_code_point(text).length);
    ++count;
  }
  return count;
}

CodePoint decode_code_point(std::string_view text) {
  const CodePoint point = decode_strictly(text);
  return point.length == 0 ? CodePoint{.value = replacement, .length = 1} : point;
}

std::string escape_for_terminal(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const CodePoint strict = decode_strictly(text);
    const std::size_t length = std::max<std::size_t>(strict.length, 1);
    append_escaped(out, text.substr(0, length), strict, strict.length == 0);
    text.remove_prefix(length);
  }
  return out;
}

std::optional<LookAlike> find_look_alike(std::string_view text) {
  const Scripts scripts = scripts_of(text);
  // A whole word of twins only ("сор") can be honest Russian; what gives a mistake away is Latin beside it.
  const bool letters_suspect = scripts.latin && !scripts.other;
  std::size_t offset = 0;
  while (offset < text.size()) {
    const CodePoint point = decode_code_point(text.substr(offset));
    if (point.value >= 0x80) {
      if (const auto sign = look_alike_sign(point.value, offset)) return sign;
      const auto letter = letters_suspect ? look_alike_letter(point.value, offset) : std::nullopt;
      if (letter) return letter;
    }
    offset += point.length;
  }
  return std::nullopt;
}

}  // namespace ipi
