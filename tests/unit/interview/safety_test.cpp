#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "interview/answers.h"
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
  CHECK(talk.asks() == "Paused. Enter goes on without what is hidden, unlock shows everything again.\n");
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
  Talk talk(begun + support::changed(one_friend, "fear: {afraid: no}", "fear: {}") +
            "complete: {relationships: yes}\n");
  CHECK(talk.asks("afraid of this person"));
  Talk hidden(begun + support::changed(one_friend, "afraid: no", "afraid: yes") + "complete: {relationships: yes}\n");
  CHECK(hidden.asks("SAFETY"));
  hidden.say("x");
  hidden.say("");
  CHECK_FALSE(hidden.asks("SAFETY"));
  hidden.say("unlock");
  CHECK(hidden.asks("SAFETY"));
}

/// A draft with an answer about death in the questionnaire and one about ending life, both alarming.
const std::string alarming =
    asked +
    "onset: 2025-11\nanswers: {start: {alone: yes, words: skipped}, tiny: [0, 0, 2], danger: {thoughts: yes}}\n";

TEST_CASE("a warning is blanked with the screen, and has to be read once it is unlocked") {
  Talk talk(alarming);
  CHECK(talk.asks("SAFETY"));
  talk.say("x");
  CHECK(talk.last().blank);
  for (const char* entry : {"", "ok", "l", ""}) {
    talk.say(entry);
    CHECK_FALSE_MESSAGE(talk.asks("SAFETY"), entry);
    CHECK_FALSE_MESSAGE(talk.asks("danger.thoughts"), entry);
  }
  CHECK_FALSE(talk.has("acknowledged"));
  talk.say("unlock");
  CHECK(talk.asks("SAFETY"));
  talk.say("ok");
  CHECK(talk.has("acknowledged:\n  - thoughts\n  - tiny.dying\n"));
  CHECK(talk.asks("worked out a plan"));
}

TEST_CASE("a blanked screen asks and shows nothing that safety looks at, wherever it was blanked") {
  Talk talk(alarming + "acknowledged: [tiny.dying, thoughts]\n");
  talk.say_all({"l", "7"});
  CHECK(talk.asks("always few"));
  talk.say_all({"x", ""});
  CHECK(talk.asks("Who is important to you?"));  // the plan, which is open, is passed over
  talk.say("l");
  for (const char* part : {"3 A Tiny Scale: not shown now", "4 Danger: not shown now",
                           "7 Ties over the whole life: not shown now", "5 People: open", "1 At the beginning: done"})
    CHECK_MESSAGE(talk.asks(part), part);
  for (const char* entry : {"3", "4", "7"}) CHECK(talk.say(entry).find("no section") != std::string::npos);
  talk.say_all({"1"});
  CHECK(talk.asks("Enter keeps: Yes"));
  talk.say("unlock");
  CHECK(talk.asks("always few"));
  talk.say("b");
  CHECK(talk.asks("Is the patient alone"));
}

TEST_CASE("whatever is entered while the screen is hidden, nothing that is hidden is shown") {
  const std::vector<std::string> entries = {"1",
                                            "2",
                                            "0",
                                            "no",
                                            "yes",
                                            "ok",
                                            "s",
                                            "b",
                                            "",
                                            ".",
                                            "-",
                                            "=",
                                            "x",
                                            "l",
                                            "f",
                                            "1",
                                            "2",
                                            "3",
                                            "4",
                                            "5",
                                            "6",
                                            "7",
                                            "P1",
                                            "e1",
                                            "n a note",
                                            "?",
                                            "friend",
                                            "mother current near far",
                                            "died, 2025-08, P1",
                                            "drop P1",
                                            "2025-11",
                                            "0 1 2",
                                            "012",
                                            "1 2"};
  const std::vector<std::string> secret = {"I felt", "dying", "ending their life", "a plan", "afraid",
                                           "SAFETY", "Often", "At times"};
  for (const char* first : {"1", "3", "5", "7", "f"}) {
    for (std::size_t round = 0; round < 40; ++round) {
      support::Random random(round + 1);
      Talk talk(alarming + support::changed(one_friend, "afraid: no", "afraid: yes") +
                "acknowledged: [tiny.dying, thoughts, P1.fear]\n");
      talk.say_all({"l", first, "x"});
      for (std::size_t i = 0; i < 40 && talk.last().ending == Ending::none; ++i) {
        const std::string& entry = entries[random.below(entries.size())];
        const std::string shown = talk.say(entry) + talk.asks();
        for (const std::string& word : secret)
          CHECK_MESSAGE(shown.find(word) == std::string::npos, fmt::format("{} after {}:\n{}", word, entry, shown));
      }
    }
  }
}

TEST_CASE("the same answer as before tells no answer that is hidden") {
  Talk talk(begun);
  talk.say_all({"l", "4", "1", "ok", "x", "", "l", "7"});
  CHECK(talk.asks("always few"));
  CHECK(talk.say("=").find("nothing to repeat") != std::string::npos);
  CHECK_FALSE(talk.has("few"));
}

TEST_CASE("how much is done tells nothing of what is hidden") {
  const auto list = [](const std::string& fear) {
    Talk talk(begun + support::changed(one_friend, "fear: {afraid: no}", fear) +
              "acknowledged: [P1.fear]\ncomplete: {relationships: yes}\n");
    talk.say_all({"l", "7", "x", "", "l"});
    return talk.asks();
  };
  CHECK(list("fear: {afraid: no}").find("People: ") != std::string::npos);
  CHECK(list("fear: {afraid: yes}") == list("fear: {}"));
}

TEST_CASE("what safety looks at in a tie is hidden also where the tie came after the screen was blanked") {
  const std::string folder = IPI_SOURCE_DIR "/tests/golden/interview/data/";
  std::vector<support::Text> texts;
  for (const char* path :
       {"catalogues/events.yaml", "catalogues/languages.yaml", "catalogues/roles.yaml", "instruments/tiny.yaml",
        "models/small-model.yaml", "protocols/small.yaml", "safety/small-safety.yaml"}) {
    texts.push_back({path, support::file_text(folder + path)});
  }
  texts.back().text +=
      "  - {id: quarrels, level: amber, each: relationships, holds: {this.quarrel: \"yes\"}, statement: \"A quarrel is "
      "reported.\", source: [p]}\n";
  support::World world(texts);
  Talk talk(begun, false, world);
  talk.say_all({"l", "2", "x", ""});
  CHECK(talk.asks("Who is important to you?"));
  talk.say("friend current near near");
  CHECK(talk.asks("Is there anyone else?"));
  talk.say("unlock");
  talk.say_all({"l", "P1"});
  CHECK(talk.asks("Is there a quarrel?"));
}

TEST_CASE("unlock goes back to where the screen was blanked first, also to the end") {
  Talk talk(begun);
  talk.say_all({"l", "2"});
  CHECK(talk.asks("When did it begin?"));
  talk.say_all({"x", "", "friend current near near", "x", "", "unlock"});
  CHECK(talk.asks("When did it begin?"));
  talk.say_all({"l", "f"});
  CHECK(talk.asks("The end"));
  talk.say_all({"x", "", "l", "1", "unlock"});
  CHECK(talk.asks("Questions without an answer"));
}

TEST_CASE("names and addresses are refused gently, and a slip of ours can be overridden") {
  for (const char* entry : {"It is Mary Miller from next door", "ask Mr Jones", "anna@example.org", "call 0170 1234567",
                            "born 12.3.1968", "Anna Schmidt"}) {
    Talk talk("respondent: {age: 58, sex: female, language: en}\nanswers: {start: {alone: yes}}\n");
    CHECK_MESSAGE(talk.say(entry).find("looks as if") != std::string::npos, entry);
    CHECK_FALSE_MESSAGE(talk.has("words"), entry);
    talk.say(entry);
    CHECK_MESSAGE(talk.has("words"), entry);
  }
  for (const char* entry : {"My sister rings every day.", "P1 left. Then E2 came.", "since Christmas",
                            "It began in May 2025", "PHQ and IPT", "Work. Home. School."}) {
    Talk talk("respondent: {age: 58, sex: female, language: en}\nanswers: {start: {alone: yes}}\n");
    talk.say(entry);
    CHECK_MESSAGE(talk.has("words"), entry);
  }
}

}  // namespace
