#include "formats/page_words.h"

#include <fmt/format.h>

#include <algorithm>

namespace ipi {
namespace {

constexpr int printed_places = 2;
constexpr std::size_t most_listed = 8;  // answers behind one reason; --explain lists them all

/// What an entry is (its role, status or kind) stands wherever the entry is named; the contexts, a choice of rules, at
/// the page's foot.
bool is_in_title(const PageSource& page, const Variable& variable) {
  if (variable.group == Group::form && variable.slot == form_slot::context) return true;
  const Slot& slot = page.form().layout->group(variable.group).slots[variable.slot];
  return variable.group != Group::form && slot.structural && slot.question->type != AnswerType::date;
}

std::string listed(const PageSource& page, const std::vector<Variable>& variables, bool given) {
  std::string text;
  std::size_t count = 0;
  for (const Variable& variable : variables) {
    if (answer_of(page.form(), variable).given() != given || page.assessment.state.applies(variable) == Truth::no)
      continue;
    if (given && is_in_title(page, variable)) continue;
    if (++count > most_listed) continue;
    if (!text.empty()) text += ", ";
    text += answer_words(page, variable);
  }
  if (count > most_listed) text += fmt::format(" and {} more", count - most_listed);
  return text;
}

}  // namespace

std::string two_places(const Rational& value) { return to_decimal(value, printed_places); }

std::string in_points(int points) {
  return fmt::format("{}{}{}", points, glue, points == 1 || points == -1 ? "point" : "points");
}

std::string signed_weight(int weight) { return weight == 0 ? " 0" : fmt::format("{:+}", weight); }

std::string candidate_title(const PageSource& page, const Candidate& candidate) {
  const std::string_view title = candidate.area->area->title.in(page.language());
  if (candidate.code.empty()) return std::string(title);
  return fmt::format("{}: {}", title, subject_in_words(page.form(), candidate.subject, page.language()));
}

std::string answer_words(const PageSource& page, const Variable& variable) {
  const Answer& answer = answer_of(page.form(), variable);
  const std::string address = address_of(page.form(), variable);
  if (!answer.given()) return fmt::format("{}:{}{}", address, glue, absence_in_words(answer.absence));
  return fmt::format("{}{}={}{}", address, glue, glue, to_text(answer, question_of(page.form(), variable)));
}

std::string given_answers(const PageSource& page, const std::vector<Variable>& variables) {
  return listed(page, variables, true);
}

std::string answers_of_finding(const PageSource& page, const std::vector<Variable>& variables) {
  std::string text;
  for (const bool given : {true, false}) {
    for (const Variable& variable : variables) {
      if (answer_of(page.form(), variable).given() != given || (given && is_in_title(page, variable))) continue;
      if (!text.empty()) text += ", ";
      text += answer_words(page, variable);
    }
  }
  return text;
}

std::string open_answers(const PageSource& page, const std::vector<Variable>& variables) {
  return listed(page, variables, false);
}

std::string source_words(const Source& source) {
  std::string text = source.text;
  for (const std::string& key : source.keys) {
    if (!text.empty()) text += ", ";
    text += key;
  }
  if (!source.confirmed) text += " (unconfirmed)";
  return text;
}

std::string points_words(const Candidate& candidate) {
  std::string text = in_points(candidate.points);
  if (candidate.lowest == candidate.highest) return text;
  return text + fmt::format("; {} to {} once every open answer is known{}", candidate.lowest, candidate.highest,
                            candidate.exact ? "" : ", at the outside");
}

std::string offer_words(const Candidate& candidate) {
  if (candidate.offered == Truth::yes) return {};
  const std::string_view word = candidate.offered == Truth::no ? "Not offered" : "Open";
  if (candidate.because.empty()) return fmt::format("{}.", word);
  const std::string because = candidate.because.in_words();
  return fmt::format("{}; {}{}", word, because, because.ends_with('.') ? "" : ".");
}

std::string count_words(const ScoreValue& value) { return fmt::format("{} of {}", value.answered, value.items); }

std::string no_value_words(const AssessedScore& score) {
  const std::string counted = count_words(score.value) + " answered, ";
  const std::string_view reason =
      score.reason.starts_with(counted) ? std::string_view(score.reason).substr(counted.size()) : score.reason;
  std::string words = fmt::format("no value, {}", reason);
  const Interval& bounds = score.value.bounds;
  if (score.score->method != ScoreMethod::criterion && score.value.undecided == 0 && score.value.answered > 0 &&
      bounds.low && bounds.high) {
    words += fmt::format("; between {}{}and{}{}", two_places(*bounds.low), glue, glue, two_places(*bounds.high));
  }
  return words;
}

}  // namespace ipi
