#include "ipi/scoring/scorer.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "ipi/scoring/attainable.h"
#include "value_sets.h"

namespace ipi {
namespace {

using yaml::Reader;

/// Kinds of reference inside one instrument.
enum class Local : std::uint8_t { question, score, respondent };

/// No published figure comes near; 64 of them multiplied by one another's limit still fit 64 bits.
constexpr std::int64_t largest_numerator = 1'000'000;
constexpr std::int64_t largest_denominator = 10'000;

/// Far below 2^63, so that neither the estimate's rounding nor one more addition matters.
constexpr double largest_exact = 1e18;

bool is_small(const Rational& figure) {
  return figure.numerator() <= largest_numerator && figure.numerator() >= -largest_numerator && figure.denominator() <= largest_denominator;
}

Reference local(Local kind, std::size_t index) { return {0, static_cast<std::uint8_t>(kind), static_cast<std::uint16_t>(index)}; }

/// An instrument's own ids, and beyond them the respondent.
class LocalAddresses : public Resolver {
 public:
  /// `scores`: how many of the instrument's scores may be named, from the first on.
  LocalAddresses(const Instrument& instrument, const Resolver& respondent, std::size_t scores)
      : instrument_(&instrument), respondent_(&respondent), scores_(scores) {}

  [[nodiscard]] std::optional<Meaning> resolve(std::string_view address) const override {
    if (const auto index = instrument_->find_question(address)) {
      const Question& question = instrument_->questions[*index];
      const ValueKind kind = question.type == AnswerType::choice ? ValueKind::choice : ValueKind::other;
      return Meaning{local(Local::question, *index), kind, question.options};
    }
    if (const auto index = instrument_->find_score(address); index && *index < scores_) return Meaning{local(Local::score, *index), ValueKind::number, {}};
    if (address.substr(0, 11) != "respondent.") return std::nullopt;
    auto meaning = respondent_->resolve(address);
    if (!meaning) return std::nullopt;
    // The outer reference keeps its index; only the kind says that the respondent's facts answer it.
    meaning->reference = {meaning->reference.scope, static_cast<std::uint8_t>(Local::respondent), meaning->reference.index};
    return meaning;
  }
  [[nodiscard]] std::vector<std::string> addresses() const override {
    std::vector<std::string> names;
    for (const Question& question : instrument_->questions) names.push_back(question.id);
    for (std::size_t i = 0; i < scores_; ++i) names.push_back(instrument_->scores[i].id);
    return names;
  }

 private:
  const Instrument* instrument_;
  const Resolver* respondent_;
  std::size_t scores_;
};

class LocalFacts : public Facts {
 public:
  LocalFacts(const Instrument& instrument, std::span<const ChoiceSet> answers, std::span<const ScoreValue> scores, const Facts* respondent)
      : instrument_(&instrument), answers_(answers), scores_(scores), respondent_(respondent) {}

  [[nodiscard]] ChoiceSet choice(Reference reference) const override {
    if (is(reference, Local::question)) return answers_[reference.index];
    return respondent_ != nullptr ? respondent_->choice(outer(reference)) : ~inapplicable;
  }
  [[nodiscard]] Interval number(Reference reference) const override {
    if (is(reference, Local::score)) return scores_[reference.index].bounds;
    if (is(reference, Local::question)) return number_of(reference.index);
    return respondent_ != nullptr ? respondent_->number(outer(reference)) : Interval{};
  }
  [[nodiscard]] Truth answered(Reference reference) const override {
    if (is(reference, Local::question)) {
      const ChoiceSet answer = answers_[reference.index];
      if (answer == inapplicable) return Truth::no;
      return std::popcount(answer) == 1 ? Truth::yes : Truth::unknown;
    }
    return respondent_ != nullptr ? respondent_->answered(outer(reference)) : Truth::unknown;
  }

 private:
  static bool is(Reference reference, Local kind) { return reference.kind == static_cast<std::uint8_t>(kind); }
  static Reference outer(Reference reference) { return {reference.scope, 0, reference.index}; }

  Interval number_of(std::size_t question) const {
    Interval interval;
    interval.may_have_value = false;
    const std::vector<Option>& options = instrument_->questions[question].options;
    for (std::size_t i = 0; i < options.size(); ++i) {
      if (((answers_[question] >> i) & 1U) == 0 || !options[i].number) continue;
      interval.may_have_value = true;
      interval.low = interval.low ? std::min(*interval.low, *options[i].number) : *options[i].number;
      interval.high = interval.high ? std::max(*interval.high, *options[i].number) : *options[i].number;
    }
    interval.may_be_absent = (answers_[question] & inapplicable) != 0;
    return interval;
  }

  const Instrument* instrument_;
  std::span<const ChoiceSet> answers_;
  std::span<const ScoreValue> scores_;
  const Facts* respondent_;
};

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

std::optional<Rational> raw_value(const Score& score, const ScoreValue& value, const Tally& tally, Estimates estimates) {
  if (value.undecided > 0 || value.answered == 0) return std::nullopt;
  const bool all = value.answered == value.items;
  if (!all && (estimates == Estimates::none || score.missing == MissingRule::complete || value.answered < score.at_least)) return std::nullopt;
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
  value.bounds = value.value ? Interval::exactly(*value.value) : scaled(bounds, score.transform.multiply, score.transform.add);
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

void report(Diagnostics& diagnostics, const Place& place, std::string_view code, std::string message, std::string help) {
  diagnostics.report({Severity::error, code, std::move(message), {place, {}}, {}, std::move(help)});
}

std::optional<Expression> compile_here(const Condition& condition, const Resolver& addresses, Diagnostics& diagnostics) {
  return compile(condition, addresses, {condition.place.file, &diagnostics});
}

std::string ages(const Validated& validated) {
  if (validated.from_age && validated.to_age) return fmt::format("{} to {}", *validated.from_age, *validated.to_age);
  return validated.from_age ? fmt::format("{} and over", *validated.from_age) : fmt::format("up to {}", *validated.to_age);
}

/// Why the cut-offs do not hold for the respondent; empty if they do.
std::string outside(const Validated& validated, const Respondent& respondent) {
  if (respondent.age && ((validated.from_age && *respondent.age < *validated.from_age) || (validated.to_age && *respondent.age > *validated.to_age))) {
    return fmt::format("its cut-offs were made for ages {}", ages(validated));
  }
  const auto& languages = validated.languages;
  if (!respondent.language.empty() && !languages.empty() && std::find(languages.begin(), languages.end(), respondent.language) == languages.end()) {
    return fmt::format("its cut-offs were not made for answers in '{}'", respondent.language);
  }
  return {};
}

std::vector<std::string> assumptions(const Validated& validated, const Respondent& respondent) {
  std::vector<std::string> assumed;
  if (!respondent.age && (validated.from_age || validated.to_age)) assumed.push_back(fmt::format("age {}", ages(validated)));
  if (respondent.language.empty() && !validated.languages.empty()) assumed.push_back(fmt::format("language {}", fmt::join(validated.languages, " or ")));
  return assumed;
}

}  // namespace

Scorer::Scorer(const Instrument& instrument, const Resolver& respondent, Diagnostics& diagnostics) : instrument_(&instrument) {
  const LocalAddresses addresses(instrument, respondent, instrument.scores.size());
  for (const Question& question : instrument.questions) {
    for (const Option& option : question.options) {
      if (option.number && !is_small(*option.number)) {
        report(diagnostics, question.place, "E0234", fmt::format("the value {} is too large to be added up exactly", option.value), {});
      }
    }
  }
  for (std::size_t i = 0; i < instrument.scores.size(); ++i) {
    // A criterion rests on what has been worked out before it; bands, chosen afterwards, on anything.
    compile_score(instrument.scores[i], LocalAddresses(instrument, respondent, i), addresses, diagnostics);
  }
  for (const SafetyItem& item : instrument.safety) {
    safety_.push_back(compile_here(item.holds, addresses, diagnostics).value_or(Expression{}));
  }
}

Scorer::Reach Scorer::reach_of_table(const Transform& transform, const Reach& before) {
  Reach reach;
  std::int64_t denominator = 1;
  for (const Transform::Row& row : transform.table) {
    reach.size = std::max(reach.size, std::abs(to_double(row.value)));
    denominator = std::lcm(denominator, row.value.denominator());
  }
  reach.denominator = static_cast<double>(denominator);
  // What is looked up must be exact as well.
  return before.size * before.denominator > reach.size * reach.denominator ? before : reach;
}

Scorer::Reach Scorer::reach_of(const Score& score, const std::vector<std::vector<Rational>>& keyed) const {
  Reach reach;
  if (score.method == ScoreMethod::count) reach.size = static_cast<double>(score.items.size());
  if (score.method == ScoreMethod::criterion) reach.size = 1;
  if (score.method == ScoreMethod::sum || score.method == ScoreMethod::mean || score.method == ScoreMethod::weighted) {
    double finest_weight = 1;
    for (std::size_t item = 0; item < keyed.size(); ++item) {
      const Rational weight = score.weights.empty() ? Rational(1) : score.weights[item];
      finest_weight = std::max(finest_weight, static_cast<double>(weight.denominator()));
      double largest = 0;
      for (const Rational& value : keyed[item]) {
        largest = std::max(largest, std::abs(to_double(value) * to_double(weight)));
        // Values are decimals: the largest denominator is a multiple of the others, or their product at most.
        reach.denominator = std::max(reach.denominator, static_cast<double>(value.denominator()));
      }
      reach.size += largest;
    }
    reach.denominator *= finest_weight;
    for (const std::size_t part : score.scores) {
      reach.size += compiled_[part].reach.size;
      reach.denominator *= compiled_[part].reach.denominator;
    }
  }
  // A mean and a prorated sum divide by how many were answered, a transform by its figures' denominators.
  reach.denominator *= static_cast<double>(std::max<std::size_t>({score.items.size(), score.scores.size(), 1}));
  if (score.transform.is_table()) return reach_of_table(score.transform, reach);
  const Rational& multiply = score.transform.multiply;
  const Rational& add = score.transform.add;
  reach.denominator *= static_cast<double>(multiply.denominator()) * static_cast<double>(add.denominator());
  reach.size = reach.size * std::abs(to_double(multiply)) + std::abs(to_double(add));
  return reach;
}

void Scorer::compile_score(const Score& score, const Resolver& earlier, const Resolver& addresses, Diagnostics& diagnostics) {
  CompiledScore compiled;
  for (const std::size_t item : score.items) {
    std::vector<Rational> keyed;
    for (std::size_t option = 0; option < instrument_->questions[item].options.size(); ++option) keyed.push_back(instrument_->questions[item].keyed(option));
    compiled.keyed.push_back(std::move(keyed));
  }
  for (const CountedItems& counted_items : score.counted) {
    for (const std::size_t item : counted_items.items) {
      ChoiceSet counts = 0;
      for (std::size_t option = 0; option < instrument_->questions[item].options.size(); ++option) {
        const Rational value = instrument_->questions[item].keyed(option);
        const bool inside = (!counted_items.from || value >= *counted_items.from) && (!counted_items.to || value <= *counted_items.to);
        if (inside) counts |= ChoiceSet{1} << option;
      }
      compiled.counts.push_back(counts);
    }
  }
  if (score.holds) compiled.holds = compile_here(*score.holds, earlier, diagnostics);
  const auto compile_sets = [&](const std::vector<BandSet>& sets, std::vector<std::optional<Expression>>& into) {
    for (const BandSet& set : sets) into.push_back(set.when ? compile_here(*set.when, addresses, diagnostics) : std::nullopt);
  };
  compile_sets(score.band_sets, compiled.band_when);
  compile_sets(score.other_bands, compiled.other_when);
  const Transform& transform = score.transform;
  const bool small_rows = std::all_of(transform.table.begin(), transform.table.end(), [](const Transform::Row& row) { return is_small(row.raw) && is_small(row.value); });
  if (!is_small(transform.multiply) || !is_small(transform.add) || !small_rows || !std::all_of(score.weights.begin(), score.weights.end(), is_small)) {
    report(diagnostics, score.place, "E0234", fmt::format("a figure of '{}' is too large to be exact", score.id), {});
  }
  compiled.reach = reach_of(score, compiled.keyed);
  if (compiled.reach.size * compiled.reach.denominator >= largest_exact) {
    report(diagnostics, score.place, "E0234", fmt::format("'{}' can become too large to be exact", score.id), "give its parts and its transform fewer digits");
  }
  compiled_.push_back(std::move(compiled));
  if (diagnostics.has_errors()) return;
  check_table(compiled_.size() - 1, diagnostics);
  if (diagnostics.has_errors()) return;
  // The widest range there is: nothing answered.
  std::vector<ChoiceSet> open;
  for (const Question& question : instrument_->questions) open.push_back(all_options(question.options.size()) | (question.when ? inapplicable : 0));
  std::vector<ScoreValue> values;
  this->score(open, values);
  const Interval& bounds = values.back().bounds;
  const auto check = [&](const BandSet& set) {
    if (set.bands.empty() || !bounds.low || !bounds.high) return;
    const Band& first = set.bands.front();
    if (*bounds.low < first.threshold || (first.above && *bounds.low == first.threshold)) {
      report(diagnostics, score.place, "E0235", fmt::format("'{}' can be {}, but its first band starts at {}", score.id, to_decimal(*bounds.low, 6), to_decimal(first.threshold, 6)),
             "bands cover every value that the score can reach");
    }
    const Band& last = set.bands.back();
    if (last.threshold > *bounds.high || (last.above && last.threshold == *bounds.high)) {
      report(diagnostics, score.place, "E0235", fmt::format("'{}' never reaches its last band at {}", score.id, to_decimal(last.threshold, 6)),
             fmt::format("its highest value is {}", to_decimal(*bounds.high, 6)));
    }
  };
  for (const BandSet& set : score.band_sets) check(set);
  for (const BandSet& set : score.other_bands) check(set);
}

void Scorer::check_table(std::size_t index, Diagnostics& diagnostics) const {
  const Score& score = instrument_->scores[index];
  if (!score.transform.is_table()) return;
  const Attainable values = attainable_values(*instrument_)[index];
  if (!values.listed) {
    report(diagnostics, score.transform.place, "E0239", fmt::format("'{}' has too many values to be sure that its table covers them", score.id), {});
  } else if (!values.uncovered.empty()) {
    std::vector<std::string> rows;
    for (const Rational& value : values.uncovered) rows.push_back(to_decimal(value, 6));
    constexpr std::size_t most_named = 8;
    const std::size_t more = rows.size() - std::min(rows.size(), most_named);
    rows.resize(rows.size() - more);
    report(diagnostics, score.transform.place, "E0239", fmt::format("the table of '{}' has no row for {}{}", score.id, fmt::join(rows, ", "), more == 0 ? std::string() : fmt::format(" and {} more", more)),
           "every value that the method and the missing rule can give needs a row");
  }
}

std::optional<std::vector<Rational>> Scorer::whole_values(std::size_t index, std::span<const ChoiceSet> answers, std::span<const ScoreValue> scores) const {
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
    const Rational parts = score.method == ScoreMethod::mean ? Rational(static_cast<std::int64_t>(score.scores.size())) : Rational(1);
    for (const Rational& sum : *all) raw.push_back(sum / parts);
  } else {
    std::vector<ItemValues> items;
    for (std::size_t i = 0; i < score.items.size(); ++i) {
      const ChoiceSet answer = answers[score.items[i]];
      if (answer != inapplicable) items.push_back({parts_of(score, compiled_[index], i, answer), (answer & inapplicable) != 0});
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

std::vector<Rational> Scorer::parts_of(const Score& score, const CompiledScore& compiled, std::size_t position, ChoiceSet answer) {
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

void Scorer::bound_by_table(std::size_t index, std::span<const ChoiceSet> answers, std::span<const ScoreValue> scores, ScoreValue& value) const {
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
      const Truth truth = compiled.holds ? evaluate(*compiled.holds, LocalFacts(*instrument_, answers, scores, nullptr)) : Truth::unknown;
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
      Contribution part = score.method == ScoreMethod::count ? counted(answer, compiled.counts[i]) : contribution(answer, compiled.keyed[i]);
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

BandResult Scorer::choose_band(const BandSet& set, const Rational& value, const Respondent& respondent) const {
  BandResult result;
  result.set = &set;
  result.reason = outside(instrument_->validated, respondent);
  if (!result.reason.empty()) return result;
  result.assumes = assumptions(instrument_->validated, respondent);
  for (const Band& band : set.bands) {
    if (band.above ? value > band.threshold : value >= band.threshold) result.band = &band;
  }
  return result;
}

BandResult Scorer::band(std::size_t index, std::span<const ChoiceSet> answers, std::span<const ScoreValue> scores, const Respondent& respondent) const {
  BandResult none;
  const Score& score = instrument_->scores[index];
  if (!scores[index].value || score.band_sets.empty()) return none;
  const LocalFacts facts(*instrument_, answers, scores, respondent.facts);
  for (std::size_t i = 0; i < score.band_sets.size(); ++i) {
    const auto& when = compiled_[index].band_when[i];
    const Truth applies = when ? evaluate(*when, facts) : Truth::yes;
    if (applies == Truth::yes) return choose_band(score.band_sets[i], *scores[index].value, respondent);
    if (applies == Truth::unknown) {
      none.reason = "its cut-offs depend on an answer that was not given";
      return none;
    }
  }
  none.reason = "no cut-offs are published for this case";
  return none;
}

std::vector<BandResult> Scorer::other_bands(std::size_t index, std::span<const ChoiceSet> answers, std::span<const ScoreValue> scores, const Respondent& respondent) const {
  std::vector<BandResult> results;
  const Score& score = instrument_->scores[index];
  if (!scores[index].value) return results;
  const LocalFacts facts(*instrument_, answers, scores, respondent.facts);
  for (std::size_t i = 0; i < score.other_bands.size(); ++i) {
    const auto& when = compiled_[index].other_when[i];
    if (!when || evaluate(*when, facts) == Truth::yes) results.push_back(choose_band(score.other_bands[i], *scores[index].value, respondent));
  }
  return results;
}

}  // namespace ipi
