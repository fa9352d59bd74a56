#include "inventory/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "text/nearest.h"

namespace ipi {
namespace {

using yaml::Reader;

constexpr std::array<std::string_view, group_count> group_names = {"form", "relationships", "events"};
constexpr std::string_view subject_prefix = "this.";
constexpr std::string_view person_prefix = "person.";
constexpr std::int64_t oldest = 120;  ///< of a respondent, in years; the longest life on record is 122

Reference reference_to(Scope scope, FactKind kind, std::size_t index) {
  return {static_cast<std::uint8_t>(scope), static_cast<std::uint8_t>(kind), static_cast<std::uint16_t>(index)};
}

ValueKind value_kind(AnswerType type) {
  switch (type) {
    case AnswerType::choice:
      return ValueKind::choice;
    case AnswerType::multiple:
      return ValueKind::multiple;
    case AnswerType::number:
    case AnswerType::date:
      return ValueKind::number;
    case AnswerType::text:
    case AnswerType::entry:
      return ValueKind::other;
  }
  return ValueKind::other;
}

Meaning meaning_of(const Slot& slot, Scope scope, std::size_t index) {
  return {reference_to(scope, FactKind::slot, index), value_kind(slot.question->type), slot.question->options};
}

Option option(std::string value, std::string label, std::vector<std::string> also = {}) {
  return {std::move(value), std::nullopt, Translated("en", std::move(label)), {}, std::move(also)};
}

std::vector<Option> yes_or_no() { return {option("yes", "Yes"), option("no", "No")}; }

Question structural_question(std::string id, std::string text, AnswerType type, std::vector<Option> options = {}) {
  Question question;
  question.id = std::move(id);
  question.text = Translated("en", std::move(text));
  question.type = type;
  question.options = std::move(options);
  return question;
}

/// What a branch inside an instrument may name: its own questions by their ids, and the respondent.
class InstrumentAddresses : public Resolver {
 public:
  InstrumentAddresses(const Layout& layout, const InstrumentUse& use) : layout_(&layout), use_(use) {}

  [[nodiscard]] std::optional<Meaning> resolve(std::string_view address) const override {
    if (const auto position = use_.instrument->find_question(address)) {
      const std::size_t index = use_.first_slot + *position;
      const Scope scope = use_.group == Group::form ? Scope::form : Scope::subject;
      return meaning_of(layout_->group(use_.group).slots[index], scope, index);
    }
    if (const auto index = layout_->find_slot(Group::form, address);
        index && layout_->group(Group::form).slots[*index].structural) {
      return meaning_of(layout_->group(Group::form).slots[*index], Scope::form, *index);
    }
    return std::nullopt;
  }
  [[nodiscard]] std::vector<std::string> addresses() const override {
    std::vector<std::string> names;
    for (const Question& question : use_.instrument->questions) names.push_back(question.id);
    return names;
  }

 private:
  const Layout* layout_;
  InstrumentUse use_;
};

}  // namespace

std::string_view to_text(Group group) { return group_names[static_cast<std::size_t>(group)]; }

/// Lays the slots out section by section, then resolves the branches between them.
class LayoutBuilder {
 public:
  LayoutBuilder(Layout& layout, const Layout::Parts& parts, Diagnostics& diagnostics)
      : layout_(&layout), parts_(&parts), diagnostics_(&diagnostics) {}

  void build() {
    add_form_structure();
    for (std::size_t i = 0; i < protocol().sections.size(); ++i) add_section(protocol().sections[i], i);
    for (std::size_t g = 0; g < group_count; ++g) compile_branches(static_cast<Group>(g));
    if (!diagnostics_->has_errors()) refuse_circles();
  }

 private:
  struct Pending {
    std::size_t slot = 0;
    std::vector<const Condition*> protocol_conditions;  ///< in the protocol's addresses
    const Condition* own = nullptr;                     ///< in the instrument's own
    std::size_t use = 0;
    const Condition* only_where = nullptr;
    const Condition* withheld = nullptr;
  };
  /// Where questions stand in the protocol, and what it says of asking them.
  struct Block {
    Group group = Group::form;
    std::size_t section = 0;
    const Asking* asking = nullptr;      ///< may be null
    const Withheld* withheld = nullptr;  ///< may be null
  };

  const Protocol& protocol() const { return *layout_->protocol_; }
  GroupLayout& group(Group group) { return layout_->groups_[static_cast<std::size_t>(group)]; }
  const std::array<GroupLayout, group_count>& groups() const { return layout_->groups_; }

  void report(const Place& place, std::string_view code, std::string message, std::string help = {}) {
    diagnostics_->report({Severity::error, code, std::move(message), {place, {}}, {}, std::move(help)});
  }

  const Question& keep(Question question) { return layout_->structural_.emplace_back(std::move(question)); }

  void add_structural(Group where, std::string address, Question question) {
    Slot slot;
    slot.address = std::move(address);
    slot.question = &keep(std::move(question));
    slot.structural = true;
    add_slot(where, std::move(slot), slot.question->place);
  }

  std::size_t add_slot(Group where, Slot slot, const Place& place) {
    auto& names = layout_->by_address_[static_cast<std::size_t>(where)];
    const std::size_t index = group(where).slots.size();
    if (!names.emplace(slot.address, index).second) {
      report(place, "E0241", fmt::format("'{}' would be the address of two questions", slot.address),
             "rename one of them");
    }
    if (slot.question->type == AnswerType::entry) group(where).naming.push_back(index);
    slot.key = yaml::Key(slot.question->id);
    slot.words = OptionWords(slot.question->options);
    group(where).slots.push_back(std::move(slot));
    return index;
  }

  void add_form_structure() {
    Question age = structural_question("age", "Age in years", AnswerType::number);
    age.highest = oldest;
    add_structural(Group::form, "respondent.age", std::move(age));
    add_structural(Group::form, "respondent.sex",
                   structural_question("sex", "Sex", AnswerType::choice,
                                       {option("female", "Female"), option("male", "Male"), option("other", "Other")}));
    add_structural(Group::form, "respondent.language",
                   structural_question("language", "Language of the interview", AnswerType::choice,
                                       catalogue_entries("languages", protocol().place)));
    add_structural(Group::form, "respondent.context",
                   structural_question("context", "Contexts that change the rules (none: leave it out)",
                                       AnswerType::multiple, parts_->contexts));
    Question onset = structural_question("onset", "When did the present episode begin?", AnswerType::date);
    for (const Section& section : protocol().sections) {
      if (section.kind == Section::Kind::onset && !section.text.empty()) onset.text = section.text;
    }
    add_structural(Group::form, "onset", std::move(onset));
    add_structural(Group::form, "complete.relationships",
                   structural_question("relationships", "Is everyone listed?", AnswerType::choice, yes_or_no()));
    add_structural(Group::form, "complete.events",
                   structural_question("events", "Is every death and change listed?", AnswerType::choice, yes_or_no()));
  }

  std::vector<Option> catalogue_entries(std::string_view id, const Place& place) {
    const Catalogue* catalogue = find(parts_->catalogues, "catalogue", id, place);
    return catalogue == nullptr ? std::vector<Option>{} : catalogue->entries;
  }

  template <class T>
  const T* find(const Lookup<T>& definitions, std::string_view what, std::string_view id, const Place& place) {
    const T* found = definitions.find(id);
    if (found == nullptr) {
      const auto near = nearest_name(id, definitions.ids());
      report(place, "E0240", fmt::format("there is no {} '{}'", what, id),
             near ? fmt::format("did you mean '{}'?", *near) : "");
    }
    return found;
  }

  void add_section(const Section& section, std::size_t index) {
    switch (section.kind) {
      case Section::Kind::questions:
        add_questions({Group::form, index, &section.asking}, section.questions);
        return;
      case Section::Kind::instrument:
        add_instrument(Group::form, section.instrument, index);
        return;
      case Section::Kind::onset:
        return;
      case Section::Kind::relationships:
        add_relationships(section, index);
        return;
      case Section::Kind::events:
        add_events(section, index);
        return;
    }
  }

  void add_relationships(const Section& section, std::size_t index) {
    const Group where = Group::relationships;
    add_structural(where, "role",
                   structural_question("role", "Role", AnswerType::choice,
                                       catalogue_entries(section.roster.catalogue, section.place)));
    add_structural(
        where, "status",
        structural_question("status", "Is the tie current, ended (no contact any more) or is the person dead?",
                            AnswerType::choice,
                            {option("current", "Current", {"alive", "living"}),
                             option("ended", "Ended, no contact", {"over", "estranged"}),
                             option("deceased", "Deceased", {"dead", "died", "passed away"})}));
    for (const std::string_view time : {"before", "now"}) {
      Question closeness = structural_question("closeness", {}, AnswerType::choice, section.roster.closeness);
      closeness.text = section.roster.closeness_text;
      closeness.two_times = true;
      add_structural(where, fmt::format("closeness.{}", time), std::move(closeness));
    }
    add_roster_questions(where, section.roster, index);
    const auto& roles = group(where).slots[relationship_slot::role].question->options;
    for (const ExpectedRoles& expected : section.roster.expected) check_roles(expected, roles);
  }

  void add_roster_questions(Group where, const Roster& roster, std::size_t index) {
    add_questions({where, index}, roster.questions);
    for (const RosterSection& part : roster.sections) add_questions({where, index, &part.asking}, part.questions);
    for (const AttachedInstrument& attached : roster.instruments) add_instrument(where, attached, index);
  }

  void check_roles(const ExpectedRoles& expected, const std::vector<Option>& roles) {
    std::vector<std::string_view> names;
    for (const Option& role : roles) names.push_back(role.value);
    for (const std::string& role : expected.roles) {
      if (std::find(names.begin(), names.end(), role) != names.end()) continue;
      const auto near = nearest_name(role, names);
      report(expected.place, "E0244", fmt::format("there is no role '{}'", role),
             near ? fmt::format("did you mean '{}'?", *near) : "");
    }
  }

  void add_events(const Section& section, std::size_t index) {
    const Group where = Group::events;
    add_structural(where, "kind",
                   structural_question("kind", "What happened?", AnswerType::choice,
                                       catalogue_entries(section.roster.catalogue, section.place)));
    add_structural(where, "when", structural_question("when", "When?", AnswerType::date));
    add_structural(where, "person", structural_question("person", "Whom did it concern?", AnswerType::entry));
    add_roster_questions(where, section.roster, index);
  }

  void add_questions(const Block& block, const Instrument& questions) {
    GroupLayout& layout = group(block.group);
    InstrumentUse use{&questions,    block.group, layout.slots.size(),    layout.scores,
                      block.section, 0,           yaml::Key(questions.id)};
    for (const Question& question : questions.questions)
      add_question(block, questions, question, question.when ? &*question.when : nullptr, nullptr);
    use.slots = layout.slots.size() - use.first_slot;
    layout.instruments.push_back(use);
  }

  void add_instrument(Group where, const AttachedInstrument& attached, std::size_t section) {
    const Instrument* instrument = find(parts_->instruments, "instrument", attached.id, attached.place);
    if (instrument == nullptr) return;
    InstrumentUse use{instrument, where, group(where).slots.size(), group(where).scores,
                      section,    0,     yaml::Key(instrument->id)};
    const Block block{where, section, &attached.asking, attached.withhold ? &*attached.withhold : nullptr};
    for (const Question& question : instrument->questions)
      add_question(block, *instrument, question, nullptr, question.when ? &*question.when : nullptr);
    if (attached.withhold) check_withheld(*attached.withhold, *instrument);
    group(where).scores += instrument->scores.size();
    use.slots = group(where).slots.size() - use.first_slot;
    group(where).instruments.push_back(use);
  }

  void check_withheld(const Withheld& withheld, const Instrument& instrument) {
    std::vector<std::string_view> names;
    for (const Question& question : instrument.questions) names.push_back(question.id);
    for (const std::string& item : withheld.items) {
      if (instrument.find_question(item)) continue;
      const auto near = nearest_name(item, names);
      report(withheld.place, "E0245", fmt::format("{} has no item '{}'", instrument.id, item),
             near ? fmt::format("did you mean '{}'?", *near) : "");
    }
  }

  static bool is_withheld(const Block& block, const Question& question) {
    if (block.withheld == nullptr) return false;
    const auto& items = block.withheld->items;
    return std::find(items.begin(), items.end(), question.id) != items.end();
  }

  /// `protocol_condition` is the question's branch in the protocol's addresses, `own` in the instrument's.
  void add_question(const Block& block, const Instrument& instrument, const Question& question,
                    const Condition* protocol_condition, const Condition* own) {
    const std::string base = instrument.id.empty() ? question.id : fmt::format("{}.{}", instrument.id, question.id);
    std::vector<std::string> addresses = {base};
    if (question.two_times) addresses = {base + ".before", base + ".now"};
    Pending pending;
    pending.own = own;
    pending.use = group(block.group).instruments.size();
    if (block.asking != nullptr && block.asking->when) pending.protocol_conditions.push_back(&*block.asking->when);
    if (protocol_condition != nullptr) pending.protocol_conditions.push_back(protocol_condition);
    if (block.asking != nullptr && block.asking->only_where) pending.only_where = &*block.asking->only_where;
    if (is_withheld(block, question)) pending.withheld = &block.withheld->where;
    for (std::string& address : addresses) {
      Slot slot;
      slot.address = std::move(address);
      slot.question = &question;
      slot.instrument = &instrument;
      slot.is_private = block.asking != nullptr && block.asking->is_private;
      slot.for_the_record = question.for_the_record || (block.asking != nullptr && block.asking->for_the_record);
      pending.slot = add_slot(block.group, std::move(slot), question.place);
      pending_[static_cast<std::size_t>(block.group)].push_back(pending);
    }
  }

  void compile_branches(Group where) {
    const Addresses protocol_addresses(*layout_, where);
    for (const Pending& pending : pending_[static_cast<std::size_t>(where)]) {
      Slot& slot = group(where).slots[pending.slot];
      std::vector<Expression> applies;
      bool sound = true;
      const auto compiled = [&](const Condition& condition, const Resolver& resolver) {
        auto expression = compile(condition, resolver, Reader{condition.place.file, diagnostics_});
        sound = sound && expression.has_value();
        return expression;
      };
      const auto add = [&](std::optional<Expression> part) {
        if (part) applies.push_back(std::move(*part));
      };
      for (const Condition* condition : pending.protocol_conditions) add(compiled(*condition, protocol_addresses));
      if (pending.own != nullptr)
        add(compiled(*pending.own, InstrumentAddresses(*layout_, group(where).instruments[pending.use])));
      if (sound && !applies.empty()) slot.applies = Expression::join(Expression::Kind::all, applies);
      if (pending.only_where != nullptr) slot.asked_only_where = compiled(*pending.only_where, protocol_addresses);
      if (pending.withheld != nullptr) slot.withheld_where = compiled(*pending.withheld, protocol_addresses);
    }
  }

  void refuse_circles() {
    for (std::size_t g = 0; g < group_count; ++g) {
      const Group where = static_cast<Group>(g);
      for (std::size_t i = 0; i < group(where).slots.size(); ++i) {
        const Slot& slot = group(where).slots[i];
        if (slot.applies && leads_back(where, i)) {
          report(slot.question->place, "E0242", fmt::format("whether '{}' applies depends on itself", slot.address),
                 "let its branch rest on earlier questions");
        }
      }
    }
  }

  /// Whether the branch of a slot rests, directly or over others, on the slot itself. Each is looked at once: branches
  /// that share what they rest on would otherwise take for ever.
  bool leads_back(Group where, std::size_t slot) {
    std::array<std::vector<bool>, group_count> seen;
    for (std::size_t g = 0; g < group_count; ++g) seen[g].resize(groups()[g].slots.size());
    std::vector<std::pair<Group, std::size_t>> waiting = {{where, slot}};
    while (!waiting.empty()) {
      const auto [from_group, from] = waiting.back();
      waiting.pop_back();
      const auto& branch = group(from_group).slots[from].applies;
      if (!branch) continue;
      bool found = false;
      for_each_slot_of(*branch, from_group, [&](Group next_group, std::size_t next) {
        found = found || (next_group == where && next == slot);
        auto known = seen[static_cast<std::size_t>(next_group)].begin() + static_cast<std::ptrdiff_t>(next);
        if (*known) return;
        *known = true;
        waiting.emplace_back(next_group, next);
      });
      if (found) return true;
    }
    return false;
  }

  /// Calls `visit` with the slots that a branch within `where` looks at; for a score, with all of its instrument's.
  template <class Visit>
  void for_each_slot_of(const Expression& branch, Group where, Visit visit) {
    for_each_reference(branch, [&](Reference reference) {
      const auto scope = static_cast<Scope>(reference.scope);
      const Group next = scope == Scope::form ? Group::form : scope == Scope::person ? Group::relationships : where;
      if (static_cast<FactKind>(reference.kind) == FactKind::slot) visit(next, std::size_t{reference.index});
      if (static_cast<FactKind>(reference.kind) != FactKind::score) return;
      for (const InstrumentUse& use : group(next).instruments) {
        if (reference.index < use.first_score || reference.index >= use.first_score + use.instrument->scores.size())
          continue;
        for (std::size_t i = 0; i < use.instrument->questions.size(); ++i) visit(next, use.first_slot + i);
      }
    });
  }

  Layout* layout_;
  const Layout::Parts* parts_;
  Diagnostics* diagnostics_;
  std::array<std::vector<Pending>, group_count> pending_;
};

Layout::Layout(const Protocol& protocol, const Parts& parts, Diagnostics& diagnostics) : protocol_(&protocol) {
  LayoutBuilder(*this, parts, diagnostics).build();
}

std::optional<std::size_t> Layout::find_slot(Group where, std::string_view address) const {
  const auto& names = by_address_[static_cast<std::size_t>(where)];
  const auto found = names.find(address);
  if (found == names.end()) return std::nullopt;
  return found->second;
}

const InstrumentUse* Layout::find_instrument(Group where, std::string_view id) const {
  for (const InstrumentUse& use : group(where).instruments) {
    if (use.instrument->id == id) return &use;
  }
  return nullptr;
}

std::optional<std::size_t> Layout::find_score(Group where, std::string_view address) const {
  const std::size_t dot = address.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const InstrumentUse* use = find_instrument(where, address.substr(0, dot));
  if (use == nullptr) return std::nullopt;
  const auto score = use->instrument->find_score(address.substr(dot + 1));
  if (!score) return std::nullopt;
  return use->first_score + *score;
}

Addresses::Addresses(const Layout& layout, Group subject, std::vector<Derived> derived)
    : layout_(&layout), subject_(subject), derived_(std::move(derived)) {}

std::optional<Meaning> Addresses::resolve_in(Group where, Scope scope, std::string_view address) const {
  if (const auto index = layout_->find_slot(where, address))
    return meaning_of(layout_->group(where).slots[*index], scope, *index);
  if (const auto index = layout_->find_score(where, address))
    return Meaning{reference_to(scope, FactKind::score, *index), ValueKind::number, {}};
  for (std::size_t i = 0; i < derived_.size(); ++i) {
    if (derived_[i].group == where && derived_[i].name == address)
      return Meaning{reference_to(scope, FactKind::derived, i), ValueKind::number, {}};
  }
  return std::nullopt;
}

std::optional<Meaning> Addresses::resolve(std::string_view address) const {
  if (address.substr(0, subject_prefix.size()) != subject_prefix) return resolve_in(Group::form, Scope::form, address);
  if (subject_ == Group::form) return std::nullopt;
  const std::string_view rest = address.substr(subject_prefix.size());
  if (subject_ == Group::events && rest.substr(0, person_prefix.size()) == person_prefix) {
    return resolve_in(Group::relationships, Scope::person, rest.substr(person_prefix.size()));
  }
  return resolve_in(subject_, Scope::subject, rest);
}

std::vector<std::string> Addresses::addresses() const {
  std::vector<std::string> names;
  const auto add = [&](Group where, std::string_view prefix) {
    for (const Slot& slot : layout_->group(where).slots) names.push_back(fmt::format("{}{}", prefix, slot.address));
    for (const InstrumentUse& use : layout_->group(where).instruments) {
      for (const Score& score : use.instrument->scores)
        names.push_back(fmt::format("{}{}.{}", prefix, use.instrument->id, score.id));
    }
    for (const Derived& derived : derived_) {
      if (derived.group == where) names.push_back(fmt::format("{}{}", prefix, derived.name));
    }
  };
  add(Group::form, "");
  if (subject_ != Group::form) add(subject_, subject_prefix);
  if (subject_ == Group::events) add(Group::relationships, "this.person.");
  return names;
}

std::size_t use_of_score(const GroupLayout& group, std::size_t score) {
  const auto has_it = [&](const InstrumentUse& use) {
    return score >= use.first_score && score < use.first_score + use.instrument->scores.size();
  };
  const auto found = std::find_if(group.instruments.begin(), group.instruments.end(), has_it);
  return static_cast<std::size_t>(found - group.instruments.begin());
}

}  // namespace ipi
