#include "inventory/form.h"

#include <fmt/format.h>

#include <array>

namespace ipi {
namespace {

constexpr std::array<std::string_view, 5> absence_names = {"answered", "skipped", "refused", "unknown", "not_asked"};
constexpr std::array<std::string_view, 5> absence_words = {"answered", "skipped", "refused", "unknown", "not asked"};

std::string chosen_values(const Answer& answer, const Question& question) {
  std::string text;
  for (std::size_t i = 0; i < question.options.size(); ++i) {
    if (((answer.chosen >> i) & 1U) == 0) continue;
    if (!text.empty()) text += ", ";
    text += question.options[i].value;
  }
  return text;
}

}  // namespace

std::string_view to_text(Absence absence) { return absence_names[static_cast<std::size_t>(absence)]; }

std::string_view absence_in_words(Absence absence) { return absence_words[static_cast<std::size_t>(absence)]; }

std::string to_text(const Answer& answer, const Question& question) {
  if (!answer.given()) return std::string(to_text(answer.absence));
  switch (question.type) {
    case AnswerType::choice:
      return chosen_values(answer, question);
    case AnswerType::multiple:
      return fmt::format("[{}]", chosen_values(answer, question));
    case AnswerType::number:
      return fmt::format("{}", answer.number);
    case AnswerType::date:
      return to_text(answer.date);
    case AnswerType::text:
    case AnswerType::entry:
      return answer.text;
  }
  return {};
}

void Form::clear(const Layout& of, const Place& where) {
  layout = &of;
  place = where;
  id.clear();
  id_place = {};
  date.reset();
  draft = relationships_asked = events_asked = false;
  answers.resize(of.group(Group::form).slots.size());
  for (Answer& answer : answers) answer.clear(Absence::not_asked, place);
  answers[form_slot::context].absence = Absence::none;
  for (const Group group : {Group::relationships, Group::events}) {
    std::vector<Entry>& list = group == Group::events ? events : relationships;
    for (Entry& entry : list) spare[static_cast<std::size_t>(group)].push_back(std::move(entry));
    list.clear();
  }
  declared.clear();
  focus_agreed.reset();
  notes.clear();
  acknowledged.clear();
}

Entry Form::take_spare(Group group) {
  std::vector<Entry>& from = spare[static_cast<std::size_t>(group)];
  if (from.empty()) return {};
  Entry entry = std::move(from.back());
  from.pop_back();
  return entry;
}

std::optional<std::size_t> Form::find_entry(Group group, std::string_view code) const {
  const std::vector<Entry>& list = entries(group);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].code == code) return i;
  }
  return std::nullopt;
}

}  // namespace ipi
