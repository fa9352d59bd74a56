#include "ipi/focus/suggestion.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace ipi {
namespace {

constexpr std::array<std::string_view, 4> verdict_names = {"focus", "choose_with_patient", "none", "not_enough_answered"};

/// The decision over one form's candidates.
class Decision {
 public:
  Decision(const FormState& state, const std::vector<Candidate>& candidates)
      : state_(&state), candidates_(&candidates), figures_(&state.compiled().model->combination) {}

  Suggestion run() {
    note_gates();
    for (std::size_t i = 0; i < candidates_->size(); ++i) {
      if (candidate(i).offered == Truth::yes) result_.ranking.push_back(i);
    }
    std::stable_sort(result_.ranking.begin(), result_.ranking.end(), [&](std::size_t a, std::size_t b) { return candidate(a).points > candidate(b).points; });
    if (result_.ranking.empty() || candidate(result_.ranking.front()).points < figures_->minimum) {
      result_.verdict = could_still_be() ? Verdict::not_enough_answered : Verdict::none;
      return std::move(result_);
    }
    const std::size_t tied = settle_near_tie();
    choose(tied);
    rate();
    return std::move(result_);
  }

 private:
  const Candidate& candidate(std::size_t index) const { return (*candidates_)[index]; }

  void note_gates() {
    for (const CompiledGate& gate : state_->compiled().gates) {
      if (state_->evaluate(gate.holds, {}) != Truth::unknown) continue;
      result_.provisional = true;
      result_.notes.emplace_back(gate.gate->unknown.original());
    }
  }

  bool could_still_be() const {
    return std::any_of(candidates_->begin(), candidates_->end(),
                       [&](const Candidate& c) { return c.offered != Truth::no && c.highest >= figures_->minimum; });
  }

  /// Orders the candidates within the near tie by the tie-breaks, one after the other, and returns how many share
  /// the first place once those that may settle it have spoken.
  std::size_t settle_near_tie() {
    const int best = candidate(result_.ranking.front()).points;
    std::size_t size = 0;
    while (size < result_.ranking.size() && candidate(result_.ranking[size]).points >= std::max(best - figures_->near_tie, figures_->minimum)) ++size;
    std::vector<std::vector<std::size_t>> classes = {{result_.ranking.begin(), result_.ranking.begin() + static_cast<std::ptrdiff_t>(size)}};
    std::size_t first_place = size;
    for (const CompiledTieBreak& tie_break : state_->compiled().tie_breaks) {
      std::vector<std::vector<std::size_t>> finer;
      for (const auto& equals : classes) split(tie_break, equals, finer);
      const bool told_apart = finer.front().size() < classes.front().size();
      classes = std::move(finer);
      const auto kind = tie_break.tie_break->kind;
      if (kind != TieBreak::Kind::because_of && kind != TieBreak::Kind::patient_view) continue;
      first_place = classes.front().size();
      if (told_apart) note_settled(kind, classes);
    }
    auto at = result_.ranking.begin();
    for (const auto& equals : classes) at = std::copy(equals.begin(), equals.end(), at);
    return first_place;
  }

  void note_settled(TieBreak::Kind kind, const std::vector<std::vector<std::size_t>>& classes) {
    if (kind == TieBreak::Kind::patient_view) {
      result_.notes.emplace_back("A near tie; the patient's own view decides it.");
      return;
    }
    for (const auto& equals : classes) {
      for (const std::size_t index : equals) {
        if (candidate(index).because_of.empty()) continue;
        result_.notes.push_back(fmt::format("{} ranks below what it came after and because of ({}).", name_of(index), candidate(index).because_of));
      }
    }
  }

  std::string name_of(std::size_t index) const {
    const std::string_view title = candidate(index).area->area->title.original();
    return candidate(index).code.empty() ? std::string(title) : fmt::format("{} ({})", title, candidate(index).code);
  }

  /// Appends the candidates of `equals` to `finer` as one class or more, the preferred first.
  void split(const CompiledTieBreak& tie_break, const std::vector<std::size_t>& equals, std::vector<std::vector<std::size_t>>& finer) const {
    if (equals.size() < 2) {
      finer.push_back(equals);
      return;
    }
    if (tie_break.tie_break->kind == TieBreak::Kind::latest_start) {
      split_by_date(tie_break, equals, finer);
      return;
    }
    std::vector<std::size_t> preferred, others;
    for (const std::size_t index : equals) (is_preferred(tie_break, index, equals) ? preferred : others).push_back(index);
    const bool told_apart = !preferred.empty() && !others.empty();
    if (!preferred.empty()) finer.push_back(std::move(preferred));
    if (told_apart && tie_break.tie_break->kind == TieBreak::Kind::because_of) {
      split(tie_break, others, finer);  // of a chain of causes, each link ranks below the one before
    } else if (!others.empty()) {
      finer.push_back(std::move(others));
    }
  }

  bool is_preferred(const CompiledTieBreak& tie_break, std::size_t index, const std::vector<std::size_t>& equals) const {
    const Candidate& mine = candidate(index);
    switch (tie_break.tie_break->kind) {
      case TieBreak::Kind::because_of: return !caused_by_another(index, equals);
      case TieBreak::Kind::patient_view: return seen_by_patient(tie_break, mine);
      case TieBreak::Kind::manageable: {
        const auto& prefers = tie_break.prefers[static_cast<std::size_t>(mine.subject.group)];
        return prefers && state_->evaluate(*prefers, mine.subject) == Truth::yes;
      }
      case TieBreak::Kind::latest_start: break;
    }
    return false;
  }

  /// Two that name each other as the cause are not told apart.
  bool caused_by_another(std::size_t index, const std::vector<std::size_t>& equals) const {
    const Candidate& mine = candidate(index);
    return std::any_of(equals.begin(), equals.end(), [&](std::size_t other) {
      return !mine.because_of.empty() && candidate(other).code == mine.because_of && candidate(other).because_of != mine.code;
    });
  }

  bool seen_by_patient(const CompiledTieBreak& tie_break, const Candidate& mine) const {
    const auto area = tie_break.area ? state_->variable_of(*tie_break.area, {}) : std::nullopt;
    if (!area) return false;
    const Answer& said = state_->form().answers[area->slot];
    if (!said.given() || to_text(said, *state_->compiled().layout->group(Group::form).slots[area->slot].question) != mine.area->area->id) return false;
    const auto subject = tie_break.subject ? state_->variable_of(*tie_break.subject, {}) : std::nullopt;
    if (!subject) return true;
    const Answer& whom = state_->form().answers[subject->slot];
    return !whom.given() || whom.text == "none" || mine.code.empty() || whom.text == mine.code;
  }

  void split_by_date(const CompiledTieBreak& tie_break, const std::vector<std::size_t>& equals, std::vector<std::vector<std::size_t>>& finer) const {
    std::vector<std::pair<Rational, std::size_t>> dated;
    for (const std::size_t index : equals) {
      const Subject& subject = candidate(index).subject;
      const auto& reference = tie_break.date[static_cast<std::size_t>(subject.group)];
      const auto variable = reference ? state_->variable_of(*reference, subject) : std::nullopt;
      const Interval when = variable ? state_->number(*variable) : Interval{};
      if (!when.low || !when.high || *when.low != *when.high) {
        finer.push_back(equals);  // time decides only where all of them have a date
        return;
      }
      dated.emplace_back(*when.low, index);
    }
    std::stable_sort(dated.begin(), dated.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (std::size_t i = 0; i < dated.size(); ++i) {
      if (i == 0 || dated[i].first != dated[i - 1].first) finer.emplace_back();
      finer.back().push_back(dated[i].second);
    }
  }

  void choose(std::size_t tied) {
    if (tied > 1) {
      result_.verdict = Verdict::choose_with_patient;
      for (std::size_t i = 0; i < tied; ++i) result_.focus.push_back({result_.ranking[i], Strength::possible});
      return;
    }
    result_.verdict = Verdict::focus;
    const Candidate& best = candidate(result_.ranking.front());
    result_.focus.push_back({result_.ranking.front(), Strength::possible});
    add_second(best);
  }

  /// The next of another area. Equals are told apart by the tie-breaks or not at all, never by the order of the form.
  void add_second(const Candidate& best) {
    const auto of_another = [&](std::size_t index) { return candidate(index).area != best.area; };
    const auto next = std::find_if(result_.ranking.begin(), result_.ranking.end(), of_another);
    if (next == result_.ranking.end()) return;
    const int points = candidate(*next).points;
    if (points < figures_->second_at_least || points < best.points - figures_->second_within) return;
    std::vector<std::size_t> equals;
    std::copy_if(result_.ranking.begin(), result_.ranking.end(), std::back_inserter(equals),
                 [&](std::size_t index) { return of_another(index) && candidate(index).points == points; });
    for (const CompiledTieBreak& tie_break : state_->compiled().tie_breaks) {
      std::vector<std::vector<std::size_t>> finer;
      split(tie_break, equals, finer);
      equals = std::move(finer.front());
    }
    if (equals.size() == 1) {
      result_.focus.push_back({equals.front(), Strength::possible});
      return;
    }
    std::string names;
    for (const std::size_t index : equals) names += (names.empty() ? "" : ", ") + name_of(index);
    result_.notes.push_back(fmt::format("Equal for a second focus, so none is named: {}.", names));
  }

  void rate() {
    const auto in_focus = [&](std::size_t index) {
      return std::any_of(result_.focus.begin(), result_.focus.end(), [&](const SuggestedFocus& f) { return f.candidate == index; });
    };
    const auto outside = std::find_if_not(result_.ranking.begin(), result_.ranking.end(), in_focus);
    if (outside != result_.ranking.end()) result_.margin = candidate(result_.focus.front().candidate).points - candidate(*outside).points;
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
    return agreed && agreed->by_patient && agreed->area == mine.area->area->id && (agreed->subject.empty() || agreed->subject == mine.code);
  }

  Strength strength_of(std::size_t index, bool agreed) const {
    const Candidate& mine = candidate(index);
    if (result_.verdict == Verdict::choose_with_patient && !agreed) return Strength::possible;
    // Without a rival the points alone speak.
    const int margin = result_.margin.value_or(mine.points);
    Strength strength = Strength::possible;
    if (mine.points >= figures_->likely_points && margin >= figures_->likely_margin) strength = Strength::likely;
    if (mine.points >= figures_->clear_points && margin >= figures_->clear_margin) strength = Strength::clear;
    if (!agreed) strength = std::min(strength, mine.area->area->cap);
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

std::string_view to_text(Verdict verdict) { return verdict_names[static_cast<std::size_t>(verdict)]; }

Suggestion suggest(const FormState& state, const std::vector<Candidate>& candidates) { return Decision(state, candidates).run(); }

}  // namespace ipi
