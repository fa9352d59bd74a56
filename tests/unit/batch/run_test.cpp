// Whole runs: the formats against each other, one thread against several, blocks of any size, duplicates.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "batch_world.h"

using batch_world::Ran;
using ipi::batch::Options;
using support::Random;
using support::World;

namespace {

World& world() {
  static World world(batch_world::texts());
  static_cast<void>(world.sound("p"));
  return world;
}

Ran ran(std::string text, const std::string& format, std::size_t threads = 1,
        std::size_t block = std::size_t{1} << 20U) {
  Options options = batch_world::of_text(std::move(text), format);
  options.threads = threads;
  options.block_bytes = block;
  return batch_world::run(world().library, options, batch_world::table());
}

std::vector<batch_world::Sheet> sheets(std::size_t count, Random& random) {
  std::vector<batch_world::Sheet> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(batch_world::sheet(i, random));
  return all;
}

std::string written(const std::vector<batch_world::Sheet>& sheets, const std::string& format, Random& random) {
  if (format == "csv") return batch_world::as_csv(sheets, random);
  return format == "ndjson" ? batch_world::as_ndjson(sheets, random) : batch_world::as_yaml(sheets, random);
}

const std::vector<std::string> notations = {"csv", "ndjson", "yaml"};

}  // namespace

TEST_SUITE("batch runs") {
  TEST_CASE("the same forms give the same bytes in every format, with one thread or several, in blocks of any size") {
    Random random(5);
    const auto forms = sheets(300, random);
    const Ran expected = ran(written(forms, "csv", random), "csv");
    CHECK(expected.totals.scored > 200);
    for (const std::string& format : notations) {
      const std::string text = written(forms, format, random);
      for (const std::size_t threads : {1U, 2U, 5U}) {
        for (const std::size_t block : {200U, 1'000U, 7'001U, 1'000'000U}) {
          CAPTURE(format);
          CAPTURE(threads);
          CAPTURE(block);
          const Ran got = ran(text, format, threads, block);
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
    const std::string lines = written(forms, "ndjson", random);
    const Ran expected = ran(lines, "ndjson");
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
        const Ran got = ran(fmt::format("[\n{}\n]\n", list), "json", threads, block);
        CHECK(got.text == expected.text);
        CHECK(got.totals.read == expected.totals.read);
        CHECK(got.totals.unreadable_inputs == 0);
      }
      // A list that is cut off behind a form has lost what came then.
      CHECK(ran(fmt::format("[\n{}", list), "json", 1, block).totals.unreadable_inputs == 1);
    }
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
      const Ran got = ran(written(forms, "csv", random), "csv", 2, 700);
      CHECK(got.totals.duplicates == expected);
      CHECK(got.totals.first_duplicates == records);
      CHECK(got.totals.duplicates_beyond == 0);
    }
  }

  TEST_CASE("beyond the memory for duplicates it is said, and none found is wrong") {
    Random random(3);
    auto forms = sheets(3'000, random);
    std::reverse(forms.begin(), forms.end());
    Options options = batch_world::of_text(written(forms, "csv", random), "csv");
    options.duplicate_bytes = 40'000;
    const Ran got = batch_world::run(world().library, options, batch_world::table());
    CHECK(got.totals.duplicates == 0);
    CHECK(got.totals.duplicates_beyond > 500);
  }

  TEST_CASE("a record of more than 16 MiB is told with its size, and the next one has its own line") {
    Random random(4);
    const auto forms = sheets(3, random);
    for (const std::string& format : notations) {
      CAPTURE(format);
      std::string text = written(forms, format, random);
      // Behind the second record, so that what is read ahead is passed over.
      const std::string giant = format == "ndjson" ? "{\"x\": \"" + std::string(std::size_t{17} << 20U, 'y') + "\"}\n"
                                : format == "yaml" ? "---\nx: |\n" + std::string(std::size_t{17} << 20U, ' ') + "\n\n"
                                                   : std::string(std::size_t{17} << 20U, 'y') + "\n";
      const std::size_t at = format == "yaml" ? text.find("---", text.find("---", 3) + 3)
                                              : text.find('\n', format == "csv" ? text.find('\n') + 1 : 0) + 1;
      text.insert(at, giant);
      for (const std::size_t block : {100'000U, 1'000'000U}) {
        const Ran got = ran(text, format, 2, block);
        const Ran without = ran(written(forms, format, random), format);
        CHECK(got.totals.read == 4);
        CHECK(got.totals.scored == without.totals.scored);
        CHECK(std::any_of(got.rejected.begin(), got.rejected.end(),
                          [](const std::string& said) { return said.find("E0117") != std::string::npos; }));
      }
    }
  }

  TEST_CASE("declared totals are held against ours, and answers that are not used are counted, however forms come in") {
    std::string text =
        "{\"form\":\"p\",\"id\":\"A1\",\"date\":\"2026-01-01\",\"respondent\":{\"age\":40},\"answers\":{\"f\":{";
    for (std::size_t i = 1; i <= batch_world::items; ++i) text += fmt::format("\"{}\":1,", i);
    text += "\"seen\":\"no\",\"later\":\"a\"}},\"declared\":{\"f.whole\":99}}\n";
    const Ran got = ran(text, "ndjson");
    CHECK(got.totals.scored == 1);
    CHECK(got.totals.differing == 1);
    CHECK(got.totals.warned == 1);
    const Ran sound = ran(text.replace(text.find("99"), 2, "11"), "ndjson");
    CHECK(sound.totals.scored == 1);
    CHECK(sound.totals.differing == 0);
  }
}
