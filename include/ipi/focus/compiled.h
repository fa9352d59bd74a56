#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "ipi/condition/expression.h"
#include "ipi/focus/model.h"
#include "ipi/inventory/layout.h"
#include "ipi/scoring/scorer.h"

namespace ipi {

struct CompiledIndicator {
  const Indicator* indicator = nullptr;
  Expression holds;
};

struct CompiledArea {
  const Area* area = nullptr;
  Group subject = Group::form;  ///< form: a single candidate
  Expression where;             ///< always true where the area names no condition
  std::vector<CompiledIndicator> indicators;
  std::optional<Expression> clear_needs;
};

struct CompiledGate {
  const Gate* gate = nullptr;
  Expression holds;
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
  std::optional<Expression> holds;
  std::vector<std::size_t> unanswered;  ///< slots of Group::form
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
  std::vector<Rational> month_thresholds;  ///< every figure that months are tested against
  /// By group and slot: the sets of options that no condition and no score in use tells apart; empty where nothing
  /// looks at the answer.
  std::array<std::vector<std::vector<ChoiceSet>>, group_count> partitions;
};

/// Resolves the definitions against each other; reports E0211 to E0214, E0240 to E0242 and E0255 (a reference of the
/// wrong kind). The definitions outlive the result. Not to be used after an error.
[[nodiscard]] Compiled compile(const Protocol& protocol, const Layout::Parts& parts, const Model* model, const SafetyRules* safety,
                               Diagnostics& diagnostics);

}  // namespace ipi
