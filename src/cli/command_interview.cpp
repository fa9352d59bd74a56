#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ctime>
#include <filesystem>
#include <memory>
#include <optional>

#include "assessment/form_checks.h"
#include "cli/commands.h"
#include "cli/forms.h"
#include "cli/language.h"
#include "cli/scripted_console.h"
#include "cli/terminal.h"
#include "formats/format.h"
#include "formats/write_form.h"
#include "interview/answers.h"
#include "interview/draft_file.h"
#include "interview/session.h"
#include "ipi/version.h"
#include "text/utf8.h"
#include "yaml/comments.h"
#include "yaml/read.h"

namespace ipi::cli {
namespace {

using interview::command;
using interview::DraftExists;
using interview::DraftFault;
using interview::DraftFile;
using interview::for_shell;
using interview::SessionEnd;
using interview::Style;

constexpr std::string_view copy_ending = ".before";
constexpr std::string_view short_flag = "--short";

/// What the program writes above a form. It also tells whether the interview was a short one, which no answer does.
std::string first_line(bool decision_only) {
  return fmt::format("# Kept by 'ipi interview', which goes on with it: ipi interview --resume FILE{}{}\n",
                     decision_only ? " " : "", decision_only ? short_flag : "");
}

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

/// One run of the command, from its options to its exit code.
class Interview {
 public:
  Interview(Runtime& runtime, Library& library, const InterviewOptions& options)
      : runtime_(&runtime), library_(&library), options_(&options) {}

  int run() {
    if (!open_console()) return usage;
    try {
      if (const int fault = open_form(); fault != done) return fault;
    } catch (const DraftExists& fault) {
      return fail(fault.what(), fmt::format("'ipi interview --resume {}' goes on with it; or choose another {}",
                                            for_shell(path_given()), options_->output.empty() ? "code" : "name"));
    } catch (const DraftFault& fault) {
      return fail(fault.what(), {});
    }
    if (const int fault = settle_identity(); fault != done) return fault;
    options_->language.report(*runtime_, library_->files_of(*compiled_));
    const auto readings = [&](const Form& form) { return readings_for(form); };
    interview::Dialogue dialogue({compiled_, readings, std::string(options_->language.code()), options_->decision_only,
                                  offered_id(), options_->output.empty() && !file_, today()},
                                 std::move(form_));
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
      runtime_->print_error(
          "error: an interview needs a terminal, and this is none\n  = help: --answers FILE takes the answers from a "
          "file, one a line\n");
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
      if (!broken) report_unknown_protocol(*library_, id, diagnostics);
      runtime_->print(diagnostics);
      return broken ? wrong_definition : rejected;
    }
    // Before the first question: nobody wants to hear after an answer that there is no place for it.
    if (const std::string path = path_given(); !path.empty()) file_.emplace(DraftFile::create(path));
    blank_.emplace("a blank form", fmt::format("form: {}\nstate: draft\n", id));
    const auto document = yaml::read(*blank_, diagnostics);
    form_ = read_form(document->root, *blank_, *compiled_->layout, diagnostics);
    return done;
  }

  /// Where a new form is kept, as far as the options say it.
  std::string path_given() const {
    if (!options_->output.empty()) return options_->output;
    return options_->id.empty() ? std::string() : options_->id + ".yaml";
  }

  /// The protocol that a focus rests on, of those in force the first.
  std::string usual_protocol() const {
    const auto& protocols = library_->protocols();
    const auto found =
        std::find_if(protocols.begin(), protocols.end(), [](const auto& one) { return !one.value.model.empty(); });
    return found == protocols.end() ? std::string() : found->value.id;
  }

  int open_draft() {
    file_.emplace(DraftFile::resume(options_->resume));
    named_ = NamedForm::open(*runtime_, *library_, options_->resume, options_->convention);
    if (named_ == nullptr) return io_failed;
    const intake::CheckedForm& checked = named_->checked();
    runtime_->print(checked.diagnostics);
    compiled_ = checked.protocol;
    form_ = checked.form;
    finished_before_ = !form_.draft;
    if (checked.is_sound()) return done;
    runtime_->print_error(
        fmt::format("{}: not opened; 'ipi check' tells when it is in order\n", escape_for_terminal(options_->resume)));
    return rejected;
  }

  int settle_identity() {
    if (!options_->id.empty()) form_.id = options_->id;
    if (!form_.date) form_.date = today();
    if (options_->date.empty()) return done;
    const auto date = parse_partial_date(options_->date);
    if (!date || date->day == 0) {
      runtime_->print_error(
          fmt::format("error: '{}' is no date\n  = help: write YYYY-MM-DD\n", escape_for_terminal(options_->date)));
      return usage;
    }
    if (const std::string why = interview::why_not_held_on(form_, *date, today()); !why.empty()) {
      runtime_->print_error(fmt::format("error: {}\n", why));
      return usage;
    }
    form_.date = date;
    return done;
  }

  /// What the file is called, where that may be a code.
  std::string offered_id() const {
    const std::string stem = std::filesystem::path(options_->output).stem().string();
    return interview::why_no_id(stem).empty() ? stem : std::string();
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
                    interview::line(Style::plain,
                                    "Answer by number or with two letters. Everywhere: ? help, b back, s skip, r "
                                    "refused, u unknown, n note, l list, x blank the screen, q keep and leave.")});
    if (!options_->resume.empty()) greet_again();
  }

  void greet_again() const {
    console_->show(
        {command(finished_before_ ? "This form is finished:" : "Going on with", {for_shell(file_->path())})});
    if (finished_before_)
      console_->show({interview::line(
          Style::plain, "q leaves it as it is; an answer makes it a draft again, until it is finished anew.")});
    if (named_->source().text().starts_with(first_line(true)) && !options_->decision_only) {
      console_->show({interview::line(
          Style::plain,
          fmt::format("It was begun with {0}, and goes on in full: every question is asked. {0} again keeps it short.",
                      short_flag))});
    }
  }

  /// Whether somebody has written into the file what would be lost when it is written anew.
  bool has_comments() const {
    if (!named_ || named_->document() == nullptr) return false;
    std::size_t begin = 0;
    for (const bool decision_only : {false, true}) {
      if (const std::string ours = first_line(decision_only); named_->source().text().starts_with(ours))
        begin = ours.size();
    }
    return yaml::has_comments(*named_->document(), begin);
  }

  void keep(const Form& form) {
    if (!file_) {
      try {
        file_.emplace(DraftFile::create(form.id + ".yaml"));
      } catch (const DraftExists& fault) {
        throw DraftExists(
            fmt::format("{}; another code, or q and 'ipi interview --resume {}.yaml'", fault.what(), form.id));
      }
    }
    // Comments do not survive being read: the file as a hand wrote it stays beside.
    if (!saved_ && has_comments()) {
      file_->keep_copy(copy_ending);
      copied_ = true;
    }
    file_->save(first_line(options_->decision_only) + write_form(form, compiled_));
    saved_ = true;
  }

  int conclude(SessionEnd end, const interview::Dialogue& dialogue) {
    if (end == SessionEnd::hung_up) return rejected;
    if (end == SessionEnd::finished) {
      show_assessment(dialogue.form());
    } else if (!file_ || (!saved_ && options_->resume.empty())) {
      console_->show({interview::line(Style::plain, "Nothing was entered, nothing is kept.")});
    } else {
      show_kept(dialogue.form());
    }
    if (copied_)
      console_->show({command("The file as it was before, with its comments:",
                              {for_shell(file_->path() + std::string(copy_ending))})});
    if (scripted_ != nullptr && scripted_->left_over() > 0) {
      runtime_->print_error(fmt::format("{}: {} lines of answers were left over\n",
                                        escape_for_terminal(options_->answers), scripted_->left_over()));
      return rejected;
    }
    return end == SessionEnd::finished || end == SessionEnd::kept ? done : rejected;
  }

  void show_kept(const Form& form) const {
    const std::string path = for_shell(file_->path());
    console_->show({interview::line(Style::plain, {})});
    if (!form.draft) {
      console_->show({command(saved_ ? "Kept, and still finished:" : "Left as it is, finished:", {path})});
      return;
    }
    std::vector<std::string> words = {"ipi interview", fmt::format("--resume {}", path)};
    if (options_->decision_only) words.emplace_back(short_flag);
    console_->show({command("Kept as a draft in", {path}), command("To go on:", std::move(words))});
  }

  void show_assessment(const Form& form) const {
    std::vector<Assessment> assessments;
    assessments.push_back(assess(readings_for(form).value_or(Readings{compiled_, {}}), form));
    const Rendering rendering{.library = library_,
                              .version = version(),
                              .language = options_->language.code(),
                              .explain = false,
                              .as_list = false,
                              .colour = scripted_ == nullptr && !options_->plain && runtime_->colour_out(),
                              .width = console_->width()};
    console_->show({interview::line(Style::plain, {})});
    console_->show_page(render_text(assessments, rendering));
    const std::string path = for_shell(file_->path());
    console_->show({interview::line(Style::plain, {}), command("The form, for your eyes only:", {path}),
                    command("This page again, with its working:", {fmt::format("ipi score {}", path), "--explain"})});
    const bool reports =
        std::any_of(commands().begin(), commands().end(), [](const Command& one) { return one.name == "report"; });
    if (reports) console_->show({command("A report:", {fmt::format("ipi report {}", path), "-o report.html"})});
  }

  Runtime* runtime_;
  Library* library_;
  const InterviewOptions* options_;
  std::unique_ptr<interview::Console> console_;
  const ScriptedConsole* scripted_ = nullptr;
  const Compiled* compiled_ = nullptr;
  std::optional<SourceFile> blank_;  // answers know where they stand: it outlives the form
  std::unique_ptr<NamedForm> named_;
  std::optional<DraftFile> file_;
  Form form_;
  bool finished_before_ = false;
  bool saved_ = false;
  bool copied_ = false;
};

/// Why the code on the command line is refused, as it is at the prompt. Codes of studies are digits often enough: only
/// what no batch of forms would take either is refused, and can be insisted on at the prompt.
std::string fault_of_id(const std::string& id) {
  if (id.empty()) return {};
  if (const std::string why = interview::why_no_id(id); !why.empty())
    return fmt::format("error: {}\n", escape_for_terminal(why));
  if (is_identifying_code(id))
    return fmt::format(
        "error: {}\n  = help: leave --id out where it is none, and enter it twice when the interview asks for it\n",
        interview::why_identifying(id));
  return {};
}

int run_interview(Runtime& runtime, InterviewOptions& options) {
  Library* library = runtime.library();
  if (library == nullptr) return wrong_definition;
  if (const std::string fault = fault_of_id(options.id); !fault.empty()) {
    runtime.print_error(fault);
    return usage;
  }
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
  app.add_option("--protocol", options->protocol,
                 "What to ask: a protocol, or an instrument on its own; else the protocol with a focus model")
      ->type_name("ID");
  auto* output = app.add_option("-o,--output", options->output,
                                "Keep the form in this file, readable by you only; else in CODE.yaml")
                     ->type_name("FILE");
  app.add_option("--resume", options->resume, "Go on with this form")->type_name("FILE")->excludes(output);
  app.add_flag("--short", options->decision_only, "Ask only what the decision and safety look at");
  app.add_option("--id", options->id, "The form's code, instead of asking for it")->type_name("CODE");
  app.add_option("--date", options->date, "The date of the interview, if not today")->type_name("YYYY-MM-DD");
  app.add_option("--convention", options->convention,
                 "Read the form as this school does; 'ipi show' lists the conventions")
      ->type_name("ID");
  app.add_flag("--plain", options->plain,
               "Line by line, without colour or editing keys (or ACCESSIBLE=1, or TERM=dumb)");
  app.add_option("--answers", options->answers,
                 "Take the answers from a file, one a line; lines that start with # are comments")
      ->type_name("FILE");
  options->language.add_option(app);
  return [options](Runtime& runtime) { return run_interview(runtime, *options); };
}

}  // namespace ipi::cli
