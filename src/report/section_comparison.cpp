#include <fmt/format.h>

#include <algorithm>

#include "ipi/report/formulation.h"
#include "ipi/report/reliable_change.h"
#include "people.h"
#include "score_rows.h"

namespace ipi::report {
namespace {

std::string date_of(const Page& page) { return page.form().date ? date_in_words(*page.form().date, page.language()) : std::string("no date"); }

const AssessedScore* same_score(const Assessment& assessment, const AssessedScore& score) {
  const auto found = std::find_if(assessment.scores.begin(), assessment.scores.end(), [&](const AssessedScore& other) { return other.address() == score.address(); });
  return found == assessment.scores.end() ? nullptr : &*found;
}

std::string signed_words(const Rational& change) { return (change > Rational(0) ? "+" : "") + two_places(change); }

Text band_words(const Page& page, const AssessedScore& score) { return score.band.band == nullptr ? Text{} : plain(std::string(score.band.band->label.in(page.language()))); }

/// The verdict, and which figure of which kind it is judged by.
Cell verdict_cell(const AssessedScore& score, const Rational& earlier) {
  const ChangeVerdict verdict = judge_change(*score.instrument, *score.score, earlier, *score.value.value);
  const ReliableChange* figure = reliable_change_of(*score.instrument, *score.score);
  if (figure == nullptr) return {quiet(std::string(to_text(verdict))), {}, {}, false};
  return {plain(std::string(to_text(verdict))), quiet(fmt::format("from {} points on, {} % confidence; {}; {}", two_places(figure->change), figure->confidence, figure->kind, source_words(figure->source))), {}, false};
}

Table score_table(const Page& page, const Page& earlier) {
  Table table{"Scores, then and now", {"Measure", "Then", "Now", "Change", "Of its range", "Reliable change"}, {1, 2, 3}, {}};
  const Instrument* instrument = nullptr;
  for (const AssessedScore* score : shown_scores(page.assessment())) {
    if (score->score->method == ScoreMethod::criterion) continue;
    const AssessedScore* then = same_score(earlier.assessment(), *score);
    if (then == nullptr || !then->value.value) continue;
    const Rational& before = *then->value.value;
    std::vector<Cell> row = {name_cell(page, *score, score->instrument != instrument), {plain(score_words(*then)), band_words(page, *then), {}, false}, {strong(score_words(*score)), band_words(page, *score), {}, false}};
    instrument = score->instrument;
    if (score->value.value) {
      row.push_back({plain(signed_words(*score->value.value - before)), {}, {}, false});
      row.push_back({{}, {}, score_bar(page, *score, before), false});
      row.push_back(verdict_cell(*score, before));
    } else {
      row.insert(row.end(), {Cell{plain("–"), {}, {}, false}, Cell{{}, {}, {}, false}, Cell{quiet("not told: there is no score now"), {}, {}, false}});
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Figure circle_figure(const Page& page, std::string_view when) {
  const CirclePicture picture = circle_of(page, fmt::format("The patient's circle of {} people, {}", page.form().relationships.size(), when));
  return {draw_small_circle(picture), draw_small_circle(picture), fmt::format("{}. {}", when, rings_in_words(picture))};
}

}  // namespace

std::vector<Block> comparison_section(const Page& page) {
  if (page.source().earlier == nullptr) return {};
  ReportSource before{*page.source().earlier, page.source().words, nullptr, page.source().rendering, page.source().options};
  const Page earlier(before);
  std::vector<Block> blocks;
  blocks.emplace_back(Paragraph{plain(fmt::format("The same person's form of {}, beside that of {}.", date_of(earlier), date_of(page)))});
  const auto has_circle = [](const Page& one) { return one.layout().has_roster(Group::relationships) && one.form().relationships_asked; };
  // The words of the report are resolved against one protocol: another one's people cannot be drawn by them.
  const bool same_protocol = &earlier.layout().protocol() == &page.layout().protocol();
  if (page.source().words != nullptr && same_protocol && has_circle(page) && has_circle(earlier)) {
    blocks.emplace_back(Pair{circle_figure(earlier, date_of(earlier)), circle_figure(page, date_of(page))});
    blocks.emplace_back(key_of_circle(page, true));
  }
  Table table = score_table(page, earlier);
  if (table.rows.empty()) {
    blocks.emplace_back(Paragraph{plain("No score has a value in both forms.")});
  } else {
    blocks.emplace_back(std::move(table));
    blocks.emplace_back(Paragraph{quiet("A change is reliable where chance alone would hardly explain it (Jacobson and Truax 1991). Only figures that an instrument's file names are used. On the bars the ring is then, the line is now.")});
  }
  return blocks;
}

}  // namespace ipi::report
