#include <algorithm>
#include <nlohmann/json.hpp>

#include "formats/table.h"

namespace ipi {
namespace {

bool is_plain_json(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7F && c != '"' && c != '\\';
  });
}

void append_json_text(std::string_view cell, std::string& text) {
  if (!is_plain_json(cell)) {
    text += nlohmann::json(cell).dump();
    return;
  }
  text += '"';
  text += cell;
  text += '"';
}

/// "-3", "+5.5", "-.5", "-1,5", "-1.5e-05": as programs and people write numbers.
bool is_number_with_sign(std::string_view cell) {
  const auto skip_digits = [&] {
    const std::size_t digits = std::min(cell.find_first_not_of("0123456789"), cell.size());
    cell.remove_prefix(digits);
    return digits;
  };
  cell.remove_prefix(1);
  std::size_t digits = skip_digits();
  if (cell.starts_with('.') || cell.starts_with(',')) {
    cell.remove_prefix(1);
    digits += skip_digits();
  }
  if (digits == 0) return false;
  if (cell.starts_with('e') || cell.starts_with('E')) {
    cell.remove_prefix(1);
    if (cell.starts_with('+') || cell.starts_with('-')) cell.remove_prefix(1);
    if (skip_digits() == 0) return false;
  }
  return cell.empty();
}

/// What a spreadsheet would take for a formula; a number is none.
bool would_be_run(std::string_view cell) {
  if (cell.empty() || std::string_view("=+-@\t\r").find(cell.front()) == std::string_view::npos) return false;
  const bool has_sign = cell.front() == '-' || cell.front() == '+';
  return !has_sign || !is_number_with_sign(cell);
}

void append_delimited(const TableStyle& style, bool is_number, std::string_view cell, std::string& text) {
  const bool is_plain = is_number || std::all_of(cell.begin(), cell.end(), [&](char c) {
                          return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == ' ' || c == '.';
                        });
  if (is_plain) {  // no style has such a delimiter
    text += cell;
    return;
  }
  const bool guarded = style.neutralise && !is_number && would_be_run(cell);
  const bool quoted =
      cell.find_first_of("\"\n\r") != std::string_view::npos || cell.find(style.delimiter) != std::string_view::npos;
  if (quoted) text += '"';
  if (guarded) text += '\'';
  for (const char c : cell) {
    if (c == '"') text += '"';
    text += c;
  }
  if (quoted) text += '"';
}

}  // namespace

void append_styled_cell(const TableStyle& style, bool is_number, std::string_view cell, std::string& text) {
  if (style.notation == TableStyle::Notation::delimited) return append_delimited(style, is_number, cell, text);
  if (cell.empty()) {
    text += "null";
  } else if (is_number) {
    text += cell;
  } else {
    append_json_text(cell, text);
  }
}

void append_table_head(const TableStyle& style, const TableColumns& columns, std::string& text) {
  if (style.notation == TableStyle::Notation::json) text += "[";
  if (style.notation != TableStyle::Notation::delimited) return;
  for (const TableColumn& column : columns.columns()) {
    if (&column != columns.columns().data()) text += style.delimiter;
    append_delimited(style, false, column.name, text);
  }
  text += '\n';
}

void append_table_rows(const TableStyle& style, const TableColumns& columns, const TableSource& source,
                       std::string& text) {
  const bool delimited = style.notation == TableStyle::Notation::delimited;
  const std::vector<const Candidate*> of_areas = columns.of_areas(*source.assessment);
  std::string cell;
  for (std::size_t row = 0; row < columns.rows(*source.assessment); ++row) {
    if (style.notation == TableStyle::Notation::json) text += ",\n";
    if (!delimited) text += '{';
    for (const TableColumn& column : columns.columns()) {
      if (&column != columns.columns().data()) text += delimited ? style.delimiter : ',';
      if (!delimited) text += column.json_key;
      cell.clear();
      column.append(column, {&source, row, of_areas}, cell);
      append_styled_cell(style, column.is_number, cell, text);
    }
    if (!delimited) text += '}';
    if (style.notation != TableStyle::Notation::json) text += '\n';
  }
}

void append_table_tail(const TableStyle& style, bool any_row, std::string& text) {
  if (style.notation == TableStyle::Notation::json) text += any_row ? "\n]\n" : "]\n";
}

}  // namespace ipi
