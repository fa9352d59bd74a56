#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "source/source_file.h"
#include "text/rational.h"
#include "yaml/fields.h"

namespace ipi {

/// One end of a range: a number, or the address of one.
struct Limit {
  std::variant<Rational, std::string> against;
  bool inclusive = true;
};

/// What an address is held against. Exactly one of: values, a range, tags, `answered`.
struct Test {
  std::vector<std::string> values;  ///< one of these
  std::optional<Limit> lower;       ///< from (>=) or above (>)
  std::optional<Limit> upper;       ///< to (<=) or below (<)
  std::vector<std::string> tags;    ///< the option chosen carries one of these
  bool answered = false;
};

/// A condition as it was written: the closed language of branching, criteria, indicators and rules. There are no
/// expressions, no arithmetic and no references between candidates in it.
struct Condition {
  enum class Kind { all, any, negation, test };
  Kind kind = Kind::all;
  std::vector<Condition> parts;  ///< of all, any; of a negation, one
  std::string address;           ///< of a test
  Test test;
  Place place;
};

/// Reads a condition: a map whose keys are `all`, `any` (each a list of maps), `not` (a map) or an address; several
/// keys mean all. Reports E0210 (shape) and E0213 (range); nullopt after an error.
[[nodiscard]] std::optional<Condition> parse_condition(const yaml::Reader& reader, const yaml::Node& node);

}  // namespace ipi
