#include "inventory/protocol.h"

#include <fmt/format.h>

#include <utility>

namespace ipi {
namespace {

using yaml::Fields;
using yaml::Node;
using yaml::Reader;

class ProtocolReader {
 public:
  ProtocolReader(const yaml::Document& document, Diagnostics& diagnostics)
      : reader_{document.file, &diagnostics}, root_(&document.root) {}

  Protocol read() {
    Fields fields(reader_, *root_, "a protocol");
    protocol_.place = reader_.place_of(*root_);
    protocol_.id = fields.required_text("protocol");
    protocol_.revision = fields.integer("revision").value_or(1);
    if (const std::string language = fields.text("language"); !language.empty()) protocol_.language = language;
    defaults_.language = protocol_.language;
    protocol_.title = translated(fields.required("title"));
    protocol_.model = fields.text("model");
    protocol_.safety = fields.text("safety");
    protocol_.suitability = fields.text("suitability");
    protocol_.plan = fields.text("plan");
    protocol_.report = fields.text("report");
    protocol_.source = read_source(reader_, fields.optional("source"));
    if (const Node* sets = fields.optional("option_sets")) {
      for (const Node& set : sets->children)
        defaults_.option_sets.push_back({std::string(set.key), read_options(reader_, set, defaults_.language)});
    }
    for (const Node& node : fields.list("sections")) protocol_.sections.push_back(read_section(node));
    fields.finish();
    return std::move(protocol_);
  }

 private:
  Translated translated(const Node* node) const { return read_translated(reader_, node, protocol_.language); }

  Section read_section(const Node& node) const {
    Section section;
    section.place = reader_.place_of(node);
    if (node.find("section") != nullptr) {
      section.kind = Section::Kind::questions;
      read_questions(node, section);
    } else if (node.find("instrument") != nullptr) {
      section.kind = Section::Kind::instrument;
      section.instrument = read_attached(node);
      section.id = section.instrument.id;
    } else if (const Node* onset = node.find("onset")) {
      section.kind = Section::Kind::onset;
      section.id = "onset";
      Fields fields(reader_, *onset, "the question for the onset");
      read_prompts(fields, section);
      fields.finish();
    } else if (const Node* relationships = node.find("relationships")) {
      section.kind = Section::Kind::relationships;
      section.id = "relationships";
      read_roster(*relationships, "roles", section);
    } else if (const Node* events = node.find("events")) {
      section.kind = Section::Kind::events;
      section.id = "events";
      read_roster(*events, "kinds", section);
    } else {
      reader_.error(node, "E0243", "what kind of section is this?",
                    "it starts with section:, instrument:, onset:, relationships: or events:");
    }
    return section;
  }

  void read_prompts(Fields& fields, Section& section) const {
    section.title = translated(fields.optional("title"));
    section.text = translated(fields.optional("text"));
    section.why = translated(fields.optional("why"));
  }

  void read_questions(const Node& node, Section& section) const {
    Fields fields(reader_, node, "a section");
    section.id = fields.required_text("section");
    read_prompts(fields, section);
    section.asking = read_asking(fields);
    if (const Node* list = fields.required("questions"))
      section.questions = read_section_questions(reader_, *list, section.id, defaults_);
    section.questions.title = section.title;
    fields.finish();
  }

  AttachedInstrument read_attached(const Node& node) const {
    Fields fields(reader_, node, "an instrument of a protocol");
    AttachedInstrument attached;
    attached.place = reader_.place_of(node);
    attached.id = fields.required_text("instrument");
    attached.asking = read_asking(fields);
    if (const Node* withhold = fields.optional("withhold")) attached.withhold = read_withheld(*withhold);
    fields.finish();
    return attached;
  }

  Asking read_asking(Fields& fields) const {
    Asking asking;
    if (const Node* when = fields.optional("when")) asking.when = parse_condition(reader_, *when);
    if (const Node* only_where = fields.optional("asked_only_where"))
      asking.only_where = parse_condition(reader_, *only_where);
    asking.is_private = fields.yes_no("private", false);
    asking.for_the_record = fields.yes_no("for_the_record", false);
    return asking;
  }

  std::optional<Withheld> read_withheld(const Node& node) const {
    Fields fields(reader_, node, "what is withheld");
    Withheld withheld;
    withheld.place = reader_.place_of(node);
    withheld.items = fields.words("items");
    const Node* where = fields.required("where");
    const auto condition = where != nullptr ? parse_condition(reader_, *where) : std::nullopt;
    fields.finish();
    if (withheld.items.empty())
      reader_.error(node, "E0245", "which items are withheld?", "list them: items: [\"1\", \"2\"]");
    if (!condition) return std::nullopt;
    withheld.where = *condition;
    return withheld;
  }

  RosterSection read_roster_section(const Node& node) const {
    Fields fields(reader_, node, "a section of a roster");
    RosterSection section;
    section.place = reader_.place_of(node);
    const std::string id = fields.required_text("section");
    section.title = translated(fields.optional("title"));
    section.text = translated(fields.optional("text"));
    section.asking = read_asking(fields);
    if (const Node* list = fields.required("questions"))
      section.questions = read_section_questions(reader_, *list, id, defaults_);
    section.questions.title = section.title;
    fields.finish();
    return section;
  }

  ExpectedRoles read_expected(const Node& node) const {
    Fields fields(reader_, node, "expected roles");
    ExpectedRoles expected;
    expected.place = reader_.place_of(node);
    expected.roles = fields.words("roles");
    expected.text = translated(fields.required("text"));
    fields.finish();
    if (expected.roles.empty())
      reader_.error(node, "E0244", "which roles are expected?", "list them: roles: [mother, step_parent]");
    return expected;
  }

  void read_roster(const Node& node, std::string_view catalogue_key, Section& section) const {
    Fields fields(reader_, node, "a roster");
    read_prompts(fields, section);
    Roster& roster = section.roster;
    roster.closing = translated(fields.optional("closing"));
    roster.catalogue = fields.required_text(catalogue_key);
    if (section.kind == Section::Kind::relationships) read_closeness(fields.required("closeness"), roster);
    if (const Node* list = fields.optional("questions"))
      roster.questions = read_section_questions(reader_, *list, {}, defaults_);
    for (const Node& part : fields.list("sections")) roster.sections.push_back(read_roster_section(part));
    for (const Node& attached : fields.list("instruments")) roster.instruments.push_back(read_attached(attached));
    if (section.kind == Section::Kind::relationships) {
      for (const Node& part : fields.list("expected")) roster.expected.push_back(read_expected(part));
    }
    fields.finish();
  }

  /// Closeness is a structural question of two times; the file gives its words and rings.
  void read_closeness(const Node* node, Roster& roster) const {
    if (node == nullptr) return;
    Fields fields(reader_, *node, "the question for closeness");
    roster.closeness_text = translated(fields.required("text"));
    if (const Node* options = fields.required("options")) {
      if (options->is_scalar()) {
        for (const OptionSet& set : defaults_.option_sets) {
          if (set.id == options->text) roster.closeness = set.options;
        }
        if (roster.closeness.empty())
          reader_.error(*options, "E0224", fmt::format("there is no option set '{}'", options->text));
      } else {
        roster.closeness = read_options(reader_, *options, defaults_.language);
      }
    }
    fields.finish();
  }

  Reader reader_;
  const Node* root_;
  QuestionDefaults defaults_;
  Protocol protocol_;
};

}  // namespace

Protocol read_protocol(const yaml::Document& document, Diagnostics& diagnostics) {
  return ProtocolReader(document, diagnostics).read();
}

Protocol protocol_of(const Instrument& instrument) {
  Protocol protocol;
  protocol.id = instrument.id;
  protocol.revision = instrument.revision;
  protocol.language = instrument.language;
  protocol.title = instrument.title;
  protocol.is_instrument = true;
  protocol.place = instrument.place;
  Section section;
  section.kind = Section::Kind::instrument;
  section.id = instrument.id;
  section.instrument.id = instrument.id;
  section.instrument.place = instrument.place;
  protocol.sections.push_back(std::move(section));
  return protocol;
}

}  // namespace ipi
