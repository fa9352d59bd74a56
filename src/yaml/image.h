#pragma once

#include <string>
#include <string_view>

#include "yaml/node.h"

namespace ipi::yaml {

/// Appends the tree under `node` to `bytes` in a compact form of our own (host byte order: an image is made by the
/// build that reads it).
void append_image(const Node& node, std::string& bytes);

/// The tree at the start of `bytes`, which is shortened by it. Text refers into the image, which must outlive the
/// document. Throws std::runtime_error if the image is damaged.
[[nodiscard]] Document read_image(std::string_view& bytes, const SourceFile* file);

}  // namespace ipi::yaml
