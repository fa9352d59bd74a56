#pragma once

#include <algorithm>
#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>

#include "yaml/node.h"

namespace ipi::yaml {

/// Makes trees out of other notations than YAML: room for nodes and texts that lives as long as `storage`.
class Grower {
 public:
  explicit Grower(std::pmr::memory_resource& storage) : storage_(&storage) {}

  [[nodiscard]] std::string_view keep(std::string_view text) const {
    if (text.empty()) return {};
    char* const room = std::pmr::polymorphic_allocator<char>{storage_}.allocate(text.size());
    std::copy(text.begin(), text.end(), room);
    return {room, text.size()};
  }
  [[nodiscard]] std::span<const Node> keep(std::span<const Node> nodes) const {
    if (nodes.empty()) return {};
    Node* const room = std::pmr::polymorphic_allocator<Node>{storage_}.allocate(nodes.size());
    std::uninitialized_copy(nodes.begin(), nodes.end(), room);
    return {room, nodes.size()};
  }

 private:
  std::pmr::memory_resource* storage_;
};

}  // namespace ipi::yaml
