#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "inventory/codes.h"
#include "inventory/form.h"
#include "inventory/read_answer.h"
#include "text/nearest.h"
#include "yaml/fields.h"

namespace ipi {
namespace {

using yaml::Fields;
using yaml::Node;
using yaml::Reader;

class FormReader {
 public:
  FormReader(const Node& root, const SourceFile& file, const Layout& layout, Diagnostics& diagnostics, Form& form)
      : reader_{&file, &diagnostics}, root_(&root), layout_(&layout), form_(form) {
    form_.clear(layout, {&file, root.span});
  }

  void read() {
    Fields fields(reader_, *root_, "a form");
    static_cast<void>(fields.required("form"));
    read_state(fields.optional("state"));
    read_identity(fields);
    read_respondent(fields.optional("respondent"));
    read_onset(fields.optional("onset"));
    read_answers(fields.optional("answers"));
    if (layout_->has_roster(Group::relationships)) read_roster(fields.optional("relationships"), Group::relationships);
    if (layout_->has_roster(Group::events)) read_roster(fields.optional("events"), Group::events);
    if (layout_->has_roster(Group::relationships) || layout_->has_roster(Group::events))
      read_complete(fields.optional("complete"));
    check_references();
    read_declared(fields.optional("declared"));
    if (!layout_->protocol().model.empty()) read_focus_agreed(fields.optional("focus_agreed"));
    read_acknowledged(fields.optional("acknowledged"));
    read_notes(fields.optional("notes"));
    fields.finish();
  }

 private:
  const Protocol& protocol() const { return layout_->protocol(); }
  bool whole() const { return !form_.draft && !protocol().is_instrument; }

  void read_state(const Node* node) {
    if (node == nullptr) return;
    constexpr std::array<std::string_view, 2> names = {"final", "draft"};
    if (const auto index = yaml::one_of(reader_, *node, "state", names)) form_.draft = *index == 1;
  }

  void read_identity(Fields& fields) {
    const Node* id = whole() ? fields.required("id") : fields.optional("id");
    if (id != nullptr && !id->is_null()) {
      form_.id.assign(id->text);
      form_.id_place = {reader_.file, id->span};
      if (!is_form_id(form_.id)) {
        reader_.error(*id, "E0307", fmt::format("'{}' is not a code", form_.id),
                      "forms are anonymous: letters, digits, '-', '_' and '.', such as A-017");
      }
    }
    if (whole() && id != nullptr && id->is_null())
      reader_.key_error(*id, "E0303", "a final form needs its id", "a code of your own, such as A-017");
    const Node* date = whole() ? fields.required("date") : fields.optional("date");
    if (whole() && date != nullptr && date->is_null())
      reader_.key_error(*date, "E0303", "a final form needs its date", "write YYYY-MM-DD");
    if (date == nullptr || date->is_null()) return;
    form_.date = parse_partial_date(date->text);
    if (!form_.date) reader_.error(*date, "E0304", fmt::format("'{}' is no date", date->text), "write YYYY-MM-DD");
  }

  Answer& form_answer(std::size_t slot) { return form_.answers[slot]; }

  void read_slot(const Node& node, Group group, std::size_t slot, std::string_view owner, Answer& answer) const {
    read_answer(reader_, node, layout_->group(group).slots[slot], owner, answer);
    // A blank of a template that nobody has come to yet says no more than a key left out.
    if (node.is_null() && form_.draft) answer.absence = Absence::not_asked;
  }

  void read_form_slot(const Node& node, std::size_t slot) { read_slot(node, Group::form, slot, {}, form_answer(slot)); }

  void read_respondent(const Node* node) {
    if (node != nullptr) {
      Fields fields(reader_, *node, "the respondent");
      const std::array<std::pair<std::string_view, std::size_t>, 4> parts = {{{"age", form_slot::age},
                                                                              {"sex", form_slot::sex},
                                                                              {"language", form_slot::language},
                                                                              {"context", form_slot::context}}};
      for (const auto& [key, slot] : parts) {
        if (const Node* part = fields.optional(key);
            part != nullptr && !(part->is_null() && slot == form_slot::context)) {
          read_form_slot(*part, slot);
        }
      }
      fields.finish();
    }
    if (whole() && !form_answer(form_slot::age).given() && !names_an_age(node)) {
      reader_.error(node == nullptr ? *root_ : *node, "E0303", "a final form needs the respondent's age",
                    "add respondent: {age: ...}; under 18 other rules hold");
    }
  }

  /// An age that was given and is wrong has been reported already.
  static bool names_an_age(const Node* respondent) {
    const Node* age = respondent != nullptr ? respondent->find("age") : nullptr;
    return age != nullptr && !is_absence(*age);
  }

  void read_onset(const Node* node) {
    if (node != nullptr) read_form_slot(*node, form_slot::onset);
    const Answer& onset = form_answer(form_slot::onset);
    if (node != nullptr && onset.given() && form_.date && months_of(onset.date).first > months_of(*form_.date).last) {
      reader_.error(
          *node, "E0310",
          fmt::format("the onset {} lies after the form's date {}", to_text(onset.date), to_text(*form_.date)),
          "one of the two dates is wrong");
    }
  }

  void read_complete(const Node* node) {
    if (node == nullptr) return;
    Fields fields(reader_, *node, "what is complete");
    if (const Node* part = fields.optional("relationships")) read_form_slot(*part, form_slot::complete_relationships);
    if (const Node* part = fields.optional("events")) read_form_slot(*part, form_slot::complete_events);
    fields.finish();
  }

  /// The blocks under `answers:`; a single instrument's form may leave its own name out.
  void read_answers(const Node* node) {
    if (node == nullptr) return;
    const GroupLayout& group = layout_->group(Group::form);
    const InstrumentUse* only = protocol().is_instrument ? &group.instruments.front() : nullptr;
    if (only != nullptr && node->find(only->instrument->id) == nullptr) {
      read_block(*node, *only, form_.answers, {});
      return;
    }
    Fields fields(reader_, *node, "the block of answers");
    for (const InstrumentUse& use : group.instruments) {
      if (const Node* block = fields.optional(use.key)) read_block(*block, use, form_.answers, {});
    }
    fields.finish();
  }

  /// One instrument's or section's answers, as a list or as a map.
  void read_block(const Node& node, const InstrumentUse& use, std::vector<Answer>& answers,
                  std::string_view owner) const {
    const Instrument& instrument = *use.instrument;
    if (node.is_scalar() || node.is_null()) {
      read_block_absence(node, use, answers, owner);
      return;
    }
    if (node.is_sequence()) {
      read_list(node, use, answers, owner);
      return;
    }
    mark_omitted(node, use, answers);
    Fields fields(reader_, node, "the block", instrument.id);
    std::size_t slot = use.first_slot;
    for (const Question& question : instrument.questions) {
      const Node* answer = fields.optional(layout_->group(use.group).slots[slot].key);
      if (answer != nullptr) read_question(*answer, question, use.group, slot, answers, owner);
      slot += question.two_times ? 2 : 1;
    }
    fields.finish();
  }

  /// `phq9: refused` stands for each of its questions.
  void read_block_absence(const Node& node, const InstrumentUse& use, std::vector<Answer>& answers,
                          std::string_view owner) const {
    if (node.is_scalar() && !is_reserved_word(node.text)) {
      reader_.error(node, "E0305", fmt::format("the answers to {} are a list or a map", use.instrument->id),
                    "or one word for all of it: skipped, refused, unknown, not_asked");
      return;
    }
    for (std::size_t i = 0; i < use.slots; ++i)
      read_slot(node, use.group, use.first_slot + i, owner, answers[use.first_slot + i]);
  }

  void mark_omitted(const Node& block, const InstrumentUse& use, std::vector<Answer>& answers) const {
    for (std::size_t i = 0; i < use.slots; ++i) {
      answers[use.first_slot + i].clear(omitted(), {reader_.file, block.span});
    }
  }

  void read_list(const Node& node, const InstrumentUse& use, std::vector<Answer>& answers,
                 std::string_view owner) const {
    const Instrument& instrument = *use.instrument;
    if (!instrument.takes_list()) {
      reader_.error(node, "E0305",
                    fmt::format("the answers to {} are a map: its items have names, not numbers", instrument.id),
                    fmt::format("write {}: {{{}: ..., ...}}", instrument.id, instrument.questions.front().id));
      return;
    }
    if (node.children.size() != instrument.items) {
      reader_.error(node, "E0305",
                    fmt::format("{} has {} items, but {} answers are listed", instrument.id, instrument.items,
                                node.children.size()),
                    "write 'skipped' for one that was left out, or use a map: {\"1\": ..., \"2\": ...}");
      return;
    }
    mark_omitted(node, use, answers);
    for (std::size_t i = 0; i < instrument.items; ++i)
      read_slot(node.children[i], use.group, use.first_slot + i, owner, answers[use.first_slot + i]);
  }

  void read_question(const Node& node, const Question& question, Group group, std::size_t slot,
                     std::vector<Answer>& answers, std::string_view owner) const {
    if (!question.two_times) {
      read_slot(node, group, slot, owner, answers[slot]);
      return;
    }
    read_two_times(node, group, slot, answers, owner);
  }

  void read_two_times(const Node& node, Group group, std::size_t slot, std::vector<Answer>& answers,
                      std::string_view owner) const {
    if (!node.is_mapping()) {
      const bool absent = node.is_null() || (node.is_scalar() && is_reserved_word(node.text));
      if (!absent) {
        reader_.error(node, "E0306", fmt::format("{} is asked for two times", node.key),
                      fmt::format("write {}: {{before: ..., now: ...}}", node.key));
        return;
      }
      for (std::size_t i = 0; i < 2; ++i) read_slot(node, group, slot + i, owner, answers[slot + i]);
      return;
    }
    Fields fields(reader_, node, "the two times");
    if (const Node* before = fields.optional("before")) read_slot(*before, group, slot, owner, answers[slot]);
    if (const Node* now = fields.optional("now")) read_slot(*now, group, slot + 1, owner, answers[slot + 1]);
    fields.finish();
  }

  void read_roster(const Node* node, Group group) {
    if (node == nullptr) return;
    if (node->is_null() || (node->is_scalar() && is_reserved_word(node->text))) return;  // not asked
    if (!node->is_sequence()) {
      reader_.error(*node, "E0305", fmt::format("'{}' is a list, one entry a line", node->key),
                    fmt::format("write '{}: []' if it was asked and there is none", node->key));
      return;
    }
    (group == Group::events ? form_.events_asked : form_.relationships_asked) = true;
    std::vector<Entry>& entries = group == Group::events ? form_.events : form_.relationships;
    for (const Node& child : node->children) {
      Entry entry = form_.take_spare(group);
      read_entry(child, group, entry);
      check_code(child, entry.code, group);
      entries.push_back(std::move(entry));
    }
  }

  void read_entry(const Node& node, Group group, Entry& entry) {
    const GroupLayout& layout = layout_->group(group);
    const bool is_event = group == Group::events;
    entry.place = {reader_.file, node.span};
    entry.answers.resize(layout.slots.size());
    for (Answer& answer : entry.answers) answer.clear(omitted(), entry.place);
    Fields fields(reader_, node, is_event ? "an event" : "a relationship");
    entry.code = fields.required_text(is_event ? "event" : "person");
    if (is_event) {
      read_structural(fields.required("kind"), group, event_slot::kind, entry);
      read_structural(fields.optional("when"), group, event_slot::when, entry);
      read_structural(fields.optional("person"), group, event_slot::person, entry);
    } else {
      read_structural(fields.required("role"), group, relationship_slot::role, entry);
      // A draft may have been left between the two.
      read_structural(form_.draft ? fields.optional("status") : fields.required("status"), group,
                      relationship_slot::status, entry);
      if (const Node* closeness = fields.optional("closeness"))
        read_two_times(*closeness, group, relationship_slot::closeness_before, entry.answers, entry.code);
    }
    for (const InstrumentUse& use : layout.instruments) read_entry_instrument(fields, use, entry);
    fields.finish();
    check_mandatory(node, group, entry);
  }

  Absence omitted() const { return form_.draft ? Absence::not_asked : Absence::skipped; }

  void read_structural(const Node* node, Group group, std::size_t slot, Entry& entry) const {
    if (node != nullptr) read_slot(*node, group, slot, entry.code, entry.answers[slot]);
  }

  void read_entry_instrument(Fields& fields, const InstrumentUse& use, Entry& entry) const {
    if (!use.instrument->id.empty()) {
      const Node* block = fields.optional(use.key);
      if (block != nullptr) {
        read_block(*block, use, entry.answers, entry.code);
        return;
      }
      for (std::size_t i = 0; i < use.slots; ++i) entry.answers[use.first_slot + i].absence = Absence::not_asked;
      return;
    }
    std::size_t slot = use.first_slot;
    for (const Question& question : use.instrument->questions) {
      if (const Node* node = fields.optional(layout_->group(use.group).slots[slot].key))
        read_question(*node, question, use.group, slot, entry.answers, entry.code);
      slot += question.two_times ? 2 : 1;
    }
  }

  /// Without them the list of candidates would be uncertain.
  void check_mandatory(const Node& node, Group group, const Entry& entry) const {
    const auto check = [&](std::size_t slot) {
      if (entry.answers[slot].given()) return;
      const std::string& name = layout_->group(group).slots[slot].address;
      const Node* given = node.find(name);
      if (given == nullptr || !is_absence(*given)) return;
      reader_.error(*given, "E0303",
                    fmt::format("the {} of {} must be known", name, entry.code.empty() ? "an entry" : entry.code),
                    name == "kind" ? "choose the nearest kind, for example other_change" : "choose the nearest one");
    };
    if (group == Group::events) {
      check(event_slot::kind);
    } else {
      check(relationship_slot::role);
      check(relationship_slot::status);
    }
  }

  static bool is_absence(const Node& node) {
    return node.is_null() || (node.is_scalar() && is_reserved_word(node.text));
  }

  void check_code(const Node& node, const std::string& code, Group group) const {
    if (code.empty()) return;
    const Node* where = node.find(group == Group::events ? "event" : "person");
    if (where == nullptr) return;
    if (!is_code(code)) {
      reader_.error(
          *where, "E0307", fmt::format("'{}' is not a code", code),
          group == Group::events ? "number the events: E1, E2, ..." : "forms are anonymous: call people P1, P2, ...");
      return;
    }
    if (form_.find_entry(Group::relationships, code) || form_.find_entry(Group::events, code)) {
      reader_.error(*where, "E0308", fmt::format("'{}' is given to two entries", code),
                    "each entry has a code of its own");
    }
  }

  /// Codes that answers refer to exist, and an event's person is a relationship.
  void check_references() const {
    check_references_in(form_.answers, Group::form, {});
    for (const Entry& entry : form_.relationships) check_references_in(entry.answers, Group::relationships, entry.code);
    for (const Entry& entry : form_.events) check_references_in(entry.answers, Group::events, entry.code);
  }

  void check_references_in(const std::vector<Answer>& answers, Group group, std::string_view owner) const {
    for (const std::size_t slot : layout_->group(group).naming) {
      if (!answers[slot].given() || answers[slot].text == no_entry) continue;
      const bool person_only = group == Group::events && slot == event_slot::person;
      check_reference(answers[slot], layout_->group(group).slots[slot], owner, person_only);
    }
  }

  std::vector<std::string_view> codes_of_entries(bool persons_only) const {
    std::vector<std::string_view> codes;
    for (const Entry& entry : form_.relationships) codes.emplace_back(entry.code);
    if (persons_only) return codes;
    for (const Entry& entry : form_.events) codes.emplace_back(entry.code);
    return codes;
  }

  void check_reference(const Answer& answer, const Slot& slot, std::string_view owner, bool person_only) const {
    const bool exists = form_.find_entry(Group::relationships, answer.text) ||
                        (!person_only && form_.find_entry(Group::events, answer.text));
    const bool itself = answer.text == owner;
    if (exists && !itself) return;
    const std::vector<std::string_view> codes = codes_of_entries(person_only);
    const auto near = nearest_name(answer.text, codes);
    reader_.diagnostics->report({Severity::error,
                                 "E0309",
                                 itself ? fmt::format("{} cannot name itself", slot.address)
                                        : fmt::format("{} names '{}', which is no {} of this form", slot.address,
                                                      answer.text, person_only ? "relationship" : "entry"),
                                 {answer.place, {}},
                                 {},
                                 near && !itself ? fmt::format("did you mean '{}'? or write none", *near)
                                                 : "write the code of a listed entry, or none"});
  }

  void read_declared(const Node* node) {
    if (node == nullptr) return;
    if (!node->is_mapping()) {
      reader_.error(*node, "E0305", "declared scores are a map from scores to numbers",
                    "for example declared: {INSTRUMENT.total: 14}");
      return;
    }
    for (const Node& child : node->children) {
      const auto value = child.is_scalar() ? parse_decimal(child.text) : std::nullopt;
      if (!layout_->find_score(Group::form, child.key)) {
        reader_.key_error(child, "E0311", fmt::format("there is no score '{}' in this protocol", child.key),
                          nearest_score(child.key));
      } else if (!value) {
        reader_.error(child, "E0304", fmt::format("'{}' is no number", child.text));
      } else {
        form_.declared.push_back({std::string(child.key), *value, {reader_.file, child.span}});
      }
    }
  }

  std::string nearest_score(std::string_view word) const {
    std::vector<std::string> names;
    for (const InstrumentUse& use : layout_->group(Group::form).instruments) {
      for (const Score& score : use.instrument->scores)
        names.push_back(fmt::format("{}.{}", use.instrument->id, score.id));
    }
    const auto near = nearest_name(word, std::vector<std::string_view>(names.begin(), names.end()));
    return near ? fmt::format("did you mean '{}'?", *near) : std::string();
  }

  void read_focus_agreed(const Node* node) {
    if (node == nullptr || node->is_null()) return;
    Fields fields(reader_, *node, "the agreed focus");
    FocusAgreed agreed;
    agreed.place = {reader_.file, node->span};
    agreed.area = fields.required_text("area");
    agreed.subject = fields.text("subject");
    agreed.by_patient = fields.yes_no("by_patient", false);
    fields.finish();
    if (!agreed.subject.empty() && agreed.subject != no_entry)
      check_agreed_subject(*node->find("subject"), agreed.subject);
    form_.focus_agreed = std::move(agreed);
  }

  void check_agreed_subject(const Node& node, std::string_view code) const {
    if (form_.find_entry(Group::relationships, code) || form_.find_entry(Group::events, code)) return;
    const std::vector<std::string_view> codes = codes_of_entries(false);
    const auto near = nearest_name(code, codes);
    reader_.error(
        node, "E0309", fmt::format("the agreed focus names '{}', which is no entry of this form", code),
        near ? fmt::format("did you mean '{}'?", *near) : "write the code of a listed entry, or leave it out");
  }

  /// Which findings there can be is known to the safety rules, not to a form.
  void read_acknowledged(const Node* node) {
    if (node == nullptr || node->is_null()) return;
    if (!node->is_sequence()) {
      reader_.error(*node, "E0305", "acknowledged findings are a list of words",
                    "for example acknowledged: [RULE, P1.RULE]");
      return;
    }
    for (const Node& child : node->children) {
      if (const auto finding = yaml::scalar_text(reader_, child, "an acknowledged finding"))
        form_.acknowledged.push_back({std::string(*finding), {reader_.file, child.span}});
    }
  }

  void read_notes(const Node* node) {
    if (node == nullptr || node->is_null()) return;
    if (!node->is_mapping()) {
      reader_.error(*node, "E0305", "notes are a map from addresses to texts", "for example notes: {E1.when: \"...\"}");
      return;
    }
    for (const Node& child : node->children) {
      if (!is_address(child.key)) {
        reader_.key_error(child, "E0311", fmt::format("a note to '{}', which is nothing of this form", child.key),
                          "use the address of an answer, such as E1.when");
        continue;
      }
      if (const auto text = yaml::scalar_text(reader_, child, "a note"))
        form_.notes.push_back({std::string(child.key), std::string(*text), {reader_.file, child.span}});
    }
  }

  /// Any answer, any entry, any section or instrument can be noted on.
  bool is_address(std::string_view address) const {
    if (layout_->find_slot(Group::form, address) || layout_->find_instrument(Group::form, address) != nullptr)
      return true;
    const std::string_view code = address.substr(0, address.find('.'));
    const std::string_view rest = code.size() == address.size() ? std::string_view{} : address.substr(code.size() + 1);
    for (const Group group : {Group::relationships, Group::events}) {
      if (code == to_text(group)) return rest.empty();
      if (!form_.find_entry(group, code)) continue;
      return rest.empty() || rest == "closeness" || layout_->find_slot(group, rest) ||
             layout_->find_instrument(group, rest) != nullptr;
    }
    return false;
  }

  Reader reader_;
  const Node* root_;
  const Layout* layout_;
  Form& form_;
};

}  // namespace

Form read_form(const Node& root, const SourceFile& file, const Layout& layout, Diagnostics& diagnostics) {
  Form form;
  read_form(root, file, layout, diagnostics, form);
  return form;
}

void read_form(const Node& root, const SourceFile& file, const Layout& layout, Diagnostics& diagnostics, Form& into) {
  FormReader(root, file, layout, diagnostics, into).read();
}

}  // namespace ipi
