// What must hold of every instrument that ships, whatever is answered: instruments.md, section 9. The figures here are
// the published ones, written down again and not taken from the files.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "../support.h"

using ipi::Instrument;
using ipi::Question;
using ipi::Rational;
using support::Assessed;
using support::Random;
using support::shipped;
using support::World;

namespace {

/// Answers to one instrument: the option chosen, by question; no entry is no answer.
using Answers = std::map<std::string, std::size_t>;

std::string form_of(const Instrument& instrument, const Answers& answers,
                    const std::string& respondent = "age: 60, language: en") {
  std::string text = fmt::format("form: {}\nrespondent: {{{}}}\nanswers:\n", instrument.id, respondent);
  for (const auto& [id, option] : answers) {
    text += fmt::format("  \"{}\": \"{}\"\n", id,
                        instrument.questions[*instrument.find_question(id)].options[option].value);
  }
  return text;
}

const Instrument& find(World& world, std::string_view id) {
  for (const auto& defined : world.library.instruments()) {
    if (defined.value.id == id) return defined.value;
  }
  FAIL(std::string(id));
  return world.library.instruments().front().value;
}

/// The questions that decide whether items apply, answered so that all do.
const std::map<std::string, Answers>& all_apply() {
  static const std::map<std::string, Answers> answers = {{"wsas", {{"retired", 1}}}};
  return answers;
}

Answers base(const Instrument& instrument) {
  const auto found = all_apply().find(instrument.id);
  return found == all_apply().end() ? Answers() : found->second;
}

Answers random_answers(const Instrument& instrument, Random& random) {
  Answers answers = base(instrument);
  for (std::size_t i = 0; i < instrument.items; ++i) {
    if (!instrument.questions[i].options.empty())
      answers[instrument.questions[i].id] = random.below(instrument.questions[i].options.size());
  }
  return answers;
}

std::optional<Rational> value_of(World& world, const Instrument& instrument, const std::string& score,
                                 const Answers& answers) {
  const Assessed assessed(world.sound(instrument.id), form_of(instrument, answers));
  return assessed.score(fmt::format("{}.{}", instrument.id, score)).value.value;
}

std::optional<std::size_t> option_with(const Question& question, const Rational& value) {
  for (std::size_t i = 0; i < question.options.size(); ++i) {
    if (question.options[i].number == value) return i;
  }
  return std::nullopt;
}

/// Of the first instruments the reversed items are written down here again; of the others the file says which.
const std::set<std::string>& written_down() {
  static const std::set<std::string> ids = {"auditc", "cesd",    "core10", "epds",  "gad7",
                                            "osss3",  "own_tie", "phq9",   "ucla3", "wsas"};
  return ids;
}

bool reversed(const Instrument& instrument, const Question& question) {
  if (written_down().count(instrument.id) == 0) return question.reverse;
  return instrument.id == "cesd" &&
         (question.id == "4" || question.id == "8" || question.id == "12" || question.id == "16");
}

bool same_options(const Question& a, const Question& b) {
  return std::equal(a.options.begin(), a.options.end(), b.options.begin(), b.options.end(),
                    [](const ipi::Option& x, const ipi::Option& y) { return x.number == y.number; });
}

/// All lowest or all highest, as scored.
Answers extreme(const Instrument& instrument, bool highest) {
  Answers answers = base(instrument);
  for (std::size_t i = 0; i < instrument.items; ++i) {
    const Question& question = instrument.questions[i];
    const bool largest = highest != reversed(instrument, question);
    std::size_t best = 0;
    for (std::size_t o = 0; o < question.options.size(); ++o) {
      const bool better = largest ? *question.options[o].number > *question.options[best].number
                                  : *question.options[o].number < *question.options[best].number;
      if (better) best = o;
    }
    answers[question.id] = best;
  }
  return answers;
}

/// Answers whose sum over the items of `score` is `target`, found by raising one item after the other.
Answers with_sum(const Instrument& instrument, const std::string& score, std::int64_t target) {
  Answers answers = extreme(instrument, false);
  const ipi::Score& wanted = instrument.scores[*instrument.find_score(score)];
  std::int64_t sum = 0;
  for (const std::size_t item : wanted.items)
    sum += instrument.questions[item].options[answers[instrument.questions[item].id]].number->numerator() *
           (reversed(instrument, instrument.questions[item]) ? 0 : 1);
  for (const std::size_t item : wanted.items) {
    const Question& question = instrument.questions[item];
    for (;;) {
      if (sum == target) return answers;
      const Rational now = *question.options[answers[question.id]].number;
      const auto next = option_with(question, reversed(instrument, question) ? now - Rational(1) : now + Rational(1));
      if (!next) break;
      answers[question.id] = *next;
      ++sum;
    }
  }
  REQUIRE(sum == target);
  return answers;
}

struct Range {
  const char* address;
  Rational lowest, highest;
};

const std::vector<Range>& published_ranges() {
  static const std::vector<Range> ranges = {
      {"auditc.total", 0, 12},  {"cesd.total", 0, 60},   {"core10.clinical", 0, 40}, {"epds.total", 0, 30},
      {"gad7.total", 0, 21},    {"gad7.gad2", 0, 6},     {"osss3.total", 3, 14},     {"own_tie.support", 0, 4},
      {"own_tie.strain", 0, 4}, {"phq9.total", 0, 27},   {"phq9.phq2", 0, 6},        {"phq9.core", 0, 2},
      {"phq9.other", 0, 7},     {"phq9.symptoms", 0, 9}, {"ucla3.total", 3, 9},      {"wsas.total", 0, 40}};
  return ranges;
}

struct Edge {
  const char* address;
  const char* set;  ///< id among the other bands; empty for the score's own
  std::int64_t value;
  const char* below;  ///< the label one below
  const char* at;     ///< the label at the value
  const char* respondent = "age: 60, language: en";
  Answers extra = {};
};

const std::vector<Edge>& published_edges() {
  static const std::vector<Edge> edges = {
      {"phq9.total", "", 5, "minimal", "mild"},
      {"phq9.total", "", 10, "mild", "moderate"},
      {"phq9.total", "", 15, "moderate", "moderately severe"},
      {"phq9.total", "", 20, "moderately severe", "severe"},
      {"phq9.total", "caseness", 10, "below caseness", "caseness"},
      {"phq9.total", "major_depression_screen", 10, "below the cut-off", "at or above the cut-off"},
      {"phq9.phq2", "", 3, "below the cut-off", "at or above the cut-off"},
      {"phq9.phq2", "sensitive", 2, "below the cut-off", "at or above the cut-off"},
      {"gad7.total", "", 5, "minimal", "mild"},
      {"gad7.total", "", 10, "mild", "moderate"},
      {"gad7.total", "", 15, "moderate", "severe"},
      {"gad7.total", "gad_screen", 10, "below the cut-off", "at or above the cut-off"},
      {"gad7.total", "caseness", 8, "below caseness", "caseness"},
      {"gad7.gad2", "", 3, "below the cut-off", "at or above the cut-off"},
      {"cesd.total", "", 16, "below the cut-off", "at risk"},
      {"auditc.total", "", 5, "screen negative", "screen positive"},
      {"auditc.total", "women", 3, "screen negative", "screen positive", "age: 60, language: en, sex: female"},
      {"auditc.total", "men", 4, "screen negative", "screen positive", "age: 60, language: en, sex: male"},
      {"osss3.total", "", 9, "poor", "moderate"},
      {"osss3.total", "", 12, "moderate", "strong"},
      {"ucla3.total", "", 6, "not lonely", "lonely"},
      {"wsas.total", "", 10, "subclinical", "significant"},
      {"wsas.total", "", 21, "significant", "moderately severe or worse"},
      {"epds.total",
       "",
       11,
       "below the cut-off",
       "at or above the cut-off",
       "age: 30, language: en",
       {{"perinatal", 0}}},
      {"epds.total",
       "",
       11,
       "below the cut-off",
       "at or above the cut-off",
       "age: 30, language: en",
       {{"perinatal", 1}}},
      {"epds.total", "postnatal", 10, "unlikely", "possible depression", "age: 30, language: en", {{"perinatal", 1}}},
      {"epds.total",
       "postnatal",
       13,
       "possible depression",
       "probable depression",
       "age: 30, language: en",
       {{"perinatal", 1}}},
      {"epds.total",
       "antenatal",
       15,
       "below the cut-off",
       "probable depression",
       "age: 30, language: en",
       {{"perinatal", 0}}},
      {"core10.clinical", "", 11, "below the clinical range", "clinical range"},
      {"core10.clinical", "depression", 13, "below the cut-off", "at or above the cut-off"}};
  return edges;
}

std::string label_at(World& world, const Edge& edge, std::int64_t value) {
  const std::string address = edge.address;
  const Instrument& instrument = find(world, address.substr(0, address.find('.')));
  Answers answers = with_sum(instrument, address.substr(address.find('.') + 1), value);
  for (const auto& [id, option] : edge.extra) answers[id] = option;
  const Assessed assessed(world.sound(instrument.id), form_of(instrument, answers, edge.respondent));
  const ipi::AssessedScore& score = assessed.score(address);
  REQUIRE(score.value.value == Rational(value));
  if (std::string(edge.set).empty())
    return score.band.band != nullptr ? std::string(score.band.band->label.original()) : score.band.reason;
  for (const ipi::BandResult& other : score.other_bands) {
    if (other.set->id == edge.set) return std::string(other.band->label.original());
  }
  return "no such set";
}

std::size_t wrong_edges(World& world) {
  std::size_t wrong = 0;
  for (const Edge& edge : published_edges()) {
    if (label_at(world, edge, edge.value - 1) != edge.below || label_at(world, edge, edge.value) != edge.at) ++wrong;
  }
  return wrong;
}

std::vector<support::Text> shipped_texts() {
  std::vector<support::Text> texts;
  for (const ipi::DefinitionFile& file : shipped().library.definitions().files)
    texts.push_back({file.path, std::string(file.source->text())});
  return texts;
}

}  // namespace

TEST_SUITE("metamorphic") {
  TEST_CASE("a reversed item one up is the score one down, any other one up") {
    Random random(1);
    std::size_t down = 0, up = 0;
    for (const auto& defined : shipped().library.instruments()) {
      const Instrument& instrument = defined.value;
      for (const ipi::Score& score : instrument.scores) {
        if (score.method != ipi::ScoreMethod::sum || score.items.empty()) continue;
        for (int round = 0; round < 10; ++round) {
          Answers answers = random_answers(instrument, random);
          const auto before = value_of(shipped(), instrument, score.id, answers);
          if (!before) continue;
          for (const std::size_t item : score.items) {
            const Question& question = instrument.questions[item];
            const std::size_t old = answers[question.id];
            const auto next = option_with(question, *question.options[old].number + Rational(1));
            if (!next) continue;
            answers[question.id] = *next;
            const bool is_reversed = reversed(instrument, question);
            CAPTURE(instrument.id);
            CAPTURE(question.id);
            CHECK(value_of(shipped(), instrument, score.id, answers) ==
                  *before + Rational(is_reversed ? -1 : 1) * score.transform.multiply);
            ++(is_reversed ? down : up);
            answers[question.id] = old;
          }
        }
      }
    }
    CHECK(down >= 20);
    CHECK(up >= 300);
  }

  TEST_CASE("permuting the answers of a score's items changes nothing where their options are equal") {
    Random random(2);
    std::size_t swapped = 0;
    for (const auto& defined : shipped().library.instruments()) {
      const Instrument& instrument = defined.value;
      for (const ipi::Score& score : instrument.scores) {
        if (score.items.size() < 2 || score.method == ipi::ScoreMethod::count ||
            score.method == ipi::ScoreMethod::weighted)
          continue;
        for (int round = 0; round < 20; ++round) {
          Answers answers = random_answers(instrument, random);
          const Question& a = instrument.questions[score.items[random.below(score.items.size())]];
          const Question& b = instrument.questions[score.items[random.below(score.items.size())]];
          if (reversed(instrument, a) != reversed(instrument, b) || !same_options(a, b) ||
              answers[a.id] == answers[b.id])
            continue;
          const auto before = value_of(shipped(), instrument, score.id, answers);
          std::swap(answers[a.id], answers[b.id]);
          CAPTURE(instrument.id);
          CHECK(value_of(shipped(), instrument, score.id, answers) == before);
          ++swapped;
        }
      }
    }
    CHECK(swapped >= 80);
  }

  TEST_CASE("all lowest and all highest meet the published range") {
    std::size_t scores = 0;
    for (const Range& range : published_ranges()) {
      const std::string address = range.address;
      CAPTURE(address);
      const Instrument& instrument = find(shipped(), address.substr(0, address.find('.')));
      const std::string score = address.substr(address.find('.') + 1);
      CHECK(value_of(shipped(), instrument, score, extreme(instrument, false)) == range.lowest);
      CHECK(value_of(shipped(), instrument, score, extreme(instrument, true)) == range.highest);
      ++scores;
    }
    std::size_t sums = 0;
    for (const auto& defined : shipped().library.instruments()) {
      if (written_down().count(defined.value.id) == 0) continue;
      for (const ipi::Score& score : defined.value.scores) sums += score.method == ipi::ScoreMethod::criterion ? 0 : 1;
    }
    CHECK_MESSAGE(scores == sums, "a new score needs its published range here");
  }

  TEST_CASE("one missing item follows the documented rule") {
    Random random(3);
    // Every other score of the library needs all of its items.
    const std::map<std::string, std::size_t> floors = {{"core10.clinical", 9}, {"own_tie.support", 2}};
    std::size_t withheld = 0, given = 0;
    for (const Range& range : published_ranges()) {
      const std::string address = range.address;
      const Instrument& instrument = find(shipped(), address.substr(0, address.find('.')));
      const std::string id = address.substr(address.find('.') + 1);
      const ipi::Score& score = instrument.scores[*instrument.find_score(id)];
      for (const std::size_t item : score.items) {
        Answers answers = random_answers(instrument, random);
        answers.erase(instrument.questions[item].id);
        const auto value = value_of(shipped(), instrument, id, answers);
        CAPTURE(address);
        if (floors.count(address) == 0) {
          CHECK_FALSE(value.has_value());
          ++withheld;
          continue;
        }
        Rational sum;
        for (const std::size_t other : score.items) {
          if (other == item) continue;
          const Question& question = instrument.questions[other];
          sum = sum + *question.options[answers[question.id]].number;
        }
        const Rational scale = address == "core10.clinical" ? Rational(10) : Rational(1);
        CHECK(value == sum / Rational(static_cast<std::int64_t>(score.items.size()) - 1) * scale);
        ++given;
      }
      if (floors.count(address) == 0) continue;
      // One below the floor.
      Answers answers = random_answers(instrument, random);
      const std::size_t to_remove = score.items.size() - floors.at(address) + 1;
      for (std::size_t i = 0; i < to_remove; ++i) answers.erase(instrument.questions[score.items[i]].id);
      CHECK_FALSE(value_of(shipped(), instrument, id, answers).has_value());
    }
    CHECK(withheld >= 70);
    CHECK(given == 13);
  }

  TEST_CASE("each published band edge, and one below it") {
    for (const Edge& edge : published_edges()) {
      CAPTURE(edge.address);
      CAPTURE(edge.set);
      CAPTURE(edge.value);
      CHECK(label_at(shipped(), edge, edge.value - 1) == edge.below);
      CHECK(label_at(shipped(), edge, edge.value) == edge.at);
    }
    std::size_t edges = 0;
    for (const auto& defined : shipped().library.instruments()) {
      if (written_down().count(defined.value.id) == 0) continue;
      for (const ipi::Score& score : defined.value.scores) {
        if (score.method == ipi::ScoreMethod::criterion) continue;
        for (const auto* sets : {&score.band_sets, &score.other_bands}) {
          for (const ipi::BandSet& set : *sets) edges += set.bands.size() - 1;
        }
      }
    }
    // The EPDS's own set is looked at for both of the answers that open it.
    CHECK_MESSAGE(published_edges().size() == edges + 1, "a new band needs its published edge here");
  }

  TEST_CASE("random answers lie within their bounds, and every completion of a part within its own") {
    Random random(4);
    std::size_t open = 0;
    for (const Range& range : published_ranges()) {
      const std::string address = range.address;
      const Instrument& instrument = find(shipped(), address.substr(0, address.find('.')));
      for (int round = 0; round < 10; ++round) {
        const Answers whole = random_answers(instrument, random);
        Answers part = whole;
        for (std::size_t i = 0; i < instrument.items; ++i) {
          if (random.chance(30)) part.erase(instrument.questions[i].id);
        }
        const Assessed assessed(shipped().sound(instrument.id), form_of(instrument, part));
        const ipi::ScoreValue& known = assessed.score(address).value;
        const auto value = value_of(shipped(), instrument, address.substr(address.find('.') + 1), whole);
        REQUIRE(value.has_value());
        if (known.value) continue;
        ++open;
        CHECK(*known.bounds.low <= *value);
        CHECK(*value <= *known.bounds.high);
      }
    }
    CHECK(open >= 80);
  }

  TEST_CASE("negative oracle: EPDS is not scored by place") {
    const Instrument& epds = find(shipped(), "epds");
    // By place the worst answers, first on seven of the items, would give 0 each: 9.
    std::int64_t by_place = 0;
    for (const auto& [id, option] : extreme(epds, true)) by_place += static_cast<std::int64_t>(option);
    CHECK(by_place == 9);
    CHECK(value_of(shipped(), epds, "total", extreme(epds, true)) == Rational(30));
  }

  TEST_CASE("negative oracle: a skipped PHQ-9 item is never taken for 0") {
    const Assessed assessed(
        shipped().sound("phq9"),
        "form: phq9\nrespondent: {age: 40, language: en}\nanswers: [2, 2, 2, 2, 2, 2, 2, skipped, 1]\n");
    CHECK(assessed.line("phq9.total") == "none of 8/9 (8 of 9 answered, all are needed)");
    CHECK(assessed.score("phq9.total").band.band == nullptr);
    CHECK(assessed.score("phq9.total").other_bands.empty());
    CHECK(assessed.score("phq9.total").value.bounds.low == Rational(15));
    CHECK(assessed.score("phq9.total").value.bounds.high == Rational(18));
  }

  TEST_CASE("negative oracle: reversing CES-D twice differs") {
    Random random(5);
    const Instrument& cesd = find(shipped(), "cesd");
    std::size_t differ = 0, across = 0;
    for (int round = 0; round < 200; ++round) {
      const Answers answers = random_answers(cesd, random);
      Answers twice = answers;
      for (const char* id : {"4", "8", "12", "16"}) twice[id] = 3 - twice[id];
      const auto right = value_of(shipped(), cesd, "total", answers);
      const auto wrong = value_of(shipped(), cesd, "total", twice);
      differ += right != wrong ? 1U : 0U;
      across += (*right >= Rational(16)) != (*wrong >= Rational(16)) ? 1U : 0U;
    }
    CHECK(differ >= 150);
    CHECK(value_of(shipped(), cesd, "total", extreme(cesd, false)) == Rational(0));
  }

  TEST_CASE("seeded fault: one edge moved is found") {
    std::vector<support::Text> texts = shipped_texts();
    for (support::Text& text : texts) {
      if (text.path == "instruments/gad7.yaml")
        text.text = support::changed(text.text, "{from: 10, label: moderate}", "{from: 11, label: moderate}");
    }
    World world(texts);
    CHECK(wrong_edges(world) == 1);
    CHECK(wrong_edges(shipped()) == 0);
  }
}
