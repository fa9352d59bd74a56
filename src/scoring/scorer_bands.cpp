#include <fmt/format.h>

#include <algorithm>

#include "scoring/local_facts.h"
#include "scoring/scorer.h"

namespace ipi {
namespace {

std::string ages(const Validated& validated) {
  if (validated.from_age && validated.to_age) return fmt::format("{} to {}", *validated.from_age, *validated.to_age);
  return validated.from_age ? fmt::format("{} and over", *validated.from_age)
                            : fmt::format("up to {}", *validated.to_age);
}

/// Why the cut-offs do not hold for the respondent; empty if they do.
std::string outside(const Validated& validated, const Respondent& respondent) {
  if (respondent.age && ((validated.from_age && *respondent.age < *validated.from_age) ||
                         (validated.to_age && *respondent.age > *validated.to_age))) {
    return fmt::format("its cut-offs were made for ages {}", ages(validated));
  }
  const auto& languages = validated.languages;
  if (!respondent.language.empty() && !languages.empty() &&
      std::find(languages.begin(), languages.end(), respondent.language) == languages.end()) {
    return fmt::format("its cut-offs were not made for answers in '{}'", respondent.language);
  }
  return {};
}

std::vector<std::string> assumptions(const Validated& validated, const Respondent& respondent) {
  std::vector<std::string> assumed;
  if (!respondent.age && (validated.from_age || validated.to_age))
    assumed.push_back(fmt::format("age {}", ages(validated)));
  if (respondent.language.empty() && !validated.languages.empty())
    assumed.push_back(fmt::format("language {}", fmt::join(validated.languages, " or ")));
  return assumed;
}

}  // namespace

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

BandResult Scorer::band(std::size_t index, std::span<const ChoiceSet> answers, std::span<const ScoreValue> scores,
                        const Respondent& respondent) const {
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

std::vector<BandResult> Scorer::other_bands(std::size_t index, std::span<const ChoiceSet> answers,
                                            std::span<const ScoreValue> scores, const Respondent& respondent) const {
  std::vector<BandResult> results;
  const Score& score = instrument_->scores[index];
  if (!scores[index].value) return results;
  const LocalFacts facts(*instrument_, answers, scores, respondent.facts);
  for (std::size_t i = 0; i < score.other_bands.size(); ++i) {
    const auto& when = compiled_[index].other_when[i];
    if (!when || evaluate(*when, facts) == Truth::yes)
      results.push_back(choose_band(score.other_bands[i], *scores[index].value, respondent));
  }
  return results;
}

}  // namespace ipi
