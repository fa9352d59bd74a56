#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/drawing.h"
#include "text/date.h"

namespace ipi::report {

/// One entry as the timeline shows it.
struct TimelineSign {
  enum class Kind : std::uint8_t { event, death, onset, tie, score } kind = Kind::event;
  std::optional<MonthSpan> when;
  std::string date;  ///< in words; empty where it is not known
  std::string what;
};

struct TimelinePicture {
  std::string title;
  std::vector<TimelineSign> signs;
  std::optional<MonthSpan> onset;
  int months_before = 12;  ///< that are marked
};

[[nodiscard]] Svg draw_timeline(const TimelinePicture& picture);
/// For a narrow page, in larger letters.
[[nodiscard]] Svg draw_narrow_timeline(const TimelinePicture& picture);

}  // namespace ipi::report
