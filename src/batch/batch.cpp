#include "batch/batch.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <thread>
#include <utility>

#include "assessment/form_checks.h"
#include "assessment/readings.h"
#include "batch/block_scorer.h"
#include "batch/output_file.h"

namespace ipi::batch {
namespace {

/// Ends a run before anything is read: what was asked for does not exist.
struct WrongRequest {};

constexpr std::array<std::string_view, 7> names_of_rejects = {"record",  "id",     "place", "code",
                                                              "message", "faults", "safety"};

/// The rejected records' own table.
class RejectsFile {
 public:
  RejectsFile(const Output& output, const std::vector<std::string>& keep)
      : style_(output.rejects_style), names_(names_of_rejects.begin(), names_of_rejects.end()) {
    if (output.rejects.empty()) return;
    names_.insert(names_.end(), keep.begin(), keep.end());
    file_.emplace(output.rejects, nullptr);
    if (style_.notation != TableStyle::Notation::delimited) return;
    std::string head;
    for (const std::string& name : names_) {
      if (!head.empty()) head += style_.delimiter;
      append_styled_cell(style_, false, name, head);
    }
    write(head + "\n");
  }

  void add(const Rejected& rejected) {
    if (!file_) return;
    const Diagnostics& diagnostics = *rejected.diagnostics;
    std::string place;
    std::string code;
    std::string message;
    for (const Diagnostic& one : diagnostics.all()) {
      if (one.severity != Severity::error) continue;
      place = to_text(one.primary.place);
      code = one.code;
      message = one.help.empty() ? one.message : fmt::format("{} ({})", one.message, one.help);
      break;
    }
    std::vector<std::string> cells = {std::to_string(rejected.record),      rejected.id,    place, code, message,
                                      std::to_string(diagnostics.errors()), rejected.safety};
    cells.insert(cells.end(), rejected.kept.begin(), rejected.kept.end());
    cells.resize(names_.size());
    const bool json = style_.notation != TableStyle::Notation::delimited;
    std::string row = json ? "{" : "";
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) row += json ? ',' : style_.delimiter;
      if (json) {
        append_styled_cell(style_, false, names_[i], row);
        row += ':';
      }
      append_styled_cell(style_, i == 0 || i == 5, cells[i], row);
    }
    write(row + (json ? "}\n" : "\n"));
  }

  void finish() {
    if (file_) file_->finish();
  }

 private:
  void write(const std::string& text) { file_->write(file_->reserve(text.size()), text); }

  TableStyle style_;
  std::vector<std::string> names_;
  std::optional<OutputFile> file_;
};

/// One run: threads take blocks in turn, score them side by side, and hand them over in the order of the inputs.
class Run {
 public:
  Run(Library& library, const Options& options, const Output& output, const Listener& listener)
      : options_(&options),
        output_(&output),
        listener_(&listener),
        intake_(library, options.inputs, options.forms, options.block_bytes,
                [this](const Diagnostics& said) { tell(said); }),
        rejects_(output, options.forms.reading.wide.keep),
        duplicates_(options.duplicate_bytes) {
    shared_.library = &library;
    shared_.options = &options;
    shared_.output = &output;
    shared_.definitions = library.definitions().digest();
  }

  Totals run() {
    prepare_table_of_known_protocol();
    if (totals_.wrong_request) return std::move(totals_);
    file_.emplace(output_->path, output_->stream);
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < options_->threads; ++i) others.emplace_back([this] { work(); });
    work();
    for (std::thread& other : others) other.join();
    if (failure_) std::rethrow_exception(failure_);
    totals_.wrong_request = wrong_request_;
    if (wrong_request_) return std::move(totals_);
    finish();
    return std::move(totals_);
  }

 private:
  void tell(const Diagnostics& diagnostics) {
    const std::scoped_lock lock(listener_mutex_);
    if (listener_->told) listener_->told(diagnostics);
  }

  [[nodiscard]] bool writes_table() const { return output_->style.has_value(); }

  void work() {
    try {
      BlockScorer scorer(shared_);
      intake::Block block;
      std::uint64_t ticket = 0;
      const TableOf* table = nullptr;
      while (take(block, ticket, table)) {
        Delivery delivery;
        scorer.score(block, table, delivery);
        hand_over(block, ticket, table, std::move(delivery));
      }
    } catch (...) {
      const std::scoped_lock lock(turn_mutex_);
      if (!failure_) failure_ = std::current_exception();
      stopping_ = true;
      turn_changed_.notify_all();
    }
  }

  /// The next block and its place in the order; false where there is none, or the run is to end.
  bool take(intake::Block& block, std::uint64_t& ticket, const TableOf*& table) {
    const std::scoped_lock lock(take_mutex_);
    while (!stopping_ && intake_.next(block)) {
      if (writes_table() && !table_) find_columns(block);
      if (stopping_) return false;  // what was asked for does not exist
      if (!intake_.settle(block)) continue;
      ticket = next_ticket_++;
      table = table_ ? &*table_ : nullptr;
      return true;
    }
    return false;
  }

  void find_columns(const intake::Block& block) {
    const std::string protocol = intake_.protocol_of(block);
    Diagnostics diagnostics;
    const Compiled* const compiled = protocol.empty() ? nullptr : shared_.library->compiled(protocol, diagnostics);
    if (compiled != nullptr) choose_columns(protocol, diagnostics);
    if (!diagnostics.all().empty()) tell(diagnostics);
  }

  void choose_columns(const std::string& protocol, Diagnostics& diagnostics) {
    const std::vector<const Compiled*> readings = each_reading(*shared_.library, protocol, diagnostics);
    if (readings.empty()) return;
    auto columns = TableColumns::choose(output_->subject, readings, options_->forms.reading.wide.keep, output_->columns,
                                        diagnostics);
    if (columns) {
      table_ = TableOf{protocol, std::move(*columns)};
      note_definitions(*readings.front());
    } else {
      wrong_request_ = true;
      stopping_ = true;
    }
  }

  void note_definitions(const Compiled& compiled) {
    for (const DefinitionFile* file : shared_.library->files_of(compiled))
      definitions_.push_back(fmt::format("{} {}", file->sha256, file->path));
  }

  /// With --protocol a mistyped column is told before any input is opened.
  void prepare_table_of_known_protocol() {
    if (!writes_table() || options_->forms.reading.protocol.empty()) return;
    Diagnostics diagnostics;
    const Compiled* compiled = shared_.library->compiled(options_->forms.reading.protocol, diagnostics);
    if (compiled == nullptr && !diagnostics.has_errors()) {
      diagnostics.report({Severity::error,
                          "E0302",
                          fmt::format("there is no protocol or instrument '{}'", options_->forms.reading.protocol),
                          {},
                          {},
                          shared_.library->help_for_unknown_form(options_->forms.reading.protocol)});
    }
    if (compiled != nullptr) choose_columns(options_->forms.reading.protocol, diagnostics);
    if (!diagnostics.all().empty()) tell(diagnostics);
    totals_.wrong_request = diagnostics.has_errors();
  }

  void hand_over(const intake::Block& block, std::uint64_t ticket, const TableOf* table, Delivery delivery) {
    std::unique_lock turn(turn_mutex_);
    turn_changed_.wait(turn, [&] { return turn_ == ticket || failure_ != nullptr; });
    if (failure_ != nullptr) return;
    const bool wanted = !ended_;
    std::uint64_t at = 0;
    if (wanted) {
      account(block, delivery);
      begin_output(table, delivery);
      at = file_->reserve(delivery.text.size());
      if (file_->in_order()) file_->write(at, delivery.text);
      if (ended_) stopping_ = true;
    }
    ++turn_;
    turn_changed_.notify_all();
    turn.unlock();
    if (wanted && !file_->in_order()) file_->write(at, delivery.text);
  }

  /// Counts, duplicates and rejected records, in order.
  void account(const intake::Block& block, Delivery& delivery) {
    // Lines are counted within each input: behind the header, and behind the blocks before.
    if (block.first) lines_before_ = block.input->first_lines;
    for (std::size_t i = 0; i < delivery.told.size() && !ended_; ++i) {
      ToldRecord& record = delivery.told[i];
      if (record.lines) record.file->set_first_line(lines_before_ + *record.lines + 1);
      if (record.kind != ToldRecord::Kind::rejected) {
        tell_oddity(record);
        continue;
      }
      tell_rejected(record);
      const bool too_many = options_->most_rejects && totals_.rejected > *options_->most_rejects;
      ended_ = options_->strict || too_many;
      if (ended_) delivery.end_at(record);
    }
    duplicates_.meet(delivery.forms, totals_.read);
    lines_before_ += delivery.lines;
    totals_.read += delivery.so_far.records;
    totals_.scored += delivery.so_far.scored;
    totals_.red += delivery.so_far.red;
    totals_.amber += delivery.so_far.amber;
    totals_.warned += delivery.so_far.warned;
    totals_.differing += delivery.so_far.differing;
    totals_.plain += delivery.so_far.plain;
    totals_.stopped = ended_;
    const std::scoped_lock lock(listener_mutex_);
    if (listener_->progress) listener_->progress(totals_.read, totals_bytes_ += block.size);
  }

  void tell_oddity(const ToldRecord& record) {
    totals_.stray_lines += record.stray_lines;
    if (++oddities_ > most_told) {
      ++totals_.untold;
    } else {
      tell(record.diagnostics);
    }
  }

  void tell_rejected(ToldRecord& record) {
    ++totals_.rejected;
    if (!record.safety.empty()) ++totals_.rejected_with_safety;
    const Rejected rejected{totals_.read + record.index + 1, std::move(record.id), std::move(record.kept),
                            &record.diagnostics, std::move(record.safety)};
    rejects_.add(rejected);
    const std::scoped_lock listening(listener_mutex_);
    if (listener_->rejected) listener_->rejected(rejected);
  }

  /// What stands before the first row; and the first of all items has nothing to be separated from.
  void begin_output(const TableOf* table, Delivery& delivery) {
    if (writes_table() && table != nullptr && !begun_) {
      std::string head;
      append_table_head(*output_->style, table->columns, head);
      begun_ = true;
      put(head);
    } else if (!writes_table() && !begun_) {
      begun_ = true;
      put(output_->head);
    }
    if (any_item_ || delivery.text.empty()) return;
    any_item_ = true;
    const bool json = writes_table() && output_->style->notation == TableStyle::Notation::json;
    const std::size_t separator = json ? 1 : writes_table() ? 0 : output_->separator.size();
    delivery.text.erase(0, separator);
  }

  void put(const std::string& text) { file_->write(file_->reserve(text.size()), text); }

  void finish() {
    if (writes_table() && table_ && !begun_ && intake_.refused() + intake_.unreadable() == 0) {
      std::string head;
      append_table_head(*output_->style, table_->columns, head);
      begun_ = true;
      put(head);
    }
    std::string tail = output_->tail;
    if (writes_table() && begun_) append_table_tail(*output_->style, any_item_, tail);
    if (!writes_table() && !begun_) tail = output_->head + tail;
    put(tail);
    totals_.unreadable_inputs = intake_.unreadable();
    totals_.refused_inputs = intake_.refused();
    // A run that was stopped, or could read no input, has no whole result: a file would look like one.
    const bool has_result = begun_ || totals_.unreadable_inputs + totals_.refused_inputs == 0;
    if (has_result && !ended_) file_->finish();
    rejects_.finish();
    totals_.duplicates = duplicates_.found();
    totals_.first_duplicates = duplicates_.first_found();
    totals_.duplicates_beyond = duplicates_.beyond();
    totals_.definitions = std::move(definitions_);
  }

  const Options* options_;
  const Output* output_;
  const Listener* listener_;
  std::mutex listener_mutex_;
  Shared shared_;
  std::atomic<bool> stopping_ = false;  // no block is taken any more

  // Behind take_mutex_: where blocks come from, and what is known of them.
  std::mutex take_mutex_;
  intake::Intake intake_;
  std::uint64_t next_ticket_ = 0;
  std::optional<TableOf> table_;
  bool wrong_request_ = false;
  std::vector<std::string> definitions_;

  // Behind turn_mutex_: where they go.
  std::mutex turn_mutex_;
  std::condition_variable turn_changed_;
  std::uint64_t turn_ = 0;
  bool ended_ = false;  // nothing more is written
  std::exception_ptr failure_;
  std::optional<OutputFile> file_;
  RejectsFile rejects_;
  Duplicates duplicates_;
  std::size_t lines_before_ = 0;
  std::uint64_t totals_bytes_ = 0;
  std::uint64_t oddities_ = 0;
  bool begun_ = false, any_item_ = false;
  Totals totals_;
};

}  // namespace

std::span<const std::string_view> rejects_columns() { return names_of_rejects; }

Totals run(Library& library, const Options& options, const Output& output, const Listener& listener) {
  return Run(library, options, output, listener).run();
}

}  // namespace ipi::batch
