#pragma once

#include <yaml-cpp/anchor.h>
#include <yaml-cpp/emitterstyle.h>
#include <yaml-cpp/eventhandler.h>

#include <cstddef>
#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yaml/faults.h"
#include "yaml/node.h"
#include "yaml/read.h"
#include "yaml/syntax_faults.h"

namespace ipi::yaml {

/// Ends the parse early; what was wrong is already reported.
struct Stop {};

/// Makes our tree of yaml-cpp's events and refuses what they let through. Events give where a token begins and not
/// where it ends, so the builder follows in the raw text how far it has been consumed.
class TreeBuilder final : public YAML::EventHandler {
 public:
  /// `tabs` are those that may be indentation; the ones found to be text are taken out.
  TreeBuilder(Faults& faults, const Limits& limits, std::vector<std::size_t>& tabs);

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(); }

  [[nodiscard]] const Node& root() const { return root_; }
  [[nodiscard]] Progress progress() const;
  [[nodiscard]] std::unique_ptr<std::pmr::monotonic_buffer_resource> take_storage() { return std::move(storage_); }

 private:
  /// A container that is still open.
  struct Frame {
    Node node;
    std::size_t first_child = 0;  ///< index in `nodes_`
    bool flow = false;
    bool is_key = false;  ///< stands where a key belongs; refused, but read to its end
    bool expects_key = false;
    Span key_span;  ///< of the key whose value comes next
    std::string_view key;
  };

  [[nodiscard]] std::string_view text() const { return faults_->text(); }
  [[nodiscard]] bool at_key() const { return !frames_.empty() && frames_.back().expects_key; }
  [[nodiscard]] std::size_t refuse_properties(std::size_t begin);
  [[nodiscard]] std::string_view keep(std::string_view text);
  [[nodiscard]] std::size_t end_of_scalar(std::size_t begin, std::string_view value);
  [[nodiscard]] std::size_t end_of_block_header(std::size_t begin) const;
  [[nodiscard]] std::size_t end_of(const Frame& frame) const;
  [[nodiscard]] Span span_of_nothing(std::size_t begin);

  void open(NodeKind kind, std::size_t mark, bool flow);
  void close();
  void attach(Node node);
  void take_key(std::string_view value, const Span& span, bool quoted);
  void take_colon(const Span& key, bool quoted);
  void set_key(std::string_view key, const Span& span);
  void refuse_key(const Span& span, std::string message, std::string help);
  void check_plain_ends(const Span& span, std::string_view value);
  void check_plain_lines(const Span& span);
  [[nodiscard]] bool refuse_long_key(std::size_t begin);
  void report_long_key(const Span& span);
  void check_duplicates(std::span<const Node> children);
  void count_node(std::size_t offset);
  void forget_tabs_in(std::size_t begin, std::size_t end);
  void stop_if_too_many();

  Faults* faults_;
  Limits limits_;
  std::vector<std::size_t>* tabs_;
  std::unique_ptr<std::pmr::monotonic_buffer_resource> storage_;
  std::vector<Frame> frames_;
  std::vector<Node> nodes_;  ///< finished children of the open containers, innermost last
  Node root_;
  std::size_t count_ = 0;
  std::size_t consumed_ = 0;
  std::size_t last_begin_ = 0;
  bool last_closed_ = false;
  std::size_t properties_end_ = 0;  ///< tags and anchors before it are reported already
};

}  // namespace ipi::yaml
