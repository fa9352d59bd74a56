#include "report/circle_layout.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ipi::report {
namespace {

constexpr double gap_at_top = 56;  // degrees, kept free for the names of the rings
constexpr double air = 3;          // between two signs
constexpr double smallest_sign = 5;
constexpr double label_distance = 5;  // from the outermost sign
constexpr double ghost_share = 0.42;  // of a sign
constexpr double ghost_aside = 0.75;  // of a sign, beside the spoke, so that a tie's line does not hide it
constexpr double margin = 14;

struct Spoke {
  double cosine, sine;
  [[nodiscard]] Point at(Point centre, double radius, double aside = 0) const {
    return {centre.x + radius * cosine - aside * sine, centre.y + radius * sine + aside * cosine};
  }
};

/// Clockwise from the top.
Spoke spoke_of(std::size_t index, std::size_t count) {
  const double degrees =
      -90 + gap_at_top / 2 + (360 - gap_at_top) * (static_cast<double>(index) + 0.5) / static_cast<double>(count);
  const double angle = degrees * std::numbers::pi / 180;
  return {std::cos(angle), std::sin(angle)};
}

class Layout {
 public:
  Layout(std::span<const CirclePerson> people, std::size_t rings, const CircleSize& size)
      : people_(people), size_(size) {
    result_.width = size.width;
    const bool unknown = std::any_of(people.begin(), people.end(),
                                     [](const CirclePerson& person) { return person.present && !person.now; });
    for (std::size_t i = 0; i < rings + (unknown ? 1 : 0); ++i)
      result_.rings.push_back(radius_of(i, rings + (unknown ? 1 : 0)));
    outermost_ = result_.rings.back();
    if (unknown) {
      result_.unknown_ring = outermost_;
      result_.rings.pop_back();
    }
    const double slot =
        (360 - gap_at_top) * std::numbers::pi / 180 / static_cast<double>(std::max<std::size_t>(people.size(), 1));
    // The chord between two neighbours on the innermost ring.
    const double chord = slot >= std::numbers::pi ? 2 * size.innermost : 2 * size.innermost * std::sin(slot / 2);
    result_.sign_radius = std::clamp((chord - air) / 2, smallest_sign, size.largest_sign);
    result_.ghost_radius = result_.sign_radius * ghost_share;
    result_.centre_radius = std::min(size.innermost * 0.38, 26.0);
    rim_ = outermost_ + result_.sign_radius + label_distance;
    const double row = size.row();
    result_.height = 2 * (rim_ + row + margin);
    result_.centre = {size.width / 2, result_.height / 2};
  }

  CircleLayout run() {
    for (std::size_t i = 0; i < people_.size(); ++i) place(i);
    for (const bool right : {true, false}) label_side(right);
    return std::move(result_);
  }

 private:
  [[nodiscard]] double radius_of(std::size_t ring, std::size_t rings) const {
    if (rings == 1) return size_.outermost;
    return size_.innermost +
           (size_.outermost - size_.innermost) * static_cast<double>(ring) / static_cast<double>(rings - 1);
  }

  [[nodiscard]] double radius_of(const std::optional<std::size_t>& ring) const {
    return ring ? result_.rings[std::min(*ring, result_.rings.size() - 1)] : result_.unknown_ring.value_or(outermost_);
  }

  void place(std::size_t index) {
    const CirclePerson& person = people_[index];
    const Spoke spoke = spoke_of(index, people_.size());
    const double radius = radius_of(person.now);
    CircleLayout::Person placed;
    placed.at = spoke.at(result_.centre, radius);
    placed.tie_from = spoke.at(result_.centre, result_.centre_radius);
    placed.tie_to = spoke.at(result_.centre, radius - result_.sign_radius);
    if (person.before && person.now && *person.before != *person.now) {
      const double aside = result_.sign_radius * ghost_aside;
      const double reach = result_.sign_radius * 0.75;
      placed.before = spoke.at(result_.centre, radius_of(person.before), aside);
      placed.trace_to = spoke.at(result_.centre, radius + (*person.before < *person.now ? -reach : reach), aside);
    }
    result_.people.push_back(std::move(placed));
    spokes_.push_back(spoke);
  }

  /// Labels hug the rim and keep a row apart, so that leaders of one side never cross.
  void label_side(bool right) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < spokes_.size(); ++i) {
      if (people_[i].present && (spokes_[i].cosine >= 0) == right) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return spokes_[a].sine < spokes_[b].sine; });
    std::vector<double> wanted;
    for (const std::size_t i : order) wanted.push_back(result_.centre.y + rim_ * spokes_[i].sine);
    const double row = size_.row();
    const auto rows = spread(wanted, row, margin + row / 2, result_.height - margin - row / 2);
    for (std::size_t i = 0; i < order.size(); ++i) add_label(order[i], rows[i], right);
  }

  void add_label(std::size_t index, double y, bool right) {
    const double side = right ? 1 : -1;
    const double half_row = size_.row() / 2 - size_.label_size * 0.005;
    // Where the circle of signs is widest behind the label.
    const double off = std::max(0.0, std::abs(y - result_.centre.y) - half_row);
    const double reach = std::max(off < rim_ ? std::sqrt(rim_ * rim_ - off * off) : 0, rim_ * 0.16);
    const double x = result_.centre.x + side * (reach + 6);
    CircleLayout::Person& person = result_.people[index];
    const double spoke_end =
        std::max(outermost_,
                 std::hypot(person.at.x - result_.centre.x, person.at.y - result_.centre.y) + result_.sign_radius) +
        2;
    const double sign_end =
        std::hypot(person.at.x - result_.centre.x, person.at.y - result_.centre.y) + result_.sign_radius + 2;
    person.leader = {spokes_[index].at(result_.centre, sign_end),
                     spokes_[index].at(result_.centre, spoke_end + 4),
                     {x - side * 3, y}};
    person.anchor = right ? Drawing::Anchor::start : Drawing::Anchor::end;
    person.label = {x, y + size_.label_size * 0.35};
    const double width = std::min(people_[index].label_width, result_.width / 2 - reach - 8);
    person.label_box =
        right ? Box{x, y - half_row, x + width, y + half_row} : Box{x - width, y - half_row, x, y + half_row};
  }

  std::span<const CirclePerson> people_;
  CircleSize size_;
  CircleLayout result_;
  std::vector<Spoke> spokes_;
  double outermost_ = 0;
  double rim_ = 0;
};

}  // namespace

bool has_room(std::size_t people, const CircleSize& size) {
  const double rim = size.outermost + size.largest_sign + label_distance;
  // The first row and the last stand above and below the rim.
  return static_cast<double>(people / 2) * size.row() <= 2 * rim + size.row();
}

CircleLayout lay_out_circle(std::span<const CirclePerson> people, std::size_t rings, const CircleSize& size) {
  return Layout(people, std::max<std::size_t>(rings, 1), size).run();
}

std::vector<double> spread(std::span<const double> wanted, double gap, double first, double last) {
  // Neighbours that come too near are pooled into a block, which stands where its members want to be on the average.
  struct Block {
    double sum = 0;  // of where each wants the block to begin
    std::size_t count = 0;
    [[nodiscard]] double start() const { return sum / static_cast<double>(count); }
  };
  const auto bounded = [&](const Block& block) {
    return std::clamp(block.start(), first, std::max(first, last - gap * static_cast<double>(block.count - 1)));
  };
  std::vector<Block> blocks;
  for (const double want : wanted) {
    blocks.push_back({want, 1});
    while (blocks.size() > 1) {
      const Block& before = blocks[blocks.size() - 2];
      if (bounded(before) + gap * static_cast<double>(before.count) <= bounded(blocks.back())) break;
      const Block merged{before.sum + blocks.back().sum -
                             gap * static_cast<double>(before.count) * static_cast<double>(blocks.back().count),
                         before.count + blocks.back().count};
      blocks.pop_back();
      blocks.back() = merged;
    }
  }
  std::vector<double> places;
  for (const Block& block : blocks) {
    for (std::size_t i = 0; i < block.count; ++i) places.push_back(bounded(block) + gap * static_cast<double>(i));
  }
  return places;
}

}  // namespace ipi::report
