#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "intake/block_reader.h"
#include "intake/form_reader.h"
#include "library/library.h"

namespace ipi::intake {

/// Where the forms of a run come from: inputs of any format, in blocks that threads take in turn and read each with a
/// FormReader of its own. What is made of several records (a person's rows in several tables) would be put together
/// behind FormReader, before anything is assessed.
class Intake {
 public:
  /// `told` gets what is to be said of an input or its header. All of it outlives the intake.
  Intake(Library& library, const std::vector<Input>& inputs, const FormOptions& options, std::size_t block_bytes,
         std::function<void(const Diagnostics&)> told)
      : library_(&library), options_(&options), told_(told), reader_(inputs, block_bytes, std::move(told)) {}

  /// The next block; false at the end of the last input. One thread at a time.
  [[nodiscard]] bool next(Block& block);
  /// What its forms are of: as was said for all, or as the first says that names something there is. Empty where that
  /// cannot be told.
  [[nodiscard]] std::string protocol_of(const Block& block) const;
  /// Tells the block's input what its forms are of, where that is wanted; false where the input is refused.
  [[nodiscard]] bool settle(const Block& block);

  [[nodiscard]] std::uint64_t unreadable() const { return reader_.unreadable(); }
  /// Tables whose header is wrong.
  [[nodiscard]] std::uint64_t refused() const { return refused_; }

 private:
  void refuse_columns(const Records& records, const Layout& layout, Diagnostics& diagnostics) const;

  Library* library_;
  const FormOptions* options_;
  std::function<void(const Diagnostics&)> told_;
  BlockReader reader_;
  std::uint64_t refused_ = 0;
};

/// Reads a text that is one form, whole.
const CheckedForm& read_one(FormReader& reader, const SourceFile& file, const InputFormat& format, RecordRoom& room);

}  // namespace ipi::intake
