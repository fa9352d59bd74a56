#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "intake/input_format.h"

namespace ipi::intake {

/// Where the rows of a table end. A quote alone decides nothing: what stands between two quotes is one cell only where
/// a row comes out of it that is well quoted and has as many fields as the header. Else the row is its own line, the
/// next lines are rows of their own, and what is left over of it belongs to none. What is decided rests on the text
/// alone, at most `farthest_look` ahead where no quote is open.
class RowCutter {
 public:
  static constexpr std::size_t farthest_look = std::size_t{16} << 10U;

  /// `spaced`: blanks stand behind the delimiters of rows; else they tell prose.
  RowCutter(char delimiter, std::size_t columns, bool spaced = false)
      : delimiter_(delimiter), columns_(columns), spaced_(spaced) {}

  /// As Records has them.
  [[nodiscard]] std::size_t whole_records(std::string_view text, bool last, Carry& carry) const;
  [[nodiscard]] std::optional<Piece> next(std::string_view text, std::size_t at, bool last, Carry& carry) const;

  /// Whether a line of a cell has the fields of a row, its quotes right or not.
  [[nodiscard]] bool has_fields_of_row(std::string_view line) const;

 private:
  /// How a text is quoted, from its start to the end of its first row.
  struct Quoting {
    std::size_t size = 0;  ///< up to and with the newline, or to where it goes wrong
    std::size_t fields = 1;
    enum class Kind : unsigned char { sound, misplaced, open } kind = Kind::sound;
  };
  struct Decision {
    Piece piece;
    bool is_faulty = false;  ///< a quote is misplaced in it, or before it
    bool is_decided = true;  ///< else more text is needed
  };
  [[nodiscard]] Quoting quoting_of(std::string_view text) const;
  [[nodiscard]] std::size_t raw_fields(std::string_view line) const;
  [[nodiscard]] bool is_prose(std::string_view behind_delimiter) const;
  [[nodiscard]] std::size_t fields_of_rest(std::string_view line) const;
  [[nodiscard]] bool is_blank(std::string_view line) const;
  [[nodiscard]] bool is_fragment(std::size_t fields) const { return fields * 2 <= columns_; }
  [[nodiscard]] static bool is_cut_off(const Quoting& quoting, std::string_view text);
  [[nodiscard]] bool is_row(std::string_view text, std::string_view line, bool last, bool& decided) const;
  [[nodiscard]] bool has_misplaced_quote(std::string_view line) const;
  [[nodiscard]] bool opens_cell(std::string_view line) const;
  [[nodiscard]] bool holds_row(std::string_view lines) const;
  [[nodiscard]] Decision decide(std::string_view text, std::size_t at, bool last, bool after_fault) const;
  [[nodiscard]] Decision next_piece(std::string_view text, std::size_t at, bool last, bool after_fault) const;
  [[nodiscard]] Decision damaged(std::string_view text, std::size_t at, bool last, bool after_fault) const;
  [[nodiscard]] Decision incomplete(std::string_view text, std::size_t at, bool last, bool after_fault) const;
  /// `decided` becomes false where the text ends too early to tell.
  [[nodiscard]] std::size_t end_of_joined(std::string_view text, std::size_t at, std::string_view first, bool has_fault,
                                          bool last, bool& decided) const;
  [[nodiscard]] bool leads_to_fault(std::string_view text, std::size_t at, bool last, bool& decided) const;

  char delimiter_;
  std::size_t columns_;
  bool spaced_;
};

}  // namespace ipi::intake
