#include "inventory/option_words.h"

#include "text/eight_bytes.h"

namespace ipi {

OptionWords::OptionWords(std::span<const Option> options) {
  for (const Option& option : options) {
    const std::uint64_t start = eight::start_of(option.value);
    std::uint8_t& first = first_[place_of(option.value, start)];
    words_.push_back({start, first, option.value});
    first = static_cast<std::uint8_t>(words_.size());
  }
}

std::size_t OptionWords::place_of(std::string_view value, std::uint64_t start) {
  constexpr std::uint64_t mixing = 0x9E3779B97F4A7C15U;
  const std::uint64_t last = value.empty() ? 0 : static_cast<unsigned char>(value.back());
  return ((start + (last << 16U) + value.size()) * mixing) >> 58U;
}

std::optional<std::size_t> OptionWords::find(std::string_view value) const {
  const std::uint64_t start = eight::start_of(value);
  for (std::size_t at = first_[place_of(value, start)]; at != 0; at = words_[at - 1].next) {
    const Word& word = words_[at - 1];
    const bool is_same = word.start == start && word.value.size() == value.size() &&
                         (value.size() <= 8 || value.substr(8) == std::string_view(word.value).substr(8));
    if (is_same) return at - 1;
  }
  return std::nullopt;
}

}  // namespace ipi
