// Scores that a table turns from raw values into others.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "../support.h"
#include "assessment/lint.h"
#include "scoring/attainable.h"

using ipi::Rational;
using support::Assessed;
using support::Random;
using support::World;

namespace {

const std::string options = "options: [{value: 0, label: a}, {value: 1, label: b}, {value: 3, label: c}]\n";
const std::string items = "items: [{id: \"1\", text: x}, {id: \"2\", text: x}]\n";
/// The sums of two items of 0, 1 or 3: up, down and up again.
const std::string table =
    "[{raw: 0, value: 20.5}, {raw: 1, value: 31}, {raw: 2, value: 12.25}, {raw: 3, value: 40}, {raw: 4, value: 39.9}, "
    "{raw: 6, value: 60}]";

std::vector<support::Text> with(const std::string& body) {
  return support::together({support::catalogues(), {support::instrument("t", body)}});
}

std::string sum_by(const std::string& rows, const std::string& more = "") {
  return options + items + "scores:\n  - {id: s, method: sum, items: [\"1\", \"2\"], transform: {table: " + rows + "}" +
         more + "}\n";
}

std::string line(const std::string& body, const std::string& answers) {
  World world(with(body));
  return Assessed(world.sound("t"), "form: t\nanswers: " + answers + "\n").line("t.s");
}

std::string bounds(const std::string& body, const std::string& answers) {
  World world(with(body));
  const Assessed assessed(world.sound("t"), "form: t\nanswers: " + answers + "\n");
  const ipi::Interval& found = assessed.score("t.s").value.bounds;
  return fmt::format("{} to {}", ipi::to_decimal(*found.low, 6), ipi::to_decimal(*found.high, 6));
}

std::string faults(const std::string& body) {
  World world(with(body));
  if (!world.diagnostics.has_errors()) CHECK(world.compiled("t") == nullptr);
  std::string all;
  for (const ipi::Diagnostic& said : world.diagnostics.all())
    all += fmt::format("{}{}: {}{}{}", all.empty() ? "" : "\n", said.code, said.message, said.help.empty() ? "" : " | ",
                       said.help);
  return all;
}

std::string lints(const std::string& body) {
  World world(with(body));
  static_cast<void>(world.sound("t"));
  ipi::Diagnostics found;
  const auto& defined = world.library.instruments().front();
  ipi::lint_instrument(defined.value, defined.file->document(), found);
  std::string all;
  for (const ipi::Diagnostic& said : found.all()) {
    if (said.code == "E0281" || said.code == "E0285") all += fmt::format("{}: {}\n", said.code, said.message);
  }
  return all;
}

/// A made-up instrument: three items, one of which may not apply, and a method, `r`. A table of random values stands
/// over it twice: once over the score `r` (`s`), once over the items themselves (`d`).
std::string random_instrument(Random& random) {
  std::string text = "items:\n";
  for (int item = 1; item <= 3; ++item) {
    std::string list;
    for (int value = 0; value <= 5; ++value) {
      if (value > 0 && random.chance(40)) continue;
      list += fmt::format("{}{{value: {}, label: x{}}}", list.empty() ? "" : ", ", value, value);
    }
    text += fmt::format("  - {{id: \"{}\", text: x, options: [{}]{}}}\n", item, list,
                        item == 3 ? ", when: {gate: \"yes\"}" : "");
  }
  text += "questions: [{id: gate, text: x, options: [{value: \"yes\", label: y}, {value: \"no\", label: n}]}]\n";
  const char* const methods[] = {"method: sum, items: [\"1\", \"2\", \"3\"]",
                                 "method: mean, items: [\"1\", \"2\", \"3\"]",
                                 "method: weighted, weights: {\"1\": 2, \"2\": 1, \"3\": 1}",
                                 "method: count, count: [{items: [\"1\", \"2\", \"3\"], from: 2}]"};
  const std::size_t method = random.below(4);
  std::string rows;
  // Thirds cannot be written as decimals: a mean is one of two items.
  if (method == 1) text = support::changed(text, ", when: {gate: \"yes\"}", "");
  for (int raw = 0; raw <= 40; ++raw)
    rows += fmt::format("{}{{raw: {}, value: {}}}", raw == 0 ? "" : ", ", ipi::to_decimal(Rational(raw, 2), 1),
                        random.below(50));
  std::string chosen = methods[method];
  if (method == 1) chosen = "method: mean, items: [\"1\", \"2\"]";
  text += fmt::format(
      "scores:\n  - {{id: r, {}}}\n  - {{id: s, method: sum, scores: [r], transform: {{table: [{}]}}}}\n  - {{id: d, "
      "{}, transform: {{table: [{}]}}}}\n",
      chosen, rows, chosen, rows);
  return text;
}

}  // namespace

TEST_SUITE("tables") {
  TEST_CASE("a raw value becomes what its row says, exactly") {
    CHECK(line(sum_by(table), "[0, 0]") == "20.5 of 2/2");
    CHECK(line(sum_by(table), "[1, 1]") == "12.25 of 2/2");
    CHECK(line(sum_by(table), "[3, 3]") == "60 of 2/2");
    CHECK(line(sum_by(table), "[3, skipped]") == "none of 1/2 (1 of 2 answered, all are needed)");
    const std::string halves =
        options + items +
        "scores:\n  - {id: s, method: mean, items: [\"1\", \"2\"], transform: {table: [{raw: 3, value: 1}, {raw: 0.5, "
        "value: 7}, {raw: 0, value: 0}, {raw: 1, value: 2}, {raw: 1.5, value: 3}, {raw: 2, value: 4}]}}\n";
    CHECK(line(halves, "[0, 1]") == "7 of 2/2");
    CHECK(line(halves, "[3, 3]") == "1 of 2/2");
  }

  TEST_CASE("bounds are those of the completions, also where the table goes up and down") {
    // 0 and 6 are the ends of the raw values; the highest lies at one, the lowest in the middle.
    CHECK(bounds(sum_by(table), "[skipped, skipped]") == "12.25 to 60");
    CHECK(bounds(sum_by(table), "[1, skipped]") == "12.25 to 39.9");
    CHECK(bounds(sum_by(table), "[3, skipped]") == "39.9 to 60");
    // 0 and one of 0, 1 and 3: 2 lies between them and cannot be reached.
    CHECK(bounds(sum_by(table), "[0, skipped]") == "20.5 to 40");
  }

  TEST_CASE("a table over scores, with one part open") {
    const std::string parts = options + items +
                              "scores:\n  - {id: a, method: sum, items: [\"1\"]}\n  - {id: b, method: sum, items: "
                              "[\"2\"]}\n  - {id: s, method: sum, scores: [a, b], transform: {table: " +
                              table + "}}\n";
    CHECK(line(parts, "[1, 3]") == "39.9 of 2/2");
    CHECK(bounds(parts, "[0, skipped]") == "20.5 to 40");
  }

  TEST_CASE("property: bounds are exactly the ends over all completions") {
    Random random(11);
    std::size_t open = 0, bent = 0;
    for (int round = 0; round < 60; ++round) {
      const std::string text = random_instrument(random);
      World world(with(text));
      const ipi::Compiled& compiled = world.sound("t");
      const ipi::Instrument& instrument = world.library.instruments().front().value;
      const ipi::Scorer& scorer = *compiled.scorers[0].front();
      std::vector<ipi::ChoiceSet> all;
      for (const ipi::Question& question : instrument.questions)
        all.push_back(ipi::all_options(question.options.size()));
      const std::size_t gate = 3;
      std::vector<ipi::ScoreValue> values(instrument.scores.size());
      const auto listed = ipi::attainable_values(instrument);
      for (int sheet = 0; sheet < 6; ++sheet) {
        std::vector<ipi::ChoiceSet> partial = all;
        for (std::size_t i = 0; i < partial.size(); ++i) {
          if (random.chance(50)) partial[i] = ipi::ChoiceSet{1} << random.below(instrument.questions[i].options.size());
        }
        const bool conditional = instrument.questions[2].when.has_value();
        // As the form's state would give it: open where the gate is.
        std::vector<ipi::ChoiceSet> given = partial;
        if (conditional && given[gate] == 2) given[2] = ipi::inapplicable;
        if (conditional && given[gate] == 3) given[2] |= ipi::inapplicable;
        std::vector<Rational> reached;
        std::vector<ipi::ChoiceSet> whole(given.size());
        const auto complete = [&](const auto& self, std::size_t i) -> void {
          if (i == given.size()) {
            if (conditional && (whole[gate] == 2) != (whole[2] == ipi::inapplicable)) return;
            scorer.score(whole, values);
            REQUIRE(values[2].value.has_value());
            CHECK(values[1].value == values[2].value);
            CHECK(std::binary_search(listed[2].complete.begin(), listed[2].complete.end(), *values[2].value));
            reached.push_back(*values[2].value);
            return;
          }
          for (std::size_t o = 0; o < instrument.questions[i].options.size(); ++o) {
            if (((given[i] >> o) & 1U) == 0) continue;
            whole[i] = ipi::ChoiceSet{1} << o;
            self(self, i + 1);
          }
          if ((given[i] & ipi::inapplicable) == 0) return;
          whole[i] = ipi::inapplicable;
          self(self, i + 1);
        };
        complete(complete, 0);
        scorer.score(given, values);
        if (values[2].value) continue;
        ++open;
        std::sort(reached.begin(), reached.end());
        CAPTURE(text);
        CHECK(values[2].bounds.low == reached.front());
        CHECK(values[2].bounds.high == reached.back());
        CHECK(values[1].bounds.low == reached.front());
        CHECK(values[1].bounds.high == reached.back());
        // Whoever looked up the ends of the raw bounds alone would be wrong here.
        const auto& transform = instrument.scores[2].transform;
        const Rational one = *transform.of(*values[0].bounds.low), other = *transform.of(*values[0].bounds.high);
        const auto& [low, high] = std::minmax(one, other);  // refers to the two
        bent += low != reached.front() || high != reached.back() ? 1U : 0U;
      }
    }
    CHECK(open >= 150);
    CHECK(bent >= 100);
  }

  TEST_CASE("E0239: what the table leaves out") {
    CHECK(faults(sum_by("[{raw: 0, value: 1}, {raw: 1, value: 1}, {raw: 2, value: 1}, {raw: 4, value: 1}]")) ==
          "E0239: the table of 's' has no row for 3, 6 | every value that the method and the missing rule can give "
          "needs a row");
    // Prorated from one of two, every answer counts twice, and 2 and 6 have rows.
    CHECK(line(sum_by(table, ", missing: {rule: prorate, at_least: 1}"), "[1, skipped]") == "12.25 of 1/2");
    const std::string three =
        options +
        "items: [{id: \"1\", text: x}, {id: \"2\", text: x}, {id: \"3\", text: x}]\nscores:\n  - {id: s, method: sum, "
        "items: [\"1\", \"2\", \"3\"], missing: {rule: prorate, at_least: 2}, transform: {table: "
        "[{raw: 0, value: 0}, {raw: 1, value: 1}, {raw: 2, value: 2}, {raw: 3, value: 3}, {raw: 4, value: 4}, {raw: 5, "
        "value: 5}, {raw: 6, value: 6}, {raw: 7, value: 7}, {raw: 9, value: 9}]}}\n";
    CHECK(faults(three) ==
          "E0239: the table of 's' has no row for 1.5, 4.5 | every value that the method and the missing rule can give "
          "needs a row");
    std::string wide = "options: [";
    for (int value = 0; value <= 12; ++value)
      wide += fmt::format("{}{{value: {}, label: x{}}}", value == 0 ? "" : ", ", value, value);
    CHECK(faults(wide + "]\nitems: [{id: \"1\", text: x}]\nscores:\n  - {id: s, method: sum, items: [\"1\"], "
                        "transform: {table: [{raw: 0, value: 1}]}}\n") ==
          "E0239: the table of 's' has no row for 1, 2, 3, 4, 5, 6, 7, 8 and 4 more | every value that the method and "
          "the missing rule can give needs a row");
    CHECK(faults("items: [{id: \"1\", text: x, options: [{value: 0, label: a}, {value: 1, label: b}]}]\nscores:\n  - "
                 "{id: s, method: criterion, holds: {\"1\": 1}, transform: {table: [{raw: 0, value: 5}]}}\n")
              .substr(0, 39) == "E0239: the table of 's' has no row for ");
  }

  TEST_CASE("E0238: rows and figures that do not go together") {
    CHECK(faults(sum_by("[{raw: 1, value: 1}, {raw: 1.0, value: 2}]")) ==
          "E0238: a second row for 1 | a table has one row for each value");
    CHECK(faults(sum_by(table + ", multiply: 2")) ==
          "E0238: a table is a list of rows, with no other figure beside it | write table: [{raw: 4, value: 25.7}, "
          "{raw: 5, value: 30.1}]");
    CHECK(faults(sum_by("[]")).substr(0, 5) == "E0238");
    CHECK(faults(sum_by("{1: 2}")).substr(0, 5) == "E0238");
    CHECK(faults(sum_by("[{raw: 1}]")).find("E0203: a row has raw: and value:") != std::string::npos);
    CHECK(faults(sum_by("[{raw: 1, value: 1000001}]")).substr(0, 5) == "E0234");
  }

  TEST_CASE("bands and the declared range are held against what the table gives") {
    CHECK(lints(sum_by(table,
                       ", range: {from: 12.25, to: 60}, bands: [{from: 12, label: low}, {from: 40, label: high}], "
                       "band_source: {text: x}"))
              .empty());
    CHECK(lints(sum_by(table,
                       ", range: {from: 0, to: 6}, bands: [{from: 12, label: low}, {from: 41, label: middle}, {from: "
                       "60, label: high}], band_source: {text: x}")) ==
          "E0285: 's' is declared to go from 0 to 6, but its key goes from 12.25 to 60\nE0281: no answers lead to the "
          "band 'middle' of 's'\n");
    CHECK(
        faults(sum_by(table, ", bands: [{from: 20, label: low}], band_source: {text: x}")) ==
        "E0235: 's' can be 12.25, but its first band starts at 20 | bands cover every value that the score can reach");
  }
}
