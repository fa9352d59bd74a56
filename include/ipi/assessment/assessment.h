#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ipi/focus/bounded.h"
#include "ipi/focus/candidate.h"
#include "ipi/focus/form_state.h"
#include "ipi/focus/suggestion.h"
#include "ipi/inventory/form.h"
#include "ipi/scoring/scorer.h"

namespace ipi {

/// One score of one slice of answers.
struct AssessedScore {
  const Instrument* instrument = nullptr;
  const Score* score = nullptr;
  ScoreValue value;
  std::string reason;                    ///< why there is no value
  BandResult band;
  std::vector<BandResult> other_bands;
  [[nodiscard]] std::string address() const;  ///< "phq9.total"
};

struct AssessedRelationship {
  std::size_t entry = 0;
  std::vector<AssessedScore> scores;
};

/// Something to be acted on before the inventory goes on.
struct SafetyFinding {
  std::string rule;   ///< "suicide_red", "phq9.item_9"
  bool red = true;    ///< else amber
  std::string statement;
  std::vector<Variable> answers;  ///< that it rests on, or that are missing
  const Source* source = nullptr;
};

/// A total worked out elsewhere, held against ours.
struct DeclaredComparison {
  const DeclaredScore* declared = nullptr;
  std::optional<Rational> computed;
  [[nodiscard]] bool agrees() const { return computed && *computed == declared->value; }
};

/// Everything computed from one form. Refers to the form and the compiled protocol.
struct Assessment {
  Assessment(const Compiled& compiled, const Form& form) : state(compiled, form) {}

  FormState state;
  std::vector<SafetyFinding> safety;
  std::vector<AssessedScore> scores;
  std::vector<AssessedRelationship> relationships;
  std::vector<Candidate> candidates;
  std::optional<Suggestion> suggestion;  ///< absent where the protocol has no focus model
  std::optional<Bounded> bounded;        ///< what could change it; absent without a focus model
  std::vector<DeclaredComparison> declared;
  std::vector<Variable> unanswered;      ///< questions that apply, or may, and have no answer; in protocol order
  std::vector<Variable> unused;          ///< answers given to questions that do not apply
};

[[nodiscard]] Assessment assess(const Compiled& compiled, const Form& form);

/// Safety alone, as it is looked at even in a form that is rejected for another fault.
[[nodiscard]] std::vector<SafetyFinding> find_safety(const FormState& state);

/// "phq9.9", "P1.own_tie.differs", "E1.mourning".
[[nodiscard]] std::string address_of(const Form& form, const Variable& variable);
[[nodiscard]] const Answer& answer_of(const Form& form, const Variable& variable);
[[nodiscard]] const Question& question_of(const Form& form, const Variable& variable);

/// The option chosen, by its label ("Partner or spouse"); else the answer as the form has it.
[[nodiscard]] std::string label_of(const Form& form, const Variable& variable, std::string_view language);
/// An entry as people name it: "E1, a parent died, 2025-08, P2 (mother)", "P1 (partner or spouse)". Empty for the form's own.
[[nodiscard]] std::string subject_in_words(const Form& form, const Subject& subject, std::string_view language);

}  // namespace ipi
