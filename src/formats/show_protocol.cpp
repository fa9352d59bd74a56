#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "formats/show.h"
#include "formats/show_page.h"
#include "formats/words.h"

namespace ipi {
namespace {

constexpr std::size_t facts_column = 14;
constexpr std::size_t answers_indent = 5;

class ProtocolPage {
 public:
  ProtocolPage(const Protocol& protocol, const Library& library, std::size_t width)
      : protocol_(&protocol), library_(&library), page_(width) {}

  std::string write() {
    page_.title(fmt::format("{}: {}", protocol_->id, protocol_->title.original()));
    page_.field("Focus model", protocol_->model.empty() ? "none: scores only" : protocol_->model, 0, facts_column);
    page_.field("Safety rules", protocol_->safety.empty() ? "none beyond those of its instruments" : protocol_->safety,
                0, facts_column);
    page_.field("Source", source_in_words(protocol_->source, works()), 0, facts_column);
    page_.field("Revision", fmt::format("{}", protocol_->revision), 0, facts_column);
    for (std::size_t i = 0; i < protocol_->sections.size(); ++i) write_section(protocol_->sections[i], i + 1);
    return page_.take();
  }

 private:
  /// The works that the protocol's own focus model lists.
  Works works() const {
    const Model* model = library_->models().find(protocol_->model);
    return model == nullptr ? Works() : model->sources;
  }

  void write_section(const Section& section, std::size_t number) {
    switch (section.kind) {
      case Section::Kind::instrument: {
        page_.heading(fmt::format("{}. {}", number, instrument_in_words(section.instrument)));
        return;
      }
      case Section::Kind::onset:
        page_.heading(fmt::format("{}. The onset", number));
        break;
      default:
        page_.heading(fmt::format("{}. {} ({})", number, section.title.empty() ? section.id : section.title.original(),
                                  section.id) +
                      asking_in_words(section.asking));
    }
    if (!section.text.empty()) page_.text(section.text.original(), 3);
    if (!section.why.empty()) page_.text(fmt::format("Why: {}", section.why.original()), 3, 2);
    for (const Question& question : section.questions.questions) write_question(question);
    const bool roster = section.kind == Section::Kind::relationships || section.kind == Section::Kind::events;
    if (roster) write_roster(section);
  }

  std::string instrument_in_words(const AttachedInstrument& attached) const {
    std::string text = attached.id;
    if (const Instrument* instrument = library_->instruments().find(attached.id)) {
      text = fmt::format("{} (instrument {}, {})", instrument->title.original(), attached.id,
                         counted(instrument->items, "item"));
    }
    return text + asking_in_words(attached.asking);
  }

  static std::string asking_in_words(const Asking& asking) {
    std::string text;
    if (asking.when) text += fmt::format(", only where {}", branch_in_words(*asking.when));
    if (asking.only_where) text += fmt::format(", asked only where {}", branch_in_words(*asking.only_where));
    if (asking.is_private) text += ", private";
    return text;
  }

  void write_question(const Question& question) {
    page_.text(fmt::format("- {}: {}", question.id, question.text.original()), 3, 2);
    if (!question.why.empty()) page_.text(fmt::format("Why: {}", question.why.original()), answers_indent, 2);
    if (question.when) page_.text(fmt::format("Only where {}.", branch_in_words(*question.when)), answers_indent, 2);
    page_.text(
        fmt::format("{}{}", answers_in_words(question), question.two_times ? "; before the episode and now" : ""),
        answers_indent, 2);
  }

  void write_roster(const Section& section) {
    const bool is_event = section.kind == Section::Kind::events;
    const Roster& roster = section.roster;
    page_.text(fmt::format("- {}: one of the catalogue {}", is_event ? "kind" : "role", roster.catalogue), 3, 2);
    if (is_event) {
      page_.text("- when: a date: YYYY, YYYY-MM or YYYY-MM-DD", 3, 2);
      page_.text("- person: the code of the relationship that it concerns, or none", 3, 2);
    } else {
      page_.text("- status: current, ended (no contact), deceased", 3, 2);
      page_.text(fmt::format("- closeness: {}", roster.closeness_text.original()), 3, 2);
      page_.text(fmt::format("{}; before the episode and now", options_in_words(roster.closeness)), answers_indent, 2);
    }
    for (const Question& question : roster.questions.questions) write_question(question);
    for (const RosterSection& part : roster.sections) write_part(part);
    for (const AttachedInstrument& attached : roster.instruments) write_attached(attached);
    for (const ExpectedRoles& expected : roster.expected)
      page_.text(
          fmt::format("Where none is listed of {}: {}", fmt::join(expected.roles, ", "), expected.text.original()), 3,
          2);
    if (!roster.closing.empty()) page_.text(fmt::format("At the end: {}", roster.closing.original()), 3, 2);
  }

  void write_part(const RosterSection& part) {
    page_.text(fmt::format("{} ({}){}:", part.title.empty() ? part.questions.id : part.title.original(),
                           part.questions.id, asking_in_words(part.asking)),
               3, 2);
    if (!part.text.empty()) page_.text(part.text.original(), answers_indent);
    for (const Question& question : part.questions.questions) write_question(question);
  }

  void write_attached(const AttachedInstrument& attached) {
    page_.text(fmt::format("- {}", instrument_in_words(attached)), 3, 2);
    if (!attached.withhold) return;
    page_.text(fmt::format("{} are not asked where {}.", fmt::join(attached.withhold->items, ", "),
                           branch_in_words(attached.withhold->where)),
               answers_indent, 2);
  }

  const Protocol* protocol_;
  const Library* library_;
  ShowPage page_;
};

}  // namespace

std::string show_protocol(const Protocol& protocol, const Library& library, std::size_t width) {
  return ProtocolPage(protocol, library, width).write();
}

}  // namespace ipi
