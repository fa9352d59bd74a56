#include "yaml/comments.h"

#include <doctest/doctest.h>

#include <string>

#include "yaml/read.h"

namespace {

bool has_comments(const std::string& text, std::size_t from = 0) {
  ipi::Diagnostics diagnostics;
  const ipi::SourceFile file("a.yaml", text);
  const auto document = ipi::yaml::read(file, diagnostics);
  REQUIRE_MESSAGE((document && !diagnostics.has_errors()), text);
  return ipi::yaml::has_comments(*document, from);
}

TEST_CASE("a comment is found wherever one can stand") {
  for (const char* text : {"# above\na: b\n", "a: b # beside\n", "a: b\n# below\n", "a: b\n  # indented\nc: d\n",
                           "a: # of a block\n  b: c\n", "a: [b, # in a list\n  c]\n", "a: \"b\" # after a quote\n",
                           "a: |\n  block\n# after a block\n", "a: he said \"b # it closes nowhere\n",
                           "a:\t# after a tab\n  - b\n", "a: b\n#"}) {
    CHECK_MESSAGE(has_comments(text), text);
  }
}

TEST_CASE("a sign within a text or a word is no comment") {
  for (const char* text : {"a: b\n", "a: \"room # 4\"\n", "a: 'room # 4'\n", "a: \"it\\\"s # 4\"\n", "a: room#4\n",
                           "a: |\n  # a line of a block\n  # another\nb: c\n", "a: \"one\n  # two\"\n",
                           "\"# key\": b\n", "a: [\"# 1\", '# 2']\n", "a: >\n  folded # text\n"}) {
    CHECK_MESSAGE(!has_comments(text), text);
  }
}

TEST_CASE("what stands before the place asked for does not count") {
  const std::string text = "# first\na: b\n";
  CHECK_FALSE(has_comments(text, text.find('\n')));
  CHECK(has_comments(text + "# last\n", text.find('\n')));
}

}  // namespace
