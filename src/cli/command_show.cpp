#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands.h"
#include "cli/language.h"
#include "formats/codebook.h"
#include "formats/show.h"
#include "text/nearest.h"

namespace ipi::cli {
namespace {

struct ShowOptions {
  std::string id;
  std::string codebook;
  Language language;
};

void report_unknown(const Library& library, std::string_view id, Diagnostics& diagnostics) {
  std::vector<std::string_view> ids = library.form_ids();
  for (const auto& more :
       {library.catalogues().ids(), library.models().ids(), library.conventions().ids(), library.safety_rules().ids(),
        library.suitabilities().ids(), library.plans().ids(), library.reports().ids()})
    ids.insert(ids.end(), more.begin(), more.end());
  const auto near = nearest_name(id, ids);
  diagnostics.report({Severity::error,
                      "E0273",
                      fmt::format("nothing is defined as '{}'", id),
                      {},
                      {},
                      near ? fmt::format("did you mean '{}'?", *near) : "'ipi show' lists what is"});
}

std::vector<std::string> format_names() {
  const auto& names = codebook_formats();
  return {names.begin(), names.end()};
}

int run_codebook(Runtime& runtime, Library& library, const ShowOptions& options) {
  Diagnostics diagnostics;
  const Compiled* compiled = library.compiled(options.id, diagnostics);
  if (compiled == nullptr) {
    const bool broken = diagnostics.has_errors();
    if (!broken) {
      const std::vector<std::string_view> ids = library.form_ids();
      const auto near = nearest_name(options.id, ids);
      diagnostics.report(
          {Severity::error,
           "E0273",
           fmt::format("there is no protocol or instrument '{}'", options.id),
           {},
           {},
           near ? fmt::format("did you mean '{}'?", *near) : "only these have a codebook; 'ipi show' lists them"});
    }
    runtime.print(diagnostics);
    return broken ? wrong_definition : rejected;
  }
  options.language.report(runtime, library.files_of(*compiled));
  runtime.print(codebook(*compiled, options.codebook));
  return done;
}

int run_show(Runtime& runtime, ShowOptions& options) {
  Library* library = runtime.library();
  if (library == nullptr) return wrong_definition;
  options.language.apply(*library);
  if (!options.codebook.empty()) return run_codebook(runtime, *library, options);
  options.language.report(runtime, options.id);
  if (options.id.empty()) {
    runtime.print(show_list(*library, runtime.width()));
    return done;
  }
  if (const auto text = show(*library, options.id, runtime.width())) {
    runtime.print(*text);
    return done;
  }
  Diagnostics diagnostics;
  report_unknown(*library, options.id, diagnostics);
  runtime.print(diagnostics);
  return rejected;
}

}  // namespace

std::function<int(Runtime&)> add_show(CLI::App& app) {
  auto options = std::make_shared<ShowOptions>();
  app.add_option("ID", options->id,
                 "A protocol, instrument, catalogue, focus model, convention, plan or set of rules; without it, a list")
      ->type_name("");
  auto* id = app.get_option("ID");
  app.add_option("--codebook", options->codebook, "The variables of a protocol or instrument: md, csv or json")
      ->type_name("FORMAT")
      ->check(CLI::IsMember(format_names()))
      ->needs(id);
  options->language.add_option(app);
  return [options](Runtime& runtime) { return run_show(runtime, *options); };
}

}  // namespace ipi::cli
