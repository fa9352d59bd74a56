#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "report/circle_layout.h"
#include "report/document.h"

namespace ipi::report {

/// One person as the circle shows them.
struct CircleSign {
  std::string code, role;
  Drawing::Shape shape = Drawing::Shape::circle;
  enum class State : std::uint8_t { current, ended, died } state = State::current;
  bool supports = false, strains = false;
  std::optional<std::size_t> before, now;  ///< rings, from the innermost
  bool present = true;                     ///< false: listed on the other of two circles only
};

struct CirclePicture {
  std::string title;               ///< told in its place
  std::vector<std::string> rings;  ///< names, from the innermost
  std::vector<CircleSign> people;
};

/// With roles beside the codes, for a wide page.
[[nodiscard]] Svg draw_circle(const CirclePicture& picture);
/// With codes only, in larger letters, for a narrow page or two circles beside each other.
[[nodiscard]] Svg draw_small_circle(const CirclePicture& picture);

/// What shapes and lines mean; `shapes` are the signs of roles.
[[nodiscard]] Key circle_key(const std::vector<std::pair<Drawing::Shape, std::string>>& shapes, bool with_lines);

}  // namespace ipi::report
