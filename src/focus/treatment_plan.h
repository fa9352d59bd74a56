#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "focus/candidate.h"
#include "focus/plan.h"
#include "focus/suggestion.h"

namespace ipi {

/// The work on one area of the focus.
struct PlannedArea {
  enum class Place : std::uint8_t {
    first,  ///< the focus, or the first of two
    second,
    choice  ///< one of several to choose from with the patient
  };
  const AreaPlan* plan = nullptr;
  const Area* area = nullptr;
  std::optional<std::size_t> candidate;  ///< by position; none where the form does not list the agreed subject
  Place place = Place::first;
  bool blocked = false;  ///< the tie must not be renegotiated: steps that would are left out
  std::vector<const PlanStep*> goals, strategies, techniques, homework, instead;
};

/// What follows a focus on this form: always to be discussed, provisional until the patient has agreed.
struct TreatmentPlan {
  const Plan* plan = nullptr;
  const Course* course = nullptr;
  std::vector<std::vector<const PlanStep*>> tasks;  ///< by phase of the course
  std::vector<const PlanStep*> cautions;            ///< why the course must not be followed as it stands
  bool provisional = true;
  bool for_agreed = false;  ///< made for the focus agreed on, which is not the suggested one
  std::vector<PlannedArea> areas;
  std::vector<const PlanStep*> second;  ///< of two areas, how the second is taken in
  std::vector<const Measure*> measures;
};

/// Whether a step or measure limited to these schools or contexts belongs to the model in force; without a limit it
/// does.
[[nodiscard]] bool belongs(std::span<const std::string> conventions, const Model& model);

/// What is measured again under the model in force, whatever the focus.
[[nodiscard]] std::vector<const Measure*> measures_of(const Plan& plan, const Model& model);

/// nullopt where there is no plan, or neither a suggested nor an agreed focus. What patient and clinician have agreed
/// on goes before the suggestion.
[[nodiscard]] std::optional<TreatmentPlan> plan_treatment(const FormState& state, std::span<const Candidate> candidates,
                                                          const Suggestion& suggestion);

/// What to do instead in ties that must not be renegotiated and are not among the planned areas.
[[nodiscard]] std::vector<PlannedArea> plan_blocked(const FormState& state, std::span<const Candidate> candidates,
                                                    const std::optional<TreatmentPlan>& plan);

}  // namespace ipi
