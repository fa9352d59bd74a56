#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "source/diagnostic.h"

namespace ipi::yaml {

/// The faults of one file while it is read: kept apart from the caller's, so that they can be put in the order in
/// which they stand in the file, which is not that in which they are noticed.
class Faults {
 public:
  explicit Faults(const SourceFile& file) : file_(&file) {}

  /// [begin, end) are bytes of the file; what lies outside it is drawn in.
  void error(std::size_t begin, std::size_t end, std::string_view code, std::string message, std::string help);
  void warning(std::size_t begin, std::size_t end, std::string_view code, std::string message, std::string help);
  void note(std::size_t begin, std::size_t end, std::string_view code, std::string message, std::string help);
  /// A second place, of the fault reported last.
  void also_at(const Span& span, std::string text);

  [[nodiscard]] std::string_view text() const { return file_->text(); }
  [[nodiscard]] std::size_t errors() const { return errors_; }
  [[nodiscard]] bool has_error_on_line_of(std::size_t offset) const;
  [[nodiscard]] Span span(std::size_t begin, std::size_t end) const;

  /// Hands everything over, sorted by place.
  void move_to(Diagnostics& diagnostics);

 private:
  void add(Severity severity, const Span& span, std::string_view code, std::string message, std::string help);

  const SourceFile* file_;
  std::vector<Diagnostic> found_;
  std::size_t errors_ = 0;
};

}  // namespace ipi::yaml
