#include "condition/condition.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace ipi {
namespace {

using yaml::Node;
using yaml::Reader;

constexpr std::string_view code_shape = "E0210";
constexpr std::string_view code_range = "E0213";

std::optional<Condition> parse_parts(const Reader& reader, const Node& node, Condition::Kind kind) {
  Condition result{kind, {}, {}, {}, reader.place_of(node)};
  if (!node.is_sequence() && !node.is_mapping()) {
    reader.error(node, code_shape, fmt::format("'{}' takes a list of conditions", node.key),
                 "write one map a line, each starting with '- '");
    return std::nullopt;
  }
  bool sound = true;
  for (const Node& child : node.children) {
    // A map below `any` gives its keys as the alternatives.
    std::optional<Condition> part;
    if (node.is_mapping()) {
      Node wrapper;
      wrapper.kind = yaml::NodeKind::mapping;
      wrapper.span = child.key_span;
      wrapper.file = child.file;
      wrapper.children = {&child, 1};
      part = parse_condition(reader, wrapper);
    } else {
      part = parse_condition(reader, child);
    }
    if (part) {
      result.parts.push_back(std::move(*part));
    } else {
      sound = false;
    }
  }
  if (!sound) return std::nullopt;
  if (result.parts.empty()) {
    reader.error(node, code_shape, fmt::format("'{}' lists nothing", node.key), "remove it, or name a condition");
    return std::nullopt;
  }
  return result;
}

std::optional<Limit> parse_limit(const Reader& reader, const Node& node, bool inclusive) {
  if (!node.is_scalar()) {
    reader.error(node, code_range, fmt::format("'{}' takes a number or an address", node.key));
    return std::nullopt;
  }
  if (const auto number = parse_decimal(node.text)) return Limit{*number, inclusive};
  if (node.text.find('.') != std::string_view::npos ||
      (!node.text.empty() && node.text.front() >= 'a' && node.text.front() <= 'z')) {
    return Limit{std::string(node.text), inclusive};
  }
  reader.error(node, code_range, fmt::format("'{}' is neither a number nor an address", node.text));
  return std::nullopt;
}

bool read_words(const Reader& reader, const Node& node, std::vector<std::string>& into) {
  if (node.is_scalar()) {
    into.emplace_back(node.text);
    return true;
  }
  if (!node.is_sequence() || node.children.empty()) {
    reader.error(node, code_shape, "a value or a list of values belongs here");
    return false;
  }
  for (const Node& child : node.children) {
    if (!child.is_scalar()) {
      reader.error(child, code_shape, "a list of values holds single values only");
      return false;
    }
    into.emplace_back(child.text);
  }
  return true;
}

bool set_limit(const Reader& reader, const Node& node, bool inclusive, std::optional<Limit>& limit) {
  if (limit) {
    reader.key_error(node, code_range, fmt::format("'{}' gives this end of the range a second time", node.key));
    return false;
  }
  limit = parse_limit(reader, node, inclusive);
  return limit.has_value();
}

std::optional<Test> parse_range_or_tags(const Reader& reader, const Node& node) {
  Test test;
  for (const Node& field : node.children) {
    bool sound = false;
    if (field.key == "from") {
      sound = set_limit(reader, field, true, test.lower);
    } else if (field.key == "above") {
      sound = set_limit(reader, field, false, test.lower);
    } else if (field.key == "to") {
      sound = set_limit(reader, field, true, test.upper);
    } else if (field.key == "below") {
      sound = set_limit(reader, field, false, test.upper);
    } else if (field.key == "tagged") {
      sound = read_words(reader, field, test.tags);
    } else {
      reader.key_error(field, code_shape, fmt::format("'{}' is no part of a test", field.key),
                       "a test is a value, a list of values, 'answered', {tagged: ...} or {from, above, below, to}");
    }
    if (!sound) return std::nullopt;
  }
  const bool has_range = test.lower.has_value() || test.upper.has_value();
  if (has_range == !test.tags.empty()) {
    reader.error(node, code_shape, "a test is either a range or a tag", "name both tests under 'all', one map each");
    return std::nullopt;
  }
  if (test.lower && test.upper && std::holds_alternative<Rational>(test.lower->against) &&
      std::holds_alternative<Rational>(test.upper->against)) {
    const Rational& low = std::get<Rational>(test.lower->against);
    const Rational& high = std::get<Rational>(test.upper->against);
    if (low > high || (low == high && !(test.lower->inclusive && test.upper->inclusive))) {
      reader.error(node, code_range, "nothing lies in this range", "the lower end must be below the upper one");
      return std::nullopt;
    }
  }
  return test;
}

std::optional<Test> parse_test(const Reader& reader, const Node& node) {
  if (node.is_mapping()) return parse_range_or_tags(reader, node);
  Test test;
  if (node.is_scalar() && !node.quoted && node.text == "answered") {
    test.answered = true;
    return test;
  }
  if (!read_words(reader, node, test.values)) return std::nullopt;
  return test;
}

std::optional<Condition> parse_entry(const Reader& reader, const Node& entry) {
  if (entry.key == "all") return parse_parts(reader, entry, Condition::Kind::all);
  if (entry.key == "any") return parse_parts(reader, entry, Condition::Kind::any);
  Condition result;
  result.place = {reader.place_of(entry).file, {entry.key_span.begin, entry.span.end}};
  if (entry.key == "not") {
    auto part = parse_condition(reader, entry);
    if (!part) return std::nullopt;
    result.kind = Condition::Kind::negation;
    result.parts.push_back(std::move(*part));
    return result;
  }
  auto test = parse_test(reader, entry);
  if (!test) return std::nullopt;
  result.kind = Condition::Kind::test;
  result.address = std::string(entry.key);
  result.test = std::move(*test);
  return result;
}

}  // namespace

std::optional<Condition> parse_condition(const Reader& reader, const Node& node) {
  if (!node.is_mapping() || node.children.empty()) {
    reader.error(node, code_shape, "a condition is a map from addresses to tests",
                 "for example {this.linked: \"yes\"} or {any: [{...}, {...}]}");
    return std::nullopt;
  }
  Condition result{Condition::Kind::all, {}, {}, {}, reader.place_of(node)};
  bool sound = true;
  for (const Node& entry : node.children) {
    if (auto part = parse_entry(reader, entry)) {
      result.parts.push_back(std::move(*part));
    } else {
      sound = false;
    }
  }
  if (!sound) return std::nullopt;
  if (result.parts.size() == 1) {
    Condition only = std::move(result.parts.front());
    return only;
  }
  return result;
}

}  // namespace ipi
