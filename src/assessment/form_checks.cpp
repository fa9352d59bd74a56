#include "assessment/form_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "text/nearest.h"

namespace ipi {
namespace {

/// The tag by which catalogues tell the death of a person from other events; the only one that the code knows.
constexpr std::string_view death_tag = "death";
constexpr int places = 6;

void warn(Diagnostics& diagnostics, std::string_view code, std::string message, const Place& place, std::string help,
          std::vector<Label> also = {}) {
  diagnostics.report({Severity::warning, code, std::move(message), {place, {}}, std::move(also), std::move(help)});
}

bool is_death(const Form& form, const Entry& event) {
  const std::vector<Option>& kinds = form.layout->group(Group::events).slots[event_slot::kind].question->options;
  const ChoiceSet chosen = event.answers[event_slot::kind].chosen;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const bool tagged = std::find(kinds[i].tags.begin(), kinds[i].tags.end(), death_tag) != kinds[i].tags.end();
    if (((chosen >> i) & 1U) != 0 && tagged) return true;
  }
  return false;
}

bool is_deceased(const Entry& relationship) {
  return relationship.answers[relationship_slot::status].chosen == ChoiceSet{1}
                                                                       << static_cast<std::size_t>(Status::deceased);
}

bool names(const Entry& event, const std::string& code) {
  const Answer& person = event.answers[event_slot::person];
  return person.given() && person.text == code;
}

void warn_of_unnamed_deaths(const Form& form, Diagnostics& diagnostics) {
  if (!form.layout->has_roster(Group::events)) return;
  for (const Entry& relationship : form.relationships) {
    const auto tells = [&](const Entry& event) { return is_death(form, event) && names(event, relationship.code); };
    if (!is_deceased(relationship) || std::any_of(form.events.begin(), form.events.end(), tells)) continue;
    warn(diagnostics, "W0302",
         fmt::format("{} is deceased, but no death among the events names {}", relationship.code, relationship.code),
         relationship.answers[relationship_slot::status].place,
         fmt::format("add the event with person: {}; without it the death is no candidate for a focus",
                     relationship.code));
  }
}

void warn_of_living_dead(const Form& form, Diagnostics& diagnostics) {
  for (const Entry& event : form.events) {
    if (!is_death(form, event) || !event.answers[event_slot::person].given()) continue;
    const auto person = form.find_entry(Group::relationships, event.answers[event_slot::person].text);
    if (!person || is_deceased(form.relationships[*person])) continue;
    const Entry& relationship = form.relationships[*person];
    warn(diagnostics, "W0303",
         fmt::format("{} tells of the death of {}, whose status is not deceased", event.code, relationship.code),
         event.answers[event_slot::person].place, "correct the status, or name the person who died",
         {{relationship.answers[relationship_slot::status].place, "the status"}});
  }
}

/// Whether `a` surely lies after `b`, as far as both are known.
bool lies_after(const PartialDate& a, const PartialDate& b) {
  const MonthSpan first = months_of(a);
  const MonthSpan second = months_of(b);
  if (first.first > second.last) return true;
  return a.day > 0 && b.day > 0 && first.first == second.first && a.day > b.day;
}

void warn_of_late_events(const Form& form, Diagnostics& diagnostics) {
  if (form.draft || !form.date) return;
  for (const Entry& event : form.events) {
    const Answer& when = event.answers[event_slot::when];
    if (!when.given() || !lies_after(when.date, *form.date)) continue;
    warn(diagnostics, "W0304",
         fmt::format("{} is dated {}, after the form's date {}", event.code, to_text(when.date), to_text(*form.date)),
         when.place, "one of the two dates is wrong");
  }
}

void warn_of_declared(const Assessment& assessment, Diagnostics& diagnostics) {
  for (const DeclaredComparison& comparison : assessment.declared) {
    if (comparison.agrees()) continue;
    const DeclaredScore& declared = *comparison.declared;
    const auto score = std::find_if(assessment.scores.begin(), assessment.scores.end(),
                                    [&](const AssessedScore& s) { return s.address() == declared.address; });
    const std::string ours = comparison.computed
                                 ? fmt::format("the answers give {}", to_decimal(*comparison.computed, places))
                             : score == assessment.scores.end() ? std::string("it is not scored here")
                                                                : fmt::format("it cannot be given: {}", score->reason);
    warn(diagnostics, "W0305",
         fmt::format("{} is declared as {}, but {}", declared.address, to_decimal(declared.value, places), ours),
         declared.place,
         fmt::format("look for a slip in the answers, or in how it was worked out elsewhere; the working: {}",
                     comparison.working));
  }
}

}  // namespace

void warn_of_unused(const Assessment& assessment, Diagnostics& diagnostics) {
  const Form& form = assessment.state.form();
  for (const Variable& variable : assessment.unused) {
    warn(diagnostics, "W0301",
         fmt::format("{} does not apply here; the answer is kept but not used", address_of(form, variable)),
         answer_of(form, variable).place, {});
  }
}

void warn_of_slips(const Assessment& assessment, Diagnostics& diagnostics) {
  const Form& form = assessment.state.form();
  warn_of_unused(assessment, diagnostics);
  warn_of_unnamed_deaths(form, diagnostics);
  warn_of_living_dead(form, diagnostics);
  warn_of_late_events(form, diagnostics);
  warn_of_declared(assessment, diagnostics);
}

void check_focus_agreed(const Compiled& compiled, const Form& form, Diagnostics& diagnostics) {
  if (compiled.model == nullptr || !form.focus_agreed || form.focus_agreed->area.empty()) return;
  std::vector<std::string_view> areas;
  for (const Area& area : compiled.model->areas) areas.emplace_back(area.id);
  const std::string& agreed = form.focus_agreed->area;
  if (std::find(areas.begin(), areas.end(), agreed) != areas.end()) return;
  const auto near = nearest_name(agreed, areas);
  diagnostics.report(
      {Severity::error,
       "E0313",
       fmt::format("'{}' is no area of the focus model", agreed),
       {form.focus_agreed->place, {}},
       {},
       fmt::format("{}one of: {}", near ? fmt::format("did you mean '{}'? ", *near) : "", fmt::join(areas, ", "))});
}

}  // namespace ipi
