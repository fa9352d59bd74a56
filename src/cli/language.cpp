#include "cli/language.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

namespace ipi::cli {

void Language::add_option(CLI::App& app) {
  const auto two_letters = [](const std::string& code) {
    const bool fits =
        code.size() == 2 && std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return fits ? std::string() : fmt::format("'{}' is no language code: two small letters, such as en", code);
  };
  app.add_option("--lang", code_,
                 "The language of questions, answers and statements, as far as the definitions have it")
      ->type_name("CODE")
      ->check(two_letters);
}

void Language::apply(Library& library) {
  if (!code_.empty()) counts_ = library.prefer(code_);
}

void Language::report(const Runtime& runtime, const std::vector<const DefinitionFile*>& files) const {
  std::size_t texts = 0;
  std::size_t missing = 0;
  for (const LanguageCount& count : counts_) {
    if (std::find(files.begin(), files.end(), count.file) == files.end()) continue;
    texts += count.texts;
    missing += count.missing;
  }
  report(runtime, texts, missing);
}

void Language::report(const Runtime& runtime, std::string_view id) const {
  std::vector<const DefinitionFile*> files;
  for (const LanguageCount& count : counts_) {
    if (id.empty() || count.id == id) files.push_back(count.file);
  }
  report(runtime, files);
}

void Language::report(const Runtime& runtime, std::size_t texts, std::size_t missing) const {
  if (missing == 0) return;
  Diagnostics diagnostics;
  diagnostics.report({Severity::warning,
                      "W0401",
                      fmt::format("{} of {} texts are not in '{}' and stand in the language they were written in",
                                  missing, texts, code_),
                      {},
                      {},
                      {}});
  runtime.print(diagnostics);
}

}  // namespace ipi::cli
