#include "yaml/read.h"

#include <doctest/doctest.h>

#include <locale>
#include <string>
#include <string_view>
#include <utility>

#include "text/number.h"
#include "text/rational.h"

using ipi::Diagnostics;
using ipi::SourceFile;
using ipi::yaml::Document;
using ipi::yaml::Limits;
using ipi::yaml::Node;
using ipi::yaml::NodeKind;

namespace {

std::string_view covered(const SourceFile& file, const ipi::Span& span) {
  return file.text().substr(span.begin, span.end - span.begin);
}

/// Codes of what was reported, in order, each followed by a space.
std::string codes(std::string_view text, const Limits& limits = {}) {
  const SourceFile file{"a.yaml", std::string{text}};
  Diagnostics diagnostics;
  static_cast<void>(ipi::yaml::read(file, diagnostics, limits));
  std::string all;
  for (const ipi::Diagnostic& diagnostic : diagnostics.all()) all.append(diagnostic.code).append(" ");
  return all;
}

Document read_well(const SourceFile& file) {
  Diagnostics diagnostics;
  auto document = ipi::yaml::read(file, diagnostics);
  for (const ipi::Diagnostic& diagnostic : diagnostics.all()) FAIL_CHECK(to_text(diagnostic));
  REQUIRE(document);
  return std::move(*document);
}

/// A locale that would read 3.5 as an error and 1.000 as a thousand, as German ones do.
class CommaDecimals : public std::numpunct<char> {
 protected:
  [[nodiscard]] char do_decimal_point() const override { return ','; }
  [[nodiscard]] char do_thousands_sep() const override { return '.'; }
  [[nodiscard]] std::string do_grouping() const override { return "\3"; }
};

class WithCommaDecimals {
 public:
  WithCommaDecimals() : before_(std::locale::global(std::locale(std::locale(), new CommaDecimals))) {}
  ~WithCommaDecimals() { std::locale::global(before_); }
  WithCommaDecimals(const WithCommaDecimals&) = delete;
  WithCommaDecimals& operator=(const WithCommaDecimals&) = delete;

 private:
  std::locale before_;
};

}  // namespace

TEST_SUITE("yaml read") {
  TEST_CASE("kinds, texts and keys") {
    const SourceFile file{"a.yaml", "a: 1\nb: [x, 'y', ~]\nc: {d: null, e: \"\"}\nf:\n"};
    const Document document = read_well(file);
    REQUIRE(document.root.is_mapping());
    REQUIRE(document.root.children.size() == 4);
    CHECK(document.root.find("a")->text == "1");
    CHECK_FALSE(document.root.find("a")->quoted);
    const Node& list = *document.root.find("b");
    REQUIRE(list.children.size() == 3);
    CHECK(list.children[1].text == "y");
    CHECK(list.children[1].quoted);
    CHECK(list.children[2].is_null());
    CHECK(document.root.find("c")->find("d")->is_null());
    CHECK(document.root.find("c")->find("e")->is_scalar());
    CHECK(document.root.find("c")->find("e")->quoted);
    CHECK(document.root.find("f")->is_null());
    CHECK(document.root.find("g") == nullptr);
    CHECK(list.find("x") == nullptr);
  }

  TEST_CASE("numbers and booleans stay words") {
    const SourceFile file{"a.yaml", "a: 010\nb: yes\nc: 0x1F\nd: '~'\ne: \"null\"\nf: nullish\n"};
    const Document document = read_well(file);
    CHECK(document.root.find("a")->text == "010");
    CHECK(document.root.find("b")->text == "yes");
    CHECK(document.root.find("c")->text == "0x1F");
    CHECK(document.root.find("d")->text == "~");
    CHECK(document.root.find("e")->text == "null");
    CHECK(document.root.find("f")->text == "nullish");
  }

  TEST_CASE("spans cover the raw bytes of values and keys") {
    const SourceFile file{"a.yaml",
                          "ä: 'it''s' # c\n\"b\": \"x \\\" y\"\nc: one\n  two\nd: |\n  p\n\n  q\n\ne: >-\n  r\n"};
    const Document document = read_well(file);
    const auto span_text = [&](std::string_view key) { return covered(file, document.root.find(key)->span); };
    CHECK(span_text("ä") == "'it''s'");
    CHECK(covered(file, document.root.find("ä")->key_span) == "ä");
    CHECK(span_text("b") == "\"x \\\" y\"");
    CHECK(covered(file, document.root.find("b")->key_span) == "\"b\"");
    CHECK(span_text("c") == "one\n  two");
    CHECK(document.root.find("c")->text == "one two");
    CHECK(span_text("d") == "|\n  p\n\n  q");
    CHECK(document.root.find("d")->text == "p\n\nq\n");
    CHECK(span_text("e") == ">-\n  r");
  }

  TEST_CASE("spans of containers and of nothing") {
    const SourceFile file{"a.yaml", "list:\n  - id: 1\n  -\n  - [a, {b: c}]\nflow: { x : 1 , }\nnone: # c\nlast: ~\n"};
    const Document document = read_well(file);
    const Node& list = *document.root.find("list");
    CHECK(covered(file, list.span) == "list:\n  - id: 1\n  -\n  - [a, {b: c}]");
    CHECK(covered(file, list.children[0].span) == "id: 1");
    CHECK(covered(file, list.children[1].span) == "-");
    CHECK(covered(file, list.children[2].span) == "[a, {b: c}]");
    CHECK(covered(file, list.children[2].children[1].span) == "{b: c}");
    CHECK(covered(file, document.root.find("flow")->span) == "{ x : 1 , }");
    CHECK(covered(file, document.root.find("none")->span) == "none");
    CHECK(covered(file, document.root.find("last")->span) == "~");
  }

  TEST_CASE("a byte order mark and CRLF shift nothing") {
    const SourceFile file{"a.yaml",
                          "\xEF\xBB\xBF"
                          "a: 日本\r\nb: [1,\r\n  2]\r\n"};
    const Document document = read_well(file);
    CHECK(covered(file, document.root.find("a")->span) == "日本");
    CHECK(covered(file, document.root.find("b")->span) == "[1,\r\n  2]");
    CHECK(covered(file, document.root.find("b")->children[1].span) == "2");
  }

  TEST_CASE("a document may have its markers") {
    const SourceFile file{"a.yaml", "# head\n---\na: 1\n...\n# tail\n"};
    CHECK(covered(file, read_well(file).root.find("a")->span) == "1");
  }

  TEST_CASE("tabs are text within quotes, block texts and beside values") {
    const SourceFile file{"a.yaml", "a: \"x\n\ty\"\nb: |\n  p\n  \tq\nc:\t1\n"};
    const Document document = read_well(file);
    CHECK(document.root.find("b")->text == "p\n\tq\n");
    CHECK(document.root.find("c")->text == "1");
  }

  TEST_CASE("the document outlives a move") {
    const SourceFile file{"a.yaml", "a: [1, 2]\n"};
    Document first = read_well(file);
    const Document second = std::move(first);
    CHECK(second.root.find("a")->children[1].text == "2");
    CHECK(to_text(second.place_of(*second.root.find("a"))) == "a.yaml:1:4");
  }

  TEST_CASE("limits of bytes, depth, nodes, scalars and errors") {
    CHECK(codes("a: 12345678", {.bytes = 10}) == "E0117 ");
    CHECK(codes("a: [[1]]", {.depth = 3}).empty());
    CHECK(codes("a: [[1]]", {.depth = 2}) == "E0109 ");
    CHECK(codes("a: [1, 2]", {.nodes = 4}).empty());
    CHECK(codes("a: [1, 2]", {.nodes = 3}) == "E0118 ");
    CHECK(codes("a: 12345", {.scalar_bytes = 5}).empty());
    CHECK(codes("a: 123456\nb: 123456", {.scalar_bytes = 5}) == "E0113 E0113 ");
    CHECK(codes("a: *x\nb: 1") == "E0106 ");
    CHECK(codes("a: 1\na: 2\na: 3\na: 4\n", {.errors = 2}) == "E0102 E0102 E0199 ");
  }

  TEST_CASE("depth by any means ends in a message") {
    CHECK(codes(std::string(100'000, '[')) == "E0109 ");
    CHECK(codes(std::string(100'000, '{')) == "E0109 ");
    std::string compact;
    for (int i = 0; i < 10'000; ++i) compact.append("- ");
    CHECK(codes(compact) == "E0109 ");
    std::string block;
    for (std::size_t i = 0; i < 500; ++i) block.append(i, ' ').append("a:\n");
    CHECK(codes(block) == "E0109 ");
  }

  TEST_CASE("a locale with decimal commas changes nothing") {
    const WithCommaDecimals locale;
    const SourceFile file{"a.yaml", "a: 3.5\nb: 1.000\nc: 1234567\n"};
    const Document document = read_well(file);
    CHECK(document.root.find("a")->text == "3.5");
    CHECK(ipi::parse_decimal(document.root.find("a")->text) == ipi::Rational(7, 2));
    CHECK(ipi::parse_decimal(document.root.find("b")->text) == ipi::Rational(1));
    CHECK(ipi::read_integer(document.root.find("c")->text).value == 1234567);
    CHECK(ipi::to_decimal(ipi::Rational(12345675, 10), 1) == "1234567.5");
    const SourceFile bad{"a.yaml", std::string(1500, '\n').append("a: b: c\n")};
    Diagnostics diagnostics;
    CHECK_FALSE(ipi::yaml::read(bad, diagnostics));
    CHECK(to_text(diagnostics.all().front().primary.place) == "a.yaml:1501:5");
    CHECK(to_json_line(diagnostics.all().front()).find("\"line\":1501,") != std::string::npos);
  }
}
