#include "yaml/overlay.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "text/nearest.h"
#include "yaml/grow.h"

namespace ipi::yaml {
namespace {

/// What an element of a list is called in addresses.
std::string_view name_in(const Node& parent, const Node& child) {
  if (parent.is_mapping()) return child.key;
  const Node* id = child.find("id");
  return id != nullptr ? id->text : std::string_view{};
}

/// The first part of an address, which is cut off it. The key of a derived value may hold a dot itself.
const Node* step(const Node& parent, std::string_view& address) {
  const Node* best = nullptr;
  std::size_t length = 0;
  for (const Node& child : parent.children) {
    const std::string_view name = name_in(parent, child);
    const bool fits = address.starts_with(name) && (address.size() == name.size() || address[name.size()] == '.');
    if (name.empty() || !fits || name.size() < length) continue;
    best = &child;
    length = name.size();
  }
  if (best != nullptr) address.remove_prefix(std::min(address.size(), length + 1));
  return best;
}

/// Rebuilds the maps and lists on the way to a change; everything beside them is shared with the base.
class Overlay {
 public:
  Overlay(const Change& change, Diagnostics& diagnostics, std::pmr::memory_resource& storage)
      : change_(&change), reader_{change.file, &diagnostics}, grower_(storage) {}

  Node apply(const Node& root) const { return change_below(root, change_->address); }

 private:
  Node change_below(const Node& node, std::string_view address) const {
    if (change_->kind == Change::Kind::add && adds_here(node, address)) return with_added(node, address);
    std::string_view rest = address;
    const Node* child = step(node, rest);
    if (child == nullptr) {
      report_missing(node, address);
      return node;
    }
    std::vector<Node> children;
    for (const Node& other : node.children) {
      if (&other != child) {
        children.push_back(other);
      } else if (!rest.empty() || change_->kind == Change::Kind::add) {
        children.push_back(change_below(other, rest));
      } else if (change_->kind == Change::Kind::set) {
        children.push_back(placed(*change_->value, other));
      }
    }
    return with_children(node, children);
  }

  /// A list takes an element where the address ends; a map takes a key that it does not have.
  static bool adds_here(const Node& node, std::string_view address) {
    if (address.empty()) return true;
    std::string_view rest = address;
    return node.is_mapping() && address.find('.') == std::string_view::npos && step(node, rest) == nullptr;
  }

  Node with_added(const Node& node, std::string_view key) const {
    std::vector<Node> children(node.children.begin(), node.children.end());
    if (node.is_sequence()) {
      const Node added = owned(*change_->value);
      const std::string_view id = name_in(node, added);
      if (!id.empty() && std::any_of(children.begin(), children.end(),
                                     [&](const Node& child) { return name_in(node, child) == id; })) {
        return refused(node, fmt::format("'{}' has an element '{}' already", change_->address, id));
      }
      children.push_back(added);
      return with_children(node, children);
    }
    if (node.is_scalar())
      return refused(node, fmt::format("'{}' is a single value: nothing can be added to it", change_->address));
    if (key.empty()) return refused(node, fmt::format("'{}' is there already", change_->address));
    Node added = owned(*change_->value);
    added.key = kept(key);
    added.key_span = change_->value->key_span;
    auto at = children.end();
    if (!change_->before.empty()) {
      at = std::find_if(children.begin(), children.end(),
                        [&](const Node& child) { return child.key == change_->before; });
      if (at == children.end()) report_no_neighbour(node);
    }
    children.insert(at, added);
    return with_children(node, children);
  }

  /// A new value below the key that is there.
  Node placed(const Node& value, const Node& there) const {
    Node node = owned(value);
    node.key = there.key;
    node.key_span = value.key_span;
    return node;
  }

  /// The same tree, every node knowing the file that it comes from.
  Node owned(const Node& node) const {
    Node copy = node;
    if (copy.file == nullptr) copy.file = reader_.file;
    std::vector<Node> children;
    for (const Node& child : node.children) children.push_back(owned(child));
    return with_children(copy, children);
  }

  Node with_children(const Node& node, const std::vector<Node>& children) const {
    Node copy = node;
    copy.children = grower_.keep(std::span<const Node>(children));
    return copy;
  }

  /// Addresses do not outlive the change; keys do.
  std::string_view kept(std::string_view text) const { return grower_.keep(text); }

  Node refused(const Node& node, std::string message) const {
    reader_.error(*change_->node, "E0291", std::move(message), "use set: to change it");
    return node;
  }

  void report_missing(const Node& node, std::string_view address) const {
    const std::string_view part = address.substr(0, address.find('.'));
    const std::string_view above =
        std::string_view(change_->address).substr(0, change_->address.size() - address.size());
    reader_.error(*change_->node, "E0290",
                  fmt::format("'{}' is the address of nothing: there is no '{}'", change_->address, part),
                  what_is_there(node, part, above));
  }

  void report_no_neighbour(const Node& node) const {
    reader_.error(*change_->node, "E0290",
                  fmt::format("'{}' is to stand before '{}', which is not there", change_->address, change_->before),
                  what_is_there(node, change_->before, {}));
  }

  /// The nearest name below the node, with the address above it, or all of them.
  static std::string what_is_there(const Node& node, std::string_view wanted, std::string_view above) {
    std::vector<std::string_view> names;
    for (const Node& child : node.children) names.push_back(name_in(node, child));
    std::erase(names, std::string_view{});
    if (const auto near = nearest_name(wanted, names)) return fmt::format("did you mean '{}{}'?", above, *near);
    return names.empty() ? "nothing is below it" : fmt::format("there is: {}", fmt::join(names, ", "));
  }

  const Change* change_;
  Reader reader_;
  Grower grower_;
};

}  // namespace

const Node* find(const Node& root, std::string_view address) {
  const Node* node = &root;
  while (node != nullptr && !address.empty()) node = step(*node, address);
  return node;
}

Document overlay(const Document& base, std::span<const Change> changes, Diagnostics& diagnostics) {
  Document result;
  result.file = base.file;
  result.root = base.root;
  result.storage = std::make_unique<std::pmr::monotonic_buffer_resource>();
  for (const Change& change : changes) result.root = Overlay(change, diagnostics, *result.storage).apply(result.root);
  return result;
}

}  // namespace ipi::yaml
