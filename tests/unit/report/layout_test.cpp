// Properties of both layouts, over generated circles and timelines; and that each property can fail.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "../support.h"
#include "report/circle_layout.h"
#include "report/timeline_layout.h"

using namespace ipi::report;
using ipi::MonthSpan;
using support::Random;

namespace {

constexpr CircleSize wide{};
constexpr CircleSize narrow{.width = 420, .label_size = 16, .innermost = 66, .outermost = 146, .largest_sign = 11};

std::vector<CirclePerson> random_people(Random& random, std::size_t count, std::size_t rings) {
  std::vector<CirclePerson> people;
  // Now and then everybody stands on one ring, where it is tightest.
  const std::optional<std::size_t> all_at = random.chance(30) ? std::optional(random.below(rings)) : std::nullopt;
  for (std::size_t i = 0; i < count; ++i) {
    CirclePerson person;
    if (!random.chance(15)) person.before = all_at && random.chance(50) ? *all_at : random.below(rings);
    if (!random.chance(15)) person.now = all_at ? *all_at : random.below(rings);
    person.label_width = 30 + static_cast<double>(random.below(220));
    people.push_back(person);
  }
  return people;
}

/// Two that only touch do not overlap, whatever the last bit says.
bool overlap(const Box& a, const Box& b) {
  constexpr double hair = 0.01;
  return Box{a.left + hair, a.top + hair, a.right - hair, a.bottom - hair}.meets(b);
}

double distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

/// What is wrong with a circle; empty if nothing.
std::string fault_of(const CircleLayout& layout) {
  const Box page{0, 0, layout.width, layout.height};
  for (std::size_t i = 0; i < layout.people.size(); ++i) {
    const CircleLayout::Person& one = layout.people[i];
    if (!page.holds(one.label_box)) return fmt::format("label {} is cut off", i);
    if (distance(one.at, layout.centre) - layout.sign_radius <= layout.centre_radius)
      return fmt::format("sign {} lies on the patient", i);
    for (std::size_t j = 0; j < layout.people.size(); ++j) {
      const CircleLayout::Person& other = layout.people[j];
      if (i < j && distance(one.at, other.at) < 2 * layout.sign_radius)
        return fmt::format("signs {} and {} overlap", i, j);
      if (i < j && overlap(one.label_box, other.label_box)) return fmt::format("labels {} and {} overlap", i, j);
      if (i != j && one.before && distance(*one.before, other.at) < layout.sign_radius + layout.ghost_radius)
        return fmt::format("the ghost of {} overlaps {}", i, j);
      if (i < j && one.before && other.before && distance(*one.before, *other.before) < 2 * layout.ghost_radius)
        return fmt::format("ghosts {} and {} overlap", i, j);
    }
    for (const CircleLayout::Person& other : layout.people) {
      const double x = std::clamp(other.at.x, one.label_box.left, one.label_box.right),
                   y = std::clamp(other.at.y, one.label_box.top, one.label_box.bottom);
      if (distance({x, y}, other.at) < layout.sign_radius) return fmt::format("label {} lies on a sign", i);
    }
  }
  return {};
}

/// What is wrong with where people stand: rings now and before, and one spoke each.
std::string fault_of_places(const CircleLayout& layout, const std::vector<CirclePerson>& people) {
  for (std::size_t i = 0; i < people.size(); ++i) {
    const double radius = distance(layout.people[i].at, layout.centre);
    const double expected = people[i].now ? layout.rings[*people[i].now] : layout.unknown_ring.value_or(-1);
    if (std::abs(radius - expected) > 0.01) return fmt::format("{} is not at the ring of now", i);
    const bool moved = people[i].before && people[i].now && *people[i].before != *people[i].now;
    if (moved != layout.people[i].before.has_value())
      return fmt::format("{} has a ghost where nothing moved, or none where it did", i);
    if (moved && std::abs(distance(*layout.people[i].before, layout.centre) - layout.rings[*people[i].before]) >
                     layout.sign_radius)
      return fmt::format("the ghost of {} is not at the ring of before", i);
  }
  return {};
}

std::vector<TimelineEntry> random_entries(Random& random, std::size_t count, const std::optional<MonthSpan>& onset) {
  std::vector<TimelineEntry> entries;
  const int around = onset ? onset->first : 2025 * 12;
  for (std::size_t i = 0; i < count; ++i) {
    TimelineEntry entry;
    entry.lines = random.chance(30) ? 2 : 1;
    if (!random.chance(10)) {
      const int month = random.chance(70) ? around - 20 + static_cast<int>(random.below(36))
                                          : around - 500 + static_cast<int>(random.below(520));
      const int year = month / 12 * 12;
      entry.when = random.chance(25)   ? MonthSpan{year, year + 11}
                   : random.chance(10) ? MonthSpan{month, month + static_cast<int>(random.below(30))}
                                       : MonthSpan{month, month};
    }
    entries.push_back(entry);
  }
  return entries;
}

std::optional<MonthSpan> random_onset(Random& random) {
  if (random.chance(20)) return std::nullopt;
  const int month = 2024 * 12 + static_cast<int>(random.below(24));
  return random.chance(20) ? MonthSpan{month / 12 * 12, month / 12 * 12 + 11} : MonthSpan{month, month};
}

std::string fault_of(const TimelineLayout& layout, const std::vector<TimelineEntry>& entries) {
  const Box page{0, 0, layout.width, layout.height};
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const TimelineLayout::Entry& one = layout.entries[i];
    if (!page.holds(one.label_box)) return fmt::format("label {} is cut off", i);
    if (entries[i].when.has_value() != one.at.has_value())
      return fmt::format("{} stands on the axis without a date, or is dated and does not", i);
    if (one.bar && (one.bar->bottom <= one.bar->top || one.sign.y < one.bar->top || one.sign.y > one.bar->bottom))
      return fmt::format("{} does not stand within its span", i);
    for (std::size_t j = i + 1; j < entries.size(); ++j) {
      const TimelineLayout::Entry& other = layout.entries[j];
      if (overlap(one.label_box, other.label_box)) return fmt::format("labels {} and {} overlap", i, j);
      if (std::abs(one.sign.y - other.sign.y) < 12) return fmt::format("signs {} and {} overlap", i, j);
      if (!entries[i].when || !entries[j].when) continue;
      const bool before = entries[i].when->last < entries[j].when->first,
                 after = entries[j].when->last < entries[i].when->first;
      if ((before && one.sign.y > other.sign.y) || (after && one.sign.y < other.sign.y))
        return fmt::format("{} and {} stand in the wrong order", i, j);
    }
  }
  return {};
}

/// Entries of exactly one month stand under the shade if and only if it lies within the months that are marked.
std::string fault_of_window(const TimelineLayout& layout, const std::vector<TimelineEntry>& entries,
                            const MonthSpan& onset, int window) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!entries[i].when || entries[i].when->first != entries[i].when->last) continue;
    const int month = entries[i].when->first;
    const double y = layout.entries[i].sign.y;
    const bool shaded =
        y > layout.window->top && y<layout.window->bottom, on_onset = y> layout.onset->top && y < layout.onset->bottom;
    if (shaded != (month >= onset.first - window && month < onset.first)) return fmt::format("{} is shaded wrongly", i);
    if (on_onset != (month >= onset.first && month <= onset.last))
      return fmt::format("{} stands at the onset, or does not, wrongly", i);
  }
  return {};
}

}  // namespace

TEST_SUITE("report layouts") {
  TEST_CASE("whoever is absent leaves the others where they stand, and makes no ring for the unknown") {
    const std::vector<CirclePerson> all = {{0, 1, 40}, {1, 2, 40}, {2, 2, 40}};
    std::vector<CirclePerson> fewer = all;
    fewer[1] = {std::nullopt, std::nullopt, 0, false};
    const CircleLayout one = lay_out_circle(all, 3, wide), other = lay_out_circle(fewer, 3, wide);
    CHECK_FALSE(other.unknown_ring.has_value());
    for (const std::size_t i : {0U, 2U}) CHECK(distance(one.people[i].at, other.people[i].at) < 0.01);
  }

  TEST_CASE("two lines a label have room for 25 people, not for any number") {
    CircleSize tall = wide;
    tall.lines = 2;
    CHECK(has_room(25, tall));
    CHECK_FALSE(has_room(40, tall));
  }

  TEST_CASE("nobody overlaps on a circle, whoever stands where") {
    std::size_t crowded = 0, moved = 0, unknown = 0;
    for (std::size_t count = 0; count <= 25; ++count) {
      for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        Random random(seed * 100 + count);
        const std::size_t rings = 3 + random.below(2);
        const auto people = random_people(random, count, rings);
        CAPTURE(count);
        CAPTURE(seed);
        CircleSize tall = wide;
        tall.lines = 2;
        for (const CircleSize& size : {wide, narrow, has_room(count, tall) ? tall : wide}) {
          const CircleLayout layout = lay_out_circle(people, rings, size);
          REQUIRE(layout.people.size() == count);
          REQUIRE(layout.rings.size() == rings);
          REQUIRE(fault_of(layout) == "");
          REQUIRE(fault_of_places(layout, people) == "");
          for (const auto& person : layout.people) moved += person.before.has_value() ? 1U : 0U;
          unknown += layout.unknown_ring.has_value() ? 1U : 0U;
        }
        crowded += count >= 20 ? 1U : 0U;
      }
    }
    CHECK(crowded >= 200);
    CHECK(moved >= 5000);
    CHECK(unknown >= 500);
  }

  TEST_CASE("a circle is the same whenever it is laid out") {
    Random random(7);
    const auto people = random_people(random, 17, 4);
    const CircleLayout once = lay_out_circle(people, 4, wide), again = lay_out_circle(people, 4, wide);
    for (std::size_t i = 0; i < people.size(); ++i) {
      CHECK(once.people[i].at.x == again.people[i].at.x);
      CHECK(once.people[i].label.y == again.people[i].label.y);
    }
  }

  TEST_CASE("the properties of a circle see a fault") {
    Random random(3);
    const auto people = random_people(random, 25, 4);
    CircleLayout layout = lay_out_circle(people, 4, wide);
    layout.people[3].at = layout.people[4].at;
    CHECK(fault_of(layout) == "signs 3 and 4 overlap");
    CHECK(fault_of_places(layout, people) != "");
    layout = lay_out_circle(people, 4, wide);
    layout.people[0].label_box.right += 900;
    CHECK(fault_of(layout) == "label 0 is cut off");
    // Signs of full size for 25 people: the very mistake that the layout avoids.
    layout = lay_out_circle(std::vector<CirclePerson>(25, CirclePerson{0, 0, 40}), 4, wide);
    layout.sign_radius = wide.largest_sign;
    CHECK(fault_of(layout) == "signs 0 and 1 overlap");
  }

  TEST_CASE("marks are spread no further than they must be") {
    const std::vector<double> wanted = {10, 11, 12, 50};
    CHECK(spread(wanted, 5, 0, 100) == std::vector<double>{6, 11, 16, 50});
    CHECK(spread(std::vector<double>{1, 2}, 10, 0, 100) == std::vector<double>{0, 10});
    CHECK(spread(std::vector<double>{99, 99}, 10, 0, 100) == std::vector<double>{90, 100});
    CHECK(spread({}, 10, 0, 100).empty());
  }

  TEST_CASE("no label of a timeline overlaps another, and each stands in its time") {
    std::size_t full = 0, spans = 0, old = 0, undated = 0, windows = 0;
    for (std::size_t count = 1; count <= 40; ++count) {
      for (std::uint64_t seed = 1; seed <= 25; ++seed) {
        Random random(seed * 100 + count);
        const auto onset = random_onset(random);
        const auto entries = random_entries(random, count, onset);
        CAPTURE(count);
        CAPTURE(seed);
        for (const TimelineSize& size :
             {TimelineSize{}, TimelineSize{.row = 18.5, .further_line = 15, .tallest_empty = 160},
              TimelineSize{.width = 400, .axis = 52, .row = 27, .further_line = 19, .most_month = 15}}) {
          const TimelineLayout layout = lay_out_timeline(entries, onset, 12, size);
          REQUIRE(layout.entries.size() == count);
          REQUIRE(fault_of(layout, entries) == "");
          if (!onset) continue;
          REQUIRE(layout.window.has_value());
          REQUIRE(fault_of_window(layout, entries, *onset, 12) == "");
          ++windows;
        }
        for (const TimelineEntry& entry : entries) {
          spans += entry.when && entry.when->last > entry.when->first ? 1U : 0U;
          old += entry.when && entry.when->last < 2020 * 12 ? 1U : 0U;
          undated += entry.when ? 0U : 1U;
        }
        full += count >= 35 ? 1U : 0U;
      }
    }
    CHECK(full >= 100);
    CHECK(spans >= 3000);
    CHECK(old >= 2000);
    CHECK(undated >= 1000);
    CHECK(windows >= 1000);
  }

  TEST_CASE("the properties of a timeline see a fault") {
    Random random(5);
    const MonthSpan onset{2025 * 12, 2025 * 12};
    const std::vector<TimelineEntry> entries = {
        {MonthSpan{2024 * 12 + 6, 2024 * 12 + 6}, 1}, {MonthSpan{2025 * 12 + 3, 2025 * 12 + 3}, 1}, {std::nullopt, 1}};
    TimelineLayout layout = lay_out_timeline(entries, onset, 12, {});
    CHECK(fault_of(layout, entries) == "");
    std::swap(layout.entries[0].sign, layout.entries[1].sign);
    CHECK(fault_of(layout, entries) == "0 and 1 stand in the wrong order");
    CHECK(fault_of_window(layout, entries, onset, 12) == "0 is shaded wrongly");
    layout = lay_out_timeline(entries, onset, 12, {});
    layout.entries[0].label_box = layout.entries[1].label_box;
    CHECK(fault_of(layout, entries) == "labels 0 and 1 overlap");
  }

  TEST_CASE("a timeline of nothing dated has no axis, and one of an onset alone has") {
    const std::vector<TimelineEntry> undated = {{std::nullopt, 1}};
    const TimelineLayout none = lay_out_timeline(undated, std::nullopt, 12, {});
    CHECK(none.top == none.bottom);
    CHECK(none.undated_top.has_value());
    const std::vector<TimelineEntry> onset = {{MonthSpan{24300, 24300}, 1}};
    const TimelineLayout one = lay_out_timeline(onset, MonthSpan{24300, 24300}, 12, {});
    CHECK(one.bottom > one.top);
    CHECK(one.ticks.size() >= 1);
  }
}
