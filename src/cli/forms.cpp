#include "cli/forms.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "text/utf8.h"
#include "yaml/read.h"
#include "yaml/read_json.h"

namespace ipi::cli {
namespace {

std::string name_of(const std::string& path) { return path == "-" ? "<stdin>" : path; }

/// As the file's name has it, where a file of that kind may be one form.
const intake::InputFormat& format_of(const std::string& name) {
  const intake::InputFormat* const format = intake::format_of_file(name);
  return format != nullptr && format->holds_several != nullptr ? *format : *intake::input_formats().front();
}

}  // namespace

std::optional<Input> open_input(const Runtime& runtime, const std::string& path, Diagnostics& diagnostics) {
  auto text = read_input(runtime, path);
  if (!text) return std::nullopt;
  Input input;
  input.source = std::make_unique<SourceFile>(name_of(path), std::move(*text));
  input.document =
      path.ends_with(".json") ? yaml::read_json(*input.source, diagnostics) : yaml::read(*input.source, diagnostics);
  return input;
}

intake::FormOptions options_for_one(std::string convention) {
  return {.reading = {}, .convention = std::move(convention), .policy = intake::one_form, .allowed = {}};
}

NamedForm::NamedForm(Library& library, const std::string& name, std::string text, const std::string& convention)
    : options_(options_for_one(convention)),
      source_(name, std::move(text)),
      reader_(library, options_),
      checked_(&intake::read_one(reader_, source_, format_of(name), room_)) {}

std::unique_ptr<NamedForm> NamedForm::open(const Runtime& runtime, Library& library, const std::string& path,
                                           const std::string& convention) {
  auto text = read_input(runtime, path);
  if (!text) return nullptr;
  return std::make_unique<NamedForm>(library, name_of(path), std::move(*text), convention);
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

void say_safety_unread(const Runtime& runtime, const std::string& path) {
  say_of_file(runtime, path, Severity::warning, "S0003",
              "safety: the answers in this file could not be read. Look at them yourself.");
}

bool is_one_of(const std::string& path, const std::vector<std::string>& inputs) {
  return std::any_of(inputs.begin(), inputs.end(), [&](const std::string& input) {
    std::error_code ignored;
    return !input.empty() && input != "-" && std::filesystem::equivalent(input, path, ignored);
  });
}

void report_unknown_protocol(const Library& library, std::string_view id, Diagnostics& diagnostics) {
  diagnostics.report({Severity::error,
                      "E0302",
                      fmt::format("there is no protocol or instrument '{}'", id),
                      {},
                      {},
                      library.help_for_unknown_form(id)});
}

}  // namespace ipi::cli
