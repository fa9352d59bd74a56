#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "focus/candidate.h"
#include "focus/contest.h"

namespace ipi {

/// A candidate that is suggested, by its position among the candidates.
struct SuggestedFocus {
  std::size_t candidate = 0;
  Strength strength = Strength::possible;
};

/// The suggested focus, to discuss.
struct Suggestion {
  Verdict verdict = Verdict::none;
  std::vector<SuggestedFocus> focus;  ///< best first; of `choose_with_patient`, all that tie
  std::vector<std::size_t> ranking;   ///< offered candidates, best first
  std::optional<int> margin;          ///< points to the best offered candidate outside the focus
  bool provisional = false;           ///< a gate could not be told
  bool agreed = false;                ///< the form records the patient's agreement with the suggestion
  std::vector<std::string> notes;     ///< why it is provisional, what settled a tie
  std::vector<std::string> recheck;   ///< what to look for again before accepting it
};

/// Points from the first of the focus to the best offered contender outside it; nullopt where there is none.
[[nodiscard]] std::optional<int> margin_of(std::span<const Contender> contenders, const ContestResult& result);
/// In words, by points and margin, up to `cap`: what the patient's agreement, a blocked tie or a check that is owed may
/// still change. Without a margin the points alone speak.
[[nodiscard]] Strength strength_of(const Combination& figures, Verdict verdict, int points, std::optional<int> margin,
                                   Strength cap);

/// The candidates as the decision sees them, by position.
[[nodiscard]] std::vector<Contender> contenders_of(const FormState& state, const std::vector<Candidate>& candidates);

/// Ranks and combines the candidates by the figures of the model. Does not depend on the order of entries or on
/// their codes, except for the order in which equals are listed.
[[nodiscard]] Suggestion suggest(const FormState& state, const std::vector<Candidate>& candidates);

}  // namespace ipi
