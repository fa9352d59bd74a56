#include "library/site.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "text/nearest.h"
#include "yaml/fields.h"
#include "yaml/overlay.h"

namespace ipi {
namespace {

using yaml::Fields;
using yaml::Node;
using yaml::Reader;

/// What is said to the reader of a result, and can name a site's own telephone number or pathway.
constexpr std::array<std::string_view, 4> words_of_a_site = {"statement", "not_assessed", "unknown", "rhythm"};

std::string_view last_part(std::string_view address) {
  const std::size_t dot = address.rfind('.');
  return dot == std::string_view::npos ? address : address.substr(dot + 1);
}

class Site {
 public:
  Site(const DefinitionFile& file, Definitions& definitions, Diagnostics& diagnostics)
      : file_(&file),
        definitions_(&definitions),
        diagnostics_(&diagnostics),
        reader_{file.source.get(), &diagnostics} {}

  void apply() {
    Fields fields(reader_, file_->document().root, "a site's words");
    static_cast<void>(fields.required_text("site"));
    static_cast<void>(fields.integer("revision"));
    static_cast<void>(fields.required_text("title"));
    const Node* texts = fields.required("texts");
    fields.finish();
    if (texts == nullptr) return;
    if (!texts->is_mapping()) {
      reader_.error(*texts, "E0295", "texts are a map from the definitions that they change",
                    "write texts: {ipt-safety: {ADDRESS: \"...\"}}");
      return;
    }
    for (const Node& target : texts->children) apply_to(target);
  }

 private:
  void apply_to(const Node& target) {
    DefinitionFile* definition = find(target.key);
    if (definition == nullptr) {
      report_unknown(target);
      return;
    }
    std::vector<yaml::Change> changes;
    for (const Node& text : target.children) {
      if (may_change(*definition, text))
        changes.push_back({yaml::Change::Kind::set, std::string(text.key), &text, {}, &text, file_->source.get()});
    }
    if (!changes.empty()) definition->lay_over(yaml::overlay(definition->document(), changes, *diagnostics_));
  }

  DefinitionFile* find(std::string_view id) const {
    auto& files = definitions_->files;
    const auto found = std::find_if(files.begin(), files.end(), [&](const DefinitionFile& file) {
      return file.id() == id && file.kind() != "site";
    });
    return found == files.end() ? nullptr : &*found;
  }

  bool may_change(const DefinitionFile& definition, const Node& text) const {
    const Node* there = yaml::find(definition.document().root, text.key);
    if (there == nullptr) return true;  // the overlay says what there is instead
    const bool is_words =
        std::find(words_of_a_site.begin(), words_of_a_site.end(), last_part(text.key)) != words_of_a_site.end();
    const bool is_text = text.is_scalar() || text.is_mapping();
    if (is_words && is_text) return true;
    const Node* licence = definition.document().root.find("licence");
    const Node* kept = licence != nullptr ? licence->find("item_text") : nullptr;
    if (kept != nullptr && kept->text == "verbatim" && last_part(text.key) == "text") {
      reader_.key_error(text, "E0289", fmt::format("the licence of '{}' keeps its wording as it is", definition.id()),
                        "nobody may print other words under its name");
    } else {
      reader_.key_error(text, "E0295", fmt::format("'{}' is nothing that a site may change", text.key),
                        fmt::format("a site changes what is said, not what is asked or decided: {}",
                                    fmt::join(words_of_a_site, ", ")));
    }
    return false;
  }

  void report_unknown(const Node& target) const {
    std::vector<std::string_view> ids;
    for (const DefinitionFile& file : definitions_->files) ids.push_back(file.id());
    const auto near = nearest_name(target.key, ids);
    reader_.key_error(target, "E0240", fmt::format("nothing is defined as '{}'", target.key),
                      near ? fmt::format("did you mean '{}'?", *near) : "'ipi show' lists what is");
  }

  const DefinitionFile* file_;
  Definitions* definitions_;
  Diagnostics* diagnostics_;
  Reader reader_;
};

}  // namespace

void apply_sites(Definitions& definitions, Diagnostics& diagnostics) {
  for (const DefinitionFile& file : definitions.files) {
    if (file.kind() == "site") Site(file, definitions, diagnostics).apply();
  }
}

}  // namespace ipi
