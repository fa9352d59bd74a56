#include "condition/expression.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <utility>

#include "text/nearest.h"

namespace ipi {
namespace {

using yaml::Reader;

void report(const Reader& reader, std::string_view code, const Place& place, std::string message, std::string help) {
  reader.diagnostics->report({Severity::error, code, std::move(message), {place, {}}, {}, std::move(help)});
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  if (word.size() < 2) return {};  // one letter is near to every other
  const std::vector<std::string_view> names(known.begin(), known.end());
  if (const auto near = nearest_name(word, names)) return fmt::format("did you mean '{}'?", *near);
  return {};
}

class Compiler {
 public:
  Compiler(const Resolver& resolver, const Reader& reader) : resolver_(&resolver), reader_(reader) {}

  std::optional<Expression> compile(const Condition& condition) const {
    if (condition.kind == Condition::Kind::test) return compile_test(condition);
    std::vector<Expression> parts;
    bool sound = true;
    for (const Condition& part : condition.parts) {
      auto compiled = compile(part);
      sound = sound && compiled;
      if (sound) parts.push_back(std::move(*compiled));
    }
    if (!sound) return std::nullopt;
    switch (condition.kind) {
      case Condition::Kind::any:
        return Expression::join(Expression::Kind::any, parts);
      case Condition::Kind::negation:
        return Expression::join(Expression::Kind::negation, parts);
      default:
        return Expression::join(Expression::Kind::all, parts);
    }
  }

 private:
  std::optional<Meaning> resolve(const std::string& address, const Place& place) const {
    auto meaning = resolver_->resolve(address);
    if (!meaning) {
      report(reader_, "E0211", place, fmt::format("'{}' is the address of nothing here", address),
             suggestion(address, resolver_->addresses()));
    }
    return meaning;
  }

  std::optional<Expression> compile_test(const Condition& condition) const {
    const auto meaning = resolve(condition.address, condition.place);
    if (!meaning) return std::nullopt;
    const Test& test = condition.test;
    if (test.answered) return Expression::test(Expression::Kind::answered, meaning->reference, 0);
    const bool is_choice = meaning->kind == ValueKind::choice || meaning->kind == ValueKind::multiple;
    const bool compares = names_address(test.lower) || names_address(test.upper);
    if (is_choice && !compares) return compile_choice(condition, *meaning);
    if (meaning->kind != ValueKind::other && meaning->kind != ValueKind::multiple) {
      if (is_choice && !has_numbers(*meaning)) return report_words(condition);
      return compile_range(condition, meaning->reference);
    }
    report(reader_, "E0213", condition.place, fmt::format("'{}' can only be tested for 'answered'", condition.address),
           {});
    return std::nullopt;
  }

  static bool has_numbers(const Meaning& meaning) {
    return std::all_of(meaning.options.begin(), meaning.options.end(),
                       [](const Option& option) { return option.number.has_value(); });
  }

  std::optional<Expression> report_words(const Condition& condition) const {
    report(reader_, "E0213", condition.place,
           fmt::format("'{}' is answered in words, which have no order", condition.address), "list the values instead");
    return std::nullopt;
  }

  static bool names_address(const std::optional<Limit>& limit) {
    return limit && std::holds_alternative<std::string>(limit->against);
  }

  std::optional<Expression> compile_choice(const Condition& condition, const Meaning& meaning) const {
    ChoiceSet accepted = 0;
    const Test& test = condition.test;
    for (const std::string& value : test.values) {
      const ChoiceSet found = select(meaning.options, [&](const Option& option) { return option.value == value; });
      if (found == 0) return report_value(condition, meaning, value);
      accepted |= found;
    }
    for (const std::string& tag : test.tags) {
      const ChoiceSet found = select(meaning.options, [&](const Option& option) {
        return std::find(option.tags.begin(), option.tags.end(), tag) != option.tags.end();
      });
      if (found == 0) {
        report(reader_, "E0214", condition.place,
               fmt::format("no option of '{}' is tagged '{}'", condition.address, tag), {});
        return std::nullopt;
      }
      accepted |= found;
    }
    if (test.lower || test.upper) {
      if (!has_numbers(meaning)) return report_words(condition);
      accepted = select(meaning.options, [&](const Option& option) { return within(*option.number, test); });
    }
    const bool is_multiple = meaning.kind == ValueKind::multiple;
    return Expression::test(is_multiple ? Expression::Kind::multiple : Expression::Kind::choice, meaning.reference,
                            accepted);
  }

  std::optional<Expression> report_value(const Condition& condition, const Meaning& meaning,
                                         const std::string& value) const {
    std::vector<std::string> known, words;
    for (const Option& option : meaning.options) {
      known.push_back(option.value);
      if (!option.number) words.push_back(option.value);  // no figure is a slip of another
    }
    const std::string near = suggestion(value, words);
    report(reader_, "E0212", condition.place, fmt::format("'{}' is no answer to '{}'", value, condition.address),
           near.empty() ? fmt::format("one of: {}", fmt::join(known, ", ")) : near);
    return std::nullopt;
  }

  template <class Predicate>
  static ChoiceSet select(std::span<const Option> options, Predicate predicate) {
    ChoiceSet found = 0;
    for (std::size_t i = 0; i < options.size(); ++i) {
      if (predicate(options[i])) found |= ChoiceSet{1} << i;
    }
    return found;
  }

  static bool within(const Rational& number, const Test& test) {
    if (test.lower) {
      const Rational& low = std::get<Rational>(test.lower->against);
      if (number < low || (number == low && !test.lower->inclusive)) return false;
    }
    if (test.upper) {
      const Rational& high = std::get<Rational>(test.upper->against);
      if (number > high || (number == high && !test.upper->inclusive)) return false;
    }
    return true;
  }

  std::optional<Expression> compile_range(const Condition& condition, Reference reference) const {
    const Test& test = condition.test;
    if (!test.tags.empty()) {
      report(reader_, "E0213", condition.place, fmt::format("'{}' is a number and carries no tags", condition.address),
             {});
      return std::nullopt;
    }
    if (!test.values.empty()) return compile_number_value(condition, reference);
    Expression::Ends ends;
    if (!set_end(condition, test.lower, ends.lower, ends.lower_reference, ends.lower_inclusive)) return std::nullopt;
    if (!set_end(condition, test.upper, ends.upper, ends.upper_reference, ends.upper_inclusive)) return std::nullopt;
    return Expression::within(reference, ends);
  }

  std::optional<Expression> compile_number_value(const Condition& condition, Reference reference) const {
    const auto number = condition.test.values.size() == 1 ? parse_decimal(condition.test.values.front()) : std::nullopt;
    if (!number) {
      report(reader_, "E0213", condition.place, fmt::format("'{}' is a number", condition.address),
             "test it against a number or with {from, above, below, to}");
      return std::nullopt;
    }
    return Expression::within(reference, {*number, *number, std::nullopt, std::nullopt});
  }

  bool set_end(const Condition& condition, const std::optional<Limit>& limit, std::optional<Rational>& number,
               std::optional<Reference>& reference, bool& inclusive) const {
    if (!limit) return true;
    inclusive = limit->inclusive;
    if (const auto* value = std::get_if<Rational>(&limit->against)) {
      number = *value;
      return true;
    }
    const auto meaning = resolve(std::get<std::string>(limit->against), condition.place);
    if (!meaning) return false;
    const bool is_number =
        meaning->kind == ValueKind::number || (meaning->kind == ValueKind::choice && has_numbers(*meaning));
    if (!is_number) {
      report(reader_, "E0213", condition.place,
             fmt::format("'{}' has no number to compare with", std::get<std::string>(limit->against)), {});
      return false;
    }
    reference = meaning->reference;
    return true;
  }

  const Resolver* resolver_;
  Reader reader_;
};

enum class Side { below, above };

/// Whether every (or no) value of `value` lies on the accepted side of one end of a range.
Truth on_side(const Interval& value, const RangeEnd* end, Side side) {
  if (end == nullptr) return Truth::yes;
  if (!end->may_have_value) return Truth::no;
  const auto& hardest = side == Side::below ? value.high : value.low;
  const auto& easiest = side == Side::below ? value.low : value.high;
  const Rational* strictest = side == Side::below ? end->low : end->high;
  const Rational* laxest = side == Side::below ? end->high : end->low;
  const auto accepted = [&](const Rational& number, const Rational& limit) {
    return number == limit ? end->inclusive : (side == Side::below ? number < limit : number > limit);
  };
  if (easiest && laxest != nullptr && !accepted(*easiest, *laxest)) return Truth::no;
  const bool certain = hardest && strictest != nullptr && accepted(*hardest, *strictest) && !end->may_be_absent;
  return certain ? Truth::yes : Truth::unknown;
}

}  // namespace

Expression Expression::join(Kind joined, std::span<const Expression> parts) {
  Expression result;
  result.steps_.front().kind = joined;
  for (const Expression& part : parts) {
    const auto first_ends = static_cast<std::uint32_t>(result.ends_.size());
    for (Step step : part.steps_) {
      step.ends += first_ends;
      result.steps_.push_back(step);
    }
    result.ends_.insert(result.ends_.end(), part.ends_.begin(), part.ends_.end());
  }
  result.steps_.front().size = static_cast<std::uint32_t>(result.steps_.size());
  return result;
}

bool Expression::has_negation() const {
  return std::any_of(steps_.begin(), steps_.end(), [](const Step& step) { return step.kind == Kind::negation; });
}

Expression Expression::test(Kind test, Reference reference, ChoiceSet accepted) {
  Expression result;
  result.steps_.front() = {test, 1, 0, reference, accepted};
  return result;
}

Expression Expression::within(Reference reference, Ends ends) {
  Expression result;
  result.steps_.front() = {Kind::range, 1, 0, reference, 0};
  result.ends_.push_back(std::move(ends));
  return result;
}

std::optional<Expression> compile(const Condition& condition, const Resolver& resolver, const Reader& reader) {
  return Compiler(resolver, reader).compile(condition);
}

Truth in_range(const Interval& interval, const RangeEnd* lower, const RangeEnd* upper) {
  if (!interval.may_have_value) return Truth::no;
  const Truth above = on_side(interval, lower, Side::above);
  const Truth below = on_side(interval, upper, Side::below);
  if (above == Truth::no || below == Truth::no) return Truth::no;
  const bool certain = above == Truth::yes && below == Truth::yes && !interval.may_be_absent;
  return certain ? Truth::yes : Truth::unknown;
}

}  // namespace ipi
