#include "yaml/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "text/eight_bytes.h"
#include "text/nearest.h"
#include "text/number.h"

namespace ipi::yaml {
namespace {

constexpr std::size_t bits = 64;

std::string_view kind_name(const Node& node) {
  switch (node.kind) {
    case NodeKind::null:
      return "nothing";
    case NodeKind::scalar:
      return "a single value";
    case NodeKind::sequence:
      return "a list";
    case NodeKind::mapping:
      break;
  }
  return "a map";
}

/// The text of a scalar in quotes, cut so that a long one does not fill the message.
std::string quote(std::string_view text) {
  constexpr std::size_t longest = 60;
  if (text.size() <= longest) return fmt::format("'{}'", text);
  std::size_t end = longest;
  while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return fmt::format("'{}…'", text.substr(0, end));
}

std::string named(std::string_view key) { return fmt::format("'{}'", key); }

std::string list_of(std::span<const std::string_view> names) {
  constexpr std::size_t most = 12;
  const std::span<const std::string_view> shown = names.first(std::min(names.size(), most));
  return fmt::format("{}{}", fmt::join(shown, ", "), names.size() > most ? ", ..." : "");
}

std::string unknown_key_help(std::string_view key, std::span<const std::string_view> names) {
  if (const auto nearest = nearest_name(key, names)) return fmt::format("did you mean '{}'?", *nearest);
  return names.empty() ? "leave it out" : fmt::format("known here: {}", list_of(names));
}

/// "a whole number" in a message about a value of another shape.
void wrong_shape(const Reader& reader, const Node& node, std::string_view code, std::string_view what,
                 std::string_view wanted) {
  reader.error(node, code, fmt::format("{} must be {}, not {}", what, wanted, kind_name(node)));
}

std::string text_of(const Reader& reader, const Node& node, std::string_view key) {
  if (node.is_scalar()) return std::string{node.text};
  return std::string{scalar_text(reader, node, named(key)).value_or(std::string_view{})};
}

std::string why_no_decimal(std::string_view text) {
  if (text.find(',') != std::string_view::npos) return "write the decimals after a point: 13.5";
  if (text.starts_with('.') || text.ends_with('.')) return "write digits on both sides of the point: 0.5";
  return "write digits, with a point before any decimals: 12 or 13.5";
}

}  // namespace

void Reader::error(const Node& node, std::string_view code, std::string message, std::string help) const {
  diagnostics->report({.severity = Severity::error,
                       .code = code,
                       .message = std::move(message),
                       .primary = {.place = place_of(node), .text = {}},
                       .secondary = {},
                       .help = std::move(help)});
}

void Reader::key_error(const Node& node, std::string_view code, std::string message, std::string help) const {
  const Span span = node.key_span == Span{} ? node.span : node.key_span;
  diagnostics->report({.severity = Severity::error,
                       .code = code,
                       .message = std::move(message),
                       .primary = {.place = {place_of(node).file, span}, .text = {}},
                       .secondary = {},
                       .help = std::move(help)});
}

void Reader::warning(const Node& node, std::string_view code, std::string message, std::string help) const {
  diagnostics->report({.severity = Severity::warning,
                       .code = code,
                       .message = std::move(message),
                       .primary = {.place = place_of(node), .text = {}},
                       .secondary = {},
                       .help = std::move(help)});
}

void Fields::Names::add(std::string_view name) {
  if (count_ == few) {
    more_.push_back(name);
    return;
  }
  first_[count_] = {name.data(), name.size()};
  ++count_;
}

std::vector<std::string_view> Fields::Names::all() const {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < count_; ++i) names.emplace_back(first_[i].begin, first_[i].size);
  names.insert(names.end(), more_.begin(), more_.end());
  return names;
}

Fields::Fields(const Reader& reader, const Node& node, std::string_view what, std::string_view name)
    : reader_(reader), node_(&node), what_(what), name_(name) {
  if (node.is_mapping()) return;
  wrong_shape(reader_, node, "E0202", described(), "a map of keys and values");
  node_ = nullptr;
}

std::string Fields::described() const {
  return name_.empty() ? std::string(what_) : fmt::format("{} {}", what_, name_);
}

const Node* Fields::optional(const Key& key) {
  asked_.add(key.text);
  if (node_ == nullptr) return nullptr;
  const std::span<const Node> children = node_->children;
  const bool is_next = next_ < children.size() && key.is(children[next_].key);
  const Node* const found = is_next ? &children[next_] : find_elsewhere(key);
  if (found == nullptr) return nullptr;
  next_ = static_cast<std::size_t>(found - children.data());
  if (next_ < bits) found_ |= std::uint64_t{1} << next_;
  ++next_;
  return found;
}

const Node* Fields::find_elsewhere(const Key& key) {
  const std::span<const Node> children = node_->children;
  if (!keys_) {
    keys_.emplace();
    for (const Node& child : children) keys_->add(Key(child.key));
  }
  if (!keys_->may_have(key)) return nullptr;
  for (const Node& child : children) {
    if (key.is(child.key)) return &child;
  }
  return nullptr;
}

const Node* Fields::required(std::string_view key) {
  const Node* const found = optional(key);
  if (found == nullptr && node_ != nullptr) {
    reader_.error(*node_, "E0203", fmt::format("{} needs a key {}", described(), named(key)),
                  fmt::format("add a line '{}: ...'", key));
  }
  return found;
}

std::string Fields::text(std::string_view key) {
  const Node* const found = optional(key);
  if (found == nullptr || found->is_null()) return {};
  return text_of(reader_, *found, key);
}

std::string Fields::required_text(std::string_view key) {
  const Node* const found = required(key);
  if (found == nullptr) return {};
  return text_of(reader_, *found, key);
}

bool Fields::yes_no(std::string_view key, bool fallback) {
  const Node* const found = optional(key);
  if (found == nullptr) return fallback;
  if (found->is_scalar() && found->text == "yes") return true;
  if (found->is_scalar() && found->text == "no") return false;
  if (!found->is_scalar()) {
    wrong_shape(reader_, *found, "E0205", named(key), "yes or no");
    return fallback;
  }
  reader_.error(*found, "E0205", fmt::format("'{}' must be yes or no, not {}", key, quote(found->text)),
                "write yes or no");
  return fallback;
}

std::optional<std::int64_t> Fields::integer(std::string_view key) {
  const Node* const found = optional(key);
  if (found == nullptr) return std::nullopt;
  if (!found->is_scalar()) {
    wrong_shape(reader_, *found, "E0206", named(key), "a whole number");
    return std::nullopt;
  }
  const IntegerReading reading = read_integer(found->text);
  if (!reading.value) {
    reader_.error(*found, "E0206",
                  fmt::format("'{}' must be a whole number: {} {}", key, quote(found->text), reading.fault));
  }
  return reading.value;
}

std::optional<Rational> Fields::number(std::string_view key) {
  const Node* const found = optional(key);
  if (found == nullptr) return std::nullopt;
  if (!found->is_scalar()) {
    wrong_shape(reader_, *found, "E0207", named(key), "a number");
    return std::nullopt;
  }
  std::optional<Rational> value = parse_decimal(found->text);
  if (!value) {
    reader_.error(*found, "E0207", fmt::format("'{}' must be a number, not {}", key, quote(found->text)),
                  why_no_decimal(found->text));
  }
  return value;
}

std::vector<std::string> Fields::words(std::string_view key) {
  const Node* const found = optional(key);
  if (found == nullptr || found->is_null()) return {};
  const std::span<const Node> elements = found->is_sequence() ? found->children : std::span<const Node>{found, 1};
  std::vector<std::string> result;
  for (const Node& element : elements) {
    const auto word = scalar_text(reader_, element, fmt::format("an element of '{}'", key));
    if (word) result.emplace_back(*word);
  }
  return result;
}

std::span<const Node> Fields::list(std::string_view key) {
  const Node* const found = optional(key);
  if (found == nullptr || found->is_null()) return {};
  if (found->is_sequence()) return found->children;
  wrong_shape(reader_, *found, "E0208", named(key), "a list");
  return {};
}

void Fields::finish() {
  if (node_ == nullptr) return;
  const std::size_t count = node_->children.size();
  const bool all_found = count == 0 || (count <= bits && found_ == ~std::uint64_t{0} >> (bits - count));
  if (!all_found) report_unknown();
}

void Fields::report_unknown() const {
  const std::vector<std::string_view> asked = asked_.all();
  for (const Node& child : node_->children) {
    if (std::find(asked.begin(), asked.end(), child.key) != asked.end()) continue;
    // A key already there is no good guess: the second of two would be refused as a duplicate.
    std::vector<std::string_view> free;
    std::copy_if(asked.begin(), asked.end(), std::back_inserter(free),
                 [&](std::string_view name) { return node_->find(name) == nullptr; });
    reader_.key_error(child, "E0201", fmt::format("{} has no key {}", described(), quote(child.key)),
                      unknown_key_help(child.key, free.empty() ? asked : free));
  }
}

std::optional<std::string_view> scalar_text(const Reader& reader, const Node& node, std::string_view what) {
  if (node.is_scalar()) return node.text;
  wrong_shape(reader, node, "E0204", what, "text");
  return std::nullopt;
}

std::optional<std::size_t> one_of(const Reader& reader, const Node& node, std::string_view what,
                                  std::span<const std::string_view> names) {
  const auto word = scalar_text(reader, node, what);
  if (!word) return std::nullopt;
  const auto found = std::find(names.begin(), names.end(), *word);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  const auto nearest = nearest_name(*word, names);
  const std::string guess = nearest ? fmt::format("did you mean '{}'? ", *nearest) : std::string{};
  reader.error(node, "E0209", fmt::format("{} is no {}", quote(*word), what),
               fmt::format("{}one of: {}", guess, list_of(names)));
  return std::nullopt;
}

}  // namespace ipi::yaml
