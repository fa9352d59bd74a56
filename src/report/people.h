#pragma once

#include <string>

#include "circle_figure.h"
#include "page.h"

namespace ipi::report {

/// The people of the page's form as the circle shows them.
[[nodiscard]] CirclePicture circle_of(const Page& page, std::string title);
/// "Rings from the inside: inner circle, ...": drawings without room for their names leave them to this.
[[nodiscard]] std::string rings_in_words(const CirclePicture& picture);
/// What its signs mean, by the page's words.
[[nodiscard]] Key key_of_circle(const Page& page, bool with_lines);

}  // namespace ipi::report
