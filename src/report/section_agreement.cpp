#include <fmt/format.h>

#include <algorithm>

#include "page.h"

namespace ipi::report {
namespace {

std::string agreed_words(const Page& page, const FocusAgreed& agreed) {
  const auto& areas = page.words().model()->areas;
  const auto area = std::find_if(areas.begin(), areas.end(), [&](const Area& one) { return one.id == agreed.area; });
  const std::string title = area == areas.end() ? agreed.area : std::string(area->title.in(page.language()));
  for (const Group group : {Group::relationships, Group::events}) {
    if (const auto entry = page.form().find_entry(group, agreed.subject)) return fmt::format("{}: {}", title, subject_in_words(page.form(), {group, *entry}, page.language()));
  }
  return title;
}

Callout agreement_of(const Page& page) {
  const auto& agreed = page.form().focus_agreed;
  if (!agreed) return {Urgency::amber, "Not yet", plain("The patient has not agreed to a focus yet: until then it is provisional."), {}};
  const std::string what = agreed_words(page, *agreed);
  if (!agreed->by_patient) return {Urgency::amber, "Not yet", plain(fmt::format("Noted as the focus: {}. The patient has not agreed to it yet.", what)), {}};
  if (page.assessment().suggestion->agreed) return {Urgency::good, "Agreed", plain(fmt::format("with the patient: {}.", what)), {}};
  return {Urgency::amber, "Agreed", plain(fmt::format("with the patient on another focus than the suggested: {}. What they agreed on goes first.", what)), {}};
}

}  // namespace

std::vector<Block> agreement_section(const Page& page) {
  std::vector<Block> blocks;
  if (page.assessment().suggestion) {
    blocks.emplace_back(agreement_of(page));
    Facts dates;
    dates.facts.push_back({"Agreed on (date)", {}, true});
    dates.facts.push_back({"In the patient’s words", {}, true, true});
    blocks.emplace_back(std::move(dates));
  }
  blocks.emplace_back(Lines{{"Patient", "Clinician", "Supervisor"}, true});
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
        if (slots[slot].question->type != AnswerType::text || !answer_of(form, variable).given() || !page.speaks_of(variable)) continue;
        items.items.push_back({"", plain(fmt::format("“{}”", answer_of(form, variable).text)), code(address_of(form, variable))});
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
