#include <fmt/format.h>

#include <algorithm>

#include "report/formulation.h"
#include "report/page.h"
#include "report/score_rows.h"

namespace ipi::report {
namespace {

constexpr int goals_to_agree_on = 3;
constexpr int blank_occasions = 4;

std::string range_words(std::int64_t from, std::int64_t to) {
  return from == to ? fmt::format("{}", from) : fmt::format("{} to {}", from, to);
}

std::string step_words(const Page& page, const PlanStep& step) {
  std::string words(step.text.in(page.language()));
  if (!step.source.confirmed) words += " (source not confirmed)";
  return words;
}

std::string length_words(const Page& page, const Course& course) {
  std::string words =
      fmt::format("{}: {} sessions", course.title.in(page.language()), range_words(course.from, course.to));
  if (course.minutes)
    words += fmt::format(" of {} minutes", range_words(course.minutes->first, course.minutes->second));
  return words;
}

Table phases_table(const Page& page, const TreatmentPlan& plan) {
  const Course& course = *plan.course;
  Table table{plan.cautions.empty() ? "Phases" : fmt::format("Phases, to be adapted: {}", length_words(page, course)),
              {"Phase", "Sessions", "What is done"},
              {},
              {}};
  for (std::size_t i = 0; i < course.phases.size(); ++i) {
    const PlanPhase& phase = course.phases[i];
    std::string tasks;
    for (const PlanStep* task : plan.tasks[i])
      tasks += fmt::format("{}{}", tasks.empty() ? "" : " ", step_words(page, *task));
    table.rows.push_back({{strong(std::string(phase.title.in(page.language()))), {}, {}, false},
                          {plain(range_words(phase.from, phase.to)), {}, {}, false},
                          {plain(tasks), {}, {}, false}});
  }
  return table;
}

/// The course, and how long it is; with a caution in force what takes its place is written down by hand.
Facts length_of(const Page& page, const TreatmentPlan& plan) {
  Facts agreed;
  if (plan.cautions.empty()) {
    agreed.facts.push_back({"Course", plain(length_words(page, *plan.course)), false, true});
  } else {
    agreed.facts.push_back({"Course, adapted", {}, true, true});
  }
  agreed.facts.push_back({"Number of sessions", {}, true});
  agreed.facts.push_back({"Ending date", {}, true});
  return agreed;
}

/// Whether a private answer decides if the step is taken: then the page does not tell.
bool is_kept_back(const Page& page, const PlannedArea& area, const PlanStep& step) {
  return step.unless_blocked && page.keeps_back(*area.area);
}

void add_steps(std::vector<Block>& blocks, const Page& page, const PlannedArea& area, std::string_view heading,
               const std::vector<const PlanStep*>& steps) {
  Items items;
  for (const PlanStep* step : steps) {
    if (!is_kept_back(page, area, *step)) items.items.push_back({"", plain(step_words(page, *step)), {}});
  }
  if (items.items.empty()) return;
  blocks.emplace_back(Paragraph{strong(std::string(heading))});
  blocks.emplace_back(std::move(items));
}

std::string area_words(const Page& page, const PlannedArea& planned) {
  const std::string title = planned.candidate ? title_of(page, page.assessment().candidates[*planned.candidate])
                                              : std::string(planned.area->title.in(page.language()));
  switch (planned.place) {
    case PlannedArea::Place::first:
      return title;
    case PlannedArea::Place::second:
      return fmt::format("Second: {}", title);
    case PlannedArea::Place::choice:
      break;
  }
  return fmt::format("If you choose {}", title);
}

void add_area(std::vector<Block>& blocks, const Page& page, const PlannedArea& planned) {
  blocks.emplace_back(Subheading{area_words(page, planned)});
  if (planned.blocked && !page.keeps_back(*planned.area)) {
    blocks.emplace_back(
        Callout{Urgency::red, "", plain(std::string(planned.area->renegotiation->statement.in(page.language()))), {}});
    add_steps(blocks, page, planned, "Instead", planned.instead);
  }
  if (page.keeps_back(*planned.area) && page.source().words != nullptr)
    blocks.emplace_back(Paragraph{plain(std::string(page.source().words->words->private_steps.in(page.language())))});
  add_steps(blocks, page, planned, "Aims of the work", planned.goals);
  add_steps(blocks, page, planned, "Strategies", planned.strategies);
  add_steps(blocks, page, planned, "Techniques", planned.techniques);
  add_steps(blocks, page, planned, "Between sessions", planned.homework);
}

/// The score of a measure's instrument, by its leading one or none: any other would be taken for it.
Cell measured(const Assessment& assessment, const Measure& measure) {
  const auto shown = shown_scores(assessment);
  const auto leading = std::find_if(shown.begin(), shown.end(), [&](const AssessedScore* score) {
    return score->instrument->id == measure.instrument;
  });
  if (leading == shown.end() || !(*leading)->value.value) return {{}, {}, {}, true};
  return {strong(score_words(**leading)), {}, {}, false};
}

std::string date_of(const Form& form, std::string_view language, std::string_view without) {
  return form.date ? date_in_words(*form.date, language) : std::string(without);
}

/// What was measured, the earlier form first; blank cells for what is to come.
std::vector<Cell> measure_row(const Page& page, const Measure& measure) {
  std::vector<Cell> row = {{plain(std::string(measure.text.in(page.language()))),
                            quiet(std::string(measure.rhythm.in(page.language()))),
                            {},
                            false}};
  if (const Assessment* earlier = page.source().earlier) row.push_back(measured(*earlier, measure));
  row.push_back(measured(page.assessment(), measure));
  for (int i = 0; i <= blank_occasions; ++i) row.push_back({{}, {}, {}, true});
  return row;
}

Table measures_table(const Page& page, const std::vector<const Measure*>& measures) {
  Table table{"Measures; the blank cells are to be filled in", {"Measure"}, {1}, {}};
  // With an earlier form beside it, today's is no intake: each is headed by its date.
  if (const Assessment* earlier = page.source().earlier) {
    table.columns.push_back(date_of(earlier->state.form(), page.language(), "Earlier"));
    table.columns.push_back(date_of(page.form(), page.language(), "Now"));
    table.numeric.push_back(2);
  } else {
    table.columns.emplace_back("Intake");
  }
  for (int i = 0; i < blank_occasions; ++i) table.columns.emplace_back("Session __");
  table.columns.emplace_back("Ending");
  for (const Measure* measure : measures) table.rows.push_back(measure_row(page, *measure));
  return table;
}

std::vector<std::string> goal_lines() {
  std::vector<std::string> labels;
  for (int i = 1; i <= goals_to_agree_on; ++i) labels.push_back(fmt::format("Goal {}", i));
  return labels;
}

void add_goals(std::vector<Block>& blocks, const Page& page) {
  blocks.emplace_back(Subheading{"Goals, in the patient's own terms"});
  const CompiledReport* words = page.source().words;
  if (words != nullptr && words->goals && page.options().notes) {
    const Variable goals{Group::form, 0, *words->goals};
    if (answer_of(page.form(), goals).given() && page.speaks_of(goals))
      blocks.emplace_back(Paragraph{plain(fmt::format("“{}”", page.answer(goals)))});
  }
  blocks.emplace_back(Lines{goal_lines(), false});
}

/// No focus is a result as well: what is arranged instead is written down by hand, and is measured like any other.
std::vector<Block> without_focus(const Page& page, const Plan& plan) {
  std::vector<Block> blocks;
  const bool none = page.assessment().suggestion->verdict == Verdict::none;
  blocks.emplace_back(Paragraph{strong(none ? "Without a focus no course of this treatment is laid out."
                                            : "A course is laid out once there is a focus.")});
  Facts arranged;
  arranged.facts.push_back({none ? "What is arranged instead" : "What is arranged until then", {}, true, true});
  arranged.facts.push_back({"Next appointment", {}, true});
  arranged.facts.push_back({"Looked at again on", {}, true});
  blocks.emplace_back(std::move(arranged));
  add_goals(blocks, page);
  if (const auto measures = measures_of(plan, *page.words().model()); !measures.empty())
    blocks.emplace_back(measures_table(page, measures));
  return blocks;
}

}  // namespace

std::vector<Block> plan_section(const Page& page) {
  const Plan* file = page.state().compiled().plan;
  if (!page.assessment().treatment_plan)
    return page.assessment().suggestion && file != nullptr ? without_focus(page, *file) : std::vector<Block>{};
  const TreatmentPlan& plan = *page.assessment().treatment_plan;
  std::vector<Block> blocks;
  blocks.emplace_back(Paragraph{
      strong(plan.provisional ? "Provisional until the patient has agreed to a focus." : "For the focus agreed on.")});
  if (page.assessment().safety_status == SafetyStatus::red)
    blocks.emplace_back(Callout{Urgency::red, "", plain("Only after what stands under Safety."), {}});
  if (plan.for_agreed)
    blocks.emplace_back(
        Callout{Urgency::amber, "", plain("What was agreed on is not what is suggested; both are kept."), {}});
  for (const PlanStep* caution : plan.cautions)
    blocks.emplace_back(Callout{Urgency::amber, "", plain(step_words(page, *caution)), {}});
  blocks.emplace_back(length_of(page, plan));
  blocks.emplace_back(phases_table(page, plan));
  add_goals(blocks, page);
  if (!plan.measures.empty()) blocks.emplace_back(measures_table(page, plan.measures));
  for (const PlannedArea& area : plan.areas) add_area(blocks, page, area);
  if (plan.second.empty()) return blocks;
  blocks.emplace_back(Subheading{"Two areas"});
  Items items;
  for (const PlanStep* step : plan.second) items.items.push_back({"", plain(step_words(page, *step)), {}});
  blocks.emplace_back(std::move(items));
  return blocks;
}

}  // namespace ipi::report
