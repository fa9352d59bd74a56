// A tie that must not be renegotiated, and how far a problem has gone.
#include <doctest/doctest.h>

#include <string>

#include "../whole_world.h"

using ipi::Truth;
using support::Assessed;
using whole_world::FormText;

namespace {

Assessed with_tie(const std::string& answers, const std::string& more = {}) {
  return Assessed(whole_world::usual().sound("p"),
                  FormText{.ties = {"person: P1, role: partner, status: current, " + answers}, .more = more}.text());
}

const std::string agreed = "focus_agreed: {area: dispute, subject: P1, by_patient: yes}\n";

std::string stage(const std::string& answers) {
  const Assessed assessed = with_tie("differs: yes, fear: {afraid: never}, " + answers);
  const ipi::Stage* found = assessed.candidate("dispute", "P1").stage;
  return found == nullptr ? "none" : found->id;
}

}  // namespace

TEST_SUITE("renegotiation") {
  TEST_CASE("blocked, not blocked, and unknown") {
    CHECK(with_tie("differs: yes, fear: {afraid: now}").candidate("dispute", "P1").blocked == Truth::yes);
    CHECK(with_tie("differs: yes, fear: {afraid: past}").candidate("dispute", "P1").blocked == Truth::no);
    CHECK(with_tie("differs: yes, fear: {afraid: never}").candidate("dispute", "P1").blocked == Truth::no);
    for (const char* missing : {"unknown", "refused", "skipped", "not_asked"}) {
      CHECK(with_tie(fmt::format("differs: yes, fear: {{afraid: {}}}", missing)).candidate("dispute", "P1").blocked ==
            Truth::unknown);
    }
    CHECK(with_tie("differs: yes").candidate("dispute", "P1").blocked == Truth::unknown);
  }

  TEST_CASE("an area without a tie is never blocked") {
    const Assessed assessed(whole_world::usual().sound("p"),
                            FormText{.events = {"event: E1, kind: died, linked: yes"}}.text());
    CHECK(assessed.candidate("grief", "E1").blocked == Truth::no);
  }

  TEST_CASE("a blocked dispute stays offered and keeps its points and its strength") {
    for (const char* said : {"now", "never"}) {
      const Assessed assessed = with_tie(fmt::format("differs: yes, stuck: yes, fear: {{afraid: {}}}", said));
      CHECK(assessed.candidate("dispute", "P1").offered == Truth::yes);
      CHECK(assessed.candidate("dispute", "P1").points == 9);
      CHECK(assessed.candidate("dispute", "P1").lowest == 9);
      CHECK(assessed.suggestion() == "focus: dispute P1 likely");
    }
  }

  TEST_CASE("while it is unknown the strength is capped, also where the patient has agreed") {
    CHECK(with_tie("differs: yes, stuck: yes, fear: {afraid: never}").suggestion() == "focus: dispute P1 likely");
    CHECK(with_tie("differs: yes, stuck: yes, fear: {afraid: never}", agreed).suggestion() ==
          "focus: dispute P1 clear");
    CHECK(with_tie("differs: yes, stuck: yes, fear: {afraid: refused}").suggestion() == "focus: dispute P1 possible");
    CHECK(with_tie("differs: yes, stuck: yes, fear: {afraid: refused}", agreed).suggestion() ==
          "focus: dispute P1 possible");
    CHECK(with_tie("differs: yes, stuck: yes, fear: {afraid: refused}", agreed).candidate("dispute", "P1").points == 9);
  }

  TEST_CASE("the cap is the model's word") {
    whole_world::Files files;
    files.model = support::changed(files.model, "unknown_cap: possible", "unknown_cap: likely");
    support::World world(files.texts());
    const Assessed assessed(
        world.sound("p"),
        FormText{.ties = {"person: P1, role: partner, status: current, differs: yes, stuck: yes"}, .more = agreed}
            .text());
    CHECK(assessed.suggestion() == "focus: dispute P1 likely");
  }
}

TEST_SUITE("stages") {
  TEST_CASE("the first that holds is named") {
    CHECK(stage("stuck: yes, leaving: no") == "impasse");
    CHECK(stage("stuck: yes, leaving: yes") == "ending");
    CHECK(stage("stuck: no, leaving: yes") == "ending");
    CHECK(stage("stuck: no, leaving: no") == "none");
  }
  TEST_CASE("one that cannot be told leaves the later ones open") {
    CHECK(stage("stuck: yes, leaving: unknown") == "none");
    CHECK(stage("stuck: unknown, leaving: no") == "none");
    CHECK(stage("stuck: unknown, leaving: yes") == "ending");
  }
}
