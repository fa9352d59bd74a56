#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assessment/assessment.h"

namespace ipi {

/// What a row of a table is about.
enum class TableSubject : std::uint8_t { forms, relationships, candidates };

/// Whether every completion of a form leads to the same suggestion.
enum class Stable : std::uint8_t { yes, no, undetermined };
[[nodiscard]] std::string_view to_text(Stable stable);

/// "red" is said elsewhere: "suicide_red", "violence_red:P1", "phq9.item_9:not_assessed".
[[nodiscard]] std::string in_short(const SafetyFinding& finding);

/// What a form's rows say besides its assessment.
struct TableSource {
  const Assessment* assessment = nullptr;
  std::optional<Stable> stable;            ///< where some column asks for it
  std::span<const std::string_view> kept;  ///< passed through
  std::string_view definitions;            ///< digest of the definitions in force
};

/// One row on its way out.
struct TableRow {
  const TableSource* source = nullptr;
  std::size_t number = 0;                        ///< which of the form's relationships or candidates it is about
  std::span<const Candidate* const> of_areas{};  ///< by area of the columns: the candidate shown; null where none
};

struct TableColumn {
  /// Adds the text of the column's cell, nothing where there is nothing to say.
  using Append = void (*)(const TableColumn& column, const TableRow& row, std::string& text);
  std::string name;
  Append append = nullptr;
  std::size_t index = 0;   ///< of a score among its group's, of an area among the columns' own, of a kept column
  bool is_number = false;  ///< its cells are numbers or nothing; else text or nothing
  std::string json_key;    ///< with its colon: "\"phq9.total\":"
};

/// The columns of a table: which there are, and those chosen.
class TableColumns {
 public:
  /// `readings`: what forms of one protocol may be read under; their areas are the table's. `chosen`: presets (scores,
  /// focus, full) and names of columns, in the order wanted; empty: full. `kept` ones that they leave out come last.
  /// Reports E0344 for a name that is none, E0346 for a kept one that is another column's as well.
  [[nodiscard]] static std::optional<TableColumns> choose(TableSubject subject,
                                                          std::span<const Compiled* const> readings,
                                                          std::span<const std::string> kept,
                                                          std::span<const std::string> chosen,
                                                          Diagnostics& diagnostics);

  [[nodiscard]] TableSubject subject() const { return subject_; }
  [[nodiscard]] std::span<const TableColumn> columns() const { return columns_; }
  /// Whether a column says if open answers could change the suggestion.
  [[nodiscard]] bool asks_for_stable() const;
  /// How many rows a form has.
  [[nodiscard]] std::size_t rows(const Assessment& assessment) const;
  /// By area: the best offered candidate, else the one with most points; null where there is none.
  [[nodiscard]] std::vector<const Candidate*> of_areas(const Assessment& assessment) const;

 private:
  TableSubject subject_ = TableSubject::forms;
  std::vector<TableColumn> columns_;
  std::vector<std::string> areas_;  // ids
};

/// How a table is written.
struct TableStyle {
  enum class Notation : std::uint8_t { delimited, json, ndjson };
  Notation notation = Notation::delimited;
  char delimiter = ',';
  bool neutralise = true;  ///< a text that a spreadsheet would run begins with ' instead
};

/// What stands before the first row: a header, the beginning of a list, or nothing.
void append_table_head(const TableStyle& style, const TableColumns& columns, std::string& text);
/// All rows of one form. In JSON each begins with ",\n", which the table's very first must lose.
void append_table_rows(const TableStyle& style, const TableColumns& columns, const TableSource& source,
                       std::string& text);
void append_table_tail(const TableStyle& style, bool any_row, std::string& text);

/// One cell as the style writes it, without what separates cells.
void append_styled_cell(const TableStyle& style, bool is_number, std::string_view cell, std::string& text);

}  // namespace ipi
