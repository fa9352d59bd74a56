#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "batch/batch.h"
#include "cli/runtime.h"

namespace CLI {
class App;
}

namespace ipi::cli {

/// The options of `score` that make a run a batch, as typed.
struct BatchOptions {
  std::string from, protocol, columns, delimiter, decimal, about, rejects;
  std::vector<std::string> missing, keep, drop, columns_out;  ///< lists, each of parts with commas between
  bool strict = false, raw_cells = false;
  std::vector<std::string> allow_identifiers;  ///< "true" where it is given alone, else lists of columns
  std::string most_rejects, threads, duplicates_memory;

  void add_to(CLI::App& app);
  /// Whether rows of a table were asked for, whatever their format.
  [[nodiscard]] bool wants_rows() const { return !columns_out.empty() || !about.empty(); }
  /// Whether one of them was given.
  [[nodiscard]] bool any() const;
};

/// Whether these operands are a batch by what they are: more than one, a folder, a table, lines of JSON, something
/// packed. A single form in JSON is none.
[[nodiscard]] bool are_batch(const std::vector<std::string>& operands);

/// What a run is to be, built of what was typed; nullopt after a printed fault of usage or of a file named.
struct Resolved {
  batch::Options options;
  TableStyle style;
  TableSubject subject = TableSubject::forms;
  std::vector<std::string> columns_out;
};
[[nodiscard]] std::optional<Resolved> resolve(const Runtime& runtime, const BatchOptions& typed,
                                              const std::vector<std::string>& operands);

}  // namespace ipi::cli
