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
    Expression result;
    result.place = condition.place;
    result.kind = condition.kind == Condition::Kind::all   ? Expression::Kind::all
                  : condition.kind == Condition::Kind::any ? Expression::Kind::any
                                                           : Expression::Kind::negation;
    bool sound = true;
    for (const Condition& part : condition.parts) {
      if (auto compiled = compile(part)) {
        result.parts.push_back(std::move(*compiled));
      } else {
        sound = false;
      }
    }
    if (!sound) return std::nullopt;
    return result;
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
    Expression result;
    result.place = condition.place;
    result.reference = meaning->reference;
    const Test& test = condition.test;
    if (test.answered) {
      result.kind = Expression::Kind::answered;
      return result;
    }
    const bool is_choice = meaning->kind == ValueKind::choice || meaning->kind == ValueKind::multiple;
    const bool compares = names_address(test.lower) || names_address(test.upper);
    if (is_choice && !compares) return compile_choice(condition, *meaning, std::move(result));
    if (meaning->kind != ValueKind::other && meaning->kind != ValueKind::multiple) {
      if (is_choice && !has_numbers(*meaning)) return report_words(condition);
      return compile_range(condition, std::move(result));
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

  std::optional<Expression> compile_choice(const Condition& condition, const Meaning& meaning,
                                           Expression result) const {
    result.kind = meaning.kind == ValueKind::multiple ? Expression::Kind::multiple : Expression::Kind::choice;
    const Test& test = condition.test;
    for (const std::string& value : test.values) {
      const ChoiceSet found = select(meaning.options, [&](const Option& option) { return option.value == value; });
      if (found == 0) return report_value(condition, meaning, value);
      result.accepted |= found;
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
      result.accepted |= found;
    }
    if (test.lower || test.upper) {
      if (!has_numbers(meaning)) return report_words(condition);
      result.accepted = select(meaning.options, [&](const Option& option) { return within(*option.number, test); });
    }
    return result;
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

  std::optional<Expression> compile_range(const Condition& condition, Expression result) const {
    result.kind = Expression::Kind::range;
    const Test& test = condition.test;
    if (!test.tags.empty()) {
      report(reader_, "E0213", condition.place, fmt::format("'{}' is a number and carries no tags", condition.address),
             {});
      return std::nullopt;
    }
    if (!test.values.empty()) return compile_number_value(condition, std::move(result));
    if (!set_end(condition, test.lower, result.lower, result.lower_reference, result.lower_inclusive))
      return std::nullopt;
    if (!set_end(condition, test.upper, result.upper, result.upper_reference, result.upper_inclusive))
      return std::nullopt;
    return result;
  }

  std::optional<Expression> compile_number_value(const Condition& condition, Expression result) const {
    const auto number = condition.test.values.size() == 1 ? parse_decimal(condition.test.values.front()) : std::nullopt;
    if (!number) {
      report(reader_, "E0213", condition.place, fmt::format("'{}' is a number", condition.address),
             "test it against a number or with {from, above, below, to}");
      return std::nullopt;
    }
    result.lower = result.upper = *number;
    return result;
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

Truth evaluate_all(const Expression& expression, const Facts& facts) {
  Truth result = Truth::yes;
  for (const Expression& part : expression.parts) {
    const Truth truth = evaluate(part, facts);
    if (truth == Truth::no) return truth;
    if (truth == Truth::unknown) result = truth;
  }
  return result;
}

Truth evaluate_any(const Expression& expression, const Facts& facts) {
  Truth result = Truth::no;
  for (const Expression& part : expression.parts) {
    const Truth truth = evaluate(part, facts);
    if (truth == Truth::yes) return truth;
    if (truth == Truth::unknown) result = truth;
  }
  return result;
}

std::optional<RangeEnd> end_of(const std::optional<Rational>& number, const std::optional<Reference>& reference,
                               bool inclusive, const Facts& facts) {
  if (reference) return RangeEnd{facts.number(*reference), inclusive};
  if (number) return RangeEnd{Interval::exactly(*number), inclusive};
  return std::nullopt;
}

Truth evaluate_range(const Expression& expression, const Facts& facts) {
  return in_range(facts.number(expression.reference),
                  end_of(expression.lower, expression.lower_reference, expression.lower_inclusive, facts),
                  end_of(expression.upper, expression.upper_reference, expression.upper_inclusive, facts));
}

enum class Side { below, above };

/// Whether every (or no) value of `value` lies on the accepted side of one end of a range.
Truth on_side(const Interval& value, const std::optional<RangeEnd>& end, Side side) {
  if (!end) return Truth::yes;
  if (!end->at.may_have_value) return Truth::no;
  const auto& hardest = side == Side::below ? value.high : value.low;
  const auto& easiest = side == Side::below ? value.low : value.high;
  const auto& strictest = side == Side::below ? end->at.low : end->at.high;
  const auto& laxest = side == Side::below ? end->at.high : end->at.low;
  const auto accepted = [&](const Rational& number, const Rational& limit) {
    return number == limit ? end->inclusive : (side == Side::below ? number < limit : number > limit);
  };
  if (easiest && laxest && !accepted(*easiest, *laxest)) return Truth::no;
  const bool certain = hardest && strictest && accepted(*hardest, *strictest) && !end->at.may_be_absent;
  return certain ? Truth::yes : Truth::unknown;
}

}  // namespace

std::optional<Expression> compile(const Condition& condition, const Resolver& resolver, const Reader& reader) {
  return Compiler(resolver, reader).compile(condition);
}

Truth evaluate(const Expression& expression, const Facts& facts) {
  switch (expression.kind) {
    case Expression::Kind::all:
      return evaluate_all(expression, facts);
    case Expression::Kind::any:
      return evaluate_any(expression, facts);
    case Expression::Kind::negation:
      return negate(evaluate(expression.parts.front(), facts));
    case Expression::Kind::range:
      return evaluate_range(expression, facts);
    case Expression::Kind::answered:
      return facts.answered(expression.reference);
    case Expression::Kind::choice: {
      const ChoiceSet possible = facts.choice(expression.reference);
      if ((possible & expression.accepted) == 0) return Truth::no;
      return (possible & ~expression.accepted) == 0 ? Truth::yes : Truth::unknown;
    }
    case Expression::Kind::multiple: {
      const Truth known = facts.answered(expression.reference);
      if (known != Truth::yes) return known;
      return (facts.choice(expression.reference) & expression.accepted) != 0 ? Truth::yes : Truth::no;
    }
  }
  return Truth::unknown;
}

Truth in_range(const Interval& interval, const std::optional<RangeEnd>& lower, const std::optional<RangeEnd>& upper) {
  if (!interval.may_have_value) return Truth::no;
  const Truth above = on_side(interval, lower, Side::above);
  const Truth below = on_side(interval, upper, Side::below);
  if (above == Truth::no || below == Truth::no) return Truth::no;
  const bool certain = above == Truth::yes && below == Truth::yes && !interval.may_be_absent;
  return certain ? Truth::yes : Truth::unknown;
}

void for_each_reference(const Expression& expression, const std::function<void(Reference)>& visit) {
  switch (expression.kind) {
    case Expression::Kind::all:
    case Expression::Kind::any:
    case Expression::Kind::negation:
      for (const Expression& part : expression.parts) for_each_reference(part, visit);
      return;
    default:
      visit(expression.reference);
      if (expression.lower_reference) visit(*expression.lower_reference);
      if (expression.upper_reference) visit(*expression.upper_reference);
  }
}

}  // namespace ipi
