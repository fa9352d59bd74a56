#include "focus/rules.h"

#include <array>
#include <string_view>

#include "focus/works.h"

namespace ipi {
namespace {

using yaml::Fields;
using yaml::Node;
using yaml::Reader;

constexpr std::array<std::string_view, 2> level_names = {"red", "amber"};
constexpr std::array<std::string_view, 2> roster_names = {"relationships", "events"};

std::string language_of(Fields& fields) {
  std::string language = fields.text("language");
  return language.empty() ? "en" : language;
}

std::optional<Condition> optional_condition(const Reader& reader, Fields& fields, std::string_view key) {
  const Node* node = fields.optional(key);
  return node != nullptr ? parse_condition(reader, *node) : std::nullopt;
}

std::optional<Group> optional_roster(const Reader& reader, Fields& fields) {
  const Node* each = fields.optional("each");
  const auto index = each != nullptr ? yaml::one_of(reader, *each, "roster", roster_names) : std::nullopt;
  if (!index) return std::nullopt;
  return *index == 0 ? Group::relationships : Group::events;
}

SafetyRule read_safety_rule(const Reader& reader, const Node& node, const Works& works, std::string_view language) {
  Fields fields(reader, node, "a safety rule");
  SafetyRule rule;
  rule.place = reader.place_of(node);
  rule.id = fields.required_text("id");
  if (const Node* level = fields.required("level")) {
    if (const auto index = yaml::one_of(reader, *level, "level", level_names)) rule.red = *index == 0;
  }
  rule.each = optional_roster(reader, fields);
  rule.where = optional_condition(reader, fields, "where");
  const bool has_condition = node.find("holds") != nullptr;
  rule.holds = optional_condition(reader, fields, "holds");
  rule.unanswered = fields.words("unanswered");
  rule.is_private = fields.yes_no("private", false);
  rule.statement = read_translated(reader, fields.required("statement"), language);
  rule.source = works.read(fields.required("source"));
  fields.finish();
  if (has_condition != rule.unanswered.empty()) {
    reader.error(node, "E0254", "a safety rule holds on a condition or fires on unanswered questions",
                 "give exactly one of holds: and unanswered:");
  }
  if (rule.where && !rule.each)
    reader.error(node, "E0254", "where: chooses among entries, and this rule names no roster",
                 "add each: relationships");
  return rule;
}

Consideration read_consideration(const Reader& reader, const Node& node, const Works& works,
                                 std::string_view language) {
  Fields fields(reader, node, "a consideration");
  Consideration rule;
  rule.place = reader.place_of(node);
  rule.id = fields.required_text("id");
  rule.each = optional_roster(reader, fields);
  rule.holds = optional_condition(reader, fields, "holds");
  rule.suggested = fields.text("suggested");
  rule.statement = read_translated(reader, fields.required("statement"), language);
  rule.source = works.read(fields.required("source"));
  fields.finish();
  if (node.find("holds") == nullptr && rule.suggested.empty()) {
    reader.error(node, "E0254", "when is this to be considered?",
                 "give holds: with a condition, or suggested: with an area, or both");
  }
  return rule;
}

}  // namespace

SafetyRules read_safety_rules(const yaml::Document& document, Diagnostics& diagnostics) {
  const Reader reader{document.file, &diagnostics};
  Fields fields(reader, document.root, "safety rules");
  SafetyRules rules;
  rules.place = reader.place_of(document.root);
  rules.id = fields.required_text("safety");
  rules.revision = fields.integer("revision").value_or(1);
  const std::string language = language_of(fields);
  rules.title = read_translated(reader, fields.required("title"), language);
  static_cast<void>(fields.required("sources"));
  Works works(reader, document.root.find("sources"));
  for (const Node& node : fields.list("rules")) rules.rules.push_back(read_safety_rule(reader, node, works, language));
  fields.finish();
  rules.sources = works.take();
  return rules;
}

Suitability read_suitability(const yaml::Document& document, Diagnostics& diagnostics) {
  const Reader reader{document.file, &diagnostics};
  Fields fields(reader, document.root, "considerations");
  Suitability suitability;
  suitability.place = reader.place_of(document.root);
  suitability.id = fields.required_text("suitability");
  suitability.revision = fields.integer("revision").value_or(1);
  const std::string language = language_of(fields);
  suitability.title = read_translated(reader, fields.required("title"), language);
  static_cast<void>(fields.required("sources"));
  Works works(reader, document.root.find("sources"));
  for (const Node& node : fields.list("rules"))
    suitability.rules.push_back(read_consideration(reader, node, works, language));
  fields.finish();
  suitability.sources = works.take();
  return suitability;
}

}  // namespace ipi
