#pragma once

#include <memory>

#include "record.h"

namespace bench {

/// Forms of tests/bench/questionnaire/data: the PHQ-9, the GAD-7 and the three loneliness questions, one answer in
/// twenty missing. Of all ages from 14 to 90, as bands hold for some ages only.
std::unique_ptr<Workload> make_questionnaire();

}  // namespace bench
