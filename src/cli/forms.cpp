#include "cli/forms.h"

#include <fmt/format.h>

#include "text/utf8.h"
#include "yaml/fields.h"
#include "yaml/read.h"
#include "yaml/read_json.h"

namespace ipi::cli {

std::optional<Input> open_input(const Runtime& runtime, const std::string& path, Diagnostics& diagnostics) {
  auto text = read_input(runtime, path);
  if (!text) return std::nullopt;
  return input_of(path == "-" ? "<stdin>" : path, std::move(*text), diagnostics);
}

std::optional<Input> input_of(const std::string& name, std::string text, Diagnostics& diagnostics) {
  Input input;
  input.source = std::make_unique<SourceFile>(name, std::move(text));
  input.document =
      name.ends_with(".json") ? yaml::read_json(*input.source, diagnostics) : yaml::read(*input.source, diagnostics);
  return input;
}

const Compiled* protocol_of_form(Library& library, const yaml::Document& document, Diagnostics& diagnostics) {
  const yaml::Reader reader{document.file, &diagnostics};
  const yaml::Node* name = document.root.find("form");
  if (name == nullptr || !name->is_scalar()) {
    reader.error(document.root, "E0301", "this is no form",
                 "a form starts with 'form:' and the protocol it answers, such as ipt-initial");
    return nullptr;
  }
  const Compiled* compiled = library.compiled(name->text, diagnostics);
  if (compiled == nullptr && !diagnostics.has_errors())
    report_unknown_protocol(library, name->text, document.place_of(*name), diagnostics);
  return compiled;
}

void say_of_file(const Runtime& runtime, const std::string& path, Severity severity, std::string_view code,
                 const std::string& text) {
  if (runtime.options().message_format != "json") {
    runtime.print_error(fmt::format("{}: {}\n", escape_for_terminal(path), text));
    return;
  }
  const SourceFile named(path, {});
  runtime.print_error(to_json_line({severity, code, text, {{&named, {}}, {}}, {}, {}}));
}

void say_of_file(const Runtime& runtime, const std::string& path, const SafetyFinding& finding) {
  const std::string about = finding.code.empty() ? "" : fmt::format(", {}", finding.code);
  say_of_file(runtime, path, Severity::warning, finding.red ? "S0001" : "S0002",
              fmt::format("safety, {}{}: {}", finding.red ? "RED" : "amber", about, finding.statement));
}

void report_unknown_protocol(const Library& library, std::string_view id, const Place& place,
                             Diagnostics& diagnostics) {
  diagnostics.report({Severity::error,
                      "E0302",
                      fmt::format("there is no protocol or instrument '{}'", id),
                      {place, {}},
                      {},
                      library.help_for_unknown_form(id)});
}

}  // namespace ipi::cli
