#include <doctest/doctest.h>

#include <string>

#include "../support.h"

using ipi::Absence;
using ipi::Group;
using support::ReadForm;
using support::World;

namespace {

const std::string yes_no = "options: [{value: \"yes\", label: \"Yes\"}, {value: \"no\", label: \"No\"}]";

/// A protocol with one of everything: questions of every type, instruments as lists and maps, both rosters.
World& world() {
  static World made(support::together(
      {support::catalogues(),
       {support::instrument(
            "numbered",
            "options: [{value: 0, label: never}, {value: 1, label: sometimes}, {value: 2, label: often}]\n"
            "items: [{id: \"1\", text: x}, {id: \"2\", text: x}, {id: \"3\", text: x}]\nquestions: [{id: extra, text: "
            "x}]\n"
            "scores: [{id: total, method: sum, items: [\"1\", \"2\", \"3\"]}]\n"),
        support::instrument("named",
                            "options: [{value: 1, label: low}, {value: 2, label: high}]\nitems: [{id: alpha, text: x}, "
                            "{id: beta, text: x}]\n"),
        {"protocols/p.yaml",
         fmt::format(
             "protocol: p\ntitle: T\nmodel: m\nsections:\n"
             "  - section: s\n    questions:\n      - {{id: plain, text: x, {0}}}\n      - {{id: several, text: x, "
             "type: multiple, options: [{{value: red, label: r}}, {{value: blue, label: b}}, {{value: green, label: "
             "g}}]}}\n"
             "      - {{id: hours, text: x, type: number, from: 0, to: 24}}\n      - {{id: since, text: x, type: "
             "date}}\n      - {{id: words, text: x, type: text}}\n"
             "      - {{id: whom, text: x, type: entry}}\n      - {{id: mood, text: x, two_times: \"yes\", {0}}}\n"
             "  - onset: {{text: x}}\n  - instrument: numbered\n  - instrument: named\n"
             "  - relationships:\n      roles: roles\n      closeness: {{text: x, options: [{{value: inner, label: "
             "i}}, {{value: outer, label: o}}]}}\n"
             "      questions: [{{id: linked, text: x, {0}}}, {{id: cause, text: x, type: entry}}]\n      instruments: "
             "[{{instrument: named}}]\n"
             "  - events:\n      kinds: events\n      questions: [{{id: hard, text: x, {0}}}]\n",
             yes_no)},
        {"models/m.yaml",
         "model: m\ntitle: T\nconvention: c\nsources: {p: x}\nareas:\n  a: {title: A, indicators: [{id: i, weight: 1, "
         "holds: {s.plain: \"yes\"}, statement: s, source: [p]}]}\n"
         "combine: {minimum: 1, near_tie: 1, second: {at_least: 1, within: 1}, strength: {clear: {points: 1, margin: "
         "1}, likely: {points: 1, margin: 1}}, source: [p]}\n"}}}));
  return made;
}

const std::string head = "form: p\nid: A-1\ndate: 2026-03-04\nrespondent: {age: 40}\n";
const std::string draft = "form: p\nstate: draft\n";

/// Codes and messages with help, one a line.
std::string faults(const std::string& text, const std::string& protocol = "p") {
  const ReadForm read(world().sound(protocol), text);
  std::string all;
  for (const ipi::Diagnostic& said : read.diagnostics.all())
    all += fmt::format("{}{}: {}{}{}", all.empty() ? "" : "\n", said.code, said.message, said.help.empty() ? "" : " | ",
                       said.help);
  return all;
}

const ipi::Answer& answer(const ReadForm& read, std::string_view address) {
  const auto slot = read.form.layout->find_slot(Group::form, address);
  REQUIRE_MESSAGE(slot.has_value(), std::string(address));
  return read.form.answers[*slot];
}

/// The answer in the words of forms.
std::string said(const ReadForm& read, std::string_view address) {
  const auto slot = read.form.layout->find_slot(Group::form, address);
  return ipi::to_text(answer(read, address), *read.form.layout->group(Group::form).slots[*slot].question);
}

std::string entry_said(const ReadForm& read, Group group, std::size_t entry, std::string_view address) {
  const auto slot = read.form.layout->find_slot(group, address);
  REQUIRE_MESSAGE(slot.has_value(), std::string(address));
  return ipi::to_text(read.form.entries(group)[entry].answers[*slot],
                      *read.form.layout->group(group).slots[*slot].question);
}

}  // namespace

TEST_SUITE("read form") {
  TEST_CASE("every kind of answer is read") {
    const ReadForm read(world().sound("p"),
                        head +
                            "onset: 2025-11\nanswers:\n  s: {plain: yes, several: [red, green], hours: 7, since: 2024, "
                            "words: what they said, whom: P1, mood: {before: yes, now: no}}\n"
                            "  numbered: [0, 1, 2]\n  named: {alpha: 1, beta: 2}\n"
                            "relationships:\n  - {person: P1, role: friend, status: current, closeness: {before: "
                            "inner, now: outer}, linked: no, cause: E1, named: {alpha: 2}}\n"
                            "events:\n  - {event: E1, kind: moved, person: P1, when: 2025-10-02, hard: yes}\n"
                            "complete: {relationships: yes, events: no}\ndeclared: {numbered.total: 3}\nfocus_agreed: "
                            "{area: a, by_patient: yes}\nnotes: {E1.hard: \"very\", numbered.2: x, s: y}\n");
    CHECK(support::told(read.diagnostics).empty());
    CHECK(read.form.id == "A-1");
    CHECK_FALSE(read.form.draft);
    CHECK(to_text(*read.form.date) == "2026-03-04");
    CHECK(said(read, "onset") == "2025-11");
    CHECK(said(read, "respondent.age") == "40");
    CHECK(said(read, "s.plain") == "yes");
    CHECK(said(read, "s.several") == "[red, green]");
    CHECK(said(read, "s.hours") == "7");
    CHECK(said(read, "s.since") == "2024");
    CHECK(said(read, "s.words") == "what they said");
    CHECK(said(read, "s.whom") == "P1");
    CHECK(said(read, "s.mood.before") == "yes");
    CHECK(said(read, "s.mood.now") == "no");
    CHECK(said(read, "numbered.3") == "2");
    CHECK(said(read, "numbered.extra") == "skipped");
    CHECK(said(read, "named.beta") == "2");
    CHECK(said(read, "complete.events") == "no");
    CHECK(entry_said(read, Group::relationships, 0, "closeness.before") == "inner");
    CHECK(entry_said(read, Group::relationships, 0, "closeness.now") == "outer");
    CHECK(entry_said(read, Group::relationships, 0, "cause") == "E1");
    CHECK(entry_said(read, Group::relationships, 0, "named.alpha") == "2");
    CHECK(entry_said(read, Group::relationships, 0, "named.beta") == "skipped");
    CHECK(entry_said(read, Group::events, 0, "when") == "2025-10-02");
    CHECK(entry_said(read, Group::events, 0, "hard") == "yes");
    REQUIRE(read.form.declared.size() == 1);
    CHECK(read.form.declared[0].value == ipi::Rational(3));
    REQUIRE(read.form.focus_agreed);
    CHECK(read.form.focus_agreed->by_patient);
    CHECK(read.form.notes.size() == 3);
    CHECK(to_text(answer(read, "s.hours").place) == "form.yaml:7:49");
  }

  TEST_CASE("why there is no answer: what is left out of a final form and of a draft") {
    const std::string body =
        "answers:\n  s: {plain: refused, hours: unknown, since: skipped, whom: not_asked, words: }\n  numbered: "
        "{\"1\": 0}\n"
        "relationships:\n  - {person: P1, role: friend, status: current}\n";
    const ReadForm final_form(world().sound("p"), head + body);
    CHECK(support::told(final_form.diagnostics).empty());
    CHECK(said(final_form, "s.plain") == "refused");
    CHECK(said(final_form, "s.hours") == "unknown");
    CHECK(said(final_form, "s.since") == "skipped");
    CHECK(said(final_form, "s.whom") == "not_asked");
    CHECK(said(final_form, "s.words") == "skipped");
    CHECK(said(final_form, "s.mood.now") == "skipped");
    CHECK(said(final_form, "numbered.2") == "skipped");
    CHECK(said(final_form, "named.alpha") == "not_asked");
    CHECK(entry_said(final_form, Group::relationships, 0, "linked") == "skipped");
    CHECK(entry_said(final_form, Group::relationships, 0, "named.alpha") == "not_asked");
    const ReadForm drafted(world().sound("p"), draft + body);
    CHECK(support::told(drafted.diagnostics).empty());
    CHECK(drafted.form.draft);
    CHECK(said(drafted, "s.plain") == "refused");
    CHECK(said(drafted, "s.words") == "not_asked");
    CHECK(said(drafted, "s.mood.now") == "not_asked");
    CHECK(said(drafted, "numbered.2") == "not_asked");
    CHECK(entry_said(drafted, Group::relationships, 0, "linked") == "not_asked");
    CHECK(said(drafted, "respondent.context") == "[]");
  }

  TEST_CASE("one word for all of an instrument, of a pair and of a roster") {
    const ReadForm read(world().sound("p"), head +
                                                "answers:\n  numbered: refused\n  named: not_asked\n  s: {mood: "
                                                "unknown}\nrelationships: refused\nevents: not_asked\n");
    CHECK(support::told(read.diagnostics).empty());
    for (const char* address : {"numbered.1", "numbered.2", "numbered.3", "numbered.extra"})
      CHECK(said(read, address) == "refused");
    CHECK(said(read, "named.beta") == "not_asked");
    CHECK(said(read, "s.mood.before") == "unknown");
    CHECK(said(read, "s.mood.now") == "unknown");
    CHECK_FALSE(read.form.relationships_asked);
    CHECK_FALSE(read.form.events_asked);
  }

  TEST_CASE("an empty list means asked, no key means not asked") {
    const ReadForm asked(world().sound("p"), head + "relationships: []\n");
    CHECK(asked.form.relationships_asked);
    CHECK_FALSE(asked.form.events_asked);
    const ReadForm blank(world().sound("p"), head + "relationships:\n");
    CHECK_FALSE(blank.form.relationships_asked);
  }

  TEST_CASE("an instrument on its own, with and without its name") {
    const auto& compiled = world().sound("numbered");
    const ReadForm named(compiled, "form: numbered\nanswers:\n  numbered: {\"1\": 2, extra: 1}\n");
    const ReadForm bare(compiled, "form: numbered\nanswers: {\"1\": 2, extra: 1}\n");
    const ReadForm listed(compiled, "form: numbered\nanswers: [2, 0, 1]\n");
    const ReadForm listed_by_name(compiled, "form: numbered\nanswers: {numbered: [2, 0, 1]}\n");
    const ReadForm refused(compiled, "form: numbered\nanswers: refused\n");
    for (const ReadForm* read : {&named, &bare, &listed, &listed_by_name}) {
      CHECK(support::told(read->diagnostics).empty());
      CHECK(said(*read, "numbered.1") == "2");
    }
    CHECK(said(named, "numbered.extra") == "1");
    CHECK(said(listed, "numbered.3") == "1");
    CHECK(said(refused, "numbered.2") == "refused");
    CHECK(faults("form: numbered\n", "numbered").empty());
  }

  TEST_CASE("E0303: what a final form needs") {
    CHECK(faults("form: p\nid: A-1\ndate: 2026-03-04\n") ==
          "E0303: a final form needs the respondent's age | add respondent: {age: ...}; under 18 other rules hold");
    CHECK(faults("form: p\nid: A-1\ndate: 2026-03-04\nrespondent: {age: refused}\n") ==
          "E0303: a final form needs the respondent's age | add respondent: {age: ...}; under 18 other rules hold");
    CHECK(faults("form: p\nrespondent: {age: 40}\n") ==
          "E0203: a form needs a key 'id' | add a line 'id: ...'\nE0203: a form needs a key 'date' | add a line 'date: "
          "...'");
    CHECK(faults("form: p\nid:\ndate:\nrespondent: {age: 40}\n") ==
          "E0303: a final form needs its id | a code of your own, such as A-017\nE0303: a final form needs its date | "
          "write YYYY-MM-DD");
    CHECK(faults("form: p\nstate: draft\nid:\ndate:\n").empty());
    CHECK(faults(draft).empty());
    const ReadForm read(
        world().sound("p"),
        head + "relationships:\n  - {person: P1, role: unknown, status: current}\nevents:\n  - {event: E1, kind: }\n");
    CHECK(support::told(read.diagnostics) == R"(error[E0303]: the role of P1 must be known
 --> form.yaml:6:24
  |
6 |   - {person: P1, role: unknown, status: current}
  |                        ^^^^^^^
  = help: choose the nearest one
error[E0303]: the kind of E1 must be known
 --> form.yaml:8:17
  |
8 |   - {event: E1, kind: }
  |                 ^^^^
  = help: choose the nearest kind, for example other_change
)");
  }

  TEST_CASE("E0304: what is no answer") {
    const std::string rest = "; or skipped, refused, unknown, not_asked";
    const auto at = [](const std::string& text) { return faults(head + "answers: {s: {" + text + "}}\n"); };
    CHECK(at("plain: maybe") == "E0304: 'maybe' is no answer to s.plain | one of: yes, no" + rest);
    CHECK(at("plain: unknwon") ==
          "E0304: 'unknwon' is no answer to s.plain | did you mean 'unknown'? one of: yes, no" + rest);
    CHECK(at("plain: true") == "E0304: 'true' is no answer to s.plain | write yes as a word");
    CHECK(at("plain: false") == "E0304: 'false' is no answer to s.plain | write no as a word");
    CHECK(at("plain: \"Yes\"") == "E0304: 'Yes' is no answer to s.plain | 'Yes' is a label; its value is yes");
    CHECK(at("plain: [yes]") == "E0304: s.plain takes a single answer, not a list | one of: yes, no" + rest);
    CHECK(at("plain: {a: yes}") == "E0304: s.plain takes a single answer, not a map | one of: yes, no" + rest);
    CHECK(at("several: [red, pink]") == "E0304: 'pink' is no answer to s.several | one of: red, blue, green" + rest);
    CHECK(at("several: [[red]]") == "E0304: s.several is a list of words");
    CHECK(at("several: red").empty());
    CHECK(at("hours: 25") == "E0304: s.hours cannot be 25 | a number from 0 to 24");
    CHECK(at("hours: -1") == "E0304: s.hours cannot be -1 | a number from 0 to 24");
    CHECK(at("hours: 24").empty());
    CHECK(at("hours: 07").substr(0, 48) == "E0304: '07' is no whole number: it has a leading");
    CHECK(at("since: 2025-13") == "E0304: '2025-13' is no date for s.since | write YYYY, YYYY-MM or YYYY-MM-DD");
    CHECK(at("since: 03/2025") == "E0304: '03/2025' is no date for s.since | write YYYY, YYYY-MM or YYYY-MM-DD");
    CHECK(faults(head + "answers: {numbered: [0, 1, often]}\n") ==
          "E0304: 'often' is no answer to numbered.3 | 'often' is a label; its value is 2");
    CHECK(faults(head + "answers: {numbered: [0, 1, 3]}\n") ==
          "E0304: '3' is no answer to numbered.3 | one of: 0 (never), 1 (sometimes), 2 (often)" + rest);
    CHECK(faults("form: p\nid: A-1\ndate: soon\nrespondent: {age: 40}\n") ==
          "E0304: 'soon' is no date | write YYYY-MM-DD");
    CHECK(faults("form: p\nid: A-1\ndate: 2026-03-04\nrespondent: {age: 121}\n") ==
          "E0304: respondent.age cannot be 121 | a number from 0 to 120");
    CHECK(faults("form: p\nid: A-1\ndate: 2026-03-04\nrespondent: {age: 40, context: [perinatal]}\n") ==
          "E0304: 'perinatal' is no answer to respondent.context | none is defined in the definitions in force; leave "
          "it empty");
    CHECK(faults(head + "declared: {numbered.total: many}\n") == "E0304: 'many' is no number");
  }

  TEST_CASE("E0305: answers of the wrong shape") {
    CHECK(faults(head + "answers: {numbered: 3}\n") ==
          "E0305: the answers to numbered are a list or a map | or one word for all of it: skipped, refused, unknown, "
          "not_asked");
    CHECK(faults(head + "answers: {named: [1, 2]}\n") ==
          "E0305: the answers to named are a map: its items have names, not numbers | write named: {alpha: ..., ...}");
    CHECK(faults(head + "answers: {numbered: [0, 1]}\n") ==
          "E0305: numbered has 3 items, but 2 answers are listed | write 'skipped' for one that was left out, or use a "
          "map: {\"1\": ..., \"2\": ...}");
    CHECK(faults(head + "answers: {numbered: [0, 1, 2, 0]}\n").substr(0, 58) ==
          "E0305: numbered has 3 items, but 4 answers are listed | wr");
    CHECK(faults(head + "relationships: {P1: friend}\n") ==
          "E0305: 'relationships' is a list, one entry a line | write 'relationships: []' if it was asked and there is "
          "none");
    CHECK(faults(head + "declared: [1]\n") ==
          "E0305: declared scores are a map from scores to numbers | for example declared: {INSTRUMENT.total: 14}");
    CHECK(faults(head + "notes: [1]\n") ==
          "E0305: notes are a map from addresses to texts | for example notes: {E1.when: \"...\"}");
  }

  TEST_CASE("E0306: asked for two times") {
    CHECK(faults(head + "answers: {s: {mood: yes}}\n") ==
          "E0306: mood is asked for two times | write mood: {before: ..., now: ...}");
    CHECK(faults(head + "relationships:\n  - {person: P1, role: friend, status: current, closeness: inner}\n") ==
          "E0306: closeness is asked for two times | write closeness: {before: ..., now: ...}");
    CHECK(faults(head + "answers: {s: {mood: {befor: yes}}}\n") ==
          "E0201: the two times has no key 'befor' | did you mean 'before'?");
  }

  TEST_CASE("E0307 and E0308: codes, and one for each") {
    CHECK(faults("form: p\nid: Jane Doe\ndate: 2026-03-04\nrespondent: {age: 40}\n") ==
          "E0307: 'Jane Doe' is not a code | forms are anonymous: letters, digits, '-', '_' and '.', such as A-017");
    CHECK(faults(head + "relationships:\n  - {person: Anna, role: friend, status: current}\n") ==
          "E0307: 'Anna' is not a code | forms are anonymous: call people P1, P2, ...");
    CHECK(faults(head + "relationships:\n  - {person: \"12\", role: friend, status: current}\n") ==
          "E0307: '12' is not a code | forms are anonymous: call people P1, P2, ...");
    CHECK(faults(head + "events:\n  - {event: Moving, kind: moved}\n") ==
          "E0307: 'Moving' is not a code | number the events: E1, E2, ...");
    CHECK(faults(head + "relationships:\n  - {person: P1, role: friend, status: current}\n  - {person: P1, role: "
                        "partner, status: current}\n") ==
          "E0308: 'P1' is given to two entries | each entry has a code of its own");
    CHECK(faults(head + "relationships:\n  - {person: X1, role: friend, status: current}\nevents:\n  - {event: X1, "
                        "kind: moved}\n") == "E0308: 'X1' is given to two entries | each entry has a code of its own");
  }

  TEST_CASE("E0309: codes of nothing, or of itself") {
    const std::string one = "relationships:\n  - {person: P1, role: friend, status: current, cause: ";
    CHECK(faults(head + one + "P2}\n") ==
          "E0309: cause names 'P2', which is no entry of this form | did you mean 'P1'? or write none");
    CHECK(faults(head + one + "P1}\n") ==
          "E0309: cause cannot name itself | write the code of a listed entry, or none");
    CHECK(faults(head + one + "none}\n").empty());
    CHECK(faults(head + one + "E1}\nevents:\n  - {event: E1, kind: moved}\n").empty());
    CHECK(faults(head + "events:\n  - {event: E1, kind: moved}\n  - {event: E2, kind: moved, person: E1}\n")
              .substr(0, 61) == "E0309: person names 'E1', which is no relationship of this fo");
    CHECK(faults(head + "answers: {s: {whom: P7}}\n") ==
          "E0309: s.whom names 'P7', which is no entry of this form | write the code of a listed entry, or none");
  }

  TEST_CASE("E0310: an onset after the form's date") {
    CHECK(faults(head + "onset: 2026-04\n") ==
          "E0310: the onset 2026-04 lies after the form's date 2026-03-04 | one of the two dates is wrong");
    CHECK(faults(head + "onset: 2026-03\n").empty());
    CHECK(faults(head + "onset: 2026\n").empty());
    CHECK(faults(head + "onset: 2027\n").substr(0, 5) == "E0310");
  }

  TEST_CASE("E0311: scores and addresses that the form does not have") {
    CHECK(faults(head + "declared: {numbered.totl: 3}\n") ==
          "E0311: there is no score 'numbered.totl' in this protocol | did you mean 'numbered.total'?");
    CHECK(faults(head + "notes: {E9.when: x}\n") ==
          "E0311: a note to 'E9.when', which is nothing of this form | use the address of an answer, such as E1.when");
    CHECK(faults(head + "relationships:\n  - {person: P1, role: friend, status: current}\nnotes: {P1: a, P1.closeness: "
                        "b, P1.named: c, P1.named.alpha: d, relationships: e}\n")
              .empty());
    CHECK(faults(head + "relationships:\n  - {person: P1, role: friend, status: current}\nnotes: {P1.nothing: a}\n")
              .substr(0, 5) == "E0311");
  }

  TEST_CASE("keys that nobody asked for have the nearest") {
    CHECK(faults(head + "anwsers: {}\n") == "E0201: a form has no key 'anwsers' | did you mean 'answers'?");
    CHECK(faults(head + "answers: {numberd: refused}\n") ==
          "E0201: the block of answers has no key 'numberd' | did you mean 'numbered'?");
    CHECK(faults(head + "answers: {s: {plan: yes}}\n") ==
          "E0201: the block s has no key 'plan' | did you mean 'plain'?");
    CHECK(faults(head + "state: finl\n") == "E0209: 'finl' is no state | did you mean 'final'? one of: final, draft");
    CHECK(faults(head + "complete: {relationships: yes, event: yes}\n") ==
          "E0201: what is complete has no key 'event' | did you mean 'events'?");
  }

  TEST_CASE("what was valid is kept beside a fault, for safety to look at") {
    const ReadForm read(world().sound("p"), head + "answers:\n  s: {plain: yes, hours: 99}\n  numbered: [0, 9, 2]\n");
    CHECK(support::codes(read.diagnostics) == "E0304 E0304");
    CHECK(said(read, "s.plain") == "yes");
    CHECK(said(read, "numbered.1") == "0");
    CHECK(said(read, "numbered.3") == "2");
    CHECK_FALSE(answer(read, "numbered.2").given());
    CHECK_FALSE(answer(read, "s.hours").given());
  }

  TEST_CASE("seeded fault: an instrument whose first two options trade places reads otherwise") {
    // The reader goes by values, not by places; a definition with values exchanged must be seen through.
    World exchanged(support::together(
        {support::catalogues(),
         {support::instrument(
             "numbered",
             "options: [{value: 1, label: never}, {value: 0, label: sometimes}]\nitems: [{id: \"1\", text: x}]\n")}}));
    const ReadForm read(exchanged.sound("numbered"), "form: numbered\nanswers: [0]\n");
    const ReadForm right(world().sound("numbered"), "form: numbered\nanswers: [0, 0, 0]\n");
    CHECK(answer(read, "numbered.1").chosen != answer(right, "numbered.1").chosen);
    CHECK(said(read, "numbered.1") == said(right, "numbered.1"));
  }
}
