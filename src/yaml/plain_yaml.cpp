#include "yaml/plain_yaml.h"

#include <algorithm>

#include "yaml/plain.h"

namespace ipi::yaml {
namespace {

bool is_null_word(std::string_view text) {
  constexpr std::size_t length = 4;
  return text.size() == length && (text == "null" || text == "Null" || text == "NULL");
}

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); }

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

/// What a text between brackets may be made of; more has a meaning there, or may have.
bool is_harmless_in_brackets(char c) {
  return is_letter_or_digit(c) || c == ' ' || c == '_' || c == '-' || c == '.' || c == '/' || c == '+' || c == '(' ||
         c == ')' || !is_ascii(c);
}

class PlainYaml {
 public:
  PlainYaml(std::string_view text, std::pmr::memory_resource& storage) : text_(text), unfinished_(storage) {}

  std::optional<Node> read() {
    const plain::Bytes bytes = plain::bytes_of(text_);
    if (bytes == plain::Bytes::not_plain) return std::nullopt;
    all_ascii_ = bytes == plain::Bytes::ascii;
    to_next_line();
    if (column_ == 0 && text_.substr(at_).starts_with("---")) {
      at_ += 3;
      if (!end_line()) return std::nullopt;
      to_next_line();
    }
    const std::size_t root = unfinished_.add();
    if (!read_block_map(root, column_) || at_ != text_.size()) return std::nullopt;
    return unfinished_[root];
  }

 private:
  [[nodiscard]] char current() const { return byte_at(at_); }
  [[nodiscard]] char byte_at(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
  [[nodiscard]] std::string_view between(std::size_t begin, std::size_t end) const {
    return {text_.data() + begin, end - begin};
  }
  [[nodiscard]] bool line_goes_on() const { return current() != '\n' && current() != '\r' && current() != '\0'; }

  /// From the first byte of a line to the first one of a key, a value or a dash, past comments and blank lines.
  void to_next_line() {
    for (;;) {
      const std::size_t begin = at_;
      skip_spaces();
      column_ = at_ - begin;
      if (current() == '#') {
        skip_comment();
      } else if (line_goes_on() || at_ == text_.size()) {
        break;
      }
      take_line_end();
    }
    if (at_ == text_.size()) column_ = 0;
  }

  void skip_spaces() {
    for (;; at_ += 8) {
      const std::uint64_t others = eight::bytes_at(text_, at_) ^ eight::each(' ');
      if (others == 0) continue;
      at_ += eight::first(others);
      return;
    }
  }

  void skip_comment() { at_ = std::min(text_.find('\n', at_), text_.size()); }

  void take_line_end() {
    if (current() == '\r') ++at_;
    if (current() == '\n') ++at_;
  }

  /// To the next line, where nothing but a comment is left of this one; else to what is left.
  bool end_line() {
    if (current() == '\n') {
      ++at_;
      return true;
    }
    const std::size_t begin = at_;
    if (current() == ' ') skip_spaces();
    if (current() == '#' && at_ > begin) skip_comment();
    if (line_goes_on()) return false;
    take_line_end();
    return true;
  }

  [[nodiscard]] bool at_dash() const { return current() == '-' && byte_at(at_ + 1) == ' '; }
  [[nodiscard]] bool is_in(std::size_t column) const { return column_ == column && at_ < text_.size(); }
  [[nodiscard]] bool is_beyond(std::size_t column) const { return column_ > column && at_ < text_.size(); }

  /// The end of the word without spaces or colons that begins at `at`.
  [[nodiscard]] std::size_t end_of_word(std::size_t at) const {
    for (;; at += 8) {
      const std::uint64_t bytes = eight::bytes_at(text_, at);
      const std::uint64_t ends = eight::mark(bytes, ':') | eight::mark_below(bytes, '!');
      if (ends != 0) return at + eight::first(ends);
    }
  }

  /// Whether a colon stands there that ends a key.
  [[nodiscard]] bool is_colon(std::size_t at) const {
    const char next = byte_at(at + 1);
    return byte_at(at) == ':' && (next == ' ' || next == '\n' || next == '\r' || next == '\0');
  }

  /// The offset behind the quote that closes the one at `begin`, or nothing where the text is not plain.
  [[nodiscard]] std::size_t end_of_quoted(std::size_t begin) const {
    const char quote = text_[begin];
    for (std::size_t at = begin + 1;; at += 8) {
      const std::uint64_t bytes = eight::bytes_at(text_, at);
      const std::uint64_t ends = eight::mark(bytes, quote) | eight::mark(bytes, '\\') | eight::mark_below(bytes, ' ');
      if (ends == 0) continue;
      at += eight::first(ends);
      return byte_at(at) == quote && byte_at(at + 1) != quote ? at + 1 : 0;
    }
  }

  bool read_quoted(std::string_view& content, Span& span) {
    const std::size_t end = end_of_quoted(at_);
    if (end == 0) return false;
    span = plain::span_of(at_, end);
    content = between(at_ + 1, end - 1);
    at_ = end_ = end;
    return content.size() <= Limits{}.scalar_bytes;
  }

  [[nodiscard]] bool at_quote() const { return current() == '"' || current() == '\''; }

  /// A key and its colon.
  bool read_key(Node& node, std::size_t end) {
    if (at_quote()) {
      if (!read_quoted(node.key, node.key_span)) return false;
    } else {
      node.key = between(at_, end);
      if (!is_letter_or_digit(current()) || is_null_word(node.key)) return false;
      node.key_span = plain::span_of(at_, end);
      at_ = end;
    }
    const bool is_sound = !node.key.empty() && node.key.size() <= plain::longest_key && is_colon(at_);
    end_ = ++at_;
    return is_sound && (all_ascii_ || std::all_of(node.key.begin(), node.key.end(), is_ascii));
  }

  /// A map whose first key we stand at, in that column.
  bool read_block_map(std::size_t self, std::size_t column) {
    if (!is_in(column_) || ++depth_ > Limits{}.depth) return false;
    const std::size_t begin = at_;
    KeyFilter keys;
    do {
      const std::size_t child = unfinished_.add();
      if (!read_key(unfinished_[child], end_of_word(at_)) || unfinished_.is_twice(self, keys)) return false;
      if (!read_value(child, column)) return false;
    } while (is_in(column) && !at_dash());
    close(self, NodeKind::mapping, begin);
    return !is_beyond(column);
  }

  void close(std::size_t self, NodeKind kind, std::size_t begin) {
    unfinished_.close(self, kind, begin, end_);
    --depth_;
  }

  /// Whether a value stands right behind a colon, as it mostly does.
  [[nodiscard]] bool at_value() const {
    const char next = byte_at(at_ + 1);
    return current() == ' ' && next > ' ' && next != '#';
  }

  /// What stands behind a key of a map in that column, or below it.
  bool read_value(std::size_t self, std::size_t column) {
    if (at_value()) {
      ++at_;
      return read_line(self);
    }
    if (!end_line()) return read_line(self);
    to_next_line();
    const Span key = unfinished_[self].key_span;
    const bool is_list = at_dash() && (is_in(column) || is_beyond(column));
    if (!is_list && !is_beyond(column)) {
      unfinished_[self].span = key;
      return true;
    }
    if (!(is_list ? read_block_list(self, column_) : read_block_map(self, column_))) return false;
    unfinished_[self].span.begin = key.begin;
    return true;
  }

  /// A value that ends on its line, and the line's end.
  bool read_line(std::size_t self) {
    if (!read_on_line(self) || !end_line()) return false;
    to_next_line();
    return true;
  }

  bool read_on_line(std::size_t self) {
    switch (current()) {
      case '"':
      case '\'':
        return read_quoted_text(unfinished_[self]);
      case '[':
        return read_flow_list(self);
      case '{':
        return read_flow_map(self);
      case '~':
        return read_tilde(unfinished_[self]);
      default:
        return read_plain(unfinished_[self]);
    }
  }

  bool read_quoted_text(Node& node) {
    node.kind = NodeKind::scalar;
    node.quoted = true;
    return read_quoted(node.text, node.span);
  }

  bool read_tilde(Node& node) {
    node.span = plain::span_of(at_, at_ + 1);
    end_ = ++at_;
    return true;
  }

  [[nodiscard]] bool begins_plain() const {
    const char next = byte_at(at_ + 1);
    return is_letter_or_digit(current()) || (current() == '-' && is_letter_or_digit(next));
  }

  bool read_plain(Node& node) {
    if (!begins_plain()) return false;
    std::size_t end = end_of_word(at_);
    if (const char c = byte_at(end); c == ':' || c == ' ') {
      end = end_of_words();
      if (end == 0) return false;
    }
    return set_plain(node, end);
  }

  /// The end of a text with spaces or colons in it, or nothing where it is not plain.
  [[nodiscard]] std::size_t end_of_words() const {
    std::string_view line = text_.substr(at_, std::min(text_.find('\n', at_), text_.size()) - at_);
    if (line.ends_with('\r')) line.remove_suffix(1);
    line = line.substr(0, line.find(" #"));
    line = line.substr(0, line.find_last_not_of(' ') + 1);
    return line.ends_with(':') || line.find(": ") != std::string_view::npos ? 0 : at_ + line.size();
  }

  bool set_plain(Node& node, std::size_t end) {
    const std::string_view text = between(at_, end);
    node.span = plain::span_of(at_, end);
    at_ = end_ = end;
    if (is_null_word(text)) return true;
    node.kind = NodeKind::scalar;
    node.text = text;
    return is_ascii(text.back()) && text.size() <= Limits{}.scalar_bytes;
  }

  /// A list whose first dash we stand at, in that column.
  bool read_block_list(std::size_t self, std::size_t column) {
    if (++depth_ > Limits{}.depth) return false;
    const std::size_t begin = at_;
    do {
      const std::size_t dash = at_++;
      skip_spaces();
      if (!read_item(unfinished_.add(), column + (at_ - dash))) return false;
    } while (is_in(column) && at_dash());
    close(self, NodeKind::sequence, begin);
    return !is_beyond(column);
  }

  bool read_item(std::size_t self, std::size_t column) {
    const std::size_t end = at_quote() ? end_of_quoted(at_) : end_of_word(at_);
    if (end == 0 || !is_colon(end)) return read_line(self);
    column_ = column;
    return read_block_map(self, column);
  }

  bool read_flow_list(std::size_t self) {
    if (++depth_ > Limits{}.depth) return false;
    const std::size_t begin = at_++;
    for (skip_spaces(); current() != ']'; skip_spaces()) {
      if (unfinished_.has_children(self) && !take_comma()) return false;
      if (!read_in_brackets(unfinished_.add())) return false;
    }
    end_ = ++at_;
    close(self, NodeKind::sequence, begin);
    return true;
  }

  bool read_flow_map(std::size_t self) {
    if (++depth_ > Limits{}.depth) return false;
    const std::size_t begin = at_++;
    KeyFilter keys;
    for (skip_spaces(); current() != '}'; skip_spaces()) {
      if (unfinished_.has_children(self) && !take_comma()) return false;
      const std::size_t child = unfinished_.add();
      if (!read_key(unfinished_[child], end_in_brackets()) || current() != ' ') return false;
      if (unfinished_.is_twice(self, keys)) return false;
      skip_spaces();
      if (!read_in_brackets(child)) return false;
    }
    end_ = ++at_;
    close(self, NodeKind::mapping, begin);
    return true;
  }

  bool take_comma() {
    if (current() != ',') return false;
    ++at_;
    skip_spaces();
    return true;
  }

  /// The end of the text that begins here, without the spaces behind it.
  [[nodiscard]] std::size_t end_in_brackets() const {
    std::size_t end = at_;
    while (end < text_.size() && is_harmless_in_brackets(text_[end])) ++end;
    while (end > at_ && text_[end - 1] == ' ') --end;
    return end;
  }

  bool read_in_brackets(std::size_t self) {
    const bool is_text = is_letter_or_digit(current()) || current() == '-';
    if (!is_text) return current() != '\0' && read_on_line(self) && ends_in_brackets();
    return begins_plain() && set_plain(unfinished_[self], end_in_brackets()) && ends_in_brackets();
  }

  [[nodiscard]] bool ends_in_brackets() {
    skip_spaces();
    return current() == ',' || current() == ']' || current() == '}';
  }

  std::string_view text_;
  plain::Unfinished unfinished_;
  std::size_t at_ = 0;
  std::size_t column_ = 0;  ///< of the first thing on the line
  std::size_t end_ = 0;     ///< of what was read last, comments and blanks aside
  std::size_t depth_ = 0;
  bool all_ascii_ = false;
};

}  // namespace

std::optional<Node> read_plain_yaml(std::string_view text, std::pmr::memory_resource& storage) {
  return PlainYaml(text, storage).read();
}

}  // namespace ipi::yaml
