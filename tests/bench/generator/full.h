#pragma once

#include <memory>

#include "record.h"

namespace bench {

/// Forms of data/protocols/ipt-initial.yaml with three to eight relationships and up to four events, one answer in
/// twenty missing. Contexts are not chosen, and free text is never written.
std::unique_ptr<Workload> make_full();

}  // namespace bench
