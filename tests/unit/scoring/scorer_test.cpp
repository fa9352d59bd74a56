#include "scoring/scorer.h"

#include <doctest/doctest.h>

#include <string>

#include "../support.h"

using ipi::Rational;
using support::Assessed;
using support::World;

namespace {

/// A library with one instrument `t`.
std::vector<support::Text> with(const std::string& body) {
  return support::together({support::catalogues(), {support::instrument("t", body)}});
}

const std::string four =
    "options: [{value: 0, label: a}, {value: 1, label: b}, {value: 2, label: c}, {value: 3, label: d}]\n";
const std::string three_items = "items: [{id: \"1\", text: x}, {id: \"2\", text: x}, {id: \"3\", text: x}]\n";

std::string score(const std::string& fields) { return "scores:\n  - {id: s, " + fields + "}\n"; }

/// The line of t.s for answers as written in a form.
std::string line(const std::string& body, const std::string& answers, const std::string& more = "") {
  World world(with(body));
  return Assessed(world.sound("t"), fmt::format("form: t\n{}answers: {}\n", more, answers)).line("t.s");
}

/// What is wrong with a definition, code and message, one a line.
std::string faults(const std::string& body) {
  World world(with(body));
  if (!world.diagnostics.has_errors()) CHECK(world.compiled("t") == nullptr);
  std::string all;
  for (const ipi::Diagnostic& said : world.diagnostics.all())
    all += fmt::format("{}{}: {}{}{}", all.empty() ? "" : "\n", said.code, said.message, said.help.empty() ? "" : " | ",
                       said.help);
  return all;
}

}  // namespace

TEST_SUITE("scorer") {
  TEST_CASE("sum, with every missing rule at its floor and below") {
    const std::string complete =
        four + three_items + score("method: sum, items: [\"1\", \"2\", \"3\"], missing: {rule: complete}");
    CHECK(line(complete, "[1, 2, 3]") == "6 of 3/3");
    CHECK(line(complete, "[1, 2, skipped]") == "none of 2/3 (2 of 3 answered, all are needed)");
    CHECK(line(complete, "[refused, unknown, not_asked]") == "none of 0/3 (not answered)");
    const std::string unstated = four + three_items + score("method: sum, items: [\"1\", \"2\", \"3\"]");
    CHECK(line(unstated, "[1, 2, skipped]") == "none of 2/3 (2 of 3 answered, all are needed)");
    const std::string prorate =
        four + three_items + score("method: sum, items: [\"1\", \"2\", \"3\"], missing: {rule: prorate, at_least: 2}");
    CHECK(line(prorate, "[1, 2, 3]") == "6 of 3/3");
    CHECK(line(prorate, "[1, 2, skipped]") == "4.5 of 2/3");
    CHECK(line(prorate, "[2, skipped, skipped]") == "none of 1/3 (1 of 3 answered, at least 2 are needed)");
    const std::string mean_filled =
        four + three_items +
        score("method: sum, items: [\"1\", \"2\", \"3\"], missing: {rule: mean_of_answered, at_least: 1}");
    CHECK(line(mean_filled, "[2, skipped, skipped]") == "6 of 1/3");
  }

  TEST_CASE("mean, with every missing rule at its floor and below") {
    const std::string complete = four + three_items + score("method: mean, items: [\"1\", \"2\", \"3\"]");
    CHECK(line(complete, "[1, 2, 2]") == "1.666667 of 3/3");
    CHECK(line(complete, "[1, 2, refused]") == "none of 2/3 (2 of 3 answered, all are needed)");
    const std::string answered =
        four + three_items +
        score("method: mean, items: [\"1\", \"2\", \"3\"], missing: {rule: mean_of_answered, at_least: 2}");
    CHECK(line(answered, "[1, 2, refused]") == "1.5 of 2/3");
    CHECK(line(answered, "[1, skipped, refused]") == "none of 1/3 (1 of 3 answered, at least 2 are needed)");
    const std::string scaled =
        four + three_items + score("method: mean, items: [\"1\", \"2\", \"3\"], transform: {multiply: 10, add: -5}");
    CHECK(line(scaled, "[1, 2, 2]") == "11.666667 of 3/3");
  }

  TEST_CASE("a third is a third") {
    World world(
        with(four + three_items + score("method: mean, items: [\"1\", \"2\", \"3\"], transform: {multiply: 0.3}")));
    const Assessed assessed(world.sound("t"), "form: t\nanswers: [1, 0, 0]\n");
    CHECK(assessed.score("t.s").value.value == Rational(1, 10));
  }

  TEST_CASE("count of the answers in a range, by group of items") {
    const std::string body =
        four + three_items +
        score("method: count, count: [{items: [\"1\", \"2\"], from: 2}, {items: [\"3\"], from: 1, to: 2}]");
    CHECK(line(body, "[2, 1, 1]") == "2 of 3/3");
    CHECK(line(body, "[1, 1, 0]") == "0 of 3/3");
    CHECK(line(body, "[3, 2, 2]") == "3 of 3/3");
    CHECK(line(body, "[3, 2, 3]") == "2 of 3/3");
    CHECK(line(body, "[3, 2, skipped]") == "none of 2/3 (2 of 3 answered, all are needed)");
    World world(with(body));
    const Assessed assessed(world.sound("t"), "form: t\nanswers: [3, 1, skipped]\n");
    CHECK(assessed.score("t.s").value.bounds.low == Rational(1));
    CHECK(assessed.score("t.s").value.bounds.high == Rational(2));
  }

  TEST_CASE("sums and means of scores") {
    const std::string body = four + three_items +
                             "scores:\n  - {id: a, method: sum, items: [\"1\", \"2\"]}\n  - {id: b, method: sum, "
                             "items: [\"3\"], transform: {multiply: 2}}\n"
                             "  - {id: s, method: sum, scores: [a, b]}\n  - {id: m, method: mean, scores: [a, b]}\n";
    CHECK(line(body, "[1, 2, 3]") == "9 of 3/3");
    World world(with(body));
    CHECK(Assessed(world.sound("t"), "form: t\nanswers: [1, 2, 3]\n").line("t.m") == "4.5 of 3/3");
    const Assessed open(world.sound("t"), "form: t\nanswers: [1, skipped, 3]\n");
    CHECK(open.line("t.s") == "none of 2/3 (2 of 3 answered, all are needed)");
    CHECK(open.score("t.s").value.bounds.low == Rational(7));
    CHECK(open.score("t.s").value.bounds.high == Rational(10));
    CHECK(open.score("t.m").value.bounds.low == Rational(7, 2));
    CHECK(open.score("t.m").value.bounds.high == Rational(5));
  }

  TEST_CASE("a criterion is decided on part of the answers where they suffice") {
    const std::string body = four + three_items +
                             "scores:\n  - {id: total, method: sum, items: [\"1\", \"2\", \"3\"]}\n"
                             "  - {id: s, method: criterion, holds: {total: {from: 4}, \"1\": {from: 1}}, bands: "
                             "[{from: 0, label: no}, {from: 1, label: met}]}\n";
    CHECK(line(body, "[1, 2, 1]") == "1 of 3/3 met");
    CHECK(line(body, "[0, 3, 3]") == "0 of 3/3 no");
    CHECK(line(body, "[0, skipped, skipped]") == "0 of 1/3 no");
    CHECK(line(body, "[2, 2, skipped]") == "1 of 2/3 met");
    CHECK(line(body, "[1, skipped, 0]") == "none of 2/3 (2 of 3 answered, and the open ones decide it)");
    CHECK(line(body, "[1, 2, skipped]") == "none of 2/3 (2 of 3 answered, and the open ones decide it)");
  }

  TEST_CASE("reversal mirrors the declared options, whatever was answered") {
    const auto reversed = [](const std::string& options) {
      return "items: [{id: \"1\", text: x, reverse: \"yes\", options: [" + options + "]}]\n" +
             score("method: sum, items: [\"1\"]");
    };
    // (min + max) - x: with 1 to 5 that is 6 - x, not 5 - x.
    const std::string one_to_five = reversed(
        "{value: 1, label: a}, {value: 2, label: b}, {value: 3, label: c}, {value: 4, label: d}, {value: 5, label: e}");
    for (int x = 1; x <= 5; ++x) CHECK(line(one_to_five, fmt::format("[{}]", x)) == fmt::format("{} of 1/1", 6 - x));
    const std::string zero_to_three =
        reversed("{value: 0, label: a}, {value: 1, label: b}, {value: 2, label: c}, {value: 3, label: d}");
    for (int x = 0; x <= 3; ++x) CHECK(line(zero_to_three, fmt::format("[{}]", x)) == fmt::format("{} of 1/1", 3 - x));
    const std::string descending = reversed("{value: 4, label: a}, {value: 2, label: b}, {value: 1, label: c}");
    CHECK(line(descending, "[4]") == "1 of 1/1");
    CHECK(line(descending, "[2]") == "3 of 1/1");
    CHECK(line(descending, "[1]") == "4 of 1/1");
    const std::string negative = reversed("{value: -2, label: a}, {value: 0.5, label: b}, {value: 1, label: c}");
    CHECK(line(negative, "[-2]") == "1 of 1/1");
    CHECK(line(negative, "[0.5]") == "-1.5 of 1/1");
  }

  TEST_CASE("options that descend are values, not places") {
    const std::string body =
        "items: [{id: \"1\", text: x, options: [{value: 3, label: a}, {value: 2, label: b}, {value: 0, label: c}]}]\n" +
        score("method: sum, items: [\"1\"]");
    CHECK(line(body, "[3]") == "3 of 1/1");
    CHECK(line(body, "[0]") == "0 of 1/1");
  }

  TEST_CASE("band edges from both sides, unrounded") {
    const std::string body = four + three_items +
                             score(
                                 "method: mean, items: [\"1\", \"2\", \"3\"], bands: [{from: 0, label: low}, {from: 1, "
                                 "label: middle}, {above: 2, label: high}]");
    CHECK(line(body, "[0, 1, 1]") == "0.666667 of 3/3 low");
    CHECK(line(body, "[1, 1, 1]") == "1 of 3/3 middle");
    CHECK(line(body, "[2, 2, 2]") == "2 of 3/3 middle");
    CHECK(line(body, "[2, 2, 3]") == "2.333333 of 3/3 high");
    // 1.995 is printed as 2.00 at two places and is still below 2.
    const std::string fine =
        "items: [{id: \"1\", text: x, options: [{value: 1.995, label: a}, {value: 2, label: b}, {value: 2.001, label: "
        "c}, {value: 3, label: d}]}]\n" +
        score(
            "method: sum, items: [\"1\"], bands: [{from: 1, label: low}, {from: 2, label: at}, {above: 2, label: "
            "high}]");
    CHECK(faults(fine) == "E0232: bands go upwards | each starts higher than the one before");
    const std::string finer =
        "items: [{id: \"1\", text: x, options: [{value: 1.995, label: a}, {value: 2, label: b}, {value: 3, label: "
        "d}]}]\n" +
        score("method: sum, items: [\"1\"], bands: [{from: 1, label: low}, {from: 2, label: at}]");
    CHECK(line(finer, "[1.995]") == "1.995 of 1/1 low");
    CHECK(line(finer, "[2]") == "2 of 1/1 at");
  }

  TEST_CASE("sets of bands by the respondent or by a question") {
    const std::string body =
        four + three_items +
        "questions: [{id: q, text: x, options: [{value: \"yes\", label: a}, {value: \"no\", label: b}]}]\n" +
        score(
            "method: sum, items: [\"1\", \"2\", \"3\"], band_sets: ["
            "{when: {respondent.sex: female}, bands: [{from: 0, label: low}, {from: 3, label: high f}], source: {text: "
            "x}},"
            "{when: {respondent.sex: male, respondent.age: {from: 40}}, bands: [{from: 0, label: low}, {from: 4, "
            "label: high m}], source: {text: x}},"
            "{when: {q: \"yes\"}, bands: [{from: 0, label: low q}], source: {text: x}}]");
    CHECK(line(body, "[1, 1, 1]", "respondent: {sex: female}\n") == "3 of 3/3 high f");
    CHECK(line(body, "[1, 1, 1]", "respondent: {sex: male, age: 40}\n") == "3 of 3/3 low");
    CHECK(line(body, "[1, 1, 2]", "respondent: {sex: male, age: 40}\n") == "4 of 3/3 high m");
    CHECK(line(body, "[1, 1, 2]", "respondent: {sex: male}\n") ==
          "4 of 3/3 [its cut-offs depend on an answer that was not given]");
    CHECK(line(body, "[1, 1, 2]") == "4 of 3/3 [its cut-offs depend on an answer that was not given]");
    CHECK(line(body, "[1, 1, 2]", "respondent: {sex: male, age: 39}\n") ==
          "4 of 3/3 [its cut-offs depend on an answer that was not given]");
    CHECK(line(body, "{\"1\": 1, \"2\": 1, \"3\": 2, q: yes}", "respondent: {sex: male, age: 39}\n") ==
          "4 of 3/3 low q");
    CHECK(line(body, "{\"1\": 1, \"2\": 1, \"3\": 2, q: no}", "respondent: {sex: other}\n") ==
          "4 of 3/3 [no cut-offs are published for this case]");
  }

  TEST_CASE("outside the validated ages and languages there is no band") {
    const std::string body = "validated: {ages: {from: 18, to: 65}, languages: [en], source: {text: x}}\n" + four +
                             three_items +
                             score(
                                 "method: sum, items: [\"1\", \"2\", \"3\"], bands: [{from: 0, label: low}], "
                                 "other_bands: [{id: o, bands: [{from: 0, label: other}], source: {text: x}}]");
    const auto at = [&](const std::string& respondent) {
      return line(body, "[1, 1, 1]", "respondent: {" + respondent + "}\n");
    };
    CHECK(at("age: 18, language: en") == "3 of 3/3 low");
    CHECK(at("age: 65, language: en") == "3 of 3/3 low");
    CHECK(at("age: 17, language: en") == "3 of 3/3 [its cut-offs were made for ages 18 to 65]");
    CHECK(at("age: 66, language: en") == "3 of 3/3 [its cut-offs were made for ages 18 to 65]");
    CHECK(at("age: 40, language: de") == "3 of 3/3 [its cut-offs were not made for answers in 'de']");
    World world(with(body));
    const Assessed unknown(world.sound("t"), "form: t\nanswers: [1, 1, 1]\n");
    CHECK(unknown.score("t.s").band.band != nullptr);
    CHECK(unknown.score("t.s").band.assumes == std::vector<std::string>{"age 18 to 65", "language en"});
    const Assessed young(world.sound("t"), "form: t\nrespondent: {age: 17}\nanswers: [1, 1, 1]\n");
    REQUIRE(young.score("t.s").other_bands.size() == 1);
    CHECK(young.score("t.s").other_bands[0].band == nullptr);
    CHECK(young.score("t.s").other_bands[0].reason == "its cut-offs were made for ages 18 to 65");
  }

  TEST_CASE("other bands are reported beside, those whose condition holds") {
    const std::string body =
        four + three_items +
        score(
            "method: sum, items: [\"1\", \"2\", \"3\"], other_bands: [{id: one, bands: [{from: 0, label: a}, {from: 5, "
            "label: b}], source: {text: x}},"
            "{id: two, when: {respondent.sex: female}, bands: [{from: 0, label: c}], source: {text: x}}]");
    World world(with(body));
    const Assessed male(world.sound("t"), "form: t\nrespondent: {sex: male}\nanswers: [2, 2, 1]\n");
    REQUIRE(male.score("t.s").other_bands.size() == 1);
    CHECK(male.score("t.s").other_bands[0].band->label.original() == "b");
    CHECK(male.score("t.s").band.band == nullptr);
    const Assessed female(world.sound("t"), "form: t\nrespondent: {sex: female}\nanswers: [2, 2, 0]\n");
    REQUIRE(female.score("t.s").other_bands.size() == 2);
    CHECK(female.score("t.s").other_bands[0].band->label.original() == "a");
    CHECK(Assessed(world.sound("t"), "form: t\nanswers: [2, 2, skipped]\n").score("t.s").other_bands.empty());
  }

  TEST_CASE("an item that does not apply is no missing answer, and one that may apply withholds the score") {
    const std::string items =
        four +
        "items: [{id: \"1\", text: x, when: {q: \"yes\"}}, {id: \"2\", text: x}]\n"
        "questions: [{id: q, text: x, options: [{value: \"yes\", label: a}, {value: \"no\", label: b}]}]\n";
    const std::string sum = items + score("method: sum, items: [\"1\", \"2\"]");
    CHECK(line(sum, "{q: yes, \"1\": 3, \"2\": 1}") == "4 of 2/2");
    CHECK(line(sum, "{q: no, \"1\": 3, \"2\": 1}") == "1 of 1/1");
    CHECK(line(sum, "{q: no, \"2\": 1}") == "1 of 1/1");
    CHECK(line(sum, "{q: yes, \"2\": 1}") == "none of 1/2 (1 of 2 answered, all are needed)");
    CHECK(line(sum, "{\"1\": 3, \"2\": 1}") ==
          "none of 1/1 (whether 1 of its items applies is not known; it is 1 to 4)");
    CHECK(line(sum, "{\"2\": 1}") == "none of 1/1 (whether 1 of its items applies is not known; it is 1 to 4)");
    const std::string mean = items + score("method: mean, items: [\"1\", \"2\"]");
    CHECK(line(mean, "{q: no, \"2\": 3}") == "3 of 1/1");
    CHECK(line(mean, "{\"1\": 1, \"2\": 3}") ==
          "none of 1/1 (whether 1 of its items applies is not known; it is 1 to 3)");
    const std::string only = items + score("method: sum, items: [\"1\"]");
    CHECK(line(only, "{q: no, \"2\": 3}") == "none of 0/0 (it does not apply)");
    const std::string counted = items + score("method: count, count: [{items: [\"1\", \"2\"], from: 1}]");
    CHECK(line(counted, "{q: no, \"1\": 3, \"2\": 3}") == "1 of 1/1");
  }

  TEST_CASE("a score that may not apply at all is never surely inside a range") {
    const std::string body =
        four +
        "items: [{id: \"1\", text: x, when: {q: \"yes\"}}]\n"
        "questions: [{id: q, text: x, options: [{value: \"yes\", label: a}, {value: \"no\", label: b}]}]\n"
        "scores:\n  - {id: a, method: sum, items: [\"1\"]}\n  - {id: s, method: criterion, holds: {a: {from: 0}}}\n";
    CHECK(line(body, "{q: yes, \"1\": 0}") == "1 of 1/1");
    CHECK(line(body, "{q: no}") == "0 of 0/0");
    World world(with(body));
    CHECK_FALSE(Assessed(world.sound("t"), "form: t\nanswers: {\"1\": 2}\n").score("t.s").value.value.has_value());
  }

  TEST_CASE("safety items speak on part of the answers, and say where they cannot") {
    const std::string body =
        four + three_items +
        "safety: [{id: x, level: red, holds: {\"3\": {from: 1}}, statement: look, not_assessed: unasked},"
        " {id: y, level: amber, holds: {\"2\": {from: 2}}, statement: too}]\n";
    World world(with(body));
    const auto findings = [&](const std::string& answers) {
      const Assessed assessed(world.sound("t"), "form: t\nanswers: " + answers + "\n");
      std::string all;
      for (const ipi::SafetyFinding& finding : assessed.result.safety)
        all += fmt::format("{} {} {};", finding.rule, finding.red ? "red" : "amber", finding.statement);
      return all;
    };
    CHECK(findings("[0, 0, 0]").empty());
    CHECK(findings("[skipped, skipped, 1]") == "t.x red look;");
    CHECK(findings("[0, 2, 1]") == "t.x red look;t.y amber too;");
    CHECK(findings("[0, 0, refused]") == "t.x amber unasked;");
    CHECK(findings("[0, refused, 0]").empty());
  }

  TEST_CASE("E0234: figures and scores that could overflow") {
    CHECK(faults("items: [{id: \"1\", text: x, options: [{value: 0, label: a}, {value: 1000001, label: b}]}]\n" +
                 score("method: sum, items: [\"1\"]")) ==
          "E0234: the value 1000001 is too large to be added up exactly");
    CHECK(faults("items: [{id: \"1\", text: x, options: [{value: 0, label: a}, {value: 0.00001, label: b}]}]\n" +
                 score("method: sum, items: [\"1\"]")) ==
          "E0234: the value 0.00001 is too large to be added up exactly");
    CHECK(faults(four + three_items + score("method: sum, items: [\"1\"], transform: {multiply: 1000001}")) ==
          "E0234: a figure of 's' is too large to be exact");
    CHECK(faults(four + three_items + score("method: weighted, weights: {\"1\": 1000001}")).substr(0, 5) == "E0234");
    // Small weights on small values, and yet too much for a chain.
    CHECK(
        faults("items: [{id: \"1\", text: x, options: [{value: 0, label: a}, {value: 1000000, label: b}]}]\nscores:\n  "
               "- {id: a, method: weighted, weights: {\"1\": 1000000}, transform: {multiply: 1000000}}\n") ==
        "E0234: 'a' can become too large to be exact | give its parts and its transform fewer digits");
    // Each figure is small, and the scores of scores are not.
    std::string chain =
        "items: [{id: \"1\", text: x, options: [{value: 0, label: a}, {value: 1000000, label: b}]}]\nscores:\n  - {id: "
        "a, method: sum, items: [\"1\"], transform: {multiply: 1000000}}\n";
    chain += "  - {id: b, method: sum, scores: [a], transform: {multiply: 1000000}}\n";
    CHECK(faults(chain) ==
          "E0234: 'b' can become too large to be exact | give its parts and its transform fewer digits");
  }

  TEST_CASE("E0235: bands that do not cover the score") {
    CHECK(faults(four + three_items + score("method: sum, items: [\"1\", \"2\"], bands: [{from: 1, label: a}]")) ==
          "E0235: 's' can be 0, but its first band starts at 1 | bands cover every value that the score can reach");
    CHECK(faults(four + three_items + score("method: sum, items: [\"1\", \"2\"], bands: [{above: 0, label: a}]")) ==
          "E0235: 's' can be 0, but its first band starts at 0 | bands cover every value that the score can reach");
    CHECK(faults(four + three_items +
                 score("method: sum, items: [\"1\", \"2\"], bands: [{from: 0, label: a}, {from: 7, label: b}]")) ==
          "E0235: 's' never reaches its last band at 7 | its highest value is 6");
    CHECK(faults(four + three_items +
                 score("method: sum, items: [\"1\", \"2\"], bands: [{from: 0, label: a}, {above: 6, label: b}]")) ==
          "E0235: 's' never reaches its last band at 6 | its highest value is 6");
    CHECK(faults(four + three_items +
                 score("method: sum, items: [\"1\", \"2\"], other_bands: [{id: o, bands: [{from: 2, label: a}], "
                       "source: {text: x}}]")) ==
          "E0235: 's' can be 0, but its first band starts at 2 | bands cover every value that the score can reach");
  }

  TEST_CASE("a criterion cannot rest on itself or on a later score") {
    CHECK(faults(four + three_items +
                 "scores:\n  - {id: s, method: criterion, holds: {total: {from: 1}}}\n  - {id: total, method: sum, "
                 "items: [\"1\"]}\n") == "E0211: 'total' is the address of nothing here");
    CHECK(faults(four + three_items + score("method: criterion, holds: {s: 1}")) ==
          "E0211: 's' is the address of nothing here");
    CHECK(faults(four + three_items + score("method: criterion, holds: {onset: answered}")) ==
          "E0211: 'onset' is the address of nothing here");
    CHECK(faults(four + three_items + score("method: criterion, holds: {\"1\": 9}")) ==
          "E0212: '9' is no answer to '1' | one of: 0, 1, 2, 3");
  }
}
