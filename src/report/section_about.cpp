#include <fmt/format.h>

#include "report/formulation.h"
#include "report/page.h"

namespace ipi::report {
namespace {

constexpr std::int64_t band_width = 10;

/// An age tells more of who somebody is than ten years of it.
std::string age_band(const Page& page) {
  const Answer& age = page.form().answers[form_slot::age];
  if (!age.given()) return std::string(absence_in_words(age.absence));
  if (age.number < of_age) return "under 18";
  const std::int64_t from = age.number / band_width * band_width;
  return fmt::format("{} to {}", std::max(from, of_age), from + band_width - 1);
}

/// What a reader with one minute looks for: which area, since when, and who has agreed.
void add_in_brief(const Page& page, Facts& facts) {
  const auto& suggestion = page.assessment().suggestion;
  if (!suggestion) return;
  std::string focus;
  for (const SuggestedFocus& one : suggestion->focus) {
    focus += fmt::format("{}{} ({})",
                         focus.empty()                                         ? ""
                         : suggestion->verdict == Verdict::choose_with_patient ? ", or "
                                                                               : ", and ",
                         title_of(page, page.assessment().candidates[one.candidate]), to_text(one.strength));
  }
  if (focus.empty()) focus = suggestion->verdict == Verdict::none ? "none" : "not enough is answered to suggest one";
  const auto& agreed = page.form().focus_agreed;
  const bool by_patient = agreed && agreed->by_patient;
  facts.facts.push_back({"Suggested focus", strong(focus), false, true});
  if (by_patient || !suggestion->focus.empty())
    facts.facts.push_back(
        {"Agreed with the patient", by_patient ? strong(agreed_words(page, *agreed)) : plain("not yet"), false, true});
}

}  // namespace

std::vector<Block> about_section(const Page& page) {
  const Form& form = page.form();
  Facts facts;
  facts.facts.push_back({"Code", form.id.empty() ? quiet("none yet") : strong(form.id), false});
  if (!page.layout().protocol().is_instrument) facts.facts.push_back({"Age band", plain(age_band(page)), false});
  facts.facts.push_back(
      {"Date", form.date ? plain(date_in_words(*form.date, page.language())) : quiet("not given"), false});
  if (page.source().words != nullptr) {
    for (Fact& fact : page.facts(page.source().words->about).facts) facts.facts.push_back(std::move(fact));
  }
  add_in_brief(page, facts);
  std::vector<Block> blocks;
  blocks.emplace_back(std::move(facts));
  if (form.draft)
    blocks.emplace_back(
        Callout{Urgency::amber, "DRAFT", plain("Not finished: what is not in it counts as not asked yet."), {}});
  return blocks;
}

std::vector<Block> diagnosis_section(const Page& page) {
  if (page.source().words == nullptr) return {};
  std::vector<Block> blocks;
  blocks.emplace_back(page.facts(page.source().words->diagnosis));
  if (page.assessment().suitability.empty()) return blocks;
  blocks.emplace_back(Subheading{"To consider before treatment begins"});
  Items items;
  for (const SuitabilityFinding& finding : page.assessment().suitability) {
    const std::string about = finding.code.empty() ? std::string() : finding.code + ": ";
    items.items.push_back(
        {"", plain(about + std::string(finding.rule->statement.in(page.language()))), page.given(finding.answers)});
  }
  blocks.emplace_back(std::move(items));
  return blocks;
}

}  // namespace ipi::report
