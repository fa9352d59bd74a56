#include <fmt/format.h>

#include <algorithm>

#include "formats/text_parts.h"

namespace ipi {
namespace {

constexpr std::size_t weight_width = 4;  // "+3" and a gap
constexpr std::size_t most_reasons = 6;  // the strongest; --explain gives all

bool is_in_focus(const Suggestion& suggestion, std::size_t index) {
  return std::any_of(suggestion.focus.begin(), suggestion.focus.end(),
                     [&](const SuggestedFocus& focus) { return focus.candidate == index; });
}

/// The reasons of a candidate that `fits`, the weightiest first.
template <class Fits>
std::vector<const Evidence*> reasons(const Candidate& candidate, Fits fits) {
  std::vector<const Evidence*> found;
  for (const Evidence& evidence : candidate.evidence) {
    if (evidence.indicator->manner != Manner::excludes && fits(evidence)) found.push_back(&evidence);
  }
  std::stable_sort(found.begin(), found.end(), [](const Evidence* a, const Evidence* b) {
    return std::abs(a->indicator->weight) > std::abs(b->indicator->weight);
  });
  if (found.size() > most_reasons) found.resize(most_reasons);
  return found;
}

/// With fear or violence in a tie some questions must not be put now.
bool waits_for_what_must_not_be_asked(const PageSource& page, const std::vector<Variable>& variables) {
  return std::any_of(variables.begin(), variables.end(), [&](const Variable& variable) {
    const FormState& state = page.assessment.state;
    return !answer_of(page.form(), variable).given() && state.applies(variable) != Truth::no &&
           !state.may_be_put(variable);
  });
}

void add_reason(TextLines& lines, const PageSource& page, const Candidate& candidate, const Evidence& evidence,
                std::string_view mark, Tone tone) {
  lines.item(4, mark, weight_width, evidence.indicator->statement.in(page.language()), tone);
  const bool open = evidence.holds == Truth::unknown;
  const std::vector<Variable> variables = rests_on(page.assessment.state, candidate, evidence);
  if (open && waits_for_what_must_not_be_asked(page, variables)) {
    lines.text(4 + weight_width, "not to be asked about now", Tone::quiet);
    return;
  }
  const std::string answers = open ? open_answers(page, variables)
                                   : given_answers(page, answers_of(page.assessment.state, candidate, evidence));
  if (!answers.empty()) lines.text(4 + weight_width, answers, Tone::quiet);
  if (answers.empty() && evidence.holds == Truth::unknown)
    lines.text(4 + weight_width, "rests on entries that may not be listed yet", Tone::quiet);
}

void add_for(TextLines& lines, const PageSource& page, const Candidate& candidate) {
  const auto found =
      reasons(candidate, [](const Evidence& e) { return e.holds == Truth::yes && e.indicator->weight >= 0; });
  if (found.empty()) return;
  lines.text(2, "For it");
  for (const Evidence* evidence : found)
    add_reason(lines, page, candidate, *evidence, signed_weight(evidence->indicator->weight), Tone::good);
}

/// Weights below nothing that hold, and what would have spoken for it but is not so.
void add_against(TextLines& lines, const PageSource& page, const Candidate& candidate) {
  const auto found = reasons(candidate, [](const Evidence& e) {
    return (e.holds == Truth::yes && e.indicator->weight < 0) || (e.holds == Truth::no && e.indicator->weight > 0);
  });
  if (found.empty()) return;
  lines.text(2, "Against it, or not so");
  for (const Evidence* evidence : found) {
    const bool not_so = evidence->holds == Truth::no;
    add_reason(lines, page, candidate, *evidence, not_so ? "no" : signed_weight(evidence->indicator->weight),
               Tone::amber);
  }
}

void add_unknown(TextLines& lines, const PageSource& page, const Candidate& candidate) {
  const auto found =
      reasons(candidate, [](const Evidence& e) { return e.holds == Truth::unknown && e.indicator->weight != 0; });
  if (found.empty()) return;
  lines.text(2, "Not known, and could count");
  for (const Evidence* evidence : found)
    add_reason(lines, page, candidate, *evidence, fmt::format("{}?", signed_weight(evidence->indicator->weight)),
               Tone::plain);
}

/// Without the patient's word no area goes beyond what trained raters agree on.
std::string strength_words(const PageSource& page, const SuggestedFocus& focus, const Candidate& candidate) {
  std::string words = fmt::format("Strength: {}, with {}.", to_text(focus.strength), points_words(candidate));
  const Strength cap = candidate.area->area->cap;
  if (!page.assessment.suggestion->agreed && focus.strength == cap && cap != Strength::clear) {
    words += fmt::format(" It is never more than {} before the patient has agreed.", to_text(cap));
  }
  return words;
}

/// Whether the tie may be renegotiated goes before every reason for it.
void add_renegotiation(TextLines& lines, const PageSource& page, const Candidate& candidate, std::size_t indent = 2) {
  const auto& renegotiation = candidate.area->area->renegotiation;
  if (renegotiation && candidate.blocked == Truth::yes)
    lines.item(indent, "!", 2, fmt::format("Renegotiation blocked. {}", renegotiation->statement.in(page.language())),
               Tone::red, Tone::red);
  if (renegotiation && candidate.blocked == Truth::unknown)
    lines.item(indent, "!", 2, renegotiation->unknown.in(page.language()), Tone::amber);
  if (candidate.stage != nullptr) lines.text(indent, candidate.stage->statement.in(page.language()));
}

void add_focus(TextLines& lines, const PageSource& page, const SuggestedFocus& focus) {
  const Candidate& candidate = page.assessment.candidates[focus.candidate];
  lines.text(2, candidate_title(page, candidate), Tone::strong);
  lines.text(2, strength_words(page, focus, candidate));
  if (!candidate.because_of.empty())
    lines.text(2, fmt::format("It began after, and because of, {}.", candidate.because_of));
  add_renegotiation(lines, page, candidate);
  add_for(lines, page, candidate);
  add_against(lines, page, candidate);
  add_unknown(lines, page, candidate);
  lines.blank();
}

std::string area_title(const PageSource& page, std::string_view id) {
  for (const Area& area : page.model()->areas) {
    if (area.id == id) return std::string(area.title.in(page.language()));
  }
  return std::string(id);
}

void add_agreement(TextLines& lines, const PageSource& page) {
  const auto& agreed = page.form().focus_agreed;
  if (!agreed) {
    if (!page.assessment.suggestion->focus.empty())
      lines.item(2, "?", 2, "The patient has not agreed to a focus yet: until then it is provisional.");
    return;
  }
  const std::string what = area_title(page, agreed->area) + (agreed->subject.empty() ? "" : ", " + agreed->subject);
  if (!agreed->by_patient) {
    lines.item(2, "?", 2, fmt::format("Noted as the focus: {}. The patient has not agreed to it yet.", what));
  } else if (page.assessment.suggestion->agreed) {
    lines.item(2, "=", 2, fmt::format("Agreed with the patient: {}.", what), Tone::good);
  } else {
    lines.item(
        2, "!", 2,
        fmt::format("Agreed with the patient is another focus: {}. What they agreed on goes before this suggestion.",
                    what),
        Tone::amber);
  }
}

void add_notes(TextLines& lines, const PageSource& page) {
  const Suggestion& suggestion = *page.assessment.suggestion;
  lines.blank();
  if (suggestion.provisional) lines.item(2, "!", 2, "Provisional, until this is settled:", Tone::amber);
  for (const std::string& note : suggestion.notes) lines.item(2, "-", 2, note);
  add_agreement(lines, page);
  if (suggestion.recheck.empty() && page.assessment.unlisted_roles.empty()) return;
  lines.blank();
  lines.text(2, "Look again before accepting it");
  for (const std::string& check : suggestion.recheck) lines.item(4, "-", 2, check);
  for (const ExpectedRoles* expected : page.assessment.unlisted_roles)
    lines.item(4, "-", 2, expected->text.in(page.language()));
}

/// What closes every area.
void add_none(TextLines& lines, const PageSource& page) {
  lines.text(2, "None.", Tone::strong);
  const auto gates = closed_gates(page.assessment.state);
  for (const Gate* gate : gates) lines.text(2, gate->statement.in(page.language()));
  if (!gates.empty()) return;
  const int minimum = page.model()->combination.minimum;
  lines.text(2, fmt::format("No area that can be offered has the {} that a suggestion needs, and no open answer about "
                            "the people and events listed can change that.",
                            in_points(minimum)));
  lines.text(2,
             "That is a result too, and a frequent one: another treatment may fit better, or the inventory may be "
             "worth going through again at ease.");
}

void add_not_enough(TextLines& lines, const PageSource& page) {
  const int minimum = page.model()->combination.minimum;
  lines.text(2, "Not enough is answered to suggest one.", Tone::strong);
  lines.text(2, fmt::format("A suggestion needs {}. These can still get there, once the answers named are known:",
                            in_points(minimum)));
  for (const Candidate& candidate : page.assessment.candidates) {
    if (candidate.offered == Truth::no || candidate.highest < minimum) continue;
    lines.blank();
    lines.text(2, candidate_title(page, candidate), Tone::strong);
    lines.text(2, fmt::format("{}.", points_words(candidate)));
    add_renegotiation(lines, page, candidate);
    if (candidate.offered == Truth::unknown) lines.text(2, offer_words(candidate));
    add_for(lines, page, candidate);
    add_unknown(lines, page, candidate);
  }
}

std::string_view heading_of(const Suggestion& suggestion) {
  return suggestion.verdict == Verdict::choose_with_patient ? "SUGGESTED FOCUS, TO DISCUSS: CHOOSE WITH THE PATIENT"
                                                            : "SUGGESTED FOCUS, TO DISCUSS";
}

std::optional<std::size_t> runner_up(const Suggestion& suggestion) {
  for (const std::size_t index : suggestion.ranking) {
    if (!is_in_focus(suggestion, index)) return index;
  }
  return std::nullopt;
}

/// Points where they count for something, and why a candidate is not offered.
std::string standing_words(const Candidate& candidate) {
  if (candidate.offered == Truth::yes) return points_words(candidate) + ".";
  if (candidate.offered == Truth::no) return offer_words(candidate);
  return fmt::format("{}. {}", points_words(candidate), offer_words(candidate));
}

/// The tie-breaks, not the points, may have put another first.
std::string distance_words(int margin) {
  if (margin > 0) return fmt::format("It is {} behind the suggestion.", in_points(margin));
  return margin == 0 ? "It is level with the suggestion, and ranks below it."
                     : fmt::format("It is {} ahead of the suggestion, and still ranks below it.", in_points(-margin));
}

void add_runner_up(TextLines& lines, const PageSource& page, std::size_t index) {
  const Suggestion& suggestion = *page.assessment.suggestion;
  const Candidate& candidate = page.assessment.candidates[index];
  lines.heading("RUNNER-UP");
  lines.text(2, candidate_title(page, candidate), Tone::strong);
  lines.text(2, fmt::format("{}. {}", points_words(candidate), distance_words(suggestion.margin.value_or(0))));
  add_renegotiation(lines, page, candidate);
  if (!candidate.because_of.empty())
    lines.text(2, fmt::format("It began after, and because of, {}.", candidate.because_of));
  add_for(lines, page, candidate);
  add_against(lines, page, candidate);
  add_unknown(lines, page, candidate);
}

}  // namespace

void add_suggestion(TextLines& lines, const PageSource& page) {
  if (!page.assessment.suggestion) return;
  const Suggestion& suggestion = *page.assessment.suggestion;
  lines.heading(heading_of(suggestion));
  if (suggestion.verdict == Verdict::none) add_none(lines, page);
  if (suggestion.verdict == Verdict::not_enough_answered) add_not_enough(lines, page);
  if (suggestion.verdict == Verdict::choose_with_patient) {
    lines.text(
        2,
        "These are too near to each other to be told apart by the answers. What matters most to the patient decides.");
    lines.blank();
  }
  if (suggestion.verdict == Verdict::focus && suggestion.focus.size() > 1)
    lines.text(2, "Two areas; the one to begin with stands first.");
  for (const SuggestedFocus& focus : suggestion.focus) add_focus(lines, page, focus);
  add_notes(lines, page);
}

void add_other_candidates(TextLines& lines, const PageSource& page) {
  if (!page.assessment.suggestion) return;
  const Suggestion& suggestion = *page.assessment.suggestion;
  const auto second = suggestion.focus.empty() ? std::nullopt : runner_up(suggestion);
  if (second) add_runner_up(lines, page, *second);
  const bool closed = !closed_gates(page.assessment.state).empty();
  bool first = true;
  for (std::size_t i = 0; i < page.assessment.candidates.size(); ++i) {
    const Candidate& candidate = page.assessment.candidates[i];
    const bool shown_as_open = suggestion.verdict == Verdict::not_enough_answered && candidate.offered != Truth::no &&
                               candidate.highest >= page.model()->combination.minimum;
    if (is_in_focus(suggestion, i) || second == i || shown_as_open) continue;
    if (first) lines.heading(closed ? "WHAT WOULD HAVE BEEN WEIGHED" : "OTHER CANDIDATES");
    first = false;
    const std::string title = candidate_title(page, candidate);
    lines.item(2, "-", 2, closed ? title : fmt::format("{}. {}", title, standing_words(candidate)));
    if (candidate.blocked == Truth::yes) add_renegotiation(lines, page, candidate, 4);
  }
}

}  // namespace ipi
