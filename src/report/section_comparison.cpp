#include <fmt/format.h>

#include <algorithm>

#include "report/formulation.h"
#include "report/people.h"
#include "report/reliable_change.h"
#include "report/score_rows.h"

namespace ipi::report {
namespace {

std::string date_of(const Page& page) {
  return page.form().date ? date_in_words(*page.form().date, page.language()) : std::string("no date");
}

const AssessedScore* same_score(const Assessment& assessment, const AssessedScore& score) {
  const auto found = std::find_if(assessment.scores.begin(), assessment.scores.end(),
                                  [&](const AssessedScore& other) { return other.address() == score.address(); });
  return found == assessment.scores.end() ? nullptr : &*found;
}

std::string signed_words(const Rational& change) {
  return (change > Rational(0) ? "+" : "") + with_minus(two_places(change));
}

Text band_words(const Page& page, const AssessedScore& score) {
  return score.band.band == nullptr ? Text{} : plain(std::string(score.band.band->label.in(page.language())));
}

/// The verdict, and which figure of which kind it is judged by.
Cell verdict_cell(const AssessedScore& score, const Rational& earlier) {
  const ChangeVerdict verdict = judge_change(*score.instrument, *score.score, earlier, *score.value.value);
  const ReliableChange* figure = reliable_change_of(*score.instrument, *score.score);
  if (figure == nullptr) return {quiet(std::string(to_text(verdict))), {}, {}, false};
  return {plain(std::string(to_text(verdict))),
          quiet(fmt::format("from {} points on, {} % confidence; {}. Source: {}", two_places(figure->change),
                            figure->confidence, figure->kind, source_words(figure->source))),
          {},
          false};
}

Table score_table(const Page& page, const Page& earlier) {
  Table table{"Scores, then and now",
              {"Measure", "Then", "Now", "Change", "Of its range (ring: then, line: now)", "Reliable change"},
              {1, 2, 3},
              {}};
  const Instrument* instrument = nullptr;
  for (const AssessedScore* score : shown_scores(page.assessment())) {
    if (score->score->method == ScoreMethod::criterion) continue;
    const AssessedScore* then = same_score(earlier.assessment(), *score);
    if (then == nullptr || !then->value.value) continue;
    const Rational& before = *then->value.value;
    std::vector<Cell> row = {name_cell(page, *score, score->instrument != instrument),
                             {plain(score_words(*then)), band_words(page, *then), {}, false},
                             {strong(score_words(*score)), band_words(page, *score), {}, false}};
    instrument = score->instrument;
    if (score->value.value) {
      row.push_back({plain(signed_words(*score->value.value - before)), {}, {}, false});
      row.push_back({{}, {}, score_bar(page, *score, before), false});
      row.push_back(verdict_cell(*score, before));
    } else {
      row.insert(row.end(), {Cell{plain("–"), {}, {}, false}, Cell{{}, {}, {}, false},
                             Cell{quiet("not told: there is no score now"), {}, {}, false}});
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// Each stands at the same place on both circles, also who is listed on one of them only.
Figure circle_figure(const Page& page, std::string_view when, const std::vector<std::string>& order) {
  const CirclePicture picture =
      circle_of(page,
                fmt::format("The patient's circle of {} people, {}; the table below says the same",
                            page.form().relationships.size(), when),
                order);
  return {draw_small_circle(picture), draw_small_circle(picture), fmt::format("{}. {}", when, rings_in_words(picture))};
}

/// "Inner circle → Outer circle", or the one word where nothing is different; who is not listed has none.
std::string then_and_now(const std::string& then, const std::string& now) {
  if (then == now) return now;
  return fmt::format("{} → {}", then, now);
}

std::string words_of(const Text& text) {
  std::string words;
  for (const Run& run : text) words += run.text;
  return words;
}

/// The ties of both forms, by their codes.
Table tie_table(const Page& page, const Page& earlier, const std::vector<std::string>& order) {
  const CompiledReport& words = *page.source().words;
  Table table{
      fmt::format("The ties, {} → {}", date_of(earlier), date_of(page)), {"Person", "Status", "How close"}, {}, {}};
  if (words.support) table.columns.emplace_back("Support");
  if (words.strain) table.columns.emplace_back("Strain");
  const auto told = [&](const Page& one, const std::string& code, const auto& of) {
    const auto entry = one.form().find_entry(Group::relationships, code);
    return entry ? of(one, *entry) : std::string("not listed");
  };
  for (const std::string& code : order) {
    const auto row_cell = [&](const auto& of) {
      return Cell{plain(then_and_now(told(earlier, code, of), told(page, code, of))), {}, {}, false};
    };
    const auto answer = [](std::size_t slot) {
      return [slot](const Page& one, std::size_t entry) { return one.answer({Group::relationships, entry, slot}); };
    };
    const auto score = [](std::size_t index) {
      return [index](const Page& one, std::size_t entry) { return words_of(score_cell(one, entry, index).text); };
    };
    const Page& listing = page.form().find_entry(Group::relationships, code) ? page : earlier;
    const auto entry = listing.form().find_entry(Group::relationships, code);
    std::vector<Cell> row = {
        {strong(code), plain(listing.answer({Group::relationships, *entry, relationship_slot::role})), {}, false},
        row_cell(answer(relationship_slot::status)),
        row_cell(answer(relationship_slot::closeness_now))};
    for (const auto& index : {words.support, words.strain}) {
      if (index) row.push_back(row_cell(score(*index)));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

std::vector<Block> comparison_section(const Page& page) {
  if (page.source().earlier == nullptr) return {};
  ReportSource before{*page.source().earlier, page.source().words, nullptr, page.source().rendering,
                      page.source().options};
  const Page earlier(before);
  std::vector<Block> blocks;
  blocks.emplace_back(Paragraph{
      plain(fmt::format("The same person's form of {}, beside that of {}.", date_of(earlier), date_of(page)))});
  const auto has_circle = [](const Page& one) {
    return one.layout().has_roster(Group::relationships) && one.form().relationships_asked;
  };
  // The words of the report are resolved against one protocol: another one's people cannot be drawn by them.
  const bool same_protocol = &earlier.layout().protocol() == &page.layout().protocol();
  if (page.source().words != nullptr && same_protocol && has_circle(page) && has_circle(earlier)) {
    const auto order = people_of(page, &earlier);
    blocks.emplace_back(
        Pair{circle_figure(earlier, date_of(earlier), order), circle_figure(page, date_of(page), order)});
    blocks.emplace_back(key_of_circle(page, true));
    if (!order.empty()) blocks.emplace_back(tie_table(page, earlier, order));
  }
  Table table = score_table(page, earlier);
  if (table.rows.empty()) {
    blocks.emplace_back(Paragraph{plain("No score has a value in both forms.")});
  } else {
    blocks.emplace_back(std::move(table));
    blocks.emplace_back(
        Paragraph{quiet("A change is reliable where chance alone would hardly explain it (Jacobson and Truax 1991). "
                        "Only figures that an instrument's file names are used.")});
  }
  return blocks;
}

}  // namespace ipi::report
