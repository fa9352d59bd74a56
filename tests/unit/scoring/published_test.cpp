// The keys, ranges and cut-offs of the instruments that metamorphic_test.cpp does not write down, typed again from the
// project's collection of verified keys (instruments.md) and never from the files.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "../support.h"

using ipi::Instrument;
using ipi::Question;
using ipi::Rational;
using support::Assessed;
using support::Random;
using support::shipped;
using support::World;

namespace {

/// One score: "sum" or "mean" of its items, those in `reversed` mirrored within lowest_item..highest_item, then scaled.
struct Key {
  std::string address;
  std::string method;
  std::vector<std::string> items;
  Rational lowest, highest;
  std::set<std::string> reversed = {};
  int lowest_item = 0, highest_item = 0;
  Rational multiply = 1, add = 0;
  std::vector<int> weights = {};
};

using Items = std::vector<std::string>;

Items from_to(int first, int last, int step = 1) {
  Items items;
  for (int i = first; i <= last; i += step) items.push_back(fmt::format("{}", i));
  return items;
}

void add_octants(std::vector<Key>& keys, const std::string& id, const std::vector<Items>& octants, int highest) {
  const char* const names[] = {"pa", "bc", "de", "fg", "hi", "jk", "lm", "no"};
  for (std::size_t i = 0; i < octants.size(); ++i)
    keys.push_back({fmt::format("{}.{}", id, names[i]), "mean", octants[i], 0, highest});
}

/// Item i belongs to octant i of PA, BC, DE, FG, HI, JK, LM, NO, and so on in turn.
std::vector<Items> in_turn(int items) {
  std::vector<Items> octants;
  for (int first = 1; first <= 8; ++first) octants.push_back(from_to(first, items, 8));
  return octants;
}

/// Printed without the question about how many people there are, which stands first on the form: one is added.
Items after_network(const std::vector<int>& items) {
  Items printed;
  for (const int item : items) printed.push_back(fmt::format("{}", item + 1));
  return printed;
}

void add_support_survey(std::vector<Key>& keys, const std::string& id,
                        const std::vector<std::pair<std::string, Items>>& scales) {
  for (const auto& [name, items] : scales) {
    keys.push_back({fmt::format("{}.{}", id, name), "mean", items, 1, 5});
    keys.push_back({fmt::format("{}.{}_100", id, name), "mean", items, 0, 100, {}, 0, 0, 25, -25});
  }
}

std::vector<Key> written_keys() {
  std::vector<Key> keys = {
      {"bgq.total", "sum", from_to(1, 5), 0, 10},
      {"csi4.total", "sum", from_to(1, 4), 0, 21},
      {"csi16.total", "sum", from_to(1, 16), 0, 81},
      {"das4.total", "sum", from_to(1, 4), 0, 21},
      {"ecr_rs.avoidance", "mean", from_to(1, 6), 1, 7, {"1", "2", "3", "4"}, 1, 7},
      {"ecr_rs.anxiety", "mean", from_to(7, 9), 1, 7},
      {"ecr_s.avoidance", "mean", from_to(1, 11, 2), 1, 7, {"1", "5", "9"}, 1, 7},
      {"ecr_s.anxiety", "mean", from_to(2, 12, 2), 1, 7, {"8"}, 1, 7},
      {"iadq.preoccupation", "sum", {"p1", "p2", "p3"}, 0, 12},
      {"iadq.failure", "sum", {"f1", "f2", "f3"}, 0, 12},
      {"icg.total", "sum", from_to(1, 19), 0, 76},
      {"isel12.appraisal", "sum", {"2", "4", "6", "11"}, 4, 16, {"2", "11"}, 1, 4},
      {"isel12.belonging", "sum", {"1", "5", "7", "9"}, 4, 16, {"1", "7"}, 1, 4},
      {"isel12.tangible", "sum", {"3", "8", "10", "12"}, 4, 16, {"8", "12"}, 1, 4},
      {"isel12.total", "sum", from_to(1, 12), 12, 48, {"1", "2", "7", "8", "11", "12"}, 1, 4},
      {"k10_0_4.total", "sum", from_to(1, 10), 0, 40},
      {"k10_0_4.k6", "sum", {"2", "4", "5", "8", "9", "10"}, 0, 24},
      {"k10_1_5.total", "sum", from_to(1, 10), 10, 50},
      {"k10_1_5.k6", "sum", {"2", "4", "5", "8", "9", "10"}, 6, 30},
      {"k6_0_4.total", "sum", from_to(1, 6), 0, 24},
      {"k6_1_5.total", "sum", from_to(1, 6), 6, 30},
      {"kmss.total", "sum", from_to(1, 3), 3, 21},
      // Twelve events, in our own words: two deaths, three ruptures, seven changes.
      {"life_events.deaths", "sum", {"household_death", "other_death"}, 0, 2},
      {"life_events.ruptures", "sum", {"parting", "romance_end", "falling_out"}, 0, 3},
      {"life_events.changes",
       "sum",
       {"own_health", "kin_health", "no_work", "dismissal", "money", "law", "property"},
       0,
       7},
      {"life_events.total",
       "sum",
       {"own_health", "kin_health", "household_death", "other_death", "parting", "romance_end", "falling_out",
        "no_work", "dismissal", "money", "law", "property"},
       0,
       12},
      {"lsns6.family", "sum", from_to(1, 3), 0, 15},
      {"lsns6.friends", "sum", from_to(4, 6), 0, 15},
      {"lsns6.total", "sum", from_to(1, 6), 0, 30},
      {"mdq.symptoms", "sum", from_to(1, 13), 0, 13},
      {"mspss.significant_other", "mean", {"1", "2", "5", "10"}, 1, 7},
      {"mspss.family", "mean", {"3", "4", "8", "11"}, 1, 7},
      {"mspss.friends", "mean", {"6", "7", "9", "12"}, 1, 7},
      {"mspss.total", "mean", from_to(1, 12), 1, 7},
      {"pg13r.total", "sum", from_to(3, 12), 10, 50},
      {"ras.mean", "mean", from_to(1, 7), 1, 5, {"4", "7"}, 1, 5},
      {"ras.sum", "sum", from_to(1, 7), 7, 35, {"4", "7"}, 1, 5},
      {"social_support_strain.support", "mean", {"a", "b", "c"}, 1, 4, {"a", "b", "c"}, 1, 4},
      {"social_support_strain.strain", "mean", {"d", "e", "f", "g"}, 1, 4, {"d", "e", "f", "g"}, 1, 4},
      {"srrs.total", "sum", from_to(1, 43), 0, 1466, {}, 0, 0, 1, 0, {100, 73, 65, 63, 63, 53, 50, 47, 45, 45, 44,
                                                                      40,  39, 39, 39, 38, 37, 36, 35, 31, 30, 29,
                                                                      29,  29, 28, 26, 26, 25, 24, 23, 20, 20, 20,
                                                                      19,  19, 18, 17, 16, 15, 15, 13, 12, 11}},
      {"tgi_sr_plus.total", "sum", from_to(1, 22), 22, 110},
      {"uls8.total", "sum", from_to(1, 8), 8, 32, {"3", "6"}, 1, 4},
      {"who5.raw", "sum", from_to(1, 5), 0, 25},
      {"who5.index", "sum", from_to(1, 5), 0, 100, {}, 0, 0, 4},
      // Which items belong to which scale is not confirmed, nor that means are taken: this is what was read of it.
      {"qri.support", "mean", {"1", "3", "5", "8", "15", "18", "22"}, 1, 4},
      {"qri.conflict", "mean", {"2", "4", "6", "7", "9", "14", "19", "20", "21", "23", "24", "25"}, 1, 4},
      {"qri.depth", "mean", {"10", "11", "12", "13", "16", "17"}, 1, 4},
  };
  add_octants(keys, "iip32",
              {{"22", "25", "28", "30"},
               {"14", "16", "17", "18"},
               {"10", "11", "13", "15"},
               {"2", "5", "9", "19"},
               {"4", "6", "7", "12"},
               {"1", "8", "20", "31"},
               {"23", "26", "27", "32"},
               {"3", "21", "24", "29"}},
              4);
  add_octants(keys, "iip_sc", in_turn(32), 4);
  add_octants(keys, "csip", in_turn(64), 3);
  add_support_survey(keys, "mos_sss_mixed",
                     {{"emotional", after_network({2, 3, 7, 8, 12, 15, 16, 18})},
                      {"tangible", after_network({1, 4, 11, 14})},
                      {"affection", after_network({5, 9, 19})},
                      {"interaction", after_network({6, 10, 17})},
                      {"overall", from_to(2, 20)}});
  // By subscale: eight, four, three, three, and the additional item last.
  add_support_survey(keys, "mos_sss_grouped",
                     {{"emotional", from_to(1, 8)},
                      {"tangible", from_to(9, 12)},
                      {"affection", from_to(13, 15)},
                      {"interaction", from_to(16, 18)},
                      {"overall", from_to(1, 19)}});
  return keys;
}

const std::vector<Key>& keys() {
  static const std::vector<Key> all = written_keys();
  return all;
}

/// Written down in metamorphic_test.cpp.
const std::set<std::string>& elsewhere() {
  static const std::set<std::string> ids = {"auditc", "cesd",    "core10", "epds",  "gad7",
                                            "osss3",  "own_tie", "phq9",   "ucla3", "wsas"};
  return ids;
}
/// Scores of which the collection gives neither items nor range, and counts, which have tests of their own below.
const std::set<std::string>& not_written() {
  static const std::set<std::string> addresses = {
      "ipip_ipc.pa", "ipip_ipc.bc",    "ipip_ipc.de", "ipip_ipc.fg",      "ipip_ipc.hi",
      "ipip_ipc.jk", "ipip_ipc.lm",    "ipip_ipc.no", "iadq.stressors",   "iadq.severity",
      "djg6.total",  "djg6.emotional", "djg6.social", "pg13r.separation", "pg13r.symptoms"};
  return addresses;
}

using Answers = std::map<std::string, std::size_t>;  // the option chosen, by question

const Instrument& instrument_of(World& world, const std::string& address) {
  const Instrument* found = world.library.instruments().find(address.substr(0, address.find('.')));
  REQUIRE_MESSAGE(found != nullptr, address);
  return *found;
}

Rational number_of(const Question& question, std::size_t option) { return *question.options[option].number; }

/// What an answer adds to the score's sum.
Rational part(const Instrument& instrument, const Key& key, std::size_t position, std::size_t option) {
  const std::string& id = key.items[position];
  Rational value = number_of(instrument.questions[*instrument.find_question(id)], option);
  if (key.reversed.count(id) != 0) value = Rational(key.lowest_item + key.highest_item) - value;
  return key.weights.empty() ? value : value * Rational(key.weights[position]);
}

Rational value_of(const Instrument& instrument, const Key& key, const Answers& answers) {
  Rational sum;
  for (std::size_t i = 0; i < key.items.size(); ++i) sum = sum + part(instrument, key, i, answers.at(key.items[i]));
  if (key.method == "mean") sum = sum / Rational(static_cast<std::int64_t>(key.items.size()));
  return sum * key.multiply + key.add;
}

/// Answers to the key's items by which they add up to `target`, if there are any.
std::optional<Answers> with_sum(const Instrument& instrument, const Key& key, std::int64_t target) {
  std::vector<std::map<std::int64_t, std::size_t>> reached(key.items.size() +
                                                           1);  // sums after so many items, and the last option
  reached[0][0] = 0;
  for (std::size_t i = 0; i < key.items.size(); ++i) {
    const Question& question = instrument.questions[*instrument.find_question(key.items[i])];
    for (const auto& [sum, ignored] : reached[i]) {
      for (std::size_t option = 0; option < question.options.size(); ++option)
        reached[i + 1].emplace(sum + part(instrument, key, i, option).numerator(), option);
    }
  }
  if (reached.back().count(target) == 0) return std::nullopt;
  Answers answers;
  for (std::size_t i = key.items.size(); i > 0; --i) {
    const std::size_t option = reached[i].at(target);
    answers[key.items[i - 1]] = option;
    target -= part(instrument, key, i - 1, option).numerator();
  }
  return answers;
}

std::string form_of(const Instrument& instrument, const Answers& answers,
                    const std::string& respondent = "age: 60, language: en") {
  std::string text = fmt::format("form: {}\nrespondent: {{{}}}\nanswers:\n", instrument.id, respondent);
  for (const auto& [id, option] : answers)
    text += fmt::format("  \"{}\": \"{}\"\n", id,
                        instrument.questions[*instrument.find_question(id)].options[option].value);
  return text;
}

struct Edge {
  std::string address;
  std::string set;      ///< id among the other bands; empty for the score's own
  std::int64_t before;  ///< the last sum of the items below the edge
  std::string below, at;
  std::string respondent = "age: 60, language: en";
  std::map<std::string, std::string> beside = {};
};

std::vector<Edge> written_edges() {
  const std::map<std::string, std::string> long_ago = {{"since", "from_12"}};
  const std::string dutch = "age: 60, language: nl";
  const std::string german = "age: 60, language: de";
  std::vector<Edge> edges = {
      {"bgq.total", "", 4, "below the cut-off", "complicated grief possible", "age: 60, language: en", long_ago},
      {"bgq.total", "split", 4, "below", "subthreshold", "age: 60, language: en", long_ago},
      {"bgq.total", "split", 7, "subthreshold", "likely", "age: 60, language: en", long_ago},
      {"csi4.total", "", 13, "dissatisfied", "not dissatisfied"},
      {"csi16.total", "", 51, "dissatisfied", "not dissatisfied"},
      {"das4.total", "", 12, "distressed", "not distressed"},
      {"icg.total", "", 25, "at or below the cut-off", "complicated grief possible", "age: 60, language: en", long_ago},
      {"k10_1_5.total", "", 15, "low", "moderate"},
      {"k10_1_5.total", "", 21, "moderate", "high"},
      {"k10_1_5.total", "", 29, "high", "very high"},
      {"kmss.total", "", 16, "distressed", "not distressed"},
      {"lsns6.total", "", 11, "at risk of social isolation", "not at risk", "age: 70, language: en"},
      {"lsns6.family", "", 5, "marginal family ties", "not marginal", "age: 70, language: en"},
      {"lsns6.friends", "", 5, "marginal friendship ties", "not marginal", "age: 70, language: en"},
      // On the mean of twelve: below 3, 3 to 5, above 5.
      {"mspss.total", "", 35, "low", "moderate"},
      {"mspss.total", "", 60, "moderate", "high"},
      {"pg13r.total",
       "",
       29,
       "below the cut-off",
       "prolonged grief disorder possible",
       "age: 60, language: en",
       {{"2", "from_12"}}},
      {"srrs.total", "", 149, "below 150", "150 to 299"},
      {"srrs.total", "", 299, "150 to 299", "300 or more"},
      {"tgi_sr_plus.total", "", 70, "below the cut-off", "DSM-5-TR prolonged grief disorder probable", dutch},
      {"tgi_sr_plus.total", "icd11_nl", 74, "below the cut-off", "ICD-11 prolonged grief disorder probable", dutch},
      {"tgi_sr_plus.total", "", 64, "below the cut-off", "DSM-5-TR prolonged grief disorder probable", german},
      {"tgi_sr_plus.total", "icd11_de", 59, "below the cut-off", "ICD-11 prolonged grief disorder probable", german},
      // Four times the sum: up to 28, up to 50; a sum of 12 is 48 and one of 13 is 52.
      {"who5.index", "", 7, "depression likely", "low well-being"},
      {"who5.index", "", 12, "low well-being", "not low"},
  };
  for (const std::string address : {"k10_0_4.k6", "k6_0_4.total"}) {
    edges.push_back({address, "", 12, "below the cut-off", "serious mental illness likely"});
    edges.push_back({address, "moderate", 4, "low", "moderate"});
    edges.push_back({address, "moderate", 12, "moderate", "serious"});
  }
  for (const std::string address : {"k10_1_5.k6", "k6_1_5.total"}) {
    edges.push_back({address, "", 18, "below the cut-off", "serious mental illness likely"});
    edges.push_back({address, "moderate", 10, "low", "moderate"});
    edges.push_back({address, "moderate", 18, "moderate", "serious"});
  }
  return edges;
}

std::string label_at(World& world, const Edge& edge, std::int64_t sum) {
  const Instrument& instrument = instrument_of(world, edge.address);
  const auto key =
      std::find_if(keys().begin(), keys().end(), [&](const Key& known) { return known.address == edge.address; });
  REQUIRE(key != keys().end());
  auto answers = with_sum(instrument, *key, sum);
  REQUIRE(answers.has_value());
  for (const auto& [id, value] : edge.beside) {
    const Question& question = instrument.questions[*instrument.find_question(id)];
    const auto option = std::find_if(question.options.begin(), question.options.end(),
                                     [&, wanted = value](const ipi::Option& known) { return known.value == wanted; });
    REQUIRE(option != question.options.end());
    (*answers)[id] = static_cast<std::size_t>(option - question.options.begin());
  }
  const Assessed assessed(world.sound(instrument.id), form_of(instrument, *answers, edge.respondent));
  const ipi::AssessedScore& score = assessed.score(edge.address);
  if (edge.set.empty())
    return score.band.band != nullptr ? std::string(score.band.band->label.original()) : score.band.reason;
  for (const ipi::BandResult& other : score.other_bands) {
    if (other.set->id == edge.set)
      return other.band != nullptr ? std::string(other.band->label.original()) : other.reason;
  }
  return "no such set";
}

std::size_t wrong_edges(World& world) {
  std::size_t wrong = 0;
  for (const Edge& edge : written_edges()) {
    if (label_at(world, edge, edge.before) != edge.below || label_at(world, edge, edge.before + 1) != edge.at) ++wrong;
  }
  return wrong;
}

/// How many of the random sheets give something else than the keys typed here.
std::size_t wrong_values(World& world, std::size_t& compared) {
  Random random(21);
  std::size_t wrong = 0;
  for (const Key& key : keys()) {
    const Instrument& instrument = instrument_of(world, key.address);
    for (int round = 0; round < 8; ++round) {
      Answers answers;
      for (const std::string& id : key.items)
        answers[id] = random.below(instrument.questions[*instrument.find_question(id)].options.size());
      const Assessed assessed(world.sound(instrument.id), form_of(instrument, answers));
      wrong += assessed.score(key.address).value.value == value_of(instrument, key, answers) ? 0U : 1U;
      ++compared;
    }
  }
  return wrong;
}

std::string criterion(const std::string& address, const std::string& answers) {
  const std::string id = address.substr(0, address.find('.'));
  const Assessed assessed(
      shipped().sound(id),
      fmt::format("form: {}\nrespondent: {{age: 60, language: en}}\nanswers: {{{}}}\n", id, answers));
  const auto& value = assessed.score(address).value.value;
  return value ? ipi::to_decimal(*value, 6) : "open";
}

}  // namespace

TEST_SUITE("published figures") {
  TEST_CASE("every score is written down here or in metamorphic_test, or named as left out") {
    std::set<std::string> written = not_written();
    for (const Key& key : keys()) CHECK_MESSAGE(written.insert(key.address).second, key.address);
    for (const auto& defined : shipped().library.instruments()) {
      if (elsewhere().count(defined.value.id) != 0) continue;
      for (const ipi::Score& score : defined.value.scores) {
        const std::string address = fmt::format("{}.{}", defined.value.id, score.id);
        CHECK_MESSAGE((score.method == ipi::ScoreMethod::criterion || written.count(address) == 1), address);
      }
    }
  }

  TEST_CASE("the lowest and highest sheets give the published range") {
    for (const Key& key : keys()) {
      CAPTURE(key.address);
      const Instrument& instrument = instrument_of(shipped(), key.address);
      Answers lowest, highest;
      for (std::size_t i = 0; i < key.items.size(); ++i) {
        const Question& question = instrument.questions[*instrument.find_question(key.items[i])];
        std::size_t low = 0, high = 0;
        for (std::size_t option = 0; option < question.options.size(); ++option) {
          if (part(instrument, key, i, option) < part(instrument, key, i, low)) low = option;
          if (part(instrument, key, i, option) > part(instrument, key, i, high)) high = option;
        }
        lowest[key.items[i]] = low;
        highest[key.items[i]] = high;
      }
      const auto scored = [&](const Answers& answers) {
        return *Assessed(shipped().sound(instrument.id), form_of(instrument, answers)).score(key.address).value.value;
      };
      CHECK(scored(lowest) == key.lowest);
      CHECK(scored(highest) == key.highest);
    }
  }

  TEST_CASE("random sheets give what the keys typed here give") {
    std::size_t compared = 0;
    CHECK(wrong_values(shipped(), compared) == 0);
    CHECK(compared >= 600);
  }

  TEST_CASE("each published edge, from both sides") {
    for (const Edge& edge : written_edges()) {
      CAPTURE(edge.address);
      CAPTURE(edge.set);
      CAPTURE(edge.before);
      CHECK(label_at(shipped(), edge, edge.before) == edge.below);
      CHECK(label_at(shipped(), edge, edge.before + 1) == edge.at);
    }
    std::size_t edges = 0;
    for (const auto& defined : shipped().library.instruments()) {
      if (elsewhere().count(defined.value.id) != 0) continue;
      for (const ipi::Score& score : defined.value.scores) {
        if (score.method == ipi::ScoreMethod::criterion) continue;
        for (const auto* sets : {&score.band_sets, &score.other_bands}) {
          for (const ipi::BandSet& set : *sets) edges += set.bands.size() - 1;
        }
      }
    }
    CHECK_MESSAGE(written_edges().size() == edges, "a new band needs its published edge here");
  }

  TEST_CASE("De Jong Gierveld: more or less counts as lonely on both sides") {
    const auto scored = [](const std::string& answers) {
      const Assessed assessed(shipped().sound("djg6"),
                              "form: djg6\nrespondent: {age: 60, language: en}\nanswers: [" + answers + "]\n");
      return fmt::format("{}; {}; {}", assessed.line("djg6.emotional"), assessed.line("djg6.social"),
                         assessed.line("djg6.total"));
    };
    // no 1, more or less 2, yes 3; emotional: emptiness, missing people, rejection (1, 4, 6); social: 2, 3, 5.
    CHECK(scored("1, 3, 3, 1, 3, 1") == "0 of 3/3; 0 of 3/3; 0 of 6/6");
    CHECK(scored("3, 1, 1, 3, 1, 3") == "3 of 3/3; 3 of 3/3; 6 of 6/6");
    CHECK(scored("2, 2, 2, 2, 2, 2") == "3 of 3/3; 3 of 3/3; 6 of 6/6");
    CHECK(scored("2, 3, 3, 1, 3, 1") == "1 of 3/3; 0 of 3/3; 1 of 6/6");
    CHECK(scored("1, 3, 3, 1, 2, 1") == "0 of 3/3; 1 of 3/3; 1 of 6/6");
    // The total does without one, a scale without none.
    CHECK(scored("3, 1, 1, 3, 1, skipped").find("5 of 5/6") != std::string::npos);
    CHECK(scored("3, 1, 1, 3, 1, skipped").substr(0, 4) == "none");
    CHECK(scored("3, 1, 1, 3, skipped, skipped").find("none of 4/6") != std::string::npos);
  }

  TEST_CASE("criteria of MDQ, PG-13-R and IADQ, and each of their parts on its own") {
    const std::string six =
        "\"1\": 1, \"2\": 1, \"3\": 1, \"4\": 1, \"5\": 1, \"6\": 1, \"8\": 0, \"9\": 0, \"10\": 0, \"11\": 0, \"12\": "
        "0, \"13\": 0, ";
    CHECK(criterion("mdq.positive", six + "\"7\": 1, same_period: yes, problem: 2") == "1");
    CHECK(criterion("mdq.positive", six + "\"7\": 0, same_period: yes, problem: 2") == "0");
    CHECK(criterion("mdq.positive", six + "\"7\": 1, same_period: no, problem: 2") == "0");
    CHECK(criterion("mdq.positive", six + "\"7\": 1, same_period: yes, problem: 1") == "0");

    const std::string grief =
        "\"1\": yes, \"2\": from_12, \"13\": yes, \"8\": 3, \"9\": 3, \"10\": 3, \"11\": 3, \"12\": 3, ";
    CHECK(criterion("pg13r.criteria", grief + "\"3\": 4, \"4\": 1, \"5\": 4, \"6\": 4, \"7\": 4") == "1");
    CHECK(criterion("pg13r.criteria", grief + "\"3\": 1, \"4\": 4, \"5\": 5, \"6\": 5, \"7\": 4") == "1");
    CHECK(criterion("pg13r.criteria", grief + "\"3\": 3, \"4\": 3, \"5\": 4, \"6\": 4, \"7\": 4") == "0");
    CHECK(criterion("pg13r.criteria", grief + "\"3\": 4, \"4\": 1, \"5\": 4, \"6\": 4, \"7\": 3") == "0");
    CHECK(criterion("pg13r.criteria", support::changed(grief, "from_12", "under_12") +
                                          "\"3\": 4, \"4\": 1, \"5\": 4, \"6\": 4, \"7\": 4") == "0");

    std::string adjustment =
        "s1: 1, s2: 0, s3: 0, s4: 0, s5: 0, s6: 0, s7: 0, s8: 0, s9: 0, p1: 2, p2: 0, p3: 0, f1: 0, f2: 2, f3: 0, i1: "
        "0, i2: 0, i3: 2, onset: yes";
    CHECK(criterion("iadq.criteria", adjustment) == "1");
    for (const char* less : {"s1: 1", "p1: 2", "f2: 2", "i3: 2"}) {
      CAPTURE(less);
      CHECK(criterion("iadq.criteria", support::changed(adjustment, less,
                                                        fmt::format("{}{}", std::string(less).substr(0, 4),
                                                                    less[4] == '1' ? 0 : 1))) == "0");
    }
    CHECK(criterion("iadq.criteria", support::changed(adjustment, "onset: yes", "onset: no")) == "0");
  }

  TEST_CASE("seeded faults: an item in the wrong scale, a reversal lost, an edge moved") {
    const auto with = [](std::string_view file, std::string_view from, std::string_view to) {
      std::vector<support::Text> texts;
      for (const ipi::DefinitionFile& known : shipped().library.definitions().files) {
        texts.push_back({known.path, std::string(known.source->text())});
        if (known.path == file) texts.back().text = support::changed(texts.back().text, from, to);
      }
      return texts;
    };
    std::size_t compared = 0;
    World mixed(with("instruments/mspss.yaml", "[\"1\", \"2\", \"5\", \"10\"]", "[\"1\", \"2\", \"5\", \"9\"]"));
    CHECK(wrong_values(mixed, compared) > 0);
    World straight(with("instruments/uls8.yaml", "{id: \"6\", text: Finding company, reverse: \"yes\"}",
                        "{id: \"6\", text: Finding company}"));
    CHECK(wrong_values(straight, compared) > 0);
    World moved(with("instruments/k10_1_5.yaml", "{from: 22, label: high}", "{from: 23, label: high}"));
    CHECK(wrong_edges(moved) == 1);
    CHECK(wrong_edges(shipped()) == 0);
  }
}
