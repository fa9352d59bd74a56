#pragma once

#include <optional>

#include "source/diagnostic.h"
#include "yaml/read.h"

namespace ipi::yaml {

/// Reads one JSON text into the same guarded tree as `read`, with the same guards: UTF-8, control characters, duplicate
/// keys, depth and size. Numbers keep their digits as written, but for zeros at the end of a decimal (2.0 is 2); true
/// and false are plain scalars, strings quoted ones. Reports E0127 (not valid JSON) besides the codes of those guards.
/// nullopt if and only if an error was reported.
[[nodiscard]] std::optional<Document> read_json(const SourceFile& file, Diagnostics& diagnostics,
                                                const Limits& limits = {});

}  // namespace ipi::yaml
