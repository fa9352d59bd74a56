#include "scoring/scorer.h"

#include <algorithm>
#include <bit>

#include "scoring/local_facts.h"
#include "scoring/value_sets.h"

namespace ipi {
namespace {

/// What one item can still contribute, over the score's denominator.
struct Contribution {
  std::int64_t low = 0, high = 0;
  bool open = false;  ///< not answered yet
};

/// `parts`: what each option of the item adds.
Contribution contribution(ChoiceSet answer, const std::int64_t* parts) {
  const ChoiceSet options = answer & ~inapplicable;
  if (options == 0) return {};
  const std::int64_t first = parts[std::countr_zero(options)];
  Contribution result{first, first, false};
  for (ChoiceSet rest = options & (options - 1); rest != 0; rest &= rest - 1) {
    const std::int64_t part = parts[std::countr_zero(rest)];
    result.low = std::min(result.low, part);
    result.high = std::max(result.high, part);
    result.open = true;
  }
  return result;
}

/// Sums over the items of one score, over its denominator.
struct Tally {
  std::int64_t answered_sum = 0, low = 0, high = 0;  // low and high over every completion
  std::int64_t lowest_item = 0, highest_item = 0;
  bool any = false;

  void add(const Contribution& part, bool undecided, ScoreValue& score) {
    lowest_item = any ? std::min(lowest_item, part.low) : part.low;
    highest_item = any ? std::max(highest_item, part.high) : part.high;
    any = true;
    if (undecided) {
      ++score.undecided;
      low += std::min<std::int64_t>(part.low, 0);
      high += std::max<std::int64_t>(part.high, 0);
      return;
    }
    ++score.items;
    low += part.low;
    high += part.high;
    if (part.open) return;
    ++score.answered;
    answered_sum += part.low;
  }
};

Interval scaled(Interval interval, const Rational& multiply, const Rational& add) {
  if (interval.low) interval.low = *interval.low * multiply + add;
  if (interval.high) interval.high = *interval.high * multiply + add;
  if (multiply < Rational(0)) std::swap(interval.low, interval.high);
  return interval;
}

std::optional<Rational> raw_value(const Score& score, const ScoreValue& value, const Tally& tally,
                                  std::int64_t denominator, Estimates estimates) {
  if (value.undecided > 0 || value.answered == 0) return std::nullopt;
  const bool all = value.answered == value.items;
  if (!all &&
      (estimates == Estimates::none || score.missing == MissingRule::complete || value.answered < score.at_least))
    return std::nullopt;
  if (score.method == ScoreMethod::mean) return Rational(tally.answered_sum, denominator * value.answered);
  if (all || score.missing == MissingRule::complete_except) return Rational(tally.answered_sum, denominator);
  return Rational(tally.answered_sum * value.items, denominator * value.answered);
}

Interval raw_bounds(const Score& score, const ScoreValue& value, const Tally& tally, std::int64_t denominator) {
  if (!tally.any) return Interval::absent();
  const auto ends = [&](std::int64_t low, std::int64_t high, std::int64_t over, bool may_be_absent) {
    return Interval{Rational(low, over), Rational(high, over), true, may_be_absent};
  };
  if (score.method != ScoreMethod::mean) return ends(tally.low, tally.high, denominator, value.items == 0);
  if (value.undecided > 0) return ends(tally.lowest_item, tally.highest_item, denominator, value.items == 0);
  return ends(tally.low, tally.high, denominator * value.items, false);
}

/// `bounds` is asked for where there is no value.
template <class Bounds>
void finish(const Score& score, const std::optional<Rational>& raw, const Bounds& bounds, ScoreValue& value) {
  const Transform& transform = score.transform;
  const bool is_plain = !transform.is_table() && transform.multiply == Rational(1) && transform.add == Rational(0);
  if (raw) value.value = is_plain ? raw : transform.of(*raw);
  if (value.value) {
    value.bounds = Interval::exactly(*value.value);
  } else {
    value.bounds = is_plain ? bounds() : scaled(bounds(), transform.multiply, transform.add);
  }
}

/// A sum or mean of other scores: it has a value where all of them have.
void combine(const Score& score, std::span<const ScoreValue> all, ScoreValue& value) {
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
  finish(
      score, complete ? std::optional<Rational>(sum) : std::nullopt, [&] { return bounds; }, value);
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
  for (std::size_t option = 0; option < compiled.keyed[position].size(); ++option) {
    if (((answer >> option) & 1U) != 0) values.push_back(part_of(score, compiled, position, option));
  }
  sort_out(values);
  return values;
}

Rational Scorer::part_of(const Score& score, const CompiledScore& compiled, std::size_t position, std::size_t option) {
  Rational value = compiled.keyed[position][option];
  if (score.method == ScoreMethod::count) value = ((compiled.counts[position] >> option) & 1U) != 0 ? 1 : 0;
  return score.weights.empty() ? value : value * score.weights[position];
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

void Scorer::score(std::span<const ChoiceSet> answers, std::span<ScoreValue> scores, Estimates estimates) const {
  for (std::size_t index = 0; index < compiled_.size(); ++index) {
    scores[index] = {};
    score_one(index, answers, scores, estimates);
    bound_by_table(index, answers, scores.first(index), scores[index]);
  }
}

void Scorer::score_one(std::size_t index, std::span<const ChoiceSet> answers, std::span<ScoreValue> scores,
                       Estimates estimates) const {
  const Score& score = instrument_->scores[index];
  const CompiledScore& compiled = compiled_[index];
  ScoreValue& value = scores[index];
  if (!score.scores.empty()) return combine(score, scores, value);
  if (score.method == ScoreMethod::criterion) {
    const LocalFacts facts(*instrument_, answers, scores.first(index), {});
    const Truth truth = compiled.holds ? evaluate(*compiled.holds, facts) : Truth::unknown;
    for (std::size_t i = 0; i < instrument_->items; ++i) {
      if (answers[i] == inapplicable) continue;
      ++value.items;
      if (std::popcount(answers[i]) == 1) ++value.answered;
    }
    const auto raw = truth == Truth::unknown ? std::nullopt : std::optional<Rational>(truth == Truth::yes ? 1 : 0);
    return finish(
        score, raw,
        [] {
          return Interval{Rational(0), Rational(1), true, false};
        },
        value);
  }
  Tally tally;
  for (std::size_t i = 0; i < score.items.size(); ++i) {
    const ChoiceSet answer = answers[score.items[i]];
    if (answer == inapplicable) continue;
    tally.add(contribution(answer, &compiled.parts[i * compiled.widest]), (answer & inapplicable) != 0, value);
  }
  finish(
      score, raw_value(score, value, tally, compiled.denominator, estimates),
      [&] { return raw_bounds(score, value, tally, compiled.denominator); }, value);
}

Truth Scorer::safety(std::size_t item, std::span<const ChoiceSet> answers, std::span<const ScoreValue> scores) const {
  return evaluate(safety_[item], LocalFacts(*instrument_, answers, scores, {}));
}

}  // namespace ipi
