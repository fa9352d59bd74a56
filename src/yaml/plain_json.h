#pragma once

#include <memory_resource>
#include <optional>
#include <string_view>

#include "yaml/node.h"

namespace ipi::yaml {

/// Reads JSON as programs write forms: an object of objects, lists, numbers, and strings without escapes. The tree is
/// that of `read_json`, node for node; its texts refer into `text`, its lists live in `storage`. nullopt at the first
/// thing that is unusual or wrong, and nothing is reported: `read_json` knows.
[[nodiscard]] std::optional<Node> read_plain_json(std::string_view text, std::pmr::memory_resource& storage);

}  // namespace ipi::yaml
