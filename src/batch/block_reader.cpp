#include "batch/block_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace ipi::batch {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string name_of(const Input& input) { return input.path == "-" ? "<stdin>" : input.path; }

/// A carriage return outside quotes that no line feed follows.
bool has_lone_return(std::string_view line) {
  bool in_quotes = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') in_quotes = !in_quotes;
    if (line[i] == '\r' && !in_quotes && i + 1 < line.size() && line[i + 1] != '\n') return true;
  }
  return false;
}

}  // namespace

Likeness looks_like(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::string_view line = text.substr(0, text.find('\n'));
  const auto count = [&](char sign) { return std::count(line.begin(), line.end(), sign); };
  const bool is_map = line.find(": ") != std::string_view::npos || line.ends_with(':') || line.starts_with('#') ||
                      line.starts_with("---");
  if (line.starts_with('{') && text.find("\n{") != std::string_view::npos) return {"lines of JSON", "ndjson"};
  if (line.starts_with('[')) return {"a list in JSON", "json"};
  if (!is_map && !line.starts_with('{') && !line.starts_with('[') &&
      std::max({count(','), count('\t'), count(';'), count('|')}) > 1)
    return {"a table", "csv"};
  return {};
}

BlockReader::BlockReader(const Options& options, std::function<void(const Diagnostics&)> told)
    : options_(&options), told_(std::move(told)) {}

void BlockReader::refuse(const std::string& name, const char* reason) {
  Diagnostics diagnostics;
  diagnostics.report({Severity::error, "E0401", fmt::format("'{}' cannot be read: {}", name, reason), {}, {}, {}});
  told_(diagnostics);
  ++unreadable_;
}

/// Adds a block's worth of bytes; false where nothing is left.
bool BlockReader::fill(std::string& bytes) {
  const std::size_t before = bytes.size();
  bytes.resize(before + options_->block_bytes);
  const std::size_t got = source_->read(bytes.data() + before, options_->block_bytes);
  bytes.resize(before + got);
  ended_ = got < options_->block_bytes;
  return got > 0;
}

bool BlockReader::open_next() {
  while (next_input_ < options_->inputs.size()) {
    const Input& input = options_->inputs[next_input_++];
    try {
      source_ = input.text ? bytes_of(*input.text) : open_bytes(input.path);
      input_ = std::make_shared<OpenInput>();
      input_->name = name_of(input);
      input_->notation = input.notation;
      input_->delimiter = input.delimiter.value_or(',');
      rest_.clear();
      fill(rest_);
      if (rest_.starts_with("\xFF\xFE") || rest_.starts_with("\xFE\xFF"))
        throw DamagedBytes("it is in UTF-16; save it as UTF-8");
      if (rest_.starts_with(byte_order_mark)) rest_.erase(0, byte_order_mark.size());
      tell_likeness();
      if (input.notation == Notation::delimited) settle_delimiter(input.delimiter);
      first_ = true;
      if (input.notation == Notation::delimited) take_header();
      input_->cutter = Cutter(input.notation, input_->delimiter, input_->header_fields.size());
      if (input.notation == Notation::delimited ? input_->header != nullptr : holds_something()) return true;
    } catch (const std::runtime_error& failure) {  // std::system_error is one
      refuse(name_of(input), failure.what());
    }
    source_.reset();
  }
  return false;
}

/// A list that is cut off between two forms has lost those behind.
void BlockReader::follow_list(std::string_view bytes) {
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return;
  if (first_) is_list_ = bytes[first] == '[';
  list_is_open_ = is_list_ && bytes[bytes.find_last_not_of(" \t\r\n")] != ']';
}

void BlockReader::tell_likeness() const {
  const Likeness likeness = looks_like(rest_);
  const bool is_odd = input_->notation == Notation::yaml
                          ? !likeness.from.empty()
                          : input_->notation == Notation::ndjson && likeness.from == "json";
  if (!is_odd) return;
  Diagnostics diagnostics;
  diagnostics.report(
      {Severity::note,
       "N0004",
       fmt::format("{} looks like {}: --from {} reads it as such", input_->name, likeness.words, likeness.from),
       {},
       {},
       {}});
  told_(diagnostics);
}

/// A file without a form is what a full disk leaves: it must not count as nothing.
bool BlockReader::holds_something() {
  if (!ended_ || input_->cutter.next(rest_, 0)) return true;
  const SourceFile file(input_->name, rest_);
  Diagnostics diagnostics;
  diagnostics.report(
      {Severity::error, "E0116", "there is nothing in this file", {{&file, {}}, {}}, {}, "is it the right file?"});
  told_(diagnostics);
  ++unreadable_;
  return false;
}

/// As was asked for; else as a first line "sep=;" says, which Excel writes for itself; else as the header looks.
void BlockReader::settle_delimiter(std::optional<char> wanted) {
  constexpr std::string_view mark = "sep=";
  const std::size_t newline = rest_.find('\n');
  if (rest_.starts_with(mark) && newline != std::string::npos && newline > mark.size()) {
    if (!wanted) wanted = rest_[mark.size()];
    rest_.erase(0, newline + 1);
    input_->header_lines = 1;
  }
  input_->delimiter = wanted ? *wanted : guess_delimiter(rest_);
}

void BlockReader::take_header() {
  while (!end_of_record(rest_, input_->delimiter) && !ended_ && rest_.size() < most_record_bytes) fill(rest_);
  const std::size_t end = end_of_record(rest_, input_->delimiter).value_or(rest_.size());
  if (has_lone_return(std::string_view(rest_).substr(0, end)))
    throw DamagedBytes("its lines end in a carriage return alone, as an old Macintosh has it; save it as CSV (UTF-8)");
  auto header = std::make_unique<SourceFile>(input_->name, rest_.substr(0, end));
  header->set_first_line(input_->header_lines + 1);
  input_->header_room = std::make_unique<std::pmr::monotonic_buffer_resource>();
  Diagnostics diagnostics;
  if (header->text().find_first_not_of(" \t\r\n") == std::string_view::npos) {
    diagnostics.report({Severity::error,
                        "E0116",
                        "there is nothing in this file",
                        {{header.get(), {}}, {}},
                        {},
                        "a table begins with the names of its columns"});
  }
  if (!diagnostics.has_errors() &&
      split_record(*header, input_->delimiter, *input_->header_room, input_->header_fields, diagnostics)) {
    input_->header_lines +=
        static_cast<std::size_t>(std::count(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
    input_->header = std::move(header);
    rest_.erase(0, end);
    return;
  }
  told_(diagnostics);
  ++unreadable_;
}

bool BlockReader::next(Block& block) {
  for (;;) {
    if (source_ == nullptr && !open_next()) return false;
    try {
      if (take_block(block)) return true;
    } catch (const std::runtime_error& failure) {
      refuse(input_->name, failure.what());
      source_.reset();
    }
  }
}

bool BlockReader::take_block(Block& block) {
  block.bytes.swap(rest_);
  rest_.clear();
  while (!ended_ && block.bytes.size() < options_->block_bytes) fill(block.bytes);
  std::size_t whole = input_->cutter.whole_records(block.bytes, ended_);
  while (whole == 0 && !ended_ && block.bytes.size() < most_record_bytes) {
    fill(block.bytes);
    whole = input_->cutter.whole_records(block.bytes, ended_);
  }
  // A record larger than any form is handed on as it is, to be rejected.
  if (whole == 0) whole = block.bytes.size();
  rest_.assign(block.bytes, whole);
  block.bytes.resize(whole);
  if (input_->notation == Notation::json) follow_list(block.bytes);
  block.input = input_;
  block.first = std::exchange(first_, false);
  if (ended_ && rest_.empty()) {
    source_.reset();
    if (std::exchange(list_is_open_, false)) refuse(input_->name, "its list of forms ends too early");
  }
  return !block.bytes.empty();
}

}  // namespace ipi::batch
