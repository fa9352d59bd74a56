#include <algorithm>
#include <vector>

#include "focus/candidate.h"
#include "focus/completions.h"

namespace ipi {
namespace {

/// Where the search gives up and outer bounds stand. A candidate rarely needs a hundred steps or rests on more than
/// twenty open answers; hundreds of open events would otherwise keep a clinician waiting.
constexpr std::size_t most_steps = 5'000;
constexpr std::size_t most_variables = 40;

/// Points that hold for sure, and the outermost that open indicators leave.
struct Bounds {
  int lowest = 0;
  int highest = 0;
  [[nodiscard]] bool settled() const { return lowest == highest; }
};

/// Branch and bound over the open answers, once for the highest and once for the lowest sum.
class ExtremeSearch {
 public:
  ExtremeSearch(const FormState& state, const CompiledArea& area, const Subject& subject)
      : state_(state), area_(&area), subject_(subject) {
    // A score that is estimated now may come out otherwise once its missing answers are given.
    state_.leave_out_estimates();
    variables_ = open_variables();
  }

  Extremes run() {
    const Bounds outer = bounds();
    if (outer.settled()) return {outer.lowest, outer.highest, true};
    if (variables_.size() > most_variables) return {outer.lowest, outer.highest, false};
    Extremes result{outer.lowest, outer.highest, true};
    result.highest = best(outer, true);
    result.lowest = best(outer, false);
    result.exact = steps_ <= most_steps;
    return result.exact ? result : Extremes{outer.lowest, outer.highest, false};
  }

 private:
  std::vector<Variable> open_variables() const {
    std::vector<Variable> variables;
    for (const CompiledIndicator& compiled : area_->indicators) {
      if (compiled.indicator->manner == Manner::excludes) continue;
      if (state_.evaluate(compiled.holds, subject_) != Truth::unknown) continue;
      state_.for_each_variable(compiled.holds, subject_, [&](const Variable& variable) {
        if (is_open(state_, variable) && std::find(variables.begin(), variables.end(), variable) == variables.end())
          variables.push_back(variable);
      });
    }
    order_for_search(state_, variables);
    return variables;
  }

  Bounds bounds() const {
    Bounds result;
    for (const CompiledIndicator& compiled : area_->indicators) {
      const int weight = compiled.indicator->weight;
      if (compiled.indicator->manner == Manner::excludes || weight == 0) continue;
      const Truth truth = state_.evaluate(compiled.holds, subject_);
      if (truth == Truth::no) continue;
      if (truth == Truth::yes || weight < 0) result.lowest += weight;
      if (truth == Truth::yes || weight > 0) result.highest += weight;
    }
    return result;
  }

  int best(const Bounds& outer, bool highest) {
    highest_ = highest;
    found_ = highest ? outer.lowest : outer.highest;
    target_ = highest ? outer.highest : outer.lowest;
    search(0);
    return found_;
  }

  bool better(int a, int b) const { return highest_ ? a > b : a < b; }
  int promise(const Bounds& bounds) const { return highest_ ? bounds.highest : bounds.lowest; }

  void search(std::size_t next) {
    if (++steps_ > most_steps || found_ == target_) return;
    const Bounds here = bounds();
    if (next == variables_.size() || here.settled()) {
      // What is still open without a question behind it (unlisted entries) stays open: its outer bound counts.
      if (better(promise(here), found_)) found_ = promise(here);
      return;
    }
    if (!better(promise(here), found_)) return;
    const Variable& variable = variables_[next];
    const Cell before = state_.cell(variable);
    struct Branch {
      Cell cell;
      int promise;
    };
    std::vector<Branch> branches;
    for (const Cell& cell : cells_of(state_, variable)) {
      state_.set_cell(variable, cell);
      branches.push_back({cell, promise(bounds())});
    }
    std::stable_sort(branches.begin(), branches.end(),
                     [&](const Branch& a, const Branch& b) { return better(a.promise, b.promise); });
    for (const Branch& branch : branches) {
      state_.set_cell(variable, branch.cell);
      search(next + 1);
    }
    state_.set_cell(variable, before);
  }

  FormState state_;
  const CompiledArea* area_;
  Subject subject_;
  std::vector<Variable> variables_;
  bool highest_ = true;
  int found_ = 0;
  int target_ = 0;
  std::size_t steps_ = 0;
};

}  // namespace

Extremes find_extremes(const FormState& state, const CompiledArea& area, const Subject& subject) {
  return ExtremeSearch(state, area, subject).run();
}

}  // namespace ipi
