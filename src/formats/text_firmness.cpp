#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "formats/text_parts.h"

namespace ipi {
namespace {

constexpr std::size_t all = std::numeric_limits<std::size_t>::max() / 2;
constexpr std::size_t shown_outcomes = 4;
constexpr std::size_t shown_sets = 2;
constexpr std::size_t shown_questions = 1;

/// The part of the page that says what could change the suggestion, what would, and what to ask.
class Firmness {
 public:
  Firmness(TextLines& lines, const PageSource& page)
      : lines_(&lines), page_(&page), bounded_(&*page.assessment.bounded) {}

  void add() {
    lines_->heading("HOW FIRM IS THIS");
    if (!bounded_->tried) {
      lines_->item(2, "-", 2, "There are too many entries to go through what could change this.");
      return;
    }
    lines_->item(2, "-", 2, stability_words(*page_, most_outcomes()));
    add_changes();
    add_questions();
    add_weights();
  }

 private:
  bool explain() const { return page_->rendering.explain; }
  std::size_t most_outcomes() const { return explain() ? all : shown_outcomes; }

  void add_changes() {
    WouldChange changes = bounded_->would_change;
    const auto is_fact = [](const ChangeSet& set) {
      return std::any_of(set.changes.begin(), set.changes.end(), [](const Change& change) { return change.immutable; });
    };
    if (!explain()) {
      // Facts of a life are for the working: nobody needs to read that all would be otherwise had the person not died.
      const std::size_t facts = std::erase_if(changes.sets, is_fact);
      changes.total -= facts;
      if (facts > 0 && changes.total == 0) {
        lines_->item(
            2, "-", 2,
            "Only facts of this life, such as an age or a date, would change it by themselves; --explain lists them.");
        return;
      }
    }
    const auto order = ordered_changes(changes);
    const std::size_t shown = explain() ? order.size() : std::min(order.size(), shown_sets);
    for (std::size_t i = 0; i < shown; ++i) lines_->item(2, "-", 2, change_words(*page_, *order[i]));
    if (const std::string more = further_changes_words(changes, shown, explain() ? "" : "; --explain lists them");
        !more.empty())
      lines_->item(2, "-", 2, more);
  }

  void add_questions() {
    const std::vector<AskNext>& asks = bounded_->ask_next;
    const std::size_t shown = explain() ? asks.size() : std::min(asks.size(), shown_questions);
    for (std::size_t i = 0; i < shown; ++i) {
      const AskNext& ask = asks[i];
      lines_->item(2, "-", 2,
                   fmt::format("{}: {} — {}", i == 0 ? "Ask next" : "Then", address_of(page_->form(), ask.variable),
                               question_of(page_->form(), ask.variable).text.in(page_->language())));
      for (const auto& [answers, outcomes] : effects_of(*page_, ask))
        lines_->text(6, fmt::format("{}: {}", answers, outcome_list(*page_, outcomes, most_outcomes())), Tone::quiet);
    }
  }

  void add_weights() {
    const WeightSensitivity& weights = bounded_->weights;
    if (const std::string words = weights_words(weights); !words.empty()) lines_->item(2, "-", 2, words);
    if (weights.degenerate && explain())
      lines_->item(2, "-", 2, "There are no two candidates that other weights could set apart.");
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
