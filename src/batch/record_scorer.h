#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assessment/readings.h"
#include "batch/block_reader.h"
#include "batch/duplicates.h"

namespace ipi::batch {

/// What the threads of a run share. The library is asked by one thread at a time.
struct Shared {
  Library* library = nullptr;
  std::mutex library_mutex;
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
  std::uint64_t records = 0, scored = 0, red = 0, amber = 0, warned = 0;
};

/// A record that was not scored, with what its diagnostics point into.
struct RejectedRecord {
  std::size_t index = 0;  ///< in its block
  std::size_t lines = 0;  ///< before it in its block
  std::unique_ptr<SourceFile> file;
  Diagnostics diagnostics;
  std::string safety;
  std::string id;                 ///< where it could be read
  std::vector<std::string> kept;  ///< likewise
  Progress before;                ///< it
  std::size_t text_before = 0, forms_before = 0;
};

/// What has become of one block.
struct Delivery {
  std::string text;
  std::vector<RejectedRecord> rejected;
  IdentifiedForms forms;  ///< those scored, in order
  Progress so_far;
  std::size_t lines = 0;
  bool stopped = false;  ///< at a rejected record, where that ends the run

  /// Takes back what came behind the rejected record.
  void end_at(const RejectedRecord& record);
};

/// Scores the records of blocks; one a thread.
class RecordScorer {
 public:
  explicit RecordScorer(Shared& shared) : shared_(&shared) {}
  /// `table`: null where no table is written.
  void score(const Block& block, const TableOf* table, Delivery& delivery);

 private:
  struct Read {
    std::unique_ptr<SourceFile> file;
    std::optional<yaml::Document> document;
    std::optional<yaml::Node> root;
    Diagnostics diagnostics;
    std::string id;
  };
  void score_record(std::string_view bytes, Delivery& delivery);
  void read_tree(std::string_view bytes, Read& read);
  [[nodiscard]] const Compiled* protocol_of(Read& read);
  [[nodiscard]] const Compiled* compiled(std::string_view id, Diagnostics& diagnostics);
  [[nodiscard]] const Readings* readings(const Form& form, Diagnostics& diagnostics);
  void check(const Compiled& compiled, const Readings* readings, const Form& form, Read& read);
  void check_identifiers(const Form& form, Read& read);
  void check_kept(const SourceFile& file, std::vector<Place>& refused, Diagnostics& diagnostics);
  void write(const Readings& readings, const Form& form, Delivery& delivery);
  void reject(Read& read, std::string safety, Delivery& delivery);

  Shared* shared_;
  const OpenInput* input_ = nullptr;
  const TableOf* table_ = nullptr;
  std::pmr::monotonic_buffer_resource room_;
  std::vector<Field> fields_;
  std::vector<std::string_view> kept_;
  std::map<std::string, const Compiled*, std::less<>> compiled_;
  std::map<std::pair<const Layout*, ChoiceSet>, Readings> readings_;
  std::size_t lines_ = 0;  // of the block, before the record
};

}  // namespace ipi::batch
