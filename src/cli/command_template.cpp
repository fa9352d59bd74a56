#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <vector>

#include "commands.h"
#include "forms.h"
#include "ipi/assessment/readings.h"
#include "ipi/formats/template.h"
#include "language.h"

namespace ipi::cli {
namespace {

struct TemplateOptions {
  std::string protocol;
  std::string output;
  bool brief = false;
  Language language;
};

int run_template(Runtime& runtime, TemplateOptions& options) {
  Library* library = runtime.library();
  if (library == nullptr) return wrong_definition;
  options.language.apply(*library);
  Diagnostics diagnostics;
  const Compiled* compiled = library->compiled(options.protocol, diagnostics);
  if (compiled == nullptr) {
    const bool broken = diagnostics.has_errors();
    if (!broken) report_unknown_protocol(*library, options.protocol, {}, diagnostics);
    runtime.print(diagnostics);
    return broken ? wrong_definition : rejected;
  }
  options.language.report(runtime, library->files_of(*compiled));
  const std::vector<const Compiled*> readings = each_reading(*library, options.protocol, diagnostics);
  const std::string text = blank_form(readings, options.brief ? TemplateLength::brief : TemplateLength::whole);
  if (options.output.empty() || options.output == "-") {
    runtime.print(text);
  } else if (std::error_code ignored; std::filesystem::is_regular_file(options.output, ignored)) {
    throw OutputFailed(fmt::format("'{}' exists, and may hold answers; choose another name", options.output));
  } else {
    write_private_file(options.output, text);
  }
  return done;
}

}  // namespace

std::function<int(Runtime&)> add_template(CLI::App& app) {
  auto options = std::make_shared<TemplateOptions>();
  app.add_option("PROTOCOL", options->protocol, "A protocol, or an instrument on its own; 'ipi show' lists them")->required()->type_name("");
  app.add_option("-o,--output", options->output, "Write to this file, readable by you only")->type_name("FILE");
  app.add_flag("--short", options->brief, "Only what the suggestion and safety rest on");
  options->language.add_option(app);
  return [options](Runtime& runtime) { return run_template(runtime, *options); };
}

}  // namespace ipi::cli
