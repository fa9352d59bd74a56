#pragma once

#include <string_view>

#include "inventory/form.h"
#include "yaml/fields.h"

namespace ipi {

/// Reads one answer; `address` names it in messages. A wrong value is reported and comes back as not asked.
[[nodiscard]] Answer read_answer(const yaml::Reader& reader, const yaml::Node& node, const Question& question,
                                 std::string_view address);

}  // namespace ipi
