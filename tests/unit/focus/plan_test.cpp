// The treatment plan's file, and what it becomes for a form.
#include <doctest/doctest.h>

#include <string>

#include "../whole_world.h"
#include "assessment/check_definitions.h"
#include "focus/treatment_plan.h"

using support::Assessed;
using support::World;
using whole_world::Files;
using whole_world::FormText;

namespace {

std::string faults(const Files& files) {
  World world(files.texts());
  if (!world.diagnostics.has_errors()) ipi::check_definitions(world.library, world.diagnostics);
  return support::lines(world.diagnostics);
}

std::string with(std::string_view from, std::string_view to) {
  Files files;
  files.plan = support::changed(files.plan, from, to);
  return faults(files);
}

std::string texts(std::string_view name, const std::vector<const ipi::PlanStep*>& steps) {
  std::string all;
  for (const ipi::PlanStep* step : steps) all += fmt::format("{}{}", all.empty() ? "" : " ", step->text.original());
  return all.empty() ? all : fmt::format(" {}({})", name, all);
}

/// The whole plan on a line: "provisional long; first grief E1 goals(Mourn.); measures mood".
std::string plan_of(const FormText& form, const std::string& school = {}) {
  World& world = whole_world::usual();
  ipi::Diagnostics diagnostics;
  const support::ReadForm read(*world.library.compiled("p", diagnostics), form.text());
  REQUIRE_MESSAGE(!read.diagnostics.has_errors(), support::told(read.diagnostics));
  const auto readings = ipi::readings_of(world.library, read.form, school, diagnostics);
  REQUIRE(readings);
  const ipi::Assessment assessment = ipi::assess(*readings, read.form);
  if (!assessment.treatment_plan) return "no plan";
  const ipi::TreatmentPlan& plan = *assessment.treatment_plan;
  std::string all = fmt::format("{}{} {}", plan.provisional ? "provisional" : "agreed",
                                plan.for_agreed ? ", not as suggested," : "", plan.course->id);
  constexpr std::array<const char*, 3> places = {"first", "second", "choice"};
  for (const ipi::PlannedArea& area : plan.areas) {
    all += fmt::format("; {} {} {}{}", places.at(static_cast<std::size_t>(area.place)), area.area->id,
                       area.candidate ? assessment.candidates[*area.candidate].code : "unlisted",
                       area.blocked ? " blocked" : "");
    all += texts("goals", area.goals) + texts("strategies", area.strategies) + texts("techniques", area.techniques) +
           texts("homework", area.homework) + texts("instead", area.instead);
  }
  if (!plan.second.empty()) all += ";" + texts("two", plan.second);
  all += "; measures";
  for (const ipi::Measure* measure : plan.measures) all += " " + measure->id;
  return all;
}

const std::string death = "event: E1, kind: died, linked: yes, longing: yes";
const std::string quarrel = "person: P1, role: partner, status: current, differs: yes, fear: {afraid: never}";

}  // namespace

TEST_SUITE("treatment plan's file") {
  TEST_CASE("E0293: sessions or minutes that are no range, and no course") {
    CHECK(with("{from: 12, to: 16}", "{from: 16, to: 12}") ==
          "plans/l.yaml:7:39: E0293: sessions go from a number, 1 or more, to one that is no smaller | write {from: "
          "12, to: 16}\n");
    CHECK(with("{from: 12, to: 16}", "{from: 0, to: 12}").find("E0293: sessions go") != std::string::npos);
    CHECK(with("{from: 12, to: 16}", "{from: 12}").find("E0293: sessions go") != std::string::npos);
    CHECK(with("{from: 45, to: 60}", "{from: 60, to: 45}")
              .find("E0293: minutes go from a number, 1 or more, to one that is no smaller") != std::string::npos);
    CHECK(with("{from: 1, to: 8}", "{from: 8, to: 1}").find("E0293: sessions go") != std::string::npos);
    Files files;
    files.plan = "plan: l\ntitle: L\nmodel: m\nsources: {x: A work}\ncourses: []\nareas: {}\n";
    CHECK(faults(files) == "plans/l.yaml:1:1: E0293: a plan has at least one course | list it under courses:\n");
  }

  TEST_CASE("E0256: an area that neither the model nor a convention has, and a course that is none") {
    CHECK(with("  alone:\n    goals", "  alon:\n    goals") ==
          "plans/l.yaml:21:3: E0256: 'alon' is no area of 'm' or of its conventions | did you mean 'alone'?\n");
    CHECK(with("  alone:\n    goals", "  age:\n    goals").empty());  // of a context
    CHECK(with("- {id: short,", "- {id: shrt,") ==
          "plans/l.yaml:1:1: E0256: 'arrangement.course' offers 'short', which is no course of the plan | the courses "
          "are long, shrt\n");
  }

  TEST_CASE("E0256: a stage or a convention that is none, so that a step would never be told") {
    CHECK(with("stage: impasse", "stage: impase") ==
          "plans/l.yaml:17:18: E0256: 'dispute' has no stage 'impase' | did you mean 'impasse'?\n");
    CHECK(with("conventions: [young, away]", "conventions: [yong, away]") ==
          "plans/l.yaml:14:66: E0256: 'm' has no convention 'yong' | did you mean 'young'?\n");
    CHECK(with("rhythm: Daily, conventions: [young]", "rhythm: Daily, conventions: [yong]")
              .find("E0256: 'm' has no convention 'yong' | did you mean 'young'?") != std::string::npos);
    CHECK(with("text: Both at once., source: [x], conventions: [away]",
               "text: Both at once., source: [x], conventions: [home]")
              .empty());
  }

  TEST_CASE("E0240: an instrument that is none, among the measures") {
    CHECK(with("instrument: tie", "instrument: tei") ==
          "plans/l.yaml:25:5: E0240: there is no instrument 'tei' | did you mean 'tie'?\n");
  }

  TEST_CASE("an address that is none, and works that are not listed") {
    CHECK(with("course: arrangement.course", "course: arrangement.curse") ==
          "plans/l.yaml:1:1: E0211: 'arrangement.curse' is the address of no question | did you mean "
          "'arrangement.course'?\n");
    CHECK(with("{text: Mourn., source: [x]}", "{text: Mourn., source: [z]}").find("E0250: no work is listed as 'z'") !=
          std::string::npos);
    CHECK(with("model: m", "model: n").find("E0240: there is no focus model 'n'") != std::string::npos);
  }
}

TEST_SUITE("treatment plan of a form") {
  TEST_CASE("none without a suggestion") {
    CHECK(plan_of({}) == "no plan");
    CHECK(plan_of({.answers = "intake: {syndrome: no}", .events = {death}}) == "no plan");
  }

  TEST_CASE("of the suggested area, provisional until the patient has agreed") {
    CHECK(plan_of({.events = {death}}) == "provisional long; first grief E1 goals(Mourn.); measures mood");
    CHECK(plan_of({.events = {death}, .more = "focus_agreed: {area: grief, subject: E1, by_patient: no}\n"}) ==
          "provisional long; first grief E1 goals(Mourn.); measures mood");
    CHECK(plan_of({.events = {death}, .more = "focus_agreed: {area: grief, subject: E1, by_patient: yes}\n"}) ==
          "agreed long; first grief E1 goals(Mourn.); measures mood");
    CHECK(plan_of({.events = {death}, .more = "focus_agreed: {area: grief, by_patient: yes}\n"}) ==
          "agreed long; first grief E1 goals(Mourn.); measures mood");
  }

  TEST_CASE("a second area, and areas to choose from") {
    CHECK(plan_of({.ties = {quarrel}, .events = {death}}) ==
          "provisional long; first grief E1 goals(Mourn.); second dispute P1 goals(See it. Live.) techniques(Role "
          "play.); two(One after the other.); measures mood");
    CHECK(plan_of({.ties = {quarrel}, .events = {"event: E1, kind: died, linked: yes"}}) ==
          "provisional long; choice grief E1 goals(Mourn.); choice dispute P1 goals(See it. Live.) techniques(Role "
          "play.); measures mood");
  }

  TEST_CASE("what patient and clinician agreed on goes before the suggestion, and the disagreement is kept") {
    CHECK(plan_of({.ties = {quarrel},
                   .events = {death},
                   .more = "focus_agreed: {area: dispute, subject: P1, by_patient: yes}\n"}) ==
          "agreed long; first dispute P1 goals(See it. Live.) techniques(Role play.); measures mood");
    CHECK(plan_of({.events = {death}, .more = "focus_agreed: {area: alone, by_patient: yes}\n"}) ==
          "agreed, not as suggested, long; first alone  goals(Meet.); measures mood");
    CHECK(plan_of({.more = "focus_agreed: {area: alone, by_patient: yes}\n"}) ==
          "agreed, not as suggested, long; first alone  goals(Meet.); measures mood");
    // Another subject than the suggested one.
    CHECK(plan_of({.events = {death, "event: E2, kind: died, linked: no"},
                   .more = "focus_agreed: {area: grief, subject: E2, by_patient: yes}\n"}) ==
          "agreed, not as suggested, long; first grief E2 goals(Mourn.); measures mood");
    // An area for which the form lists no subject.
    CHECK(plan_of({.events = {death}, .more = "focus_agreed: {area: dispute, by_patient: yes}\n"}) ==
          "agreed, not as suggested, long; first dispute unlisted goals(See it. Live.) techniques(Role play.); "
          "measures mood");
  }

  TEST_CASE("where renegotiation is blocked, steps that would are dropped and others said instead") {
    const std::string feared =
        "person: P1, role: partner, status: current, differs: yes, stuck: yes, fear: {afraid: now}";
    CHECK(plan_of({.ties = {feared}}) ==
          "provisional long; first dispute P1 blocked goals(Live.) instead(Be safe.); measures mood");
    CHECK(plan_of({.ties = {feared}, .more = "focus_agreed: {area: dispute, subject: P1, by_patient: yes}\n"}) ==
          "agreed long; first dispute P1 blocked goals(Live.) instead(Be safe.); measures mood");
    // As a second area, and as one to choose.
    CHECK(plan_of({.ties = {support::changed(feared, "stuck: yes", "stuck: no")}, .events = {death}}) ==
          "provisional long; first grief E1 goals(Mourn.); second dispute P1 blocked goals(Live.) instead(Be safe.); "
          "two(One after the other.); measures mood");
  }

  TEST_CASE("steps of a stage are told at that stage only") {
    const std::string tie = "person: P1, role: partner, status: current, differs: yes, fear: {afraid: never}, ";
    CHECK(plan_of({.ties = {tie + "stuck: yes, leaving: no"}}) ==
          "provisional long; first dispute P1 goals(See it. Live.) strategies(Break the impasse.) techniques(Role "
          "play.); measures mood");
    CHECK(plan_of({.ties = {tie + "stuck: yes, leaving: yes"}}) ==
          "provisional long; first dispute P1 goals(See it. Live.) strategies(Let go.) techniques(Role play.); "
          "measures mood");
    // An earlier stage that cannot be told leaves all of them open.
    CHECK(plan_of({.ties = {tie + "stuck: yes, leaving: unknown"}}) ==
          "provisional long; first dispute P1 goals(See it. Live.) techniques(Role play.); measures mood");
  }

  TEST_CASE("steps and measures of a school or context are told under it") {
    CHECK(plan_of({.events = {death}}, "away") ==
          "provisional long; first grief E1 goals(Mourn.) homework(Write. Draw.); measures mood");
    CHECK(plan_of({.events = {death}, .respondent = "age: 40, context: [young]"}) ==
          "provisional long; first grief E1 goals(Mourn.) homework(Draw.); measures mood sleep");
    CHECK(plan_of({.ties = {quarrel}, .events = {death}}, "away").find("two(One after the other. Both at once.)") !=
          std::string::npos);
  }

  TEST_CASE("the course is the one that is chosen, else the first") {
    const auto course = [](const char* answer) {
      return plan_of({.answers = fmt::format("intake: {{syndrome: yes, low: no, few: no}}, setting: {{alone: yes}}, "
                                             "arrangement: {{course: {}}}",
                                             answer),
                      .events = {death}})
          .substr(0, 17);
    };
    CHECK(course("short") == "provisional short");
    CHECK(course("long") == "provisional long;");
    CHECK(course("unknown") == "provisional long;");
  }

  TEST_CASE("steps that wait for an answer, and what speaks against the course as it stands") {
    Files files;
    files.plan = support::changed(
        files.plan, "tasks: [{text: Talk., source: [x]}]}], source: [x]}\n  - {id: short",
        "tasks: [{text: Name it., holds: {intake.low: \"yes\"}, source: [x]}, {text: Settle it., unless: {intake.low: "
        "\"yes\"}, source: [x]}]}], "
        "cautions: [{text: Not so., holds: {intake.low: \"no\"}, source: [x]}], source: [x]}\n  - {id: short");
    REQUIRE(faults(files) == "");
    World world(files.texts());
    const auto told = [&](const char* low) {
      const Assessed assessed(
          world.sound("p"),
          FormText{.answers = fmt::format("intake: {{syndrome: yes, low: {}, few: no}}, setting: {{alone: yes}}", low),
                   .events = {death}}
              .text());
      REQUIRE(assessed.result.treatment_plan.has_value());
      const ipi::TreatmentPlan& plan = *assessed.result.treatment_plan;
      return texts("tasks", plan.tasks.at(0)) + texts("cautions", plan.cautions);
    };
    CHECK(told("yes") == " tasks(Name it.)");
    CHECK(told("no") == " tasks(Settle it.) cautions(Not so.)");
    // What is open makes nothing hold.
    CHECK(told("unknown") == " tasks(Settle it.)");
  }

  TEST_CASE("a condition of a step is looked at like any other") {
    CHECK(with("goals: [{text: Mourn., source: [x]}]",
               "goals: [{text: Mourn., holds: {intake.lwo: \"yes\"}, source: [x]}]")
              .find("E0211") != std::string::npos);
  }

  TEST_CASE("an area that the plan does not speak of has no plan") {
    CHECK(plan_of({.answers = "intake: {syndrome: yes, low: yes, few: no}, setting: {alone: yes}",
                   .respondent = "age: 40, context: [old]"}) == "no plan");
  }
}
