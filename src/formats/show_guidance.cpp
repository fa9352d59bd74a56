#include <fmt/format.h>

#include "condition/describe.h"
#include "formats/show.h"
#include "formats/show_page.h"
#include "formats/words.h"

namespace ipi {
namespace {

constexpr std::array<std::string_view, 3> change_names = {"set", "add", "remove"};

std::string limits_in_words(const PlanStep& step) {
  std::vector<std::string> limits;
  if (!step.conventions.empty()) limits.push_back(fmt::format("only {}", fmt::join(step.conventions, ", ")));
  if (!step.stage.empty()) limits.push_back(fmt::format("at the stage {}", step.stage));
  if (step.unless_blocked) limits.emplace_back("never where renegotiation is blocked");
  const auto as_written = [](std::string_view address) { return std::string(address); };
  if (step.holds) limits.push_back(fmt::format("where {}", describe(*step.holds, as_written)));
  if (step.unless) limits.push_back(fmt::format("unless {}", describe(*step.unless, as_written)));
  return limits.empty() ? std::string() : fmt::format(" ({})", fmt::join(limits, "; "));
}

std::string sentence_limits(const FormulationSentence& sentence) {
  std::vector<std::string> limits;
  if (!sentence.areas.empty()) limits.push_back(fmt::format("{}", fmt::join(sentence.areas, ", ")));
  for (const Verdict verdict : sentence.verdicts) limits.push_back(fmt::format("verdict {}", to_text(verdict)));
  if (!sentence.gates.empty())
    limits.push_back(fmt::format("where the gate {} is closed", fmt::join(sentence.gates, " or ")));
  if (!sentence.conventions.empty()) limits.push_back(fmt::format("only {}", fmt::join(sentence.conventions, ", ")));
  if (sentence.blocked) limits.emplace_back("where renegotiation is blocked");
  if (sentence.holds)
    limits.push_back(fmt::format(
        "where {}", describe(*sentence.holds, [](std::string_view address) { return std::string(address); })));
  if (sentence.by_hand) limits.emplace_back("the clinician's to complete");
  return limits.empty() ? std::string() : fmt::format(" ({})", fmt::join(limits, "; "));
}

void add_steps(ShowPage& page, std::string_view heading, const std::vector<PlanStep>& steps, const Works& works) {
  if (steps.empty()) return;
  page.text(fmt::format("{}:", heading), 2);
  for (const PlanStep& step : steps)
    page.text(
        fmt::format("- {}{} [{}]", step.text.original(), limits_in_words(step), source_in_words(step.source, works)), 4,
        2);
}

/// What a change puts in, by its words: a single value, or what a rule or area says of itself.
std::string value_in_words(const yaml::Change& change) {
  const yaml::Node* value = change.value;
  if (value == nullptr) return {};
  for (const std::string_view key : {"statement", "title"}) {
    if (const yaml::Node* words = value->find(key)) value = words;
  }
  return value->is_scalar()
             ? fmt::format("{}: {}", change.kind == yaml::Change::Kind::set ? "To" : "Added", value->text)
             : std::string();
}

std::string range_in_words(std::int64_t from, std::int64_t to) {
  return from == to ? fmt::format("{}", from) : fmt::format("{} to {}", from, to);
}

}  // namespace

std::string show_suitability(const Suitability& suitability, std::size_t width) {
  ShowPage page(width);
  page.title(fmt::format("{}: {}", suitability.id, suitability.title.original()));
  page.text(fmt::format("Considerations, revision {}. They are printed beside a suggestion and never change it.",
                        suitability.revision));
  for (const Consideration& rule : suitability.rules) {
    page.heading(rule.each ? fmt::format("{} (for each of the {})", rule.id, to_text(*rule.each)) : rule.id);
    page.text(rule.statement.original(), 2);
    if (!rule.suggested.empty()) page.text(fmt::format("Where {} alone is suggested.", rule.suggested), 2, 2);
    if (rule.holds) page.text(fmt::format("Where {}.", branch_in_words(*rule.holds)), 2, 2);
    page.text(fmt::format("Source: {}", source_in_words(rule.source, suitability.sources)), 2, 2);
  }
  return page.take();
}

std::string show_convention(const Convention& convention, const Library& library, std::size_t width) {
  ShowPage page(width);
  Works works = convention.sources;
  if (const Model* model = library.models().find(convention.model))
    works.insert(works.end(), model->sources.begin(), model->sources.end());
  page.title(fmt::format("{}: {}", convention.id, convention.title.original()));
  const std::string chosen = convention.manner == Convention::Manner::school
                                 ? fmt::format("chosen by --convention {}", convention.id)
                                 : fmt::format("laid over it where the respondent's context names {}", convention.id);
  page.text(fmt::format("A {} over the focus model {}, revision {}; {}.",
                        convention.manner == Convention::Manner::school ? "school" : "context", convention.model,
                        convention.revision, chosen));
  for (const ConventionChange& change : convention.changes) {
    page.heading(
        fmt::format("{} {}", change_names[static_cast<std::size_t>(change.change.kind)], change.change.address));
    page.text(change.why.original(), 2);
    if (const std::string value = value_in_words(change.change); !value.empty()) page.text(value, 2, 2);
    page.text(fmt::format("Source: {}", source_in_words(change.source, works)), 2, 2);
  }
  return page.take();
}

std::string show_report_words(const ReportWords& words, std::size_t width) {
  ShowPage page(width);
  page.title(fmt::format("{}: {}", words.id, words.title.original()));
  page.text(
      fmt::format("The words of a report, revision {}, for the areas of {}. Of each part of the formulation the first "
                  "sentence that fits is said.",
                  words.revision, words.model));
  for (const FormulationPart& part : words.formulation) {
    page.heading(fmt::format("{} ({})", part.title.original(), part.id));
    for (const FormulationSentence& sentence : part.sentences) {
      page.text(fmt::format("- {}{} [{}]", sentence.text.original(), sentence_limits(sentence),
                            source_in_words(sentence.source, words.sources)),
                2, 2);
    }
  }
  return page.take();
}

std::string show_plan(const Plan& plan, std::size_t width) {
  ShowPage page(width);
  page.title(fmt::format("{}: {}", plan.id, plan.title.original()));
  page.text(
      fmt::format("A treatment plan, revision {}, for the areas of {}. What is made of it for a form is provisional "
                  "until the patient has agreed.",
                  plan.revision, plan.model));
  for (const Course& course : plan.courses) {
    page.heading(fmt::format("{} ({}): {} sessions", course.title.original(), course.id,
                             range_in_words(course.from, course.to)));
    if (course.minutes)
      page.text(fmt::format("{} minutes each", range_in_words(course.minutes->first, course.minutes->second)), 2);
    for (const PlanPhase& phase : course.phases) {
      add_steps(page,
                fmt::format("{}, session{} {}", phase.title.original(), phase.from == phase.to ? "" : "s",
                            range_in_words(phase.from, phase.to)),
                phase.tasks, plan.sources);
    }
    add_steps(page, "Not to be followed as it stands", course.cautions, plan.sources);
    page.text(fmt::format("Source: {}", source_in_words(course.source, plan.sources)), 2, 2);
  }
  for (const AreaPlan& area : plan.areas) {
    page.heading(area.area);
    add_steps(page, "Goals", area.goals, plan.sources);
    add_steps(page, "Strategies", area.strategies, plan.sources);
    add_steps(page, "Techniques", area.techniques, plan.sources);
    add_steps(page, "Homework", area.homework, plan.sources);
    add_steps(page, "Where renegotiation is blocked", area.blocked, plan.sources);
  }
  if (!plan.second.empty()) page.heading("A second area");
  add_steps(page, "Taken in like this", plan.second, plan.sources);
  if (!plan.measures.empty()) page.heading("Measures");
  for (const Measure& measure : plan.measures) {
    page.text(
        fmt::format("- {}: {}, {}{} [{}]", measure.id, measure.text.original(), measure.rhythm.original(),
                    measure.conventions.empty() ? "" : fmt::format(" (only {})", fmt::join(measure.conventions, ", ")),
                    source_in_words(measure.source, plan.sources)),
        2, 2);
  }
  return page.take();
}

}  // namespace ipi
