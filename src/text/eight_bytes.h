#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

/// Looking at eight bytes of a text at once, the first of them lowest. A mark is the highest bit of a byte.
namespace ipi::eight {

static_assert(std::endian::native == std::endian::little, "the first byte must be the lowest");

/// The bytes from `at` on; NUL stands for those behind the text's end.
[[nodiscard]] inline std::uint64_t bytes_at(std::string_view text, std::size_t at) {
  std::uint64_t bytes = 0;
  if (at + sizeof bytes <= text.size()) {
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
  } else if (at < text.size()) {
    std::memcpy(&bytes, text.data() + at, text.size() - at);
  }
  return bytes;
}

[[nodiscard]] constexpr std::uint64_t each(char byte) {
  return 0x0101010101010101U * std::uint64_t{static_cast<unsigned char>(byte)};
}
constexpr std::uint64_t highest_bits = 0x8080808080808080U;

/// Marks the bytes that are the wanted one, or less than an ASCII bound. None is missed and the first mark is right;
/// above it there may be wrong ones.
[[nodiscard]] constexpr std::uint64_t mark(std::uint64_t bytes, char wanted) {
  const std::uint64_t zeros = bytes ^ each(wanted);
  return (zeros - each(1)) & ~zeros & highest_bits;
}
[[nodiscard]] constexpr std::uint64_t mark_below(std::uint64_t bytes, char bound) {
  return (bytes - each(bound)) & ~bytes & highest_bits;
}
/// Marks the bytes that are the wanted one, and no others.
[[nodiscard]] constexpr std::uint64_t mark_exactly(std::uint64_t bytes, char wanted) {
  const std::uint64_t zeros = bytes ^ each(wanted);
  return ~(((zeros & ~highest_bits) + ~highest_bits) | zeros) & highest_bits;
}

/// The position of the first mark. Precondition: there is one.
[[nodiscard]] constexpr std::size_t first(std::uint64_t marks) {
  return static_cast<std::size_t>(std::countr_zero(marks)) / 8U;
}
[[nodiscard]] constexpr std::uint64_t without_first(std::uint64_t marks) { return marks & (marks - 1); }

/// The first eight bytes; zeros stand behind a shorter text. Two loads that overlap are faster than one of any length.
[[nodiscard]] constexpr std::uint64_t start_of(std::string_view text) {
  if (std::is_constant_evaluated()) {
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < text.size() && i < 8; ++i)
      bytes |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8U * i);
    return bytes;
  }
  const auto load = [&](auto word, std::size_t at) {
    std::memcpy(&word, text.data() + at, sizeof word);
    return std::uint64_t{word};
  };
  const std::size_t size = text.size();
  if (size >= 8) return load(std::uint64_t{}, 0);
  if (size >= 4) return load(std::uint32_t{}, 0) | (load(std::uint32_t{}, size - 4) << (8U * (size - 4)));
  if (size >= 2) return load(std::uint16_t{}, 0) | (load(std::uint16_t{}, size - 2) << (8U * (size - 2)));
  return size == 0 ? 0 : load(std::uint8_t{}, 0);
}

/// Whether two texts are the same, for short ones: without a call.
[[nodiscard]] inline bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && start_of(a) == start_of(b) &&
         (a.size() <= 8 || std::memcmp(a.data() + 8, b.data() + 8, a.size() - 8) == 0);
}

}  // namespace ipi::eight
