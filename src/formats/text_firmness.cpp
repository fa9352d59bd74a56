#include <fmt/format.h>

#include <algorithm>

#include "text_parts.h"

namespace ipi {
namespace {

constexpr std::size_t shown_outcomes = 4;
constexpr std::size_t shown_sets = 2;
constexpr std::size_t shown_questions = 1;

/// The part of the page that says what could change the suggestion, what would, and what to ask.
class Firmness {
 public:
  Firmness(TextLines& lines, const PageSource& page) : lines_(&lines), page_(&page), bounded_(&*page.assessment.bounded) {}

  void add() {
    lines_->heading("HOW FIRM IS THIS");
    if (!bounded_->tried) {
      lines_->item(2, "-", 2, "There are too many entries to go through what could change this.");
      return;
    }
    add_stability();
    add_changes();
    add_questions();
    add_weights();
  }

 private:
  bool explain() const { return page_->rendering.explain; }

  std::string seat_words(std::size_t index) const {
    const Seat& seat = bounded_->seats[index];
    const std::string title(seat.area->area->title.in(page_->language()));
    if (seat.subject.group == Group::form) return title;
    return fmt::format("{}{}({})", title, glue, page_->form().entries(seat.subject.group)[seat.subject.entry].code);
  }

  std::string joined(const std::vector<std::size_t>& seats, std::string_view last) const {
    std::string words;
    for (std::size_t i = 0; i < seats.size(); ++i) {
      if (i > 0) words += i + 1 == seats.size() ? fmt::format(" {} ", last) : ", ";
      words += seat_words(seats[i]);
    }
    return words;
  }

  std::string outcome_words(const Outcome& outcome) const {
    switch (outcome.verdict) {
      case Verdict::focus: return joined(outcome.seats, "together with");
      case Verdict::choose_with_patient: return fmt::format("a choice with the patient between {}", joined(outcome.seats, "and"));
      case Verdict::none: return "no focus";
      case Verdict::not_enough_answered: break;
    }
    return "not enough answered to say";
  }

  std::string outcome_list(const std::vector<Outcome>& outcomes) const {
    std::string words;
    const std::size_t shown = explain() ? outcomes.size() : std::min(outcomes.size(), shown_outcomes);
    for (std::size_t i = 0; i < shown; ++i) words += fmt::format("{}{}", i == 0 ? "" : "; ", outcome_words(outcomes[i]));
    if (shown < outcomes.size()) words += fmt::format("; and {} more", outcomes.size() - shown);
    return words;
  }

  std::string among_words() const {
    std::vector<std::size_t> shown = bounded_->stability.among;
    const std::size_t all = shown.size();
    if (explain() || all <= 2 * shown_outcomes) return joined(shown, "or");
    shown.resize(2 * shown_outcomes);
    return fmt::format("{} and {} more", joined(shown, "or"), all - shown.size());
  }

  void add_stability() {
    const Stability& stability = bounded_->stability;
    std::string words;
    if (!stability.exact) {
      words = fmt::format("Too much is open to go through every possibility. The focus could still be any of {}: {}.", stability.among.size(), among_words());
    } else if (stability.possible.size() > 1) {
      words = fmt::format("What was left open can still lead to any of {}: {}.", stability.possible.size(), outcome_list(stability.possible));
    } else {
      words = page_->assessment.unanswered.empty() ? "Nothing is left open." : "Nothing you left open can change this; only its strength may change.";
    }
    if (stability.listed_only) words += " Deaths, changes and people that are not listed are not counted here.";
    lines_->item(2, "-", 2, words);
  }

  std::string value(const Variable& variable, const Cell& cell) const { return value_in_words(page_->assessment.state, variable, cell); }

  std::string set_words(const ChangeSet& set) const {
    std::string words = "If ";
    for (std::size_t i = 0; i < set.changes.size(); ++i) {
      const Change& change = set.changes[i];
      if (i > 0) words += " and ";
      words += fmt::format("{}{}were{}{} (now{}{}{})", address_of(page_->form(), change.variable), glue, glue, value(change.variable, change.after), glue,
                           value(change.variable, page_->assessment.state.cell(change.variable)), change.immutable ? ", a fact" : "");
    }
    return fmt::format("{}, it would be: {}.", words, outcome_words(set.outcome));
  }

  void add_changes() {
    const WouldChange& changes = bounded_->would_change;
    if (changes.total == 0) {
      lines_->item(2, "-", 2, changes.at_least ? "No single answer, nor two together, would change it; not every three were tried." : "No change of up to three answers given would change it.");
      return;
    }
    const std::size_t shown = explain() ? changes.sets.size() : std::min(changes.sets.size(), shown_sets);
    // What somebody could answer otherwise says more than a fact that is as it is.
    std::vector<const ChangeSet*> order;
    for (const ChangeSet& set : changes.sets) order.push_back(&set);
    const auto is_fact = [](const ChangeSet* set) { return std::any_of(set->changes.begin(), set->changes.end(), [](const Change& c) { return c.immutable; }); };
    std::stable_partition(order.begin(), order.end(), [&](const ChangeSet* set) { return !is_fact(set); });
    for (std::size_t i = 0; i < shown; ++i) lines_->item(2, "-", 2, set_words(*order[i]));
    if (changes.total > shown) {
      const std::string_view what = changes.size == 1 ? "single answers, each alone," : changes.size == 2 ? "pairs of answers" : "sets of three answers";
      lines_->item(2, "-", 2, fmt::format("{}{} {} would change it{}.", changes.at_least ? "At least " : "", changes.total, what, explain() ? "" : "; --explain lists them"));
    }
  }

  void add_questions() {
    const std::vector<AskNext>& asks = bounded_->ask_next;
    const std::size_t shown = explain() ? asks.size() : std::min(asks.size(), shown_questions);
    for (std::size_t i = 0; i < shown; ++i) {
      const AskNext& ask = asks[i];
      lines_->item(2, "-", 2, fmt::format("{}: {} — {}", i == 0 ? "Ask next" : "Then", address_of(page_->form(), ask.variable), question_of(page_->form(), ask.variable).text.in(page_->language())));
      add_effects(ask);
    }
  }

  /// What each answer would leave; answers that leave the same stand together.
  void add_effects(const AskNext& ask) {
    std::vector<bool> told(ask.effects.size(), false);
    for (std::size_t i = 0; i < ask.effects.size(); ++i) {
      if (told[i]) continue;
      std::string answers;
      for (std::size_t j = i; j < ask.effects.size(); ++j) {
        if (ask.effects[j].possible != ask.effects[i].possible) continue;
        told[j] = true;
        answers += fmt::format("{}{}", answers.empty() ? "" : ", ", value(ask.variable, ask.effects[j].answer));
      }
      lines_->text(6, fmt::format("{}: {}", answers, outcome_list(ask.effects[i].possible)), Tone::quiet);
    }
  }

  void add_weights() {
    const WeightSensitivity& weights = bounded_->weights;
    if (weights.degenerate) {
      if (explain()) lines_->item(2, "-", 2, "There are no two candidates that other weights could set apart.");
      return;
    }
    const Rational share(static_cast<std::int64_t>(100 * weights.kept), static_cast<std::int64_t>(weights.models));
    lines_->item(2, "-", 2, fmt::format("With every weight moved by up to 25 %, {} % of {} models suggest the same.", to_decimal(share, 1), weights.models));
  }

  TextLines* lines_;
  const PageSource* page_;
  const Bounded* bounded_;
};

}  // namespace

void add_firmness(TextLines& lines, const PageSource& page) {
  if (page.assessment.bounded) Firmness(lines, page).add();
}

}  // namespace ipi
