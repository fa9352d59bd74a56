#include "ipi/interview/dialogue.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "ipi/formats/write_form.h"
#include "ipi/interview/answers.h"
#include "ipi/interview/draft_file.h"
#include "ipi/interview/session.h"
#include "support.h"

namespace {

using namespace ipi;
using namespace ipi::interview;

/// The definitions that the golden cases of the interview are held with.
support::World& world() {
  static support::World read([] {
    Diagnostics diagnostics;
    auto definitions = read_definitions(IPI_SOURCE_DIR "/tests/golden/interview/data", diagnostics);
    REQUIRE_MESSAGE(definitions.has_value(), support::told(diagnostics));
    return std::move(*definitions);
  }());
  return read;
}

/// A dialogue over a draft, and all that it said.
class Talk {
 public:
  explicit Talk(std::string draft = {}, bool decision_only = false, support::World& definitions = world(), const char* protocol = "small")
      : compiled_(&definitions.sound(protocol)),
        read_(*compiled_, fmt::format("form: {}\nstate: draft\nid: A-1\ndate: 2026-03-04\n{}", protocol, draft)),
        dialogue_({compiled_, {}, "en", decision_only, {}, false}, read_.form) {
    REQUIRE_MESSAGE(!read_.diagnostics.has_errors(), support::told(read_.diagnostics));
  }

  /// What is asked now, then what the entry brings.
  std::string say(std::string_view entry) {
    static_cast<void>(dialogue_.ask());
    last_ = dialogue_.enter(entry);
    return text(last_.lines);
  }
  void say_all(const std::vector<std::string>& entries) {
    for (const std::string& entry : entries) say(entry);
  }
  std::string asks() { return text(dialogue_.ask()); }
  [[nodiscard]] bool asks(std::string_view words) { return asks().find(words) != std::string::npos; }
  [[nodiscard]] std::string form() const { return write_form(dialogue_.form()); }
  [[nodiscard]] bool has(std::string_view lines) const { return form().find(lines) != std::string::npos; }
  [[nodiscard]] const Reply& last() const { return last_; }
  [[nodiscard]] Dialogue& dialogue() { return dialogue_; }
  [[nodiscard]] const Compiled& compiled() const { return *compiled_; }

  static std::string text(const Lines& lines) {
    std::string all;
    for (const Line& one : lines) {
      for (const std::string& part : lay_out(one, 300)) all.append(part).append("\n");
    }
    return all;
  }

 private:
  const Compiled* compiled_;
  support::ReadForm read_;
  Dialogue dialogue_;
  Reply last_;
};

const std::string asked = "respondent: {age: 58, sex: female, language: en}\n";
const std::string begun = asked + "onset: 2025-11\nanswers: {start: {alone: yes, words: skipped}, tiny: [0, 0, 0], danger: {thoughts: no}}\n";
const std::string one_friend = "relationships:\n  - {person: P1, role: friend, status: current, closeness: {before: near, now: near}, quarrel: no, linked: no, fear: {afraid: no}}\n";

TEST_CASE("an option is meant by its number, its value, two letters of its label or of a word in it") {
  const auto& roles = world().sound("small").layout->group(Group::relationships).slots[relationship_slot::role].question->options;
  for (const char* entry : {"1", "partner", "PARTNER", "Pa", "spouse", "sp", "Partner or spouse"}) {
    const auto match = match_option(roles, entry, "en");
    CHECK_MESSAGE(match.option == std::optional<std::size_t>(0), entry);
  }
  for (const char* entry : {"0", "4", "p", "", "xy", "01", "1."}) CHECK_MESSAGE(!match_option(roles, entry, "en").option, entry);
  CHECK(match_option(roles, "mu", "de").option == std::optional<std::size_t>(1));
  const std::vector<Option> alike = {{"a", {}, {"en", "No one"}, {}}, {"b", {}, {"en", "No"}, {}}, {"c", {}, {"en", "None at all"}, {}}};
  CHECK(match_option(alike, "no", "en").option == std::optional<std::size_t>(1));
  CHECK(match_option(alike, "non", "en").option == std::optional<std::size_t>(2));
  CHECK(match_option(alike, "no ", "en").several.empty());
}

TEST_CASE("a number means nothing where the list was too long to be shown") {
  Talk talk({}, false, support::shipped(), "ipt-initial");
  talk.say_all({"0", "58", "2"});
  CHECK(talk.asks("? lists all"));
  CHECK(talk.say("1").find("two letters or more") != std::string::npos);
  CHECK_FALSE(talk.has("language"));
  CHECK(talk.say("?").find("Amharic") != std::string::npos);
  talk.say("germ");
  CHECK(talk.has("language: de"));
}

TEST_CASE("no is never the beginning of now, nor of any other word") {
  const std::vector<Option> lately = {{"never", {}, {"en", "Never"}, {}}, {"past", {}, {"en", "Long ago"}, {}}, {"now", {}, {"en", "Now"}, {}}};
  CHECK_FALSE(match_option(lately, "no", "en").option);
  CHECK(match_option(lately, "now", "en").option == std::optional<std::size_t>(2));
  const std::vector<Option> degree = {{"0", Rational(0), {"en", "Not at all"}, {}}, {"1", Rational(1), {"en", "Yes, somewhat"}, {}}};
  CHECK_FALSE(match_option(degree, "no", "en").option);
  CHECK(match_option(degree, "not", "en").option == std::optional<std::size_t>(0));
  CHECK(match_option(degree, "yes", "en").option == std::optional<std::size_t>(1));
}

TEST_CASE("numbers are values where a questionnaire prints values, also downwards") {
  const std::vector<Option> printed = {{"3", Rational(3), {"en", "Always"}, {}}, {"0", Rational(0), {"en", "Never"}, {}}};
  CHECK(numbered(printed, "en") == std::vector<std::string>{"3 Always", "0 Never"});
  CHECK(match_option(printed, "0", "en").option == std::optional<std::size_t>(1));
  CHECK_FALSE(match_option(printed, "1", "en").option);
}

TEST_CASE("a question is asked only where it applies") {
  Talk talk(asked + "onset: 2025\nanswers: {start: {alone: yes, words: skipped}, tiny: [0, 0, 0]}\n");
  CHECK(talk.asks("thought of ending their life"));
  talk.say("no");
  CHECK(talk.asks("Who is important to you?"));
  talk.say("b");
  talk.say("u");
  CHECK(talk.asks("Who is important to you?"));
  talk.say("b");
  talk.say("yes");
  talk.say("ok");
  CHECK(talk.asks("worked out a plan"));
}

TEST_CASE("what must be asked in private only is not asked where that is not sure, and comes once it is") {
  for (const char* alone : {"no", "unknown", "skipped"}) {
    Talk talk(support::changed(begun, "alone: yes", fmt::format("alone: {}", alone)));
    talk.say_all({"friend current near near", "2 2"});
    CHECK_MESSAGE(talk.asks("Is there anyone else?"), alone);
  }
  Talk talk(begun);
  talk.say_all({"friend current near near", "2 2"});
  CHECK(talk.asks("afraid of this person"));
}

TEST_CASE("an entry that is not valid changes nothing and says what would be") {
  Talk talk(asked);
  const std::string before = talk.form();
  for (const char* entry : {"y", "3", "maybe", "1 2 3 4 5", "", "11"}) {
    const std::string said = talk.say(entry);
    CHECK_MESSAGE(!said.empty(), entry);
    CHECK_MESSAGE(talk.form() == before, entry);
    CHECK_MESSAGE(talk.asks("Is the patient alone"), entry);
  }
  CHECK(talk.say("y").find("single letter") != std::string::npos);
  CHECK(talk.say("3").find("1 or 2") != std::string::npos);
}

TEST_CASE("several answers on one line are all taken, or none") {
  const std::string draft = asked + "onset: 2025\nanswers: {start: {alone: yes, words: skipped}}\n";
  for (const char* entry : {"2 1 0", "210", "2,1,0", "of at ne", "2 10"}) {
    Talk talk(draft);
    talk.say(entry);
    CHECK_MESSAGE(talk.has("\"1\": 2\n    \"2\": 1\n    \"3\": 0\n"), entry);
  }
  for (const char* entry : {"2 1 0 1", "2 1 9", "2101", "2 1 maybe"}) {
    Talk talk(draft);
    CHECK_MESSAGE(talk.say(entry).find("none") != std::string::npos, entry);
    CHECK_MESSAGE(!talk.has("tiny"), entry);
  }
  Talk head;
  head.say("58 fe s");
  CHECK(head.has("age: 58\n  sex: female\n  language: skipped\n"));
  Talk talk(draft);
  talk.say("2 r");
  CHECK(talk.has("\"1\": 2\n    \"2\": refused\n"));
  CHECK(talk.asks("thought of dying"));
}

TEST_CASE("no to the rest leaves the questions of safety to be asked one by one") {
  Talk talk(begun + "relationships: []\nevents: []\ncomplete: {relationships: yes, events: yes}\n");
  CHECK(talk.asks("always few"));
  talk.say(".");
  CHECK(talk.has("few: \"no\"\n    confidant: \"no\"\n    shy: \"no\"\n"));
  Talk careful(support::changed(begun, "danger: {thoughts: no}", "danger: {}"));
  CHECK(careful.say(".").find("one by one") != std::string::npos);
  CHECK_FALSE(careful.has("danger"));
}

TEST_CASE("reasons for no answer are kept apart") {
  for (const auto& [entry, word] : std::vector<std::pair<std::string, std::string>>{{"s", "skipped"}, {"r", "refused"}, {"u", "unknown"}, {"S", "skipped"}, {"refused", "refused"}}) {
    Talk talk(asked);
    talk.say(entry);
    CHECK_MESSAGE(talk.has("alone: " + word), entry);
  }
}

TEST_CASE("what makes a list certain cannot be left open") {
  Talk talk(begun);
  talk.say("friend");
  for (const char* entry : {"s", "r", "u"}) {
    CHECK(talk.say(entry).find("must be known") != std::string::npos);
    CHECK(talk.asks("Is the tie current"));
  }
  talk.say("ended");
  talk.say("s");
  CHECK(talk.has("before: skipped"));
}

TEST_CASE("nobody named is a result, and not having asked is none") {
  Talk none(begun);
  none.say("0");
  CHECK(none.has("relationships: []\n"));
  CHECK(none.has("complete:\n  relationships: \"yes\"\n"));
  Talk skipped(begun);
  skipped.say("s");
  CHECK_FALSE(skipped.has("relationships: []\n"));
  CHECK(skipped.has("complete:\n  relationships: skipped\n"));
  CHECK(skipped.asks("What has happened?"));
}

TEST_CASE("one more entry opens the list again") {
  Talk talk(begun + one_friend + "complete: {relationships: yes}\n");
  talk.say_all({"l", "5", "mother deceased s s"});
  CHECK(talk.has("- person: P2"));
  CHECK_FALSE(talk.has("complete:"));
  CHECK(talk.asks("anyone else"));
}

TEST_CASE("what names an entry waits until the lists stand, and is asked then") {
  Talk talk(begun + one_friend);
  talk.say("0");
  CHECK(talk.asks("What has happened?"));
  talk.say_all({"moved, 2025-09, p1", "1 1"});
  CHECK(talk.asks("Anything else?"));
  talk.say("0");
  CHECK(talk.asks("because of an event"));
  talk.say("e1");
  CHECK(talk.has("because_of: E1"));
}

TEST_CASE("a positive answer about safety is told at once and must be acknowledged") {
  Talk talk(asked + "onset: 2025\nanswers: {start: {alone: yes, words: skipped}}\n");
  talk.say("0 0 1");
  CHECK(talk.asks("SAFETY, amber: Thoughts of dying are reported: ask now."));
  for (const char* entry : {"", "1", "s", "b", "l", "yes"}) {
    talk.say(entry);
    CHECK_MESSAGE(talk.asks("SAFETY"), entry);
    CHECK_FALSE_MESSAGE(talk.has("acknowledged"), entry);
  }
  talk.say("ok");
  CHECK(talk.has("acknowledged:\n  - tiny.dying\n"));
  CHECK(talk.asks("ending their life"));
  talk.say_all({"b", "0"});
  CHECK_FALSE(talk.has("acknowledged"));
}

TEST_CASE("what was not acknowledged is told again after a resumption, and of an entry with its code") {
  Talk talk(begun + support::changed(one_friend, "afraid: no", "afraid: yes"));
  CHECK(talk.asks("SAFETY, RED: Fear of this person is reported: see the patient alone. (P1)"));
  talk.say("ok");
  CHECK(talk.has("- P1.fear\n"));
  Talk again(begun + support::changed(one_friend, "afraid: no", "afraid: yes") + "acknowledged: [P1.fear]\n");
  CHECK_FALSE(again.asks("SAFETY"));
}

TEST_CASE("a blanked screen shows no private answer until it is unlocked") {
  Talk talk(begun + one_friend);
  talk.say("x");
  CHECK(talk.last().blank);
  CHECK(talk.asks() == "Paused. Enter goes on.\n");
  talk.say("");
  CHECK(talk.asks("What has happened?"));  // the section it was at is passed over
  talk.say("l");
  CHECK(talk.asks("People: not shown now"));
  for (const char* entry : {"5", "P1"}) {
    CHECK(talk.say(entry).find("no section") != std::string::npos);
  }
  talk.say_all({"", "0", "2 2 2"});
  CHECK(talk.asks("Not everything is shown"));
  talk.say("");
  CHECK(talk.last().ending == Ending::none);
  talk.say("unlock");
  CHECK(talk.asks("Is there anyone else?"));
  CHECK_FALSE(talk.dialogue().hides_something());
}

TEST_CASE("private questions are not put while the screen is hidden, nor are private findings told") {
  Talk talk(begun + support::changed(one_friend, "fear: {afraid: no}", "fear: {}") + "complete: {relationships: yes}\n");
  CHECK(talk.asks("afraid of this person"));
  Talk hidden(begun + support::changed(one_friend, "afraid: no", "afraid: yes") + "complete: {relationships: yes}\n");
  CHECK(hidden.asks("SAFETY"));
  hidden.say("x");
  hidden.say("");
  CHECK_FALSE(hidden.asks("SAFETY"));
  hidden.say("unlock");
  CHECK(hidden.asks("SAFETY"));
}

TEST_CASE("names and addresses are refused gently, and a slip of ours can be overridden") {
  for (const char* entry : {"It is Mary Miller from next door", "ask Mr Jones", "anna@example.org", "call 0170 1234567", "born 12.3.1968", "Anna Schmidt"}) {
    Talk talk("respondent: {age: 58, sex: female, language: en}\nanswers: {start: {alone: yes}}\n");
    CHECK_MESSAGE(talk.say(entry).find("looks as if") != std::string::npos, entry);
    CHECK_FALSE_MESSAGE(talk.has("words"), entry);
    talk.say(entry);
    CHECK_MESSAGE(talk.has("words"), entry);
  }
  for (const char* entry : {"My sister rings every day.", "P1 left. Then E2 came.", "since Christmas", "It began in May 2025", "PHQ and IPT", "Work. Home. School."}) {
    Talk talk("respondent: {age: 58, sex: female, language: en}\nanswers: {start: {alone: yes}}\n");
    talk.say(entry);
    CHECK_MESSAGE(talk.has("words"), entry);
  }
}

TEST_CASE("a note goes with its question and is added to") {
  Talk talk(asked);
  talk.say("n he is next door");
  talk.say("n");
  talk.say("but deaf");
  CHECK(talk.has("notes:\n  start.alone: \"he is next door; but deaf\"\n"));
  CHECK(talk.asks("Is the patient alone"));
}

TEST_CASE("back goes the way that was come, over answers given on one line too") {
  Talk talk(asked + "onset: 2025\nanswers: {start: {alone: yes, words: skipped}}\n");
  talk.say_all({"0 1 0", "b", "b"});
  CHECK(talk.asks("I felt empty"));
  CHECK(talk.asks("Enter keeps: At times"));
  talk.say("");
  CHECK(talk.asks("thought of dying"));
  talk.say_all({"b", "b"});
  CHECK(talk.asks("I felt tired"));
  CHECK(talk.say("b").find("nothing before") != std::string::npos);
}

TEST_CASE("a short interview asks what the decision needs and nothing for the record") {
  Talk talk("respondent: {age: 58, sex: female, language: en}\n", true);
  talk.say("1");
  CHECK(talk.asks("When did it begin?"));
}

TEST_CASE("a form is final only with its code, the age and every status") {
  Talk talk("respondent: {age: unknown, sex: skipped, language: skipped}\nrelationships:\n  - {person: P1, role: friend}\n");
  talk.say_all({"l", "f"});
  CHECK(talk.asks("asks that"));
  talk.say("");
  CHECK(talk.asks("Age in years"));
  talk.say_all({"58", "l", "f", ""});
  CHECK(talk.asks("Is the tie current"));
  talk.say_all({"ended", "l", "f", ""});
  CHECK(talk.last().ending == Ending::finished);
  CHECK(talk.has("state: final"));
}

/// Any entries in any order: the form that comes of them is one that `ipi check` accepts, and reads back as it was.
std::string first_fault(std::size_t rounds, const std::function<std::string(std::string)>& spoil) {
  const std::vector<std::string> entries = {"1", "2", "0", "no", "yes", "ok", "ok", "s", "r", "u", "b", "", ".", "=", "x", "unlock", "l", "f", "5", "6", "P1", "e1", "n a note", "n", "?",
                                            "friend", "mother deceased near far", "P7 friend current s u", "died, 2025-08, P1", "moved, 3 months ago, none", "retired", "drop P1", "drop E1",
                                            "58", "2025-11", "2030", "12/03/2025", "He \"said\": \\no\\", "0 1 2", "012", "1 2 1", "Mary Miller", "- [a", "none", "#", "2 2 2"};
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
    if (diagnostics.has_errors() || again != written) return fmt::format("{}\nwritten:\n{}\nread:\n{}", support::told(diagnostics), written, again);
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
  [[nodiscard]] Entered read() override { return next_ < entries_.size() ? entries_[next_++] : Entered{Entered::Kind::end, {}}; }
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
  static_cast<void>(hold(talk.dialogue(), console, [&](const Form&) { shown_when_kept.push_back(console.shown.size()); }));
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
