#pragma once

#include <compare>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "focus/contest.h"
#include "focus/form_state.h"
#include "focus/weigh.h"

namespace ipi {

/// A suggestion as far as two of them can differ: its verdict and who is named, as sorted seats of the board.
struct Outcome {
  Verdict verdict = Verdict::none;
  std::vector<std::size_t> seats;
  friend auto operator<=>(const Outcome&, const Outcome&) = default;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

/// An area and an entry that could be its subject, whether or not it is one now.
struct Seat {
  const CompiledArea* area = nullptr;
  Subject subject;
};

/// Every area with every entry of its roster, in the order of the model.
[[nodiscard]] std::vector<Seat> seats_of(const FormState& state);

/// Whether a gate closes every area.
[[nodiscard]] Truth gate_of(const FormState& state);
/// Whether the lists that areas look at are said to be whole.
[[nodiscard]] bool lists_are_whole(const FormState& state);
/// Whether the answer bears on what the area comes to for the subject.
[[nodiscard]] bool bears_on(const Variable& variable, const Seat& seat);

/// The whole decision over one form, kept up to date while answers are moved about. Every search runs on it; what it
/// says of the answers as they stand is what `suggest` says of them.
class Board {
 public:
  explicit Board(const FormState& state) : Board(std::make_unique<FormState>(state)) {}
  /// The same over completions, where no score is estimated.
  [[nodiscard]] static Board of_completions(const FormState& state);
  /// The same on the state itself, which has no estimates: answers that were moved are to be moved back.
  [[nodiscard]] static Board on(FormState& completed) { return Board(completed, nullptr); }

  [[nodiscard]] const FormState& state() const { return *state_; }
  [[nodiscard]] const std::vector<Seat>& seats() const { return seats_; }
  [[nodiscard]] const ContestFigures& figures() const { return figures_; }
  /// Moves one answer; seats that look at it are weighed again when next asked for.
  void set(const Variable& variable, const Cell& cell);
  /// Residual seats with their own offer only; `highest` is an outer bound.
  [[nodiscard]] const Contender& contender(std::size_t seat) const { return position(seat).contender; }
  [[nodiscard]] const Weighed& weighed(std::size_t seat) const { return position(seat).weighed; }
  /// How much has been worked out so far: seats weighed, and completions gone through for what they may come to.
  [[nodiscard]] std::size_t steps() const { return steps_; }
  [[nodiscard]] Truth gate() const;
  [[nodiscard]] bool lists_are_whole() const;
  [[nodiscard]] Outcome outcome() const;
  /// The outcome of every completion, where it can be told from what each seat is sure of and may still come to;
  /// nullopt where that does not tell. For a board of completions.
  [[nodiscard]] std::optional<Outcome> certain_outcome() const;
  /// Whether it matters to the decision that lists are whole.
  [[nodiscard]] bool rests_on_lists() const;

  /// Every answer that the decision can rest on, the lists' own included; each once, in protocol order.
  [[nodiscard]] std::vector<Variable> variables() const;

 private:
  struct Position {
    Weighed weighed;
    Contender contender;
    std::optional<int> exact_highest;
  };
  [[nodiscard]] Position& position(std::size_t seat) const;
  [[nodiscard]] int exact_highest(std::size_t seat) const;
  [[nodiscard]] bool can_somebody_reach(std::span<const Contender> contenders) const;

  explicit Board(std::unique_ptr<FormState> own) : Board(*own, nullptr) { own_ = std::move(own); }
  Board(FormState& state, std::unique_ptr<FormState> own);

  std::unique_ptr<FormState> own_;    // null: the state is somebody else's
  FormState* state_;                  // completions are tried out on it, and taken back
  std::unique_ptr<FormState> whole_;  // the same answers without estimates, where there can be any; likewise
  ContestFigures figures_;
  std::vector<Seat> seats_;
  mutable std::size_t steps_ = 0;
  mutable std::vector<std::optional<Position>> positions_;  // by seat; weighed when first asked for
};

}  // namespace ipi
