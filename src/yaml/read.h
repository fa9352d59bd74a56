#pragma once

#include <cstddef>
#include <optional>

#include "source/diagnostic.h"
#include "yaml/node.h"

namespace ipi::yaml {

/// Bounds that no honest file meets, each against a way to exhaust the program.
struct Limits {
  std::size_t bytes = 16U << 20U;         ///< of one document: yaml-cpp takes about 120 times that in memory
  std::size_t depth = 24;                 ///< our formats need 9; yaml-cpp itself overflows a small stack at some 500
  std::size_t nodes = 1U << 20U;          ///< of one document
  std::size_t scalar_bytes = 64U << 10U;  ///< one answer, label or text; the longest item text is under 1 KB
  std::size_t errors = 100;               ///< then the rest of the file is not looked at
};

/// Reads exactly one document into a guarded tree. Refused, each with its own code and help: invalid UTF-8,
/// NUL and control characters, tabs as indentation, duplicate keys, aliases, anchors, tags, merge keys, quotes
/// that never close, text after a flow collection, a second document, depth and size over the limits. Look-alike
/// characters in keys and at the ends of plain values are warned of. nullopt if and only if an error was reported.
[[nodiscard]] std::optional<Document> read(const SourceFile& file, Diagnostics& diagnostics, const Limits& limits = {});

}  // namespace ipi::yaml
