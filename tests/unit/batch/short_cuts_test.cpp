// The short cuts against the full reader and core, the notations against each other, one thread against two.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "small_flat_world.h"

using flat_world::Ran;
using ipi::batch::Notation;
using ipi::batch::Options;
using support::Random;
using support::World;

namespace {

World& world() {
  static World world(flat_world::texts());
  static_cast<void>(world.sound("p"));
  return world;
}

/// Forms of the protocol, or of its instrument alone.
enum class Of { protocol, instrument };

Ran ran(std::string text, Notation notation, bool only_the_full_reader, std::size_t threads = 1,
        std::size_t block = std::size_t{1} << 20U, ipi::TableStyle style = {}, Of of = Of::protocol) {
  Options options = flat_world::of_text(std::move(text), notation);
  options.only_the_full_reader = only_the_full_reader;
  options.threads = threads;
  options.block_bytes = block;
  ipi::batch::Output output = flat_world::table(style);
  if (of == Of::instrument) {
    options.protocol = "f";
    output.columns = {"full"};
  }
  return flat_world::run(world().library, options, output);
}

std::vector<flat_world::Sheet> sheets(std::size_t count, Random& random) {
  std::vector<flat_world::Sheet> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(flat_world::sheet(i, random));
  return all;
}

std::string written(const std::vector<flat_world::Sheet>& sheets, Notation notation, Random& random,
                    Of of = Of::protocol) {
  const bool alone = of == Of::instrument;
  if (notation == Notation::delimited) return flat_world::as_csv(sheets, random);
  return notation == Notation::ndjson ? flat_world::as_ndjson(sheets, random, alone)
                                      : flat_world::as_yaml(sheets, random, alone);
}

/// A few bytes of the text changed: among those that records are made of.
std::string mutated(std::string text, std::size_t from, Random& random) {
  const std::string bytes = "0123456789 ,:;\"'\n\r#-{}[]\\xyAf.\t\xC3\xFF";
  for (std::size_t changes = 1 + random.below(6); changes > 0; --changes) {
    const std::size_t at = from + random.below(text.size() - from);
    switch (random.below(3)) {
      case 0:
        text[at] = bytes[random.below(bytes.size())];
        break;
      case 1:
        text.insert(at, 1, bytes[random.below(bytes.size())]);
        break;
      default:
        text.erase(at, 1 + random.below(3));
        break;
    }
    if (text.size() <= from + 1) break;
  }
  return text;
}

const std::string findings = IPI_SOURCE_DIR "/tests/fuzz/findings/batch";

/// Checks that both readers say the same; what they do not agree on stays as a file, whose first sign is the notation.
ipi::batch::Totals agreed_on(const std::string& text, Notation notation, const std::string& name,
                             Of of = Of::protocol) {
  CAPTURE(name);
  CAPTURE(text);
  const Ran fast = ran(text, notation, false, 1, std::size_t{1} << 20U, {}, of);
  const Ran full = ran(text, notation, true, 1, std::size_t{1} << 20U, {}, of);
  const bool agree = fast.text == full.text && fast.rejected == full.rejected && fast.told == full.told;
  if (!agree && !name.empty()) std::ofstream(fmt::format("{}/{}", findings, name), std::ios::binary) << text;
  CHECK(fast.text == full.text);
  CHECK(fast.rejected == full.rejected);
  CHECK(fast.told == full.told);
  CHECK(fast.totals.read == fast.totals.scored + fast.totals.rejected);
  return fast.totals;
}

constexpr std::array<Notation, 3> notations = {Notation::delimited, Notation::ndjson, Notation::yaml};

}  // namespace

TEST_SUITE("batch short cuts") {
  TEST_CASE("the short cut says what the full reader says, of generated forms") {
    for (const Notation notation : notations) {
      CAPTURE(static_cast<int>(notation));
      std::uint64_t short_cuts = 0;
      std::uint64_t others = 0;
      std::uint64_t rejected = 0;
      for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        const std::string text = written(sheets(400, random), notation, random);
        const Ran fast = ran(text, notation, false);
        const Ran full = ran(text, notation, true);
        CHECK(fast.text == full.text);
        CHECK(fast.rejected == full.rejected);
        CHECK(full.totals.short_cuts == 0);
        CHECK(fast.totals.read == 400);
        CHECK(fast.totals.read == fast.totals.scored + fast.totals.rejected);
        short_cuts += fast.totals.short_cuts;
        others += fast.totals.scored - fast.totals.short_cuts;
        rejected += fast.totals.rejected;
      }
      CHECK(short_cuts > 800);
      CHECK(others > 20);
      CHECK(rejected > 50);
    }
  }

  TEST_CASE("and of every column there is, where answers are open and where none is") {
    for (const Notation notation : notations) {
      CAPTURE(static_cast<int>(notation));
      Random random(3);
      std::vector<flat_world::Sheet> forms = sheets(1'000, random);
      for (flat_world::Sheet& form : forms) {
        if (random.chance(60)) flat_world::answer_all(form, random);
      }
      Options options = flat_world::of_text(written(forms, notation, random), notation);
      ipi::batch::Output output = flat_world::table();
      output.columns = {"full"};
      const Ran fast = flat_world::run(world().library, options, output);
      options.only_the_full_reader = true;
      const Ran full = flat_world::run(world().library, options, output);
      CHECK(fast.text == full.text);
      CHECK(fast.rejected == full.rejected);
      CHECK(fast.totals.short_cuts > 300);
      CHECK(fast.totals.scored - fast.totals.short_cuts > 100);
    }
  }

  TEST_CASE("and of mutated ones") {
    // The short form; a longer run: IPI_FUZZ_SEEDS=100000 build/release/tests/ipi_unit_tests -tc='and of mutated ones'.
    const char* const wanted = std::getenv("IPI_FUZZ_SEEDS");
    const std::uint64_t seeds = wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 150;
    for (const Notation notation : notations) {
      CAPTURE(static_cast<int>(notation));
      std::uint64_t short_cuts = 0;
      std::uint64_t of_instrument = 0;
      std::uint64_t rejected = 0;
      for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        Random random(seed * 7 + 1);
        const Of of = seed % 3 == 0 ? Of::instrument : Of::protocol;
        std::string text = written(sheets(12, random), notation, random, of);
        const std::size_t header = notation == Notation::delimited ? text.find('\n') + 1 : 0;
        text = mutated(std::move(text), header, random);
        const ipi::batch::Totals totals = agreed_on(
            text, notation,
            fmt::format("{}-{}{}", static_cast<int>(notation), seed, of == Of::instrument ? "-alone" : ""), of);
        short_cuts += totals.short_cuts;
        if (of == Of::instrument) of_instrument += totals.short_cuts;
        rejected += totals.rejected;
      }
      CHECK(short_cuts > 500);
      CHECK(of_instrument > 200);
      CHECK(rejected > 100);
    }
  }

  TEST_CASE("and of what they once did not agree on") {
    for (const auto& file : std::filesystem::directory_iterator(findings)) {
      const std::string name = file.path().filename().string();
      if (name == "README.md") continue;
      agreed_on(support::file_text(file.path().string()), static_cast<Notation>(name.front() - '0'), {},
                name.ends_with("-alone") ? Of::instrument : Of::protocol);
    }
  }

  TEST_CASE("the same forms give the same bytes in every notation, with one thread or several, in blocks of any size") {
    Random random(5);
    const auto forms = sheets(300, random);
    const Ran expected = ran(written(forms, Notation::delimited, random), Notation::delimited, true);
    CHECK(expected.totals.scored > 200);
    for (const Notation notation : notations) {
      const std::string text = written(forms, notation, random);
      for (const std::size_t threads : {1U, 2U, 5U}) {
        for (const std::size_t block : {200U, 1'000U, 7'001U, 1'000'000U}) {
          CAPTURE(static_cast<int>(notation));
          CAPTURE(threads);
          CAPTURE(block);
          const Ran got = ran(text, notation, false, threads, block);
          CHECK(got.text == expected.text);
          CHECK(got.totals.read == 300);
          CHECK(got.rejected.size() == expected.rejected.size());
        }
      }
    }
  }

  TEST_CASE("a list of forms in JSON gives the same bytes as one form a line, in blocks of any size") {
    Random random(8);
    const auto forms = sheets(300, random);
    const std::string lines = written(forms, Notation::ndjson, random);
    const Ran expected = ran(lines, Notation::ndjson, true);
    CHECK(expected.totals.scored > 200);
    std::string list;
    for (std::size_t at = 0; at < lines.size();) {
      const std::size_t end = std::min(lines.find('\n', at), lines.size());
      const std::string line = lines.substr(at, end - at);
      if (line.find('{') != std::string::npos)
        list += fmt::format("{}{}", list.empty() ? "" : random.chance(50) ? "," : ",\n  ", line);
      at = end + 1;
    }
    for (const std::size_t block : {200U, 1'000U, 7'001U, 1'000'000U}) {
      for (const std::size_t threads : {1U, 2U}) {
        const Ran got = ran(fmt::format("[\n{}\n]\n", list), Notation::json, false, threads, block);
        CHECK(got.text == expected.text);
        CHECK(got.totals.read == expected.totals.read);
        CHECK(got.totals.unreadable_inputs == 0);
      }
      // A list that is cut off behind a form has lost what came then.
      CHECK(ran(fmt::format("[\n{}", list), Notation::json, false, 1, block).totals.unreadable_inputs == 1);
    }
  }

  TEST_CASE("in every style") {
    Random random(6);
    const std::string text = written(sheets(200, random), Notation::delimited, random);
    for (const auto notation :
         {ipi::TableStyle::Notation::json, ipi::TableStyle::Notation::ndjson, ipi::TableStyle::Notation::delimited}) {
      for (const char delimiter : {';', '\t', '-'}) {
        const ipi::TableStyle style{notation, delimiter, true};
        CHECK(ran(text, Notation::delimited, false, 1, 5'000, style).text ==
              ran(text, Notation::delimited, true, 1, 5'000, style).text);
      }
    }
  }

  TEST_CASE("and of ids and kept values that may tell who somebody is, whatever is allowed") {
    const std::vector<std::string> values = {"north",
                                             "A-017",
                                             "S12-034",
                                             "0012345",
                                             "12345678",
                                             "123456",
                                             "19850312",
                                             "12031985",
                                             "12MAR85",
                                             "12-Mar-1985",
                                             "1-2-85",
                                             "AB123456C",
                                             "ab123456c",
                                             "12345678Z",
                                             "X1234567L",
                                             "RSSMRA85M01H501Z",
                                             "123-45-6789",
                                             "943476591012",
                                             "943476591012.0",
                                             "3f786850e387",
                                             "deadbeef",
                                             "12345678e",
                                             "550e8400-e29b-41d4-a716-446655440000",
                                             "01ARZ3NDEKTSV4RRFFQ69G5FAV",
                                             "0.7552556432777675",
                                             "-1.5e-05",
                                             "-3",
                                             "J.Smith",
                                             "Hauptstr.5",
                                             "pobox12",
                                             "postfach-12",
                                             "week-12",
                                             "1.2.10",
                                             "2010-2015",
                                             "arm1_visit2"};
    const std::vector<ipi::AllowedIdentifiers> allowances = {
        {}, {true, {}}, {false, {"id"}}, {false, {"site"}}, {false, {"id", "site"}}};
    Random random(8);
    std::size_t rejected = 0;
    std::size_t short_cuts = 0;
    std::string text = "id,f.1,site\n";
    for (const std::string& id : values) {
      for (const std::string& site : values) text += fmt::format("{},{},{}\n", id, random.below(3), site);
    }
    for (const ipi::AllowedIdentifiers& allowed : allowances) {
      Options options = flat_world::of_text(text, Notation::delimited);
      options.protocol = "f";
      options.wide.keep = {"site"};
      options.allow_identifiers = allowed;
      ipi::batch::Output output = flat_world::table({});
      output.columns = {"id", "site", "f.whole"};
      const Ran fast = flat_world::run(world().library, options, output);
      options.only_the_full_reader = true;
      const Ran full = flat_world::run(world().library, options, output);
      CHECK(fast.text == full.text);
      CHECK(fast.rejected == full.rejected);
      CHECK(fast.totals.read == values.size() * values.size());
      CHECK((allowed.all || allowed.columns.size() == 2) == (fast.totals.rejected == 0));
      rejected += fast.totals.rejected;
      short_cuts += fast.totals.short_cuts;
    }
    CHECK(rejected > 1000);
    CHECK(short_cuts > 500);
  }

  TEST_CASE("a seeded fault is seen: another answer to one question gives another row") {
    Random random(7);
    auto forms = sheets(50, random);
    const Ran before = ran(written(forms, Notation::delimited, random), Notation::delimited, false);
    std::size_t seen = 0;
    for (std::size_t form = 0; form < forms.size(); ++form) {
      auto changed = forms;
      changed[form].answers[0] = changed[form].answers[0] == "2" ? "1" : "2";
      if (ran(written(changed, Notation::delimited, random), Notation::delimited, false).text != before.text) ++seen;
    }
    CHECK(seen > 30);
  }

  TEST_CASE("duplicates are found exactly, whatever the order of the ids") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      Random random(seed);
      auto forms = sheets(120, random);
      std::size_t expected = 0;
      std::vector<std::uint64_t> records;
      std::vector<std::string> met;
      for (auto& form : forms) {
        form.date = "2026-01-01";
        form.age = "40";
        for (auto& answer : form.answers) answer = "1";
        if (seed % 3 != 0) form.id = fmt::format("B{}", random.below(200));
        if (seed % 3 == 2 && random.chance(90))
          form.id = fmt::format("C{:05}", 1'000 * seed + static_cast<std::size_t>(&form - forms.data()));
        if (std::find(met.begin(), met.end(), form.id) != met.end()) {
          ++expected;
          if (records.size() < 10) records.push_back(met.size() + 1);
        }
        met.push_back(form.id);
      }
      const Ran got = ran(written(forms, Notation::delimited, random), Notation::delimited, false, 2, 700);
      CHECK(got.totals.duplicates == expected);
      CHECK(got.totals.first_duplicates == records);
      CHECK(got.totals.duplicates_beyond == 0);
    }
  }

  TEST_CASE("beyond the memory for duplicates it is said, and none found is wrong") {
    Random random(3);
    auto forms = sheets(3'000, random);
    std::reverse(forms.begin(), forms.end());
    Options options = flat_world::of_text(written(forms, Notation::delimited, random), Notation::delimited);
    options.duplicate_bytes = 40'000;
    const Ran got = flat_world::run(world().library, options, flat_world::table());
    CHECK(got.totals.duplicates == 0);
    CHECK(got.totals.duplicates_beyond > 500);
  }
}
