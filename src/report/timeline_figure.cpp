#include "report/timeline_figure.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/timeline_layout.h"

namespace ipi::report {
namespace {

/// How large the drawing and its letters are.
struct Style {
  TimelineSize size;
  double letter = 13;
  std::string_view text_class;
};

struct Label {
  std::string date;
  std::vector<std::string> lines;
};

constexpr std::size_t most_lines = 5;

/// Cut between words where that is possible; the first line has less room, since a date stands before it.
std::vector<std::string> broken(const std::string& words, double letter, double first_width, double width) {
  std::vector<std::string> lines;
  std::string_view rest = words;
  double room = first_width;
  while (text_width(rest, letter) > room && lines.size() + 1 < most_lines) {
    std::size_t end = std::string_view::npos;
    for (std::size_t at = rest.find(' ');
         at != std::string_view::npos && text_width(rest.substr(0, at), letter) <= room; at = rest.find(' ', at + 1))
      end = at;
    if (end == std::string_view::npos && !lines.empty()) break;  // a word too long for any line
    lines.emplace_back(end == std::string_view::npos ? std::string_view() : rest.substr(0, end));
    if (end != std::string_view::npos) rest.remove_prefix(end + 1);
    room = width;
  }
  lines.push_back(fitted(rest, letter, room));
  return lines;
}

class Picture {
 public:
  Picture(const TimelinePicture& picture, const Style& style) : picture_(&picture), style_(style) {
    const double room = style.size.width - style.size.axis - 64;
    std::vector<TimelineEntry> entries;
    for (const TimelineSign& sign : picture.signs) {
      labels_.push_back(label_of(sign, room));
      entries.push_back({sign.when, labels_.back().lines.size()});
    }
    layout_ = lay_out_timeline(entries, picture.onset, picture.months_before, style.size);
  }

  Svg draw() {
    Drawing drawing(layout_.width, layout_.height, picture_->title);
    draw_window(drawing);
    draw_axis(drawing);
    for (const TimelineLayout::Entry& entry : layout_.entries) {
      if (entry.bar) drawing.rectangle(*entry.bar, "bar", 2);
      drawing.polyline(entry.leader, "leader");
    }
    for (std::size_t i = 0; i < layout_.entries.size(); ++i) draw_entry(drawing, i);
    return drawing.take();
  }

 private:
  Label label_of(const TimelineSign& sign, double room) const {
    const double date_width =
        sign.date.empty() ? 0 : text_width(sign.date + " ", style_.letter) * 1.08;  // its letters are bold
    return {sign.date, broken(sign.what, style_.letter, room - date_width, room)};
  }

  void draw_window(Drawing& drawing) const {
    if (layout_.window) drawing.rectangle(*layout_.window, "window");
    if (!layout_.onset) return;
    drawing.rectangle(*layout_.onset, "onset");
    drawing.line({layout_.onset->left, layout_.onset->top}, {layout_.onset->right, layout_.onset->top}, "onset-line");
  }

  void draw_axis(Drawing& drawing) const {
    const double x = layout_.axis;
    if (layout_.earlier_top) drawing.line({x, *layout_.earlier_top}, {x, layout_.top - 6}, "axis broken");
    if (layout_.bottom > layout_.top) drawing.line({x, layout_.top}, {x, layout_.bottom}, "axis");
    if (layout_.earlier_top)
      drawing.text({x - 10, *layout_.earlier_top + 16}, "earlier", "small faint", Drawing::Anchor::end);
    if (layout_.undated_top)
      drawing.text({x - 10, *layout_.undated_top + 16}, "undated", "small faint", Drawing::Anchor::end);
    for (const TimelineLayout::Tick& tick : layout_.ticks) {
      drawing.line({x - 6, tick.y}, {x, tick.y}, "tick");
      drawing.text({x - 10, tick.y + 4}, fmt::format("{}", tick.year), "small faint", Drawing::Anchor::end);
    }
  }

  void draw_entry(Drawing& drawing, std::size_t index) const {
    const TimelineLayout::Entry& entry = layout_.entries[index];
    const TimelineSign& sign = picture_->signs[index];
    switch (sign.kind) {
      case TimelineSign::Kind::event:
        drawing.shape(Drawing::Shape::circle, entry.sign, 5.5, "event");
        break;
      case TimelineSign::Kind::death:
        drawing.shape(Drawing::Shape::square, entry.sign, 6.5, "death");
        break;
      case TimelineSign::Kind::onset:
        drawing.shape(Drawing::Shape::triangle, entry.sign, 7, "begin");
        break;
      case TimelineSign::Kind::tie:
        drawing.shape(Drawing::Shape::hexagon, entry.sign, 6, "shifted");
        break;
      case TimelineSign::Kind::score:
        drawing.shape(Drawing::Shape::diamond, entry.sign, 6, "score");
        break;
    }
    const Label& label = labels_[index];
    const std::string_view what_class = sign.kind == TimelineSign::Kind::onset ? "name" : "";
    const std::string style = fmt::format("{} {}", style_.text_class, what_class);
    if (label.date.empty()) {
      drawing.text(entry.label, label.lines.front(), style);
    } else {
      drawing.label(entry.label, label.date, "name", label.lines.front(), style);
    }
    for (std::size_t line = 1; line < label.lines.size(); ++line)
      drawing.text({entry.label.x, entry.label.y + static_cast<double>(line) * style_.size.further_line},
                   label.lines[line], style);
  }

  const TimelinePicture* picture_;
  Style style_;
  TimelineLayout layout_;
  std::vector<Label> labels_;
};

}  // namespace

Svg draw_timeline(const TimelinePicture& picture) {
  TimelineSize size;
  // Many stand closer together, so that a sheet of paper holds them in letters of a size that can be read.
  constexpr std::size_t many = 24;
  if (picture.signs.size() > many) {
    size.row = 18.5;
    size.further_line = 15;
    size.tallest_empty = 160;
  }
  return Picture(picture, {size, 13, ""}).draw();
}

Svg draw_narrow_timeline(const TimelinePicture& picture) {
  const TimelineSize size{.width = 400, .axis = 52, .row = 27, .further_line = 19, .most_month = 15};
  return Picture(picture, {size, 15, "medium"}).draw();
}

}  // namespace ipi::report
