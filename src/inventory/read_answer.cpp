#include "inventory/read_answer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "text/nearest.h"
#include "text/number.h"

namespace ipi {
namespace {

using yaml::Node;
using yaml::Reader;

constexpr std::string_view code_value = "E0304";
constexpr std::size_t listed_options = 12;  // more would bury the message; the nearest word is named anyway

/// One question of one entry, to be named in messages only.
struct Asked {
  const Slot* slot = nullptr;
  std::string_view owner;  ///< the entry's code; empty for the form

  [[nodiscard]] const Question& question() const { return *slot->question; }
  [[nodiscard]] std::string name() const {
    return owner.empty() ? slot->address : fmt::format("{}.{}", owner, slot->address);
  }
};

std::optional<Absence> absence_of(std::string_view word) {
  constexpr std::array<Absence, 4> absences = {Absence::skipped, Absence::refused, Absence::unknown,
                                               Absence::not_asked};
  constexpr std::string_view initials = "srun";
  // Nearly every word differs from all of them in its length or its first letter.
  const bool may_be = (word.size() == 7 || word.size() == 9) && initials.find(word.front()) != std::string_view::npos;
  if (!may_be) return std::nullopt;
  for (const Absence absence : absences) {
    if (word == to_text(absence)) return absence;
  }
  return std::nullopt;
}

std::string valid_values(const Question& question) {
  std::vector<std::string> values;
  for (const Option& option : question.options) {
    if (values.size() == listed_options) {
      values.emplace_back("...");
      break;
    }
    values.push_back(option.number ? fmt::format("{} ({})", option.value, option.label.original()) : option.value);
  }
  return fmt::format("one of: {}; or skipped, refused, unknown, not_asked", fmt::join(values, ", "));
}

std::string help_for(std::string_view word, const Question& question) {
  if (word == "true" || word == "false") return fmt::format("write {} as a word", word == "true" ? "yes" : "no");
  for (const Option& option : question.options) {
    if (option.label.original() == word) return fmt::format("'{}' is a label; its value is {}", word, option.value);
  }
  std::vector<std::string_view> names;
  for (const Option& option : question.options) {
    if (!option.number) names.push_back(option.value);
  }
  const std::array<std::string_view, 4> absences = {"skipped", "refused", "unknown", "not_asked"};
  names.insert(names.end(), absences.begin(), absences.end());
  const auto near = nearest_name(word, names);
  return near ? fmt::format("did you mean '{}'? {}", *near, valid_values(question)) : valid_values(question);
}

bool take_choice(std::string_view word, const Slot& slot, Answer& answer) {
  const auto index = slot.words.find(word);
  if (index) answer.chosen |= ChoiceSet{1} << *index;
  return index.has_value();
}

bool take_number(std::string_view word, const Question& question, Answer& answer) {
  const auto value = read_integer(word).value;
  if (!value || *value < question.lowest || *value > question.highest) return false;
  answer.number = *value;
  return true;
}

bool take_date(std::string_view word, Answer& answer) {
  const auto date = parse_partial_date(word);
  if (date) answer.date = *date;
  return date.has_value();
}

bool take_value(std::string_view word, const Slot& slot, Answer& answer) {
  switch (slot.question->type) {
    case AnswerType::choice:
    case AnswerType::multiple:
      return take_choice(word, slot, answer);
    case AnswerType::number:
      return take_number(word, *slot.question, answer);
    case AnswerType::date:
      return take_date(word, answer);
    case AnswerType::text:
    case AnswerType::entry:
      answer.text.assign(word);
      return true;
  }
  return false;
}

void refuse_choice(const Reader& reader, const Node& node, const Asked& asked) {
  reader.error(node, code_value, fmt::format("'{}' is no answer to {}", node.text, asked.name()),
               help_for(node.text, asked.question()));
}

void refuse_one_of_several(const Reader& reader, const Node& node, const Asked& asked) {
  if (!asked.question().options.empty()) return refuse_choice(reader, node, asked);
  reader.error(node, code_value, fmt::format("'{}' is no answer to {}", node.text, asked.name()),
               "none is defined in the definitions in force; leave it empty");
}

void refuse_number(const Reader& reader, const Node& node, const Asked& asked) {
  const Question& question = asked.question();
  const IntegerReading reading = read_integer(node.text);
  if (!reading.value) {
    reader.error(node, code_value, fmt::format("'{}' is no whole number: it {}", node.text, reading.fault),
                 fmt::format("{} takes a number from {} to {}", asked.name(), question.lowest, question.highest));
    return;
  }
  reader.error(node, code_value, fmt::format("{} cannot be {}", asked.name(), *reading.value),
               fmt::format("a number from {} to {}", question.lowest, question.highest));
}

/// Says why the word is no answer to the question.
void refuse_word(const Reader& reader, const Node& node, const Asked& asked) {
  switch (asked.question().type) {
    case AnswerType::multiple:
      return refuse_one_of_several(reader, node, asked);
    case AnswerType::number:
      return refuse_number(reader, node, asked);
    case AnswerType::date:
      reader.error(node, code_value, fmt::format("'{}' is no date for {}", node.text, asked.name()),
                   "write YYYY, YYYY-MM or YYYY-MM-DD");
      return;
    case AnswerType::choice:
    case AnswerType::text:
    case AnswerType::entry:
      return refuse_choice(reader, node, asked);
  }
}

bool read_several(const Reader& reader, const Node& list, const Asked& asked, Answer& answer) {
  bool sound = true;
  for (const Node& word : list.children) {
    if (word.is_scalar() && take_choice(word.text, *asked.slot, answer)) continue;
    sound = false;
    if (word.is_scalar()) {
      refuse_one_of_several(reader, word, asked);
    } else {
      reader.error(word, code_value, fmt::format("{} is a list of words", asked.name()));
    }
  }
  return sound;
}

}  // namespace

bool take_word(std::string_view word, const Slot& slot, Answer& answer) {
  if (const auto absence = absence_of(word)) {
    answer.absence = *absence;
    return true;
  }
  if (!take_value(word, slot, answer)) return false;
  answer.absence = Absence::none;
  return true;
}

void read_answer(const Reader& reader, const Node& node, const Slot& slot, std::string_view owner, Answer& answer) {
  answer.clear(node.is_null() ? Absence::skipped : Absence::not_asked, {reader.file, node.span});
  if (node.is_null()) return;
  const Asked asked{&slot, owner};
  if (node.is_scalar()) {
    if (!take_word(node.text, slot, answer)) refuse_word(reader, node, asked);
    return;
  }
  if (slot.question->type == AnswerType::multiple && node.is_sequence()) {
    if (read_several(reader, node, asked, answer)) answer.absence = Absence::none;
    return;
  }
  reader.error(node, code_value,
               fmt::format("{} takes a single answer, not a {}", asked.name(), node.is_mapping() ? "map" : "list"),
               slot.question->options.empty() ? "" : valid_values(*slot.question));
}

}  // namespace ipi
