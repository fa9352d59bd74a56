#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "assessment/lint.h"
#include "assessment/readings.h"
#include "assessment/rule_search.h"
#include "focus/form_state.h"

namespace ipi {
namespace {

bool contains(const std::vector<Variable>& list, const Variable& variable) {
  return std::find(list.begin(), list.end(), variable) != list.end();
}

class RuleLint {
 public:
  RuleLint(const Compiled& compiled, Diagnostics& diagnostics)
      : compiled_(&compiled), search_(compiled), diagnostics_(&diagnostics) {}

  void run() {
    check_counts();
    check_branches();
    check_instruments();
    for (const CompiledGate& gate : compiled_->gates)
      check(gate.holds, {}, gate.gate->holds.place, fmt::format("gate '{}'", gate.gate->id));
    for (const CompiledArea& area : compiled_->areas) check_area(area);
    for (const CompiledSafetyRule& rule : compiled_->safety) {
      if (rule.holds)
        check_for(rule.group, rule.where, *rule.holds, rule.rule->holds->place,
                  fmt::format("safety rule '{}'", rule.rule->id));
    }
    for (const CompiledConsideration& rule : compiled_->suitability) {
      if (rule.holds)
        check_for(rule.group, {}, *rule.holds, rule.rule->holds->place,
                  fmt::format("consideration '{}'", rule.rule->id));
    }
    for (const CompiledStep& step : compiled_->steps) {
      if (step.holds) check(*step.holds, {}, step.step->holds->place, "what a step of the plan waits for");
      if (step.unless) check(*step.unless, {}, step.step->unless->place, "what a step of the plan is dropped for");
    }
  }

 private:
  void report_never(const Place& place, const std::string& name) {
    diagnostics_->report({Severity::error,
                          "E0287",
                          fmt::format("{} can never hold: no answers make it true", name),
                          {place, {}},
                          {},
                          "an address, a value or a figure in it is wrong, or it can go"});
  }
  void report_always(const Place& place, const std::string& name) {
    diagnostics_->report({Severity::error,
                          "E0288",
                          fmt::format("{} always holds, whatever is answered", name),
                          {place, {}},
                          {},
                          "a condition that decides nothing hides a mistake, or can go"});
  }

  void check(const Expression& expression, const Subject& subject, const Place& place, const std::string& name) {
    check_for(subject.group, {}, expression, place, name);
  }

  /// A condition on the entries of a group, of which only some are looked at.
  void check_for(Group group, const Expression& where, const Expression& holds, const Place& place,
                 const std::string& name) {
    if (group != Group::form && !compiled_->layout->has_roster(group)) return;
    report(search_.of(where, holds, {group, 0}), place, name);
  }

  void report(const Possible& possible, const Place& place, const std::string& name) {
    if (possible.always) {
      report_always(place, name);
    } else if (!possible.may_hold) {
      report_never(place, name);
    }
  }

  void check_area(const CompiledArea& area) {
    const Subject subject{area.subject, 0};
    if (area.subject != Group::form && !compiled_->layout->has_roster(area.subject)) return;
    if (area.area->where)
      check(area.where, subject, area.area->where->place, fmt::format("the subject of '{}'", area.area->id));
    for (const CompiledIndicator& indicator : area.indicators) {
      check_for(area.subject, area.where, indicator.holds, indicator.indicator->holds.place,
                fmt::format("'{}' of '{}'", indicator.indicator->id, area.area->id));
    }
    if (area.blocked)
      check_for(area.subject, area.where, *area.blocked, area.area->renegotiation->blocked.place,
                fmt::format("what blocks '{}'", area.area->id));
    for (std::size_t i = 0; i < area.stages.size(); ++i) {
      const Stage& stage = area.area->stages[i];
      check_for(area.subject, area.where, area.stages[i], stage.holds.place,
                fmt::format("stage '{}' of '{}'", stage.id, area.area->id));
    }
    if (area.clear_needs)
      check(*area.clear_needs, subject, area.area->clear_needs->place,
            fmt::format("what '{}' needs to be clear", area.area->id));
  }

  /// What is counted: a count of everything is no fault.
  void check_counts() {
    for (const CompiledDerived& value : compiled_->derived) {
      if (value.derived->where)
        check_for(value.derived->counted, {}, value.where, value.derived->where->place,
                  fmt::format("what '{}' counts", value.derived->name));
    }
  }

  void check_branches() {
    for (std::size_t g = 0; g < group_count; ++g) {
      const auto group = static_cast<Group>(g);
      for (const Slot& slot : compiled_->layout->group(group).slots) {
        // A branch of a whole section is looked at with the section's first question.
        if (!slot.applies || !slot.question->when) continue;
        check(*slot.applies, {group, 0}, slot.question->when->place, fmt::format("the branch of '{}'", slot.address));
      }
    }
  }

  void check_instruments() {
    const auto& uses = compiled_->layout->group(Group::form).instruments;
    for (std::size_t use = 0; use < uses.size(); ++use) {
      const Instrument& instrument = *uses[use].instrument;
      for (std::size_t i = 0; i < instrument.scores.size(); ++i) {
        const Score& score = instrument.scores[i];
        if (score.method != ScoreMethod::criterion) continue;
        const auto holds = [&](const FormState& state) {
          const auto& value = state.scores(Group::form, 0, use)[i].value;
          return !value ? Truth::unknown : value == score.transform.of(1) ? Truth::yes : Truth::no;
        };
        report(search_.of_instrument(use, holds), score.holds->place, fmt::format("'{}'", score.id));
      }
      for (std::size_t i = 0; i < instrument.safety.size(); ++i) {
        const auto holds = [&](const FormState& state) { return state.safety(Group::form, 0, use, i); };
        report(search_.of_instrument(use, holds), instrument.safety[i].holds.place,
               fmt::format("safety item '{}'", instrument.safety[i].id));
      }
    }
  }

  const Compiled* compiled_;
  RuleSearch search_;
  Diagnostics* diagnostics_;
};

/// What the considerations and the plan look at, beside the decision and safety.
class GuidanceUses {
 public:
  explicit GuidanceUses(const Compiled& compiled)
      : compiled_(&compiled), form_(open_form(*compiled.layout)), state_(compiled, form_) {
    for (const CompiledConsideration& rule : compiled.suitability) {
      const bool has_entry = rule.group == Group::form || compiled.layout->has_roster(rule.group);
      if (rule.holds && has_entry) mark(*rule.holds, {rule.group, 0});
    }
    for (const CompiledArea& area : compiled.areas) {
      const bool has_subject = area.subject == Group::form || compiled.layout->has_roster(area.subject);
      for (const Expression& stage : area.stages) {
        if (has_subject) mark(stage, {area.subject, 0});
      }
    }
    for (const CompiledStep& step : compiled.steps) {
      if (step.holds) mark(*step.holds, {});
      if (step.unless) mark(*step.unless, {});
    }
    if (compiled.course) used_.push_back({Group::form, 0, *compiled.course});
  }
  [[nodiscard]] bool contain(Group group, std::size_t slot) const { return contains(used_, {group, 0, slot}); }

 private:
  void mark(const Expression& expression, const Subject& subject) {
    state_.for_each_variable(expression, subject, [&](const Variable& variable) { used_.push_back(variable); });
  }

  const Compiled* compiled_;
  Form form_;
  FormState state_;
  std::vector<Variable> used_;
};

/// The protocol's own questions that no reading of it uses. Of instruments every answer counts; free text is for the
/// reader, and so is what the protocol keeps for the record.
std::vector<std::string> unused_questions(const Layout& layout, std::span<const Compiled* const> readings) {
  std::vector<GuidanceUses> uses;
  for (const Compiled* reading : readings) uses.emplace_back(*reading);
  std::vector<std::string> addresses;
  for (std::size_t g = 0; g < group_count; ++g) {
    const Group group = static_cast<Group>(g);
    const auto& slots = layout.group(group).slots;
    for (std::size_t i = 0; i < slots.size(); ++i) {
      const bool own = !slots[i].structural && slots[i].question->place.file == layout.protocol().place.file;
      if (!own || slots[i].question->type == AnswerType::text || slots[i].for_the_record) continue;
      bool used = false;
      for (std::size_t r = 0; r < readings.size(); ++r)
        used = used || readings[r]->needed[g][i] || uses[r].contain(group, i);
      if (!used)
        addresses.push_back(group == Group::form ? slots[i].address
                                                 : fmt::format("{}.{}", to_text(group), slots[i].address));
    }
  }
  return addresses;
}

void warn_of_unused_questions(std::span<const Compiled* const> readings, Diagnostics& diagnostics) {
  const Layout& layout = *readings.front()->layout;
  const auto unused = unused_questions(layout, readings);
  if (unused.empty()) return;
  diagnostics.report({Severity::warning,
                      "W0286",
                      fmt::format("{} {}, and no score, rule or branch uses {}: {}", unused.size(),
                                  unused.size() == 1 ? "question is asked" : "questions are asked",
                                  unused.size() == 1 ? "it" : "them", fmt::join(unused, ", ")),
                      {layout.protocol().place, {}},
                      {},
                      "ask nothing that is not needed; what serves the conversation alone can be of type text, or say "
                      "for_the_record: \"yes\""});
}

}  // namespace

void lint_rules(std::span<const Compiled* const> readings, Diagnostics& diagnostics) {
  for (const Compiled* reading : readings) RuleLint(*reading, diagnostics).run();
  // Without a focus model the answers themselves are the result.
  if (!readings.empty() && readings.front()->model != nullptr) warn_of_unused_questions(readings, diagnostics);
}

void lint(Library& library, std::span<const SourceFile* const> files, Diagnostics& diagnostics) {
  const auto is_meant = [&](const SourceFile* file) {
    return std::find(files.begin(), files.end(), file) != files.end();
  };
  Diagnostics found;
  for (const auto& instrument : library.instruments()) {
    if (is_meant(instrument.file->source.get())) lint_instrument(instrument.value, instrument.file->document(), found);
  }
  for (const std::string_view id : library.form_ids()) {
    lint_rules(each_reading(library, id, found), found);
  }
  for (const Diagnostic& diagnostic : found.all()) {
    const auto same = [&](const Diagnostic& other) {
      return other.code == diagnostic.code && other.message == diagnostic.message &&
             other.primary.place.span == diagnostic.primary.place.span;
    };
    if (is_meant(diagnostic.primary.place.file) &&
        std::none_of(diagnostics.all().begin(), diagnostics.all().end(), same))
      diagnostics.report(diagnostic);
  }
}

}  // namespace ipi
