#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "scoring/scorer.h"

namespace ipi {

/// Kinds of reference inside one instrument.
enum class Local : std::uint8_t { question, score, respondent };

/// One slice of answers and the scores so far, as the conditions of the instrument ask for them.
class LocalFacts : public Facts {
 public:
  LocalFacts(const Instrument& instrument, std::span<const ChoiceSet> answers, std::span<const ScoreValue> scores,
             const Facts* respondent)
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

}  // namespace ipi
