// What a protocol says of asking: where questions apply, where they are put, who is expected.
#include "inventory/protocol.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "../whole_world.h"
#include "assessment/check_definitions.h"
#include "assessment/lint.h"

using ipi::Group;
using ipi::Truth;
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
  files.protocol = support::changed(files.protocol, from, to);
  return faults(files);
}

Assessed usual(const FormText& form) { return Assessed(whole_world::usual().sound("p"), form.text()); }

ipi::Variable variable(const Assessed& assessed, const std::string& address, Group group = Group::form,
                       std::size_t entry = 0) {
  const auto slot = assessed.result.state.compiled().layout->find_slot(group, address);
  REQUIRE_MESSAGE(slot, address);
  return {group, entry, *slot};
}

bool may_be_put(const Assessed& assessed, const std::string& address, Group group = Group::form) {
  return assessed.result.state.may_be_put(variable(assessed, address, group));
}

bool is_asked_next(const Assessed& assessed, const ipi::Variable& question) {
  const auto& asked = assessed.result.bounded->ask_next;
  return std::any_of(asked.begin(), asked.end(), [&](const ipi::AskNext& next) { return next.variable == question; });
}

std::string unused(const Assessed& assessed) {
  std::string all;
  for (const ipi::Variable& one : assessed.result.unused) all += ipi::address_of(assessed.read.form, one) + " ";
  return all;
}

std::string unlisted(const FormText& form) {
  std::string all;
  const Assessed assessed = usual(form);
  for (const ipi::ExpectedRoles* expected : assessed.result.unlisted_roles)
    all += fmt::format("{} ", expected->text.original());
  return all;
}

const std::string alone = "intake: {syndrome: yes, low: no, few: no}, setting: {alone: yes}";
const std::string not_alone = "intake: {syndrome: yes, low: no, few: no}, setting: {alone: no}";

}  // namespace

TEST_SUITE("protocol") {
  TEST_CASE("a section of the form may apply only where a condition holds") {
    CHECK_FALSE(may_be_put(usual({}), "extra.school"));
    CHECK(may_be_put(usual({.respondent = "age: 40, context: [young]"}), "extra.school"));
    CHECK(unused(usual({.answers = alone + ", extra: {school: yes}"})) == "extra.school ");
    CHECK(unused(usual({.answers = alone + ", extra: {school: yes}", .respondent = "age: 40, context: [young]"}))
              .empty());
  }

  TEST_CASE("a form that names no context is in none, so that its branch is closed and not open") {
    const Assessed assessed = usual({});
    CHECK(assessed.result.state.applies(variable(assessed, "extra.school")) == Truth::no);
  }

  TEST_CASE("a section of a roster is addressed by its own name, and applies by entry") {
    const Assessed assessed =
        usual({.ties = {"person: P1, role: partner, status: current, fear: {afraid: past}",
                        "person: P2, role: friend, status: ended, fear: {afraid: past}"},
               .events = {"event: E1, kind: died, death: {seen: yes}", "event: E2, kind: moved, death: {seen: yes}"}});
    CHECK(unused(assessed) == "P2.fear.afraid E2.death.seen ");
    CHECK(assessed.result.state.answered(variable(assessed, "fear.afraid", Group::relationships)) == Truth::yes);
    CHECK(assessed.result.state.applies(variable(assessed, "fear.afraid", Group::relationships, 1)) == Truth::no);
    CHECK(assessed.result.state.applies(variable(assessed, "death.seen", Group::events)) == Truth::yes);
  }

  TEST_CASE("asked only where: put where it is sure, and unknown elsewhere") {
    for (const char* setting : {"no", "unknown", "refused"}) {
      const Assessed assessed =
          usual({.answers = fmt::format("intake: {{syndrome: yes, low: no, few: no}}, setting: {{alone: {}}}", setting),
                 .ties = {"person: P1, role: partner, status: current, differs: yes, stuck: yes"}});
      CHECK_FALSE(may_be_put(assessed, "hidden.secret"));
      CHECK_FALSE(may_be_put(assessed, "fear.afraid", Group::relationships));
      // The gate is closed, and the question still applies: it is unknown, never "never".
      CHECK(assessed.result.state.applies(variable(assessed, "fear.afraid", Group::relationships)) == Truth::yes);
      CHECK(assessed.candidate("dispute", "P1").blocked == Truth::unknown);
      CHECK(assessed.suggestion() == "focus: dispute P1 possible");
    }
    CHECK(may_be_put(usual({.ties = {"person: P1, role: partner, status: current"}}), "fear.afraid",
                     Group::relationships));
  }

  TEST_CASE("an answer given behind a closed gate still counts") {
    const Assessed assessed =
        usual({.answers = not_alone,
               .ties = {"person: P1, role: partner, status: current, differs: yes, stuck: yes, fear: {afraid: now}"}});
    CHECK(assessed.candidate("dispute", "P1").blocked == Truth::yes);
    CHECK(unused(assessed).empty());
    CHECK(assessed.result.safety_status == ipi::SafetyStatus::red);
  }

  TEST_CASE("withheld items are not put where it surely holds, and open where it is not known") {
    const auto tie = [](const char* afraid) {
      return usual({.ties = {fmt::format("person: P1, role: partner, status: current, fear: {{afraid: {}}}", afraid)}});
    };
    CHECK_FALSE(may_be_put(tie("now"), "tie.2", Group::relationships));
    CHECK(may_be_put(tie("now"), "tie.1", Group::relationships));
    CHECK(may_be_put(tie("past"), "tie.2", Group::relationships));
    CHECK(may_be_put(tie("unknown"), "tie.2", Group::relationships));
    const Assessed withheld = tie("now");
    CHECK(withheld.result.state.applies(variable(withheld, "tie.2", Group::relationships)) == Truth::yes);
    CHECK(withheld.candidate("dispute", "P1").offered == Truth::unknown);
  }

  TEST_CASE("a withheld question is never among what to ask next, and elsewhere it is") {
    const auto tie = [](const char* afraid) {
      return usual({.ties = {fmt::format("person: P1, role: partner, status: current, differs: no, stuck: yes, fear: "
                                         "{{afraid: {}}}, tie: {{1: 0}}",
                                         afraid)}});
    };
    const Assessed withheld = tie("now");
    CHECK_FALSE(is_asked_next(withheld, variable(withheld, "tie.2", Group::relationships)));
    const Assessed put = tie("never");
    CHECK(is_asked_next(put, variable(put, "tie.2", Group::relationships)));
    // What is not put may still change the suggestion: it stays among the possible ones.
    CHECK(withheld.result.bounded->stability.possible.size() == put.result.bounded->stability.possible.size());
  }

  TEST_CASE("an answer to a withheld question counts") {
    const Assessed assessed = usual({.ties = {"person: P1, role: partner, status: current, differs: no, stuck: yes, "
                                              "fear: {afraid: now}, tie: {1: 0, 2: 1}"}});
    CHECK(assessed.candidate("dispute", "P1").offered == Truth::yes);
    CHECK(assessed.candidate("dispute", "P1").points == 9);
    CHECK(assessed.result.relationships.front().scores.front().value.value == ipi::Rational(1));
    CHECK(unused(assessed).empty());
  }

  TEST_CASE("private and for the record, of a question's own section alone") {
    const ipi::Layout& layout = *whole_world::usual().sound("p").layout;
    const auto slot = [&](Group group, const char* address) -> const ipi::Slot& {
      return layout.group(group).slots[*layout.find_slot(group, address)];
    };
    CHECK(slot(Group::form, "hidden.secret").is_private);
    CHECK(slot(Group::relationships, "fear.afraid").is_private);
    CHECK_FALSE(slot(Group::relationships, "differs").is_private);
    CHECK_FALSE(slot(Group::form, "intake.low").is_private);
  }

  TEST_CASE("expected roles are listed back once relationships were asked for") {
    CHECK(unlisted({}) == "No partner is listed. Nobody near is listed. ");
    CHECK(unlisted({.ties = {"person: P1, role: friend, status: current"}}) == "No partner is listed. ");
    CHECK(unlisted({.ties = {"person: P1, role: partner, status: deceased"}}).empty());
    const Assessed not_asked(whole_world::usual().sound("p"),
                             "form: p\nid: x\ndate: 2026-03-04\nrespondent: {age: 40}\n");
    CHECK(not_asked.result.unlisted_roles.empty());
  }

  TEST_CASE("E0244: expected roles that are none") {
    CHECK(with("roles: [partner], text", "roles: [partnr], text") ==
          "protocols/p.yaml:30:11: E0244: there is no role 'partnr' | did you mean 'partner'?\n");
    CHECK(with("{roles: [partner], text: No partner is listed.}", "{roles: [], text: No partner is listed.}") ==
          "protocols/p.yaml:30:11: E0244: which roles are expected? | list them: roles: [mother, step_parent]\n");
    CHECK(with("{roles: [partner], text: No partner is listed.}", "{text: No partner is listed.}") ==
          "protocols/p.yaml:30:11: E0244: which roles are expected? | list them: roles: [mother, step_parent]\n");
  }

  TEST_CASE("E0245: an item to be withheld that the instrument does not have") {
    CHECK(with("items: [\"2\"]", "items: [\"3\"]").find("E0245: tie has no item '3'") != std::string::npos);
    CHECK(with("items: [\"2\"]", "items: []") ==
          "protocols/p.yaml:46:21: E0245: which items are withheld? | list them: items: [\"1\", \"2\"]\n");
    CHECK(with("withhold: {items: [\"2\"], where", "withhold: {items: [\"2\"], whre") ==
          "protocols/p.yaml:46:21: E0203: what is withheld needs a key 'where' | add a line 'where: "
          "...'\nprotocols/p.yaml:46:36: E0201: what is withheld has no key 'whre' | did you mean 'where'?\n");
    CHECK(with("where: {this.fear.afraid: now}}", "where: {this.fear.afraid: nwo}}").find("E0212") !=
          std::string::npos);
  }

  TEST_CASE("a gate on an address of nothing is refused") {
    CHECK(with("  - section: hidden\n    asked_only_where: {setting.alone: \"yes\"}",
               "  - section: hidden\n    asked_only_where: {setting.alon: \"yes\"}")
              .find("E0211: 'setting.alon' is the address of nothing here | did you mean 'setting.alone'?") !=
          std::string::npos);
  }

  TEST_CASE("W0286 spares what is for the record, a question or a whole section") {
    const auto warned = [](std::string_view from, std::string_view to) {
      Files files;
      files.protocol = support::changed(files.protocol, from, to);
      World world(files.texts());
      ipi::Diagnostics diagnostics;
      const ipi::Compiled* compiled = &world.sound("p");
      const std::vector<const ipi::Compiled*> readings = {
          compiled, world.library.compiled("p", {"", {"young"}}, world.diagnostics),
          world.library.compiled("p", {"", {"old"}}, world.diagnostics)};
      ipi::lint_rules(readings, diagnostics);
      std::string all;
      for (const ipi::Diagnostic& said : diagnostics.all()) all += said.message + "\n";
      return all;
    };
    CHECK(warned("protocol: p", "protocol: p") ==
          "2 questions are asked, and no score, rule or branch uses them: hidden.secret, events.death.seen\n");
    CHECK(warned("{id: secret, text: Secret,", "{id: secret, text: Secret, for_the_record: \"yes\",")
              .find("hidden.secret") == std::string::npos);
    CHECK(warned("    private: \"yes\"\n    questions: [{id: secret",
                 "    private: \"yes\"\n    for_the_record: \"yes\"\n    questions: [{id: secret")
              .find("hidden.secret") == std::string::npos);
  }
}
