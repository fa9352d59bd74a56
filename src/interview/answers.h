#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "condition/option.h"
#include "focus/form_state.h"
#include "inventory/form.h"

namespace ipi::interview {

/// What is typed for an option: its value where all values are numbers, so that a questionnaire is keyed as printed;
/// else its place, from 1 on.
[[nodiscard]] std::string number_of(std::span<const Option> options, std::size_t option);

/// A longer list of options is shown only on request, and its answers are named and not numbered: nobody can have meant
/// the number of what was not there to be seen.
inline constexpr std::size_t most_numbered = 30;

/// The options as they are shown: "0 Not at all".
[[nodiscard]] std::vector<std::string> numbered(std::span<const Option> options, std::string_view language);

/// The option that an entry means, or all that it could mean.
struct OptionMatch {
  std::optional<std::size_t> option;
  std::vector<std::size_t> several;
};
/// By number; by the whole value or label, or another word for it; by at least two letters that begin a label, else a
/// word within one. Case does not count.
[[nodiscard]] OptionMatch match_option(std::span<const Option> options, std::string_view entry,
                                       std::string_view language);

/// "did you mean 1 Partner or spouse?", where the entry begins with what is nearly a label or a word for one; else
/// empty.
[[nodiscard]] std::string did_you_mean(std::span<const Option> options, std::string_view entry,
                                       std::string_view language);

/// What an entry is read against.
struct Asked {
  const Form* form = nullptr;
  Variable variable;
  PartialDate today;
  std::string_view language = "en";
};

/// An entry as an answer, or why it is none and what would be.
struct AnswerReading {
  std::optional<Answer> answer;
  std::string fault;
};
[[nodiscard]] AnswerReading understand(const Asked& asked, std::string_view entry);

/// The answer as it is repeated to whoever gave it: the label, the date in words, "refused".
[[nodiscard]] std::string in_words(const Form& form, const Variable& variable, std::string_view language);

/// What would be a valid entry: "a whole number from 0 to 130".
[[nodiscard]] std::string valid_entries(const Asked& asked);

/// Why a form cannot be called that, in a sentence; empty where it can.
[[nodiscard]] std::string why_no_id(std::string_view id);

/// Why the interview cannot have been held then; empty where it can.
[[nodiscard]] std::string why_not_held_on(const Form& form, const PartialDate& date,
                                          const std::optional<PartialDate>& today);

/// What looks as if it told who somebody is; empty where nothing does.
[[nodiscard]] std::string why_identifying(std::string_view text);

/// The entries that an answer of type entry may name: an event's person is a relationship, nothing names itself.
[[nodiscard]] std::vector<Subject> nameable(const Form& form, const Variable& variable);

}  // namespace ipi::interview
