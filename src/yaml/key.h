#pragma once

#include <cstdint>
#include <string_view>

#include "text/eight_bytes.h"

namespace ipi::yaml {

/// A key of maps, made ready to be looked for again and again. The text lives elsewhere.
struct Key {
  constexpr Key() = default;
  constexpr explicit Key(std::string_view key) : text(key), start(eight::start_of(key)), bit(bit_of(key, start)) {}

  [[nodiscard]] bool is(std::string_view other) const {
    return other.size() == text.size() && eight::start_of(other) == start &&
           (text.size() <= 8 || other.substr(8) == text.substr(8));
  }

  std::string_view text;
  std::uint64_t start = 0;  ///< its first eight bytes
  std::uint64_t bit = 0;    ///< one bit that tells it from most others

 private:
  static constexpr std::uint64_t bit_of(std::string_view key, std::uint64_t start) {
    const std::uint64_t last = key.empty() ? 0 : static_cast<unsigned char>(key.back());
    return std::uint64_t{1} << (((start + (last << 8U) + key.size()) * 0x9E3779B97F4A7C15U) >> 58U);
  }
};

/// Tells of most keys that a map does not have them, without looking at those it has.
class KeyFilter {
 public:
  void add(const Key& key) { seen_ |= key.bit; }
  /// False if no such key was added.
  [[nodiscard]] bool may_have(const Key& key) const { return (seen_ & key.bit) != 0; }

 private:
  std::uint64_t seen_ = 0;
};

}  // namespace ipi::yaml
