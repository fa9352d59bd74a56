#pragma once

#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>

#include "source/source_file.h"

namespace ipi::yaml {

enum class NodeKind : unsigned char { null, scalar, sequence, mapping };

/// One node of a guarded tree: no aliases, no tags, no merge keys, keys unique, depth and size bounded.
/// Text and children live in the Document that holds the node.
struct Node {
  NodeKind kind = NodeKind::null;
  bool quoted = false;    ///< a scalar in quotes or a block scalar: "yes" in quotes is still the word yes
  Span span;              ///< the value; from the key on for a block below a key; the key's where it is empty
  Span key_span;          ///< the key, for the children of a mapping; else empty
  std::string_view key;   ///< likewise
  std::string_view text;  ///< of a scalar; empty otherwise
  std::span<const Node> children;
  const SourceFile* file = nullptr;  ///< where the node was put into another file's tree: its own file; else null

  [[nodiscard]] bool is_null() const { return kind == NodeKind::null; }
  [[nodiscard]] bool is_scalar() const { return kind == NodeKind::scalar; }
  [[nodiscard]] bool is_sequence() const { return kind == NodeKind::sequence; }
  [[nodiscard]] bool is_mapping() const { return kind == NodeKind::mapping; }
  /// The child of a mapping with that key, or null.
  [[nodiscard]] const Node* find(std::string_view wanted) const;
};

/// A tree and what it was read from. Movable; nodes stay where they are.
struct Document {
  const SourceFile* file = nullptr;
  Node root;
  std::unique_ptr<std::pmr::monotonic_buffer_resource> storage;

  [[nodiscard]] Place place_of(const Node& node) const { return {file, node.span}; }
};

}  // namespace ipi::yaml
