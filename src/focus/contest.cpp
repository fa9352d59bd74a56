#include "focus/contest.h"

#include <algorithm>
#include <array>

namespace ipi {
namespace {

constexpr std::array<std::string_view, 4> verdict_names = {"focus", "choose_with_patient", "none",
                                                           "not_enough_answered"};

using Class = std::vector<std::size_t>;  // contenders not told apart

/// Whether a tie-break may name the first, not only order the list.
bool can_settle(TieBreak::Kind kind) {
  return kind == TieBreak::Kind::because_of || kind == TieBreak::Kind::patient_view;
}

class Round {
 public:
  Round(std::span<const Contender> contenders, const ContestFigures& figures)
      : contenders_(contenders), figures_(&figures) {}

  ContestResult run() {
    for (std::size_t i = 0; i < contenders_.size(); ++i) {
      if (contenders_[i].offered == Truth::yes) result_.ranking.push_back(i);
    }
    std::stable_sort(result_.ranking.begin(), result_.ranking.end(),
                     [&](std::size_t a, std::size_t b) { return points(a) > points(b); });
    if (result_.ranking.empty() || points(result_.ranking.front()) < figures_->minimum) {
      result_.verdict = could_still_be() ? Verdict::not_enough_answered : Verdict::none;
      return std::move(result_);
    }
    const Class leaders = rank_near_tie();
    result_.verdict = leaders.size() > 1 ? Verdict::choose_with_patient : Verdict::focus;
    result_.focus.assign(result_.ranking.begin(),
                         result_.ranking.begin() + static_cast<std::ptrdiff_t>(leaders.size()));
    if (result_.verdict == Verdict::focus) add_second();
    return std::move(result_);
  }

 private:
  int points(std::size_t index) const { return contenders_[index].points; }

  bool could_still_be() const {
    return std::any_of(contenders_.begin(), contenders_.end(),
                       [&](const Contender& c) { return c.offered != Truth::no && c.highest >= figures_->minimum; });
  }

  /// Reorders the near tie at the head of the ranking and returns those that share the first place.
  Class rank_near_tie() {
    const int floor = std::max(points(result_.ranking.front()) - figures_->near_tie, figures_->minimum);
    const auto end =
        std::find_if(result_.ranking.begin(), result_.ranking.end(), [&](std::size_t i) { return points(i) < floor; });
    std::vector<Class> classes = {Class(result_.ranking.begin(), end)};
    Class leaders = classes.front();
    if (leaders.size() == 1) return leaders;
    for (const TieBreak::Kind kind : figures_->break_ties) {
      classes = refine(kind, classes);
      if (!can_settle(kind)) continue;
      const bool narrowed = classes.front().size() < leaders.size();
      (kind == TieBreak::Kind::because_of ? result_.settled_by_cause : result_.settled_by_patient) |= narrowed;
      leaders = classes.front();
    }
    auto at = result_.ranking.begin();
    for (const Class& equals : classes) at = std::copy(equals.begin(), equals.end(), at);
    return leaders;
  }

  std::vector<Class> refine(TieBreak::Kind kind, const std::vector<Class>& classes) const {
    std::vector<Class> finer;
    for (const Class& equals : classes) split(kind, equals, finer);
    return finer;
  }

  void split(TieBreak::Kind kind, const Class& equals, std::vector<Class>& finer) const {
    if (equals.size() < 2) {
      finer.push_back(equals);
      return;
    }
    if (kind == TieBreak::Kind::latest_start) {
      split_by_start(equals, finer);
      return;
    }
    Class preferred;
    Class others;
    for (const std::size_t index : equals) (is_preferred(kind, index, equals) ? preferred : others).push_back(index);
    const bool told_apart = !preferred.empty() && !others.empty();
    if (!preferred.empty()) finer.push_back(std::move(preferred));
    if (told_apart && kind == TieBreak::Kind::because_of) {
      split(kind, others, finer);  // of a chain of causes, each link ranks below the one before
    } else if (!others.empty()) {
      finer.push_back(std::move(others));
    }
  }

  bool is_preferred(TieBreak::Kind kind, std::size_t index, const Class& equals) const {
    const Contender& mine = contenders_[index];
    if (kind == TieBreak::Kind::patient_view) return mine.seen_by_patient;
    if (kind == TieBreak::Kind::manageable) return mine.manageable;
    if (!mine.cause) return true;
    // Two that name each other are not told apart.
    return std::none_of(equals.begin(), equals.end(), [&](std::size_t other) {
      return other != index && contenders_[other].subject == mine.cause && contenders_[other].cause != mine.subject;
    });
  }

  void split_by_start(const Class& equals, std::vector<Class>& finer) const {
    // Time decides only where all of them have a date.
    if (std::any_of(equals.begin(), equals.end(), [&](std::size_t i) { return !contenders_[i].start; })) {
      finer.push_back(equals);
      return;
    }
    Class sorted = equals;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](std::size_t a, std::size_t b) { return *contenders_[a].start > *contenders_[b].start; });
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      if (i == 0 || contenders_[sorted[i]].start != contenders_[sorted[i - 1]].start) finer.emplace_back();
      finer.back().push_back(sorted[i]);
    }
  }

  /// The best of another area, if it is near enough and one alone.
  void add_second() {
    const std::size_t first = result_.focus.front();
    Class others;
    for (const std::size_t index : result_.ranking) {
      if (contenders_[index].area != contenders_[first].area) others.push_back(index);
    }
    if (others.empty()) return;
    const int best = points(*std::max_element(others.begin(), others.end(),
                                              [&](std::size_t a, std::size_t b) { return points(a) < points(b); }));
    if (best < figures_->second_at_least || best < points(first) - figures_->second_within) return;
    others.erase(std::remove_if(others.begin(), others.end(), [&](std::size_t i) { return points(i) < best; }),
                 others.end());
    std::vector<Class> classes = {others};
    for (const TieBreak::Kind kind : figures_->break_ties) {
      if (can_settle(kind)) classes = refine(kind, classes);
    }
    if (classes.front().size() == 1) result_.focus.push_back(classes.front().front());
  }

  std::span<const Contender> contenders_;
  const ContestFigures* figures_;
  ContestResult result_;
};

}  // namespace

std::string_view to_text(Verdict verdict) { return verdict_names[static_cast<std::size_t>(verdict)]; }

ContestFigures figures_of(const Combination& combination) {
  ContestFigures figures{
      combination.minimum, combination.near_tie, combination.second_at_least, combination.second_within, {}};
  for (const TieBreak& tie_break : combination.break_ties) figures.break_ties.push_back(tie_break.kind);
  return figures;
}

Truth residual_offer(std::span<const Contender> contenders, const Contender& residual, bool lists_are_whole) {
  Truth offer = residual.offered;
  if (!lists_are_whole && offer == Truth::yes) offer = Truth::unknown;
  for (const Contender& other : contenders) {
    if (other.residual || other.offered == Truth::no) continue;
    if (other.offered == Truth::yes) return Truth::no;
    if (offer == Truth::yes) offer = Truth::unknown;
  }
  return offer;
}

ContestResult decide(std::span<const Contender> contenders, const ContestFigures& figures) {
  return Round(contenders, figures).run();
}

}  // namespace ipi
