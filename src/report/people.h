#pragma once

#include <string>

#include "report/circle_figure.h"
#include "report/page.h"

namespace ipi::report {

/// The people of the page's form as the circle shows them; a place is kept for those of `order` that it does not list.
[[nodiscard]] CirclePicture circle_of(const Page& page, std::string title, const std::vector<std::string>& order);
/// The codes of the people listed, those of both forms where there are two.
[[nodiscard]] std::vector<std::string> people_of(const Page& page, const Page* other = nullptr);
/// "2", "– (1 of 3)": a score of a tie; its instrument may not be asked for about this person.
[[nodiscard]] Cell score_cell(const Page& page, std::size_t entry, std::size_t score);
/// "Rings from the inside: inner circle, ...": drawings without room for their names leave them to this.
[[nodiscard]] std::string rings_in_words(const CirclePicture& picture);
/// What its signs mean, by the page's words.
[[nodiscard]] Key key_of_circle(const Page& page, bool with_lines);

}  // namespace ipi::report
