#pragma once

#include <string>
#include <utility>
#include <vector>

#include "instrument/instrument.h"

namespace ipi {

/// The works that a file lists under `sources:`, and a check that its figures name only those.
class Works {
 public:
  Works(const yaml::Reader& reader, const yaml::Node* node);
  /// Reports E0250.
  [[nodiscard]] Source read(const yaml::Node* node) const;
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> take() { return std::move(list_); }

 private:
  void check(const yaml::Node& node, const std::string& key) const;
  yaml::Reader reader_;
  std::vector<std::pair<std::string, std::string>> list_;
};

}  // namespace ipi
