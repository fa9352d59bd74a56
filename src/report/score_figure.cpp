#include "report/score_figure.h"

#include <fmt/format.h>

#include <algorithm>

namespace ipi::report {
namespace {

constexpr double bar_width = 200, bar_height = 38;
constexpr double figures_at = 34, figure_size = 11.5;  // the scale's figures, below it
constexpr double edge = 7;

/// Where a figure stands on a scale; for the eye only.
class Scale {
 public:
  Scale(double least, double most) : least_(least), span_(std::max(most - least, 1e-9)) {}
  [[nodiscard]] double at(double value) const {
    return edge + std::clamp((value - least_) / span_, 0.0, 1.0) * (bar_width - 2 * edge);
  }

 private:
  double least_, span_;
};

std::string with_minus_sign(int value) {
  return value < 0 ? fmt::format("\u2212{}", -value) : fmt::format("{}", value);
}

/// Figures below a scale: both ends first, of those between them whatever does not touch one that stands already.
class Figures {
 public:
  explicit Figures(const Scale& scale) : scale_(&scale) {}

  void add(Drawing& drawing, double value, const std::string& words) {
    const double half = text_width(words, figure_size) / 2;
    const double middle = std::clamp(scale_->at(value), half, bar_width - half);
    const Box box{middle - half - 2, 0, middle + half + 2, 1};
    if (std::any_of(taken_.begin(), taken_.end(), [&](const Box& other) { return other.meets(box); })) return;
    taken_.push_back(box);
    drawing.text({middle, figures_at}, words, "small faint", Drawing::Anchor::middle);
  }

 private:
  const Scale* scale_;
  std::vector<Box> taken_;
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
  Figures figures(scale);
  for (const Rational& end : {bar.lowest, bar.highest}) figures.add(drawing, to_double(end), to_decimal(end, 2));
  for (const Rational& limit : bar.limits) figures.add(drawing, to_double(limit), to_decimal(limit, 2));
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
  const double middle = 13;
  drawing.line({edge, middle}, {bar_width - edge, middle}, "tick");
  if (bar.highest > bar.lowest)
    drawing.rectangle({scale.at(bar.lowest), middle - 4, scale.at(bar.highest), middle + 4}, "span", 2);
  drawing.line({scale.at(bar.minimum), 3}, {scale.at(bar.minimum), 2 * middle - 3}, "limit");
  Figures figures(scale);
  for (const int value : {bar.least, bar.most, bar.minimum}) figures.add(drawing, value, with_minus_sign(value));
  drawing.shape(Drawing::Shape::circle, {scale.at(bar.points), middle}, 6, bar.counts ? "point" : "point out");
  return drawing.take();
}

}  // namespace ipi::report
