#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
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

/// A condition with its addresses resolved: what is evaluated. It is one flat list of steps, in the order of writing,
/// so that working it out follows no pointer.
class Expression {
 public:
  enum class Kind : std::uint8_t { all, any, negation, choice, multiple, range, answered };

  /// The ends of a range: figures, or what they are held against.
  struct Ends {
    std::optional<Rational> lower, upper;
    std::optional<Reference> lower_reference, upper_reference;
    bool lower_inclusive = true, upper_inclusive = true;
    [[nodiscard]] bool has_lower() const { return lower || lower_reference; }
    [[nodiscard]] bool has_upper() const { return upper || upper_reference; }
  };

  /// A condition within the condition, itself included. Refers to the expression, which outlives it.
  class Part;

  /// Without parts: always true.
  Expression() = default;
  /// `joined` is all, any or negation (of one part).
  [[nodiscard]] static Expression join(Kind joined, std::span<const Expression> parts);
  /// `test` is choice, multiple or answered; `accepted` of the first two.
  [[nodiscard]] static Expression test(Kind test, Reference reference, ChoiceSet accepted);
  [[nodiscard]] static Expression within(Reference reference, Ends ends);

  /// The whole of it.
  [[nodiscard]] Part whole() const;
  /// Whether some part is negated: then more that is known may make it hold less.
  [[nodiscard]] bool has_negation() const;

 private:
  struct Step {
    Kind kind = Kind::all;
    std::uint32_t size = 1;  ///< steps that belong to it, itself included
    std::uint32_t ends = 0;  ///< of a range: position among `ends_`
    Reference reference;
    ChoiceSet accepted = 0;
  };
  std::vector<Step> steps_ = {Step{}};
  std::vector<Ends> ends_;
};

class Expression::Part {
 public:
  [[nodiscard]] Kind kind() const { return step_->kind; }
  [[nodiscard]] bool is_leaf() const {
    return step_->kind != Kind::all && step_->kind != Kind::any && step_->kind != Kind::negation;
  }
  [[nodiscard]] Reference reference() const { return step_->reference; }  ///< of a leaf
  [[nodiscard]] ChoiceSet accepted() const { return step_->accepted; }    ///< of choice and multiple
  [[nodiscard]] const Ends& ends() const { return ends_[step_->ends]; }   ///< of range

  /// Its own parts, one after the other.
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Part;
    using difference_type = std::ptrdiff_t;
    using pointer = const Part*;
    using reference = Part;
    Iterator(const Ends* ends, const Step* step) : ends_(ends), step_(step) {}
    Part operator*() const { return {ends_, step_}; }
    Iterator& operator++() {
      step_ += step_->size;
      return *this;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.step_ == b.step_; }

   private:
    const Ends* ends_;
    const Step* step_;
  };
  [[nodiscard]] Iterator begin() const { return {ends_, step_ + 1}; }
  [[nodiscard]] Iterator end() const { return {ends_, step_ + step_->size}; }

 private:
  friend class Expression;
  Part(const Ends* ends, const Step* step) : ends_(ends), step_(step) {}
  const Ends* ends_;
  const Step* step_;
};

inline Expression::Part Expression::whole() const { return {ends_.data(), steps_.data()}; }

/// Reports E0211 (no such address), E0212 (no such value, with the nearest), E0213 (a test that does not suit) and
/// E0214 (no option carries the tag). nullopt after an error.
[[nodiscard]] std::optional<Expression> compile(const Condition& condition, const Resolver& resolver,
                                                const yaml::Reader& reader);

/// One end of a range: what the number there may still be, ends included; null without bound.
struct RangeEnd {
  const Rational* low = nullptr;
  const Rational* high = nullptr;
  bool may_have_value = true, may_be_absent = false;
  bool inclusive = true;
  [[nodiscard]] static RangeEnd at(const Rational& figure, bool inclusive) {
    return {&figure, &figure, true, false, inclusive};
  }
  /// Refers to the interval, which outlives it.
  [[nodiscard]] static RangeEnd at(const Interval& interval, bool inclusive) {
    return {interval.low ? &*interval.low : nullptr, interval.high ? &*interval.high : nullptr, interval.may_have_value,
            interval.may_be_absent, inclusive};
  }
};

/// Whether a number within `interval` lies in the range; an end that is null is open.
[[nodiscard]] Truth in_range(const Interval& interval, const RangeEnd* lower, const RangeEnd* upper);

/// What is known, possibly incompletely, of the things that references stand for.
template <class Facts>
concept KnowsFacts = requires(const Facts& facts, Reference reference) {
  /// The options that may still turn out to be chosen. For `multiple`: the options chosen; all bits if not known.
  { facts.choice(reference) } -> std::same_as<ChoiceSet>;
  { facts.number(reference) } -> std::same_as<Interval>;
  /// yes with an answer, no where the question does not apply, unknown where it is open.
  { facts.answered(reference) } -> std::same_as<Truth>;
};

template <KnowsFacts Facts>
[[nodiscard]] Truth evaluate(const Expression::Part& part, const Facts& facts) {
  switch (part.kind()) {
    case Expression::Kind::all: {
      Truth result = Truth::yes;
      for (const Expression::Part inner : part) {
        const Truth truth = evaluate(inner, facts);
        if (truth == Truth::no) return truth;
        if (truth == Truth::unknown) result = truth;
      }
      return result;
    }
    case Expression::Kind::any: {
      Truth result = Truth::no;
      for (const Expression::Part inner : part) {
        const Truth truth = evaluate(inner, facts);
        if (truth == Truth::yes) return truth;
        if (truth == Truth::unknown) result = truth;
      }
      return result;
    }
    case Expression::Kind::negation:
      return negate(evaluate(*part.begin(), facts));
    case Expression::Kind::choice: {
      const ChoiceSet possible = facts.choice(part.reference());
      if ((possible & part.accepted()) == 0) return Truth::no;
      return (possible & ~part.accepted()) == 0 ? Truth::yes : Truth::unknown;
    }
    case Expression::Kind::multiple: {
      const Truth known = facts.answered(part.reference());
      if (known != Truth::yes) return known;
      return (facts.choice(part.reference()) & part.accepted()) != 0 ? Truth::yes : Truth::no;
    }
    case Expression::Kind::answered:
      return facts.answered(part.reference());
    case Expression::Kind::range:
      break;
  }
  const Expression::Ends& ends = part.ends();
  Interval against_lower;
  Interval against_upper;
  const auto end = [&](const std::optional<Rational>& figure, const std::optional<Reference>& reference, bool inclusive,
                       Interval& against) {
    if (!reference) return figure ? RangeEnd::at(*figure, inclusive) : RangeEnd{};
    against = facts.number(*reference);
    return RangeEnd::at(against, inclusive);
  };
  const RangeEnd lower = end(ends.lower, ends.lower_reference, ends.lower_inclusive, against_lower);
  const RangeEnd upper = end(ends.upper, ends.upper_reference, ends.upper_inclusive, against_upper);
  return in_range(facts.number(part.reference()), ends.has_lower() ? &lower : nullptr,
                  ends.has_upper() ? &upper : nullptr);
}

template <KnowsFacts Facts>
[[nodiscard]] Truth evaluate(const Expression& expression, const Facts& facts) {
  return evaluate(expression.whole(), facts);
}

/// Calls `visit` with every reference that the condition looks at, in order of writing.
template <class Visit>
void for_each_reference(const Expression::Part& part, const Visit& visit) {
  for (const Expression::Part inner : part) for_each_reference(inner, visit);
  if (!part.is_leaf()) return;
  visit(part.reference());
  if (part.kind() != Expression::Kind::range) return;
  if (part.ends().lower_reference) visit(*part.ends().lower_reference);
  if (part.ends().upper_reference) visit(*part.ends().upper_reference);
}

template <class Visit>
void for_each_reference(const Expression& expression, const Visit& visit) {
  for_each_reference(expression.whole(), visit);
}

}  // namespace ipi
