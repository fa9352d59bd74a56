#include "ipi/assessment/check_definitions.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "ipi/assessment/examples.h"
#include "ipi/text/nearest.h"

namespace ipi {
namespace {

bool same_fault(const Diagnostic& a, const Diagnostic& b) {
  return a.code == b.code && a.message == b.message && a.primary.place.file == b.primary.place.file && a.primary.place.span == b.primary.place.span;
}

void add_new(const Diagnostics& found, Diagnostics& all) {
  for (const Diagnostic& diagnostic : found.all()) {
    const auto known = [&](const Diagnostic& other) { return same_fault(diagnostic, other); };
    if (std::none_of(all.all().begin(), all.all().end(), known)) all.report(diagnostic);
  }
}

void check_form_ids(Library& library, Diagnostics& diagnostics) {
  for (const std::string_view id : library.form_ids()) {
    // Diagnostics of its own, since a phase that finds earlier errors stops looking.
    Diagnostics found;
    const Compiled* compiled = library.compiled(id, found);
    if (compiled != nullptr && compiled->layout->protocol().is_instrument) {
      check_examples(*compiled, *compiled->layout->group(Group::form).instruments.front().instrument, found);
    }
    add_new(found, diagnostics);
  }
}

/// Definitions that no protocol names are still checked: against each protocol, until they fit one.
void check_unnamed(const Library& library, const Guidance& guidance, Diagnostics& diagnostics) {
  Diagnostics first;
  for (const auto& protocol : library.protocols()) {
    Diagnostics found;
    static_cast<void>(library.compile_with(protocol.value, guidance, found));
    if (!found.has_errors()) return;
    if (first.all().empty()) first = found;
  }
  add_new(first, diagnostics);
}

template <class T>
bool is_named(const Library& library, const T& value, std::string Protocol::*name) {
  const auto& protocols = library.protocols();
  return std::any_of(protocols.begin(), protocols.end(), [&](const auto& protocol) { return protocol.value.*name == value.id; });
}

/// Each school alone, each context alone, each with each, and all contexts together, under every school: a form may come
/// with any of them.
void check_readings(Library& library, const Protocol& protocol, Diagnostics& diagnostics) {
  std::vector<std::string> schools = {""};
  for (const Convention* school : library.conventions_of(protocol.model, Convention::Manner::school)) schools.push_back(school->id);
  std::vector<std::string> contexts;
  for (const Convention* context : library.conventions_of(protocol.model, Convention::Manner::context)) contexts.push_back(context->id);
  std::vector<std::vector<std::string>> combinations = {{}, contexts};
  for (std::size_t i = 0; i < contexts.size(); ++i) {
    combinations.push_back({contexts[i]});
    for (std::size_t j = i + 1; j < contexts.size(); ++j) combinations.push_back({contexts[i], contexts[j]});
  }
  for (const std::string& school : schools) {
    for (const auto& combination : combinations) {
      Diagnostics found;
      static_cast<void>(library.compiled(protocol.id, {school, combination}, found));
      add_new(found, diagnostics);
    }
  }
}

/// A convention for a model, and a plan's areas, must be of something that there is.
void check_names(const Library& library, Diagnostics& diagnostics) {
  std::vector<std::string_view> models;
  for (const auto& model : library.models()) models.emplace_back(model.value.id);
  const auto check = [&](std::string_view model, const Place& place) {
    if (std::find(models.begin(), models.end(), model) != models.end()) return;
    const auto near = nearest_name(model, models);
    diagnostics.report({Severity::error, "E0240", fmt::format("there is no focus model '{}'", model), {place, {}}, {}, near ? fmt::format("did you mean '{}'?", *near) : ""});
  };
  for (const auto& convention : library.conventions()) check(convention.value.model, convention.value.place);
  for (const auto& plan : library.plans()) check(plan.value.model, plan.value.place);
}

/// Every area that a plan speaks of is one of its model's, or of a convention's.
void check_plan_areas(Library& library, const Plan& plan, Diagnostics& diagnostics) {
  std::vector<std::string> areas;
  for (const auto& model : library.models()) {
    if (model.value.id != plan.model) continue;
    for (const Area& area : model.value.areas) areas.push_back(area.id);
  }
  constexpr std::string_view prefix = "areas.";
  for (const auto& convention : library.conventions()) {
    for (const ConventionChange& change : convention.value.changes) {
      const std::string_view address = change.change.address;
      const bool is_area = address.substr(0, prefix.size()) == prefix && address.find('.', prefix.size()) == std::string_view::npos;
      if (is_area && convention.value.model == plan.model && change.change.kind == yaml::Change::Kind::add) areas.emplace_back(address.substr(prefix.size()));
    }
  }
  for (const AreaPlan& area : plan.areas) {
    if (std::find(areas.begin(), areas.end(), area.area) != areas.end()) continue;
    const auto near = nearest_name(area.area, std::vector<std::string_view>(areas.begin(), areas.end()));
    diagnostics.report({Severity::error, "E0256", fmt::format("'{}' is no area of '{}' or of its conventions", area.area, plan.model), {area.place, {}}, {},
                        near ? fmt::format("did you mean '{}'?", *near) : ""});
  }
}

}  // namespace

void check_definitions(Library& library, Diagnostics& diagnostics) {
  check_form_ids(library, diagnostics);
  check_names(library, diagnostics);
  // A convention can be laid only over a sound model.
  if (!diagnostics.has_errors()) {
    for (const auto& protocol : library.protocols()) check_readings(library, protocol.value, diagnostics);
  }
  for (const auto& model : library.models()) {
    if (!is_named(library, model.value, &Protocol::model)) check_unnamed(library, {&model.value, nullptr, nullptr, nullptr}, diagnostics);
  }
  for (const auto& safety : library.safety_rules()) {
    if (!is_named(library, safety.value, &Protocol::safety)) check_unnamed(library, {nullptr, &safety.value, nullptr, nullptr}, diagnostics);
  }
  for (const auto& suitability : library.suitabilities()) {
    if (!is_named(library, suitability.value, &Protocol::suitability)) check_unnamed(library, {nullptr, nullptr, &suitability.value, nullptr}, diagnostics);
  }
  for (const auto& plan : library.plans()) {
    if (!is_named(library, plan.value, &Protocol::plan)) check_unnamed(library, {nullptr, nullptr, nullptr, &plan.value}, diagnostics);
    check_plan_areas(library, plan.value, diagnostics);
  }
}

}  // namespace ipi
