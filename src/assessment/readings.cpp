#include "assessment/readings.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "text/nearest.h"

namespace ipi {
namespace {

using Named = std::set<std::pair<std::string, std::string>>;  // areas with the codes of their subjects

Named named(const std::vector<Candidate>& candidates, const Suggestion& suggestion) {
  Named result;
  for (const SuggestedFocus& focus : suggestion.focus)
    result.emplace(candidates[focus.candidate].area->area->id, candidates[focus.candidate].code);
  return result;
}

/// The areas that only one of the two suggests.
std::set<std::string> differing_areas(const Named& a, const Named& b) {
  std::set<std::string> areas;
  for (const auto& [area, code] : a) {
    if (b.count({area, code}) == 0) areas.insert(area);
  }
  for (const auto& [area, code] : b) {
    if (a.count({area, code}) == 0) areas.insert(area);
  }
  return areas;
}

/// "areas.grief.subject" changes the area grief.
bool touches(const ConventionChange& change, const std::set<std::string>& areas) {
  constexpr std::string_view prefix = "areas.";
  const std::string_view address = change.change.address;
  if (address.substr(0, prefix.size()) != prefix) return false;
  const std::string_view rest = address.substr(prefix.size());
  return areas.count(std::string(rest.substr(0, rest.find('.')))) > 0;
}

std::vector<std::string> reasons(const OtherSchool& other, const std::set<std::string>& areas) {
  std::vector<std::string> found;
  // Whose reason it is must be said: it may be the chosen school's, or the other's.
  const auto add = [&](const Convention& convention, std::string_view words) {
    std::string reason = fmt::format("{}: {}", convention.id, words);
    if (std::find(found.begin(), found.end(), reason) == found.end()) found.push_back(std::move(reason));
  };
  for (const Convention* convention : other.differences) {
    for (const ConventionChange& change : convention->changes) {
      if (touches(change, areas)) add(*convention, change.why.original());
    }
  }
  if (!found.empty()) return found;
  for (const Convention* convention : other.differences) add(*convention, convention->title.original());
  return found;
}

std::string no_school_help(std::string_view school, const std::vector<std::string>& schools) {
  const auto near = nearest_name(school, std::vector<std::string_view>(schools.begin(), schools.end()));
  return near ? fmt::format("did you mean '{}'?", *near) : fmt::format("there is: {}", fmt::join(schools, ", "));
}

std::optional<Readings> find_readings(Library& library, const Form& form, std::string_view school,
                                      Diagnostics& diagnostics) {
  const Protocol& protocol = form.layout->protocol();
  Readings readings;
  const Compiled* base = library.compiled(protocol.id, diagnostics);
  if (base == nullptr) return std::nullopt;
  if (base->model == nullptr) {
    readings.own = base;
    return readings;
  }
  const std::vector<const Convention*> overlays = library.conventions_of(protocol.model, Convention::Manner::school);
  std::vector<std::string> schools = {base->model->convention};
  for (const Convention* overlay : overlays) schools.push_back(overlay->id);
  const std::string chosen = school.empty() ? schools.front() : std::string(school);
  if (std::find(schools.begin(), schools.end(), chosen) == schools.end()) {
    diagnostics.report({Severity::error,
                        "E0294",
                        fmt::format("'{}' has no convention '{}'", protocol.model, school),
                        {},
                        {},
                        no_school_help(school, schools)});
    return std::nullopt;
  }
  const std::vector<std::string> contexts = contexts_of(form);
  // The model's own school is the base itself, which is compiled already.
  const auto reading = [&](const std::string& name) {
    const std::string other = name == schools.front() ? std::string() : name;
    return readings.held.emplace_back(library.lend(protocol.id, {other, contexts}, diagnostics)).get();
  };
  readings.own = reading(chosen);
  for (const std::string& other : schools) {
    if (other == chosen) continue;
    OtherSchool one{reading(other), {}};
    for (const Convention* overlay : overlays) {
      if (overlay->id == other || overlay->id == chosen) one.differences.push_back(overlay);
    }
    readings.others.push_back(std::move(one));
  }
  if (diagnostics.has_errors() || readings.own == nullptr) return std::nullopt;
  return readings;
}

}  // namespace

bool is_known_school(const Library& library, std::string_view school, Diagnostics& diagnostics) {
  std::vector<std::string> schools;
  for (const auto& model : library.models()) schools.push_back(model.value.convention);
  for (const auto& convention : library.conventions()) {
    if (convention.value.manner == Convention::Manner::school) schools.push_back(convention.value.id);
  }
  if (std::find(schools.begin(), schools.end(), school) != schools.end()) return true;
  const bool is_context = std::any_of(library.conventions().begin(), library.conventions().end(),
                                      [&](const auto& convention) { return convention.value.id == school; });
  const std::string help = is_context ? "it is a context: it belongs into the form, as respondent: {context: [...]}"
                                      : no_school_help(school, schools);
  diagnostics.report({Severity::error, "E0294", fmt::format("there is no convention '{}'", school), {}, {}, help});
  return false;
}

std::vector<std::string> contexts_of(const Form& form) {
  const Answer& answer = form.answers[form_slot::context];
  const auto& options = form.layout->group(Group::form).slots[form_slot::context].question->options;
  std::vector<std::string> contexts;
  for (std::size_t i = 0; answer.given() && i < options.size(); ++i) {
    if (((answer.chosen >> i) & 1U) != 0) contexts.push_back(options[i].value);
  }
  return contexts;
}

std::optional<Readings> readings_of(Library& library, const Form& form, std::string_view school,
                                    Diagnostics& diagnostics) {
  // Faults of its own: the form may have had others before.
  Diagnostics found;
  auto readings = find_readings(library, form, school, found);
  for (const Diagnostic& diagnostic : found.all()) diagnostics.report(diagnostic);
  return readings;
}

std::vector<const Compiled*> each_reading(Library& library, std::string_view id, Diagnostics& diagnostics) {
  std::vector<const Compiled*> readings;
  const auto add = [&](const Reading& reading) {
    if (const Compiled* compiled = library.compiled(id, reading, diagnostics)) readings.push_back(compiled);
  };
  add({});
  if (readings.empty() || readings.front()->model == nullptr) return readings;
  const std::string& model = readings.front()->layout->protocol().model;
  for (const Convention* school : library.conventions_of(model, Convention::Manner::school)) add({school->id, {}});
  for (const Convention* context : library.conventions_of(model, Convention::Manner::context)) add({"", {context->id}});
  return readings;
}

std::vector<OtherSuggestion> compare_schools(const Readings& readings, const FormState& state,
                                             const std::vector<Candidate>& candidates, const Suggestion& suggestion) {
  std::vector<OtherSuggestion> found;
  const Named own = named(candidates, suggestion);
  for (const OtherSchool& other : readings.others) {
    const FormState theirs(*other.compiled, state.form());
    const std::vector<Candidate> their_candidates = find_candidates(theirs);
    const Suggestion their_suggestion = suggest(theirs, their_candidates);
    const Named them = named(their_candidates, their_suggestion);
    if (them == own && their_suggestion.verdict == suggestion.verdict) continue;
    OtherSuggestion result{
        other.compiled->model->convention, their_suggestion.verdict, {}, reasons(other, differing_areas(own, them))};
    for (const SuggestedFocus& focus : their_suggestion.focus) {
      result.focus.emplace_back(their_candidates[focus.candidate].area->area, their_candidates[focus.candidate].code);
    }
    found.push_back(std::move(result));
  }
  return found;
}

}  // namespace ipi
