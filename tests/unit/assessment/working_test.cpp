// Totals that were worked out elsewhere, held against ours, with the working.
#include <doctest/doctest.h>

#include <string>

#include "../support.h"

namespace {

support::World& world() {
  static support::World result(support::together(
      {support::catalogues(),
       {support::instrument(
           "q", R"(options: [{value: 0, label: a}, {value: 1, label: b}, {value: 2, label: c}, {value: 3, label: d}]
items: [{id: a, text: x}, {id: b, text: y}, {id: c, text: z, reverse: "yes"}]
questions: [{id: words, text: w, type: text}]
scores:
  - {id: total, method: sum, items: [a, b, c]}
  - {id: half, method: mean, items: [a, b, c], missing: {rule: mean_of_answered, at_least: 2}}
  - {id: filled, method: sum, items: [a, b, c], missing: {rule: prorate, at_least: 2}}
  - {id: heavy, method: weighted, weights: {a: 10, c: -2}}
  - {id: tens, method: sum, items: [a, b], transform: {multiply: 10, add: 5}}
  - {id: high, method: count, count: [{items: [a, b, c], from: 2}]}
  - {id: both, method: sum, scores: [total, tens]}
  - {id: met, method: criterion, holds: {total: {from: 5}}}
)")}}));
  return result;
}

/// "14, ours 12: 3, 1, ? gives 4, ...".
std::string compared(const std::string& answers, const std::string& declared) {
  const support::Assessed assessed(world().sound("q"),
                                   fmt::format("form: q\nanswers: {{q: {}}}\ndeclared: {{q.{}}}\n", answers, declared));
  REQUIRE(assessed.result.declared.size() == 1);
  const ipi::DeclaredComparison& comparison = assessed.result.declared.front();
  return fmt::format("{}: {}", comparison.agrees() ? "agrees" : "differs", comparison.working);
}

const std::string all = "{a: 3, b: 1, c: 0}";

}  // namespace

TEST_SUITE("declared totals") {
  TEST_CASE("agree or differ, with the keyed answers and the rule") {
    CHECK(compared(all, "total: 7") == "agrees: 3, 1, 3 gives 7, sum of 3 of 3 answers");
    CHECK(compared(all, "total: 4") == "differs: 3, 1, 3 gives 7, sum of 3 of 3 answers");
  }
  TEST_CASE("each method says how it comes about") {
    CHECK(compared(all, "half: 2") == "differs: 3, 1, 3 gives 2.33, mean of 3 of 3 answers");
    CHECK(compared(all, "heavy: 24") == "agrees: 3 x 10, 3 x -2 gives 24, weighted of 2 of 2 answers");
    CHECK(compared(all, "tens: 45") == "agrees: 3, 1 gives 45, sum of 2 of 2 answers, times 10 plus 5");
    CHECK(compared(all, "high: 1") == "differs: 3, 1, 3 gives 2, count of 3 of 3 answers");
    CHECK(compared(all, "both: 52") == "agrees: total 7, tens 45 gives 52, sum of 5 of 5 answers");
    CHECK(compared(all, "met: 1") == "agrees: 1, criterion of 3 of 3 answers");
  }
  TEST_CASE("a gap is shown, and so is what fills it") {
    CHECK(compared("{a: 3, b: 1, c: skipped}", "total: 7") == "differs: 3, 1, ? gives no value, sum of 2 of 3 answers");
    CHECK(compared("{a: 3, b: 1, c: skipped}", "filled: 6") ==
          "agrees: 3, 1, ? gives 6, sum of 2 of 3 answers, prorated");
    CHECK(compared(all, "filled: 7") == "agrees: 3, 1, 3 gives 7, sum of 3 of 3 answers");
    CHECK(compared("{a: 3, b: 1, c: skipped}", "half: 2") == "agrees: 3, 1, ? gives 2, mean of 2 of 3 answers");
  }
}
