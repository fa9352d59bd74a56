// The reader of plain YAML against the full one.
#include "yaml/plain_yaml.h"

#include <doctest/doctest.h>

#include <string>

#include "plain_promises.h"
#include "yaml/read.h"

using plain_promises::Counts;

namespace {

const plain_promises::Readers readers{ipi::yaml::read_plain_yaml, ipi::yaml::read};

const mutation::Damage damage{"0123456789 ,:;\"'\n\r#-{}[]\\xyAf.\t~?&*!|>%@`<=\xC3\xFF",
                              {"~",
                               "null",
                               "Null",
                               "[",
                               "]",
                               "{a: b}",
                               "[1, 2]",
                               "[]",
                               "{}",
                               "- ",
                               "- x",
                               "# c",
                               " # c",
                               "#c",
                               "é",
                               "’",
                               "\r\n",
                               "---",
                               "...",
                               "&a ",
                               "*a",
                               "!t ",
                               "|",
                               ">",
                               ": ",
                               ":",
                               " : ",
                               "\t",
                               "''",
                               "\"\"",
                               "'a'",
                               "\"a\"",
                               "'it''s'",
                               "\"\\n\"",
                               "<<: x",
                               "a: b",
                               "a: b: c",
                               "-1",
                               "- - x",
                               "-",
                               "? x",
                               "[a, [b]]",
                               "{a: [b], c: {d: e}}",
                               "{\"1\": 2}",
                               "[~, null]",
                               "{a: ~}",
                               "[a b, c-d]",
                               "%YAML",
                               "a #b",
                               "a# b",
                               "  ",
                               "\n",
                               "\n\n",
                               "1.50",
                               "yes",
                               "\"a: b\"",
                               "'#'",
                               "\xEF\xBB\xBF"}};

/// The texts that a form may hold, each in a place of its own.
bool takes(std::string_view text) {
  std::pmr::monotonic_buffer_resource storage;
  return ipi::yaml::read_plain_yaml(text, storage).has_value();
}

}  // namespace

TEST_SUITE("plain YAML") {
  TEST_CASE("it takes the forms that ship and those of the golden cases, and has their trees") {
    const auto forms = mutation::yaml_forms();
    Counts counts;
    for (const std::string& form : forms) plain_promises::compare(readers, form, counts);
    CHECK_MESSAGE(counts.broken == 0, counts.first_broken);
    CHECK(forms.size() > 40);
    CHECK(counts.taken > forms.size() * 8 / 10);
  }

  TEST_CASE("it takes what people write") {
    for (const std::string_view text :
         {"a: 1", "a: 1\n", "---\na: 1\n", "--- # c\na: 1\n", "a:\nb: ~\nc: null # x\nd:   # y\n",
          "a: 1\r\nb:\r\n  c: 2\r\n", "\n# c\n  \na:\n  # c\n      # d\n  b: x y  # z\n\n  c: \"x: y # z\"\n",
          "a:\n- b: 1\n  c: 2\n- b: 3\nd: e\n", "a:\n  - b: 1\n    c:\n      d: 2\n  - b: 3\n",
          "a:\n  - b\n  - \"c\"\n  - [d, 'e']\n", "a: [ 1,2 , -3 ]\nb: []\nc: {}\n",
          "a: {1: 2, \"b\": 'c', d: [e, {f: g}], h: ~, i: x y (z)}\n", "a: b:c\nb: 12:30\nc: a#b\nd: né en\n",
          "'a': \"\"\n\"1\": ''\n", "a: -1\nb: 2026-03-04\nc: x, y; z\n", "a:\n  - - b\n"}) {
      CAPTURE(std::string(text));
      Counts counts;
      plain_promises::compare(readers, std::string(text), counts);
      CHECK(counts.broken == 0);
      CHECK(counts.taken == (text.find("- -") == std::string_view::npos ? 1 : 0));
    }
  }

  TEST_CASE("plain YAML: it refuses whatever the full reader might speak of") {
    for (const std::string_view text : {"",
                                        "# c\n",
                                        "a",
                                        "- a\n",
                                        "a: 1\na: 2\n",
                                        "a: {b: 1, b: 2}\n",
                                        "a: \"b\n  c\"\n",
                                        "a: b\n  c\n",
                                        "a: &x b\n",
                                        "a: *x\n",
                                        "a: !t b\n",
                                        "a: |\n  b\n",
                                        "<<: a\n",
                                        "a:\tb\n",
                                        "\ta: b\n",
                                        "a: \"\\n\"\n",
                                        "a: b\x01\n",
                                        "a: \xFF\n",
                                        "a: b\rc: d\n",
                                        "a: b: c\n",
                                        "a: [b\n",
                                        "a: [b]]\n",
                                        "a: {b: c} d\n",
                                        "a: \"b\" c\n",
                                        "а: 1\n",
                                        "a: “b”\n",
                                        "a: b\n---\nc: d\n",
                                        "%YAML 1.2\n---\na: b\n",
                                        "? a\n",
                                        "a: b\n c: d\n",
                                        "null: 1\n",
                                        "a: [,]\n"}) {
      CAPTURE(std::string(text));
      CHECK_FALSE(takes(text));
    }
    std::string deep = "a: ";
    for (int i = 0; i < 24; ++i) deep += "[";
    CHECK_FALSE(takes(deep + std::string(24, ']') + "\n"));
    CHECK(takes("a: " + std::string(23, '[') + std::string(23, ']') + "\n"));
    CHECK_FALSE(takes("a: \"" + std::string(70'000, 'x') + "\"\n"));
    CHECK_FALSE(takes(std::string(2'000, 'k') + ": 1\n"));
    CHECK_FALSE(takes("a: b\n" + std::string(2'000'000, '#')));
  }

  TEST_CASE("plain YAML: of damaged forms as well, what it takes is what the full reader has") {
    const Counts counts = plain_promises::of_damaged(readers, mutation::yaml_forms(), damage, 8'000);
    CHECK_MESSAGE(counts.broken == 0, counts.first_broken);
    CHECK(counts.taken > 2'000);
    CHECK(counts.refused > 2'000);
  }

  TEST_CASE("plain YAML: a seeded fault is seen: a reader whose form ends one byte later, now and then") {
    plain_promises::Readers faulty = readers;
    faulty.plain = [](std::string_view text, std::pmr::memory_resource& storage) {
      auto root = ipi::yaml::read_plain_yaml(text, storage);
      if (root && text.size() % 2 == 0) ++root->span.end;
      return root;
    };
    CHECK(plain_promises::of_damaged(faulty, mutation::yaml_forms(), damage, 200).broken > 20);
  }
}
