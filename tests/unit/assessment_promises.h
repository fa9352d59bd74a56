#pragma once

#include <exception>
#include <string>
#include <utility>

#include "assessment/assessment.h"
#include "formats/format.h"
#include "inventory/form.h"
#include "library/library.h"
#include "yaml/read.h"

/// What became of a text that was read as a form: `broken` names the promise it broke; empty if none.
struct FormVerdict {
  std::string broken;
  bool assessed = false;
};

/// Every diagnostic's spans lie within their file and can be printed.
inline std::string check_spans(const ipi::Diagnostics& diagnostics) {
  for (const ipi::Diagnostic& diagnostic : diagnostics.all()) {
    const ipi::Place& place = diagnostic.primary.place;
    if (diagnostic.code.empty() || diagnostic.message.empty()) return "a diagnostic says nothing";
    if (place.file != nullptr && (place.span.begin > place.span.end || place.span.end > place.file->text().size()))
      return "a span lies outside its file";
    if (ipi::to_text(diagnostic).empty() || ipi::to_json_line(diagnostic).empty())
      return "a diagnostic cannot be printed";
  }
  return {};
}

/// Reads, assesses and renders a text as the program would, safety on rejected forms included.
inline FormVerdict keep_form_promises(ipi::Library& library, const std::string& text) {
  FormVerdict verdict;
  try {
    ipi::Diagnostics diagnostics;
    const ipi::SourceFile file("form.yaml", text);
    const auto document = ipi::yaml::read(file, diagnostics);
    const ipi::yaml::Node* id = document ? document->root.find("form") : nullptr;
    const ipi::Compiled* compiled = id != nullptr ? library.compiled(id->text, diagnostics) : nullptr;
    if (compiled != nullptr) {
      const ipi::Form form = ipi::read_form(document->root, file, *compiled->layout, diagnostics);
      if (diagnostics.has_errors()) {
        static_cast<void>(ipi::find_safety(ipi::FormState(*compiled, form)));
      } else {
        const ipi::Assessment assessment = ipi::assess(*compiled, form);
        const ipi::Rendering rendering{.library = &library, .version = "fuzz", .explain = true};
        if (ipi::render_json({&assessment, 1}, rendering).size() < 2) verdict.broken = "nothing was rendered";
        verdict.assessed = true;
      }
    }
    if (verdict.broken.empty()) verdict.broken = check_spans(diagnostics);
  } catch (const std::exception& fault) {
    verdict.broken = std::string("thrown: ") + fault.what();
  }
  return verdict;
}
