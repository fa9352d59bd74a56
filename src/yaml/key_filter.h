#pragma once

#include <cstdint>
#include <string_view>

namespace ipi::yaml {

/// Tells of most keys that a map does not have them, without looking at those it has.
class KeyFilter {
 public:
  void add(std::string_view key) { seen_ |= bit_of(key); }
  /// False if no such key was added.
  [[nodiscard]] bool may_have(std::string_view key) const { return (seen_ & bit_of(key)) != 0; }

 private:
  [[nodiscard]] static std::uint64_t bit_of(std::string_view key) {
    if (key.empty()) return 1;
    const auto at = [&](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(key[i])}; };
    const std::uint64_t mixed = at(0) * 3 + at(key.size() - 1) * 7 + at(key.size() / 2) * 13 + key.size();
    return std::uint64_t{1} << (mixed % 64U);
  }

  std::uint64_t seen_ = 0;
};

}  // namespace ipi::yaml
