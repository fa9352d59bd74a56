#include "condition/condition.h"

#include <doctest/doctest.h>

#include <string>

#include "../support.h"

using ipi::Condition;

namespace {

/// A condition below the key `c`, and what is said of it.
struct Parsed {
  explicit Parsed(const std::string& text)
      : file("a.yaml", "c: " + text + "\n"), document(ipi::yaml::read(file, diagnostics)) {
    REQUIRE_MESSAGE(document.has_value(), support::told(diagnostics));
    condition = ipi::parse_condition({.file = &file, .diagnostics = &diagnostics}, document->root.children[0]);
    CHECK(condition.has_value() == !diagnostics.has_errors());
  }
  ipi::Diagnostics diagnostics;
  ipi::SourceFile file;
  std::optional<ipi::yaml::Document> document;
  std::optional<Condition> condition;
};

/// The only message, without the excerpt: code, message, help.
std::string only_message(const std::string& text) {
  const Parsed parsed(text);
  REQUIRE(parsed.diagnostics.all().size() == 1);
  const ipi::Diagnostic& said = parsed.diagnostics.all().front();
  return fmt::format("{}: {}{}{}", said.code, said.message, said.help.empty() ? "" : " | ", said.help);
}

}  // namespace

TEST_SUITE("condition") {
  TEST_CASE("one key is a test, several mean all") {
    const Parsed one("{a.b: 3}");
    REQUIRE(one.condition);
    CHECK(one.condition->kind == Condition::Kind::test);
    CHECK(one.condition->address == "a.b");
    CHECK(one.condition->test.values == std::vector<std::string>{"3"});
    const Parsed two("{a: 1, b: [x, y]}");
    REQUIRE(two.condition);
    CHECK(two.condition->kind == Condition::Kind::all);
    REQUIRE(two.condition->parts.size() == 2);
    CHECK(two.condition->parts[1].test.values == std::vector<std::string>{"x", "y"});
  }

  TEST_CASE("all, any and not nest, as lists or as maps") {
    const Parsed parsed("{any: [{a: 1}, {all: [{b: 2}, {c: 3}]}], not: {d: 4}}");
    REQUIRE(parsed.condition);
    CHECK(parsed.condition->kind == Condition::Kind::all);
    REQUIRE(parsed.condition->parts.size() == 2);
    CHECK(parsed.condition->parts[0].kind == Condition::Kind::any);
    CHECK(parsed.condition->parts[0].parts[1].kind == Condition::Kind::all);
    CHECK(parsed.condition->parts[1].kind == Condition::Kind::negation);
    const Parsed map("{any: {a: 1, b: 2}}");
    REQUIRE(map.condition);
    CHECK(map.condition->kind == Condition::Kind::any);
    CHECK(map.condition->parts.size() == 2);
  }

  TEST_CASE("both ends of a range, numbers or addresses") {
    const Parsed parsed("{a: {above: 1.5, to: b.c}}");
    REQUIRE(parsed.condition);
    const ipi::Test& test = parsed.condition->test;
    REQUIRE(test.lower);
    REQUIRE(test.upper);
    CHECK(std::get<ipi::Rational>(test.lower->against) == ipi::Rational(3, 2));
    CHECK_FALSE(test.lower->inclusive);
    CHECK(std::get<std::string>(test.upper->against) == "b.c");
    CHECK(test.upper->inclusive);
  }

  TEST_CASE("answered is a word of the language, in quotes a value") {
    const Parsed plain("{a: answered}");
    CHECK(plain.condition->test.answered);
    const Parsed quoted("{a: \"answered\"}");
    CHECK_FALSE(quoted.condition->test.answered);
    CHECK(quoted.condition->test.values == std::vector<std::string>{"answered"});
  }

  TEST_CASE("a fault is shown where it stands") {
    const Parsed parsed("{a: {from: 1, frum: 2}}");
    CHECK(support::told(parsed.diagnostics) == R"(error[E0210]: 'frum' is no part of a test
 --> a.yaml:1:18
  |
1 | c: {a: {from: 1, frum: 2}}
  |                  ^^^^
  = help: a test is a value, a list of values, 'answered', {tagged: ...} or {from, above, below, to}
)");
  }

  TEST_CASE("every shape that is no condition") {
    const std::string map =
        "E0210: a condition is a map from addresses to tests | for example {this.linked: \"yes\"} or {any: [{...}, "
        "{...}]}";
    CHECK(only_message("yes") == map);
    CHECK(only_message("[{a: 1}]") == map);
    CHECK(only_message("{}") == map);
    CHECK(only_message("{not: [a]}") == map);
    CHECK(only_message("{not: {}}") == map);
    CHECK(only_message("{any: [a]}") == map);
    CHECK(only_message("{any: x}") ==
          "E0210: 'any' takes a list of conditions | write one map a line, each starting with '- '");
    CHECK(only_message("{all: 3}") ==
          "E0210: 'all' takes a list of conditions | write one map a line, each starting with '- '");
    CHECK(only_message("{any: []}") == "E0210: 'any' lists nothing | remove it, or name a condition");
    CHECK(only_message("{all: {}}") == "E0210: 'all' lists nothing | remove it, or name a condition");
    CHECK(only_message("{a: []}") == "E0210: a value or a list of values belongs here");
    CHECK(only_message("{a: ~}") == "E0210: a value or a list of values belongs here");
    CHECK(only_message("{a: [1, [2]]}") == "E0210: a list of values holds single values only");
    CHECK(only_message("{a: {tagged: {x: 1}}}") == "E0210: a value or a list of values belongs here");
    CHECK(only_message("{a: {from: 1, tagged: x}}") ==
          "E0210: a test is either a range or a tag | name both tests under 'all', one map each");
    CHECK(only_message("{a: {}}") ==
          "E0210: a test is either a range or a tag | name both tests under 'all', one map each");
  }

  TEST_CASE("every range that is none") {
    CHECK(only_message("{a: {from: [1]}}") == "E0213: 'from' takes a number or an address");
    CHECK(only_message("{a: {from: \"!\"}}") == "E0213: '!' is neither a number nor an address");
    CHECK(only_message("{a: {from: 010}}") == "E0213: '010' is neither a number nor an address");
    CHECK(only_message("{a: {from: 1, above: 2}}") == "E0213: 'above' gives this end of the range a second time");
    CHECK(only_message("{a: {below: 1, to: 2}}") == "E0213: 'to' gives this end of the range a second time");
    const std::string empty = "E0213: nothing lies in this range | the lower end must be below the upper one";
    CHECK(only_message("{a: {from: 2, to: 1}}") == empty);
    CHECK(only_message("{a: {from: 1, below: 1}}") == empty);
    CHECK(only_message("{a: {above: 1, to: 1}}") == empty);
    CHECK(Parsed("{a: {from: 1, to: 1}}").condition.has_value());
  }

  TEST_CASE("all faults of a condition are told in one run") {
    const Parsed parsed("{a: [], b: {}, any: [], not: {c: {from: 2, to: 1}}}");
    CHECK(support::codes(parsed.diagnostics) == "E0210 E0210 E0210 E0213");
  }
}
