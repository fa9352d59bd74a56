#pragma once

#include <functional>
#include <string_view>
#include <vector>

namespace ipi {

/// Definitions of one kind, for those that name them by id. What is found outlives the lookup.
template <class T>
struct Lookup {
  std::function<const T*(std::string_view id)> find;   ///< null if there is none
  std::function<std::vector<std::string_view>()> ids;  ///< of all of them, to tell the nearest
};

}  // namespace ipi
