#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "formats/show.h"
#include "formats/show_page.h"
#include "formats/words.h"

namespace ipi {
namespace {

constexpr std::size_t facts_column = 14;
constexpr int places = 6;

std::string licence_in_words(const Licence& licence) {
  const std::string_view text = licence.item_text == "shipped"    ? "the published wording"
                                : licence.item_text == "verbatim" ? "the published wording, unaltered"
                                : licence.item_text == "key-only"
                                    ? "key only: short labels of our own, not the published wording"
                                    : "our own wording";
  return fmt::format("{}. {}", text, licence.basis);
}

std::string validated_in_words(const Validated& validated) {
  std::string text;
  if (validated.from_age && validated.to_age)
    text = fmt::format("ages {} to {}", *validated.from_age, *validated.to_age);
  if (validated.from_age && !validated.to_age) text = fmt::format("ages {} and over", *validated.from_age);
  if (!validated.from_age && validated.to_age) text = fmt::format("ages up to {}", *validated.to_age);
  if (!validated.languages.empty())
    text += fmt::format("{}answers in {}", text.empty() ? "" : ", ", fmt::join(validated.languages, ", "));
  if (const std::string source = source_in_words(validated.source); !text.empty() && !source.empty())
    text += fmt::format("; {}", source);
  return text;
}

/// "1 and 2 at least 2" of a count.
std::string counted_in_words(const Instrument& instrument, const CountedItems& counted) {
  std::string range;
  if (counted.from) range = fmt::format("at least {}", to_decimal(*counted.from, places));
  if (counted.to) range += fmt::format("{}at most {}", range.empty() ? "" : " and ", to_decimal(*counted.to, places));
  return fmt::format("{} answered {}", ids_in_words(instrument, counted.items), range);
}

std::string method_in_words(const Instrument& instrument, const Score& score) {
  std::string text;
  if (score.method == ScoreMethod::criterion) {
    text = fmt::format("1 where {}, else 0", branch_in_words(*score.holds));
  } else if (score.method == ScoreMethod::count) {
    text = "How many of:";
    for (const CountedItems& part : score.counted)
      text += fmt::format("{}{}", &part == &score.counted.front() ? " " : "; ", counted_in_words(instrument, part));
  } else {
    std::string parts = ids_in_words(instrument, score.items);
    for (const std::size_t index : score.scores)
      parts += fmt::format("{}{}", parts.empty() ? "" : " and ", instrument.scores[index].id);
    text = fmt::format("{} of {}",
                       score.method == ScoreMethod::sum    ? "Sum"
                       : score.method == ScoreMethod::mean ? "Mean"
                                                           : "Weighted sum",
                       parts);
    for (std::size_t i = 0; i < score.weights.size(); ++i) {
      text += fmt::format("{}{} x {}", i == 0 ? ": " : ", ", instrument.questions[score.items[i]].id,
                          to_decimal(score.weights[i], places));
    }
  }
  const Transform& transform = score.transform;
  if (transform.multiply != Rational(1)) text += fmt::format(", times {}", to_decimal(transform.multiply, places));
  if (transform.add != Rational(0)) text += fmt::format(", plus {}", to_decimal(transform.add, places));
  for (const Transform::Row& row : transform.table) {
    text += fmt::format("{} {} gives {}", &row == &transform.table.front() ? "; then by a table:" : ",",
                        to_decimal(row.raw, places), to_decimal(row.value, places));
  }
  return text;
}

std::string missing_in_words(const Score& score) {
  if (score.method == ScoreMethod::criterion) return "follows from what is answered, where that decides it";
  if (!score.scores.empty()) return "needs each of its parts";
  if (score.missing == MissingRule::complete) return "needs an answer to every item that applies";
  const std::string_view how =
      score.missing == MissingRule::prorate           ? "the sum of those answered, in proportion to all items"
      : score.missing == MissingRule::complete_except ? "those answered alone, nothing made up for the others"
                                                      : "over the items answered";
  return fmt::format("{}; at least {} of {} are needed", how, score.at_least, score.items.size());
}

class InstrumentPage {
 public:
  InstrumentPage(const Instrument& instrument, std::size_t width) : instrument_(&instrument), page_(width) {}

  std::string write() {
    page_.title(fmt::format("{}: {}", instrument_->id, instrument_->title.original()));
    write_facts();
    write_items();
    if (!instrument_->scores.empty()) page_.heading("Scores");
    for (const Score& score : instrument_->scores) write_score(score);
    write_reliable_change();
    write_safety();
    write_notes();
    return page_.take();
  }

 private:
  void fact(std::string_view name, std::string_view words) { page_.field(name, words, 0, facts_column); }

  void write_facts() {
    fact("Measures", instrument_->construct.original());
    fact("Period", instrument_->period.original());
    fact("Citation", instrument_->citation);
    if (!instrument_->doi.empty()) fact("", fmt::format("doi:{}", instrument_->doi));
    fact("Item text", licence_in_words(instrument_->licence));
    fact("Notice", instrument_->licence.notice.original());
    if (!instrument_->text_confirmed)
      fact("", "unconfirmed: the wording could not be compared with the published form");
    fact("Made for", validated_in_words(instrument_->validated));
    fact("Revision", fmt::format("{}", instrument_->revision));
  }

  /// Options that all items share stand once, above them.
  bool items_share_options() const {
    if (instrument_->items < 2) return false;
    const auto& questions = instrument_->questions;
    return std::all_of(questions.begin(), questions.begin() + static_cast<std::ptrdiff_t>(instrument_->items),
                       [&](const Question& question) {
                         return question.type == AnswerType::choice &&
                                same_options(question.options, questions.front().options);
                       });
  }

  void write_items() {
    page_.heading(fmt::format("Items ({})", instrument_->items));
    if (!instrument_->instruction.empty()) page_.text(instrument_->instruction.original(), 2);
    const bool shared = items_share_options();
    if (shared) page_.text(fmt::format("Answers: {}", answers_in_words(instrument_->questions.front())), 2, 2);
    std::size_t column = 0;
    for (const Question& question : instrument_->questions) column = std::max(column, question.id.size() + 4);
    for (std::size_t i = 0; i < instrument_->questions.size(); ++i) {
      if (i == instrument_->items) page_.heading("Questions beside them, not scored");
      write_question(instrument_->questions[i], shared && i < instrument_->items, column);
    }
  }

  void write_question(const Question& question, bool shares_options, std::size_t column) {
    const std::string reversed = question.reverse ? " (reversed)" : "";
    page_.field(question.id, fmt::format("{}{}", question.text.original(), reversed), 2, column);
    if (!question.why.empty()) page_.field("", fmt::format("Why: {}", question.why.original()), 2, column);
    if (question.when) page_.field("", fmt::format("Only where {}.", branch_in_words(*question.when)), 2, column);
    if (!shares_options) page_.field("", answers_in_words(question), 2, column);
  }

  void write_score(const Score& score) {
    const std::string title = score.title.empty() ? std::string() : fmt::format(": {}", score.title.original());
    if (&score != &instrument_->scores.front()) page_.blank();
    page_.text(fmt::format("{}.{}{}", instrument_->id, score.id, title), 2, 2);
    page_.text(fmt::format("{}. Missing answers: {}. Higher is {}.", method_in_words(*instrument_, score),
                           missing_in_words(score), score.higher_is_worse ? "worse" : "better"),
               4);
    if (const std::string source = source_in_words(score.source); !source.empty())
      page_.text(fmt::format("Source: {}", source), 4, 2);
    for (const BandSet& set : score.band_sets) write_bands(set, "Bands");
    for (const BandSet& set : score.other_bands) write_bands(set, set.title.empty() ? set.id : set.title.original());
  }

  void write_bands(const BandSet& set, std::string_view name) {
    const std::string when = set.when ? fmt::format(", where {}", branch_in_words(*set.when)) : std::string();
    const std::string source = source_in_words(set.source);
    page_.text(fmt::format("{}{}{}", name, when, source.empty() ? ":" : fmt::format(" [{}]:", source)), 4, 2);
    for (const Band& band : set.bands) {
      const std::string start = fmt::format("{} {}", band.above ? "above" : "from", to_decimal(band.threshold, places));
      const std::string own = band.source ? fmt::format(" [{}]", source_in_words(*band.source)) : std::string();
      page_.field(start, fmt::format("{}{}", band.label.original(), own), 6, 17);
    }
  }

  void write_reliable_change() {
    if (instrument_->reliable_changes.empty()) return;
    page_.heading("Reliable change");
    for (const ReliableChange& change : instrument_->reliable_changes) {
      page_.text(fmt::format("{}.{}: {} or more ({} % interval; {}). Source: {}", instrument_->id, change.score,
                             to_decimal(change.change, places), change.confidence, change.kind,
                             source_in_words(change.source)),
                 2, 2);
    }
  }

  void write_safety() {
    if (instrument_->safety.empty()) return;
    page_.heading("Safety, whatever the scores and also on an incomplete form");
    for (const SafetyItem& item : instrument_->safety) {
      page_.text(fmt::format("{} ({}) where {}: {}", item.id, item.red ? "RED" : "amber", branch_in_words(item.holds),
                             item.statement.original()),
                 2, 2);
      if (const std::string source = source_in_words(item.source); !source.empty())
        page_.text(fmt::format("Source: {}", source), 4, 2);
    }
  }

  void write_notes() {
    if (instrument_->notes.empty()) return;
    page_.heading("Notes");
    for (const std::string& note : instrument_->notes) page_.text(fmt::format("- {}", note), 2, 2);
  }

  const Instrument* instrument_;
  ShowPage page_;
};

}  // namespace

std::string show_instrument(const Instrument& instrument, std::size_t width) {
  return InstrumentPage(instrument, width).write();
}

}  // namespace ipi
