#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>

#include "assessment/assessment.h"
#include "assessment/form_checks.h"
#include "cli/commands.h"
#include "cli/forms.h"
#include "cli/language.h"
#include "ipi/version.h"
#include "report/report.h"
#include "text/utf8.h"

namespace ipi::cli {
namespace {

using report::ReportFormat;

/// As typed.
struct ReportCommand {
  std::string file, earlier, format, output, convention;
  std::vector<std::string> sections;
  bool with_violence = false, notes = false;
  Language language;
};

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const ReportFormat& format : report::report_formats()) names.emplace_back(format.name);
  return names;
}

std::vector<std::string> section_names() {
  std::vector<std::string> names;
  for (const report::ReportSection& section : report::report_sections()) names.emplace_back(section.id);
  return names;
}

const ReportFormat& chosen_format(const ReportCommand& command) {
  const auto& formats = report::report_formats();
  const std::string extension = std::filesystem::path(command.output).extension().string();
  for (const ReportFormat& format : formats) {
    if (format.name == command.format) return format;
  }
  for (const ReportFormat& format : formats) {
    const bool fits = std::any_of(format.extensions.begin(), format.extensions.end(),
                                  [&](std::string_view one) { return extension == fmt::format(".{}", one); });
    if (command.format.empty() && fits) return format;
  }
  return formats.front();
}

/// A form that can be reported on, with all that it is made from. Does not move: forms point into their files.
struct Assessed {
  std::unique_ptr<NamedForm> named;
  Form form;
  std::optional<Assessment> assessment;
  [[nodiscard]] const Compiled& compiled() const { return *named->checked().readings->own; }
};

/// From one form, or from a form and an earlier one, to a page.
class Reporting {
 public:
  Reporting(Runtime& runtime, Library& library, const ReportCommand& command)
      : runtime_(&runtime), library_(&library), command_(&command) {}

  int run() {
    const auto now = assess_file(command_->file);
    if (!now) return exit_;
    std::unique_ptr<Assessed> earlier;
    if (!command_->earlier.empty()) {
      earlier = assess_file(command_->earlier);
      if (!earlier || !is_earlier(*earlier, *now)) return exit_;
    }
    Diagnostics diagnostics;
    const auto words = words_of(now->compiled(), diagnostics);
    if (diagnostics.has_errors()) {
      runtime_->print(diagnostics);
      return wrong_definition;
    }
    std::vector<const DefinitionFile*> files = library_->files_of(now->compiled());
    if (words) files.push_back(library_->reports().file_of(words->words->id));
    command_->language.report(*runtime_, files);
    write(report::make_report({*now->assessment, words ? &*words : nullptr, earlier ? &*earlier->assessment : nullptr,
                               rendering(), options()}));
    return done;
  }

 private:
  report::ReportOptions options() const { return {command_->with_violence, command_->notes, command_->sections}; }

  Rendering rendering() const {
    return {.library = library_, .version = version(), .language = command_->language.code()};
  }

  std::unique_ptr<Assessed> assess_file(const std::string& path) {
    auto assessed = std::make_unique<Assessed>();
    assessed->named = NamedForm::open(*runtime_, *library_, path, command_->convention);
    if (assessed->named == nullptr) return failed(io_failed);
    const intake::CheckedForm& checked = assessed->named->checked();
    runtime_->print(checked.diagnostics);
    if (checked.protocol == nullptr) {
      say_safety_unread(*runtime_, path);
      return failed(rejected);
    }
    // What the page leaves out is left out before anything is worked out: nothing that follows can tell what it was.
    assessed->form =
        command_->with_violence ? checked.form : report::without_private_answers(checked.form, *checked.protocol);
    print_safety(FormState(checked.looked_at_by(), assessed->form), path);
    if (!checked.is_sound()) {
      say_of_file(*runtime_, path, Severity::note, "N0001", "not reported on");
      return failed(rejected);
    }
    assessed->assessment.emplace(assess(*checked.readings, assessed->form));
    Diagnostics unused;
    warn_of_unused(*assessed->assessment, unused);
    runtime_->print(unused);
    runtime_->print(checked.hints);
    return assessed;
  }

  std::unique_ptr<Assessed> failed(int code) {
    exit_ = code;
    return nullptr;
  }

  /// Two forms are compared where they are one person's, and the one is older.
  bool is_earlier(const Assessed& earlier, const Assessed& now) {
    const Form& then = earlier.form;
    std::string fault;
    if (then.id.empty() || then.id != now.form.id) {
      fault = fmt::format("it is the form of '{}', and the report is about '{}'", then.id, now.form.id);
    } else if (!then.date || !now.form.date) {
      fault = "without a date in both forms nobody can tell which is the earlier";
    } else if (to_text(*then.date) >= to_text(*now.form.date)) {
      fault = fmt::format("it is dated {}, which is not before {}", to_text(*then.date), to_text(*now.form.date));
    }
    if (fault.empty()) return true;
    runtime_->print_error(fmt::format("error: --compare {}: {}\n  = help: give an earlier form of the same person\n",
                                      escape_for_terminal(command_->earlier), escape_for_terminal(fault)));
    exit_ = rejected;
    return false;
  }

  std::optional<CompiledReport> words_of(const Compiled& compiled, Diagnostics& diagnostics) const {
    const std::string& id = compiled.layout->protocol().report;
    const ReportWords* words = id.empty() ? nullptr : library_->reports().find(id);
    if (words == nullptr) return std::nullopt;
    return compile_report(*words, compiled, diagnostics);
  }

  /// On standard error too, so that a pipe cannot swallow it. What the page leaves out is left out here as well, and
  /// that something may be is said of every form alike.
  void print_safety(const FormState& state, const std::string& path) const {
    for (const SafetyFinding& finding : find_safety(state)) {
      if (finding.is_private && !command_->with_violence) continue;
      say_of_file(*runtime_, path, finding);
    }
    if (!command_->with_violence && report::has_private_questions(state.compiled())) {
      say_of_file(*runtime_, path, Severity::note, "S0006",
                  "safety: questions that stay between you and the patient are left out of this page, whatever the "
                  "answers; 'ipi score' shows them");
    }
  }

  void write(const report::Document& document) const {
    const std::string text = chosen_format(*command_).write(document);
    if (command_->output.empty() || command_->output == "-") {
      runtime_->print(text);
    } else if (is_one_of(command_->output, {command_->file, command_->earlier})) {
      throw OutputFailed(fmt::format("'{}' is one of the forms; it is not written over", command_->output));
    } else {
      write_private_file(command_->output, text);
    }
  }

  Runtime* runtime_;
  Library* library_;
  const ReportCommand* command_;
  int exit_ = done;
};

int run_report(Runtime& runtime, ReportCommand& command) {
  Library* library = runtime.library();
  if (library == nullptr) return wrong_definition;
  command.language.apply(*library);
  Diagnostics diagnostics;
  if (!command.convention.empty() && !is_known_school(*library, command.convention, diagnostics)) {
    runtime.print(diagnostics);
    return usage;
  }
  return Reporting(runtime, *library, command).run();
}

}  // namespace

std::function<int(Runtime&)> add_report(CLI::App& app) {
  auto command = std::make_shared<ReportCommand>();
  app.add_option("FORM", command->file, "A filled-in form; - reads standard input")->required()->type_name("");
  app.add_option("-O,--output-format", command->format,
                 "html or md; else by the extension of the output file, else html")
      ->type_name("FORMAT")
      ->check(CLI::IsMember(format_names()));
  app.add_option("-o,--output", command->output, "Write to this file, readable by you only")->type_name("FILE");
  app.add_option(
         "--section", command->sections,
         fmt::format("Only these, beside what a report is headed by and safety: {}", fmt::join(section_names(), ", ")))
      ->type_name("NAME")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember(section_names()));
  app.add_flag("--with-violence", command->with_violence,
               "With the answers about fear and violence: not for a page that the person feared may read");
  app.add_flag("--notes", command->notes, "With notes and free text");
  app.add_option("--compare", command->earlier, "Beside an earlier form of the same person")->type_name("EARLIER");
  app.add_option("--convention", command->convention,
                 "Read the form as this school does; 'ipi show' lists the conventions")
      ->type_name("ID");
  command->language.add_option(app);
  return [command](Runtime& runtime) { return run_report(runtime, *command); };
}

}  // namespace ipi::cli
