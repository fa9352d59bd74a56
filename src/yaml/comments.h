#pragma once

#include <cstddef>

#include "yaml/node.h"

namespace ipi::yaml {

/// Whether the file says something to people alone, from that byte on: a `#` within a text or a word is no comment.
[[nodiscard]] bool has_comments(const Document& document, std::size_t from = 0);

}  // namespace ipi::yaml
