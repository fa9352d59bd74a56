#include "assessment/examples.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "assessment/assessment.h"
#include "text/nearest.h"

namespace ipi {
namespace {

using yaml::Fields;
using yaml::Node;
using yaml::Reader;

constexpr int places = 6;  // enough to tell any two scores of an example apart

std::string shown(const std::optional<Rational>& value) { return value ? to_decimal(*value, places) : "no value"; }

/// Holds one example's expectations against what its answers give.
class Example {
 public:
  Example(const Compiled& compiled, const Instrument& instrument, const WorkedExample& example,
          Diagnostics& diagnostics)
      : compiled_(&compiled), instrument_(&instrument), example_(&example), reader_{example.place.file, &diagnostics} {}

  void check() {
    Fields fields(reader_, *example_->node, "an example");
    const Node* answers = fields.required("answers");
    const Node* expected = fields.required("expect");
    const Node* respondent = fields.optional("respondent");
    static_cast<void>(fields.text("source"));
    fields.finish();
    if (answers == nullptr || expected == nullptr) return;
    const std::size_t errors = reader_.diagnostics->errors();
    const std::vector<Node> parts = form_parts(*answers, respondent);
    Node root;
    root.kind = yaml::NodeKind::mapping;
    root.span = example_->place.span;
    root.children = parts;
    const Form form = read_form(root, *reader_.file, *compiled_->layout, *reader_.diagnostics);
    if (reader_.diagnostics->errors() > errors) return;
    const Assessment assessment = assess(*compiled_, form);
    for (const Node& node : expected->children) check_score(node, assessment);
  }

 private:
  /// The example as the form that somebody would have written.
  std::vector<Node> form_parts(const Node& answers, const Node* respondent) const {
    Node name;
    name.kind = yaml::NodeKind::scalar;
    name.key = "form";
    name.text = instrument_->id;
    name.span = example_->place.span;
    std::vector<Node> parts = {name, answers};
    if (respondent != nullptr) parts.push_back(*respondent);
    return parts;
  }

  void check_score(const Node& node, const Assessment& assessment) {
    const auto score = std::find_if(assessment.scores.begin(), assessment.scores.end(),
                                    [&](const AssessedScore& s) { return s.score->id == node.key; });
    if (score == assessment.scores.end()) {
      report_unknown(node);
      return;
    }
    if (!node.is_mapping()) {
      check_value(node, node, *score);
      return;
    }
    Fields fields(reader_, node, "an expected score");
    if (const Node* value = fields.required("value")) check_value(node, *value, *score);
    if (const Node* band = fields.optional("band")) check_band(node, *band, *score);
    fields.finish();
  }

  void report_unknown(const Node& node) {
    std::vector<std::string_view> names;
    for (const Score& score : instrument_->scores) names.emplace_back(score.id);
    const auto near = nearest_name(node.key, names);
    reader_.key_error(node, "E0227", fmt::format("there is no score '{}' here", node.key),
                      near ? fmt::format("did you mean '{}'?", *near) : "");
  }

  void check_value(const Node& score, const Node& value, const AssessedScore& computed) {
    std::optional<Rational> expected;
    if (!value.is_null()) {
      expected = value.is_scalar() ? parse_decimal(value.text) : std::nullopt;
      if (!expected) {
        reader_.error(value, "E0207", fmt::format("the example expects a number for '{}', or null", score.key),
                      "write digits, or null where no value can be given");
        return;
      }
    }
    if (expected == computed.value.value) return;
    const std::string why = computed.reason.empty() ? std::string() : fmt::format(" ({})", computed.reason);
    report(value, computed,
           fmt::format("the example expects {} for '{}', but its answers give {}{}", shown(expected), score.key,
                       shown(computed.value.value), why));
  }

  void check_band(const Node& score, const Node& band, const AssessedScore& computed) {
    const std::string expected = band.is_null() ? std::string() : std::string(band.text);
    const std::string found =
        computed.band.band == nullptr ? std::string() : std::string(computed.band.band->label.original());
    if (expected == found) return;
    const auto named = [](const std::string& label) {
      return label.empty() ? std::string("no band") : fmt::format("the band '{}'", label);
    };
    const std::string why = computed.band.reason.empty() ? std::string() : fmt::format(" ({})", computed.band.reason);
    report(band, computed,
           fmt::format("the example expects {} of '{}', but {} comes out for {}{}", named(expected), score.key,
                       named(found), shown(computed.value.value), why));
  }

  void report(const Node& node, const AssessedScore& computed, std::string message) const {
    reader_.diagnostics->report({Severity::error,
                                 "E0260",
                                 std::move(message),
                                 {{reader_.file, node.span}, {}},
                                 {{computed.score->place, "scored by this"}},
                                 "work it out by hand again: either the key or the example is wrong"});
  }

  const Compiled* compiled_;
  const Instrument* instrument_;
  const WorkedExample* example_;
  Reader reader_;
};

}  // namespace

void check_examples(const Compiled& compiled, const Instrument& instrument, Diagnostics& diagnostics) {
  for (const WorkedExample& example : instrument.examples) Example(compiled, instrument, example, diagnostics).check();
}

}  // namespace ipi
