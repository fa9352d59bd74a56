#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "interview/answers.h"
#include "talk.h"

namespace {

using namespace talking;

TEST_CASE("an option is meant by its number, its value, two letters of its label or of a word in it") {
  const auto& roles =
      world().sound("small").layout->group(Group::relationships).slots[relationship_slot::role].question->options;
  for (const char* entry : {"1", "partner", "PARTNER", "Pa", "spouse", "sp", "Partner or spouse"}) {
    const auto match = match_option(roles, entry, "en");
    CHECK_MESSAGE(match.option == std::optional<std::size_t>(0), entry);
  }
  for (const char* entry : {"0", "4", "p", "", "xy", "01", "1."})
    CHECK_MESSAGE(!match_option(roles, entry, "en").option, entry);
  CHECK(match_option(roles, "mu", "de").option == std::optional<std::size_t>(1));
  const std::vector<Option> alike = {
      {"a", {}, {"en", "No one"}, {}}, {"b", {}, {"en", "No"}, {}}, {"c", {}, {"en", "None at all"}, {}}};
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
  const std::vector<Option> lately = {
      {"never", {}, {"en", "Never"}, {}}, {"past", {}, {"en", "Long ago"}, {}}, {"now", {}, {"en", "Now"}, {}}};
  CHECK_FALSE(match_option(lately, "no", "en").option);
  CHECK(match_option(lately, "now", "en").option == std::optional<std::size_t>(2));
  const std::vector<Option> degree = {{"0", Rational(0), {"en", "Not at all"}, {}},
                                      {"1", Rational(1), {"en", "Yes, somewhat"}, {}}};
  CHECK_FALSE(match_option(degree, "no", "en").option);
  CHECK(match_option(degree, "not", "en").option == std::optional<std::size_t>(0));
  CHECK(match_option(degree, "yes", "en").option == std::optional<std::size_t>(1));
}

TEST_CASE("numbers are values where a questionnaire prints values, also downwards") {
  const std::vector<Option> printed = {{"3", Rational(3), {"en", "Always"}, {}},
                                       {"0", Rational(0), {"en", "Never"}, {}}};
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

TEST_CASE("reasons for no answer are kept apart") {
  for (const auto& [entry, word] : std::vector<std::pair<std::string, std::string>>{
           {"s", "skipped"}, {"r", "refused"}, {"u", "unknown"}, {"S", "skipped"}, {"refused", "refused"}}) {
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

TEST_CASE("an option is meant by the other words for it, and a slip of one is told what it may mean") {
  const auto& roles =
      world().sound("small").layout->group(Group::relationships).slots[relationship_slot::role].question->options;
  for (const char* entry : {"husband", "Wife", "best friend"})
    CHECK_MESSAGE(match_option(roles, entry, "en").option.has_value(), entry);
  CHECK_FALSE(
      match_option(roles, "husb", "en").option);  // such a word counts whole, or it would take letters from a label
  CHECK(did_you_mean(roles, "husbnd current near", "en") == "did you mean 1 Partner or spouse?");
  CHECK(did_you_mean(roles, "freind", "en") == "did you mean 3 Friend?");
  const std::vector<Option> parents = {{"mother", {}, {"en", "Mother"}, {}, {"mum", "mom"}}};
  for (const char* entry : {"tom", "Miller", "", "x"}) CHECK_MESSAGE(did_you_mean(parents, entry, "en") == "", entry);
}

TEST_CASE("a person is added in the words that people use, and none is added by a slip") {
  Talk talk(begun);
  CHECK(talk.say("my husband dead s s").find("P1: Partner or spouse, Deceased") != std::string::npos);
  CHECK(talk.say("best friend died, near, near").find("P2: Friend, Deceased, Near, Near") != std::string::npos);
  CHECK(talk.say("husbnd").find("did you mean 1 Partner or spouse?") != std::string::npos);
  CHECK(talk.say("mother gone")
            .find("'gone' is no answer to status: 1 current, 2 ended, 3 deceased. Nothing is added.") !=
        std::string::npos);
  CHECK(talk.say("mother current nearby near").find("'nearby' is no answer to closeness before: 1 near, 2 far.") !=
        std::string::npos);
  CHECK_FALSE(talk.has("P3"));
}

TEST_CASE("an entry with answers goes only when that is said twice") {
  Talk talk(begun + one_friend + "complete: {relationships: yes}\n");
  CHECK((talk.say("l"), talk.say("drop P1")).find("drop P1 once more") != std::string::npos);
  CHECK(talk.has("P1"));
  talk.say_all({"", "l"});
  CHECK(talk.say("drop P1").find("once more") != std::string::npos);  // the first time is forgotten
  CHECK(talk.say("drop p1").find("P1 is taken out") != std::string::npos);
  CHECK_FALSE(talk.has("P1"));
  Talk bare(begun + "relationships:\n  - {person: P1, role: friend}\n");
  bare.say("l");
  CHECK(bare.say("drop P1").find("P1 is taken out") != std::string::npos);
}

TEST_CASE("no interview is held in the future, nor before the onset") {
  Talk talk(asked + "onset: 2025-11\n");
  const Form& form = talk.dialogue().form();
  CHECK(why_not_held_on(form, {2026, 3, 4}, PartialDate{2026, 3, 4}) == "");
  CHECK(why_not_held_on(form, {2026, 3, 5}, PartialDate{2026, 3, 4}) ==
        "5 March 2026 is still to come: today is 4 March 2026.");
  CHECK(why_not_held_on(form, {2026, 3, 0}, PartialDate{2026, 3, 4}) == "");
  CHECK(why_not_held_on(form, {2027, 0, 0}, PartialDate{2026, 3, 4}) ==
        "2027 is still to come: today is 4 March 2026.");
  CHECK(why_not_held_on(form, {2025, 10, 1}, std::nullopt) == "1 October 2025 lies before the onset, November 2025.");
}

TEST_CASE("a code is a word that a file can be called") {
  for (const char* id : {"A-017", "1.b_2", "x"}) CHECK_MESSAGE(why_no_id(id) == "", id);
  for (const char* id : {"", "John Smith", "john@x.org", "../evil", "a/b", ".hidden", "-o", "\xC3\xA4"})
    CHECK_MESSAGE(why_no_id(id).find("is no code") != std::string::npos, id);
  CHECK(why_no_id(std::string(65, 'a')) != "");
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
  Talk talk(
      "respondent: {age: unknown, sex: skipped, language: skipped}\nrelationships:\n  - {person: P1, role: friend}\n");
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

}  // namespace
