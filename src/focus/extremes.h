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

  [[nodiscard]] Extremes find(const CompiledArea& area, const Subject& subject);

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
  std::optional<FormState> completed_;  // what is tried out; made when it is first needed
  std::size_t steps_ = 0;
};

}  // namespace ipi
