#include <fmt/format.h>

#include <algorithm>

#include "report/score_rows.h"
#include "scoring/attainable.h"

namespace ipi::report {
namespace {

bool is_touched(const Assessment& assessment, const Instrument& instrument) {
  return std::any_of(assessment.scores.begin(), assessment.scores.end(), [&](const AssessedScore& score) {
    return score.instrument == &instrument && score.value.answered > 0;
  });
}

bool has_bands(const Score& score) { return !score.band_sets.empty(); }

bool is_shown(const Instrument& instrument, const Score& score) {
  const bool any = std::any_of(instrument.scores.begin(), instrument.scores.end(), has_bands);
  return any ? has_bands(score) : &score == &instrument.scores.front();
}

/// The published range, or what whole forms can reach.
std::optional<std::pair<Rational, Rational>> range_of(const AssessedScore& score) {
  if (score.score->lowest && score.score->highest) return std::pair(*score.score->lowest, *score.score->highest);
  const auto values = attainable_values(*score.instrument);
  const auto& complete = values[static_cast<std::size_t>(score.score - score.instrument->scores.data())].complete;
  if (complete.empty()) return std::nullopt;
  return std::pair(complete.front(), complete.back());
}

std::string work_of(const Source& source) {
  Source plain = source;
  plain.confirmed = true;
  return source_words(plain);
}

/// "Kroenke 2001"; "key: ..., unconfirmed" where the key's source was not read.
Text source_text(const AssessedScore& score) {
  Text text;
  const auto add = [&](std::string_view what, const Source& source) {
    const std::string work = work_of(source);
    if (work.empty() && source.confirmed) return;
    text.push_back({fmt::format("{}{}: {}{}", text.empty() ? "" : "; ", what, work.empty() ? "no source" : work,
                                source.confirmed ? "" : ", unconfirmed"),
                    Voice::quiet});
  };
  if (score.band.band != nullptr) add("cut-off", score.band.source());
  if (score.band.band == nullptr || !score.score->source.confirmed) add("key", score.score->source);
  if (!score.band.assumes.empty())
    text.push_back({fmt::format("; taken as given: {}", fmt::join(score.band.assumes, ", ")), Voice::quiet});
  return text;
}

}  // namespace

std::vector<const AssessedScore*> shown_scores(const Assessment& assessment) {
  std::vector<const AssessedScore*> shown;
  for (const AssessedScore& score : assessment.scores) {
    if (is_touched(assessment, *score.instrument) && is_shown(*score.instrument, *score.score)) shown.push_back(&score);
  }
  return shown;
}

std::vector<const Instrument*> untouched_instruments(const Assessment& assessment) {
  std::vector<const Instrument*> untouched;
  for (const AssessedScore& score : assessment.scores) {
    if (!is_touched(assessment, *score.instrument) && (untouched.empty() || untouched.back() != score.instrument))
      untouched.push_back(score.instrument);
  }
  return untouched;
}

Cell name_cell(const Page& page, const AssessedScore& score, bool first) {
  const std::string title(score.score->title.in(page.language()));
  if (!first) return {plain(title), {}, {}, false};
  return {strong(std::string(score.instrument->title.in(page.language()))), plain(title), {}, false};
}

std::string score_words(const AssessedScore& score) {
  if (!score.value.value) return "–";
  if (score.score->method != ScoreMethod::criterion) return two_places(*score.value.value);
  return *score.value.value == Rational(0) ? "no" : "yes";
}

Svg score_bar(const Page& page, const AssessedScore& score, const std::optional<Rational>& earlier) {
  if (!score.value.value || score.score->method == ScoreMethod::criterion) return {};
  const auto range = range_of(score);
  if (!range) return {};
  ScoreBar bar{"", range->first, range->second, {}, {}};
  bar.title = fmt::format("{} on a range from {} to {}", score_words(score), two_places(range->first),
                          two_places(range->second));
  if (score.band.set != nullptr) {
    for (const Band& band : score.band.set->bands) {
      if (band.threshold > range->first && band.threshold < range->second) bar.limits.push_back(band.threshold);
    }
  }
  if (score.band.band != nullptr) bar.title += fmt::format(", {}", score.band.band->label.in(page.language()));
  if (earlier) bar.values.push_back(*earlier);
  bar.values.push_back(*score.value.value);
  return draw_score(bar);
}

/// What the score can be at least and at most: 14 says little without the 27.
Text range_words(const AssessedScore& score) {
  if (!score.value.value || score.score->method == ScoreMethod::criterion) return {};
  const auto range = range_of(score);
  return range ? quiet(fmt::format("{0}{1}to{1}{2}", two_places(range->first), glue, two_places(range->second)))
               : Text{};
}

Cell reading_cell(const Page& page, const AssessedScore& score) {
  if (!score.value.value) return {quiet(no_value_words(score)), {}, {}, false};
  Text reading;
  if (score.band.band != nullptr) reading = plain(std::string(score.band.band->label.in(page.language())));
  if (score.band.band == nullptr && !score.band.reason.empty())
    reading = quiet(fmt::format("no band: {}", score.band.reason));
  return {reading, source_text(score), {}, false};
}

std::vector<Block> scores_section(const Page& page) {
  const Assessment& assessment = page.assessment();
  if (assessment.scores.empty()) return {};
  Table table{"Each with its range, how many of its items are answered, and whose key or cut-off it rests on",
              {"Measure", "Score", "Of its range", "Reading", "Answered"},
              {1},
              {}};
  const Instrument* instrument = nullptr;
  for (const AssessedScore* score : shown_scores(assessment)) {
    Cell name = name_cell(page, *score, score->instrument != instrument);
    instrument = score->instrument;
    table.rows.push_back({std::move(name),
                          {strong(score_words(*score)), range_words(*score), {}, false},
                          {{}, {}, score_bar(page, *score), false},
                          reading_cell(page, *score),
                          {plain(count_words(score->value)), {}, {}, false}});
  }
  std::vector<Block> blocks;
  blocks.emplace_back(std::move(table));
  Items remarks;
  for (const Instrument* untouched : untouched_instruments(assessment))
    remarks.items.push_back({"", plain(fmt::format("{}: not answered", untouched->title.in(page.language()))), {}});
  for (const DeclaredComparison& comparison : assessment.declared) {
    if (comparison.agrees()) continue;
    const std::string said =
        fmt::format("{} was declared as {}", comparison.declared->address, two_places(comparison.declared->value));
    remarks.items.push_back(
        {"",
         plain(comparison.computed ? fmt::format("{}, but the answers give {}.", said, two_places(*comparison.computed))
                                   : fmt::format("{}, which cannot be verified.", said)),
         quiet(comparison.working)});
  }
  if (!remarks.items.empty()) blocks.emplace_back(std::move(remarks));
  return blocks;
}

}  // namespace ipi::report
