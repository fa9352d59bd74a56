#include "yaml/plain.h"

#include <algorithm>

#include "text/utf8.h"

namespace ipi::yaml::plain {
namespace {

constexpr std::size_t block = 64;

/// What a run of bytes has in it: a constant number of them, so that the compiler looks at many at once.
struct Found {
  unsigned char high = 0;     ///< the highest bit is set where a byte is not ASCII
  unsigned char control = 0;  ///< not 0 where a byte is a control character other than LF
};

Found look_at(const char* bytes, std::size_t count, Found found) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    found.high = static_cast<unsigned char>(found.high | byte);
    const bool control = byte != '\n' && (byte < 0x20 || byte == 0x7F);
    found.control = static_cast<unsigned char>(found.control | static_cast<unsigned char>(control));
  }
  return found;
}

Found look_through(std::string_view text) {
  Found found;
  std::size_t at = 0;
  for (; at + block <= text.size(); at += block) found = look_at(text.data() + at, block, found);
  return look_at(text.data() + at, text.size() - at, found);
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

bool has_plain_bytes(std::string_view text) {
  if (text.size() > most_bytes) return false;
  const Found found = look_through(text);
  if (found.control != 0 && !ends_lines_only(text)) return false;
  return found.high < 0x80 || !find_invalid_utf8(text);
}

}  // namespace ipi::yaml::plain
