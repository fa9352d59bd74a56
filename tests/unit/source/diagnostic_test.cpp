#include "source/diagnostic.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "text/layout.h"

using ipi::Diagnostic;
using ipi::Severity;
using ipi::SourceFile;

namespace {

Diagnostic error_at(const SourceFile& file, ipi::Span span, std::string message = "wrong", std::string help = {}) {
  return {.severity = Severity::error,
          .code = "E0001",
          .message = std::move(message),
          .primary = {.place = {&file, span}, .text = {}},
          .secondary = {},
          .help = std::move(help)};
}

}  // namespace

TEST_SUITE("source diagnostic") {
  TEST_CASE("the whole message with a second place") {
    const SourceFile file{"smart.yaml", "# x\n日本: ok\n日本: again\n"};
    Diagnostic fault = error_at(file, {15, 21}, "duplicate key '日本'", "remove one of the two");
    fault.secondary.push_back({.place = {&file, {4, 10}}, .text = "first given here"});
    CHECK(to_text(fault) == R"(error[E0001]: duplicate key '日本'
 --> smart.yaml:3:1
  |
3 | 日本: again
  | ^^^^
2 | 日本: ok
  | ---- first given here
  = help: remove one of the two
)");
  }

  TEST_CASE("a second place in another file has its own arrow") {
    const SourceFile file{"a.yaml", "a: 1\n"};
    const SourceFile other{"b.yaml", "b: 1\n"};
    Diagnostic fault = error_at(file, {3, 4});
    fault.secondary.push_back({.place = {&other, {0, 1}}, .text = "declared here"});
    CHECK(to_text(fault) == R"(error[E0001]: wrong
 --> a.yaml:1:4
  |
1 | a: 1
  |    ^
 ::: b.yaml:1:1
1 | b: 1
  | - declared here
)");
  }

  TEST_CASE("the gutter is as wide as the largest line number") {
    const SourceFile file{"a", "x\n\n\n\n\n\n\n\n\ny\n"};
    Diagnostic fault = error_at(file, {10, 11}, "wrong", "right");
    fault.secondary.push_back({.place = {&file, {0, 1}}, .text = "here"});
    CHECK(to_text(fault) == R"(error[E0001]: wrong
  --> a:10:1
   |
10 | y
   | ^
 1 | x
   | - here
   = help: right
)");
  }

  TEST_CASE("what stands in no file has no arrow") {
    Diagnostic fault;
    fault.severity = Severity::warning;
    fault.code = "W0001";
    fault.message = "odd";
    fault.help = "be even";
    CHECK(to_text(fault) == "warning[W0001]: odd\n  = help: be even\n");
  }

  TEST_CASE("an empty file has a name and no line") {
    const SourceFile file{"empty.yaml", ""};
    CHECK(to_text(error_at(file, {0, 0})) == "error[E0001]: wrong\n --> empty.yaml\n");
  }

  TEST_CASE("a line that may tell who somebody is has a place and is not shown") {
    const SourceFile file{"forms.csv", "id,site\nA1,Jane Example\n"};
    ipi::Diagnostics found;
    found.report(error_at(file, {8, 10}, "wrong id"));
    ipi::Diagnostics other;
    other.report(error_at(file, {11, 23}, "a name", "leave it out"));
    other.report(error_at(file, {11, 23}, "'Jane Example' is no site"));
    found.take(std::move(other), [](const Diagnostic& diagnostic) { return diagnostic.message == "a name"; });
    found.hide_sources();
    CHECK(found.errors() == 2);
    CHECK(to_text(found.all().back()) == "error[E0001]: a name\n --> forms.csv:2:4\n  = help: leave it out\n");
    CHECK(to_text(found.all().front()) == "error[E0001]: wrong id\n --> forms.csv:2:1\n");
  }

  TEST_CASE("a caret on an empty line or past the end") {
    const SourceFile file{"a", "x\n\ny"};
    CHECK(to_text(error_at(file, {2, 2})) == "error[E0001]: wrong\n --> a:2:1\n  |\n2 |\n  | ^\n");
    CHECK(to_text(error_at(file, {4, 4})) == "error[E0001]: wrong\n --> a:3:2\n  |\n3 | y\n  |  ^\n");
  }

  TEST_CASE("tabs are repeated under the line and other controls escaped") {
    const SourceFile file{"a", "a:\tb\x1B[31m c"};
    CHECK(to_text(error_at(file, {10, 11}, "bad \x1B[2J", "see \x07")) ==
          "error[E0001]: bad \\x1B[2J\n --> a:1:11\n  |\n1 | a:\tb\\x1B[31m c\n  |   \t          ^\n"
          "  = help: see \\x07\n");
  }

  TEST_CASE("a span over several lines is marked on its first") {
    const SourceFile file{"a", "abc\ndef\n"};
    CHECK(to_text(error_at(file, {1, 7})) == "error[E0001]: wrong\n --> a:1:2\n  |\n1 | abc\n  |  ^^\n");
  }

  TEST_CASE("a giant line is clipped around the caret") {
    const std::string line = std::string(50'000, 'x').append("HERE").append(std::string(50'000, 'y'));
    const SourceFile file{"a", line};
    const std::string text = to_text(error_at(file, {50'000, 50'004}));
    CHECK(text == std::string("error[E0001]: wrong\n --> a:1:50001\n  |\n1 | …")
                      .append(40, 'x')
                      .append("HERE")
                      .append(56, 'y')
                      .append("…\n  |  ")
                      .append(40, ' ')
                      .append("^^^^\n"));
    CHECK(to_text(error_at(file, {0, 100'004})).size() < 300);
  }

  TEST_CASE("colour adds escapes only") {
    const SourceFile file{"a", "x"};
    const std::string text = to_text(error_at(file, {0, 1}), true);
    CHECK(text == "\x1B[1;31merror[E0001]\x1B[0m: wrong\n --> a:1:1\n  |\n1 | x\n  | \x1B[1;31m^\x1B[0m\n");
  }

  TEST_CASE("one JSON object on one line") {
    const SourceFile file{"a.yaml", "日: x\nb\n"};
    Diagnostic fault = error_at(file, {5, 6}, "wrong\n\"x\"", "right");
    fault.secondary.push_back({.place = {&file, {7, 8}}, .text = "here"});
    CHECK(to_json_line(fault) ==
          R"({"severity":"error","code":"E0001","message":"wrong\n\"x\"","file":"a.yaml","line":1,"column":4,)"
          R"("end_line":1,"end_column":5,"help":"right",)"
          R"("related":[{"file":"a.yaml","line":2,"column":1,"message":"here"}]})"
          "\n");
  }

  TEST_CASE("JSON without a place and with bytes that are not UTF-8") {
    Diagnostic fault;
    fault.code = "E0002";
    fault.message = "\xFF";
    const auto read = nlohmann::json::parse(to_json_line(fault));
    CHECK(read["file"].is_null());
    CHECK(read["end_line"].is_null());
    CHECK(read["message"] == "\uFFFD");
  }

  TEST_CASE("errors are counted and warnings are not") {
    ipi::Diagnostics diagnostics;
    Diagnostic warning;
    warning.severity = Severity::warning;
    diagnostics.report(warning);
    CHECK_FALSE(diagnostics.has_errors());
    diagnostics.report({});
    CHECK(diagnostics.errors() == 1);
    CHECK(diagnostics.all().size() == 2);
  }
}
