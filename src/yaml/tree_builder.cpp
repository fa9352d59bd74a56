#include "yaml/tree_builder.h"

#include <fmt/format.h>
#include <yaml-cpp/mark.h>

#include <algorithm>
#include <utility>

#include "text/utf8.h"
#include "yaml/grow.h"
#include "yaml/raw_text.h"

namespace ipi::yaml {
namespace {

constexpr std::size_t longest_key = 1024;

std::size_t offset_of(const YAML::Mark& mark) { return mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos); }

bool is_quote(std::string_view character) { return character == "\"" || character == "'"; }
bool is_block_indicator(std::string_view character) { return character == "|" || character == ">"; }

Span cover(const Span& a, const Span& b) { return {.begin = a.begin, .end = std::max(a.end, b.end)}; }

std::string shortened(std::string_view text) {
  constexpr std::size_t longest = 60;
  if (text.size() <= longest) return std::string{text};
  std::size_t end = longest;
  while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return fmt::format("{}…", text.substr(0, end));
}

std::string replacement_help(const LookAlike& twin) {
  if (twin.meant.empty()) return "remove it";
  return twin.meant == " " ? "replace it by a space" : fmt::format("replace it by '{}' if that was meant", twin.meant);
}

/// Quotes and dashes may honestly end a sentence; in front, or as invisible space at either end, they are mistakes.
bool suspicious_at_end(const LookAlike& twin) { return twin.meant.empty() || twin.meant == " "; }

}  // namespace

TreeBuilder::TreeBuilder(Faults& faults, const Limits& limits, std::vector<std::size_t>& tabs)
    : faults_(&faults),
      limits_(limits),
      tabs_(&tabs),
      storage_(std::make_unique<std::pmr::monotonic_buffer_resource>()) {}

Progress TreeBuilder::progress() const {
  Progress progress{.last_begin = last_begin_, .last_end = consumed_, .last_closed = last_closed_, .open_bracket = {}};
  for (const Frame& frame : frames_) {
    if (frame.flow) progress.open_bracket = frame.node.span.begin;
  }
  return progress;
}

void TreeBuilder::OnDocumentStart(const YAML::Mark& mark) {
  const std::size_t begin = offset_of(mark);
  consumed_ = text().substr(std::min(begin, text().size())).starts_with("---") ? begin + 3 : begin;
}

void TreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) {
  const std::size_t begin = refuse_properties(std::max(offset_of(mark), consumed_));
  if (at_key() && refuse_long_key(begin)) return;
  const Span span = span_of_nothing(begin);
  if (at_key()) {
    const std::string_view raw = text().substr(span.begin, span.end - span.begin);
    refuse_key(span, raw == ":" ? std::string{"a value without a key"} : std::string{"nothing cannot be a key"},
               "write 'key: value'; put a word like null in quotes to mean the word");
    return;
  }
  const bool between_commas = span == faults_->span(begin, begin + 1) && text().substr(begin, 1) == ",";
  if (between_commas) {
    faults_->error(span.begin, span.end, "E0126", "nothing stands before this comma",
                   "remove it, or write ~ for nothing");
    stop_if_too_many();
  }
  count_node(begin);
  Node node;
  node.span = span;
  attach(node);
}

/// yaml-cpp gives up on a key of that length in a flow map and takes it for nothing.
bool TreeBuilder::refuse_long_key(std::size_t begin) {
  const std::size_t end = std::min(text().find_first_of(":,}\n", begin), text().size());
  if (end - std::min(begin, end) <= longest_key) return false;
  const Span span = faults_->span(begin, end);
  report_long_key(span);
  set_key({}, span);
  return true;
}

void TreeBuilder::report_long_key(const Span& span) {
  faults_->error(span.begin, span.end, "E0114", fmt::format("a key of more than {} bytes", longest_key),
                 "shorten it; a long text belongs after the colon");
  stop_if_too_many();
}

/// The null word, if one stands there; else the indicator that nothing follows. For the value of a key it is
/// the key's span, which needs no looking.
Span TreeBuilder::span_of_nothing(std::size_t begin) {
  last_closed_ = false;
  const bool is_value = !frames_.empty() && frames_.back().node.is_mapping() && !at_key();
  const std::size_t length = raw::null_word_length(text(), begin);
  // Behind an empty value the word may be the next key, which is refused when its own turn comes.
  const bool next_key = is_value && text().substr(raw::skip_blanks(text(), begin + length), 1) == ":";
  if (length > 0 && !next_key) {
    last_begin_ = begin;
    consumed_ = begin + length;
    return faults_->span(begin, consumed_);
  }
  if (is_value) return frames_.back().key_span;
  if (text().substr(begin, 1) == ",") return faults_->span(begin, begin + 1);
  const std::size_t at = raw::skip_trivia(text(), consumed_);
  const bool dash = text().substr(at, 1) == "-" && at <= begin;
  const bool colon = text().substr(at, 1) == ":" && at_key();
  if (dash || colon) consumed_ = at + 1;
  return faults_->span(at, at + 1);
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) {
  const std::size_t begin = offset_of(mark);
  const std::size_t end = std::min(text().find_first_of(" \t\r\n,]}", begin), text().size());
  faults_->error(begin, end, "E0106", "aliases ('*') are not used here",
                 "write the text out again; put text that begins with '*' in quotes");
  stop_if_too_many();
  consumed_ = end;
  last_begin_ = begin;
  if (at_key()) {
    take_colon(faults_->span(begin, end), false);
    return set_key({}, faults_->span(begin, end));
  }
  Node node;
  node.span = faults_->span(begin, end);
  attach(node);
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                           const std::string& value) {
  const std::size_t begin = refuse_properties(offset_of(mark));
  const std::string_view first = text().substr(std::min(begin, text().size()), 1);
  const bool quoted = is_quote(first) || is_block_indicator(first);
  const std::size_t end = end_of_scalar(begin, value);
  const Span span = faults_->span(begin, end);
  consumed_ = span.end;
  last_begin_ = span.begin;
  last_closed_ = is_quote(first);
  if (quoted) forget_tabs_in(begin, end);
  if (value.size() > limits_.scalar_bytes) {
    faults_->error(begin, end, "E0113",
                   fmt::format("a text of {} bytes, more than the {} allowed", value.size(), limits_.scalar_bytes),
                   "shorten it, or look for a quote that closes too late");
    stop_if_too_many();
  }
  if (at_key()) return take_key(value, span, quoted);
  if (!quoted) {
    check_plain_ends(span, value);
    check_plain_lines(span);
  }
  count_node(begin);
  Node node;
  node.kind = NodeKind::scalar;
  node.quoted = quoted;
  node.span = span;
  node.text = keep(value);
  attach(node);
}

void TreeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                                  YAML::EmitterStyle::value style) {
  open(NodeKind::sequence, offset_of(mark), style == YAML::EmitterStyle::Flow);
}

void TreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                             YAML::EmitterStyle::value style) {
  open(NodeKind::mapping, offset_of(mark), style == YAML::EmitterStyle::Flow);
}

/// Reports the tags and anchors at `begin`, once, and returns where the value behind them begins.
std::size_t TreeBuilder::refuse_properties(std::size_t begin) {
  std::size_t at = begin;
  while (at < text().size() && (text()[at] == '!' || text()[at] == '&')) {
    const std::size_t end = std::min(text().find_first_of(" \t\r\n,]}", at), text().size());
    if (at >= properties_end_) {
      const bool tag = text()[at] == '!';
      faults_->error(at, end, tag ? "E0108" : "E0106",
                     tag ? "tags ('!') are not used here" : "anchors ('&') are not used here",
                     tag ? "remove it; put text that begins with '!' in quotes"
                         : "remove it; put text that begins with '&' in quotes");
      properties_end_ = end;
      stop_if_too_many();
    }
    at = raw::skip_trivia(text(), end);
  }
  return at;
}

std::string_view TreeBuilder::keep(std::string_view text) { return Grower(*storage_).keep(text); }

std::size_t TreeBuilder::end_of_scalar(std::size_t begin, std::string_view value) {
  const std::string_view first = text().substr(std::min(begin, text().size()), 1);
  if (is_block_indicator(first)) return raw::end_of_folded(text(), end_of_block_header(begin), value);
  if (!is_quote(first)) return raw::end_of_folded(text(), begin, value);
  if (const auto end = raw::end_of_quoted(text(), begin)) return *end;
  // yaml-cpp takes the rest of the file for the text, so nothing after it can be judged.
  faults_->error(begin, raw::line_end(text(), begin), "E0105",
                 fmt::format("the quote {} opened here is never closed", first),
                 fmt::format("add the closing {}", first));
  throw Stop{};
}

std::size_t TreeBuilder::end_of_block_header(std::size_t begin) const {
  const std::size_t indicators = text().find_first_not_of("|>+-0123456789", begin);
  return std::min(indicators, text().size()) == text().size() ? text().size() : raw::line_end(text(), indicators);
}

void TreeBuilder::open(NodeKind kind, std::size_t mark, bool flow) {
  const std::size_t begin = refuse_properties(mark);
  count_node(begin);
  if (frames_.size() >= limits_.depth) {
    faults_->error(begin, begin + 1, "E0109", fmt::format("nested more than {} levels deep", limits_.depth),
                   "no file of ours needs that: look for a bracket or an indentation too many");
    throw Stop{};
  }
  Frame frame;
  frame.is_key = at_key();
  frame.node.kind = kind;
  frame.node.span = faults_->span(begin, begin + 1);
  frame.first_child = nodes_.size();
  frame.flow = flow;
  frame.expects_key = kind == NodeKind::mapping;
  if (flow) consumed_ = begin + 1;
  frames_.push_back(frame);
}

void TreeBuilder::close() {
  Frame frame = frames_.back();
  const std::size_t end = end_of(frame);
  frames_.pop_back();
  consumed_ = end;
  last_begin_ = frame.node.span.begin;
  last_closed_ = frame.flow;
  frame.node.span = faults_->span(frame.node.span.begin, end);
  const auto first = nodes_.begin() + static_cast<std::ptrdiff_t>(frame.first_child);
  const std::size_t count = nodes_.size() - frame.first_child;
  if (frame.is_key) {
    nodes_.erase(first, nodes_.end());
    return refuse_key(frame.node.span, "a list or a map cannot be a key", "use a word as the key");
  }
  if (count > 0) {
    frame.node.children = Grower(*storage_).keep(std::span<const Node>(nodes_).subspan(frame.first_child));
    nodes_.erase(first, nodes_.end());
  }
  if (frame.node.is_mapping()) check_duplicates(frame.node.children);
  const bool below_key = !frame.flow && !frames_.empty() && frames_.back().node.is_mapping();
  // "This section ..." is best blamed at its key, not at its first child some lines below.
  if (below_key) frame.node.span = cover(frames_.back().key_span, frame.node.span);
  attach(frame.node);
}

std::size_t TreeBuilder::end_of(const Frame& frame) const {
  if (!frame.flow) return std::max<std::size_t>(consumed_, frame.node.span.begin);
  const std::size_t at = raw::skip_trivia(text(), consumed_, ",:?");
  const std::string_view closing = frame.node.is_mapping() ? "}" : "]";
  return text().substr(at, 1) == closing ? at + 1 : consumed_;
}

void TreeBuilder::attach(Node node) {
  if (frames_.empty()) {
    root_ = node;
    return;
  }
  Frame& frame = frames_.back();
  if (frame.node.is_mapping()) {
    node.key = frame.key;
    node.key_span = frame.key_span;
    frame.expects_key = true;
  }
  nodes_.push_back(node);
}

void TreeBuilder::take_key(std::string_view value, const Span& span, bool quoted) {
  if (!quoted && value == "<<") {
    faults_->error(span.begin, span.end, "E0107", "merge keys ('<<') are not used here",
                   "write the keys out; nothing is merged");
    stop_if_too_many();
  }
  if (value.size() > longest_key) report_long_key(span);
  if (const auto twin = find_look_alike(value)) {
    faults_->warning(span.begin, span.end, "W0101", fmt::format("a {} in the key '{}'", twin->name, shortened(value)),
                     replacement_help(*twin));
  }
  take_colon(span, quoted);
  set_key(keep(value), span);
}

void TreeBuilder::take_colon(const Span& key, bool quoted) {
  const std::size_t at = raw::skip_blanks(text(), consumed_);
  if (text().substr(at, 1) == ":") {
    consumed_ = at + 1;
    last_closed_ = false;
    return;
  }
  const std::size_t before = raw::line_begin(text(), key.begin);
  const std::size_t first = raw::skip_blanks(text(), before);
  if (text().substr(first, 2) == "? " && first < key.begin) {
    faults_->error(first, first + 1, "E0115", "keys are written without '?' here", "write 'key: value' on one line");
  } else if (quoted && !raw::rest_of_line_is_empty(text(), consumed_) && !frames_.back().flow) {
    report_text_after_closing(*faults_, at, progress());
  } else {
    report_missing_colon(*faults_, key.begin, key.end);
  }
  stop_if_too_many();
}

void TreeBuilder::set_key(std::string_view key, const Span& span) {
  Frame& frame = frames_.back();
  frame.key = key;
  frame.key_span = span;
  frame.expects_key = false;
}

void TreeBuilder::refuse_key(const Span& span, std::string message, std::string help) {
  faults_->error(span.begin, span.end, "E0115", std::move(message), std::move(help));
  stop_if_too_many();
  const std::size_t at = raw::skip_blanks(text(), consumed_);
  if (text().substr(at, 1) == ":") consumed_ = at + 1;
  set_key({}, span);
}

void TreeBuilder::check_plain_ends(const Span& span, std::string_view value) {
  if (value.empty()) return;
  const std::string_view first = value.substr(0, decode_code_point(value).length);
  std::size_t last_begin = value.size() - 1;
  while (last_begin > 0 && (static_cast<unsigned char>(value[last_begin]) & 0xC0U) == 0x80U) --last_begin;
  const std::string_view last = value.substr(last_begin);

  if (const auto twin = find_look_alike(first)) {
    faults_->warning(span.begin, span.begin + first.size(), "W0102",
                     fmt::format("a {} in front of the text", twin->name), replacement_help(*twin));
  } else if (const auto end_twin = find_look_alike(last); end_twin && suspicious_at_end(*end_twin)) {
    faults_->warning(span.end - last.size(), span.end, "W0102",
                     fmt::format("a {} at the end of the text", end_twin->name), replacement_help(*end_twin));
  }
}

/// A list item that is indented too far continues the text above it, without a word from YAML.
void TreeBuilder::check_plain_lines(const Span& span) {
  std::size_t line = raw::line_end(text(), span.begin);
  while (line < span.end) {
    const std::size_t begin = text().find_first_not_of(" \t\r\n", line);
    if (begin >= span.end) return;
    if (text().substr(begin, 2) == "- ") {
      faults_->warning(begin, begin + 1, "W0103", "this '-' is read as part of the text above, not as a list item",
                       "indent it like the other items; put text over several lines in quotes");
    }
    line = raw::line_end(text(), begin);
  }
}

void TreeBuilder::check_duplicates(std::span<const Node> children) {
  std::vector<const Node*> sorted;
  sorted.reserve(children.size());
  // A key that was refused has no text to compare; its fault is known.
  for (const Node& child : children) {
    if (child.key.data() != nullptr) sorted.push_back(&child);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const Node* a, const Node* b) { return a->key < b->key; });
  const Node* given = nullptr;
  for (const Node* const node : sorted) {
    if (given == nullptr || given->key != node->key) {
      given = node;
      continue;
    }
    faults_->error(node->key_span.begin, node->key_span.end, "E0102",
                   fmt::format("duplicate key '{}'", shortened(node->key)), "remove one of the two");
    faults_->also_at(given->key_span, "first given here");
    stop_if_too_many();
  }
}

void TreeBuilder::count_node(std::size_t offset) {
  if (++count_ <= limits_.nodes) return;
  faults_->error(offset, offset + 1, "E0118", fmt::format("more than {} values in one document", limits_.nodes),
                 "split it; a batch of forms is read as a stream instead");
  throw Stop{};
}

void TreeBuilder::forget_tabs_in(std::size_t begin, std::size_t end) {
  if (tabs_->empty()) return;
  const auto first = std::lower_bound(tabs_->begin(), tabs_->end(), begin);
  tabs_->erase(first, std::lower_bound(first, tabs_->end(), end));
}

void TreeBuilder::stop_if_too_many() {
  if (faults_->errors() < limits_.errors) return;
  faults_->note(consumed_, consumed_, "E0199",
                fmt::format("{} errors: the rest of the file is not looked at", limits_.errors), {});
  throw Stop{};
}

}  // namespace ipi::yaml
