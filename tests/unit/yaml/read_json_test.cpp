// JSON gets the guards that YAML has, and the same forms give the same trees.
#include "yaml/read_json.h"

#include <doctest/doctest.h>

#include <string>

#include "../support.h"

namespace {

struct Json {
  explicit Json(std::string text, const ipi::yaml::Limits& limits = {})
      : file("form.json", std::move(text)), document(ipi::yaml::read_json(file, diagnostics, limits)) {}
  Json(const Json&) = delete;
  Json& operator=(const Json&) = delete;
  ipi::Diagnostics diagnostics;
  ipi::SourceFile file;
  std::optional<ipi::yaml::Document> document;
};

/// {a: 1, b: [x, ~]} as one line; quoted scalars in quotes.
std::string shown(const ipi::yaml::Node& node, bool quotes = false) {
  using ipi::yaml::NodeKind;
  std::string text;
  switch (node.kind) {
    case NodeKind::null:
      return "~";
    case NodeKind::scalar:
      return quotes && node.quoted ? fmt::format("'{}'", node.text) : std::string(node.text);
    case NodeKind::sequence:
      for (const auto& child : node.children) text += (text.empty() ? "" : ", ") + shown(child, quotes);
      return "[" + text + "]";
    case NodeKind::mapping:
      for (const auto& child : node.children)
        text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", child.key, shown(child, quotes));
      return "{" + text + "}";
  }
  return text;
}

std::string faults(std::string text, const ipi::yaml::Limits& limits = {}) {
  const Json json(std::move(text), limits);
  CHECK(json.document.has_value() != json.diagnostics.has_errors());
  return support::lines(json.diagnostics);
}

/// Every scalar's span covers what it was read from.
void check_spans(const ipi::yaml::Node& node, std::string_view source) {
  const std::string_view covered = source.substr(node.span.begin, node.span.end - node.span.begin);
  if (node.is_scalar() && !node.quoted) CHECK(covered.substr(0, node.text.size()) == node.text);
  if (node.is_scalar() && node.quoted) CHECK((covered.front() == '"' && covered.back() == '"'));
  if (node.is_mapping()) CHECK((covered.front() == '{' && covered.back() == '}'));
  if (node.is_sequence()) CHECK((covered.front() == '[' && covered.back() == ']'));
  for (const ipi::yaml::Node& child : node.children) {
    if (node.is_mapping()) CHECK(source.substr(child.key_span.begin + 1, child.key.size()) == child.key);
    check_spans(child, source);
  }
}

}  // namespace

TEST_SUITE("json") {
  TEST_CASE("numbers keep their digits, words their quotes, and everything its place") {
    const Json json(
        "{\"a\": 1, \"b\" : [2.50, -3, 1e2, \"two\", 4.0],\n \"c\": {\"d\": null, \"e\": true}, \"f\": {}, \"g\": [] "
        "}\n");
    REQUIRE(json.document);
    CHECK(shown(json.document->root, true) == "{a: 1, b: [2.5, -3, 1e2, 'two', 4], c: {d: ~, e: true}, f: {}, g: []}");
    check_spans(json.document->root, json.file.text());
  }

  TEST_CASE("escapes are unwound, in keys as well") {
    const Json json("{\"a\\u0062\": \"x\\\"y\\\\ \\u00e9\"}");
    REQUIRE(json.document);
    CHECK(shown(json.document->root) == "{ab: x\"y\\ \xC3\xA9}");
  }

  TEST_CASE("the same form in YAML and in JSON is the same tree") {
    const char* const json_text =
        "{\"form\": \"ucla3\", \"id\": \"A-1\", \"answers\": {\"companionship\": 3, \"left_out\": \"refused\", "
        "\"isolated\": null}, \"notes\": [{\"a\": [1, 2]}]}";
    const char* const yaml_text =
        "form: ucla3\nid: A-1\nanswers:\n  companionship: 3\n  left_out: refused\n  isolated:\nnotes:\n  - a: [1, 2]\n";
    const Json json(json_text);
    ipi::Diagnostics diagnostics;
    const ipi::SourceFile file("form.yaml", yaml_text);
    const auto yaml = ipi::yaml::read(file, diagnostics);
    REQUIRE(json.document);
    REQUIRE(yaml);
    CHECK(shown(json.document->root) == shown(yaml->root));
  }

  TEST_CASE("what is no JSON is told where it is") {
    CHECK(faults("{\"a\": 1,}") == "form.json:1:9: E0127: this is not JSON: unexpected '}'; expected string literal\n");
    CHECK(faults("{\"a\": 01}") == "form.json:1:8: E0127: this is not JSON: unexpected number literal; expected '}'\n");
    CHECK(faults("{\"a\": 1").find("E0127: this is not JSON: unexpected end of input") != std::string::npos);
    CHECK(faults("{\"a\": 1} x").find("form.json:1:10: E0127") != std::string::npos);
    CHECK(faults("{'a': 1}").find("form.json:1:2: E0127") != std::string::npos);
    CHECK(faults("{\"a\": NaN}").find("E0127") != std::string::npos);
    CHECK(faults("\n  \n").find("E0116") != std::string::npos);
  }

  TEST_CASE("guards") {
    CHECK(faults("{\"a\": 1, \"b\": {\"x\": 1, \"x\": 2}}") ==
          "form.json:1:24: E0102: duplicate key 'x' | remove one of the two\n");
    CHECK(faults("{\"a\": 1, \"\\u0061\": 2}").find("E0102: duplicate key 'a'") != std::string::npos);
    CHECK(faults("{\"a\": \"\xFF\"}").find("E0101") != std::string::npos);
    CHECK(faults("{\"a\": \"\x01\"}").find("E0103") != std::string::npos);
    CHECK(faults(std::string(30, '[') + std::string(30, ']')).find("E0109") != std::string::npos);
    ipi::yaml::Limits few;
    few.nodes = 3;
    CHECK(faults("[1, 2, 3, 4]", few).find("E0118") != std::string::npos);
    few.scalar_bytes = 4;
    CHECK(faults("[\"12345\"]", few).find("E0113") != std::string::npos);
  }

  TEST_CASE("a key twice is found among many as among few") {
    for (const std::size_t keys : {2U, 16U, 17U, 200U}) {
      for (const bool twice : {false, true}) {
        std::string text = "{";
        for (std::size_t i = 0; i < keys; ++i)
          text += fmt::format("{}\"k{}\": {}", i == 0 ? "" : ", ", twice && i + 1 == keys ? 0 : i, i);
        CHECK((faults(text + "}").find("E0102") != std::string::npos) == twice);
      }
    }
  }
}
