#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "assessment/assessment.h"
#include "formats/format.h"

namespace ipi {

/// Joins words that belong together ("E1.when = 2025-08") so that no line breaks between them.
inline constexpr std::string_view glue = "\u00A0";

/// What every part of a page is written from.
struct PageSource {
  const Assessment& assessment;
  const Rendering& rendering;

  [[nodiscard]] const Form& form() const { return assessment.state.form(); }
  [[nodiscard]] const Model* model() const { return assessment.state.compiled().model; }
  [[nodiscard]] std::string_view language() const { return rendering.language; }
};

// Words that the pages for people share, whatever these are written in.

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
/// What a safety finding rests on, given first; a grave answer is told whatever branch its question stands behind.
[[nodiscard]] std::string answers_of_finding(const PageSource& page, const std::vector<Variable>& variables);
/// The work behind a figure: its own words and keys, "Kroenke 2001", "isipt, ks".
[[nodiscard]] std::string source_words(const Source& source);
/// Points now and once everything is answered: "7 points; 5 to 10 once every open answer is known".
[[nodiscard]] std::string points_words(const Candidate& candidate);
/// What it is that keeps a candidate from being offered, or open; empty for one that is offered.
[[nodiscard]] std::string offer_words(const Candidate& candidate);

/// "Grief (E1)", "no focus".
[[nodiscard]] std::string outcome_words(const PageSource& page, const Outcome& outcome);
/// Several; of more than `most` only their number.
[[nodiscard]] std::string outcome_list(const PageSource& page, const std::vector<Outcome>& outcomes, std::size_t most);
/// What the open answers can still lead to; of more than `most` outcomes only their number.
[[nodiscard]] std::string stability_words(const PageSource& page, std::size_t most);
/// "If E1.mourning were resolved (now postponed), it would be: no focus."
[[nodiscard]] std::string change_words(const PageSource& page, const ChangeSet& set);
/// The sets that would change the suggestion; those of facts that are as they are come last.
[[nodiscard]] std::vector<const ChangeSet*> ordered_changes(const WouldChange& changes);
/// How many sets there are beside those shown, or that there are none; empty where all are shown.
[[nodiscard]] std::string further_changes_words(const WouldChange& changes, std::size_t shown, std::string_view where);
/// What each answer to a question would leave: "yes" and its outcomes; answers that leave the same stand together.
[[nodiscard]] std::vector<std::pair<std::string, std::vector<Outcome>>> effects_of(const PageSource& page,
                                                                                   const AskNext& ask);
/// The share of models with other weights that suggest the same; empty where it says nothing.
[[nodiscard]] std::string weights_words(const WeightSensitivity& weights);

/// "8 of 9".
[[nodiscard]] std::string count_words(const ScoreValue& value);
/// Why there is no value, and what it can still become. How many are answered stands beside it already.
[[nodiscard]] std::string no_value_words(const AssessedScore& score);

}  // namespace ipi
