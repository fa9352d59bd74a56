#include "interview/session.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "interview/answers.h"
#include "interview/draft_file.h"
#include "talk.h"

namespace {

using namespace talking;

/// Any entries in any order: the form that comes of them is one that `ipi check` accepts, and reads back as it was.
std::string first_fault(std::size_t rounds, const std::function<std::string(std::string)>& spoil) {
  const std::vector<std::string> entries = {"1",
                                            "2",
                                            "0",
                                            "no",
                                            "yes",
                                            "ok",
                                            "ok",
                                            "s",
                                            "r",
                                            "u",
                                            "b",
                                            "",
                                            ".",
                                            "=",
                                            "x",
                                            "unlock",
                                            "l",
                                            "f",
                                            "5",
                                            "6",
                                            "P1",
                                            "e1",
                                            "n a note",
                                            "n",
                                            "?",
                                            "friend",
                                            "mother deceased near far",
                                            "P7 friend current s u",
                                            "died, 2025-08, P1",
                                            "moved, 3 months ago, none",
                                            "retired",
                                            "drop P1",
                                            "drop E1",
                                            "58",
                                            "2025-11",
                                            "2030",
                                            "12/03/2025",
                                            "He \"said\": \\no\\",
                                            "0 1 2",
                                            "012",
                                            "1 2 1",
                                            "Mary Miller",
                                            "- [a",
                                            "none",
                                            "#",
                                            "2 2 2"};
  for (std::size_t round = 0; round < rounds; ++round) {
    support::Random random(round + 1);
    Talk talk;
    for (std::size_t i = 0; i < 80; ++i) {
      talk.say(entries[random.below(entries.size())]);
      if (talk.last().ending != Ending::none) break;
    }
    const std::string written = spoil(talk.form());
    Diagnostics diagnostics;
    const SourceFile file("written.yaml", written);
    const auto document = yaml::read(file, diagnostics);
    std::string again;
    if (document) again = write_form(read_form(document->root, file, *talk.compiled().layout, diagnostics));
    if (diagnostics.has_errors() || again != written)
      return fmt::format("{}\nwritten:\n{}\nread:\n{}", support::told(diagnostics), written, again);
  }
  return {};
}

TEST_CASE("whatever is entered, the form is valid and reads back as it was written") {
  CHECK(first_fault(150, [](std::string text) { return text; }) == "");
}

TEST_CASE("a writer that loses or breaks something would be noticed") {
  const auto broken = [](std::string text) {
    const std::size_t at = text.find("role: friend");
    return at == std::string::npos ? text : text.replace(at, 12, "role: fiend");
  };
  CHECK(first_fault(40, broken).find("'fiend' is no answer") != std::string::npos);
  const auto doubled = [](std::string text) { return text.replace(text.find("state:"), 0, "# lost\n"); };
  CHECK_FALSE(first_fault(1, doubled).empty());
}

/// Entries from a list; what was shown is kept.
class ListConsole : public Console {
 public:
  explicit ListConsole(std::vector<Entered> entries) : entries_(std::move(entries)) {}
  void show(const Lines& lines) override { shown += Talk::text(lines); }
  void show_page(const std::string& page) override { shown += page; }
  [[nodiscard]] Entered read() override {
    return next_ < entries_.size() ? entries_[next_++] : Entered{Entered::Kind::end, {}};
  }
  void blank() override { shown += "[blank]"; }
  [[nodiscard]] std::size_t width() const override { return 80; }
  std::string shown;

 private:
  std::vector<Entered> entries_;
  std::size_t next_ = 0;
};

Entered typed(std::string text) { return {Entered::Kind::line, std::move(text)}; }

TEST_CASE("an answer that cannot be kept is taken back, that is said at once, and it is asked again") {
  Talk talk(asked);
  ListConsole console({typed("1"), typed("1"), typed("2")});
  std::size_t calls = 0;
  std::string kept;
  const auto end = hold(talk.dialogue(), console, [&](const Form& form) {
    if (++calls == 1) throw DraftFault("cannot write 'a.yaml': No space left on device");
    kept = write_form(form);
  });
  CHECK(end == SessionEnd::input_over);
  CHECK(console.shown.find("NOT KEPT: cannot write 'a.yaml': No space left on device.") != std::string::npos);
  const std::size_t first = console.shown.find("Is the patient alone");
  const std::size_t second = console.shown.find("Is the patient alone", first + 1);
  CHECK((second != std::string::npos && second > console.shown.find("NOT KEPT")));
  CHECK(kept.find("alone: \"yes\"") != std::string::npos);
  CHECK(calls == 3);  // refused, kept, and the words that came after
}

TEST_CASE("each accepted answer is kept before anything more is shown") {
  Talk talk(asked);
  ListConsole console({typed("1"), typed("s"), typed("2025"), typed("0 0 0")});
  std::vector<std::size_t> shown_when_kept;
  static_cast<void>(
      hold(talk.dialogue(), console, [&](const Form&) { shown_when_kept.push_back(console.shown.size()); }));
  REQUIRE(shown_when_kept.size() == 4);
  CHECK(std::is_sorted(shown_when_kept.begin(), shown_when_kept.end()));
  CHECK(console.shown.substr(0, shown_when_kept[0]).find("What brings") == std::string::npos);
  CHECK(console.shown.substr(0, shown_when_kept[1]).find("When did it begin?") == std::string::npos);
}

TEST_CASE("bytes that a form cannot hold are refused before they reach it") {
  Talk talk("respondent: {age: 58, sex: female, language: en}\nanswers: {start: {alone: yes}}\n");
  ListConsole console({typed("caf\xE9"), typed("up\x1B[A"), typed("fine")});
  static_cast<void>(hold(talk.dialogue(), console, [](const Form&) {}));
  CHECK(console.shown.find("not UTF-8") != std::string::npos);
  CHECK(console.shown.find("control characters") != std::string::npos);
  CHECK(talk.has("words: \"fine\""));
}

}  // namespace
