#pragma once

#include <algorithm>

#include "yaml/node.h"

/// Whether two trees agree in everything, spans included.
inline bool same_tree(const ipi::yaml::Node& a, const ipi::yaml::Node& b) {
  return a.kind == b.kind && a.quoted == b.quoted && a.span == b.span && a.key_span == b.key_span && a.key == b.key &&
         a.text == b.text &&
         std::equal(a.children.begin(), a.children.end(), b.children.begin(), b.children.end(), same_tree);
}
