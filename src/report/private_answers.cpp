#include <algorithm>
#include <string>

#include "report/report.h"

namespace ipi::report {
namespace {

void forget(std::vector<Answer>& answers, const std::vector<Slot>& slots) {
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    if (!slots[slot].is_private) continue;
    const Place place = answers[slot].place;
    answers[slot] = Answer{};
    answers[slot].place = place;
  }
}

/// "fear.afraid", or the section "fear".
bool names_a_private_question(const Layout& layout, Group group, std::string_view address) {
  const auto& slots = layout.group(group).slots;
  return std::any_of(slots.begin(), slots.end(), [&](const Slot& slot) {
    return slot.is_private &&
           (slot.address == address || (slot.address.starts_with(address) && slot.address[address.size()] == '.'));
  });
}

/// Whatever stands before the first dot may be an entry's code, also one that the form no longer lists.
bool is_private_note(const Form& form, const Note& note) {
  const std::string_view address = note.address;
  const std::size_t dot = address.find('.');
  for (const Group group : {Group::form, Group::relationships, Group::events}) {
    if (names_a_private_question(*form.layout, group, address)) return true;
    if (dot != std::string_view::npos && names_a_private_question(*form.layout, group, address.substr(dot + 1)))
      return true;
  }
  return false;
}

bool is_private_finding(const Compiled& compiled, std::string_view finding) {
  return std::any_of(compiled.safety.begin(), compiled.safety.end(), [&](const CompiledSafetyRule& rule) {
    if (!rule.rule->is_private) return false;
    const std::string& id = rule.rule->id;
    return finding == id || finding.ends_with("." + id);
  });
}

}  // namespace

Form without_private_answers(const Form& form, const Compiled& compiled) {
  Form open = form;
  forget(open.answers, form.layout->group(Group::form).slots);
  for (Entry& entry : open.relationships) forget(entry.answers, form.layout->group(Group::relationships).slots);
  for (Entry& entry : open.events) forget(entry.answers, form.layout->group(Group::events).slots);
  std::erase_if(open.notes, [&](const Note& note) { return is_private_note(form, note); });
  std::erase_if(open.acknowledged,
                [&](const Acknowledgement& read) { return is_private_finding(compiled, read.finding); });
  return open;
}

bool has_private_questions(const Compiled& compiled) {
  for (const Group group : {Group::form, Group::relationships, Group::events}) {
    const auto& slots = compiled.layout->group(group).slots;
    if (std::any_of(slots.begin(), slots.end(), [](const Slot& slot) { return slot.is_private; })) return true;
  }
  return false;
}

}  // namespace ipi::report
