#include "text/layout.h"

#include <doctest/doctest.h>

using Lines = std::vector<std::string>;

TEST_SUITE("text layout") {
  TEST_CASE("width counts columns, not bytes or code points") {
    CHECK(ipi::display_width("") == 0);
    CHECK(ipi::display_width("abc") == 3);
    CHECK(ipi::display_width("é") == 1);
    CHECK(ipi::display_width("e\u0301") == 1);
    CHECK(ipi::display_width("日本") == 4);
    CHECK(ipi::display_width("한국") == 4);
    CHECK(ipi::display_width("\u1112\u1161\u11AB") == 2);
    CHECK(ipi::display_width("：") == 2);
    CHECK(ipi::display_width("\u200B") == 0);
    CHECK(ipi::display_width("\u00AD") == 0);
    CHECK(ipi::display_width("\U0001F469\u200D\U0001F467") == 2);
    CHECK(ipi::display_width("\U0001F44D\U0001F3FD") == 2);
    CHECK(ipi::display_width("\x1B") == 0);
    CHECK(ipi::display_width("…–“”") == 4);
    CHECK(ipi::display_width("\xFF") == 1);
  }

  TEST_CASE("wrapping breaks between words") {
    CHECK(ipi::wrap("", 10) == Lines{""});
    CHECK(ipi::wrap("one two three", 7) == Lines{"one two", "three"});
    CHECK(ipi::wrap("one  two", 20) == Lines{"one two"});
    CHECK(ipi::wrap("a verylongword b", 4) == Lines{"a", "verylongword", "b"});
    CHECK(ipi::wrap("日本 日本", 5) == Lines{"日本", "日本"});
    CHECK(ipi::wrap("a\n\nb\n", 5) == Lines{"a", "", "b", ""});
    CHECK(ipi::wrap("a b", 0) == Lines{"a", "b"});
  }

  TEST_CASE("padding goes by columns") {
    CHECK(ipi::pad_right("日", 4) == "日  ");
    CHECK(ipi::pad_left("日", 4) == "  日");
    CHECK(ipi::pad_right("abcdef", 3) == "abcdef");
    CHECK(ipi::pad_left("", 2) == "  ");
  }

  TEST_CASE("clipping leaves room for the sign that something is missing") {
    CHECK(ipi::clip("abcdef", 6) == "abcdef");
    CHECK(ipi::clip("abcdef", 5) == "abcd…");
    CHECK(ipi::clip("日本語", 4) == "日…");
    CHECK(ipi::clip("日本語", 5) == "日本…");
    CHECK(ipi::clip("abc", 1) == "…");
    CHECK(ipi::clip("abc", 0).empty());
  }
}
