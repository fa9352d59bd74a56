#include "intake/input_formats.h"

#include <algorithm>
#include <array>

namespace ipi::intake {
namespace {

/// A new format is a line here.
constexpr std::array<const InputFormat*, 5> all_formats = {&yaml_format, &json_format, &ndjson_format, &csv_format,
                                                           &tsv_format};

bool is_same(std::string_view small, std::string_view word) {
  return std::equal(small.begin(), small.end(), word.begin(), word.end(),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b); });
}

}  // namespace

InputFormats input_formats() { return all_formats; }

const InputFormat* format_named(std::string_view name, InputFormats formats) {
  const auto found = std::find_if(formats.begin(), formats.end(), [&](const auto* one) { return one->name == name; });
  return found == formats.end() ? nullptr : *found;
}

const InputFormat* format_of_file(std::string_view path, InputFormats formats) {
  if (path.ends_with(".gz")) path.remove_suffix(3);
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return nullptr;
  const std::string_view extension = path.substr(dot + 1);
  const auto found = std::find_if(formats.begin(), formats.end(), [&](const InputFormat* format) {
    return std::any_of(format->extensions.begin(), format->extensions.end(),
                       [&](std::string_view one) { return is_same(one, extension); });
  });
  return found == formats.end() ? nullptr : *found;
}

const InputFormat* better_format(const InputFormat& taken_for, std::string_view text, InputFormats formats) {
  if (!taken_for.may_be_another) return nullptr;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (const InputFormat* format : formats) {
    if (format->recognises == nullptr || !format->recognises(text)) continue;
    return format == &taken_for ? nullptr : format;
  }
  return nullptr;
}

}  // namespace ipi::intake
