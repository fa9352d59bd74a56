#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assessment/assessment.h"
#include "scoring/circumplex.h"

namespace ipi {

/// The circle of one instrument of the form; without a summary where an octant has no value.
struct NamedCircumplex {
  std::string address;  ///< "<instrument>.<circumplex>"
  const Circumplex* circumplex = nullptr;
  std::optional<CircumplexSummary> summary;
};
[[nodiscard]] std::vector<NamedCircumplex> circumplexes_of(const Assessment& assessment);

}  // namespace ipi
