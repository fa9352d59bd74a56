#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "focus/compiled.h"
#include "focus/form_state.h"

namespace ipi {

/// An indicator as it stands for a candidate.
struct Evidence {
  const Indicator* indicator = nullptr;
  Truth holds = Truth::unknown;
};

/// Why a candidate is not, or not surely, offered. Refers to the definitions and to the form.
struct Obstacle {
  enum class Kind : std::uint8_t {
    none,
    subject_open,   ///< whether the entry is a subject of the area is not known
    not_so,         ///< what is required fails
    not_known,      ///< what is required is open
    excluded,       ///< what excludes the area holds
    may_exclude,    ///< that is open
    other_present,  ///< of a residual area: another one is offered
    other_open,     ///< another one may be
    list_open,      ///< it is not known whether everybody, or everything, is listed
    gate            ///< every area is closed
  };
  Kind kind = Kind::none;
  std::string_view what;  ///< a statement, the title of an area, the name of a list
  std::string_view code;  ///< of the entry that the other area is about
  [[nodiscard]] bool empty() const { return kind == Kind::none; }
  [[nodiscard]] std::string in_words() const;
};

/// An area for a subject: grief for the death E1, a dispute with P1.
struct Candidate {
  const CompiledArea* area = nullptr;
  Subject subject;                ///< group form: the area has no subject
  std::string_view code;          ///< the subject's, P1 or E1; empty without one
  std::string_view because_of;    ///< code of the entry that caused it; empty where none or unknown
  std::optional<Variable> cause;  ///< the answer that names it; absent where none does
  Truth offered = Truth::unknown;
  Obstacle because;             ///< why it is not, or not surely, offered
  int points = 0;               ///< of the indicators that hold
  int lowest = 0, highest = 0;  ///< over every completion of the open answers
  bool exact = true;            ///< false: too many completions, and the two are outer bounds
  std::vector<Evidence> evidence;
  Truth blocked = Truth::no;     ///< its tie must not be renegotiated; no as well where the area is not about a tie
  const Stage* stage = nullptr;  ///< the first that surely holds; null: none, or not known
};

/// The answers that a piece of a candidate's evidence looks at, each once.
[[nodiscard]] std::vector<Variable> rests_on(const FormState& state, const Candidate& candidate,
                                             const Evidence& evidence);

/// One candidate per area and subject that the form lists, in the model's and the form's order; offered, points and
/// their extremes are filled in, residual areas last decided.
[[nodiscard]] std::vector<Candidate> find_candidates(const FormState& state);

/// The gates that keep every area from being offered.
[[nodiscard]] std::vector<const Gate*> closed_gates(const FormState& state);

}  // namespace ipi
