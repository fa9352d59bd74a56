#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "focus/compiled.h"
#include "formats/delimited.h"
#include "formats/wide_form.h"
#include "inventory/form.h"
#include "source/diagnostic.h"
#include "yaml/node.h"

namespace ipi::intake {

/// The largest record: no honest form comes near it.
inline constexpr std::size_t most_record_bytes = std::size_t{16} << 20U;

/// A piece of a text: one record with its newline, or lines that belong to none.
struct Piece {
  std::size_t begin = 0, end = 0;
  bool is_record = true;
};

/// What the pieces before tell of those that follow.
struct Carry {
  bool after_fault = false;  ///< a misplaced quote stands before: what is no row may be the rest of that one
};

/// Where a thread reads one record: its room is used again for the next.
struct RecordRoom {
  static constexpr std::size_t usual_bytes = std::size_t{64} << 10U;
  std::vector<std::byte> buffer = std::vector<std::byte>(usual_bytes);
  std::pmr::monotonic_buffer_resource memory{buffer.data(), buffer.size()};
  std::optional<yaml::Document> document;  ///< the tree that the full reader has made
  std::vector<Field> fields;               ///< of a row
  std::vector<std::string_view> kept;      ///< what is passed through

  void clear() {
    memory.release();
    document.reset();
  }
};

/// What a run knows of its forms before the first is read.
struct ReadingOptions {
  std::string protocol;  ///< of forms that do not name theirs; empty: every form does
  WideOptions wide;      ///< of tables
};

/// The beginning of an input, of which more can be read.
struct Beginning {
  std::string name;
  std::optional<char> delimiter;  ///< as was asked for
  std::string text;
  std::function<bool()> more;  ///< adds to `text`; false at the end
  Diagnostics diagnostics;     ///< an error refuses the input
  std::size_t lines = 0;       ///< that were taken off `text`
};

/// How the records of one input are cut out of its text, and how each is read. Threads share it; it does not change
/// once `settle` has been called.
class Records {
 public:
  Records() = default;
  Records(const Records&) = delete;
  Records& operator=(const Records&) = delete;
  virtual ~Records() = default;

  /// Takes off what stands before the first record.
  virtual void begin(Beginning& /*beginning*/) {}

  /// Up to where a text that begins with a record can be cut off as whole records, and what is then carried over; 0
  /// where not even one is whole. `last`: nothing follows.
  [[nodiscard]] virtual std::size_t whole_records(std::string_view text, bool last, Carry& carry) const = 0;
  /// The next piece from `at` on; nullopt at the text's end. What is empty is none. The text is the one that
  /// `whole_records` has seen, for pieces up to where it said.
  [[nodiscard]] virtual std::optional<Piece> next(std::string_view text, std::size_t at, bool last,
                                                  Carry& carry) const = 0;
  /// What stands between two records, where it begins with a newline: the second is found by it when the first is far
  /// too large. Empty: it cannot be found.
  [[nodiscard]] virtual std::string_view mark_between() const { return "\n"; }
  /// Told of each block's text, in order; false where the last one shows that the input ends too early.
  [[nodiscard]] virtual bool is_complete(std::string_view /*block*/, bool /*last*/) { return true; }

  /// Whether `settle` is wanted before a record is read.
  [[nodiscard]] virtual bool needs_protocol() const { return false; }
  /// The protocol that a record says it is of; empty where it says nothing that can be read.
  [[nodiscard]] virtual std::string protocol_named_by(std::string_view record) const = 0;
  /// Tells what the records are forms of; `compiled` is null where there is no such protocol. An error refuses the
  /// input.
  virtual void settle(const Compiled* /*compiled*/, const ReadingOptions& /*options*/, Diagnostics& /*diagnostics*/) {}

  /// Reads a record that is as its format usually is; false or nullopt at the first thing that is not, and nothing is
  /// reported: `tree` knows. A format fills a form at once, or gives the tree of one, or neither.
  [[nodiscard]] virtual bool plain_form(const SourceFile& /*record*/, RecordRoom& /*room*/, Form& /*into*/) const {
    return false;
  }
  [[nodiscard]] virtual std::optional<yaml::Node> plain_tree(std::string_view /*record*/, RecordRoom& /*room*/) const {
    return std::nullopt;
  }
  /// The record as the tree of a form, with all that is wrong with it; nullopt where it is none.
  [[nodiscard]] virtual std::optional<yaml::Node> tree(const SourceFile& record, RecordRoom& room,
                                                       Diagnostics& diagnostics) const = 0;
  /// The record without what only ends it.
  [[nodiscard]] virtual std::string_view trimmed(std::string_view record) const { return record; }
  /// The columns that are passed through or answered, where the format has such; they are those of `room.fields`.
  [[nodiscard]] virtual const WideForm* columns() const { return nullptr; }
  [[nodiscard]] virtual const SourceFile* header() const { return nullptr; }
  [[nodiscard]] virtual std::span<const Field> header_fields() const { return {}; }
  /// What to do where a record is itself a list; empty: nothing of its own.
  [[nodiscard]] virtual std::string_view list_help() const { return {}; }
  /// What is odd about a sound record, though it is read as it stands.
  virtual void tell_oddities(const SourceFile& /*record*/, const Compiled& /*compiled*/, RecordRoom& /*room*/,
                             Diagnostics& /*diagnostics*/) const {}
};

/// One form as a format hands it over that drives itself: a tree, and what its places point into.
struct HandedForm {
  std::unique_ptr<SourceFile> file;
  std::optional<yaml::Node> root;  ///< nullopt after an error
  std::unique_ptr<std::pmr::monotonic_buffer_resource> memory;
  std::vector<std::string> kept;
  Diagnostics diagnostics;
};

/// A format that drives itself through its input.
class FormDriver {
 public:
  FormDriver() = default;
  FormDriver(const FormDriver&) = delete;
  FormDriver& operator=(const FormDriver&) = delete;
  virtual ~FormDriver() = default;
  /// False at the end. Throws std::runtime_error where the input cannot be read on.
  [[nodiscard]] virtual bool next(HandedForm& form) = 0;
};

class ByteSource;

/// One format of forms. A new one is a file with such a value in it, and a line in `input_formats`.
struct InputFormat {
  std::string_view name;                         ///< as --from calls it
  std::span<const std::string_view> extensions;  ///< of files, in small letters and without a dot
  std::string_view words;                        ///< "a table": what an input of it looks like
  /// Whether an input that was taken for another format begins like one of this; null: nothing tells.
  bool (*recognises)(std::string_view text) = nullptr;
  bool may_be_another = false;  ///< its inputs are looked at for what they might be instead
  /// Whether a text holds more than one form, or is a list of them; null: it is a batch whatever it holds.
  bool (*holds_several)(std::string_view text) = nullptr;
  /// Exactly one of the two.
  std::unique_ptr<Records> (*records)() = nullptr;
  std::unique_ptr<FormDriver> (*driver)(const std::string& name, std::unique_ptr<ByteSource> bytes) = nullptr;
  bool has_columns = false;                      ///< a table, of which columns may be kept or dropped
  std::optional<char> delimiter = std::nullopt;  ///< of a table whose extension tells it
};

using InputFormats = std::span<const InputFormat* const>;
/// All of them; the first is that of a file whose name tells nothing.
[[nodiscard]] InputFormats input_formats();
/// By name, or by the extension of a file, which may be packed (.gz); null where there is none.
[[nodiscard]] const InputFormat* format_named(std::string_view name, InputFormats formats = input_formats());
[[nodiscard]] const InputFormat* format_of_file(std::string_view path, InputFormats formats = input_formats());
/// What the text looks like though it was taken for something else; null where it may well be that.
[[nodiscard]] const InputFormat* better_format(const InputFormat& taken_for, std::string_view text,
                                               InputFormats formats = input_formats());
}  // namespace ipi::intake
