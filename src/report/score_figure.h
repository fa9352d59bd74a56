#pragma once

#include <string>
#include <vector>

#include "report/drawing.h"
#include "text/rational.h"

namespace ipi::report {

/// A score on the range that it can take, cut into its bands.
struct ScoreBar {
  std::string title;  ///< told in its place
  Rational lowest, highest;
  std::vector<Rational> limits;  ///< where a band begins, within the range
  std::vector<Rational> values;  ///< one, or the earlier and the present one
};
[[nodiscard]] Svg draw_score(const ScoreBar& bar);

/// Points and what they may become, for one candidate.
struct PointsBar {
  std::string title;
  int points = 0, lowest = 0, highest = 0;
  int least = 0, most = 0;  ///< ends of the scale, the same for all
  int minimum = 0;          ///< from which on a suggestion is made
  bool counts = true;       ///< false: the candidate is not offered
};
[[nodiscard]] Svg draw_points(const PointsBar& bar);

}  // namespace ipi::report
