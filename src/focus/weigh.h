#pragma once

#include "focus/compiled.h"
#include "focus/form_state.h"

namespace ipi {

/// What the evidence for an area comes to, piece by piece. This is where it is said what an indicator does; whoever
/// weighs, searches or moves weights asks here.
struct Weighed {
  Truth offered = Truth::yes;   ///< by its own evidence: gates and other areas come later
  int points = 0;               ///< of the indicators that hold
  int lowest = 0, highest = 0;  ///< the outermost that open indicators leave

  [[nodiscard]] bool is_settled() const { return lowest == highest; }
  void take(const Indicator& indicator, Truth holds) { take(indicator, holds, indicator.weight); }
  /// The same with another weight than the model's.
  void take(const Indicator& indicator, Truth holds, int weight) {
    if (indicator.manner == Manner::required) offered = both(offered, holds);
    if (indicator.manner == Manner::excludes) offered = both(offered, negate(holds));
    if (indicator.manner == Manner::excludes || holds == Truth::no) return;
    if (holds == Truth::yes) points += weight;
    if (holds == Truth::yes || weight < 0) lowest += weight;
    if (holds == Truth::yes || weight > 0) highest += weight;
  }
  /// Whether the entry is a subject of the area at all.
  void take_subject(Truth is_subject) { offered = both(offered, is_subject); }
  friend bool operator==(const Weighed&, const Weighed&) = default;
};

/// The area for the subject, as the answers stand; all points are 0 where the entry is no subject of it.
[[nodiscard]] Weighed weigh(const FormState& state, const CompiledArea& area, const Subject& subject);

}  // namespace ipi
