#include "assessment/assessment.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "assessment/working.h"

namespace ipi {
namespace {

constexpr int printed_places = 2;

std::string why_no_value(const Score& score, const ScoreValue& value) {
  if (value.items == 0 && value.undecided == 0) return "it does not apply";
  if (value.undecided > 0) {
    std::string range;
    if (value.bounds.low && value.bounds.high) {
      range = fmt::format("; it is {} to {}", to_decimal(*value.bounds.low, printed_places),
                          to_decimal(*value.bounds.high, printed_places));
    }
    return fmt::format("whether {} of its items applies is not known{}", value.undecided, range);
  }
  const std::string answered = fmt::format("{} of {} answered", value.answered, value.items);
  if (value.answered == 0) return "not answered";
  if (score.method == ScoreMethod::criterion) return fmt::format("{}, and the open ones decide it", answered);
  if (score.missing == MissingRule::complete || !score.scores.empty())
    return fmt::format("{}, all are needed", answered);
  return fmt::format("{}, at least {} are needed", answered, score.at_least);
}

void add_instrument_safety(const FormState& state, Group group, std::size_t entry, AssessmentDepth depth,
                           std::vector<SafetyFinding>& findings) {
  const auto& uses = state.compiled().layout->group(group).instruments;
  for (std::size_t use = 0; use < uses.size(); ++use) {
    const Instrument& instrument = *uses[use].instrument;
    if (instrument.safety.empty()) continue;
    for (std::size_t i = 0; i < instrument.safety.size(); ++i) {
      const SafetyItem& item = instrument.safety[i];
      const Truth truth = state.safety(group, entry, use, i);
      const bool unknown = truth == Truth::unknown;
      if (truth == Truth::no || (unknown && item.not_assessed.empty())) continue;
      SafetyFinding finding;
      finding.rule = state.compiled().safety_items[static_cast<std::size_t>(group)][use][i];
      finding.red = item.red && !unknown;
      finding.not_assessed = unknown;
      finding.statement = unknown ? item.not_assessed.original() : item.statement.original();
      finding.source = &item.source;
      if (depth == AssessmentDepth::row) {
        findings.push_back(std::move(finding));
        continue;
      }
      if (const auto question = instrument.find_question(item.holds.address))
        finding.answers.push_back({group, entry, uses[use].first_slot + *question});
      findings.push_back(std::move(finding));
    }
  }
}

void add_once(std::vector<Variable>& list, const Variable& variable) {
  if (std::find(list.begin(), list.end(), variable) == list.end()) list.push_back(variable);
}

std::string code_of(const Form& form, const Subject& subject) {
  return subject.group == Group::form ? std::string() : form.entries(subject.group)[subject.entry].code;
}

/// The answers that make a condition true: of alternatives only those that hold, and not what merely opened a branch.
void add_answers_behind(const FormState& state, const Expression::Part& condition, const Subject& subject,
                        std::vector<Variable>& answers) {
  const auto add = [&](const Variable& variable) {
    // What was given behind a closed branch may be just what makes a grave condition hold.
    if (state.answered(variable) == Truth::yes || answer_of(state.form(), variable).given())
      add_once(answers, variable);
  };
  if (condition.kind() == Expression::Kind::all || condition.kind() == Expression::Kind::any) {
    for (const Expression::Part part : condition) {
      if (state.evaluate_gravely(part, subject) == Truth::yes) add_answers_behind(state, part, subject, answers);
    }
    return;
  }
  const auto variable = condition.is_leaf() ? state.variable_of(condition.reference(), subject) : std::nullopt;
  if (variable) {
    add(*variable);
  } else {
    state.for_each_variable(condition, subject, add);
  }
}

/// Questions of the rule that apply and have no answer. A branch that is itself open is asked through its parent.
std::vector<Variable> open_questions(const FormState& state, const CompiledSafetyRule& rule, const Subject& subject) {
  std::vector<Variable> open;
  for (const Reference& question : rule.unanswered) {
    const auto variable = state.variable_of(question, subject);
    if (variable && state.applies(*variable) == Truth::yes &&
        !(state.cell(*variable).given && state.is_trusted(*variable)))
      add_once(open, *variable);
  }
  return open;
}

void add_rule(const FormState& state, const CompiledSafetyRule& compiled, const Subject& subject, AssessmentDepth depth,
              std::vector<SafetyFinding>& findings) {
  if (state.evaluate(compiled.where, subject) != Truth::yes) return;
  if (compiled.holds && !state.holds_gravely(*compiled.holds, subject)) return;
  SafetyFinding finding;
  if (!compiled.holds) finding.answers = open_questions(state, compiled, subject);
  if (!compiled.holds && finding.answers.empty()) return;
  if (compiled.holds && depth == AssessmentDepth::whole)
    finding.answers = answers_behind(state, *compiled.holds, subject);
  finding.rule = compiled.rule->id;
  finding.red = compiled.rule->red;
  finding.statement = compiled.rule->statement.original();
  finding.source = &compiled.rule->source;
  finding.is_private = compiled.rule->is_private;
  finding.code = code_of(state.form(), subject);
  findings.push_back(std::move(finding));
}

bool asks_about_safety(const Compiled& compiled) {
  if (!compiled.safety.empty()) return true;
  for (std::size_t g = 0; g < group_count; ++g) {
    for (const InstrumentUse& use : compiled.layout->group(static_cast<Group>(g)).instruments) {
      if (!use.instrument->safety.empty()) return true;
    }
  }
  return false;
}

SafetyStatus status_of(const Compiled& compiled, const std::vector<SafetyFinding>& findings) {
  if (findings.empty()) return asks_about_safety(compiled) ? SafetyStatus::nothing_reported : SafetyStatus::not_asked;
  const bool red =
      std::any_of(findings.begin(), findings.end(), [](const SafetyFinding& finding) { return finding.red; });
  return red ? SafetyStatus::red : SafetyStatus::amber;
}

/// Whether that area is what is suggested, and nothing beside it.
bool is_sole_suggestion(const Assessment& assessment, std::string_view area) {
  if (!assessment.suggestion || assessment.suggestion->focus.empty()) return false;
  const auto& focus = assessment.suggestion->focus;
  return std::all_of(focus.begin(), focus.end(), [&](const SuggestedFocus& one) {
    return assessment.candidates[one.candidate].area->area->id == area;
  });
}

void add_consideration(const FormState& state, const CompiledConsideration& compiled, const Subject& subject,
                       std::vector<SuitabilityFinding>& findings) {
  SuitabilityFinding finding{compiled.rule, {}, code_of(state.form(), subject)};
  if (compiled.holds) {
    if (state.evaluate(*compiled.holds, subject) != Truth::yes) return;
    finding.answers = answers_behind(state, *compiled.holds, subject);
  }
  findings.push_back(std::move(finding));
}

void find_suitability(Assessment& assessment) {
  const FormState& state = assessment.state;
  for (const CompiledConsideration& compiled : state.compiled().suitability) {
    if (!compiled.rule->suggested.empty() && !is_sole_suggestion(assessment, compiled.rule->suggested)) continue;
    for (std::size_t entry = 0; entry < state.entries(compiled.group); ++entry)
      add_consideration(state, compiled, {compiled.group, entry}, assessment.suitability);
  }
}

/// Only where people were asked for: before that nobody is missing.
void find_unlisted_roles(Assessment& assessment) {
  const Form& form = assessment.state.form();
  if (!form.asked(Group::relationships)) return;
  const auto& slots = form.layout->group(Group::relationships).slots;
  std::vector<std::string> listed;
  for (const Entry& entry : form.relationships)
    listed.push_back(to_text(entry.answers[relationship_slot::role], *slots[relationship_slot::role].question));
  for (const Section& section : form.layout->protocol().sections) {
    for (const ExpectedRoles& expected : section.roster.expected) {
      const bool somebody = std::any_of(expected.roles.begin(), expected.roles.end(), [&](const std::string& role) {
        return std::find(listed.begin(), listed.end(), role) != listed.end();
      });
      if (!somebody) assessment.unlisted_roles.push_back(&expected);
    }
  }
}

/// A label that goes on a sentence: its capital is only a beginning.
std::string in_a_sentence(std::string label) {
  const bool initials = label.size() > 1 && label[1] >= 'A' && label[1] <= 'Z';
  if (!label.empty() && label[0] >= 'A' && label[0] <= 'Z' && !initials)
    label[0] = static_cast<char>(label[0] - 'A' + 'a');
  return label;
}

template <class Visit>
void for_each_slot(const FormState& state, Visit visit) {
  for (const Group group : {Group::form, Group::relationships, Group::events}) {
    const auto& slots = state.compiled().layout->group(group).slots;
    for (std::size_t entry = 0; entry < state.entries(group); ++entry) {
      for (std::size_t slot = 0; slot < slots.size(); ++slot) visit(Variable{group, entry, slot}, slots[slot]);
    }
  }
}

void note_unused(Assessment& assessment) {
  const FormState& state = assessment.state;
  for (const Group group : {Group::form, Group::relationships, Group::events}) {
    for (std::size_t entry = 0; entry < state.entries(group); ++entry) {
      for (const std::size_t slot : state.compiled().branching[static_cast<std::size_t>(group)]) {
        const Variable variable{group, entry, slot};
        if (answer_of(state.form(), variable).given() && state.applies(variable) == Truth::no)
          assessment.unused.push_back(variable);
      }
    }
  }
}

void note_unanswered(Assessment& assessment) {
  const FormState& state = assessment.state;
  const bool whole = !state.compiled().layout->protocol().is_instrument;
  for_each_slot(state, [&](const Variable& variable, const Slot& slot) {
    if (answer_of(state.form(), variable).given()) return;
    const Truth applies = state.applies(variable);
    const bool asked = whole || !slot.structural;
    if (applies != Truth::no && asked && slot.question->type != AnswerType::text)
      assessment.unanswered.push_back(variable);
  });
}

void compare_declared(Assessment& assessment) {
  for (const DeclaredScore& declared : assessment.state.form().declared) {
    DeclaredComparison comparison{&declared, std::nullopt, {}};
    for (const AssessedScore& score : assessment.scores) {
      if (score.address() != declared.address) continue;
      comparison.computed = score.value.value;
      comparison.working = working_of(assessment.state, assessment.scores, score);
    }
    assessment.declared.push_back(comparison);
  }
}

void work_out(const Readings& readings, AssessmentDepth depth, Assessment& assessment) {
  const FormState& state = assessment.state;
  const Compiled& compiled = state.compiled();
  assessment.safety = find_safety(state, depth);
  assessment.safety_status = status_of(compiled, assessment.safety);
  assessment.scores = assess_scores(state, Group::form, 0, depth);
  for (std::size_t entry = 0; entry < state.entries(Group::relationships); ++entry)
    assessment.relationships.push_back({entry, assess_scores(state, Group::relationships, entry, depth)});
  if (compiled.model != nullptr) {
    assessment.candidates = find_candidates(state);
    assessment.suggestion = suggest(state, assessment.candidates);
  }
  note_unused(assessment);
  compare_declared(assessment);
  if (depth == AssessmentDepth::row) return;
  if (compiled.model != nullptr) {
    assessment.bounded = find_bounds(state);
    assessment.other_schools = compare_schools(readings, state, assessment.candidates, *assessment.suggestion);
    assessment.treatment_plan = plan_treatment(state, assessment.candidates, *assessment.suggestion);
    assessment.blocked = plan_blocked(state, assessment.candidates, assessment.treatment_plan);
  }
  find_suitability(assessment);
  find_unlisted_roles(assessment);
  note_unanswered(assessment);
}

}  // namespace

std::vector<Variable> answers_behind(const FormState& state, const Expression& condition, const Subject& subject) {
  std::vector<Variable> answers;
  add_answers_behind(state, condition.whole(), subject, answers);
  return answers;
}

std::vector<AssessedScore> assess_scores(const FormState& state, Group group, std::size_t entry,
                                         AssessmentDepth depth) {
  const Respondent respondent = state.respondent();
  const auto& uses = state.compiled().layout->group(group).instruments;
  std::vector<AssessedScore> results;
  for (std::size_t use = 0; use < uses.size(); ++use) {
    const Instrument& instrument = *uses[use].instrument;
    if (instrument.scores.empty()) continue;
    const Scorer& scorer = *state.compiled().scorers[static_cast<std::size_t>(group)][use];
    const auto values = state.scores(group, entry, use);
    const auto answers = state.slice(group, entry, use);
    for (std::size_t i = 0; i < instrument.scores.size(); ++i) {
      AssessedScore result;
      result.instrument = &instrument;
      result.score = &instrument.scores[i];
      result.value = values[i];
      if (!values[i].value && depth == AssessmentDepth::whole)
        result.reason = why_no_value(instrument.scores[i], values[i]);
      result.band = scorer.band(i, answers, values, respondent);
      if (depth == AssessmentDepth::whole) result.other_bands = scorer.other_bands(i, answers, values, respondent);
      results.push_back(std::move(result));
    }
  }
  return results;
}

std::string AssessedScore::address() const { return fmt::format("{}.{}", instrument->id, score->id); }

std::string address_of(const Form& form, const Variable& variable) {
  const std::string& address = form.layout->group(variable.group).slots[variable.slot].address;
  if (variable.group == Group::form) return address;
  return fmt::format("{}.{}", form.entries(variable.group)[variable.entry].code, address);
}

const Answer& answer_of(const Form& form, const Variable& variable) {
  if (variable.group == Group::form) return form.answers[variable.slot];
  return form.entries(variable.group)[variable.entry].answers[variable.slot];
}

const Question& question_of(const Form& form, const Variable& variable) {
  return *form.layout->group(variable.group).slots[variable.slot].question;
}

std::string label_of(const Form& form, const Variable& variable, std::string_view language) {
  const Answer& answer = answer_of(form, variable);
  const Question& question = question_of(form, variable);
  if (answer.given() && question.type == AnswerType::choice) {
    for (std::size_t i = 0; i < question.options.size(); ++i) {
      const std::string_view label = question.options[i].label.in(language);
      if (((answer.chosen >> i) & 1U) != 0 && !label.empty()) return std::string(label);
    }
  }
  return to_text(answer, question);
}

std::string subject_in_words(const Form& form, const Subject& subject, std::string_view language) {
  if (subject.group == Group::form) return {};
  const Entry& entry = form.entries(subject.group)[subject.entry];
  if (subject.group == Group::relationships) {
    return fmt::format(
        "{} ({})", entry.code,
        in_a_sentence(label_of(form, {subject.group, subject.entry, relationship_slot::role}, language)));
  }
  std::string words = fmt::format(
      "{}, {}", entry.code, in_a_sentence(label_of(form, {subject.group, subject.entry, event_slot::kind}, language)));
  if (const Answer& when = entry.answers[event_slot::when]; when.given()) words += ", " + to_text(when.date);
  const Answer& person = entry.answers[event_slot::person];
  if (!person.given()) return words;
  if (const auto tie = form.find_entry(Group::relationships, person.text)) {
    words += ", " + subject_in_words(form, {Group::relationships, *tie}, language);
  }
  return words;
}

std::vector<Variable> answers_of(const FormState& state, const Candidate& candidate, const Evidence& evidence) {
  if (evidence.holds != Truth::yes) return rests_on(state, candidate, evidence);
  const auto position = static_cast<std::size_t>(&evidence - candidate.evidence.data());
  return answers_behind(state, candidate.area->indicators[position].holds, candidate.subject);
}

std::vector<SafetyFinding> find_safety(const FormState& state, AssessmentDepth depth) {
  std::vector<SafetyFinding> findings;
  for (const CompiledSafetyRule& rule : state.compiled().safety) {
    for (std::size_t entry = 0; entry < state.entries(rule.group); ++entry)
      add_rule(state, rule, {rule.group, entry}, depth, findings);
  }
  for (const Group group : {Group::form, Group::relationships, Group::events}) {
    for (std::size_t entry = 0; entry < state.entries(group); ++entry)
      add_instrument_safety(state, group, entry, depth, findings);
  }
  std::stable_partition(findings.begin(), findings.end(), [](const SafetyFinding& finding) { return finding.red; });
  return findings;
}

std::string_view to_text(SafetyStatus status) {
  constexpr std::array<std::string_view, 4> names = {"red", "amber", "nothing_reported", "not_asked"};
  return names[static_cast<std::size_t>(status)];
}

void Assessment::begin(const Compiled& compiled, const Form& form) {
  state.read(compiled, form);
  safety_status = SafetyStatus::not_asked;
  safety.clear();
  suitability.clear();
  scores.clear();
  relationships.clear();
  candidates.clear();
  suggestion.reset();
  bounded.reset();
  other_schools.clear();
  treatment_plan.reset();
  blocked.clear();
  unlisted_roles.clear();
  declared.clear();
  unanswered.clear();
  unused.clear();
}

Assessment assess(const Readings& readings, const Form& form, AssessmentDepth depth) {
  Assessment assessment(*readings.own, form);
  work_out(readings, depth, assessment);
  return assessment;
}

void assess(const Readings& readings, const Form& form, AssessmentDepth depth, Assessment& into) {
  into.begin(*readings.own, form);
  work_out(readings, depth, into);
}

}  // namespace ipi
