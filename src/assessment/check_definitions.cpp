#include "ipi/assessment/check_definitions.h"

#include <algorithm>
#include <vector>

#include "ipi/assessment/examples.h"

namespace ipi {
namespace {

bool same_fault(const Diagnostic& a, const Diagnostic& b) {
  return a.code == b.code && a.message == b.message && a.primary.place.file == b.primary.place.file && a.primary.place.span == b.primary.place.span;
}

void add_new(const Diagnostics& found, Diagnostics& all) {
  for (const Diagnostic& diagnostic : found.all()) {
    const auto known = [&](const Diagnostic& other) { return same_fault(diagnostic, other); };
    if (std::none_of(all.all().begin(), all.all().end(), known)) all.report(diagnostic);
  }
}

void check_form_ids(Library& library, Diagnostics& diagnostics) {
  for (const std::string_view id : library.form_ids()) {
    // Diagnostics of its own, since a phase that finds earlier errors stops looking.
    Diagnostics found;
    const Compiled* compiled = library.compiled(id, found);
    if (compiled != nullptr && compiled->layout->protocol().is_instrument) {
      check_examples(*compiled, *compiled->layout->group(Group::form).instruments.front().instrument, found);
    }
    add_new(found, diagnostics);
  }
}

/// A model or a set of safety rules that no protocol names is still checked: against each protocol, until it fits one.
void check_unnamed(const Library& library, const Model* model, const SafetyRules* safety, Diagnostics& diagnostics) {
  Diagnostics first;
  for (const auto& protocol : library.protocols()) {
    Diagnostics found;
    static_cast<void>(compile(protocol.value, library.parts(), model, safety, found));
    if (!found.has_errors()) return;
    if (first.all().empty()) first = found;
  }
  add_new(first, diagnostics);
}

}  // namespace

void check_definitions(Library& library, Diagnostics& diagnostics) {
  check_form_ids(library, diagnostics);
  const auto& protocols = library.protocols();
  for (const auto& model : library.models()) {
    const bool named = std::any_of(protocols.begin(), protocols.end(), [&](const auto& protocol) { return protocol.value.model == model.value.id; });
    if (!named) check_unnamed(library, &model.value, nullptr, diagnostics);
  }
  for (const auto& safety : library.safety_rules()) {
    const bool named = std::any_of(protocols.begin(), protocols.end(), [&](const auto& protocol) { return protocol.value.safety == safety.value.id; });
    if (!named) check_unnamed(library, nullptr, &safety.value, diagnostics);
  }
}

}  // namespace ipi
