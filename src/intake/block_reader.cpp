#include "intake/block_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace ipi::intake {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
/// Of forms that a format hands over, so many make a block.
constexpr std::size_t most_handed = 64;
/// Of a record that is too large, so much is kept to tell it by.
constexpr std::size_t kept_of_too_large = std::size_t{64} << 10U;

std::size_t lines_in(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::string name_of(const Input& input) { return input.path == "-" ? "<stdin>" : input.path; }

}  // namespace

BlockReader::BlockReader(std::span<const Input> inputs, std::size_t block_bytes,
                         std::function<void(const Diagnostics&)> told)
    : inputs_(inputs), block_bytes_(block_bytes), told_(std::move(told)) {}

void BlockReader::refuse(const std::string& name, const char* reason) {
  Diagnostics diagnostics;
  diagnostics.report({Severity::error, "E0401", fmt::format("'{}' cannot be read: {}", name, reason), {}, {}, {}});
  told_(diagnostics);
  ++unreadable_;
}

/// Adds a block's worth of bytes; false where nothing is left.
bool BlockReader::fill(std::string& bytes) {
  if (ended_) return false;
  const std::size_t before = bytes.size();
  bytes.resize(before + block_bytes_);
  const std::size_t got = source_->read(bytes.data() + before, block_bytes_);
  bytes.resize(before + got);
  ended_ = got < block_bytes_;
  return got > 0;
}

bool BlockReader::open_next() {
  while (next_input_ < inputs_.size()) {
    const Input& input = inputs_[next_input_++];
    try {
      source_ = input.text ? bytes_of(*input.text) : open_bytes(input.path);
      input_ = std::make_shared<OpenInput>();
      input_->name = name_of(input);
      first_ = true;
      carry_ = {};
      if (input.format->driver != nullptr) {
        driver_ = input.format->driver(input_->name, std::move(source_));
        return true;
      }
      if (open_records(input)) return true;
    } catch (const std::runtime_error& failure) {  // std::system_error is one
      refuse(name_of(input), failure.what());
    }
    input_.reset();
  }
  return false;
}

bool BlockReader::open_records(const Input& input) {
  input_->records = input.format->records();
  ended_ = false;
  rest_.clear();
  fill(rest_);
  if (rest_.starts_with("\xFF\xFE") || rest_.starts_with("\xFE\xFF"))
    throw DamagedBytes("it is in UTF-16; save it as UTF-8");
  if (rest_.starts_with(byte_order_mark)) rest_.erase(0, byte_order_mark.size());
  tell_likeness(*input.format);
  Beginning beginning;
  beginning.name = input_->name;
  beginning.delimiter = input.delimiter ? input.delimiter : input.format->delimiter;
  beginning.text = std::move(rest_);
  beginning.more = [&] { return fill(beginning.text); };
  input_->records->begin(beginning);
  rest_ = std::move(beginning.text);
  input_->first_lines = beginning.lines;
  if (!beginning.diagnostics.has_errors()) return input_->records->needs_protocol() || holds_something();
  told_(beginning.diagnostics);
  ++unreadable_;
  return false;
}

void BlockReader::tell_likeness(const InputFormat& format) const {
  const InputFormat* const better = better_format(format, rest_);
  if (better == nullptr) return;
  Diagnostics diagnostics;
  diagnostics.report(
      {Severity::note,
       "N0004",
       fmt::format("{} looks like {}: --from {} reads it as such", input_->name, better->words, better->name),
       {},
       {},
       {}});
  told_(diagnostics);
}

/// A file without a form is what a full disk leaves: it must not count as nothing.
bool BlockReader::holds_something() {
  Carry carry;
  if (!ended_ || input_->records->next(rest_, 0, true, carry)) return true;
  const SourceFile file(input_->name, rest_);
  Diagnostics diagnostics;
  diagnostics.report(
      {Severity::error, "E0116", "there is nothing in this file", {{&file, {}}, {}}, {}, "is it the right file?"});
  told_(diagnostics);
  ++unreadable_;
  return false;
}

bool BlockReader::next(Block& block) {
  for (;;) {
    if (input_ == nullptr && !open_next()) return false;
    try {
      if (driver_ != nullptr ? take_handed(block) : take_block(block)) return true;
    } catch (const std::runtime_error& failure) {
      refuse(input_->name, failure.what());
      input_.reset();
      driver_.reset();
    }
  }
}

bool BlockReader::take_handed(Block& block) {
  block.text.clear();
  block.handed.clear();
  block.size = 0;
  block.whole.reset();
  block.passed_lines = 0;
  block.input = input_;
  block.first = std::exchange(first_, false);
  for (HandedForm form; block.handed.size() < most_handed && driver_->next(form); form = {})
    block.handed.push_back(std::move(form));
  if (block.handed.size() < most_handed) {
    input_.reset();
    driver_.reset();
  }
  return !block.handed.empty();
}

bool BlockReader::take_block(Block& block) {
  const Records& records = *input_->records;
  block.handed.clear();
  block.whole.reset();
  block.passed_lines = 0;
  block.text.swap(rest_);
  rest_.clear();
  while (!ended_ && block.text.size() < block_bytes_) fill(block.text);
  block.carry = carry_;
  block.size = records.whole_records(block.text, ended_, carry_);
  while (block.size == 0 && !ended_ && block.text.size() < most_record_bytes) {
    fill(block.text);
    carry_ = block.carry;
    block.size = records.whole_records(block.text, ended_, carry_);
  }
  if (block.size == 0 && !ended_) pass_over_rest(block);
  rest_.assign(block.text, block.size);
  block.last = ended_;
  block.input = input_;
  block.first = std::exchange(first_, false);
  const bool is_done = ended_ && rest_.empty();
  const bool is_complete = input_->records->is_complete(std::string_view(block.text).substr(0, block.size), is_done);
  if (is_done) {
    if (!is_complete) refuse(input_->name, "its list of forms ends too early");
    input_.reset();
  }
  return block.size > 0;
}

/// A record larger than any form is handed on by its beginning, to be rejected; the next one is looked for behind it.
void BlockReader::pass_over_rest(Block& block) {
  const std::string_view mark = input_->records->mark_between();
  block.whole = block.text.size();
  block.passed_lines = lines_in(std::string_view(block.text).substr(kept_of_too_large));
  std::string more = block.text.substr(block.text.size() - mark.size());
  block.text.resize(kept_of_too_large);
  block.size = block.text.size();
  while (fill(more)) {
    const std::size_t found = mark.empty() ? std::string::npos : more.find(mark, 1);
    const bool is_found = found != std::string::npos;
    const std::string_view passed = std::string_view(more).substr(0, is_found ? found + 1 : more.size());
    // What is found again begins the next record; what is not may still be the beginning of a mark.
    const std::size_t counted = std::min(passed.size(), mark.size());
    *block.whole += passed.size() - counted;
    block.passed_lines += lines_in(passed.substr(counted));
    more.erase(0, is_found ? passed.size() : more.size() - mark.size());
    if (is_found) {
      block.text += more;
      return;
    }
  }
}

}  // namespace ipi::intake
