#pragma once

#include "focus/compiled.h"
#include "instrument/instrument.h"

namespace ipi {

/// Scores the worked examples that stand in an instrument's file, the way a form is read and scored. Reports E0260
/// (another value, or another band, than was worked out by hand), E0227 (an unknown score) and the codes of forms.
/// `compiled` is the protocol that the instrument makes on its own.
void check_examples(const Compiled& compiled, const Instrument& instrument, Diagnostics& diagnostics);

}  // namespace ipi
