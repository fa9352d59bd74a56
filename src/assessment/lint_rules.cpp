#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "ipi/assessment/lint.h"
#include "ipi/focus/form_state.h"

namespace ipi {
namespace {

constexpr std::size_t most_combinations = 4096;

/// A form on which nothing is answered, with one relationship and one event.
Form open_form(const Layout& layout) {
  Form form;
  form.layout = &layout;
  form.draft = true;
  form.answers.resize(layout.group(Group::form).slots.size());
  const auto add = [&](Group group, std::vector<Entry>& entries, bool& asked, std::string code) {
    if (!layout.has_roster(group)) return;
    asked = true;
    entries.push_back({std::move(code), std::vector<Answer>(layout.group(group).slots.size()), {}});
  };
  add(Group::relationships, form.relationships, form.relationships_asked, "P1");
  add(Group::events, form.events, form.events_asked, "E1");
  return form;
}

Expression both(const Expression& a, const Expression& b) {
  Expression all;
  all.parts = {a, b};
  return all;
}

/// The answers of which the expression asks whether there is one: trying values on them would settle that.
void add_tested_for_answer(const FormState& state, const Expression& expression, const Subject& subject, std::vector<Variable>& found) {
  for (const Expression& part : expression.parts) add_tested_for_answer(state, part, subject, found);
  if (expression.kind != Expression::Kind::answered) return;
  if (const auto variable = state.variable_of(expression.reference, subject)) found.push_back(*variable);
}

bool contains(const std::vector<Variable>& list, const Variable& variable) { return std::find(list.begin(), list.end(), variable) != list.end(); }

class RuleLint {
 public:
  RuleLint(const Compiled& compiled, Diagnostics& diagnostics)
      : compiled_(&compiled), form_(open_form(*compiled.layout)), state_(compiled, form_), diagnostics_(&diagnostics) {}

  void run() {
    check_branches();
    check_instruments();
    for (const CompiledGate& gate : compiled_->gates) check(gate.holds, {}, gate.gate->holds.place, fmt::format("gate '{}'", gate.gate->id));
    for (const CompiledArea& area : compiled_->areas) check_area(area);
    for (const CompiledSafetyRule& rule : compiled_->safety) {
      if (rule.holds) check(*rule.holds, {}, rule.rule->holds->place, fmt::format("safety rule '{}'", rule.rule->id));
    }
  }

 private:
  void report_never(const Place& place, const std::string& name) {
    diagnostics_->report({Severity::error, "E0287", fmt::format("{} can never hold: no answers make it true", name), {place, {}}, {}, "an address, a value or a figure in it is wrong, or it can go"});
  }
  void report_always(const Place& place, const std::string& name) {
    diagnostics_->report({Severity::error, "E0288", fmt::format("{} always holds, whatever is answered", name), {place, {}}, {}, "a condition that decides nothing hides a mistake, or can go"});
  }

  void check(const Expression& expression, const Subject& subject, const Place& place, const std::string& name) {
    const Truth open = state_.evaluate(expression, subject);
    if (open == Truth::yes) {
      report_always(place, name);
    } else if (!can_hold(expression, subject)) {
      report_never(place, name);
    }
  }

  bool can_hold(const Expression& expression, const Subject& subject) {
    const std::vector<Variable> variables = variables_to_try(expression, subject);
    return can_hold(expression, subject, variables, 0);
  }

  /// Choices that the expression looks at, as many as can be tried in all combinations; the others stay open, so that
  /// what is called impossible is impossible.
  std::vector<Variable> variables_to_try(const Expression& expression, const Subject& subject) const {
    std::vector<Variable> left_open;
    add_tested_for_answer(state_, expression, subject, left_open);
    std::vector<Variable> chosen;
    std::size_t combinations = 1;
    state_.for_each_variable(expression, subject, [&](const Variable& variable) {
      const Question& question = *compiled_->layout->group(variable.group).slots[variable.slot].question;
      if (question.type != AnswerType::choice || question.options.empty() || contains(left_open, variable) || contains(chosen, variable)) return;
      if (combinations * question.options.size() > most_combinations) return;
      combinations *= question.options.size();
      chosen.push_back(variable);
    });
    return chosen;
  }

  bool can_hold(const Expression& expression, const Subject& subject, const std::vector<Variable>& variables, std::size_t next) {
    const Truth truth = state_.evaluate(expression, subject);
    if (truth != Truth::unknown) return truth == Truth::yes;
    if (next == variables.size()) return true;
    const Variable& variable = variables[next];
    const Cell before = state_.cell(variable);
    const std::size_t options = compiled_->layout->group(variable.group).slots[variable.slot].question->options.size();
    bool found = false;
    for (std::size_t option = 0; option < options && !found; ++option) {
      Cell cell = before;
      cell.possible = ChoiceSet{1} << option;
      cell.given = true;
      state_.set_cell(variable, cell);
      found = can_hold(expression, subject, variables, next + 1);
    }
    state_.set_cell(variable, before);
    return found;
  }

  void check_area(const CompiledArea& area) {
    const Subject subject{area.subject, 0};
    if (area.subject != Group::form && !compiled_->layout->has_roster(area.subject)) return;
    if (area.area->where) check(area.where, subject, area.area->where->place, fmt::format("the subject of '{}'", area.area->id));
    for (const CompiledIndicator& indicator : area.indicators) {
      const std::string name = fmt::format("'{}' of '{}'", indicator.indicator->id, area.area->id);
      if (state_.evaluate(indicator.holds, subject) == Truth::yes) {
        report_always(indicator.indicator->holds.place, name);
      } else if (!can_hold(both(area.where, indicator.holds), subject)) {
        report_never(indicator.indicator->holds.place, name);
      }
    }
    if (area.clear_needs) check(*area.clear_needs, subject, area.area->clear_needs->place, fmt::format("what '{}' needs to be clear", area.area->id));
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
      const auto values = state_.scores(Group::form, 0, use);
      for (std::size_t i = 0; i < instrument.scores.size(); ++i) {
        const Score& score = instrument.scores[i];
        if (score.method != ScoreMethod::criterion || !values[i].value) continue;
        // 0 before the transform: nothing is answered, and yet it is settled.
        if (*values[i].value == score.add) {
          report_never(score.holds->place, fmt::format("'{}'", score.id));
        } else {
          report_always(score.holds->place, fmt::format("'{}'", score.id));
        }
      }
      const auto truths = compiled_->scorers[0][use]->safety(state_.slice(Group::form, 0, use));
      for (std::size_t i = 0; i < truths.size(); ++i) {
        const SafetyItem& item = instrument.safety[i];
        if (truths[i] == Truth::no) report_never(item.holds.place, fmt::format("safety item '{}'", item.id));
        if (truths[i] == Truth::yes) report_always(item.holds.place, fmt::format("safety item '{}'", item.id));
      }
    }
  }

  const Compiled* compiled_;
  Form form_;
  FormState state_;
  Diagnostics* diagnostics_;
};

/// Marks every answer that a rule, a branch or a score looks at.
class Uses {
 public:
  explicit Uses(const Compiled& compiled) : compiled_(&compiled), form_(open_form(*compiled.layout)), state_(compiled, form_) {
    if (!compiled.layout->has_roster(Group::events) || !compiled.layout->has_roster(Group::relationships)) return;
    // With a person named, what rules ask about that person is seen too.
    Cell named;
    named.low = named.high = entry_number(Group::relationships, 0);
    named.given = true;
    state_.set_cell({Group::events, 0, event_slot::person}, named);
  }

  std::vector<std::string> unused() {
    mark_rules();
    mark_branches();
    std::vector<std::string> addresses;
    for (std::size_t g = 0; g < group_count; ++g) {
      const auto group = static_cast<Group>(g);
      const auto& slots = compiled_->layout->group(group).slots;
      for (std::size_t i = 0; i < slots.size(); ++i) {
        // Of instruments every answer counts; free text is for the reader.
        const bool own = !slots[i].structural && slots[i].instrument != nullptr && slots[i].instrument->scores.empty() && is_of_protocol(slots[i]);
        if (!own || slots[i].question->type == AnswerType::text || contains(used_, {group, 0, i})) continue;
        addresses.push_back(group == Group::form ? slots[i].address : fmt::format("{}.{}", to_text(group), slots[i].address));
      }
    }
    return addresses;
  }

 private:
  bool is_of_protocol(const Slot& slot) const { return slot.question->place.file == compiled_->layout->protocol().place.file; }

  void mark(const Expression& expression, const Subject& subject) {
    if (subject.group != Group::form && state_.entries(subject.group) == 0) return;
    state_.for_each_variable(expression, subject, [&](const Variable& variable) { used_.push_back(variable); });
  }
  void mark(const std::optional<Reference>& reference, const Subject& subject) {
    if (!reference || (subject.group != Group::form && state_.entries(subject.group) == 0)) return;
    if (const auto variable = state_.variable_of(*reference, subject)) used_.push_back(*variable);
  }

  void mark_rules() {
    for (const CompiledGate& gate : compiled_->gates) mark(gate.holds, {});
    for (const CompiledArea& area : compiled_->areas) {
      const Subject subject{area.subject, 0};
      mark(area.where, subject);
      for (const CompiledIndicator& indicator : area.indicators) mark(indicator.holds, subject);
      if (area.clear_needs) mark(*area.clear_needs, subject);
    }
    for (const CompiledTieBreak& tie : compiled_->tie_breaks) {
      mark(tie.area, {});
      mark(tie.subject, {});
      for (const Group group : {Group::relationships, Group::events}) {
        const auto g = static_cast<std::size_t>(group);
        mark(tie.entry[g], {group, 0});
        mark(tie.date[g], {group, 0});
        if (tie.prefers[g]) mark(*tie.prefers[g], {group, 0});
      }
    }
    for (const CompiledSafetyRule& rule : compiled_->safety) {
      if (rule.holds) mark(*rule.holds, {});
      for (const std::size_t slot : rule.unanswered) used_.push_back({Group::form, 0, slot});
    }
  }

  void mark_branches() {
    for (std::size_t g = 0; g < group_count; ++g) {
      for (const Slot& slot : compiled_->layout->group(static_cast<Group>(g)).slots) {
        if (slot.applies) mark(*slot.applies, {static_cast<Group>(g), 0});
      }
    }
  }

  const Compiled* compiled_;
  Form form_;
  FormState state_;
  std::vector<Variable> used_;
};

void warn_of_unused_questions(const Compiled& compiled, Diagnostics& diagnostics) {
  // Without a focus model the answers themselves are the result.
  if (compiled.model == nullptr) return;
  const auto unused = Uses(compiled).unused();
  if (unused.empty()) return;
  const Protocol& protocol = compiled.layout->protocol();
  diagnostics.report({Severity::warning, "W0286", fmt::format("{} {}, and no score, rule or branch uses {}: {}", unused.size(), unused.size() == 1 ? "question is asked" : "questions are asked", unused.size() == 1 ? "it" : "them", fmt::join(unused, ", ")),
                      {protocol.place, {}}, {}, "ask nothing that is not needed; what serves the conversation alone can be of type text"});
}

}  // namespace

void lint_rules(const Compiled& compiled, Diagnostics& diagnostics) {
  RuleLint(compiled, diagnostics).run();
  if (!compiled.layout->protocol().is_instrument) warn_of_unused_questions(compiled, diagnostics);
}

void lint(Library& library, std::span<const SourceFile* const> files, Diagnostics& diagnostics) {
  const auto is_meant = [&](const SourceFile* file) { return std::find(files.begin(), files.end(), file) != files.end(); };
  Diagnostics found;
  for (const auto& instrument : library.instruments()) {
    if (is_meant(instrument.file->source.get())) lint_instrument(instrument.value, instrument.file->document(), found);
  }
  for (const std::string_view id : library.form_ids()) {
    const Compiled* compiled = library.compiled(id, found);
    if (compiled != nullptr) lint_rules(*compiled, found);
  }
  for (const Diagnostic& diagnostic : found.all()) {
    const auto same = [&](const Diagnostic& other) { return other.code == diagnostic.code && other.message == diagnostic.message && other.primary.place.span == diagnostic.primary.place.span; };
    if (is_meant(diagnostic.primary.place.file) && std::none_of(diagnostics.all().begin(), diagnostics.all().end(), same)) diagnostics.report(diagnostic);
  }
}

}  // namespace ipi
