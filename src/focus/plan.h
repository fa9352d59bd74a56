#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "condition/condition.h"
#include "instrument/instrument.h"

namespace ipi {

/// One line of a plan.
struct PlanStep {
  Translated text;
  std::vector<std::string> conventions;  ///< schools or contexts that it belongs to; empty: any
  std::string stage;                     ///< of the area, that it belongs to; empty: any
  bool unless_blocked = false;           ///< left out where the tie must not be renegotiated
  std::optional<Condition> holds;        ///< on the form's answers; taken only where it surely does
  std::optional<Condition> unless;       ///< likewise; left out where it surely does
  Source source;
  Place place;
};

struct PlanPhase {
  std::string id;
  Translated title;
  std::int64_t from = 1, to = 1;  ///< sessions, both included
  std::vector<PlanStep> tasks;
};

/// One length of treatment.
struct Course {
  std::string id;
  Translated title;
  std::int64_t from = 1, to = 1;  ///< how many sessions
  std::optional<std::pair<std::int64_t, std::int64_t>> minutes;
  std::vector<PlanPhase> phases;
  std::vector<PlanStep> cautions;  ///< with one of them in force the course must not be followed as it stands
  Source source;
};

/// What the work on one area is made of.
struct AreaPlan {
  std::string area;
  std::vector<PlanStep> goals, strategies, techniques, homework;
  std::vector<PlanStep> blocked;  ///< in place of renegotiating a tie
  Place place;
};

/// What is measured again, and how often.
struct Measure {
  std::string id;
  std::string instrument;  ///< empty: something noted without one
  Translated text, rhythm;
  std::vector<std::string> conventions;
  Source source;
  Place place;
};

/// What follows a focus: courses, the work on each area, measures. The file; see TreatmentPlan for a form's own.
struct Plan {
  std::string id;
  std::int64_t revision = 1;
  Translated title;
  std::string model;
  std::string course;  ///< address of the question that chooses one; without an answer the first
  std::vector<std::pair<std::string, std::string>> sources;
  std::vector<Course> courses;
  std::vector<AreaPlan> areas;
  std::vector<PlanStep> second;  ///< how a second area is taken in
  std::vector<Measure> measures;
  Place place;
};

/// Reports E0293 (a range of sessions that is none, no course) besides the codes of sources.
[[nodiscard]] Plan read_plan(const yaml::Document& document, Diagnostics& diagnostics);

}  // namespace ipi
