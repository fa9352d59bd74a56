#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "focus/compiled.h"
#include "focus/form_state.h"

namespace ipi {

/// An indicator as it stands for a candidate.
struct Evidence {
  const Indicator* indicator = nullptr;
  Truth holds = Truth::unknown;
  std::vector<Variable> rests_on;  ///< the answers it looks at
};

/// An area for a subject: grief for the death E1, a dispute with P1.
struct Candidate {
  const CompiledArea* area = nullptr;
  Subject subject;                ///< group form: the area has no subject
  std::string code;               ///< the subject's, P1 or E1; empty without one
  std::string because_of;         ///< code of the entry that caused it; empty where none or unknown
  std::optional<Variable> cause;  ///< the answer that names it; absent where none does
  Truth offered = Truth::unknown;
  std::string because;          ///< why it is not, or not surely, offered
  int points = 0;               ///< of the indicators that hold
  int lowest = 0, highest = 0;  ///< over every completion of the open answers
  bool exact = true;            ///< false: too many completions, and the two are outer bounds
  std::vector<Evidence> evidence;
  Truth blocked = Truth::no;     ///< its tie must not be renegotiated; no as well where the area is not about a tie
  const Stage* stage = nullptr;  ///< the first that surely holds; null: none, or not known
};

/// One candidate per area and subject that the form lists, in the model's and the form's order; offered, points and
/// their extremes are filled in, residual areas last decided.
[[nodiscard]] std::vector<Candidate> find_candidates(const FormState& state);

/// The gates that keep every area from being offered.
[[nodiscard]] std::vector<const Gate*> closed_gates(const FormState& state);

/// The lowest and highest points of a candidate over all completions of unanswered questions, jointly: two
/// indicators that rest on one open answer see the same answer. Entries not listed are not invented.
struct Extremes {
  int lowest = 0;
  int highest = 0;
  bool exact = true;
};
[[nodiscard]] Extremes find_extremes(const FormState& state, const CompiledArea& area, const Subject& subject);

}  // namespace ipi
