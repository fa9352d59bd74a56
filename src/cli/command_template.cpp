#include <CLI/CLI.hpp>

#include "commands.h"

namespace ipi::cli {

std::function<int(Runtime&)> add_template(CLI::App&) {
  return [](Runtime&) { return done; };
}

}  // namespace ipi::cli
