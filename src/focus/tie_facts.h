#pragma once

#include <optional>

#include "focus/contest.h"
#include "focus/form_state.h"
#include "focus/weigh.h"

namespace ipi {

/// Fills in what the tie-breaks ask of a candidate.
void add_tie_facts(const FormState& state, const CompiledArea& area, const Subject& subject, Contender& contender);

/// An area for a subject as the decision sees it, with what the tie-breaks ask of it.
[[nodiscard]] Contender contender_of(const FormState& state, const CompiledArea& area, const Subject& subject,
                                     const Weighed& weighed);

/// The answer that says what the candidate came after and because of, if the model asks for one.
[[nodiscard]] std::optional<Variable> cause_variable(const FormState& state, const Subject& subject);

/// The answers that tell the patient's own view.
struct ViewVariables {
  std::optional<Variable> area, subject;
};
[[nodiscard]] ViewVariables view_variables(const Compiled& compiled);

}  // namespace ipi
