#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "record.h"

namespace bench {

enum class Format : std::uint8_t { csv, csv_messy, ndjson, yaml, yaml_comments };
[[nodiscard]] std::optional<Format> format_named(std::string_view name);
[[nodiscard]] inline bool is_table(Format format) { return format <= Format::csv_messy; }
[[nodiscard]] inline bool is_yaml(Format format) { return format >= Format::yaml; }

/// Writes the forms of a workload in one format.
class Writer {
 public:
  Writer(const Workload& workload, Format format);
  /// What stands before the first form.
  void begin(std::string& out) const;
  /// One row, line or document, its end included. `random` messes up what may look one way or another.
  void write(const Record& record, Random random, std::string& out) const;
  [[nodiscard]] std::string_view line_end() const { return format_ == Format::csv_messy ? "\r\n" : "\n"; }

 private:
  void write_row(const Record& record, Random& random, std::string& out) const;
  void write_json(const Record& record, std::string& out) const;
  void write_yaml(const Record& record, Random& random, std::string& out) const;

  const Workload* workload_;
  Format format_;
  std::vector<std::size_t> shared_;  ///< keys that a column's path has in common with the one before
};

}  // namespace bench
