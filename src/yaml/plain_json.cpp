#include "yaml/plain_json.h"

#include "text/number.h"
#include "yaml/plain.h"

namespace ipi::yaml {
namespace {

constexpr std::size_t longest_number = 18;  // fits every type that the full reader tries

class PlainJson {
 public:
  PlainJson(std::string_view text, std::pmr::memory_resource& storage) : text_(text), unfinished_(storage) {}

  std::optional<Node> read() {
    if (!plain::has_plain_bytes(text_)) return std::nullopt;
    Node root;
    skip_blanks();
    if (current() != '{' || !read_value(root)) return std::nullopt;
    skip_blanks();
    if (at_ != text_.size()) return std::nullopt;
    return root;
  }

 private:
  [[nodiscard]] char current() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_blanks() {
    while (current() == ' ' || current() == '\n' || current() == '\r') ++at_;
  }

  bool take(char wanted) {
    if (current() != wanted) return false;
    ++at_;
    return true;
  }

  bool read_value(Node& node) {
    switch (current()) {
      case '"':
        node.kind = NodeKind::scalar;
        node.quoted = true;
        return read_string(node.text, node.span);
      case '{':
        return read_object(node);
      case '[':
        return read_list(node);
      case 't':
        return read_word("true", NodeKind::scalar, node);
      case 'f':
        return read_word("false", NodeKind::scalar, node);
      case 'n':
        return read_word("null", NodeKind::null, node);
      default:
        return read_number(node);
    }
  }

  /// A string without escapes, at whose quote we stand.
  bool read_string(std::string_view& content, Span& span) {
    const std::size_t begin = at_++;
    for (;; at_ += 8) {
      const std::uint64_t bytes = plain::eight_bytes(text_, at_);
      const std::uint64_t ends =
          plain::equal_to(bytes, '"') | plain::equal_to(bytes, '\\') | plain::less_than(bytes, ' ');
      if (ends == 0) continue;
      at_ += plain::first_marked(ends);
      break;
    }
    content = text_.substr(begin + 1, at_ - begin - 1);
    if (!take('"')) return false;
    span = plain::span_of(begin, at_);
    return content.size() <= Limits{}.scalar_bytes;
  }

  bool read_word(std::string_view word, NodeKind kind, Node& node) {
    if (!text_.substr(at_).starts_with(word)) return false;
    node.kind = kind;
    node.span = plain::span_of(at_, at_ + word.size());
    if (kind == NodeKind::scalar) node.text = text_.substr(at_, word.size());
    at_ += word.size();
    return true;
  }

  bool take_digits() {
    const std::size_t begin = at_;
    while (current() >= '0' && current() <= '9') ++at_;
    return at_ > begin;
  }

  bool read_number(Node& node) {
    const std::size_t begin = at_;
    static_cast<void>(take('-'));
    const bool leading_zero = current() == '0';
    const std::size_t first = at_;
    if (!take_digits() || (leading_zero && at_ > first + 1)) return false;
    const bool is_decimal = take('.');
    if (is_decimal && !take_digits()) return false;
    if (at_ - begin > longest_number) return false;
    node.kind = NodeKind::scalar;
    node.span = plain::span_of(begin, at_);
    node.text = text_.substr(begin, at_ - begin);
    if (is_decimal) node.text = without_trailing_zeros(node.text);
    return true;
  }

  bool open(Node& node, NodeKind kind) {
    node.kind = kind;
    node.span = plain::span_of(at_, at_);
    ++at_;
    skip_blanks();
    return ++depth_ <= Limits{}.depth;
  }

  void close(Node& node, std::size_t first) {
    node.children = unfinished_.finish(first);
    node.span.end = static_cast<std::uint32_t>(at_);
    --depth_;
  }

  bool read_object(Node& node) {
    if (!open(node, NodeKind::mapping)) return false;
    const std::size_t first = unfinished_.size();
    plain::KeyFilter keys;
    while (!take('}')) {
      if (unfinished_.size() > first && !take_comma()) return false;
      Node child;
      if (current() != '"' || !read_string(child.key, child.key_span) || child.key.empty()) return false;
      if (keys.may_know(child.key) && unfinished_.has_key(first, child.key)) return false;
      skip_blanks();
      if (!take(':')) return false;
      skip_blanks();
      if (!read_value(child)) return false;
      unfinished_.add(child);
      skip_blanks();
    }
    close(node, first);
    return true;
  }

  bool read_list(Node& node) {
    if (!open(node, NodeKind::sequence)) return false;
    const std::size_t first = unfinished_.size();
    while (!take(']')) {
      if (unfinished_.size() > first && !take_comma()) return false;
      Node child;
      if (!read_value(child)) return false;
      unfinished_.add(child);
      skip_blanks();
    }
    close(node, first);
    return true;
  }

  bool take_comma() {
    if (!take(',')) return false;
    skip_blanks();
    return true;
  }

  std::string_view text_;
  plain::Unfinished unfinished_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace

std::optional<Node> read_plain_json(std::string_view text, std::pmr::memory_resource& storage) {
  return PlainJson(text, storage).read();
}

}  // namespace ipi::yaml
