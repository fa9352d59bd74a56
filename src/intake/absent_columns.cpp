#include "intake/absent_columns.h"

#include <fmt/format.h>

#include <algorithm>

#include "scoring/scorer.h"

namespace ipi::intake {
namespace {

/// What a row with every cell filled in would score. Where a question is not there, so may be what depends on it.
std::vector<ScoreValue> score_filled(const Scorer& scorer, const std::vector<bool>& is_there) {
  const std::vector<Question>& questions = scorer.instrument().questions;
  const bool all_there = std::all_of(is_there.begin(), is_there.end(), [](bool there) { return there; });
  std::vector<ChoiceSet> answers;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const ChoiceSet first = 1;
    const ChoiceSet open = all_options(questions[i].options.size());
    const bool may_not_apply = questions[i].when.has_value() && !all_there;
    answers.push_back((is_there[i] ? first : open) | (may_not_apply ? inapplicable : 0));
  }
  std::vector<ScoreValue> scores(scorer.instrument().scores.size());
  scorer.score(answers, scores);
  return scores;
}

}  // namespace

std::vector<ScoreOutOfReach> scores_out_of_reach(const Compiled& compiled, const WideForm& wide) {
  constexpr auto group = static_cast<std::size_t>(Group::form);
  const auto has_column = [&](std::size_t slot) {
    return std::any_of(wide.columns().begin(), wide.columns().end(), [&](const WideColumn& column) {
      return column.kind == WideColumn::Kind::answer && column.group == Group::form && column.slot == slot;
    });
  };
  std::vector<ScoreOutOfReach> found;
  const std::vector<InstrumentUse>& uses = compiled.layout->group(Group::form).instruments;
  for (std::size_t u = 0; u < uses.size(); ++u) {
    const Instrument& instrument = *uses[u].instrument;
    if (instrument.scores.empty()) continue;
    std::vector<bool> is_there;
    std::vector<std::string> absent;
    std::size_t slot = uses[u].first_slot;
    for (const Question& question : instrument.questions) {
      is_there.push_back(has_column(slot));
      if (!is_there.back()) absent.push_back(fmt::format("{}.{}", instrument.id, question.id));
      slot += question.two_times ? 2U : 1U;
    }
    if (absent.empty() || absent.size() == instrument.questions.size()) continue;
    const Scorer& scorer = *compiled.scorers[group][u];
    const std::vector<ScoreValue> scores = score_filled(scorer, is_there);
    const std::vector<ScoreValue> whole = score_filled(scorer, std::vector<bool>(instrument.questions.size(), true));
    for (std::size_t s = 0; s < scores.size(); ++s) {
      if (whole[s].value && !scores[s].value)
        found.push_back({fmt::format("{}.{}", instrument.id, instrument.scores[s].id), absent});
    }
  }
  return found;
}

}  // namespace ipi::intake
