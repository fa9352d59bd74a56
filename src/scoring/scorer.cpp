#include "scoring/scorer.h"

#include <algorithm>
#include <bit>

#include "scoring/local_facts.h"
#include "scoring/value_sets.h"

namespace ipi {
namespace {

/// What one item can still contribute.
struct Contribution {
  Rational low, high;
  bool open = false;  ///< not answered yet
};

Contribution contribution(ChoiceSet answer, const std::vector<Rational>& keyed) {
  Contribution result;
  bool first = true;
  for (std::size_t i = 0; i < keyed.size(); ++i) {
    if (((answer >> i) & 1U) == 0) continue;
    result.low = first ? keyed[i] : std::min(result.low, keyed[i]);
    result.high = first ? keyed[i] : std::max(result.high, keyed[i]);
    result.open = !first;
    first = false;
  }
  return result;
}

Contribution counted(ChoiceSet answer, ChoiceSet counts) {
  const ChoiceSet options = answer & ~inapplicable;
  const bool may_not = (options & ~counts) != 0;
  const bool may = (options & counts) != 0;
  return {may && !may_not ? 1 : 0, may ? 1 : 0, std::popcount(options) > 1};
}

Contribution weighted(Contribution part, const Rational& weight) {
  part.low = part.low * weight;
  part.high = part.high * weight;
  if (part.high < part.low) std::swap(part.low, part.high);
  return part;
}

/// Sums over the items of one score.
struct Tally {
  Rational answered_sum, low, high;  // low and high over every completion
  Rational lowest_item, highest_item;
  bool any = false;

  void add(const Contribution& part, bool undecided, ScoreValue& score) {
    lowest_item = any ? std::min(lowest_item, part.low) : part.low;
    highest_item = any ? std::max(highest_item, part.high) : part.high;
    any = true;
    if (undecided) {
      ++score.undecided;
      low = low + std::min(part.low, Rational(0));
      high = high + std::max(part.high, Rational(0));
      return;
    }
    ++score.items;
    low = low + part.low;
    high = high + part.high;
    if (part.open) return;
    ++score.answered;
    answered_sum = answered_sum + part.low;
  }
};

Interval scaled(Interval interval, const Rational& multiply, const Rational& add) {
  if (interval.low) interval.low = *interval.low * multiply + add;
  if (interval.high) interval.high = *interval.high * multiply + add;
  if (multiply < Rational(0)) std::swap(interval.low, interval.high);
  return interval;
}

std::optional<Rational> raw_value(const Score& score, const ScoreValue& value, const Tally& tally,
                                  Estimates estimates) {
  if (value.undecided > 0 || value.answered == 0) return std::nullopt;
  const bool all = value.answered == value.items;
  if (!all &&
      (estimates == Estimates::none || score.missing == MissingRule::complete || value.answered < score.at_least))
    return std::nullopt;
  if (score.method == ScoreMethod::mean) return tally.answered_sum / Rational(value.answered);
  if (all || score.missing == MissingRule::complete_except) return tally.answered_sum;
  return tally.answered_sum * Rational(value.items, value.answered);
}

Interval raw_bounds(const Score& score, const ScoreValue& value, const Tally& tally) {
  if (!tally.any) return Interval::absent();
  if (score.method != ScoreMethod::mean) return {tally.low, tally.high, true, value.items == 0};
  if (value.undecided > 0) return {tally.lowest_item, tally.highest_item, true, value.items == 0};
  return {tally.low / Rational(value.items), tally.high / Rational(value.items), true, false};
}

void finish(const Score& score, std::optional<Rational> raw, const Interval& bounds, ScoreValue& value) {
  if (raw) value.value = score.transform.of(*raw);
  value.bounds =
      value.value ? Interval::exactly(*value.value) : scaled(bounds, score.transform.multiply, score.transform.add);
}

/// A sum or mean of other scores: it has a value where all of them have.
void combine(const Score& score, const std::vector<ScoreValue>& all, ScoreValue& value) {
  Rational sum;
  Interval bounds = Interval::exactly(0);
  bool complete = true;
  for (const std::size_t index : score.scores) {
    const ScoreValue& part = all[index];
    value.answered = static_cast<std::uint16_t>(value.answered + part.answered);
    value.items = static_cast<std::uint16_t>(value.items + part.items);
    value.undecided = static_cast<std::uint16_t>(value.undecided + part.undecided);
    complete = complete && part.value.has_value();
    if (part.value) sum = sum + *part.value;
    const auto plus = [](const std::optional<Rational>& a, const std::optional<Rational>& b) {
      return a && b ? std::optional<Rational>(*a + *b) : std::nullopt;
    };
    bounds.low = plus(bounds.low, part.bounds.low);
    bounds.high = plus(bounds.high, part.bounds.high);
    bounds.may_be_absent = bounds.may_be_absent || part.bounds.may_be_absent;
    bounds.may_have_value = bounds.may_have_value && part.bounds.may_have_value;
  }
  if (score.method == ScoreMethod::mean) {
    const Rational parts(static_cast<std::int64_t>(score.scores.size()));
    sum = sum / parts;
    bounds = scaled(bounds, Rational(1) / parts, 0);
  }
  finish(score, complete ? std::optional<Rational>(sum) : std::nullopt, bounds, value);
}

}  // namespace

std::optional<std::vector<Rational>> Scorer::whole_values(std::size_t index, std::span<const ChoiceSet> answers,
                                                          std::span<const ScoreValue> scores) const {
  if (index < scores.size() && scores[index].value) return Values{*scores[index].value};
  const Score& score = instrument_->scores[index];
  Values raw;
  if (score.method == ScoreMethod::criterion) {
    raw = {Rational(0), Rational(1)};
  } else if (!score.scores.empty()) {
    std::optional<Values> all = Values{Rational(0)};
    for (const std::size_t part : score.scores) {
      const auto values = whole_values(part, answers, scores);
      if (values) all = sums(*all, *values);
      if (!values || !all) return std::nullopt;
    }
    const Rational parts =
        score.method == ScoreMethod::mean ? Rational(static_cast<std::int64_t>(score.scores.size())) : Rational(1);
    for (const Rational& sum : *all) raw.push_back(sum / parts);
  } else {
    std::vector<ItemValues> items;
    for (std::size_t i = 0; i < score.items.size(); ++i) {
      const ChoiceSet answer = answers[score.items[i]];
      if (answer != inapplicable)
        items.push_back({parts_of(score, compiled_[index], i, answer), (answer & inapplicable) != 0});
    }
    const auto by_held = sums_by_held(items, 0);
    if (!by_held) return std::nullopt;
    for (const auto& [held, values] : *by_held) {
      for (const Rational& sum : values) {
        if (held.items > 0) raw.push_back(result_of(score, held, sum));
      }
    }
  }
  Values result;
  for (const Rational& value : raw) {
    // Parts that share items give sums that no answers do: a table need not have them.
    if (const auto known = score.transform.of(value)) result.push_back(*known);
  }
  sort_out(result);
  return result;
}

std::vector<Rational> Scorer::parts_of(const Score& score, const CompiledScore& compiled, std::size_t position,
                                       ChoiceSet answer) {
  Values values;
  const std::vector<Rational>& keyed = compiled.keyed[position];
  for (std::size_t option = 0; option < keyed.size(); ++option) {
    if (((answer >> option) & 1U) == 0) continue;
    Rational value = keyed[option];
    if (score.method == ScoreMethod::count) value = ((compiled.counts[position] >> option) & 1U) != 0 ? 1 : 0;
    values.push_back(score.weights.empty() ? value : value * score.weights[position]);
  }
  sort_out(values);
  return values;
}

void Scorer::bound_by_table(std::size_t index, std::span<const ChoiceSet> answers, std::span<const ScoreValue> scores,
                            ScoreValue& value) const {
  const Transform& transform = instrument_->scores[index].transform;
  if (!transform.is_table() || value.value || !value.bounds.may_have_value) return;
  auto values = whole_values(index, answers, scores);
  if (!values || values->empty()) {
    values.emplace();
    for (const Transform::Row& row : transform.table) values->push_back(row.value);
    sort_out(*values);
  }
  value.bounds.low = values->front();
  value.bounds.high = values->back();
}

void Scorer::score(std::span<const ChoiceSet> answers, std::vector<ScoreValue>& scores, Estimates estimates) const {
  scores.clear();
  scores.reserve(instrument_->scores.size());
  for (std::size_t s = 0; s < compiled_.size(); ++s) {
    const Score& score = instrument_->scores[s];
    const CompiledScore& compiled = compiled_[s];
    ScoreValue value;
    if (!score.scores.empty()) {
      combine(score, scores, value);
      bound_by_table(s, answers, scores, value);
      scores.push_back(value);
      continue;
    }
    if (score.method == ScoreMethod::criterion) {
      const Truth truth = compiled.holds ? evaluate(*compiled.holds, LocalFacts(*instrument_, answers, scores, nullptr))
                                         : Truth::unknown;
      for (std::size_t i = 0; i < instrument_->items; ++i) {
        if (answers[i] == inapplicable) continue;
        ++value.items;
        if (std::popcount(answers[i]) == 1) ++value.answered;
      }
      const auto raw = truth == Truth::unknown ? std::nullopt : std::optional<Rational>(truth == Truth::yes ? 1 : 0);
      finish(score, raw, {Rational(0), Rational(1), true, false}, value);
      bound_by_table(s, answers, scores, value);
      scores.push_back(value);
      continue;
    }
    Tally tally;
    for (std::size_t i = 0; i < score.items.size(); ++i) {
      const ChoiceSet answer = answers[score.items[i]];
      if (answer == inapplicable) continue;
      Contribution part = score.method == ScoreMethod::count ? counted(answer, compiled.counts[i])
                                                             : contribution(answer, compiled.keyed[i]);
      if (!score.weights.empty()) part = weighted(part, score.weights[i]);
      tally.add(part, (answer & inapplicable) != 0, value);
    }
    finish(score, raw_value(score, value, tally, estimates), raw_bounds(score, value, tally), value);
    bound_by_table(s, answers, scores, value);
    scores.push_back(value);
  }
}

std::vector<Truth> Scorer::safety(std::span<const ChoiceSet> answers) const {
  std::vector<ScoreValue> scores;
  score(answers, scores);
  const LocalFacts facts(*instrument_, answers, scores, nullptr);
  std::vector<Truth> result;
  for (const Expression& item : safety_) result.push_back(evaluate(item, facts));
  return result;
}

}  // namespace ipi
