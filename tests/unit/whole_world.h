#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support.h"

/// A small world with everything that a whole assessment has: a focus model, safety rules, considerations, a plan, a
/// school and contexts. Each text can be changed before it is read.
namespace whole_world {

struct Files {
  std::string protocol = R"(protocol: p
title: P
model: m
safety: s
suitability: u
plan: l
option_sets:
  yn: [{value: "yes", label: "Yes"}, {value: "no", label: "No"}]
  lately: [{value: never, label: Never}, {value: past, label: Past}, {value: now, label: Now}]
sections:
  - section: intake
    questions:
      - {id: syndrome, text: Syndrome, options: yn}
      - {id: low, text: Low, options: yn}
      - {id: few, text: Few, options: yn}
  - section: setting
    questions: [{id: alone, text: Alone, options: yn}]
  - onset: {text: Onset}
  - section: extra
    when: {respondent.context: young}
    questions: [{id: school, text: School, options: yn}]
  - section: hidden
    asked_only_where: {setting.alone: "yes"}
    private: "yes"
    questions: [{id: secret, text: Secret, options: yn}]
  - relationships:
      roles: roles
      closeness: {text: Close, options: yn}
      expected:
        - {roles: [partner], text: No partner is listed.}
        - {roles: [friend, partner], text: Nobody near is listed.}
      questions:
        - {id: differs, text: Differs, options: yn}
        - {id: stuck, text: Stuck, options: yn}
        - {id: leaving, text: Leaving, options: yn}
      sections:
        - section: fear
          title: Fear
          when: {this.status: current}
          asked_only_where: {setting.alone: "yes"}
          private: "yes"
          questions: [{id: afraid, text: Afraid, options: lately}]
      instruments:
        - instrument: tie
          when: {this.status: current}
          withhold: {items: ["2"], where: {this.fear.afraid: now}}
  - events:
      kinds: events
      questions:
        - {id: linked, text: Linked, options: yn}
        - {id: longing, text: Longing, options: yn}
      sections:
        - section: death
          when: {this.kind: {tagged: death}}
          questions: [{id: seen, text: Seen, options: yn}]
  - section: arrangement
    questions: [{id: course, text: Course, options: [{value: long, label: Long}, {value: short, label: Short}]}]
)";

  std::string model = R"(model: m
title: M
convention: home
sources: {x: A work}
gates:
  - {id: no_syndrome, holds: {intake.syndrome: "no"}, statement: No syndrome., unknown: The syndrome is open.,
      source: [x]}
areas:
  grief:
    title: Grief
    cap: clear
    subject: {each: events, where: {this.kind: {tagged: [death]}}}
    required: [{id: linked, weight: 5, holds: {this.linked: "yes"}, statement: It is linked., source: [x]}]
    indicators: [{id: longing, weight: 3, holds: {this.longing: "yes"}, statement: Longing., source: [x]}]
  dispute:
    title: Dispute
    cap: likely
    subject: {each: relationships, where: {this.status: current}}
    required: [{id: differs, weight: 5, holds: {any: [{this.differs: "yes"}, {this.tie.2: 1}]},
        statement: They differ., source: [x]}]
    indicators: [{id: stuck, weight: 4, holds: {this.stuck: "yes"}, statement: It is stuck., source: [x]}]
    renegotiation: {blocked: {this.fear.afraid: now}, statement: Safety first.,
        unknown: Fear has not been asked about., unknown_cap: possible, source: [x]}
    stages:
      - {id: ending, holds: {this.leaving: "yes"}, statement: One of them leaves., source: [x]}
      - {id: impasse, holds: {this.stuck: "yes"}, statement: Nothing moves., source: [x]}
  alone:
    title: Alone
    residual: "yes"
    required: [{id: few, weight: 5, holds: {intake.few: "yes"}, statement: Few ties., source: [x]}]
combine:
  minimum: 5
  near_tie: 1
  break_ties: [{id: latest_start, date: this.when}]
  second: {at_least: 5, within: 3}
  strength: {clear: {points: 8, margin: 3}, likely: {points: 6, margin: 2}}
  source: [x]
)";

  std::string safety = R"(safety: s
title: S
sources: {x: A work}
rules:
  - {id: low, level: red, holds: {intake.low: "yes"}, statement: Low., source: [x]}
  - {id: open, level: amber, unanswered: [intake.low], statement: Low is open., source: [x]}
  - {id: afraid, level: red, each: relationships, where: {this.status: current}, holds: {this.fear.afraid: now},
      private: "yes", statement: Afraid., source: [x]}
  - {id: fear_open, level: amber, each: relationships, where: {this.status: current},
      unanswered: [this.fear.afraid], private: "yes", statement: Fear is open., source: [x]}
)";

  std::string suitability = R"(suitability: u
title: U
sources: {x: A work}
rules:
  - {id: low, holds: {intake.low: "yes"}, statement: Consider low., source: [x]}
  - {id: alone_only, suggested: alone, statement: Alone only., source: [x]}
  - {id: grief_and_low, holds: {intake.low: "no"}, suggested: grief, statement: Grief and not low., source: [x]}
)";

  std::string plan = R"(plan: l
title: L
model: m
sources: {x: A work}
course: arrangement.course
courses:
  - {id: long, title: Long, sessions: {from: 12, to: 16}, minutes: {from: 45, to: 60}, phases: [{id: all,
      title: All, sessions: {from: 1, to: 16}, tasks: [{text: Talk., source: [x]}]}], source: [x]}
  - {id: short, title: Short, sessions: {from: 8, to: 8}, phases: [{id: all, title: All, sessions: {from: 1, to: 8},
      tasks: [{text: Talk., source: [x]}]}], source: [x]}
areas:
  grief:
    goals: [{text: Mourn., source: [x]}]
    homework: [{text: Write., source: [x], conventions: [away]}, {text: Draw., source: [x], conventions: [young, away]}]
  dispute:
    goals: [{text: See it., source: [x], unless_blocked: "yes"}, {text: Live., source: [x]}]
    strategies: [{text: Break the impasse., source: [x], stage: impasse, unless_blocked: "yes"}, {text: Let go.,
        source: [x], stage: ending}]
    techniques: [{text: Role play., source: [x], unless_blocked: "yes"}]
    blocked: [{text: Be safe., source: [x]}]
  alone:
    goals: [{text: Meet., source: [x]}]
second: [{text: One after the other., source: [x]}, {text: Both at once., source: [x], conventions: [away]}]
measures:
  - {id: mood, instrument: tie, text: Mood, rhythm: Weekly, source: [x]}
  - {id: sleep, text: Sleep, rhythm: Daily, conventions: [young], source: [x]}
)";

  /// A school that counts moves as grief, and two contexts.
  std::string away = R"(convention: away
title: Away
manner: school
model: m
sources: {y: Another work}
changes:
  - {add: areas.grief.subject.where.this.kind.tagged, item: change, why: A move is a loss., source: [y]}
  - {set: areas.grief.title, to: Grief and loss, why: They are one area., source: [y]}
)";
  std::string young = R"(convention: young
title: Young
manner: context
model: m
changes:
  - {add: areas.grief.indicators, item: {id: school, weight: 1, holds: {extra.school: "no"},
      statement: School is lost., source: [x]}, why: School counts., source: [x]}
)";
  std::string old = R"(convention: old
title: Old
manner: context
model: m
changes:
  - {set: areas.alone.required.few.weight, to: 6, why: Being alone weighs more., source: [x]}
  - add: areas.age
    before: alone
    item: {title: Age, required: [{id: low, weight: 5, holds: {intake.low: "yes"}, statement: Low., source: [x]}]}
    why: Age is an area of its own.
    source: [x]
)";

  [[nodiscard]] std::vector<support::Text> texts() const {
    return support::together({support::catalogues(),
                              {support::instrument("tie",
                                                   "options: [{value: 0, label: a}, {value: 1, label: b}]\nitems: "
                                                   "[{id: \"1\", text: x}, {id: \"2\", text: y}]\n"
                                                   "scores:\n  - {id: total, method: sum, items: [\"1\", \"2\"]}\n"),
                               {"protocols/p.yaml", protocol},
                               {"models/m.yaml", model},
                               {"safety/s.yaml", safety},
                               {"suitability/u.yaml", suitability},
                               {"plans/l.yaml", plan},
                               {"conventions/away.yaml", away},
                               {"conventions/old.yaml", old},
                               {"conventions/young.yaml", young}}});
  }
};

inline support::World& usual() {
  static support::World world(Files{}.texts());
  return world;
}

/// A form whose lists are whole; `entries` are lines of the two rosters, `answers` flow maps by section.
struct FormText {
  std::string answers = "intake: {syndrome: yes, low: no, few: no}, setting: {alone: yes}";
  std::vector<std::string> ties = {}, events = {};
  std::string respondent = "age: 40";
  std::string more = {};

  [[nodiscard]] std::string text() const {
    const auto roster = [](const char* key, const std::vector<std::string>& entries) {
      std::string all = entries.empty() ? fmt::format("{}: []\n", key) : fmt::format("{}:\n", key);
      for (const std::string& entry : entries) all += fmt::format("  - {{{}}}\n", entry);
      return all;
    };
    return fmt::format(
        "form: p\nid: x\ndate: 2026-03-04\nrespondent: {{{}}}\nanswers: {{{}}}\n{}{}complete: {{relationships: yes, "
        "events: yes}}\n{}",
        respondent, answers, roster("relationships", ties), roster("events", events), more);
  }
};

}  // namespace whole_world
