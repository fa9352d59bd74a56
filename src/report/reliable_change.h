#pragma once

#include <cstdint>
#include <string_view>

#include "instrument/instrument.h"

namespace ipi::report {

/// What a change of a score between two forms amounts to.
enum class ChangeVerdict : std::uint8_t {
  improved,      ///< by more than chance would explain, for the better
  worsened,      ///< likewise, for the worse
  not_reliable,  ///< chance may explain it
  no_figure      ///< nobody has published from when on it is reliable, or not for this score
};
[[nodiscard]] std::string_view to_text(ChangeVerdict verdict);

/// The published figure for the score; null if there is none.
[[nodiscard]] const ReliableChange* reliable_change_of(const Instrument& instrument, const Score& score);

/// After Jacobson and Truax: a change counts as reliable from the published least change on. Fractions are compared, so
/// that no rounding decides; the figure is that change itself, and no root was drawn for it here.
[[nodiscard]] ChangeVerdict judge_change(const Instrument& instrument, const Score& score, const Rational& earlier,
                                         const Rational& now);

}  // namespace ipi::report
