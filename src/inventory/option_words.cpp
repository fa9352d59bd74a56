#include "inventory/option_words.h"

#include <cstring>

namespace ipi {
namespace {

template <class Word>
std::uint64_t word_at(const char* bytes) {
  Word word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

/// The first eight bytes, zeros behind a shorter text. Two loads that overlap are faster than one of any length.
std::uint64_t start_of(std::string_view text) {
  const auto overlapping = [&](auto load, std::size_t width) {
    return load(text.data()) | (load(text.data() + text.size() - width) << (8U * (text.size() - width)));
  };
  if (text.size() >= 8) return word_at<std::uint64_t>(text.data());
  if (text.size() >= 4) return overlapping(word_at<std::uint32_t>, 4);
  if (text.size() >= 2) return overlapping(word_at<std::uint16_t>, 2);
  return text.empty() ? 0 : word_at<std::uint8_t>(text.data());
}

}  // namespace

OptionWords::OptionWords(std::span<const Option> options) {
  for (const Option& option : options) {
    starts_.push_back(start_of(option.value));
    values_.push_back(option.value);
  }
}

std::optional<std::size_t> OptionWords::find(std::string_view value) const {
  const std::uint64_t start = start_of(value);
  for (std::size_t i = 0; i < starts_.size(); ++i) {
    if (starts_[i] == start && values_[i] == value) return i;
  }
  return std::nullopt;
}

}  // namespace ipi
