#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "batch/flat_reader.h"
#include "batch/short_text.h"

namespace ipi::batch {

/// The keys of a form that lists nobody, as JSON and YAML have them.
class FlatKeys {
 public:
  enum class Top : std::uint8_t { form, id, date, state, respondent, answers, none };
  /// How programs write a key and what stands between it and its answer.
  enum class Writing : std::uint8_t {
    json,          ///< after another member, without blanks: ,"key":
    quoted_twice,  ///< in YAML: "key": 1
    quoted_once,   ///< 'key': 1
    plain          ///< key: 1
  };
  struct Answer {
    std::string key;
    std::size_t slot = 0;
    const FlatWords* words = nullptr;  ///< null: for the full reader
  };
  /// An answer as programs write it: what stands before it, and what one sign means.
  struct Written {
    ShortText before;
    std::size_t slot = 0;
    const std::array<std::uint8_t, 256>* signs = nullptr;  ///< null: for the full reader
  };
  /// An instrument's or a section's answers.
  struct Block {
    std::string id;
    std::vector<Answer> answers;                  ///< in the order of asking
    std::array<std::vector<Written>, 4> written;  ///< by Writing, in the same order
    std::size_t items = 0;                        ///< how many a list of them has; 0: there is no such list

    [[nodiscard]] std::span<const Written> as(Writing writing) const {
      return written[static_cast<std::size_t>(writing)];
    }
  };

  explicit FlatKeys(const FlatProgram& program);

  [[nodiscard]] static Top top(std::string_view key);
  [[nodiscard]] const Answer* respondent(std::string_view key) const;
  [[nodiscard]] const Block* block(std::string_view id) const;
  /// The answer of that key; `next` is where it is most likely, and moves on. Null where there is none, or it is one
  /// for the full reader.
  [[nodiscard]] static const Answer* answer(const Block& block, std::string_view key, std::size_t& next);
  /// Likewise of the next few of a block's answers, whose key stands at `at`; ShortText::longest bytes must be there.
  [[nodiscard]] static const Written* written(std::span<const Written> answers, const char* at, std::size_t& next) {
    constexpr std::size_t most_left_out = 4;  // in a row; where there are more, the key is looked for among all
    const std::size_t end = std::min(answers.size(), next + most_left_out);
    for (std::size_t i = next; i < end; ++i) {
      if (!answers[i].before.begins(at)) continue;
      next = i + 1;
      return answers[i].signs == nullptr ? nullptr : &answers[i];
    }
    return nullptr;
  }
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
  explicit FlatTaking(FlatForm& form) : codes_(form.codes.data()), given_(form.given.data()) {
    std::fill(form.given.begin(), form.given.end(), std::uint8_t{0});
  }
  /// False where the key was there before.
  [[nodiscard]] bool top(FlatKeys::Top key) { return take(static_cast<std::size_t>(key), tops_); }
  [[nodiscard]] bool block(const FlatKeys::Block& block, const FlatKeys& keys);
  /// False where the slot was answered before, or the word is one for the full reader.
  [[nodiscard]] bool answer(const FlatKeys::Answer& answer, std::string_view word) {
    return set(answer.slot, answer.words->code(word));
  }
  [[nodiscard]] bool answer(const FlatKeys::Written& answer, char sign) {
    return set(answer.slot, (*answer.signs)[static_cast<unsigned char>(sign)]);
  }
  [[nodiscard]] bool no_answer(const FlatKeys::Answer& answer) { return set(answer.slot, answer.words->no_answer()); }
  [[nodiscard]] bool has(FlatKeys::Top key) const { return ((tops_ >> static_cast<std::size_t>(key)) & 1U) != 0; }

 private:
  static bool take(std::size_t bit, std::uint64_t& bits) {
    const std::uint64_t mask = std::uint64_t{1} << bit;
    const bool is_new = (bits & mask) == 0;
    bits |= mask;
    return is_new;
  }
  bool set(std::size_t slot, std::uint8_t code) {
    if (code == FlatWords::unknown_word || given_[slot] != 0) return false;
    given_[slot] = 1;
    codes_[slot] = code;
    return true;
  }

  std::uint8_t* codes_;  // of the form
  std::uint8_t* given_;
  std::uint64_t tops_ = 0;
  std::uint64_t blocks_ = 0;
};

}  // namespace ipi::batch
