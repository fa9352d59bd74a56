#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "batch/batch.h"
#include "batch/byte_source.h"
#include "batch/cutting.h"

namespace ipi::batch {

/// One input, as far as its blocks share it.
struct OpenInput {
  std::string name;  ///< as messages have it
  Notation notation = Notation::yaml;
  char delimiter = ',';
  Cutter cutter{Notation::yaml, ',', 0};
  std::unique_ptr<SourceFile> header;  ///< of a table
  std::vector<Field> header_fields;
  std::unique_ptr<std::pmr::monotonic_buffer_resource> header_room;
  std::optional<WideForm> wide;  ///< once the protocol is known
  std::size_t header_lines = 0;
};

/// Whole records of one input.
struct Block {
  std::shared_ptr<OpenInput> input;
  std::string bytes;
  bool first = false;  ///< of its input
};

/// Reads the inputs one after the other, in blocks. A block does not depend on how fast its bytes came.
class BlockReader {
 public:
  /// `told` gets what is wrong with an input, which is then left out.
  BlockReader(const Options& options, std::function<void(const Diagnostics&)> told);
  /// False at the end of the last input. An input that cannot be read to its end is told of and left there.
  bool next(Block& block);
  [[nodiscard]] std::uint64_t unreadable() const { return unreadable_; }

 private:
  bool open_next();
  void follow_list(std::string_view bytes);
  void tell_likeness() const;
  bool holds_something();
  void settle_delimiter(std::optional<char> wanted);
  void take_header();
  bool fill(std::string& bytes);
  bool take_block(Block& block);
  void refuse(const std::string& name, const char* reason);

  const Options* options_;
  std::function<void(const Diagnostics&)> told_;
  std::size_t next_input_ = 0;
  std::unique_ptr<ByteSource> source_;
  std::shared_ptr<OpenInput> input_;
  std::string rest_;   // read, and not handed out yet
  bool ended_ = true;  // the source has no more
  bool first_ = false;
  bool is_list_ = false, list_is_open_ = false;  // forms in JSON: one behind the other, between brackets
  std::uint64_t unreadable_ = 0;
};

}  // namespace ipi::batch
