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
class LocalFacts {
 public:
  LocalFacts(const Instrument& instrument, std::span<const ChoiceSet> answers, std::span<const ScoreValue> scores,
             std::span<const RespondentFact> respondent)
      : instrument_(&instrument), answers_(answers), scores_(scores), respondent_(respondent) {}

  [[nodiscard]] ChoiceSet choice(Reference reference) const {
    if (is(reference, Local::question)) return answers_[reference.index];
    return outer(reference).choice;
  }
  [[nodiscard]] Interval number(Reference reference) const {
    if (is(reference, Local::score)) return scores_[reference.index].bounds;
    if (is(reference, Local::question)) return number_of(reference.index);
    return outer(reference).number;
  }
  [[nodiscard]] Truth answered(Reference reference) const {
    if (is(reference, Local::question)) {
      const ChoiceSet answer = answers_[reference.index];
      if (answer == inapplicable) return Truth::no;
      return std::popcount(answer) == 1 ? Truth::yes : Truth::unknown;
    }
    return outer(reference).answered;
  }

 private:
  static bool is(Reference reference, Local kind) { return reference.kind == static_cast<std::uint8_t>(kind); }
  /// Where no respondent is given, nothing is known of one.
  RespondentFact outer(Reference reference) const {
    return reference.index < respondent_.size() ? respondent_[reference.index] : RespondentFact{};
  }

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
  std::span<const RespondentFact> respondent_;
};

}  // namespace ipi
