#include <doctest/doctest.h>

#include <string>

#include "formats/table.h"

namespace {

std::string written(std::string_view cell) {
  std::string text;
  ipi::append_styled_cell({ipi::TableStyle::Notation::delimited, ';', true}, false, cell, text);
  return text;
}

}  // namespace

TEST_SUITE("cells of a table") {
  TEST_CASE("what a spreadsheet would run gets a quote in front") {
    for (const char* cell : {"=1+1", "@x", "+x", "-x", "-", "+", "-1+2", "-e5", "-1e", "-1.2.3", "--1", "-1 000",
                             "+1;2", "-.", "\tx", "-0x10", "-1e5x"}) {
      CAPTURE(cell);
      CHECK(written(cell).find('\'') != std::string::npos);
    }
  }
  TEST_CASE("numbers stay as they are") {
    for (const char* cell :
         {"-1.5e-05", "-.5", "+5.5", "-1E+3", "-1,5", "-3", "+0", "-7.", "-12345678901234567890", "3", "north", ""}) {
      CAPTURE(cell);
      CHECK(written(cell) == cell);
    }
  }
}
