#include "scoring/attainable.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "scoring/value_sets.h"

namespace ipi {
namespace {

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

/// The values in the score's own metric; those that its table leaves out are added to `uncovered`.
Values transformed(const Score& score, const Values& raw, Values& uncovered) {
  Values result;
  for (const Rational& value : raw) {
    if (const auto known = score.transform.of(value)) {
      result.push_back(*known);
    } else {
      uncovered.push_back(value);
    }
  }
  sort_out(result);
  sort_out(uncovered);
  return result;
}

Attainable of_items(const Instrument& instrument, const Score& score) {
  std::vector<ItemValues> items;
  for (std::size_t position = 0; position < score.items.size(); ++position) {
    items.push_back(
        {contributions(instrument, score, position), instrument.questions[score.items[position]].when.has_value()});
  }
  Attainable result;
  const auto table =
      sums_by_held(items, score.missing == MissingRule::complete ? 0 : score.items.size() - score.at_least);
  result.listed = table.has_value();
  if (!table) return result;
  Values complete;
  Values incomplete;
  for (const auto& [held, values] : *table) {
    const std::size_t answered = held.items - held.missing;
    if (answered == 0 || (held.missing > 0 && answered < score.at_least)) continue;
    Values& into = held.missing == 0 ? complete : incomplete;
    for (const Rational& value : values) into.push_back(result_of(score, held, value));
  }
  result.complete = transformed(score, complete, result.uncovered);
  result.incomplete = transformed(score, incomplete, result.uncovered);
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
  const Rational parts =
      score.method == ScoreMethod::mean ? Rational(static_cast<std::int64_t>(score.scores.size())) : Rational(1);
  for (Values* values : {&*complete, &*all}) {
    for (Rational& value : *values) value = value / parts;
  }
  result.complete = transformed(score, *complete, result.uncovered);
  result.incomplete = without(transformed(score, *all, result.uncovered), result.complete);
  return result;
}

Attainable of_criterion(const Score& score) {
  Attainable result;
  result.complete = transformed(score, {Rational(0), Rational(1)}, result.uncovered);
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
