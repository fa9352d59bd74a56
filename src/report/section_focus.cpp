#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "report/formulation.h"
#include "report/page.h"
#include "report/score_figure.h"

namespace ipi::report {
namespace {

constexpr std::size_t most_reasons = 6, most_outcomes = 4, most_changes = 3, most_questions = 3, most_candidates = 12;

const Suggestion& suggestion_of(const Page& page) { return *page.assessment().suggestion; }

template <class Fits>
std::vector<const Evidence*> reasons(const Candidate& candidate, Fits fits) {
  std::vector<const Evidence*> found;
  for (const Evidence& evidence : candidate.evidence) {
    if (evidence.indicator->manner != ipi::Manner::excludes && fits(evidence)) found.push_back(&evidence);
  }
  std::stable_sort(found.begin(), found.end(), [](const Evidence* a, const Evidence* b) {
    return std::abs(a->indicator->weight) > std::abs(b->indicator->weight);
  });
  if (found.size() > most_reasons) found.resize(most_reasons);
  return found;
}

template <class Fits>
void add_reasons(std::vector<Block>& blocks, const Page& page, const Candidate& candidate, std::string_view heading,
                 Fits fits) {
  Items items;
  for (const Evidence* evidence : reasons(candidate, fits)) {
    const bool open = evidence->holds == Truth::unknown;
    const std::string weight =
        evidence->indicator->weight == 0 ? "0" : with_minus(signed_weight(evidence->indicator->weight));
    const std::string mark = open ? weight + "?" : evidence->holds == Truth::no ? "no" : weight;
    items.items.push_back({mark, plain(std::string(evidence->indicator->statement.in(page.language()))),
                           open ? page.open(rests_on(page.state(), candidate, *evidence))
                                : page.given(answers_of(page.state(), candidate, *evidence))});
  }
  if (items.items.empty()) return;
  blocks.emplace_back(Paragraph{strong(std::string(heading))});
  blocks.emplace_back(std::move(items));
}

void add_evidence(std::vector<Block>& blocks, const Page& page, const Candidate& candidate) {
  add_reasons(blocks, page, candidate, "For it",
              [](const Evidence& e) { return e.holds == Truth::yes && e.indicator->weight >= 0; });
  add_reasons(blocks, page, candidate, "Against it, or not so", [](const Evidence& e) {
    return (e.holds == Truth::yes && e.indicator->weight < 0) || (e.holds == Truth::no && e.indicator->weight > 0);
  });
  add_reasons(blocks, page, candidate, "Not known, and could count",
              [](const Evidence& e) { return e.holds == Truth::unknown && e.indicator->weight != 0; });
}

std::string strength_words(const Page& page, const SuggestedFocus& focus, const Candidate& candidate) {
  std::string words = fmt::format("Strength: {}, with {}.", to_text(focus.strength), points_words(candidate));
  const Strength cap = candidate.area->area->cap;
  if (page.keeps_back(*candidate.area->area) && page.source().words != nullptr) {
    words += fmt::format(" {}", page.source().words->words->private_strength.in(page.language()));
  } else if (!suggestion_of(page).agreed && focus.strength == cap && cap != Strength::clear) {
    words += fmt::format(" It is never more than {} before the patient has agreed.", to_text(cap));
  }
  return words;
}

/// Whether the tie may be renegotiated is told by private answers only.
void add_renegotiation(std::vector<Block>& blocks, const Page& page, const Candidate& candidate) {
  const auto& renegotiation = candidate.area->area->renegotiation;
  if (renegotiation && !page.keeps_back(*candidate.area->area)) {
    if (candidate.blocked == Truth::yes)
      blocks.emplace_back(Callout{
          Urgency::red, "Renegotiation blocked", plain(std::string(renegotiation->statement.in(page.language()))), {}});
    if (candidate.blocked == Truth::unknown)
      blocks.emplace_back(
          Callout{Urgency::amber, "Not known", plain(std::string(renegotiation->unknown.in(page.language()))), {}});
  }
  if (candidate.stage != nullptr)
    blocks.emplace_back(Paragraph{plain(std::string(candidate.stage->statement.in(page.language())))});
}

void add_focus(std::vector<Block>& blocks, const Page& page, const SuggestedFocus& focus) {
  const Candidate& candidate = page.assessment().candidates[focus.candidate];
  blocks.emplace_back(Subheading{title_of(page, candidate)});
  blocks.emplace_back(Paragraph{plain(strength_words(page, focus, candidate))});
  if (!candidate.because_of.empty())
    blocks.emplace_back(Paragraph{plain(fmt::format("It began after, and because of, {}.", candidate.because_of))});
  add_renegotiation(blocks, page, candidate);
  add_evidence(blocks, page, candidate);
}

void add_verdict(std::vector<Block>& blocks, const Page& page) {
  const Suggestion& suggestion = suggestion_of(page);
  // Behind a closed gate the points are no reason: whatever they are, nothing is offered.
  if (const auto gates = closed_gates(page.state()); !gates.empty()) {
    blocks.emplace_back(Paragraph{strong("No focus is suggested.")});
    for (const Gate* gate : gates)
      blocks.emplace_back(Paragraph{plain(std::string(gate->statement.in(page.language())))});
    return;
  }
  const int minimum = page.words().model()->combination.minimum;
  std::string words;
  switch (suggestion.verdict) {
    case Verdict::focus:
      words =
          suggestion.focus.size() > 1 ? "Two areas are suggested, to discuss; the one to begin with stands first." : "";
      break;
    case Verdict::choose_with_patient:
      words =
          "To choose with the patient: these are too near to each other to be told apart by the answers. What matters "
          "most to the patient decides.";
      break;
    case Verdict::none:
      words = fmt::format(
          "No focus is suggested: no area that can be offered has the {} that a suggestion needs. That is a result "
          "too, and a frequent one.",
          in_points(minimum));
      break;
    case Verdict::not_enough_answered:
      words = fmt::format(
          "Not enough is answered to suggest a focus: no area has the {} that a suggestion needs, and some could still "
          "get there.",
          in_points(minimum));
      break;
  }
  if (!words.empty()) blocks.emplace_back(Paragraph{strong(words)});
}

/// "Not offered; not so: A change ..." as one sentence, whatever its parts begin with.
std::string reason_words(const Candidate& candidate) {
  const std::string_view word = candidate.offered == Truth::no ? "not offered" : "open";
  if (candidate.because.empty()) return std::string(word);
  const std::string because = candidate.because.in_words();
  const std::size_t colon = because.find(": ");
  if (colon == std::string::npos) return fmt::format("{}: {}", word, in_a_sentence(because));
  return fmt::format("{}, {}: {}", word, in_a_sentence(because.substr(0, colon)),
                     in_a_sentence(because.substr(colon + 2)));
}

std::string offer_of(const Page& page, std::size_t index) {
  const Suggestion& suggestion = suggestion_of(page);
  const Candidate& candidate = page.assessment().candidates[index];
  const auto in_focus = std::find_if(suggestion.focus.begin(), suggestion.focus.end(),
                                     [&](const SuggestedFocus& focus) { return focus.candidate == index; });
  if (in_focus != suggestion.focus.end()) return fmt::format("suggested, {}", to_text(in_focus->strength));
  if (candidate.offered == Truth::yes)
    return candidate.because_of.empty() ? "offered"
                                        : fmt::format("offered; began after, and because of, {}", candidate.because_of);
  if (!closed_gates(page.state()).empty()) return "not offered, whatever its points";
  return reason_words(candidate);
}

std::string standing_words(const Page& page, std::size_t index) {
  const Candidate& candidate = page.assessment().candidates[index];
  const auto& renegotiation = candidate.area->area->renegotiation;
  std::string words = offer_of(page, index);
  if (renegotiation && candidate.blocked == Truth::yes && !page.keeps_back(*candidate.area->area)) {
    words += fmt::format("{} Renegotiation blocked: {}", words.ends_with('.') ? "" : ".",
                         renegotiation->statement.in(page.language()));
  }
  return words;
}

std::string figure(int points) { return with_minus(fmt::format("{}", points)); }

/// All areas on one scale, so that the eye can compare them.
Table candidates_table(const Page& page) {
  const auto& candidates = page.assessment().candidates;
  PointsBar scale;
  scale.minimum = page.words().model()->combination.minimum;
  scale.most = scale.minimum + 1;
  for (const Candidate& candidate : candidates) {
    scale.least = std::min(scale.least, candidate.lowest);
    scale.most = std::max(scale.most, candidate.highest);
  }
  Table table{fmt::format("Every area that the form has an occasion for: points now, and what open answers can make of "
                          "them; a suggestion needs {}",
                          scale.minimum),
              {"Area", "Points", "On one scale", "Lowest to highest", "Standing"},
              {1},
              {}};
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < candidates.size(); ++i) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto rank = [&](std::size_t i) {
      return std::pair(candidates[i].offered == Truth::no ? 1 : 0, -candidates[i].points);
    };
    return rank(a) < rank(b);
  });
  for (const std::size_t i : order) {
    if (table.rows.size() == most_candidates) break;
    const Candidate& candidate = candidates[i];
    PointsBar bar = scale;
    bar.points = candidate.points;
    bar.lowest = candidate.lowest;
    bar.highest = candidate.highest;
    bar.counts = candidate.offered != Truth::no;
    bar.title = fmt::format("{} points, {} to {}", candidate.points, candidate.lowest, candidate.highest);
    table.rows.push_back({{plain(title_of(page, candidate)), {}, {}, false},
                          {strong(figure(candidate.points)), {}, {}, false},
                          {{}, {}, draw_points(bar), false},
                          {plain(fmt::format("{} to {}{}", figure(candidate.lowest), figure(candidate.highest),
                                             candidate.exact ? "" : ", at the outside")),
                           {},
                           {},
                           false},
                          {plain(standing_words(page, i)), {}, {}, false}});
  }
  return table;
}

/// A value as the page says it: by its label, a date in words.
std::string value_label(const Page& page, const Variable& variable, const ipi::Cell& cell) {
  const Question& question = question_of(page.form(), variable);
  if (question.type == AnswerType::choice)
    return std::string(
        question.options[static_cast<std::size_t>(std::countr_zero(cell.possible))].label.in(page.language()));
  return value_in_words(page.state(), variable, cell);
}

/// The answers to be otherwise, in the words of their questions.
Item change_item(const Page& page, const ChangeSet& set) {
  std::string words = "If ";
  Text addresses;
  for (const Change& change : set.changes) {
    const Subject subject{change.variable.group, change.variable.entry};
    const std::string who = subject.group == Group::form
                                ? ""
                                : fmt::format(" ({})", page.form().entries(subject.group)[subject.entry].code);
    const bool first = addresses.empty();
    words += fmt::format("{}“{}”{} were answered “{}”, not “{}”", first ? "" : " and ",
                         question_of(page.form(), change.variable).text.in(page.language()), who,
                         value_label(page, change.variable, change.after),
                         value_label(page, change.variable, page.state().cell(change.variable)));
    addresses.push_back(
        {fmt::format("{}{}", first ? "" : ", ", address_of(page.form(), change.variable)), Voice::code});
  }
  return {"", plain(fmt::format("{}, it would be: {}.", words, outcome_words(page.words(), set.outcome))),
          std::move(addresses)};
}

/// Of what would change it the answers that somebody could give otherwise: that all would be otherwise had somebody not
/// died, or were younger, nobody needs to read.
void add_changes(Items& items, const Page& page, WouldChange changes) {
  const auto is_fact = [](const ChangeSet& set) {
    return std::any_of(set.changes.begin(), set.changes.end(), [](const Change& change) { return change.immutable; });
  };
  const std::size_t facts = std::erase_if(changes.sets, is_fact);
  changes.total -= facts;
  if (facts > 0 && changes.total == 0) {
    items.items.push_back(
        {"", plain("Only facts of this life, such as an age or a date, would change it by themselves."), {}});
    return;
  }
  const std::size_t shown = std::min(changes.sets.size(), most_changes);
  for (std::size_t i = 0; i < shown; ++i) items.items.push_back(change_item(page, changes.sets[i]));
  if (const std::string more =
          further_changes_words(changes, shown, shown == 0 ? "" : fmt::format(", the {} above among them", shown));
      !more.empty())
    items.items.push_back({"", plain(more), {}});
}

void add_firmness(std::vector<Block>& blocks, const Page& page) {
  if (!page.assessment().bounded) return;
  const Bounded& bounded = *page.assessment().bounded;
  blocks.emplace_back(Subheading{"What would change it"});
  if (!bounded.tried) {
    blocks.emplace_back(Paragraph{plain("There are too many entries to go through what could change this.")});
    return;
  }
  Items items;
  items.items.push_back(
      {"", plain(stability_words(page.words(), most_outcomes)), page.open(bounded.stability.deciding)});
  add_changes(items, page, bounded.would_change);
  if (const std::string weights = weights_words(bounded.weights); !weights.empty())
    items.items.push_back({"", plain(weights), {}});
  blocks.emplace_back(std::move(items));
}

void add_questions(std::vector<Block>& blocks, const Page& page) {
  if (!page.assessment().bounded) return;
  Items items;
  for (const AskNext& ask : page.assessment().bounded->ask_next) {
    if (items.items.size() == most_questions) break;
    if (!page.speaks_of(ask.variable)) continue;
    std::string effects;
    for (const auto& [answers, outcomes] : effects_of(page.words(), ask))
      effects += fmt::format("{}{}: {}", effects.empty() ? "" : " · ", answers,
                             outcome_list(page.words(), outcomes, most_outcomes));
    Text question = code(address_of(page.form(), ask.variable));
    question.push_back(
        {fmt::format(" {}", question_of(page.form(), ask.variable).text.in(page.language())), Voice::plain});
    items.items.push_back({"", std::move(question), quiet(effects)});
  }
  if (items.items.empty()) return;
  blocks.emplace_back(Subheading{"What to ask next"});
  blocks.emplace_back(std::move(items));
}

void add_cautions(std::vector<Block>& blocks, const Page& page) {
  const Suggestion& suggestion = suggestion_of(page);
  Items items;
  if (suggestion.provisional) items.items.push_back({"", strong("Provisional, until what follows is settled."), {}});
  for (const std::string& note : suggestion.notes) items.items.push_back({"", plain(note), {}});
  for (const std::string& check : suggestion.recheck) items.items.push_back({"", plain(check), {}});
  for (const OtherSuggestion& other : page.assessment().other_schools) {
    std::string focus;
    for (const auto& [area, subject] : other.focus)
      focus += fmt::format("{}{}{}", focus.empty() ? "" : " and ", area->title.in(page.language()),
                           subject.empty() ? "" : fmt::format(" ({})", subject));
    if (focus.empty()) focus = other.verdict == Verdict::none ? "no focus" : "not enough answered to say";
    items.items.push_back(
        {"",
         plain(fmt::format("Read by another school, {}, the suggestion would be: {}{}.", other.convention, focus,
                           other.verdict == Verdict::choose_with_patient ? ", to choose with the patient" : "")),
         quiet(fmt::format("{}", fmt::join(other.why, " ")))});
  }
  if (items.items.empty()) return;
  blocks.emplace_back(Subheading{"Look again before accepting it"});
  blocks.emplace_back(std::move(items));
}

/// The patient's own view, which the suggestion never overrules; in their words only where free text was asked for.
void add_own_view(std::vector<Block>& blocks, const Page& page) {
  const CompiledReport* words = page.source().words;
  if (words == nullptr) return;
  Facts facts;
  const auto add = [&](std::string_view label, const std::optional<std::size_t>& slot, bool quoted) {
    if (!slot) return;
    const Variable variable{Group::form, 0, *slot};
    if (!answer_of(page.form(), variable).given() || !page.speaks_of(variable)) return;
    facts.facts.push_back({std::string(label),
                           plain(quoted ? fmt::format("“{}”", page.answer(variable)) : page.answer(variable)), false,
                           true});
  };
  add("The patient's view", words->view_area, false);
  add("Which is about", words->view_subject, false);
  if (page.options().notes) add("In their own words", words->view_words, true);
  if (!facts.facts.empty()) blocks.emplace_back(std::move(facts));
}

}  // namespace

std::vector<Block> focus_section(const Page& page) {
  if (!page.assessment().suggestion) return {};
  std::vector<Block> blocks;
  std::string school = fmt::format("Convention: {}", page.words().model()->convention);
  if (!page.words().model()->contexts.empty())
    school += fmt::format(", with {}", fmt::join(page.words().model()->contexts, ", "));
  blocks.emplace_back(Paragraph{quiet(fmt::format("{}. {}", school, disclaimer))});
  add_own_view(blocks, page);
  add_verdict(blocks, page);
  for (const SuggestedFocus& focus : suggestion_of(page).focus) add_focus(blocks, page, focus);
  if (!page.assessment().candidates.empty()) {
    blocks.emplace_back(Subheading{"The areas side by side"});
    blocks.emplace_back(candidates_table(page));
    const std::size_t all = page.assessment().candidates.size();
    if (all > most_candidates)
      blocks.emplace_back(Paragraph{quiet(fmt::format(
          "{} more have fewer points or are not offered; 'ipi score' lists them.", all - most_candidates))});
  }
  add_firmness(blocks, page);
  add_questions(blocks, page);
  add_cautions(blocks, page);
  return blocks;
}

}  // namespace ipi::report
