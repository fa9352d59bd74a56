#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/page.h"
#include "report/score_figure.h"

namespace ipi::report {

/// The scores of a form that a page has room for, in order: of each instrument that was touched those with bands, and
/// the first where none has any. The rest stands in the text page and in JSON.
[[nodiscard]] std::vector<const AssessedScore*> shown_scores(const Assessment& assessment);
/// Those of instruments of which nothing is answered.
[[nodiscard]] std::vector<const Instrument*> untouched_instruments(const Assessment& assessment);

/// What a score is called; of an instrument's first row the instrument as well.
[[nodiscard]] Cell name_cell(const Page& page, const AssessedScore& score, bool first);
/// "14", "yes"; "–" without a value.
[[nodiscard]] std::string score_words(const AssessedScore& score);
/// "0 to 27"; empty for what is no number on a known range.
[[nodiscard]] Text range_words(const AssessedScore& score);
/// The bar of one score, with an earlier value where there is one; empty for what is no number on a known range.
[[nodiscard]] Svg score_bar(const Page& page, const AssessedScore& score, const std::optional<Rational>& earlier = {});
/// The band, or why there is none; below it whose cut-off that is, and that nobody has confirmed it.
[[nodiscard]] Cell reading_cell(const Page& page, const AssessedScore& score);

}  // namespace ipi::report
