#pragma once

#include "library/definitions.h"

namespace ipi {

/// Lays the words of every file that starts with `site:` over the definitions that it names:
/// `texts: {ipt-safety: {rules.suicide_red.statement: "Ring the ward."}}`. A site changes what is said, never what is
/// decided or asked. Reports E0240 (nothing of that id), E0289 (the wording of an item, which its licence keeps as it
/// is), E0290 (an address of nothing) and E0295 (no text that a site may change).
void apply_sites(Definitions& definitions, Diagnostics& diagnostics);

}  // namespace ipi
