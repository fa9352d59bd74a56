#include "yaml/read.h"

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "text/utf8.h"
#include "yaml/byte_checks.h"
#include "yaml/faults.h"
#include "yaml/raw_text.h"
#include "yaml/syntax_faults.h"
#include "yaml/tree_builder.h"

namespace ipi::yaml {
namespace {

/// Where something stands that must not: thrown out of the parse of a second document at its first event.
struct SecondDocument {
  std::size_t offset = 0;
};

class SecondDocumentFinder final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override { throw SecondDocument{static_cast<std::size_t>(mark.pos)}; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnAlias(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnScalar(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                const std::string& /*value*/) override {}
  void OnSequenceStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                       YAML::EmitterStyle::value /*style*/) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {}
  void OnMapEnd() override {}
};

/// One reading of one file, from bytes to tree.
class Reading {
 public:
  Reading(Faults& faults, const Limits& limits)
      : faults_(&faults),
        limits_(&limits),
        tabs_(find_indenting_tabs(faults.text())),
        builder_(faults, limits, tabs_) {}

  void run() {
    try {
      parse();
    } catch (const Stop&) {
      // Said already.
    } catch (const SecondDocument& second) {
      if (!report_tabs(second.offset)) {
        report_text_after_document(*faults_, second.offset, builder_.progress(), builder_.root().is_sequence());
      }
    } catch (const YAML::Exception& fault) {
      report(fault);
    }
  }

  TreeBuilder& builder() { return builder_; }

 private:
  void parse() {
    std::istringstream stream{std::string{faults_->text()}};
    YAML::Parser parser{stream};
    const bool found = parser.HandleNextDocument(builder_);
    if (!found || builder_.root().is_null()) report_nothing();
    SecondDocumentFinder finder;
    parser.HandleNextDocument(finder);
    report_tabs(faults_->text().size());
    check_lone_text();
  }

  void report_nothing() {
    if (faults_->errors() > 0) return;
    faults_->error(0, 0, "E0116", "there is nothing in this file", "is it the right file?");
  }

  /// A document that is one plain text is most often one line with its colon written amiss.
  void check_lone_text() {
    const Node& root = builder_.root();
    if (!root.is_scalar() || root.quoted || faults_->errors() > 0) return;
    const auto twin = find_look_alike(root.text);
    const bool has_colon = root.text.find(':') != std::string_view::npos || (twin && twin->meant == ":");
    if (has_colon) report_missing_colon(*faults_, root.span.begin, root.span.end);
  }

  void report(const YAML::Exception& fault) {
    const std::size_t offset =
        fault.mark.is_null() || fault.mark.pos < 0 ? 0 : static_cast<std::size_t>(fault.mark.pos);
    const std::size_t within = std::min(offset, faults_->text().size());
    if (report_tabs(within) || faults_->has_error_on_line_of(within)) return;
    report_syntax_fault(*faults_, within, fault.msg, builder_.progress());
  }

  /// Tabs up to the line of `offset` that turned out to be no text; true if there were any.
  bool report_tabs(std::size_t offset) {
    const std::size_t end = raw::line_end(faults_->text(), offset);
    bool any = false;
    for (const std::size_t tab : tabs_) {
      if (tab >= end || faults_->errors() >= limits_->errors) break;
      report_indenting_tab(*faults_, tab);
      any = true;
    }
    return any;
  }

  Faults* faults_;
  const Limits* limits_;
  std::vector<std::size_t> tabs_;
  TreeBuilder builder_;
};

}  // namespace

std::optional<Document> read(const SourceFile& file, Diagnostics& diagnostics, const Limits& limits) {
  Faults faults{file};
  std::optional<Document> document;
  if (check_bytes(faults, limits)) {
    Reading reading{faults, limits};
    reading.run();
    if (faults.errors() == 0) {
      document = Document{.file = &file, .root = reading.builder().root(), .storage = reading.builder().take_storage()};
    }
  }
  faults.move_to(diagnostics);
  return document;
}

}  // namespace ipi::yaml
