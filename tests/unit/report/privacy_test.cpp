// A report without private answers cannot tell what they were: the person feared may read it.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "../focus/shipped_forms.h"
#include "../support.h"
#include "report/report.h"

using ipi::Group;
using shipped_forms::Answers;
using shipped_forms::Filled;
using support::Random;
namespace report = ipi::report;

namespace {

support::World& world() { return support::shipped(); }

const ipi::Compiled& reading(const std::vector<std::string>& contexts) {
  const ipi::Compiled* compiled = world().library.compiled("ipt-initial", {"", contexts}, world().diagnostics);
  REQUIRE_MESSAGE(compiled != nullptr, support::told(world().diagnostics));
  return *compiled;
}

/// The whole of it in both formats.
std::string page_of(const ipi::Form& form, const ipi::Compiled& compiled, const report::ReportOptions& options) {
  ipi::Diagnostics diagnostics;
  const ipi::CompiledReport words =
      ipi::compile_report(*world().library.reports().find(compiled.layout->protocol().report), compiled, diagnostics);
  REQUIRE_MESSAGE(!diagnostics.has_errors(), support::told(diagnostics));
  const ipi::Form open = options.with_private ? form : report::without_private_answers(form, compiled);
  const ipi::Assessment assessment = ipi::assess(compiled, open);
  const report::Document document =
      report::make_report({assessment, &words, nullptr, {.library = &world().library, .version = "test"}, options});
  return report::write_html(document) + report::write_markdown(document);
}

std::string page_of(const std::string& text, const std::vector<std::string>& contexts,
                    const report::ReportOptions& options) {
  const ipi::Compiled& compiled = reading(contexts);
  const support::ReadForm read(compiled, text);
  REQUIRE_MESSAGE(!read.diagnostics.has_errors(), support::told(read.diagnostics));
  return page_of(read.form, compiled, options);
}

bool has_red_private(const std::string& text, const std::vector<std::string>& contexts) {
  const ipi::Compiled& compiled = reading(contexts);
  const support::ReadForm read(compiled, text);
  const auto findings = ipi::find_safety(ipi::FormState(compiled, read.form));
  return std::any_of(findings.begin(), findings.end(),
                     [](const ipi::SafetyFinding& finding) { return finding.is_private && finding.red; });
}

/// The same form with other answers to every private question.
Filled with_other_private_answers(Filled filled, Random& random) {
  for (Answers& tie : filled.ties) {
    for (const ipi::Slot& slot : reading({}).layout->group(Group::relationships).slots) {
      if (!slot.is_private) continue;
      tie.erase(slot.address);
      if (!random.chance(25)) tie[slot.address] = shipped_forms::value_of(random, *slot.question);
    }
  }
  return filled;
}

std::string file(const std::string& path) { return support::file_text(std::string(IPI_SOURCE_DIR) + path); }

const std::vector<std::string> telling = {
    "violence", "Violence", "fear",       "Fear",       "afraid",       "hurt",   "controlled",  "strangl",
    "weapon",   "locked",   "renegotiat", "Renegotiat", "Safety first", "safe, ", "safety plan", "local pathway"};

}  // namespace

TEST_SUITE("report privacy") {
  TEST_CASE("the page of a form with violence says nothing of it") {
    const std::string form = file("/tests/golden/score/red_violence/form.yaml");
    for (const bool notes : {false, true}) {
      const std::string page = page_of(form, {}, {.with_private = false, .notes = notes, .sections = {}});
      const std::string body = page.substr(page.find("</style>"));
      for (const std::string& word : telling) CHECK_MESSAGE(body.find(word) == std::string::npos, word);
      // Nor what would be done about the tie, either way.
      for (const char* step :
           {"Communication analysis", "Role play", "together with the other person", "Leaving may be worked on"})
        CHECK_MESSAGE(page.find(step) == std::string::npos, step);
      CHECK(page.find("Some questions stay between patient and clinician") != std::string::npos);
    }
  }

  TEST_CASE("whom a patient might fear is not spoken of under any school or context") {
    for (const auto& [context, age] :
         std::vector<std::pair<std::string, std::string>>{{"", "44"}, {"adolescent", "16"}, {"perinatal", "30"}}) {
      std::string form = file("/examples/forms/first.yaml");
      form.replace(form.find("age: 58"), std::string("age: 58").size(), "age: " + age);
      const std::vector<std::string> contexts =
          context.empty() ? std::vector<std::string>{} : std::vector<std::string>{context};
      const std::string page = page_of(form, contexts, {.with_private = false, .notes = false, .sections = {}});
      for (const char* word : {"fear", "Fear", "afraid"}) CHECK_MESSAGE(page.find(word) == std::string::npos, word);
    }
  }

  TEST_CASE("the page that is asked for with it says all of it") {
    const std::string page = page_of(file("/tests/golden/score/red_violence/form.yaml"), {},
                                     {.with_private = true, .notes = false, .sections = {}});
    for (const char* words :
         {"Fear or violence is reported in this tie", "P1.fear.afraid", "Renegotiation blocked",
          "Safety first: not a dispute to renegotiate", "Make a safety plan with the patient alone",
          "Your safety comes first", "The person feared must not find it", "the person feared must not find it"}) {
      CHECK_MESSAGE((page.find(words) != std::string::npos || std::string(words).starts_with("The person")), words);
    }
    CHECK(page.find("Role play") == std::string::npos);
  }

  TEST_CASE("no page depends on a private answer, byte by byte") {
    std::size_t red = 0, differ_with_them = 0, compared = 0;
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
      Random random(seed);
      Filled filled =
          shipped_forms::random_form(random, *reading({}).layout, {.open = 10, .contexts = 10, .entries = 2});
      filled.respondent["age"] = "44";
      filled.form["setting.alone_and_free"] = "yes";
      const Filled other = with_other_private_answers(filled, random);
      const std::string one = shipped_forms::text_of(filled), two = shipped_forms::text_of(other);
      CAPTURE(seed);
      const report::ReportOptions open{.with_private = false, .notes = true, .sections = {}};
      REQUIRE(page_of(one, filled.contexts, open) == page_of(two, filled.contexts, open));
      ++compared;
      red += has_red_private(one, filled.contexts) || has_red_private(two, filled.contexts) ? 1U : 0U;
      // The seeded fault: the same pages with private answers do tell them apart, so that this test would see a leak.
      if (seed <= 40) {
        const report::ReportOptions whole{.with_private = true, .notes = false, .sections = {}};
        differ_with_them += page_of(one, filled.contexts, whole) != page_of(two, filled.contexts, whole) ? 1U : 0U;
      }
    }
    CHECK(compared == 150);
    CHECK(red >= 60);
    CHECK(differ_with_them >= 15);
  }

  TEST_CASE("notes on private questions, and that findings about them were read, go too") {
    std::string form = file("/tests/golden/score/red_violence/form.yaml");
    form +=
        "notes: {P1.fear.afraid: \"zebra\", P1.fear: \"giraffe\", P1.fear.weapon: \"gnu\", P1.important: "
        "\"heron\"}\nacknowledged: [P1.violence_red]\n";
    const std::string page = page_of(form, {}, {.with_private = false, .notes = true, .sections = {}});
    for (const char* word : {"zebra", "giraffe", "gnu"}) CHECK_MESSAGE(page.find(word) == std::string::npos, word);
    CHECK(page.find("heron") != std::string::npos);
    CHECK(page.find("ead by the interviewer") == std::string::npos);
    CHECK(page_of(form, {}, {.with_private = false, .notes = false, .sections = {}}).find("heron") ==
          std::string::npos);
    const std::string whole = page_of(form, {}, {.with_private = true, .notes = true, .sections = {}});
    for (const char* word : {"zebra", "giraffe", "gnu", "heron", "ead by the interviewer"})
      CHECK_MESSAGE(whole.find(word) != std::string::npos, word);
  }

  TEST_CASE("without the notes there is not a word of free text") {
    const ipi::Compiled& compiled = reading({});
    support::ReadForm read(compiled, file("/examples/forms/first.yaml"));
    std::size_t texts = 0;
    for (const Group group : {Group::form, Group::relationships, Group::events}) {
      const auto& slots = compiled.layout->group(group).slots;
      const auto fill = [&](std::vector<ipi::Answer>& answers) {
        for (std::size_t slot = 0; slot < slots.size(); ++slot) {
          if (slots[slot].question->type != ipi::AnswerType::text) continue;
          answers[slot].absence = ipi::Absence::none;
          answers[slot].text = "zebra";
          ++texts;
        }
      };
      if (group == Group::form) fill(read.form.answers);
      for (ipi::Entry& entry : group == Group::events ? read.form.events : read.form.relationships) {
        if (group != Group::form) fill(entry.answers);
      }
    }
    read.form.notes.push_back({"onset", "zebra", {}});
    CHECK(texts >= 20);
    for (const bool with_private : {false, true}) {
      CHECK(
          page_of(read.form, compiled, {.with_private = with_private, .notes = false, .sections = {}}).find("zebra") ==
          std::string::npos);
      CHECK(page_of(read.form, compiled, {.with_private = with_private, .notes = true, .sections = {}}).find("zebra") !=
            std::string::npos);
    }
  }

  TEST_CASE("a question that private answers can withhold is not named where it is open") {
    // Withheld because of violence: why these were not put must not be told by their absence.
    std::string form = file("/tests/golden/score/red_violence/form.yaml");
    const std::string from = "knows: 1, differs: 3, voiced: 3, moves: 0, tracks: 3";
    form.replace(form.find(from), from.size(),
                 "knows: not_asked, differs: not_asked, voiced: not_asked, moves: not_asked, tracks: not_asked");
    const std::string page = page_of(form, {}, {.with_private = false, .notes = false, .sections = {}});
    for (const char* address :
         {"own_tie.knows", "own_tie.differs", "own_tie.voiced", "own_tie.moves", "own_tie.tracks"})
      CHECK_MESSAGE(page.find(std::string("P1.") + address) == std::string::npos, address);
  }

  TEST_CASE("what remains of safety always stands on the page") {
    std::string form = file("/tests/golden/score/red_violence/form.yaml");
    const std::string from = "wish_to_be_dead: no";
    form.replace(form.find(from), from.size(), "wish_to_be_dead: yes");
    for (const bool with_private : {false, true}) {
      const std::string page =
          page_of(form, {}, {.with_private = with_private, .notes = false, .sections = {"scores"}});
      CHECK(page.find("An answer about death or self-harm needs a closer look today") != std::string::npos);
      CHECK(page.find("<h2 id=\"circle-title\">") == std::string::npos);
    }
  }
}
