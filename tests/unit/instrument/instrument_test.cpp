#include "instrument/instrument.h"

#include <doctest/doctest.h>

#include <string>

#include "../support.h"

namespace {

struct Read {
  explicit Read(std::string text) : file("t.yaml", std::move(text)), document(ipi::yaml::read(file, diagnostics)) {
    REQUIRE_MESSAGE(document.has_value(), support::told(diagnostics));
    instrument = ipi::read_instrument(*document, diagnostics);
  }
  ipi::Diagnostics diagnostics;
  ipi::SourceFile file;
  std::optional<ipi::yaml::Document> document;
  ipi::Instrument instrument;
};

/// Code, message and help of each fault of an instrument with this body, one a line.
std::string faults(const std::string& body) {
  const Read read(support::instrument("t", body).text);
  std::string all;
  for (const ipi::Diagnostic& said : read.diagnostics.all())
    all += fmt::format("{}{}: {}{}{}", all.empty() ? "" : "\n", said.code, said.message, said.help.empty() ? "" : " | ",
                       said.help);
  return all;
}

const std::string figures = "options: [{value: 0, label: a}, {value: 1, label: b}]\n";
const std::string two_items = figures + "items: [{id: \"1\", text: x}, {id: \"2\", text: x}]\n";

}  // namespace

TEST_SUITE("instrument") {
  TEST_CASE("everything of an instrument is read") {
    const Read read(R"(instrument: t
revision: 3
title: {en: Title, de: Titel}
construct: c
language: en
period: last week
citation: {text: A paper, doi: 10.1/x}
licence: {item_text: verbatim, basis: CC, notice: printed}
text_confirmed: "no"
validated: {ages: {from: 18, to: 65}, languages: [en, de], source: {text: x, confirmed: "no"}}
options: [{value: 0, label: never}, {value: 1, label: always}]
items:
  - {id: "1", text: one}
  - {id: "2", text: two, reverse: "yes"}
questions:
  - {id: hours, text: how many, type: number, from: 0, to: 24}
scores:
  - {id: total, title: Total, method: sum, items: ["1", "2"], missing: {rule: prorate, at_least: 1},
     higher: better, source: {text: x}}
safety: [{id: i, level: amber, holds: {"1": 1}, statement: look}]
reliable_change: [{score: total, change: 1.5, kind: retest, confidence: 90, source: {text: y}}]
notes: [one trap]
examples: [{answers: [1, 0], expect: {total: 2}}]
)");
    CHECK(support::told(read.diagnostics).empty());
    const ipi::Instrument& t = read.instrument;
    CHECK(t.id == "t");
    CHECK(t.revision == 3);
    CHECK(t.title.in("de") == "Titel");
    CHECK(t.doi == "10.1/x");
    CHECK(t.licence.item_text == "verbatim");
    CHECK_FALSE(t.text_confirmed);
    CHECK(t.validated.from_age == 18);
    CHECK(t.validated.to_age == 65);
    CHECK_FALSE(t.validated.source.confirmed);
    CHECK(t.items == 2);
    REQUIRE(t.questions.size() == 3);
    CHECK(t.questions[1].reverse);
    CHECK(t.questions[1].keyed(0) == ipi::Rational(1));
    CHECK(t.questions[2].highest == 24);
    CHECK(t.takes_list());
    REQUIRE(t.scores.size() == 1);
    CHECK(t.scores[0].missing == ipi::MissingRule::prorate);
    CHECK(t.scores[0].at_least == 1);
    CHECK_FALSE(t.scores[0].higher_is_worse);
    CHECK_FALSE(t.safety.at(0).red);
    CHECK(t.reliable_changes.at(0).change == ipi::Rational(3, 2));
    CHECK(t.reliable_changes.at(0).confidence == 90);
    CHECK(t.notes == std::vector<std::string>{"one trap"});
    CHECK(t.examples.size() == 1);
    CHECK(to_text(t.scores[0].method) == "sum");
    CHECK(to_text(t.scores[0].missing) == "prorate");
  }

  TEST_CASE("a list of answers is taken only for ids 1 to n") {
    CHECK(Read(support::instrument("t", two_items).text).instrument.takes_list());
    CHECK_FALSE(Read(support::instrument("t", figures + "items: [{id: \"2\", text: x}, {id: \"1\", text: x}]\n").text)
                    .instrument.takes_list());
    CHECK_FALSE(Read(support::instrument("t", figures + "items: [{id: a, text: x}]\n").text).instrument.takes_list());
    CHECK_FALSE(Read(support::instrument("t", "").text).instrument.takes_list());
  }

  TEST_CASE("what is missing is told in one run") {
    const Read read("instrument: t\n");
    CHECK(support::codes(read.diagnostics) == "E0203 E0203 E0203 E0203");
  }

  TEST_CASE("E0220 to E0222: options") {
    CHECK(faults("options: []\n") == "E0220: options are a list of {value, label}");
    CHECK(faults("options: [{value: refused, label: a}]\n") ==
          "E0220: 'refused' says why there is no answer and cannot be one");
    CHECK(faults("options: [{value: 0, label: a}, {value: 0, label: b}]\n") ==
          "E0221: the value 0 is given to two options");
    std::string many = "options:\n";
    for (int i = 0; i < 64; ++i) many += fmt::format("  - {{value: {}, label: x}}\n", i);
    CHECK(faults(many) == "E0222: 64 options are more than the 63 that a question can have");
  }

  TEST_CASE("E0220, E0223, E0224: questions") {
    CHECK(faults(figures + "items: [{id: unknown, text: x}]\n") ==
          "E0220: 'unknown' says why there is no answer and cannot be an id");
    CHECK(faults("questions: [{id: a, text: x, type: number, from: 2}]\n") ==
          "E0223: a question for a number says its range | add from: and to:, both included");
    CHECK(faults("questions: [{id: a, text: x, type: number, from: 2, to: 1}]\n") ==
          "E0223: a question for a number says its range | add from: and to:, both included");
    CHECK(faults("questions: [{id: a, text: x}]\n") ==
          "E0224: question 'a' offers no options | add options:, here or for the whole file");
    CHECK(faults("questions: [{id: a, text: x, options: yes_no}]\n") ==
          "E0224: there is no option set 'yes_no' | list the options, or name a set of option_sets");
    CHECK(faults("questions: [{id: a, text: x, type: text, options: [{value: 1, label: a}]}]\n") ==
          "E0224: a question for a text has no options");
    CHECK(faults("questions: [{id: a, text: x, type: txt}]\n").substr(0, 36) == "E0209: 'txt' is no type of answer | ");
  }

  TEST_CASE("E0225 and E0226: texts and ids") {
    CHECK(faults("notes: []\nperiod: [a]\n") == "E0225: a text is a string, or a map from languages to strings");
    CHECK(faults("period: {english: a}\n") ==
          "E0225: 'english' is no language code | use two letters (ISO 639-1), such as en");
    CHECK(faults(figures + "items: [{id: a, text: x}, {id: a, text: x}]\n") ==
          "E0226: two questions are called 'a' | ids are unique within a file");
    CHECK(faults(two_items + "scores: [{id: \"1\", method: sum, items: [\"2\"]}]\n") ==
          "E0226: the id '1' is taken | items and scores share one namespace");
    CHECK(
        faults(two_items + "scores: [{id: s, method: sum, items: [\"2\"]}, {id: s, method: sum, items: [\"1\"]}]\n") ==
        "E0226: the id 's' is taken | items and scores share one namespace");
  }

  TEST_CASE("E0227 to E0229: what a score adds up") {
    CHECK(faults(figures + "items: [{id: alone, text: x}]\nscores: [{id: s, method: sum, items: [alome, alone]}]\n") ==
          "E0227: there is no question 'alome' here | did you mean 'alone'?");
    CHECK(faults(two_items + "scores: [{id: s, method: sum, scores: [later]}]\n").substr(0, 45) ==
          "E0227: there is no earlier score 'later' here");
    CHECK(faults("items: [{id: a, text: x, options: [{value: few, label: x}]}]\nscores: [{id: s, method: sum, items: "
                 "[a]}]\n")
              .substr(0, 61) == "E0228: 'a' is not answered in numbers and cannot be added up\n");
    CHECK(faults(two_items + "scores: [{id: s, method: sum, items: [\"1\", \"2\", \"1\"]}]\n") ==
          "E0229: '1' would be counted twice | list it once");
    CHECK(
        faults(
            two_items +
            "scores: [{id: s, method: count, count: [{items: [\"1\"], from: 1}, {items: [\"1\", \"2\"], to: 0}]}]\n") ==
        "E0229: '1' would be counted twice");
    CHECK(faults("reliable_change: [{score: s, change: 1, source: {text: x}}]\n") ==
          "E0227: there is no score 's' here");
  }

  TEST_CASE("E0230 and E0231: how a score is made") {
    const std::string help =
        " | sum and mean take items: or scores:, count takes count:, weighted takes weights:, criterion takes holds:";
    CHECK(faults(two_items + "scores: [{id: s, method: sum}]\n") ==
          "E0230: score 's' does not say what it is a sum of" + help);
    CHECK(faults(two_items + "scores: [{id: s, method: count, items: [\"1\"]}]\n") ==
          "E0230: score 's' does not say what it is a count of" + help);
    CHECK(faults(two_items + "scores: [{id: s, method: criterion, items: [\"1\"]}]\n") ==
          "E0230: score 's' does not say what it is a criterion of" + help);
    CHECK(faults(two_items + "scores: [{id: s, method: mean, items: [\"1\"], holds: {\"1\": 1}}]\n") ==
          "E0230: score 's' does not say what it is a mean of" + help);
    CHECK(faults(two_items + "scores: [{id: s, method: count, count: [{items: [\"1\"]}]}]\n") ==
          "E0230: which answers count? | add from: or to:");
    const std::string rule = two_items + "scores: [{id: s, method: sum, items: [\"1\", \"2\"], missing: {rule: prorate";
    for (const char* floor : {"", ", at_least: 0", ", at_least: 3"}) {
      CHECK(faults(rule + floor + "}}]\n") ==
            "E0231: how many answers does the rule demand? | add at_least: with a number from 1 to 2");
    }
    CHECK(faults(rule + ", at_least: 1}}]\n").empty());
    CHECK(faults(rule + ", at_least: 2}}]\n").empty());
  }

  TEST_CASE("E0232 and E0233: bands and sources") {
    const auto bands = [](const std::string& list) {
      return faults(two_items + "scores: [{id: s, method: sum, items: [\"1\"], bands: [" + list + "]}]\n");
    };
    CHECK(bands("{label: a}") == "E0232: a band starts from: a value or above: it | give exactly one of the two");
    CHECK(bands("{from: 0, above: 0, label: a}") ==
          "E0232: a band starts from: a value or above: it | give exactly one of the two");
    CHECK(bands("{from: 1, label: a}, {from: 0, label: b}") ==
          "E0232: bands go upwards | each starts higher than the one before");
    CHECK(bands("{from: 0, label: a}, {from: 0, label: b}") ==
          "E0232: bands go upwards | each starts higher than the one before");
    CHECK(faults("validated: {source: {confirmed: \"no\"}}\n") ==
          "E0233: a source names a work | add text:, or keys: of the listed works");
  }

  TEST_CASE("E0236: nothing of an instrument is asked for two times") {
    const Read read(
        support::instrument("t", "questions:\n  - {id: a, text: x, type: text, two_times: \"yes\"}\n").text);
    CHECK(support::told(read.diagnostics) == R"(error[E0236]: 'a' of an instrument cannot be asked for two times
 --> t.yaml:7:5
  |
7 |   - {id: a, text: x, type: text, two_times: "yes"}
  |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = help: name the instrument once for each time, or make it a question of the protocol
)");
  }

  TEST_CASE("a misspelt key has the nearest") {
    CHECK(faults(figures + "items: [{id: \"1\", text: x, revers: \"yes\"}]\n") ==
          "E0201: a question has no key 'revers' | did you mean 'reverse'?");
    CHECK(faults("scorse: []\n") == "E0201: an instrument has no key 'scorse' | did you mean 'scores'?");
    CHECK(faults(figures + "items: [{id: \"1\", text: x, reverse: true}]\n") ==
          "E0205: 'reverse' must be yes or no, not 'true' | write yes or no");
  }
}
