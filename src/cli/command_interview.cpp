#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ctime>
#include <filesystem>
#include <memory>
#include <optional>

#include "commands.h"
#include "forms.h"
#include "ipi/formats/format.h"
#include "ipi/formats/write_form.h"
#include "ipi/interview/draft_file.h"
#include "ipi/interview/session.h"
#include "ipi/text/utf8.h"
#include "ipi/yaml/read.h"
#include "language.h"
#include "scripted_console.h"
#include "terminal.h"

namespace ipi::cli {
namespace {

using interview::DraftFault;
using interview::DraftFile;
using interview::SessionEnd;
using interview::Style;

constexpr std::string_view first_line = "# Kept by 'ipi interview', which goes on with it: ipi interview --resume FILE\n";
constexpr std::string_view copy_ending = ".before";

struct InterviewOptions {
  std::string protocol;
  std::string output;
  std::string resume;
  std::string answers;
  std::string id;
  std::string date;
  std::string convention;
  bool decision_only = false;
  bool plain = false;
  Language language;
};

PartialDate today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return {local.tm_year + 1900, local.tm_mon + 1, local.tm_mday};
}

bool has_comments(std::string_view text) {
  if (text.starts_with(first_line)) text.remove_prefix(first_line.size());
  return text.starts_with('#') || text.find("\n#") != std::string_view::npos || text.find(" #") != std::string_view::npos;
}

/// One run of the command, from its options to its exit code.
class Interview {
 public:
  Interview(Runtime& runtime, Library& library, const InterviewOptions& options) : runtime_(&runtime), library_(&library), options_(&options) {}

  int run() {
    if (!open_console()) return usage;
    try {
      if (const int fault = open_form(); fault != done) return fault;
    } catch (const DraftFault& fault) {
      return fail(fault.what(), options_->output.empty() ? "" : fmt::format("'ipi interview --resume {}' goes on with it; or choose another name", options_->output));
    }
    if (const int fault = settle_identity(); fault != done) return fault;
    options_->language.report(*runtime_, library_->files_of(*compiled_));
    const auto readings = [&](const Form& form) { return readings_for(form); };
    interview::Dialogue dialogue({compiled_, readings, std::string(options_->language.code()), options_->decision_only, offered_id(), options_->output.empty() && !file_}, std::move(form_));
    greet();
    const SessionEnd end = interview::hold(dialogue, *console_, [&](const Form& form) { keep(form); });
    return conclude(end, dialogue);
  }

 private:
  int fail(std::string_view what, std::string_view help) const {
    runtime_->print_error(fmt::format("error: {}\n", escape_for_terminal(what)));
    if (!help.empty()) runtime_->print_error(fmt::format("  = help: {}\n", escape_for_terminal(help)));
    return io_failed;
  }

  bool open_console() {
    if (!options_->answers.empty()) {
      const auto text = read_input(*runtime_, options_->answers);
      if (!text) return false;
      auto scripted = std::make_unique<ScriptedConsole>(*runtime_, *text);
      scripted_ = scripted.get();
      console_ = std::move(scripted);
      return true;
    }
    if (isatty(STDIN_FILENO) != 1 || isatty(STDOUT_FILENO) != 1) {
      runtime_->print_error("error: an interview needs a terminal, and this is none\n  = help: --answers FILE takes the answers from a file, one a line\n");
      return false;
    }
    const TerminalTraits traits = terminal_traits();
    console_ = options_->plain || traits.plain ? plain_console(traits) : rich_console(traits, runtime_->colour_out());
    return true;
  }

  int open_form() {
    if (!options_->resume.empty()) return open_draft();
    Diagnostics diagnostics;
    const std::string id = options_->protocol.empty() ? usual_protocol() : options_->protocol;
    compiled_ = library_->compiled(id, diagnostics);
    if (compiled_ == nullptr) {
      const bool broken = diagnostics.has_errors();
      if (!broken) report_unknown_protocol(*library_, id, {}, diagnostics);
      runtime_->print(diagnostics);
      return broken ? wrong_definition : rejected;
    }
    if (!options_->output.empty()) file_.emplace(DraftFile::create(options_->output));
    blank_.emplace("a blank form", fmt::format("form: {}\nstate: draft\n", id));
    const auto document = yaml::read(*blank_, diagnostics);
    form_ = read_form(document->root, *blank_, *compiled_->layout, diagnostics);
    return done;
  }

  /// The protocol that a focus rests on, of those in force the first.
  std::string usual_protocol() const {
    const auto& protocols = library_->protocols();
    const auto found = std::find_if(protocols.begin(), protocols.end(), [](const auto& one) { return !one.value.model.empty(); });
    return found == protocols.end() ? std::string() : found->value.id;
  }

  int open_draft() {
    file_.emplace(DraftFile::resume(options_->resume));
    Diagnostics diagnostics;
    auto input = open_input(*runtime_, options_->resume, diagnostics);
    if (!input) return io_failed;
    input_ = std::move(*input);
    if (input_->document) compiled_ = protocol_of_form(*library_, *input_->document, diagnostics);
    if (compiled_ != nullptr) form_ = read_form(input_->document->root, *input_->source, *compiled_->layout, diagnostics);
    runtime_->print(diagnostics);
    if (compiled_ != nullptr && !diagnostics.has_errors()) return done;
    runtime_->print_error(fmt::format("{}: not opened; 'ipi check' tells when it is in order\n", escape_for_terminal(options_->resume)));
    return rejected;
  }

  int settle_identity() {
    if (!options_->id.empty()) form_.id = options_->id;
    if (!form_.date) form_.date = today();
    if (options_->date.empty()) return done;
    const auto date = parse_partial_date(options_->date);
    if (!date || date->day == 0) {
      runtime_->print_error(fmt::format("error: '{}' is no date\n  = help: write YYYY-MM-DD\n", escape_for_terminal(options_->date)));
      return usage;
    }
    form_.date = date;
    return done;
  }

  /// What the file is called, where that may be a code.
  std::string offered_id() const {
    const std::string stem = std::filesystem::path(options_->output).stem().string();
    const bool fits = !stem.empty() && std::all_of(stem.begin(), stem.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_'; });
    return fits ? stem : std::string();
  }

  /// With the contexts that the form names. They have been checked with the definitions; a fault would be said.
  std::optional<Readings> readings_for(const Form& form) const {
    Diagnostics diagnostics;
    auto readings = readings_of(*library_, form, options_->convention, diagnostics);
    runtime_->print(diagnostics);
    return readings;
  }

  void greet() const {
    const Protocol& protocol = compiled_->layout->protocol();
    console_->show({interview::line(Style::heading, std::string(protocol.title.in(options_->language.code()))),
                    interview::line(Style::quiet, std::string(disclaimer)),
                    interview::line(Style::plain, "Answer by number or with two letters. Everywhere: ? help, b back, s skip, r refused, u unknown, n note, l list, x blank the screen, q keep and leave.")});
    if (file_ && !options_->resume.empty()) console_->show({interview::line(Style::command, fmt::format("Going on with {}", file_->path()))});
  }

  void keep(const Form& form) {
    if (!file_) {
      try {
        file_.emplace(DraftFile::create(form.id + ".yaml"));
      } catch (const DraftFault& fault) {
        throw DraftFault(fmt::format("{}; another code, or q and 'ipi interview --resume {}.yaml'", fault.what(), form.id));
      }
    }
    // Comments do not survive being read: the file as a hand wrote it stays beside.
    if (!saved_ && input_ && has_comments(input_->source->text())) {
      file_->keep_copy(copy_ending);
      copied_ = true;
    }
    file_->save(std::string(first_line) + write_form(form, compiled_));
    saved_ = true;
  }

  int conclude(SessionEnd end, const interview::Dialogue& dialogue) {
    if (end == SessionEnd::hung_up) return rejected;
    if (end == SessionEnd::finished) {
      show_assessment(dialogue.form());
    } else if (!file_ || (!saved_ && options_->resume.empty())) {
      console_->show({interview::line(Style::plain, "Nothing was entered, nothing is kept.")});
    } else {
      console_->show({interview::line(Style::plain, {}), interview::line(Style::command, fmt::format("Kept as a draft in {}", file_->path())),
                      interview::line(Style::command, fmt::format("To go on: ipi interview --resume {}{}", file_->path(), options_->decision_only ? " --short" : ""))});
    }
    if (copied_) console_->show({interview::line(Style::command, fmt::format("Its comments are kept in {}{}.", file_->path(), copy_ending))});
    if (scripted_ != nullptr && scripted_->left_over() > 0) {
      runtime_->print_error(fmt::format("{}: {} lines of answers were left over\n", escape_for_terminal(options_->answers), scripted_->left_over()));
      return rejected;
    }
    return end == SessionEnd::finished || end == SessionEnd::kept ? done : rejected;
  }

  void show_assessment(const Form& form) const {
    std::vector<Assessment> assessments;
    assessments.push_back(assess(readings_for(form).value_or(Readings{compiled_, {}}), form));
    const Rendering rendering{.library = library_, .version = IPI_VERSION, .language = options_->language.code(), .explain = false, .as_list = false,
                              .colour = scripted_ == nullptr && !options_->plain && runtime_->colour_out(), .width = console_->width()};
    console_->show({interview::line(Style::plain, {})});
    console_->show_page(render_text(assessments, rendering));
    console_->show({interview::line(Style::plain, {}), interview::line(Style::command, fmt::format("The form, for your eyes only: {}", file_->path())),
                    interview::line(Style::command, fmt::format("This page again, with its working: ipi score {} --explain", file_->path()))});
    const bool reports = std::any_of(commands().begin(), commands().end(), [](const Command& command) { return command.name == "report"; });
    if (reports) console_->show({interview::line(Style::command, fmt::format("A report: ipi report {} -o report.html", file_->path()))});
  }

  Runtime* runtime_;
  Library* library_;
  const InterviewOptions* options_;
  std::unique_ptr<interview::Console> console_;
  const ScriptedConsole* scripted_ = nullptr;
  const Compiled* compiled_ = nullptr;
  std::optional<SourceFile> blank_;  // answers know where they stand: it outlives the form
  std::optional<Input> input_;
  std::optional<DraftFile> file_;
  Form form_;
  bool saved_ = false;
  bool copied_ = false;
};

int run_interview(Runtime& runtime, InterviewOptions& options) {
  Library* library = runtime.library();
  if (library == nullptr) return wrong_definition;
  Diagnostics diagnostics;
  if (!options.convention.empty() && !is_known_school(*library, options.convention, diagnostics)) {
    runtime.print(diagnostics);
    return usage;
  }
  options.language.apply(*library);
  return Interview(runtime, *library, options).run();
}

}  // namespace

std::function<int(Runtime&)> add_interview(CLI::App& app) {
  auto options = std::make_shared<InterviewOptions>();
  app.add_option("--protocol", options->protocol, "What to ask: a protocol, or an instrument on its own; else the protocol with a focus model")->type_name("ID");
  auto* output = app.add_option("-o,--output", options->output, "Keep the form in this file, readable by you only; else in CODE.yaml")->type_name("FILE");
  app.add_option("--resume", options->resume, "Go on with this form")->type_name("FILE")->excludes(output);
  app.add_flag("--short", options->decision_only, "Ask only what the decision and safety look at");
  app.add_option("--id", options->id, "The form's code, instead of asking for it")->type_name("CODE");
  app.add_option("--date", options->date, "The date of the interview, if not today")->type_name("YYYY-MM-DD");
  app.add_option("--convention", options->convention, "Read the form as this school does; 'ipi show' lists the conventions")->type_name("ID");
  app.add_flag("--plain", options->plain, "Line by line, without colour or editing keys (or ACCESSIBLE=1, or TERM=dumb)");
  app.add_option("--answers", options->answers, "Take the answers from a file, one a line; lines that start with # are comments")->type_name("FILE");
  options->language.add_option(app);
  return [options](Runtime& runtime) { return run_interview(runtime, *options); };
}

}  // namespace ipi::cli
