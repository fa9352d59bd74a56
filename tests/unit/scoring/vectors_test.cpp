// The vectors of tests/conformance/vectors: scores by an independent program, reproduced exactly.
#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "../support.h"

using ipi::Rational;
using support::Assessed;
using support::World;

namespace {

using Json = nlohmann::json;

const Json& vectors() {
  static const Json all = Json::parse(support::file_text(IPI_SOURCE_DIR "/tests/conformance/vectors/scores.json"));
  return all;
}

std::string instrument_text(const std::string& id) {
  return support::file_text(fmt::format("{}/data/instruments/{}.yaml", IPI_SOURCE_DIR, id));
}

/// The vectors' instruments; CORE-10 without a floor, as the other program has it.
std::vector<support::Text> texts() {
  std::vector<support::Text> all = {
      {"catalogues/languages.yaml", support::file_text(IPI_SOURCE_DIR "/data/catalogues/languages.yaml")}};
  for (const char* id : {"auditc", "cesd", "core10", "epds", "gad7", "phq9", "wsas"})
    all.push_back({fmt::format("instruments/{}.yaml", id), instrument_text(id)});
  all.push_back({"instruments/core10_no_floor.yaml",
                 support::file_text(IPI_SOURCE_DIR "/tests/data/instruments/core10_no_floor.yaml")});
  return all;
}

std::string form_of(const Json& vector, const std::string& instrument) {
  std::string answers;
  for (std::size_t i = 0; i < vector["items"].size(); ++i) {
    const Json& item = vector["items"][i];
    if (!item.is_null()) answers += fmt::format("  \"{}\": {}\n", i + 1, item.get<int>());
  }
  if (vector["retired"].is_boolean())
    answers += fmt::format("  retired: {}\n", vector["retired"].get<bool>() ? "yes" : "no");
  return fmt::format("form: {}\nrespondent: {{age: 40, language: en}}\nanswers:\n{}", instrument, answers);
}

std::int64_t answered(const Json& vector) {
  std::int64_t count = 0;
  for (const Json& item : vector["items"]) count += item.is_null() ? 0 : 1;
  return count;
}

/// What was compared, and what came out otherwise.
struct Comparison {
  std::size_t vectors = 0, figures = 0;
  std::vector<std::string> differences;

  void expect(const Json& vector, const Assessed& ours, const std::string& address, const Rational& wanted) {
    ++figures;
    const auto& value = ours.score(address).value.value;
    if (value != wanted)
      differences.push_back(fmt::format("{}: {} is {}, not {}", vector.dump(), address,
                                        value ? to_decimal(*value, 6) : "none", to_decimal(wanted, 6)));
  }
};

Rational whole(const Json& number) {
  return number.is_boolean() ? Rational(number.get<bool>() ? 1 : 0) : Rational(number.get<std::int64_t>());
}

void compare_core10(World& world, const Json& vector, Comparison& comparison) {
  const Assessed ours(world.sound("core10_no_floor"), form_of(vector, "core10_no_floor"));
  const Rational exact(10 * vector["expect"]["total_score"].get<std::int64_t>(), answered(vector));
  comparison.expect(vector, ours, "core10_no_floor.clinical", exact);
  // The other program's double stands for the same fraction.
  CHECK(std::abs(to_double(exact) - vector["expect"]["clinical_score"].get<double>()) < 1e-9);
}

void compare(World& world, const Json& vector, Comparison& comparison) {
  ++comparison.vectors;
  const std::string id = vector["instrument"];
  if (id == "core10") {
    compare_core10(world, vector, comparison);
    return;
  }
  const Assessed ours(world.sound(id), form_of(vector, id));
  const Json& expect = vector["expect"];
  comparison.expect(vector, ours, id + ".total", whole(expect["total_score"]));
  if (id == "phq9") {
    const std::vector<std::pair<const char*, const char*>> names = {{"n_core", "phq9.core"},
                                                                    {"n_other", "phq9.other"},
                                                                    {"n_total", "phq9.symptoms"},
                                                                    {"is_mds", "phq9.major_depressive"},
                                                                    {"is_ods", "phq9.other_depressive"}};
    for (const auto& [theirs, address] : names) comparison.expect(vector, ours, address, whole(expect[theirs]));
  }
  if (id == "cesd") {
    ++comparison.figures;
    const ipi::Band* band = ours.score("cesd.total").band.band;
    REQUIRE(band != nullptr);
    if ((band->label.original() == "at risk") != expect["has_depression_risk"].get<bool>())
      comparison.differences.push_back(vector.dump());
  }
  if (id == "wsas") {
    ++comparison.figures;
    const std::uint16_t items = ours.score("wsas.total").value.items;
    if (8 * items != expect["max_score"].get<int>()) comparison.differences.push_back(vector.dump());
  }
}

Comparison compare_all(const std::vector<support::Text>& definitions) {
  World world(definitions);
  Comparison comparison;
  for (const Json& vector : vectors()) compare(world, vector, comparison);
  return comparison;
}

std::vector<support::Text> with_change(const std::string& id, std::string_view from, std::string_view to) {
  std::vector<support::Text> all = texts();
  for (support::Text& text : all) {
    if (text.path == fmt::format("instruments/{}.yaml", id)) text.text = support::changed(text.text, from, to);
  }
  return all;
}

}  // namespace

TEST_SUITE("conformance vectors") {
  TEST_CASE("all 150 vectors are reproduced exactly") {
    const Comparison comparison = compare_all(texts());
    CHECK(comparison.vectors == 150);
    CHECK(comparison.figures == 150 + 20 * 5 + 20 + 20);
    for (const std::string& difference : comparison.differences) FAIL_CHECK(difference);
  }

  TEST_CASE("negative oracle: no score is the partial sum of an incomplete CORE-10") {
    World world(texts());
    std::size_t incomplete = 0;
    for (const Json& vector : vectors()) {
      if (vector["instrument"] != "core10" || answered(vector) == 10) continue;
      ++incomplete;
      const Rational partial = whole(vector["expect"]["total_score"]);
      REQUIRE(partial != Rational(0));
      for (const char* id : {"core10", "core10_no_floor"}) {
        const Assessed ours(world.sound(id), form_of(vector, id));
        for (const ipi::AssessedScore& score : ours.result.scores) CHECK(score.value.value != partial);
        CHECK(ours.score(fmt::format("{}.clinical", id)).value.value.has_value() ==
              (id == std::string("core10_no_floor") || answered(vector) == 9));
      }
    }
    CHECK(incomplete == 7);
  }

  TEST_CASE("seeded fault: one item no longer reversed is found") {
    CHECK_FALSE(compare_all(with_change("cesd", "{id: \"8\", text: I felt hopeful about the future., reverse: \"yes\"}",
                                        "{id: \"8\", text: I felt hopeful about the future.}"))
                    .differences.empty());
  }
  TEST_CASE("seeded fault: a band edge moved is found") {
    CHECK_FALSE(compare_all(with_change("cesd", "{from: 16, label: at risk}", "{from: 25, label: at risk}"))
                    .differences.empty());
  }
  TEST_CASE("seeded fault: a retired person's work counted is found") {
    CHECK_FALSE(compare_all(with_change("wsas", "{id: \"1\", text: Work, when: {not: {retired: \"yes\"}}}",
                                        "{id: \"1\", text: Work}"))
                    .differences.empty());
  }
  TEST_CASE("seeded fault: item 9 held to the wrong threshold is found") {
    CHECK_FALSE(
        compare_all(with_change("phq9", "{items: [\"9\"], from: 1}", "{items: [\"9\"], from: 2}")).differences.empty());
  }
  TEST_CASE("seeded fault: a demanded item too many is found") {
    CHECK_FALSE(compare_all(with_change("core10_no_floor", "at_least: 1}", "at_least: 9}")).differences.empty());
  }
}
