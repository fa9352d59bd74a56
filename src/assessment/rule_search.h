#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "focus/form_state.h"

namespace ipi {

/// A form on which nothing is answered, with one relationship and one event.
[[nodiscard]] Form open_form(const Layout& layout);

/// What whole answers can make of a condition. What could not be gone through counts as possible, so that nothing is
/// called impossible that is not.
struct Possible {
  bool may_hold = false;
  bool may_fail = false;
  bool always = false;  ///< it holds whatever is answered, and does not only ask whether there is an answer
};

/// Goes through the answers that a condition looks at, as far as it can tell them apart: options one by one, numbers
/// and dates between the figures that they are held against, scores by the values that they can take, months and counts
/// likewise. Scores, months and counts are taken as free of each other where their answers stay open.
class RuleSearch {
 public:
  explicit RuleSearch(const Compiled& compiled);

  /// Of `holds` on those forms and entries for which `where` holds.
  [[nodiscard]] Possible of(const Expression& where, const Expression& holds, const Subject& subject);
  /// Of something that follows from the answers to one of the form's instruments, by position of its use.
  [[nodiscard]] Possible of_instrument(std::size_t use, const std::function<Truth(const FormState&)>& holds);

 private:
  struct Noted {
    Variable variable;
    std::set<Rational> figures;
    ChoiceSet named = 0;
    bool by_score = false;
  };
  struct NotedQuantity {
    Quantity quantity;
    std::set<Rational> figures;
  };
  /// One answer or quantity, and the cells that are tried for it.
  struct Axis {
    std::optional<Variable> variable;
    std::vector<Cell> cells;
    std::optional<Quantity> quantity;
    std::vector<Interval> intervals;
    bool bound_above = false,
         bound_below = false;  ///< the quantity goes no further than the state makes it of the answers
  };

  void look_at(const Expression& expression, const Subject& subject) { look_at(expression.whole(), subject); }
  void look_at(const Expression::Part& condition, const Subject& subject);
  void note(Reference reference, const Subject& subject, const Expression::Part& test, bool is_tested);
  void note_variable(const Variable& variable, const Expression::Part* test, bool by_score);
  void note_score(Group group, std::size_t score, const Expression::Part* test);
  void make_axes();
  [[nodiscard]] Axis axis_of(const Noted& noted) const;
  [[nodiscard]] Axis axis_of_score(const NotedQuantity& noted) const;
  [[nodiscard]] Axis axis_of_derived(const NotedQuantity& noted) const;
  /// Whether what is assumed of the quantities can be, with the answers set so far.
  [[nodiscard]] bool is_consistent() const;
  [[nodiscard]] bool is_consistent(const Axis& axis) const;
  /// Whether it must be, however the answers still open turn out.
  [[nodiscard]] bool is_certain() const;
  [[nodiscard]] Possible search(const std::function<Truth()>& where, const std::function<Truth()>& holds);
  void go_through(std::size_t next, const std::function<Truth()>& where, const std::function<Truth()>& holds,
                  Possible& found);

  const Compiled* compiled_;
  Form form_;
  FormState open_;   // nothing is answered
  FormState state_;  // nothing but whom the event concerns, so that what is asked about that person can be seen
  std::vector<Noted> variables_;
  std::vector<NotedQuantity> quantities_;
  std::vector<Axis> axes_;
  bool asks_for_answers_ = false;
  bool asks_of_a_person_ = false;
  std::size_t steps_ = 0;
};

}  // namespace ipi
