#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <deque>
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

/// Scores one file after the other; a rejected form never stops the others.
class Scoring {
 public:
  Scoring(Runtime& runtime, Library& library, const ScoreOptions& options, std::optional<std::string> standard_input)
      : runtime_(&runtime),
        library_(&library),
        options_(&options),
        standard_input_(std::move(standard_input)),
        batch_(options.files.size() > 1) {}

  int run() {
    for (const std::string& path : options_->files) score(path);
    const Rendering rendering{.library = library_,
                              .version = version(),
                              .language = options_->language.code(),
                              .explain = options_->explain,
                              .as_list = batch_,
                              .colour = runtime_->colour_out() && options_->output.empty(),
                              .width = runtime_->width()};
    report_language();
    if (!assessments_.empty()) {
      const std::vector<Assessment> all(std::make_move_iterator(assessments_.begin()),
                                        std::make_move_iterator(assessments_.end()));
      const std::string text = find_format(format_name(*options_))->render(all, rendering);
      if (options_->output.empty() || options_->output == "-") {
        runtime_->print(text);
      } else if (is_an_input(options_->output)) {
        throw OutputFailed(fmt::format("'{}' is one of the forms; it is not written over", options_->output));
      } else {
        write_private_file(options_->output, text);
      }
    }
    if (batch_ && runtime_->options().message_format != "json") {
      const std::size_t read = options_->files.size() - unreadable_count_;
      const std::string unreadable =
          unreadable_count_ > 0 ? fmt::format("; {} could not be read", unreadable_count_) : "";
      runtime_->print_error(
          fmt::format("{} read = {} scored + {} rejected{}\n", read, forms_.size(), rejected_count_, unreadable));
      if (with_findings_ > 0)
        runtime_->print_error(fmt::format("safety: {} of {} forms need a look\n", with_findings_, read));
    }
    return exit_;
  }

 private:
  void score(const std::string& path) {
    Diagnostics diagnostics;
    auto input = path == "-" && standard_input_
                     ? input_of("<stdin>", std::move(*std::exchange(standard_input_, std::nullopt)), diagnostics)
                     : open_input(*runtime_, path, diagnostics);
    if (!input) {
      ++unreadable_count_;
      fail(io_failed);
      return;
    }
    const Compiled* compiled = input->document ? protocol_of_form(*library_, *input->document, diagnostics) : nullptr;
    if (compiled == nullptr) {
      runtime_->print(diagnostics);
      // Silence would read as "nothing found".
      say_of_file(*runtime_, path, Severity::warning, "S0003",
                  "safety: the answers in this file could not be read. Look at them yourself.");
      reject(path);
      return;
    }
    Form form = read_form(input->document->root, *input->source, *compiled->layout, diagnostics);
    const auto readings = readings_of(*library_, form, options_->convention, diagnostics);
    if (readings) check_focus_agreed(*readings->own, form, diagnostics);
    // Batches refuse drafts: they are not the respondent's last word.
    if (form.draft && batch_ && !options_->drafts) {
      diagnostics.report({Severity::error,
                          "E0312",
                          "a draft among several forms",
                          {form.place, {}},
                          {},
                          "finish it (state: final), or score drafts too with --drafts"});
    }
    runtime_->print(diagnostics);
    if (diagnostics.has_errors()) {
      print_safety(find_safety(FormState(*compiled, form)), path, true);
      reject(path);
      return;
    }
    print_safety(find_safety(FormState(*readings->own, form)), path, false);  // before anything that takes time
    inputs_.push_back(std::move(*input));
    forms_.push_back(std::move(form));
    assessments_.push_back(assess(*readings, forms_.back()));
    print_unused(assessments_.back());
  }

  void reject(const std::string& path) {
    ++rejected_count_;
    fail(rejected);
    if (!batch_) say_of_file(*runtime_, path, Severity::note, "N0001", "not scored");
  }

  bool is_an_input(const std::string& path) const {
    const auto same = [&](const std::string& input) {
      std::error_code ignored;
      return input != "-" && std::filesystem::equivalent(input, path, ignored);
    };
    return std::any_of(options_->files.begin(), options_->files.end(), same);
  }

  void report_language() const {
    std::vector<const DefinitionFile*> files;
    for (const Assessment& assessment : assessments_) {
      for (const DefinitionFile* file : library_->files_of(assessment.state.compiled())) files.push_back(file);
    }
    options_->language.report(*runtime_, files);
  }

  void fail(int code) { exit_ = std::max(exit_, code); }

  /// On standard error too, so that a pipe cannot swallow it; in batches only counted.
  void print_safety(const std::vector<SafetyFinding>& findings, const std::string& path, bool rejected_form) {
    if (findings.empty()) return;
    ++with_findings_;
    if (batch_ && !rejected_form) return;
    for (const SafetyFinding& finding : findings) say_of_file(*runtime_, path, finding);
  }

  void print_unused(const Assessment& assessment) const {
    Diagnostics diagnostics;
    warn_of_unused(assessment, diagnostics);
    runtime_->print(diagnostics);
  }

  Runtime* runtime_;
  Library* library_;
  const ScoreOptions* options_;
  std::optional<std::string> standard_input_;
  bool batch_;
  std::deque<Input> inputs_;
  std::deque<Form> forms_;
  std::deque<Assessment> assessments_;
  std::size_t rejected_count_ = 0;
  std::size_t unreadable_count_ = 0;
  std::size_t with_findings_ = 0;
  int exit_ = done;
};

/// Whether one of the files is a stream of documents. Standard input can be read only once, and is kept.
bool holds_several_forms(const Runtime& runtime, const ScoreOptions& options, BatchRequest& request) {
  for (const std::string& path : options.files) {
    std::error_code ignored;
    if (path == "-" ? request.standard_input.has_value() : !std::filesystem::is_regular_file(path, ignored)) continue;
    auto text = read_input(runtime, path);
    if (!text) continue;
    const bool several = has_several_documents(*text);
    if (const batch::Likeness likeness = batch::looks_like(*text); !several && !likeness.from.empty()) {
      runtime.print_error(fmt::format("{} looks like {}: --from {} reads it as such\n",
                                      path == "-" ? "standard input" : escape_for_terminal(path), likeness.words,
                                      likeness.from));
    }
    if (path == "-") request.standard_input = std::move(text);
    if (several) return true;
  }
  return false;
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
  if (options.batch.any() || is_batch_format(request.format) || are_batch(options.files))
    return score_batch(runtime, *library, request);
  if (!holds_several_forms(runtime, options, request))
    return Scoring(runtime, *library, options, request.standard_input).run();
  return score_batch(runtime, *library, request);
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
