#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "intake/byte_source.h"
#include "intake/input_format.h"

namespace ipi::intake {

/// One input, read once from its beginning to its end; gzip is recognised by its first bytes.
struct Input {
  std::string path;  ///< "-" is standard input
  const InputFormat* format = nullptr;
  std::optional<char> delimiter = std::nullopt;    ///< of a table; nullopt: as its header was most likely written
  std::optional<std::string> text = std::nullopt;  ///< what was read of it already, all of it
};

/// One input, as far as its blocks share it.
struct OpenInput {
  std::string name;                  ///< as messages have it
  std::unique_ptr<Records> records;  ///< null where the format drives itself
  std::size_t first_lines = 0;       ///< that stand before the first record
  bool is_settled = false;           ///< what its records are of has been told, where that is wanted
  bool is_refused = false;
};

/// Whole records of one input.
struct Block {
  std::shared_ptr<OpenInput> input;
  std::string text;                  ///< the records, and behind them what they were told apart by
  std::size_t size = 0;              ///< of the records
  bool last = false;                 ///< nothing follows the text
  Carry carry;                       ///< from the block before
  std::vector<HandedForm> handed;    ///< by a format that drives itself
  bool first = false;                ///< of its input
  std::optional<std::size_t> whole;  ///< bytes of a record that is too large, of which only the beginning is here
  std::size_t passed_lines = 0;      ///< of it, that are not
};

/// Reads the inputs one after the other, in blocks. A block does not depend on how fast its bytes came.
class BlockReader {
 public:
  /// `told` gets what is wrong with an input, which is then left out.
  BlockReader(std::span<const Input> inputs, std::size_t block_bytes, std::function<void(const Diagnostics&)> told);
  /// False at the end of the last input. An input that cannot be read to its end is told of and left there.
  [[nodiscard]] bool next(Block& block);
  [[nodiscard]] std::uint64_t unreadable() const { return unreadable_; }

 private:
  bool open_next();
  bool open_records(const Input& input);
  void tell_likeness(const InputFormat& format) const;
  bool holds_something();
  bool fill(std::string& bytes);
  bool take_block(Block& block);
  bool take_handed(Block& block);
  void pass_over_rest(Block& block);
  void refuse(const std::string& name, const char* reason);

  std::span<const Input> inputs_;
  std::size_t block_bytes_;
  std::function<void(const Diagnostics&)> told_;
  std::size_t next_input_ = 0;
  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<FormDriver> driver_;
  std::shared_ptr<OpenInput> input_;  // null between two inputs
  std::string rest_;                  // read, and not handed out yet
  bool ended_ = true;                 // the source has no more
  bool first_ = false;
  Carry carry_;
  std::uint64_t unreadable_ = 0;
};

}  // namespace ipi::intake
