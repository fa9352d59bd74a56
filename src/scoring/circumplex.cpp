#include "scoring/circumplex.h"

#include <array>
#include <cmath>
#include <numbers>

namespace ipi {

std::optional<CircumplexSummary> summarise(const Circumplex& circumplex, std::span<const ScoreValue> scores) {
  constexpr std::array<double, 8> degrees = {90, 135, 180, 225, 270, 315, 0, 45};
  constexpr double radians = std::numbers::pi / 180;
  CircumplexSummary summary;
  for (std::size_t i = 0; i < circumplex.octants.size(); ++i) {
    const auto& value = scores[circumplex.octants[i]].value;
    if (!value) return std::nullopt;
    const double score = to_double(*value);
    summary.elevation += score / 8;
    summary.x += score * std::cos(degrees[i] * radians) / 4;
    summary.y += score * std::sin(degrees[i] * radians) / 4;
  }
  summary.amplitude = std::hypot(summary.x, summary.y);
  summary.angle = std::atan2(summary.y, summary.x) / radians;
  if (summary.angle < 0) summary.angle += 360;
  return summary;
}

}  // namespace ipi
