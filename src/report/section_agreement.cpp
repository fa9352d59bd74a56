#include <fmt/format.h>

#include <algorithm>

#include "report/page.h"

namespace ipi::report {
namespace {

Callout agreement_of(const Page& page) {
  const auto& agreed = page.form().focus_agreed;
  const Suggestion& suggestion = *page.assessment().suggestion;
  if (!agreed && suggestion.focus.empty()) {
    return {Urgency::none,
            "No focus",
            plain(suggestion.verdict == Verdict::none
                      ? "None is suggested, so there is none to agree to; what is arranged instead is agreed on here."
                      : "Not enough is answered yet to suggest one; the patient agrees to it once there is."),
            {}};
  }
  if (!agreed)
    return {Urgency::amber,
            "Not yet",
            plain("The patient has not agreed to a focus yet: until then it is provisional."),
            {}};
  const std::string what = agreed_words(page, *agreed);
  if (!agreed->by_patient)
    return {Urgency::amber,
            "Not yet",
            plain(fmt::format("Noted as the focus: {}. The patient has not agreed to it yet.", what)),
            {}};
  if (suggestion.agreed) return {Urgency::good, "Agreed", plain(fmt::format("with the patient: {}.", what)), {}};
  if (suggestion.focus.empty())
    return {Urgency::amber,
            "Agreed",
            plain(fmt::format(
                "with the patient, though the answers suggest no focus: {}. What they agreed on goes first.", what)),
            {}};
  return {Urgency::amber,
          "Agreed",
          plain(fmt::format("with the patient on another focus than the suggested: {}. What they agreed on goes first.",
                            what)),
          {}};
}

}  // namespace

std::vector<Block> agreement_section(const Page& page) {
  std::vector<Block> blocks;
  if (page.assessment().suggestion) {
    blocks.emplace_back(agreement_of(page));
    Facts dates;
    dates.facts.push_back({"Agreed on (date)", {}, true});
    dates.facts.push_back({"In the patient's words", {}, true, true});
    blocks.emplace_back(std::move(dates));
  }
  const Answer& age = page.form().answers[form_slot::age];
  std::vector<std::string> signing = {"Patient", "Clinician", "Supervisor"};
  if (!page.layout().protocol().is_instrument && age.given() && age.number < of_age)
    signing.insert(signing.begin() + 1, "Parent or guardian");
  blocks.emplace_back(Lines{std::move(signing), true});
  blocks.emplace_back(Paragraph{quiet("Drafted by software from the answers in the form; edited by ________.")});
  return blocks;
}

std::vector<Block> notes_section(const Page& page) {
  if (!page.options().notes) return {};
  const Form& form = page.form();
  Items items;
  for (const Group group : {Group::form, Group::relationships, Group::events}) {
    const auto& slots = page.layout().group(group).slots;
    for (std::size_t entry = 0; entry < page.state().entries(group); ++entry) {
      for (std::size_t slot = 0; slot < slots.size(); ++slot) {
        const Variable variable{group, entry, slot};
        if (slots[slot].question->type != AnswerType::text || !answer_of(form, variable).given() ||
            !page.speaks_of(variable))
          continue;
        items.items.push_back(
            {"", plain(fmt::format("“{}”", answer_of(form, variable).text)), code(address_of(form, variable))});
      }
    }
  }
  for (const Note& note : form.notes) {
    Text where = {{"note on ", Voice::quiet}, {note.address, Voice::code}};
    items.items.push_back({"", plain(fmt::format("“{}”", note.text)), std::move(where)});
  }
  std::vector<Block> blocks;
  if (!items.items.empty()) blocks.emplace_back(std::move(items));
  return blocks;
}

}  // namespace ipi::report
