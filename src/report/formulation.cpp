#include "report/formulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

#include "formats/page_words.h"

namespace ipi::report {
namespace {

constexpr std::string_view in_prefix = "in:";

std::string at_the_start(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

void add_once(std::vector<Variable>& list, const std::vector<Variable>& more) {
  for (const Variable& variable : more) {
    if (std::find(list.begin(), list.end(), variable) == list.end()) list.push_back(variable);
  }
}

class Formulator {
 public:
  Formulator(const Assessment& assessment, const CompiledReport& report, std::string_view language, bool keeps_back)
      : assessment_(&assessment),
        report_(&report),
        language_(language),
        keeps_back_(keeps_back),
        focus_(main_focus(assessment)) {
    for (const CompiledDerived& derived : state().compiled().derived)
      derived_.push_back({derived.derived->name, derived.derived->group});
  }

  std::vector<FormulatedSentence> run() {
    std::vector<FormulatedSentence> said;
    for (const CompiledPart& part : report_->formulation) {
      for (const CompiledSentence& sentence : part.sentences) {
        auto one = say(*part.part, sentence);
        if (!one) continue;
        said.push_back(std::move(*one));
        break;
      }
    }
    return said;
  }

 private:
  const FormState& state() const { return assessment_->state; }
  const Form& form() const { return state().form(); }
  const Candidate* main() const { return focus_.candidate ? &assessment_->candidates[*focus_.candidate] : nullptr; }

  std::optional<FormulatedSentence> say(const FormulationPart& part, const CompiledSentence& compiled) {
    const FormulationSentence& sentence = *compiled.sentence;
    if (!belongs_here(sentence)) return std::nullopt;
    const bool about_subject = !sentence.areas.empty();
    if (about_subject && main() == nullptr && compiled.holds) return std::nullopt;
    const Subject subject = about_subject && main() != nullptr ? main()->subject : Subject{};
    FormulatedSentence said{&part, &sentence, {}, {}, {}};
    if (sentence.blocked) add_once(said.answers, answers_behind(state(), *main()->area->blocked, subject));
    for (const CompiledGate* gate : gates_closed(sentence)) add_behind(gate->holds, {}, said);
    if (compiled.holds) {
      if (state().evaluate(*compiled.holds, subject) != Truth::yes) return std::nullopt;
      add_behind(*compiled.holds, subject, said);
    }
    for (const TextPiece& piece : pieces_of(sentence.text.in(language_))) {
      const auto words = piece.is_placeholder ? stands_for(piece.text, subject, said) : piece.text;
      if (!words) return std::nullopt;
      said.text += *words;
    }
    said.text = at_the_start(std::move(said.text));
    // What is said of an area by its name rests on what speaks for it, or on the word given for it.
    if (said.answers.empty() && about_subject && main() != nullptr) add_once(said.answers, evidence_for(*main()));
    if (about_subject && said.answers.empty()) add_agreement(said);
    return said;
  }

  /// What makes a condition hold: answers, and scores by their values.
  void add_behind(const Expression& condition, const Subject& subject, FormulatedSentence& said) const {
    add_once(said.answers, answers_behind(state(), condition, subject));
    for_each_reference(condition, [&](Reference reference) {
      if (static_cast<FactKind>(reference.kind) == FactKind::score &&
          static_cast<Scope>(reference.scope) == Scope::form)
        add_score(reference.index, said);
    });
  }

  void add_score(std::size_t index, FormulatedSentence& said) const {
    const ScoreValue& value = state().score(Group::form, 0, index);
    if (!value.value) return;
    for (const AssessedScore& score : assessment_->scores) {
      if (state().compiled().layout->find_score(Group::form, score.address()) != index) continue;
      std::string fact = fmt::format("{}{}={}{}", score.address(), glue, glue, two_places(*value.value));
      if (std::find(said.facts.begin(), said.facts.end(), fact) == said.facts.end())
        said.facts.push_back(std::move(fact));
    }
  }

  bool belongs_here(const FormulationSentence& sentence) const {
    const Model* model = state().compiled().model;
    if (model == nullptr || !belongs(sentence.conventions, *model)) return false;
    if (!sentence.areas.empty() && (focus_.area == nullptr || std::find(sentence.areas.begin(), sentence.areas.end(),
                                                                        focus_.area->id) == sentence.areas.end()))
      return false;
    if (!sentence.gates.empty() && gates_closed(sentence).empty()) return false;
    const Verdict verdict = assessment_->suggestion->verdict;
    if (!sentence.verdicts.empty() &&
        std::find(sentence.verdicts.begin(), sentence.verdicts.end(), verdict) == sentence.verdicts.end())
      return false;
    return !sentence.blocked || (main() != nullptr && main()->blocked == Truth::yes);
  }

  /// Of the gates that the sentence is about, those that keep every area from being offered.
  std::vector<const CompiledGate*> gates_closed(const FormulationSentence& sentence) const {
    std::vector<const CompiledGate*> closed;
    for (const CompiledGate& gate : state().compiled().gates) {
      const bool is_named =
          std::find(sentence.gates.begin(), sentence.gates.end(), gate.gate->id) != sentence.gates.end();
      if (is_named && state().evaluate(gate.holds, {}) == Truth::yes) closed.push_back(&gate);
    }
    return closed;
  }

  std::vector<Variable> evidence_for(const Candidate& candidate) const {
    std::vector<Variable> answers;
    for (const Evidence& evidence : candidate.evidence) {
      if (evidence.holds != Truth::yes || evidence.indicator->weight <= 0) continue;
      for (const Variable& variable : answers_of(state(), candidate, evidence)) {
        if (answer_of(form(), variable).given() && state().applies(variable) != Truth::no)
          add_once(answers, {variable});
      }
    }
    return answers;
  }

  /// That patient and clinician have agreed on something else than the answers suggest is what makes it the focus.
  void add_agreement(FormulatedSentence& said) const {
    const auto& agreed = form().focus_agreed;
    if (!agreed || !agreed->by_patient || assessment_->suggestion->agreed) return;
    const auto add = [&](std::string_view what, const std::string& value) {
      std::string fact = fmt::format("focus_agreed.{}{}={}{}", what, glue, glue, value);
      const bool is_said = value.empty() || std::find(said.facts.begin(), said.facts.end(), fact) != said.facts.end();
      if (!is_said) said.facts.push_back(std::move(fact));
    };
    add("area", agreed->area);
    add("subject", agreed->subject);
  }

  std::optional<std::string> stands_for(std::string_view name, const Subject& subject, FormulatedSentence& said) {
    if (name == "focus" || name == "focus.area") add_agreement(said);
    if (name == "focus") return spoken_subject(focus_.candidate, said);
    if (name == "focus.area") return spoken_area(focus_.candidate, focus_.area, said);
    if (name == "second") return spoken_subject(focus_.second, said);
    if (name == "second.area") return spoken_area(focus_.second, nullptr, said);
    if (name == "runner_up") return spoken_subject(focus_.runner_up, said);
    if (name == "runner_up.area") return spoken_area(focus_.runner_up, nullptr, said);
    if (name == "runner_up.because_of") return spoken_cause(said);
    for (const CompiledList& list : report_->lists) {
      if (list.list->name == name) return spoken_list(list, said);
    }
    const bool with_in = name.starts_with(in_prefix);
    return spoken_address(with_in ? name.substr(in_prefix.size()) : name, with_in, subject, said);
  }

  /// Of a tie that must not be renegotiated, only the sentences made for it speak: no other may promise to take it up.
  bool is_unspoken(std::size_t candidate) const {
    return candidate != focus_.candidate && assessment_->candidates[candidate].blocked == Truth::yes;
  }

  std::optional<std::string> spoken_subject(const std::optional<std::size_t>& candidate, FormulatedSentence& said) {
    if (!candidate || is_unspoken(*candidate)) return std::nullopt;
    const Subject& subject = assessment_->candidates[*candidate].subject;
    return subject.group == Group::form ? std::nullopt
                                        : std::optional(spoken_entry(subject.group, subject.entry, said));
  }

  std::optional<std::string> spoken_area(const std::optional<std::size_t>& candidate, const Area* area,
                                         FormulatedSentence& said) {
    if (candidate && is_unspoken(*candidate)) return std::nullopt;
    if (candidate) {
      add_once(said.answers, evidence_for(assessment_->candidates[*candidate]));
      area = assessment_->candidates[*candidate].area->area;
    }
    return area == nullptr ? std::nullopt : std::optional(in_a_sentence(area->title.in(language_)));
  }

  std::optional<std::string> spoken_cause(FormulatedSentence& said) {
    if (!focus_.runner_up) return std::nullopt;
    const Candidate& candidate = assessment_->candidates[*focus_.runner_up];
    if (candidate.cause) add_once(said.answers, {*candidate.cause});
    return spoken_code(candidate.because_of, said);
  }

  std::optional<std::string> spoken_code(std::string_view code, FormulatedSentence& said) {
    for (const Group group : {Group::relationships, Group::events}) {
      if (const auto entry = form().find_entry(group, code)) return spoken_entry(group, *entry, said);
    }
    return std::nullopt;
  }

  std::string spoken_entry(Group group, std::size_t entry, FormulatedSentence& said) {
    const Entry& listed = form().entries(group)[entry];
    const std::size_t slot = group == Group::relationships ? relationship_slot::role : event_slot::kind;
    add_once(said.answers, {{group, entry, slot}});
    if (group == Group::relationships) return fmt::format("{}{}({})", phrase(group, entry, slot), glue, listed.code);
    if (const auto words = spoken_with_person(entry, said)) return *words;
    return fmt::format("{}{}({})", phrase(group, entry, slot), glue, listed.code);
  }

  /// What happened to or with somebody listed: "your mother (P2) died".
  std::optional<std::string> spoken_with_person(std::size_t event, FormulatedSentence& said) {
    const Variable person{Group::events, event, event_slot::person};
    const Answer& answer = answer_of(form(), person);
    const auto tie = answer.given() ? form().find_entry(Group::relationships, answer.text) : std::nullopt;
    const Translated* text = tie ? text_with_person(event) : nullptr;
    if (text == nullptr) return std::nullopt;
    add_once(said.answers, {person});
    std::string words;
    for (const TextPiece& piece : pieces_of(text->in(language_)))
      words += piece.is_placeholder ? spoken_entry(Group::relationships, *tie, said) : piece.text;
    return words;
  }

  const Translated* text_with_person(std::size_t event) const {
    const std::string kind = value_of({Group::events, event, event_slot::kind});
    for (const Phrase& phrase : report_->words->with_person) {
      if (phrase.entry == kind) return &phrase.text;
    }
    return is_death(event) && !report_->words->death_of.empty() ? &report_->words->death_of : nullptr;
  }

  std::string value_of(const Variable& variable) const {
    return to_text(answer_of(form(), variable), question_of(form(), variable));
  }

  bool is_death(std::size_t event) const {
    const Variable kind{Group::events, event, event_slot::kind};
    const Answer& answer = answer_of(form(), kind);
    if (!answer.given()) return false;
    const auto& tags =
        question_of(form(), kind).options[static_cast<std::size_t>(std::countr_zero(answer.chosen))].tags;
    return std::find(tags.begin(), tags.end(), report_->words->deaths) != tags.end();
  }

  std::string phrase(Group group, std::size_t entry, std::size_t slot) const {
    const Variable variable{group, entry, slot};
    const std::string value = value_of(variable);
    for (const Phrase& phrase : report_->words->phrases[static_cast<std::size_t>(group)]) {
      if (phrase.entry == value) return std::string(phrase.text.in(language_));
    }
    return in_a_sentence(label_of(form(), variable, language_));
  }

  std::optional<std::string> spoken_list(const CompiledList& list, FormulatedSentence& said) {
    std::vector<std::string> names;
    std::vector<Variable> answers;
    const Group group = list.list->each;
    for (std::size_t entry = 0; entry < state().entries(group); ++entry) {
      if (static_cast<std::int64_t>(names.size()) == list.list->most) break;
      const Subject subject{group, entry};
      if (state().evaluate(list.where, subject) != Truth::yes || is_blocked(subject) || is_worked_on(subject) ||
          is_kept_back(subject))
        continue;
      names.push_back(spoken_entry(group, entry, said));
      add_once(answers, answers_behind(state(), list.where, subject));
    }
    if (names.empty()) return std::nullopt;
    add_once(said.answers, answers);
    if (names.size() == 1) return names.front();
    const std::string last = std::move(names.back());
    names.pop_back();
    return fmt::format("{} and {}", fmt::join(names, ", "), last);
  }

  /// Nobody is named as a support of whom the patient is afraid.
  bool is_blocked(const Subject& subject) const {
    const auto about = [&](const Candidate& candidate) {
      return candidate.subject.group == subject.group && candidate.subject.entry == subject.entry &&
             candidate.blocked == Truth::yes;
    };
    return std::any_of(assessment_->candidates.begin(), assessment_->candidates.end(), about);
  }

  /// Whom the focus, or what is named beside it, is about is no support, whatever they also give.
  bool is_worked_on(const Subject& subject) const {
    const auto about = [&](const std::optional<std::size_t>& candidate) {
      if (!candidate) return false;
      const Subject& other = assessment_->candidates[*candidate].subject;
      return other.group == subject.group && other.entry == subject.entry;
    };
    return about(focus_.candidate) || about(focus_.second) || about(focus_.runner_up);
  }

  /// Whether private questions may be asked of this entry, and the page does not know what was said.
  bool is_kept_back(const Subject& subject) const {
    if (!keeps_back_) return false;
    const auto& slots = form().layout->group(subject.group).slots;
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
      if (slots[slot].is_private && state().applies({subject.group, subject.entry, slot}) != Truth::no) return true;
    }
    return false;
  }

  std::optional<std::string> spoken_address(std::string_view address, bool with_in, const Subject& subject,
                                            FormulatedSentence& said) {
    const auto meaning = Addresses(*state().compiled().layout, subject.group, derived_).resolve(address);
    if (!meaning) return std::nullopt;
    const auto kind = static_cast<FactKind>(meaning->reference.kind);
    if (kind == FactKind::score)
      return spoken_score(meaning->reference.index, static_cast<Scope>(meaning->reference.scope), said);
    if (kind == FactKind::derived) return std::nullopt;
    const auto variable = state().variable_of(meaning->reference, subject);
    if (!variable || !answer_of(form(), *variable).given()) return std::nullopt;
    add_once(said.answers, {*variable});
    return spoken_answer(*variable, with_in, said);
  }

  std::optional<std::string> spoken_answer(const Variable& variable, bool with_in, FormulatedSentence& said) {
    const Answer& answer = answer_of(form(), variable);
    switch (question_of(form(), variable).type) {
      case AnswerType::date: {
        const std::string words = date_in_words(answer.date, language_);
        return with_in ? fmt::format("{} {}", answer.date.day > 0 && language_ == "en" ? "on" : "in", words) : words;
      }
      case AnswerType::entry:
        return spoken_code(answer.text, said);
      case AnswerType::text:
        return std::nullopt;
      default:
        break;
    }
    const bool is_kind = variable.group == Group::events && variable.slot == event_slot::kind;
    const bool is_role = variable.group == Group::relationships && variable.slot == relationship_slot::role;
    if (is_kind) {
      const auto words = spoken_with_person(variable.entry, said);
      return words ? words : phrase(variable.group, variable.entry, variable.slot);
    }
    if (is_role) return spoken_entry(variable.group, variable.entry, said);
    return in_a_sentence(label_of(form(), variable, language_));
  }

  std::optional<std::string> spoken_score(std::size_t index, Scope scope, FormulatedSentence& said) {
    if (scope != Scope::form) return std::nullopt;
    const ScoreValue& value = state().score(Group::form, 0, index);
    if (!value.value) return std::nullopt;
    add_score(index, said);
    return two_places(*value.value);
  }

  const Assessment* assessment_;
  const CompiledReport* report_;
  std::string_view language_;
  bool keeps_back_ = false;
  MainFocus focus_;
  std::vector<Addresses::Derived> derived_;
};

}  // namespace

std::string in_a_sentence(std::string_view label) {
  std::string words(label);
  const bool initials = words.size() > 1 && words[1] >= 'A' && words[1] <= 'Z';
  if (!words.empty() && words[0] >= 'A' && words[0] <= 'Z' && !initials)
    words[0] = static_cast<char>(words[0] - 'A' + 'a');
  return words;
}

namespace {

/// Whether two candidates are read from the same person or event: a birth is one story under two names.
bool is_about_same(const Assessment& assessment, const std::optional<std::size_t>& one, std::size_t other) {
  if (!one) return false;
  const Subject& a = assessment.candidates[*one].subject;
  const Subject& b = assessment.candidates[other].subject;
  return a.group != Group::form && a.group == b.group && a.entry == b.entry;
}

}  // namespace

MainFocus main_focus(const Assessment& assessment) {
  MainFocus focus;
  if (!assessment.suggestion) return focus;
  const Suggestion& suggestion = *assessment.suggestion;
  if (assessment.treatment_plan) {
    focus.area = assessment.treatment_plan->areas.front().area;
    focus.candidate = assessment.treatment_plan->areas.front().candidate;
  } else if (!suggestion.focus.empty()) {
    focus.candidate = suggestion.focus.front().candidate;
    focus.area = assessment.candidates[*focus.candidate].area->area;
  }
  const auto is_suggested = [&](std::size_t candidate) {
    return std::any_of(suggestion.focus.begin(), suggestion.focus.end(),
                       [&](const SuggestedFocus& one) { return one.candidate == candidate; });
  };
  // Beside another focus that was agreed on, nothing suggested is the second.
  const bool as_suggested = !suggestion.focus.empty() && suggestion.focus.front().candidate == focus.candidate;
  for (const SuggestedFocus& one : suggestion.focus) {
    if (as_suggested && !focus.second && one.candidate != focus.candidate) focus.second = one.candidate;
  }
  for (const std::size_t candidate : suggestion.ranking) {
    if (!focus.runner_up && !is_suggested(candidate) && candidate != focus.candidate &&
        !is_about_same(assessment, focus.candidate, candidate))
      focus.runner_up = candidate;
  }
  return focus;
}

std::vector<FormulatedSentence> formulate(const Assessment& assessment, const CompiledReport& report,
                                          std::string_view language, bool keeps_back) {
  if (!assessment.suggestion) return {};
  return Formulator(assessment, report, language, keeps_back).run();
}

std::string date_in_words(const PartialDate& date, std::string_view language) {
  constexpr std::array<std::string_view, 12> months = {"January",   "February", "March",    "April",
                                                       "May",       "June",     "July",     "August",
                                                       "September", "October",  "November", "December"};
  if (language != "en" || date.month == 0) return to_text(date);
  const std::string month = fmt::format("{}{}{}", months[static_cast<std::size_t>(date.month - 1)], glue, date.year);
  return date.day == 0 ? month : fmt::format("{}{}{}", date.day, glue, month);
}

}  // namespace ipi::report
