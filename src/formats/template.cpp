#include "formats/template.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <utility>
#include <vector>

#include "formats/words.h"
#include "text/layout.h"

namespace ipi {
namespace {

constexpr std::size_t columns = 100;
constexpr std::string_view mark = "# ";

/// A key as every YAML reader takes it for a text: numbers and the words of YAML 1.1 go in quotes.
std::string yaml_key(std::string_view id) {
  constexpr std::array<std::string_view, 8> words = {"yes", "no", "on", "off", "y", "n", "true", "false"};
  const bool is_word = std::find(words.begin(), words.end(), id) != words.end() || id == "null";
  const bool plain = !id.empty() && std::isalpha(static_cast<unsigned char>(id.front())) != 0 && !is_word;
  return plain ? std::string(id) : fmt::format("\"{}\"", id);
}

/// Writes one form from top to bottom.
class Template {
 public:
  Template(std::span<const Compiled* const> readings, TemplateLength length)
      : readings_(readings), compiled_(readings.front()), layout_(compiled_->layout.get()), length_(length) {}

  std::string write() {
    write_head();
    write_respondent();
    for (const Section& section : protocol().sections) {
      if (section.kind == Section::Kind::onset) write_onset(section);
    }
    write_answers();
    for (const Group group : {Group::relationships, Group::events}) write_roster(group);
    write_complete();
    write_focus_agreed();
    write_notes();
    return std::move(text_);
  }

 private:
  const Protocol& protocol() const { return layout_->protocol(); }

  bool is_wanted(Group group, std::size_t slot) const {
    const auto needs = [&](const Compiled* reading) { return reading->needed[static_cast<std::size_t>(group)][slot]; };
    return length_ == TemplateLength::whole || std::any_of(readings_.begin(), readings_.end(), needs);
  }
  bool is_wanted(const InstrumentUse& use) const {
    std::size_t slot = use.first_slot;
    for (const Question& question : use.instrument->questions) {
      if (is_wanted(use.group, slot)) return true;
      slot += question.two_times ? 2 : 1;
    }
    return false;
  }

  // Lines. Within an example every line is commented out once more: deleting that one '#' a line puts it in force.

  void line(std::size_t indent, std::string_view content) {
    if (example_) text_ += mark;
    text_.append(indent, ' ').append(content).append("\n");
  }
  void blank() { text_ += example_ ? "#\n" : "\n"; }

  /// `lead` columns before the first line of the words, `hanging` more before the others.
  void comment(std::size_t indent, std::string_view words, std::size_t lead = 0, std::size_t hanging = 0) {
    const std::size_t taken = indent + mark.size() + (example_ ? mark.size() : 0);
    std::size_t margin = lead;
    for (const std::string& part : wrap(words, columns - taken - lead - hanging)) {
      line(indent, fmt::format("{}{}{}", mark, std::string(margin, ' '), printable(part)));
      margin = lead + hanging;
    }
  }

  void key(std::size_t indent, std::string_view id, std::string_view value = {}) {
    line(indent, value.empty() ? fmt::format("{}:", yaml_key(id)) : fmt::format("{}: {}", yaml_key(id), value));
  }

  void heading(std::size_t indent, const std::string& words) {
    const std::size_t taken = indent + mark.size() + (example_ ? mark.size() : 0) + display_width(words) + 4;
    line(indent, fmt::format("{}-- {} {}", mark, words, std::string(taken < columns ? columns - taken : 2, '-')));
  }

  // Parts of the form.

  void write_head() {
    const bool single = protocol().is_instrument;
    comment(0, fmt::format("{}: a blank {}form of {}, revision {}", protocol().title.original(),
                           length_ == TemplateLength::brief ? "short " : "", protocol().id, protocol().revision));
    if (length_ == TemplateLength::brief)
      comment(0,
              "It asks what the suggestion and safety rest on, and no more; the whole form can take everything else "
              "later.");
    line(0, "#");
    comment(
        0,
        "Write each answer after its colon: the word or number before the '='. Where there is no answer, write why:");
    line(0, "#   skipped     shown and left");
    line(0, "#   refused     the respondent would not say; it is not asked again");
    line(0, "#   unknown     the respondent does not know");
    line(0, "#   not_asked   never put");
    comment(0,
            "Blank lines of a draft count as not_asked, those of a final form as skipped. One word can stand for a "
            "whole block "
            "that was not put: delete the lines below its name and write not_asked after its colon. A question that "
            "does not apply stays blank.");
    if (!single)
      comment(0,
              "The numbered steps give the order of asking. Lines that start with '#' are for you; a form holds codes, "
              "never names.");
    comment(0, "'ipi check FILE' looks for faults, 'ipi score FILE' gives the result.");
    blank();
    key(0, "form", protocol().id);
    line(0, "state: draft   # write final when nothing more is to come");
    line(0,
         fmt::format("id:            # a code such as A-017, never a name{}", single ? "" : "; a final form needs it"));
    line(0, fmt::format("date:          # of the interview, YYYY-MM-DD{}", single ? "" : "; a final form needs it"));
    blank();
  }

  void write_respondent() {
    if (!protocol().is_instrument) comment(0, "A final form needs the age: under 18 other rules hold.");
    key(0, "respondent");
    const auto& slots = layout_->group(Group::form).slots;
    for (const std::size_t slot : {form_slot::age, form_slot::sex, form_slot::language, form_slot::context}) {
      const Question& question = *slots[slot].question;
      const bool offers_nothing = question.type == AnswerType::multiple && question.options.empty();
      if (!offers_nothing) write_question(2, question);
    }
    blank();
  }

  std::string step(const Section& section, std::string_view title) const {
    const auto at = static_cast<std::size_t>(&section - protocol().sections.data());
    return fmt::format("{}. {}", at + 1, title);
  }

  void write_onset(const Section& section) {
    heading(0, step(section, "The onset"));
    const Question& question = *layout_->group(Group::form).slots[form_slot::onset].question;
    comment(0, question.text.original());
    if (!section.why.empty()) comment(0, fmt::format("Why: {}", section.why.original()), 2, 2);
    comment(0, answers_in_words(question), 2, 2);
    key(0, "onset");
    blank();
  }

  void write_answers() {
    key(0, "answers");
    for (const Section& section : protocol().sections) {
      switch (section.kind) {
        case Section::Kind::onset:
          heading(2, step(section, "The onset: see 'onset' above"));
          break;
        case Section::Kind::relationships:
          heading(2, step(section, "The relationships: see 'relationships' below"));
          break;
        case Section::Kind::events:
          heading(2, step(section, "The events: see 'events' below"));
          break;
        case Section::Kind::questions: {
          if (!is_wanted(*layout_->find_instrument(Group::form, section.id))) continue;
          heading(2, step(section, section.title.empty() ? section.id : section.title.original()));
          write_prompts(2, section);
          write_block(2, *layout_->find_instrument(Group::form, section.id), &section.asking);
          break;
        }
        case Section::Kind::instrument: {
          const InstrumentUse& use = *layout_->find_instrument(Group::form, section.instrument.id);
          if (!is_wanted(use)) continue;
          if (!protocol().is_instrument) heading(2, step(section, use.instrument->title.original()));
          write_block(2, use, &section.instrument.asking);
          break;
        }
      }
      blank();
    }
  }

  void write_prompts(std::size_t indent, const Section& section) {
    if (!section.text.empty()) comment(indent, section.text.original());
    if (!section.why.empty()) comment(indent, fmt::format("Why: {}", section.why.original()), 2, 2);
  }

  /// An instrument or section below its own name; what is said of asking it may be null.
  void write_block(std::size_t indent, const InstrumentUse& use, const Asking* asking,
                   const Withheld* withheld = nullptr) {
    const Instrument& instrument = *use.instrument;
    if (asking != nullptr) write_asking(indent, *asking);
    if (withheld != nullptr)
      comment(
          indent,
          fmt::format("{} are not asked where {}.", fmt::join(withheld->items, ", "), branch_in_words(withheld->where)),
          0, 2);
    if (instrument.licence.item_text == "key-only") comment(indent, "Short labels only: ask with the published form.");
    if (!instrument.licence.notice.empty()) comment(indent, instrument.licence.notice.original());
    if (!instrument.instruction.empty()) comment(indent, instrument.instruction.original());
    key(indent, instrument.id);
    write_questions(indent + 2, use);
  }

  void write_questions(std::size_t indent, const InstrumentUse& use) {
    std::size_t slot = use.first_slot;
    for (const Question& question : use.instrument->questions) {
      if (is_wanted(use.group, slot)) write_question(indent, question);
      slot += question.two_times ? 2 : 1;
    }
  }

  void write_asking(std::size_t indent, const Asking& asking) {
    if (asking.when) comment(indent, fmt::format("Only where {}.", branch_in_words(*asking.when)), 0, 2);
    if (asking.only_where)
      comment(indent,
              fmt::format("Ask only where {}; else leave it as not_asked.", branch_in_words(*asking.only_where)), 0, 2);
    if (asking.is_private) comment(indent, "Private: for the patient and you alone.");
  }

  void write_question(std::size_t indent, const Question& question) {
    comment(indent, question.text.original());
    if (!question.why.empty()) comment(indent, fmt::format("Why: {}", question.why.original()), 2, 2);
    if (question.when) comment(indent, fmt::format("Only where {}.", branch_in_words(*question.when)), 2, 2);
    comment(indent, answers_in_words(question), 2, 2);
    key(indent, question.id);
    if (question.two_times) write_two_times(indent + 2);
  }

  void write_two_times(std::size_t indent) {
    line(indent, "before:   # the episode");
    line(indent, "now:");
  }

  void write_roster(Group group) {
    if (!layout_->has_roster(group)) return;
    const auto kind = group == Group::events ? Section::Kind::events : Section::Kind::relationships;
    const auto section = std::find_if(protocol().sections.begin(), protocol().sections.end(),
                                      [&](const Section& s) { return s.kind == kind; });
    const std::string_view name = to_text(group);
    heading(0, step(*section, section->title.empty() ? name : section->title.original()));
    write_prompts(0, *section);
    if (!section->roster.closing.empty())
      comment(0, fmt::format("At the end: {} (note the answer under 'complete')", section->roster.closing.original()),
              0, 2);
    comment(0,
            fmt::format(
                "Once this is asked, delete the first '#' of each line below, and copy the entry for each further one. "
                "If nothing is named, write {}: [] instead.",
                name));
    blank();
    example_ = true;
    write_entry(group, section->roster);
    example_ = false;
    blank();
  }

  void write_entry(Group group, const Roster& roster) {
    const bool is_event = group == Group::events;
    key(0, to_text(group));
    line(2, is_event ? "- event: E1" : "- person: P1   # a code, never a name");
    for (const Slot& slot : layout_->group(group).slots) {
      const bool second_time = slot.question->two_times && slot.address.ends_with(".now");
      const std::size_t index = static_cast<std::size_t>(&slot - layout_->group(group).slots.data());
      if (slot.structural && !second_time && is_wanted(group, index)) write_structural(*slot.question, roster);
    }
    for (const InstrumentUse& use : layout_->group(group).instruments) {
      if (!is_wanted(use)) continue;
      if (use.instrument->id.empty()) {
        write_questions(4, use);
      } else {
        if (!use.instrument->title.empty()) heading(4, std::string(use.instrument->title.original()));
        write_block(4, use, asking_of(roster, *use.instrument), withheld_of(roster, *use.instrument));
      }
    }
  }

  /// What every entry is asked; where later branches rest on tags, the options stand below theirs.
  void write_structural(const Question& question, const Roster& roster) {
    if (question.type == AnswerType::entry) {
      comment(4, question.text.original());
      comment(4, "the code of a relationship, such as P1, or none", 2, 2);
      key(4, question.id);
      return;
    }
    const std::vector<std::string> tags = tested_tags(roster);
    const auto is_tested = [&](const Option& option) { return tag_of(option, tags) != nullptr; };
    if (std::none_of(question.options.begin(), question.options.end(), is_tested)) {
      write_question(4, question);
      return;
    }
    comment(4, question.text.original());
    for (const std::string& tag : tags) write_tagged(question, tags, &tag);
    write_tagged(question, tags, nullptr);
    key(4, question.id);
  }

  void write_tagged(const Question& question, const std::vector<std::string>& tags, const std::string* tag) {
    std::vector<Option> options;
    std::copy_if(question.options.begin(), question.options.end(), std::back_inserter(options),
                 [&](const Option& option) { return tag_of(option, tags) == tag; });
    if (options.empty()) return;
    comment(
        4,
        fmt::format("{}: {}", tag == nullptr ? "neither" : fmt::format("tagged {}", *tag), options_in_words(options)),
        2, 2);
  }

  static const std::string* tag_of(const Option& option, const std::vector<std::string>& tags) {
    const auto found = std::find_first_of(tags.begin(), tags.end(), option.tags.begin(), option.tags.end());
    return found == tags.end() ? nullptr : &*found;
  }

  static std::vector<std::string> tested_tags(const Roster& roster) {
    std::vector<std::string> tags;
    for (const Question& question : roster.questions.questions) {
      if (question.when) add_tags(*question.when, tags);
    }
    for (const RosterSection& section : roster.sections) {
      if (section.asking.when) add_tags(*section.asking.when, tags);
    }
    for (const AttachedInstrument& attached : roster.instruments) {
      if (attached.asking.when) add_tags(*attached.asking.when, tags);
    }
    return tags;
  }

  static void add_tags(const Condition& condition, std::vector<std::string>& tags) {
    for (const std::string& tag : condition.test.tags) {
      if (std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.push_back(tag);
    }
    for (const Condition& part : condition.parts) add_tags(part, tags);
  }

  static const Asking* asking_of(const Roster& roster, const Instrument& instrument) {
    for (const RosterSection& section : roster.sections) {
      if (&section.questions == &instrument) return &section.asking;
    }
    for (const AttachedInstrument& attached : roster.instruments) {
      if (attached.id == instrument.id) return &attached.asking;
    }
    return nullptr;
  }

  static const Withheld* withheld_of(const Roster& roster, const Instrument& instrument) {
    for (const AttachedInstrument& attached : roster.instruments) {
      if (attached.id == instrument.id && attached.withhold) return &*attached.withhold;
    }
    return nullptr;
  }

  void write_complete() {
    if (!layout_->has_roster(Group::relationships) && !layout_->has_roster(Group::events)) return;
    heading(0, "Is everything listed?");
    comment(0, "Unless the answer is yes, what was not named may still exist: nothing is ruled out by its absence.");
    key(0, "complete");
    const auto& slots = layout_->group(Group::form).slots;
    if (layout_->has_roster(Group::relationships))
      write_question(2, *slots[form_slot::complete_relationships].question);
    if (layout_->has_roster(Group::events)) write_question(2, *slots[form_slot::complete_events].question);
    blank();
  }

  void write_focus_agreed() {
    if (compiled_->model == nullptr || compiled_->model->areas.empty()) return;
    heading(0, "The focus agreed on");
    comment(0, "Once there is one. It is never evidence. Areas:");
    for (const Area& area : compiled_->model->areas)
      comment(0, fmt::format("{} = {}", area.id, area.title.original()), 2, 2);
    blank();
    example_ = true;
    key(0, "focus_agreed");
    line(2, "area:         # one of the words above");
    line(2, "subject:      # the code of its relationship or event, such as E1; blank where it has none");
    line(2, "by_patient:   # yes or no: does the patient agree?");
    example_ = false;
    blank();
  }

  void write_notes() {
    heading(0, "Notes");
    comment(0, "In words, beside any answer, section, relationship or event; never names.");
    blank();
    example_ = true;
    key(0, "notes");
    // The first question is one that every form of the protocol has.
    const auto& slots = layout_->group(Group::form).slots;
    const auto first = std::find_if(slots.begin(), slots.end(), [](const Slot& slot) { return !slot.structural; });
    line(2, fmt::format("{}: \"\"", first == slots.end() ? std::string("onset") : first->address));
    example_ = false;
  }

  std::span<const Compiled* const> readings_;
  const Compiled* compiled_;
  const Layout* layout_;
  TemplateLength length_;
  std::string text_;
  bool example_ = false;
};

}  // namespace

std::string blank_form(const Compiled& compiled, TemplateLength length) {
  const std::array<const Compiled*, 1> alone = {&compiled};
  return blank_form(alone, length);
}

std::string blank_form(std::span<const Compiled* const> readings, TemplateLength length) {
  return Template(readings, length).write();
}

}  // namespace ipi
