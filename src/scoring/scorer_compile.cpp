#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "scoring/attainable.h"
#include "scoring/local_facts.h"
#include "scoring/scorer.h"

namespace ipi {
namespace {

/// No published figure comes near; 64 of them multiplied by one another's limit still fit 64 bits.
constexpr std::int64_t largest_numerator = 1'000'000;
constexpr std::int64_t largest_denominator = 10'000;

/// Far below 2^63, so that neither the estimate's rounding nor one more addition matters.
constexpr double largest_exact = 1e18;

bool is_small(const Rational& figure) {
  return figure.numerator() <= largest_numerator && figure.numerator() >= -largest_numerator &&
         figure.denominator() <= largest_denominator;
}

Reference local(Local kind, std::size_t index) {
  return {0, static_cast<std::uint8_t>(kind), static_cast<std::uint16_t>(index)};
}

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
    if (const auto index = instrument_->find_score(address); index && *index < scores_)
      return Meaning{local(Local::score, *index), ValueKind::number, {}};
    if (address.substr(0, 11) != "respondent.") return std::nullopt;
    auto meaning = respondent_->resolve(address);
    if (!meaning) return std::nullopt;
    // The outer reference keeps its index; only the kind says that the respondent's facts answer it.
    meaning->reference = {meaning->reference.scope, static_cast<std::uint8_t>(Local::respondent),
                          meaning->reference.index};
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

void report(Diagnostics& diagnostics, const Place& place, std::string_view code, std::string message,
            std::string help) {
  diagnostics.report({Severity::error, code, std::move(message), {place, {}}, {}, std::move(help)});
}

std::optional<Expression> compile_here(const Condition& condition, const Resolver& addresses,
                                       Diagnostics& diagnostics) {
  return compile(condition, addresses, {condition.place.file, &diagnostics});
}

}  // namespace

Scorer::Scorer(const Instrument& instrument, const Resolver& respondent, Diagnostics& diagnostics)
    : instrument_(&instrument) {
  const LocalAddresses addresses(instrument, respondent, instrument.scores.size());
  for (const Question& question : instrument.questions) {
    for (const Option& option : question.options) {
      if (option.number && !is_small(*option.number)) {
        report(diagnostics, question.place, "E0234",
               fmt::format("the value {} is too large to be added up exactly", option.value), {});
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

void Scorer::compile_score(const Score& score, const Resolver& earlier, const Resolver& addresses,
                           Diagnostics& diagnostics) {
  CompiledScore compiled;
  for (const std::size_t item : score.items) {
    std::vector<Rational> keyed;
    for (std::size_t option = 0; option < instrument_->questions[item].options.size(); ++option)
      keyed.push_back(instrument_->questions[item].keyed(option));
    compiled.keyed.push_back(std::move(keyed));
  }
  for (const CountedItems& counted_items : score.counted) {
    for (const std::size_t item : counted_items.items) {
      ChoiceSet counts = 0;
      for (std::size_t option = 0; option < instrument_->questions[item].options.size(); ++option) {
        const Rational value = instrument_->questions[item].keyed(option);
        const bool inside =
            (!counted_items.from || value >= *counted_items.from) && (!counted_items.to || value <= *counted_items.to);
        if (inside) counts |= ChoiceSet{1} << option;
      }
      compiled.counts.push_back(counts);
    }
  }
  if (score.holds) compiled.holds = compile_here(*score.holds, earlier, diagnostics);
  const auto compile_sets = [&](const std::vector<BandSet>& sets, std::vector<std::optional<Expression>>& into) {
    for (const BandSet& set : sets)
      into.push_back(set.when ? compile_here(*set.when, addresses, diagnostics) : std::nullopt);
  };
  compile_sets(score.band_sets, compiled.band_when);
  compile_sets(score.other_bands, compiled.other_when);
  const Transform& transform = score.transform;
  const bool small_rows = std::all_of(transform.table.begin(), transform.table.end(), [](const Transform::Row& row) {
    return is_small(row.raw) && is_small(row.value);
  });
  if (!is_small(transform.multiply) || !is_small(transform.add) || !small_rows ||
      !std::all_of(score.weights.begin(), score.weights.end(), is_small)) {
    report(diagnostics, score.place, "E0234", fmt::format("a figure of '{}' is too large to be exact", score.id), {});
  }
  compiled.reach = reach_of(score, compiled.keyed);
  if (compiled.reach.size * compiled.reach.denominator >= largest_exact) {
    report(diagnostics, score.place, "E0234", fmt::format("'{}' can become too large to be exact", score.id),
           "give its parts and its transform fewer digits");
  }
  if (!diagnostics.has_errors()) add_parts(score, compiled, diagnostics);
  compiled_.push_back(std::move(compiled));
  if (diagnostics.has_errors()) return;
  check_table(compiled_.size() - 1, diagnostics);
  if (diagnostics.has_errors()) return;
  // The widest range there is: nothing answered.
  std::vector<ChoiceSet> open;
  for (const Question& question : instrument_->questions)
    open.push_back(all_options(question.options.size()) | (question.when ? inapplicable : 0));
  std::vector<ScoreValue> values(compiled_.size());
  this->score(open, values);
  const Interval& bounds = values.back().bounds;
  const auto check = [&](const BandSet& set) {
    if (set.bands.empty() || !bounds.low || !bounds.high) return;
    const Band& first = set.bands.front();
    if (*bounds.low < first.threshold || (first.above && *bounds.low == first.threshold)) {
      report(diagnostics, score.place, "E0235",
             fmt::format("'{}' can be {}, but its first band starts at {}", score.id, to_decimal(*bounds.low, 6),
                         to_decimal(first.threshold, 6)),
             "bands cover every value that the score can reach");
    }
    const Band& last = set.bands.back();
    if (last.threshold > *bounds.high || (last.above && last.threshold == *bounds.high)) {
      report(diagnostics, score.place, "E0235",
             fmt::format("'{}' never reaches its last band at {}", score.id, to_decimal(last.threshold, 6)),
             fmt::format("its highest value is {}", to_decimal(*bounds.high, 6)));
    }
  };
  for (const BandSet& set : score.band_sets) check(set);
  for (const BandSet& set : score.other_bands) check(set);
}

void Scorer::add_parts(const Score& score, CompiledScore& compiled, Diagnostics& diagnostics) {
  std::vector<std::vector<Rational>> values;
  for (std::size_t item = 0; item < score.items.size(); ++item) {
    const std::size_t options = compiled.keyed[item].size();
    compiled.widest = std::max(compiled.widest, options);
    std::vector<Rational>& added = values.emplace_back();
    for (std::size_t option = 0; option < options; ++option) {
      added.push_back(part_of(score, compiled, item, option));
      compiled.denominator = std::lcm(compiled.denominator, added.back().denominator());
    }
  }
  double sum = 0;
  for (const std::vector<Rational>& added : values) {
    double largest = 0;
    for (const Rational& part : added) largest = std::max(largest, std::abs(to_double(part)));
    sum += largest;
  }
  // A prorated sum is multiplied by how many items there are.
  const double items = static_cast<double>(std::max<std::size_t>(values.size(), 1));
  if (sum * items * static_cast<double>(compiled.denominator) >= largest_exact) {
    report(diagnostics, score.place, "E0234", fmt::format("'{}' can become too large to be exact", score.id),
           "give its parts fewer digits");
    return;
  }
  compiled.parts.assign(score.items.size() * compiled.widest, 0);
  for (std::size_t item = 0; item < values.size(); ++item) {
    for (std::size_t option = 0; option < values[item].size(); ++option) {
      const Rational& part = values[item][option];
      compiled.parts[item * compiled.widest + option] = part.numerator() * (compiled.denominator / part.denominator());
    }
  }
}

void Scorer::check_table(std::size_t index, Diagnostics& diagnostics) const {
  const Score& score = instrument_->scores[index];
  if (!score.transform.is_table()) return;
  const Attainable values = attainable_values(*instrument_)[index];
  if (!values.listed) {
    report(diagnostics, score.transform.place, "E0239",
           fmt::format("'{}' has too many values to be sure that its table covers them", score.id), {});
  } else if (!values.uncovered.empty()) {
    std::vector<std::string> rows;
    for (const Rational& value : values.uncovered) rows.push_back(to_decimal(value, 6));
    constexpr std::size_t most_named = 8;
    const std::size_t more = rows.size() - std::min(rows.size(), most_named);
    rows.resize(rows.size() - more);
    report(diagnostics, score.transform.place, "E0239",
           fmt::format("the table of '{}' has no row for {}{}", score.id, fmt::join(rows, ", "),
                       more == 0 ? std::string() : fmt::format(" and {} more", more)),
           "every value that the method and the missing rule can give needs a row");
  }
}

}  // namespace ipi
