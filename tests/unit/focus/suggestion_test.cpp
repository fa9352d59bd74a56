#include "focus/suggestion.h"

#include <doctest/doctest.h>

#include <string>

#include "../support.h"

using ipi::Truth;
using support::Assessed;
using support::World;

namespace {

const std::string yes_no = "options: [{value: \"yes\", label: y}, {value: \"no\", label: n}]";

/// A model in which each entry says itself how many points it has: p5: yes adds 5, and so on.
std::string model(const std::string& combine = "", const std::string& areas = "", const std::string& gates = "") {
  const std::string weights =
      "[{id: w1, weight: 1, holds: {this.p1: \"yes\"}, statement: s, source: [p]}, {id: w2, weight: 2, holds: "
      "{this.p2: \"yes\"}, statement: s, source: [p]},"
      " {id: w4, weight: 4, holds: {this.p4: \"yes\"}, statement: s, source: [p]}, {id: w8, weight: 8, holds: "
      "{this.p8: \"yes\"}, statement: s, source: [p]}]";
  const std::string usual =
      "  deaths: {title: Death, cap: clear, subject: {each: events, where: {this.kind: {tagged: death}}}, "
      "indicators: " +
      weights + "}\n" +
      "  changes: {title: Change, cap: likely, subject: {each: events, where: {this.kind: {tagged: change}}}, "
      "indicators: " +
      weights + "}\n" +
      "  ties: {title: Tie, cap: possible, subject: {each: relationships, where: {this.status: current}}, "
      "indicators: " +
      weights + "}\n";
  return "model: m\ntitle: T\nconvention: c\nsources: {p: x}\n" + gates + "areas:\n" + (areas.empty() ? usual : areas) +
         "combine:\n  minimum: 5\n  near_tie: 1\n" +
         (combine.empty() ? "  break_ties: [{id: because_of, entry: this.because_of}, {id: patient_view, area: s.area, "
                            "subject: s.subject}, {id: manageable, prefers: {this.manageable: \"yes\"}}, {id: "
                            "latest_start, date: this.when}]\n"
                          : combine) +
         "  second: {at_least: 5, within: 3}\n  strength: {clear: {points: 8, margin: 3}, likely: {points: 6, margin: "
         "2}}\n  source: [p]\n";
}

std::string protocol() {
  const std::string points = fmt::format(
      "{{id: p1, text: x, {0}}}, {{id: p2, text: x, {0}}}, {{id: p4, text: x, {0}}}, {{id: p8, text: x, {0}}}, {{id: "
      "manageable, text: x, {0}}}, {{id: because_of, text: x, type: entry}}",
      yes_no);
  return fmt::format(
      "protocol: p\ntitle: T\nmodel: m\nsections:\n  - section: s\n    questions:\n      - {{id: gate, text: x, "
      "{0}}}\n      - {{id: few, text: x, {0}}}\n      - {{id: check, text: x, {0}}}\n"
      "      - {{id: area, text: x, options: [{{value: deaths, label: d}}, {{value: changes, label: c}}, {{value: "
      "ties, label: t}}]}}\n      - {{id: subject, text: x, type: entry}}\n"
      "  - onset: {{text: x}}\n  - instrument: q\n  - relationships: {{roles: roles, closeness: {{text: x, {0}}}, "
      "questions: [{1}]}}\n  - events: {{kinds: events, questions: [{1}]}}\n",
      yes_no, points);
}

std::vector<support::Text> files(const std::string& model_text) {
  return support::together(
      {support::catalogues(),
       {support::instrument(
            "q",
            "options: [{value: 0, label: a}, {value: 1, label: b}, {value: 2, label: c}, {value: 3, label: d}]\n"
            "items: [{id: \"1\", text: x}, {id: \"2\", text: x}, {id: \"3\", text: x}, {id: \"4\", text: x}, {id: "
            "\"5\", text: x}, {id: \"6\", text: x}, {id: \"7\", text: x}, {id: \"8\", text: x}, {id: \"9\", text: x}]\n"
            "scores:\n  - {id: total, method: sum, items: [\"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\", \"8\", "
            "\"9\"]}\n"
            "  - {id: prorated, method: sum, items: [\"1\", \"2\", \"3\", \"4\"], missing: {rule: prorate, at_least: "
            "3}}\n"),
        {"protocols/p.yaml", protocol()},
        {"models/m.yaml", model_text}}});
}

World& usual() {
  static World world(files(model()));
  return world;
}

/// An entry with that many points, 0 to 15.
std::string entry(const std::string& head, int points, const std::string& more = "") {
  const auto bit = [&](int weight) { return (points & weight) != 0 ? "yes" : "no"; };
  return fmt::format("  - {{{}, p1: {}, p2: {}, p4: {}, p8: {}{}{}}}\n", head, bit(1), bit(2), bit(4), bit(8),
                     more.empty() ? "" : ", ", more);
}
std::string tie(int number, int points, const std::string& more = "") {
  return entry(fmt::format("person: P{}, role: friend, status: current", number), points, more);
}
std::string event(int number, const std::string& kind, int points, const std::string& more = "") {
  return entry(fmt::format("event: E{}, kind: {}", number, kind), points, more);
}

std::string form(const std::string& ties, const std::string& events, const std::string& more = "") {
  return "form: p\nid: x\ndate: 2026-03-04\nrespondent: {age: 40}\nrelationships:" +
         (ties.empty() ? std::string(" []\n") : "\n" + ties) +
         "events:" + (events.empty() ? std::string(" []\n") : "\n" + events) +
         "complete: {relationships: yes, events: yes}\n" + more;
}

std::string suggestion(const std::string& text, World& world = usual()) {
  return Assessed(world.sound("p"), text).suggestion();
}

}  // namespace

TEST_SUITE("focus suggestion") {
  TEST_CASE("a candidate for each entry that can be a subject") {
    const Assessed assessed(usual().sound("p"), form(tie(1, 0) + "  - {person: P2, role: friend, status: ended}\n" +
                                                         "  - {person: P3, role: friend, status: deceased}\n",
                                                     event(1, "died", 3) + event(2, "moved", 1)));
    REQUIRE(assessed.result.candidates.size() == 3);
    CHECK(assessed.candidate("deaths", "E1").points == 3);
    CHECK(assessed.candidate("changes", "E2").points == 1);
    CHECK(assessed.candidate("ties", "P1").points == 0);
    CHECK(assessed.suggestion() == "none:");
  }

  TEST_CASE("the minimum from both sides, and what could still reach it") {
    CHECK(suggestion(form("", event(1, "died", 4))) == "none:");
    CHECK(suggestion(form("", event(1, "died", 5))) == "focus: deaths E1 possible");
    CHECK(suggestion(form("", "  - {event: E1, kind: died, p1: yes, p2: no, p4: unknown, p8: no}\n")) ==
          "not_enough_answered:");
    CHECK(suggestion(form("", "  - {event: E1, kind: died, p1: no, p2: no, p4: unknown, p8: no}\n")) == "none:");
  }

  TEST_CASE("strength by points and margin, capped by area") {
    CHECK(suggestion(form("", event(1, "died", 8))) == "focus: deaths E1 clear");
    CHECK(suggestion(form("", event(1, "died", 7))) == "focus: deaths E1 likely");
    CHECK(suggestion(form("", event(1, "died", 6))) == "focus: deaths E1 likely");
    CHECK(suggestion(form("", event(1, "moved", 8))) == "focus: changes E1 likely");
    CHECK(suggestion(form(tie(1, 15), "")) == "focus: ties P1 possible");
    // The margin is to the best outside the focus; the second of another area joins it.
    CHECK(suggestion(form("", event(1, "died", 8) + event(2, "died", 6))) == "focus: deaths E1 likely");
    CHECK(suggestion(form("", event(1, "died", 8) + event(2, "died", 5))) == "focus: deaths E1 clear");
  }

  TEST_CASE("agreement lifts the cap and is no evidence") {
    CHECK(suggestion(form("", event(1, "moved", 8), "focus_agreed: {area: changes, subject: E1, by_patient: yes}\n")) ==
          "focus: changes E1 clear");
    CHECK(suggestion(form("", event(1, "moved", 8), "focus_agreed: {area: changes, by_patient: yes}\n")) ==
          "focus: changes E1 clear");
    CHECK(suggestion(form("", event(1, "moved", 8), "focus_agreed: {area: changes, subject: E1, by_patient: no}\n")) ==
          "focus: changes E1 likely");
    CHECK(suggestion(form("", event(1, "moved", 4), "focus_agreed: {area: changes, subject: E1, by_patient: yes}\n")) ==
          "none:");
    const Assessed agreed(usual().sound("p"), form("", event(1, "moved", 8) + event(2, "died", 15),
                                                   "focus_agreed: {area: changes, subject: E1, by_patient: yes}\n"));
    CHECK(agreed.suggestion() == "focus: deaths E2 clear");
    CHECK_FALSE(agreed.result.suggestion->agreed);
  }

  TEST_CASE("a second focus of another area, at least 5 and within 3") {
    CHECK(suggestion(form("", event(1, "died", 9) + event(2, "moved", 6))) ==
          "focus: deaths E1 clear, changes E2 likely");
    CHECK(suggestion(form("", event(1, "died", 9) + event(2, "moved", 5))) == "focus: deaths E1 clear");
    CHECK(suggestion(form("", event(1, "died", 7) + event(2, "moved", 5))) ==
          "focus: deaths E1 likely, changes E2 possible");
    CHECK(suggestion(form("", event(1, "died", 7) + event(2, "moved", 4))) == "focus: deaths E1 likely");
    // A focus of two names two areas.
    CHECK(suggestion(form("", event(1, "died", 9) + event(2, "died", 7))) == "focus: deaths E1 likely");
    // Equals for the second place: told apart by a tie-break, or none is named, whatever the order of the form.
    CHECK(suggestion(form("", event(1, "died", 9) + event(2, "moved", 6) + event(3, "moved", 6))) ==
          "focus: deaths E1 clear");
    CHECK(suggestion(form("", event(1, "died", 9) + event(2, "moved", 6) + event(3, "moved", 6, "because_of: E2"))) ==
          "focus: deaths E1 clear, changes E2 likely");
    const Assessed two(usual().sound("p"), form(tie(1, 5), event(1, "died", 9) + event(2, "moved", 6)));
    CHECK(two.result.suggestion->margin == 4);
  }

  TEST_CASE("a near tie is the patient's to settle, a wider one is not") {
    CHECK(suggestion(form("", event(1, "died", 8) + event(2, "moved", 7))) ==
          "choose_with_patient: deaths E1 possible, changes E2 possible");
    CHECK(suggestion(form("", event(1, "died", 8) + event(2, "moved", 6))) ==
          "focus: deaths E1 clear, changes E2 likely");
    CHECK(suggestion(form(tie(1, 7), event(1, "died", 7) + event(2, "moved", 7))) ==
          "choose_with_patient: deaths E1 possible, changes E2 possible, ties P1 possible");
    // What does not reach the minimum shares no first place.
    CHECK(suggestion(form("", event(1, "died", 5) + event(2, "moved", 4))) == "focus: deaths E1 possible");
  }

  TEST_CASE("tie-break: what another caused ranks below it") {
    const std::string caused = suggestion(form("", event(1, "died", 7) + event(2, "moved", 8, "because_of: E1")));
    CHECK(caused == "focus: deaths E1 likely, changes E2 likely");
    CHECK(suggestion(form("", event(1, "died", 7, "because_of: none") + event(2, "moved", 8, "because_of: unknown"))) ==
          "choose_with_patient: changes E2 possible, deaths E1 possible");
    // Outside a near tie it says nothing.
    CHECK(suggestion(form("", event(1, "died", 6) + event(2, "moved", 8, "because_of: E1"))) ==
          "focus: changes E2 likely, deaths E1 likely");
    // Both ways: neither is told apart.
    CHECK(suggestion(form("", event(1, "died", 8, "because_of: E2") + event(2, "moved", 8, "because_of: E1"))) ==
          "choose_with_patient: deaths E1 possible, changes E2 possible");
    // A circle of three.
    CHECK(suggestion(form(tie(1, 8, "because_of: E2"),
                          event(1, "died", 8, "because_of: P1") + event(2, "moved", 8, "because_of: E1"))) ==
          "choose_with_patient: deaths E1 possible, changes E2 possible, ties P1 possible");
    // A chain of three: each below its cause, though the last has the most points.
    const Assessed chain(usual().sound("p"), form(tie(1, 9, "because_of: E2"),
                                                  event(1, "died", 8) + event(2, "moved", 8, "because_of: E1")));
    CHECK(chain.suggestion() == "focus: deaths E1 possible, ties P1 possible");
    REQUIRE(chain.result.suggestion->ranking.size() == 3);
    CHECK(chain.result.candidates[chain.result.suggestion->ranking[1]].code == "E2");
    CHECK(chain.result.candidates[chain.result.suggestion->ranking[2]].code == "P1");
    // A cause that is no candidate in the tie settles nothing.
    CHECK(suggestion(form(tie(1, 1), event(1, "died", 8) + event(2, "moved", 8, "because_of: P1"))) ==
          "choose_with_patient: deaths E1 possible, changes E2 possible");
  }

  TEST_CASE("tie-break: the patient's own view") {
    const std::string tied = event(1, "died", 8) + event(2, "moved", 8) + event(3, "moved", 8);
    CHECK(suggestion(form("", tied, "answers: {s: {area: deaths}}\n")).substr(0, 16) == "focus: deaths E1");
    CHECK(suggestion(form("", tied, "answers: {s: {area: changes}}\n")) ==
          "choose_with_patient: changes E2 possible, changes E3 possible");
    CHECK(suggestion(form("", tied, "answers: {s: {area: changes, subject: E3}}\n")).substr(0, 17) ==
          "focus: changes E3");
    CHECK(suggestion(form("", tied, "answers: {s: {area: deaths, subject: E3}}\n")).substr(0, 20) ==
          "choose_with_patient:");
    CHECK(suggestion(form("", tied, "answers: {s: {area: refused}}\n")).substr(0, 20) == "choose_with_patient:");
    CHECK(suggestion(form("", tied, "answers: {s: {area: ties}}\n")).substr(0, 20) == "choose_with_patient:");
  }

  TEST_CASE("tie-break: manageable and the more immediate order, and settle nothing") {
    CHECK(suggestion(form("", event(1, "died", 8) + event(2, "moved", 8, "manageable: yes"))) ==
          "choose_with_patient: changes E2 possible, deaths E1 possible");
    CHECK(suggestion(form("", event(1, "died", 8, "manageable: no") + event(2, "moved", 8))) ==
          "choose_with_patient: deaths E1 possible, changes E2 possible");
    CHECK(suggestion(form("", event(1, "died", 8, "when: 2025-01") + event(2, "moved", 8, "when: 2025-06"))) ==
          "choose_with_patient: changes E2 possible, deaths E1 possible");
    // Only where all of them have a date, to the month.
    CHECK(suggestion(form("", event(1, "died", 8, "when: 2025-01") + event(2, "moved", 8, "when: unknown"))) ==
          "choose_with_patient: deaths E1 possible, changes E2 possible");
    CHECK(suggestion(form("", event(1, "died", 8, "when: 2024") + event(2, "moved", 8, "when: 2025-06"))) ==
          "choose_with_patient: deaths E1 possible, changes E2 possible");
    CHECK(suggestion(form(tie(1, 8), event(1, "died", 8, "when: 2024-01") + event(2, "moved", 8, "when: 2025-06"))) ==
          "choose_with_patient: deaths E1 possible, changes E2 possible, ties P1 possible");
  }

  TEST_CASE("without tie-breaks a near tie stays one") {
    World world(files(model("  break_ties: []\n")));
    CHECK(suggestion(form("", event(1, "died", 8, "because_of: E2") + event(2, "moved", 8)), world) ==
          "choose_with_patient: deaths E1 possible, changes E2 possible");
  }

  TEST_CASE("required and excludes are three-valued") {
    const std::string area =
        "  one: {title: One, subject: {each: events}, required: [{id: r, weight: 3, holds: {this.p1: \"yes\"}, "
        "statement: needed, source: [p]}],"
        " excludes: [{id: x, holds: {this.p2: \"yes\"}, statement: barred, source: [p]}], indicators: [{id: i, weight: "
        "4, holds: {this.p4: \"yes\"}, statement: s, source: [p]}]}\n";
    World world(files(model("", area)));
    const auto offered = [&](const std::string& p1, const std::string& p2) {
      const Assessed assessed(
          world.sound("p"), form("", fmt::format("  - {{event: E1, kind: died, p1: {}, p2: {}, p4: yes}}\n", p1, p2)));
      const ipi::Candidate& candidate = assessed.candidate("one", "E1");
      const char* word = candidate.offered == Truth::yes ? "yes" : candidate.offered == Truth::no ? "no" : "open";
      return fmt::format("{} {} [{} {}]{}{} {}", word, candidate.points, candidate.lowest, candidate.highest,
                         candidate.because.empty() ? "" : " ", candidate.because.in_words(),
                         to_text(assessed.result.suggestion->verdict));
    };
    CHECK(offered("yes", "no") == "yes 7 [7 7] focus");
    CHECK(offered("no", "no") == "no 4 [4 4] not so: needed none");
    CHECK(offered("unknown", "no") == "open 4 [4 7] not known: needed not_enough_answered");
    CHECK(offered("yes", "yes") == "no 7 [7 7] excluded: barred none");
    CHECK(offered("yes", "refused") == "open 7 [7 7] not known whether excluded: barred not_enough_answered");
    CHECK(offered("no", "unknown") == "no 4 [4 4] not so: needed none");
    CHECK(offered("unknown", "yes") == "no 4 [4 7] excluded: barred none");
  }

  TEST_CASE("a gate excludes every area, and an unknown one makes it provisional") {
    World world(files(model(
        "", "", "gates: [{id: g, holds: {s.gate: \"yes\"}, statement: closed, unknown: not settled, source: [p]}]\n")));
    const auto with_gate = [&](const std::string& said) {
      return form("", event(1, "died", 8), "answers: {s: {gate: " + said + "}}\n");
    };
    const Assessed open(world.sound("p"), with_gate("no"));
    CHECK(open.suggestion() == "focus: deaths E1 clear");
    CHECK_FALSE(open.result.suggestion->provisional);
    const Assessed closed(world.sound("p"), with_gate("yes"));
    CHECK(closed.suggestion() == "none:");
    CHECK(closed.candidate("deaths", "E1").because.in_words() == "closed");
    CHECK(closed.candidate("deaths", "E1").points == 8);
    const Assessed unknown(world.sound("p"), with_gate("refused"));
    CHECK(unknown.suggestion() == "focus: deaths E1 clear");
    CHECK(unknown.result.suggestion->provisional);
    CHECK(unknown.result.suggestion->notes == std::vector<std::string>{"not settled"});
  }

  TEST_CASE("a residual area comes last, and only where all others are refused") {
    const std::string areas =
        "  rest: {title: Rest, cap: clear, residual: \"yes\", clear_needs: {s.check: answered}, recheck: [look again], "
        "indicators: [{id: i, weight: 8, holds: {s.few: \"yes\"}, statement: s, source: [p]}]}\n"
        "  one: {title: One, subject: {each: events}, required: [{id: r, weight: 3, holds: {this.p1: \"yes\"}, "
        "statement: needed, source: [p]}]}\n";
    World world(files(model("", areas)));
    const auto rest = [&](const std::string& events,
                          const std::string& more = "answers: {s: {few: yes, check: no}}\n") {
      const Assessed assessed(world.sound("p"), form("", events, more));
      const ipi::Candidate& candidate = assessed.candidate("rest");
      return fmt::format("{}{} | {}",
                         candidate.offered == Truth::yes  ? "yes"
                         : candidate.offered == Truth::no ? "no"
                                                          : "open",
                         candidate.because.empty() ? "" : " " + candidate.because.in_words(), assessed.suggestion());
    };
    CHECK(rest("") == "yes | focus: rest clear");
    CHECK(rest("  - {event: E1, kind: died, p1: no}\n") == "yes | focus: rest clear");
    // Whatever its points: 3 are not enough for a focus, and yet the area is present.
    CHECK(rest("  - {event: E1, kind: died, p1: yes}\n") == "no another area is present: One (E1) | none:");
    CHECK(rest("  - {event: E1, kind: died, p1: unknown}\n") ==
          "open another area is still open: One (E1) | not_enough_answered:");
    CHECK(rest("  - {event: E1, kind: died, p1: unknown}\n  - {event: E2, kind: died, p1: yes}\n") ==
          "no another area is present: One (E2) | none:");
    // Never clear before the check is answered, and then with what to look at again.
    const Assessed unchecked(world.sound("p"), form("", "", "answers: {s: {few: yes}}\n"));
    CHECK(unchecked.suggestion() == "focus: rest likely");
    CHECK(unchecked.result.suggestion->recheck == std::vector<std::string>{"look again"});
    CHECK(Assessed(world.sound("p"), form("", "", "answers: {s: {few: yes, check: yes}}\n"))
              .result.suggestion->recheck.empty());
    // What was not asked, or not to the end, is not none.
    const std::string head =
        "form: p\nid: x\ndate: 2026-03-04\nrespondent: {age: 40}\nanswers: {s: {few: yes, check: no}}\n";
    for (const char* lists :
         {"", "events: []\n", "events: []\ncomplete: {events: no}\n", "complete: {events: yes}\n"}) {
      const Assessed part(world.sound("p"), head + lists);
      CHECK(part.suggestion() == "not_enough_answered:");
      CHECK(part.candidate("rest").because.in_words() == "it is not known whether all events are listed");
    }
  }

  TEST_CASE("lowest and highest see one open answer once") {
    const std::string area =
        "  one: {title: One, subject: {each: events}, indicators: [{id: a, weight: 3, holds: {this.p1: \"yes\"}, "
        "statement: s, source: [p]}, {id: b, weight: -2, holds: {this.p1: \"yes\"}, statement: s, source: [p]},"
        " {id: c, weight: 4, holds: {this.p1: \"no\"}, statement: s, source: [p]}]}\n";
    World world(files(model("", area)));
    const Assessed assessed(world.sound("p"), form("", "  - {event: E1, kind: died, p1: unknown}\n"));
    const ipi::Candidate& candidate = assessed.candidate("one", "E1");
    // Either +3 and -2, or +4: never -2 alone, never 7.
    CHECK(candidate.points == 0);
    CHECK(candidate.lowest == 1);
    CHECK(candidate.highest == 4);
    CHECK(candidate.exact);
  }

  TEST_CASE("a test on a score rests on its value, or on what it can still become") {
    const std::string area =
        "  one: {title: One, indicators: [{id: a, weight: 5, holds: {q.total: {from: 10}}, statement: s, source: [p]}, "
        "{id: b, weight: 1, holds: {q.total: {from: 17}}, statement: s, source: [p]},"
        " {id: c, weight: 2, holds: {q.prorated: {from: 7}}, statement: s, source: [p]}, {id: d, weight: 10, holds: "
        "{q.total: {from: 19}}, statement: s, source: [p]}]}\n";
    World world(files(model("", area)));
    const auto holds = [&](const std::string& answers) {
      const Assessed assessed(world.sound("p"), form("", "", "answers: {q: " + answers + "}\n"));
      std::string all;
      for (const ipi::Evidence& evidence : assessed.candidate("one").evidence)
        all += evidence.holds == Truth::yes ? 'y' : evidence.holds == Truth::no ? 'n' : '?';
      return fmt::format("{} {} {}", all, assessed.candidate("one").lowest, assessed.candidate("one").highest);
    };
    // 8 of 9 with a sum of 15: at least 10 for sure, 17 perhaps, 19 never; prorated from 4 of 4.
    CHECK(holds("[2, 2, 2, 2, 2, 2, 2, 1, skipped]") == "y?yn 7 8");
    // 3 of 4 with a sum of 5: prorated 20/3, below 7.
    CHECK(holds("[2, 2, 1, skipped, 2, 2, 2, 2, 2]") == "y?nn 5 8");
    CHECK(holds("not_asked") == "???? 0 18");
    CHECK(holds("[0, 0, 0, 0, 0, 0, 0, 0, 0]") == "nnnn 0 0");
  }

  TEST_CASE("a date known to a coming year lies in that year") {
    const std::string derived = "derived: {events.lead: {months: [events.when, onset]}}\n";
    const std::string area =
        "  one: {title: One, subject: {each: events}, indicators: [{id: a, weight: 3, holds: {this.lead: {from: -30}}, "
        "statement: s, source: [p]}, {id: b, weight: -2, holds: {this.lead: {below: 0}}, statement: s, source: "
        "[p]}]}\n";
    World world(files(model("", area, derived)));
    const Assessed assessed(world.sound("p"),
                            form("", "  - {event: E1, kind: moved, when: 2028}\n", "onset: 2026-01\n"));
    // 24 to 35 months after the onset.
    CHECK(assessed.candidate("one", "E1").lowest == -2);
    CHECK(assessed.candidate("one", "E1").highest == 1);
  }

  TEST_CASE("an unknown onset does not lie after the form") {
    const std::string derived = "derived: {events.lead: {months: [events.when, onset]}}\n";
    const std::string area =
        "  one: {title: One, subject: {each: events}, indicators: [{id: a, weight: 3, holds: {this.lead: {from: 2}}, "
        "statement: s, source: [p]}]}\n";
    World world(files(model("", area, derived)));
    CHECK(Assessed(world.sound("p"), form("", "  - {event: E1, kind: moved, when: 2026-02}\n"))
              .candidate("one", "E1")
              .highest == 0);
    CHECK(Assessed(world.sound("p"), form("", "  - {event: E1, kind: moved, when: 2026-01}\n"))
              .candidate("one", "E1")
              .highest == 3);
  }

  TEST_CASE("what unlisted entries could add stays open until the list is whole") {
    const std::string derived = "derived: {changes: {count: events, where: {this.kind: {tagged: change}}}}\n";
    const std::string area =
        "  one: {title: One, indicators: [{id: a, weight: 3, holds: {changes: {from: 2}}, statement: s, source: [p]}, "
        "{id: b, weight: 1, holds: {changes: 0}, statement: s, source: [p]}]}\n";
    World world(files(model("", area, derived)));
    const Assessed whole(world.sound("p"), form("", event(1, "moved", 0) + event(2, "died", 0)));
    CHECK(whole.candidate("one").highest == 0);
    const Assessed open(world.sound("p"),
                        "form: p\nid: x\ndate: 2026-03-04\nrespondent: {age: 40}\nevents:\n" + event(1, "moved", 0));
    CHECK(open.candidate("one").evidence[0].holds == Truth::unknown);
    CHECK(open.candidate("one").evidence[1].holds == Truth::no);
    const Assessed two(world.sound("p"), "form: p\nid: x\ndate: 2026-03-04\nrespondent: {age: 40}\nevents:\n" +
                                             event(1, "moved", 0) + event(2, "retired", 0));
    CHECK(two.candidate("one").points == 3);
  }

  TEST_CASE("models and protocols that rest on themselves are refused") {
    World circle(files(model("", "", "derived: {n: {count: events, where: {n: {from: 1}}}}\n")));
    CHECK(circle.compiled("p") == nullptr);
    CHECK(support::codes(circle.diagnostics) == "E0242");
    std::vector<support::Text> texts = files(model());
    for (support::Text& text : texts) {
      if (text.path == "protocols/p.yaml")
        text.text =
            support::changed(text.text, "  - instrument: q\n", "  - {instrument: q, when: {q.total: {from: 1}}}\n");
    }
    World itself(texts);
    CHECK(itself.compiled("p") == nullptr);
    CHECK(support::codes(itself.diagnostics) == "E0242 E0242 E0242 E0242 E0242 E0242 E0242 E0242 E0242");
  }

  TEST_CASE("seeded fault: one point of the second focus' window is seen") {
    World world(files(support::changed(model(), "within: 3", "within: 2")));
    const std::string text = form("", event(1, "died", 9) + event(2, "moved", 6));
    CHECK(suggestion(text) != suggestion(text, world));
  }
}
