#pragma once

#include "focus/compiled.h"

namespace ipi {

/// Fills in `compiled.needed`, once everything else is compiled.
void mark_needed(Compiled& compiled);

}  // namespace ipi
