#pragma once

#include <vector>

#include "instrument/instrument.h"
#include "text/rational.h"

namespace ipi {

/// The values that a score can take, in its own metric: after proration, means, weights and transform.
struct Attainable {
  std::vector<Rational> complete;  ///< every item that applies answered; ascending
  std::vector<Rational>
      incomplete;  ///< at least one answer missing, as far as the missing rule gives a value; ascending
  std::vector<Rational> uncovered;  ///< before the transform, where its table has no row for them; ascending
  bool listed = true;               ///< false: too many to be listed, and all of them are empty
};

/// Of every score, by position. Scores made of others are taken as if these did not share items, so that a few values
/// too many may be listed and none too few.
[[nodiscard]] std::vector<Attainable> attainable_values(const Instrument& instrument);

}  // namespace ipi
