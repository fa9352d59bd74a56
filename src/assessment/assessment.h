#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assessment/readings.h"
#include "focus/bounded.h"
#include "focus/candidate.h"
#include "focus/form_state.h"
#include "focus/suggestion.h"
#include "focus/treatment_plan.h"
#include "inventory/form.h"
#include "scoring/scorer.h"

namespace ipi {

/// One score of one slice of answers.
struct AssessedScore {
  const Instrument* instrument = nullptr;
  const Score* score = nullptr;
  ScoreValue value;
  std::string reason;  ///< why there is no value
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
  std::string_view rule;  ///< "suicide_red", "phq9.item_9"; the definitions'
  bool red = true;        ///< else amber
  std::string_view statement;
  std::vector<Variable> answers;  ///< that it rests on, or that are missing
  const Source* source = nullptr;
  std::string code;           ///< of the entry that it is about; empty: the form
  bool is_private = false;    ///< a report leaves it out unless asked for
  bool not_assessed = false;  ///< an item's condition that cannot be told: nothing was reported, and nothing ruled out
};

/// What safety comes to; a value of its own where the form has no question about it.
enum class SafetyStatus : std::uint8_t { red, amber, nothing_reported, not_asked };
[[nodiscard]] std::string_view to_text(SafetyStatus status);

/// Something to consider before the treatment begins.
struct SuitabilityFinding {
  const Consideration* rule = nullptr;
  std::vector<Variable> answers;  ///< that it rests on
  std::string code;               ///< of the entry that it is about; empty: the form
};

/// A total worked out elsewhere, held against ours.
struct DeclaredComparison {
  const DeclaredScore* declared = nullptr;
  std::optional<Rational> computed;
  std::string working;  ///< how ours comes about: "2 + 1 + 3 = 6, sum of 3 of 3 answers"
  [[nodiscard]] bool agrees() const { return computed && *computed == declared->value; }
};

/// Everything computed from one form. Refers to the form and the compiled protocol.
struct Assessment {
  Assessment(const Compiled& compiled, const Form& form) : state(compiled, form) {}
  /// Begins anew with another form, in the room that this one has.
  void begin(const Compiled& compiled, const Form& form);

  FormState state;
  SafetyStatus safety_status = SafetyStatus::not_asked;
  std::vector<SafetyFinding> safety;
  std::vector<SuitabilityFinding> suitability;
  std::vector<AssessedScore> scores;
  std::vector<AssessedRelationship> relationships;
  std::vector<Candidate> candidates;
  std::optional<Suggestion> suggestion;              ///< absent where the protocol has no focus model
  std::optional<Bounded> bounded;                    ///< what could change it; absent without a focus model
  std::vector<OtherSuggestion> other_schools;        ///< those that would suggest something else
  std::optional<TreatmentPlan> treatment_plan;       ///< absent without a focus or a plan
  std::vector<PlannedArea> blocked;                  ///< ties outside the plan that must not be renegotiated
  std::vector<const ExpectedRoles*> unlisted_roles;  ///< nobody of these is listed, though relationships were asked for
  std::vector<DeclaredComparison> declared;
  std::vector<Variable> unanswered;  ///< questions that apply, or may, and have no answer; in protocol order
  std::vector<Variable> unused;      ///< answers given to questions that do not apply
};

/// How much is worked out.
enum class AssessmentDepth : std::uint8_t {
  whole,
  row  ///< safety, scores, candidates, the suggestion and answers that are not used: what a row of a table rests on;
       ///< neither the answers behind findings nor why a score or band is missing
};

/// Under the reading chosen, compared with the other schools'.
[[nodiscard]] Assessment assess(const Readings& readings, const Form& form,
                                AssessmentDepth depth = AssessmentDepth::whole);
/// The same in the room of another assessment.
void assess(const Readings& readings, const Form& form, AssessmentDepth depth, Assessment& into);
/// Without any other to compare with.
[[nodiscard]] inline Assessment assess(const Compiled& compiled, const Form& form) {
  return assess(Readings{&compiled, {}}, form);
}

/// Every score of one slice of answers, in the order of the instruments.
[[nodiscard]] std::vector<AssessedScore> assess_scores(const FormState& state, Group group, std::size_t entry,
                                                       AssessmentDepth depth = AssessmentDepth::whole);

/// Safety alone, as it is looked at even in a form that is rejected for another fault.
[[nodiscard]] std::vector<SafetyFinding> find_safety(const FormState& state,
                                                     AssessmentDepth depth = AssessmentDepth::whole);

/// The answers that make a condition true: of alternatives only those that hold, and not what merely opened a branch.
[[nodiscard]] std::vector<Variable> answers_behind(const FormState& state, const Expression& condition,
                                                   const Subject& subject);

/// The answers that a piece of evidence rests on: where it holds those that make it hold, else all that it looks at.
[[nodiscard]] std::vector<Variable> answers_of(const FormState& state, const Candidate& candidate,
                                               const Evidence& evidence);

/// "phq9.9", "P1.own_tie.differs", "E1.mourning".
[[nodiscard]] std::string address_of(const Form& form, const Variable& variable);
[[nodiscard]] const Answer& answer_of(const Form& form, const Variable& variable);
[[nodiscard]] const Question& question_of(const Form& form, const Variable& variable);

/// The option chosen, by its label ("Partner or spouse"); else the answer as the form has it.
[[nodiscard]] std::string label_of(const Form& form, const Variable& variable, std::string_view language);
/// An entry as people name it: "E1, a parent died, 2025-08, P2 (mother)", "P1 (partner or spouse)". Empty for the
/// form's own.
[[nodiscard]] std::string subject_in_words(const Form& form, const Subject& subject, std::string_view language);

}  // namespace ipi
