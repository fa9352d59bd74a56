#include "interview/answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <tuple>

#include "assessment/assessment.h"
#include "assessment/form_checks.h"
#include "interview/dates.h"
#include "interview/words.h"
#include "text/nearest.h"
#include "text/number.h"

namespace ipi::interview {
namespace {

constexpr std::size_t shortest_slip = 4;    // one letter changed makes any word out of a shorter one
constexpr std::size_t fewest_letters = 2;   // single letters are commands
constexpr std::size_t longest_text = 2000;  // bytes of one answer in words
constexpr std::size_t listed_matches = 6;
constexpr std::size_t longest_id = 64;

bool is_id(std::string_view word) {
  const auto allowed = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.';
  };
  return !word.empty() && word.size() <= longest_id && word.front() != '.' && word.front() != '-' &&
         std::all_of(word.begin(), word.end(), allowed);
}

bool all_numbers(std::span<const Option> options) {
  return std::all_of(options.begin(), options.end(), [](const Option& option) { return option.number.has_value(); });
}

bool begins_a_word(std::string_view label, std::string_view entry) {
  for (std::size_t at = label.find(entry); at != std::string_view::npos; at = label.find(entry, at + 1)) {
    if (at > 0 && std::isalnum(static_cast<unsigned char>(label[at - 1])) == 0) return true;
  }
  return false;
}

std::string_view first_word(std::string_view label) {
  const auto end = std::find_if_not(label.begin(), label.end(),
                                    [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; });
  return label.substr(0, static_cast<std::size_t>(end - label.begin()));
}

/// A label, or another word for it, that the entry is a slip of.
std::optional<std::size_t> nearest_option(std::span<const Option> options, std::string_view entry,
                                          std::string_view language) {
  std::vector<std::string> names;
  std::vector<std::size_t> meant;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const auto add = [&](std::string name) {
      names.push_back(std::move(name));
      meant.push_back(i);
    };
    add(lowered(options[i].label.in(language)));
    add(lowered(first_word(options[i].label.in(language))));
    for (const std::string& word : options[i].also) add(word);
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  const auto near = nearest_name(lowered(entry), views);
  if (!near) return std::nullopt;
  return meant[static_cast<std::size_t>(std::find(names.begin(), names.end(), *near) - names.begin())];
}

template <class Test>
std::vector<std::size_t> those(std::size_t count, Test test) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < count; ++i) {
    if (test(i)) found.push_back(i);
  }
  return found;
}

OptionMatch match_of(std::vector<std::size_t> found) {
  if (found.size() == 1) return {found.front(), {}};
  return {std::nullopt, std::move(found)};
}

AnswerReading fault(std::string why) { return {std::nullopt, std::move(why)}; }

AnswerReading given(Answer answer) {
  answer.absence = Absence::none;
  return {std::move(answer), {}};
}

std::string no_match(const Asked& asked, std::string_view entry) {
  if (entry.size() == 1 && std::isalpha(static_cast<unsigned char>(entry.front())) != 0) {
    return fmt::format("'{}' is a single letter, and those are commands (?). Here: {}.", entry, valid_entries(asked));
  }
  return fmt::format("'{}' is none of the answers. Here: {}.", entry, valid_entries(asked));
}

AnswerReading understand_choice(const Asked& asked, const Question& question, std::string_view entry) {
  const bool is_number = std::all_of(entry.begin(), entry.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (is_number && question.options.size() > most_numbered) return fault(no_match(asked, entry));
  const OptionMatch match = match_option(question.options, entry, asked.language);
  if (match.option) {
    Answer answer;
    answer.chosen = ChoiceSet{1} << *match.option;
    return given(std::move(answer));
  }
  if (match.several.empty()) return fault(no_match(asked, entry));
  std::vector<std::string> names;
  for (const std::size_t option : match.several) {
    if (names.size() == listed_matches) {
      names.emplace_back("...");
      break;
    }
    const std::string_view label = question.options[option].label.in(asked.language);
    names.push_back(question.options.size() > most_numbered
                        ? std::string(label)
                        : fmt::format("{} {}", number_of(question.options, option), label));
  }
  return fault(fmt::format("'{}' can be {}: a letter more.", entry, fmt::join(names, " or ")));
}

AnswerReading understand_multiple(const Asked& asked, const Question& question, std::string_view entry) {
  Answer answer;
  if (lowered(entry) == no_entry || entry == "0") return given(std::move(answer));
  for (const std::string_view word : split(entry)) {
    const OptionMatch match = match_option(question.options, word, asked.language);
    if (!match.option) return fault(no_match(asked, word));
    answer.chosen |= ChoiceSet{1} << *match.option;
  }
  return given(std::move(answer));
}

AnswerReading understand_number(const Asked& asked, const Question& question, std::string_view entry) {
  const IntegerReading reading = read_integer(entry);
  if (!reading.value || *reading.value < question.lowest || *reading.value > question.highest)
    return fault(fmt::format("'{}' does not fit: {}.", entry, valid_entries(asked)));
  Answer answer;
  answer.number = *reading.value;
  return given(std::move(answer));
}

AnswerReading understand_when(const Asked& asked, std::string_view entry) {
  const DateReading reading = understand_date(entry, asked.today);
  if (!reading.date) return fault(fmt::format("'{}' is no date I know: {}.", entry, reading.fault));
  const bool is_onset = asked.variable.group == Group::form && asked.variable.slot == form_slot::onset;
  if (is_onset && asked.form->date && months_of(*reading.date).first > months_of(*asked.form->date).last) {
    return fault(fmt::format("{} lies after the date of this interview, {}.", date_in_words(*reading.date),
                             date_in_words(*asked.form->date)));
  }
  Answer answer;
  answer.date = *reading.date;
  return given(std::move(answer));
}

AnswerReading understand_code(const Asked& asked, std::string_view entry) {
  Answer answer;
  const std::string word = lowered(entry);
  if (word == no_entry || entry == "0") {
    answer.text = no_entry;
    return given(std::move(answer));
  }
  for (const Subject& subject : nameable(*asked.form, asked.variable)) {
    const std::string& code = asked.form->entries(subject.group)[subject.entry].code;
    if (lowered(code) != word) continue;
    answer.text = code;
    return given(std::move(answer));
  }
  return fault(fmt::format("'{}' is not listed. Here: {}.", entry, valid_entries(asked)));
}

}  // namespace

std::string number_of(std::span<const Option> options, std::size_t option) {
  return all_numbers(options) ? options[option].value : fmt::format("{}", option + 1);
}

std::vector<std::string> numbered(std::span<const Option> options, std::string_view language) {
  std::vector<std::string> result;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const std::string_view label = options[i].label.in(language);
    result.push_back(
        fmt::format("{} {}", number_of(options, i), label.empty() ? std::string_view(options[i].value) : label));
  }
  return result;
}

OptionMatch match_option(std::span<const Option> options, std::string_view entry, std::string_view language) {
  const std::string word = lowered(entry);
  const auto label = [&](std::size_t i) { return lowered(options[i].label.in(language)); };
  const auto by_number = those(options.size(), [&](std::size_t i) { return number_of(options, i) == word; });
  if (!by_number.empty()) return match_of(by_number);
  if (word.size() < fewest_letters) return {};
  const auto whole = those(options.size(), [&](std::size_t i) {
    return options[i].value == word || label(i) == word ||
           std::find(options[i].also.begin(), options[i].also.end(), word) != options[i].also.end();
  });
  if (!whole.empty()) return match_of(whole);
  // "no" is said to what has no such answer as well: it is never the beginning of "Now" or "Not at all".
  if (word == "no" || word == "yes")
    return match_of(those(options.size(), [&](std::size_t i) { return first_word(label(i)) == word; }));
  const auto beginning = those(options.size(), [&](std::size_t i) { return label(i).starts_with(word); });
  if (!beginning.empty()) return match_of(beginning);
  return match_of(those(options.size(), [&](std::size_t i) {
    return begins_a_word(label(i), word) || options[i].value.starts_with(word);
  }));
}

std::string did_you_mean(std::span<const Option> options, std::string_view entry, std::string_view language) {
  const std::vector<std::string_view> words = split(entry);
  for (std::size_t count = words.size(); count > 0; --count) {
    const auto length = static_cast<std::size_t>(words[count - 1].data() - entry.data()) + words[count - 1].size();
    const auto option =
        length >= shortest_slip ? nearest_option(options, entry.substr(0, length), language) : std::nullopt;
    if (option)
      return fmt::format("did you mean {} {}?", number_of(options, *option), options[*option].label.in(language));
  }
  return {};
}

AnswerReading understand(const Asked& asked, std::string_view entry) {
  const Question& question = question_of(*asked.form, asked.variable);
  switch (question.type) {
    case AnswerType::choice:
      return understand_choice(asked, question, entry);
    case AnswerType::multiple:
      return understand_multiple(asked, question, entry);
    case AnswerType::number:
      return understand_number(asked, question, entry);
    case AnswerType::date:
      return understand_when(asked, entry);
    case AnswerType::entry:
      return understand_code(asked, entry);
    case AnswerType::text:
      break;
  }
  if (entry.size() > longest_text)
    return fault(
        fmt::format("That is longer than {} characters: shorten it, or put a part into a note (n).", longest_text));
  // The reader of forms takes these words for reasons why there is no answer.
  if (is_reserved_word(entry)) return fault("Say it in other words, or use s, r or u where there is no answer.");
  Answer answer;
  answer.text = std::string(entry);
  return given(std::move(answer));
}

std::string in_words(const Form& form, const Variable& variable, std::string_view language) {
  const Answer& answer = answer_of(form, variable);
  const Question& question = question_of(form, variable);
  if (!answer.given()) return std::string(absence_in_words(answer.absence));
  if (question.type == AnswerType::date) return date_in_words(answer.date);
  if (question.type == AnswerType::multiple) {
    std::vector<std::string_view> labels;
    for (std::size_t i = 0; i < question.options.size(); ++i) {
      if (((answer.chosen >> i) & 1U) != 0) labels.push_back(question.options[i].label.in(language));
    }
    return labels.empty() ? std::string("None") : fmt::format("{}", fmt::join(labels, ", "));
  }
  if (question.type == AnswerType::entry) {
    for (const Subject& subject : nameable(form, variable)) {
      if (form.entries(subject.group)[subject.entry].code == answer.text)
        return subject_in_words(form, subject, language);
    }
    return answer.text;
  }
  return label_of(form, variable, language);
}

std::string valid_entries(const Asked& asked) {
  const Question& question = question_of(*asked.form, asked.variable);
  switch (question.type) {
    case AnswerType::choice:
      if (question.options.size() > most_numbered) return "two letters or more of an answer; ? lists them";
      return fmt::format("{} {} {}, or two letters of an answer", number_of(question.options, 0),
                         question.options.size() == 2 ? "or" : "to",
                         number_of(question.options, question.options.size() - 1));
    case AnswerType::multiple:
      return "numbers with spaces between them, or 0 for none";
    case AnswerType::number:
      return fmt::format("a whole number from {} to {}", question.lowest, question.highest);
    case AnswerType::date:
      return "a date, such as 2025, 2025-11, Nov 2025 or 3 months ago";
    case AnswerType::text:
      return "words, without names";
    case AnswerType::entry:
      break;
  }
  std::vector<std::string> codes;
  for (const Subject& subject : nameable(*asked.form, asked.variable))
    codes.push_back(asked.form->entries(subject.group)[subject.entry].code);
  codes.emplace_back("0 for none");
  return fmt::format("{}", fmt::join(codes, ", "));
}

std::string why_no_id(std::string_view id) {
  if (is_id(id)) return {};
  return fmt::format("'{}' is no code: letters, digits, '-', '_' and '.', such as A-017; never a name.", id);
}

std::string why_not_held_on(const Form& form, const PartialDate& date, const std::optional<PartialDate>& today) {
  const auto first_day = [](const PartialDate& one) {
    return std::tuple(one.year, std::max(one.month, 1), std::max(one.day, 1));
  };
  if (today && first_day(date) > first_day(*today))
    return fmt::format("{} is still to come: today is {}.", date_in_words(date), date_in_words(*today));
  const Answer& onset = form.answers[form_slot::onset];
  if (onset.given() && months_of(onset.date).first > months_of(date).last)
    return fmt::format("{} lies before the onset, {}.", date_in_words(date), date_in_words(onset.date));
  return {};
}

std::string why_identifying(std::string_view text) {
  std::string_view found = identifier_in(text);
  if (found.empty() && seems_to_name_somebody(text)) found = "a name";
  if (found.empty()) return {};
  return fmt::format("That looks as if it held {}. Forms are anonymous: say it with a code or a role (P1, my sister).",
                     found);
}

std::vector<Subject> nameable(const Form& form, const Variable& variable) {
  const bool persons_only = variable.group == Group::events && variable.slot == event_slot::person;
  std::vector<Subject> subjects;
  for (const Group group : {Group::relationships, Group::events}) {
    if (persons_only && group == Group::events) break;
    for (std::size_t entry = 0; entry < form.entries(group).size(); ++entry) {
      if (group != variable.group || entry != variable.entry) subjects.push_back({group, entry});
    }
  }
  return subjects;
}

}  // namespace ipi::interview
