#include "intake/row_cutter.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace ipi::intake {
namespace {

/// Behind the line that begins at `at`.
std::size_t line_end(std::string_view text, std::size_t at) {
  const void* const newline = std::memchr(text.data() + at, '\n', text.size() - at);
  return newline == nullptr ? text.size()
                            : static_cast<std::size_t>(static_cast<const char*>(newline) - text.data()) + 1;
}

bool has_quote(std::string_view line) { return std::memchr(line.data(), '"', line.size()) != nullptr; }

std::string_view without_newline(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

/// Follows the quotes as split_record does: a quote opens only where a field begins, and closes only where one ends.
RowCutter::Quoting RowCutter::quoting_of(std::string_view text) const {
  Quoting result;
  const std::size_t longest = std::min(text.size(), most_record_bytes);
  for (std::size_t i = 0; i < longest;) {
    if (text[i] != '"') {
      while (i < longest && text[i] != delimiter_ && text[i] != '\n' && text[i] != '"') ++i;
      if (i == longest) break;
    } else {
      std::size_t close = i + 1;
      for (;; close += 2) {
        close = std::min(text.find('"', close), longest);
        if (close == longest) return {longest, result.fields, Quoting::Kind::open};
        if (close + 1 >= longest || text[close + 1] != '"') break;
      }
      i = close + 1;
      if (text.substr(i, 2) == "\r\n") ++i;
      if (i >= longest) break;
    }
    if (text[i] == '\n') return {i + 1, result.fields, Quoting::Kind::sound};
    if (text[i] != delimiter_) return {i, result.fields, Quoting::Kind::misplaced};
    ++i;
    ++result.fields;
  }
  result.size = longest;
  return result;
}

/// A comma of prose has a blank behind it, and maybe a quote that was put in between.
bool RowCutter::is_prose(std::string_view behind_delimiter) const {
  if (behind_delimiter.starts_with('"')) behind_delimiter.remove_prefix(1);
  return !spaced_ && behind_delimiter.starts_with(' ');
}

/// Of a line that may be the rest of a cell.
std::size_t RowCutter::fields_of_rest(std::string_view line) const {
  std::size_t fields = 1;
  for (std::size_t i = 0; i < line.size(); ++i)
    fields += line[i] == delimiter_ && !is_prose(line.substr(i + 1)) ? 1U : 0U;
  return fields;
}

std::size_t RowCutter::raw_fields(std::string_view line) const {
  return 1 + static_cast<std::size_t>(std::count(line.begin(), line.end(), delimiter_));
}

/// Spreadsheets leave rows of blanks behind, some of them with quotes around each.
bool RowCutter::is_blank(std::string_view line) const {
  return std::all_of(line.begin(), line.end(), [&](char c) {
    return c == delimiter_ || std::string_view(" \t\r\n\"").find(c) != std::string_view::npos;
  });
}

bool RowCutter::has_fields_of_row(std::string_view line) const {
  line = without_newline(line);
  const Quoting quoting = quoting_of(line);
  const bool fits = quoting.kind == Quoting::Kind::sound && quoting.size == line.size() && quoting.fields == columns_;
  return (fits || raw_fields(line) == columns_) && !is_blank(line);
}

/// Whether the text ends before its first row does.
bool RowCutter::is_cut_off(const Quoting& quoting, std::string_view text) {
  if (quoting.kind == Quoting::Kind::misplaced || quoting.size >= most_record_bytes) return false;
  return quoting.kind == Quoting::Kind::open || text[quoting.size - 1] != '\n';
}

/// Whether a row begins here, whatever is wrong with it.
bool RowCutter::is_row(std::string_view text, std::string_view line, bool last, bool& decided) const {
  const std::size_t fields = fields_of_rest(line);
  if (fields >= columns_) return true;
  if (!has_quote(line) || fields < raw_fields(line)) return false;
  const Quoting quoting = quoting_of(text);
  if (!last && is_cut_off(quoting, text)) decided = false;
  return quoting.kind == Quoting::Kind::sound && quoting.fields == columns_;
}

bool RowCutter::has_misplaced_quote(std::string_view line) const {
  return has_quote(line) && quoting_of(line).kind != Quoting::Kind::sound;
}

/// Whether a cell is opened behind others, and not closed: a row has begun, however short it is.
bool RowCutter::opens_cell(std::string_view line) const {
  const std::size_t opening = line.find(std::string{delimiter_, '"'});
  return opening != std::string_view::npos && !is_prose(line.substr(opening + 1)) && !line.starts_with('"') &&
         quoting_of(line).kind == Quoting::Kind::open;
}

/// Whether one of the lines behind the first has the fields of a row.
bool RowCutter::holds_row(std::string_view lines) const {
  for (std::size_t at = line_end(lines, 0); at < lines.size();) {
    const std::size_t end = line_end(lines, at);
    if (has_fields_of_row(lines.substr(at, end - at))) return true;
    at = end;
  }
  return false;
}

/// Lines none of which has the fields of a row, and which have them together, with a misplaced quote among them: a row
/// whose cell was broken open. Where they end; 0 where there are none.
std::size_t RowCutter::end_of_joined(std::string_view text, std::size_t at, std::string_view first, bool has_fault,
                                     bool last, bool& decided) const {
  std::size_t fields = raw_fields(first);
  const std::size_t behind = at + first.size();
  for (std::size_t end = behind; end < text.size();) {
    const std::size_t begin = end;
    if (begin - behind > farthest_look) return 0;
    end = line_end(text, begin);
    const std::string_view line = text.substr(begin, end - begin);
    if (!line.ends_with('\n') && !last) break;
    if (is_row(text.substr(begin), line, last, decided) || !decided || opens_cell(line)) return 0;
    fields += fields_of_rest(line) - 1;
    has_fault = has_fault || has_misplaced_quote(line);
    if (fields >= columns_) return has_fault ? end : 0;
  }
  decided = last;
  return 0;
}

/// A line with a quote that is misplaced, or never closes in a way that makes a row.
RowCutter::Decision RowCutter::damaged(std::string_view text, std::size_t at, bool last, bool after_fault) const {
  Decision decision{{at, line_end(text, at)}, true};
  const std::string_view line = text.substr(at, decision.piece.end - at);
  const std::size_t fields = raw_fields(line);
  if (fields >= columns_) return decision;
  if (const std::size_t end = end_of_joined(text, at, line, true, last, decision.is_decided); end > 0) {
    decision.piece.end = end;
  } else {
    decision.piece.is_record = !is_fragment(fields) || (!after_fault && opens_cell(line));
  }
  return decision;
}

/// A line that has not the fields of a row, and no fault of its own.
RowCutter::Decision RowCutter::incomplete(std::string_view text, std::size_t at, bool last, bool after_fault) const {
  Decision decision{{at, line_end(text, at)}};
  const std::string_view line = text.substr(at, decision.piece.end - at);
  const bool is_rest = is_fragment(raw_fields(line));
  if (is_rest && after_fault) {
    decision.piece.is_record = false;
    decision.is_faulty = true;
    return decision;
  }
  // Only what has a quote near can be a row that one has broken.
  const bool is_near = has_quote(text.substr(decision.piece.end, farthest_look));
  if (!is_near) {
    decision.is_decided = last || text.size() - decision.piece.end > farthest_look;
    return decision;
  }
  if (const std::size_t end = end_of_joined(text, at, line, false, last, decision.is_decided); end > 0) {
    decision.piece.end = end;
    decision.is_faulty = true;
  } else if (decision.is_decided && is_rest) {
    decision.piece.is_record = !leads_to_fault(text, decision.piece.end, last, decision.is_decided);
    decision.is_faulty = !decision.piece.is_record;
  }
  return decision;
}

/// Whether the rest of a cell begins here: lines that are no rows, nor make one, up to one with a misplaced quote.
bool RowCutter::leads_to_fault(std::string_view text, std::size_t at, bool last, bool& decided) const {
  const std::string_view first = text.substr(at, at < text.size() ? line_end(text, at) - at : 0);
  const bool has_fault = has_misplaced_quote(first);
  if (!first.empty() && end_of_joined(text, at, first, has_fault, last, decided) > 0) return false;
  for (std::size_t begin = at; begin < text.size(); begin = line_end(text, begin)) {
    if (begin - at > farthest_look) return false;
    const std::string_view line = text.substr(begin, line_end(text, begin) - begin);
    if (!line.ends_with('\n') && !last) break;
    if (is_row(text.substr(begin), line, last, decided) || !decided) return false;
    if (has_misplaced_quote(line)) return !opens_cell(line);
    if (!is_fragment(fields_of_rest(line))) return false;
  }
  decided = last;
  return false;
}

RowCutter::Decision RowCutter::decide(std::string_view text, std::size_t at, bool last, bool after_fault) const {
  const std::size_t end = line_end(text, at);
  const std::string_view line = text.substr(at, end - at);
  const Decision undecided{{at, end}, false, false};
  if (!line.ends_with('\n') && !last) return undecided;
  if (!has_quote(line))
    return raw_fields(line) >= columns_ ? Decision{{at, end}} : incomplete(text, at, last, after_fault);
  const std::string_view rest = text.substr(at);
  const Quoting quoting = quoting_of(rest);
  if (!last && is_cut_off(quoting, rest)) return undecided;
  if (quoting.kind != Quoting::Kind::sound || quoting.size >= most_record_bytes)
    return damaged(text, at, last, after_fault);
  Decision decision{{at, at + quoting.size}};
  if (quoting.fields >= columns_) {
    if (quoting.size <= line.size()) return decision;
    const bool took_rows_in = quoting.fields > columns_ && holds_row(rest.substr(0, quoting.size));
    // Where the rest of a cell follows, the quote that closed this one was to open that.
    const bool took_quote = leads_to_fault(text, decision.piece.end, last, decision.is_decided);
    return took_rows_in || took_quote ? damaged(text, at, last, after_fault) : decision;
  }
  if (quoting.size <= line.size()) return incomplete(text, at, last, after_fault);
  // A row that lacks a field is still told from one that ends elsewhere, and from a quote that has taken rows in.
  if (raw_fields(line) >= columns_ || holds_row(rest.substr(0, quoting.size)))
    return damaged(text, at, last, after_fault);
  if (after_fault && is_fragment(quoting.fields)) {
    decision.piece.is_record = false;
    decision.is_faulty = true;
    return decision;
  }
  if (const std::size_t joined = end_of_joined(text, at, line, true, last, decision.is_decided); joined > 0) {
    decision.piece.end = joined;
    decision.is_faulty = true;
  }
  return decision;
}

/// The next piece that is not blank; lines behind one another that belong to no row are one piece.
RowCutter::Decision RowCutter::next_piece(std::string_view text, std::size_t at, bool last, bool after_fault) const {
  const auto behind_blanks = [&](std::size_t begin) {
    while (begin < text.size()) {
      const std::size_t end = line_end(text, begin);
      if (!is_blank(text.substr(begin, end - begin))) break;
      begin = end;
    }
    return begin;
  };
  at = behind_blanks(at);
  if (at == text.size()) return {{at, at}, after_fault};
  Decision decision = decide(text, at, last, after_fault);
  while (decision.is_decided && !decision.piece.is_record) {
    const std::size_t begin = decision.piece.end;
    if (begin == text.size() && last) break;
    const Decision behind =
        begin == text.size() ? Decision{{begin, begin}, false, false} : decide(text, begin, last, true);
    decision.is_decided = behind.is_decided;
    if (!behind.is_decided || behind.piece.is_record) break;
    decision.piece.end = behind.piece.end;
  }
  return decision;
}

std::optional<Piece> RowCutter::next(std::string_view text, std::size_t at, bool last, Carry& carry) const {
  const Decision decision = next_piece(text, at, last, carry.after_fault);
  carry.after_fault = decision.is_faulty;
  if (decision.piece.begin == decision.piece.end) return std::nullopt;
  return decision.piece;
}

std::size_t RowCutter::whole_records(std::string_view text, bool last, Carry& carry) const {
  if (last) return text.size();
  const std::size_t last_newline = text.rfind('\n') + 1;
  if (last_newline > 0 && !has_quote(text)) {
    // Without a quote each line is a row; a last one that is none may be part of what follows.
    for (std::size_t end = last_newline; end > 0 && last_newline - end <= farthest_look;) {
      const std::size_t begin = end < 2 ? 0 : text.rfind('\n', end - 2) + 1;
      if (raw_fields(text.substr(begin, end - begin)) >= columns_ && !is_blank(text.substr(begin, end - begin))) {
        carry.after_fault = false;
        return end;
      }
      end = begin;
    }
  }
  std::size_t whole = 0;
  while (whole < last_newline) {
    const Decision decision = next_piece(text, whole, false, carry.after_fault);
    if (!decision.is_decided) break;
    carry.after_fault = decision.is_faulty;
    whole = decision.piece.end;
  }
  return whole;
}

}  // namespace ipi::intake
