#include "focus/answer_reach.h"

#include <functional>
#include <set>
#include <tuple>

namespace ipi {
namespace {

/// Goes from what is remembered of a form to the answers that it rests on.
class ReachFinder {
 public:
  explicit ReachFinder(Compiled& compiled) : compiled_(&compiled) {}

  void run() {
    for (std::size_t g = 0; g < group_count; ++g) {
      const GroupLayout& layout = this->layout(static_cast<Group>(g));
      compiled_->reach[g].assign(layout.slots.size(), {});
      note_uses(layout, compiled_->reach[g]);
    }
    for (std::size_t g = 0; g < group_count; ++g) note_branches(static_cast<Group>(g));
    for (const std::size_t slot : {form_slot::complete_relationships, form_slot::complete_events})
      reach({Group::form, slot}).of_counts = true;
    for (const CompiledDerived& derived : compiled_->derived) {
      if (derived.derived->kind != DerivedValue::Kind::count) continue;
      follow(derived.where, derived.derived->counted, [&](const Place& place) { reach(place).of_counts = true; });
    }
    for (CompiledArea& area : compiled_->areas) note_area(area);
  }

 private:
  /// An answer of an entry of the group, whichever it is.
  struct Place {
    Group group = Group::form;
    std::size_t slot = 0;
    bool is_own = false;  ///< of the very entry that asks
  };
  using Visit = std::function<void(const Place&)>;

  const GroupLayout& layout(Group group) const { return compiled_->layout->group(group); }
  AnswerReach& reach(const Place& place) {
    return compiled_->reach[static_cast<std::size_t>(place.group)][place.slot];
  }

  static void note_uses(const GroupLayout& layout, std::vector<AnswerReach>& reach) {
    for (std::size_t use = 0; use < layout.instruments.size(); ++use) {
      std::size_t slot = layout.instruments[use].first_slot;
      for (const Question& question : layout.instruments[use].instrument->questions) {
        for (std::size_t time = 0; time < slots_of(question); ++time) reach[slot++].use = use;
      }
    }
  }

  void note_branches(Group group) {
    for (const Slot& slot : layout(group).slots) {
      for (const auto* branch : {&slot.applies, &slot.asked_only_where}) {
        if (*branch) follow(**branch, group, [&](const Place& place) { note_branch(group, place); });
      }
    }
  }

  void note_branch(Group group, const Place& place) {
    const bool stays = place.is_own && place.group == group && group != Group::form;
    (stays ? reach(place).of_its_entry : reach(place).of_everything) = true;
  }

  void note_area(CompiledArea& area) {
    for (std::size_t g = 0; g < group_count; ++g)
      area.bearing[g].assign(layout(static_cast<Group>(g)).slots.size(), Bearing::none);
    const auto bear = [&](const Place& place) {
      const bool is_own = place.is_own && place.group == area.subject;
      Bearing& bearing = area.bearing[static_cast<std::size_t>(place.group)][place.slot];
      bearing = is_own && bearing != Bearing::any ? Bearing::own : Bearing::any;
    };
    follow(area.where, area.subject, bear);
    for (const CompiledIndicator& indicator : area.indicators) follow(indicator.holds, area.subject, bear);
    const auto follow_one = [&](const std::optional<Reference>& reference) {
      seen_.clear();
      if (reference) follow(*reference, area.subject, true, bear);
    };
    for (const CompiledTieBreak& tie_break : compiled_->tie_breaks) {
      const auto g = static_cast<std::size_t>(area.subject);
      if (tie_break.prefers[g]) follow(*tie_break.prefers[g], area.subject, bear);
      for (const auto& reference : {tie_break.entry[g], tie_break.date[g], tie_break.area, tie_break.subject})
        follow_one(reference);
    }
  }

  void follow(const Expression& expression, Group subject, const Visit& visit) {
    seen_.clear();
    follow(expression, subject, true, visit);
  }

  void follow(const Expression& expression, Group subject, bool is_own, const Visit& visit) {
    for_each_reference(expression, [&](Reference reference) { follow(reference, subject, is_own, visit); });
  }

  void follow(Reference reference, Group subject, bool is_own, const Visit& visit) {
    const Group group = group_of(reference, subject);
    const bool stays = is_own && static_cast<Scope>(reference.scope) == Scope::subject;
    // Whom an entry names decides whose answers are looked at.
    if (static_cast<Scope>(reference.scope) == Scope::person) follow_slot({subject, event_slot::person, is_own}, visit);
    switch (kind_of(reference)) {
      case FactKind::slot:
        return follow_slot({group, reference.index, stays}, visit);
      case FactKind::score: {
        const InstrumentUse& use = layout(group).instruments[use_of_score(layout(group), reference.index)];
        std::size_t slot = use.first_slot;
        for (const Question& question : use.instrument->questions) {
          for (std::size_t time = 0; time < slots_of(question); ++time) follow_slot({group, slot++, stays}, visit);
        }
        return;
      }
      case FactKind::derived:
        break;
    }
    const CompiledDerived& derived = compiled_->derived[reference.index];
    if (derived.derived->kind == DerivedValue::Kind::months) {
      follow(derived.from, subject, is_own, visit);
      follow(derived.to, subject, is_own, visit);
      return;
    }
    for (const std::size_t slot : {form_slot::complete_relationships, form_slot::complete_events})
      follow_slot({Group::form, slot, false}, visit);
    follow(derived.where, derived.derived->counted, false, visit);
  }

  void follow_slot(const Place& place, const Visit& visit) {
    if (!seen_.insert({place.group, place.slot, place.is_own}).second) return;
    visit(place);
    const Slot& slot = layout(place.group).slots[place.slot];
    for (const auto* branch : {&slot.applies, &slot.asked_only_where}) {
      if (*branch) follow(**branch, place.group, place.is_own, visit);
    }
  }

  Compiled* compiled_;
  std::set<std::tuple<Group, std::size_t, bool>> seen_;
};

}  // namespace

void find_reach(Compiled& compiled) { ReachFinder(compiled).run(); }

}  // namespace ipi
