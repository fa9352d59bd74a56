#include "assessment/working.h"

#include <fmt/format.h>

#include <algorithm>

namespace ipi {
namespace {

constexpr int places = 2;

std::string item_words(const FormState& state, const AssessedScore& score, const InstrumentUse& use, std::size_t item) {
  std::size_t slot = use.first_slot;
  for (std::size_t i = 0; i < item; ++i)
    slot += use.instrument->questions[i].two_times ? std::size_t{2} : std::size_t{1};
  const Variable variable{Group::form, 0, slot};
  if (state.answered(variable) != Truth::yes) return "?";
  const Question& question = use.instrument->questions[item];
  const ChoiceSet chosen = state.cell(variable).possible;
  for (std::size_t option = 0; option < question.options.size(); ++option) {
    if (((chosen >> option) & 1U) == 0 || !question.options[option].number) continue;
    std::string words = to_decimal(question.keyed(option), places);
    const auto at = std::find(score.score->items.begin(), score.score->items.end(), item);
    if (score.score->method == ScoreMethod::weighted)
      words += fmt::format(
          " x {}", to_decimal(score.score->weights[static_cast<std::size_t>(at - score.score->items.begin())], places));
    return words;
  }
  return "?";
}

}  // namespace

std::string working_of(const FormState& state, const std::vector<AssessedScore>& all, const AssessedScore& score) {
  const InstrumentUse* use = state.compiled().layout->find_instrument(Group::form, score.instrument->id);
  std::vector<std::string> terms;
  for (const std::size_t item : score.score->items) terms.push_back(item_words(state, score, *use, item));
  for (const std::size_t part : score.score->scores) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const AssessedScore& other) {
      return other.score == &score.instrument->scores[part];
    });
    const bool known = found != all.end() && found->value.value;
    terms.push_back(
        fmt::format("{} {}", score.instrument->scores[part].id, known ? to_decimal(*found->value.value, places) : "?"));
  }
  const std::string result = score.value.value ? to_decimal(*score.value.value, places) : "no value";
  const std::string rule =
      fmt::format("{} of {} of {} answers", to_text(score.score->method), score.value.answered, score.value.items);
  const Transform& transform = score.score->transform;
  const bool is_scaled = transform.multiply != Rational(1) || transform.add != Rational(0);
  const bool is_prorated =
      score.score->missing == MissingRule::prorate && score.value.value && score.value.answered < score.value.items;
  std::string then = is_prorated ? ", prorated" : "";
  if (transform.is_table()) then += ", then by its table";
  if (!transform.is_table() && is_scaled)
    then +=
        fmt::format(", times {} plus {}", to_decimal(transform.multiply, places), to_decimal(transform.add, places));
  if (terms.empty()) return fmt::format("{}, {}{}", result, rule, then);
  return fmt::format("{} gives {}, {}{}", fmt::join(terms, ", "), result, rule, then);
}

}  // namespace ipi
