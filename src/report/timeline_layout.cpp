#include "report/timeline_layout.h"

#include <algorithm>
#include <utility>

namespace ipi::report {
namespace {

constexpr int months_before_onset = 24;  // that stand to scale
constexpr int shortest_scale = 6;
constexpr double edge = 16;
constexpr double break_height = 30;
constexpr double lanes_room = 34;  // from the axis to the signs
constexpr double sign_room = 14;
constexpr double lane_width = 7;
constexpr double bar_width = 4;

class Layout {
 public:
  Layout(std::span<const TimelineEntry> entries, const std::optional<MonthSpan>& onset, int window,
         const TimelineSize& size)
      : entries_(entries), onset_(onset), window_(window), size_(size) {
    result_.width = size.width;
    result_.axis = size.axis;
    result_.entries.resize(entries.size());
    find_scale();
    sort();
  }

  TimelineLayout run() {
    double y = edge;
    if (!earlier_.empty()) {
      result_.earlier_top = y;
      y = place_rows(earlier_, y) + break_height;
    }
    result_.top = y;
    place_to_scale();
    y = result_.bottom;
    if (!undated_.empty()) {
      y += break_height;
      result_.undated_top = y;
      y = place_rows(undated_, y);
    }
    result_.height = y + edge;
    return std::move(result_);
  }

 private:
  /// The first and the last month to scale.
  void find_scale() {
    std::optional<int> first, last;
    const auto stretch = [&](const MonthSpan& span) {
      first = first ? std::min(*first, span.first) : span.first;
      last = last ? std::max(*last, span.last) : span.last;
    };
    if (onset_) stretch({onset_->first - window_, onset_->last});
    for (const TimelineEntry& entry : entries_) {
      if (entry.when && (!onset_ || entry.when->last >= onset_->first - months_before_onset)) stretch(*entry.when);
    }
    if (!first) return;
    if (!onset_) first = std::max(*first, *last - months_before_onset - window_);
    last_ = std::max(*last, *first + shortest_scale - 1);
    // A span may begin long before what is to scale: its bar begins at the axis' end then.
    first_ = onset_ ? std::max(*first, onset_->first - std::max(months_before_onset, window_)) : *first;
    has_scale_ = true;
  }

  void sort() {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const auto& when = entries_[i].when;
      (!when ? undated_ : when->last < first_ ? earlier_ : scaled_).push_back(i);
    }
    const auto middle = [&](std::size_t i) {
      return std::max(entries_[i].when->first, first_) + entries_[i].when->last;
    };
    std::stable_sort(earlier_.begin(), earlier_.end(),
                     [&](std::size_t a, std::size_t b) { return entries_[a].when->last < entries_[b].when->last; });
    std::stable_sort(scaled_.begin(), scaled_.end(),
                     [&](std::size_t a, std::size_t b) { return middle(a) < middle(b); });
  }

  [[nodiscard]] double height_of(std::size_t index) const {
    return size_.row + static_cast<double>(entries_[index].lines - 1) * size_.further_line;
  }

  /// One below the other; returns where they end.
  double place_rows(const std::vector<std::size_t>& order, double y) {
    for (const std::size_t index : order) {
      set_label(index, y);
      const Point sign = result_.entries[index].sign;
      if (entries_[index].when) {
        result_.entries[index].at = Point{result_.axis, sign.y};
        result_.entries[index].leader = {{result_.axis, sign.y}, {sign.x - sign_room / 2, sign.y}};
      }
      y += height_of(index);
    }
    return y;
  }

  /// `y` is the upper edge of the row.
  void set_label(std::size_t index, double y) {
    TimelineLayout::Entry& entry = result_.entries[index];
    entry.sign = {result_.axis + lanes_room + sign_room, y + size_.row / 2};
    const double left = entry.sign.x + sign_room;
    entry.label = {left, entry.sign.y + 4.5};
    entry.label_box = {left, y, result_.width, y + height_of(index)};
  }

  /// The month that an entry's row stands in: its own, or the middle of its span.
  [[nodiscard]] int month_of(std::size_t index) const {
    const MonthSpan& when = *entries_[index].when;
    return std::clamp((std::max(when.first, first_) + when.last) / 2, first_, last_);
  }

  /// The upper edge of a month; of the one after the last, the lower end of the axis.
  [[nodiscard]] double y_of(int month) const {
    return months_[static_cast<std::size_t>(std::clamp(month, first_, last_ + 1) - first_)];
  }

  /// A month is as tall as its entries need, so that every entry stands within its own, and months before the onset can
  /// be told by a shade over all that belongs to them.
  void place_to_scale() {
    result_.bottom = result_.top;
    if (!has_scale_) return;
    const auto count = static_cast<std::size_t>(last_ - first_ + 1);
    std::vector<double> heights(
        count, std::clamp(size_.tallest_empty / static_cast<double>(count), size_.least_month, size_.most_month));
    std::vector<double> needed(count, 0);
    for (const std::size_t index : scaled_)
      needed[static_cast<std::size_t>(month_of(index) - first_)] += height_of(index);
    double y = result_.top;
    for (std::size_t i = 0; i < count; ++i) {
      months_.push_back(y);
      y += std::max(heights[i], needed[i]);
    }
    months_.push_back(result_.bottom = y);
    add_marks();
    place_scaled_rows();
  }

  void add_marks() {
    for (int month = first_; month <= last_; ++month) {
      if (month % 12 == 0) result_.ticks.push_back({y_of(month), month / 12});
    }
    if (result_.ticks.empty()) result_.ticks.push_back({result_.top, first_ / 12});
    if (!onset_) return;
    result_.window = Box{result_.axis, y_of(onset_->first - window_), result_.width, y_of(onset_->first)};
    result_.onset = Box{result_.axis, y_of(onset_->first), result_.width, y_of(onset_->last + 1)};
  }

  /// The rows of a month, in the middle of it.
  void place_scaled_rows() {
    for (std::size_t i = 0; i < scaled_.size();) {
      const int month = month_of(scaled_[i]);
      std::size_t end = i;
      double taken = 0;
      while (end < scaled_.size() && month_of(scaled_[end]) == month) taken += height_of(scaled_[end++]);
      double y = (y_of(month) + y_of(month + 1) - taken) / 2;
      for (; i < end; ++i) {
        set_scaled(scaled_[i], y);
        y += height_of(scaled_[i]);
      }
    }
  }

  void set_scaled(std::size_t index, double y) {
    set_label(index, y);
    TimelineLayout::Entry& entry = result_.entries[index];
    const MonthSpan& when = *entries_[index].when;
    double start = result_.axis;
    if (when.last > when.first) {
      start += lane_of(when) * lane_width;
      entry.bar = Box{start - bar_width / 2, y_of(when.first) + 1, start + bar_width / 2, y_of(when.last + 1) - 1};
    }
    entry.at = Point{start, entry.sign.y};
    entry.leader = {*entry.at, {entry.sign.x - sign_room / 2, entry.sign.y}};
  }

  /// Spans that overlap stand beside each other; the same span twice is one bar.
  double lane_of(const MonthSpan& when) {
    const auto same = [&](const MonthSpan& other) { return other.first == when.first && other.last == when.last; };
    for (std::size_t lane = 0;; ++lane) {
      if (lane == lanes_.size()) lanes_.emplace_back();
      std::vector<MonthSpan>& taken = lanes_[lane];
      if (std::any_of(taken.begin(), taken.end(), same)) return static_cast<double>(std::min<std::size_t>(lane + 1, 3));
      const bool free = std::none_of(taken.begin(), taken.end(), [&](const MonthSpan& other) {
        return other.first <= when.last && when.first <= other.last;
      });
      if (!free) continue;
      taken.push_back(when);
      return static_cast<double>(std::min<std::size_t>(lane + 1, 3));
    }
  }

  std::span<const TimelineEntry> entries_;
  std::optional<MonthSpan> onset_;
  int window_;
  TimelineSize size_;
  TimelineLayout result_;
  std::vector<std::size_t> earlier_, scaled_, undated_;
  std::vector<std::vector<MonthSpan>> lanes_;
  std::vector<double> months_;  // their upper edges
  int first_ = 0, last_ = 0;
  bool has_scale_ = false;
};

}  // namespace

TimelineLayout lay_out_timeline(std::span<const TimelineEntry> entries, const std::optional<MonthSpan>& onset,
                                int window, const TimelineSize& size) {
  return Layout(entries, onset, window, size).run();
}

}  // namespace ipi::report
