#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ipi/formats/format.h"
#include "text_lines.h"

namespace ipi {

/// What every part of the page is written from.
struct PageSource {
  const Assessment& assessment;
  const Rendering& rendering;

  [[nodiscard]] const Form& form() const { return assessment.state.form(); }
  [[nodiscard]] const Model* model() const { return assessment.state.compiled().model; }
  [[nodiscard]] std::string_view language() const { return rendering.language; }
};

// The parts of the page, in this order.
void add_safety(TextLines& lines, const PageSource& page);
void add_suggestion(TextLines& lines, const PageSource& page);
void add_other_candidates(TextLines& lines, const PageSource& page);
void add_firmness(TextLines& lines, const PageSource& page);
void add_other_schools(TextLines& lines, const PageSource& page);
void add_suitability(TextLines& lines, const PageSource& page);
void add_treatment_plan(TextLines& lines, const PageSource& page);
void add_scores(TextLines& lines, const PageSource& page);
void add_relationships(TextLines& lines, const PageSource& page);
void add_missing(TextLines& lines, const PageSource& page);
void add_circumplexes(TextLines& lines, const PageSource& page);
void add_working(TextLines& lines, const PageSource& page);

// Words that several parts share.

/// Decimals that people read; JSON gives more.
[[nodiscard]] std::string two_places(const Rational& value);
/// "1 point", "-2 points".
[[nodiscard]] std::string in_points(int points);
/// "+3", "-2", " 0".
[[nodiscard]] std::string signed_weight(int weight);
/// "Grief, E1: A parent died, 2025-08, P2 (mother)".
[[nodiscard]] std::string candidate_title(const PageSource& page, const Candidate& candidate);
/// "E1.when = 2025-08", or "E1.longing: refused"; unbreakable.
[[nodiscard]] std::string answer_words(const PageSource& page, const Variable& variable);
/// Those answers that were given, or those that are open, in one line; long lists are cut short.
[[nodiscard]] std::string given_answers(const PageSource& page, const std::vector<Variable>& variables);
[[nodiscard]] std::string open_answers(const PageSource& page, const std::vector<Variable>& variables);
/// The work behind a figure: its own words and keys, "Kroenke 2001", "isipt, ks".
[[nodiscard]] std::string source_words(const Source& source);
/// Points now and once everything is answered: "7 points; 5 to 10 once every open answer is known".
[[nodiscard]] std::string points_words(const Candidate& candidate);
/// What it is that keeps a candidate from being offered, or open; empty for one that is offered.
[[nodiscard]] std::string offer_words(const Candidate& candidate);

}  // namespace ipi
