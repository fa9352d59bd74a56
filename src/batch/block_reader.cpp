#include "block_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace ipi::batch {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string name_of(const Input& input) { return input.path == "-" ? "<stdin>" : input.path; }

}  // namespace

BlockReader::BlockReader(const Options& options, std::function<void(const Diagnostics&)> told) : options_(&options), told_(std::move(told)) {}

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
      if (rest_.starts_with(byte_order_mark)) rest_.erase(0, byte_order_mark.size());
      if (input.notation == Notation::delimited && !input.delimiter) input_->delimiter = guess_delimiter(rest_);
      first_ = true;
      if (input.notation == Notation::delimited) take_header();
      input_->cutter = Cutter(input.notation, input_->delimiter, input_->header_fields.size());
      if (input.notation != Notation::delimited || input_->header) return true;
    } catch (const std::runtime_error& failure) {  // std::system_error is one
      refuse(name_of(input), failure.what());
    }
    source_.reset();
  }
  return false;
}

void BlockReader::take_header() {
  while (!end_of_record(rest_, input_->delimiter) && !ended_ && rest_.size() < most_record_bytes) fill(rest_);
  const std::size_t end = end_of_record(rest_, input_->delimiter).value_or(rest_.size());
  auto header = std::make_unique<SourceFile>(input_->name, rest_.substr(0, end));
  input_->header_room = std::make_unique<std::pmr::monotonic_buffer_resource>();
  Diagnostics diagnostics;
  if (header->text().find_first_not_of(" \t\r\n") == std::string_view::npos) {
    diagnostics.report({Severity::error, "E0116", "there is nothing in this file", {{header.get(), {}}, {}}, {}, "a table begins with the names of its columns"});
  }
  if (!diagnostics.has_errors() && split_record(*header, input_->delimiter, *input_->header_room, input_->header_fields, diagnostics)) {
    input_->header_lines = static_cast<std::size_t>(std::count(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
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
  block.input = input_;
  block.first = std::exchange(first_, false);
  if (ended_ && rest_.empty()) source_.reset();
  return !block.bytes.empty();
}

}  // namespace ipi::batch
