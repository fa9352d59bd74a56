#pragma once

#include <memory>
#include <optional>
#include <string>

#include "assessment/assessment.h"
#include "cli/runtime.h"
#include "inventory/form.h"
#include "yaml/node.h"

namespace ipi::cli {

/// One input read as far as it goes. Nothing in it moves: forms refer to their source.
struct Input {
  std::unique_ptr<SourceFile> source;
  std::optional<yaml::Document> document;  ///< absent where the file is no tree at all
};
/// nullopt where the file cannot be read at all; the reason is printed.
[[nodiscard]] std::optional<Input> open_input(const Runtime& runtime, const std::string& path,
                                              Diagnostics& diagnostics);

/// The same of a text at hand; never nullopt.
[[nodiscard]] std::optional<Input> input_of(const std::string& name, std::string text, Diagnostics& diagnostics);

/// The protocol that the document's first key names; null after a reported fault (E0301, E0302).
[[nodiscard]] const Compiled* protocol_of_form(Library& library, const yaml::Document& document,
                                               Diagnostics& diagnostics);

/// A line about a whole file: plain for people, an object for programs that asked for objects.
void say_of_file(const Runtime& runtime, const std::string& path, Severity severity, std::string_view code,
                 const std::string& text);
/// What safety has found, on standard error too, so that a pipe cannot swallow it.
void say_of_file(const Runtime& runtime, const std::string& path, const SafetyFinding& finding);

/// E0302, with the nearest id.
void report_unknown_protocol(const Library& library, std::string_view id, const Place& place, Diagnostics& diagnostics);

}  // namespace ipi::cli
