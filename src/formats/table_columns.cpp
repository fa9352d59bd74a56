#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <nlohmann/json.hpp>

#include "formats/table.h"
#include "formats/table_cells.h"
#include "text/nearest.h"

namespace ipi {
namespace {

using Append = TableColumn::Append;

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
    add(cells::id, "id", true, true);
    add(cells::date, "date", true, true);
    for (std::size_t i = 0; i < kept.size(); ++i) add(cells::kept, kept[i], true, true, false, i);
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
    add(cells::definitions, "definitions", true, true);
  }

  [[nodiscard]] const std::vector<Known>& all() const { return all_; }

 private:
  void add(Append append, std::string name, bool scores, bool focus, bool is_number = false, std::size_t index = 0) {
    std::string key = nlohmann::json(name).dump() + ":";
    all_.push_back({{std::move(name), append, index, is_number, std::move(key)}, scores, focus});
  }

  void add_scores(Group group) {
    const bool of_ties = group == Group::relationships;
    for (const InstrumentUse& use : layout_->group(group).instruments) {
      for (std::size_t i = 0; i < use.instrument->scores.size(); ++i) {
        const Score& score = use.instrument->scores[i];
        const std::string name = fmt::format("{}.{}", use.instrument->id, score.id);
        const std::size_t index = use.first_score + i;
        add(of_ties ? cells::tie_score : cells::score, name, true, false, true, index);
        add(of_ties ? cells::tie_score_n : cells::score_n, name + ".n", true, false, true, index);
        if (score.band_sets.empty()) continue;
        add(of_ties ? cells::tie_score_band : cells::score_band, name + ".band", true, false, false, index);
        add(of_ties ? cells::tie_score_confirmed : cells::score_confirmed, name + ".band.confirmed", false, false,
            false, index);
      }
    }
  }

  void add_forms(std::span<const std::string> areas) {
    add(cells::protocol, "protocol", false, false);
    add_scores(Group::form);
    if (layout_->has_roster(Group::relationships)) add(cells::relationships, "relationships.count", false, false, true);
    if (layout_->has_roster(Group::events)) add(cells::events, "events.count", false, false, true);
    if (has_model_) {
      add(cells::convention, "convention", false, true);
      add(cells::verdict, "verdict", false, true);
      add(cells::suggested_focus, "suggested_focus", false, true);
      add(cells::strength, "strength", false, true);
      add(cells::margin, "margin", false, true, true);
      add(cells::provisional, "provisional", false, true);
      add(cells::reasons, "reasons", false, true);
      add(cells::stable, "stable", false, true);
      for (std::size_t i = 0; i < areas.size(); ++i) {
        const std::string name = fmt::format("area.{}", areas[i]);
        add(cells::area_points, name + ".points", false, true, true, i);
        add(cells::area_subject, name + ".subject", false, true, false, i);
        add(cells::area_offered, name + ".offered", false, false, false, i);
        add(cells::area_lowest, name + ".lowest", false, false, true, i);
        add(cells::area_highest, name + ".highest", false, false, true, i);
      }
    }
    add(cells::safety, "safety", true, true);
    add(cells::safety_rules, "safety.rules", false, false);
    add(cells::unused, "unused", false, false, true);
  }

  void add_relationships() {
    add(cells::person, "person", true, true);
    add(cells::role, "role", true, true);
    add(cells::status, "status", true, true);
    add(cells::closeness_before, "closeness.before", true, true);
    add(cells::closeness_now, "closeness.now", true, true);
    add_scores(Group::relationships);
  }

  void add_candidates() {
    add(cells::area, "area", true, true);
    add(cells::subject, "subject", true, true);
    add(cells::suggested, "suggested", true, true);
    add(cells::rank, "rank", true, true, true);
    add(cells::offered, "offered", true, true);
    add(cells::because, "because", false, true);
    add(cells::because_of, "because_of", false, true);
    add(cells::points, "points", true, true, true);
    add(cells::lowest, "lowest", false, true, true);
    add(cells::highest, "highest", false, true, true);
    add(cells::holds, "holds", false, true);
    add(cells::unknown, "unknown", false, true);
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
      const Append append = known.column.append;
      return known.column.name == name && append != cells::kept && append != cells::id && append != cells::date;
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
    if (known.column.append == cells::kept) add(known.column);
  }
  if (!sound) return std::nullopt;
  return result;
}

bool TableColumns::asks_for_stable() const {
  return std::any_of(columns_.begin(), columns_.end(),
                     [](const TableColumn& column) { return column.append == cells::stable; });
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

std::vector<const Candidate*> TableColumns::of_areas(const Assessment& assessment) const {
  std::vector<const Candidate*> shown(areas_.size(), nullptr);
  const auto place = [&](const Candidate& candidate) -> const Candidate*& {
    const auto area = std::find(areas_.begin(), areas_.end(), candidate.area->area->id);
    return shown[static_cast<std::size_t>(area - areas_.begin())];
  };
  if (assessment.suggestion) {
    for (const std::size_t index : assessment.suggestion->ranking) {
      const Candidate*& best = place(assessment.candidates[index]);
      if (best == nullptr) best = &assessment.candidates[index];
    }
  }
  for (const Candidate& candidate : assessment.candidates) {
    if (candidate.offered == Truth::yes) continue;  // ranked
    const Candidate*& best = place(candidate);
    if (best == nullptr || (best->offered != Truth::yes && candidate.points > best->points)) best = &candidate;
  }
  return shown;
}

}  // namespace ipi
