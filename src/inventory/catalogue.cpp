#include "ipi/inventory/catalogue.h"

#include <fmt/format.h>

#include <algorithm>

#include "ipi/instrument/question.h"
#include "ipi/yaml/fields.h"

namespace ipi {

Catalogue read_catalogue(const yaml::Document& document, Diagnostics& diagnostics) {
  const yaml::Reader reader{document.file, &diagnostics};
  yaml::Fields fields(reader, document.root, "a catalogue");
  Catalogue catalogue;
  catalogue.id = fields.required_text("catalogue");
  catalogue.revision = fields.integer("revision").value_or(1);
  std::string language = fields.text("language");
  if (language.empty()) language = "en";
  catalogue.title = read_translated(reader, fields.required("title"), language);
  for (const yaml::Node& node : fields.list("entries")) {
    yaml::Fields entry(reader, node, "an entry of a catalogue");
    Option option;
    option.value = entry.required_text("id");
    option.label = read_translated(reader, entry.required("label"), language);
    option.tags = entry.words("tags");
    entry.finish();
    const auto same = [&](const Option& other) { return other.value == option.value; };
    if (std::any_of(catalogue.entries.begin(), catalogue.entries.end(), same)) {
      reader.error(node, "E0226", fmt::format("two entries are called '{}'", option.value));
    }
    if (is_reserved_word(option.value)) reader.error(node, "E0220", fmt::format("'{}' says why there is no answer", option.value));
    catalogue.entries.push_back(std::move(option));
  }
  fields.finish();
  if (catalogue.entries.size() > most_options) {
    reader.error(document.root, "E0222", fmt::format("{} entries are more than the {} that a question can offer", catalogue.entries.size(), most_options));
  }
  return catalogue;
}

}  // namespace ipi
