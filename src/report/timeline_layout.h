#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "report/drawing.h"
#include "text/date.h"

namespace ipi::report {

/// Something dated: a moment, or a span of months where only these are known.
struct TimelineEntry {
  std::optional<MonthSpan> when;  ///< absent: nobody knows
  std::size_t lines = 1;          ///< of its label
};

/// Time goes downwards. The months around the onset stand one below the other, each as tall as its entries need; what
/// lies long before them stands only in its order, above a break. No two labels overlap, and each stands within its
/// month.
struct TimelineLayout {
  struct Entry {
    Point sign;                 ///< beside its label
    std::optional<Point> at;    ///< on the axis, where there is a date
    std::optional<Box> bar;     ///< along the axis, where it is a span
    std::vector<Point> leader;  ///< from the axis to the sign
    Point label;                ///< base line of its first line
    Box label_box;
  };
  struct Tick {
    double y = 0;
    int year = 0;
  };
  double width = 0, height = 0;
  double axis = 0;                    ///< where the axis stands
  double top = 0, bottom = 0;         ///< ends of the months' axis
  std::optional<double> earlier_top;  ///< where the axis of what lies long before begins; absent where nothing does
  std::vector<Tick> ticks;            ///< beginnings of years
  std::optional<Box> window;          ///< the months before the onset
  std::optional<Box> onset;           ///< the onset itself, as far as it is known
  std::optional<double> undated_top;  ///< where entries without a date begin
  std::vector<Entry> entries;         ///< in the given order
};

struct TimelineSize {
  double width = 760;
  double axis = 70;
  double row = 24;  ///< of one line
  double further_line = 17;
  double least_month = 4, most_month = 13;  ///< of a month without an entry
  double tallest_empty = 330;               ///< of all months together, if none had an entry
};

/// `window` is how many months before the onset are marked.
[[nodiscard]] TimelineLayout lay_out_timeline(std::span<const TimelineEntry> entries,
                                              const std::optional<MonthSpan>& onset, int window,
                                              const TimelineSize& size);

}  // namespace ipi::report
