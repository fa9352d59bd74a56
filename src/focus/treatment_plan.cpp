#include "focus/treatment_plan.h"

#include <algorithm>
#include <bit>
#include <string>
#include <utility>

namespace ipi {
namespace {

/// Whether what the step waits for is so.
bool is_called_for(const FormState& state, const PlanStep& step) {
  const auto& steps = state.compiled().steps;
  const auto compiled =
      std::find_if(steps.begin(), steps.end(), [&](const CompiledStep& one) { return one.step == &step; });
  if (compiled == steps.end()) return true;
  if (compiled->unless && state.evaluate(*compiled->unless, {}) == Truth::yes) return false;
  return !compiled->holds || state.evaluate(*compiled->holds, {}) == Truth::yes;
}

class Planner {
 public:
  Planner(const FormState& state, std::span<const Candidate> candidates, const Suggestion& suggestion)
      : state_(&state), candidates_(candidates), suggestion_(&suggestion), model_(state.compiled().model) {}

  std::optional<TreatmentPlan> run() {
    result_.plan = state_->compiled().plan;
    result_.course = course();
    const auto& agreed = state_->form().focus_agreed;
    if (agreed && agreed->by_patient) {
      plan_agreed(*agreed);
    } else {
      plan_suggested();
    }
    if (result_.areas.empty()) return std::nullopt;
    for (const PlanPhase& phase : result_.course->phases) result_.tasks.push_back(chosen(phase.tasks, nullptr));
    result_.cautions = chosen(result_.course->cautions, nullptr);
    result_.measures = measures_of(*result_.plan, *model_);
    return std::move(result_);
  }

 private:
  const Course* course() const {
    const auto& courses = result_.plan->courses;
    const auto slot = state_->compiled().course;
    const Variable variable{Group::form, 0, slot.value_or(0)};
    if (!slot || state_->answered(variable) != Truth::yes) return &courses.front();
    const auto& options = state_->compiled().layout->group(Group::form).slots[*slot].question->options;
    const std::string& chosen =
        options[static_cast<std::size_t>(std::countr_zero(state_->cell(variable).possible))].value;
    return &*std::find_if(courses.begin(), courses.end(), [&](const Course& one) { return one.id == chosen; });
  }

  void plan_suggested() {
    const bool choice = suggestion_->verdict == Verdict::choose_with_patient;
    for (std::size_t i = 0; i < suggestion_->focus.size(); ++i) {
      const auto place = choice   ? PlannedArea::Place::choice
                         : i == 0 ? PlannedArea::Place::first
                                  : PlannedArea::Place::second;
      const std::size_t candidate = suggestion_->focus[i].candidate;
      add(*candidates_[candidate].area->area, candidate, place);
    }
    if (!choice && suggestion_->focus.size() > 1) result_.second = chosen(result_.plan->second, nullptr);
  }

  void plan_agreed(const FocusAgreed& agreed) {
    result_.provisional = false;
    result_.for_agreed = !suggestion_->agreed;
    const auto area = std::find_if(model_->areas.begin(), model_->areas.end(),
                                   [&](const Area& one) { return one.id == agreed.area; });
    if (area == model_->areas.end()) return;
    add(*area, candidate_of(agreed), PlannedArea::Place::first);
  }

  /// The agreed subject's; where none is named, the area's suggested one.
  std::optional<std::size_t> candidate_of(const FocusAgreed& agreed) const {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      if (candidates_[i].area->area->id != agreed.area) continue;
      if (!agreed.subject.empty() && candidates_[i].code == agreed.subject) return i;
      const bool suggested = std::any_of(suggestion_->focus.begin(), suggestion_->focus.end(),
                                         [&](const SuggestedFocus& focus) { return focus.candidate == i; });
      if (agreed.subject.empty() && (!found || suggested)) found = i;
    }
    return found;
  }

  void add(const Area& area, std::optional<std::size_t> candidate, PlannedArea::Place place) {
    const auto& plans = result_.plan->areas;
    const auto plan =
        std::find_if(plans.begin(), plans.end(), [&](const AreaPlan& one) { return one.area == area.id; });
    if (plan == plans.end()) return;
    PlannedArea planned;
    planned.plan = &*plan;
    planned.area = &area;
    planned.candidate = candidate;
    planned.place = place;
    const Candidate* who = candidate ? &candidates_[*candidate] : nullptr;
    planned.blocked = who != nullptr && who->blocked == Truth::yes;
    planned.goals = chosen(plan->goals, who);
    planned.strategies = chosen(plan->strategies, who);
    planned.techniques = chosen(plan->techniques, who);
    planned.homework = chosen(plan->homework, who);
    if (planned.blocked) planned.instead = chosen(plan->blocked, who);
    result_.areas.push_back(std::move(planned));
  }

  std::vector<const PlanStep*> chosen(const std::vector<PlanStep>& steps, const Candidate* candidate) const {
    const bool blocked = candidate != nullptr && candidate->blocked == Truth::yes;
    const std::string stage =
        candidate != nullptr && candidate->stage != nullptr ? candidate->stage->id : std::string();
    std::vector<const PlanStep*> found;
    for (const PlanStep& step : steps) {
      const bool fits = belongs(step.conventions, *model_) && (step.stage.empty() || step.stage == stage) &&
                        !(step.unless_blocked && blocked) && is_called_for(*state_, step);
      if (fits) found.push_back(&step);
    }
    return found;
  }

  const FormState* state_;
  std::span<const Candidate> candidates_;
  const Suggestion* suggestion_;
  const Model* model_;
  TreatmentPlan result_;
};

}  // namespace

bool belongs(std::span<const std::string> conventions, const Model& model) {
  return conventions.empty() || std::any_of(conventions.begin(), conventions.end(), [&](const std::string& id) {
           return id == model.convention ||
                  std::find(model.contexts.begin(), model.contexts.end(), id) != model.contexts.end();
         });
}

std::vector<const Measure*> measures_of(const Plan& plan, const Model& model) {
  std::vector<const Measure*> measures;
  for (const Measure& measure : plan.measures) {
    if (belongs(measure.conventions, model)) measures.push_back(&measure);
  }
  return measures;
}

std::vector<PlannedArea> plan_blocked(const FormState& state, std::span<const Candidate> candidates,
                                      const std::optional<TreatmentPlan>& plan) {
  std::vector<PlannedArea> blocked;
  if (state.compiled().plan == nullptr) return blocked;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (candidates[i].blocked != Truth::yes) continue;
    const auto is_planned = [&](const PlannedArea& planned) { return planned.candidate == i; };
    if (plan && std::any_of(plan->areas.begin(), plan->areas.end(), is_planned)) continue;
    for (const AreaPlan& area : state.compiled().plan->areas) {
      if (area.area != candidates[i].area->area->id) continue;
      PlannedArea planned;
      planned.plan = &area;
      planned.area = candidates[i].area->area;
      planned.candidate = i;
      planned.blocked = true;
      for (const PlanStep& step : area.blocked) {
        if (belongs(step.conventions, *state.compiled().model) && is_called_for(state, step))
          planned.instead.push_back(&step);
      }
      blocked.push_back(std::move(planned));
    }
  }
  return blocked;
}

std::optional<TreatmentPlan> plan_treatment(const FormState& state, std::span<const Candidate> candidates,
                                            const Suggestion& suggestion) {
  if (state.compiled().plan == nullptr || state.compiled().model == nullptr) return std::nullopt;
  return Planner(state, candidates, suggestion).run();
}

}  // namespace ipi
