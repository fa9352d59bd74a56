#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory_resource>
#include <span>
#include <string_view>
#include <vector>

#include "yaml/grow.h"
#include "yaml/node.h"
#include "yaml/read.h"

/// What the readers of plain texts share. They take what nearly every form is made of and refuse the rest without a
/// word, so that each guard of the full readers is kept by refusing whatever it might speak of.
namespace ipi::yaml::plain {

/// A form has a few kilobytes. As every value takes two bytes at least, this bounds their number as well.
constexpr std::size_t most_bytes = 1U << 20U;
static_assert(most_bytes <= Limits{}.bytes && most_bytes / 2 <= Limits{}.nodes);
constexpr std::size_t longest_key = 512;  // yaml-cpp gives up on keys of more than 1024

/// Whether the text is short enough, valid UTF-8, and has no control characters but ends of lines: LF or CRLF.
[[nodiscard]] bool has_plain_bytes(std::string_view text);
[[nodiscard]] bool is_ascii(std::string_view text);

/// Eight bytes of a text at once; NUL, which no plain text holds, stands for those behind its end.
[[nodiscard]] inline std::uint64_t eight_bytes(std::string_view text, std::size_t at) {
  std::uint64_t bytes = 0;
  if (at + sizeof bytes <= text.size()) {
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
  } else if (at < text.size()) {
    std::memcpy(&bytes, text.data() + at, text.size() - at);
  }
  static_assert(std::endian::native == std::endian::little, "the first byte must be the lowest");
  return bytes;
}

constexpr std::uint64_t each(unsigned char byte) { return 0x0101010101010101U * byte; }

/// Marks the highest bit of every byte that is the wanted one, or less than the bound. Above the first mark there may
/// be wrong ones.
constexpr std::uint64_t equal_to(std::uint64_t bytes, char wanted) {
  const std::uint64_t zeros = bytes ^ each(static_cast<unsigned char>(wanted));
  return (zeros - each(1)) & ~zeros & each(0x80);
}
constexpr std::uint64_t less_than(std::uint64_t bytes, unsigned char bound) {
  return (bytes - each(bound)) & ~bytes & each(0x80);
}
/// The position of the first mark. Precondition: there is one.
constexpr std::size_t first_marked(std::uint64_t marks) {
  return static_cast<std::size_t>(std::countr_zero(marks)) / 8U;
}

[[nodiscard]] inline Span span_of(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

/// Tells of most keys of a map that they are new, without looking at the others.
class KeyFilter {
 public:
  /// False if no key before can have been the same; the key counts from now on. Precondition: it is not empty.
  [[nodiscard]] bool may_know(std::string_view key) {
    const auto at = [&](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(key[i])}; };
    const std::uint64_t mixed = at(0) * 3 + at(key.size() - 1) * 7 + at(key.size() / 2) * 13 + key.size();
    const std::uint64_t bit = std::uint64_t{1} << (mixed % 64U);
    const bool known = (seen_ & bit) != 0;
    seen_ |= bit;
    return known;
  }

 private:
  std::uint64_t seen_ = 0;
};

/// The finished children of the containers that are still open, innermost last.
class Unfinished {
 public:
  explicit Unfinished(std::pmr::memory_resource& storage) : grower_(storage), nodes_(&storage) {
    constexpr std::size_t usual = 96;
    nodes_.reserve(usual);
  }

  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  void add(const Node& node) { nodes_.push_back(node); }
  [[nodiscard]] bool has_key(std::size_t first, std::string_view key) const {
    for (std::size_t i = first; i < nodes_.size(); ++i) {
      if (nodes_[i].key == key) return true;
    }
    return false;
  }
  /// The children from `first` on, which their parent now has.
  [[nodiscard]] std::span<const Node> finish(std::size_t first) {
    const std::span<const Node> children = grower_.keep(std::span<const Node>(nodes_).subspan(first));
    nodes_.resize(first);
    return children;
  }

 private:
  Grower grower_;
  std::pmr::vector<Node> nodes_;
};

}  // namespace ipi::yaml::plain
