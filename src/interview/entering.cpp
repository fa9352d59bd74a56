#include "interview/entering.h"

#include <utility>

#include "interview/words.h"

namespace ipi::interview {

Reply refusal(std::string text) { return {{line(Style::refusal, std::move(text))}, false, Ending::none}; }
Reply echo(std::string text) { return {{line(Style::echo, std::move(text))}, false, Ending::none}; }

Answer absent(Absence absence) {
  Answer answer;
  answer.absence = absence;
  return answer;
}

Answer chosen(std::size_t option) {
  Answer answer;
  answer.absence = Absence::none;
  answer.chosen = ChoiceSet{1} << option;
  return answer;
}

std::optional<Absence> absence_of(std::string_view entry) {
  const std::string word = lowered(entry);
  for (const Absence absence : {Absence::skipped, Absence::refused, Absence::unknown}) {
    if (word == to_text(absence) || word == to_text(absence).substr(0, 1)) return absence;
  }
  return std::nullopt;
}

bool must_be_known(const Variable& variable) {
  if (variable.group == Group::relationships)
    return variable.slot == relationship_slot::role || variable.slot == relationship_slot::status;
  return variable.group == Group::events && variable.slot == event_slot::kind;
}

}  // namespace ipi::interview
