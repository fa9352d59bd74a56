#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "commands.h"
#include "ipi/formats/show.h"
#include "ipi/text/nearest.h"

namespace ipi::cli {
namespace {

struct ShowOptions {
  std::string id;
};

template <class T>
void add_ids(const std::deque<Defined<T>>& list, std::vector<std::string_view>& ids) {
  for (const auto& defined : list) ids.emplace_back(defined.value.id);
}

void report_unknown(const Library& library, std::string_view id, Diagnostics& diagnostics) {
  std::vector<std::string_view> ids = library.form_ids();
  add_ids(library.catalogues(), ids);
  add_ids(library.models(), ids);
  add_ids(library.safety_rules(), ids);
  const auto near = nearest_name(id, ids);
  diagnostics.report({Severity::error, "E0273", fmt::format("nothing is defined as '{}'", id), {}, {},
                      near ? fmt::format("did you mean '{}'?", *near) : "'ipi show' lists what is"});
}

int run_show(Runtime& runtime, const ShowOptions& options) {
  const Library* library = runtime.library();
  if (library == nullptr) return wrong_definition;
  if (options.id.empty()) {
    runtime.print(show_list(*library, runtime.width()));
    return done;
  }
  if (const auto text = show(*library, options.id, runtime.width())) {
    runtime.print(*text);
    return done;
  }
  Diagnostics diagnostics;
  report_unknown(*library, options.id, diagnostics);
  runtime.print(diagnostics);
  return rejected;
}

}  // namespace

std::function<int(Runtime&)> add_show(CLI::App& app) {
  auto options = std::make_shared<ShowOptions>();
  app.add_option("ID", options->id, "A protocol, instrument, catalogue, focus model or set of safety rules; without it, a list")->type_name("");
  return [options](Runtime& runtime) { return run_show(runtime, *options); };
}

}  // namespace ipi::cli
