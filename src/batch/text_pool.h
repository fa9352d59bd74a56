#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace ipi::batch {

/// Texts that are copied often and mostly short, one behind the other in memory that may be read beyond its end.
class TextPool {
 public:
  struct Place {
    std::uint32_t begin = 0, size = 0;
  };
  static constexpr std::size_t slack = 32;

  [[nodiscard]] Place put(std::string_view text) {
    pool_.resize(pool_.size() - slack);
    const Place place{static_cast<std::uint32_t>(pool_.size()), static_cast<std::uint32_t>(text.size())};
    pool_.append(text).append(slack, '\0');
    return place;
  }
  /// Writes up to `slack` bytes beyond the text's end. Inline: it is called some twenty times a row.
  char* copy(Place place, char* at) const {
    const char* const from = pool_.data() + place.begin;
    std::memcpy(at, from, slack);  // of a fixed size, and so a move or two
    if (place.size > slack) std::memcpy(at + slack, from + slack, place.size - slack);
    return at + place.size;
  }
  void clear() { pool_.assign(slack, '\0'); }

 private:
  std::string pool_ = std::string(slack, '\0');
};

}  // namespace ipi::batch
