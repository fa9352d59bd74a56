// A row read straight from its cells against the same row as a tree that is read like any other form.
#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "../mutation.h"
#include "../same_form.h"
#include "../support.h"
#include "formats/wide_form.h"
#include "wide_table.h"

using namespace wide_table;

namespace {

const std::vector<std::string> cells_of_note = {"",
                                                " ",
                                                "~",
                                                "yes",
                                                "no",
                                                "NA",
                                                "-8",
                                                "-99",
                                                "3.0",
                                                "2.50",
                                                "2,0",
                                                " 2",
                                                "2 ",
                                                "2\xC2\xA0",
                                                "skipped",
                                                "refused",
                                                "unknown",
                                                "not_asked",
                                                "P1",
                                                "P2",
                                                "E1",
                                                "E9",
                                                "none",
                                                "nobody",
                                                "2025",
                                                "2025-01",
                                                "2026-13-01",
                                                "1",
                                                "0",
                                                "4",
                                                "9",
                                                "007",
                                                "inner",
                                                "current",
                                                "deceased",
                                                "friend",
                                                "partner",
                                                "draft",
                                                "final",
                                                "perinatal",
                                                "perinatal late_life",
                                                " ; ",
                                                "perinatal;",
                                                "a b",
                                                "x",
                                                "é",
                                                "\"q\"",
                                                "a\"b",
                                                "ipt-initial"};

struct Counts {
  std::size_t taken = 0, refused = 0, differing = 0;
  std::string first;
};

/// Reads rows of tables both ways, always into the same form.
class Comparison {
 public:
  void row(const ipi::Compiled& compiled, const Table& table, const ipi::WideOptions& options) {
    ipi::Diagnostics said;
    const ipi::SourceFile header("t.csv", table.header);
    const ipi::SourceFile record("t.csv", table.row, 2);
    std::pmr::monotonic_buffer_resource room;
    std::vector<ipi::Field> names;
    std::vector<ipi::Field> fields;
    if (!ipi::split_record(header, ',', room, names, said)) return;
    const auto wide = ipi::WideForm::of_header(header, names, *compiled.layout, options, said);
    if (!wide || !ipi::split_record(record, ',', room, fields, said)) return;
    compare(compiled, *wide, record, fields);
  }

  Counts counts;
  bool faulty = false;  ///< for the seeded fault: one answer is changed

 private:
  void compare(const ipi::Compiled& compiled, const ipi::WideForm& wide, const ipi::SourceFile& record,
               const std::vector<ipi::Field>& fields) {
    std::vector<std::string_view> plainly_kept;
    if (!wide.read_plain(record, fields, used_, plainly_kept)) {
      ++counts.refused;
      return;
    }
    ++counts.taken;
    if (faulty) used_.answers.front().number += 1;
    ipi::Diagnostics said;
    std::pmr::monotonic_buffer_resource room;
    std::vector<std::string_view> kept;
    const auto root = wide.tree(record, fields, room, kept, said);
    const bool agree = root && same_form::same(ipi::read_form(*root, record, *compiled.layout, said), used_) &&
                       said.all().empty() && kept == plainly_kept;
    if (!agree && ++counts.differing == 1) counts.first = support::lines(said) + std::string(record.text());
  }

  ipi::Form used_;
};

using Cells = std::map<std::string, std::string>;

/// The forms that ship as rows; each with its protocol.
struct Row {
  const ipi::Compiled* compiled = nullptr;
  Cells cells;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> all = [] {
    std::vector<Row> made;
    for (const std::string& text : mutation::yaml_forms()) {
      const ipi::SourceFile file("form", text);
      ipi::Diagnostics said;
      const auto document = ipi::yaml::read(file, said);
      const ipi::yaml::Node* const name = document ? document->root.find("form") : nullptr;
      const ipi::Compiled* const compiled = name != nullptr ? support::shipped().compiled(name->text) : nullptr;
      if (compiled == nullptr) continue;
      const ipi::Form form = ipi::read_form(document->root, file, *compiled->layout, said);
      if (!said.has_errors() && !form.draft) made.push_back({compiled, row_of(form)});
    }
    return made;
  }();
  return all;
}

void drop_columns(Cells& cells, support::Random& random) {
  const std::size_t per_cent = random.below(4) * 3;
  std::erase_if(cells, [&](const auto& cell) {
    return cell.first != "id" && cell.first != "date" && cell.first != "respondent.age" && random.chance(per_cent);
  });
}

void change_cells(Cells& cells, support::Random& random) {
  for (std::size_t changes = random.below(3); changes > 0; --changes) {
    auto cell = cells.begin();
    std::advance(cell, static_cast<std::ptrdiff_t>(random.below(cells.size())));
    cell->second = cells_of_note[random.below(cells_of_note.size())];
  }
}

ipi::WideOptions options_of(const Cells& cells, support::Random& random) {
  ipi::WideOptions options;
  options.decimal_comma = random.chance(20);
  if (random.chance(40)) options.missing = *ipi::read_missing_codes("NA,refused=-8,unknown=-99");
  if (random.chance(20)) options.keep = {cells.begin()->first};
  if (random.chance(10)) options.drop = {cells.rbegin()->first};
  return options;
}

Counts of_damaged(std::size_t count, bool faulty = false) {
  Comparison comparison;
  comparison.faulty = faulty;
  const mutation::Damage damage{"0123456789 ,;\"'\n-xyA.\t\xC3", cells_of_note};
  for (std::size_t seed = 1; seed <= count; ++seed) {
    support::Random random(seed);
    const Row& row = rows()[random.below(rows().size())];
    Cells cells = row.cells;
    drop_columns(cells, random);
    change_cells(cells, random);
    Table table = table_of(cells, random);
    if (random.chance(20)) mutation::damage_bytes(table.row, damage, random);
    comparison.row(*row.compiled, table, options_of(cells, random));
  }
  return comparison.counts;
}

}  // namespace

TEST_SUITE("wide form, plain rows") {
  TEST_CASE("it takes the forms that ship, and has them as they are") {
    Comparison comparison;
    support::Random random(1);
    for (const Row& row : rows()) comparison.row(*row.compiled, table_of(row.cells, random), {});
    CHECK_MESSAGE(comparison.counts.differing == 0, comparison.counts.first);
    CHECK(rows().size() > 25);
    CHECK(comparison.counts.taken > rows().size() * 8 / 10);
  }

  TEST_CASE("of damaged rows as well, what it takes is what the tree gives, and nothing is said of it") {
    const Counts counts = of_damaged(mutation::seeds(8'000));
    CHECK_MESSAGE(counts.differing == 0, counts.first);
    CHECK(counts.taken > 2'000);
    CHECK(counts.refused > 2'000);
  }

  TEST_CASE("a seeded fault is seen: one answer that is one more") { CHECK(of_damaged(400, true).differing > 50); }
}
