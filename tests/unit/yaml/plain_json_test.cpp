// The reader of plain JSON against the full one.
#include "yaml/plain_json.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <string>

#include "plain_promises.h"
#include "yaml/read.h"
#include "yaml/read_json.h"

using ipi::yaml::Node;
using plain_promises::Counts;

namespace {

const plain_promises::Readers readers{ipi::yaml::read_plain_json, ipi::yaml::read_json};

const mutation::Damage damage{
    "0123456789 ,:;\"'\n\r#-+{}[]\\/eExyAf.\t\x7F\xC3\xFF",
    {"null",      "true",  "false", "[",   "]",       "{",     "}",    "{\"a\": 1}", "[1, 2]",
     "[]",        "{}",    ",",     ":",   "\"",      "\"a\"", "\"\"", "\"a\":1,",   ",\"a\":1",
     "é",         "\"é\"", "’",     "\\n", "\\u0041", "\\\"",  "\r\n", "\n",         "\t",
     "1.50",      "2.0",   "-0",    "-1",  "007",     "1e5",   ".5",   "5.",         "123456789012345678901234567890",
     "[[1],[2]]", " ",     "  ",    "NaN", "nulll",   "// c"}};

/// The tree as JSON, as another program would write it, one pair a line or none.
std::string json_of(const Node& node, std::string_view end) {
  const auto quoted = [](std::string_view text) {
    std::string result = "\"";
    for (const char c : text) result += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    return result + "\"";
  };
  const bool is_number = !node.quoted && !node.text.empty() &&
                         std::all_of(node.text.begin(), node.text.end(), [](char c) { return std::isdigit(c) != 0; }) &&
                         (node.text.size() == 1 || node.text.front() != '0');
  switch (node.kind) {
    case ipi::yaml::NodeKind::null:
      return "null";
    case ipi::yaml::NodeKind::scalar:
      return is_number ? std::string(node.text) : quoted(node.text);
    default:
      break;
  }
  std::string text;
  for (const Node& child : node.children) {
    text += text.empty() ? std::string(end) : "," + std::string(end);
    if (node.is_mapping()) text += quoted(child.key) + (end.empty() ? ":" : ": ");
    text += json_of(child, end);
  }
  text += end;
  return node.is_mapping() ? "{" + text + "}" : "[" + text + "]";
}

const std::vector<std::string>& forms() {
  static const std::vector<std::string> texts = [] {
    std::vector<std::string> made;
    for (const std::string& form : mutation::yaml_forms()) {
      const ipi::SourceFile file("form", form);
      ipi::Diagnostics diagnostics;
      const auto document = ipi::yaml::read(file, diagnostics);
      if (document && document->root.is_mapping())
        made.push_back(json_of(document->root, made.size() % 2 == 0 ? "" : "\n"));
    }
    return made;
  }();
  return texts;
}

bool takes(std::string_view text) {
  std::pmr::monotonic_buffer_resource storage;
  return ipi::yaml::read_plain_json(text, storage).has_value();
}

}  // namespace

TEST_SUITE("plain JSON") {
  TEST_CASE("it takes forms as programs write them, and has their trees") {
    Counts counts;
    for (const std::string& form : forms()) plain_promises::compare(readers, form, counts);
    CHECK_MESSAGE(counts.broken == 0, counts.first_broken);
    CHECK(forms().size() > 40);
    CHECK(counts.taken > forms().size() * 8 / 10);
  }

  TEST_CASE("it takes every kind of value") {
    for (const std::string_view text :
         {"{}", " {\"a\" : 1 , \"b\":[ ] }\r\n", "{\"a\":[1,-2,0,-0,1.5,2.0,2.50,\"x\",true,false,null,{},[]]}\n",
          "{\"a\":{\"b\":{\"c\":\"\"}},\"d\":\"é “x”\",\"é\":1}",
          "{\"a long text of more than eight bytes\":123456789012345678}"}) {
      CAPTURE(std::string(text));
      Counts counts;
      plain_promises::compare(readers, std::string(text), counts);
      CHECK(counts.broken == 0);
      CHECK(counts.taken == 1);
    }
  }

  TEST_CASE("plain JSON: it refuses whatever the full reader might speak of") {
    for (const std::string_view text : {"",
                                        "[]",
                                        "1",
                                        "{",
                                        "{\"a\"}",
                                        "{\"a\":}",
                                        "{\"a\":1,}",
                                        "{,}",
                                        "{\"a\":1 \"b\":2}",
                                        "{\"a\":1,\"a\":2}",
                                        "{\"a\":[1,]}",
                                        "{\"a\":[1 2]}",
                                        "{\"a\":01}",
                                        "{\"a\":1e5}",
                                        "{\"a\":.5}",
                                        "{\"a\":5.}",
                                        "{\"a\":-}",
                                        "{\"a\":+1}",
                                        "{\"a\":nul}",
                                        "{\"a\":truex}",
                                        "{\"a\":\"b\\n\"}",
                                        "{\"a\":\"b\tc\"}",
                                        "{\"a\":\"\xFF\"}",
                                        "{\"a\":\"\x7F\"}",
                                        "{\"a\":1}x",
                                        "{\"a\":1}{}",
                                        "{\"a\":\"b}",
                                        "{\"a\r\":1}",
                                        "\xEF\xBB\xBF{}",
                                        "{\"a\":1234567890123456789}"}) {
      CAPTURE(std::string(text));
      CHECK_FALSE(takes(text));
    }
    const auto nested = [](std::size_t depth) {
      return "{\"a\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
    };
    CHECK(takes(nested(24)));
    CHECK_FALSE(takes(nested(25)));
    CHECK_FALSE(takes("{\"a\":\"" + std::string(70'000, 'x') + "\"}"));
    CHECK_FALSE(takes("{\"a\":1}" + std::string(2'000'000, ' ')));
  }

  TEST_CASE("plain JSON: of damaged forms as well, what it takes is what the full reader has") {
    const Counts counts = plain_promises::of_damaged(readers, forms(), damage, 8'000);
    CHECK_MESSAGE(counts.broken == 0, counts.first_broken);
    CHECK(counts.taken > 2'000);
    CHECK(counts.refused > 2'000);
  }

  TEST_CASE("plain JSON: a seeded fault is seen: a reader whose form ends one byte later, now and then") {
    plain_promises::Readers faulty = readers;
    faulty.plain = [](std::string_view text, std::pmr::memory_resource& storage) {
      auto root = ipi::yaml::read_plain_json(text, storage);
      if (root && text.size() % 2 == 0) ++root->span.end;
      return root;
    };
    CHECK(plain_promises::of_damaged(faulty, forms(), damage, 200).broken > 20);
  }
}
