#include "report/circle_figure.h"

#include <algorithm>

#include "report/formulation.h"

namespace ipi::report {
namespace {

std::string words_of(const CircleSign& sign, bool with_role) {
  if (!with_role) return {};  // the sign itself tells the state
  std::string words = in_a_sentence(sign.role);
  if (sign.state == CircleSign::State::current) return words;
  return words + ", " + (sign.state == CircleSign::State::died ? "died" : "ended");
}

/// The sign of one person, whose state is told by its outline and a stroke.
void draw_sign(Drawing& drawing, Point at, double radius, Drawing::Shape shape, CircleSign::State state) {
  switch (state) {
    case CircleSign::State::current:
      drawing.shape(shape, at, radius, "body");
      return;
    case CircleSign::State::ended:
      drawing.shape(shape, at, radius, "body ended");
      drawing.line({at.x - radius * 0.6, at.y + radius * 0.6}, {at.x + radius * 0.6, at.y - radius * 0.6}, "slash");
      return;
    case CircleSign::State::died:
      break;
  }
  drawing.shape(shape, at, radius, "body died");
  drawing.shape(Drawing::Shape::cross, at, radius * 0.62, "cross");
}

void draw_tie(Drawing& drawing, Point from, Point to, bool supports, bool strains, bool current) {
  if (supports) drawing.line(from, to, "tie support");
  if (strains) drawing.wave(from, to, "tie strain");
  if (!supports && !strains) drawing.line(from, to, current ? "tie" : "tie lost");
}

/// What stands beside a sign after its code, on one line or two.
struct Label {
  std::string first, second;
};

double width_of(const std::string& code, const Label& label, double size) {
  return std::max(text_width(code + " " + label.first, size), text_width(label.second, size));
}

/// Cut after the comma where both lines fit then, else where the longer of them is shortest.
Label cut(const std::string& code, const std::string& words, double size, double room) {
  Label best{words, ""};
  for (std::size_t at = words.find(' '); at != std::string::npos; at = words.find(' ', at + 1)) {
    const Label label{words.substr(0, at), words.substr(at + 1)};
    if (label.first.ends_with(',') && width_of(code, label, size) <= room) return label;
    if (width_of(code, label, size) < width_of(code, best, size)) best = label;
  }
  return best;
}

class Picture {
 public:
  Picture(const CirclePicture& picture, const CircleSize& size, bool with_roles)
      : picture_(&picture), size_(size), with_roles_(with_roles) {
    for (const CircleSign& sign : picture.people) labels_.push_back({words_of(sign, with_roles), ""});
    lay_out();
    CircleSize two = size;
    two.lines = 2;
    if (!with_roles || !has_room(picture.people.size(), two)) return;
    // With taller rows labels stand elsewhere, and others may want a second line as well.
    constexpr int most_rounds = 3;
    for (int round = 0; round < most_rounds && cut_long_ones(); ++round) {
      size_ = two;
      lay_out();
    }
  }

  Svg draw() {
    Drawing drawing(layout_.width, layout_.height, picture_->title);
    draw_rings(drawing);
    for (std::size_t i = 0; i < layout_.people.size(); ++i) {
      if (picture_->people[i].present) drawing.polyline(layout_.people[i].leader, "leader");
    }
    for (std::size_t i = 0; i < layout_.people.size(); ++i) draw_person(drawing, i);
    if (with_roles_) draw_ring_names(drawing);
    drawing.circle(layout_.centre, layout_.centre_radius, "patient");
    drawing.text({layout_.centre.x, layout_.centre.y + 4}, "patient", "small on-accent", Drawing::Anchor::middle);
    return drawing.take();
  }

 private:
  double width_of(std::size_t index) const {
    return report::width_of(picture_->people[index].code, labels_[index], size_.label_size);
  }

  void lay_out() {
    std::vector<CirclePerson> people;
    for (std::size_t i = 0; i < picture_->people.size(); ++i) {
      const CircleSign& sign = picture_->people[i];
      people.push_back({sign.before, sign.now, width_of(i), sign.present});
    }
    layout_ = lay_out_circle(people, picture_->rings.size(), size_);
  }

  double room_of(std::size_t index) const {
    return layout_.people[index].label_box.right - layout_.people[index].label_box.left;
  }

  /// Whether any label was too long for its line.
  bool cut_long_ones() {
    bool any = false;
    for (std::size_t i = 0; i < labels_.size(); ++i) {
      if (!picture_->people[i].present || !labels_[i].second.empty() || width_of(i) <= room_of(i) + 0.5) continue;
      labels_[i] = cut(picture_->people[i].code, labels_[i].first, size_.label_size, room_of(i));
      any = any || !labels_[i].second.empty();
    }
    return any;
  }

  void draw_rings(Drawing& drawing) const {
    if (layout_.unknown_ring) drawing.circle(layout_.centre, *layout_.unknown_ring, "ring open");
    for (std::size_t i = layout_.rings.size(); i-- > 0;)
      drawing.circle(layout_.centre, layout_.rings[i],
                     i == 0                          ? "ring inner"
                     : i + 1 == layout_.rings.size() ? "ring beyond"
                                                     : "ring");
  }

  void draw_ring_names(Drawing& drawing) const {
    const auto name = [&](double radius, std::string_view words) {
      drawing.text({layout_.centre.x, layout_.centre.y - radius + 4}, fitted(words, 11.5, radius * 0.96),
                   "small faint halo", Drawing::Anchor::middle);
    };
    for (std::size_t i = 0; i < layout_.rings.size(); ++i) name(layout_.rings[i], picture_->rings[i]);
    if (layout_.unknown_ring) name(*layout_.unknown_ring, "how close is not known");
  }

  void draw_person(Drawing& drawing, std::size_t index) const {
    const CircleSign& sign = picture_->people[index];
    const CircleLayout::Person& person = layout_.people[index];
    if (!sign.present) return;
    draw_tie(drawing, person.tie_from, person.tie_to, sign.supports, sign.strains,
             sign.state == CircleSign::State::current);
    if (person.before) draw_trace(drawing, *person.before, person.trace_to);
    draw_sign(drawing, person.at, layout_.sign_radius, sign.shape, sign.state);
    if (with_roles_) {
      draw_label(drawing, index);
    } else {
      drawing.text(person.label, sign.code, "large name", person.anchor);
    }
  }

  void draw_label(Drawing& drawing, std::size_t index) const {
    const CircleLayout::Person& person = layout_.people[index];
    const std::string& code = picture_->people[index].code;
    const Label& label = labels_[index];
    const double room = room_of(index) + 0.5;
    const double line = size_.label_size * 1.2;
    Point at = person.label;
    if (!label.second.empty()) at.y -= line / 2;
    drawing.label(at, code, "name",
                  fitted(label.first, size_.label_size, room - text_width(code + " ", size_.label_size)), "",
                  person.anchor);
    if (!label.second.empty())
      drawing.text({at.x, at.y + line}, fitted(label.second, size_.label_size, room), "", person.anchor);
  }

  void draw_trace(Drawing& drawing, Point before, Point to) const {
    drawing.arrow(before, to, "trace");
    drawing.circle(before, layout_.ghost_radius, "ghost");
  }

  const CirclePicture* picture_;
  CircleSize size_;
  bool with_roles_;
  std::vector<Label> labels_;
  CircleLayout layout_;
};

constexpr double key_width = 36, key_height = 20;

Svg key_sign(Drawing::Shape shape, CircleSign::State state) {
  Drawing drawing(key_width, key_height, "");
  draw_sign(drawing, {key_width / 2, key_height / 2}, 8, shape, state);
  return drawing.take();
}

Svg key_tie(bool supports, bool strains) {
  Drawing drawing(key_width, key_height, "");
  draw_tie(drawing, {2, key_height / 2}, {key_width - 2, key_height / 2}, supports, strains, true);
  return drawing.take();
}

Svg key_trace() {
  Drawing drawing(key_width, key_height, "");
  drawing.arrow({6, key_height / 2}, {key_width - 3, key_height / 2}, "trace");
  drawing.circle({6, key_height / 2}, 4, "ghost");
  return drawing.take();
}

}  // namespace

Svg draw_circle(const CirclePicture& picture) { return Picture(picture, CircleSize{}, true).draw(); }

Svg draw_small_circle(const CirclePicture& picture) {
  return Picture(picture,
                 CircleSize{.width = 420, .label_size = 16, .innermost = 66, .outermost = 146, .largest_sign = 11},
                 false)
      .draw();
}

Key circle_key(const std::vector<std::pair<Drawing::Shape, std::string>>& shapes, bool with_lines) {
  Key key;
  for (const auto& [shape, meaning] : shapes)
    key.signs.push_back({key_sign(shape, CircleSign::State::current), meaning});
  key.signs.push_back({key_sign(Drawing::Shape::circle, CircleSign::State::ended), "ended, no contact"});
  key.signs.push_back({key_sign(Drawing::Shape::circle, CircleSign::State::died), "died"});
  key.signs.push_back({key_trace(), "moved since before the episode"});
  if (!with_lines) return key;
  key.signs.push_back({key_tie(true, false), "support"});
  key.signs.push_back({key_tie(false, true), "strain"});
  key.signs.push_back({key_tie(true, true), "both"});
  key.signs.push_back({key_tie(false, false), "neither, or not known"});
  return key;
}

}  // namespace ipi::report
