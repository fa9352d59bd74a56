#pragma once

#include <cstddef>
#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

#include "source/diagnostic.h"

namespace ipi {

/// One field of a record of comma- or tab-separated values.
struct Field {
  std::string_view text;  ///< without its quotes
  Span span;              ///< as it stands in the record
  bool quoted = false;
};

/// Splits one record, which may have quoted newlines within, into `fields` (their room is reused). A doubled quote
/// within quotes is one quote; texts that hold one live in `storage`. False after an error: E0330, a quote that does
/// not close, or text before or after quotes; also the guards of every text (E0101, E0103).
[[nodiscard]] bool split_record(const SourceFile& record, char delimiter, std::pmr::memory_resource& storage,
                                std::vector<Field>& fields, Diagnostics& diagnostics);

/// Where the record at the start of `text` ends: the offset behind its newline; nullopt where `text` ends before it
/// does. Newlines within quotes belong to the record; a quote opens only where a field begins.
[[nodiscard]] std::optional<std::size_t> end_of_record(std::string_view text, char delimiter);

/// The delimiter that a header was most likely written with: tab, comma, semicolon or bar; comma where nothing tells.
[[nodiscard]] char guess_delimiter(std::string_view header);

}  // namespace ipi
