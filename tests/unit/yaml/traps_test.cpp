#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "yaml/read.h"

// One case for each trap in which yaml-cpp is silent or unhelpful; each asserts the whole text that people see.

namespace {

/// Everything that is said about a file with that text.
std::string told(std::string_view text) {
  const ipi::SourceFile file{"smart.yaml", std::string{text}};
  ipi::Diagnostics diagnostics;
  const auto document = ipi::yaml::read(file, diagnostics);
  CHECK(document.has_value() == !diagnostics.has_errors());
  std::string all;
  for (const ipi::Diagnostic& diagnostic : diagnostics.all()) all.append(to_text(diagnostic));
  return all;
}

}  // namespace

TEST_SUITE("yaml traps") {
  TEST_CASE("a duplicate key is refused with both places") {
    CHECK(told("日本: ok\nb: 1\n日本: again\n") == R"(error[E0102]: duplicate key '日本'
 --> smart.yaml:3:1
  |
3 | 日本: again
  | ^^^^
1 | 日本: ok
  | ---- first given here
  = help: remove one of the two
)");
  }

  TEST_CASE("every duplicate is told, in the order of the file") {
    CHECK(told("q1: 1\nq2: {a: 1, a: 2}\nq1: 2\n\"q1\": 3\n") == R"(error[E0102]: duplicate key 'a'
 --> smart.yaml:2:12
  |
2 | q2: {a: 1, a: 2}
  |            ^
2 | q2: {a: 1, a: 2}
  |      - first given here
  = help: remove one of the two
error[E0102]: duplicate key 'q1'
 --> smart.yaml:3:1
  |
3 | q1: 2
  | ^^
1 | q1: 1
  | -- first given here
  = help: remove one of the two
error[E0102]: duplicate key 'q1'
 --> smart.yaml:4:1
  |
4 | "q1": 3
  | ^^^^
1 | q1: 1
  | -- first given here
  = help: remove one of the two
)");
  }

  TEST_CASE("a merge key is refused") {
    CHECK(told("a: {x: 1}\nb:\n  <<: 1\n  y: 2\n") == R"(error[E0107]: merge keys ('<<') are not used here
 --> smart.yaml:3:3
  |
3 |   <<: 1
  |   ^^
  = help: write the keys out; nothing is merged
)");
  }

  TEST_CASE("anchors and aliases are refused, each of them") {
    CHECK(told("a: &x 1\nb: *x\n") == R"(error[E0106]: anchors ('&') are not used here
 --> smart.yaml:1:4
  |
1 | a: &x 1
  |    ^^
  = help: remove it; put text that begins with '&' in quotes
error[E0106]: aliases ('*') are not used here
 --> smart.yaml:2:4
  |
2 | b: *x
  |    ^^
  = help: write the text out again; put text that begins with '*' in quotes
)");
  }

  TEST_CASE("an alias without its anchor is refused") {
    CHECK(told("a: *important*\n") == R"(error[E0106]: aliases ('*') are not used here
 --> smart.yaml:1:4
  |
1 | a: *important*
  |    ^^^^^^^^^^^
  = help: write the text out again; put text that begins with '*' in quotes
)");
  }

  TEST_CASE("an alias bomb is refused at its anchors and aliases") {
    CHECK(told("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b]\n") == R"(error[E0106]: anchors ('&') are not used here
 --> smart.yaml:1:4
  |
1 | a: &a [x, x]
  |    ^^
  = help: remove it; put text that begins with '&' in quotes
error[E0106]: anchors ('&') are not used here
 --> smart.yaml:2:4
  |
2 | b: &b [*a, *a]
  |    ^^
  = help: remove it; put text that begins with '&' in quotes
error[E0106]: aliases ('*') are not used here
 --> smart.yaml:2:8
  |
2 | b: &b [*a, *a]
  |        ^^
  = help: write the text out again; put text that begins with '*' in quotes
error[E0106]: aliases ('*') are not used here
 --> smart.yaml:2:12
  |
2 | b: &b [*a, *a]
  |            ^^
  = help: write the text out again; put text that begins with '*' in quotes
error[E0106]: aliases ('*') are not used here
 --> smart.yaml:3:5
  |
3 | c: [*b]
  |     ^^
  = help: write the text out again; put text that begins with '*' in quotes
)");
  }

  TEST_CASE("an alias of itself is refused") {
    CHECK(told("a: &x [*x]\n") == R"(error[E0106]: anchors ('&') are not used here
 --> smart.yaml:1:4
  |
1 | a: &x [*x]
  |    ^^
  = help: remove it; put text that begins with '&' in quotes
error[E0106]: aliases ('*') are not used here
 --> smart.yaml:1:8
  |
1 | a: &x [*x]
  |        ^^
  = help: write the text out again; put text that begins with '*' in quotes
)");
  }

  TEST_CASE("tags are refused") {
    CHECK(told("a: !!str 1\nb: !local\n") == R"(error[E0108]: tags ('!') are not used here
 --> smart.yaml:1:4
  |
1 | a: !!str 1
  |    ^^^^^
  = help: remove it; put text that begins with '!' in quotes
error[E0108]: tags ('!') are not used here
 --> smart.yaml:2:4
  |
2 | b: !local
  |    ^^^^^^
  = help: remove it; put text that begins with '!' in quotes
)");
  }

  TEST_CASE("a tag of the whole document is refused") {
    CHECK(told("!!map\na: 1\n") == R"(error[E0108]: tags ('!') are not used here
 --> smart.yaml:1:1
  |
1 | !!map
  | ^^^^^
  = help: remove it; put text that begins with '!' in quotes
)");
  }

  TEST_CASE("nesting over the limit is refused") {
    CHECK(told("a: [[[[[[[[[[[[[[[[[[[[[[[[[[1]]\n") == R"(error[E0109]: nested more than 24 levels deep
 --> smart.yaml:1:16
  |
1 | a: [[[[[[[[[[[[[[[[[[[[[[[[[[1]]
  |                ^
  = help: no file of ours needs that: look for a bracket or an indentation too many
)");
  }

  TEST_CASE("a double quote that never closes is refused") {
    CHECK(told("a: \"abc\nb: 1\n") == R"(error[E0105]: the quote " opened here is never closed
 --> smart.yaml:1:4
  |
1 | a: "abc
  |    ^^^^
  = help: add the closing "
)");
  }

  TEST_CASE("a single quote that never closes is refused") {
    CHECK(told("a: 'abc\nb: 1\n") == R"(error[E0105]: the quote ' opened here is never closed
 --> smart.yaml:1:4
  |
1 | a: 'abc
  |    ^^^^
  = help: add the closing '
)");
  }

  TEST_CASE("a quote that closes too late is blamed where it opened") {
    CHECK(told("a: \"abc\nb: \"x\"\nc: 1\n") == R"(error[E0111]: text after the closing quote
 --> smart.yaml:2:5
  |
2 | b: "x"
  |     ^^
1 | a: "abc
  |    - the quote opened here
  = help: write a quote inside the text as \", or remove what follows
)");
  }

  TEST_CASE("a quote within single quotes") {
    CHECK(told("a: 'it's'\n") == R"(error[E0111]: text after the closing quote
 --> smart.yaml:1:8
  |
1 | a: 'it's'
  |        ^^
  = help: write a quote inside the text twice (''), or remove what follows
)");
  }

  TEST_CASE("a truncated block map is refused") {
    CHECK(told("a: 1\nb") == R"(error[E0112]: a key without a colon
 --> smart.yaml:2:1
  |
2 | b
  | ^
  = help: write 'b: ...'
)");
  }

  TEST_CASE("a truncated flow map is refused") {
    CHECK(told("a: {b: 1\n") == R"(error[E0123]: the '{' here is never closed
 --> smart.yaml:1:4
  |
1 | a: {b: 1
  |    ^
  = help: add the '}', or a ',' that is missing between two elements
)");
  }

  TEST_CASE("a flow list that never closes before the next key") {
    CHECK(told("a: [1, 2\nb: 3\n") == R"(error[E0123]: the '[' here is never closed
 --> smart.yaml:1:4
  |
1 | a: [1, 2
  |    ^
2 | b: 3
  |  - cannot go on here
  = help: add the ']', or a ',' that is missing between two elements
)");
  }

  TEST_CASE("a bracket that closes nothing") {
    CHECK(told("a: [1 ] ]\n") == R"(error[E0123]: this ']' closes nothing
 --> smart.yaml:1:9
  |
1 | a: [1 ] ]
  |         ^
  = help: remove it, or put the text in quotes
)");
  }

  TEST_CASE("UTF-16 is refused") {
    CHECK(told(std::string_view("\xFF\xFE"
                                "a\0",
                                4)) == R"(error[E0101]: the file is in UTF-16, not UTF-8
 --> smart.yaml:1:1
  |
1 | \xFF\xFEa\x00
  | ^^^^^^^^
  = help: save the file as UTF-8
)");
  }

  TEST_CASE("bytes that are not UTF-8 are refused") {
    CHECK(told("a: \xE9t\n") == R"(error[E0101]: the byte 0xE9 here is not UTF-8
 --> smart.yaml:1:4
  |
1 | a: \xE9t
  |    ^^^^
  = help: save the file as UTF-8 (it may be in Latin-1 or Windows-1252)
)");
  }

  TEST_CASE("NUL is refused") {
    CHECK(told(std::string_view("a: x\0y\n", 7)) == R"(error[E0103]: the control character 0x00 has no place in a text
 --> smart.yaml:1:5
  |
1 | a: x\x00y
  |     ^^^^
  = help: remove it, or save the file as UTF-8 if it is in UTF-16
)");
  }

  TEST_CASE("control characters are refused, each run of them") {
    CHECK(told("a: \001\002x\nb: \177\n") == R"(error[E0103]: the control character 0x01 has no place in a text
 --> smart.yaml:1:4
  |
1 | a: \x01\x02x
  |    ^^^^
  = help: remove it
error[E0103]: the control character 0x7F has no place in a text
 --> smart.yaml:2:4
  |
2 | b: \x7F
  |    ^^^^
  = help: remove it
)");
  }

  TEST_CASE("a carriage return alone is refused") {
    CHECK(told("a: 1\rb: 2\r\n") == R"(error[E0103]: a carriage return without a line feed
 --> smart.yaml:1:5
  |
1 | a: 1
  |     ^
  = help: save the file with line ends of LF or CRLF
)");
  }

  TEST_CASE("a second byte order mark is refused") {
    CHECK(told("﻿﻿a: 1\n") == R"(error[E0103]: a second byte order mark
 --> smart.yaml:1:1
  |
1 | ﻿a: 1
  | ^
  = help: remove it
)");
  }

  TEST_CASE("text after a flow map is refused") {
    CHECK(told("{a: 1} x\n") == R"(error[E0111]: text after the closing '}'
 --> smart.yaml:1:8
  |
1 | {a: 1} x
  |        ^
  = help: remove it, or put the whole text in quotes
)");
  }

  TEST_CASE("text after a flow map in a map is refused") {
    CHECK(told("a: {b: 1} x\nc: 2\n") == R"(error[E0111]: text after the closing '}'
 --> smart.yaml:1:11
  |
1 | a: {b: 1} x
  |           ^
  = help: remove it, or put the whole text in quotes
)");
  }

  TEST_CASE("a flow map as a key is refused") {
    CHECK(told("{a: 1} x: y\n") == R"(error[E0115]: a list or a map cannot be a key
 --> smart.yaml:1:1
  |
1 | {a: 1} x: y
  | ^^^^^^
  = help: use a word as the key
)");
  }

  TEST_CASE("a second document is refused") {
    CHECK(told("a: 1\n---\nb: 2\n") == R"(error[E0110]: a second document begins here
 --> smart.yaml:2:1
  |
2 | ---
  | ^^^
  = help: this file holds one document: remove the rest, or put it in a file of its own
)");
  }

  TEST_CASE("an empty second document is refused") {
    CHECK(told("a: 1\n---\n") == R"(error[E0110]: a second document begins here
 --> smart.yaml:2:1
  |
2 | ---
  | ^^^
  = help: this file holds one document: remove the rest, or put it in a file of its own
)");
  }

  TEST_CASE("text after the end of a document is refused") {
    CHECK(told("a: 1\n...\nx: 2\n") == R"(error[E0110]: a second document begins here
 --> smart.yaml:3:1
  |
3 | x: 2
  | ^^^^
  = help: this file holds one document: remove the rest, or put it in a file of its own
)");
  }

  TEST_CASE("a list and then a key is refused") {
    CHECK(told("- 1\nb: 2\n") == R"(error[E0111]: this line does not belong to the list above
 --> smart.yaml:2:1
  |
2 | b: 2
  | ^^^^
  = help: begin it with '- ' if it is an item; a file is one list or one map, not both
)");
  }

  TEST_CASE("a key and then a list is refused") {
    CHECK(told("a: 1\n- b\n") == R"(error[E0124]: a list item where a key belongs
 --> smart.yaml:2:1
  |
2 | - b
  | ^
  = help: a map and a list cannot stand side by side: put the list below a key
)");
  }

  TEST_CASE("a tab as indentation is refused") {
    CHECK(told("a:\n\tb: 1\n") ==
          "error[E0104]: a tab in the indentation\n"
          " --> smart.yaml:2:1\n"
          "  |\n"
          "2 | \tb: 1\n"
          "  | ^\n"
          "  = help: use spaces: YAML does not indent with tabs\n");
  }

  TEST_CASE("a tab at the start of the file is refused") {
    CHECK(told("\ta: 1\n") ==
          "error[E0104]: a tab in the indentation\n"
          " --> smart.yaml:1:1\n"
          "  |\n"
          "1 | \ta: 1\n"
          "  | ^\n"
          "  = help: use spaces: YAML does not indent with tabs\n");
  }

  TEST_CASE("every tab that indents is told") {
    CHECK(told("a: [\n\t1,\n  \t2]\n") ==
          "error[E0104]: a tab in the indentation\n"
          " --> smart.yaml:2:1\n"
          "  |\n"
          "2 | \t1,\n"
          "  | ^\n"
          "  = help: use spaces: YAML does not indent with tabs\n"
          "error[E0104]: a tab in the indentation\n"
          " --> smart.yaml:3:3\n"
          "  |\n"
          "3 |   \t2]\n"
          "  |   ^\n"
          "  = help: use spaces: YAML does not indent with tabs\n");
  }

  TEST_CASE("a second colon on a line is refused") {
    CHECK(told("a: b: c\n") == R"(error[E0119]: a second ': ' on this line
 --> smart.yaml:1:5
  |
1 | a: b: c
  |     ^
  = help: put text that holds ': ' in quotes: a: "b: c"
)");
  }

  TEST_CASE("a second colon after a text with quotes in it") {
    CHECK(told("a: the \"b\": c\n") == R"(error[E0119]: a second ': ' on this line
 --> smart.yaml:1:11
  |
1 | a: the "b": c
  |           ^
  = help: put text that holds ': ' in quotes
)");
  }

  TEST_CASE("a key without a space after its colon is refused") {
    CHECK(told("key:value\n") == R"(error[E0112]: no space after the colon
 --> smart.yaml:1:4
  |
1 | key:value
  |    ^
  = help: write 'key: value'
)");
  }

  TEST_CASE("a key without a space in the middle of a map") {
    CHECK(told("a: 1\nkey:value\nc: 2\n") == R"(error[E0112]: no space after the colon
 --> smart.yaml:2:4
  |
2 | key:value
  |    ^
  = help: write 'key: value'
)");
  }

  TEST_CASE("a key without a colon in the middle of a map") {
    CHECK(told("a: 1\nb\nc: 2\n") == R"(error[E0112]: a key without a colon
 --> smart.yaml:2:1
  |
2 | b
  | ^
  = help: write 'b: ...'
)");
  }

  TEST_CASE("a key without a colon in a flow map") {
    CHECK(told("{a, b: 1}\n") == R"(error[E0112]: a key without a colon
 --> smart.yaml:1:2
  |
1 | {a, b: 1}
  |  ^
  = help: write 'a: ...'
)");
  }

  TEST_CASE("a full-width colon is no colon") {
    CHECK(told("c：d\n") == R"(error[E0112]: a key without a colon
 --> smart.yaml:1:1
  |
1 | c：d
  | ^^^^
  = help: replace the full-width colon by ': '
)");
  }

  TEST_CASE("look-alike characters in keys are warned of") {
    CHECK(told("“a”: 1\nitеms: 2\nx​y: 3\nc : 4\n") ==
          R"(warning[W0101]: a typographic double quote in the key '“a”'
 --> smart.yaml:1:1
  |
1 | “a”: 1
  | ^^^
  = help: replace it by '"' if that was meant
warning[W0101]: a Cyrillic letter in the key 'itеms'
 --> smart.yaml:2:1
  |
2 | itеms: 2
  | ^^^^^
  = help: replace it by 'e' if that was meant
warning[W0101]: a zero-width space in the key 'x​y'
 --> smart.yaml:3:1
  |
3 | x​y: 3
  | ^^
  = help: remove it
warning[W0101]: a no-break space in the key 'c '
 --> smart.yaml:4:1
  |
4 | c : 4
  | ^^
  = help: replace it by a space
)");
  }

  TEST_CASE("look-alike characters at the ends of values are warned of") {
    CHECK(told("a:  x\nb: x​\nc: – x\nd: “yes”\n") == R"(warning[W0102]: a no-break space in front of the text
 --> smart.yaml:1:4
  |
1 | a:  x
  |    ^
  = help: replace it by a space
warning[W0102]: a zero-width space at the end of the text
 --> smart.yaml:2:5
  |
2 | b: x​
  |     ^
  = help: remove it
warning[W0102]: a en dash in front of the text
 --> smart.yaml:3:4
  |
3 | c: – x
  |    ^
  = help: replace it by '-' if that was meant
warning[W0102]: a typographic double quote in front of the text
 --> smart.yaml:4:4
  |
4 | d: “yes”
  |    ^
  = help: replace it by '"' if that was meant
)");
  }

  TEST_CASE("a list item that is part of the text above is warned of") {
    CHECK(told("- a\n- b\n  - c\n") == R"(warning[W0103]: this '-' is read as part of the text above, not as a list item
 --> smart.yaml:3:3
  |
3 |   - c
  |   ^
  = help: indent it like the other items; put text over several lines in quotes
)");
  }

  TEST_CASE("a key over 1024 bytes is refused") {
    CHECK(told(std::string("").append(1100, 'k').append(": 1\n")) == R"(error[E0114]: a key of more than 1024 bytes
 --> smart.yaml:1:1
  |
1 | kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = help: shorten it; a long text belongs after the colon
)");
  }

  TEST_CASE("a quoted key over 1024 bytes is refused") {
    CHECK(told(std::string("\"").append(1100, 'k').append("\": 1\n")) == R"(error[E0114]: a key of more than 1024 bytes
 --> smart.yaml:1:1
  |
1 | "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = help: shorten it; a long text belongs after the colon
)");
  }

  TEST_CASE("a key over 1024 bytes in a flow map is refused") {
    CHECK(told(std::string("{").append(1100, 'k').append(": 1}\n")) == R"(error[E0114]: a key of more than 1024 bytes
 --> smart.yaml:1:2
  |
1 | {kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…
  |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = help: shorten it; a long text belongs after the colon
)");
  }

  TEST_CASE("a list as a key is refused") {
    CHECK(told("[a, b]: 1\n") == R"(error[E0115]: a list or a map cannot be a key
 --> smart.yaml:1:1
  |
1 | [a, b]: 1
  | ^^^^^^
  = help: use a word as the key
)");
  }

  TEST_CASE("null as a key is refused") {
    CHECK(told("~: 1\n") == R"(error[E0115]: nothing cannot be a key
 --> smart.yaml:1:1
  |
1 | ~: 1
  | ^
  = help: write 'key: value'; put a word like null in quotes to mean the word
)");
  }

  TEST_CASE("a value without a key is refused") {
    CHECK(told(": x\n") == R"(error[E0115]: a value without a key
 --> smart.yaml:1:1
  |
1 | : x
  | ^
  = help: write 'key: value'; put a word like null in quotes to mean the word
)");
  }

  TEST_CASE("an empty value before a null key") {
    CHECK(told("a:\nnull: 3\n") == R"(error[E0115]: nothing cannot be a key
 --> smart.yaml:2:1
  |
2 | null: 3
  | ^^^^
  = help: write 'key: value'; put a word like null in quotes to mean the word
)");
  }

  TEST_CASE("an explicit key is refused") {
    CHECK(told("? a\n: b\n") == R"(error[E0115]: keys are written without '?' here
 --> smart.yaml:1:1
  |
1 | ? a
  | ^
  = help: write 'key: value' on one line
)");
  }

  TEST_CASE("a key that begins with a question mark") {
    CHECK(told("a: ? b\n") == R"(error[E0115]: a key cannot begin here
 --> smart.yaml:1:4
  |
1 | a: ? b
  |    ^
  = help: write 'key: value'; put text that begins with '? ' in quotes
)");
  }

  TEST_CASE("an empty file is refused") {
    CHECK(told("") == R"(error[E0116]: there is nothing in this file
 --> smart.yaml
  = help: is it the right file?
)");
  }

  TEST_CASE("a file of comments is refused") {
    CHECK(told("# c\n") == R"(error[E0116]: there is nothing in this file
 --> smart.yaml:1:1
  |
1 | # c
  | ^
  = help: is it the right file?
)");
  }

  TEST_CASE("a document of nothing is refused") {
    CHECK(told("---\n") == R"(error[E0116]: there is nothing in this file
 --> smart.yaml:1:1
  |
1 | ---
  | ^
  = help: is it the right file?
)");
  }

  TEST_CASE("text that begins with a reserved character") {
    CHECK(told("a: @x\n") == R"(error[E0125]: text cannot begin with '@'
 --> smart.yaml:1:4
  |
1 | a: @x
  |    ^^
  = help: put the text in quotes
)");
  }

  TEST_CASE("an unknown escape") {
    CHECK(told("a: \"\\q\"\n") == R"(error[E0122]: a backslash in double quotes that begins no known escape
 --> smart.yaml:1:7
  |
1 | a: "\q"
  |       ^
  = help: write a backslash twice (\\), or put the text in single quotes
)");
  }

  TEST_CASE("an incomplete escape") {
    CHECK(told("a: \"\\x1\"\n") == R"(error[E0122]: an escape in double quotes that is not complete
 --> smart.yaml:1:9
  |
1 | a: "\x1"
  |         ^
  = help: write a backslash twice (\\), or put the text in single quotes
)");
  }

  TEST_CASE("a directive is refused") {
    CHECK(told("%YAML 1.2\n---\na: 1\n") == R"(error[E0121]: directives are not used here
 --> smart.yaml:1:1
  |
1 | %YAML 1.2
  | ^^^^^^^^^
  = help: remove the line that begins with '%'
)");
  }

  TEST_CASE("a list item beside its key") {
    CHECK(told("a: - b\n") == R"(error[E0124]: a list item cannot begin here
 --> smart.yaml:1:4
  |
1 | a: - b
  |    ^
  = help: put each item on a line of its own below the key; put text that begins with '- ' in quotes
)");
  }

  TEST_CASE("a line indented too far") {
    CHECK(told("a: 1\n  b: 2\n") == R"(error[E0124]: the indentation of this line fits nothing above it
 --> smart.yaml:2:3
  |
2 |   b: 2
  |   ^^^^
  = help: indent it with spaces, exactly as far as the lines it belongs with
)");
  }

  TEST_CASE("a line indented too little") {
    CHECK(told("a:\n  b: 1\n c: 2\n") == R"(error[E0124]: the indentation of this line fits nothing above it
 --> smart.yaml:3:2
  |
3 |  c: 2
  |  ^^^^
  = help: indent it with spaces, exactly as far as the lines it belongs with
)");
  }

  TEST_CASE("a first line indented more than the second") {
    CHECK(told("  a: 1\n b: 2\n") == R"(error[E0124]: the indentation of this line fits nothing above it
 --> smart.yaml:2:2
  |
2 |  b: 2
  |  ^^^^
  = help: indent it with spaces, exactly as far as the lines it belongs with
)");
  }

  TEST_CASE("nothing between two commas") {
    CHECK(told("a: [b,,c]\n") == R"(error[E0126]: nothing stands before this comma
 --> smart.yaml:1:7
  |
1 | a: [b,,c]
  |       ^
  = help: remove it, or write ~ for nothing
)");
  }

  TEST_CASE("text beside the sign of a block text") {
    CHECK(told("a: |x\n") == R"(error[E0120]: text beside the '|' or '>' of a block of text
 --> smart.yaml:1:5
  |
1 | a: |x
  |     ^
  = help: begin the block on the next line, indented
)");
  }
}
