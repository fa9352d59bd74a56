#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/batch_options.h"
#include "cli/language.h"
#include "cli/runtime.h"

namespace ipi::cli {

/// What `score` was asked for, as far as batches need to know.
struct BatchRequest {
  const BatchOptions* typed = nullptr;
  std::vector<std::string> operands;
  std::optional<std::string> standard_input;  ///< where it was read already
  std::string format;                         ///< text, json, ndjson, csv or tsv
  std::string output;
  std::string convention;
  bool explain = false, drafts = false;
  const Language* language = nullptr;
};

/// Scores a batch and says how many forms were read, scored and rejected.
[[nodiscard]] int score_batch(Runtime& runtime, Library& library, const BatchRequest& request);

}  // namespace ipi::cli
