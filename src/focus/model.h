#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "condition/condition.h"
#include "instrument/instrument.h"
#include "inventory/layout.h"

namespace ipi {

/// How sure a suggestion is, in words; ordered.
enum class Strength : std::uint8_t { possible, likely, clear };
[[nodiscard]] std::string_view to_text(Strength strength);

/// What an indicator does where it holds.
enum class Manner : std::uint8_t {
  required,  ///< its area is offered only where it holds; its weight counts
  excludes,  ///< its area is not offered where it holds
  indicator  ///< its weight counts
};
[[nodiscard]] std::string_view to_text(Manner manner);

/// One piece of evidence for or against an area.
struct Indicator {
  std::string id;
  Manner manner = Manner::indicator;
  int weight = 0;
  Condition holds;
  Translated statement;
  Source source;
  Place place;
};

/// When the work on an area must not be to renegotiate its tie.
struct Renegotiation {
  Condition blocked;
  Translated statement;                       ///< said where it is blocked
  Translated unknown;                         ///< said where that cannot be told
  Strength unknown_cap = Strength::possible;  ///< not exceeded then
  Source source;
};

/// How far a problem has gone; the first of an area's stages that holds is named.
struct Stage {
  std::string id;
  Condition holds;
  Translated statement;
  Source source;
};

/// A problem area that treatment can focus on.
struct Area {
  std::string id;
  Translated title;
  Strength cap = Strength::clear;  ///< not exceeded unless the patient has agreed
  Source cap_source;
  std::optional<Group> each;       ///< a candidate per entry of this roster; nullopt: a single one
  std::optional<Condition> where;  ///< entries that can be a subject
  bool residual = false;           ///< decided last: offered only where every other candidate is refused
  std::optional<Condition> clear_needs;
  std::vector<Translated> recheck;  ///< what to look for again while `clear_needs` does not hold
  std::vector<Indicator> indicators;
  std::optional<Renegotiation> renegotiation;
  std::vector<Stage> stages;
  Place place;
};

/// A condition that closes every area.
struct Gate {
  std::string id;
  Condition holds;
  std::optional<Condition> settled;  ///< without it the suggestion is provisional, even where the gate is open
  Translated statement;
  Translated unknown;  ///< said where it cannot be told, or is not settled
  Source source;
};

/// A value worked out from answers.
struct DerivedValue {
  enum class Kind : std::uint8_t { months, count };
  Kind kind = Kind::months;
  std::string name;
  Group group = Group::form;  ///< whose value it is
  std::string from, to;       ///< of months: dates, the difference being `to` - `from`
  Group counted = Group::events;
  std::optional<Condition> where;  ///< of a count
  Place place;
};

/// One way to rank candidates within a near tie.
struct TieBreak {
  enum class Kind : std::uint8_t {
    because_of,    ///< below the candidate that caused it; settles the tie
    patient_view,  ///< above the others if the patient sees it so; settles the tie
    manageable,    ///< above those that cannot be taken up soon
    latest_start   ///< the more recent first, where both have a date
  };
  Kind kind = Kind::because_of;
  std::string entry;          ///< address of the cause's code
  std::string area, subject;  ///< addresses of the patient's view
  std::optional<Condition> prefers;
  std::string date;
  Place place;
};

/// The figures of the decision; all of them parameters.
struct Combination {
  int minimum = 0;
  int near_tie = 0;
  std::vector<TieBreak> break_ties;
  int second_at_least = 0, second_within = 0;
  int clear_points = 0, clear_margin = 0, likely_points = 0, likely_margin = 0;
  Source source;
};

/// Areas, indicators and how they are combined.
struct Model {
  std::string id;
  std::int64_t revision = 1;
  std::string language = "en";
  Translated title;
  std::string convention;                                    ///< the school
  std::vector<std::string> contexts;                         ///< laid over it
  std::vector<std::pair<std::string, std::string>> sources;  ///< key and work
  std::vector<DerivedValue> derived;
  std::vector<Gate> gates;
  std::vector<Area> areas;
  Combination combination;
  Place place;
  std::vector<Place> laid_over;  ///< the conventions that changed it
};

/// Reports E0250 to E0259 besides the codes of conditions; every source key must be listed in `sources`.
[[nodiscard]] Model read_model(const yaml::Document& document, Diagnostics& diagnostics);

}  // namespace ipi
