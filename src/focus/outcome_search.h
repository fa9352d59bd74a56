#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "focus/board.h"

namespace ipi {

/// Every outcome over the completions of a board's open answers, found without looking at each completion:
/// answers that several seats share are fixed one by one; what is left splits into seats that know nothing of each
/// other, so each one's reachable points are found alone and then combined.
class OutcomeSearch {
 public:
  /// Outcomes already worked out; searches that differ in one answer meet the same contests again and again.
  class Memory;
  OutcomeSearch(Board& board, std::size_t most_steps, Memory& memory)
      : board_(&board), most_steps_(most_steps), memory_(&memory) {}

  /// False if the limit was met; the outcomes found are then incomplete.
  bool run();
  /// The same, but stops at the second outcome.
  bool run_until_two() {
    enough_ = 2;
    return run();
  }
  [[nodiscard]] const std::set<Outcome>& outcomes() const { return outcomes_; }
  [[nodiscard]] std::size_t steps() const { return steps_; }

 private:
  struct Placed {
    std::size_t seat = 0;
    int points = 0;
    friend auto operator<=>(const Placed&, const Placed&) = default;
  };
  /// What the tie-breaks ask of a seat, while the shared answers stand as they do.
  struct TieFacts {
    Contender facts;
    bool cause_is_open = false;
    friend bool operator==(const TieFacts&, const TieFacts&) = default;
  };
  /// What the patient may say: an area of the model, and a subject or none.
  struct View {
    std::string_view area;
    std::optional<std::int64_t> subject;
    friend bool operator==(const View&, const View&) = default;
  };
  /// What one seat can come to. `highest` counts what no answer can settle (entries that are not listed) in its favour.
  struct Standing {
    Truth offered = Truth::no;
    int points = 0;
    int highest = 0;
    friend auto operator<=>(const Standing&, const Standing&) = default;
  };
  /// Ascending, each once.
  using Standings = std::vector<Standing>;
  /// What of several seats' standings can still matter.
  struct Summary {
    int best = 0;
    std::vector<Placed> near;
    bool any_offered = false, any_open = false, any_reaches = false;
    friend auto operator<=>(const Summary&, const Summary&) = default;
  };
  struct Atoms;

  /// False where the search is to end.
  bool step() { return ++steps_ <= most_steps_ && outcomes_.size() < enough_; }
  [[nodiscard]] std::vector<Variable> open_variables(const Expression& expression, const Subject& subject) const;
  [[nodiscard]] std::vector<Variable> shared_variables() const;
  void fix_shared(const std::vector<Variable>& shared, std::size_t next);
  void combine_seats();
  void find_gate(const std::vector<Variable>& variables, std::size_t next, bool& closed, bool& open);
  [[nodiscard]] const Standings& standings_of(std::size_t seat);
  [[nodiscard]] Standings find_standings(const Seat& seat);
  void find_contributions(const Atoms& atoms, std::size_t next, Standings& found);
  [[nodiscard]] bool is_certain();
  void set(const Variable& variable, const Cell& cell);
  [[nodiscard]] Standing canonical(Standing standing) const;
  [[nodiscard]] Summary add(Summary summary, std::size_t seat, const Standing& standing, bool whole) const;
  void note_ties();
  void note_views();
  void conclude(const Summary& summary);
  void settle(std::vector<Contender>& contenders, const std::vector<Placed>& near, std::size_t next);
  void view(std::vector<Contender>& contenders, const std::vector<Placed>& near);
  void record(const std::vector<Contender>& contenders, const std::vector<Placed>& near);
  [[nodiscard]] bool ties_matter(const Summary& summary) const;

  Board* board_;
  std::size_t most_steps_;
  std::size_t enough_ = static_cast<std::size_t>(-1);  // outcomes after which the search ends
  std::size_t steps_ = 0;
  std::vector<std::optional<Standings>> standings_;  // by seat, while the shared answers stand as they do
  std::set<Outcome> outcomes_;
  Memory* memory_;
  std::vector<TieFacts> ties_;  // by seat
  std::vector<View> views_;     // empty where the patient's view is known
  std::vector<Outcome>* recording_ = nullptr;
};

class OutcomeSearch::Memory {
 private:
  friend class OutcomeSearch;
  std::vector<TieFacts> ties_;  // what the outcomes were worked out for
  std::vector<View> views_;
  std::map<std::vector<Placed>, std::vector<Outcome>> outcomes_;
};

}  // namespace ipi
