// A form as a row of a table is the form.
#include "formats/wide_form.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <string>

#include "../support.h"
#include "formats/write_form.h"
#include "wide_table.h"

using namespace wide_table;

namespace {

/// The row read back, as a form's file; or what is wrong.
std::string read_back(const ipi::Compiled& compiled, const Table& table, const ipi::WideOptions& options = {}) {
  ipi::Diagnostics diagnostics;
  std::pmr::monotonic_buffer_resource room;
  const ipi::SourceFile header("t.csv", table.header);
  const ipi::SourceFile record("t.csv", table.row, 2);
  std::vector<ipi::Field> names;
  std::vector<ipi::Field> fields;
  std::vector<std::string_view> kept;
  if (!ipi::split_record(header, ',', room, names, diagnostics)) return support::lines(diagnostics);
  const auto wide = ipi::WideForm::of_header(header, names, *compiled.layout, options, diagnostics);
  if (!wide || !ipi::split_record(record, ',', room, fields, diagnostics)) return support::lines(diagnostics);
  const auto root = wide->tree(record, fields, room, kept, diagnostics);
  if (!root) return support::lines(diagnostics);
  const ipi::Form form = ipi::read_form(*root, record, *compiled.layout, diagnostics);
  if (diagnostics.has_errors()) return support::lines(diagnostics);
  return ipi::write_form(form);
}

/// Without what a table has no columns for.
std::string plain(const ipi::Form& form) {
  ipi::Form bare = form;
  bare.notes.clear();
  bare.declared.clear();
  bare.acknowledged.clear();
  bare.focus_agreed.reset();
  return ipi::write_form(bare);
}

const ipi::Compiled& initial() { return support::shipped().sound("ipt-initial"); }
const ipi::Compiled& ucla3() { return support::shipped().sound("ucla3"); }

std::string fault(const std::string& header, const std::string& row, const ipi::WideOptions& options = {}) {
  return read_back(ucla3(), {header, row}, options);
}

}  // namespace

TEST_SUITE("wide form") {
  TEST_CASE("every published case and example, as a row in columns of any order, is the same form") {
    support::Random random(1);
    std::size_t compared = 0;
    std::size_t entries = 0;
    for (const char* const folder : {"/tests/conformance/cases", "/tests/conformance/rules", "/examples/forms"}) {
      for (const auto& file : std::filesystem::directory_iterator(std::string(IPI_SOURCE_DIR) + folder)) {
        if (file.path().extension() != ".yaml") continue;
        const std::string text = support::file_text(file.path().string());
        if (text.find("form: ipt-initial") == std::string::npos) continue;
        CAPTURE(file.path().string());
        const support::ReadForm read(initial(), text);
        if (read.diagnostics.has_errors() || read.form.draft) continue;
        CHECK(read_back(initial(), table_of(row_of(read.form), random)) == plain(read.form));
        ++compared;
        entries += read.form.relationships.size() + read.form.events.size();
      }
    }
    CHECK(compared > 20);
    CHECK(entries > 40);
  }

  TEST_CASE("a seeded fault is seen: one cell of another column") {
    const support::ReadForm read(initial(), support::file_text(IPI_SOURCE_DIR "/examples/forms/first.yaml"));
    auto cells = row_of(read.form);
    std::swap(cells["phq9.1"], cells["phq9.9"]);
    support::Random random(1);
    CHECK(read_back(initial(), table_of(cells, random)) != plain(read.form));
  }

  TEST_CASE("numbers as other programs write them") {
    CHECK(fault("id,companionship,left_out,isolated", "A,3.0,2.00,1") ==
          fault("id,companionship,left_out,isolated", "A,3,2,1"));
    ipi::WideOptions comma;
    comma.decimal_comma = true;
    CHECK(fault("id,companionship,left_out,isolated", "A,\"3,0\",2,1", comma) ==
          fault("id,companionship,left_out,isolated", "A,3,2,1"));
    CHECK(fault("id,companionship,left_out,isolated", "A,3.5,2,1").find("E0304") != std::string::npos);
    CHECK(fault("id,companionship,left_out,isolated", "A,3.,2,1").find("E0304") != std::string::npos);
  }

  TEST_CASE("missing codes say why, also in a column that is no answer") {
    ipi::WideOptions options;
    options.missing = *ipi::read_missing_codes("NA,refused=-8");
    CHECK(fault("id,companionship,left_out,isolated", "A,NA,-8,1", options) ==
          fault("id,companionship,left_out,isolated", "A,skipped,refused,1"));
    CHECK(fault("id,date,companionship", "A,NA,1", options) == fault("id,date,companionship", "A,,1"));
    CHECK(fault("id,companionship", "NA,1", options) == fault("id,companionship", "NA,1"));
    CHECK(fault("id,companionship", "NA,1").find("NA") != std::string::npos);
    options.missing = *ipi::read_missing_codes("-99");
    CHECK(fault("id,companionship,isolated", "A,-99.0,1", options) ==
          fault("id,companionship,isolated", "A,skipped,1"));
    CHECK(fault("id,companionship", "A,NA").find("E0304: 'NA' is no answer") != std::string::npos);
    CHECK_FALSE(ipi::read_missing_codes("gone=1"));
    CHECK_FALSE(ipi::read_missing_codes("refused="));
    CHECK(ipi::read_missing_codes("")->empty());
  }

  TEST_CASE("blanks around an answer count for nothing, around an id they do") {
    CHECK(fault("id,companionship,left_out,isolated", "A, 1 ,2\xC2\xA0,\t3") ==
          fault("id,companionship,left_out,isolated", "A,1,2,3"));
    CHECK(fault("id,companionship", "A,  ") == fault("id,companionship", "A,"));
    CHECK(fault("id,companionship", " A,1").find("E0307") != std::string::npos);
  }

  TEST_CASE("a column that is dropped is nothing, whatever it is called and holds") {
    ipi::WideOptions options;
    options.drop = {"first_name", "isolated"};
    CHECK(fault("id,first_name,companionship,isolated", "A,Ada,1,9", options) == fault("id,companionship", "A,1"));
    options.drop = {"site"};
    CHECK(fault("id,isolated", "A,1", options).find("E0334: --drop names the column 'site'") != std::string::npos);
  }

  TEST_CASE("faults of the header") {
    CHECK(fault("id,companionshp", "A,1") ==
          "t.csv:1:4: E0332: 'companionshp' is the address of nothing in ucla3 | did you mean 'companionship'? --drop "
          "companionshp leaves it out, --keep passes it through, --columns FILE gives columns other names\n");
    CHECK(fault("id,x,y", "A,1,2")
              .find("E0332: 2 columns are the address of nothing in ucla3: x, y | --drop x,y leaves them out") !=
          std::string::npos);
    CHECK(fault("id,isolated,", "A,1,").find("E0332: a column without a name") != std::string::npos);
    CHECK(fault("id,id", "A,1").find("t.csv:1:4: E0333") != std::string::npos);
    CHECK(fault("id,isolated,ucla3.isolated", "A,1,1")
              .find("E0333: 'isolated' and 'ucla3.isolated' are the same answer") != std::string::npos);
    ipi::WideOptions options;
    options.keep = {"site"};
    CHECK(fault("id,isolated", "A,1", options).find("E0334: --keep names the column 'site'") != std::string::npos);
    options = {};
    options.missing = *ipi::read_missing_codes("2");
    CHECK(fault("id,isolated", "A,1", options)
              .find("E0338: '2' is to mean skipped, and is an answer to isolated as well") != std::string::npos);
    CHECK(read_back(initial(), {"phq9.1", "1"}).find("E0335: the table has no column 'id'") != std::string::npos);
    CHECK(read_back(initial(), {"id,date,respondent.age,relationships.0.person", "A,2026-01-01,40,"}).find("E0332") !=
          std::string::npos);
    CHECK(read_back(initial(), {"id,date,respondent.age,relationships.1.persn", "A,2026-01-01,40,"})
              .find("did you mean 'relationships.1.person'?") != std::string::npos);
  }

  TEST_CASE("faults of a row") {
    CHECK(fault("id,isolated", "A,1,2").find("t.csv:2:1: E0331: 3 fields, where the header has 2") !=
          std::string::npos);
    CHECK(fault("id,isolated", "A,7").find("t.csv:2:3: E0304") != std::string::npos);
  }

  TEST_CASE("the header that a template gives is one that a table may have") {
    const std::string header =
        ipi::wide_header(*initial().layout, ',', 3, [](ipi::Group, std::size_t) { return true; });
    std::map<std::string, std::string> cells;
    for (std::size_t at = 0; at < header.size();) {
      const std::size_t end = header.find_first_of(",\n", at);
      cells[header.substr(at, end - at)] = "";
      at = end + 1;
    }
    cells["form"] = "ipt-initial";
    cells["id"] = "A";
    cells["date"] = "2026-01-01";
    cells["respondent.age"] = "40";
    support::Random random(2);
    CHECK(read_back(initial(), table_of(cells, random)).find("form: ipt-initial\n") == 0);
    CHECK(cells.size() > 200);
  }
}
