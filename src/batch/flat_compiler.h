#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "assessment/assessment.h"
#include "batch/flat_program.h"
#include "batch/flat_source.h"

namespace ipi::batch {

/// Makes programs: finds what the row rests on, asks the core about each state of it, and lays the row out.
class FlatCompiler {
 public:
  FlatCompiler(const Compiled& compiled, const TableColumns& columns, const TableStyle& style,
               std::string_view definitions);
  [[nodiscard]] std::unique_ptr<FlatProgram> make();

 private:
  /// A condition that rests on one source.
  struct Test {
    const Expression* expression = nullptr;
    std::size_t source = 0;
    std::vector<Truth> truths;  ///< by state
    std::vector<Truth> whole;   ///< the same over completions, where no score is estimated
  };

  [[nodiscard]] bool is_served() const;
  [[nodiscard]] bool add_sources();
  [[nodiscard]] bool add_score(std::size_t index);
  [[nodiscard]] bool add_tests();
  [[nodiscard]] bool add_test(const Expression& expression, std::vector<std::size_t>& tests);
  [[nodiscard]] bool add_conjunction(const Expression& expression, std::vector<std::size_t>& tests);
  [[nodiscard]] std::optional<std::size_t> source_of(const Expression& expression);
  [[nodiscard]] std::optional<std::size_t> source_of_slot(std::size_t slot);
  void ask_the_core();
  void ask_about(const std::vector<std::size_t>& sources, std::size_t position);
  void fill_terms();
  [[nodiscard]] bool fill_areas();
  [[nodiscard]] bool is_reach_exact(const FlatProgram::AreaProgram& area) const;
  void fill_gates();
  void fill_open();
  void fill_segments();
  void add_column(const TableColumn& column, const std::string& before);
  void add_score_column(const TableColumn& column, const std::string& before);
  void add_decision_column(const TableColumn& column, const std::string& before);
  void add_text(const std::string& text);
  void add_piece(FlatProgram::Segment::Kind kind, std::size_t index, std::vector<std::string> texts, int lowest = 0);
  [[nodiscard]] std::string styled(const TableColumn& column, std::string_view cell) const;
  [[nodiscard]] std::size_t longest_row() const;

  /// A segment under construction.
  struct Piece {
    FlatProgram::Segment::Kind kind;
    std::size_t index = 0;
    int lowest = 0;
    std::vector<std::string> texts;
  };

  const Compiled* compiled_;
  const TableColumns* columns_;
  TableStyle style_;
  std::string_view definitions_;
  std::unique_ptr<FlatProgram> program_;
  Form blank_;
  std::optional<Assessment> assessment_;
  std::optional<FormState> whole_;  ///< its answers, without estimates
  std::vector<FlatSource> sources_;
  std::map<std::size_t, std::size_t> score_sources_, slot_sources_;
  std::vector<Test> tests_;
  std::vector<std::vector<std::size_t>> gate_tests_;
  std::vector<std::vector<std::size_t>> area_tests_;  // by area, in the order of its indicators
  // Texts of score columns, by source and state: the column's position, then its styled cell.
  std::vector<std::vector<std::vector<std::string>>> score_texts_;
  std::vector<std::vector<const TableColumn*>> score_columns_;
  std::vector<Piece> pieces_;
};

}  // namespace ipi::batch
