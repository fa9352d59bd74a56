#include "interview/agenda.h"

#include <algorithm>

#include "assessment/assessment.h"
#include "interview/answers.h"

namespace ipi::interview {
namespace {

class AgendaBuilder {
 public:
  AgendaBuilder(const FormState& state, const AgendaSettings& settings)
      : state_(&state), form_(&state.form()), layout_(state.compiled().layout.get()), settings_(&settings) {}

  std::vector<AgendaItem> build() {
    add_head();
    const auto& sections = layout_->protocol().sections;
    for (std::size_t i = 0; i < sections.size(); ++i) add_section(sections[i], i);
    return std::move(items_);
  }

 private:
  void add(Step step, Progress progress) { items_.push_back({step, progress}); }

  void add_head() {
    add({Step::Kind::id, 0, {}, Group::form}, settings_->id_settled ? Progress::done : Progress::open);
    add({Step::Kind::date, 0, {}, Group::form}, Progress::done);
    // A context opens sections of its own, so it comes before what it opens.
    const Variable context{Group::form, 0, form_slot::context};
    const bool has_contexts = !question_of(*form_, context).options.empty();
    const bool begun = settings_->context_settled || form_->answers[form_slot::age].absence != Absence::not_asked;
    if (has_contexts) add({Step::Kind::question, 0, context, Group::form}, begun ? Progress::done : Progress::open);
    for (const std::size_t slot : {form_slot::age, form_slot::sex, form_slot::language})
      add_question({Group::form, 0, slot}, 0);
  }

  void add_section(const Section& section, std::size_t index) {
    const std::size_t part = index + 1;
    switch (section.kind) {
      case Section::Kind::onset:
        add_question({Group::form, 0, form_slot::onset}, part);
        return;
      case Section::Kind::relationships:
        add_roster(Group::relationships, form_slot::complete_relationships, part);
        return;
      case Section::Kind::events:
        add_roster(Group::events, form_slot::complete_events, part);
        return;
      case Section::Kind::questions:
      case Section::Kind::instrument:
        break;
    }
    for (const InstrumentUse& use : layout_->group(Group::form).instruments) {
      if (use.section == index) add_slots(Group::form, 0, use.first_slot, end_of(use), part);
    }
  }

  void add_roster(Group roster, std::size_t complete, std::size_t part) {
    for (std::size_t entry = 0; entry < form_->entries(roster).size(); ++entry) {
      add_slots(roster, entry, 0, layout_->group(roster).slots.size(), part);
    }
    const Variable whole{Group::form, 0, complete};
    const bool said = form_->asked(roster) && answer_of(*form_, whole).absence != Absence::not_asked;
    add({Step::Kind::another, part, whole, roster}, said ? Progress::done : Progress::open);
  }

  void add_slots(Group group, std::size_t entry, std::size_t begin, std::size_t end, std::size_t part) {
    for (std::size_t slot = begin; slot < end; ++slot) add_question({group, entry, slot}, part);
  }

  bool is_wanted(const Variable& variable) const {
    if (!settings_->decision_only || state_->compiled().model == nullptr) return true;
    return state_->compiled().needed[static_cast<std::size_t>(variable.group)][variable.slot];
  }

  void add_question(const Variable& variable, std::size_t part) {
    if (!is_wanted(variable)) return;
    const Truth applies = state_->applies(variable);
    if (applies == Truth::no) return;
    const bool answered = answer_of(*form_, variable).absence != Absence::not_asked;
    if (!answered && is_withheld(variable)) return;
    const bool waiting = applies == Truth::unknown || !state_->may_be_put(variable) || waits_for_lists(variable);
    add({Step::Kind::question, part, variable, Group::form}, answered  ? Progress::done
                                                             : waiting ? Progress::waiting
                                                                       : Progress::open);
  }

  /// What must not be put, as long as the answers stay as they are. Where that is not known yet, it waits.
  bool is_withheld(const Variable& variable) const {
    if (state_->may_be_put(variable)) return false;
    const auto& only_where = layout_->group(variable.group).slots[variable.slot].asked_only_where;
    const bool not_known_yet =
        only_where && state_->evaluate(*only_where, {variable.group, variable.entry}) == Truth::unknown;
    return !not_known_yet;
  }

  /// What names an entry is asked once the lists stand: before that, there may be nobody to name.
  bool waits_for_lists(const Variable& variable) const {
    if (question_of(*form_, variable).type != AnswerType::entry) return false;
    if (nameable(*form_, variable).empty()) return true;
    if (variable.group == Group::events && variable.slot == event_slot::person) return false;
    return !is_closed(Group::relationships) || !is_closed(Group::events);
  }

  bool is_closed(Group roster) const {
    if (!layout_->has_roster(roster)) return true;
    const std::size_t complete =
        roster == Group::events ? form_slot::complete_events : form_slot::complete_relationships;
    return form_->asked(roster) && form_->answers[complete].absence != Absence::not_asked;
  }

  const FormState* state_;
  const Form* form_;
  const Layout* layout_;
  const AgendaSettings* settings_;
  std::vector<AgendaItem> items_;
};

}  // namespace

std::vector<AgendaItem> agenda(const FormState& state, const AgendaSettings& settings) {
  return AgendaBuilder(state, settings).build();
}

std::size_t part_count(const Layout& layout) { return layout.protocol().sections.size() + 1; }

std::string part_title(const Layout& layout, std::size_t part, std::string_view language) {
  if (part == 0) return "About this form";
  const Section& section = layout.protocol().sections[part - 1];
  if (section.kind == Section::Kind::onset) return "The onset";
  if (!section.title.empty()) return std::string(section.title.in(language));
  for (const InstrumentUse& use : layout.group(Group::form).instruments) {
    if (use.section == part - 1) return std::string(use.instrument->title.in(language));
  }
  return section.id;
}

const InstrumentUse* use_of(const Layout& layout, const Variable& variable) {
  const InstrumentUse* found = nullptr;
  for (const InstrumentUse& use : layout.group(variable.group).instruments) {
    if (use.first_slot <= variable.slot) found = &use;
  }
  return found;
}

std::size_t end_of(const InstrumentUse& use) {
  std::size_t end = use.first_slot;
  for (const Question& question : use.instrument->questions) end += question.two_times ? 2 : 1;
  return end;
}

}  // namespace ipi::interview
