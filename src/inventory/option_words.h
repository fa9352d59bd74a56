#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "condition/option.h"

namespace ipi {

/// The values of a question's options, to be found fast: most are short, and all are compared by their first eight
/// bytes at once.
class OptionWords {
 public:
  OptionWords() = default;
  explicit OptionWords(std::span<const Option> options);
  /// Position of the option with that value, or nullopt.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view value) const;

 private:
  std::vector<std::uint64_t> starts_;
  std::vector<std::string> values_;
};

}  // namespace ipi
