#include "report/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/formulation.h"
#include "report/page.h"

namespace ipi::report {
namespace {

/// A section of the page: what it is called, whether it can be asked for or always stands, and what writes it.
struct Entry {
  ReportSection section;
  bool always = false;
  Keeping keeping = Keeping::flows;
  std::vector<Block> (*blocks)(const Page& page) = nullptr;
};

// In the order in which a supervisor reads.
constexpr std::array<Entry, 12> entries = {{
    {{"about", "About this assessment"}, true, Keeping::together, about_section},
    {{"safety", "Safety"}, true, Keeping::flows, safety_section},
    {{"diagnosis", "Diagnosis and course"}, false, Keeping::together, diagnosis_section},
    {{"circle", "The people"}, false, Keeping::flows, circle_section},
    {{"timeline", "What happened, and when"}, false, Keeping::flows, timeline_section},
    {{"scores", "Scores"}, false, Keeping::flows, scores_section},
    {{"comparison", "Then and now"}, false, Keeping::flows, comparison_section},
    {{"formulation", "Formulation"}, false, Keeping::together, formulation_section},
    {{"focus", "The focus, and why"}, false, Keeping::flows, focus_section},
    {{"plan", "The contract"}, false, Keeping::flows, plan_section},
    {{"agreement", "Agreement"}, false, Keeping::together, agreement_section},
    {{"notes", "Notes and words"}, false, Keeping::flows, notes_section},
}};

bool is_wanted(const Entry& entry, const std::vector<std::string>& sections) {
  return entry.always || sections.empty() ||
         std::find(sections.begin(), sections.end(), entry.section.id) != sections.end();
}

std::vector<std::string> footer_of(const Page& page) {
  std::string basis = fmt::format("ipi {} · {}", page.source().rendering.version, page.layout().protocol().id);
  if (const Model* model = page.words().model()) {
    basis += fmt::format(" · {}, convention {}", model->id, model->convention);
    if (!model->contexts.empty()) basis += fmt::format(" with {}", fmt::join(model->contexts, ", "));
  }
  if (page.source().words != nullptr) basis += fmt::format(" · {}", page.source().words->words->id);
  if (page.source().rendering.library != nullptr)
    basis += fmt::format(" · definitions {}", page.source().rendering.library->definitions().digest());
  return {fmt::format("{} Drafted by software; not validated as a medical device.", disclaimer), basis};
}

}  // namespace

const std::vector<ReportSection>& report_sections() {
  static const std::vector<ReportSection> sections = [] {
    std::vector<ReportSection> all;
    for (const Entry& entry : entries) all.push_back(entry.section);
    return all;
  }();
  return sections;
}

Document make_report(const ReportSource& source) {
  const Page page(source);
  const Form& form = page.form();
  Document document;
  document.title = form.id.empty() ? "Report without a code" : form.id;
  document.subtitle.emplace_back(page.layout().protocol().title.in(page.language()));
  if (form.date) document.subtitle.front() += fmt::format(", {}", date_in_words(*form.date, page.language()));
  if (source.words != nullptr && source.options.with_private && has_private_questions(page.state().compiled()))
    document.banner = source.words->words->private_whole.in(page.language());
  for (const Entry& entry : entries) {
    if (!is_wanted(entry, source.options.sections)) continue;
    std::vector<Block> blocks = entry.blocks(page);
    if (!blocks.empty())
      document.sections.push_back(
          {std::string(entry.section.id), std::string(entry.section.title), entry.keeping, std::move(blocks)});
  }
  document.footer = footer_of(page);
  return document;
}

const std::vector<ReportFormat>& report_formats() {
  static const std::vector<ReportFormat> formats = {
      {"html", {"html", "htm"}, write_html},
      {"md", {"md", "markdown"}, write_markdown},
  };
  return formats;
}

}  // namespace ipi::report
