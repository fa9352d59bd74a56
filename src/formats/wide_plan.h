#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "formats/wide_form.h"

namespace ipi {

/// Where the cells of every row go, worked out once from the header.
class WideForm::Plan {
 public:
  /// A column that is the answer to a question.
  struct Cell {
    std::size_t column = 0;
    std::size_t slot = 0;
    const Slot* what = nullptr;
    bool numeric = false, several = false, as_it_stands = false;  ///< as the column says
  };
  /// The answers of a form or of one entry.
  struct Answers {
    std::vector<Cell> cells;
    std::vector<std::size_t> not_asked;  ///< slots of the blocks that the table has other columns of
    std::vector<std::size_t> absent;     ///< slots of the blocks that it has no column of
  };
  struct Entry {
    Answers answers;
    std::optional<std::size_t> code;         ///< the column
    std::optional<std::size_t> first, last;  ///< the columns that the entry's place reaches from and to
  };
  struct Roster {
    Group group = Group::relationships;
    std::optional<std::size_t> count;  ///< the column
    std::vector<Entry> entries;
  };

  explicit Plan(const WideForm& form);

  /// False where every row has something that only `read_form` knows what to say of.
  [[nodiscard]] bool is_sound() const { return sound_; }
  [[nodiscard]] const Answers& form() const { return form_; }
  [[nodiscard]] const std::vector<Roster>& rosters() const { return rosters_; }
  /// The columns of what stands at the form's root.
  [[nodiscard]] std::optional<std::size_t> name() const { return name_; }
  [[nodiscard]] std::optional<std::size_t> id() const { return id_; }
  [[nodiscard]] std::optional<std::size_t> date() const { return date_; }
  [[nodiscard]] std::optional<std::size_t> state() const { return state_; }
  /// The columns whose cells must be blank: declared scores and what was agreed.
  [[nodiscard]] const std::vector<std::size_t>& rest() const { return rest_; }

 private:
  void add_root(const WideColumn& column, std::size_t index);
  void add_roster(const WideForm& form, Group group);
  void add_answers(const WideForm& form, Group group, std::size_t entry, Answers& answers) const;

  Answers form_;
  std::vector<Roster> rosters_;
  std::optional<std::size_t> name_, id_, date_, state_;
  std::vector<std::size_t> rest_;
  bool sound_ = true;
};

}  // namespace ipi
