#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assessment/assessment.h"
#include "library/library.h"

namespace ipi {

/// What a renderer may draw on besides the assessment.
struct Rendering {
  const Library* library = nullptr;
  std::string_view version;  ///< of ipi
  std::string_view language = "en";
  bool explain = false;  ///< the whole working, not only its result
  bool as_list = false;  ///< several forms were asked for, whatever became of them
  bool colour = false;
  std::size_t width = 80;
};

/// One format that assessments can be written in.
struct Format {
  std::string_view name;
  std::vector<std::string_view> extensions;  ///< without the dot
  /// The text of several assessments, in order.
  std::string (*render)(std::span<const Assessment> assessments, const Rendering& rendering);
};

/// Every format; a new one is one file and one line here.
[[nodiscard]] const std::vector<Format>& formats();
[[nodiscard]] const Format* find_format(std::string_view name);
/// By the extension of a file's name; null if none fits.
[[nodiscard]] const Format* format_of_file(std::string_view path);

/// The page that a clinician reads: safety, the suggestion and its reasons, scores, what is missing.
[[nodiscard]] std::string render_text(std::span<const Assessment> assessments, const Rendering& rendering);
/// What stands between two pages.
[[nodiscard]] std::string page_separator(const Rendering& rendering);
/// The stable contract of data/schema/assessment.schema.json: an object for one form, an array for several.
[[nodiscard]] std::string render_json(std::span<const Assessment> assessments, const Rendering& rendering);
/// The same objects, one a line.
[[nodiscard]] std::string render_ndjson(std::span<const Assessment> assessments, const Rendering& rendering);

/// Stands in every output that people read.
inline constexpr std::string_view disclaimer =
    "A suggested focus, to discuss: it supports a clinical decision and never makes one. Not a diagnosis.";

}  // namespace ipi
