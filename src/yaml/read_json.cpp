#include "yaml/read_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "text/number.h"
#include "yaml/byte_checks.h"
#include "yaml/faults.h"
#include "yaml/grow.h"

namespace ipi::yaml {
namespace {

using Json = nlohmann::json;

/// Few enough that looking through them beats a table.
constexpr std::size_t few_keys = 16;

/// What stands behind the parser's own words: "[json...] parse error at line 1, column 3: syntax error while parsing
/// value - invalid literal; last read: 'x'".
std::string reason_in(std::string_view words) {
  const std::size_t dash = words.find(" - ");
  if (dash != std::string_view::npos) words.remove_prefix(dash + 3);
  words = words.substr(0, words.find("; last read"));
  return std::string(words);
}

/// Makes our tree of the parser's events. These give no places, so the builder follows in the text how far it has been
/// read: between two tokens stand only blanks, commas and colons.
class JsonTree {
 public:
  using number_integer_t = Json::number_integer_t;
  using number_unsigned_t = Json::number_unsigned_t;
  using number_float_t = Json::number_float_t;
  using string_t = Json::string_t;
  using binary_t = Json::binary_t;

  JsonTree(Faults& faults, const Limits& limits, std::pmr::memory_resource& storage)
      : faults_(&faults), limits_(limits), grower_(storage) {}

  [[nodiscard]] const Node& root() const { return root_; }

  bool null() { return add(token(NodeKind::null, 4)); }
  bool boolean(bool value) { return add(token(NodeKind::scalar, value ? 4 : 5)); }
  bool number_integer(number_integer_t /*value*/) { return add(number()); }
  bool number_unsigned(number_unsigned_t /*value*/) { return add(number()); }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) {
    // 1.0 is the number 1, as which it comes out of many programs where answers are missing.
    Node node = number();
    node.text = without_trailing_zeros(node.text);
    return add(node);
  }
  bool binary(binary_t& /*value*/) { return false; }
  bool string(string_t& value) {
    Node node;
    node.kind = NodeKind::scalar;
    node.quoted = true;
    node.span = quoted_span();
    if (value.size() > limits_.scalar_bytes)
      return refuse(node.span, "E0113", "a text that is too long", "notes and labels are short");
    node.text = grower_.keep(value);
    return add(node);
  }
  bool start_object(std::size_t /*elements*/) { return open(NodeKind::mapping); }
  bool start_array(std::size_t /*elements*/) { return open(NodeKind::sequence); }
  bool end_object() { return check_duplicates() && close(); }
  bool end_array() { return close(); }
  bool key(string_t& value) {
    key_span_ = quoted_span();
    key_ = grower_.keep(value);
    return true;
  }
  bool parse_error(std::size_t position, const std::string& /*last_token*/, const Json::exception& fault) {
    const std::size_t at = std::min(position > 0 ? position - 1 : 0, text().size());
    faults_->error(at, std::min(at + 1, text().size()), "E0127",
                   fmt::format("this is not JSON: {}", reason_in(fault.what())), {});
    return false;
  }

 private:
  struct Frame {
    Node node;
    std::size_t first_child = 0;
  };

  [[nodiscard]] std::string_view text() const { return faults_->text(); }

  std::size_t next_token() {
    at_ = std::min(text().find_first_not_of(" \t\r\n,:", at_), text().size());
    return at_;
  }

  Node token(NodeKind kind, std::size_t length) {
    Node node;
    node.kind = kind;
    const std::size_t begin = next_token();
    at_ = std::min(begin + length, text().size());
    node.span = faults_->span(begin, at_);
    if (kind == NodeKind::scalar) node.text = text().substr(begin, at_ - begin);
    return node;
  }

  Node number() {
    const std::size_t begin = next_token();
    const std::size_t end = std::min(text().find_first_not_of("+-.0123456789eE", begin), text().size());
    return token(NodeKind::scalar, end - begin);
  }

  Span quoted_span() {
    const std::size_t begin = next_token();
    std::size_t end = begin + 1;
    while (end < text().size() && text()[end] != '"') end += text()[end] == '\\' ? 2U : 1U;
    at_ = std::min(end + 1, text().size());
    return faults_->span(begin, at_);
  }

  bool refuse(const Span& span, std::string_view code, std::string message, std::string help) {
    faults_->error(span.begin, span.end, code, std::move(message), std::move(help));
    return false;
  }

  bool open(NodeKind kind) {
    Frame frame;
    frame.node = token(kind, 1);
    frame.node.text = {};
    take_key(frame.node);
    if (frames_.size() >= limits_.depth)
      return refuse(frame.node.span, "E0109", fmt::format("nested more than {} deep", limits_.depth),
                    "a form needs a few levels only");
    frame.first_child = nodes_.size();
    frames_.push_back(frame);
    return true;
  }

  bool close() {
    next_token();
    at_ = std::min(at_ + 1, text().size());
    Frame frame = frames_.back();
    frames_.pop_back();
    frame.node.span = faults_->span(frame.node.span.begin, at_);
    frame.node.children = grower_.keep(std::span<const Node>(nodes_).subspan(frame.first_child));
    nodes_.resize(frame.first_child);
    return attach(frame.node);
  }

  void take_key(Node& node) {
    node.key = std::exchange(key_, {});
    node.key_span = std::exchange(key_span_, {});
  }

  bool add(Node node) {
    take_key(node);
    return attach(node);
  }

  bool attach(const Node& node) {
    if (++count_ > limits_.nodes) return refuse(node.span, "E0118", "too many values", "is this the right file?");
    if (frames_.empty()) {
      root_ = node;
    } else {
      nodes_.push_back(node);
    }
    return true;
  }

  bool check_duplicates() {
    const auto children = std::span<const Node>(nodes_).subspan(frames_.back().first_child);
    if (children.size() <= few_keys) {
      for (std::size_t i = 1; i < children.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
          if (children[i].key == children[j].key) return refuse_duplicate(children[i], children[j]);
        }
      }
      return true;
    }
    std::unordered_map<std::string_view, const Node*> known;
    for (const Node& child : children) {
      if (const auto [first, is_new] = known.emplace(child.key, &child); !is_new)
        return refuse_duplicate(child, *first->second);
    }
    return true;
  }

  bool refuse_duplicate(const Node& again, const Node& first) {
    faults_->error(again.key_span.begin, again.key_span.end, "E0102", fmt::format("duplicate key '{}'", again.key),
                   "remove one of the two");
    faults_->also_at(first.key_span, "first given here");
    return false;
  }

  Faults* faults_;
  Limits limits_;
  Grower grower_;
  std::vector<Frame> frames_;
  std::vector<Node> nodes_;  // finished children of the open containers, innermost last
  Node root_;
  std::string_view key_;
  Span key_span_;
  std::size_t at_ = 0;
  std::size_t count_ = 0;
};

}  // namespace

std::optional<Document> read_json(const SourceFile& file, Diagnostics& diagnostics, const Limits& limits) {
  Faults faults{file};
  auto storage = std::make_unique<std::pmr::monotonic_buffer_resource>();
  JsonTree tree(faults, limits, *storage);
  bool sound = check_bytes(faults, limits);
  if (sound && file.text().find_first_not_of(" \t\r\n") == std::string_view::npos) {
    faults.error(0, 0, "E0116", "there is nothing in this file", "is it the right file?");
    sound = false;
  }
  if (sound) sound = Json::sax_parse(file.text().begin(), file.text().end(), &tree);
  faults.move_to(diagnostics);
  if (!sound) return std::nullopt;
  return Document{.file = &file, .root = tree.root(), .storage = std::move(storage)};
}

}  // namespace ipi::yaml
