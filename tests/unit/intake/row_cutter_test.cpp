// Where rows end is decided by the rows: a misplaced quote takes none of them in, and makes up none.
#include "intake/row_cutter.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

using ipi::intake::Carry;
using ipi::intake::Piece;
using ipi::intake::RowCutter;

namespace {

/// The pieces of a text, read in blocks that grow by so many bytes at a time: "A1,x|", "-stray line|".
std::string pieces(const std::string& text, std::size_t columns, std::size_t step = 0) {
  const RowCutter cutter(',', columns);
  std::string found;
  Carry carry;
  std::string rest;
  std::size_t read = 0;
  while (read < text.size() || !rest.empty()) {
    Carry behind = carry;
    std::size_t whole = 0;
    bool last = false;
    while (whole == 0 && !last) {
      const std::size_t more = step == 0 ? text.size() : std::min(step, text.size() - read);
      rest += text.substr(read, more);
      read = std::min(text.size(), read + more);
      last = read == text.size();
      behind = carry;
      whole = cutter.whole_records(rest, last, behind);
    }
    for (std::size_t at = 0; at < whole;) {
      const auto piece = cutter.next(rest, at, last, carry);
      if (!piece || piece->begin >= whole) break;
      std::string shown = rest.substr(piece->begin, piece->end - piece->begin);
      while (shown.ends_with('\n') || shown.ends_with('\r')) shown.pop_back();
      found += fmt::format("{}{}|", piece->is_record ? "" : "-", shown);
      at = piece->end;
    }
    carry = behind;
    rest.erase(0, whole);
  }
  return found;
}

/// The same, which must not depend on how the text comes.
std::string cut(const std::string& text, std::size_t columns) {
  const std::string whole = pieces(text, columns);
  for (const std::size_t step : {1U, 2U, 7U, 30U, 64U, 1'000U}) {
    CAPTURE(step);
    CHECK(pieces(text, columns, step) == whole);
  }
  return whole;
}

}  // namespace

TEST_SUITE("row cutter") {
  TEST_CASE("a row is a line, and blank rows are none") {
    CHECK(cut("A1,1\nA2,2\r\n\n,\n \"\",\nA3,3", 2) == "A1,1|A2,2|A3,3|");
    CHECK(cut("A1\nA2\n", 2) == "A1|A2|");
    CHECK(cut("", 2).empty());
  }

  TEST_CASE("a quoted cell over several lines is part of its row") {
    CHECK(cut("A1,1,\"a\nb\"\nA2,2,\"\"\nA3,\"c \"\"d\"\"\n\n,e\",x\n", 3) ==
          "A1,1,\"a\nb\"|A2,2,\"\"|A3,\"c \"\"d\"\"\n\n,e\",x|");
    // Even where its lines read like rows, or where it has not the fields of a row.
    CHECK(cut("A1,1,\"a\nA9,9,b\nc\"\nA2,2,d\n", 3) == "A1,1,\"a\nA9,9,b\nc\"|A2,2,d|");
    CHECK(cut("A1,\"a\nb\"\nA2,2,d\n", 3) == "A1,\"a\nb\"|A2,2,d|");
  }

  TEST_CASE("a cell of 100 KiB with line breaks is one cell") {
    std::string cell;
    while (cell.size() < 100U << 10U) cell += "a line of a long note, with commas, as notes are\n";
    const std::string text = "A1,1,\"" + cell + "\"\nA2,2,b\n";
    CHECK(pieces(text, 3, 4'096) == pieces(text, 3));
    CHECK(pieces(text, 3).ends_with("\"|A2,2,b|"));
    CHECK(pieces(text, 3).starts_with("A1,1,\"a line"));
  }

  TEST_CASE("a quote that opens and never closes takes no row along") {
    CHECK(cut("A1,3,\"tired\nA2,3,fine\nA3,3,so-called \"rest\"\nA4,0,well\n", 3) ==
          "A1,3,\"tired|A2,3,fine|A3,3,so-called \"rest\"|A4,0,well|");
    CHECK(cut("A1,3,\"tired\nA2,3,fine\nA3,3,\"a\nb\"\nA4,0,well\n", 3) ==
          "A1,3,\"tired|A2,3,fine|A3,3,\"a\nb\"|A4,0,well|");
    CHECK(cut("A1,\"3,tired\nA2,3,fine\n", 3) == "A1,\"3,tired|A2,3,fine|");
    CHECK(cut("A1,3,\"tired\nA2,3,fine\nA3,3,x", 3) == "A1,3,\"tired|A2,3,fine|A3,3,x|");
  }

  TEST_CASE("what is left of a cell that was broken open belongs to no row") {
    // The opening quote was taken away, then the closing one, then one was put in.
    CHECK(cut("A1,3,a\nb\nc\"\nA2,3,fine\n", 3) == "A1,3,a|-b\nc\"|A2,3,fine|");
    CHECK(cut("A1,3,\"a\nb\nc\nA2,3,fine\n", 3) == "A1,3,\"a|-b\nc|A2,3,fine|");
    CHECK(cut("A1,3,\"a\"\nb\nc\"\nA2,3,fine\n", 3) == "A1,3,\"a\"|-b\nc\"|A2,3,fine|");
    CHECK(cut("A1,3,\"a \"x\nb\nc\"\nA2,3,fine\n", 3) == "A1,3,\"a \"x|-b\nc\"|A2,3,fine|");
    // In the middle of a row its lines are one row together, which is rejected once.
    CHECK(cut("A1,a\nb\",3\nA2,x,3\n", 3) == "A1,a\nb\",3|A2,x,3|");
    CHECK(cut("A1,\"a\nb,3\nA2,x,3\n", 3) == "A1,\"a\nb,3|A2,x,3|");
  }

  TEST_CASE("a row that lacks a field is a row of its own, whatever follows") {
    CHECK(cut("A1,3\nA2,\"a\nb\",3\nA3,x,3\n", 3) == "A1,3|A2,\"a\nb\",3|A3,x,3|");
    CHECK(cut("A1\nA2,a,3\n", 3) == "A1|A2,a,3|");
  }
}
