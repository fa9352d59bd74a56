#include "scoring/value_sets.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace ipi {
namespace {

constexpr std::size_t most_values = 20'000;  // of one score; the longest published event list needs about 1500

using Sums = std::map<Held, Values>;

bool add(Sums& table, const Held& held, const Values& values) {
  Values& known = table[held];
  known.insert(known.end(), values.begin(), values.end());
  sort_out(known);
  return known.size() <= most_values;
}

}  // namespace

void sort_out(Values& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

std::optional<Values> sums(const Values& a, const Values& b) {
  if (a.size() * b.size() > most_values * 100) return std::nullopt;
  Values result;
  result.reserve(a.size() * b.size());
  for (const Rational& left : a) {
    for (const Rational& right : b) result.push_back(left + right);
  }
  sort_out(result);
  if (result.size() > most_values) return std::nullopt;
  return result;
}

std::optional<Sums> sums_by_held(std::span<const ItemValues> items, std::size_t gaps) {
  Sums table;
  table[{}] = {Rational(0)};
  for (const ItemValues& item : items) {
    Sums next;
    for (const auto& [held, before] : table) {
      const auto with = sums(before, item.values);
      if (!with || !add(next, {held.items + 1, held.missing}, *with)) return std::nullopt;
      if (held.missing < gaps && !add(next, {held.items + 1, held.missing + 1}, before)) return std::nullopt;
      if (item.may_not_apply && !add(next, held, before)) return std::nullopt;
    }
    table = std::move(next);
  }
  return table;
}

Rational result_of(const Score& score, const Held& held, const Rational& sum) {
  const auto items = static_cast<std::int64_t>(held.items);
  const auto answered = static_cast<std::int64_t>(held.items - held.missing);
  if (score.method == ScoreMethod::mean) return sum / Rational(answered);
  if (held.missing > 0 && score.missing != MissingRule::complete_except) return sum * Rational(items, answered);
  return sum;
}

}  // namespace ipi
