#include "focus/convention.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "focus/works.h"

namespace ipi {
namespace {

using yaml::Fields;
using yaml::Node;
using yaml::Reader;

constexpr std::array<std::string_view, 2> manner_names = {"school", "context"};

class ConventionReader {
 public:
  ConventionReader(const yaml::Document& document, Diagnostics& diagnostics)
      : reader_{document.file, &diagnostics}, root_(&document.root), works_(reader_, document.root.find("sources")) {
    convention_.document = &document;
  }

  Convention read() {
    Fields fields(reader_, *root_, "a convention");
    convention_.place = reader_.place_of(*root_);
    convention_.id = fields.required_text("convention");
    convention_.revision = fields.integer("revision").value_or(1);
    if (const std::string language = fields.text("language"); !language.empty()) language_ = language;
    convention_.title = read_translated(reader_, fields.required("title"), language_);
    if (const Node* manner = fields.required("manner")) {
      if (const auto index = yaml::one_of(reader_, *manner, "manner of convention", manner_names))
        convention_.manner = static_cast<Convention::Manner>(*index);
    }
    convention_.model = fields.required_text("model");
    static_cast<void>(fields.optional("sources"));
    for (const Node& node : fields.list("changes")) read_change(node);
    fields.finish();
    convention_.sources = works_.take();
    return std::move(convention_);
  }

 private:
  void read_change(const Node& node) {
    Fields fields(reader_, node, "a change");
    ConventionChange result;
    yaml::Change& change = result.change;
    change.node = &node;
    change.file = reader_.file;
    const std::string set = fields.text("set");
    const std::string add = fields.text("add");
    const std::string remove = fields.text("remove");
    if (static_cast<int>(set.empty()) + static_cast<int>(add.empty()) + static_cast<int>(remove.empty()) != 2) {
      reader_.error(node, "E0292", "a change sets, adds or removes one thing",
                    "give one of set:, add: and remove:, each with an address");
    }
    if (!set.empty()) {
      change.kind = yaml::Change::Kind::set;
      change.value = fields.required("to");
    } else if (!add.empty()) {
      change.kind = yaml::Change::Kind::add;
      change.value = fields.required("item");
      change.before = fields.text("before");
    } else {
      change.kind = yaml::Change::Kind::remove;
    }
    change.address = set + add + remove;
    result.why = read_translated(reader_, fields.required("why"), language_);
    // Their keys are held against the works of the whole model, once the convention is laid over it.
    result.source = read_source(reader_, fields.required("source"));
    fields.finish();
    convention_.changes.push_back(std::move(result));
  }

  Reader reader_;
  const Node* root_;
  Works works_;
  std::string language_ = "en";
  Convention convention_;
};

}  // namespace

Convention read_convention(const yaml::Document& document, Diagnostics& diagnostics) {
  return ConventionReader(document, diagnostics).read();
}

yaml::Document overlaid(const yaml::Document& model, std::span<const Convention* const> conventions,
                        Diagnostics& diagnostics) {
  std::vector<yaml::Change> changes;
  std::vector<std::string_view> listed;
  if (const Node* works = model.root.find("sources")) {
    for (const Node& work : works->children) listed.push_back(work.key);
  }
  for (const Convention* convention : conventions) {
    const yaml::Document& document = *convention->document;
    const Node* works = document.root.find("sources");
    for (const Node& work : works != nullptr ? works->children : std::span<const Node>{}) {
      if (std::find(listed.begin(), listed.end(), work.key) != listed.end()) continue;
      listed.push_back(work.key);
      changes.push_back(
          {yaml::Change::Kind::add, fmt::format("sources.{}", work.key), &work, {}, &work, document.file});
    }
    for (const ConventionChange& change : convention->changes) changes.push_back(change.change);
  }
  return yaml::overlay(model, changes, diagnostics);
}

}  // namespace ipi
