#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "ipi/interview/answers.h"
#include "talk.h"

namespace {

using namespace talking;

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

TEST_CASE("no to the rest leaves the questions of safety to be asked one by one") {
  Talk talk(begun + "relationships: []\nevents: []\ncomplete: {relationships: yes, events: yes}\n");
  CHECK(talk.asks("always few"));
  talk.say(".");
  CHECK(talk.has("few: \"no\"\n    confidant: \"no\"\n    shy: \"no\"\n"));
  Talk careful(support::changed(begun, "danger: {thoughts: no}", "danger: {}"));
  CHECK(careful.say(".").find("one by one") != std::string::npos);
  CHECK_FALSE(careful.has("danger"));
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

}  // namespace
