// The drawing layer, and what keeps a form's own words from becoming markup.
#include "report/drawing.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "report/document.h"
#include "report/escape.h"

using ipi::report::Drawing;
using ipi::report::Point;

namespace {

std::string svg(Drawing& drawing) { return std::string(drawing.take().markup()); }

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// What somebody could write as a label, a role or a note.
const std::vector<std::string> hostile = {
    "<script>alert(1)</script>",
    "</svg><img src=x onerror=alert(1)>",
    "</style><style>*{display:none}",
    "\"><b onload='x'>",
    "' onmouseover='alert(1)",
    "&lt;i&gt; &#x3c;i&#x3e;",
    "abc\u202Egnp.exe",
    "a\u2066b\u2069",
    "x\x1b[31my",
    std::string("nul\0!", 5),
    "two\nlines\tand a tab",
    "]]>--><!--",
    "{{constructor}}",
    "\xff\xfe",
};

}  // namespace

TEST_SUITE("report drawing") {
  TEST_CASE("a drawing is one element with a name for screen readers") {
    Drawing drawing(100, 50.55, "A <b> & \"c\"");
    drawing.line({1, 2}, {3.14159, 4}, "axis");
    CHECK(svg(drawing) ==
          "<svg viewBox=\"0 0 100 50.6\" role=\"img\" aria-label=\"A &lt;b&gt; &amp; &quot;c&quot;\">\n<line "
          "class=\"axis\" x1=\"1\" y1=\"2\" x2=\"3.1\" y2=\"4\"/>\n</svg>");
  }

  TEST_CASE("a drawing without a name is passed over") {
    Drawing drawing(1, 1, "");
    CHECK(svg(drawing) == "<svg viewBox=\"0 0 1 1\" aria-hidden=\"true\">\n</svg>");
  }

  TEST_CASE("every mark it can make, and never a style attribute") {
    Drawing drawing(10, 10, "x");
    const std::array<Point, 2> points = {Point{0, 0}, Point{1, 1}};
    drawing.polyline(points, "a");
    drawing.wave({0, 0}, {20, 0}, "a");
    drawing.circle({1, 1}, 2, "a");
    drawing.rectangle({0, 0, 2, 2}, "a", 1);
    for (const auto shape : {Drawing::Shape::circle, Drawing::Shape::square, Drawing::Shape::diamond,
                             Drawing::Shape::triangle, Drawing::Shape::hexagon, Drawing::Shape::cross})
      drawing.shape(shape, {5, 5}, 3, "a");
    drawing.arrow({0, 0}, {5, 5}, "a");
    drawing.text({1, 1}, "t", "a", Drawing::Anchor::end);
    drawing.label({1, 1}, "P1", "name", "rest", "a");
    const std::string all = svg(drawing);
    for (const char* element : {"<polyline", "<path", "<circle", "<rect", "<polygon", "<line", "<text", "<tspan"})
      CHECK_MESSAGE(has(all, element), element);
    CHECK(has(all, "text-anchor=\"end\""));
    CHECK_FALSE(has(all, "style="));
    CHECK_FALSE(has(all, "nan"));
  }

  TEST_CASE("a wave or arrow of no length is drawn without a fault") {
    Drawing drawing(10, 10, "x");
    drawing.wave({3, 3}, {3, 3}, "a");
    drawing.arrow({3, 3}, {3, 3}, "a");
    CHECK_FALSE(has(svg(drawing), "nan"));
  }

  TEST_CASE("numbers are short and never minus nothing") {
    Drawing drawing(10, 10, "x");
    drawing.circle({-0.04, 0.049}, 1.25, "a");
    CHECK(has(svg(drawing), "cx=\"0\" cy=\"0\" r=\"1.3\""));
  }

  TEST_CASE("hostile words come out of a drawing as text") {
    for (const std::string& words : hostile) {
      Drawing drawing(10, 10, words);
      drawing.text({1, 1}, words, "a");
      drawing.label({1, 1}, words, "name", words, "a");
      const std::string all = svg(drawing);
      CAPTURE(all);
      for (const char* markup : {"<script", "<img", "<b", "<i", "<!--", "</style", "\x1b", "\u202E", "\u2066"})
        CHECK_FALSE(has(all, markup));
    }
  }

  TEST_CASE("a text is cut where it would be wider than its place") {
    CHECK(ipi::report::fitted("short", 13, 100) == "short");
    const std::string cut = ipi::report::fitted("a label that goes on and on", 13, 80);
    CHECK(cut.ends_with("…"));
    CHECK(ipi::report::text_width(cut, 13) <= 80);
    CHECK(ipi::report::fitted("日本語日本語日本語", 10, 45).size() < std::string("日本語日本語日本語").size());
    // Nothing invisible takes the measure in.
    CHECK(ipi::report::text_width("a\u202Eb", 10) > ipi::report::text_width("ab", 10));
    CHECK(ipi::report::fitted("wide", 13, 0) == "…");
  }
}

TEST_SUITE("report escaping") {
  TEST_CASE("HTML") {
    CHECK(ipi::report::escape_html("a<b>&\"'") == "a&lt;b&gt;&amp;&quot;&#39;");
    CHECK(ipi::report::escape_html("a\u202Eb\n\tc") == "a\\u202Eb  c");
    CHECK(ipi::report::escape_html("日本 é · –") == "日本 é · –");
  }

  TEST_CASE("Markdown") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"a*b*_c_ d_e", "a\\*b\\*\\_c\\_ d_e"},
        {"# no heading", "\\# no heading"},
        {"- no list", "\\- no list"},
        {"-1 is a number", "-1 is a number"},
        {"1.67", "1.67"},
        {"1. no list", "1\\. no list"},
        {"<script>", "&lt;script>"},
        {"[a](http://b)", "\\[a\\](http\\://b)"},
        {"www.x.org", "www\\.x.org"},
        {"a@b", "a\\@b"},
        {"a|b`c`", "a\\|b\\`c\\`"},
        {"&amp;", "&amp;amp;"},
        {"say ________.", "say ________."},
        {"________", "\\_\\_\\_\\_\\_\\_\\_\\_"},
        {"---", "\\---"},
        {"> no quotation", "\\> no quotation"},
        {"two\nlines", "two lines"},
        {"\u202E", "\\\\u202E"},
    };
    for (const auto& [text, expected] : cases) CHECK(ipi::report::escape_markdown(text) == expected);
  }

  TEST_CASE("code spans hold whatever stands in them") {
    CHECK(ipi::report::markdown_code("E1.when = 2025") == "`E1.when = 2025`");
    CHECK(ipi::report::markdown_code("a`b") == "``a`b``");
    CHECK(ipi::report::markdown_code("`a`") == "`` `a` ``");
    CHECK(ipi::report::markdown_code("a|b") == "`a\\|b`");
  }

  TEST_CASE("hostile words in every kind of block come out as text") {
    for (const std::string& words : hostile) {
      using namespace ipi::report;
      Document document;
      document.title = words;
      document.subtitle = {words};
      document.banner = words;
      document.footer = {words};
      Table table{words, {words, words}, {}, {{{plain(words), code(words), {}, false}, {strong(words), {}, {}, true}}}};
      document.sections.push_back(
          {"all",
           words,
           Keeping::together,
           {Paragraph{plain(words)}, Subheading{words}, Callout{Urgency::red, words, plain(words), code(words)},
            Facts{{{words, quiet(words), false, true}, {words, {}, true, false}}},
            Items{{{words, plain(words), code(words)}}}, table, Figure{{}, {}, words}, Fold{words, table},
            Key{{{{}, words}}}, Sentences{{{words, words, words, code(words), true}}}, Lines{{words}, true}}});
      const std::string html = write_html(document);
      const std::string body = html.substr(html.find("</style>") + 8);
      CAPTURE(body);
      for (const char* markup : {"<script", "<img", "<b ", "<i>&", "<!--", "</style", "\x1b", "\u202E", "\u2066"})
        CHECK_FALSE(has(body, markup));
      CHECK(html.find("<style") == html.rfind("<style"));
      // Within a span of code Markdown knows no markup.
      std::string markdown = write_markdown(document);
      for (const std::string span = markdown_code(words); markdown.find(span) != std::string::npos;)
        markdown.erase(markdown.find(span), span.size());
      for (const char* markup : {"<script", "<img", "\x1b", "\u202E"}) CHECK_FALSE(has(markdown, markup));
    }
  }

  TEST_CASE("a page names no resource, and its policy allows its own style alone") {
    const std::string html =
        ipi::report::write_html({.title = "x", .subtitle = {}, .banner = "", .sections = {}, .footer = {}});
    CHECK(has(html, "content=\"default-src 'none'; style-src 'sha256-"));
    for (const char* resource :
         {"http://", "https://", "src=", "href=", "url(", "@import", "<script", "<link", " style="})
      CHECK_FALSE(has(html, resource));
  }
}
