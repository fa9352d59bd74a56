// Schools and contexts: how they are read, what they make of a model, and what is said where they do not fit it.
#include "focus/convention.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "../whole_world.h"
#include "assessment/check_definitions.h"

using support::World;
using whole_world::Files;
using whole_world::FormText;

namespace {

/// All that is said when the definitions are read, compiled and held against each other under every convention.
std::string faults(const Files& files) {
  World world(files.texts());
  if (!world.diagnostics.has_errors()) ipi::check_definitions(world.library, world.diagnostics);
  return support::lines(world.diagnostics);
}

std::string change(const std::string& line) {
  Files files;
  files.old = "convention: old\ntitle: Old\nmanner: context\nmodel: m\nchanges:\n  - {" + line + "}\n";
  return faults(files);
}

const ipi::Model& model_of(World& world, const ipi::Reading& reading) {
  const ipi::Compiled* compiled = world.library.compiled("p", reading, world.diagnostics);
  REQUIRE_MESSAGE(compiled != nullptr, support::told(world.diagnostics));
  return *compiled->model;
}

/// Areas in their order with the weights of their indicators.
std::string shape(const ipi::Model& model) {
  std::string all;
  for (const ipi::Area& area : model.areas) {
    all += fmt::format("{}{}:", all.empty() ? "" : " ", area.id);
    for (const ipi::Indicator& indicator : area.indicators) all += fmt::format(" {}{}", indicator.id, indicator.weight);
  }
  return all;
}

std::string read_by(World& world, const std::string& text, const std::string& school, std::string* others = nullptr) {
  ipi::Diagnostics diagnostics;
  const support::ReadForm read(*world.library.compiled("p", diagnostics), text);
  const auto readings = ipi::readings_of(world.library, read.form, school, diagnostics);
  if (!readings) return support::lines(diagnostics);
  const ipi::Assessment assessment = ipi::assess(*readings, read.form);
  const auto words = [](ipi::Verdict verdict, const auto& focus) {
    std::string all(ipi::to_text(verdict));
    for (const auto& [area, code] : focus) all += fmt::format(" {} {}", area, code);
    return all;
  };
  std::vector<std::pair<std::string, std::string>> focus;
  for (const ipi::SuggestedFocus& one : assessment.suggestion->focus)
    focus.emplace_back(assessment.candidates[one.candidate].area->area->id, assessment.candidates[one.candidate].code);
  for (const ipi::OtherSuggestion& other : assessment.other_schools) {
    std::vector<std::pair<std::string, std::string>> theirs;
    for (const auto& [area, code] : other.focus) theirs.emplace_back(area->id, code);
    if (others != nullptr)
      *others +=
          fmt::format("{}: {}, as {}\n", other.convention, words(other.verdict, theirs), fmt::join(other.why, " / "));
  }
  return words(assessment.suggestion->verdict, focus);
}

}  // namespace

TEST_SUITE("conventions") {
  TEST_CASE("the small world is sound under all of its conventions") { CHECK(faults({}).empty()); }

  TEST_CASE("E0292: a change that does nothing, or two things") {
    const std::string help =
        ": E0292: a change sets, adds or removes one thing | give one of set:, add: and remove:, each with an "
        "address\n";
    CHECK(change("why: w, source: [x]").find("conventions/old.yaml:6:5" + help) == 0);
    CHECK(change("set: areas.grief.title, to: T, remove: areas.alone, why: w, source: [x]")
              .find("conventions/old.yaml:6:5" + help) == 0);
    CHECK(change("set: areas.grief.title, add: areas.new, to: T, why: w, source: [x]").find(help) != std::string::npos);
  }

  TEST_CASE("a change without its value, its reason, its source, or with a word too many") {
    CHECK(change("set: areas.grief.title, why: w, source: [x]") ==
          "conventions/old.yaml:6:5: E0203: a change needs a key 'to' | add a line 'to: ...'\n");
    CHECK(change("add: areas.grief.indicators, why: w, source: [x]") ==
          "conventions/old.yaml:6:5: E0203: a change needs a key 'item' | add a line 'item: ...'\n");
    CHECK(change("set: areas.grief.title, to: T, source: [x]") ==
          "conventions/old.yaml:6:5: E0203: a change needs a key 'why' | add a line 'why: ...'\n");
    CHECK(change("set: areas.grief.title, to: T, why: w") ==
          "conventions/old.yaml:6:5: E0203: a change needs a key 'source' | add a line 'source: ...'\n");
    CHECK(change("remove: areas.alone, to: T, why: w, source: [x]") ==
          "conventions/old.yaml:6:27: E0201: a change has no key 'to' | known here: set, add\n");
  }

  TEST_CASE("a manner that is none, and a model that nobody defines") {
    Files files;
    files.old = support::changed(files.old, "manner: context", "manner: contxt");
    CHECK(faults(files) ==
          "conventions/old.yaml:3:9: E0209: 'contxt' is no manner of convention | did you mean 'context'? one of: "
          "school, context\n");
    Files other;
    other.old = support::changed(other.old, "model: m", "model: mm");
    CHECK(faults(other).find("E0240: there is no focus model 'mm' | did you mean 'm'?") != std::string::npos);
  }

  TEST_CASE("an address of nothing and a thing there already point into the convention's file") {
    CHECK(change("set: areas.greif.title, to: T, why: w, source: [x]") ==
          "conventions/old.yaml:6:5: E0290: 'areas.greif.title' is the address of nothing: there is no 'greif' | did "
          "you mean 'areas.grief'?\n");
    CHECK(change("add: areas.grief, item: {title: T}, why: w, source: [x]") ==
          "conventions/old.yaml:6:5: E0291: 'areas.grief' is there already | use set: to change it\n");
  }

  TEST_CASE("what the changed model gets wrong points into the convention's file") {
    CHECK(change("add: areas.grief.indicators, item: {id: more, weight: 1, holds: {this.linkd: \"yes\"}, statement: s, "
                 "source: [x]}, why: w, source: [x]") ==
          "conventions/old.yaml:6:71: E0211: 'this.linkd' is the address of nothing here | did you mean "
          "'this.linked'?\n");
    CHECK(change("set: areas.grief.required.linked.weight, to: heavy, why: w, source: [x]") ==
          "conventions/old.yaml:6:51: E0206: 'weight' must be a whole number: 'heavy' is not a whole number\n");
    CHECK(change("set: areas.grief.required.linked.weight, to: 500, why: w, source: [x]") ==
          "conventions/old.yaml:6:51: E0253: 'weight' is a whole number from -100 to 100\n");
    CHECK(change("set: areas.grief.cap, to: cleer, why: w, source: [x]") ==
          "conventions/old.yaml:6:32: E0209: 'cleer' is no strength | did you mean 'clear'? one of: possible, likely, "
          "clear\n");
    CHECK(change("add: areas.grief.indicators, item: {id: more, weight: 1, holds: {this.linked: \"yes\"}, statement: "
                 "s, source: [z]}, why: w, source: [x]")
              .find("conventions/old.yaml:6:") == 0);
    CHECK(change("add: areas.grief.indicators, item: {id: more, weight: 1, holds: {this.linked: \"yes\"}, statement: "
                 "s, source: [z]}, why: w, source: [x]")
              .find("E0250: no work is listed as 'z'") != std::string::npos);
  }

  TEST_CASE("its works are added to the model's, and one that both list stands once") {
    Files files;
    files.away = support::changed(files.away, "sources: {y: Another work}", "sources: {y: Another work, x: A work}");
    World world(files.texts());
    const ipi::Model& model = model_of(world, {"away", {}});
    std::string works;
    for (const auto& [key, work] : model.sources) works += fmt::format("{}={} ", key, work);
    CHECK(works == "x=A work y=Another work ");
    CHECK(model_of(world, {}).sources.size() == 1);
  }

  TEST_CASE("a school and contexts change the model, and the model itself stays") {
    World world(Files{}.texts());
    const std::string plain = "grief: linked5 longing3 dispute: differs5 stuck4 alone: few5";
    CHECK(shape(model_of(world, {})) == plain);
    CHECK(shape(model_of(world, {"home", {}})) == plain);
    CHECK(shape(model_of(world, {"", {"young"}})) ==
          "grief: linked5 longing3 school1 dispute: differs5 stuck4 alone: few5");
    CHECK(shape(model_of(world, {"away", {"old"}})) ==
          "grief: linked5 longing3 dispute: differs5 stuck4 age: low5 alone: few6");
    CHECK(model_of(world, {"away", {"old"}}).areas.front().title.original() == "Grief and loss");
    CHECK(model_of(world, {"away", {"old"}}).convention == "away");
    CHECK(model_of(world, {"", {"old", "young"}}).convention == "home");
    CHECK(shape(model_of(world, {})) == plain);
    CHECK(world.diagnostics.all().empty());
  }

  TEST_CASE("the order in which contexts are named changes nothing") {
    World world(Files{}.texts());
    const std::string one = shape(model_of(world, {"away", {"old", "young"}}));
    CHECK(one == "grief: linked5 longing3 school1 dispute: differs5 stuck4 age: low5 alone: few6");
    CHECK(shape(model_of(world, {"away", {"young", "old"}})) == one);
    for (const char* contexts : {"[young, old]", "[old, young]"}) {
      const FormText form{
          .answers = "intake: {syndrome: yes, low: yes, few: no}, setting: {alone: yes}, extra: {school: no}",
          .events = {"event: E1, kind: died, linked: yes, longing: no"},
          .respondent = fmt::format("age: 40, context: {}", contexts)};
      CHECK(read_by(world, form.text(), "") == "choose_with_patient grief E1 age ");
    }
  }

  TEST_CASE("a context applies only to forms that name it") {
    const FormText without{.answers = "intake: {syndrome: yes, low: yes, few: no}, setting: {alone: yes}"};
    CHECK(read_by(whole_world::usual(), without.text(), "") == "none");
    FormText with = without;
    with.respondent = "age: 40, context: [old]";
    CHECK(read_by(whole_world::usual(), with.text(), "") == "focus age ");
  }

  TEST_CASE("the school is chosen for a run, and the other one's view is told with its reasons") {
    const FormText form{.events = {"event: E1, kind: moved, linked: yes, longing: yes"}};
    std::string others;
    CHECK(read_by(whole_world::usual(), form.text(), "", &others) == "none");
    CHECK(others == "away: focus grief E1, as away: A move is a loss. / away: They are one area.\n");
    others.clear();
    CHECK(read_by(whole_world::usual(), form.text(), "away", &others) == "focus grief E1");
    CHECK(others == "home: none, as away: A move is a loss. / away: They are one area.\n");
  }

  TEST_CASE("where the other school suggests the same, nothing is told") {
    std::string others;
    CHECK(read_by(whole_world::usual(), FormText{.events = {"event: E1, kind: died, linked: yes, longing: yes"}}.text(),
                  "", &others) == "focus grief E1");
    CHECK(others.empty());
  }

  TEST_CASE("E0294: a school that is not there, and a context is none") {
    const std::string form = FormText{}.text();
    CHECK(read_by(whole_world::usual(), form, "awya") ==
          "E0294: 'm' has no convention 'awya' | did you mean 'away'?\n");
    CHECK(read_by(whole_world::usual(), form, "zzzzzzz") ==
          "E0294: 'm' has no convention 'zzzzzzz' | there is: home, away\n");
    CHECK(read_by(whole_world::usual(), form, "young") ==
          "E0294: 'm' has no convention 'young' | there is: home, away\n");
  }

  TEST_CASE("a form of a protocol without a focus model takes any school") {
    ipi::Diagnostics diagnostics;
    World& world = whole_world::usual();
    const support::ReadForm read(*world.library.compiled("tie", diagnostics), "form: tie\nanswers: {tie: [1, 1]}\n");
    CHECK(ipi::readings_of(world.library, read.form, "", diagnostics).has_value());
    CHECK(diagnostics.all().empty());
  }
}
