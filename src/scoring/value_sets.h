#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "instrument/instrument.h"
#include "text/rational.h"

namespace ipi {

/// Values that a score, or one item of it, may take; ascending, each once.
using Values = std::vector<Rational>;

void sort_out(Values& values);

/// Every sum of one of `a` and one of `b`; nullopt where there are too many to be listed.
[[nodiscard]] std::optional<Values> sums(const Values& a, const Values& b);

/// What the answers to one item may add.
struct ItemValues {
  Values values;
  bool may_not_apply = false;
};

/// Items that apply, and how many of them are missing.
struct Held {
  std::size_t items = 0, missing = 0;
  friend auto operator<=>(const Held&, const Held&) = default;
};

/// The sums for each number of items and up to `gaps` of them missing; nullopt where there are too many.
[[nodiscard]] std::optional<std::map<Held, Values>> sums_by_held(std::span<const ItemValues> items, std::size_t gaps);

/// What the score's method makes of a sum over `held`, before its transform.
[[nodiscard]] Rational result_of(const Score& score, const Held& held, const Rational& sum);

}  // namespace ipi
