#include "focus/compiled.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "focus/answer_reach.h"
#include "focus/needed.h"
#include "text/nearest.h"

namespace ipi {
namespace {

std::string nearest_help(std::string_view address, const std::vector<std::string>& known) {
  const auto near = nearest_name(address, std::vector<std::string_view>(known.begin(), known.end()));
  return near ? fmt::format("did you mean '{}'?", *near) : std::string();
}

class ModelCompiler {
 public:
  ModelCompiler(Compiled& compiled, const Model& model, Diagnostics& diagnostics)
      : compiled_(&compiled), model_(&model), diagnostics_(&diagnostics) {
    for (const DerivedValue& value : model.derived) names_.push_back({value.name, value.group});
  }

  void compile() {
    compiled_->model = model_;
    for (const DerivedValue& value : model_->derived) add_derived(value);
    for (const Gate& gate : model_->gates) {
      compiled_->gates.push_back({&gate, condition(gate.holds, Group::form), std::nullopt});
      if (gate.settled) compiled_->gates.back().settled = condition(*gate.settled, Group::form);
    }
    for (const Area& area : model_->areas) add_area(area);
    for (const TieBreak& tie_break : model_->combination.break_ties) add_tie_break(tie_break);
    std::sort(compiled_->month_thresholds.begin(), compiled_->month_thresholds.end());
  }

 private:
  Addresses addresses(Group subject) const { return Addresses(*compiled_->layout, subject, names_); }

  /// An unresolvable condition is reported and comes back as one that is never looked at.
  Expression condition(const Condition& written, Group subject) {
    const auto resolver = std::make_unique<Addresses>(*compiled_->layout, subject, names_);
    auto expression = ipi::compile(written, *resolver, {written.place.file, diagnostics_});
    if (!expression) return {};
    note_thresholds(expression->whole());
    return std::move(*expression);
  }

  void note_thresholds(const Expression::Part& condition) {
    for (const Expression::Part part : condition) note_thresholds(part);
    if (condition.kind() != Expression::Kind::range || kind_of(condition.reference()) != FactKind::derived) return;
    if (model_->derived[condition.reference().index].kind != DerivedValue::Kind::months) return;
    for (const auto& end : {condition.ends().lower, condition.ends().upper}) {
      if (end) compiled_->month_thresholds.push_back(*end);
    }
  }

  std::optional<Reference> resolve(std::string_view address, Group subject, const Place& place, bool must) {
    const Addresses resolver(*compiled_->layout, subject, names_);
    const auto meaning = resolver.resolve(address);
    if (meaning) return meaning->reference;
    if (must) {
      diagnostics_->report({Severity::error,
                            "E0211",
                            fmt::format("'{}' is the address of nothing here", address),
                            {place, {}},
                            {},
                            nearest_help(address, resolver.addresses())});
    }
    return std::nullopt;
  }

  void add_derived(const DerivedValue& value) {
    CompiledDerived compiled;
    compiled.derived = &value;
    if (value.kind == DerivedValue::Kind::months) {
      compiled.from = date(value, value.from);
      compiled.to = date(value, value.to);
    } else if (value.where) {
      compiled.where = condition(*value.where, value.counted);
      refuse_circle(value, compiled.where);
    }
    compiled_->derived.push_back(std::move(compiled));
  }

  /// Values are worked out in the order of the file, so that none can rest on itself.
  void refuse_circle(const DerivedValue& value, const Expression& where) {
    for_each_reference(where, [&](Reference reference) {
      if (static_cast<FactKind>(reference.kind) != FactKind::derived || reference.index < compiled_->derived.size())
        return;
      diagnostics_->report({Severity::error,
                            "E0242",
                            fmt::format("'{}' rests on itself or on a later value", value.name),
                            {value.place, {}},
                            {},
                            "let it rest on values above it"});
    });
  }

  /// A date of a derived value, which writes `events.when` for the entry's own.
  Reference date(const DerivedValue& value, std::string_view address) {
    const std::string prefix = fmt::format("{}.", to_text(value.group));
    const bool own = address.substr(0, prefix.size()) == prefix;
    const std::string written = own ? fmt::format("this.{}", address.substr(prefix.size())) : std::string(address);
    const auto reference = resolve(written, value.group, value.place, true);
    if (!reference) return {};
    const Group group = own ? value.group : Group::form;
    const bool is_slot = static_cast<FactKind>(reference->kind) == FactKind::slot;
    if (!is_slot || compiled_->layout->group(group).slots[reference->index].question->type != AnswerType::date) {
      diagnostics_->report({Severity::error,
                            "E0255",
                            fmt::format("'{}' is no date", address),
                            {value.place, {}},
                            {},
                            "months lie between two dates"});
    }
    return *reference;
  }

  void add_area(const Area& area) {
    CompiledArea compiled;
    compiled.area = &area;
    compiled.subject = area.each.value_or(Group::form);
    if (area.where) compiled.where = condition(*area.where, compiled.subject);
    for (const Indicator& indicator : area.indicators)
      add_indicator(indicator, compiled);
    if (area.clear_needs) compiled.clear_needs = condition(*area.clear_needs, compiled.subject);
    if (area.renegotiation) compiled.blocked = condition(area.renegotiation->blocked, compiled.subject);
    for (const Stage& stage : area.stages) compiled.stages.push_back(condition(stage.holds, compiled.subject));
    compiled_->areas.push_back(std::move(compiled));
  }

  void add_indicator(const Indicator& indicator, CompiledArea& area) {
    CompiledIndicator compiled{&indicator, condition(indicator.holds, area.subject)};
    compiled.is_simple = asks_for_options_only(compiled.holds.whole());
    area.indicators.push_back(std::move(compiled));
  }

  static bool asks_for_options_only(const Expression::Part& condition) {
    if (condition.is_leaf()) return condition.kind() == Expression::Kind::choice;
    return std::all_of(condition.begin(), condition.end(), asks_for_options_only);
  }

  void add_tie_break(const TieBreak& tie_break) {
    CompiledTieBreak compiled;
    compiled.tie_break = &tie_break;
    for (const Group group : {Group::relationships, Group::events}) {
      const auto at = static_cast<std::size_t>(group);
      if (!tie_break.entry.empty()) compiled.entry[at] = resolve(tie_break.entry, group, tie_break.place, false);
      if (!tie_break.date.empty()) compiled.date[at] = resolve(tie_break.date, group, tie_break.place, false);
      const bool is_subject =
          std::any_of(model_->areas.begin(), model_->areas.end(), [&](const Area& area) { return area.each == group; });
      if (tie_break.prefers && is_subject) compiled.prefers[at] = condition(*tie_break.prefers, group);
    }
    if (!tie_break.area.empty()) compiled.area = resolve(tie_break.area, Group::form, tie_break.place, true);
    if (!tie_break.subject.empty()) compiled.subject = resolve(tie_break.subject, Group::form, tie_break.place, true);
    compiled_->tie_breaks.push_back(std::move(compiled));
  }

  Compiled* compiled_;
  const Model* model_;
  Diagnostics* diagnostics_;
  std::vector<Addresses::Derived> names_;
};

/// Finds, for every choice, which of its options the decision can tell apart.
class Partitioner {
 public:
  explicit Partitioner(Compiled& compiled) : compiled_(&compiled) {
    for (std::size_t g = 0; g < group_count; ++g)
      compiled.partitions[g].resize(layout(static_cast<Group>(g)).slots.size());
  }

  void run() {
    for (const CompiledGate& gate : compiled_->gates) note(gate.holds, Group::form);
    for (const CompiledArea& area : compiled_->areas) {
      note(area.where, area.subject);
      for (const CompiledIndicator& indicator : area.indicators) note(indicator.holds, area.subject);
    }
    for (const CompiledDerived& derived : compiled_->derived) {
      if (derived.derived->kind == DerivedValue::Kind::count) note(derived.where, derived.derived->counted);
    }
    for (const CompiledTieBreak& tie_break : compiled_->tie_breaks) {
      for (std::size_t g = 0; g < group_count; ++g) {
        if (tie_break.prefers[g]) note(*tie_break.prefers[g], static_cast<Group>(g));
      }
      if (tie_break.area) split_wholly(Group::form, tie_break.area->index);
    }
    split_wholly(Group::form, form_slot::complete_relationships);
    split_wholly(Group::form, form_slot::complete_events);
    // Branches matter for slots that matter, and may rest on further ones.
    for (bool more = true; more;) {
      more = false;
      for (std::size_t g = 0; g < group_count; ++g) {
        const auto& slots = layout(static_cast<Group>(g)).slots;
        for (std::size_t i = 0; i < slots.size(); ++i) {
          if (slots[i].applies && !compiled_->partitions[g][i].empty() && branches_.insert({g, i}).second) {
            note(*slots[i].applies, static_cast<Group>(g));
            more = true;
          }
        }
      }
    }
  }

 private:
  const GroupLayout& layout(Group group) const { return compiled_->layout->group(group); }

  void note(const Expression& expression, Group subject) { note(expression.whole(), subject); }

  void note(const Expression::Part& condition, Group subject) {
    for (const Expression::Part part : condition) note(part, subject);
    if (!condition.is_leaf()) return;
    if (condition.kind() == Expression::Kind::choice) {
      split(group_of(condition.reference(), subject), condition.reference().index, condition.accepted());
      return;
    }
    for_each_reference(condition, [&](Reference reference) { note_whole(reference, subject); });
  }

  void note_whole(Reference reference, Group subject) {
    const Group group = group_of(reference, subject);
    if (kind_of(reference) == FactKind::slot) split_wholly(group, reference.index);
    if (kind_of(reference) != FactKind::score) return;
    const InstrumentUse& use = layout(group).instruments[use_of_score(layout(group), reference.index)];
    for (std::size_t i = 0; i < use.instrument->questions.size(); ++i) split_wholly(group, use.first_slot + i);
  }

  void split_wholly(Group group, std::size_t slot) {
    for (std::size_t i = 0; i < layout(group).slots[slot].question->options.size(); ++i)
      split(group, slot, ChoiceSet{1} << i);
  }

  void split(Group group, std::size_t slot, ChoiceSet accepted) {
    std::vector<ChoiceSet>& cells = compiled_->partitions[static_cast<std::size_t>(group)][slot];
    if (cells.empty()) cells.push_back(all_options(layout(group).slots[slot].question->options.size()));
    std::vector<ChoiceSet> finer;
    for (const ChoiceSet cell : cells) {
      if ((cell & accepted) != 0) finer.push_back(cell & accepted);
      if ((cell & ~accepted) != 0) finer.push_back(cell & ~accepted);
    }
    cells = std::move(finer);
  }

  Compiled* compiled_;
  std::set<std::pair<std::size_t, std::size_t>> branches_;
};

/// Whether a score can have a value with answers missing.
bool can_be_estimated(const Instrument& instrument, const Score& score) {
  if (score.scores.empty()) return score.missing != MissingRule::complete;
  return std::any_of(score.scores.begin(), score.scores.end(),
                     [&](std::size_t part) { return can_be_estimated(instrument, instrument.scores[part]); });
}

bool rests_on_estimate(const Layout& layout, const Expression& expression, Group subject) {
  bool found = false;
  for_each_reference(expression, [&](Reference reference) {
    if (static_cast<FactKind>(reference.kind) != FactKind::score) return;
    const auto scope = static_cast<Scope>(reference.scope);
    const Group group = scope == Scope::form ? Group::form : scope == Scope::person ? Group::relationships : subject;
    for (const InstrumentUse& use : layout.group(group).instruments) {
      if (reference.index < use.first_score || reference.index >= use.first_score + use.instrument->scores.size())
        continue;
      found = found || can_be_estimated(*use.instrument, use.instrument->scores[reference.index - use.first_score]);
    }
  });
  return found;
}

bool decision_rests_on_estimate(const Compiled& compiled) {
  const auto rests = [&](const Expression& expression, Group subject) {
    return rests_on_estimate(*compiled.layout, expression, subject);
  };
  for (const CompiledGate& gate : compiled.gates) {
    if (rests(gate.holds, Group::form)) return true;
  }
  for (const CompiledDerived& derived : compiled.derived) {
    if (derived.derived->kind == DerivedValue::Kind::count && rests(derived.where, derived.derived->counted))
      return true;
  }
  for (const CompiledArea& area : compiled.areas) {
    if (rests(area.where, area.subject)) return true;
    for (const CompiledIndicator& indicator : area.indicators) {
      if (rests(indicator.holds, area.subject)) return true;
    }
  }
  // Branches may rest on scores too.
  for (std::size_t g = 0; g < group_count; ++g) {
    for (const Slot& slot : compiled.layout->group(static_cast<Group>(g)).slots) {
      if (slot.applies && rests(*slot.applies, static_cast<Group>(g))) return true;
    }
  }
  return false;
}

/// Safety, suitability and the plan: what is said beside the decision.
class GuidanceCompiler {
 public:
  GuidanceCompiler(Compiled& compiled, Diagnostics& diagnostics) : compiled_(&compiled), diagnostics_(&diagnostics) {}

  void add(const SafetyRules& rules) {
    for (const SafetyRule& rule : rules.rules) {
      CompiledSafetyRule result;
      result.rule = &rule;
      result.group = rule.each.value_or(Group::form);
      const Addresses addresses(*compiled_->layout, result.group);
      if (rule.where) result.where = condition(*rule.where, addresses);
      if (rule.holds) result.holds = condition(*rule.holds, addresses);
      for (const std::string& address : rule.unanswered) {
        if (const auto question = question_of(address, addresses, rule.place)) result.unanswered.push_back(*question);
      }
      compiled_->safety.push_back(std::move(result));
    }
  }

  void add(const Suitability& suitability) {
    const auto names = derived_names();
    for (const Consideration& rule : suitability.rules) {
      if (!rule.suggested.empty() && compiled_->model != nullptr && !has_area(*compiled_->model, rule.suggested))
        continue;  // of a convention not in force
      CompiledConsideration result;
      result.rule = &rule;
      result.group = rule.each.value_or(Group::form);
      if (rule.holds) result.holds = condition(*rule.holds, Addresses(*compiled_->layout, result.group, names));
      compiled_->suitability.push_back(std::move(result));
    }
  }

  void add(const Plan& plan) {
    compiled_->plan = &plan;
    for (const Course& course : plan.courses) {
      add(course.cautions);
      for (const PlanPhase& phase : course.phases) add(phase.tasks);
    }
    for (const AreaPlan& area : plan.areas) {
      for (const auto* steps : {&area.goals, &area.strategies, &area.techniques, &area.homework, &area.blocked})
        add(*steps);
    }
    add(plan.second);
    if (plan.course.empty()) return;
    const Addresses addresses(*compiled_->layout, Group::form);
    const auto reference = question_of(plan.course, addresses, plan.place);
    if (!reference) return;
    compiled_->course = reference->index;
    for (const Option& option : compiled_->layout->group(Group::form).slots[reference->index].question->options)
      check_course(plan, option.value);
  }

 private:
  std::vector<Addresses::Derived> derived_names() const {
    std::vector<Addresses::Derived> names;
    for (const CompiledDerived& derived : compiled_->derived)
      names.push_back({derived.derived->name, derived.derived->group});
    return names;
  }

  void add(const std::vector<PlanStep>& steps) {
    const auto names = derived_names();
    const Addresses addresses(*compiled_->layout, Group::form, names);
    for (const PlanStep& step : steps) {
      if (!step.holds && !step.unless) continue;
      CompiledStep compiled{&step, std::nullopt, std::nullopt};
      if (step.holds) compiled.holds = condition(*step.holds, addresses);
      if (step.unless) compiled.unless = condition(*step.unless, addresses);
      compiled_->steps.push_back(std::move(compiled));
    }
  }

  static bool has_area(const Model& model, std::string_view id) {
    return std::any_of(model.areas.begin(), model.areas.end(), [&](const Area& area) { return area.id == id; });
  }

  Expression condition(const Condition& written, const Addresses& addresses) {
    auto expression = ipi::compile(written, addresses, {written.place.file, diagnostics_});
    return expression ? std::move(*expression) : Expression{};
  }

  std::optional<Reference> question_of(std::string_view address, const Addresses& addresses, const Place& place) {
    const auto meaning = addresses.resolve(address);
    if (meaning && static_cast<FactKind>(meaning->reference.kind) == FactKind::slot) return meaning->reference;
    diagnostics_->report({Severity::error,
                          "E0211",
                          fmt::format("'{}' is the address of no question", address),
                          {place, {}},
                          {},
                          nearest_help(address, addresses.addresses())});
    return std::nullopt;
  }

  void check_course(const Plan& plan, std::string_view id) {
    std::vector<std::string_view> names;
    for (const Course& course : plan.courses) names.emplace_back(course.id);
    if (std::find(names.begin(), names.end(), id) != names.end()) return;
    diagnostics_->report({Severity::error,
                          "E0256",
                          fmt::format("'{}' offers '{}', which is no course of the plan", plan.course, id),
                          {plan.place, {}},
                          {},
                          fmt::format("the courses are {}", fmt::join(names, ", "))});
  }

  Compiled* compiled_;
  Diagnostics* diagnostics_;
};

}  // namespace

Compiled compile(const Protocol& protocol, const Layout::Parts& parts, const Guidance& guidance,
                 Diagnostics& diagnostics) {
  Compiled compiled;
  compiled.layout = std::make_unique<Layout>(protocol, parts, diagnostics);
  const Addresses respondent(*compiled.layout, Group::form);
  for (std::size_t g = 0; g < group_count; ++g) {
    for (const InstrumentUse& use : compiled.layout->group(static_cast<Group>(g)).instruments) {
      compiled.scorers[g].push_back(std::make_unique<Scorer>(*use.instrument, respondent, diagnostics));
      std::vector<std::string>& names = compiled.safety_items[g].emplace_back();
      for (const SafetyItem& item : use.instrument->safety)
        names.push_back(fmt::format("{}.{}", use.instrument->id, item.id));
    }
  }
  for (std::size_t g = 0; g < group_count; ++g) {
    const auto& slots = compiled.layout->group(static_cast<Group>(g)).slots;
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
      if (slots[slot].applies) compiled.branching[g].push_back(slot);
    }
  }
  if (guidance.model != nullptr) ModelCompiler(compiled, *guidance.model, diagnostics).compile();
  if (guidance.model != nullptr && !diagnostics.has_errors()) Partitioner(compiled).run();
  if (guidance.model != nullptr && !diagnostics.has_errors()) compiled.estimates = decision_rests_on_estimate(compiled);
  GuidanceCompiler others(compiled, diagnostics);
  if (guidance.safety != nullptr) others.add(*guidance.safety);
  if (guidance.suitability != nullptr) others.add(*guidance.suitability);
  if (guidance.plan != nullptr) others.add(*guidance.plan);
  if (!diagnostics.has_errors()) mark_needed(compiled);
  if (!diagnostics.has_errors()) find_reach(compiled);
  return compiled;
}

}  // namespace ipi
