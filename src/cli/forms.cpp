#include "forms.h"

#include <fmt/format.h>

#include "ipi/text/nearest.h"
#include "ipi/yaml/fields.h"
#include "ipi/yaml/read.h"
#include "ipi/yaml/read_json.h"

namespace ipi::cli {

std::optional<Input> open_input(const Runtime& runtime, const std::string& path, Diagnostics& diagnostics) {
  auto text = read_input(runtime, path);
  if (!text) return std::nullopt;
  return input_of(path == "-" ? "<stdin>" : path, std::move(*text), diagnostics);
}

std::optional<Input> input_of(const std::string& name, std::string text, Diagnostics& diagnostics) {
  Input input;
  input.source = std::make_unique<SourceFile>(name, std::move(text));
  input.document = name.ends_with(".json") ? yaml::read_json(*input.source, diagnostics) : yaml::read(*input.source, diagnostics);
  return input;
}

const Compiled* protocol_of_form(Library& library, const yaml::Document& document, Diagnostics& diagnostics) {
  const yaml::Reader reader{document.file, &diagnostics};
  const yaml::Node* name = document.root.find("form");
  if (name == nullptr || !name->is_scalar()) {
    reader.error(document.root, "E0301", "this is no form", "a form starts with 'form:' and the protocol it answers, such as ipt-initial");
    return nullptr;
  }
  const Compiled* compiled = library.compiled(name->text, diagnostics);
  if (compiled == nullptr && !diagnostics.has_errors()) report_unknown_protocol(library, name->text, document.place_of(*name), diagnostics);
  return compiled;
}

void report_unknown_protocol(const Library& library, std::string_view id, const Place& place, Diagnostics& diagnostics) {
  const auto ids = library.form_ids();
  const auto near = nearest_name(id, ids);
  diagnostics.report({Severity::error, "E0302", fmt::format("there is no protocol or instrument '{}'", id), {place, {}}, {},
                      near ? fmt::format("did you mean '{}'?", *near) : "'ipi show' lists them"});
}

}  // namespace ipi::cli
