#include <fmt/format.h>

#include <algorithm>

#include "formats/text_parts.h"

namespace ipi {
namespace {

constexpr std::string_view thin = "─";
constexpr std::string_view thick = "═";
constexpr std::size_t level_width = 7;  // "RED" or "amber", with its mark

/// "58 years, female; this episode began 2025-11": what is known of it.
std::string respondent_words(const PageSource& page) {
  const Form& form = page.form();
  std::string words;
  const auto add = [&](std::size_t slot, std::string_view before, std::string_view after) {
    const Variable variable{Group::form, 0, slot};
    if (!answer_of(form, variable).given()) return;
    words += fmt::format("{}{}{}{}", words.empty() ? "" : " · ", before,
                         to_text(answer_of(form, variable), question_of(form, variable)), after);
  };
  add(form_slot::age, "", fmt::format("{}years", glue));
  add(form_slot::sex, "", "");
  add(form_slot::onset, fmt::format("this episode began{}", glue), "");
  return words;
}

void add_heading(TextLines& lines, const PageSource& page) {
  const Form& form = page.form();
  std::string title = form.id.empty() ? "No id yet" : form.id;
  title += fmt::format(" · {}", form.layout->protocol().title.in(page.language()));
  if (form.date) title += " · " + to_text(*form.date);
  lines.text(0, title, Tone::strong);
  if (form.draft) lines.text(0, "DRAFT: not finished; what is not in it counts as not asked yet.", Tone::amber);
  if (const std::string words = respondent_words(page); !words.empty()) lines.text(0, words);
  lines.rule(thin);
}

/// Ids of what the page rests on, short; --verbose and JSON tell the rest.
void add_footer(TextLines& lines, const PageSource& page) {
  lines.blank();
  lines.rule(thin);
  lines.text(0, disclaimer);
  std::string words = fmt::format("ipi {} · {}", page.rendering.version, page.form().layout->protocol().id);
  if (page.model() != nullptr) words += fmt::format(" · {}, convention {}", page.model()->id, page.model()->convention);
  if (page.model() != nullptr && !page.model()->contexts.empty())
    words += fmt::format(" with {}", fmt::join(page.model()->contexts, ", "));
  if (page.rendering.library != nullptr)
    words += fmt::format(" · definitions{}{}", glue, page.rendering.library->definitions().digest());
  lines.text(0, words, Tone::quiet);
}

void add_page(TextLines& lines, const PageSource& page) {
  add_heading(lines, page);
  add_safety(lines, page);
  add_suggestion(lines, page);
  add_other_candidates(lines, page);
  add_firmness(lines, page);
  add_other_schools(lines, page);
  add_suitability(lines, page);
  add_treatment_plan(lines, page);
  add_scores(lines, page);
  add_relationships(lines, page);
  add_missing(lines, page);
  if (page.rendering.explain) add_working(lines, page);
  add_footer(lines, page);
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace

void add_safety(TextLines& lines, const PageSource& page) {
  const bool not_asked = page.assessment.safety_status == SafetyStatus::not_asked;
  lines.heading("SAFETY FIRST");
  if (page.assessment.safety_status == SafetyStatus::nothing_reported)
    lines.text(2, "Asked about, and nothing reported that needs action now.");
  if (not_asked)
    lines.item(
        2, "! amber", level_width + 2,
        "This form asks nothing about safety: thoughts of death, violence and other risks have not been assessed.",
        Tone::amber);
  for (const SafetyFinding& finding : page.assessment.safety) {
    const Tone tone = finding.red ? Tone::red : Tone::amber;
    lines.item(2, finding.red ? "!! RED" : "! amber", level_width + 2,
               (finding.code.empty() ? "" : finding.code + ": ") + capitalised(std::string(finding.statement)), tone,
               finding.red ? Tone::red : Tone::plain);
    const std::string all = answers_of_finding(page, finding.answers);
    if (!all.empty()) lines.text(level_width + 4, all, Tone::quiet);
  }
  const auto names_fear = [](const SafetyFinding& finding) { return finding.is_private && finding.red; };
  if (std::any_of(page.assessment.safety.begin(), page.assessment.safety.end(), names_fear)) {
    lines.text(2, "This page is for the clinician's eyes: it names what the person feared must not read.", Tone::amber);
  }
}

std::string render_text(std::span<const Assessment> assessments, const Rendering& rendering) {
  std::string text;
  for (const Assessment& assessment : assessments) {
    if (!text.empty()) text += page_separator(rendering);
    TextLines lines(rendering.width, rendering.colour);
    add_page(lines, {assessment, rendering});
    text += lines.take();
  }
  return text;
}

std::string page_separator(const Rendering& rendering) {
  TextLines lines(rendering.width, rendering.colour);
  lines.rule(thick);
  return fmt::format("\n{}\n", lines.take());
}

}  // namespace ipi
