#pragma once

#include <vector>

#include "focus/form_state.h"

namespace ipi {

/// Whether the answer could still be one of several.
[[nodiscard]] bool is_open(const FormState& state, const Variable& variable);

/// A value for every way that an open answer can matter: of a choice, one option of each set that the decision
/// tells apart; of a date, months on both sides of every threshold; of an entry, each one and none. Other dates are
/// taken as they stand now, so dates are fixed in the order of `order_for_search`.
[[nodiscard]] std::vector<Cell> cells_of(const FormState& state, const Variable& variable);

/// Dates shared by all entries first, then entries' dates, then the rest in protocol order.
void order_for_search(const FormState& state, std::vector<Variable>& variables);

}  // namespace ipi
