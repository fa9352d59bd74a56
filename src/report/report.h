#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "assessment/assessment.h"
#include "focus/report_words.h"
#include "formats/format.h"
#include "report/document.h"

namespace ipi::report {

/// What is asked of a report.
struct ReportOptions {
  bool with_private = false;  ///< answers to private questions, and what follows from them
  bool notes = false;         ///< notes and free text, which may tell anything; without it, not a word of either
  std::vector<std::string> sections;  ///< ids of `report_sections`; empty: all. Safety always stands on it
};

/// What a report is made from. Without `with_private`, both assessments are of forms without private answers.
struct ReportSource {
  const Assessment& assessment;
  const CompiledReport* words = nullptr;  ///< null where the protocol names none: then without what they say
  const Assessment* earlier = nullptr;    ///< the same person's earlier form; may be null
  Rendering rendering;
  ReportOptions options;
};

/// A part of the report that can be asked for by name.
struct ReportSection {
  std::string_view id;
  std::string_view title;
};
[[nodiscard]] const std::vector<ReportSection>& report_sections();

/// The form as if no private question had been asked: neither an answer to one, nor a note on one, nor that a finding
/// about one was read, is left in it. What is made from it cannot tell what the answers were.
[[nodiscard]] Form without_private_answers(const Form& form, const Compiled& compiled);
/// Whether the protocol has private questions at all.
[[nodiscard]] bool has_private_questions(const Compiled& compiled);

[[nodiscard]] Document make_report(const ReportSource& source);

/// One format that a report can be written in.
struct ReportFormat {
  std::string_view name;
  std::vector<std::string_view> extensions;  ///< without the dot
  std::string (*write)(const Document& document);
};
[[nodiscard]] const std::vector<ReportFormat>& report_formats();

}  // namespace ipi::report
