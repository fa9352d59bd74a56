#include "score_figure.h"

#include <algorithm>

namespace ipi::report {
namespace {

constexpr double bar_width = 200, bar_height = 26;
constexpr double edge = 7;

/// Where a figure stands on a scale; for the eye only.
class Scale {
 public:
  Scale(double least, double most) : least_(least), span_(std::max(most - least, 1e-9)) {}
  [[nodiscard]] double at(double value) const { return edge + std::clamp((value - least_) / span_, 0.0, 1.0) * (bar_width - 2 * edge); }

 private:
  double least_, span_;
};

}  // namespace

Svg draw_score(const ScoreBar& bar) {
  Drawing drawing(bar_width, bar_height, bar.title);
  const Scale scale(to_double(bar.lowest), to_double(bar.highest));
  const double top = 10, bottom = 18;
  double from = scale.at(to_double(bar.lowest));
  bool second = false;
  std::vector<double> ends;
  for (const Rational& limit : bar.limits) ends.push_back(scale.at(to_double(limit)));
  ends.push_back(scale.at(to_double(bar.highest)));
  for (const double end : ends) {
    // A hair of paper between two bands, so that shade alone need not tell them apart.
    if (end - from > 1) drawing.rectangle({from, top, end - 1, bottom}, second ? "track second" : "track");
    second = !second;
    from = end;
  }
  for (std::size_t i = 0; i < bar.values.size(); ++i) {
    const double x = scale.at(to_double(bar.values[i]));
    const bool now = i + 1 == bar.values.size();
    if (!now) {
      drawing.shape(Drawing::Shape::circle, {x, (top + bottom) / 2}, 5.5, "ghost");
      continue;
    }
    drawing.line({x, top - 3}, {x, bottom + 3}, "value-line");
    drawing.shape(Drawing::Shape::diamond, {x, top - 4}, 5, "value");
  }
  return drawing.take();
}

Svg draw_points(const PointsBar& bar) {
  Drawing drawing(bar_width, bar_height, bar.title);
  const Scale scale(bar.least, bar.most);
  const double middle = bar_height / 2;
  drawing.line({edge, middle}, {bar_width - edge, middle}, "tick");
  if (bar.highest > bar.lowest) drawing.rectangle({scale.at(bar.lowest), middle - 4, scale.at(bar.highest), middle + 4}, "span", 2);
  drawing.line({scale.at(bar.minimum), 3}, {scale.at(bar.minimum), bar_height - 3}, "limit");
  drawing.shape(Drawing::Shape::circle, {scale.at(bar.points), middle}, 6, bar.counts ? "point" : "point out");
  return drawing.take();
}

}  // namespace ipi::report
