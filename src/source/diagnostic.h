#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "source/source_file.h"

namespace ipi {

enum class Severity { error, warning, note };

/// A place and what is to be said beside its caret ("first given here"); the text may be empty.
struct Label {
  Place place;
  std::string text;
};

/// What is wrong, where, and what would be right. Codes are stable ("E0102"), documented in data/README.md,
/// and unique to one kind of fault; E1xx reading, E2xx definitions, E3xx forms, W likewise for warnings.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string_view code;  ///< of static lifetime
  std::string message;
  Label primary;
  std::vector<Label> secondary;
  std::string help;
  bool hides_source = false;  ///< the place is said and its line not shown, as it may tell who somebody is
};

/// Collects the faults of a phase, so that one run reports all of them; callers stop between phases.
class Diagnostics {
 public:
  void report(Diagnostic diagnostic);
  /// Takes over what another phase has reported, as far as it is wanted.
  void take(Diagnostics other, const std::function<bool(const Diagnostic&)>& is_wanted);
  /// No line of the source is shown with what was reported so far.
  void hide_sources();
  [[nodiscard]] bool has_errors() const { return errors_ > 0; }
  [[nodiscard]] std::size_t errors() const { return errors_; }
  [[nodiscard]] const std::vector<Diagnostic>& all() const { return all_; }
  /// Takes over a file that its reader gives up on: what was reported still shows its lines.
  void keep(std::shared_ptr<const SourceFile> file) { kept_.push_back(std::move(file)); }

 private:
  std::vector<Diagnostic> all_;
  std::size_t errors_ = 0;
  std::vector<std::shared_ptr<const SourceFile>> kept_;
};

/// The message as people read it, after rustc: code, place, the line with a caret, help. The excerpt is clipped
/// to about 100 columns around the caret and escaped; caret padding repeats tabs. `colour` adds ANSI colours
/// only; nothing is said by colour alone. Ends with a newline.
[[nodiscard]] std::string to_text(const Diagnostic& diagnostic, bool colour = false);

/// The same as one JSON object on one line: {severity, code, message, file, line, column, end_line, end_column,
/// help, related: [{file, line, column, message}]}. Ends with a newline.
[[nodiscard]] std::string to_json_line(const Diagnostic& diagnostic);

}  // namespace ipi
