#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flat_program.h"
#include "ipi/formats/wide_form.h"

namespace ipi::batch {

/// Turns words into codes for one slot: most are a single sign, found in a table.
class FlatWords {
 public:
  static constexpr std::uint8_t unknown_word = 255;
  FlatWords(const Question& question, std::uint8_t no_answer, const WideOptions* wide);
  [[nodiscard]] std::uint8_t code(std::string_view word) const {
    if (word.size() == 1) return signs_[static_cast<unsigned char>(word.front())];
    return word.empty() ? no_answer_ : code_of_longer(word);
  }
  [[nodiscard]] const std::array<std::uint8_t, 256>& signs() const { return signs_; }

 private:
  void add(std::string_view word, std::uint8_t code);
  [[nodiscard]] std::uint8_t code_of_longer(std::string_view word) const;

  std::array<std::uint8_t, 256> signs_{};
  std::vector<std::pair<std::string, std::uint8_t>> longer_;
  std::uint8_t no_answer_;
  bool is_number_;
  std::int64_t lowest_ = 0, highest_ = 0;
};

/// The identity of a form as every notation has it; false where the full reader must look at it.
class FlatIdentity {
 public:
  explicit FlatIdentity(bool allow_identifiers) : allow_identifiers_(allow_identifiers) {}
  [[nodiscard]] bool is_sound(std::string_view id, std::string_view date);

 private:
  bool allow_identifiers_;
  std::string sound_date_;  // dates repeat themselves
};

/// Reads the rows of one table that need no more than a program.
class FlatTable {
 public:
  /// nullptr where a column of the table needs the full reader in every row.
  [[nodiscard]] static std::unique_ptr<FlatTable> make(const FlatProgram& program, const WideForm& wide, char delimiter);

  /// The row at the start of `text`: fills `form` and returns the offset behind its newline; 0 where the full reader must
  /// look at it.
  [[nodiscard]] std::size_t read_row(std::string_view text, FlatForm& form, FlatIdentity& identity) const;

 private:
  struct Column {
    WideColumn::Kind kind = WideColumn::Kind::answer;
    enum class Other : std::uint8_t { protocol, id, date, state } other = Other::id;
    std::size_t index = 0;                ///< of a slot, or of a kept column
    const FlatWords* words = nullptr;
    bool branched = false;
  };

  [[nodiscard]] bool take(const Column& column, std::string_view field, FlatForm& form) const;

  const FlatProgram* program_ = nullptr;
  char delimiter_ = ',';
  std::vector<std::string> missing_;  // words that are no id and no date
  std::vector<Column> columns_;
  std::vector<std::unique_ptr<FlatWords>> words_;
};

}  // namespace ipi::batch
