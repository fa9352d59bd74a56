#include "inventory/catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>

#include "instrument/question.h"
#include "yaml/fields.h"

namespace ipi {
namespace {

char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) { return lowered(c); });
  return result;
}

/// Entries are compared in small letters, single letters are commands, and a comma parts the answers of a line.
bool can_be_typed(std::string_view word) {
  return word.size() > 1 && lowered(word) == word && word.find(',') == std::string_view::npos;
}

/// What is typed means one entry: a word that two of them claimed would mean neither.
void check_words(const yaml::Reader& reader, const std::vector<Option>& entries,
                 const std::vector<const yaml::Node*>& nodes) {
  std::map<std::string, std::size_t, std::less<>> meant;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    meant.emplace(entries[i].value, i);
    meant.emplace(lowered(entries[i].label.original()), i);
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    for (const std::string& word : entries[i].also) {
      if (!can_be_typed(word))
        reader.error(*nodes[i], "E0220", fmt::format("nobody can type '{}' for '{}'", word, entries[i].value),
                     "write two small letters or more, without a comma");
      const std::size_t first = meant.emplace(word, i).first->second;
      if (first != i)
        reader.error(*nodes[i], "E0221",
                     fmt::format("'{}' would mean both '{}' and '{}'", word, entries[first].value, entries[i].value),
                     "leave it to one of them");
    }
  }
}

}  // namespace

Catalogue read_catalogue(const yaml::Document& document, Diagnostics& diagnostics) {
  const yaml::Reader reader{document.file, &diagnostics};
  yaml::Fields fields(reader, document.root, "a catalogue");
  Catalogue catalogue;
  catalogue.id = fields.required_text("catalogue");
  catalogue.revision = fields.integer("revision").value_or(1);
  std::string language = fields.text("language");
  if (language.empty()) language = "en";
  catalogue.title = read_translated(reader, fields.required("title"), language);
  std::vector<const yaml::Node*> nodes;
  for (const yaml::Node& node : fields.list("entries")) {
    yaml::Fields entry(reader, node, "an entry of a catalogue");
    Option option;
    option.value = entry.required_text("id");
    option.label = read_translated(reader, entry.required("label"), language);
    option.tags = entry.words("tags");
    option.also = entry.words("also");
    entry.finish();
    const auto same = [&](const Option& other) { return other.value == option.value; };
    if (std::any_of(catalogue.entries.begin(), catalogue.entries.end(), same)) {
      reader.error(node, "E0226", fmt::format("two entries are called '{}'", option.value));
    }
    if (is_reserved_word(option.value))
      reader.error(node, "E0220", fmt::format("'{}' says why there is no answer", option.value));
    catalogue.entries.push_back(std::move(option));
    nodes.push_back(&node);
  }
  fields.finish();
  check_words(reader, catalogue.entries, nodes);
  if (catalogue.entries.size() > most_options) {
    reader.error(document.root, "E0222",
                 fmt::format("{} entries are more than the {} that a question can offer", catalogue.entries.size(),
                             most_options));
  }
  return catalogue;
}

}  // namespace ipi
