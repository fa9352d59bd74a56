#include "formats/table_cells.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace ipi::cells {
namespace {

constexpr int decimal_places = 6;

const Assessment& assessment_of(const TableRow& row) { return *row.source->assessment; }
const Form& form_of(const TableRow& row) { return assessment_of(row).state.form(); }
const Suggestion& suggestion_of(const TableRow& row) { return *assessment_of(row).suggestion; }
const Candidate& candidate_of(const TableRow& row) { return assessment_of(row).candidates[row.number]; }
const AssessedScore& score_of(const TableColumn& column, const TableRow& row) {
  return assessment_of(row).scores[column.index];
}
const AssessedScore& tie_score_of(const TableColumn& column, const TableRow& row) {
  return assessment_of(row).relationships[row.number].scores[column.index];
}

template <class Number>
void append_number(Number number, std::string& text) {
  std::array<char, 24> digits{};
  const auto [end, fault] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  text.append(digits.data(), end);
}

std::string_view in_words(Truth truth) {
  constexpr std::array<std::string_view, 3> words = {"no", "yes", "unknown"};
  return words[static_cast<std::size_t>(truth)];
}

/// Adds one more word to a list of words.
void append_word(std::string& text, std::string_view word) {
  if (!text.empty()) text += ' ';
  text += word;
}

void append_value(const AssessedScore& score, std::string& text) {
  if (score.value.value) text += to_decimal(*score.value.value, decimal_places);
}
void append_band(const AssessedScore& score, std::string& text) {
  if (score.band.band != nullptr) text += score.band.band->label.original();
}
void append_confirmed(const AssessedScore& score, std::string& text) {
  if (score.band.band != nullptr) text += score.band.source().confirmed ? "yes" : "no";
}

void append_answer(const TableRow& row, std::size_t slot, std::string& text) {
  const Variable variable{Group::relationships, row.number, slot};
  text += to_text(answer_of(form_of(row), variable), question_of(form_of(row), variable));
}

bool is_suggested(const Suggestion& suggestion, std::size_t candidate) {
  return std::any_of(suggestion.focus.begin(), suggestion.focus.end(),
                     [&](const SuggestedFocus& focus) { return focus.candidate == candidate; });
}

void append_indicators(const Candidate& candidate, Truth wanted, std::string& text) {
  for (const Evidence& evidence : candidate.evidence) {
    if (evidence.holds == wanted) append_word(text, evidence.indicator->id);
  }
}

}  // namespace

void id(const TableColumn& /*column*/, const TableRow& row, std::string& text) { text += form_of(row).id; }

void date(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  if (form_of(row).date) text += ipi::to_text(*form_of(row).date);
}

void protocol(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  text += form_of(row).layout->protocol().id;
}

void convention(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  const Model& model = *assessment_of(row).state.compiled().model;
  text += model.convention;
  for (const std::string& context : model.contexts) append_word(text, context);
}

void kept(const TableColumn& column, const TableRow& row, std::string& text) { text += row.source->kept[column.index]; }

void definitions(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  text += row.source->definitions;
}

void verdict(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  text += to_text(suggestion_of(row).verdict);
}

void suggested_focus(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  for (const SuggestedFocus& focus : suggestion_of(row).focus) {
    const Candidate& candidate = assessment_of(row).candidates[focus.candidate];
    append_word(text, candidate.area->area->id);
    if (!candidate.code.empty()) text.append(":").append(candidate.code);
  }
}

void strength(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  const auto& focus = suggestion_of(row).focus;
  if (!focus.empty()) text += to_text(focus.front().strength);
}

void margin(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  if (suggestion_of(row).margin) append_number(*suggestion_of(row).margin, text);
}

void provisional(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  text += suggestion_of(row).provisional ? "yes" : "no";
}

// What speaks for the suggestion: the indicators that hold, "area.indicator".
void reasons(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  for (const SuggestedFocus& focus : suggestion_of(row).focus) {
    const Candidate& candidate = assessment_of(row).candidates[focus.candidate];
    for (const Evidence& evidence : candidate.evidence) {
      if (evidence.holds != Truth::yes) continue;
      append_word(text, candidate.area->area->id);
      text.append(".").append(evidence.indicator->id);
    }
  }
}

void stable(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  if (row.source->stable) text += to_text(*row.source->stable);
}

void relationships(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  if (form_of(row).relationships_asked) append_number(form_of(row).relationships.size(), text);
}

void events(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  if (form_of(row).events_asked) append_number(form_of(row).events.size(), text);
}

void safety(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  text += to_text(assessment_of(row).safety_status);
}

void safety_rules(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  for (const SafetyFinding& finding : assessment_of(row).safety) append_word(text, in_short(finding));
}

void unused(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  append_number(assessment_of(row).unused.size(), text);
}

void score(const TableColumn& column, const TableRow& row, std::string& text) {
  append_value(score_of(column, row), text);
}

void score_n(const TableColumn& column, const TableRow& row, std::string& text) {
  append_number(score_of(column, row).value.answered, text);
}

void score_band(const TableColumn& column, const TableRow& row, std::string& text) {
  append_band(score_of(column, row), text);
}

void score_confirmed(const TableColumn& column, const TableRow& row, std::string& text) {
  append_confirmed(score_of(column, row), text);
}

void tie_score(const TableColumn& column, const TableRow& row, std::string& text) {
  append_value(tie_score_of(column, row), text);
}

void tie_score_n(const TableColumn& column, const TableRow& row, std::string& text) {
  append_number(tie_score_of(column, row).value.answered, text);
}

void tie_score_band(const TableColumn& column, const TableRow& row, std::string& text) {
  append_band(tie_score_of(column, row), text);
}

void tie_score_confirmed(const TableColumn& column, const TableRow& row, std::string& text) {
  append_confirmed(tie_score_of(column, row), text);
}

void area_points(const TableColumn& column, const TableRow& row, std::string& text) {
  if (const Candidate* best = row.of_areas[column.index]) append_number(best->points, text);
}

void area_subject(const TableColumn& column, const TableRow& row, std::string& text) {
  if (const Candidate* best = row.of_areas[column.index]) text += best->code;
}

void area_offered(const TableColumn& column, const TableRow& row, std::string& text) {
  if (const Candidate* best = row.of_areas[column.index]) text += in_words(best->offered);
}

void area_lowest(const TableColumn& column, const TableRow& row, std::string& text) {
  if (const Candidate* best = row.of_areas[column.index]) append_number(best->lowest, text);
}

void area_highest(const TableColumn& column, const TableRow& row, std::string& text) {
  if (const Candidate* best = row.of_areas[column.index]) append_number(best->highest, text);
}

void person(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  text += form_of(row).relationships[row.number].code;
}

void role(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  append_answer(row, relationship_slot::role, text);
}

void status(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  append_answer(row, relationship_slot::status, text);
}

void closeness_before(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  append_answer(row, relationship_slot::closeness_before, text);
}

void closeness_now(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  append_answer(row, relationship_slot::closeness_now, text);
}

void area(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  text += candidate_of(row).area->area->id;
}

void subject(const TableColumn& /*column*/, const TableRow& row, std::string& text) { text += candidate_of(row).code; }

void suggested(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  text += is_suggested(suggestion_of(row), row.number) ? "yes" : "no";
}

void rank(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  const auto& ranking = suggestion_of(row).ranking;
  const auto place = std::find(ranking.begin(), ranking.end(), row.number);
  if (place != ranking.end()) append_number(place - ranking.begin() + 1, text);
}

void offered(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  text += in_words(candidate_of(row).offered);
}

void because(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  text += candidate_of(row).because.in_words();
}

void because_of(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  text += candidate_of(row).because_of;
}

void points(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  append_number(candidate_of(row).points, text);
}

void lowest(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  append_number(candidate_of(row).lowest, text);
}

void highest(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  append_number(candidate_of(row).highest, text);
}

void holds(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  append_indicators(candidate_of(row), Truth::yes, text);
}

void unknown(const TableColumn& /*column*/, const TableRow& row, std::string& text) {
  append_indicators(candidate_of(row), Truth::unknown, text);
}

}  // namespace ipi::cells
