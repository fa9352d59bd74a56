#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "batch/decision_memory.h"
#include "batch/text_pool.h"
#include "focus/compiled.h"
#include "focus/contest.h"
#include "formats/table.h"

namespace ipi::batch {

/// The answers of a form that lists nobody and nothing, by slot of the form's group: the position of the option chosen,
/// a number's distance from its lowest, or one more than these for no answer.
struct FlatForm {
  std::vector<std::uint8_t> codes;
  std::vector<std::uint8_t> given;  ///< by slot: set where FlatTaking has met it
  std::string_view id, date;
  std::vector<std::string_view> kept;
  std::size_t lines = 0;  ///< that it takes, as far as its reader has come
};

/// Rows under construction: text whose end can be written to directly.
class RowBuffer {
 public:
  /// Room for `size` more bytes behind what is kept.
  [[nodiscard]] char* room(std::size_t size) {
    if (size_ + size > capacity_) grow(size);
    return bytes_.get() + size_;
  }
  void keep(const char* end) { size_ = static_cast<std::size_t>(end - bytes_.get()); }
  [[nodiscard]] std::string_view text() const { return {bytes_.get(), size_}; }
  void clear() { size_ = 0; }

 private:
  void grow(std::size_t size);
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0, capacity_ = 0;
};

/// Texts by number.
class TextTable {
 public:
  void add(std::string_view text) {
    places_.push_back(pool_.put(text));
    longest_ = std::max(longest_, text.size());
  }
  /// As TextPool does.
  char* copy(std::size_t index, char* at) const { return pool_.copy(places_[index], at); }
  [[nodiscard]] std::size_t longest() const { return longest_; }

 private:
  std::vector<TextPool::Place> places_;
  TextPool pool_;
  std::size_t longest_ = 0;
};

/// Points, the points that open answers could still make of them, and what stands in the way of being offered: side by
/// side in one word, because they are added up source by source. At most 255 conditions.
class Balance {
 public:
  void add_points(int points) { word_ += points; }
  void add_reach(int points) { word_ += std::int64_t{points} << reach_bits; }
  /// Is offered only where this holds.
  void require(Truth truth) {
    if (truth == Truth::no) word_ += std::int64_t{1} << no_bits;
    if (truth == Truth::unknown) word_ += std::int64_t{1} << unknown_bits;
  }
  Balance& operator+=(Balance other) {
    word_ += other.word_;
    return *this;
  }

  [[nodiscard]] int points() const { return static_cast<std::int16_t>(word_); }
  [[nodiscard]] int reach() const { return static_cast<std::int16_t>((word_ - points()) >> reach_bits); }
  [[nodiscard]] Truth offered() const {
    const std::int64_t required = (word_ - points() - (std::int64_t{reach()} << reach_bits)) >> no_bits;
    if (required == 0) return Truth::yes;
    return (required & 0xFF) != 0 ? Truth::no : Truth::unknown;
  }

 private:
  static constexpr unsigned reach_bits = 16, no_bits = 32, unknown_bits = 40;
  std::int64_t word_ = 0;
};

/// What the scoring and deciding core says of a form, looked up instead of worked out anew: the items of a score count
/// only by their sum and by how many are missing, so that every score has few states. Each state's texts, and the truth
/// of every test on it, are asked of the core once, when the program is made; the decision itself is the core's
/// `decide`.
///
/// A protocol, model or column that this cannot serve has no program; a form that it cannot serve is refused, and goes
/// to the full reader.
class FlatProgram {
 public:
  /// nullptr where the protocol, or one of the columns, needs more.
  [[nodiscard]] static std::unique_ptr<FlatProgram> make(const Compiled& compiled, const TableColumns& columns,
                                                         const TableStyle& style, std::string_view definitions);

  /// Appends the form's row; false where the form needs the full reader.
  [[nodiscard]] bool append_row(const FlatForm& form, DecisionMemory& memory, RowBuffer& rows) const;

  [[nodiscard]] const Compiled& compiled() const { return *compiled_; }
  /// Whether what every final form must have is there.
  [[nodiscard]] bool has_what_it_needs(const FlatForm& form) const {
    return is_instrument_ ||
           (!form.id.empty() && !form.date.empty() && form.codes[form_slot::age] != no_answers_[form_slot::age]);
  }
  /// A form in which nothing is answered.
  void clear(FlatForm& form) const {
    form.codes = no_answers_;
    form.given.resize(no_answers_.size());
    form.id = form.date = {};
    form.lines = 1;
  }
  /// What stands for no answer in a slot.
  [[nodiscard]] std::span<const std::uint8_t> no_answers() const { return no_answers_; }

 private:
  friend class FlatCompiler;

  static constexpr std::size_t most_areas = 8;

  /// What one answer adds to the state of a source.
  struct Term {
    std::uint32_t slot = 0;
    std::uint32_t first = 0;  ///< in `steps_`, by the slot's code
  };
  /// What one source adds to an area.
  struct Share {
    std::uint64_t holds = 0;  ///< bits of the area's indicators
    Balance balance;
  };
  struct AreaPart {
    std::size_t source = 0;
    std::vector<Share> shares;  ///< by its state
  };
  struct AreaProgram {
    std::vector<AreaPart> parts;
    bool reach_is_exact = true;           ///< else a form whose verdict rests on it is refused
    std::vector<std::string> indicators;  ///< "area.indicator"
    int span = 0;                         ///< its points lie within, either way
    std::string id;
    Strength cap = Strength::clear;
  };
  struct GatePart {
    std::size_t source = 0;
    std::vector<Truth> truths;
  };
  struct GateProgram {
    std::vector<GatePart> parts;
  };
  struct OpenStates {
    std::size_t source = 0;
    std::vector<std::uint8_t> open;  ///< by state: 1 where an answer is missing
  };
  /// A piece of a row.
  struct Segment {
    enum class Kind : std::uint8_t {
      fixed,
      id,
      date,
      kept,
      source,
      decision,
      area_points,
      area_offered,
      provisional,
      reasons
    };
    Kind kind = Kind::fixed;
    std::size_t index = 0;  ///< of a source, an area, a kept column, or among the decision's texts
    int lowest = 0;         ///< points of the first text
    TextTable texts;        ///< by state, points or truth; of `fixed` and before the others' own text, the first
    [[nodiscard]] bool rests_on_decision() const { return kind == Kind::decision || kind == Kind::reasons; }
  };
  /// What the core made of contenders.
  struct Decision {
    std::vector<std::string> pieces;  ///< of a row, by decision segment
    std::uint32_t focus = 0;          ///< as DecisionMemory has it
  };
  struct Standing {
    std::array<std::int16_t, most_areas> points;
    std::array<std::int16_t, most_areas> reach;
    std::array<std::uint64_t, most_areas> holds;
    std::array<Truth, most_areas> offered;
    bool provisional = false;
  };

  [[nodiscard]] bool has_open(std::span<const std::uint32_t> states) const;
  [[nodiscard]] Truth gate(std::span<const std::uint32_t> states, bool& provisional) const;
  [[nodiscard]] Standing weigh(std::span<const std::uint32_t> states) const;
  [[nodiscard]] std::optional<DecisionMemory::Key> key_of(const Standing& standing) const;
  [[nodiscard]] const DecisionMemory::Entry* decide(const Standing& standing, const DecisionMemory::Key& key,
                                                    DecisionMemory& memory) const;
  [[nodiscard]] Decision work_out(std::span<const Contender> contenders) const;
  void append_decision_cell(TableColumn::Kind kind, const ContestResult& result, std::span<const Contender> contenders,
                            std::string& text) const;
  char* append_own(const Segment& segment, std::string_view text, char* at) const;
  [[nodiscard]] std::string reasons_of(const Standing& standing, std::uint32_t focus) const;
  /// Neither of a source nor of the decision.
  char* append_segment(const Segment& segment, const FlatForm& form, const Standing& standing, char* at) const;
  char* append_decided(const Segment& segment, const Standing& standing, const DecisionMemory::Entry& decision,
                       const DecisionMemory& memory, char* at) const;

  const Compiled* compiled_ = nullptr;
  bool is_instrument_ = false;
  TableStyle style_;
  std::vector<std::uint8_t> no_answers_;
  std::vector<bool> refused_if_given_;  ///< by slot: the row would rest on it in a way that has no table
  std::vector<std::size_t> watched_;    ///< those slots
  std::vector<Term> terms_;             ///< by source
  std::vector<std::size_t> ends_;       ///< of each source's terms
  std::vector<std::uint32_t> steps_;
  std::vector<AreaProgram> areas_;
  std::vector<GateProgram> gates_;
  std::vector<OpenStates> open_;  ///< of sources without which a column cannot be looked up
  ContestFigures figures_;
  std::vector<Segment> segments_;
  std::size_t undecided_ = 0;  ///< how many segments come before the first that rests on the decision
  std::vector<std::vector<TableColumn>> decision_columns_;  ///< by decision segment
  std::vector<std::vector<std::string>> decision_prefixes_;
  std::size_t longest_row_ = 0;     ///< without what comes from the form itself
  bool own_text_is_plain_ = false;  ///< codes and dates need no quotes of a table
};

}  // namespace ipi::batch
