#include "interview/screen.h"

#include <doctest/doctest.h>

#include <string>

#include "text/layout.h"

namespace {

using namespace ipi::interview;

TEST_CASE("no line is wider than the terminal, whatever it is for") {
  const std::string words =
      "What has happened or changed in the year or so before this began, and since? Did anyone close ever die?";
  const std::vector<Line> lines = {line(Style::question, words), line(Style::echo, words), line(Style::refusal, words),
                                   line(Style::safety, words), choices({"1 Yes", "2 No", "3 " + words, "4 Never"})};
  for (const std::size_t width : {20U, 40U, 80U, 100U}) {
    for (const Line& one : lines) {
      for (const std::string& part : lay_out(one, width)) CHECK_MESSAGE(ipi::display_width(part) <= width, part);
    }
  }
}

TEST_CASE("choices fill a line and stay whole where they fit") {
  CHECK(lay_out(choices({"1 Yes", "2 No"}), 40) == std::vector<std::string>{"  1 Yes   2 No"});
  CHECK(lay_out(choices({"1 Inner circle", "2 Middle circle", "3 Outer circle"}), 38) ==
        std::vector<std::string>{"  1 Inner circle   2 Middle circle", "  3 Outer circle"});
}

TEST_CASE("a command is broken between its words only, and so that a shell still takes it for one") {
  const Line one = command("To go on:", {"ipi interview", "--resume A-017.yaml", "--short"});
  CHECK(lay_out(one, 80) == std::vector<std::string>{"To go on: ipi interview --resume A-017.yaml --short"});
  CHECK(lay_out(one, 51).size() == 1);
  CHECK(lay_out(one, 50) == std::vector<std::string>{"To go on:", "  ipi interview --resume A-017.yaml --short"});
  CHECK(lay_out(one, 40) ==
        std::vector<std::string>{"To go on:", "  ipi interview --resume A-017.yaml \\", "  --short"});
  CHECK(lay_out(one, 20) ==
        std::vector<std::string>{"To go on:", "  ipi interview \\", "  --resume A-017.yaml \\", "  --short"});
  CHECK(lay_out(command("Kept as a draft in", {"a-name-that-is-longer-than-a-line.yaml"}), 20) ==
        std::vector<std::string>{"Kept as a draft in", "  a-name-that-is-longer-than-a-line.yaml"});
}

TEST_CASE("a file's name is quoted where a shell would not take it for one word") {
  CHECK(for_shell("/tmp/A-017.yaml") == "/tmp/A-017.yaml");
  CHECK(for_shell("my form.yaml") == "'my form.yaml'");
  CHECK(for_shell("it's.yaml") == "'it'\\''s.yaml'");
  CHECK(for_shell("a$b;c") == "'a$b;c'");
}

TEST_CASE("nothing that is shown can steer a terminal") {
  for (const Style style : {Style::plain, Style::question, Style::echo, Style::command}) {
    for (const std::string& part : lay_out(line(style, "a\x1B[2Jb"), 80))
      CHECK_MESSAGE(part.find('\x1B') == std::string::npos, part);
  }
  CHECK(lay_out(choices({"1 \x1B[31mred"}), 80).front().find('\x1B') == std::string::npos);
}

TEST_CASE("an ASCII terminal gets the nearest signs") {
  CHECK(to_ascii("a · b — c… “d” müde Ärger") == "a - b - c... \"d\" mude Arger");
  CHECK(to_ascii("日本") == "??");
  CHECK(to_ascii("e\xCC\x81") == "e");
  CHECK(to_ascii("plain\n") == "plain\n");
}

}  // namespace
