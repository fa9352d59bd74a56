// Tables of 30 rows, half of them with notes of several lines, with one quote put in or taken out: no sound row is lost
// without a message that points at its line, none is made up, and lines that belong to no row are counted by
// themselves.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include "../support.h"
#include "batch/batch.h"

using support::Random;

namespace {

constexpr std::size_t rows = 30;
constexpr std::size_t items = 6;

support::World& world() {
  static support::World world(support::together(
      {support::catalogues(),
       {support::instrument(
           "f",
           "options: [{value: 0, label: No}, {value: 1, label: Some}, {value: 2, label: Much}]\n"
           "items: [{id: \"1\", text: A}, {id: \"2\", text: B}, {id: \"3\", text: C}, {id: \"4\", text: "
           "D}, {id: \"5\", text: E}, {id: \"6\", text: F}]\n"
           "questions: [{id: remark, type: text, text: R}]\n"
           "scores: [{id: whole, title: W, method: sum, items: [\"1\", \"2\", \"3\", \"4\", \"5\", \"6\"],"
           " missing: {rule: complete}, higher: worse, source: {text: S}}]\n")}}));
  static_cast<void>(world.sound("f"));
  return world;
}

/// A row as it was meant, with the lines that it takes.
struct Row {
  std::string id, text;
  std::size_t first_line = 0, lines = 1;
};

struct Table {
  std::string header;
  std::vector<Row> rows;
  [[nodiscard]] std::string text() const {
    std::string all = header;
    for (const Row& row : rows) all += row.text;
    return all;
  }
};

std::string note(Random& random, bool several) {
  const std::vector<std::string> words = {
      "tired", "sleeps badly", "a little better", "", "he said \"\"so\"\"", "home, work", "and so on", "quiet"};
  std::string text = words[random.below(words.size())];
  for (std::size_t more = several ? 1 + random.below(4) : 0; more > 0; --more)
    text += (random.chance(20) ? "\r\n" : "\n") + words[random.below(words.size())];
  return several || text.find_first_of(",\"") != std::string::npos || random.chance(20) ? "\"" + text + "\"" : text;
}

Table table(Random& random) {
  Table result;
  const std::size_t place = random.chance(50) ? items : random.below(items);  // of the note, among the answers
  result.header = "id";
  for (std::size_t i = 0; i <= items; ++i) {
    if (i == place) result.header += ",remark";
    if (i < items) result.header += fmt::format(",{}", i + 1);
  }
  result.header += "\n";
  std::size_t line = 2;
  for (std::size_t r = 0; r < rows; ++r) {
    Row row;
    row.id = fmt::format("A{:02}", r);
    row.text = row.id;
    for (std::size_t i = 0; i <= items; ++i) {
      if (i == place) row.text += "," + note(random, random.chance(50));
      if (i < items) row.text += fmt::format(",{}", random.below(3));
    }
    row.text += "\n";
    row.first_line = line;
    row.lines = static_cast<std::size_t>(std::count(row.text.begin(), row.text.end(), '\n'));
    line += row.lines;
    result.rows.push_back(std::move(row));
  }
  return result;
}

/// One quote put in or taken out, below the header.
std::string damaged(const Table& table, Random& random) {
  std::string text = table.text();
  const std::size_t from = table.header.size();
  std::vector<std::size_t> quotes;
  for (std::size_t at = text.find('"', from); at != std::string::npos; at = text.find('"', at + 1))
    quotes.push_back(at);
  if (!quotes.empty() && random.chance(50)) {
    text.erase(quotes[random.below(quotes.size())], 1);
  } else {
    text.insert(from + random.below(text.size() - from), 1, '"');
  }
  return text;
}

/// What a run says, by the lines that it points at.
struct Said {
  std::set<std::string> scored;
  std::set<std::size_t> lines;
  ipi::batch::Totals totals;
  std::string output, told;
};

void note_lines(const ipi::Place& place, Said& said) {
  if (place.file == nullptr || place.file->text().empty()) return;
  const std::uint32_t end = std::max(place.span.begin + 1, place.span.end) - 1;
  const std::size_t last = place.file->position_of(end).line;
  for (std::size_t line = place.file->position_of(place.span.begin).line; line <= last; ++line) said.lines.insert(line);
}

void note_lines(const ipi::Diagnostics& diagnostics, Said& said) {
  for (const ipi::Diagnostic& one : diagnostics.all()) {
    said.told += ipi::to_text(one);
    note_lines(one.primary.place, said);
    for (const ipi::Label& label : one.secondary) note_lines(label.place, said);
  }
}

Said run(const std::string& text, std::size_t block, std::size_t threads) {
  Said said;
  ipi::batch::Options options;
  options.inputs.push_back({"t.csv", ipi::intake::format_named("csv"), ',', text});
  options.forms.reading.protocol = "f";
  options.block_bytes = block;
  options.threads = threads;
  ipi::batch::Output output;
  output.stream = std::tmpfile();
  output.style = ipi::TableStyle{};
  output.columns = {"id", "f.whole"};
  said.totals = ipi::batch::run(world().library, options, output,
                                {[&](const ipi::batch::Rejected& rejected) { note_lines(*rejected.diagnostics, said); },
                                 [&](const ipi::Diagnostics& told) { note_lines(told, said); },
                                 {}});
  std::rewind(output.stream);
  for (int c = std::fgetc(output.stream); c != EOF; c = std::fgetc(output.stream)) said.output += static_cast<char>(c);
  std::fclose(output.stream);
  for (std::size_t at = said.output.find('\n') + 1; at < said.output.size(); at = said.output.find('\n', at) + 1)
    said.scored.insert(said.output.substr(at, said.output.find(',', at) - at));
  return said;
}

}  // namespace

TEST_SUITE("damaged tables") {
  TEST_CASE("one misplaced quote loses no row in silence, and makes up none") {
    const char* const wanted = std::getenv("IPI_FUZZ_SEEDS");
    const std::uint64_t seeds = wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 10'000;
    std::size_t faulty = 0;
    std::size_t stray = 0;
    std::size_t unharmed = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      Random random(seed);
      const Table meant = table(random);
      const std::string text = damaged(meant, random);
      const Said said = run(text, std::size_t{1} << 20U, 1);
      CAPTURE(seed);
      CAPTURE(text);
      CAPTURE(said.told);
      const ipi::batch::Totals& totals = said.totals;
      CHECK(totals.read == totals.scored + totals.rejected);
      CHECK(said.scored.size() == totals.scored);
      // A row that is not scored is pointed at: one of its lines stands in a message.
      for (const Row& row : meant.rows) {
        if (said.scored.contains(row.id)) continue;
        bool pointed_at = false;
        for (std::size_t line = row.first_line; line < row.first_line + row.lines; ++line)
          pointed_at = pointed_at || said.lines.contains(line);
        CHECK_MESSAGE(pointed_at, row.id);
      }
      for (const std::string& id : said.scored) {
        const auto is_its = [&](const Row& row) { return row.id == id || "\"" + row.id == id || row.id + "\"" == id; };
        CHECK_MESSAGE(std::any_of(meant.rows.begin(), meant.rows.end(), is_its), id);
      }
      const bool holds_a_note = said.told.find("N0006") != std::string::npos;
      if (!holds_a_note) CHECK(totals.read == rows);
      CHECK(totals.read <= rows);
      if (seed % 50 == 0) {
        for (const std::size_t block : {60U, 333U, 2'000U}) {
          for (const std::size_t threads : {1U, 3U}) {
            const Said again = run(text, block, threads);
            CHECK(again.output == said.output);
            CHECK(again.told == said.told);
            CHECK(again.totals.stray_lines == totals.stray_lines);
          }
        }
      }
      faulty += totals.rejected > 0 ? 1U : 0U;
      stray += totals.stray_lines > 0 ? 1U : 0U;
      unharmed += totals.scored == rows ? 1U : 0U;
    }
    MESSAGE(
        fmt::format("{} with a row rejected, {} with stray lines, {} with all rows scored", faulty, stray, unharmed));
    CHECK(faulty * 2 > seeds);
    CHECK(stray * 10 > seeds);
    CHECK(unharmed * 50 > seeds);
  }

  TEST_CASE("the example of the issue: each row is told or scored by itself") {
    const Said said =
        run("id,1,2,3,4,5,6,remark\nA1,0,0,0,0,0,0,\"tired\nA2,2,2,2,2,2,2,fine\n"
            "A3,1,1,1,1,1,1,so-called \"rest\"\nA4,0,0,0,0,0,1,well\n",
            std::size_t{1} << 20U, 1);
    CHECK(said.output == "id,f.whole\nA2,12\nA4,1\n");
    CHECK(said.totals.read == 4);
    CHECK(said.totals.rejected == 2);
    CHECK(said.lines == std::set<std::size_t>{2, 4});
  }

  TEST_CASE("a cell whose lines read like rows is told of, and never scored") {
    const Said said =
        run("id,1,2,3,4,5,6,remark\nA1,0,0,0,0,0,0,\"tired\nA2,2,2,2,2,2,2,fine\nA3,1,1,1,1,1,9,well\n\"\n",
            std::size_t{1} << 20U, 1);
    CHECK(said.output == "id,f.whole\nA1,0\n");
    CHECK(said.totals.read == 1);
    CHECK(said.told.find("N0006") != std::string::npos);
    CHECK(said.lines == std::set<std::size_t>{3});
    CHECK(run("id,1,2,3,4,5,6,remark\nA1,0,0,0,0,0,0,\"tired\nA2,2,2,2,2,2,2,fine\nA3,1,1,1,1,1,1,\"\n",
              std::size_t{1} << 20U, 1)
              .lines == std::set<std::size_t>{3, 4});
  }
}
