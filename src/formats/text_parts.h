#pragma once

#include "formats/page_words.h"
#include "formats/text_lines.h"

namespace ipi {

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

}  // namespace ipi
