#pragma once

#include "intake/input_format.h"

namespace ipi::intake {

/// YAML: one document, or several behind `---`.
extern const InputFormat yaml_format;
/// JSON: one form, one behind the other, or a list of them.
extern const InputFormat json_format;
/// JSON: one form a line.
extern const InputFormat ndjson_format;
/// Tables: one form a row, below a header.
extern const InputFormat csv_format;
extern const InputFormat tsv_format;

}  // namespace ipi::intake
