#pragma once

#include <string>

#include "circle_figure.h"
#include "page.h"

namespace ipi::report {

/// The people of the page's form as the circle shows them.
[[nodiscard]] CirclePicture circle_of(const Page& page, std::string title);
/// What its signs mean, by the page's words.
[[nodiscard]] Key key_of_circle(const Page& page, bool with_lines);

}  // namespace ipi::report
