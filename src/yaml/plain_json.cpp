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
    if (plain::bytes_of(text_) == plain::Bytes::not_plain) return std::nullopt;
    skip_blanks();
    const std::size_t root = unfinished_.add();
    if (current() != '{' || !read_object(root)) return std::nullopt;
    skip_blanks();
    if (at_ != text_.size()) return std::nullopt;
    return unfinished_[root];
  }

 private:
  [[nodiscard]] char current() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  [[nodiscard]] std::string_view between(std::size_t begin, std::size_t end) const {
    return {text_.data() + begin, end - begin};
  }

  void skip_blanks() {
    if (current() > ' ') return;  // as in most JSON, which has none
    while (current() == ' ' || current() == '\n' || current() == '\r') ++at_;
  }

  bool take(char wanted) {
    if (current() != wanted) return false;
    ++at_;
    return true;
  }

  /// The value of the node at `self`, which has its key.
  bool read_value(std::size_t self) {
    switch (current()) {
      case '"':
        return read_text(unfinished_[self]);
      case '{':
        return read_object(self);
      case '[':
        return read_list(self);
      case 't':
        return read_word("true", NodeKind::scalar, unfinished_[self]);
      case 'f':
        return read_word("false", NodeKind::scalar, unfinished_[self]);
      case 'n':
        return read_word("null", NodeKind::null, unfinished_[self]);
      default:
        return read_number(unfinished_[self]);
    }
  }

  bool read_text(Node& node) {
    node.kind = NodeKind::scalar;
    node.quoted = true;
    return read_string(node.text, node.span);
  }

  /// A string without escapes, at whose quote we stand.
  bool read_string(std::string_view& content, Span& span) {
    const std::size_t begin = at_++;
    for (;; at_ += 8) {
      const std::uint64_t bytes = eight::bytes_at(text_, at_);
      const std::uint64_t ends = eight::mark(bytes, '"') | eight::mark(bytes, '\\') | eight::mark_below(bytes, ' ');
      if (ends == 0) continue;
      at_ += eight::first(ends);
      break;
    }
    content = between(begin + 1, at_);
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
    node.text = between(begin, at_);
    if (is_decimal) node.text = without_trailing_zeros(node.text);
    return true;
  }

  /// Whether one more level may be opened.
  bool open() {
    ++at_;
    skip_blanks();
    return ++depth_ <= Limits{}.depth;
  }

  void close(std::size_t self, NodeKind kind, std::size_t begin) {
    unfinished_.close(self, kind, begin, at_);
    --depth_;
  }

  bool read_object(std::size_t self) {
    const std::size_t begin = at_;
    if (!open()) return false;
    KeyFilter keys;
    while (!take('}')) {
      if (unfinished_.has_children(self) && !take_comma()) return false;
      const std::size_t child = unfinished_.add();
      if (!read_key(unfinished_[child]) || unfinished_.is_twice(self, keys)) return false;
      if (!read_value(child)) return false;
      skip_blanks();
    }
    close(self, NodeKind::mapping, begin);
    return true;
  }

  bool read_key(Node& node) {
    if (current() != '"' || !read_string(node.key, node.key_span) || node.key.empty()) return false;
    skip_blanks();
    if (!take(':')) return false;
    skip_blanks();
    return true;
  }

  bool read_list(std::size_t self) {
    const std::size_t begin = at_;
    if (!open()) return false;
    while (!take(']')) {
      if (unfinished_.has_children(self) && !take_comma()) return false;
      if (!read_value(unfinished_.add())) return false;
      skip_blanks();
    }
    close(self, NodeKind::sequence, begin);
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
