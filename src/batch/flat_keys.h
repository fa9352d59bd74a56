#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "flat_reader.h"

namespace ipi::batch {

/// The keys of a form that lists nobody, as JSON and YAML have them.
class FlatKeys {
 public:
  enum class Top : std::uint8_t { form, id, date, state, respondent, answers, none };
  struct Answer {
    std::string key;
    std::size_t slot = 0;
    const FlatWords* words = nullptr;  ///< null: for the full reader
  };
  /// An instrument's or a section's answers.
  struct Block {
    std::string id;
    std::vector<Answer> answers;  ///< in the order of asking
    std::size_t items = 0;        ///< how many a list of them has; 0: there is no such list
  };

  explicit FlatKeys(const FlatProgram& program);

  [[nodiscard]] static Top top(std::string_view key);
  [[nodiscard]] const Answer* respondent(std::string_view key) const;
  [[nodiscard]] const Block* block(std::string_view id) const;
  /// The answer of that key; `next` is where it is most likely, and moves on. Null where there is none, or it is one for
  /// the full reader.
  [[nodiscard]] static const Answer* answer(const Block& block, std::string_view key, std::size_t& next);
  /// The only block, where the protocol is one instrument: its answers may stand without its name.
  [[nodiscard]] const Block* first_block() const { return blocks_.data(); }
  [[nodiscard]] const Block* only_block() const { return is_instrument_ ? &blocks_.front() : nullptr; }

 private:
  FlatVocabulary vocabulary_;
  std::vector<Answer> respondent_;
  std::vector<Block> blocks_;
  bool is_instrument_;
};

/// Takes note of what was given, so that nothing is given twice.
class FlatTaking {
 public:
  explicit FlatTaking(FlatForm& form) : form_(&form) {}
  /// False where the key was there before.
  [[nodiscard]] bool top(FlatKeys::Top key) { return take(static_cast<std::size_t>(key), tops_); }
  [[nodiscard]] bool block(const FlatKeys::Block& block, const FlatKeys& keys);
  /// False where the slot was answered before, or the word is one for the full reader.
  [[nodiscard]] bool answer(const FlatKeys::Answer& answer, std::string_view word) { return set(answer, answer.words->code(word)); }
  [[nodiscard]] bool no_answer(const FlatKeys::Answer& answer) { return set(answer, answer.words->no_answer()); }
  [[nodiscard]] bool has(FlatKeys::Top key) const { return ((tops_ >> static_cast<std::size_t>(key)) & 1U) != 0; }

 private:
  static bool take(std::size_t bit, std::uint64_t& bits) {
    const std::uint64_t mask = std::uint64_t{1} << bit;
    const bool is_new = (bits & mask) == 0;
    bits |= mask;
    return is_new;
  }
  bool set(const FlatKeys::Answer& answer, std::uint8_t code) {
    if (code == FlatWords::unknown_word || form_->given[answer.slot] != 0) return false;
    form_->given[answer.slot] = 1;
    form_->codes[answer.slot] = code;
    return true;
  }

  FlatForm* form_;
  std::uint64_t tops_ = 0;
  std::uint64_t blocks_ = 0;
};

}  // namespace ipi::batch
