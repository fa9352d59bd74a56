#include <fmt/format.h>

#include "formats/text_parts.h"

namespace ipi {
namespace {

std::string range_words(std::int64_t from, std::int64_t to) {
  return from == to ? fmt::format("{}", from) : fmt::format("{} to {}", from, to);
}

std::string step_words(const PageSource& page, const PlanStep& step) {
  std::string words(step.text.in(page.language()));
  if (!step.source.confirmed) words += " (source not confirmed)";
  return words;
}

void add_steps(TextLines& lines, const PageSource& page, std::string_view heading,
               const std::vector<const PlanStep*>& steps) {
  if (steps.empty()) return;
  lines.text(4, heading);
  for (const PlanStep* step : steps) lines.item(6, "-", 2, step_words(page, *step));
}

std::string area_words(const PageSource& page, const PlannedArea& planned) {
  const std::string title = planned.candidate ? candidate_title(page, page.assessment.candidates[*planned.candidate])
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

void add_area(TextLines& lines, const PageSource& page, const PlannedArea& planned) {
  lines.blank();
  lines.text(2, area_words(page, planned), Tone::strong);
  if (planned.blocked) {
    lines.item(4, "!", 2, planned.area->renegotiation->statement.in(page.language()), Tone::red);
    add_steps(lines, page, "Instead", planned.instead);
  }
  add_steps(lines, page, "Goals", planned.goals);
  add_steps(lines, page, "Strategies", planned.strategies);
  add_steps(lines, page, "Techniques", planned.techniques);
  add_steps(lines, page, "Between sessions", planned.homework);
}

void add_course(TextLines& lines, const PageSource& page, const TreatmentPlan& plan) {
  const Course& course = *plan.course;
  std::string words =
      fmt::format("{}: {} sessions", course.title.in(page.language()), range_words(course.from, course.to));
  if (course.minutes)
    words += fmt::format(" of {} minutes", range_words(course.minutes->first, course.minutes->second));
  lines.text(2, words + ".");
  for (const PlanStep* caution : plan.cautions) lines.item(4, "!", 2, step_words(page, *caution), Tone::amber);
  for (std::size_t i = 0; i < course.phases.size(); ++i) {
    const PlanPhase& phase = course.phases[i];
    std::string tasks;
    for (const PlanStep* task : plan.tasks[i])
      tasks += fmt::format("{}{}", tasks.empty() ? "" : " ", task->text.in(page.language()));
    lines.item(4, "-", 2,
               fmt::format("{}, session{} {}: {}", phase.title.in(page.language()), phase.from == phase.to ? "" : "s",
                           range_words(phase.from, phase.to), tasks));
  }
  for (const Course& other : plan.plan->courses) {
    if (&other != &course)
      lines.item(4, "-", 2,
                 fmt::format("or {}: {} sessions", other.title.in(page.language()), range_words(other.from, other.to)),
                 Tone::quiet, Tone::quiet);
  }
}

void add_measures(TextLines& lines, const PageSource& page, const TreatmentPlan& plan) {
  if (plan.measures.empty()) return;
  lines.blank();
  lines.text(2, "Measure again");
  for (const Measure* measure : plan.measures)
    lines.item(4, "-", 2,
               fmt::format("{}: {}", measure->text.in(page.language()), measure->rhythm.in(page.language())));
}

}  // namespace

void add_other_schools(TextLines& lines, const PageSource& page) {
  if (page.assessment.other_schools.empty()) return;
  lines.heading("READ BY ANOTHER SCHOOL");
  for (const OtherSuggestion& other : page.assessment.other_schools) {
    std::string focus;
    for (const auto& [area, code] : other.focus) {
      focus += fmt::format("{}{}{}", focus.empty() ? "" : " and ", area->title.in(page.language()),
                           code.empty() ? "" : fmt::format(" ({})", code));
    }
    if (focus.empty()) focus = other.verdict == Verdict::none ? "no focus" : "not enough is answered";
    const std::string_view verdict =
        other.verdict == Verdict::choose_with_patient ? ", to choose with the patient" : "";
    lines.item(2, "-", 2, fmt::format("{} would suggest: {}{}.", other.convention, focus, verdict));
    for (const std::string& why : other.why) lines.text(4, why, Tone::quiet);
  }
}

void add_suitability(TextLines& lines, const PageSource& page) {
  if (page.assessment.suitability.empty()) return;
  lines.heading("TO CONSIDER");
  for (const SuitabilityFinding& finding : page.assessment.suitability) {
    const std::string about = finding.code.empty() ? std::string() : finding.code + ": ";
    lines.item(2, "-", 2, fmt::format("{}{}", about, finding.rule->statement.in(page.language())));
    if (!finding.answers.empty()) lines.text(4, given_answers(page, finding.answers), Tone::quiet);
  }
}

/// What goes before any work on these ties, whatever the focus is.
void add_blocked_ties(TextLines& lines, const PageSource& page) {
  if (page.assessment.blocked.empty()) return;
  lines.heading("INSTEAD OF RENEGOTIATING");
  for (const PlannedArea& planned : page.assessment.blocked) {
    lines.text(2, candidate_title(page, page.assessment.candidates[*planned.candidate]), Tone::strong);
    lines.item(4, "!", 2, planned.area->renegotiation->statement.in(page.language()), Tone::red);
    for (const PlanStep* step : planned.instead) lines.item(4, "-", 2, step_words(page, *step));
  }
}

void add_treatment_plan(TextLines& lines, const PageSource& page) {
  add_blocked_ties(lines, page);
  if (!page.assessment.treatment_plan) return;
  const TreatmentPlan& plan = *page.assessment.treatment_plan;
  lines.heading(plan.provisional ? "A PLAN, PROVISIONAL UNTIL THE PATIENT HAS AGREED TO A FOCUS"
                                 : "A PLAN FOR THE FOCUS AGREED ON");
  if (page.assessment.safety_status == SafetyStatus::red)
    lines.item(2, "!", 2, "Only after what stands under SAFETY FIRST.", Tone::red);
  if (plan.for_agreed)
    lines.item(2, "!", 2, "What was agreed on is not what is suggested above; both are kept.", Tone::amber);
  add_course(lines, page, plan);
  for (const PlannedArea& planned : plan.areas) add_area(lines, page, planned);
  if (!plan.second.empty()) {
    lines.blank();
    lines.text(2, "Two areas");
    for (const PlanStep* step : plan.second) lines.item(4, "-", 2, step_words(page, *step));
  }
  add_measures(lines, page, plan);
}

}  // namespace ipi
