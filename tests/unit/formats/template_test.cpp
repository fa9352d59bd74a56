#include "formats/template.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "assessment/assessment.h"
#include "library/library.h"
#include "text/layout.h"
#include "yaml/read.h"

using namespace ipi;

namespace {

std::string told(const Diagnostics& diagnostics) {
  std::string all;
  for (const Diagnostic& diagnostic : diagnostics.all()) all.append(to_text(diagnostic));
  return all;
}

/// The definitions of the checkout.
struct Fixture {
  Fixture() {
    auto definitions = read_definitions(std::string(IPI_SOURCE_DIR) + "/data", diagnostics);
    REQUIRE(definitions);
    library = std::make_unique<Library>(std::move(*definitions), diagnostics);
    REQUIRE_MESSAGE(!diagnostics.has_errors(), told(diagnostics));
  }
  Diagnostics diagnostics;
  std::unique_ptr<Library> library;
};

/// Puts the commented examples in force, as a person does by deleting the first '#' of each line.
std::string with_examples(const std::string& text) {
  std::string result;
  bool inside = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    std::string line = text.substr(at, end - at);
    at = end + 1;
    inside = line.starts_with("# relationships:") || line.starts_with("# events:") || (inside && line.starts_with("#"));
    if (inside) line = line.size() > 1 ? line.substr(2) : "";
    result += line + "\n";
  }
  return result;
}

std::string first_answer(const Question& question, const std::string& address) {
  switch (question.type) {
    case AnswerType::choice:
      return question.options.front().value;
    case AnswerType::multiple:
      return "[]";
    case AnswerType::number:
      return std::to_string(std::max<std::int64_t>(question.lowest, 40));
    case AnswerType::date:
      return "2025-08";
    case AnswerType::text:
      return "x";
    case AnswerType::entry:
      return address == "person" ? "P1" : "none";
  }
  return {};
}

/// Where a blank stands, and what is to be written there.
struct Blank {
  std::uint32_t at = 0;
  std::string answer;
};

void find_blanks(const yaml::Node& node, const Layout& layout, Group group, const std::string& address,
                 std::vector<Blank>& blanks) {
  if (node.is_null()) {
    const auto slot = layout.find_slot(group, address);
    REQUIRE_MESSAGE(slot, address);
    blanks.push_back({node.key_span.end + 1, first_answer(*layout.group(group).slots[*slot].question, address)});
    return;
  }
  for (const yaml::Node& child : node.children) {
    find_blanks(child, layout, group,
                address.empty() || node.is_sequence() ? std::string(child.key) : address + "." + std::string(child.key),
                blanks);
  }
}

std::string filled(const std::string& text, const Layout& layout) {
  const SourceFile file("filled.yaml", text);
  Diagnostics diagnostics;
  const auto document = yaml::read(file, diagnostics);
  REQUIRE_MESSAGE(document, told(diagnostics));
  std::vector<Blank> blanks;
  for (const yaml::Node& node : document->root.children) {
    if (node.key == "id") blanks.push_back({node.key_span.end + 1, "A-017"});
    if (node.key == "date") blanks.push_back({node.key_span.end + 1, "2026-03-04"});
    if (node.key == "onset" || node.key == "respondent" || node.key == "complete")
      find_blanks(node, layout, Group::form, std::string(node.key), blanks);
    if (node.key == "answers") find_blanks(node, layout, Group::form, "", blanks);
    for (const Group group : {Group::relationships, Group::events}) {
      if (node.key != to_text(group)) continue;
      for (const yaml::Node& entry : node.children) find_blanks(entry, layout, group, "", blanks);
    }
  }
  std::sort(blanks.begin(), blanks.end(), [](const Blank& a, const Blank& b) { return a.at > b.at; });
  std::string result = text;
  for (const Blank& blank : blanks) result.insert(blank.at, blank.answer == "[]" ? " []" : " \"" + blank.answer + "\"");
  const std::string draft = "state: draft";
  const std::size_t state = result.find(draft);
  REQUIRE(state != std::string::npos);
  return result.replace(state, draft.size(), "state: final");
}

}  // namespace

TEST_SUITE("template") {
  TEST_CASE("the template of every protocol and instrument reads as a draft in which nothing was asked") {
    Fixture f;
    for (const std::string_view id : f.library->form_ids()) {
      CAPTURE(std::string(id));
      Diagnostics diagnostics;
      const Compiled* compiled = f.library->compiled(id, diagnostics);
      REQUIRE(compiled != nullptr);
      const SourceFile file("blank.yaml", blank_form(*compiled));
      const auto document = yaml::read(file, diagnostics);
      REQUIRE_MESSAGE(document, told(diagnostics));
      const Form form = read_form(document->root, file, *compiled->layout, diagnostics);
      CHECK_MESSAGE(diagnostics.all().empty(), told(diagnostics));
      CHECK(form.draft);
      CHECK_FALSE(form.relationships_asked);
      CHECK_FALSE(form.events_asked);
      for (std::size_t slot = 0; slot < form.answers.size(); ++slot) {
        if (slot != form_slot::context) CHECK(form.answers[slot].absence == Absence::not_asked);
      }
    }
  }

  TEST_CASE("no line of a template is wider than 100 columns") {
    Fixture f;
    for (const std::string_view id : f.library->form_ids()) {
      const std::string text = blank_form(*f.library->compiled(id, f.diagnostics));
      for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        CHECK_MESSAGE(display_width(text.substr(at, end - at)) <= 100, text.substr(at, end - at));
        at = end + 1;
      }
    }
  }

  TEST_CASE("a template with every question answered by its first option scores") {
    Fixture f;
    for (const std::string_view id : f.library->form_ids()) {
      CAPTURE(std::string(id));
      Diagnostics diagnostics;
      const Compiled* compiled = f.library->compiled(id, diagnostics);
      REQUIRE(compiled != nullptr);
      const SourceFile file("filled.yaml", filled(with_examples(blank_form(*compiled)), *compiled->layout));
      const auto document = yaml::read(file, diagnostics);
      REQUIRE_MESSAGE(document, told(diagnostics));
      const Form form = read_form(document->root, file, *compiled->layout, diagnostics);
      REQUIRE_MESSAGE(diagnostics.all().empty(), told(diagnostics));
      CHECK_FALSE(form.draft);
      const bool has_rosters = compiled->layout->has_roster(Group::relationships);
      CHECK(form.relationships.size() == (has_rosters ? 1U : 0U));
      const Assessment assessment = assess(*compiled, form);
      CHECK(assessment.unanswered.empty());
      for (const AssessedScore& score : assessment.scores) CHECK_MESSAGE(score.value.value, score.address());
      CHECK(assessment.suggestion.has_value() == (compiled->model != nullptr));
    }
  }

  TEST_CASE("a blank is not asked in a draft and skipped in a final form") {
    Fixture f;
    Diagnostics diagnostics;
    const Compiled* compiled = f.library->compiled(f.library->instruments().front().value.id, diagnostics);
    REQUIRE(compiled != nullptr);
    const std::string id = compiled->layout->protocol().id;
    const std::string question =
        compiled->layout->group(Group::form).instruments.front().instrument->questions.front().id;
    for (const bool draft : {true, false}) {
      const SourceFile file("blank.yaml", "form: " + id + "\nstate: " + (draft ? "draft" : "final") + "\nanswers:\n  " +
                                              id + ":\n    \"" + question + "\":\n");
      const auto document = yaml::read(file, diagnostics);
      REQUIRE(document);
      const Form form = read_form(document->root, file, *compiled->layout, diagnostics);
      CHECK(form.answers[*compiled->layout->find_slot(Group::form, id + "." + question)].absence ==
            (draft ? Absence::not_asked : Absence::skipped));
    }
  }
}
