// The sentences of the formulation: which is said, what it rests on, and how words are put into it.
#include "report/formulation.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "../focus/shipped_forms.h"
#include "../support.h"
#include "report/report.h"

using support::Random;
namespace report = ipi::report;

namespace {

support::World& world() { return support::shipped(); }

struct Formulated {
  explicit Formulated(const std::string& text, const std::string& school = {}, bool keeps_back = false) {
    const ipi::Compiled& any = world().sound("ipt-initial");
    read = std::make_unique<support::ReadForm>(any, text);
    REQUIRE_MESSAGE(!read->diagnostics.has_errors(), support::told(read->diagnostics));
    ipi::Diagnostics diagnostics;
    const auto readings = ipi::readings_of(world().library, read->form, school, diagnostics);
    REQUIRE_MESSAGE(readings.has_value(), support::told(diagnostics));
    assessment = std::make_unique<ipi::Assessment>(ipi::assess(*readings, read->form));
    words = ipi::compile_report(*world().library.reports().find("ipt-report"), *readings->own, diagnostics);
    REQUIRE_MESSAGE(!diagnostics.has_errors(), support::told(diagnostics));
    said = report::formulate(*assessment, words, "en", keeps_back);
  }
  [[nodiscard]] std::string part(std::string_view id) const {
    for (const auto& sentence : said) {
      if (sentence.part->id == id) return sentence.text;
    }
    return "";
  }

  std::unique_ptr<support::ReadForm> read;
  std::unique_ptr<ipi::Assessment> assessment;
  ipi::CompiledReport words;
  std::vector<report::FormulatedSentence> said;
};

std::string file(const std::string& path) { return support::file_text(std::string(IPI_SOURCE_DIR) + path); }

/// What must be true of the formulation of any form.
void check_sound(const Formulated& formulated) {
  CHECK(formulated.said.size() >= 6);
  CHECK(formulated.said.size() <= 10);
  for (const auto& sentence : formulated.said) {
    CAPTURE(sentence.text);
    CHECK(sentence.text.find('{') == std::string::npos);
    CHECK_FALSE((sentence.text[0] >= 'a' && sentence.text[0] <= 'z'));
    // Traceable: what is not the clinician's rests on answers, each of them given, or on what was agreed, and names a
    // work.
    CHECK((sentence.sentence->by_hand || !sentence.answers.empty() || !sentence.facts.empty()));
    for (const ipi::Variable& variable : sentence.answers)
      CHECK(ipi::answer_of(formulated.read->form, variable).given());
    CHECK_FALSE(sentence.sentence->source.keys.empty());
    // What only the clinician can say has a place for it.
    if (sentence.sentence->by_hand && sentence.part->id != "illness")
      CHECK(sentence.text.find("________") != std::string::npos);
  }
}

}  // namespace

TEST_SUITE("report formulation") {
  TEST_CASE("the first example, sentence by sentence") {
    const Formulated formulated(file("/examples/forms/first.yaml"));
    CHECK(formulated.part("illness").starts_with("Since November\u00A02025 you have been ill with a depression"));
    CHECK(formulated.part("happened") == "It began after a death: in August\u00A02025 your mother\u00A0(P2) died.");
    CHECK(formulated.part("whom") == "Your mother\u00A0(P2) stood among those closest to you.");
    CHECK(formulated.part("strengths") == "You are not without support: your daughter\u00A0(P3) can be counted on.");
    // A page without the private answers cannot know whether somebody of whom fear is asked is a support.
    CHECK(Formulated(file("/examples/forms/first.yaml"), "", true).part("strengths").find("P3") == std::string::npos);
    CHECK(formulated.part("runner_up").find("role dispute – your partner\u00A0(P1) – is not forgotten") !=
          std::string::npos);
    CHECK(formulated.part("runner_up").find("something else: your mother\u00A0(P2) died") != std::string::npos);
    CHECK(formulated.part("factors").empty());
    CHECK(formulated.said.size() == 8);
    check_sound(formulated);
  }

  TEST_CASE("another school adds what it asks for") {
    const Formulated formulated(file("/examples/forms/first.yaml"), "stuart");
    CHECK(formulated.part("factors").find("in the body ________") != std::string::npos);
    CHECK(formulated.part("area").find("grief and loss") != std::string::npos);
    CHECK(formulated.said.size() == 9);
  }

  TEST_CASE("a form without a focus is not given one") {
    const Formulated none(file("/examples/forms/none.yaml"));
    CHECK(none.part("area").starts_with("This treatment is made for depression"));
    CHECK(none.part("runner_up").empty());
    check_sound(none);
    const Formulated open(file("/examples/forms/draft.yaml"));
    CHECK(open.part("area").starts_with("Too little has been told yet"));
    check_sound(open);
  }

  TEST_CASE("a choice is left to the patient") {
    const Formulated choice(file("/examples/forms/choose_with_patient.yaml"));
    CHECK(choice.part("area").find("it is for you to say which we begin with") != std::string::npos);
    check_sound(choice);
  }

  TEST_CASE("every published case and example is formulated in six to eight sentences, each traceable") {
    std::size_t forms = 0;
    std::set<std::string> areas;
    for (const char* folder : {"/tests/conformance/cases", "/examples/forms"}) {
      for (const auto& entry : std::filesystem::directory_iterator(std::string(IPI_SOURCE_DIR) + folder)) {
        if (entry.path().extension() != ".yaml") continue;
        CAPTURE(entry.path().string());
        const Formulated formulated(support::file_text(entry.path().string()));
        check_sound(formulated);
        CHECK(formulated.said.size() <= 8);
        const report::MainFocus focus = report::main_focus(*formulated.assessment);
        if (focus.area != nullptr) areas.insert(focus.area->id);
        ++forms;
      }
    }
    CHECK(forms >= 15);
    CHECK(areas.size() >= 4);
  }

  TEST_CASE("random forms are formulated soundly") {
    std::set<std::string> sentences;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
      Random random(seed);
      shipped_forms::Filled filled = shipped_forms::random_form(random, *world().sound("ipt-initial").layout);
      filled.respondent["age"] = "44";
      CAPTURE(seed);
      const Formulated formulated(shipped_forms::text_of(filled));
      check_sound(formulated);
      for (const auto& sentence : formulated.said) sentences.insert(std::string(sentence.sentence->text.original()));
    }
    CHECK(sentences.size() >= 40);
  }

  TEST_CASE("what was agreed on goes before what is suggested") {
    std::string form = file("/examples/forms/first.yaml");
    form += "focus_agreed: {area: role_dispute, subject: P1, by_patient: yes}\n";
    const Formulated formulated(form);
    CHECK(formulated.part("area").starts_with("We call this a role dispute"));
    check_sound(formulated);
  }

  TEST_CASE("an area that was agreed on without anybody listed is still spoken of") {
    const Formulated formulated(
        "form: ipt-initial\nid: x\ndate: 2026-03-04\nrespondent: {age: 40}\nanswers: {intake: {depressive_syndrome: "
        "yes}}\nrelationships: []\nevents: []\nfocus_agreed: {area: grief, by_patient: yes}\n");
    CHECK(formulated.part("happened") == "What happened around the time it began: ________.");
  }

  TEST_CASE("behind a closed gate the reason is the gate's, whatever the points") {
    std::string minor = file("/examples/forms/first.yaml");
    minor.replace(minor.find("age: "), std::string("age: 58").size(), "age: 15");
    CHECK(Formulated(minor).part("area").starts_with("You are young"));
  }

  TEST_CASE("whoever the focus is about is not named as a support") {
    const std::string tie =
        "important: yes, linked: yes, own_tie: {steadies: 4, opens: 4, helps: 4, lingers: 0, exceeds: 0}";
    const std::string form = fmt::format(
        "form: ipt-initial\nid: x\ndate: 2026-03-04\nrespondent: {{age: 40}}\nanswers: {{intake: "
        "{{depressive_syndrome: yes}}}}\nrelationships:\n  - {{person: P1, role: friend, status: current, {0}}}\n  - "
        "{{person: P2, role: friend, status: current, {0}}}\nevents: []\n",
        tie);
    CHECK(Formulated(form).part("strengths").find("P1") != std::string::npos);
    const Formulated agreed(form + "focus_agreed: {area: role_dispute, subject: P1, by_patient: yes}\n");
    CHECK(agreed.part("strengths").find("P1") == std::string::npos);
    CHECK(agreed.part("strengths").find("P2") != std::string::npos);
    check_sound(agreed);
  }

  TEST_CASE("what somebody agreed to is the trace of what is said because of it") {
    const Formulated agreed(
        "form: ipt-initial\nid: x\ndate: 2026-03-04\nrespondent: {age: 40}\nanswers: {intake: {depressive_syndrome: "
        "yes}}\nrelationships: [{person: P1, role: friend, status: current}]\nevents: []\nfocus_agreed: {area: "
        "role_dispute, subject: P1, by_patient: yes}\n");
    for (const auto& sentence : agreed.said) {
      if (sentence.part->id == "area")
        CHECK(sentence.facts == std::vector<std::string>{"focus_agreed.area\u00A0=\u00A0role_dispute",
                                                         "focus_agreed.subject\u00A0=\u00A0P1"});
    }
  }

  TEST_CASE("one birth is not its own runner-up, and its sentence is the kind one") {
    const Formulated birth(
        "form: ipt-initial\nid: x\ndate: 2026-03-04\nonset: 2025-11\nrespondent: {age: 40, context: "
        "[perinatal]}\nanswers: {intake: {depressive_syndrome: yes}}\nrelationships: []\nevents: [{event: E1, kind: "
        "child_born, when: 2025-10, linked: yes, coping: hard, old_role_mourned: yes, pregnancy: {complicated: "
        "yes}}]\n");
    CHECK(birth.part("happened") == "In October\u00A02025 your child was born, and it has not been as you had hoped.");
    CHECK(birth.part("runner_up").empty());
  }

  TEST_CASE("nobody of whom the patient is afraid is named as a support") {
    const std::string tie = "own_tie: {steadies: 4, opens: 4, helps: 4, lingers: 0, exceeds: 0}";
    const auto form = [&](const char* fear) {
      return fmt::format(
          "form: ipt-initial\nid: x\ndate: 2026-03-04\nrespondent: {{age: 40}}\nanswers: {{intake: "
          "{{depressive_syndrome: yes}}, setting: {{alone_and_free: yes}}}}\nrelationships:\n  - {{person: P1, role: "
          "partner, status: current, {}, fear: {{afraid: {}}}}}\nevents: []\n",
          tie, fear);
    };
    CHECK(Formulated(form("never")).part("strengths").find("P1") != std::string::npos);
    CHECK(Formulated(form("now")).part("strengths").find("P1") == std::string::npos);
  }

  TEST_CASE("dates in words") {
    CHECK(report::date_in_words({2025, 8, 0}, "en") == "August\u00A02025");
    CHECK(report::date_in_words({2025, 8, 12}, "en") == "12\u00A0August\u00A02025");
    CHECK(report::date_in_words({2025, 0, 0}, "en") == "2025");
    CHECK(report::date_in_words({2025, 8, 12}, "de") == "2025-08-12");
  }

  TEST_CASE("a text falls into words and placeholders") {
    const auto pieces = ipi::pieces_of("a {b} c{d}");
    REQUIRE(pieces.size() == 4);
    CHECK(pieces[1].is_placeholder);
    CHECK(pieces[1].text == "b");
    CHECK(pieces[3].text == "d");
    CHECK(ipi::pieces_of("{").size() == 1);
    CHECK(ipi::pieces_of("").empty());
  }
}
