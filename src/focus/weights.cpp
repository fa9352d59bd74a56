#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "focus/bounded.h"

namespace ipi {
namespace {

constexpr std::size_t model_count = 1000;
constexpr std::int64_t largest_percentage = 25;
constexpr std::uint64_t seed = 1;
constexpr int scale = 100;  ///< points in hundredths, so that percentages of whole weights stay whole

/// splitmix64 (Steele, Lea and Flood 2014): the same numbers on every machine.
class Random {
 public:
  int percentage() {
    constexpr std::uint64_t values = 2 * largest_percentage + 1;
    return static_cast<int>(static_cast<std::int64_t>(next() % values) - largest_percentage);
  }

 private:
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  std::uint64_t state_ = seed;
};

/// Whether the indicators hold for a seat, by position in its area.
std::vector<std::vector<Truth>> truths(const Board& board) {
  std::vector<std::vector<Truth>> all;
  for (const Seat& seat : board.seats()) {
    std::vector<Truth>& truths = all.emplace_back();
    for (const CompiledIndicator& compiled : seat.area->indicators)
      truths.push_back(board.state().evaluate(compiled.holds, seat.subject));
  }
  return all;
}

/// The weights of one area, each moved by a percentage of its own.
void shift(const CompiledArea& area, Random& random, std::vector<int>& weights) {
  for (std::size_t i = 0; i < area.indicators.size(); ++i) {
    const Indicator& indicator = *area.indicators[i].indicator;
    if (indicator.manner != Manner::excludes) weights[i] = indicator.weight * (scale + random.percentage());
  }
}

ContestFigures scaled(ContestFigures figures) {
  figures.minimum *= scale;
  figures.near_tie *= scale;
  figures.second_at_least *= scale;
  figures.second_within *= scale;
  return figures;
}

}  // namespace

WeightSensitivity weigh_sensitivity(const FormState& state) {
  const Board board(state);
  const Outcome actual = board.outcome();
  const auto& areas = state.compiled().areas;
  const auto holds = truths(board);
  const ContestFigures figures = scaled(board.figures());
  std::vector<Contender> contenders;
  for (std::size_t seat = 0; seat < board.seats().size(); ++seat) contenders.push_back(board.contender(seat));
  const bool whole = board.lists_are_whole();
  for (Contender& contender : contenders) {
    if (contender.residual) contender.offered = residual_offer(contenders, contender, whole);
  }
  const bool closed = board.gate() == Truth::yes;
  WeightSensitivity sensitivity;
  sensitivity.degenerate = true;
  Random random;
  std::vector<std::vector<int>> weights;  // one buffer for all models
  for (const CompiledArea& area : areas) weights.emplace_back(area.indicators.size(), 0);
  for (std::size_t model = 0; model < model_count; ++model) {
    for (std::size_t area = 0; area < areas.size(); ++area) shift(areas[area], random, weights[area]);
    std::optional<int> first;
    for (std::size_t seat = 0; seat < contenders.size(); ++seat) {
      Contender& contender = contenders[seat];
      const int before = board.contender(seat).highest - board.contender(seat).points;
      const auto& indicators = areas[contender.area].indicators;
      Weighed weighed;
      for (std::size_t i = 0; i < indicators.size(); ++i)
        weighed.take(*indicators[i].indicator, holds[seat][i], weights[contender.area][i]);
      contender.points = weighed.points;
      contender.highest = contender.points + before * scale;
      if (contender.offered != Truth::yes) continue;
      if (!first) first = contender.points;
      if (contender.points != *first) sensitivity.degenerate = false;
    }
    ContestResult result;
    if (!closed) result = decide(contenders, figures);
    std::sort(result.focus.begin(), result.focus.end());
    ++sensitivity.models;
    // Whether an open answer could still do something does not hang on the weights here: both count as "no area".
    const bool nobody = result.focus.empty() && actual.seats.empty();
    if (nobody || Outcome{result.verdict, result.focus} == actual) ++sensitivity.kept;
  }
  return sensitivity;
}

}  // namespace ipi
