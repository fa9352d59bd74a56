#include "inventory/option_words.h"

#include <bit>

#include "text/eight_bytes.h"

namespace ipi {

OptionWords::OptionWords(std::span<const Option> options) {
  for (const Option& option : options) {
    starts_.push_back(eight::start_of(option.value));
    values_.push_back(option.value);
  }
}

std::optional<std::size_t> OptionWords::find(std::string_view value) const {
  const std::uint64_t start = eight::start_of(value);
  // All are compared, as what people answer is not to be foreseen and a wrong guess costs more than the rest of them.
  std::uint64_t same_starts = 0;
  for (std::size_t i = 0; i < starts_.size(); ++i) same_starts |= std::uint64_t{starts_[i] == start} << i;
  for (; same_starts != 0; same_starts &= same_starts - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(same_starts));
    if (eight::same(values_[i], value)) return i;
  }
  return std::nullopt;
}

}  // namespace ipi
