#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace ipi::report {

/// A place on a drawing; x grows to the right, y downwards.
struct Point {
  double x = 0, y = 0;
};

/// A rectangle by two of its corners.
struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
  [[nodiscard]] bool meets(const Box& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
  [[nodiscard]] bool holds(const Box& other) const {
    return left <= other.left && top <= other.top && right >= other.right && bottom >= other.bottom;
  }
};

/// A finished drawing as SVG. Only `Drawing` makes one, so that whatever is in it has been escaped.
class Svg {
 public:
  Svg() = default;
  [[nodiscard]] bool empty() const { return markup_.empty(); }
  [[nodiscard]] std::string_view markup() const { return markup_; }

 private:
  friend class Drawing;
  explicit Svg(std::string markup) : markup_(std::move(markup)) {}
  std::string markup_;
};

/// Lines, shapes and texts, drawn one over the other. Knows nothing of what they stand for: colours and widths come
/// from a style sheet, by the class that each is given. No `style` attributes, which a strict content policy would
/// refuse.
class Drawing {
 public:
  enum class Anchor : std::uint8_t { start, middle, end };
  enum class Shape : std::uint8_t { circle, square, diamond, triangle, hexagon, cross };

  /// `title` is what a screen reader says in place of the drawing; it passes over one without.
  Drawing(double width, double height, std::string_view title);

  void line(Point from, Point to, std::string_view style);
  void polyline(std::span<const Point> points, std::string_view style);
  /// A line that sways around the straight way.
  void wave(Point from, Point to, std::string_view style);
  void circle(Point centre, double radius, std::string_view style);
  void rectangle(const Box& box, std::string_view style, double corner = 0);
  /// Of about the same area whatever its shape; nothing of it lies outside a circle of `radius`.
  void shape(Shape shape, Point centre, double radius, std::string_view style);
  /// A line with a head at its end.
  void arrow(Point from, Point to, std::string_view style);
  /// On the base line through `at`.
  void text(Point at, std::string_view words, std::string_view style, Anchor anchor = Anchor::start);
  /// Two runs on one line, the first in a style of its own.
  void label(Point at, std::string_view first, std::string_view first_style, std::string_view rest,
             std::string_view style, Anchor anchor = Anchor::start);

  [[nodiscard]] Svg take();

 private:
  std::string out_;
};

/// How wide a text gets at most, for fonts of a usual width; in the units of `size`, the height of its letters.
[[nodiscard]] double text_width(std::string_view words, double size);
/// As much of it as fits into the width, "…" at the end where something was cut off.
[[nodiscard]] std::string fitted(std::string_view words, double size, double width);

}  // namespace ipi::report
