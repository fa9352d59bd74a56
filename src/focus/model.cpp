#include "focus/model.h"

#include <fmt/format.h>

#include <algorithm>

#include "focus/works.h"

namespace ipi {
namespace {

using yaml::Fields;
using yaml::Node;
using yaml::Reader;

constexpr std::array<std::string_view, 3> strength_names = {"possible", "likely", "clear"};
constexpr std::array<std::string_view, 3> manner_names = {"required", "excludes", "indicator"};
constexpr std::array<std::string_view, 4> tie_break_names = {"because_of", "patient_view", "manageable",
                                                             "latest_start"};
constexpr std::array<std::string_view, 2> roster_names = {"relationships", "events"};
/// Weights are small whole numbers, so that points never come near an overflow and stay readable.
constexpr std::int64_t largest_weight = 100;

std::optional<Group> read_roster_name(const Reader& reader, const Node& node) {
  const auto index = yaml::one_of(reader, node, "roster", roster_names);
  if (!index) return std::nullopt;
  return *index == 0 ? Group::relationships : Group::events;
}

class ModelReader {
 public:
  ModelReader(const yaml::Document& document, Diagnostics& diagnostics)
      : reader_{document.file, &diagnostics}, root_(&document.root), works_(reader_, document.root.find("sources")) {}

  Model read() {
    Fields fields(reader_, *root_, "a focus model");
    model_.place = reader_.place_of(*root_);
    model_.id = fields.required_text("model");
    model_.revision = fields.integer("revision").value_or(1);
    if (const std::string language = fields.text("language"); !language.empty()) model_.language = language;
    model_.title = translated(fields.required("title"));
    model_.convention = fields.required_text("convention");
    static_cast<void>(fields.required("sources"));
    if (const Node* derived = fields.optional("derived")) {
      for (const Node& node : derived->children) read_derived(node);
    }
    for (const Node& node : fields.list("gates")) read_gate(node);
    if (const Node* areas = fields.required("areas")) {
      for (const Node& node : areas->children) read_area(node);
    }
    read_combination(fields.required("combine"));
    fields.finish();
    model_.sources = works_.take();
    return std::move(model_);
  }

 private:
  Translated translated(const Node* node) const { return read_translated(reader_, node, model_.language); }

  void read_derived(const Node& node) {
    DerivedValue value;
    value.place = reader_.place_of(node);
    const std::string_view name = node.key;
    const std::size_t dot = name.find('.');
    value.name = std::string(dot == std::string_view::npos ? name : name.substr(dot + 1));
    if (dot != std::string_view::npos) {
      const std::string_view owner = name.substr(0, dot);
      if (owner != roster_names[0] && owner != roster_names[1]) {
        reader_.key_error(node, "E0251", fmt::format("'{}' is no roster", owner),
                          "write relationships.NAME or events.NAME");
      }
      value.group = owner == roster_names[0] ? Group::relationships : Group::events;
    }
    Fields fields(reader_, node, "a derived value");
    const auto dates = fields.words("months");
    const Node* counted = fields.optional("count");
    if (const Node* where = fields.optional("where")) value.where = parse_condition(reader_, *where);
    fields.finish();
    if (dates.empty() == (counted == nullptr)) {
      reader_.error(node, "E0251", "a derived value is either months between two dates or a count",
                    "write {months: [from, to]} or {count: events, where: ...}");
      return;
    }
    if (counted != nullptr) {
      value.kind = DerivedValue::Kind::count;
      if (const auto group = read_roster_name(reader_, *counted)) value.counted = *group;
    } else if (dates.size() != 2) {
      reader_.error(node, "E0251", "months lie between two dates", "write months: [from, to]");
    } else {
      value.from = dates[0];
      value.to = dates[1];
    }
    model_.derived.push_back(std::move(value));
  }

  void read_gate(const Node& node) {
    Fields fields(reader_, node, "a gate");
    Gate gate;
    gate.id = fields.required_text("id");
    const Node* holds = fields.required("holds");
    const auto condition = holds != nullptr ? parse_condition(reader_, *holds) : std::nullopt;
    if (const Node* settled = fields.optional("settled")) gate.settled = parse_condition(reader_, *settled);
    gate.statement = translated(fields.required("statement"));
    gate.unknown = translated(fields.required("unknown"));
    gate.source = works_.read(fields.required("source"));
    fields.finish();
    if (!condition) return;
    gate.holds = *condition;
    model_.gates.push_back(std::move(gate));
  }

  void read_area(const Node& node) {
    Fields fields(reader_, node, "an area");
    Area area;
    area.place = reader_.place_of(node);
    area.id = std::string(node.key);
    area.title = translated(fields.required("title"));
    if (const Node* cap = fields.optional("cap")) {
      if (const auto index = yaml::one_of(reader_, *cap, "strength", strength_names))
        area.cap = static_cast<Strength>(*index);
    }
    area.cap_source = works_.read(fields.optional("cap_source"));
    // `none` says what leaving it out says.
    const Node* subject = fields.optional("subject");
    if (subject != nullptr && subject->text != "none") read_subject(*subject, area);
    area.residual = fields.yes_no("residual", false);
    if (const Node* needs = fields.optional("clear_needs")) area.clear_needs = parse_condition(reader_, *needs);
    for (const Node& text : fields.list("recheck")) area.recheck.push_back(translated(&text));
    for (const Node& part : fields.list("required")) read_indicator(part, Manner::required, area);
    for (const Node& part : fields.list("excludes")) read_indicator(part, Manner::excludes, area);
    for (const Node& part : fields.list("indicators")) read_indicator(part, Manner::indicator, area);
    if (const Node* renegotiation = fields.optional("renegotiation"))
      area.renegotiation = read_renegotiation(*renegotiation);
    for (const Node& part : fields.list("stages")) read_stage(part, area);
    fields.finish();
    model_.areas.push_back(std::move(area));
  }

  std::optional<Renegotiation> read_renegotiation(const Node& node) const {
    Fields fields(reader_, node, "what is said of renegotiation");
    Renegotiation renegotiation;
    const Node* blocked = fields.required("blocked");
    const auto condition = blocked != nullptr ? parse_condition(reader_, *blocked) : std::nullopt;
    renegotiation.statement = translated(fields.required("statement"));
    renegotiation.unknown = translated(fields.required("unknown"));
    if (const Node* cap = fields.required("unknown_cap")) {
      if (const auto index = yaml::one_of(reader_, *cap, "strength", strength_names))
        renegotiation.unknown_cap = static_cast<Strength>(*index);
    }
    renegotiation.source = works_.read(fields.required("source"));
    fields.finish();
    if (!condition) return std::nullopt;
    renegotiation.blocked = *condition;
    return renegotiation;
  }

  void read_stage(const Node& node, Area& area) const {
    Fields fields(reader_, node, "a stage");
    Stage stage;
    stage.id = fields.required_text("id");
    const Node* holds = fields.required("holds");
    const auto condition = holds != nullptr ? parse_condition(reader_, *holds) : std::nullopt;
    stage.statement = translated(fields.required("statement"));
    stage.source = works_.read(fields.required("source"));
    fields.finish();
    if (!condition) return;
    stage.holds = *condition;
    area.stages.push_back(std::move(stage));
  }

  void read_subject(const Node& node, Area& area) const {
    Fields fields(reader_, node, "a subject");
    if (const Node* each = fields.required("each")) area.each = read_roster_name(reader_, *each);
    if (const Node* where = fields.optional("where")) area.where = parse_condition(reader_, *where);
    fields.finish();
  }

  void read_indicator(const Node& node, Manner manner, Area& area) const {
    Fields fields(reader_, node, "an indicator");
    Indicator indicator;
    indicator.place = reader_.place_of(node);
    indicator.manner = manner;
    indicator.id = fields.required_text("id");
    if (manner != Manner::excludes) indicator.weight = read_small(fields, "weight", node);
    const Node* holds = fields.required("holds");
    const auto condition = holds != nullptr ? parse_condition(reader_, *holds) : std::nullopt;
    indicator.statement = translated(fields.required("statement"));
    indicator.source = works_.read(fields.required("source"));
    fields.finish();
    const auto same = [&](const Indicator& other) { return other.id == indicator.id; };
    if (std::any_of(area.indicators.begin(), area.indicators.end(), same)) {
      reader_.error(node, "E0252", fmt::format("'{}' has two indicators called '{}'", area.id, indicator.id));
    }
    if (!condition) return;
    indicator.holds = *condition;
    area.indicators.push_back(std::move(indicator));
  }

  int read_small(Fields& fields, std::string_view key, const Node& node) const {
    const auto value = fields.integer(key);
    const Node* const written = node.find(key);
    if (written != nullptr && !value) return 0;  // said already
    if (value && *value >= -largest_weight && *value <= largest_weight) return static_cast<int>(*value);
    reader_.error(written != nullptr ? *written : node, "E0253",
                  fmt::format("'{}' is a whole number from -{} to {}", key, largest_weight, largest_weight));
    return 0;
  }

  void read_combination(const Node* node) {
    if (node == nullptr) return;
    Fields fields(reader_, *node, "how evidence is combined");
    Combination& combination = model_.combination;
    combination.minimum = read_small(fields, "minimum", *node);
    combination.near_tie = read_small(fields, "near_tie", *node);
    for (const Node& part : fields.list("break_ties")) read_tie_break(part);
    if (const Node* second = fields.required("second")) {
      Fields figures(reader_, *second, "the second focus");
      combination.second_at_least = read_small(figures, "at_least", *second);
      combination.second_within = read_small(figures, "within", *second);
      figures.finish();
    }
    if (const Node* strength = fields.required("strength")) {
      Fields words(reader_, *strength, "strengths");
      read_strength(words.required("clear"), combination.clear_points, combination.clear_margin);
      read_strength(words.required("likely"), combination.likely_points, combination.likely_margin);
      words.finish();
    }
    combination.source = works_.read(fields.required("source"));
    fields.finish();
  }

  void read_strength(const Node* node, int& points, int& margin) const {
    if (node == nullptr) return;
    Fields fields(reader_, *node, "a strength");
    points = read_small(fields, "points", *node);
    margin = read_small(fields, "margin", *node);
    fields.finish();
  }

  void read_tie_break(const Node& node) {
    Fields fields(reader_, node, "a tie-break");
    TieBreak tie_break;
    tie_break.place = reader_.place_of(node);
    const Node* id = fields.required("id");
    const auto kind = id != nullptr ? yaml::one_of(reader_, *id, "tie-break", tie_break_names) : std::nullopt;
    tie_break.entry = fields.text("entry");
    tie_break.area = fields.text("area");
    tie_break.subject = fields.text("subject");
    tie_break.date = fields.text("date");
    if (const Node* prefers = fields.optional("prefers")) tie_break.prefers = parse_condition(reader_, *prefers);
    fields.finish();
    if (!kind) return;
    tie_break.kind = static_cast<TieBreak::Kind>(*kind);
    model_.combination.break_ties.push_back(std::move(tie_break));
  }

  Reader reader_;
  const Node* root_;
  Works works_;
  Model model_;
};

}  // namespace

std::string_view to_text(Strength strength) { return strength_names[static_cast<std::size_t>(strength)]; }
std::string_view to_text(Manner manner) { return manner_names[static_cast<std::size_t>(manner)]; }

Model read_model(const yaml::Document& document, Diagnostics& diagnostics) {
  return ModelReader(document, diagnostics).read();
}

}  // namespace ipi
