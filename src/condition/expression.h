#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "condition/condition.h"
#include "condition/option.h"
#include "source/diagnostic.h"
#include "text/rational.h"

namespace ipi {

/// Unknown is never "no": it stays unknown through all, any and not (Kleene's three-valued logic).
enum class Truth : std::uint8_t { no, yes, unknown };
[[nodiscard]] constexpr Truth negate(Truth truth) {
  return truth == Truth::unknown ? truth : truth == Truth::yes ? Truth::no : Truth::yes;
}
[[nodiscard]] constexpr Truth both(Truth a, Truth b) {
  if (a == Truth::no || b == Truth::no) return Truth::no;
  return a == Truth::unknown || b == Truth::unknown ? Truth::unknown : Truth::yes;
}

/// What an address stands for, as numbers that only the resolver and the facts understand.
struct Reference {
  std::uint8_t scope = 0;
  std::uint8_t kind = 0;
  std::uint16_t index = 0;
  friend bool operator==(const Reference&, const Reference&) = default;
};

/// The values that a number may still take, ends included, and whether there may be none at all.
struct Interval {
  std::optional<Rational> low;   ///< nullopt: without lower bound
  std::optional<Rational> high;  ///< nullopt: without upper bound
  bool may_have_value = true;
  bool may_be_absent = false;  ///< inapplicable, or never to be known: every test on it is then false

  [[nodiscard]] static Interval exactly(Rational value) { return {value, value, true, false}; }
  [[nodiscard]] static Interval absent() { return {std::nullopt, std::nullopt, false, true}; }
};

enum class ValueKind : std::uint8_t {
  choice,    ///< one of the options
  multiple,  ///< any number of the options; a test on values asks whether one of them was chosen
  number,    ///< a number, a date's months, a score, a count
  other      ///< free text, an entry's code: can only be `answered`
};

struct Meaning {
  Reference reference;
  ValueKind kind = ValueKind::number;
  std::span<const Option> options;  ///< of a choice; outlives the expression's compilation
};

/// Gives addresses their meaning. The language itself knows none.
class Resolver {
 public:
  Resolver() = default;
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;
  virtual ~Resolver() = default;
  [[nodiscard]] virtual std::optional<Meaning> resolve(std::string_view address) const = 0;
  /// Every address that would resolve, for "did you mean".
  [[nodiscard]] virtual std::vector<std::string> addresses() const = 0;
};

/// What is known, possibly incompletely, of the things that references stand for.
class Facts {
 public:
  Facts() = default;
  Facts(const Facts&) = delete;
  Facts& operator=(const Facts&) = delete;
  virtual ~Facts() = default;
  /// The options that may still turn out to be chosen. For `multiple`: the options chosen; all bits if not known.
  [[nodiscard]] virtual ChoiceSet choice(Reference reference) const = 0;
  [[nodiscard]] virtual Interval number(Reference reference) const = 0;
  /// yes with an answer, no where the question does not apply, unknown where it is open.
  [[nodiscard]] virtual Truth answered(Reference reference) const = 0;
};

/// A condition with its addresses resolved: what is evaluated.
struct Expression {
  enum class Kind : std::uint8_t { all, any, negation, choice, multiple, range, answered };
  Kind kind = Kind::all;  ///< without parts: always true
  Reference reference;
  ChoiceSet accepted = 0;                ///< of choice and multiple
  std::optional<Rational> lower, upper;  ///< of range
  std::optional<Reference> lower_reference, upper_reference;
  bool lower_inclusive = true, upper_inclusive = true;
  std::vector<Expression> parts;
  Place place;
};

/// Reports E0211 (no such address), E0212 (no such value, with the nearest), E0213 (a test that does not suit) and
/// E0214 (no option carries the tag). nullopt after an error.
[[nodiscard]] std::optional<Expression> compile(const Condition& condition, const Resolver& resolver,
                                                const yaml::Reader& reader);

[[nodiscard]] Truth evaluate(const Expression& expression, const Facts& facts);

/// Calls `visit` with every reference that the expression looks at, in order of writing.
void for_each_reference(const Expression& expression, const std::function<void(Reference)>& visit);

/// One end of a range: a number that may itself be uncertain, and whether it belongs to the range.
struct RangeEnd {
  Interval at;
  bool inclusive = true;
};

/// Whether a number within `interval` lies in the range; an end that is nullopt is open.
[[nodiscard]] Truth in_range(const Interval& interval, const std::optional<RangeEnd>& lower,
                             const std::optional<RangeEnd>& upper);

}  // namespace ipi
