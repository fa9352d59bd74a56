#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "condition/condition.h"
#include "instrument/instrument.h"
#include "inventory/layout.h"

namespace ipi {

/// What must be looked at before anything else.
struct SafetyRule {
  std::string id;
  bool red = true;                 ///< else amber
  std::optional<Group> each;       ///< looked at for every entry of this roster; nullopt: for the form
  std::optional<Condition> where;  ///< which entries
  std::optional<Condition> holds;
  std::vector<std::string> unanswered;  ///< fires where one of these applies and has no answer
  bool is_private = false;              ///< a report leaves it out unless asked for: the person feared may read it
  Translated statement;
  Source source;
  Place place;
};

struct SafetyRules {
  std::string id;
  std::int64_t revision = 1;
  Translated title;
  std::vector<std::pair<std::string, std::string>> sources;  ///< key and work
  std::vector<SafetyRule> rules;
  Place place;
};
/// Reports E0254 besides the codes of conditions and sources.
[[nodiscard]] SafetyRules read_safety_rules(const yaml::Document& document, Diagnostics& diagnostics);

/// Something to consider before the treatment begins; never evidence.
struct Consideration {
  std::string id;
  std::optional<Group> each;       ///< considered for every entry of this roster; nullopt: for the form
  std::optional<Condition> holds;  ///< the focus model's derived values included
  std::string suggested;           ///< the area that alone is suggested; empty: whatever is
  Translated statement;
  Source source;
  Place place;
};

/// Whether this treatment suits, and what else might.
struct Suitability {
  std::string id;
  std::int64_t revision = 1;
  Translated title;
  std::vector<std::pair<std::string, std::string>> sources;  ///< key and work
  std::vector<Consideration> rules;
  Place place;
};
/// Reports E0254 besides the codes of conditions and sources.
[[nodiscard]] Suitability read_suitability(const yaml::Document& document, Diagnostics& diagnostics);

}  // namespace ipi
