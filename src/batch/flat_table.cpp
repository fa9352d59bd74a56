#include "flat_table.h"

#include <algorithm>
#include <cstring>

#include "ipi/assessment/form_checks.h"
#include "ipi/text/date.h"
#include "ipi/text/number.h"

namespace ipi::batch {
namespace {

constexpr std::size_t longest_id = 64;
constexpr std::size_t few_digits = 8;  // up to here an id is nobody's number, unless it is written like a date

bool is_id_sign(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

/// What identifies nobody at a glance: few digits, in one group.
bool is_plain_code(std::string_view id) {
  std::size_t digits = 0;
  std::size_t groups = 0;
  bool in_group = false;
  for (const char c : id) {
    if (!is_id_sign(c)) return false;
    const bool digit = c >= '0' && c <= '9';
    if (digit && !in_group) ++groups;
    in_group = digit;
    if (digit) ++digits;
  }
  return digits <= few_digits && groups <= 2 && id.size() <= longest_id;
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
  return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && (day <= 28 || (day <= 30 && month != 2));
}

bool is_id(std::string_view id) { return !id.empty() && id.size() <= longest_id && std::all_of(id.begin(), id.end(), is_id_sign); }

}  // namespace

FlatWords::FlatWords(const Question& question, std::uint8_t no_answer, const WideOptions* wide) : no_answer_(no_answer), is_number_(question.type == AnswerType::number) {
  signs_.fill(unknown_word);
  for (std::size_t i = 0; i < question.options.size(); ++i) add(question.options[i].value, static_cast<std::uint8_t>(i));
  for (const Absence absence : {Absence::skipped, Absence::refused, Absence::unknown, Absence::not_asked}) add(to_text(absence), no_answer);
  if (wide != nullptr) {
    for (const MissingCode& code : wide->missing) add(code.text, no_answer);
  }
  lowest_ = question.lowest;
  highest_ = question.highest;
  for (std::int64_t digit = 0; is_number_ && digit < 10; ++digit) {
    if (digit >= lowest_ && digit <= highest_) signs_[static_cast<std::size_t>('0' + digit)] = static_cast<std::uint8_t>(digit - lowest_);
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
  if (!is_id(id)) return false;
  if (!allow_identifiers_ && !is_plain_code(id) && is_identifying_code(id)) return false;
  if (is_plain_day(date) || date == sound_date_) return true;
  const auto parsed = parse_partial_date(date);
  if (!parsed || to_text(*parsed) != date) return false;
  sound_date_ = date;
  return true;
}

std::unique_ptr<FlatTable> FlatTable::make(const FlatProgram& program, const WideForm& wide, char delimiter) {
  auto table = std::make_unique<FlatTable>();
  table->program_ = &program;
  table->delimiter_ = delimiter;
  for (const MissingCode& code : wide.options().missing) table->missing_.push_back(code.text);
  const Layout& layout = *program.compiled().layout;
  const auto& slots = layout.group(Group::form).slots;
  std::vector<const Question*> questions;  // of the words, which slots with the same options share
  for (const WideColumn& column : wide.columns()) {
    Column plan;
    plan.kind = column.kind;
    switch (column.kind) {
      case WideColumn::Kind::kept: plan.index = column.kept; break;
      case WideColumn::Kind::other:
        if (column.path.size() != 1) return nullptr;
        if (column.path.front() == "form") plan.other = Column::Other::protocol;
        else if (column.path.front() == "id") plan.other = Column::Other::id;
        else if (column.path.front() == "date") plan.other = Column::Other::date;
        else plan.other = Column::Other::state;
        break;
      case WideColumn::Kind::count: break;  // blank, or the full reader's
      case WideColumn::Kind::code: break;
      case WideColumn::Kind::answer: {
        if (column.group != Group::form) break;
        const Question& question = *slots[column.slot].question;
        const bool plain = question.type == AnswerType::choice || question.type == AnswerType::number;
        plan.branched = slots[column.slot].applies.has_value() || !plain;
        plan.index = column.slot;
        const auto same = std::find_if(questions.begin(), questions.end(), [&](const Question* other) {
          return other->type == question.type && other->lowest == question.lowest && other->highest == question.highest &&
                 std::equal(other->options.begin(), other->options.end(), question.options.begin(), question.options.end(), [](const Option& a, const Option& b) { return a.value == b.value; });
        });
        if (same == questions.end()) {
          table->words_.push_back(std::make_unique<FlatWords>(question, program.no_answers()[column.slot], &wide.options()));
          questions.push_back(&question);
          plan.words = table->words_.back().get();
        } else {
          plan.words = table->words_[static_cast<std::size_t>(same - questions.begin())].get();
        }
        break;
      }
    }
    // What belongs to entries must be blank here: such a column is told apart by having no words.
    table->columns_.push_back(plan);
  }
  return table;
}

/// False where the field is one for the full reader.
bool FlatTable::take(const Column& column, std::string_view field, FlatForm& form) const {
  switch (column.kind) {
    case WideColumn::Kind::kept:
      form.kept[column.index] = field;
      return field.empty() || is_plain_code(field);
    case WideColumn::Kind::other:
      if (std::find(missing_.begin(), missing_.end(), field) != missing_.end()) return false;
      switch (column.other) {
        case Column::Other::protocol: return field == program_->compiled().layout->protocol().id;
        case Column::Other::id: form.id = field; return true;
        case Column::Other::date: form.date = field; return true;
        case Column::Other::state: return field == "final" || field.empty();
      }
      return false;
    case WideColumn::Kind::answer:
      if (column.words == nullptr || column.branched) return field.empty();
      form.codes[column.index] = column.words->code(field);
      return form.codes[column.index] != FlatWords::unknown_word;
    case WideColumn::Kind::code:
    case WideColumn::Kind::count: return field.empty();
  }
  return false;
}

std::size_t FlatTable::read_row(std::string_view text, FlatForm& form, FlatIdentity& identity) const {
  std::memcpy(form.codes.data(), program_->no_answers().data(), form.codes.size());
  form.id = form.date = {};
  const char* at = text.data();
  const char* const end = at + text.size();
  const char delimiter = delimiter_;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const Column& column = columns_[i];
    const bool last = i + 1 == columns_.size();
    // Mostly one sign and its delimiter.
    if (!last && column.words != nullptr && !column.branched && end - at > 1) {
      if (at[0] == delimiter) {
        ++at;
        continue;
      }
      if (at[1] == delimiter) {
        const std::uint8_t code = column.words->signs()[static_cast<unsigned char>(at[0])];
        if (code == FlatWords::unknown_word) return 0;
        form.codes[column.index] = code;
        at += 2;
        continue;
      }
    }
    const char* stop = at;
    std::string_view field;
    if (at < end && *at == '"') {
      const void* quote = std::memchr(at + 1, '"', static_cast<std::size_t>(end - at - 1));
      if (quote == nullptr) return 0;
      stop = static_cast<const char*>(quote);
      field = {at + 1, static_cast<std::size_t>(stop - at - 1)};
      if (field.find_first_of("\r\n") != std::string_view::npos) return 0;
      ++stop;
    } else {
      while (stop < end && *stop != delimiter && *stop != '\n' && *stop != '\r' && *stop != '"') ++stop;
      field = {at, static_cast<std::size_t>(stop - at)};
    }
    if (stop < end && *stop == '\r') ++stop;
    const char expected = last ? '\n' : delimiter;
    if (stop < end ? *stop != expected : !last) return 0;
    if (stop > at && stop[-1] == '\r' && !last) return 0;
    if (!take(column, field, form)) return 0;
    at = stop < end ? stop + 1 : stop;
  }
  if (!program_->has_what_it_needs(form) || !identity.is_sound(form.id, form.date)) return 0;
  return static_cast<std::size_t>(at - text.data());
}

}  // namespace ipi::batch
