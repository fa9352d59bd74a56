#pragma once

#include <optional>
#include <span>

#include "instrument/instrument.h"
#include "scoring/scorer.h"

namespace ipi {

/// The summary of eight octant scores: display only, in doubles, so that no band or condition can rest on it.
struct CircumplexSummary {
  double elevation = 0;  ///< mean of the octants
  double x = 0, y = 0;   ///< the axes of affiliation and dominance, a quarter of the sums of score x cosine and sine
  double amplitude = 0;
  double angle = 0;  ///< degrees, 0 up to 360
};

/// nullopt where an octant has no value.
[[nodiscard]] std::optional<CircumplexSummary> summarise(const Circumplex& circumplex,
                                                         std::span<const ScoreValue> scores);

}  // namespace ipi
