#include "instrument/question.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "text/nearest.h"
#include "text/number.h"

namespace ipi {
namespace {

using yaml::Fields;
using yaml::Node;
using yaml::Reader;

constexpr std::array<std::string_view, 6> type_names = {"choice", "multiple", "number", "date", "text", "entry"};
constexpr std::array<std::string_view, 4> reserved_words = {"skipped", "refused", "unknown", "not_asked"};

void read_number_range(const Reader& reader, Fields& fields, const Node& node, Question& question) {
  const auto lowest = fields.integer("from");
  const auto highest = fields.integer("to");
  if (!lowest || !highest || *lowest > *highest) {
    reader.error(node, "E0223", "a question for a number says its range", "add from: and to:, both included");
    return;
  }
  question.lowest = *lowest;
  question.highest = *highest;
}

const OptionSet* find_set(const std::vector<OptionSet>& sets, std::string_view id) {
  const auto found = std::find_if(sets.begin(), sets.end(), [&](const OptionSet& set) { return set.id == id; });
  return found == sets.end() ? nullptr : &*found;
}

std::vector<Option> options_of(const Reader& reader, const Node* node, const QuestionDefaults& defaults) {
  if (node == nullptr) return defaults.options;
  if (!node->is_scalar()) return read_options(reader, *node, defaults.language);
  if (const OptionSet* set = find_set(defaults.option_sets, node->text)) return set->options;
  std::vector<std::string_view> names;
  for (const OptionSet& set : defaults.option_sets) names.push_back(set.id);
  const auto near = nearest_name(node->text, names);
  reader.error(*node, "E0224", fmt::format("there is no option set '{}'", node->text),
               near ? fmt::format("did you mean '{}'?", *near) : "list the options, or name a set of option_sets");
  return {};
}

}  // namespace

std::string_view to_text(AnswerType type) { return type_names[static_cast<std::size_t>(type)]; }

bool is_reserved_word(std::string_view word) {
  return std::find(reserved_words.begin(), reserved_words.end(), word) != reserved_words.end();
}

Rational Question::keyed(std::size_t option) const {
  const Rational value = *options[option].number;
  if (!reverse) return value;
  Rational lowest_value = value;
  Rational highest_value = value;
  for (const Option& other : options) {
    lowest_value = std::min(lowest_value, *other.number);
    highest_value = std::max(highest_value, *other.number);
  }
  return lowest_value + highest_value - value;
}

Translated read_translated(const Reader& reader, const Node* node, std::string_view language) {
  Translated result;
  if (node == nullptr) return result;
  if (node->is_scalar()) {
    result.add(std::string(language), std::string(node->text));
    return result;
  }
  if (!node->is_mapping()) {
    reader.error(*node, "E0225", "a text is a string, or a map from languages to strings");
    return result;
  }
  for (const Node& child : node->children) {
    if (child.key.size() != 2)
      reader.key_error(child, "E0225", fmt::format("'{}' is no language code", child.key),
                       "use two letters (ISO 639-1), such as en");
    if (const auto text = yaml::scalar_text(reader, child, "a text"))
      result.add(std::string(child.key), std::string(*text));
  }
  return result;
}

std::vector<Option> read_options(const Reader& reader, const Node& node, std::string_view language) {
  std::vector<Option> options;
  if (!node.is_sequence() || node.children.empty()) {
    reader.error(node, "E0220", "options are a list of {value, label}");
    return options;
  }
  if (node.children.size() > most_options) {
    reader.error(
        node, "E0222",
        fmt::format("{} options are more than the {} that a question can have", node.children.size(), most_options));
    return options;
  }
  for (const Node& child : node.children) {
    Fields fields(reader, child, "an option");
    Option option;
    option.value = fields.required_text("value");
    option.number = parse_decimal(option.value);
    option.label = read_translated(reader, fields.required("label"), language);
    fields.finish();
    if (is_reserved_word(option.value)) {
      reader.error(child, "E0220", fmt::format("'{}' says why there is no answer and cannot be one", option.value));
    }
    const auto same = [&](const Option& other) { return other.value == option.value; };
    if (std::any_of(options.begin(), options.end(), same)) {
      reader.error(child, "E0221", fmt::format("the value {} is given to two options", option.value));
    }
    options.push_back(std::move(option));
  }
  return options;
}

Question read_question(const Reader& reader, const Node& node, const QuestionDefaults& defaults) {
  Question question;
  question.place = reader.place_of(node);
  Fields fields(reader, node, "a question");
  question.id = fields.required_text("id");
  question.text = read_translated(reader, fields.required("text"), defaults.language);
  question.why = read_translated(reader, fields.optional("why"), defaults.language);
  if (const Node* type = fields.optional("type")) {
    if (const auto index = yaml::one_of(reader, *type, "type of answer", type_names))
      question.type = static_cast<AnswerType>(*index);
  }
  const Node* options = fields.optional("options");
  if (question.type == AnswerType::choice || question.type == AnswerType::multiple) {
    question.options = options_of(reader, options, defaults);
    if (question.options.empty() && options == nullptr) {
      reader.error(node, "E0224", fmt::format("question '{}' offers no options", question.id),
                   "add options:, here or for the whole file");
    }
  } else if (options != nullptr) {
    reader.key_error(*options, "E0224", fmt::format("a question for a {} has no options", to_text(question.type)));
  }
  if (question.type == AnswerType::number) read_number_range(reader, fields, node, question);
  question.reverse = fields.yes_no("reverse", false);
  question.two_times = fields.yes_no("two_times", false);
  if (const Node* when = fields.optional("when")) question.when = parse_condition(reader, *when);
  question.for_the_record = fields.yes_no("for_the_record", false);
  fields.finish();
  if (is_reserved_word(question.id)) {
    reader.error(node, "E0220", fmt::format("'{}' says why there is no answer and cannot be an id", question.id));
  }
  return question;
}

}  // namespace ipi
