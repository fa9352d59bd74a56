// Safety rules and considerations: what is refused, and when they speak.
#include "focus/rules.h"

#include <doctest/doctest.h>

#include <string>

#include "../whole_world.h"
#include "assessment/check_definitions.h"

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

std::string safety_rule(const std::string& rule) {
  Files files;
  files.safety =
      "safety: s\ntitle: S\nsources: {x: A work}\nrules:\n  - {id: r, level: red, statement: T, source: [x]" + rule +
      "}\n";
  return faults(files);
}

std::string consideration(const std::string& rule) {
  Files files;
  files.suitability =
      "suitability: u\ntitle: U\nsources: {x: A work}\nrules:\n  - {id: r, statement: T, source: [x]" + rule + "}\n";
  return faults(files);
}

std::string findings(const std::vector<ipi::SafetyFinding>& safety, const ipi::Form& form) {
  std::string all;
  for (const ipi::SafetyFinding& finding : safety) {
    all += fmt::format("{}{} {}{}{} [", all.empty() ? "" : "; ", finding.red ? "red" : "amber", finding.rule,
                       finding.code.empty() ? "" : " of " + finding.code, finding.is_private ? ", private" : "");
    for (const ipi::Variable& answer : finding.answers)
      all += (&answer == finding.answers.data() ? "" : " ") + ipi::address_of(form, answer);
    all += "]";
  }
  return all;
}

std::string safety_of(const FormText& form, World& world = whole_world::usual()) {
  const Assessed assessed(world.sound("p"), form.text());
  return findings(assessed.result.safety, assessed.read.form);
}

std::string considered(const FormText& form) {
  const Assessed assessed(whole_world::usual().sound("p"), form.text());
  std::string all;
  for (const ipi::SuitabilityFinding& finding : assessed.result.suitability)
    all += fmt::format("{} ", finding.rule->id);
  return all;
}

}  // namespace

TEST_SUITE("safety rules") {
  TEST_CASE("E0254: neither or both of holds and unanswered, and where without each") {
    const std::string one =
        "safety/s.yaml:5:5: E0254: a safety rule holds on a condition or fires on unanswered questions | give exactly "
        "one of holds: and unanswered:\n";
    CHECK(safety_rule("") == one);
    CHECK(safety_rule(", holds: {intake.low: \"yes\"}, unanswered: [intake.low]") == one);
    CHECK(safety_rule(", holds: {intake.low: \"yes\"}, where: {intake.few: \"yes\"}") ==
          "safety/s.yaml:5:5: E0254: where: chooses among entries, and this rule names no roster | add each: "
          "relationships\n");
    CHECK(safety_rule(", each: events, holds: {this.linked: \"yes\"}").empty());
  }

  TEST_CASE("words and addresses that are none") {
    CHECK(safety_rule(", each: people, holds: {intake.low: \"yes\"}").find("E0209: 'people' is no roster") !=
          std::string::npos);
    CHECK(safety_rule(", each: events, holds: {this.fear.afraid: now}")
              .find("E0211: 'this.fear.afraid' is the address of nothing here") != std::string::npos);
    CHECK(safety_rule(", holds: {this.linked: \"yes\"}").find("E0211: 'this.linked' is the address of nothing here") !=
          std::string::npos);
    CHECK(safety_rule(", unanswered: [intake.lov]") ==
          "safety/s.yaml:5:5: E0211: 'intake.lov' is the address of no question | did you mean 'intake.low'?\n");
    CHECK(safety_rule(", each: relationships, unanswered: [this.tie.total]")
              .find("E0211: 'this.tie.total' is the address of no question") != std::string::npos);
    CHECK(safety_rule(", level: orange, holds: {intake.low: \"yes\"}").find("E0102") != std::string::npos);
  }

  TEST_CASE("a rule of the form holds, or fires where an answer is missing") {
    CHECK(safety_of({}).empty());
    CHECK(safety_of({.answers = "intake: {syndrome: yes, low: yes, few: no}"}) == "red low [intake.low]");
    for (const char* missing : {"unknown", "refused", "skipped", "not_asked"}) {
      CHECK(safety_of({.answers = fmt::format("intake: {{syndrome: yes, low: {}, few: no}}", missing)}) ==
            "amber open [intake.low]");
    }
  }

  TEST_CASE("a rule for each entry looks only at those where it is to, and names them") {
    const FormText form{.ties = {"person: P1, role: partner, status: current, fear: {afraid: now}",
                                 "person: P2, role: friend, status: current, fear: {afraid: never}",
                                 "person: P3, role: friend, status: ended, fear: {afraid: unknown}",
                                 "person: P4, role: friend, status: current, fear: {afraid: refused}",
                                 "person: P5, role: friend, status: current, fear: {afraid: now}"}};
    CHECK(safety_of(form) ==
          "red afraid of P1, private [P1.fear.afraid]; red afraid of P5, private [P5.fear.afraid]; amber fear_open of "
          "P4, private [P4.fear.afraid]");
  }

  TEST_CASE("a question that does not apply is neither said nor missed") {
    CHECK(safety_of({.ties = {"person: P1, role: partner, status: ended"}}).empty());
    CHECK(safety_of({.ties = {"person: P1, role: partner, status: deceased, fear: {afraid: now}"}}).empty());
  }

  TEST_CASE("what is not put is missing all the same") {
    CHECK(safety_of({.answers = "intake: {syndrome: yes, low: no, few: no}, setting: {alone: no}",
                     .ties = {"person: P1, role: partner, status: current"}}) ==
          "amber fear_open of P1, private [P1.fear.afraid]");
  }

  TEST_CASE("no relationship, no finding about one") { CHECK(safety_of({.ties = {}}).empty()); }

  TEST_CASE("red stands before amber") {
    const FormText form{.answers = "intake: {syndrome: yes, low: yes, few: no}",
                        .ties = {"person: P1, role: partner, status: current",
                                 "person: P2, role: friend, status: current, fear: {afraid: now}"}};
    CHECK(safety_of(form) ==
          "red low [intake.low]; red afraid of P2, private [P2.fear.afraid]; amber fear_open of P1, private "
          "[P1.fear.afraid]; amber fear_open of P2, private [P2.fear.afraid]");
  }

  TEST_CASE("what safety comes to, in one word") {
    const auto status = [](const FormText& form, World& world) {
      return std::string(ipi::to_text(Assessed(world.sound("p"), form.text()).result.safety_status));
    };
    World& world = whole_world::usual();
    CHECK(status({}, world) == "nothing_reported");
    CHECK(status({.answers = "intake: {syndrome: yes, low: yes}"}, world) == "red");
    CHECK(status({.answers = "intake: {syndrome: yes}"}, world) == "amber");
    CHECK(
        status({.answers = "intake: {syndrome: yes, low: yes}", .ties = {"person: P1, role: partner, status: current"}},
               world) == "red");
    Files without;
    without.protocol = support::changed(without.protocol, "safety: s\n", "");
    World bare(without.texts());
    CHECK(status({.answers = "intake: {syndrome: yes, low: yes}"}, bare) == "not_asked");
    CHECK(safety_of({.answers = "intake: {syndrome: yes, low: yes}"}, bare).empty());
  }

  TEST_CASE("not_asked is only for what has no question about safety: an instrument that has one is asked") {
    const auto status = [](const char* text, const char* id) {
      return std::string(ipi::to_text(Assessed(support::shipped().sound(id), text).result.safety_status));
    };
    CHECK(status("form: ucla3\nanswers: {ucla3: {companionship: 1, left_out: 1, isolated: 1}}\n", "ucla3") ==
          "not_asked");
    CHECK(status("form: phq9\nanswers: {phq9: [0, 0, 0, 0, 0, 0, 0, 0, 0]}\n", "phq9") == "nothing_reported");
    CHECK(status("form: phq9\nanswers: {phq9: [0, 0, 0, 0, 0, 0, 0, 0, 1]}\n", "phq9") == "amber");
    CHECK(status("form: phq9\nanswers: {phq9: [0, 0, 0, 0, 0, 0, 0, 0, skipped]}\n", "phq9") == "amber");
  }
}

TEST_SUITE("considerations") {
  TEST_CASE("E0254: a consideration of no occasion") {
    CHECK(consideration("") ==
          "suitability/u.yaml:5:5: E0254: when is this to be considered? | give holds: with a condition, or suggested: "
          "with an area, or both\n");
    CHECK(consideration(", holds: {intake.lov: \"yes\"}") ==
          "suitability/u.yaml:5:48: E0211: 'intake.lov' is the address of nothing here | did you mean 'intake.low'?\n");
    CHECK(consideration(", suggested: grief").empty());
    CHECK(consideration(", suggested: age").empty());  // of a context
  }

  TEST_CASE("an area that is nowhere is refused") {
    CHECK(consideration(", suggested: greif") ==
          "suitability/u.yaml:5:5: E0256: 'greif' is no area of 'm' or of its conventions | did you mean 'grief'?\n");
  }

  TEST_CASE("one that holds is told whatever is suggested") {
    CHECK(considered({.answers = "intake: {syndrome: yes, low: yes, few: no}"}) == "low ");
    CHECK(considered({.answers = "intake: {syndrome: yes, low: unknown, few: no}"}).empty());
  }

  TEST_CASE("one of an area is told only where that area alone is suggested") {
    CHECK(considered({.answers = "intake: {syndrome: yes, low: yes, few: yes}"}) == "low alone_only ");
    CHECK(considered({.answers = "intake: {syndrome: yes, low: yes, few: yes}",
                      .events = {"event: E1, kind: died, linked: yes"}}) == "low ");
    // Both conditions of a rule that has two.
    CHECK(considered({.events = {"event: E1, kind: died, linked: yes"}}) == "grief_and_low ");
    CHECK(considered({.answers = "intake: {syndrome: yes, low: yes, few: no}",
                      .events = {"event: E1, kind: died, linked: yes"}}) == "low ");
    // With a second area beside it, it is not alone; with another subject of the same area, it is.
    CHECK(considered(
              {.ties = {"person: P1, role: partner, status: current, differs: yes, stuck: no, fear: {afraid: never}"},
               .events = {"event: E1, kind: died, linked: yes, longing: yes"}})
              .empty());
    CHECK(considered({.events = {"event: E1, kind: died, linked: yes", "event: E2, kind: died, linked: yes"}}) ==
          "grief_and_low ");
  }
}
