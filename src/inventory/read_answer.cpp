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

std::optional<Absence> absence_of(std::string_view word) {
  constexpr std::array<Absence, 4> absences = {Absence::skipped, Absence::refused, Absence::unknown,
                                               Absence::not_asked};
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

std::optional<std::size_t> option_index(const Question& question, std::string_view value) {
  for (std::size_t i = 0; i < question.options.size(); ++i) {
    if (question.options[i].value == value) return i;
  }
  return std::nullopt;
}

bool read_choice(const Reader& reader, const Node& node, const Question& question, std::string_view address,
                 Answer& answer) {
  const auto index = option_index(question, node.text);
  if (!index) {
    reader.error(node, code_value, fmt::format("'{}' is no answer to {}", node.text, address),
                 help_for(node.text, question));
    return false;
  }
  answer.chosen = ChoiceSet{1} << *index;
  return true;
}

bool read_number(const Reader& reader, const Node& node, const Question& question, std::string_view address,
                 Answer& answer) {
  const IntegerReading reading = read_integer(node.text);
  if (!reading.value) {
    reader.error(node, code_value, fmt::format("'{}' is no whole number: it {}", node.text, reading.fault),
                 fmt::format("{} takes a number from {} to {}", address, question.lowest, question.highest));
    return false;
  }
  if (*reading.value < question.lowest || *reading.value > question.highest) {
    reader.error(node, code_value, fmt::format("{} cannot be {}", address, *reading.value),
                 fmt::format("a number from {} to {}", question.lowest, question.highest));
    return false;
  }
  answer.number = *reading.value;
  return true;
}

bool read_date(const Reader& reader, const Node& node, std::string_view address, Answer& answer) {
  const auto date = parse_partial_date(node.text);
  if (!date) {
    reader.error(node, code_value, fmt::format("'{}' is no date for {}", node.text, address),
                 "write YYYY, YYYY-MM or YYYY-MM-DD");
    return false;
  }
  answer.date = *date;
  return true;
}

bool read_multiple(const Reader& reader, const Node& node, const Question& question, std::string_view address,
                   Answer& answer) {
  const auto read_one = [&](const Node& word) {
    Answer one;
    if (!word.is_scalar()) {
      reader.error(word, code_value, fmt::format("{} is a list of words", address));
      return false;
    }
    if (question.options.empty()) {
      reader.error(word, code_value, fmt::format("'{}' is no answer to {}", word.text, address),
                   "none is defined in the definitions in force; leave it empty");
      return false;
    }
    if (!read_choice(reader, word, question, address, one)) return false;
    answer.chosen |= one.chosen;
    return true;
  };
  if (node.is_scalar()) return read_one(node);
  bool sound = true;
  for (const Node& word : node.children) sound = read_one(word) && sound;
  return sound;
}

bool read_value(const Reader& reader, const Node& node, const Question& question, std::string_view address,
                Answer& answer) {
  switch (question.type) {
    case AnswerType::choice:
      return read_choice(reader, node, question, address, answer);
    case AnswerType::multiple:
      return read_multiple(reader, node, question, address, answer);
    case AnswerType::number:
      return read_number(reader, node, question, address, answer);
    case AnswerType::date:
      return read_date(reader, node, address, answer);
    case AnswerType::text:
    case AnswerType::entry:
      answer.text = std::string(node.text);
      return true;
  }
  return false;
}

}  // namespace

Answer read_answer(const Reader& reader, const Node& node, const Question& question, std::string_view address) {
  Answer answer;
  answer.place = {reader.file, node.span};
  if (node.is_null()) {
    answer.absence = Absence::skipped;
    return answer;
  }
  if (node.is_scalar()) {
    if (const auto absence = absence_of(node.text)) {
      answer.absence = *absence;
      return answer;
    }
  } else if (question.type != AnswerType::multiple || node.is_mapping()) {
    reader.error(node, code_value,
                 fmt::format("{} takes a single answer, not a {}", address, node.is_mapping() ? "map" : "list"),
                 question.options.empty() ? "" : valid_values(question));
    return answer;
  }
  if (read_value(reader, node, question, address, answer)) answer.absence = Absence::none;
  return answer;
}

}  // namespace ipi
