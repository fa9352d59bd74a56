#include "library/library.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "library/site.h"
#include "text/nearest.h"

namespace ipi {
namespace {

template <class T>
void report_missing(Diagnostics& diagnostics, const Place& place, std::string_view what, std::string_view id,
                    const Shelf<T>& shelf) {
  const auto near = nearest_name(id, shelf.ids());
  diagnostics.report({Severity::error,
                      "E0240",
                      fmt::format("there is no {} '{}'", what, id),
                      {place, {}},
                      {},
                      near ? fmt::format("did you mean '{}'?", *near) : ""});
}

}  // namespace

Library::Library(Definitions definitions, Diagnostics& diagnostics) : definitions_(std::move(definitions)) {
  apply_sites(definitions_, diagnostics);
  for (const DefinitionFile& file : definitions_.files) take(file, diagnostics);
}

template <class T>
void Library::shelve(Shelf<T>& shelf, const DefinitionFile& file, Diagnostics& diagnostics) {
  const bool again = shelf.holds(file.id());
  shelf.add(file);
  if (!definitions_.proven || file.is_changed()) shelf.read_last(diagnostics);
  if (again) {
    diagnostics.report({Severity::error,
                        "E0272",
                        fmt::format("'{}' is defined a second time", file.id()),
                        {{file.source.get(), file.document().root.span}, {}},
                        {},
                        "ids are unique within their kind"});
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
  } else if (file.kind() == "suitability") {
    shelve(suitabilities_, file, diagnostics);
  } else if (file.kind() == "convention") {
    shelve(conventions_, file, diagnostics);
  } else if (file.kind() == "plan") {
    shelve(plans_, file, diagnostics);
  } else if (file.kind() == "report") {
    shelve(reports_, file, diagnostics);
  } else if (file.kind() != "site") {
    diagnostics.report({Severity::error,
                        "E0271",
                        "the first key does not tell what this file defines",
                        {{file.source.get(), file.document().root.span}, {}},
                        {},
                        "start with instrument:, protocol:, catalogue:, model:, convention:, safety:, suitability:, "
                        "plan:, report: or site:"});
  }
}

std::vector<std::string_view> Library::form_ids() const {
  std::vector<std::string_view> ids = protocols_.ids();
  for (const std::string_view id : instruments_.ids()) ids.push_back(id);
  return ids;
}

const Protocol* Library::find_protocol(std::string_view id) {
  if (const Protocol* protocol = protocols_.find(id)) return protocol;
  if (const auto known = single_.find(id); known != single_.end()) return &known->second;
  const Instrument* instrument = instruments_.find(id);
  if (instrument == nullptr) return nullptr;
  return &single_.emplace(id, protocol_of(*instrument)).first->second;
}

const Compiled* Library::compiled(std::string_view id, const Reading& reading, Diagnostics& diagnostics) {
  const std::scoped_lock lock(compiling_);
  Key key(id, reading);
  if (const auto known = compiled_.find(key); known != compiled_.end()) return known->second.get();
  const Protocol* protocol = find_protocol(id);
  if (protocol == nullptr) return nullptr;
  return compiled_.emplace(std::move(key), compile_protocol(*protocol, reading, diagnostics)).first->second.get();
}

std::shared_ptr<const Compiled> Library::lend(std::string_view id, const Reading& reading, Diagnostics& diagnostics) {
  const std::scoped_lock lock(compiling_);
  Key key(id, reading);
  if (const auto kept = compiled_.find(key); kept != compiled_.end()) return kept->second;
  const auto known = std::find_if(lent_.begin(), lent_.end(), [&](const auto& one) { return one.first == key; });
  if (known != lent_.end()) {
    std::rotate(known, std::next(known), lent_.end());
    return lent_.back().second;
  }
  const Protocol* protocol = find_protocol(id);
  if (protocol == nullptr) return nullptr;
  if (lent_.size() == most_lent) lent_.pop_front();
  return lent_.emplace_back(std::move(key), compile_protocol(*protocol, reading, diagnostics)).second;
}

std::shared_ptr<const Compiled> Library::compile_protocol(const Protocol& protocol, const Reading& reading,
                                                          Diagnostics& diagnostics) {
  // Faults of its own: a caller may have met others before.
  Diagnostics found;
  const auto named = [&](const auto& list, std::string_view what, std::string_view wanted) {
    const auto* one = list.find(wanted);
    if (one == nullptr && !wanted.empty()) report_missing(found, protocol.place, what, wanted, list);
    return one;
  };
  Guidance guidance;
  const auto compilation = std::make_shared<Compilation>();
  guidance.model = read_model_of(protocol, reading, *compilation, found);
  guidance.safety = named(safety_, "set of safety rules", protocol.safety);
  guidance.suitability = named(suitabilities_, "suitability", protocol.suitability);
  guidance.plan = named(plans_, "treatment plan", protocol.plan);
  // Considerations look at the model's counts: without it they would be blamed for its fault.
  if (guidance.model == nullptr && found.has_errors()) guidance.suitability = nullptr;
  compilation->compiled = compile_with(protocol, guidance, found);
  for (const Diagnostic& diagnostic : found.all()) diagnostics.report(diagnostic);
  if (found.has_errors()) return nullptr;
  return {compilation, &*compilation->compiled};
}

Compiled Library::compile_with(const Protocol& protocol, const Guidance& guidance, Diagnostics& diagnostics) const {
  std::vector<Option> contexts;
  for (const Convention* convention : conventions_of(protocol.model, Convention::Manner::context))
    contexts.push_back({convention->id, std::nullopt, convention->title, {}});
  return compile(protocol, {instruments_.lookup(), catalogues_.lookup(), std::move(contexts)}, guidance, diagnostics);
}

const Model* Library::read_model_of(const Protocol& protocol, const Reading& reading, Compilation& compilation,
                                    Diagnostics& diagnostics) const {
  if (protocol.model.empty()) return nullptr;
  const Model* base = models_.find(protocol.model);
  if (base == nullptr) {
    report_missing(diagnostics, protocol.place, "focus model", protocol.model, models_);
    return nullptr;
  }
  std::vector<const Convention*> laid_over;
  std::string school = base->convention;
  for (const Convention* convention : conventions_of(protocol.model, Convention::Manner::school)) {
    if (convention->id != reading.school) continue;
    laid_over.push_back(convention);
    school = convention->id;
  }
  std::vector<std::string> contexts;
  for (const Convention* convention : conventions_of(protocol.model, Convention::Manner::context)) {
    if (std::find(reading.contexts.begin(), reading.contexts.end(), convention->id) == reading.contexts.end()) continue;
    laid_over.push_back(convention);
    contexts.push_back(convention->id);
  }
  if (laid_over.empty()) return base;
  const std::size_t errors = diagnostics.errors();
  compilation.document = overlaid(models_.file_of(protocol.model)->document(), laid_over, diagnostics);
  if (diagnostics.errors() > errors) return nullptr;
  Model& model = compilation.model.emplace(read_model(compilation.document, diagnostics));
  model.convention = std::move(school);
  model.contexts = std::move(contexts);
  for (const Convention* convention : laid_over) model.laid_over.push_back(convention->place);
  if (!language_.empty()) ipi::prefer(model, language_);
  return &model;
}

std::vector<const Convention*> Library::conventions_of(std::string_view model, Convention::Manner manner) const {
  std::vector<const Convention*> found;
  for (const auto& defined : conventions_) {
    if (defined.value.model == model && defined.value.manner == manner) found.push_back(&defined.value);
  }
  return found;
}

std::string Library::help_for_unknown_form(std::string_view id) const {
  const auto ids = form_ids();
  std::vector<std::string_view> variants;
  for (const std::string_view known : ids) {
    if (!id.empty() && known.size() > id.size() && known.starts_with(id) && known[id.size()] == '_')
      variants.push_back(known);
  }
  if (variants.size() > 1)
    return fmt::format("it has variants that are scored differently: {}; 'ipi show' tells them apart",
                       fmt::join(variants, ", "));
  if (variants.size() == 1) return fmt::format("did you mean '{}'?", variants.front());
  const auto near = nearest_name(id, ids);
  return near ? fmt::format("did you mean '{}'?", *near) : "'ipi show' lists them";
}

std::vector<const DefinitionFile*> Library::files_of(const Compiled& compiled) const {
  std::vector<const SourceFile*> sources = {compiled.layout->protocol().place.file};
  for (std::size_t g = 0; g < group_count; ++g) {
    for (const InstrumentUse& use : compiled.layout->group(static_cast<Group>(g)).instruments)
      sources.push_back(use.instrument->place.file);
  }
  if (compiled.model != nullptr) {
    sources.push_back(compiled.model->place.file);
    for (const Place& place : compiled.model->laid_over) sources.push_back(place.file);
  }
  if (compiled.plan != nullptr) sources.push_back(compiled.plan->place.file);
  for (const CompiledConsideration& rule : compiled.suitability) sources.push_back(rule.rule->place.file);
  for (const CompiledSafetyRule& rule : compiled.safety) sources.push_back(rule.rule->place.file);
  std::vector<const DefinitionFile*> files;
  for (const DefinitionFile& file : definitions_.files) {
    const bool counts_always = file.kind() == "catalogue" || file.kind() == "site";
    if (counts_always || std::find(sources.begin(), sources.end(), file.source.get()) != sources.end())
      files.push_back(&file);
  }
  return files;
}

}  // namespace ipi
