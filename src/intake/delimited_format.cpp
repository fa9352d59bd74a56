#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "intake/input_formats.h"
#include "intake/row_cutter.h"

namespace ipi::intake {
namespace {

/// A carriage return outside quotes that no line feed follows.
bool has_lone_return(std::string_view line) {
  bool in_quotes = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') in_quotes = !in_quotes;
    if (line[i] == '\r' && !in_quotes && i + 1 < line.size() && line[i + 1] != '\n') return true;
  }
  return false;
}

std::size_t lines_in(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

class Rows final : public Records {
 public:
  void begin(Beginning& beginning) override {
    settle_delimiter(beginning);
    take_header(beginning);
    const bool spaced = header_ && header_->text().find(std::string{delimiter_, ' '}) != std::string_view::npos;
    cutter_ = RowCutter(delimiter_, header_fields_.size(), spaced);
  }
  [[nodiscard]] std::size_t whole_records(std::string_view text, bool last, Carry& carry) const override {
    return cutter_.whole_records(text, last, carry);
  }
  [[nodiscard]] std::optional<Piece> next(std::string_view text, std::size_t at, bool last,
                                          Carry& carry) const override {
    return cutter_.next(text, at, last, carry);
  }

  [[nodiscard]] bool needs_protocol() const override { return true; }
  [[nodiscard]] std::string protocol_named_by(std::string_view record) const override {
    const SourceFile file({}, std::string(record));
    Diagnostics ignored;
    std::pmr::monotonic_buffer_resource memory;
    std::vector<Field> fields;
    if (!split_record(file, delimiter_, memory, fields, ignored)) return {};
    for (std::size_t i = 0; i < fields.size() && i < header_fields_.size(); ++i) {
      if (header_fields_[i].text == "form") return std::string(fields[i].text);
    }
    return {};
  }
  void settle(const Compiled* compiled, const ReadingOptions& options, Diagnostics& diagnostics) override {
    if (compiled == nullptr) {
      diagnostics.report({Severity::error,
                          "E0345",
                          "the table does not say what its forms answer",
                          {{header_.get(), {}}, {}},
                          {},
                          header_fields_.size() == 1
                              ? "its header is one field: name what stands between its columns with --delimiter"
                              : "give --protocol, or a column 'form' with the protocol's name"});
      return;
    }
    wide_ = WideForm::of_header(*header_, header_fields_, *compiled->layout, options.wide, diagnostics);
  }

  [[nodiscard]] bool plain_form(const SourceFile& record, RecordRoom& room, Form& into) const override {
    Diagnostics unheard;
    return split_record(record, delimiter_, room.memory, room.fields, unheard) &&
           wide_->read_plain(record, room.fields, into, room.kept);
  }
  [[nodiscard]] std::optional<yaml::Node> tree(const SourceFile& record, RecordRoom& room,
                                               Diagnostics& diagnostics) const override {
    if (!split_record(record, delimiter_, room.memory, room.fields, diagnostics)) return std::nullopt;
    return wide_->tree(record, room.fields, room.memory, room.kept, diagnostics);
  }
  [[nodiscard]] const WideForm* columns() const override { return wide_ ? &*wide_ : nullptr; }
  [[nodiscard]] const SourceFile* header() const override { return header_.get(); }
  [[nodiscard]] std::span<const Field> header_fields() const override { return header_fields_; }

  /// Lines of a cell that could stand alone as rows: a quote may have taken them in.
  void tell_oddities(const SourceFile& record, const Compiled& compiled, RecordRoom& room,
                     Diagnostics& diagnostics) const override {
    const std::string_view text = record.text();
    if (text.find('\n') >= text.size() - 1) return;
    Diagnostics unheard;
    std::vector<Field> fields;
    if (!split_record(record, delimiter_, room.memory, fields, unheard)) return;
    std::vector<Label> found;
    for (const Field& field : fields) {
      const std::size_t last = field.span.end - 1;  // of its closing quote
      for (std::size_t at = text.find('\n', field.span.begin) + 1; field.quoted && at > 0 && at < last;) {
        const std::size_t end = std::min(text.find('\n', at), last);
        if (looks_like_row(text.substr(at, end - at), compiled))
          found.push_back({{&record, {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)}}, {}});
        at = end + 1;
      }
    }
    if (found.empty()) return;
    std::string message = found.size() == 1 ? "a line within quotes reads like a row"
                                            : fmt::format("{} lines within quotes read like rows", found.size());
    diagnostics.report({Severity::note,
                        "N0006",
                        std::move(message),
                        found.front(),
                        {found.begin() + 1, found.end()},
                        "taken as part of a cell, and not scored: look whether a quote is one too many"});
  }

 private:
  /// As was asked for; else as a first line "sep=;" says, which Excel writes for itself; else as the header looks.
  void settle_delimiter(Beginning& beginning) {
    constexpr std::string_view mark = "sep=";
    std::optional<char> wanted = beginning.delimiter;
    const std::size_t newline = beginning.text.find('\n');
    if (beginning.text.starts_with(mark) && newline != std::string::npos && newline > mark.size()) {
      if (!wanted) wanted = beginning.text[mark.size()];
      beginning.text.erase(0, newline + 1);
      beginning.lines = 1;
    }
    delimiter_ = wanted ? *wanted : guess_delimiter(beginning.text);
  }

  void take_header(Beginning& beginning) {
    std::string& text = beginning.text;
    while (!end_of_record(text, delimiter_) && text.size() < most_record_bytes && beginning.more()) continue;
    const std::size_t end = end_of_record(text, delimiter_).value_or(text.size());
    if (has_lone_return(std::string_view(text).substr(0, end))) {
      throw std::runtime_error(
          "its lines end in a carriage return alone, as an old Macintosh has it; save it as CSV (UTF-8)");
    }
    header_ = std::make_unique<SourceFile>(beginning.name, text.substr(0, end), beginning.lines + 1);
    if (header_->text().find_first_not_of(" \t\r\n") == std::string_view::npos) {
      beginning.diagnostics.report({Severity::error,
                                    "E0116",
                                    "there is nothing in this file",
                                    {{header_.get(), {}}, {}},
                                    {},
                                    "a table begins with the names of its columns"});
      return;
    }
    if (!split_record(*header_, delimiter_, header_memory_, header_fields_, beginning.diagnostics)) return;
    beginning.lines += lines_in(header_->text());
    text.erase(0, end);
  }

  /// As many fields as the header, an id, and answers that are some.
  bool looks_like_row(std::string_view line, const Compiled& compiled) const {
    if (!cutter_.has_fields_of_row(line)) return false;
    const auto row = SourceFile::borrowing({}, line);
    RecordRoom room;
    room.kept.assign(wide_->options().keep.size(), {});
    Diagnostics faults;
    // A quote in the line may be the one that has taken it in.
    std::string without_quotes(line);
    std::erase(without_quotes, '"');
    const auto bare = SourceFile::borrowing({}, without_quotes);
    const SourceFile* file = row.get();
    auto root = tree(*row, room, faults);
    if (!root) {
      faults = {};
      file = bare.get();
      root = tree(*bare, room, faults);
    }
    if (!root) return false;
    const Form form = read_form(*root, *file, *compiled.layout, faults);
    return !faults.has_errors() && !form.id.empty();
  }

  char delimiter_ = ',';
  RowCutter cutter_{',', 1};
  std::unique_ptr<SourceFile> header_;
  std::pmr::monotonic_buffer_resource header_memory_;
  std::vector<Field> header_fields_;
  std::optional<WideForm> wide_;
};

constexpr std::array<std::string_view, 1> csv_extensions = {"csv"};
constexpr std::array<std::string_view, 1> tsv_extensions = {"tsv"};

bool is_table(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  const auto count = [&](char sign) { return std::count(line.begin(), line.end(), sign); };
  const bool is_map = line.find(": ") != std::string_view::npos || line.ends_with(':') || line.starts_with('#') ||
                      line.starts_with("---");
  return !is_map && !line.starts_with('{') && !line.starts_with('[') &&
         std::max({count(','), count('\t'), count(';'), count('|')}) > 1;
}

std::unique_ptr<Records> rows() { return std::make_unique<Rows>(); }

}  // namespace

const InputFormat csv_format = {.name = "csv",
                                .extensions = csv_extensions,
                                .words = "a table",
                                .recognises = is_table,
                                .records = rows,
                                .has_columns = true};
const InputFormat tsv_format = {.name = "tsv",
                                .extensions = tsv_extensions,
                                .words = "a table",
                                .records = rows,
                                .has_columns = true,
                                .delimiter = '\t'};

}  // namespace ipi::intake
