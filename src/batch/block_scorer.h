#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "batch/batch.h"
#include "batch/duplicates.h"
#include "intake/intake.h"

namespace ipi::batch {

/// What the threads of a run share.
struct Shared {
  Library* library = nullptr;
  const Options* options = nullptr;
  const Output* output = nullptr;
  std::string definitions;  ///< digest
};

/// The protocol that a table is of, with its columns.
struct TableOf {
  std::string protocol;
  TableColumns columns;
};

/// How much of a block has been scored.
struct Progress {
  std::uint64_t records = 0, scored = 0, red = 0, amber = 0, warned = 0, differing = 0, plain = 0;
};

/// A record that something is to be said of, or lines that belong to none, with what the diagnostics point into.
struct ToldRecord {
  enum class Kind : std::uint8_t { rejected, scored, stray };
  Kind kind = Kind::rejected;
  std::size_t index = 0;             ///< of a record, in its block
  std::optional<std::size_t> lines;  ///< before it in its block; nullopt: its file says itself where it begins
  std::unique_ptr<SourceFile> file;
  Diagnostics diagnostics;
  std::string safety;
  std::string id;                 ///< where it could be read
  std::vector<std::string> kept;  ///< likewise
  Progress before;                ///< it
  std::size_t text_before = 0, forms_before = 0;
  std::size_t stray_lines = 0;
};

/// What has become of one block.
struct Delivery {
  std::string text;
  std::vector<ToldRecord> told;
  IdentifiedForms forms;  ///< those scored, in order
  Progress so_far;
  std::size_t lines = 0;
  bool stopped = false;  ///< at a rejected record, where that ends the run

  /// Takes back what came behind the rejected record.
  void end_at(const ToldRecord& record);
};

/// Scores the forms of blocks; one a thread.
class BlockScorer {
 public:
  explicit BlockScorer(const Shared& shared)
      : shared_(&shared),
        reader_(*shared.library, shared.options->forms),
        expected_(shared.options->forms.reading.protocol) {
    reader_.expect(expected_);
  }
  /// `table`: null where no table is written.
  void score(intake::Block& block, const TableOf* table, Delivery& delivery);

 private:
  void score_text(const intake::Block& block, Delivery& delivery);
  void take(const intake::CheckedForm& form, Delivery& delivery);
  void write(const intake::CheckedForm& form, Delivery& delivery);
  void tell(ToldRecord::Kind kind, Delivery& delivery);
  void tell_stray(const intake::OpenInput& input, std::string_view lines, Delivery& delivery);

  const Shared* shared_;
  intake::FormReader reader_;
  std::string expected_;
  std::optional<Assessment> assessment_;  // its room serves again
  const TableOf* table_ = nullptr;
  std::optional<std::size_t> lines_;  // of the block, before the record; nullopt: it has none
};

}  // namespace ipi::batch
