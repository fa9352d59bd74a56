// Changes laid over a tree: what they make of it, and what is said of those that fit nothing.
#include "yaml/overlay.h"

#include <doctest/doctest.h>

#include <deque>
#include <string>
#include <vector>

#include "../support.h"

using ipi::yaml::Change;

namespace {

/// The tree as flow text, which shows order and nothing else.
std::string flow(const ipi::yaml::Node& node) {
  if (node.is_scalar()) return std::string(node.text);
  std::string all;
  for (const ipi::yaml::Node& child : node.children) {
    all += fmt::format("{}{}{}{}", all.empty() ? "" : ", ", child.key, child.key.empty() ? "" : ": ", flow(child));
  }
  return node.is_sequence() ? fmt::format("[{}]", all) : node.is_mapping() ? fmt::format("{{{}}}", all) : "~";
}

const char* const base_text =
    "title: Base\n"
    "list: [a, b]\n"
    "areas:\n"
    "  grief: {cap: clear, indicators: [{id: longing, weight: 2}, {id: withdrew, weight: 1}]}\n"
    "  dispute: {cap: likely}\n"
    "derived: {events.lead: {months: [x, y]}, events.lead.far: 1, changes: 2}\n";

struct Laid {
  /// Each change is a line of the overlay's file: `value` of a set or an add, one line each.
  struct Line {
    Change::Kind kind;
    std::string address;
    std::string value;
    std::string before;
  };

  explicit Laid(const std::vector<Line>& lines) : base_file("base.yaml", base_text) {
    std::string text;
    for (const Line& line : lines) text += fmt::format("- {}\n", line.value.empty() ? "~" : line.value);
    file.emplace("overlay.yaml", text.empty() ? "[]\n" : text);
    base = *ipi::yaml::read(base_file, diagnostics);
    values = *ipi::yaml::read(*file, diagnostics);
    std::vector<Change> changes;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const ipi::yaml::Node* node = &values.root.children[i];
      changes.push_back({lines[i].kind, lines[i].address, node, lines[i].before, node, &*file});
    }
    result = ipi::yaml::overlay(base, changes, diagnostics);
  }
  [[nodiscard]] std::string at(std::string_view address) const {
    const ipi::yaml::Node* node = ipi::yaml::find(result.root, address);
    return node == nullptr ? "nothing" : flow(*node);
  }
  [[nodiscard]] std::string said() const { return support::lines(diagnostics); }

  ipi::Diagnostics diagnostics;
  ipi::SourceFile base_file;
  std::optional<ipi::SourceFile> file;
  ipi::yaml::Document base, values, result;
};

constexpr auto set = Change::Kind::set;
constexpr auto add = Change::Kind::add;
constexpr auto removal = Change::Kind::remove;

}  // namespace

TEST_SUITE("yaml overlay") {
  TEST_CASE("without changes the tree is the base's") {
    const Laid laid({});
    CHECK(laid.said().empty());
    CHECK(flow(laid.result.root) == flow(laid.base.root));
  }

  TEST_CASE("set puts another value below the key that is there, in its place") {
    const Laid laid({{set, "title", "Other", ""},
                     {set, "areas.grief.cap", "possible", ""},
                     {set, "areas.dispute", "{cap: clear, more: [1]}", ""}});
    CHECK(laid.said().empty());
    CHECK(flow(laid.result.root) ==
          "{title: Other, list: [a, b], areas: {grief: {cap: possible, indicators: [{id: longing, weight: 2}, {id: "
          "withdrew, weight: 1}]}, dispute: {cap: clear, more: [1]}}, "
          "derived: {events.lead: {months: [x, y]}, events.lead.far: 1, changes: 2}}");
    CHECK(flow(laid.base.root).substr(0, 12) == "{title: Base");
  }

  TEST_CASE("elements of lists go by their id, at any depth") {
    const Laid laid({{set, "areas.grief.indicators.longing.weight", "5", ""},
                     {add, "areas.grief.indicators.withdrew.why", "because", ""}});
    CHECK(laid.said().empty());
    CHECK(laid.at("areas.grief.indicators") == "[{id: longing, weight: 5}, {id: withdrew, weight: 1, why: because}]");
    CHECK(laid.at("areas.grief.indicators.withdrew.why") == "because");
  }

  TEST_CASE("add puts an element at the end of a list") {
    const Laid laid({{add, "areas.grief.indicators", "{id: dreams, weight: 1}", ""}, {add, "list", "c", ""}});
    CHECK(laid.said().empty());
    CHECK(laid.at("areas.grief.indicators") ==
          "[{id: longing, weight: 2}, {id: withdrew, weight: 1}, {id: dreams, weight: 1}]");
    CHECK(laid.at("list") == "[a, b, c]");
  }

  TEST_CASE("add puts a key at the end of a map, or before another") {
    const Laid laid({{add, "areas.last", "{cap: x}", ""},
                     {add, "areas.between", "{cap: y}", "dispute"},
                     {add, "areas.first", "{cap: z}", "grief"}});
    CHECK(laid.said().empty());
    std::string keys;
    for (const ipi::yaml::Node& area : ipi::yaml::find(laid.result.root, "areas")->children)
      keys += fmt::format("{} ", area.key);
    CHECK(keys == "first grief between dispute last ");
    CHECK(laid.at("areas.between.cap") == "y");
  }

  TEST_CASE("remove takes out a key or an element") {
    const Laid laid({{removal, "areas.grief.indicators.longing", "", ""},
                     {removal, "areas.dispute", "", ""},
                     {removal, "title", "", ""}});
    CHECK(laid.said().empty());
    CHECK(flow(laid.result.root) ==
          "{list: [a, b], areas: {grief: {cap: clear, indicators: [{id: withdrew, weight: 1}]}}, derived: "
          "{events.lead: {months: [x, y]}, events.lead.far: 1, changes: 2}}");
  }

  TEST_CASE("keys with dots: the longest that fits") {
    CHECK(Laid({{set, "derived.events.lead.months", "[z]", ""}}).at("derived.events.lead") == "{months: [z]}");
    CHECK(Laid({{set, "derived.events.lead.far", "7", ""}}).at("derived") ==
          "{events.lead: {months: [x, y]}, events.lead.far: 7, changes: 2}");
    CHECK(Laid({{removal, "derived.events.lead", "", ""}}).at("derived") == "{events.lead.far: 1, changes: 2}");
  }

  TEST_CASE("changes come one after the other: a later one may change what an earlier one put in") {
    const Laid laid({{add, "areas.fresh", "{cap: x, indicators: [{id: a, weight: 1}]}", ""},
                     {set, "areas.fresh.indicators.a.weight", "9", ""},
                     {removal, "areas.fresh.cap", "", ""}});
    CHECK(laid.said().empty());
    CHECK(laid.at("areas.fresh") == "{indicators: [{id: a, weight: 9}]}");
  }

  TEST_CASE("what is put in knows the file that it comes from, all the way down") {
    const Laid laid(
        {{set, "areas.dispute", "{cap: clear}", ""}, {add, "areas.grief.indicators", "{id: dreams, weight: 1}", ""}});
    CHECK(ipi::yaml::find(laid.result.root, "areas.dispute.cap")->file == &*laid.file);
    CHECK(ipi::yaml::find(laid.result.root, "areas.grief.indicators.dreams.weight")->file == &*laid.file);
    CHECK(ipi::yaml::find(laid.result.root, "areas.grief.indicators.longing.weight")->file == nullptr);
  }

  TEST_CASE("E0290: an address of nothing, said where the change stands") {
    CHECK(Laid({{set, "titel", "x", ""}}).said() ==
          "overlay.yaml:1:3: E0290: 'titel' is the address of nothing: there is no 'titel' | did you mean 'title'?\n");
    CHECK(Laid({{set, "list", "x", ""}, {set, "areas.greif.cap", "x", ""}}).said() ==
          "overlay.yaml:2:3: E0290: 'areas.greif.cap' is the address of nothing: there is no 'greif' | did you mean "
          "'areas.grief'?\n");
    CHECK(Laid({{removal, "areas.grief.indicators.longign", "", ""}}).said() ==
          "overlay.yaml:1:3: E0290: 'areas.grief.indicators.longign' is the address of nothing: there is no 'longign' "
          "| did you mean 'areas.grief.indicators.longing'?\n");
    CHECK(Laid({{set, "areas.zzzzzz", "x", ""}}).said() ==
          "overlay.yaml:1:3: E0290: 'areas.zzzzzz' is the address of nothing: there is no 'zzzzzz' | there is: grief, "
          "dispute\n");
    CHECK(Laid({{set, "areas.dispute.cap.word", "x", ""}}).said() ==
          "overlay.yaml:1:3: E0290: 'areas.dispute.cap.word' is the address of nothing: there is no 'word' | nothing "
          "is below it\n");
    // Elements without an id have no address.
    CHECK(Laid({{removal, "list.a", "", ""}}).said() ==
          "overlay.yaml:1:3: E0290: 'list.a' is the address of nothing: there is no 'a' | nothing is below it\n");
    CHECK(Laid({{add, "areas.greif.indicators", "{id: x}", ""}}).said() ==
          "overlay.yaml:1:3: E0290: 'areas.greif.indicators' is the address of nothing: there is no 'greif' | did you "
          "mean 'areas.grief'?\n");
  }

  TEST_CASE("E0290: a key to stand before that is not there") {
    const Laid near({{add, "areas.fresh", "{cap: x}", "dispte"}});
    CHECK(near.said() ==
          "overlay.yaml:1:3: E0290: 'areas.fresh' is to stand before 'dispte', which is not there | did you mean "
          "'dispute'?\n");
    const Laid far({{add, "areas.fresh", "{cap: x}", "zzzzzz"}});
    CHECK(far.said() ==
          "overlay.yaml:1:3: E0290: 'areas.fresh' is to stand before 'zzzzzz', which is not there | there is: grief, "
          "dispute\n");
  }

  TEST_CASE("E0291: what is there already, and a single value that takes nothing") {
    const std::string help = " | use set: to change it\n";
    CHECK(Laid({{add, "areas.grief", "{cap: x}", ""}}).said() ==
          "overlay.yaml:1:3: E0291: 'areas.grief' is there already" + help);
    CHECK(Laid({{add, "areas.grief.indicators", "{id: longing}", ""}}).said() ==
          "overlay.yaml:1:3: E0291: 'areas.grief.indicators' has an element 'longing' already" + help);
    CHECK(Laid({{add, "areas.dispute.cap", "x", ""}}).said() ==
          "overlay.yaml:1:3: E0291: 'areas.dispute.cap' is a single value: nothing can be added to it" + help);
  }

  TEST_CASE("a change that is refused leaves the tree as it was, and the others are made") {
    const Laid laid({{set, "areas.greif", "x", ""}, {add, "areas.grief", "{cap: x}", ""}, {set, "title", "Other", ""}});
    CHECK(support::codes(laid.diagnostics) == "E0290 E0291");
    CHECK(laid.at("areas.grief.cap") == "clear");
    CHECK(laid.at("title") == "Other");
  }

  TEST_CASE("find") {
    const Laid laid({});
    CHECK(ipi::yaml::find(laid.result.root, "")->children.size() == 4);
    CHECK(laid.at("areas.grief.indicators.withdrew.weight") == "1");
    CHECK(laid.at("areas.grief.nothing") == "nothing");
  }
}
