#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "interview/agenda.h"
#include "interview/screen.h"

namespace ipi::interview {

/// What a prompt is written from.
struct Scene {
  const FormState* state = nullptr;
  const std::vector<AgendaItem>* items = nullptr;
  std::string_view language = "en";
  [[nodiscard]] const Form& form() const { return state->form(); }
  [[nodiscard]] const Layout& layout() const { return *state->compiled().layout; }
};

/// The question as it is put: its text, and of a question of two times which of them.
[[nodiscard]] std::string question_text(const Scene& scene, const Variable& variable);

/// One of several answers given at once, on a line: the beginning of its question, and what was understood.
[[nodiscard]] std::string echo_of(const Scene& scene, const Variable& variable);

/// Whether two steps stand under one heading: the same part, entry and instrument.
[[nodiscard]] bool same_heading(const Scene& scene, const Step& a, const Step& b);

/// The heading of a stretch of questions, and what is said before its first one.
[[nodiscard]] Lines introduction(const Scene& scene, const Step& step);

/// "[5 of 11 · PHQ-9 · 3 of 9]"; below its heading without the title.
[[nodiscard]] Line progress(const Scene& scene, const Step& step, bool below_heading);

/// A question with its options and the earlier answer. `alike`: it and those after it
/// that take the same options, which are then listed, to be answered on one line.
[[nodiscard]] Lines question_lines(const Scene& scene, const Variable& variable, const std::vector<Variable>& alike);

/// A roster's "anyone else?"; `all` lists what can be added.
[[nodiscard]] Lines another_lines(const Scene& scene, const Step& step, bool all);

/// Why it is asked, what can be entered, and the commands.
[[nodiscard]] Lines help_lines(const Scene& scene, const Step& step, std::size_t run);

/// The list of parts with how far each has come; what `hidden` says is named and no more.
[[nodiscard]] Lines part_lines(const Scene& scene, const std::vector<std::size_t>& hidden, std::size_t at);

/// The slot that tells what an entry of a roster is: a relationship's role, an event's kind.
inline constexpr std::size_t first_slot = 0;
static_assert(first_slot == relationship_slot::role && first_slot == event_slot::kind);

}  // namespace ipi::interview
