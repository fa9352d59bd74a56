#pragma once

#include <cstddef>
#include <vector>

#include "yaml/faults.h"
#include "yaml/read.h"

namespace ipi::yaml {

/// What must hold of the bytes before yaml-cpp may see them: size, UTF-8, no control characters, no directives.
/// Reports what does not; false if the parser must not run.
[[nodiscard]] bool check_bytes(Faults& faults, const Limits& limits);

/// Offsets of tabs that stand in the indentation of a line with something on it. Whether one is a fault shows only
/// in the parse: within quotes and block scalars a tab is text.
[[nodiscard]] std::vector<std::size_t> find_indenting_tabs(std::string_view text);

void report_indenting_tab(Faults& faults, std::size_t offset);

}  // namespace ipi::yaml
