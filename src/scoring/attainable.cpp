#include "ipi/scoring/attainable.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace ipi {
namespace {

using Values = std::vector<Rational>;

constexpr std::size_t most_values = 20'000;  // of one score; the longest published event list needs about 1500

void sort_out(Values& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// Every sum of one of `a` and one of `b`; nullopt where there are too many.
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

Values without(const Values& values, const Values& taken) {
  Values rest;
  std::set_difference(values.begin(), values.end(), taken.begin(), taken.end(), std::back_inserter(rest));
  return rest;
}

bool is_counted(const Score& score, std::size_t item, const Rational& keyed) {
  return std::any_of(score.counted.begin(), score.counted.end(), [&](const CountedItems& part) {
    const bool named = std::find(part.items.begin(), part.items.end(), item) != part.items.end();
    return named && (!part.from || keyed >= *part.from) && (!part.to || keyed <= *part.to);
  });
}

/// What the answers to one item add.
Values contributions(const Instrument& instrument, const Score& score, std::size_t position) {
  const std::size_t item = score.items[position];
  const Question& question = instrument.questions[item];
  Values result;
  for (std::size_t option = 0; option < question.options.size(); ++option) {
    Rational value = question.keyed(option);
    if (score.method == ScoreMethod::count) value = is_counted(score, item, value) ? 1 : 0;
    if (!score.weights.empty()) value = value * score.weights[position];
    result.push_back(value);
  }
  sort_out(result);
  return result;
}

/// Items that apply, and how many of them are missing.
struct Held {
  std::size_t items = 0, missing = 0;
  friend auto operator<=>(const Held&, const Held&) = default;
};
using Table = std::map<Held, Values>;

bool add(Table& table, const Held& held, Values values) {
  Values& known = table[held];
  known.insert(known.end(), values.begin(), values.end());
  sort_out(known);
  return known.size() <= most_values;
}

/// The sums for each number of items and gaps; nullopt where there are too many.
std::optional<Table> tabulate(const Instrument& instrument, const Score& score) {
  const std::size_t gaps = score.missing == MissingRule::complete ? 0 : score.items.size() - score.at_least;
  Table table;
  table[{}] = {Rational(0)};
  for (std::size_t position = 0; position < score.items.size(); ++position) {
    const Values answers = contributions(instrument, score, position);
    Table next;
    for (auto& [held, before] : table) {
      auto with = sums(before, answers);
      if (!with || !add(next, {held.items + 1, held.missing}, std::move(*with))) return std::nullopt;
      if (held.missing < gaps && !add(next, {held.items + 1, held.missing + 1}, before)) return std::nullopt;
      const bool conditional = instrument.questions[score.items[position]].when.has_value();
      if (conditional && !add(next, held, before)) return std::nullopt;
    }
    table = std::move(next);
  }
  return table;
}

/// The value of a sum over `held`, as the scorer gives it.
Rational finished(const Score& score, const Held& held, const Rational& sum) {
  const auto items = static_cast<std::int64_t>(held.items);
  const auto answered = static_cast<std::int64_t>(held.items - held.missing);
  Rational value = sum;
  if (score.method == ScoreMethod::mean) {
    value = sum / Rational(answered);
  } else if (held.missing > 0 && score.missing != MissingRule::complete_except) {
    value = sum * Rational(items, answered);
  }
  return value * score.multiply + score.add;
}

Attainable of_items(const Instrument& instrument, const Score& score) {
  Attainable result;
  const auto table = tabulate(instrument, score);
  result.listed = table.has_value();
  if (!table) return result;
  for (const auto& [held, values] : *table) {
    const std::size_t answered = held.items - held.missing;
    if (answered == 0 || (held.missing > 0 && answered < score.at_least)) continue;
    Values& into = held.missing == 0 ? result.complete : result.incomplete;
    for (const Rational& value : values) into.push_back(finished(score, held, value));
  }
  sort_out(result.complete);
  sort_out(result.incomplete);
  return result;
}

Values either(const Attainable& part) {
  Values all = part.complete;
  all.insert(all.end(), part.incomplete.begin(), part.incomplete.end());
  sort_out(all);
  return all;
}

Attainable of_scores(const Score& score, const std::vector<Attainable>& earlier) {
  Attainable result;
  result.listed = false;
  std::optional<Values> complete = Values{Rational(0)};
  std::optional<Values> all = complete;
  for (const std::size_t part : score.scores) {
    if (!earlier[part].listed) return result;
    complete = sums(*complete, earlier[part].complete);
    all = sums(*all, either(earlier[part]));
    if (!complete || !all) return result;
  }
  result.listed = true;
  const Rational parts = score.method == ScoreMethod::mean ? Rational(static_cast<std::int64_t>(score.scores.size())) : Rational(1);
  const auto finish = [&](Values& values) {
    for (Rational& value : values) value = value / parts * score.multiply + score.add;
    sort_out(values);
  };
  finish(*complete);
  finish(*all);
  result.incomplete = without(*all, *complete);
  result.complete = std::move(*complete);
  return result;
}

Attainable of_criterion(const Score& score) {
  Attainable result;
  for (const Rational& value : {Rational(0), Rational(1)}) result.complete.push_back(value * score.multiply + score.add);
  sort_out(result.complete);
  return result;
}

}  // namespace

std::vector<Attainable> attainable_values(const Instrument& instrument) {
  std::vector<Attainable> all;
  for (const Score& score : instrument.scores) {
    if (score.method == ScoreMethod::criterion) {
      all.push_back(of_criterion(score));
    } else {
      all.push_back(score.scores.empty() ? of_items(instrument, score) : of_scores(score, all));
    }
  }
  return all;
}

}  // namespace ipi
