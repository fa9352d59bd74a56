#include "focus/report_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "focus/works.h"

namespace ipi {
namespace {

using yaml::Fields;
using yaml::Node;
using yaml::Reader;

constexpr std::array<std::string_view, 2> roster_names = {"relationships", "events"};
constexpr std::array<std::string_view, 4> verdict_names = {"focus", "choose_with_patient", "none",
                                                           "not_enough_answered"};

class WordsReader {
 public:
  WordsReader(const yaml::Document& document, Diagnostics& diagnostics)
      : reader_{document.file, &diagnostics}, root_(&document.root), works_(reader_, document.root.find("sources")) {}

  ReportWords read() {
    Fields fields(reader_, *root_, "the words of a report");
    words_.place = reader_.place_of(*root_);
    words_.id = fields.required_text("report");
    words_.revision = fields.integer("revision").value_or(1);
    if (const std::string language = fields.text("language"); !language.empty()) language_ = language;
    words_.title = translated(fields.required("title"));
    words_.model = fields.required_text("model");
    static_cast<void>(fields.required("sources"));
    words_.about = read_facts(fields.list("about"));
    words_.diagnosis = read_facts(fields.list("diagnosis"));
    if (const Node* view = fields.optional("own_view")) read_view(*view);
    words_.goals = fields.text("goals");
    if (const Node* circle = fields.optional("circle")) read_circle(*circle);
    if (const Node* timeline = fields.optional("timeline")) read_timeline(*timeline);
    if (const Node* kept = fields.required("private")) read_private(*kept);
    if (const Node* phrases = fields.optional("phrases")) read_phrases(*phrases);
    if (const Node* lists = fields.optional("lists")) {
      for (const Node& node : lists->children) read_list(node);
    }
    for (const Node& node : fields.list("formulation")) words_.formulation.push_back(read_part(node));
    fields.finish();
    words_.sources = works_.take();
    return std::move(words_);
  }

 private:
  Translated translated(const Node* node) const { return read_translated(reader_, node, language_); }

  std::vector<ReportFact> read_facts(std::span<const Node> nodes) const {
    std::vector<ReportFact> facts;
    for (const Node& node : nodes) {
      Fields fields(reader_, node, "a row of the report");
      ReportFact fact;
      fact.place = reader_.place_of(node);
      fact.label = translated(fields.required("label"));
      fact.address = fields.text("address");
      fields.finish();
      facts.push_back(std::move(fact));
    }
    return facts;
  }

  void read_view(const Node& node) {
    Fields fields(reader_, node, "the patient's own view");
    words_.view_area = fields.text("area");
    words_.view_subject = fields.text("subject");
    words_.view_words = fields.text("words");
    fields.finish();
  }

  TieLine read_tie_line(const Node* node) const {
    if (node == nullptr) return {};
    Fields fields(reader_, *node, "what a tie counts as");
    TieLine line;
    line.place = reader_.place_of(*node);
    line.score = fields.required_text("score");
    static_cast<void>(fields.required("from"));
    line.from = fields.number("from").value_or(Rational(0));
    fields.finish();
    return line;
  }

  void read_circle(const Node& node) {
    Fields fields(reader_, node, "the circle");
    words_.support = read_tie_line(fields.optional("support"));
    words_.strain = read_tie_line(fields.optional("strain"));
    words_.important = fields.text("important");
    words_.tie_columns = read_facts(fields.list("columns"));
    for (const Node& shape : fields.list("shapes")) {
      Fields own(reader_, shape, "the sign of a role");
      words_.shapes.push_back({own.required_text("shape"), translated(own.required("label")), own.words("tagged"),
                               reader_.place_of(shape)});
      own.finish();
    }
    fields.finish();
  }

  void read_timeline(const Node& node) {
    Fields fields(reader_, node, "the timeline");
    words_.months_before_onset = fields.integer("before_onset").value_or(words_.months_before_onset);
    words_.window = translated(fields.required("window"));
    words_.deaths = fields.text("deaths");
    words_.timeline_scores = fields.words("scores");
    fields.finish();
    if (words_.months_before_onset < 1 || words_.months_before_onset > 120) {
      reader_.error(node, "E0257", "the months before the onset are a number from 1 to 120", "write before_onset: 12");
    }
  }

  void read_private(const Node& node) {
    Fields fields(reader_, node, "what stands in the place of private answers");
    words_.private_page = translated(fields.required("page"));
    words_.private_strength = translated(fields.required("strength"));
    words_.private_steps = translated(fields.required("steps"));
    words_.private_whole = translated(fields.required("whole"));
    fields.finish();
  }

  void read_phrases(const Node& node) {
    Fields fields(reader_, node, "phrases");
    const auto read = [&](const Node* list, std::vector<Phrase>& phrases) {
      if (list == nullptr) return;
      for (const Node& phrase : list->children)
        phrases.push_back({std::string(phrase.key), translated(&phrase), reader_.place_of(phrase)});
    };
    read(fields.optional("roles"), words_.phrases[static_cast<std::size_t>(Group::relationships)]);
    read(fields.optional("events"), words_.phrases[static_cast<std::size_t>(Group::events)]);
    read(fields.optional("events_with"), words_.with_person);
    words_.death_of = translated(fields.optional("death_of"));
    fields.finish();
  }

  void read_list(const Node& node) {
    Fields fields(reader_, node, "a list of entries");
    NamedList list;
    list.place = reader_.place_of(node);
    list.name = std::string(node.key);
    if (const Node* each = fields.required("each")) {
      if (const auto index = yaml::one_of(reader_, *each, "roster", roster_names))
        list.each = *index == 0 ? Group::relationships : Group::events;
    }
    const Node* where = fields.required("where");
    const auto condition = where != nullptr ? parse_condition(reader_, *where) : std::nullopt;
    list.most = fields.integer("most").value_or(list.most);
    fields.finish();
    if (!condition) return;
    list.where = *condition;
    words_.lists.push_back(std::move(list));
  }

  FormulationPart read_part(const Node& node) const {
    Fields fields(reader_, node, "a part of the formulation");
    FormulationPart part;
    part.place = reader_.place_of(node);
    part.id = fields.required_text("part");
    part.title = translated(fields.required("title"));
    for (const Node& sentence : fields.list("sentences")) part.sentences.push_back(read_sentence(sentence));
    fields.finish();
    if (part.sentences.empty())
      reader_.error(node, "E0257", "a part of the formulation says something",
                    "list its sentences, the most special first");
    return part;
  }

  FormulationSentence read_sentence(const Node& node) const {
    Fields fields(reader_, node, "a sentence of the formulation");
    FormulationSentence sentence;
    sentence.place = reader_.place_of(node);
    sentence.areas = fields.words("areas");
    if (const Node* verdicts = fields.optional("verdict")) read_verdicts(*verdicts, sentence);
    sentence.gates = fields.words("gates");
    sentence.conventions = fields.words("conventions");
    sentence.blocked = fields.yes_no("blocked", false);
    if (const Node* holds = fields.optional("holds")) sentence.holds = parse_condition(reader_, *holds);
    sentence.by_hand = fields.yes_no("by_hand", false);
    sentence.text = translated(fields.required("text"));
    sentence.source = works_.read(fields.required("source"));
    fields.finish();
    for (const auto& [language, text] : sentence.text.all()) {
      if (std::count(text.begin(), text.end(), '{') != std::count(text.begin(), text.end(), '}')) {
        reader_.error(node, "E0257", "a placeholder that does not open or never closes", "write {this.when}");
      }
    }
    return sentence;
  }

  void read_verdicts(const Node& node, FormulationSentence& sentence) const {
    const auto read = [&](const Node& word) {
      if (const auto index = yaml::one_of(reader_, word, "verdict", verdict_names))
        sentence.verdicts.push_back(static_cast<Verdict>(*index));
    };
    if (node.is_scalar()) read(node);
    for (const Node& word : node.children) read(word);
  }

  Reader reader_;
  const Node* root_;
  Works works_;
  std::string language_ = "en";
  ReportWords words_;
};

}  // namespace

ReportWords read_report_words(const yaml::Document& document, Diagnostics& diagnostics) {
  return WordsReader(document, diagnostics).read();
}

std::vector<TextPiece> pieces_of(std::string_view text) {
  std::vector<TextPiece> pieces;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) {
      pieces.push_back({false, std::string(text)});
      return pieces;
    }
    if (open > 0) pieces.push_back({false, std::string(text.substr(0, open))});
    pieces.push_back({true, std::string(text.substr(open + 1, close - open - 1))});
    text.remove_prefix(close + 1);
  }
  return pieces;
}

}  // namespace ipi
