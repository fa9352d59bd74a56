#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "condition/condition.h"

namespace ipi {

/// Puts an address in other words; the default leaves it as it is written.
using AddressWords = std::function<std::string(std::string_view address)>;

/// The condition as a clause that a person reads: "status is current and (linked is yes or lead is at least 0 but
/// below 12)". Figures and values stand as they were written.
[[nodiscard]] std::string describe(const Condition& condition, const AddressWords& words = {});

}  // namespace ipi
