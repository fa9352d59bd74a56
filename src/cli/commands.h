#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "cli/runtime.h"

namespace CLI {
class App;
}

namespace ipi::cli {

/// A command is one file, command_<name>.cpp, and one line in commands.cpp.
struct Command {
  std::string_view name;
  std::string_view summary;
  /// Adds the command's options to `app` and returns what runs it once they are read.
  std::function<int(Runtime&)> (*add)(CLI::App& app);
};

[[nodiscard]] const std::vector<Command>& commands();

std::function<int(Runtime&)> add_score(CLI::App& app);
std::function<int(Runtime&)> add_check(CLI::App& app);
std::function<int(Runtime&)> add_template(CLI::App& app);
std::function<int(Runtime&)> add_interview(CLI::App& app);
std::function<int(Runtime&)> add_report(CLI::App& app);
std::function<int(Runtime&)> add_show(CLI::App& app);

}  // namespace ipi::cli
