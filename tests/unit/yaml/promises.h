#pragma once

#include <algorithm>
#include <exception>
#include <string>
#include <string_view>

#include "same_tree.h"
#include "yaml/image.h"
#include "yaml/read.h"

/// What came of one text: whether it was accepted, and which promise of read() did not hold (empty: all did).
struct Verdict {
  bool accepted = false;
  std::string broken;
};

inline bool lies_inside(const ipi::Span& span, std::size_t size) { return span.begin <= span.end && span.end <= size; }

inline bool spans_inside(const ipi::yaml::Node& node, std::size_t size) {
  return lies_inside(node.span, size) && lies_inside(node.key_span, size) &&
         std::all_of(node.children.begin(), node.children.end(),
                     [size](const ipi::yaml::Node& child) { return spans_inside(child, size); });
}

/// A plain scalar on one line, and only that, is its own raw text.
inline bool plain_texts_covered(const ipi::yaml::Node& node, std::string_view text) {
  const std::string_view raw = text.substr(node.span.begin, node.span.end - node.span.begin);
  const bool one_line = node.is_scalar() && !node.quoted && raw.find_first_of("\r\n") == std::string_view::npos;
  if (one_line && raw != node.text) return false;
  return std::all_of(node.children.begin(), node.children.end(),
                     [text](const ipi::yaml::Node& child) { return plain_texts_covered(child, text); });
}

inline bool survives_image(const ipi::yaml::Document& document, const ipi::SourceFile& file) {
  std::string bytes;
  append_image(document.root, bytes);
  std::string_view rest = bytes;
  return same_tree(document.root, ipi::yaml::read_image(rest, &file).root) && rest.empty();
}

inline std::string broken_by(const ipi::SourceFile& file, const ipi::Diagnostics& diagnostics,
                             const std::optional<ipi::yaml::Document>& document) {
  const std::size_t size = file.text().size();
  if (document.has_value() == diagnostics.has_errors()) return "a document if and only if no error";
  for (const ipi::Diagnostic& diagnostic : diagnostics.all()) {
    if (!lies_inside(diagnostic.primary.place.span, size)) return "a diagnostic lies outside the file";
    if (to_text(diagnostic).empty() || to_json_line(diagnostic).empty()) return "a diagnostic does not print";
  }
  if (!document) return {};
  if (!spans_inside(document->root, size)) return "a span lies outside the file";
  if (!plain_texts_covered(document->root, file.text())) return "a plain text is not what its span covers";
  return survives_image(*document, file) ? std::string{} : std::string{"the image gives another tree"};
}

/// Reads the text and says which promise did not hold.
inline Verdict keep_promises(std::string_view text) {
  const ipi::SourceFile file{"fuzz.yaml", std::string{text}};
  ipi::Diagnostics diagnostics;
  try {
    const auto document = ipi::yaml::read(file, diagnostics);
    return {.accepted = document.has_value(), .broken = broken_by(file, diagnostics, document)};
  } catch (const std::exception& fault) {
    return {.accepted = false, .broken = fault.what()};
  }
}
