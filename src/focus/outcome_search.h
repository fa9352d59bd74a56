#pragma once

#include <cstddef>
#include <set>
#include <vector>

#include "ipi/focus/board.h"

namespace ipi {

/// Every outcome over the completions of a board's open answers, found without looking at each completion:
/// answers that several seats share are fixed one by one; what is left splits into seats that know nothing of each
/// other, so each one's reachable points are found alone and then combined.
class OutcomeSearch {
 public:
  explicit OutcomeSearch(Board& board, std::size_t most_steps) : board_(&board), most_steps_(most_steps) {}

  /// False if the limit was met; the outcomes found are then incomplete.
  bool run();
  [[nodiscard]] const std::set<Outcome>& outcomes() const { return outcomes_; }
  [[nodiscard]] std::size_t steps() const { return steps_; }

 private:
  /// What one seat can come to.
  struct Standing {
    Truth offered = Truth::no;
    int points = 0;
    int highest = 0;  ///< with what no answer can settle (entries that are not listed) counted in its favour
    friend auto operator<=>(const Standing&, const Standing&) = default;
  };
  struct Placed {
    std::size_t seat = 0;
    int points = 0;
    friend auto operator<=>(const Placed&, const Placed&) = default;
  };
  /// What of several seats' standings can still matter.
  struct Summary {
    int best = 0;
    std::vector<Placed> near;
    bool any_offered = false, any_open = false, any_reaches = false;
    friend auto operator<=>(const Summary&, const Summary&) = default;
  };
  struct Atoms;

  bool step() { return ++steps_ <= most_steps_; }
  [[nodiscard]] std::vector<Variable> open_variables(const Expression& expression, const Subject& subject) const;
  [[nodiscard]] std::vector<Variable> shared_variables() const;
  void fix_shared(const std::vector<Variable>& shared, std::size_t next);
  void combine_seats();
  void find_gate(const std::vector<Variable>& variables, std::size_t next, bool& closed, bool& open);
  [[nodiscard]] std::set<Standing> standings_of(std::size_t seat);
  void find_contributions(const Atoms& atoms, std::size_t next, std::set<Standing>& found);
  [[nodiscard]] Standing canonical(Standing standing) const;
  [[nodiscard]] Summary add(Summary summary, std::size_t seat, const Standing& standing, bool whole) const;
  void conclude(const Summary& summary);
  void settle(std::vector<Contender>& contenders, const std::vector<Placed>& near, std::size_t next);
  void view(std::vector<Contender>& contenders, const std::vector<Placed>& near);
  void record(const std::vector<Contender>& contenders, const std::vector<Placed>& near);
  [[nodiscard]] bool ties_matter(const Summary& summary) const;

  Board* board_;
  std::size_t most_steps_;
  std::size_t steps_ = 0;
  std::set<Outcome> outcomes_;
};

}  // namespace ipi
