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
#include "batch/absent_columns.h"
#include "batch/block_reader.h"
#include "batch/output_file.h"
#include "batch/record_scorer.h"
#include "yaml/read.h"
#include "yaml/read_json.h"

namespace ipi::batch {
namespace {

/// Ends a run before anything is read: what was asked for does not exist.
struct WrongRequest {};

/// The name of the protocol that a record says it is of; empty where it says nothing that can be read.
std::string protocol_named_by(const OpenInput& input, std::string_view bytes) {
  const SourceFile file(input.name, std::string(bytes));
  Diagnostics ignored;
  if (input.notation == Notation::delimited) {
    std::pmr::monotonic_buffer_resource room;
    std::vector<Field> fields;
    if (!split_record(file, input.delimiter, room, fields, ignored)) return {};
    for (std::size_t i = 0; i < fields.size() && i < input.header_fields.size(); ++i) {
      if (input.header_fields[i].text == "form") return std::string(fields[i].text);
    }
    return {};
  }
  const auto document = input.notation == Notation::yaml ? yaml::read(file, ignored) : yaml::read_json(file, ignored);
  const yaml::Node* name = document ? document->root.find("form") : nullptr;
  return name != nullptr && name->is_scalar() ? std::string(name->text) : std::string();
}

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
        reader_(options, [this](const Diagnostics& said) { tell(said); }),
        rejects_(output, options.wide.keep),
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
      RecordScorer scorer(shared_);
      Block block;
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
  bool take(Block& block, std::uint64_t& ticket, const TableOf*& table) {
    const std::scoped_lock lock(take_mutex_);
    for (;;) {
      if (stopping_ || !reader_.next(block)) return false;
      if (!prepare(block)) continue;
      if (stopping_) return false;  // what was asked for does not exist
      ticket = next_ticket_++;
      table = table_ ? &*table_ : nullptr;
      return true;
    }
  }

  /// Finds out what the block's forms are of, as far as its input or the run does not know yet; false where that is a
  /// fault of the whole input.
  bool prepare(const Block& block) {
    OpenInput& input = *block.input;
    const bool needs_columns = input.notation == Notation::delimited && !input.wide;
    if (!needs_columns && (!writes_table() || table_)) return true;
    if (needs_columns && !block.first) return false;  // refused with its first block
    const std::scoped_lock lock(shared_.library_mutex);
    const std::string protocol = options_->protocol.empty() ? find_protocol(block) : options_->protocol;
    Diagnostics diagnostics;
    const Compiled* compiled = protocol.empty() ? nullptr : shared_.library->compiled(protocol, diagnostics);
    if (compiled != nullptr && writes_table() && !table_) choose_columns(protocol, diagnostics);
    if (needs_columns) read_columns(input, protocol, compiled, diagnostics);
    if (!diagnostics.all().empty()) tell(diagnostics);
    return !needs_columns || input.wide;
  }

  std::string find_protocol(const Block& block) const {
    const std::string_view text = block.bytes;
    const Cutter& cutter = block.input->cutter;
    std::string unknown;  // told with the nearest one, where no record names one that there is
    for (auto slice = cutter.next(text, 0); slice; slice = cutter.next(text, slice->end)) {
      std::string name = protocol_named_by(*block.input, text.substr(slice->begin, slice->end - slice->begin));
      const auto ids = shared_.library->form_ids();
      if (std::find(ids.begin(), ids.end(), name) != ids.end()) return name;
      if (block.input->notation == Notation::delimited && unknown.empty()) unknown = std::move(name);
    }
    return unknown;
  }

  void read_columns(OpenInput& input, const std::string& protocol, const Compiled* compiled, Diagnostics& diagnostics) {
    const auto report = [&](std::string_view code, std::string message, std::string help) {
      diagnostics.report(
          {Severity::error, code, std::move(message), {{input.header.get(), {}}, {}}, {}, std::move(help)});
      ++refused_inputs_;
    };
    if (protocol.empty())
      return report("E0345", "the table does not say what its forms answer",
                    input.header_fields.size() == 1
                        ? "its header is one field: name what stands between its columns with --delimiter"
                        : "give --protocol, or a column 'form' with the protocol's name");
    if (compiled == nullptr) {
      return report("E0302", fmt::format("there is no protocol or instrument '{}'", protocol),
                    shared_.library->help_for_unknown_form(protocol));
    }
    auto wide = WideForm::of_header(*input.header, input.header_fields, *compiled->layout, options_->wide, diagnostics);
    if (wide) refuse_columns(input, *wide, *compiled->layout, diagnostics);
    if (diagnostics.has_errors()) {
      ++refused_inputs_;
    } else {
      input.wide = std::move(wide);
      tell_out_of_reach(*compiled, input, diagnostics);
    }
  }

  static void tell_out_of_reach(const Compiled& compiled, const OpenInput& input, Diagnostics& diagnostics) {
    for (const ScoreOutOfReach& score : scores_out_of_reach(compiled, *input.wide)) {
      diagnostics.report(
          {Severity::note,
           "N0005",
           fmt::format("'{}' stays blank in every row of {}: it needs more columns", score.score, input.name),
           {},
           {},
           fmt::format("there is none for {}", fmt::join(score.questions, ", "))});
    }
  }

  /// Of columns that hold words, or the form's date, as the table itself calls them.
  void refuse_columns(const OpenInput& input, const WideForm& wide, const Layout& layout,
                      Diagnostics& diagnostics) const {
    for (std::size_t i = 0; i < wide.columns().size(); ++i) {
      const WideColumn& column = wide.columns()[i];
      const auto& mapped = options_->wide.columns;
      const auto as =
          std::find_if(mapped.begin(), mapped.end(), [&](const auto& pair) { return pair.first == column.name; });
      const bool is_allowed = options_->allow_identifiers.allows(column.name) ||
                              (as != mapped.end() && options_->allow_identifiers.allows(as->second));
      if (column.renamed && !is_allowed && holds_words(column, layout) && names_an_identifier(column.name))
        refuse_column(column.name, {input.header.get(), input.header_fields[i].span}, diagnostics);
    }
  }

  static bool holds_words(const WideColumn& column, const Layout& layout) {
    if (column.kept) return true;
    if (column.kind == WideColumn::Kind::answer)
      return layout.group(column.group).slots[column.slot].question->type == AnswerType::text;
    const std::vector<std::string> id = {"id"};
    const std::vector<std::string> date = {"date"};
    return column.kind == WideColumn::Kind::other && (column.path == id || column.path == date);
  }

  void choose_columns(const std::string& protocol, Diagnostics& diagnostics) {
    const std::vector<const Compiled*> readings = each_reading(*shared_.library, protocol, diagnostics);
    if (readings.empty()) return;
    auto columns = TableColumns::choose(output_->subject, readings, options_->wide.keep, output_->columns, diagnostics);
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
    if (!writes_table() || options_->protocol.empty()) return;
    const std::scoped_lock lock(shared_.library_mutex);
    Diagnostics diagnostics;
    const Compiled* compiled = shared_.library->compiled(options_->protocol, diagnostics);
    if (compiled == nullptr && !diagnostics.has_errors()) {
      diagnostics.report({Severity::error,
                          "E0302",
                          fmt::format("there is no protocol or instrument '{}'", options_->protocol),
                          {},
                          {},
                          shared_.library->help_for_unknown_form(options_->protocol)});
    }
    if (compiled != nullptr) choose_columns(options_->protocol, diagnostics);
    if (!diagnostics.all().empty()) tell(diagnostics);
    totals_.wrong_request = diagnostics.has_errors();
  }

  void hand_over(const Block& block, std::uint64_t ticket, const TableOf* table, Delivery delivery) {
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
  void account(const Block& block, Delivery& delivery) {
    // Lines are counted within each input: behind the header, and behind the blocks before.
    if (block.first) lines_before_ = block.input->header_lines;
    for (std::size_t i = 0; i < delivery.rejected.size() && !ended_; ++i) {
      tell_rejected(delivery.rejected[i]);
      const bool too_many = options_->most_rejects && totals_.rejected > *options_->most_rejects;
      ended_ = options_->strict || too_many;
      if (ended_) delivery.end_at(delivery.rejected[i]);
    }
    duplicates_.meet(delivery.forms, totals_.read);
    lines_before_ += delivery.lines;
    totals_.read += delivery.so_far.records;
    totals_.scored += delivery.so_far.scored;
    totals_.red += delivery.so_far.red;
    totals_.amber += delivery.so_far.amber;
    totals_.warned += delivery.so_far.warned;
    totals_.stopped = ended_;
    const std::scoped_lock lock(listener_mutex_);
    if (listener_->progress) listener_->progress(totals_.read, totals_bytes_ += block.bytes.size());
  }

  void tell_rejected(RejectedRecord& record) {
    ++totals_.rejected;
    if (!record.safety.empty()) ++totals_.rejected_with_safety;
    record.file->set_first_line(lines_before_ + record.lines + 1);
    const Rejected rejected{totals_.read + record.index + 1, std::move(record.id), std::move(record.kept),
                            &record.diagnostics, std::move(record.safety)};
    const std::scoped_lock lock(shared_.library_mutex);  // places may lie in definitions
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
    if (writes_table() && table_ && !begun_ && totals_.refused_inputs + refused_inputs_ + reader_.unreadable() == 0) {
      std::string head;
      append_table_head(*output_->style, table_->columns, head);
      begun_ = true;
      put(head);
    }
    std::string tail = output_->tail;
    if (writes_table() && begun_) append_table_tail(*output_->style, any_item_, tail);
    if (!writes_table() && !begun_) tail = output_->head + tail;
    put(tail);
    totals_.unreadable_inputs = reader_.unreadable();
    totals_.refused_inputs = refused_inputs_;
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
  BlockReader reader_;
  std::uint64_t next_ticket_ = 0;
  std::optional<TableOf> table_;
  bool wrong_request_ = false;
  std::uint64_t refused_inputs_ = 0;
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
  bool begun_ = false, any_item_ = false;
  Totals totals_;
};

}  // namespace

std::span<const std::string_view> rejects_columns() { return names_of_rejects; }

Totals run(Library& library, const Options& options, const Output& output, const Listener& listener) {
  return Run(library, options, output, listener).run();
}

}  // namespace ipi::batch
