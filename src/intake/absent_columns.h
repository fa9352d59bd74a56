#pragma once

#include <string>
#include <vector>

#include "focus/compiled.h"
#include "formats/wide_form.h"

namespace ipi::intake {

/// A score that no row can have, because questions it rests on have no column.
struct ScoreOutOfReach {
  std::string score;                   ///< "wsas.total"
  std::vector<std::string> questions;  ///< of its instrument, that have no column: "wsas.retired"
};

/// Of the instruments that have some column, those asked once a form. One that has none was not asked, which is no
/// slip.
[[nodiscard]] std::vector<ScoreOutOfReach> scores_out_of_reach(const Compiled& compiled, const WideForm& wide);

}  // namespace ipi::intake
