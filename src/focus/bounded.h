#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "focus/board.h"
#include "focus/contest.h"
#include "focus/form_state.h"
#include "text/rational.h"

namespace ipi {

/// Which suggestions are possible over every completion of the unanswered questions.
struct Stability {
  bool exact = true;         ///< false: a limit was met; `possible` is empty and `among` a sound superset
  bool listed_only = false;  ///< not every list is said to be whole; entries that are not listed are never invented
  std::vector<Outcome>
      possible;  ///< in a fixed order; the actual one is among them, unless it is that not enough was answered
  std::vector<std::size_t> among;  ///< where not exact: the seats that any possible suggestion is made of
  std::vector<Variable> deciding;  ///< unanswered questions of which some answer would leave fewer; in protocol order
};

/// A given answer, moved to the nearest value that decides.
struct Change {
  Variable variable;
  Cell after;
  bool immutable = false;  ///< a fact of life: a death, an age, a date
};

/// Answers that, all changed together, lead to another suggestion.
struct ChangeSet {
  std::vector<Change> changes;
  Outcome outcome;
};

/// The smallest sets of given answers that would change the suggestion.
struct WouldChange {
  std::size_t size = 0;  ///< of every set; 0 where none of up to three answers would
  std::size_t total = 0;
  bool at_least = false;        ///< the search stopped at a limit: there may be more
  std::vector<ChangeSet> sets;  ///< the first few
};

/// What asking a question would do.
struct AskNext {
  Variable variable;
  std::size_t worst = 0;  ///< suggestions left possible by the answer that leaves most
  Rational mean;          ///< over its answers
  struct Effect {
    Cell answer;
    std::vector<Outcome> possible;
  };
  std::vector<Effect> effects;
};

/// How often the suggestion stays when the model's weights are moved.
struct WeightSensitivity {
  std::size_t kept = 0, models = 0;
  bool degenerate = false;  ///< no model ever told two candidates apart: the share says nothing
};

/// Exact up to stated limits; see design.md, 5.6 to 5.9.
struct Bounded {
  std::vector<Seat> seats;  ///< what the outcomes number
  bool tried = true;        ///< false: there are too many entries to search, and the rest is empty
  Stability stability;
  WouldChange would_change;
  std::vector<AskNext> ask_next;  ///< best first
  WeightSensitivity weights;
};

[[nodiscard]] Stability find_stability(const FormState& state);
/// Whether every completion leads to the same suggestion; nullopt where that many steps of the search did not tell.
/// Answers of the state are moved about meanwhile, and stand afterwards as they did before.
[[nodiscard]] std::optional<bool> is_stable(FormState& state, std::size_t most_steps);
[[nodiscard]] WouldChange find_changes(const FormState& state);
/// The questions worth asking, best first: most suggestions ruled out in the worst case, then in the mean, then in
/// protocol order. Neither refused questions nor safety questions are among them.
[[nodiscard]] std::vector<AskNext> rank_questions(const FormState& state, const Stability& stability);
[[nodiscard]] WeightSensitivity weigh_sensitivity(const FormState& state);
[[nodiscard]] Bounded find_bounds(const FormState& state);

/// A value in the words of the form: "yes", "2025-08", "E1", "none".
[[nodiscard]] std::string value_in_words(const FormState& state, const Variable& variable, const Cell& cell);

/// Questions whose answers safety looks at: they keep their own place.
[[nodiscard]] std::vector<Variable> safety_variables(const FormState& state);

}  // namespace ipi
