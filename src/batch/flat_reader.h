#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "batch/flat_program.h"
#include "formats/wide_form.h"

namespace ipi::batch {

/// Turns words into codes for one slot: most are a single sign, found in a table.
class FlatWords {
 public:
  static constexpr std::uint8_t unknown_word = 255;
  FlatWords(const Question& question, std::uint8_t no_answer, const std::vector<MissingCode>& missing);
  [[nodiscard]] std::uint8_t code(std::string_view word) const {
    if (word.size() == 1) return signs_[static_cast<unsigned char>(word.front())];
    return word.empty() ? no_answer_ : code_of_longer(word);
  }
  [[nodiscard]] const std::array<std::uint8_t, 256>& signs() const { return signs_; }
  [[nodiscard]] std::uint8_t no_answer() const { return no_answer_; }

 private:
  void add(std::string_view word, std::uint8_t code);
  [[nodiscard]] std::uint8_t code_of_longer(std::string_view word) const;

  std::array<std::uint8_t, 256> signs_{};
  std::vector<std::pair<std::string, std::uint8_t>> longer_;
  std::uint8_t no_answer_;
  bool is_number_;
  std::int64_t lowest_ = 0, highest_ = 0;
};

/// The words of every slot; slots with the same options share them.
class FlatVocabulary {
 public:
  FlatVocabulary(const FlatProgram& program, const std::vector<MissingCode>& missing);
  /// Null where the slot's answer is one for the full reader: a date, a text, or one that applies only in some forms.
  [[nodiscard]] const FlatWords* words(std::size_t slot) const { return of_slot_[slot]; }

 private:
  std::vector<std::unique_ptr<FlatWords>> words_;
  std::vector<const FlatWords*> of_slot_;
};

/// The identity of a form as every notation has it, each part of it empty where it is not given; false where the full
/// reader must look at it. Dates repeat themselves,
/// so the last one is kept: one of these a thread.
class FlatIdentity {
 public:
  explicit FlatIdentity(bool allow_identifiers) : allow_identifiers_(allow_identifiers) {}
  [[nodiscard]] bool is_sound(std::string_view id, std::string_view date);

 private:
  bool allow_identifiers_;
  std::string sound_date_;
};

/// Reads the records of one input that need no more than a program. What it is not sure of it leaves to the full
/// reader.
class FlatReader {
 public:
  FlatReader() = default;
  FlatReader(const FlatReader&) = delete;
  FlatReader& operator=(const FlatReader&) = delete;
  virtual ~FlatReader() = default;
  /// The record at the start of `text`: fills `form` and returns the offset behind it; 0 where the full reader must
  /// look at it. May be called by several threads.
  [[nodiscard]] virtual std::size_t read(std::string_view text, FlatForm& form) const = 0;
};

/// Rows of a table; nullptr where a column needs the full reader in every row.
[[nodiscard]] std::unique_ptr<FlatReader> flat_table_reader(const FlatProgram& program, const WideForm& wide,
                                                            char delimiter);
/// Lines of JSON. `protocol_given`: forms need not name theirs.
[[nodiscard]] std::unique_ptr<FlatReader> flat_json_reader(const FlatProgram& program, bool protocol_given);
/// Documents in block style, one answer a line.
[[nodiscard]] std::unique_ptr<FlatReader> flat_yaml_reader(const FlatProgram& program, bool protocol_given);

/// What identifies nobody at a glance: a code with few digits in few groups.
[[nodiscard]] bool is_plain_code(std::string_view id);
/// Whether a value that is passed through is a code that identifies nobody, looked at as closely as the full reader
/// does.
[[nodiscard]] bool is_sound_value(std::string_view value);

}  // namespace ipi::batch
