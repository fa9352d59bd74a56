// The file with a report's words: what is found wrong in it, by reading it and against a protocol.
#include <doctest/doctest.h>

#include <string>

#include "../whole_world.h"
#include "assessment/check_definitions.h"

using support::World;
using whole_world::Files;

namespace {

const std::string usual = R"(report: r
title: R
model: m
sources: {x: A work}
about: [{label: Low, address: intake.low}, {label: By hand}]
circle:
  support: {score: tie.total, from: 1}
  important: differs
  shapes: [{shape: circle, label: all}]
timeline: {window: a year before}
private: {page: Left out., strength: Possible., steps: In the session., whole: Keep it.}
phrases: {roles: {friend: your friend}, events: {moved: you moved}}
lists: {near: {each: relationships, where: {this.status: current}}}
formulation:
  - part: one
    title: One
    sentences:
      - {areas: [dispute], holds: {this.differs: "yes"}, text: "{focus} and {near}.", source: [x]}
      - {areas: [grief], text: "{in:this.when} {this.kind} {runner_up.because_of}.", source: [x]}
      - {text: "Since {onset}.", source: [x]}
)";

std::string faults(const std::string& words) {
  Files files;
  files.protocol = support::changed(files.protocol, "plan: l\n", "plan: l\nreport: r\n");
  auto texts = files.texts();
  texts.push_back({"reports/r.yaml", words});
  World world(texts);
  if (!world.diagnostics.has_errors()) ipi::check_definitions(world.library, world.diagnostics);
  return support::lines(world.diagnostics);
}

std::string with(std::string_view from, std::string_view to) { return faults(support::changed(usual, from, to)); }

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_SUITE("report words") {
  TEST_CASE("a sound file") { CHECK(faults(usual) == ""); }

  TEST_CASE("faults of reading") {
    CHECK(has(with("model: m\n", ""), "E0203: the words of a report needs a key 'model'"));
    CHECK(has(with("about:", "abuot:"), "E0201"));
    CHECK(has(with("source: [x]}\n      - {areas", "source: [y]}\n      - {areas"), "E0250"));
    CHECK(has(with("{in:this.when}", "{in:this.when"), "E0257: a placeholder that does not open or never closes"));
    CHECK(has(with("timeline: {window", "timeline: {before_onset: 0, window"), "E0257: the months before the onset"));
    CHECK(has(with("    sentences:\n      - {areas: [dispute]",
                   "    sentences: []\n  - part: two\n    title: Two\n    sentences:\n      - {areas: [dispute]"),
              "E0257: a part of the formulation says something"));
    CHECK(has(with("text: \"Since {onset}.\"", "verdict: maybe, text: \"Since {onset}.\""), "E0209"));
  }

  TEST_CASE("faults against the protocol") {
    CHECK(has(with("intake.low", "intake.lwo"),
              "E0211: 'intake.lwo' is the address of no question | did you mean 'intake.low'?"));
    CHECK(has(with("tie.total", "tie.totla"), "E0211: 'tie.totla' is the address of no score of a relationship"));
    CHECK(has(with("shape: circle", "shape: circel"), "E0258: 'circel' is no shape | did you mean 'circle'?"));
    CHECK(has(with("label: all", "label: all, tagged: kin"), "E0258: no role carries the tag 'kin'"));
    CHECK(has(with("friend: your friend", "freind: your friend"),
              "E0258: 'freind' is no entry that a form can name | did you mean 'friend'?"));
    CHECK(has(with("moved: you moved}", "moved: you moved}, events_with: {mvoed: \"{person} moved\"}"),
              "E0258: 'mvoed' is no entry that a form can name | did you mean 'moved'?"));
    CHECK(has(with("{focus} and", "{fokus} and"), "E0258: {fokus} stands for nothing here | did you mean 'focus'?"));
    CHECK(has(with("{near}", "{naer}"), "E0258: {naer} stands for nothing here"));
    CHECK(has(with("this.differs: \"yes\"", "this.linked: \"yes\""), "E0211"));
    CHECK(has(with("areas: [dispute]", "areas: [dispute, grief]"), "E0255: these areas are about different things"));
  }

  TEST_CASE("areas and schools that there are not") {
    CHECK(has(with("areas: [grief]", "areas: [greif]"),
              "E0256: 'greif' is no area of 'm' or of its conventions | did you mean 'grief'?"));
    CHECK(has(with("text: \"Since {onset}.\"", "gates: [nowhere], text: \"Since {onset}.\""),
              "E0256: 'nowhere' is no gate of 'm' or of its conventions"));
    CHECK(has(with("text: \"Since {onset}.\"", "conventions: [nowhere], text: \"Since {onset}.\""),
              "E0256: 'm' has no convention 'nowhere'"));
    CHECK(has(with("model: m\n", "model: n\n"), "E0240: there is no focus model 'n'"));
  }

  TEST_CASE("a protocol that names words that there are not") {
    Files files;
    files.protocol = support::changed(files.protocol, "plan: l\n", "plan: l\nreport: q\n");
    auto texts = files.texts();
    texts.push_back({"reports/r.yaml", usual});
    World world(texts);
    ipi::check_definitions(world.library, world.diagnostics);
    CHECK(has(support::lines(world.diagnostics), "E0240: there are no words for a report 'q'"));
  }
}
