#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/delimited.h"
#include "inventory/form.h"
#include "yaml/node.h"

namespace ipi {

/// A word in a table that says why there is no answer: "NA", "-99", "refused=-8".
struct MissingCode {
  std::string text;
  Absence means = Absence::skipped;
};
/// Reads "NA,-99,refused=-8"; nullopt where a reason is none of skipped, refused, unknown and not_asked.
[[nodiscard]] std::optional<std::vector<MissingCode>> read_missing_codes(std::string_view list);

/// What a table's columns are called there, and what they are: "phq1" is phq9.1.
using ColumnNames = std::vector<std::pair<std::string, std::string>>;
/// Reads a file of `name: address` lines; nullopt after an error (E0334, or the codes of yaml).
[[nodiscard]] std::optional<ColumnNames> read_column_names(const SourceFile& file, Diagnostics& diagnostics);

/// How the tables of one run are read.
struct WideOptions {
  bool decimal_comma = false;
  std::vector<MissingCode> missing;
  ColumnNames columns;
  std::vector<std::string> keep;  ///< columns that are passed through; an answer among them is read as well
  std::vector<std::string> drop;  ///< columns that nobody looks at
};

/// What a column of a wide table holds.
struct WideColumn {
  enum class Kind : unsigned char {
    answer,  ///< one slot of the form or of an entry
    code,    ///< who or what an entry is: P1, E2
    count,   ///< how many entries there are; blank: not asked
    other,   ///< the form's protocol, id, date, state and the like
    kept,    ///< passed through, and nothing else
    dropped  ///< left out
  };
  Kind kind = Kind::dropped;
  std::string name;      ///< as the header has it
  bool renamed = false;  ///< the name is no address of the protocol: it is kept, or --columns says what it is
  std::optional<std::size_t> kept;  ///< where it is passed through: its position among those to be kept
  Group group = Group::form;        ///< of an answer, code or count
  std::size_t entry = 0;            ///< of an answer or code; counts from 0
  std::size_t slot = 0;             ///< of an answer
  bool numeric = false;             ///< "3.0" is 3
  bool several = false;             ///< words with blanks between them
  bool as_it_stands = false;        ///< ids and free text: blanks around it are part of it
  std::vector<std::string> path;    ///< keys from the form's root on; below a roster the entry's number, from 0
};

/// A table with one form a row and one answer a column, the columns named by address: `phq9.1`, `relationships.2.role`,
/// `events.1.kind`, `relationships.count` (0: asked, none; blank: not asked), `respondent.age`, `declared.phq9.total`.
class WideForm {
 public:
  /// Reports E0332 (no such column, with the nearest), E0333 (a column twice), E0334 (a mapped, kept or dropped column
  /// that is not there), E0335 (no column for what every final form needs) and E0338 (a missing code that is an
  /// answer).
  [[nodiscard]] static std::optional<WideForm> of_header(const SourceFile& header, std::span<const Field> names,
                                                         const Layout& layout, WideOptions options,
                                                         Diagnostics& diagnostics);

  [[nodiscard]] std::span<const WideColumn> columns() const { return columns_; }
  [[nodiscard]] const WideOptions& options() const { return options_; }
  /// The record as the tree of a form, which `read_form` reads like any other; kept fields go to `kept`. nullopt where
  /// it has another number of fields than the header (E0331); what is reported otherwise (E0336: answers of an entry
  /// without its code; E0337: a count that does not fit the entries) leaves the rest of the form to be looked at.
  [[nodiscard]] std::optional<yaml::Node> tree(const SourceFile& record, std::span<const Field> fields,
                                               std::pmr::memory_resource& storage, std::vector<std::string_view>& kept,
                                               Diagnostics& diagnostics) const;
  /// The record straight as the form that `tree` and `read_form` give, whose room serves again. False at the first
  /// thing that is unusual or wrong, and nothing is reported: those two know.
  [[nodiscard]] bool read_plain(const SourceFile& record, std::span<const Field> fields, Form& into,
                                std::vector<std::string_view>& kept) const;

 private:
  class HeaderReader;
  class Builder;
  class Plan;
  class RowReader;
  /// A map or a list of the tree; a column where it has no children, or a question that the table has no column for.
  struct Shape {
    std::string key;
    std::optional<std::size_t> column;
    bool not_asked = false;
    std::vector<Shape> children;
  };
  static Shape& child_of(Shape& shape, std::string_view key);
  void keep(std::span<const Field> fields, std::vector<std::string_view>& kept) const;

  const Layout* layout_ = nullptr;
  WideOptions options_;
  std::vector<WideColumn> columns_;
  Shape root_;
  std::shared_ptr<const Plan> plan_;
};

/// The header of a table of the protocol, with room for so many entries of each roster; ends with a newline. `wanted`
/// chooses among the questions; what every form needs is always there.
[[nodiscard]] std::string wide_header(const Layout& layout, char delimiter, std::size_t entries,
                                      const std::function<bool(Group, std::size_t slot)>& wanted);

}  // namespace ipi
