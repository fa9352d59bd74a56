#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "condition/option.h"
#include "source/diagnostic.h"
#include "yaml/node.h"

namespace ipi {

/// A closed list that forms choose from: roles, kinds of events, languages. Tags say what an entry can become.
struct Catalogue {
  std::string id;
  std::int64_t revision = 1;
  Translated title;
  std::vector<Option> entries;
};

[[nodiscard]] Catalogue read_catalogue(const yaml::Document& document, Diagnostics& diagnostics);

}  // namespace ipi
