#include "yaml/plain.h"

#include <algorithm>
#include <array>

#include "text/utf8.h"

namespace ipi::yaml::plain {
namespace {

/// So many bytes are looked at side by side: a constant number, which the compiler has one instruction for.
constexpr std::size_t width = 16;

/// What the bytes at each place of all blocks have in them.
struct Found {
  std::array<unsigned char, width> bits{};     ///< all of their bits
  std::array<unsigned char, width> control{};  ///< not 0 where one is a control character other than LF

  void look_at(const char* block) {
    for (std::size_t i = 0; i < width; ++i) {
      const auto byte = static_cast<unsigned char>(block[i]);
      bits[i] = static_cast<unsigned char>(bits[i] | byte);
      const bool is_control = (byte != '\n') & ((byte < 0x20) | (byte == 0x7F));
      control[i] = static_cast<unsigned char>(control[i] | static_cast<unsigned char>(is_control));
    }
  }
  [[nodiscard]] bool is_ascii() const {
    return std::none_of(bits.begin(), bits.end(), [](unsigned char all) { return all >= 0x80; });
  }
  [[nodiscard]] bool has_controls() const {
    return std::any_of(control.begin(), control.end(), [](unsigned char any) { return any != 0; });
  }
};

Found look_through(std::string_view text) {
  Found found;
  std::size_t at = 0;
  for (; at + width <= text.size(); at += width) found.look_at(text.data() + at);
  std::array<char, width> rest{};
  rest.fill(' ');
  std::copy(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), rest.begin());
  found.look_at(rest.data());
  return found;
}

/// Whether the only control characters are ends of lines.
bool ends_lines_only(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool is_crlf = byte == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (byte == 0x7F || (byte < 0x20 && byte != '\n' && !is_crlf)) return false;
  }
  return true;
}

}  // namespace

Bytes bytes_of(std::string_view text) {
  if (text.size() > most_bytes) return Bytes::not_plain;
  const Found found = look_through(text);
  if (found.has_controls() && !ends_lines_only(text)) return Bytes::not_plain;
  if (found.is_ascii()) return Bytes::ascii;
  return find_invalid_utf8(text) ? Bytes::not_plain : Bytes::utf8;
}

}  // namespace ipi::yaml::plain
