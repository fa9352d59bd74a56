#pragma once

#include <string>

#include "focus/compiled.h"
#include "inventory/form.h"

namespace ipi {

/// The form as a YAML file that `read_form` reads back to the same answers, notes and acknowledgements: one answer a
/// line, in the order of asking, without the questions. What a draft has not asked is left out; a final form says so
/// wherever a key left out would read as skipped; with `compiled`, not of questions that do not apply. Comments of a
/// file that the form was read from are not in it.
[[nodiscard]] std::string write_form(const Form& form, const Compiled* compiled = nullptr);

}  // namespace ipi
