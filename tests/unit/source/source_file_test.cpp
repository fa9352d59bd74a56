#include "source/source_file.h"

#include <doctest/doctest.h>

using ipi::SourceFile;

TEST_SUITE("source file") {
  TEST_CASE("a byte order mark is no part of the text") {
    const SourceFile file{"a", "\xEF\xBB\xBFx"};
    CHECK(file.text() == "x");
    CHECK(file.name() == "a");
  }

  TEST_CASE("positions count lines from 1 and code points") {
    const SourceFile file{"a", "日本: ä\r\nb\n\nc"};
    CHECK(file.position_of(0).line == 1);
    CHECK(file.position_of(0).column == 1);
    CHECK(file.position_of(8).column == 5);
    CHECK(file.position_of(12).line == 2);
    CHECK(file.position_of(14).line == 3);
    CHECK(file.position_of(15).line == 4);
    CHECK(file.position_of(16).column == 2);
    CHECK(file.position_of(9999).line == 4);
  }

  TEST_CASE("lines come without their ends") {
    const SourceFile file{"a", "one\r\ntwo\rthree\n"};
    CHECK(file.line_text(1) == "one");
    CHECK(file.line_text(2) == "two");
    CHECK(file.line_text(3) == "three");
    CHECK(file.line_text(4).empty());
    CHECK(file.line_text(99).empty());
    CHECK(file.line_text(0).empty());
    CHECK(file.line_begin(2) == 5);
    CHECK(file.line_begin(3) == 9);
  }

  TEST_CASE("a place prints as name, line and column") {
    const SourceFile file{"forms/a.yaml", "x\nab日c"};
    CHECK(ipi::to_text(ipi::Place{&file, {7, 8}}) == "forms/a.yaml:2:4");
    CHECK(ipi::to_text(ipi::Place{}).empty());
    const SourceFile empty{"empty.yaml", ""};
    CHECK(ipi::to_text(ipi::Place{&empty, {}}) == "empty.yaml");
  }
}
