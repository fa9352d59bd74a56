#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "condition/expression.h"
#include "focus/model.h"

namespace ipi {

enum class Verdict : std::uint8_t {
  focus,                ///< one area, or two
  choose_with_patient,  ///< several that nothing but the patient can tell apart
  none,                 ///< no area reaches the minimum, and no open answer can change that
  not_enough_answered   ///< no area reaches the minimum, but one still could
};
[[nodiscard]] std::string_view to_text(Verdict verdict);

/// A candidate reduced to what the decision looks at.
struct Contender {
  std::size_t area = 0;  ///< which area, by position in the model
  bool residual = false;
  Truth offered = Truth::unknown;  ///< by its own evidence and gates; the residual rule is the contest's
  int points = 0;
  int highest = 0;                      ///< that open answers could still make of it
  std::optional<std::int64_t> subject;  ///< which entry it is about, by number; none for an area without subjects
  std::optional<std::int64_t> cause;    ///< the entry that it began after and because of
  bool seen_by_patient = false;
  bool manageable = false;
  std::optional<std::int64_t> start;  ///< month index, where exactly known
  friend bool operator==(const Contender&, const Contender&) = default;
};

/// The figures of a contest. Points and figures may be scaled by a common factor.
struct ContestFigures {
  int minimum = 0, near_tie = 0, second_at_least = 0, second_within = 0;
  std::vector<TieBreak::Kind> break_ties;
};
[[nodiscard]] ContestFigures figures_of(const Combination& combination);

/// Who is suggested, by position among the contenders.
struct ContestResult {
  Verdict verdict = Verdict::none;
  std::vector<std::size_t> focus;    ///< best first; of `choose_with_patient`, all that tie
  std::vector<std::size_t> ranking;  ///< everyone offered, best first
  bool settled_by_cause = false, settled_by_patient = false;
};

/// What an area that is decided last is offered as, given every other contender: only where all of them are refused
/// and the lists they come from are whole.
[[nodiscard]] Truth residual_offer(std::span<const Contender> contenders, const Contender& residual,
                                   bool lists_are_whole);

/// The decision itself, a pure function: ranking by points, near ties, the second focus. Residual contenders come
/// with their final offer. Equal contenders are never told apart by their position, except in the order of listing.
[[nodiscard]] ContestResult decide(std::span<const Contender> contenders, const ContestFigures& figures);

}  // namespace ipi
