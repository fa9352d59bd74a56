#include "instrument/instrument.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "text/nearest.h"

namespace ipi {
namespace {

using yaml::Fields;
using yaml::Node;
using yaml::Reader;

constexpr std::array<std::string_view, 5> method_names = {"sum", "mean", "count", "weighted", "criterion"};
constexpr std::array<std::string_view, 4> missing_names = {"complete", "prorate", "mean_of_answered",
                                                           "complete_except"};
constexpr std::size_t octant_count = 8;
constexpr std::array<std::string_view, 4> licence_names = {"shipped", "verbatim", "key-only", "own"};
constexpr std::array<std::string_view, 2> direction_names = {"worse", "better"};
constexpr std::array<std::string_view, 2> level_names = {"red", "amber"};

/// Reads one instrument's file top to bottom; each member reads one part into `instrument_`.
class InstrumentReader {
 public:
  InstrumentReader(const yaml::Document& document, Diagnostics& diagnostics)
      : reader_{document.file, &diagnostics}, root_(&document.root) {}

  Instrument read() {
    Fields fields(reader_, *root_, "an instrument");
    instrument_.place = reader_.place_of(*root_);
    instrument_.id = fields.required_text("instrument");
    instrument_.revision = fields.integer("revision").value_or(1);
    if (const std::string language = fields.text("language"); !language.empty()) instrument_.language = language;
    instrument_.title = translated(fields.required("title"));
    instrument_.construct = translated(fields.required("construct"));
    instrument_.period = translated(fields.optional("period"));
    instrument_.instruction = translated(fields.optional("instruction"));
    instrument_.text_confirmed = fields.yes_no("text_confirmed", true);
    read_citation(fields.required("citation"));
    read_licence(fields.required("licence"));
    read_validated(fields.optional("validated"));
    read_questions(fields);
    for (const Node& node : fields.list("scores")) read_score(node);
    for (const Node& node : fields.list("circumplex")) read_circumplex(node);
    for (const Node& node : fields.list("safety")) read_safety(node);
    for (const Node& node : fields.list("reliable_change")) read_reliable_change(node);
    instrument_.notes = fields.words("notes");
    for (const Node& node : fields.list("examples")) instrument_.examples.push_back({&node, reader_.place_of(node)});
    fields.finish();
    return std::move(instrument_);
  }

 private:
  Translated translated(const Node* node) const { return read_translated(reader_, node, instrument_.language); }

  void read_citation(const Node* node) {
    if (node == nullptr) return;
    Fields fields(reader_, *node, "a citation");
    instrument_.citation = fields.required_text("text");
    instrument_.doi = fields.text("doi");
    fields.finish();
  }

  void read_licence(const Node* node) {
    if (node == nullptr) return;
    Fields fields(reader_, *node, "a licence");
    if (const Node* text = fields.required("item_text")) {
      if (const auto index = yaml::one_of(reader_, *text, "licence of item texts", licence_names)) {
        instrument_.licence.item_text = licence_names[*index];
      }
    }
    instrument_.licence.basis = fields.required_text("basis");
    instrument_.licence.notice = translated(fields.optional("notice"));
    fields.finish();
  }

  void read_validated(const Node* node) {
    if (node == nullptr) return;
    Fields fields(reader_, *node, "what the cut-offs were made for");
    if (const Node* ages = fields.optional("ages")) {
      Fields range(reader_, *ages, "a range of ages");
      instrument_.validated.from_age = range.integer("from");
      instrument_.validated.to_age = range.integer("to");
      range.finish();
    }
    instrument_.validated.languages = fields.words("languages");
    instrument_.validated.source = read_source(reader_, fields.optional("source"));
    fields.finish();
  }

  void read_questions(Fields& fields) {
    QuestionDefaults defaults;
    defaults.language = instrument_.language;
    if (const Node* options = fields.optional("options"))
      defaults.options = read_options(reader_, *options, instrument_.language);
    for (const Node& node : fields.list("items")) add_question(read_question(reader_, node, defaults));
    instrument_.items = instrument_.questions.size();
    for (const Node& node : fields.list("questions")) add_question(read_question(reader_, node, defaults));
  }

  void add_question(Question question) {
    if (question.two_times) {
      report(question.place, "E0236", fmt::format("'{}' of an instrument cannot be asked for two times", question.id),
             "name the instrument once for each time, or make it a question of the protocol");
    }
    if (instrument_.find_question(question.id)) {
      report(question.place, "E0226", fmt::format("two questions are called '{}'", question.id),
             "ids are unique within a file");
    }
    instrument_.questions.push_back(std::move(question));
  }

  void report(const Place& place, std::string_view code, std::string message, std::string help) const {
    reader_.diagnostics->report({Severity::error, code, std::move(message), {place, {}}, {}, std::move(help)});
  }

  /// Position of a question that can be added up, or an error at the word.
  std::optional<std::size_t> numeric_question(const Node& word) const {
    const auto index = instrument_.find_question(word.text);
    if (!index) {
      report_unknown(word, "question", question_names());
      return std::nullopt;
    }
    const Question& question = instrument_.questions[*index];
    const bool numeric =
        question.type == AnswerType::choice && std::all_of(question.options.begin(), question.options.end(),
                                                           [](const Option& o) { return o.number.has_value(); });
    if (!numeric) {
      reader_.error(word, "E0228", fmt::format("'{}' is not answered in numbers and cannot be added up", word.text));
      return std::nullopt;
    }
    return index;
  }

  std::vector<std::string_view> question_names() const {
    std::vector<std::string_view> names;
    for (const Question& question : instrument_.questions) names.push_back(question.id);
    return names;
  }

  void report_unknown(const Node& word, std::string_view what, const std::vector<std::string_view>& names) const {
    const auto near = nearest_name(word.text, names);
    reader_.error(word, "E0227", fmt::format("there is no {} '{}' here", what, word.text),
                  near ? fmt::format("did you mean '{}'?", *near) : "");
  }

  std::vector<std::size_t> read_items(const Node& list) const {
    std::vector<std::size_t> items;
    for (const Node& word : list.children) {
      const auto index = numeric_question(word);
      if (!index) continue;
      if (std::find(items.begin(), items.end(), *index) != items.end()) {
        reader_.error(word, "E0229", fmt::format("'{}' would be counted twice", word.text), "list it once");
        continue;
      }
      items.push_back(*index);
    }
    return items;
  }

  void read_score(const Node& node) {
    Fields fields(reader_, node, "a score");
    Score score;
    score.place = reader_.place_of(node);
    score.id = fields.required_text("id");
    score.title = translated(fields.optional("title"));
    if (const Node* method = fields.required("method")) {
      if (const auto index = yaml::one_of(reader_, *method, "method", method_names))
        score.method = static_cast<ScoreMethod>(*index);
    }
    read_parts(fields, node, score);
    if (const Node* transform = fields.optional("transform")) score.transform = read_transform(*transform);
    read_missing(fields.optional("missing"), score);
    if (const Node* range = fields.optional("range")) read_range(*range, score);
    if (const Node* higher = fields.optional("higher")) {
      if (const auto index = yaml::one_of(reader_, *higher, "direction", direction_names))
        score.higher_is_worse = *index == 0;
    }
    score.source = read_source(reader_, fields.optional("source"));
    read_bands(fields, score);
    fields.finish();
    if (instrument_.find_score(score.id) || instrument_.find_question(score.id)) {
      reader_.error(node, "E0226", fmt::format("the id '{}' is taken", score.id),
                    "items and scores share one namespace");
    }
    instrument_.scores.push_back(std::move(score));
  }

  Transform read_transform(const Node& node) const {
    Fields fields(reader_, node, "a transform");
    Transform transform;
    transform.place = {reader_.file, node.span};
    const auto multiply = fields.number("multiply");
    const auto add = fields.number("add");
    const Node* table = fields.optional("table");
    fields.finish();
    transform.multiply = multiply.value_or(1);
    transform.add = add.value_or(0);
    if (table == nullptr) return transform;
    if (multiply || add || !table->is_sequence() || table->children.empty()) {
      reader_.error(*table, "E0238", "a table is a list of rows, with no other figure beside it",
                    "write table: [{raw: 4, value: 25.7}, {raw: 5, value: 30.1}]");
      return transform;
    }
    for (const Node& row : table->children) read_row(row, transform.table);
    std::sort(transform.table.begin(), transform.table.end(),
              [](const Transform::Row& a, const Transform::Row& b) { return a.raw < b.raw; });
    return transform;
  }

  void read_row(const Node& node, std::vector<Transform::Row>& table) const {
    Fields fields(reader_, node, "a row");
    const auto raw = fields.number("raw");
    const auto value = fields.number("value");
    fields.finish();
    if (!raw || !value) {
      reader_.error(node, "E0203", "a row has raw: and value:");
    } else if (std::any_of(table.begin(), table.end(), [&](const Transform::Row& row) { return row.raw == *raw; })) {
      reader_.error(node, "E0238", fmt::format("a second row for {}", to_decimal(*raw, 6)),
                    "a table has one row for each value");
    } else {
      table.push_back({*raw, *value});
    }
  }

  void read_range(const Node& node, Score& score) const {
    Fields fields(reader_, node, "a range");
    score.lowest = fields.number("from");
    score.highest = fields.number("to");
    fields.finish();
    if (!score.lowest || !score.highest) reader_.error(node, "E0203", "a range has from: and to:");
  }

  void read_parts(Fields& fields, const Node& node, Score& score) {
    if (const Node* items = fields.optional("items")) score.items = read_items(*items);
    if (const Node* parts = fields.optional("scores")) {
      for (const Node& word : parts->children) {
        if (const auto index = instrument_.find_score(word.text)) {
          score.scores.push_back(*index);
        } else {
          report_unknown(word, "earlier score", score_names());
        }
      }
    }
    for (const Node& part : fields.list("count")) read_counted(part, score);
    if (const Node* weights = fields.optional("weights")) read_weights(*weights, score);
    if (const Node* holds = fields.optional("holds")) score.holds = parse_condition(reader_, *holds);
    // Weights and counts name their items themselves: a second list would have no weights.
    const bool named_twice =
        node.find("items") != nullptr && (node.find("weights") != nullptr || node.find("count") != nullptr);
    check_parts(node, score, named_twice);
  }

  void check_parts(const Node& node, const Score& score, bool named_twice) const {
    const int given = int{!score.items.empty() && score.counted.empty()} + int{!score.scores.empty()} +
                      int{!score.counted.empty()} + int{score.holds.has_value()};
    const bool weighted = score.method == ScoreMethod::weighted;
    const bool suits = weighted != score.weights.empty() &&
                       (score.method == ScoreMethod::criterion ? score.holds.has_value()
                        : score.method == ScoreMethod::count   ? !score.counted.empty()
                                                               : score.counted.empty() && !score.holds);
    if (given == 1 && suits && !named_twice) return;
    reader_.error(
        node, "E0230", fmt::format("score '{}' does not say what it is a {} of", score.id, to_text(score.method)),
        "sum and mean take items: or scores:, count takes count:, weighted takes weights:, criterion takes holds:");
  }

  std::vector<std::string_view> score_names() const {
    std::vector<std::string_view> names;
    for (const Score& score : instrument_.scores) names.push_back(score.id);
    return names;
  }

  void read_weights(const Node& node, Score& score) const {
    for (const Node& child : node.children) {
      Node word = child;
      word.text = child.key;
      word.span = child.key_span;
      const auto item = numeric_question(word);
      const auto weight = child.is_scalar() ? parse_decimal(child.text) : std::nullopt;
      if (!weight) reader_.error(child, "E0230", fmt::format("the weight of '{}' is a number", child.key));
      if (!item || !weight) continue;
      score.items.push_back(*item);
      score.weights.push_back(*weight);
    }
  }

  void read_counted(const Node& node, Score& score) const {
    Fields fields(reader_, node, "a group of counted items");
    CountedItems counted;
    if (const Node* items = fields.required("items")) counted.items = read_items(*items);
    counted.from = fields.number("from");
    counted.to = fields.number("to");
    fields.finish();
    if (!counted.from && !counted.to) reader_.error(node, "E0230", "which answers count?", "add from: or to:");
    for (const std::size_t item : counted.items) {
      if (std::find(score.items.begin(), score.items.end(), item) != score.items.end()) {
        reader_.error(node, "E0229", fmt::format("'{}' would be counted twice", instrument_.questions[item].id));
      }
      score.items.push_back(item);
    }
    score.counted.push_back(std::move(counted));
  }

  void read_missing(const Node* node, Score& score) const {
    score.at_least = score.items.size();
    if (node == nullptr) return;
    Fields fields(reader_, *node, "a rule for missing answers");
    if (const Node* rule = fields.required("rule")) {
      if (const auto index = yaml::one_of(reader_, *rule, "rule for missing answers", missing_names))
        score.missing = static_cast<MissingRule>(*index);
    }
    const auto at_least = fields.integer("at_least");
    const auto at_most = fields.integer("at_most");
    fields.finish();
    const auto items = static_cast<std::int64_t>(score.items.size());
    if (score.missing == MissingRule::complete || items == 0) return;
    const bool counts_missing = score.missing == MissingRule::complete_except;
    const auto needed = counts_missing && at_most ? std::optional<std::int64_t>(items - *at_most) : at_least;
    if (!needed || *needed < 1 || *needed > items || at_least.has_value() == at_most.has_value()) {
      reader_.error(*node, "E0231", "how many answers does the rule demand?",
                    counts_missing ? fmt::format("add at_most: with a number from 0 to {}", items - 1)
                                   : fmt::format("add at_least: with a number from 1 to {}", items));
      return;
    }
    score.at_least = static_cast<std::size_t>(*needed);
  }

  void read_bands(Fields& fields, Score& score) const {
    const Source source = read_source(reader_, fields.optional("band_source"));
    if (const Node* bands = fields.optional("bands"))
      score.band_sets.push_back({{}, {}, {}, read_band_list(*bands), source});
    for (const Node& node : fields.list("band_sets")) score.band_sets.push_back(read_band_set(node, false));
    for (const Node& node : fields.list("other_bands")) score.other_bands.push_back(read_band_set(node, true));
  }

  BandSet read_band_set(const Node& node, bool named) const {
    Fields fields(reader_, node, "a set of bands");
    BandSet set;
    if (named) set.id = fields.required_text("id");
    set.title = translated(fields.optional("title"));
    if (const Node* when = fields.optional("when")) set.when = parse_condition(reader_, *when);
    if (const Node* bands = fields.required("bands")) set.bands = read_band_list(*bands);
    set.source = read_source(reader_, fields.required("source"));
    fields.finish();
    return set;
  }

  std::vector<Band> read_band_list(const Node& list) const {
    std::vector<Band> bands;
    for (const Node& node : list.children) {
      Fields fields(reader_, node, "a band");
      Band band;
      const auto from = fields.number("from");
      const auto above = fields.number("above");
      band.label = translated(fields.required("label"));
      if (const Node* source = fields.optional("source")) band.source = read_source(reader_, source);
      fields.finish();
      if (from.has_value() == above.has_value()) {
        reader_.error(node, "E0232", "a band starts from: a value or above: it", "give exactly one of the two");
        continue;
      }
      band.above = above.has_value();
      band.threshold = from ? *from : *above;
      if (!bands.empty() && !(bands.back().threshold < band.threshold)) {
        reader_.error(node, "E0232", "bands go upwards", "each starts higher than the one before");
      }
      bands.push_back(std::move(band));
    }
    return bands;
  }

  void read_circumplex(const Node& node) {
    Fields fields(reader_, node, "a circumplex");
    Circumplex circumplex;
    circumplex.id = fields.required_text("id");
    circumplex.title = translated(fields.optional("title"));
    for (const Node& word : fields.list("octants")) {
      if (const auto index = instrument_.find_score(word.text)) {
        circumplex.octants.push_back(*index);
      } else {
        report_unknown(word, "score", score_names());
      }
    }
    circumplex.source = read_source(reader_, fields.required("source"));
    fields.finish();
    if (circumplex.octants.size() != octant_count)
      reader_.error(node, "E0237", "a circumplex has eight octants",
                    "name the scores at 90, 135, 180, 225, 270, 315, 0 and 45 degrees");
    instrument_.circumplexes.push_back(std::move(circumplex));
  }

  void read_safety(const Node& node) {
    Fields fields(reader_, node, "a safety item");
    SafetyItem item;
    item.id = fields.required_text("id");
    if (const Node* level = fields.required("level")) {
      if (const auto index = yaml::one_of(reader_, *level, "level", level_names)) item.red = *index == 0;
    }
    const Node* holds = fields.required("holds");
    const auto condition = holds != nullptr ? parse_condition(reader_, *holds) : std::nullopt;
    item.statement = translated(fields.required("statement"));
    item.not_assessed = translated(fields.optional("not_assessed"));
    item.source = read_source(reader_, fields.optional("source"));
    fields.finish();
    if (!condition) return;
    item.holds = *condition;
    instrument_.safety.push_back(std::move(item));
  }

  void read_reliable_change(const Node& node) {
    Fields fields(reader_, node, "a reliable change");
    ReliableChange change;
    change.score = fields.required_text("score");
    change.change = fields.number("change").value_or(0);
    change.kind = fields.text("kind");
    change.confidence = fields.integer("confidence").value_or(95);
    change.source = read_source(reader_, fields.required("source"));
    fields.finish();
    if (!instrument_.find_score(change.score))
      reader_.error(node, "E0227", fmt::format("there is no score '{}' here", change.score));
    instrument_.reliable_changes.push_back(std::move(change));
  }

  Reader reader_;
  const Node* root_;
  Instrument instrument_;
};

template <class Named>
std::optional<std::size_t> find_by_id(const std::vector<Named>& list, std::string_view id) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const Named& entry) { return entry.id == id; });
  if (found == list.end()) return std::nullopt;
  return static_cast<std::size_t>(found - list.begin());
}

}  // namespace

std::string_view to_text(ScoreMethod method) { return method_names[static_cast<std::size_t>(method)]; }
std::string_view to_text(MissingRule rule) { return missing_names[static_cast<std::size_t>(rule)]; }

Source read_source(const Reader& reader, const Node* node) {
  Source source;
  if (node == nullptr) return source;
  if (node->is_sequence() || node->is_scalar()) {
    // A list of keys, as models write it.
    if (node->is_scalar()) source.keys.emplace_back(node->text);
    for (const Node& key : node->children) source.keys.emplace_back(key.text);
    return source;
  }
  Fields fields(reader, *node, "a source");
  source.text = fields.text("text");
  source.keys = fields.words("keys");
  source.confirmed = fields.yes_no("confirmed", true);
  fields.finish();
  if (source.text.empty() && source.keys.empty())
    reader.error(*node, "E0233", "a source names a work", "add text:, or keys: of the listed works");
  return source;
}

std::optional<Rational> Transform::of(const Rational& raw) const {
  if (!is_table()) return raw * multiply + add;
  const auto row = std::lower_bound(table.begin(), table.end(), raw,
                                    [](const Row& known, const Rational& wanted) { return known.raw < wanted; });
  if (row == table.end() || row->raw != raw) return std::nullopt;
  return row->value;
}

std::optional<std::size_t> Instrument::find_question(std::string_view wanted) const {
  return find_by_id(questions, wanted);
}
std::optional<std::size_t> Instrument::find_score(std::string_view wanted) const { return find_by_id(scores, wanted); }

bool Instrument::takes_list() const {
  for (std::size_t i = 0; i < items; ++i) {
    if (questions[i].id != fmt::format_int(i + 1).str()) return false;
  }
  return items > 0;
}

Instrument read_instrument(const yaml::Document& document, Diagnostics& diagnostics) {
  return InstrumentReader(document, diagnostics).read();
}

Instrument read_section_questions(const Reader& reader, const Node& list, std::string id,
                                  const QuestionDefaults& defaults) {
  Instrument section;
  section.id = std::move(id);
  section.language = defaults.language;
  section.place = reader.place_of(list);
  for (const Node& node : list.children) {
    Question question = read_question(reader, node, defaults);
    if (section.find_question(question.id)) {
      reader.error(node, "E0226", fmt::format("two questions are called '{}'", question.id),
                   "ids are unique within a section");
    }
    section.questions.push_back(std::move(question));
  }
  return section;
}

}  // namespace ipi
