#include "yaml/faults.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "yaml/raw_text.h"

namespace ipi::yaml {

void Faults::error(std::size_t begin, std::size_t end, std::string_view code, std::string message, std::string help) {
  ++errors_;
  add(Severity::error, span(begin, end), code, std::move(message), std::move(help));
}

void Faults::warning(std::size_t begin, std::size_t end, std::string_view code, std::string message, std::string help) {
  add(Severity::warning, span(begin, end), code, std::move(message), std::move(help));
}

void Faults::note(std::size_t begin, std::size_t end, std::string_view code, std::string message, std::string help) {
  add(Severity::note, span(begin, end), code, std::move(message), std::move(help));
}

void Faults::also_at(const Span& span, std::string text) {
  if (found_.empty()) return;
  found_.back().secondary.push_back({.place = {file_, span}, .text = std::move(text)});
}

bool Faults::has_error_on_line_of(std::size_t offset) const {
  const std::size_t line = raw::line_begin(text(), offset);
  return std::any_of(found_.begin(), found_.end(), [&](const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::error &&
           raw::line_begin(text(), diagnostic.primary.place.span.begin) == line;
  });
}

Span Faults::span(std::size_t begin, std::size_t end) const {
  const std::size_t size = text().size();
  const std::size_t first = std::min(begin, size);
  const std::size_t last = std::clamp(end, first, size);
  return {.begin = static_cast<std::uint32_t>(first), .end = static_cast<std::uint32_t>(last)};
}

void Faults::move_to(Diagnostics& diagnostics) {
  std::stable_sort(found_.begin(), found_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return a.primary.place.span.begin < b.primary.place.span.begin;
  });
  for (Diagnostic& diagnostic : found_) diagnostics.report(std::move(diagnostic));
  found_.clear();
}

void Faults::add(Severity severity, const Span& span, std::string_view code, std::string message, std::string help) {
  found_.push_back({.severity = severity,
                    .code = code,
                    .message = std::move(message),
                    .primary = {.place = {file_, span}, .text = {}},
                    .secondary = {},
                    .help = std::move(help)});
}

}  // namespace ipi::yaml
