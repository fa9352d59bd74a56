#include "text/utf8.h"

#include <doctest/doctest.h>

#include <string>

using ipi::escape_for_terminal;
using ipi::find_invalid_utf8;
using ipi::find_look_alike;

TEST_SUITE("text utf8") {
  TEST_CASE("well-formed text has no invalid byte") {
    CHECK_FALSE(find_invalid_utf8(""));
    CHECK_FALSE(find_invalid_utf8("aé日\U0001F44D"));
    CHECK_FALSE(find_invalid_utf8("\xF4\x8F\xBF\xBF"));
    CHECK_FALSE(find_invalid_utf8("\xEF\xBF\xBF"));
  }

  TEST_CASE("the first invalid byte is found") {
    CHECK(find_invalid_utf8("ab\xFF") == 2);
    CHECK(find_invalid_utf8("é\x80") == 2);
    CHECK(find_invalid_utf8("\xC3") == 0);
    CHECK(find_invalid_utf8("a\xE6\x97") == 1);
    CHECK(find_invalid_utf8("\xC0\xAF") == 0);
    CHECK(find_invalid_utf8("\xC1\xBF") == 0);
    CHECK(find_invalid_utf8("\xE0\x80\xAF") == 0);
    CHECK(find_invalid_utf8("\xF0\x80\x80\xAF") == 0);
    CHECK(find_invalid_utf8("\xED\xA0\x80") == 0);
    CHECK(find_invalid_utf8("\xF4\x90\x80\x80") == 0);
    CHECK(find_invalid_utf8("\xC3\x28") == 0);
  }

  TEST_CASE("code points are counted, stray bytes one each") {
    CHECK(ipi::count_code_points("") == 0);
    CHECK(ipi::count_code_points("aé日\U0001F44D") == 4);
    CHECK(ipi::count_code_points("\xFF\xFE") == 2);
  }

  TEST_CASE("code points are decoded") {
    CHECK(ipi::decode_code_point("日x").value == U'日');
    CHECK(ipi::decode_code_point("日x").length == 3);
    CHECK(ipi::decode_code_point("\xFFx").value == 0xFFFD);
    CHECK(ipi::decode_code_point("\xFFx").length == 1);
  }

  TEST_CASE("nothing that steers a terminal passes") {
    CHECK(escape_for_terminal("plain é 日") == "plain é 日");
    CHECK(escape_for_terminal("\x1B[31m") == "\\x1B[31m");
    CHECK(escape_for_terminal("a\nb\tc\r") == "a\\x0Ab\\x09c\\x0D");
    CHECK(escape_for_terminal("\x7F\u0085\u009B") == "\\x7F\\x85\\x9B");
    CHECK(escape_for_terminal("\u202E\u2066\u200F\u061C") == "\\u202E\\u2066\\u200F\\u061C");
    CHECK(escape_for_terminal("\u2028") == "\\u2028");
    CHECK(escape_for_terminal("\xFFz") == "\\xFFz");
    CHECK(escape_for_terminal(std::string("\0", 1)) == "\\x00");
  }

  TEST_CASE("look-alikes are found and named") {
    CHECK_FALSE(find_look_alike("plain ascii: 'quoted'"));
    CHECK_FALSE(find_look_alike("naïve 日本"));
    CHECK(find_look_alike("a\u00A0b")->name == "no-break space");
    CHECK(find_look_alike("a\u00A0b")->offset == 1);
    CHECK(find_look_alike("a\u00A0b")->meant == " ");
    CHECK(find_look_alike("“a”")->meant == "\"");
    CHECK(find_look_alike("it’s")->meant == "'");
    CHECK(find_look_alike("a\u200Bb")->meant.empty());
    CHECK(find_look_alike("a：b")->meant == ":");
    CHECK(find_look_alike("–1")->meant == "-");
  }

  TEST_CASE("letters of another script are suspect only beside Latin ones") {
    CHECK(find_look_alike("it\u0435ms")->name == "Cyrillic letter");
    CHECK(find_look_alike("it\u0435ms")->meant == "e");
    CHECK(find_look_alike("sc\u03BFre")->name == "Greek letter");
    CHECK_FALSE(find_look_alike("сор"));
    CHECK_FALSE(find_look_alike("Привет x"));
  }
}
