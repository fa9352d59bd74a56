#pragma once

#include <memory_resource>
#include <optional>
#include <string_view>

#include "yaml/node.h"

namespace ipi::yaml {

/// Reads YAML as `ipi template` and `ipi interview` write forms and as people do: block maps, block lists, lists and
/// maps on one line, plain and quoted texts of one line without escapes, comments and blank lines. The tree is that of
/// `read`, node for node; its texts refer into `text`, its lists live in `storage`. nullopt at the first thing that is
/// unusual or wrong, and nothing is reported: `read` knows.
[[nodiscard]] std::optional<Node> read_plain_yaml(std::string_view text, std::pmr::memory_resource& storage);

}  // namespace ipi::yaml
