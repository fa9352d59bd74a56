#pragma once

#include <memory>
#include <optional>
#include <string>

#include "assessment/assessment.h"
#include "cli/runtime.h"
#include "intake/intake.h"

namespace ipi::cli {

/// One file read as far as it goes. Nothing in it moves: forms refer to their source.
struct Input {
  std::unique_ptr<SourceFile> source;
  std::optional<yaml::Document> document;  ///< absent where the file is no tree at all
};
/// nullopt where the file cannot be read at all; the reason is printed.
[[nodiscard]] std::optional<Input> open_input(const Runtime& runtime, const std::string& path,
                                              Diagnostics& diagnostics);

/// A form that somebody named, read and checked as one. Does not move.
class NamedForm {
 public:
  /// A text at hand, as the name of its file tells how it is to be read.
  NamedForm(Library& library, const std::string& name, std::string text, const std::string& convention);
  NamedForm(const NamedForm&) = delete;
  NamedForm& operator=(const NamedForm&) = delete;
  /// Null where the file cannot be read at all; the reason is printed.
  [[nodiscard]] static std::unique_ptr<NamedForm> open(const Runtime& runtime, Library& library,
                                                       const std::string& path, const std::string& convention);

  [[nodiscard]] const intake::CheckedForm& checked() const { return *checked_; }
  [[nodiscard]] const Form& form() const { return checked_->form; }
  [[nodiscard]] const SourceFile& source() const { return source_; }
  /// What the form was read from; null where the file is no tree at all.
  [[nodiscard]] const yaml::Document* document() const { return room_.document ? &*room_.document : nullptr; }

 private:
  intake::FormOptions options_;
  SourceFile source_;
  intake::RecordRoom room_;
  intake::FormReader reader_;
  const intake::CheckedForm* checked_;
};

/// Options for one form that somebody named.
[[nodiscard]] intake::FormOptions options_for_one(std::string convention);

/// A line about a whole file: plain for people, an object for programs that asked for objects.
void say_of_file(const Runtime& runtime, const std::string& path, Severity severity, std::string_view code,
                 const std::string& text);
/// What safety has found, on standard error too, so that a pipe cannot swallow it.
void say_of_file(const Runtime& runtime, const std::string& path, const SafetyFinding& finding);
/// That it could find nothing: silence would read as "nothing found".
void say_safety_unread(const Runtime& runtime, const std::string& path);

/// Whether the path is one of the inputs, under whatever name.
[[nodiscard]] bool is_one_of(const std::string& path, const std::vector<std::string>& inputs);

/// E0302, with the nearest id.
void report_unknown_protocol(const Library& library, std::string_view id, Diagnostics& diagnostics);

}  // namespace ipi::cli
