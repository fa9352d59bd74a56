#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "focus/compiled.h"
#include "focus/form_state.h"

namespace ipi {

/// The lowest and highest points of an area for a subject over all completions of unanswered questions, jointly: two
/// indicators that rest on one open answer see the same answer. Entries not listed are not invented.
struct Extremes {
  int lowest = 0;
  int highest = 0;
  bool exact = true;  ///< false: too many completions, and the two are outer bounds
};

/// Finds the extremes of one form's candidates, one after the other.
class ExtremeFinder {
 public:
  /// A score that is estimated now may come out otherwise once its missing answers are given: it counts as open. The
  /// state outlives this, and its answers do not move meanwhile.
  explicit ExtremeFinder(const FormState& state) : given_(&state) {}
  /// Tries completions out on the state itself, which has no estimates and stands afterwards as it did before.
  [[nodiscard]] static ExtremeFinder on(FormState& completed) {
    ExtremeFinder finder(completed);
    finder.completed_ = &completed;
    return finder;
  }

  [[nodiscard]] Extremes find(const CompiledArea& area, const Subject& subject);
  /// How many completions, whole or in part, the last one took.
  [[nodiscard]] std::size_t steps() const { return steps_; }

 private:
  /// Open indicators that rest on common answers, which are gone through together.
  struct Piece {
    std::vector<const CompiledIndicator*> indicators;
    std::vector<Variable> variables;
    bool is_simple = false;  ///< each of its answers is looked at once: what is possible of each is possible of all
  };
  /// What a piece can come to.
  struct Reach {
    int lowest = 0, highest = 0;
    bool begun = false;
  };

  FormState& completed();
  void add(const CompiledIndicator& indicator, const Subject& subject, std::vector<Piece>& pieces);
  void explore(const Piece& piece, const Subject& subject, std::size_t next, Reach& reach);

  const FormState* given_;
  FormState* completed_ = nullptr;  // what is tried out
  std::optional<FormState> copy_;   // that, where a state of our own is needed
  std::size_t steps_ = 0;
};

}  // namespace ipi
