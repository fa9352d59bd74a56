#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <vector>

#include "focus/contest.h"
#include "focus/form_state.h"

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

/// The whole decision over one form, kept up to date while answers are moved about. Every search runs on it; what it
/// says of the answers as they stand is what `suggest` says of them.
class Board {
 public:
  explicit Board(const FormState& state);
  /// The same over completions, where no score is estimated.
  [[nodiscard]] static Board of_completions(const FormState& state);

  [[nodiscard]] const FormState& state() const { return state_; }
  [[nodiscard]] const std::vector<Seat>& seats() const { return seats_; }
  [[nodiscard]] const ContestFigures& figures() const { return figures_; }
  /// Moves one answer; seats that look at it are weighed again when next asked for.
  void set(const Variable& variable, const Cell& cell);
  /// Residual seats with their own offer only.
  [[nodiscard]] const Contender& contender(std::size_t seat) const;
  [[nodiscard]] Truth gate() const;
  [[nodiscard]] bool lists_are_whole() const;
  [[nodiscard]] Outcome outcome() const;

  /// Every answer that a seat's evidence or its tie facts can rest on.
  [[nodiscard]] const std::vector<Variable>& variables_of(std::size_t seat) const { return variables_[seat]; }
  [[nodiscard]] const std::vector<Variable>& gate_variables() const { return gate_variables_; }
  /// All of them, the lists' own included; each once, in protocol order.
  [[nodiscard]] std::vector<Variable> variables() const;

 private:
  [[nodiscard]] Contender weigh(std::size_t seat) const;

  FormState state_;
  std::optional<FormState>
      whole_;  // the same answers without estimates, where there can be any: for what could still be
  ContestFigures figures_;
  std::vector<Seat> seats_;
  std::vector<std::vector<Variable>> variables_;
  std::vector<Variable> gate_variables_;
  mutable std::vector<std::optional<Contender>> contenders_;
};

/// The seat's points and offer under the state's answers; `highest` is an outer bound.
[[nodiscard]] Contender weigh_seat(const FormState& state, const Seat& seat);

}  // namespace ipi
