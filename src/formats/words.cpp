#include "formats/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "condition/describe.h"
#include "text/number.h"
#include "text/utf8.h"

namespace ipi {
namespace {

constexpr std::string_view entry_prefix = "this.";
constexpr std::string_view no_break_space = "\xC2\xA0";  // keeps an option's value on the line of its label

bool says_the_same(std::string_view value, std::string_view label) {
  const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  return std::equal(value.begin(), value.end(), label.begin(), label.end(),
                    [&](char a, char b) { return lower(a) == lower(b); });
}

std::string work_of(const std::string& key, const Works& works) {
  const auto found = std::find_if(works.begin(), works.end(), [&](const auto& work) { return work.first == key; });
  return found == works.end() ? key : found->second;
}

}  // namespace

std::string options_in_words(std::span<const Option> options) {
  const auto has_comma = [](const Option& option) {
    return option.label.original().find(',') != std::string_view::npos;
  };
  const std::string_view separator = std::any_of(options.begin(), options.end(), has_comma) ? "; " : ", ";
  std::string text;
  for (const Option& option : options) {
    if (!text.empty()) text += separator;
    const std::string_view label = option.label.original();
    text += says_the_same(option.value, label) ? option.value
                                               : fmt::format("{0}{1}={1}{2}", option.value, no_break_space, label);
  }
  return text;
}

std::string printable(std::string_view text) {
  std::string plain = escape_for_terminal(text);
  for (std::size_t at = 0; (at = plain.find(no_break_space, at)) != std::string::npos;)
    plain.replace(at, no_break_space.size(), " ");
  return plain;
}

std::string answers_in_words(const Question& question) {
  switch (question.type) {
    case AnswerType::choice:
      return options_in_words(question.options);
    case AnswerType::multiple:
      return fmt::format("any of, as a list [...]: {}", options_in_words(question.options));
    case AnswerType::number:
      return fmt::format("a whole number from {} to {}", question.lowest, question.highest);
    case AnswerType::date:
      return "a date: YYYY, YYYY-MM or YYYY-MM-DD";
    case AnswerType::text:
      return "in words; no names";
    case AnswerType::entry:
      return "the code of a relationship or event, or none";
  }
  return {};
}

bool same_options(std::span<const Option> a, std::span<const Option> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Option& x, const Option& y) {
    return x.value == y.value && x.label.original() == y.label.original();
  });
}

std::string branch_in_words(const Condition& condition) {
  return describe(condition, [](std::string_view address) {
    return std::string(address.starts_with(entry_prefix) ? address.substr(entry_prefix.size()) : address);
  });
}

std::string source_in_words(const Source& source, const Works& works) {
  std::string text = source.text;
  for (const std::string& key : source.keys) {
    if (!text.empty()) text += "; ";
    text += work_of(key, works);
  }
  if (!source.confirmed) text += text.empty() ? "unconfirmed" : " (unconfirmed)";
  return text;
}

std::string ids_in_words(const Instrument& instrument, std::span<const std::size_t> questions) {
  const auto number = [&](std::size_t position) {
    return read_integer(instrument.questions[questions[position]].id).value;
  };
  std::string text;
  for (std::size_t first = 0; first < questions.size();) {
    std::size_t last = first;
    while (last + 1 < questions.size() && number(last) && number(last + 1) == *number(last) + 1) ++last;
    if (!text.empty()) text += ", ";
    text += instrument.questions[questions[first]].id;
    if (last > first)
      text += fmt::format("{}{}", last - first > 1 ? " to " : ", ", instrument.questions[questions[last]].id);
    first = last + 1;
  }
  return text;
}

std::string counted(std::size_t count, std::string_view noun, std::string_view plural) {
  if (count == 1) return fmt::format("one {}", noun);
  return plural.empty() ? fmt::format("{} {}s", count, noun) : fmt::format("{} {}", count, plural);
}

}  // namespace ipi
