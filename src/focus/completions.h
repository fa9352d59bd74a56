#pragma once

#include <vector>

#include "ipi/focus/form_state.h"

namespace ipi {

/// Whether the answer could still be one of several.
[[nodiscard]] bool is_open(const FormState& state, const Variable& variable);

/// Every value that an open answer can take, as far as the model's tests can tell values apart: each option of a
/// choice; of a date, the months next to each threshold. Other dates of the state are taken as they stand now, so
/// dates are fixed in the order of `order_for_search`.
[[nodiscard]] std::vector<Cell> cells_of(const FormState& state, const Variable& variable);

/// Dates shared by all entries first, then entries' dates, then the rest in protocol order.
void order_for_search(const FormState& state, std::vector<Variable>& variables);

}  // namespace ipi
