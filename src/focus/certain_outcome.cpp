#include <algorithm>
#include <limits>

#include "focus/board.h"
#include "focus/completions.h"
#include "focus/tie_facts.h"

namespace ipi {
namespace {

/// Reasons about all completions at once, from what each seat is sure of and what it may still come to. Whoever trails
/// the best by more than the figures allow for is out of it, whatever is answered; if everybody else is settled, or one
/// leads by so much that nothing open can matter, there is one outcome.
class Certainty {
 public:
  explicit Certainty(const Board& board) : board_(&board), figures_(&board.figures()) {}

  std::optional<Outcome> find() {
    const Truth closed = board_->gate();
    if (closed == Truth::yes) return Outcome{};
    take_runners();
    if (highest_ < figures_->minimum) return Outcome{};  // as where a gate closes
    if (closed == Truth::unknown || sure_ < figures_->minimum) return std::nullopt;
    drop_those_out_of_reach();
    return is_settled() ? std::optional(settled_outcome()) : outcome_of_a_lead();
  }

 private:
  /// Somebody who may be suggested.
  struct Runner {
    std::size_t seat = 0;
    Truth offered = Truth::no;
    int lowest = 0, highest = 0;
  };

  void take_runners() {
    Truth others = Truth::no;  // whether one of another area is offered
    for (const bool residual : {false, true}) {
      for (std::size_t seat = 0; seat < board_->seats().size(); ++seat) {
        if (board_->seats()[seat].area->area->residual != residual) continue;
        const Weighed& weighed = board_->weighed(seat);
        Truth offered = weighed.offered;
        if (residual) offered = both(offered, negate(others));
        if (residual && !board_->lists_are_whole()) offered = both(offered, Truth::unknown);
        if (offered == Truth::no) continue;
        if (!residual && others != Truth::yes) others = offered;
        runners_.push_back({seat, offered, weighed.lowest, weighed.highest});
        highest_ = std::max(highest_, weighed.highest);
        if (offered == Truth::yes) sure_ = std::max(sure_, weighed.lowest);
      }
    }
  }

  void drop_those_out_of_reach() {
    const int floor = std::max(sure_ - figures_->near_tie - figures_->second_within,
                               std::min(figures_->minimum, figures_->second_at_least));
    std::erase_if(runners_, [&](const Runner& runner) { return runner.highest < floor; });
  }

  bool is_settled() const {
    const auto is_known = [&](const Runner& runner) {
      return runner.offered == Truth::yes && runner.lowest == runner.highest && !is_cause_open(runner);
    };
    return !is_view_open() && std::all_of(runners_.begin(), runners_.end(), is_known);
  }

  bool is_open(const Variable& variable) const {
    return ipi::is_open(board_->state(), variable) && board_->state().applies(variable) != Truth::no;
  }

  bool is_cause_open(const Runner& runner) const {
    const auto cause = cause_variable(board_->state(), board_->seats()[runner.seat].subject);
    return cause && is_open(*cause);
  }

  bool is_view_open() const {
    const ViewVariables view = view_variables(board_->state().compiled());
    return (view.area && is_open(*view.area)) || (view.subject && is_open(*view.subject));
  }

  Outcome settled_outcome() const {
    std::vector<Contender> contenders;
    for (const Runner& runner : runners_) {
      contenders.push_back(board_->contender(runner.seat));
      contenders.back().offered = Truth::yes;
    }
    const ContestResult result = decide(contenders, *figures_);
    Outcome outcome{result.verdict, {}};
    for (const std::size_t index : result.focus) outcome.seats.push_back(runners_[index].seat);
    std::sort(outcome.seats.begin(), outcome.seats.end());
    return outcome;
  }

  const CompiledArea* area_of(const Runner& runner) const { return board_->seats()[runner.seat].area; }

  std::optional<Outcome> outcome_of_a_lead() const {
    const auto by_lowest = [](const Runner& a, const Runner& b) {
      return (a.offered == Truth::yes ? a.lowest : -1) < (b.offered == Truth::yes ? b.lowest : -1);
    };
    const Runner& first = *std::max_element(runners_.begin(), runners_.end(), by_lowest);
    if (first.offered != Truth::yes || first.lowest < figures_->minimum) return std::nullopt;
    const auto is_near = [&](const Runner& other) {
      return &other != &first && other.highest >= first.lowest - figures_->near_tie;
    };
    if (std::any_of(runners_.begin(), runners_.end(), is_near)) return std::nullopt;
    return outcome_with_second(first);
  }

  std::optional<Outcome> outcome_with_second(const Runner& first) const {
    const auto may_be_second = [&](const Runner& other) {
      return area_of(other) != area_of(first) && other.highest >= figures_->second_at_least &&
             other.highest >= first.lowest - figures_->second_within;
    };
    const auto second = std::find_if(runners_.begin(), runners_.end(), may_be_second);
    if (second == runners_.end()) return Outcome{Verdict::focus, {first.seat}};
    const bool is_sure = second->offered == Truth::yes && second->lowest >= figures_->second_at_least &&
                         second->lowest >= first.highest - figures_->second_within;
    const auto may_be_as_good = [&](const Runner& other) {
      return &other != &*second && area_of(other) != area_of(first) && other.highest >= second->lowest;
    };
    if (!is_sure || std::any_of(runners_.begin(), runners_.end(), may_be_as_good)) return std::nullopt;
    Outcome outcome{Verdict::focus, {first.seat, second->seat}};
    std::sort(outcome.seats.begin(), outcome.seats.end());
    return outcome;
  }

  const Board* board_;
  const ContestFigures* figures_;
  std::vector<Runner> runners_;
  int highest_ = std::numeric_limits<int>::min();  // that anybody may come to
  int sure_ = std::numeric_limits<int>::min();     // that somebody is sure of
};

}  // namespace

std::optional<Outcome> Board::certain_outcome() const { return Certainty(*this).find(); }

}  // namespace ipi
