#include "focus/suggestion.h"

#include <fmt/format.h>

#include <algorithm>

#include "focus/tie_facts.h"

namespace ipi {
namespace {

/// Words and strengths around the decision over one form's candidates.
class Advice {
 public:
  Advice(const FormState& state, const std::vector<Candidate>& candidates)
      : state_(&state), candidates_(&candidates), figures_(&state.compiled().model->combination) {}

  Suggestion run() {
    note_gates();
    const std::vector<Contender> contenders = contenders_of(*state_, *candidates_);
    const ContestResult result = decide(contenders, figures_of(*figures_));
    result_.margin = margin_of(contenders, result);
    result_.verdict = result.verdict;
    result_.ranking = result.ranking;
    for (const std::size_t index : result.focus) result_.focus.push_back({index, Strength::possible});
    if (result.settled_by_cause) note_causes();
    if (result.settled_by_patient) result_.notes.emplace_back("A near tie; the patient's own view decides it.");
    if (!result_.focus.empty()) rate();
    return std::move(result_);
  }

 private:
  const Candidate& candidate(std::size_t index) const { return (*candidates_)[index]; }

  void note_gates() {
    for (const CompiledGate& gate : state_->compiled().gates) {
      const Truth holds = state_->evaluate(gate.holds, {});
      const bool is_settled = !gate.settled || state_->evaluate(*gate.settled, {}) == Truth::yes;
      if (holds == Truth::yes || (holds == Truth::no && is_settled)) continue;
      result_.provisional = true;
      result_.notes.emplace_back(gate.gate->unknown.original());
    }
  }

  void note_causes() {
    const int floor = candidate(result_.focus.front().candidate).points - figures_->near_tie;
    for (const std::size_t index : result_.ranking) {
      const Candidate& mine = candidate(index);
      if (mine.because_of.empty() || mine.points < floor) continue;
      result_.notes.push_back(
          fmt::format("{} ranks below what it came after and because of ({}).", name_of(mine), mine.because_of));
    }
  }

  static std::string name_of(const Candidate& mine) {
    const std::string_view title = mine.area->area->title.original();
    return mine.code.empty() ? std::string(title) : fmt::format("{} ({})", title, mine.code);
  }

  void rate() {
    for (SuggestedFocus& focus : result_.focus) {
      const bool agreed = is_agreed(focus.candidate);
      result_.agreed = result_.agreed || agreed;
      focus.strength = strength_of(focus.candidate, agreed);
      note_recheck(focus.candidate);
    }
  }

  bool is_agreed(std::size_t index) const {
    const auto& agreed = state_->form().focus_agreed;
    const Candidate& mine = candidate(index);
    return agreed && agreed->by_patient && agreed->area == mine.area->area->id &&
           (agreed->subject.empty() || agreed->subject == mine.code);
  }

  Strength strength_of(std::size_t index, bool agreed) const {
    const Candidate& mine = candidate(index);
    const Verdict verdict = agreed ? Verdict::focus : result_.verdict;
    Strength strength = ipi::strength_of(*figures_, verdict, mine.points, result_.margin,
                                         agreed ? Strength::clear : mine.area->area->cap);
    if (mine.blocked == Truth::unknown) strength = std::min(strength, mine.area->area->renegotiation->unknown_cap);
    if (!is_checked(mine)) strength = std::min(strength, Strength::likely);
    return strength;
  }

  bool is_checked(const Candidate& mine) const {
    return !mine.area->clear_needs || state_->evaluate(*mine.area->clear_needs, mine.subject) == Truth::yes;
  }

  void note_recheck(std::size_t index) {
    const Candidate& mine = candidate(index);
    if (is_checked(mine)) return;
    for (const Translated& text : mine.area->area->recheck) result_.recheck.emplace_back(text.original());
  }

  const FormState* state_;
  const std::vector<Candidate>* candidates_;
  const Combination* figures_;
  Suggestion result_;
};

}  // namespace

std::optional<int> margin_of(std::span<const Contender> contenders, const ContestResult& result) {
  if (result.focus.empty()) return std::nullopt;
  const auto is_outside = [&](std::size_t index) {
    return std::find(result.focus.begin(), result.focus.end(), index) == result.focus.end();
  };
  const auto outside = std::find_if(result.ranking.begin(), result.ranking.end(), is_outside);
  if (outside == result.ranking.end()) return std::nullopt;
  return contenders[result.focus.front()].points - contenders[*outside].points;
}

Strength strength_of(const Combination& figures, Verdict verdict, int points, std::optional<int> margin, Strength cap) {
  if (verdict == Verdict::choose_with_patient) return Strength::possible;
  const int lead = margin.value_or(points);
  Strength strength = Strength::possible;
  if (points >= figures.likely_points && lead >= figures.likely_margin) strength = Strength::likely;
  if (points >= figures.clear_points && lead >= figures.clear_margin) strength = Strength::clear;
  return std::min(strength, cap);
}

std::vector<Contender> contenders_of(const FormState& state, const std::vector<Candidate>& candidates) {
  std::vector<Contender> contenders;
  for (const Candidate& candidate : candidates) {
    Contender contender;
    contender.area = static_cast<std::size_t>(candidate.area - state.compiled().areas.data());
    contender.residual = candidate.area->area->residual;
    contender.offered = candidate.offered;
    contender.points = candidate.points;
    contender.highest = candidate.highest;
    add_tie_facts(state, *candidate.area, candidate.subject, contender);
    contenders.push_back(contender);
  }
  return contenders;
}

Suggestion suggest(const FormState& state, const std::vector<Candidate>& candidates) {
  return Advice(state, candidates).run();
}

}  // namespace ipi
