#pragma once

#include "focus/compiled.h"

namespace ipi {

/// Fills in `compiled.reach`. Everything else of it has been compiled.
void find_reach(Compiled& compiled);

}  // namespace ipi
