#include "focus/tie_facts.h"

#include <bit>

namespace ipi {
namespace {

bool seen_by_patient(const FormState& state, std::string_view area, std::optional<std::int64_t> subject) {
  const ViewVariables view = view_variables(state.compiled());
  if (!view.area || state.answered(*view.area) != Truth::yes) return false;
  const auto& options = state.compiled().layout->group(Group::form).slots[view.area->slot].question->options;
  const std::string& said = options[static_cast<std::size_t>(std::countr_zero(state.cell(*view.area).possible))].value;
  const auto whom = view.subject ? state.entry_named(*view.subject) : std::nullopt;
  const bool unspecified = !whom || *whom == no_entry_number;
  return said == area && (unspecified || !subject || *whom == *subject);
}

}  // namespace

ViewVariables view_variables(const Compiled& compiled) {
  for (const CompiledTieBreak& tie_break : compiled.tie_breaks) {
    if (tie_break.tie_break->kind != TieBreak::Kind::patient_view) continue;
    ViewVariables view;
    if (tie_break.area) view.area = Variable{Group::form, 0, tie_break.area->index};
    if (tie_break.subject) view.subject = Variable{Group::form, 0, tie_break.subject->index};
    return view;
  }
  return {};
}

std::optional<Variable> cause_variable(const FormState& state, const Subject& subject) {
  for (const CompiledTieBreak& tie_break : state.compiled().tie_breaks) {
    const auto& reference = tie_break.entry[static_cast<std::size_t>(subject.group)];
    if (tie_break.tie_break->kind != TieBreak::Kind::because_of || !reference) continue;
    const auto variable = state.variable_of(*reference, subject);
    if (variable && variable->group != Group::form) return variable;
  }
  return std::nullopt;
}

void add_tie_facts(const FormState& state, const CompiledArea& area, const Subject& subject, Contender& contender) {
  const auto group = static_cast<std::size_t>(subject.group);
  if (subject.group != Group::form) contender.subject = entry_number(subject.group, subject.entry);
  for (const CompiledTieBreak& tie_break : state.compiled().tie_breaks) {
    switch (tie_break.tie_break->kind) {
      case TieBreak::Kind::because_of: {
        const auto variable = cause_variable(state, subject);
        const auto named = variable ? state.entry_named(*variable) : std::nullopt;
        if (named && *named != no_entry_number) contender.cause = *named;
        break;
      }
      case TieBreak::Kind::patient_view:
        contender.seen_by_patient = seen_by_patient(state, area.area->id, contender.subject);
        break;
      case TieBreak::Kind::manageable:
        contender.manageable =
            tie_break.prefers[group] && state.evaluate(*tie_break.prefers[group], subject) == Truth::yes;
        break;
      case TieBreak::Kind::latest_start: {
        const auto variable = tie_break.date[group] ? state.variable_of(*tie_break.date[group], subject) : std::nullopt;
        if (!variable) break;
        const Cell& when = state.cell(*variable);
        if (when.low && when.high && *when.low == *when.high) contender.start = *when.low;
        break;
      }
    }
  }
}

Contender contender_of(const FormState& state, const CompiledArea& area, const Subject& subject,
                       const Weighed& weighed) {
  Contender contender;
  contender.area = static_cast<std::size_t>(&area - state.compiled().areas.data());
  contender.residual = area.area->residual;
  contender.offered = weighed.offered;
  contender.points = weighed.points;
  contender.highest = weighed.highest;
  if (weighed.offered != Truth::no) add_tie_facts(state, area, subject, contender);
  return contender;
}

}  // namespace ipi
