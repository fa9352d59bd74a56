#include "yaml/node.h"

#include <algorithm>

#include "text/eight_bytes.h"

namespace ipi::yaml {

const Node* Node::find(std::string_view wanted) const {
  if (!is_mapping()) return nullptr;
  const auto found =
      std::find_if(children.begin(), children.end(), [&](const Node& child) { return eight::same(child.key, wanted); });
  return found == children.end() ? nullptr : &*found;
}

}  // namespace ipi::yaml
