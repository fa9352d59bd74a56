#include "ipi/library/library.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ipi/text/nearest.h"

namespace ipi {
namespace {

template <class T>
void report_missing(Diagnostics& diagnostics, const Place& place, std::string_view what, std::string_view id, const Shelf<T>& shelf) {
  const auto near = nearest_name(id, shelf.ids());
  diagnostics.report({Severity::error, "E0240", fmt::format("there is no {} '{}'", what, id), {place, {}}, {}, near ? fmt::format("did you mean '{}'?", *near) : ""});
}

}  // namespace

Library::Library(Definitions definitions, Diagnostics& diagnostics) : definitions_(std::move(definitions)) {
  for (const DefinitionFile& file : definitions_.files) take(file, diagnostics);
}

template <class T>
void Library::shelve(Shelf<T>& shelf, const DefinitionFile& file, Diagnostics& diagnostics) {
  const bool again = shelf.holds(file.id());
  shelf.add(file);
  if (!definitions_.proven) shelf.read_last(diagnostics);
  if (again) {
    diagnostics.report({Severity::error, "E0272", fmt::format("'{}' is defined a second time", file.id()), {{file.source.get(), file.document().root.span}, {}}, {}, "ids are unique within their kind"});
  }
}

void Library::take(const DefinitionFile& file, Diagnostics& diagnostics) {
  if (file.kind() == "instrument") {
    shelve(instruments_, file, diagnostics);
  } else if (file.kind() == "protocol") {
    shelve(protocols_, file, diagnostics);
  } else if (file.kind() == "catalogue") {
    shelve(catalogues_, file, diagnostics);
  } else if (file.kind() == "model") {
    shelve(models_, file, diagnostics);
  } else if (file.kind() == "safety") {
    shelve(safety_, file, diagnostics);
  } else {
    diagnostics.report({Severity::error, "E0271", "the first key does not tell what this file defines", {{file.source.get(), file.document().root.span}, {}}, {},
                        "start with instrument:, protocol:, catalogue:, model: or safety:"});
  }
}

std::vector<std::string_view> Library::form_ids() const {
  std::vector<std::string_view> ids = protocols_.ids();
  for (const std::string_view id : instruments_.ids()) ids.push_back(id);
  return ids;
}

const Protocol* Library::find_protocol(std::string_view id) {
  if (const Protocol* protocol = protocols_.find(id)) return protocol;
  const Instrument* instrument = instruments_.find(id);
  if (instrument == nullptr) return nullptr;
  return &single_.emplace_back(protocol_of(*instrument));
}

const Compiled* Library::compiled(std::string_view id, Diagnostics& diagnostics) {
  if (const auto known = compiled_.find(id); known != compiled_.end()) return known->second.get();
  const Protocol* protocol = find_protocol(id);
  if (protocol == nullptr) return nullptr;
  const std::size_t errors = diagnostics.errors();
  const Model* model = models_.find(protocol->model);
  if (model == nullptr && !protocol->model.empty()) report_missing(diagnostics, protocol->place, "focus model", protocol->model, models_);
  const SafetyRules* safety = safety_.find(protocol->safety);
  if (safety == nullptr && !protocol->safety.empty()) report_missing(diagnostics, protocol->place, "set of safety rules", protocol->safety, safety_);
  auto result = std::make_unique<Compiled>(compile(*protocol, parts(), model, safety, diagnostics));
  if (diagnostics.errors() > errors) result.reset();
  return compiled_.emplace(std::string(id), std::move(result)).first->second.get();
}

std::vector<const DefinitionFile*> Library::files_of(const Compiled& compiled) const {
  std::vector<const SourceFile*> sources = {compiled.layout->protocol().place.file};
  for (std::size_t g = 0; g < group_count; ++g) {
    for (const InstrumentUse& use : compiled.layout->group(static_cast<Group>(g)).instruments) sources.push_back(use.instrument->place.file);
  }
  if (compiled.model != nullptr) sources.push_back(compiled.model->place.file);
  for (const CompiledSafetyRule& rule : compiled.safety) sources.push_back(rule.rule->place.file);
  std::vector<const DefinitionFile*> files;
  for (const DefinitionFile& file : definitions_.files) {
    const bool is_catalogue = file.kind() == "catalogue";
    if (is_catalogue || std::find(sources.begin(), sources.end(), file.source.get()) != sources.end()) files.push_back(&file);
  }
  return files;
}

}  // namespace ipi
