#pragma once

#include <memory>

#include "record.h"

namespace bench {

/// Forms of tests/bench/flat/data: 66 items coded 0 to 4, one in twenty missing.
std::unique_ptr<Workload> make_flat();

}  // namespace bench
