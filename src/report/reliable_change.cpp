#include "report/reliable_change.h"

#include <algorithm>
#include <array>

namespace ipi::report {

std::string_view to_text(ChangeVerdict verdict) {
  constexpr std::array<std::string_view, 4> names = {"reliably better", "reliably worse", "no reliable change",
                                                     "no published figure"};
  return names[static_cast<std::size_t>(verdict)];
}

const ReliableChange* reliable_change_of(const Instrument& instrument, const Score& score) {
  const auto& known = instrument.reliable_changes;
  const auto found =
      std::find_if(known.begin(), known.end(), [&](const ReliableChange& one) { return one.score == score.id; });
  return found == known.end() ? nullptr : &*found;
}

ChangeVerdict judge_change(const Instrument& instrument, const Score& score, const Rational& earlier,
                           const Rational& now) {
  const ReliableChange* figure = reliable_change_of(instrument, score);
  if (figure == nullptr) return ChangeVerdict::no_figure;
  const Rational change = now - earlier;
  const Rational size = change < Rational(0) ? Rational(0) - change : change;
  if (size < figure->change) return ChangeVerdict::not_reliable;
  return (change > Rational(0)) == score.higher_is_worse ? ChangeVerdict::worsened : ChangeVerdict::improved;
}

}  // namespace ipi::report
