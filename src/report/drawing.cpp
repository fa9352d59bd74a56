#include "report/drawing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "report/escape.h"
#include "text/layout.h"
#include "text/utf8.h"

namespace ipi::report {
namespace {

/// One decimal is a tenth of a pixel; the same text on every machine.
std::string number(double value) {
  const double rounded = std::round(value * 10) / 10;
  std::string text = fmt::format("{:.1f}", rounded == 0 ? 0.0 : rounded);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

std::string point_list(std::span<const Point> points) {
  std::string list;
  for (const Point& point : points)
    list += fmt::format("{}{},{}", list.empty() ? "" : " ", number(point.x), number(point.y));
  return list;
}

std::string_view name_of(Drawing::Anchor anchor) {
  constexpr std::array<std::string_view, 3> names = {"start", "middle", "end"};
  return names[static_cast<std::size_t>(anchor)];
}

/// Corners evenly around the centre, the first at `first` degrees.
std::vector<Point> polygon(Point centre, double radius, int corners, double first) {
  std::vector<Point> points;
  for (int i = 0; i < corners; ++i) {
    const double angle = (first + 360.0 * i / corners) * std::numbers::pi / 180;
    points.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
  }
  return points;
}

struct Direction {
  double x, y, length;
};
Direction direction(Point from, Point to) {
  const double length = std::hypot(to.x - from.x, to.y - from.y);
  return length == 0 ? Direction{0, 0, 0} : Direction{(to.x - from.x) / length, (to.y - from.y) / length, length};
}

/// Shares of the size, on the wide side: a label that is thought wider than it is stands free all the same.
double share(char32_t c) {
  constexpr std::u32string_view thin = U"iIjlft.,:;'|!()[] -·";
  constexpr std::u32string_view broad = U"mwMW@%—…→";
  if (thin.find(c) != std::u32string_view::npos) return 0.4;
  if (broad.find(c) != std::u32string_view::npos) return 1.0;
  return c >= U'A' && c <= U'Z' ? 0.74 : 0.64;
}

}  // namespace

Drawing::Drawing(double width, double height, std::string_view title) {
  const std::string told = title.empty() ? std::string("aria-hidden=\"true\"")
                                         : fmt::format("role=\"img\" aria-label=\"{}\"", escape_html(title));
  out_ = fmt::format("<svg viewBox=\"0 0 {} {}\" {}>\n", number(width), number(height), told);
}

void Drawing::line(Point from, Point to, std::string_view style) {
  out_ += fmt::format("<line class=\"{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>\n", escape_html(style),
                      number(from.x), number(from.y), number(to.x), number(to.y));
}

void Drawing::polyline(std::span<const Point> points, std::string_view style) {
  out_ += fmt::format("<polyline class=\"{}\" points=\"{}\"/>\n", escape_html(style), point_list(points));
}

void Drawing::wave(Point from, Point to, std::string_view style) {
  constexpr double half_wave = 6, sway = 5.5;  // the curve reaches half as far as its handles
  const Direction way = direction(from, to);
  const int halves = std::max(2, static_cast<int>(way.length / half_wave));
  std::string path = fmt::format("M{} {}", number(from.x), number(from.y));
  for (int i = 0; i < halves; ++i) {
    const double middle = way.length * (i + 0.5) / halves, end = way.length * (i + 1) / halves;
    const double aside = i % 2 == 0 ? sway : -sway;
    path += fmt::format("Q{} {} {} {}", number(from.x + way.x * middle - way.y * aside),
                        number(from.y + way.y * middle + way.x * aside), number(from.x + way.x * end),
                        number(from.y + way.y * end));
  }
  out_ += fmt::format("<path class=\"{}\" d=\"{}\"/>\n", escape_html(style), path);
}

void Drawing::circle(Point centre, double radius, std::string_view style) {
  out_ += fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>\n", escape_html(style), number(centre.x),
                      number(centre.y), number(radius));
}

void Drawing::rectangle(const Box& box, std::string_view style, double corner) {
  const std::string round = corner > 0 ? fmt::format(" rx=\"{}\"", number(corner)) : "";
  out_ +=
      fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}/>\n", escape_html(style),
                  number(box.left), number(box.top), number(box.right - box.left), number(box.bottom - box.top), round);
}

void Drawing::shape(Shape shape, Point centre, double radius, std::string_view style) {
  const auto corners = [&](int count, double first) {
    out_ += fmt::format("<polygon class=\"{}\" points=\"{}\"/>\n", escape_html(style),
                        point_list(polygon(centre, radius, count, first)));
  };
  switch (shape) {
    case Shape::circle:
      circle(centre, radius * 0.86, style);
      return;
    case Shape::square:
      corners(4, 45);
      return;
    case Shape::diamond:
      corners(4, 0);
      return;
    case Shape::triangle:
      corners(3, -90);
      return;
    case Shape::hexagon:
      corners(6, 0);
      return;
    case Shape::cross:
      break;
  }
  const double reach = radius * 0.7;
  line({centre.x - reach, centre.y - reach}, {centre.x + reach, centre.y + reach}, style);
  line({centre.x - reach, centre.y + reach}, {centre.x + reach, centre.y - reach}, style);
}

void Drawing::arrow(Point from, Point to, std::string_view style) {
  constexpr double head = 6, spread = 3.2;
  const Direction way = direction(from, to);
  line(from, to, style);
  const Point neck{to.x - way.x * head, to.y - way.y * head};
  const std::array<Point, 3> wings = {Point{neck.x - way.y * spread, neck.y + way.x * spread}, to,
                                      Point{neck.x + way.y * spread, neck.y - way.x * spread}};
  polyline(wings, style);
}

void Drawing::text(Point at, std::string_view words, std::string_view style, Anchor anchor) {
  out_ += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\" text-anchor=\"{}\">{}</text>\n", escape_html(style),
                      number(at.x), number(at.y), name_of(anchor), escape_html(words));
}

void Drawing::label(Point at, std::string_view first, std::string_view first_style, std::string_view rest,
                    std::string_view style, Anchor anchor) {
  out_ +=
      fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\" text-anchor=\"{}\"><tspan class=\"{}\">{}</tspan> {}</text>\n",
                  escape_html(style), number(at.x), number(at.y), name_of(anchor), escape_html(first_style),
                  escape_html(first), escape_html(rest));
}

Svg Drawing::take() {
  out_ += "</svg>";
  return Svg(std::exchange(out_, {}));
}

double text_width(std::string_view text, double size) {
  const std::string shown = visible(text);
  std::string_view words = shown;
  double width = 0;
  while (!words.empty()) {
    const CodePoint point = decode_code_point(words);
    const std::size_t columns = display_width(words.substr(0, point.length));
    width += columns == 2 ? 1.05 : columns == 0 ? 0 : share(point.value);
    words.remove_prefix(point.length);
  }
  return width * size;
}

std::string fitted(std::string_view text, double size, double width) {
  const std::string shown = visible(text);
  if (text_width(shown, size) <= width) return shown;
  std::string_view words = shown;
  constexpr std::string_view dots = "…";
  std::size_t kept = 0;
  while (kept < words.size()) {
    const std::size_t next = kept + decode_code_point(words.substr(kept)).length;
    if (text_width(words.substr(0, next), size) + text_width(dots, size) > width) break;
    kept = next;
  }
  while (kept > 0 && words[kept - 1] == ' ') --kept;
  return std::string(words.substr(0, kept)) + std::string(dots);
}

}  // namespace ipi::report
