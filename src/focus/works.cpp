#include "focus/works.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "text/nearest.h"

namespace ipi {

Works::Works(const yaml::Reader& reader, const yaml::Node* node) : reader_(reader) {
  if (node == nullptr) return;
  for (const yaml::Node& child : node->children) list_.emplace_back(std::string(child.key), std::string(child.text));
}

Source Works::read(const yaml::Node* node) const {
  Source source = read_source(reader_, node);
  if (node == nullptr) return source;
  for (const std::string& key : source.keys) check(*node, key);
  return source;
}

void Works::check(const yaml::Node& node, const std::string& key) const {
  std::vector<std::string_view> names;
  for (const auto& [name, work] : list_) names.emplace_back(name);
  if (std::find(names.begin(), names.end(), key) != names.end()) return;
  const auto near = nearest_name(key, names);
  reader_.error(node, "E0250", fmt::format("no work is listed as '{}'", key),
                near ? fmt::format("did you mean '{}'?", *near) : "list it under sources:");
}

}  // namespace ipi
