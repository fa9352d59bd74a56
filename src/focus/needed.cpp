#include "focus/needed.h"

namespace ipi {
namespace {

class Marker {
 public:
  explicit Marker(Compiled& compiled) : compiled_(&compiled) {
    for (std::size_t g = 0; g < group_count; ++g)
      compiled.needed[g].assign(layout(static_cast<Group>(g)).slots.size(), false);
  }

  void run() {
    mark_structure();
    mark_model();
    mark_safety();
    mark_branches();
  }

 private:
  const GroupLayout& layout(Group group) const { return compiled_->layout->group(group); }

  void mark(Group group, std::size_t slot) { compiled_->needed[static_cast<std::size_t>(group)][slot] = true; }

  void mark(Reference reference, Group subject) {
    const Group group = group_of(reference, subject);
    switch (kind_of(reference)) {
      case FactKind::slot:
        return mark(group, reference.index);
      case FactKind::score:
        return mark_score(group, reference.index);
      case FactKind::derived:
        return;  // its own parts are marked with all derived values
    }
  }

  void mark_score(Group group, std::size_t score) {
    const InstrumentUse& use = layout(group).instruments[use_of_score(layout(group), score)];
    for (std::size_t item = 0; item < use.instrument->items; ++item) mark(group, use.first_slot + item);
  }

  void mark(const Expression& expression, Group subject) {
    for_each_reference(expression, [&](Reference reference) { mark(reference, subject); });
  }

  /// Without these there are no candidates.
  void mark_structure() {
    for (const std::size_t slot : {form_slot::age, form_slot::sex, form_slot::language, form_slot::context})
      mark(Group::form, slot);
    if (compiled_->layout->has_roster(Group::relationships)) {
      mark(Group::relationships, relationship_slot::role);
      mark(Group::relationships, relationship_slot::status);
      mark(Group::form, form_slot::complete_relationships);
    }
    if (compiled_->layout->has_roster(Group::events)) {
      for (const std::size_t slot : {event_slot::kind, event_slot::when, event_slot::person}) mark(Group::events, slot);
      mark(Group::form, form_slot::complete_events);
    }
  }

  void mark_model() {
    for (const CompiledDerived& derived : compiled_->derived) {
      const bool counts = derived.derived->kind == DerivedValue::Kind::count;
      if (counts) mark(derived.where, derived.derived->counted);
      if (counts) continue;
      mark(derived.from, derived.derived->group);
      mark(derived.to, derived.derived->group);
    }
    for (const CompiledGate& gate : compiled_->gates) mark(gate.holds, Group::form);
    for (const CompiledArea& area : compiled_->areas) {
      mark(area.where, area.subject);
      for (const CompiledIndicator& indicator : area.indicators) mark(indicator.holds, area.subject);
      if (area.clear_needs) mark(*area.clear_needs, area.subject);
      if (area.blocked) mark(*area.blocked, area.subject);
    }
    for (const CompiledTieBreak& tie_break : compiled_->tie_breaks) mark(tie_break);
  }

  void mark(const CompiledTieBreak& tie_break) {
    for (std::size_t g = 0; g < group_count; ++g) {
      const Group group = static_cast<Group>(g);
      if (tie_break.entry[g]) mark(*tie_break.entry[g], group);
      if (tie_break.date[g]) mark(*tie_break.date[g], group);
      if (tie_break.prefers[g]) mark(*tie_break.prefers[g], group);
    }
    if (tie_break.area) mark(*tie_break.area, Group::form);
    if (tie_break.subject) mark(*tie_break.subject, Group::form);
  }

  void mark_safety() {
    for (const CompiledSafetyRule& rule : compiled_->safety) {
      mark(rule.where, rule.group);
      if (rule.holds) mark(*rule.holds, rule.group);
      for (const Reference& question : rule.unanswered) mark(question, rule.group);
    }
    for (std::size_t g = 0; g < group_count; ++g) {
      const Group group = static_cast<Group>(g);
      for (const InstrumentUse& use : layout(group).instruments) {
        for (const SafetyItem& item : use.instrument->safety) {
          if (const auto question = use.instrument->find_question(item.holds.address))
            mark(group, use.first_slot + *question);
        }
      }
    }
  }

  /// What is needed may apply, or may be asked, only after other answers.
  void mark_branches() {
    for (bool more = true; more;) {
      const auto before = compiled_->needed;
      for (std::size_t g = 0; g < group_count; ++g) {
        const Group group = static_cast<Group>(g);
        for (std::size_t slot = 0; slot < layout(group).slots.size(); ++slot) {
          if (!before[g][slot]) continue;
          const Slot& what = layout(group).slots[slot];
          for (const auto* condition : {&what.applies, &what.asked_only_where, &what.withheld_where}) {
            if (*condition) mark(**condition, group);
          }
        }
      }
      more = compiled_->needed != before;
    }
  }

  Compiled* compiled_;
};

}  // namespace

void mark_needed(Compiled& compiled) { Marker(compiled).run(); }

}  // namespace ipi
