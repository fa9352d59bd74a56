#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "focus/suggestion.h"
#include "library/library.h"

namespace ipi {

/// The same form as another school reads it.
struct OtherSchool {
  const Compiled* compiled = nullptr;
  /// What tells the two readings apart: the conventions of one that are not the other's.
  std::vector<const Convention*> differences;
};

/// What a form is assessed by: the school chosen and the respondent's contexts, and every other school with the same
/// contexts.
struct Readings {
  const Compiled* own = nullptr;
  std::vector<OtherSchool> others;
  std::vector<std::shared_ptr<const Compiled>> held = {};  ///< all of them that the library has lent
};

/// Whether any focus model can be read as that school does; else reports E0294 with the nearest.
[[nodiscard]] bool is_known_school(const Library& library, std::string_view school, Diagnostics& diagnostics);

/// Contexts that the form names, by their ids.
[[nodiscard]] std::vector<std::string> contexts_of(const Form& form);

/// nullopt after an error: E0294 (no such school), or definitions that do not fit together under these conventions.
/// An empty school is the model's own.
[[nodiscard]] std::optional<Readings> readings_of(Library& library, const Form& form, std::string_view school,
                                                  Diagnostics& diagnostics);

/// A protocol under its model's own school first, then under each other convention alone: between them they use what
/// there is to use. One that does not fit is reported and left out.
[[nodiscard]] std::vector<const Compiled*> each_reading(Library& library, std::string_view id,
                                                        Diagnostics& diagnostics);

/// What another school would suggest, where that is something else.
struct OtherSuggestion {
  std::string convention;
  Verdict verdict = Verdict::none;
  std::vector<std::pair<const Area*, std::string>> focus;  ///< area and the code of its subject
  std::vector<std::string> why;                            ///< what the two read differently
};
[[nodiscard]] std::vector<OtherSuggestion> compare_schools(const Readings& readings, const FormState& state,
                                                           const std::vector<Candidate>& candidates,
                                                           const Suggestion& suggestion);

}  // namespace ipi
