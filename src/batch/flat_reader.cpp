#include "batch/flat_reader.h"

#include <algorithm>

#include "assessment/form_checks.h"
#include "batch/word_signs.h"
#include "text/date.h"

namespace ipi::batch {
namespace {

constexpr std::size_t longest_id = 64;
constexpr std::size_t few_digits =
    5;  // up to here a code is nobody's number, in one group or two without letters between
constexpr std::size_t most_counted =
    7;  // likewise in one group at its end: a date has eight, other numbers a letter behind them

bool has_only_word_signs(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_word_sign(c); });
}

/// A day as every calendar has it; the others are for the core to judge.
bool is_plain_day(std::string_view date) {
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') return false;
  const auto number = [&](std::size_t from, std::size_t to) {
    int value = 0;
    for (std::size_t i = from; i < to; ++i) {
      if (date[i] < '0' || date[i] > '9') return -1;
      value = value * 10 + (date[i] - '0');
    }
    return value;
  };
  const int year = number(0, 4);
  const int month = number(5, 7);
  const int day = number(8, 10);
  return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 &&
         (day <= 28 || (day <= 30 && month != 2));
}

bool is_id(std::string_view id) { return !id.empty() && id.size() <= longest_id && has_only_word_signs(id); }

}  // namespace

bool is_plain_code(std::string_view id) {
  std::size_t digits = 0;
  std::size_t groups = 0;
  bool in_group = false;
  bool letters_behind = false;  // the last group
  for (const char c : id) {
    // What has a dot may be an initial, a street, a date.
    if (!is_word_sign(c) || c == '.') return false;
    const bool digit = c >= '0' && c <= '9';
    if (digit && !in_group) ++groups;
    // "12MAR85": a date in words has letters between its digits.
    if (digit && letters_behind) return false;
    if (!digit && c != '-' && c != '_' && groups > 0) letters_behind = true;
    in_group = digit;
    if (digit) ++digits;
  }
  const bool is_counted = groups == 1 && in_group && digits <= most_counted;
  return (is_counted || (digits <= few_digits && groups <= 2)) && id.size() <= longest_id;
}

bool is_sound_value(std::string_view value) {
  if (!has_only_word_signs(value)) return false;
  // One word without digits is nobody's name, as far as anybody can tell.
  const bool is_word = value.find_first_of(".0123456789") == std::string_view::npos;
  return is_word || identifier_or_name_in(value).empty();
}

FlatWords::FlatWords(const Question& question, std::uint8_t no_answer, const std::vector<MissingCode>& missing)
    : no_answer_(no_answer), is_number_(question.type == AnswerType::number) {
  signs_.fill(unknown_word);
  for (std::size_t i = 0; i < question.options.size(); ++i)
    add(question.options[i].value, static_cast<std::uint8_t>(i));
  for (const Absence absence : {Absence::skipped, Absence::refused, Absence::unknown, Absence::not_asked})
    add(to_text(absence), no_answer);
  for (const MissingCode& code : missing) add(code.text, no_answer);
  lowest_ = question.lowest;
  highest_ = question.highest;
  for (std::int64_t digit = 0; is_number_ && digit < 10; ++digit) {
    if (digit >= lowest_ && digit <= highest_)
      signs_[static_cast<std::size_t>('0' + digit)] = static_cast<std::uint8_t>(digit - lowest_);
  }
}

void FlatWords::add(std::string_view word, std::uint8_t code) {
  if (word.size() == 1) {
    signs_[static_cast<unsigned char>(word.front())] = code;
  } else {
    longer_.emplace_back(word, code);
  }
}

std::uint8_t FlatWords::code_of_longer(std::string_view word) const {
  if (is_number_ && word.size() <= 3 && word.front() >= '1' && word.front() <= '9') {
    std::int64_t number = 0;
    for (const char c : word) {
      if (c < '0' || c > '9') return unknown_word;
      number = number * 10 + (c - '0');
    }
    return number >= lowest_ && number <= highest_ ? static_cast<std::uint8_t>(number - lowest_) : unknown_word;
  }
  for (const auto& [known, code] : longer_) {
    if (known == word) return code;
  }
  return unknown_word;
}

bool FlatIdentity::is_sound(std::string_view id, std::string_view date) {
  if (!id.empty() && !is_plain_code(id)) {
    if (!is_id(id) || (!allow_identifiers_ && is_identifying_code(id))) return false;
  }
  if (date.empty() || is_plain_day(date) || date == sound_date_) return true;
  const auto parsed = parse_partial_date(date);
  if (!parsed || to_text(*parsed) != date) return false;
  sound_date_ = date;
  return true;
}

FlatVocabulary::FlatVocabulary(const FlatProgram& program, const std::vector<MissingCode>& missing) {
  std::vector<const Question*> questions;
  const auto& slots = program.compiled().layout->group(Group::form).slots;
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    const Question& question = *slots[slot].question;
    const bool served = question.type == AnswerType::choice || question.type == AnswerType::number;
    if (!served || slots[slot].applies || slots[slot].asked_only_where ||
        program.no_answers()[slot] == FlatWords::unknown_word) {
      of_slot_.push_back(nullptr);
      continue;
    }
    const auto has_same_words = [&](const Question* other) {
      const auto same_value = [](const Option& a, const Option& b) { return a.value == b.value; };
      return other->type == question.type && other->lowest == question.lowest && other->highest == question.highest &&
             std::equal(other->options.begin(), other->options.end(), question.options.begin(), question.options.end(),
                        same_value);
    };
    const auto known = std::find_if(questions.begin(), questions.end(), has_same_words);
    if (known == questions.end()) {
      words_.push_back(std::make_unique<FlatWords>(question, program.no_answers()[slot], missing));
      questions.push_back(&question);
      of_slot_.push_back(words_.back().get());
    } else {
      of_slot_.push_back(words_[static_cast<std::size_t>(known - questions.begin())].get());
    }
  }
}

}  // namespace ipi::batch
