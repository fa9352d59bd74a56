#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "batch/batch.h"

namespace ipi::batch {

/// One record's bytes, its newline included.
struct Slice {
  std::size_t begin = 0, end = 0;
};

/// The largest record: no honest form comes near it.
inline constexpr std::size_t most_record_bytes = std::size_t{16} << 20U;

/// Where records end in a text that begins with one.
class Cutter {
 public:
  /// `columns`: how many fields a whole row has; only rows over several lines are held against it.
  Cutter(Notation notation, char delimiter, std::size_t columns)
      : notation_(notation), delimiter_(delimiter), columns_(columns) {}

  /// Up to where the text can be cut off as whole records; 0 where not even one is whole. `last`: nothing follows.
  [[nodiscard]] std::size_t whole_records(std::string_view text, bool last) const;
  /// The next record from `at` on, in a text of whole records; nullopt at its end. Empty lines and empty documents are
  /// no records; the signs of a list in JSON stand between them.
  [[nodiscard]] std::optional<Slice> next(std::string_view text, std::size_t at) const;

 private:
  [[nodiscard]] std::size_t end_of_next(std::string_view text, std::size_t at) const;
  [[nodiscard]] std::size_t end_of_row(std::string_view text, std::size_t at) const;
  Notation notation_;
  char delimiter_;
  std::size_t columns_;
};

}  // namespace ipi::batch
