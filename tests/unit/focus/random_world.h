#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <vector>

/// Small random definitions and forms, for holding the bounded decision against brute force.
namespace random_world {

/// splitmix64: the same worlds on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  int below(int end) { return static_cast<int>(next() % static_cast<std::uint64_t>(end)); }
  int between(int first, int last) { return first + below(last - first + 1); }
  bool chance(int percent) { return below(100) < percent; }
  template <class T>
  const T& pick(const std::vector<T>& list) {
    return list[static_cast<std::size_t>(below(static_cast<int>(list.size())))];
  }

 private:
  std::uint64_t state_;
};

inline constexpr const char* languages = R"(catalogue: languages
title: Languages
entries: [{id: en, label: English, tags: []}]
)";
inline constexpr const char* roles = R"(catalogue: roles
title: Roles
entries: [{id: friend, label: Friend, tags: []}, {id: parent, label: Parent, tags: []}]
)";
inline constexpr const char* kinds = R"(catalogue: events
title: Events
entries: [{id: died, label: Died, tags: [death]}, {id: moved, label: Moved, tags: [change]},
          {id: other, label: Other, tags: []}]
)";
inline constexpr const char* protocol = R"(protocol: small
title: Small
model: small-model
option_sets:
  yn: [{value: "yes", label: "Yes"}, {value: "no", label: "No"}]
  amount: [{value: 0, label: none}, {value: 1, label: some}, {value: 2, label: much}]
sections:
  - onset: {text: Onset}
  - section: f
    questions:
      - {id: a, text: A, options: yn}
      - {id: b, text: B, options: amount}
      - {id: c, text: C, options: yn, when: {f.a: "yes"}}
      - {id: gate, text: Gate, options: yn}
  - relationships:
      roles: roles
      closeness: {text: Close, options: yn}
      questions:
        - {id: p, text: P, options: yn, when: {this.status: current}}
        - {id: q, text: Q, options: amount}
        - {id: r, text: R, options: yn, when: {this.q: {from: 1}}}
        - {id: cause, text: Cause, type: entry}
  - events:
      kinds: events
      questions:
        - {id: s, text: S, options: yn}
        - {id: t, text: T, options: amount, when: {this.kind: {tagged: change}}}
        - {id: cause, text: Cause, type: entry}
  - section: view
    questions:
      - {id: area, text: Area, options: [{value: grief, label: G}, {value: dispute, label: D},
          {value: transition, label: T}, {value: alone, label: L}]}
      - {id: subject, text: Subject, type: entry}
)";

/// One test, or two joined, over what an area's candidates can look at.
inline std::string condition(Random& random, const std::vector<std::string>& tests) {
  const std::string& first = random.pick(tests);
  if (random.chance(55)) return fmt::format("{{{}}}", first);
  const std::string& second = random.pick(tests);
  if (random.chance(15)) return fmt::format("{{not: {{{}}}}}", first);
  return fmt::format("{{{}: [{{{}}}, {{{}}}]}}", random.chance(50) ? "any" : "all", first, second);
}

inline std::string indicators(Random& random, const std::vector<std::string>& tests) {
  std::string text;
  if (random.chance(70)) {
    text += fmt::format("    required:\n      - {{id: needed, weight: {}, holds: {}, statement: n, source: [x]}}\n",
                        random.between(0, 3), condition(random, tests));
  }
  if (random.chance(25))
    text += fmt::format("    excludes:\n      - {{id: never, holds: {}, statement: e, source: [x]}}\n",
                        condition(random, tests));
  text += "    indicators:\n";
  const int count = random.between(1, 3);
  for (int i = 0; i < count; ++i) {
    text += fmt::format("      - {{id: i{}, weight: {}, holds: {}, statement: i, source: [x]}}\n", i,
                        random.between(-2, 3), condition(random, tests));
  }
  return text;
}

inline std::string model(Random& random) {
  const std::vector<std::string> form = {R"(f.a: "yes")", R"(f.a: "no")",     "f.b: {from: 1}",  "f.b: 2",
                                         R"(f.c: "yes")", "moves: {from: 1}", "moves: {from: 2}"};
  const auto with_form = [&](std::vector<std::string> own) {
    own.insert(own.end(), form.begin(), form.end());
    return own;
  };
  const std::vector<std::string> event =
      with_form({R"(this.s: "yes")", R"(this.s: "no")", "this.lead: {from: 0, below: 6}", "this.lead: {from: 6}",
                 "this.lead: {below: 0}", R"(this.s: "yes")"});
  const std::vector<std::string> change = with_form({R"(this.s: "yes")", "this.t: {from: 1}", "this.t: 2",
                                                     "this.lead: {from: 0, below: 6}", "this.lead: {below: 0}"});
  const std::vector<std::string> tie =
      with_form({R"(this.p: "yes")", R"(this.p: "no")", "this.q: {from: 1}", "this.q: 2", R"(this.r: "yes")"});
  std::string text = "model: small-model\ntitle: Small\nconvention: plain\nsources: {x: X}\n";
  text +=
      "derived:\n  events.lead: {months: [events.when, onset]}\n  moves: {count: events, where: {this.kind: {tagged: "
      "change}, this.s: \"yes\"}}\n";
  text += "gates:\n  - {id: g, holds: {f.gate: \"yes\"}, statement: closed, unknown: open, source: [x]}\n";
  text += "areas:\n  grief:\n    title: Grief\n    subject: {each: events, where: {this.kind: {tagged: death}}}\n" +
          indicators(random, event);
  text += "  dispute:\n    title: Dispute\n    subject: {each: relationships, where: {this.status: current}}\n" +
          indicators(random, tie);
  text += "  transition:\n    title: Transition\n    subject: {each: events, where: {this.kind: {tagged: change}}}\n" +
          indicators(random, change);
  text += "  alone:\n    title: Alone\n    residual: \"yes\"\n" + indicators(random, form);
  text += fmt::format(
      "combine:\n  minimum: {}\n  near_tie: {}\n  break_ties:\n    - {{id: because_of, entry: this.cause}}\n"
      "    - {{id: patient_view, area: view.area, subject: view.subject}}\n    - {{id: latest_start, date: "
      "this.when}}\n"
      "  second: {{at_least: {}, within: {}}}\n  strength: {{clear: {{points: 5, margin: 3}}, likely: {{points: 4, "
      "margin: 2}}}}\n  source: [x]\n",
      random.between(2, 4), random.between(0, 1), random.between(1, 4), random.between(0, 3));
  return text;
}

/// A form in which each answer is open with `open_percent`.
inline std::string form(Random& random, int open_percent) {
  const auto yes_no = [&] {
    return std::string(random.chance(open_percent) ? "unknown" : random.chance(50) ? "yes" : "no");
  };
  const auto amount = [&] {
    return random.chance(open_percent) ? std::string("unknown") : fmt::format("{}", random.below(3));
  };
  const auto date = [&] {
    if (random.chance(open_percent / 3)) return std::string("unknown");
    if (random.chance(open_percent / 4)) return std::string("2024");
    return fmt::format("2024-{:02}", random.between(1, 12));
  };
  const std::vector<std::string> codes = {"none", "none", "P1", "E1", "E2"};
  const auto cause = [&](const std::string& own) {
    if (random.chance(open_percent / 3)) return std::string("unknown");
    const std::string& code = random.pick(codes);
    return code == own ? std::string("none") : code;
  };
  std::string text =
      fmt::format("form: small\nid: X-1\ndate: 2025-01-10\nrespondent: {{age: 40}}\nonset: {}\nanswers:\n", date());
  text += fmt::format("  f: {{a: {}, b: {}, c: {}, gate: {}}}\n", yes_no(), amount(), yes_no(),
                      random.chance(10)  ? "unknown"
                      : random.chance(4) ? "yes"
                                         : "no");
  const std::vector<std::string> areas = {"grief", "dispute", "transition", "alone"};
  text += fmt::format("  view: {{area: {}, subject: {}}}\n",
                      random.chance(open_percent / 3) ? "unknown" : random.pick(areas),
                      random.chance(40)   ? "none"
                      : random.chance(20) ? "unknown"
                                          : "E1");
  text += fmt::format("relationships:\n  - {{person: P1, role: friend, status: {}, p: {}, q: {}, r: {}, cause: {}}}\n",
                      random.chance(80) ? "current" : "ended", yes_no(), amount(), yes_no(), cause("P1"));
  text += "events:\n";
  for (const std::string code : {"E1", "E2"}) {
    const int kind = random.below(10);
    text += fmt::format("  - {{event: {}, kind: {}, when: {}, s: {}, t: {}, cause: {}}}\n", code,
                        kind < 4   ? "died"
                        : kind < 8 ? "moved"
                                   : "other",
                        date(), yes_no(), amount(), cause(code));
  }
  text += fmt::format("complete: {{relationships: {}, events: {}}}\n", random.chance(10) ? "unknown" : "yes",
                      random.chance(15)  ? "unknown"
                      : random.chance(5) ? "no"
                                         : "yes");
  return text;
}

}  // namespace random_world
