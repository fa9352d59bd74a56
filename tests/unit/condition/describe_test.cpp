#include "condition/describe.h"

#include <doctest/doctest.h>

#include "yaml/read.h"

namespace {

std::string described(const char* text, const ipi::AddressWords& words = {}) {
  const ipi::SourceFile file("a.yaml", text);
  ipi::Diagnostics diagnostics;
  const auto document = ipi::yaml::read(file, diagnostics);
  REQUIRE(document);
  const auto condition = ipi::parse_condition({&file, &diagnostics}, document->root);
  REQUIRE(condition);
  return ipi::describe(*condition, words);
}

}  // namespace

TEST_SUITE("describe a condition") {
  TEST_CASE("tests") {
    CHECK(described("a.b: yes") == "a.b is yes");
    CHECK(described("a.b: [x, y, z]") == "a.b is one of x, y, z");
    CHECK(described("a.b: answered") == "a.b is answered");
    CHECK(described("a.b: {tagged: [t, u]}") == "a.b is tagged one of t, u");
    CHECK(described("a.b: {from: 10}") == "a.b is at least 10");
    CHECK(described("a.b: {above: 2.5, to: c.d}") == "a.b is above 2.5 but at most c.d");
    CHECK(described("a.b: {below: -3}") == "a.b is below -3");
  }
  TEST_CASE("a negation says how far it reaches") {
    CHECK(described("not: {a: yes}") == "a is not yes");
    CHECK(described("not: {a: answered}") == "a is not answered");
    CHECK(described("not: {a: {tagged: t}}") == "a is not tagged t");
    CHECK(described("not: {a: {from: 1}}") == "not (a is at least 1)");
    CHECK(described("not: {a: yes, b: no}") == "not (a is yes and b is no)");
  }
  TEST_CASE("brackets stand where and meets or, and nowhere else") {
    CHECK(described("{a: 1, any: [{b: 2}, {c: 3, d: 4}]}") == "a is 1 and (b is 2 or (c is 3 and d is 4))");
    CHECK(described("all: [{a: 1}, {b: 2}]") == "a is 1 and b is 2");
    CHECK(described("{a: 1, all: [{b: 2}, {c: 3}]}") == "a is 1 and b is 2 and c is 3");
    CHECK(described("any: [{any: [{a: 1}]}, {b: 2}]") == "a is 1 or b is 2");
  }
  TEST_CASE("addresses can be put in words") {
    CHECK(described("{this.a: {from: this.b}}",
                    [](std::string_view address) { return std::string(address.substr(5)); }) == "a is at least b");
  }
}
