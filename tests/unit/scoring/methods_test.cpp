#include "scoring/attainable.h"
#include "scoring/circumplex.h"
#include "support.h"

namespace {

std::string instrument(std::string_view score) {
  return fmt::format(R"(instrument: tiny
title: Tiny
construct: something
citation: {{text: Nobody 2020}}
licence: {{item_text: own, basis: written here}}
options: [{{value: 0, label: No}}, {{value: 1, label: Yes}}]
items:
  - {{id: "1", text: One}}
  - {{id: "2", text: Two}}
  - {{id: "3", text: Three}}
scores:
  - {}
)",
                     score);
}

constexpr const char* languages =
    "catalogue: languages\ntitle: Languages\nentries: [{id: en, label: English, tags: []}]\n";

struct Tiny {
  explicit Tiny(std::string_view score)
      : world({{"catalogues/languages.yaml", languages}, {"instruments/tiny.yaml", instrument(score)}}),
        compiled(world.sound("tiny")) {}
  std::string line(std::string_view answers) {
    return support::Assessed(compiled, fmt::format("form: tiny\nanswers: {{tiny: {}}}\n", answers)).line("tiny.total");
  }
  std::vector<std::string> values(bool complete) {
    std::vector<std::string> texts;
    const auto all = ipi::attainable_values(world.library.instruments().front().value);
    REQUIRE(all.back().listed);
    for (const ipi::Rational& value : complete ? all.back().complete : all.back().incomplete)
      texts.push_back(ipi::to_decimal(value, 2));
    return texts;
  }
  support::World world;
  const ipi::Compiled& compiled;
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a weighted sum adds weight times keyed value") {
  Tiny tiny(R"({id: total, method: weighted, weights: {"1": 100, "2": 0.5, "3": -3}, missing: {rule: complete}})");
  CHECK(tiny.line("[1, 1, 1]") == "97.5 of 3/3");
  CHECK(tiny.line("[0, 1, 0]") == "0.5 of 3/3");
  CHECK(tiny.line("[0, 0, 1]") == "-3 of 3/3");
  CHECK(tiny.line("[1, 1, refused]") == "none of 2/3 (2 of 3 answered, all are needed)");
  CHECK(tiny.values(true) == Texts{"-3", "-2.5", "0", "0.5", "97", "97.5", "100", "100.5"});
}

TEST_CASE("a weighted sum without a value still has the bounds that a negative weight turns round") {
  Tiny tiny(R"({id: total, method: weighted, weights: {"1": 100, "2": 0.5, "3": -3}, missing: {rule: complete}})");
  support::Assessed assessed(tiny.compiled, "form: tiny\nanswers: {tiny: [1, 0, unknown]}\n");
  const ipi::Interval& bounds = assessed.score("tiny.total").value.bounds;
  CHECK(*bounds.low == ipi::Rational(97));
  CHECK(*bounds.high == ipi::Rational(100));
}

TEST_CASE("complete_except takes the plain count of what was answered, and no more gaps than allowed") {
  Tiny tiny(
      R"({id: total, method: count, count: [{items: ["1", "2", "3"], from: 1}],
           missing: {rule: complete_except, at_most: 1}})");
  CHECK(tiny.line("[1, 1, 1]") == "3 of 3/3");
  CHECK(tiny.line("[1, 1, skipped]") == "2 of 2/3");
  CHECK(tiny.line("[0, 0, skipped]") == "0 of 2/3");
  CHECK(tiny.line("[1, skipped, skipped]") == "none of 1/3 (1 of 3 answered, at least 2 are needed)");
}

TEST_CASE("complete_except and prorate part ways on the same answers") {
  Tiny plain(R"({id: total, method: sum, items: ["1", "2", "3"], missing: {rule: complete_except, at_most: 1}})");
  Tiny prorated(R"({id: total, method: sum, items: ["1", "2", "3"], missing: {rule: prorate, at_least: 2}})");
  CHECK(plain.line("[1, 1, skipped]") == "2 of 2/3");
  CHECK(prorated.line("[1, 1, skipped]") == "3 of 2/3");
  CHECK(plain.values(false) == Texts{"0", "1", "2"});
  CHECK(prorated.values(false) == Texts{"0", "1.5", "3"});
}

TEST_CASE("attainable values are those of every sheet: brute force over the shipped instruments' short scales") {
  for (const auto& defined : support::shipped().library.instruments()) {
    const ipi::Instrument& one = defined.value;
    double sheets = 1;
    for (std::size_t i = 0; i < one.questions.size(); ++i)
      sheets *= static_cast<double>(one.questions[i].options.size() + 1);
    if (sheets > 20'000 || one.questions.size() != one.items) continue;
    CAPTURE(one.id);
    const auto listed = ipi::attainable_values(one);
    const ipi::Compiled& compiled = support::shipped().sound(one.id);
    std::vector<ipi::ScoreValue> values(one.scores.size());
    std::vector<std::size_t> place(one.items, 0);
    for (bool more = true; more;) {
      std::vector<ipi::ChoiceSet> answers;
      for (std::size_t i = 0; i < one.items; ++i) {
        const std::size_t options = one.questions[i].options.size();
        answers.push_back(place[i] == options ? ipi::all_options(options) : ipi::ChoiceSet{1} << place[i]);
      }
      compiled.scorers[0].front()->score(answers, values);
      for (std::size_t s = 0; s < values.size(); ++s) {
        if (!values[s].value) continue;
        const auto& expected = values[s].answered == values[s].items ? listed[s].complete : listed[s].incomplete;
        const bool either = std::binary_search(listed[s].complete.begin(), listed[s].complete.end(), *values[s].value);
        CHECK((either || std::binary_search(expected.begin(), expected.end(), *values[s].value)));
      }
      more = false;
      for (std::size_t i = 0; i < one.items && !more; ++i) {
        more = ++place[i] <= one.questions[i].options.size();
        if (!more) place[i] = 0;
      }
    }
  }
}

TEST_CASE("the circle of the third worked example of csip, by hand") {
  // Octants 1.5, 1, 1, 1, 1, 3, 1, 1 from 90 degrees on: the equal ones cancel.
  ipi::Circumplex circumplex;
  circumplex.octants = {0, 1, 2, 3, 4, 5, 6, 7};
  std::vector<ipi::ScoreValue> scores(8);
  for (auto& score : scores) score.value = ipi::Rational(1);
  scores[0].value = ipi::Rational(3, 2);
  scores[5].value = ipi::Rational(3);
  const auto summary = ipi::summarise(circumplex, scores);
  REQUIRE(summary.has_value());
  CHECK(summary->elevation == doctest::Approx(1.3125));
  CHECK(summary->x == doctest::Approx(0.35355).epsilon(1e-4));
  CHECK(summary->y == doctest::Approx(-0.22855).epsilon(1e-4));
  CHECK(summary->amplitude == doctest::Approx(0.42099).epsilon(1e-4));
  CHECK(summary->angle == doctest::Approx(327.12).epsilon(1e-4));
  scores[3].value.reset();
  CHECK_FALSE(ipi::summarise(circumplex, scores).has_value());
}
