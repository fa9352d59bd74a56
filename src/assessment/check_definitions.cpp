#include "assessment/check_definitions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "assessment/examples.h"
#include "assessment/readings.h"
#include "text/nearest.h"

namespace ipi {
namespace {

bool same_fault(const Diagnostic& a, const Diagnostic& b) {
  return a.code == b.code && a.message == b.message && a.primary.place.file == b.primary.place.file &&
         a.primary.place.span == b.primary.place.span;
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
  return std::any_of(protocols.begin(), protocols.end(),
                     [&](const auto& protocol) { return protocol.value.*name == value.id; });
}

/// Each school alone, each context alone, each with each, and all contexts together, under every school: a form may
/// come with any of them.
void check_readings(Library& library, const Protocol& protocol, Diagnostics& diagnostics) {
  std::vector<std::string> schools = {""};
  for (const Convention* school : library.conventions_of(protocol.model, Convention::Manner::school))
    schools.push_back(school->id);
  std::vector<std::string> contexts;
  for (const Convention* context : library.conventions_of(protocol.model, Convention::Manner::context))
    contexts.push_back(context->id);
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
    diagnostics.report({Severity::error,
                        "E0240",
                        fmt::format("there is no focus model '{}'", model),
                        {place, {}},
                        {},
                        near ? fmt::format("did you mean '{}'?", *near) : ""});
  };
  for (const auto& convention : library.conventions()) check(convention.value.model, convention.value.place);
  for (const auto& plan : library.plans()) check(plan.value.model, plan.value.place);
  for (const auto& report : library.reports()) check(report.value.model, report.value.place);
}

/// What guidance may name: the areas of a model and of each convention laid over it, with their stages, the gates, and
/// these conventions themselves.
struct Vocabulary {
  std::string model;
  std::map<std::string, std::set<std::string>> areas;
  std::set<std::string> gates;
  std::vector<std::string> conventions;
};

void add_names(const Model& model, Vocabulary& words) {
  for (const Gate& gate : model.gates) words.gates.insert(gate.id);
  for (const Area& area : model.areas) {
    auto& stages = words.areas[area.id];
    for (const Stage& stage : area.stages) stages.insert(stage.id);
  }
}

Vocabulary vocabulary_of(const Library& library, const std::string& id) {
  Vocabulary words{id, {}, {}, {}};
  for (const auto& model : library.models()) {
    if (model.value.id != id) continue;
    words.conventions.push_back(model.value.convention);
    add_names(model.value, words);
    for (const auto& convention : library.conventions()) {
      if (convention.value.model != id) continue;
      words.conventions.push_back(convention.value.id);
      Diagnostics told_elsewhere;
      const std::array<const Convention*, 1> alone = {&convention.value};
      const yaml::Document document = overlaid(model.file->document(), alone, told_elsewhere);
      add_names(read_model(document, told_elsewhere), words);
    }
  }
  return words;
}

void report_no_name(const std::string& message, std::string_view wanted, const std::vector<std::string_view>& names,
                    const Place& place, Diagnostics& diagnostics) {
  const auto near = nearest_name(wanted, names);
  diagnostics.report(
      {Severity::error, "E0256", message, {place, {}}, {}, near ? fmt::format("did you mean '{}'?", *near) : ""});
}

void check_area(const Vocabulary& words, const std::string& area, const Place& place, Diagnostics& diagnostics) {
  if (words.areas.count(area) > 0) return;
  std::vector<std::string_view> names;
  for (const auto& [name, stages] : words.areas) names.emplace_back(name);
  report_no_name(fmt::format("'{}' is no area of '{}' or of its conventions", area, words.model), area, names, place,
                 diagnostics);
}

void check_gate(const Vocabulary& words, const std::string& gate, const Place& place, Diagnostics& diagnostics) {
  if (words.gates.count(gate) > 0) return;
  report_no_name(fmt::format("'{}' is no gate of '{}' or of its conventions", gate, words.model), gate,
                 {words.gates.begin(), words.gates.end()}, place, diagnostics);
}

void check_conventions(const Vocabulary& words, const std::vector<std::string>& conventions, const Place& place,
                       Diagnostics& diagnostics) {
  for (const std::string& convention : conventions) {
    if (std::find(words.conventions.begin(), words.conventions.end(), convention) != words.conventions.end()) continue;
    report_no_name(fmt::format("'{}' has no convention '{}'", words.model, convention), convention,
                   {words.conventions.begin(), words.conventions.end()}, place, diagnostics);
  }
}

/// A misspelt stage or convention would silence a step for ever. `area` is empty for steps of none.
void check_steps(const Vocabulary& words, const std::string& area, const std::vector<PlanStep>& steps,
                 Diagnostics& diagnostics) {
  const auto known = words.areas.find(area);
  for (const PlanStep& step : steps) {
    check_conventions(words, step.conventions, step.place, diagnostics);
    if (step.stage.empty() || (known != words.areas.end() && known->second.count(step.stage) > 0)) continue;
    std::vector<std::string_view> stages;
    if (known != words.areas.end()) stages.assign(known->second.begin(), known->second.end());
    const std::string whose = area.empty() ? "what belongs to no area" : fmt::format("'{}'", area);
    report_no_name(fmt::format("{} has no stage '{}'", whose, step.stage), step.stage, stages, step.place, diagnostics);
  }
}

void check_measure(const Library& library, const Vocabulary& words, const Measure& measure, Diagnostics& diagnostics) {
  check_conventions(words, measure.conventions, measure.place, diagnostics);
  std::vector<std::string_view> instruments;
  for (const auto& instrument : library.instruments()) instruments.emplace_back(instrument.value.id);
  if (measure.instrument.empty() ||
      std::find(instruments.begin(), instruments.end(), measure.instrument) != instruments.end())
    return;
  const auto near = nearest_name(measure.instrument, instruments);
  diagnostics.report({Severity::error,
                      "E0240",
                      fmt::format("there is no instrument '{}'", measure.instrument),
                      {measure.place, {}},
                      {},
                      near ? fmt::format("did you mean '{}'?", *near) : ""});
}

/// Everything that a plan names by its id is there.
void check_plan(const Library& library, const Plan& plan, Diagnostics& diagnostics) {
  const Vocabulary words = vocabulary_of(library, plan.model);
  if (words.conventions.empty()) return;  // no such model, which is told already
  for (const Course& course : plan.courses) {
    check_steps(words, {}, course.cautions, diagnostics);
    for (const PlanPhase& phase : course.phases) check_steps(words, {}, phase.tasks, diagnostics);
  }
  for (const AreaPlan& area : plan.areas) {
    check_area(words, area.area, area.place, diagnostics);
    for (const auto* steps : {&area.goals, &area.strategies, &area.techniques, &area.homework, &area.blocked})
      check_steps(words, area.area, *steps, diagnostics);
  }
  check_steps(words, {}, plan.second, diagnostics);
  for (const Measure& measure : plan.measures) check_measure(library, words, measure, diagnostics);
}

void check_report(const Library& library, const ReportWords& report, Diagnostics& diagnostics) {
  const Vocabulary words = vocabulary_of(library, report.model);
  if (words.conventions.empty()) return;  // no such model, which is told already
  for (const FormulationPart& part : report.formulation) {
    for (const FormulationSentence& sentence : part.sentences) {
      for (const std::string& area : sentence.areas) check_area(words, area, sentence.place, diagnostics);
      for (const std::string& gate : sentence.gates) check_gate(words, gate, sentence.place, diagnostics);
      check_conventions(words, sentence.conventions, sentence.place, diagnostics);
    }
  }
}

/// A report's words against each protocol that names them, under each convention alone: areas come with conventions.
/// Words that no protocol names fit one of those of their model.
void compile_reports(Library& library, Diagnostics& diagnostics) {
  for (const auto& report : library.reports()) {
    const bool named = is_named(library, report.value, &Protocol::report);
    Diagnostics first;
    bool fits = false;
    for (const auto& protocol : library.protocols()) {
      if (named ? protocol.value.report != report.value.id : protocol.value.model != report.value.model) continue;
      Diagnostics found, told_elsewhere;
      for (const Compiled* compiled : each_reading(library, protocol.value.id, told_elsewhere))
        static_cast<void>(compile_report(report.value, *compiled, found));
      if (named) add_new(found, diagnostics);
      fits = fits || !found.has_errors();
      if (first.all().empty()) first = found;
    }
    if (!named && !fits) add_new(first, diagnostics);
  }
}

/// A protocol's report is one of the library's.
void check_report_names(const Library& library, Diagnostics& diagnostics) {
  const std::vector<std::string_view> ids = library.reports().ids();
  for (const auto& protocol : library.protocols()) {
    const std::string& id = protocol.value.report;
    if (id.empty() || library.reports().holds(id)) continue;
    const auto near = nearest_name(id, ids);
    diagnostics.report({Severity::error,
                        "E0240",
                        fmt::format("there are no words for a report '{}'", id),
                        {protocol.value.place, {}},
                        {},
                        near ? fmt::format("did you mean '{}'?", *near) : ""});
  }
}

/// The areas that considerations wait for exist in the models that they are printed beside.
void check_suggested(const Library& library, const Suitability& suitability, Diagnostics& diagnostics) {
  std::set<std::string> models;
  for (const auto& protocol : library.protocols()) {
    if (protocol.value.suitability == suitability.id && !protocol.value.model.empty())
      models.insert(protocol.value.model);
  }
  for (const std::string& model : models) {
    const Vocabulary words = vocabulary_of(library, model);
    for (const Consideration& rule : suitability.rules) {
      if (!rule.suggested.empty() && !words.conventions.empty())
        check_area(words, rule.suggested, rule.place, diagnostics);
    }
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
  // Names are looked up in sound models only: one that lacks a part for another fault would bring a second message.
  const bool sound = !diagnostics.has_errors();
  for (const auto& model : library.models()) {
    if (!is_named(library, model.value, &Protocol::model))
      check_unnamed(library, {&model.value, nullptr, nullptr, nullptr}, diagnostics);
  }
  for (const auto& safety : library.safety_rules()) {
    if (!is_named(library, safety.value, &Protocol::safety))
      check_unnamed(library, {nullptr, &safety.value, nullptr, nullptr}, diagnostics);
  }
  for (const auto& suitability : library.suitabilities()) {
    if (!is_named(library, suitability.value, &Protocol::suitability))
      check_unnamed(library, {nullptr, nullptr, &suitability.value, nullptr}, diagnostics);
    if (sound) check_suggested(library, suitability.value, diagnostics);
  }
  for (const auto& plan : library.plans()) {
    if (!is_named(library, plan.value, &Protocol::plan))
      check_unnamed(library, {nullptr, nullptr, nullptr, &plan.value}, diagnostics);
    if (sound) check_plan(library, plan.value, diagnostics);
  }
  check_report_names(library, diagnostics);
  if (!sound) return;
  for (const auto& report : library.reports()) check_report(library, report.value, diagnostics);
  compile_reports(library, diagnostics);
}

}  // namespace ipi
