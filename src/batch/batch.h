#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assessment/assessment.h"
#include "formats/table.h"
#include "intake/intake.h"
#include "library/library.h"

namespace ipi::batch {

/// What is written of the forms: rows of a table, or each assessment as `render` has it.
struct Output {
  std::string path;  ///< a file, whole or not at all; empty or "-": `stream`
  std::FILE* stream = nullptr;
  std::optional<TableStyle> style;  ///< of a table; nullopt: `render`
  TableSubject subject = TableSubject::forms;
  std::vector<std::string> columns;  ///< presets and names; empty: full
  std::function<std::string(const Assessment&)> render;
  std::string head, separator, tail;  ///< around and between what is rendered
  std::string rejects;                ///< a table of the records rejected; empty: none
  TableStyle rejects_style;
};

/// A record that was not scored.
struct Rejected {
  std::uint64_t record = 0;       ///< counts from 1, over all inputs
  std::string id;                 ///< where it could be read
  std::vector<std::string> kept;  ///< what is passed through, likewise
  const Diagnostics* diagnostics = nullptr;
  std::string
      safety;  ///< "red:suicide_red", what its valid answers say all the same; "unread" where none could be read
};

/// Everything decided before the first record.
struct Options {
  std::vector<intake::Input> inputs;
  intake::FormOptions forms;
  bool strict = false;                        ///< stop at the first record rejected
  std::optional<std::uint64_t> most_rejects;  ///< stop beyond
  std::size_t threads = 1;
  std::size_t duplicate_bytes = std::size_t{24} << 20U;  ///< for telling (id, protocol, date) met before
  std::size_t block_bytes = std::size_t{1} << 20U;
};

/// Callbacks come one at a time, in the order of the records.
struct Listener {
  std::function<void(const Rejected&)> rejected;
  std::function<void(const Diagnostics&)> told;  ///< of an input or its header, of lines that belong to no record, or
                                                 ///< of what is odd about a record that was scored
  std::function<void(std::uint64_t records, std::uint64_t bytes)> progress;
};

/// What became of the records: read = scored + rejected.
struct Totals {
  std::uint64_t read = 0, scored = 0, rejected = 0;
  std::uint64_t red = 0, amber = 0;             ///< of those scored: with such a finding as the worst
  std::uint64_t rejected_with_safety = 0;       ///< rejected, and its valid answers speak of danger
  std::uint64_t warned = 0;                     ///< scored, with an answer that was not used
  std::uint64_t differing = 0;                  ///< scored, with a declared total that is not ours
  std::uint64_t plain = 0;                      ///< scored, and read on the short way
  std::uint64_t stray_lines = 0;                ///< that belong to no record
  std::uint64_t untold = 0;                     ///< oddities beyond the first `most_told`
  std::uint64_t duplicates = 0;                 ///< (id, protocol, date) met before
  std::vector<std::uint64_t> first_duplicates;  ///< the first ten of these records
  std::uint64_t duplicates_beyond = 0;          ///< records that were not looked up: the memory was full
  std::uint64_t unreadable_inputs = 0;          ///< that could not be read
  std::uint64_t refused_inputs = 0;             ///< tables whose header is wrong
  bool stopped = false;                         ///< by `strict` or `most_rejects`
  bool wrong_request = false;                   ///< columns or a convention that do not exist: nothing was read
  std::vector<std::string> definitions;         ///< "path sha256" of each file in force
};

/// Scores every form of the inputs, in order. The bytes written do not depend on the number of threads, nor on the
/// notation in which the same forms lie. Throws std::system_error where the output cannot be written.
[[nodiscard]] Totals run(Library& library, const Options& options, const Output& output, const Listener& listener);

/// More would bury the count below them.
inline constexpr std::uint64_t most_told = 20;

/// The columns of a table of rejected records, without those that are kept.
[[nodiscard]] std::span<const std::string_view> rejects_columns();

/// Temporary files that an interrupted run has left beside the output's path, in quotes, with commas between.
[[nodiscard]] std::string left_over_files(const std::string& path);

}  // namespace ipi::batch
