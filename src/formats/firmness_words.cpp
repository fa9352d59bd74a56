#include <fmt/format.h>

#include <algorithm>

#include "formats/page_words.h"

namespace ipi {
namespace {

std::string seat_words(const PageSource& page, std::size_t index) {
  const Seat& seat = page.assessment.bounded->seats[index];
  const std::string title(seat.area->area->title.in(page.language()));
  if (seat.subject.group == Group::form) return title;
  return fmt::format("{}{}({})", title, glue, page.form().entries(seat.subject.group)[seat.subject.entry].code);
}

std::string joined(const PageSource& page, const std::vector<std::size_t>& seats, std::string_view last) {
  std::string words;
  for (std::size_t i = 0; i < seats.size(); ++i) {
    if (i > 0) words += i + 1 == seats.size() ? fmt::format(" {} ", last) : ", ";
    words += seat_words(page, seats[i]);
  }
  return words;
}

std::string among_words(const PageSource& page, std::size_t most) {
  std::vector<std::size_t> shown = page.assessment.bounded->stability.among;
  const std::size_t all = shown.size();
  if (all <= most) return joined(page, shown, "or");
  shown.resize(most);
  return fmt::format("{} and {} more", joined(page, shown, "or"), all - shown.size());
}

}  // namespace

std::string outcome_words(const PageSource& page, const Outcome& outcome) {
  switch (outcome.verdict) {
    case Verdict::focus:
      return joined(page, outcome.seats, "together with");
    case Verdict::choose_with_patient:
      return fmt::format("a choice with the patient between {}", joined(page, outcome.seats, "and"));
    case Verdict::none:
      return "no focus";
    case Verdict::not_enough_answered:
      break;
  }
  return "not enough answered to say";
}

std::string outcome_list(const PageSource& page, const std::vector<Outcome>& outcomes, std::size_t most) {
  std::string words;
  const std::size_t shown = std::min(outcomes.size(), most);
  for (std::size_t i = 0; i < shown; ++i)
    words += fmt::format("{}{}", i == 0 ? "" : "; ", outcome_words(page, outcomes[i]));
  if (shown < outcomes.size()) words += fmt::format("; and {} more", outcomes.size() - shown);
  return words;
}

std::string stability_words(const PageSource& page, std::size_t most) {
  const Stability& stability = page.assessment.bounded->stability;
  std::string words;
  if (!stability.exact) {
    words = fmt::format("Too much is open to go through every possibility. The focus could still be any of {}: {}.",
                        stability.among.size(), among_words(page, 2 * std::min(most, stability.among.size())));
  } else if (stability.possible.size() > 1) {
    words = fmt::format("What was left open can still lead to any of {}: {}.", stability.possible.size(),
                        outcome_list(page, stability.possible, most));
  } else {
    words = page.assessment.unanswered.empty() ? "Nothing is left open."
                                               : "Nothing you left open can change this; only its strength may change.";
  }
  if (stability.listed_only) words += " Deaths, changes and people that are not listed are not counted here.";
  return words;
}

std::string change_words(const PageSource& page, const ChangeSet& set) {
  const FormState& state = page.assessment.state;
  std::string words = "If ";
  for (std::size_t i = 0; i < set.changes.size(); ++i) {
    const Change& change = set.changes[i];
    if (i > 0) words += " and ";
    words += fmt::format("{}{}were{}{} (now{}{}{})", address_of(page.form(), change.variable), glue, glue,
                         value_in_words(state, change.variable, change.after), glue,
                         value_in_words(state, change.variable, state.cell(change.variable)),
                         change.immutable ? ", a fact" : "");
  }
  return fmt::format("{}, it would be: {}.", words, outcome_words(page, set.outcome));
}

std::vector<const ChangeSet*> ordered_changes(const WouldChange& changes) {
  // What somebody could answer otherwise says more than a fact that is as it is.
  std::vector<const ChangeSet*> order;
  for (const ChangeSet& set : changes.sets) order.push_back(&set);
  const auto is_fact = [](const ChangeSet* set) {
    return std::any_of(set->changes.begin(), set->changes.end(), [](const Change& c) { return c.immutable; });
  };
  std::stable_partition(order.begin(), order.end(), [&](const ChangeSet* set) { return !is_fact(set); });
  return order;
}

std::string further_changes_words(const WouldChange& changes, std::size_t shown, std::string_view where) {
  if (changes.total == 0) {
    return changes.at_least ? "No single answer, nor two together, would change it; not every three were tried."
                            : "No change of up to three answers given would change it.";
  }
  if (changes.total <= shown) return {};
  if (changes.total == 1 && changes.size == 1) return fmt::format("One answer, by itself, would change it{}.", where);
  const std::string_view what = changes.size == 1   ? "single answers, each alone,"
                                : changes.size == 2 ? "pairs of answers"
                                                    : "sets of three answers";
  return fmt::format("{}{} {} would change it{}.", changes.at_least ? "At least " : "", changes.total, what, where);
}

std::vector<std::pair<std::string, std::vector<Outcome>>> effects_of(const PageSource& page, const AskNext& ask) {
  std::vector<std::pair<std::string, std::vector<Outcome>>> effects;
  for (const AskNext::Effect& effect : ask.effects) {
    const std::string answer = value_in_words(page.assessment.state, ask.variable, effect.answer);
    const auto same = std::find_if(effects.begin(), effects.end(),
                                   [&](const auto& known) { return known.second == effect.possible; });
    if (same == effects.end()) {
      effects.emplace_back(answer, effect.possible);
    } else {
      same->first += fmt::format(", {}", answer);
    }
  }
  return effects;
}

std::string weights_words(const WeightSensitivity& weights) {
  if (weights.degenerate) return {};
  const Rational share(static_cast<std::int64_t>(100 * weights.kept), static_cast<std::int64_t>(weights.models));
  return fmt::format("With every weight moved by up to 25 %, {} % of {} models suggest the same.", to_decimal(share, 1),
                     weights.models);
}

}  // namespace ipi
