#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "report/drawing.h"

namespace ipi::report {

/// One person as far as the place on the circle goes. Rings are counted from the innermost.
struct CirclePerson {
  std::optional<std::size_t> before, now;
  double label_width = 0;  ///< what it takes at most
  bool present = true;     ///< false: a place is kept, so that others stand as beside them on another circle
};

/// Where everything goes. Nothing overlaps: each person has a spoke of their own, on which they stand at the ring of
/// now, with the ring of before as a ghost beside it.
struct CircleLayout {
  struct Person {
    Point at;                     ///< the middle of the sign
    std::optional<Point> before;  ///< the middle of the ghost; absent where it is not known or the same ring
    Point trace_to;               ///< where the trace from the ghost ends, beside the sign
    Point tie_from, tie_to;       ///< the line from the patient to the sign
    std::vector<Point> leader;    ///< from the spoke to the label
    Point label;                  ///< where its base line starts, or ends
    Drawing::Anchor anchor = Drawing::Anchor::start;
    Box label_box;
  };
  double width = 0, height = 0;
  Point centre;
  double centre_radius = 0;
  std::vector<double> rings;           ///< radii
  std::optional<double> unknown_ring;  ///< for those of whom nobody knows how close; absent where there is none
  double sign_radius = 0, ghost_radius = 0;
  std::vector<Person> people;  ///< in the given order
};

/// How large the drawing is and its letters are.
struct CircleSize {
  double width = 800;
  double label_size = 13;
  double innermost = 82, outermost = 205;  ///< radii of rings
  double largest_sign = 12;
  std::size_t lines = 1;  ///< of a label, at most
  /// How tall the row of a label is.
  [[nodiscard]] double row() const { return label_size * (0.25 + 1.2 * static_cast<double>(lines)); }
};

/// Whether so many people's labels have room on both sides.
[[nodiscard]] bool has_room(std::size_t people, const CircleSize& size);

/// People in the order given, clockwise from the top. At least one ring.
[[nodiscard]] CircleLayout lay_out_circle(std::span<const CirclePerson> people, std::size_t rings,
                                          const CircleSize& size);

/// Places for marks that each want to be at `wanted` (ascending) and need `gap` between them, within [first, last]: as
/// near to what they want as possible. There must be room for all.
[[nodiscard]] std::vector<double> spread(std::span<const double> wanted, double gap, double first, double last);

}  // namespace ipi::report
