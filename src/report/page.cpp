#include "page.h"

#include <fmt/format.h>

#include <algorithm>

#include "ipi/report/formulation.h"

namespace ipi::report {
namespace {

constexpr std::size_t most_listed = 8;  // answers in one line; `ipi score --explain` lists them all

/// What an entry is stands wherever the entry is named; the contexts, a choice of rules, at the page's foot.
bool stands_in_titles(const Variable& variable) {
  if (variable.group == Group::form) return variable.slot == form_slot::context;
  if (variable.group == Group::events) return variable.slot == event_slot::kind;
  return variable.slot == relationship_slot::role || variable.slot == relationship_slot::status;
}

Text listed(const Page& page, const std::vector<Variable>& variables, bool given) {
  Text text;
  std::size_t count = 0;
  for (const Variable& variable : page.spoken_of(variables)) {
    if (answer_of(page.form(), variable).given() != given || page.state().applies(variable) == Truth::no) continue;
    if (given && stands_in_titles(variable)) continue;
    if (++count > most_listed) continue;
    if (!text.empty()) text.push_back({", ", Voice::quiet});
    text.push_back({answer_words(page.words(), variable), Voice::code});
  }
  if (count > most_listed) text.push_back({fmt::format(" and {} more", count - most_listed), Voice::quiet});
  return text;
}

}  // namespace

bool Page::keeps_back() const { return !options().with_private && has_private_questions(state().compiled()); }

bool Page::speaks_of(const Variable& variable) const {
  if (options().with_private) return true;
  const Slot& slot = layout().group(variable.group).slots[variable.slot];
  if (slot.is_private) return false;
  return !slot.withheld_where || answer_of(form(), variable).given();
}

std::vector<Variable> Page::spoken_of(const std::vector<Variable>& variables) const {
  std::vector<Variable> shown;
  std::copy_if(variables.begin(), variables.end(), std::back_inserter(shown), [&](const Variable& variable) { return speaks_of(variable); });
  return shown;
}

Text Page::given(const std::vector<Variable>& variables) const { return listed(*this, variables, true); }
Text Page::open(const std::vector<Variable>& variables) const { return listed(*this, variables, false); }

std::string Page::answer(const Variable& variable) const {
  const Answer& answer = answer_of(form(), variable);
  if (!answer.given()) return std::string(absence_in_words(answer.absence));
  switch (question_of(form(), variable).type) {
    case AnswerType::date: return date_in_words(answer.date, language());
    case AnswerType::entry:
      for (const Group group : {Group::relationships, Group::events}) {
        if (const auto entry = form().find_entry(group, answer.text)) return subject_in_words(form(), {group, *entry}, language());
      }
      break;
    default: break;
  }
  return label_of(form(), variable, language());
}

Facts Page::facts(const std::vector<CompiledFact>& facts) const {
  Facts rows;
  for (const CompiledFact& fact : facts) {
    const std::string label(fact.fact->label.in(language()));
    if (!fact.slot) {
      rows.facts.push_back({label, {}, true});
      continue;
    }
    const Variable variable{Group::form, 0, *fact.slot};
    if (state().applies(variable) == Truth::no || !speaks_of(variable)) continue;
    const bool is_given = answer_of(form(), variable).given();
    rows.facts.push_back({label, is_given ? plain(answer(variable)) : quiet(answer(variable)), false});
  }
  return rows;
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace ipi::report
