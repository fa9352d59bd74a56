#include "condition/describe.h"

#include <fmt/format.h>

#include <vector>

namespace ipi {
namespace {

constexpr int places = 6;  // as many as any output shows

/// "a", "one of a, b": no "or" of its own, which would blur those between conditions.
std::string alternatives(const std::vector<std::string>& words) {
  return words.size() == 1 ? words.front() : fmt::format("one of {}", fmt::join(words, ", "));
}

class Describer {
 public:
  explicit Describer(const AddressWords& words) : words_(&words) {}

  std::string describe(const Condition& condition) const {
    switch (condition.kind) {
      case Condition::Kind::all:
        return joined(condition, " and ");
      case Condition::Kind::any:
        return joined(condition, " or ");
      case Condition::Kind::negation:
        return negated(condition.parts.front());
      case Condition::Kind::test:
        return test(condition, false);
    }
    return {};
  }

 private:
  std::string named(std::string_view address) const { return *words_ ? (*words_)(address) : std::string(address); }

  std::string joined(const Condition& condition, std::string_view conjunction) const {
    std::string text;
    for (const Condition& part : condition.parts) {
      if (!text.empty()) text += conjunction;
      const bool compound = part.parts.size() > 1 && condition.parts.size() > 1;
      text += compound && part.kind != condition.kind ? fmt::format("({})", describe(part)) : describe(part);
    }
    return text;
  }

  /// A negated test reads "is not"; anything longer is negated as a whole, so that no reader has to guess its reach.
  std::string negated(const Condition& part) const {
    const bool is_range = part.test.lower.has_value() || part.test.upper.has_value();
    if (part.kind == Condition::Kind::test && !is_range) return test(part, true);
    return fmt::format("not ({})", describe(part));
  }

  std::string test(const Condition& condition, bool negated) const {
    const Test& test = condition.test;
    const std::string subject = fmt::format("{} is{}", named(condition.address), negated ? " not" : "");
    if (test.answered) return subject + " answered";
    if (!test.values.empty()) return fmt::format("{} {}", subject, alternatives(test.values));
    if (!test.tags.empty()) return fmt::format("{} tagged {}", subject, alternatives(test.tags));
    return fmt::format("{} {}", subject, range(test));
  }

  std::string range(const Test& test) const {
    std::string text;
    if (test.lower) text = fmt::format("{} {}", test.lower->inclusive ? "at least" : "above", limit(*test.lower));
    if (test.lower && test.upper) text += " but ";
    if (test.upper) text += fmt::format("{} {}", test.upper->inclusive ? "at most" : "below", limit(*test.upper));
    return text;
  }

  std::string limit(const Limit& limit) const {
    if (const auto* number = std::get_if<Rational>(&limit.against)) return to_decimal(*number, places);
    return named(std::get<std::string>(limit.against));
  }

  const AddressWords* words_;
};

}  // namespace

std::string describe(const Condition& condition, const AddressWords& words) {
  return Describer(words).describe(condition);
}

}  // namespace ipi
