#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <vector>

#include "assessment/readings.h"
#include "cli/commands.h"
#include "cli/forms.h"
#include "cli/language.h"
#include "formats/template.h"
#include "formats/wide_form.h"
#include "text/number.h"

namespace ipi::cli {
namespace {

struct TemplateOptions {
  std::string protocol;
  std::string output;
  std::string format;
  std::string entries = "8";
  bool brief = false;
  Language language;
};

/// As typed, or by the extension of the output.
std::string format_of(const TemplateOptions& options) {
  if (!options.format.empty()) return options.format;
  for (const std::string_view table : {"csv", "tsv"}) {
    if (options.output.ends_with(fmt::format(".{}", table))) return std::string(table);
  }
  return "yaml";
}

/// Entries of each roster that a table has room for.
constexpr std::int64_t most_entries = 100;

/// The header of a table, as `score` reads it.
std::string blank_table(const std::vector<const Compiled*>& readings, const TemplateOptions& options,
                        std::size_t entries) {
  const auto wanted = [&](Group group, std::size_t slot) {
    const auto needs = [&](const Compiled* reading) { return reading->needed[static_cast<std::size_t>(group)][slot]; };
    return !options.brief || std::any_of(readings.begin(), readings.end(), needs);
  };
  return wide_header(*readings.front()->layout, format_of(options) == "tsv" ? '\t' : ',', entries, wanted);
}

int run_template(Runtime& runtime, TemplateOptions& options) {
  Library* library = runtime.library();
  if (library == nullptr) return wrong_definition;
  options.language.apply(*library);
  Diagnostics diagnostics;
  const Compiled* compiled = library->compiled(options.protocol, diagnostics);
  if (compiled == nullptr) {
    const bool broken = diagnostics.has_errors();
    if (!broken) report_unknown_protocol(*library, options.protocol, diagnostics);
    runtime.print(diagnostics);
    return broken ? wrong_definition : rejected;
  }
  options.language.report(runtime, library->files_of(*compiled));
  const std::vector<const Compiled*> readings = each_reading(*library, options.protocol, diagnostics);
  const bool is_table = format_of(options) != "yaml";
  const auto entries = read_integer(options.entries).value.value_or(-1);
  if (entries < 0 || entries > most_entries) {
    diagnostics.report({Severity::error,
                        "E0402",
                        fmt::format("--entries cannot be '{}'", options.entries),
                        {},
                        {},
                        fmt::format("give a whole number from 0 to {}", most_entries)});
    runtime.print(diagnostics);
    return usage;
  }
  const std::string text = is_table
                               ? blank_table(readings, options, static_cast<std::size_t>(entries))
                               : blank_form(readings, options.brief ? TemplateLength::brief : TemplateLength::whole);
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
  app.add_option("PROTOCOL", options->protocol, "A protocol, or an instrument on its own; 'ipi show' lists them")
      ->required()
      ->type_name("");
  app.add_option("-o,--output", options->output, "Write to this file, readable by you only")->type_name("FILE");
  app.add_option("-O,--output-format", options->format,
                 "yaml, or the header of a table of many forms: csv or tsv; else by the extension of the output file")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"yaml", "csv", "tsv"}));
  app.add_option("--entries", options->entries, "Relationships and events that a table has columns for (8)")
      ->type_name("N");
  app.add_flag("--short", options->brief, "Only what the suggestion and safety rest on");
  options->language.add_option(app);
  return [options](Runtime& runtime) { return run_template(runtime, *options); };
}

}  // namespace ipi::cli
