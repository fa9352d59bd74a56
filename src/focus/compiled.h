#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "condition/expression.h"
#include "focus/model.h"
#include "focus/plan.h"
#include "focus/rules.h"
#include "inventory/layout.h"
#include "scoring/scorer.h"

namespace ipi {

struct CompiledIndicator {
  const Indicator* indicator = nullptr;
  Expression holds;
  bool is_simple = false;  ///< it only asks which options were chosen: each open answer may make it hold, or not
};

/// Whose answer to a question bears on an area for a subject.
enum class Bearing : std::uint8_t {
  none,
  own,   ///< the subject's own
  any    ///< any entry's, or the form's
};

struct CompiledArea {
  const Area* area = nullptr;
  Group subject = Group::form;  ///< form: a single candidate
  Expression where;             ///< always true where the area names no condition
  std::vector<CompiledIndicator> indicators;
  std::optional<Expression> clear_needs;
  std::optional<Expression> blocked;  ///< its tie must not be renegotiated
  std::vector<Expression> stages;     ///< by position in Area::stages
  /// By group and slot: whether its evidence and tie facts look at the answer.
  std::array<std::vector<Bearing>, group_count> bearing;
};

struct CompiledGate {
  const Gate* gate = nullptr;
  Expression holds;
  std::optional<Expression> settled;
};

struct CompiledDerived {
  const DerivedValue* derived = nullptr;
  Reference from, to;  ///< of months
  Expression where;    ///< of a count; its subject is the counted entry
};

struct CompiledTieBreak {
  const TieBreak* tie_break = nullptr;
  /// By subject's group; absent where the address means nothing for such an entry.
  std::array<std::optional<Reference>, group_count> entry, date;
  std::array<std::optional<Expression>, group_count> prefers;
  std::optional<Reference> area, subject;
};

struct CompiledSafetyRule {
  const SafetyRule* rule = nullptr;
  Group group = Group::form;  ///< whose entries it looks at; form: the form itself
  Expression where;           ///< always true where the rule names no condition
  std::optional<Expression> holds;
  std::vector<Reference> unanswered;  ///< to slots
};

struct CompiledConsideration {
  const Consideration* rule = nullptr;
  Group group = Group::form;
  std::optional<Expression> holds;
};

struct CompiledStep {
  const PlanStep* step = nullptr;
  std::optional<Expression> holds, unless;
};

/// What has to be worked out anew when an answer moves, besides what is said of the answer itself.
struct AnswerReach {
  bool of_everything = false;      ///< branches of other entries rest on it
  bool of_its_entry = false;       ///< branches of its own entry do
  bool of_counts = false;          ///< counts do
  std::optional<std::size_t> use;  ///< the instrument that its question belongs to
};

/// What a protocol is weighed by; each may be null.
struct Guidance {
  const Model* model = nullptr;
  const SafetyRules* safety = nullptr;
  const Suitability* suitability = nullptr;
  const Plan* plan = nullptr;
};

/// A protocol with everything that its forms are scored and weighed by, resolved to numbers. Built once.
struct Compiled {
  std::unique_ptr<Layout> layout;
  std::array<std::vector<std::unique_ptr<Scorer>>, group_count> scorers;  ///< by instrument use of the group
  const Model* model = nullptr;                                           ///< null: scores only
  std::vector<CompiledDerived> derived;
  std::vector<CompiledGate> gates;
  std::vector<CompiledArea> areas;
  std::vector<CompiledTieBreak> tie_breaks;
  std::vector<CompiledSafetyRule> safety;
  std::vector<CompiledConsideration> suitability;
  /// By group, instrument and item: what findings of the instrument's own safety items are called.
  std::array<std::vector<std::vector<std::string>>, group_count> safety_items;
  std::array<std::vector<std::size_t>, group_count> branching;  ///< slots whose questions may not apply
  bool estimates = false;                  ///< a score that the decision looks at may be given with answers missing
  const Plan* plan = nullptr;              ///< null: none
  std::vector<CompiledStep> steps;         ///< those of the plan that have a condition
  std::optional<std::size_t> course;       ///< slot of the question that chooses the plan's course
  std::vector<Rational> month_thresholds;  ///< every figure that months are tested against
  /// By group and slot: the sets of options that no condition and no score in use tells apart; empty where nothing
  /// looks at the answer.
  std::array<std::vector<std::vector<ChoiceSet>>, group_count> partitions;
  std::array<std::vector<AnswerReach>, group_count> reach;  ///< by group and slot
  /// By group and slot: the decision or safety looks at the answer. It is what a short form asks.
  std::array<std::vector<bool>, group_count> needed;
};

/// Resolves the definitions against each other; reports E0211 to E0214, E0240 to E0245, E0255 (a reference of the
/// wrong kind) and E0256 (an area that the model does not have). The definitions outlive the result. Not to be used
/// after an error.
[[nodiscard]] Compiled compile(const Protocol& protocol, const Layout::Parts& parts, const Guidance& guidance,
                               Diagnostics& diagnostics);

}  // namespace ipi
