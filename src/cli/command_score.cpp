#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "assessment/assessment.h"
#include "assessment/form_checks.h"
#include "cli/batch_options.h"
#include "cli/commands.h"
#include "cli/forms.h"
#include "cli/language.h"
#include "cli/score_batch.h"
#include "formats/format.h"
#include "ipi/version.h"
#include "text/utf8.h"

namespace ipi::cli {
namespace {

/// As typed.
struct ScoreOptions {
  std::vector<std::string> files;
  std::string format;
  std::string output;
  bool explain = false;
  bool drafts = false;
  std::string convention;
  BatchOptions batch;
  Language language;
};

/// Tables, which only batches write.
constexpr std::array<std::string_view, 2> table_formats = {"csv", "tsv"};

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const Format& format : formats()) names.emplace_back(format.name);
  names.insert(names.end(), table_formats.begin(), table_formats.end());
  return names;
}

/// The output's name with its extension as formats have it: "scores.CSV" is a table as well.
std::string output_name(const ScoreOptions& options) {
  std::string name = options.output;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name;
}

/// Whether the output's name ends in what no format is known by.
bool has_unknown_extension(const ScoreOptions& options) {
  const std::string extension = std::filesystem::path(output_name(options)).extension().string();
  if (!options.format.empty() || extension.empty() || !std::filesystem::path(options.output).has_filename())
    return false;
  std::error_code ignored;
  const bool is_device =
      std::filesystem::exists(options.output, ignored) && !std::filesystem::is_regular_file(options.output, ignored);
  const bool is_table =
      std::find(table_formats.begin(), table_formats.end(), extension.substr(1)) != table_formats.end();
  const bool is_input =
      std::find(options.files.begin(), options.files.end(), options.output) != options.files.end();  // told as such
  return !is_device && !is_table && !is_input && format_of_file(output_name(options)) == nullptr;
}

std::string format_name(const ScoreOptions& options) {
  if (!options.format.empty()) return options.format;
  const auto is_table = [&](std::string_view name) { return output_name(options).ends_with(fmt::format(".{}", name)); };
  if (const auto table = std::find_if(table_formats.begin(), table_formats.end(), is_table);
      table != table_formats.end())
    return std::string(*table);
  if (const Format* by_name = format_of_file(output_name(options))) return std::string(by_name->name);
  // Who asks for columns asks for a table.
  return std::string(options.batch.wants_rows() ? table_formats.front() : formats().front().name);
}

bool is_batch_format(std::string_view name) {
  return name == "ndjson" || std::find(table_formats.begin(), table_formats.end(), name) != table_formats.end();
}

/// Prints, or writes where it was asked for, what comes of the one form.
void write(const Runtime& runtime, const ScoreOptions& options, const std::string& text) {
  if (options.output.empty() || options.output == "-") {
    runtime.print(text);
  } else if (is_one_of(options.output, options.files)) {
    throw OutputFailed(fmt::format("'{}' is one of the forms; it is not written over", options.output));
  } else {
    write_private_file(options.output, text);
  }
}

int score_one(Runtime& runtime, Library& library, const ScoreOptions& options,
              std::optional<std::string> standard_input) {
  const std::string& path = options.files.front();
  const auto named =
      path == "-" && standard_input
          ? std::make_unique<NamedForm>(library, "<stdin>", std::move(*standard_input), options.convention)
          : NamedForm::open(runtime, library, path, options.convention);
  if (named == nullptr) return io_failed;
  const intake::CheckedForm& checked = named->checked();
  runtime.print(checked.diagnostics);
  if (checked.protocol == nullptr) {
    say_safety_unread(runtime, path);
  } else {
    // Before anything that takes time, and on standard error too, so that a pipe cannot swallow it.
    for (const SafetyFinding& finding : find_safety(FormState(checked.looked_at_by(), checked.form)))
      say_of_file(runtime, path, finding);
  }
  if (!checked.is_sound()) {
    runtime.print(checked.hints);
    say_of_file(runtime, path, Severity::note, "N0001", "not scored");
    return rejected;
  }
  const Assessment assessment = assess(*checked.readings, checked.form);
  Diagnostics unused;
  warn_of_unused(assessment, unused);
  runtime.print(unused);
  runtime.print(checked.hints);
  options.language.report(runtime, library.files_of(assessment.state.compiled()));
  const Rendering rendering{.library = &library,
                            .version = version(),
                            .language = options.language.code(),
                            .explain = options.explain,
                            .as_list = false,
                            .colour = runtime.colour_out() && options.output.empty(),
                            .width = runtime.width()};
  write(runtime, options, find_format(format_name(options))->render({&assessment, 1}, rendering));
  return done;
}

/// Whether the file is a stream of forms. Standard input can be read only once, and is kept.
bool holds_several_forms(const Runtime& runtime, const std::string& path, std::optional<std::string>& standard_input) {
  std::error_code ignored;
  if (path != "-" && !std::filesystem::is_regular_file(path, ignored)) return false;
  auto text = read_input(runtime, path);
  if (!text) return false;
  const intake::InputFormat* format = intake::format_of_file(path);
  if (format == nullptr) format = intake::input_formats().front();
  const bool several = format->holds_several(*text);
  if (const intake::InputFormat* better = intake::better_format(*intake::input_formats().front(), *text);
      better != nullptr && !several) {
    runtime.print_error(fmt::format("{} looks like {}: --from {} reads it as such\n",
                                    path == "-" ? "standard input" : escape_for_terminal(path), better->words,
                                    better->name));
  }
  if (path == "-") standard_input = std::move(text);
  return several;
}

int run_score(Runtime& runtime, ScoreOptions& options) {
  Library* library = runtime.library();
  if (library == nullptr) return wrong_definition;
  options.language.apply(*library);
  Diagnostics diagnostics;
  if (!options.convention.empty() && !is_known_school(*library, options.convention, diagnostics)) {
    runtime.print(diagnostics);
    return usage;
  }
  if (has_unknown_extension(options)) {
    diagnostics.report(
        {Severity::error,
         "E0402",
         fmt::format("no format ends in '{}'", std::filesystem::path(options.output).extension().string()),
         {},
         {},
         "-O says what to write: text, json, ndjson, csv or tsv"});
    runtime.print(diagnostics);
    return usage;
  }
  BatchRequest request{&options.batch,     options.files,   std::nullopt,   format_name(options), options.output,
                       options.convention, options.explain, options.drafts, &options.language};
  const bool several = options.batch.any() || is_batch_format(request.format) || are_batch(options.files) ||
                       holds_several_forms(runtime, options.files.front(), request.standard_input);
  if (several) return score_batch(runtime, *library, request);
  return score_one(runtime, *library, options, std::move(request.standard_input));
}

}  // namespace

std::function<int(Runtime&)> add_score(CLI::App& app) {
  auto options = std::make_shared<ScoreOptions>();
  app.add_option("FORM", options->files, "Filled-in forms: files, folders, tables; - reads standard input")
      ->required()
      ->type_name("");
  app.add_option("-O,--output-format", options->format,
                 "text, json, ndjson, csv or tsv; else by the extension of the output file, else text")
      ->type_name("FORMAT")
      ->check(CLI::IsMember(format_names()));
  app.add_option("-o,--output", options->output, "Write to this file, readable by you only")->type_name("FILE");
  app.add_flag("--explain", options->explain, "Show the working: each number and the answers behind each reason");
  app.add_option("--convention", options->convention,
                 "Read the forms as this school does; 'ipi show' lists the conventions")
      ->type_name("ID");
  app.add_flag("--drafts", options->drafts, "Score drafts too when several forms are given");
  options->language.add_option(app);
  options->batch.add_to(app);
  return [options](Runtime& runtime) { return run_score(runtime, *options); };
}

}  // namespace ipi::cli
