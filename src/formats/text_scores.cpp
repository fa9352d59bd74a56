#include <fmt/format.h>

#include <algorithm>

#include "formats/text_parts.h"
#include "text/layout.h"

namespace ipi {
namespace {

constexpr std::size_t narrow = 72;  // columns below which a table becomes a list
constexpr std::size_t value_width = 5;
constexpr std::size_t count_width = 8;
constexpr std::size_t title_share = 5;  // of the page, in its twelfths: the bands need their room too
constexpr std::size_t gap = 2;
constexpr std::string_view no_value = "–";

/// Remarks on figures, each numbered where it is first needed.
class Footnotes {
 public:
  /// "[1]"
  std::string mark(const std::string& remark) {
    auto found = std::find(remarks_.begin(), remarks_.end(), remark);
    if (found == remarks_.end()) found = remarks_.insert(remarks_.end(), remark);
    return fmt::format("[{}]", found - remarks_.begin() + 1);
  }
  void print(TextLines& lines) const {
    if (!remarks_.empty()) lines.blank();
    for (std::size_t i = 0; i < remarks_.size(); ++i)
      lines.item(2, fmt::format("[{}]", i + 1), 4, remarks_[i], Tone::quiet, Tone::quiet);
  }

 private:
  std::vector<std::string> remarks_;
};

std::string source_text(const Source& source) {
  Source plain = source;
  plain.confirmed = true;
  return source_words(plain);
}

std::string band_words(const BandResult& band, std::string_view language, Footnotes& notes) {
  if (band.band == nullptr) return band.reason.empty() ? "" : fmt::format("no band: {}", band.reason);
  std::string words(band.band->label.in(language));
  if (!band.source().confirmed)
    words += std::string(glue) + notes.mark(fmt::format("This cut-off has not been checked against its source: {}.",
                                                        source_text(band.source())));
  if (!band.assumes.empty())
    words += std::string(glue) +
             notes.mark(fmt::format("Taken as given, for want of an answer: {}.", fmt::join(band.assumes, ", ")));
  return words;
}

std::string value_words(const AssessedScore& score) {
  if (!score.value.value) return std::string(no_value);
  if (score.score->method != ScoreMethod::criterion) return two_places(*score.value.value);
  return *score.value.value == Rational(0) ? "no" : "yes";
}

/// The columns of the table of scores, as wide as what stands in them.
struct ScoreTable {
  std::size_t title = 0;
  std::size_t band = 0;

  ScoreTable(const std::vector<AssessedScore>& scores, const PageSource& page) {
    for (const AssessedScore& score : scores)
      title = std::max(title, display_width(score.score->title.in(page.language())));
    const std::size_t taken = 4 + 3 * gap + value_width + count_width;
    title = std::min(title, page.rendering.width * title_share / 12);
    band = taken + title;
  }
};

void add_row(TextLines& lines, const PageSource& page, const ScoreTable& table, const AssessedScore& score,
             Footnotes& notes) {
  std::string value = value_words(score);
  std::string count = count_words(score.value);
  const std::string mark = score.value.value && !score.score->source.confirmed
                               ? notes.mark(fmt::format("This key has not been checked against its source: {}.",
                                                        source_text(score.score->source)))
                               : "";
  std::string right = score.value.value ? band_words(score.band, page.language(), notes) : no_value_words(score);
  if (!mark.empty()) right = right.empty() ? mark : right + std::string(glue) + mark;
  const auto title = wrap(score.score->title.in(page.language()), table.title);
  for (std::size_t i = 0; i + 1 < title.size(); ++i) lines.text(4, title[i]);
  const std::string left = fmt::format("{}  {}  {}", pad_right(title.back(), table.title), pad_left(value, value_width),
                                       pad_right(count, count_width));
  lines.item(4, left, table.band - 4, right);
  for (const BandResult& other : score.other_bands) {
    if (other.band == nullptr) continue;
    const std::string_view name =
        other.set->title.empty() ? std::string_view(other.set->id) : other.set->title.in(page.language());
    lines.text(6, fmt::format("{}: {}", name, band_words(other, page.language(), notes)), Tone::quiet);
  }
}

void add_in_brief(TextLines& lines, const PageSource& page, const AssessedScore& score, Footnotes& notes) {
  std::string words = fmt::format("{}: {}", score.score->title.in(page.language()), value_words(score));
  if (!score.value.value) {
    words += fmt::format(" ({})", no_value_words(score));
  } else {
    words += fmt::format(" ({})", count_words(score.value));
    if (const std::string band = band_words(score.band, page.language(), notes); !band.empty()) words += ", " + band;
    if (!score.score->source.confirmed)
      words += fmt::format("{}{}", glue,
                           notes.mark(fmt::format("This key has not been checked against its source: {}.",
                                                  source_text(score.score->source))));
  }
  lines.item(4, "-", 2, words);
}

/// Of an instrument that nobody has touched one line is enough.
bool is_untouched(const PageSource& page, const Instrument& instrument) {
  return std::all_of(page.assessment.scores.begin(), page.assessment.scores.end(), [&](const AssessedScore& score) {
    return score.instrument != &instrument || score.value.answered == 0;
  });
}

void add_closeness(std::string& words, const Form& form, std::size_t entry) {
  const auto told = [&](std::size_t slot) {
    const Variable variable{Group::relationships, entry, slot};
    const Answer& answer = answer_of(form, variable);
    return answer.given() ? to_text(answer, question_of(form, variable)) : std::string("?");
  };
  const std::string before = told(relationship_slot::closeness_before);
  const std::string now = told(relationship_slot::closeness_now);
  if (before == "?" && now == "?") return;
  words += before == now ? fmt::format(", {}", now) : fmt::format(", {}{}→{}{}", before, glue, glue, now);
}

std::string tie_words(const PageSource& page, std::size_t entry) {
  const Form& form = page.form();
  std::string words = subject_in_words(form, {Group::relationships, entry}, page.language());
  const Variable status{Group::relationships, entry, relationship_slot::status};
  words += ", " + to_text(answer_of(form, status), question_of(form, status));
  add_closeness(words, form, entry);
  return words;
}

std::string cell(const AssessedScore& score) {
  if (!score.value.value) return std::string(no_value);
  return fmt::format("{} ({})", two_places(*score.value.value), count_words(score.value));
}

std::size_t widest_title(const std::vector<AssessedScore>& scores, std::string_view language) {
  std::size_t widest = 0;
  for (const AssessedScore& score : scores) widest = std::max(widest, display_width(score.score->title.in(language)));
  return widest;
}

constexpr std::size_t cell_width = 15;

void add_tie(TextLines& lines, const PageSource& page, const AssessedRelationship& tie, bool as_table) {
  if (as_table) {
    std::string cells;
    for (const AssessedScore& score : tie.scores) cells += pad_right(cell(score), cell_width) + "  ";
    const std::size_t left = page.rendering.width - 2 - tie.scores.size() * (cell_width + 2);
    auto words = wrap(tie_words(page, tie.entry), left - 2);
    lines.line(2, pad_right(words.front(), left) + cells);
    for (std::size_t i = 1; i < words.size(); ++i) lines.text(6, words[i]);
    return;
  }
  lines.item(2, "-", 2, tie_words(page, tie.entry));
  for (const AssessedScore& score : tie.scores)
    lines.text(4, fmt::format("{}: {}", score.score->title.in(page.language()), cell(score)));
}

}  // namespace

void add_scores(TextLines& lines, const PageSource& page) {
  const auto& scores = page.assessment.scores;
  if (scores.empty()) return;
  lines.heading("SCORES");
  Footnotes notes;
  const bool as_table = page.rendering.width >= narrow;
  const ScoreTable table(scores, page);
  const Instrument* instrument = nullptr;
  for (const AssessedScore& score : scores) {
    const bool untouched = is_untouched(page, *score.instrument);
    if (score.instrument != instrument)
      lines.text(2,
                 fmt::format("{}{}", score.instrument->title.in(page.language()), untouched ? ": not answered" : ""));
    instrument = score.instrument;
    if (untouched) continue;
    if (as_table) {
      add_row(lines, page, table, score, notes);
    } else {
      add_in_brief(lines, page, score, notes);
    }
  }
  notes.print(lines);
}

void add_relationships(TextLines& lines, const PageSource& page) {
  const auto& ties = page.assessment.relationships;
  if (!page.form().layout->has_roster(Group::relationships)) return;
  if (ties.empty()) return;
  const std::size_t columns = ties.front().scores.size();
  const std::size_t widest = widest_title(ties.front().scores, page.language());
  const bool as_table =
      page.rendering.width >= narrow && widest <= cell_width && page.rendering.width >= 40 + columns * (cell_width + 2);
  if (!as_table || columns == 0) {
    lines.heading("RELATIONSHIPS");
  } else {
    std::string titles;
    for (const AssessedScore& score : ties.front().scores)
      titles += pad_right(score.score->title.in(page.language()), cell_width + 2);
    lines.blank();
    lines.line(0, pad_right("RELATIONSHIPS", page.rendering.width - columns * (cell_width + 2)) + titles, Tone::strong);
  }
  for (const AssessedRelationship& tie : ties) add_tie(lines, page, tie, as_table && columns > 0);
}

}  // namespace ipi
