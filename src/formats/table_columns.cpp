#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <nlohmann/json.hpp>

#include "formats/table.h"
#include "text/nearest.h"

namespace ipi {
namespace {

using Kind = TableColumn::Kind;

constexpr int decimal_places = 6;

/// What every preset begins and ends with, so that a row can be told and traced.
enum class Preset : std::uint8_t { scores, focus, full };
constexpr std::array<std::string_view, 3> preset_names = {"scores", "focus", "full"};

/// A column that exists, and the presets that it belongs to.
struct Known {
  TableColumn column;
  bool scores = false, focus = false;
};

class KnownColumns {
 public:
  KnownColumns(TableSubject subject, std::span<const Compiled* const> readings, std::span<const std::string> kept,
               std::span<const std::string> areas)
      : layout_(readings.front()->layout.get()), has_model_(readings.front()->model != nullptr) {
    add(Kind::id, "id", true, true);
    add(Kind::date, "date", true, true);
    for (std::size_t i = 0; i < kept.size(); ++i) add(Kind::kept, kept[i], true, true, false, i);
    switch (subject) {
      case TableSubject::forms:
        add_forms(areas);
        break;
      case TableSubject::relationships:
        add_relationships();
        break;
      case TableSubject::candidates:
        add_candidates();
        break;
    }
    add(Kind::definitions, "definitions", true, true);
  }

  [[nodiscard]] const std::vector<Known>& all() const { return all_; }

 private:
  void add(Kind kind, std::string name, bool scores, bool focus, bool is_number = false, std::size_t index = 0) {
    std::string key = nlohmann::json(name).dump() + ":";
    all_.push_back({{kind, std::move(name), index, is_number, std::move(key)}, scores, focus});
  }

  void add_scores(Group group) {
    for (const InstrumentUse& use : layout_->group(group).instruments) {
      for (std::size_t i = 0; i < use.instrument->scores.size(); ++i) {
        const Score& score = use.instrument->scores[i];
        const std::string name = fmt::format("{}.{}", use.instrument->id, score.id);
        add(Kind::score, name, true, false, true, use.first_score + i);
        add(Kind::score_n, name + ".n", true, false, true, use.first_score + i);
        if (score.band_sets.empty()) continue;
        add(Kind::score_band, name + ".band", true, false, false, use.first_score + i);
        add(Kind::score_confirmed, name + ".band.confirmed", false, false, false, use.first_score + i);
      }
    }
  }

  void add_forms(std::span<const std::string> areas) {
    add(Kind::protocol, "protocol", false, false);
    add_scores(Group::form);
    if (layout_->has_roster(Group::relationships)) add(Kind::relationships, "relationships.count", false, false, true);
    if (layout_->has_roster(Group::events)) add(Kind::events, "events.count", false, false, true);
    if (has_model_) {
      add(Kind::convention, "convention", false, true);
      add(Kind::verdict, "verdict", false, true);
      add(Kind::focus, "suggested_focus", false, true);
      add(Kind::strength, "strength", false, true);
      add(Kind::margin, "margin", false, true, true);
      add(Kind::provisional, "provisional", false, true);
      add(Kind::reasons, "reasons", false, true);
      add(Kind::stable, "stable", false, true);
      for (std::size_t i = 0; i < areas.size(); ++i) {
        const std::string name = fmt::format("area.{}", areas[i]);
        add(Kind::area_points, name + ".points", false, true, true, i);
        add(Kind::area_subject, name + ".subject", false, true, false, i);
        add(Kind::area_offered, name + ".offered", false, false, false, i);
        add(Kind::area_lowest, name + ".lowest", false, false, true, i);
        add(Kind::area_highest, name + ".highest", false, false, true, i);
      }
    }
    add(Kind::safety, "safety", true, true);
    add(Kind::safety_rules, "safety.rules", false, false);
    add(Kind::unused, "unused", false, false, true);
  }

  void add_relationships() {
    add(Kind::person, "person", true, true);
    add(Kind::role, "role", true, true);
    add(Kind::status, "status", true, true);
    add(Kind::closeness_before, "closeness.before", true, true);
    add(Kind::closeness_now, "closeness.now", true, true);
    add_scores(Group::relationships);
  }

  void add_candidates() {
    add(Kind::area, "area", true, true);
    add(Kind::subject, "subject", true, true);
    add(Kind::suggested, "suggested", true, true);
    add(Kind::rank, "rank", true, true, true);
    add(Kind::offered, "offered", true, true);
    add(Kind::because, "because", false, true);
    add(Kind::because_of, "because_of", false, true);
    add(Kind::points, "points", true, true, true);
    add(Kind::lowest, "lowest", false, true, true);
    add(Kind::highest, "highest", false, true, true);
    add(Kind::holds, "holds", false, true);
    add(Kind::unknown, "unknown", false, true);
  }

  const Layout* layout_;
  bool has_model_;
  std::vector<Known> all_;
};

std::vector<std::string> areas_of(std::span<const Compiled* const> readings) {
  std::vector<std::string> areas;
  for (const Compiled* reading : readings) {
    for (const CompiledArea& area : reading->areas) {
      if (std::find(areas.begin(), areas.end(), area.area->id) == areas.end()) areas.push_back(area.area->id);
    }
  }
  return areas;
}

bool belongs(const Known& known, Preset preset) {
  return preset == Preset::full || (preset == Preset::scores && known.scores) ||
         (preset == Preset::focus && known.focus);
}

std::string_view in_words(Truth truth) {
  constexpr std::array<std::string_view, 3> words = {"no", "yes", "unknown"};
  return words[static_cast<std::size_t>(truth)];
}

void append(std::string& text, std::string_view word) {
  if (!text.empty()) text += ' ';
  text += word;
}

std::string name_of(const Candidate& candidate) {
  return candidate.code.empty() ? candidate.area->area->id
                                : fmt::format("{}:{}", candidate.area->area->id, candidate.code);
}

bool is_suggested(const Suggestion& suggestion, std::size_t candidate) {
  return std::any_of(suggestion.focus.begin(), suggestion.focus.end(),
                     [&](const SuggestedFocus& focus) { return focus.candidate == candidate; });
}

/// Of one area: the best offered candidate, else the one with most points.
const Candidate* best_of(const Assessment& assessment, std::string_view area) {
  const auto& candidates = assessment.candidates;
  const auto is_of = [&](const Candidate& candidate) { return candidate.area->area->id == area; };
  for (const std::size_t index : assessment.suggestion->ranking) {
    if (is_of(candidates[index])) return &candidates[index];
  }
  const Candidate* best = nullptr;
  for (const Candidate& candidate : candidates) {
    if (is_of(candidate) && (best == nullptr || candidate.points > best->points)) best = &candidate;
  }
  return best;
}

/// What speaks for the suggestion: the indicators that hold, "area.indicator".
void append_reasons(const Assessment& assessment, std::string& text) {
  for (const SuggestedFocus& focus : assessment.suggestion->focus) {
    const Candidate& candidate = assessment.candidates[focus.candidate];
    for (const Evidence& evidence : candidate.evidence) {
      if (evidence.holds == Truth::yes)
        append(text, fmt::format("{}.{}", candidate.area->area->id, evidence.indicator->id));
    }
  }
}

void append_area_cell(Kind kind, const Candidate* best, std::string& text) {
  if (best == nullptr) return;
  switch (kind) {
    case Kind::area_points:
      text += std::to_string(best->points);
      return;
    case Kind::area_subject:
      text += best->code;
      return;
    case Kind::area_offered:
      text += in_words(best->offered);
      return;
    case Kind::area_lowest:
      text += std::to_string(best->lowest);
      return;
    case Kind::area_highest:
      text += std::to_string(best->highest);
      return;
    default:
      return;
  }
}

void append_score_cell(Kind kind, const AssessedScore& score, std::string& text) {
  switch (kind) {
    case Kind::score:
      if (score.value.value) text += to_decimal(*score.value.value, decimal_places);
      return;
    case Kind::score_n:
      text += std::to_string(score.value.answered);
      return;
    case Kind::score_band:
      if (score.band.band != nullptr) text += score.band.band->label.original();
      return;
    case Kind::score_confirmed:
      if (score.band.band != nullptr) text += score.band.source().confirmed ? "yes" : "no";
      return;
    default:
      return;
  }
}

void append_answer(const Form& form, const Variable& variable, std::string& text) {
  const Answer& answer = answer_of(form, variable);
  text += to_text(answer, question_of(form, variable));
}

void append_relationship_cell(const TableColumn& column, const Assessment& assessment, std::size_t entry,
                              std::string& text) {
  const Form& form = assessment.state.form();
  const auto answer = [&](std::size_t slot) { append_answer(form, {Group::relationships, entry, slot}, text); };
  switch (column.kind) {
    case Kind::person:
      text += form.relationships[entry].code;
      return;
    case Kind::role:
      answer(relationship_slot::role);
      return;
    case Kind::status:
      answer(relationship_slot::status);
      return;
    case Kind::closeness_before:
      answer(relationship_slot::closeness_before);
      return;
    case Kind::closeness_now:
      answer(relationship_slot::closeness_now);
      return;
    default:
      append_score_cell(column.kind, assessment.relationships[entry].scores[column.index], text);
      return;
  }
}

void append_indicators(const Candidate& candidate, Truth wanted, std::string& text) {
  for (const Evidence& evidence : candidate.evidence) {
    if (evidence.holds == wanted) append(text, evidence.indicator->id);
  }
}

void append_candidate_cell(Kind kind, const Assessment& assessment, std::size_t index, std::string& text) {
  const Candidate& candidate = assessment.candidates[index];
  const auto& ranking = assessment.suggestion->ranking;
  switch (kind) {
    case Kind::area:
      text += candidate.area->area->id;
      return;
    case Kind::subject:
      text += candidate.code;
      return;
    case Kind::offered:
      text += in_words(candidate.offered);
      return;
    case Kind::because:
      text += candidate.because.in_words();
      return;
    case Kind::because_of:
      text += candidate.because_of;
      return;
    case Kind::points:
      text += std::to_string(candidate.points);
      return;
    case Kind::lowest:
      text += std::to_string(candidate.lowest);
      return;
    case Kind::highest:
      text += std::to_string(candidate.highest);
      return;
    case Kind::suggested:
      text += is_suggested(*assessment.suggestion, index) ? "yes" : "no";
      return;
    case Kind::holds:
      append_indicators(candidate, Truth::yes, text);
      return;
    case Kind::unknown:
      append_indicators(candidate, Truth::unknown, text);
      return;
    case Kind::rank: {
      const auto place = std::find(ranking.begin(), ranking.end(), index);
      if (place != ranking.end()) text += std::to_string(place - ranking.begin() + 1);
      return;
    }
    default:
      return;
  }
}

void append_convention(const Compiled& compiled, std::string& text) {
  text += compiled.model->convention;
  for (const std::string& context : compiled.model->contexts) append(text, context);
}

void append_rules(const Assessment& assessment, std::string& text) {
  for (const SafetyFinding& finding : assessment.safety) append(text, in_short(finding));
}

/// What is said of the form as a whole.
void append_suggestion_cell(Kind kind, const Assessment& assessment, std::string& text) {
  const Suggestion& suggestion = *assessment.suggestion;
  switch (kind) {
    case Kind::verdict:
      text += to_text(suggestion.verdict);
      return;
    case Kind::focus:
      for (const SuggestedFocus& focus : suggestion.focus)
        append(text, name_of(assessment.candidates[focus.candidate]));
      return;
    case Kind::strength:
      if (!suggestion.focus.empty()) text += to_text(suggestion.focus.front().strength);
      return;
    case Kind::margin:
      if (suggestion.margin) text += std::to_string(*suggestion.margin);
      return;
    case Kind::provisional:
      text += suggestion.provisional ? "yes" : "no";
      return;
    case Kind::reasons:
      append_reasons(assessment, text);
      return;
    default:
      return;
  }
}

}  // namespace

std::string in_short(const SafetyFinding& finding) {
  return fmt::format("{}{}{}{}", finding.rule, finding.code.empty() ? "" : ":", finding.code,
                     finding.not_assessed ? ":not_assessed" : "");
}

std::string_view to_text(Stable stable) {
  constexpr std::array<std::string_view, 3> words = {"yes", "no", "undetermined"};
  return words[static_cast<std::size_t>(stable)];
}

std::optional<TableColumns> TableColumns::choose(TableSubject subject, std::span<const Compiled* const> readings,
                                                 std::span<const std::string> kept, std::span<const std::string> chosen,
                                                 Diagnostics& diagnostics) {
  TableColumns result;
  result.subject_ = subject;
  result.areas_ = areas_of(readings);
  const KnownColumns known_columns(subject, readings, kept, result.areas_);
  const std::vector<std::string> whole = {std::string(preset_names[static_cast<std::size_t>(Preset::full)])};
  const auto add = [&](const TableColumn& column) {
    const auto is_same = [&](const TableColumn& other) { return other.name == column.name; };
    if (std::none_of(result.columns_.begin(), result.columns_.end(), is_same)) result.columns_.push_back(column);
  };
  bool sound = true;
  for (const std::string& name : kept) {
    // A form's id and date are the same either way.
    const auto is_ours = [&](const Known& known) {
      return known.column.name == name && known.column.kind != Kind::kept && known.column.kind != Kind::id &&
             known.column.kind != Kind::date;
    };
    if (std::none_of(known_columns.all().begin(), known_columns.all().end(), is_ours)) continue;
    diagnostics.report({Severity::error,
                        "E0346",
                        fmt::format("--keep names '{}', and the table written has a column of that name", name),
                        {},
                        {},
                        "rename yours, or leave it out: --drop instead of --keep"});
    sound = false;
  }
  for (const std::string& name : chosen.empty() ? std::span<const std::string>(whole) : chosen) {
    if (const auto preset = std::find(preset_names.begin(), preset_names.end(), name); preset != preset_names.end()) {
      for (const Known& known : known_columns.all()) {
        if (belongs(known, static_cast<Preset>(preset - preset_names.begin()))) add(known.column);
      }
      continue;
    }
    const auto known = std::find_if(known_columns.all().begin(), known_columns.all().end(),
                                    [&](const Known& one) { return one.column.name == name; });
    if (known != known_columns.all().end()) {
      add(known->column);
      continue;
    }
    std::vector<std::string_view> names(preset_names.begin(), preset_names.end());
    for (const Known& one : known_columns.all()) names.emplace_back(one.column.name);
    const auto near = nearest_name(name, names);
    diagnostics.report({Severity::error,
                        "E0344",
                        fmt::format("'{}' is no column of this table", name),
                        {},
                        {},
                        near ? fmt::format("did you mean '{}'?", *near)
                             : "presets are scores, focus and full; 'full' shows every column"});
    sound = false;
  }
  // What was asked to be passed through is, wherever the other columns were named one by one.
  for (const Known& known : known_columns.all()) {
    if (known.column.kind == Kind::kept) add(known.column);
  }
  if (!sound) return std::nullopt;
  return result;
}

bool TableColumns::has(TableColumn::Kind kind) const {
  return std::any_of(columns_.begin(), columns_.end(), [&](const TableColumn& column) { return column.kind == kind; });
}

std::size_t TableColumns::rows(const Assessment& assessment) const {
  switch (subject_) {
    case TableSubject::forms:
      return 1;
    case TableSubject::relationships:
      return assessment.relationships.size();
    case TableSubject::candidates:
      return assessment.candidates.size();
  }
  return 0;
}

void TableColumns::append_cell(const TableColumn& column, const TableSource& source, std::size_t row,
                               std::string& text) const {
  const Assessment& assessment = *source.assessment;
  const Form& form = assessment.state.form();
  switch (column.kind) {
    case Kind::id:
      text += form.id;
      return;
    case Kind::date:
      if (form.date) text += ipi::to_text(*form.date);
      return;
    case Kind::protocol:
      text += form.layout->protocol().id;
      return;
    case Kind::kept:
      text += source.kept[column.index];
      return;
    case Kind::definitions:
      text += source.definitions;
      return;
    default:
      break;
  }
  if (subject_ == TableSubject::relationships) return append_relationship_cell(column, assessment, row, text);
  if (subject_ == TableSubject::candidates) return append_candidate_cell(column.kind, assessment, row, text);
  switch (column.kind) {
    case Kind::convention:
      append_convention(assessment.state.compiled(), text);
      return;
    case Kind::score:
    case Kind::score_n:
    case Kind::score_band:
    case Kind::score_confirmed:
      append_score_cell(column.kind, assessment.scores[column.index], text);
      return;
    case Kind::relationships:
      if (form.relationships_asked) text += std::to_string(form.relationships.size());
      return;
    case Kind::events:
      if (form.events_asked) text += std::to_string(form.events.size());
      return;
    case Kind::stable:
      if (source.stable) text += ipi::to_text(*source.stable);
      return;
    case Kind::safety:
      text += ipi::to_text(assessment.safety_status);
      return;
    case Kind::safety_rules:
      append_rules(assessment, text);
      return;
    case Kind::unused:
      text += std::to_string(assessment.unused.size());
      return;
    case Kind::area_points:
    case Kind::area_subject:
    case Kind::area_offered:
    case Kind::area_lowest:
    case Kind::area_highest:
      append_area_cell(column.kind, best_of(assessment, areas_[column.index]), text);
      return;
    default:
      append_suggestion_cell(column.kind, assessment, text);
      return;
  }
}

}  // namespace ipi
