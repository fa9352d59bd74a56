#include "yaml/fields.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

#include "yaml/read.h"

using ipi::yaml::Fields;
using ipi::yaml::Reader;

namespace {

/// A file read, and what is said about it from then on.
struct Fixture {
  explicit Fixture(const char* text) : file("a.yaml", text), document(ipi::yaml::read(file, diagnostics)) {
    REQUIRE(document);
  }
  [[nodiscard]] Reader reader() { return {.file = &file, .diagnostics = &diagnostics}; }
  [[nodiscard]] std::string told() const {
    std::string all;
    for (const ipi::Diagnostic& diagnostic : diagnostics.all()) all.append(to_text(diagnostic));
    return all;
  }

  ipi::SourceFile file;
  ipi::Diagnostics diagnostics;
  std::optional<ipi::yaml::Document> document;
};

}  // namespace

TEST_SUITE("yaml fields") {
  TEST_CASE("fields are read by kind") {
    Fixture f("t: x\ny: yes\nn: no\ni: -4\nd: 13.5\nw: [a, b]\none: a\nl: [{a: 1}]\nempty:\n");
    Fields fields(f.reader(), f.document->root, "the form");
    CHECK(fields.text("t") == "x");
    CHECK(fields.text("missing").empty());
    CHECK(fields.text("empty").empty());
    CHECK(fields.yes_no("y", false));
    CHECK_FALSE(fields.yes_no("n", true));
    CHECK(fields.yes_no("missing", true));
    CHECK(fields.integer("i") == -4);
    CHECK_FALSE(fields.integer("missing"));
    CHECK(fields.number("d") == ipi::Rational(27, 2));
    CHECK(fields.words("w") == std::vector<std::string>{"a", "b"});
    CHECK(fields.words("one") == std::vector<std::string>{"a"});
    CHECK(fields.words("missing").empty());
    CHECK(fields.list("l").size() == 1);
    CHECK(fields.required("t") != nullptr);
    CHECK(fields.required_text("t") == "x");
    fields.finish();
    CHECK(f.told().empty());
  }

  TEST_CASE("a key nobody asked for has the nearest that was") {
    Fixture f("id: 1\ntitel: x\nzzzzzz: 1\n");
    Fields fields(f.reader(), f.document->root, "an item");
    static_cast<void>(fields.text("id"));
    static_cast<void>(fields.text("title"));
    fields.finish();
    CHECK(f.told() == R"(error[E0201]: an item has no key 'titel'
 --> a.yaml:2:1
  |
2 | titel: x
  | ^^^^^
  = help: did you mean 'title'?
error[E0201]: an item has no key 'zzzzzz'
 --> a.yaml:3:1
  |
3 | zzzzzz: 1
  | ^^^^^^
  = help: known here: title
)");
  }

  TEST_CASE("what is no map is told once") {
    Fixture f("- 1\n");
    Fields fields(f.reader(), f.document->root, "the form");
    CHECK(fields.required("x") == nullptr);
    CHECK(fields.required_text("x").empty());
    fields.finish();
    CHECK(f.told() == R"(error[E0202]: the form must be a map of keys and values, not a list
 --> a.yaml:1:1
  |
1 | - 1
  | ^^^
)");
  }

  TEST_CASE("a missing key is told at the map") {
    Fixture f("item:\n  id: 1\n");
    Fields fields(f.reader(), f.document->root.children[0], "an item");
    CHECK(fields.required_text("text").empty());
    CHECK(f.told() == R"(error[E0203]: an item needs a key 'text'
 --> a.yaml:1:1
  |
1 | item:
  | ^^^^^
  = help: add a line 'text: ...'
)");
  }

  TEST_CASE("a list where text belongs") {
    Fixture f("t: [a]\nw: [a, [b]]\n");
    Fields fields(f.reader(), f.document->root, "the form");
    CHECK(fields.text("t").empty());
    CHECK(fields.words("w") == std::vector<std::string>{"a"});
    CHECK(f.told() == R"(error[E0204]: 't' must be text, not a list
 --> a.yaml:1:4
  |
1 | t: [a]
  |    ^^^
error[E0204]: an element of 'w' must be text, not a list
 --> a.yaml:2:8
  |
2 | w: [a, [b]]
  |        ^^^
)");
  }

  TEST_CASE("true and false are not yes and no") {
    Fixture f("a: true\nb: False\nc: maybe\nd: [yes]\n");
    Fields fields(f.reader(), f.document->root, "the form");
    CHECK_FALSE(fields.yes_no("a", false));
    CHECK(fields.yes_no("b", true));
    CHECK(fields.yes_no("c", true));
    CHECK_FALSE(fields.yes_no("d", false));
    CHECK(f.told() == R"(error[E0205]: 'a' must be yes or no, not 'true'
 --> a.yaml:1:4
  |
1 | a: true
  |    ^^^^
  = help: write yes or no
error[E0205]: 'b' must be yes or no, not 'False'
 --> a.yaml:2:4
  |
2 | b: False
  |    ^^^^^
  = help: write yes or no
error[E0205]: 'c' must be yes or no, not 'maybe'
 --> a.yaml:3:4
  |
3 | c: maybe
  |    ^^^^^
  = help: write yes or no
error[E0205]: 'd' must be yes or no, not a list
 --> a.yaml:4:4
  |
4 | d: [yes]
  |    ^^^^^
)");
  }

  TEST_CASE("numbers say what is wrong with them") {
    Fixture f("a: 010\nb: 1,5\nc:\nd: .5\ne: x\n");
    Fields fields(f.reader(), f.document->root, "the form");
    CHECK_FALSE(fields.integer("a"));
    CHECK_FALSE(fields.number("b"));
    CHECK_FALSE(fields.integer("c"));
    CHECK_FALSE(fields.number("d"));
    CHECK_FALSE(fields.number("e"));
    CHECK(f.told() ==
          "error[E0206]: 'a' must be a whole number: '010' has a leading zero (8 and 010 are different things to "
          "different "
          "programs)\n"
          R"( --> a.yaml:1:4
  |
1 | a: 010
  |    ^^^
error[E0207]: 'b' must be a number, not '1,5'
 --> a.yaml:2:4
  |
2 | b: 1,5
  |    ^^^
  = help: write the decimals after a point: 13.5
error[E0206]: 'c' must be a whole number, not nothing
 --> a.yaml:3:1
  |
3 | c:
  | ^
error[E0207]: 'd' must be a number, not '.5'
 --> a.yaml:4:4
  |
4 | d: .5
  |    ^^
  = help: write digits on both sides of the point: 0.5
error[E0207]: 'e' must be a number, not 'x'
 --> a.yaml:5:4
  |
5 | e: x
  |    ^
  = help: write digits, with a point before any decimals: 12 or 13.5
)");
  }

  TEST_CASE("a value where a list belongs") {
    Fixture f("items: x\n");
    Fields fields(f.reader(), f.document->root, "the form");
    CHECK(fields.list("items").empty());
    CHECK(f.told() == R"(error[E0208]: 'items' must be a list, not a single value
 --> a.yaml:1:8
  |
1 | items: x
  |        ^
)");
  }

  TEST_CASE("a word outside a closed vocabulary") {
    Fixture f("status: livelong\n");
    const std::array<std::string_view, 2> names{"current", "lifelong"};
    const ipi::yaml::Node& node = f.document->root.children[0];
    CHECK_FALSE(one_of(f.reader(), node, "status", names));
    CHECK(f.told() == R"(error[E0209]: 'livelong' is no status
 --> a.yaml:1:9
  |
1 | status: livelong
  |         ^^^^^^^^
  = help: did you mean 'lifelong'? one of: current, lifelong
)");
    const std::array<std::string_view, 2> with{"livelong", "x"};
    CHECK(one_of(f.reader(), node, "status", with) == 0);
  }

  TEST_CASE("readers report at keys and warn") {
    Fixture f("a: 1\n");
    f.reader().key_error(f.document->root.children[0], "E0001", "odd key");
    f.reader().warning(f.document->root.children[0], "W0001", "odd value", "be even");
    CHECK(f.told() == R"(error[E0001]: odd key
 --> a.yaml:1:1
  |
1 | a: 1
  | ^
warning[W0001]: odd value
 --> a.yaml:1:4
  |
1 | a: 1
  |    ^
  = help: be even
)");
  }
}
