#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/page_words.h"
#include "report/document.h"
#include "report/report.h"

namespace ipi::report {

inline constexpr std::int64_t of_age = 18;

/// What the sections of a report are made from.
class Page {
 public:
  explicit Page(const ReportSource& source) : source_(&source), words_{source.assessment, source.rendering} {}

  [[nodiscard]] const ReportSource& source() const { return *source_; }
  [[nodiscard]] const PageSource& words() const { return words_; }
  [[nodiscard]] const Assessment& assessment() const { return source_->assessment; }
  [[nodiscard]] const FormState& state() const { return assessment().state; }
  [[nodiscard]] const Form& form() const { return state().form(); }
  [[nodiscard]] const Layout& layout() const { return *form().layout; }
  [[nodiscard]] std::string_view language() const { return source_->rendering.language; }
  [[nodiscard]] const ReportOptions& options() const { return source_->options; }
  /// Whether the page keeps something back: the protocol asks private questions, and they were not asked for.
  [[nodiscard]] bool keeps_back() const;
  /// Likewise, of this area: whether its tie may be renegotiated is told by private answers.
  [[nodiscard]] bool keeps_back(const Area& area) const { return keeps_back() && area.renegotiation.has_value(); }

  /// Whether the page may speak of this answer, or of there being none. A question that private answers can withhold is
  /// not named as open: why it was not put would be told with it.
  [[nodiscard]] bool speaks_of(const Variable& variable) const;
  [[nodiscard]] std::vector<Variable> spoken_of(const std::vector<Variable>& variables) const;
  /// Of those, the ones that were given, as code: "E1.when = 2025-08, ...".
  [[nodiscard]] Text given(const std::vector<Variable>& variables) const;
  /// The same for what has to be traced: all of them; what an entry is, where nothing else is behind it.
  [[nodiscard]] Text trace(const std::vector<Variable>& variables) const;
  /// Of those, the ones that are open.
  [[nodiscard]] Text open(const std::vector<Variable>& variables) const;
  /// The option's label, or why there is no answer.
  [[nodiscard]] std::string answer(const Variable& variable) const;
  /// Rows of facts; those that do not apply are left out.
  [[nodiscard]] Facts facts(const std::vector<CompiledFact>& facts) const;

 private:
  const ReportSource* source_;
  PageSource words_;
};

/// A statement as it begins a sentence.
[[nodiscard]] std::string capitalised(std::string text);
/// A statement with a full stop, if it ends without one.
[[nodiscard]] std::string with_stop(std::string text);
/// A figure with its sign in front of it: a minus, and no hyphen.
[[nodiscard]] std::string with_minus(std::string figure);
/// An entry as the page names it, with its date in words: "E1, a parent died, August 2025, P2 (mother)".
[[nodiscard]] std::string entry_words(const Page& page, const Subject& subject);
/// "Grief: E1, a parent died, August 2025, P2 (mother)".
[[nodiscard]] std::string title_of(const Page& page, const Candidate& candidate);
/// What was noted as the focus agreed on, likewise.
[[nodiscard]] std::string agreed_words(const Page& page, const FocusAgreed& agreed);

// The sections, in the order of the page. One that has nothing to say has no blocks.
[[nodiscard]] std::vector<Block> about_section(const Page& page);
[[nodiscard]] std::vector<Block> safety_section(const Page& page);
[[nodiscard]] std::vector<Block> diagnosis_section(const Page& page);
[[nodiscard]] std::vector<Block> circle_section(const Page& page);
[[nodiscard]] std::vector<Block> timeline_section(const Page& page);
[[nodiscard]] std::vector<Block> scores_section(const Page& page);
[[nodiscard]] std::vector<Block> comparison_section(const Page& page);
[[nodiscard]] std::vector<Block> formulation_section(const Page& page);
[[nodiscard]] std::vector<Block> focus_section(const Page& page);
[[nodiscard]] std::vector<Block> plan_section(const Page& page);
[[nodiscard]] std::vector<Block> agreement_section(const Page& page);
[[nodiscard]] std::vector<Block> notes_section(const Page& page);

}  // namespace ipi::report
