#include "ipi/report/formulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

#include "ipi/formats/page_words.h"

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
  Formulator(const Assessment& assessment, const CompiledReport& report, std::string_view language)
      : assessment_(&assessment), report_(&report), language_(language), focus_(main_focus(assessment)) {
    for (const CompiledDerived& derived : state().compiled().derived) derived_.push_back({derived.derived->name, derived.derived->group});
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
    if (compiled.holds) {
      if (state().evaluate(*compiled.holds, subject) != Truth::yes) return std::nullopt;
      add_once(said.answers, answers_behind(state(), *compiled.holds, subject));
    }
    for (const TextPiece& piece : pieces_of(sentence.text.in(language_))) {
      const auto words = piece.is_placeholder ? stands_for(piece.text, subject, said) : piece.text;
      if (!words) return std::nullopt;
      said.text += *words;
    }
    said.text = at_the_start(std::move(said.text));
    // What is said of an area by its name rests on what speaks for it.
    if (said.answers.empty() && about_subject && main() != nullptr) add_once(said.answers, evidence_for(*main()));
    return said;
  }

  bool belongs_here(const FormulationSentence& sentence) const {
    const Model* model = state().compiled().model;
    if (model == nullptr || !belongs(sentence.conventions, *model)) return false;
    if (!sentence.areas.empty() && (focus_.area == nullptr || std::find(sentence.areas.begin(), sentence.areas.end(), focus_.area->id) == sentence.areas.end())) return false;
    const Verdict verdict = assessment_->suggestion->verdict;
    if (!sentence.verdicts.empty() && std::find(sentence.verdicts.begin(), sentence.verdicts.end(), verdict) == sentence.verdicts.end()) return false;
    return !sentence.blocked || (main() != nullptr && main()->blocked == Truth::yes);
  }

  std::vector<Variable> evidence_for(const Candidate& candidate) const {
    std::vector<Variable> answers;
    for (const Evidence& evidence : candidate.evidence) {
      if (evidence.holds != Truth::yes || evidence.indicator->weight <= 0) continue;
      for (const Variable& variable : evidence.rests_on) {
        if (answer_of(form(), variable).given() && state().applies(variable) != Truth::no) add_once(answers, {variable});
      }
    }
    return answers;
  }

  std::optional<std::string> stands_for(std::string_view name, const Subject& subject, FormulatedSentence& said) {
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
  bool is_unspoken(std::size_t candidate) const { return candidate != focus_.candidate && assessment_->candidates[candidate].blocked == Truth::yes; }

  std::optional<std::string> spoken_subject(const std::optional<std::size_t>& candidate, FormulatedSentence& said) {
    if (!candidate || is_unspoken(*candidate)) return std::nullopt;
    const Subject& subject = assessment_->candidates[*candidate].subject;
    return subject.group == Group::form ? std::nullopt : std::optional(spoken_entry(subject.group, subject.entry, said));
  }

  std::optional<std::string> spoken_area(const std::optional<std::size_t>& candidate, const Area* area, FormulatedSentence& said) {
    if (candidate && is_unspoken(*candidate)) return std::nullopt;
    if (candidate) {
      add_once(said.answers, evidence_for(assessment_->candidates[*candidate]));
      area = assessment_->candidates[*candidate].area->area;
    }
    return area == nullptr ? std::nullopt : std::optional(in_a_sentence(area->title.in(language_)));
  }

  std::optional<std::string> spoken_cause(FormulatedSentence& said) {
    if (!focus_.runner_up) return std::nullopt;
    return spoken_code(assessment_->candidates[*focus_.runner_up].because_of, said);
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
    const Answer& person = listed.answers[event_slot::person];
    const auto tie = person.given() ? form().find_entry(Group::relationships, person.text) : std::nullopt;
    if (tie && is_death(entry) && !report_->words->death_of.empty()) {
      std::string words;
      for (const TextPiece& piece : pieces_of(report_->words->death_of.in(language_))) words += piece.is_placeholder ? spoken_entry(Group::relationships, *tie, said) : piece.text;
      return words;
    }
    return fmt::format("{}{}({})", phrase(group, entry, slot), glue, listed.code);
  }

  bool is_death(std::size_t event) const {
    const Variable kind{Group::events, event, event_slot::kind};
    const Answer& answer = answer_of(form(), kind);
    if (!answer.given()) return false;
    const auto& tags = question_of(form(), kind).options[static_cast<std::size_t>(std::countr_zero(answer.chosen))].tags;
    return std::find(tags.begin(), tags.end(), report_->words->deaths) != tags.end();
  }

  std::string phrase(Group group, std::size_t entry, std::size_t slot) const {
    const Variable variable{group, entry, slot};
    const std::string value = to_text(answer_of(form(), variable), question_of(form(), variable));
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
      if (state().evaluate(list.where, subject) != Truth::yes || is_blocked(subject)) continue;
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
    const auto about = [&](const Candidate& candidate) { return candidate.subject.group == subject.group && candidate.subject.entry == subject.entry && candidate.blocked == Truth::yes; };
    return std::any_of(assessment_->candidates.begin(), assessment_->candidates.end(), about);
  }

  std::optional<std::string> spoken_address(std::string_view address, bool with_in, const Subject& subject, FormulatedSentence& said) {
    const auto meaning = Addresses(*state().compiled().layout, subject.group, derived_).resolve(address);
    if (!meaning) return std::nullopt;
    const auto kind = static_cast<FactKind>(meaning->reference.kind);
    if (kind == FactKind::score) return spoken_score(meaning->reference.index, static_cast<Scope>(meaning->reference.scope), said);
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
      case AnswerType::entry: return spoken_code(answer.text, said);
      case AnswerType::text: return std::nullopt;
      default: break;
    }
    const bool is_kind = variable.group == Group::events && variable.slot == event_slot::kind;
    const bool is_role = variable.group == Group::relationships && variable.slot == relationship_slot::role;
    if (is_kind) return phrase(variable.group, variable.entry, variable.slot);
    if (is_role) return spoken_entry(variable.group, variable.entry, said);
    return in_a_sentence(label_of(form(), variable, language_));
  }

  std::optional<std::string> spoken_score(std::size_t index, Scope scope, FormulatedSentence& said) {
    if (scope != Scope::form) return std::nullopt;
    const ScoreValue& value = state().score(Group::form, 0, index);
    if (!value.value) return std::nullopt;
    for (const AssessedScore& score : assessment_->scores) {
      if (state().compiled().layout->find_score(Group::form, score.address()) == index) said.scores.push_back(fmt::format("{}{}={}{}", score.address(), glue, glue, two_places(*value.value)));
    }
    return two_places(*value.value);
  }

  const Assessment* assessment_;
  const CompiledReport* report_;
  std::string_view language_;
  MainFocus focus_;
  std::vector<Addresses::Derived> derived_;
};

}  // namespace

std::string in_a_sentence(std::string_view label) {
  std::string words(label);
  const bool initials = words.size() > 1 && words[1] >= 'A' && words[1] <= 'Z';
  if (!words.empty() && words[0] >= 'A' && words[0] <= 'Z' && !initials) words[0] = static_cast<char>(words[0] - 'A' + 'a');
  return words;
}

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
    return std::any_of(suggestion.focus.begin(), suggestion.focus.end(), [&](const SuggestedFocus& one) { return one.candidate == candidate; });
  };
  // Beside another focus that was agreed on, nothing suggested is the second.
  const bool as_suggested = !suggestion.focus.empty() && suggestion.focus.front().candidate == focus.candidate;
  for (const SuggestedFocus& one : suggestion.focus) {
    if (as_suggested && !focus.second && one.candidate != focus.candidate) focus.second = one.candidate;
  }
  for (const std::size_t candidate : suggestion.ranking) {
    if (!focus.runner_up && !is_suggested(candidate) && candidate != focus.candidate) focus.runner_up = candidate;
  }
  return focus;
}

std::vector<FormulatedSentence> formulate(const Assessment& assessment, const CompiledReport& report, std::string_view language) {
  if (!assessment.suggestion) return {};
  return Formulator(assessment, report, language).run();
}

std::string date_in_words(const PartialDate& date, std::string_view language) {
  constexpr std::array<std::string_view, 12> months = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
  if (language != "en" || date.month == 0) return to_text(date);
  const std::string month = fmt::format("{}{}{}", months[static_cast<std::size_t>(date.month - 1)], glue, date.year);
  return date.day == 0 ? month : fmt::format("{}{}{}", date.day, glue, month);
}

}  // namespace ipi::report
