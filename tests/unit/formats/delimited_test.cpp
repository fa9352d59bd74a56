#include "formats/delimited.h"

#include <doctest/doctest.h>

#include <string>

#include "../support.h"

namespace {

/// The fields with | between, quoted ones in brackets; or the fault.
std::string split(std::string record, char delimiter = ',') {
  ipi::Diagnostics diagnostics;
  const ipi::SourceFile file("t.csv", std::move(record));
  std::pmr::monotonic_buffer_resource room;
  std::vector<ipi::Field> fields;
  if (!ipi::split_record(file, delimiter, room, fields, diagnostics)) return support::lines(diagnostics);
  std::string shown;
  for (const ipi::Field& field : fields)
    shown += fmt::format("{}{}", &field == fields.data() ? "" : "|",
                         field.quoted ? fmt::format("[{}]", field.text) : std::string(field.text));
  return shown;
}

std::string end_of(std::string_view text, char delimiter = ',') {
  const auto end = ipi::end_of_record(text, delimiter);
  return end ? std::to_string(*end) : "open";
}

}  // namespace

TEST_SUITE("delimited") {
  TEST_CASE("fields, blank ones included") {
    CHECK(split("a,b,c\n") == "a|b|c");
    CHECK(split("a,,\r\n") == "a||");
    CHECK(split("") == "");
    CHECK(split("a\tb, c", '\t') == "a|b, c");
    CHECK(split("a; b ;c", ';') == "a| b |c");
  }

  TEST_CASE("quotes") {
    CHECK(split("\"a\",\"b, c\",\"d \"\"e\"\"\",\"\"\n") == "[a]|[b, c]|[d \"e\"]|[]");
    CHECK(split("\"two\nlines\",x\n") == "[two\nlines]|x");
    CHECK(split("a\"b,c") ==
          "t.csv:1:2: E0330: a quote in the middle of a field | put the whole field in quotes, and write a quote "
          "within as \"\"\n");
    CHECK(split("\"a\"b,c") ==
          "t.csv:1:4: E0330: text behind the closing quote | write a quote within a field as \"\"\n");
    CHECK(split("x,\"a,c\n") ==
          "t.csv:1:3: E0330: a quote that never closes | add the closing quote, and write a quote within a field as "
          "\"\"\n");
  }

  TEST_CASE("bytes that are no text") {
    CHECK(split("a,\xE9,c").find("t.csv:1:3: E0101") != std::string::npos);
    CHECK(split(std::string("a,\0,c", 5)).find("t.csv:1:3: E0103") != std::string::npos);
  }

  TEST_CASE("the end of a record") {
    CHECK(end_of("a,b\nc") == "4");
    CHECK(end_of("a,b") == "open");
    CHECK(end_of("\"a\nb\",c\nd") == "8");
    CHECK(end_of("\"a\"\"\n\",c\nd") == "9");
    CHECK(end_of("\"a\nb") == "open");
    CHECK(end_of("a\"b\nc") == "4");  // a quote within a field opens nothing
  }

  TEST_CASE("what was split was whole: joined again it is the record") {
    support::Random random(1);
    const std::string signs = "ab1, \"\n;";
    std::size_t split_ones = 0;
    for (std::size_t round = 0; round < 3'000; ++round) {
      std::vector<std::string> fields(1 + random.below(5));
      std::string record;
      for (std::string& field : fields) {
        for (std::size_t i = random.below(6); i > 0; --i) field += signs[random.below(signs.size())];
        std::string quoted;
        for (const char c : field) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
        const bool needs = field.find_first_of(",\"\n") != std::string::npos;
        record += (&field == fields.data() ? "" : ",") + (needs || random.chance(20) ? "\"" + quoted + "\"" : field);
      }
      record += "\n";
      REQUIRE(ipi::end_of_record(record + "more\n", ',') == record.size());
      ipi::Diagnostics diagnostics;
      const ipi::SourceFile file("t.csv", record);
      std::pmr::monotonic_buffer_resource room;
      std::vector<ipi::Field> found;
      REQUIRE(ipi::split_record(file, ',', room, found, diagnostics));
      REQUIRE(found.size() == fields.size());
      for (std::size_t i = 0; i < fields.size(); ++i) CHECK(found[i].text == fields[i]);
      if (record.find('\n') + 1 < record.size()) ++split_ones;
    }
    CHECK(split_ones > 500);
  }

  TEST_CASE("the delimiter that a header was written with") {
    CHECK(ipi::guess_delimiter("id;a;b\n1,2") == ';');
    CHECK(ipi::guess_delimiter("id\ta\tb,c\n") == '\t');
    CHECK(ipi::guess_delimiter("id,a\n;;;;") == ',');
    CHECK(ipi::guess_delimiter("id") == ',');
  }
}
