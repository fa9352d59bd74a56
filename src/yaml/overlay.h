#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "yaml/fields.h"
#include "yaml/node.h"

namespace ipi::yaml {

/// One change to a tree. An address goes down the tree by dots: keys by their names, elements of a list by what their
/// `id:` says ("areas.grief.indicators.longing.weight").
struct Change {
  enum class Kind : std::uint8_t {
    set,  ///< another value for what is there
    add,  ///< one more element of a list, or one more key of a map
    remove
  };
  Kind kind = Kind::set;
  std::string address;
  const Node* value = nullptr;       ///< of set and add
  std::string before;                ///< of an added key: the key that it stands before; empty for the end
  const Node* node = nullptr;        ///< the change itself, to be blamed
  const SourceFile* file = nullptr;  ///< that it stands in
};

/// The tree under `address`, or null.
[[nodiscard]] const Node* find(const Node& root, std::string_view address);

/// The base with every change made, one after the other. What a change puts in keeps its own file as the place of later
/// faults. Base and values outlive the result. Reports E0290 (an address of nothing) and E0291 (there already).
[[nodiscard]] Document overlay(const Document& base, std::span<const Change> changes, Diagnostics& diagnostics);

}  // namespace ipi::yaml
