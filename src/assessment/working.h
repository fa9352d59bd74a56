#pragma once

#include <string>
#include <vector>

#include "assessment/assessment.h"

namespace ipi {

/// How a score of the form comes about, in a line: "2 + 1 + 0 = 3, sum of 3 of 3 answers". `all` are the form's scores,
/// for those that are made of others.
[[nodiscard]] std::string working_of(const FormState& state, const std::vector<AssessedScore>& all,
                                     const AssessedScore& score);

}  // namespace ipi
