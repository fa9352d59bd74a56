#include <algorithm>

#include "formats/format.h"

namespace ipi {

const std::vector<Format>& formats() {
  static const std::vector<Format> table = {
      {"text", {"txt"}, render_text},
      {"json", {"json"}, render_json},
      {"ndjson", {"ndjson", "jsonl"}, render_ndjson},
  };
  return table;
}

const Format* find_format(std::string_view name) {
  const auto found =
      std::find_if(formats().begin(), formats().end(), [&](const Format& format) { return format.name == name; });
  return found == formats().end() ? nullptr : &*found;
}

const Format* format_of_file(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return nullptr;
  const std::string_view extension = path.substr(dot + 1);
  for (const Format& format : formats()) {
    if (std::find(format.extensions.begin(), format.extensions.end(), extension) != format.extensions.end())
      return &format;
  }
  return nullptr;
}

}  // namespace ipi
