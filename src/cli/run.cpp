#include "cli/run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <utility>

#include "cli/commands.h"
#include "cli/runtime.h"
#include "ipi/version.h"
#include "text/nearest.h"

namespace ipi::cli {
namespace {

using Work = std::function<int(Runtime&)>;

struct CommandLine {
  CommonOptions common;
  bool version = false;
  bool verbose = false;
};

void add_common_options(CLI::App& app, CommonOptions& options) {
  app.add_option("--data", options.data,
                 "Use the definitions of this folder instead of the built-in ones (or IPI_DATA)")
      ->type_name("DIR");
  app.add_option("--site", options.site,
                 "Use this file of your site's own words; none for none (else ipi/site.yaml in the settings folder)")
      ->type_name("FILE");
  app.add_option("--message-format", options.message_format, "Messages for people, or one JSON object a line")
      ->type_name("human|json")
      ->check(CLI::IsMember({"human", "json"}));
  app.add_option("--color,--colour", options.colour, "Colour: auto, always or never; NO_COLOR is respected")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  app.add_flag("-q,--quiet", options.quiet, "Print errors only, no warnings");
}

std::string version_text(Runtime& runtime, bool verbose, int& exit) {
  std::string text = fmt::format("ipi {}\n", version());
  if (!verbose) return text;
  Library* library = runtime.library();
  if (library == nullptr) {
    exit = wrong_definition;
    return text;
  }
  const Definitions& definitions = library->definitions();
  text += fmt::format("definitions: {} ({}), {} files, {}\n", definitions.origin,
                      runtime.data_origin() == "built in" ? "no --data, no IPI_DATA" : runtime.data_origin(),
                      definitions.files.size(), definitions.digest());
  if (!runtime.site_origin().empty())
    text += fmt::format("site: {} ({})\n", runtime.site().empty() ? "none" : runtime.site(), runtime.site_origin());
  text += fmt::format("colour: {} (--colour {})\nwidth: {}\n", runtime.colour_out() ? "yes" : "no",
                      runtime.options().colour, runtime.width());
  for (const DefinitionFile& file : definitions.files)
    text += fmt::format("  {}  {}\n", file.sha256.substr(0, 12), file.path);
  return text;
}

int usage_error(const Streams& streams, std::string_view message, std::string_view help) {
  fmt::print(streams.err, "error: {}\n{}\n", message, help);
  return usage;
}

/// A word that is no command, told with the nearest one; CLI11 itself would only say that one is missing.
int unknown_command(const Streams& streams, std::string_view word) {
  std::vector<std::string_view> names;
  for (const Command& command : commands()) names.push_back(command.name);
  const auto near = nearest_name(word, names);
  return usage_error(
      streams, fmt::format("'{}' is no command of ipi", word),
      near ? fmt::format("  = help: did you mean 'ipi {}'?", *near) : "  = help: 'ipi --help' lists the commands");
}

bool is_command(std::string_view word) {
  return std::any_of(commands().begin(), commands().end(),
                     [&](const Command& command) { return command.name == word; });
}

std::string brief_help() {
  std::string text = "ipi: the interpersonal inventory on the command line\n\n";
  for (const Command& command : commands()) text += fmt::format("  ipi {:<10}{}\n", command.name, command.summary);
  return text + "\n'ipi COMMAND --help' tells more; 'ipi template ipt-initial > form.yaml' is a good start.\n";
}

int parse_and_run(std::vector<std::string> arguments, const Streams& streams) {
  CLI::App app(
      "ipi: the interpersonal inventory on the command line. It supports a clinical decision and never makes one.",
      "ipi");
  CommandLine line;
  app.fallthrough();
  app.require_subcommand(0, 1);
  app.add_flag("--version", line.version, "Print the version; with --verbose also where the definitions come from");
  app.add_flag("--verbose", line.verbose)->group("");
  add_common_options(app, line.common);
  Work work;
  for (const Command& command : commands()) {
    CLI::App* sub = app.add_subcommand(std::string(command.name), std::string(command.summary));
    Work run_command = command.add(*sub);
    sub->callback([&work, run_command] { work = run_command; });
  }
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them last first
  try {
    app.parse(arguments);
  } catch (const CLI::CallForHelp& help) {
    const auto chosen = app.get_subcommands();
    Runtime(line.common, streams).print(chosen.empty() ? app.help() : chosen.front()->help());
    return done;
  } catch (const CLI::ParseError& error) {
    const auto chosen = app.get_subcommands();
    return usage_error(
        streams, error.what(),
        fmt::format("  = help: see 'ipi {}--help'", chosen.empty() ? "" : chosen.front()->get_name() + " "));
  }
  Runtime runtime(line.common, streams);
  if (line.version) {
    int exit = done;
    runtime.print(version_text(runtime, line.verbose, exit));
    return exit;
  }
  if (!work) {
    runtime.print_error(brief_help());
    return usage;
  }
  return work(runtime);
}

}  // namespace

int run(const std::vector<std::string>& arguments, const Streams& streams) {
  if (arguments.size() == 1 && arguments.front() == "--version") {
    fmt::print(streams.out, "ipi {}\n", version());
    return std::fflush(streams.out) == 0 ? done : io_failed;
  }
  try {
    if (!arguments.empty() && arguments.front()[0] != '-' && !is_command(arguments.front()))
      return unknown_command(streams, arguments.front());
    return parse_and_run(arguments, streams);
  } catch (const ClosedPipe&) {
    return done;
  } catch (const OutputFailed& failure) {
    fmt::print(streams.err, "error: {}\n", failure.what());
    return io_failed;
  } catch (const std::exception& fault) {
    fmt::print(streams.err,
               "error: {}\nThis is a bug of ipi, not of your form. Please report it, without any patient's answers.\n",
               fault.what());
    return bug;
  }
}

}  // namespace ipi::cli
