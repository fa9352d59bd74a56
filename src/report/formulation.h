#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assessment/assessment.h"
#include "focus/report_words.h"

namespace ipi::report {

/// What treatment is about, as far as the form goes: what was agreed on goes before what is suggested.
struct MainFocus {
  const Area* area = nullptr;                    ///< null: none
  std::optional<std::size_t> candidate;          ///< by position; none where the form does not list the agreed subject
  std::optional<std::size_t> second, runner_up;  ///< the latter never about what the focus is about already
};
[[nodiscard]] MainFocus main_focus(const Assessment& assessment);

/// A sentence of the formulation as it is said of this form.
struct FormulatedSentence {
  const FormulationPart* part = nullptr;
  const FormulationSentence* sentence = nullptr;
  std::string text;
  std::vector<Variable> answers;   ///< that it rests on
  std::vector<std::string> facts;  ///< likewise, what is no answer: "phq9.total = 14", "focus_agreed.area = grief"
};

/// Of each part the first sentence that fits: it belongs to the school in force, its area is the focus, its condition
/// holds, and all its placeholders have something to stand for. A part of which none fits is left out. Where private
/// answers are kept back, nobody of whom they are asked is named as a support: the page cannot know what the answers
/// are.
[[nodiscard]] std::vector<FormulatedSentence> formulate(const Assessment& assessment, const CompiledReport& report,
                                                        std::string_view language, bool keeps_back);

/// A label that goes on a sentence: "mother" of "Mother"; initials keep their capitals.
[[nodiscard]] std::string in_a_sentence(std::string_view label);
/// "August 2025", "12 August 2025", "2025"; in other languages than English as forms write it.
[[nodiscard]] std::string date_in_words(const PartialDate& date, std::string_view language);

}  // namespace ipi::report
