#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "yaml/faults.h"

namespace ipi::yaml {

/// How far the parse had come when yaml-cpp gave up.
struct Progress {
  std::size_t last_begin = 0;  ///< the last value that was complete
  std::size_t last_end = 0;
  bool last_closed = false;                 ///< it ended with a quote or a bracket, so that nothing may follow it
  std::optional<std::size_t> open_bracket;  ///< the innermost '[' or '{' not yet closed
};

/// Puts what yaml-cpp says at `offset` into words that help; its own are kept only where none of ours fit.
void report_syntax_fault(Faults& faults, std::size_t offset, std::string_view yaml_cpp_message,
                         const Progress& progress);

/// More text at `offset`, after the one document was complete.
void report_text_after_document(Faults& faults, std::size_t offset, const Progress& progress, bool root_is_list);

/// A key at [begin, end) with no ': ' after it; `text` is the key.
void report_missing_colon(Faults& faults, std::size_t begin, std::size_t end);

/// Text where a quoted text or a bracket just closed.
void report_text_after_closing(Faults& faults, std::size_t offset, const Progress& progress);

}  // namespace ipi::yaml
