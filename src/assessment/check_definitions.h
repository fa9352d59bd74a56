#pragma once

#include "library/library.h"
#include "source/diagnostic.h"

namespace ipi {

/// Everything that can be told of definitions beyond reading them: compiles each protocol and instrument, scores the
/// worked examples, and holds a focus model or safety rules that no protocol names against the protocols there are (it
/// has to fit one of them). A fault that several protocols share is reported once.
void check_definitions(Library& library, Diagnostics& diagnostics);

}  // namespace ipi
