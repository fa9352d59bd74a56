#include <algorithm>

#include "batch/flat_keys.h"
#include "batch/word_signs.h"

namespace ipi::batch {
namespace {

/// One line of a document in block style: an indented key, and a value that is a word, quoted or not, or nothing.
struct BlockLine {
  std::size_t indent = 0;
  FlatKeys::Writing writing = FlatKeys::Writing::plain;  ///< of the key
  std::string_view key, value;
  bool has_value = false;
  bool is_null = false;  ///< written as null or ~
};

/// Goes through a document line by line; stops being sound at the first that is anything else.
class Lines {
 public:
  explicit Lines(std::string_view text) : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()) {
    if (text.starts_with("---")) {
      at_ += 3;
      if (!takes_rest_of_line()) sound_ = false;
    }
  }

  [[nodiscard]] bool is_sound() const { return sound_; }
  [[nodiscard]] std::size_t offset() const { return static_cast<std::size_t>(at_ - begin_); }
  [[nodiscard]] std::size_t lines() const { return lines_; }

  /// The next line with something on it, without going past it; false at the document's end, or where it is not sound.
  [[nodiscard]] bool peek(BlockLine& line) {
    if (!sound_) return false;
    if (peeked_) {
      line = line_;
      return true;
    }
    if (!skip_to_key()) return false;
    sound_ = read_line();
    peeked_ = sound_;
    line = line_;
    return sound_;
  }
  void take() { peeked_ = false; }

  /// Lines of the block as programs write them, as far as they go: each behind one that was taken, in the order of
  /// asking, so far indented, the key in that writing, one digit and nothing else. False where one is an answer for the
  /// full reader.
  [[nodiscard]] bool takes_digits(const FlatKeys::Block& block, std::size_t indent, FlatKeys::Writing writing,
                                  std::size_t& next, FlatTaking& taking) {
    constexpr std::size_t digit_and_newline = 2;
    const auto answers = block.as(writing);
    while (static_cast<std::size_t>(end_ - at_) >= indent + ShortText::longest + digit_and_newline) {
      const auto is_other = [](char c) { return c != ' '; };
      if (std::any_of(at_, at_ + indent, is_other)) return true;
      std::size_t behind = next;
      const FlatKeys::Written* answer = FlatKeys::written(answers, at_ + indent, behind);
      if (answer == nullptr) return true;
      const char* const value = at_ + indent + answer->before.size();
      if (value[0] < '0' || value[0] > '9' || value[1] != '\n') return true;
      if (!taking.answer(*answer, value[0])) return false;
      next = behind;
      at_ = value + 2;
      ++lines_;
    }
    return true;
  }

 private:
  /// To the first sign of a line that is neither blank nor a comment; its indentation is noted. False at the document's
  /// end.
  bool skip_to_key() {
    while (at_ != end_) {
      const char* const line_begin = at_;
      while (at_ != end_ && *at_ == ' ') ++at_;
      if (at_ == end_) return false;
      if (*at_ == '#' || *at_ == '\n' || *at_ == '\r') {
        if (!takes_rest_of_line()) return sound_ = false;
        continue;
      }
      line_ = {};
      line_.indent = static_cast<std::size_t>(at_ - line_begin);
      if (line_.indent == 0 && end_ - at_ >= 3 && at_[0] == '-' && at_[1] == '-' && at_[2] == '-') {
        const bool ends_document =
            end_ - at_ == 3 || at_[3] == '\n' || at_[3] == '\r' || at_[3] == ' ' || at_[3] == '\t';
        sound_ = ends_document;
        return false;
      }
      return true;
    }
    return false;
  }

  bool read_line() {
    bool quoted = false;
    line_.writing = *at_ == '"'    ? FlatKeys::Writing::quoted_twice
                    : *at_ == '\'' ? FlatKeys::Writing::quoted_once
                                   : FlatKeys::Writing::plain;
    if (!takes_word(line_.key, quoted) || at_ == end_ || *at_ != ':') return false;
    ++at_;
    if (at_ != end_ && *at_ != ' ' && *at_ != '\n' && *at_ != '\r') return false;
    while (at_ != end_ && *at_ == ' ') ++at_;
    if (at_ == end_ || *at_ == '\n' || *at_ == '\r' || *at_ == '#') return takes_rest_of_line();
    line_.has_value = true;
    if (*at_ == '~') {
      ++at_;
      line_.is_null = true;
      return takes_rest_of_line();
    }
    if (!takes_word(line_.value, quoted)) return false;
    line_.is_null = !quoted && line_.value == "null";
    if (!quoted && (line_.value == "Null" || line_.value == "NULL")) return false;
    return takes_rest_of_line();
  }

  /// A plain word, or one in quotes that needs no unwinding.
  bool takes_word(std::string_view& word, bool& quoted) {
    quoted = at_ != end_ && (*at_ == '"' || *at_ == '\'');
    const char quote = quoted ? *at_ : '\0';
    if (quoted) ++at_;
    const char* const first = at_;
    while (at_ != end_ && is_word_sign(*at_)) ++at_;
    word = {first, static_cast<std::size_t>(at_ - first)};
    // A plain word that begins with a sign may be a list, a document's end or a number of another kind.
    if (!quoted) return !word.empty() && word.front() != '-' && word.front() != '.';
    if (at_ == end_ || *at_ != quote || word.empty()) return false;
    ++at_;
    return true;
  }

  /// Blanks, a comment behind at least one of them, and the line's end.
  bool takes_rest_of_line() {
    const char* const first = at_;
    while (at_ != end_ && *at_ == ' ') ++at_;
    if (at_ != end_ && *at_ == '#') {
      const bool begins_comment = at_ != first || at_ == begin_ || at_[-1] == '\n' || at_[-1] == ' ';
      if (!begins_comment) return false;
      while (at_ != end_ && *at_ >= ' ' && *at_ < '\x7F') ++at_;
    }
    if (at_ != end_ && *at_ == '\r') ++at_;
    if (at_ == end_) return at_[-1] != '\r';
    if (*at_ != '\n') return false;
    ++at_;
    ++lines_;
    return true;
  }

  const char* begin_;
  const char* at_;
  const char* end_;
  std::size_t lines_ = 0;
  bool sound_ = true;
  bool peeked_ = false;
  BlockLine line_;
};

class YamlReader final : public FlatReader {
 public:
  YamlReader(const FlatProgram& program, bool protocol_given)
      : program_(&program), keys_(program), protocol_given_(protocol_given) {}

  [[nodiscard]] std::size_t read(std::string_view text, FlatForm& form) const override {
    Lines lines(text);
    FlatTaking taking(form);
    BlockLine line;
    bool any = false;
    while (lines.peek(line)) {
      lines.take();
      any = true;
      if (line.indent != 0 || !takes_top(lines, line, form, taking)) return 0;
    }
    if (!any || !lines.is_sound()) return 0;
    if (!taking.has(FlatKeys::Top::form) && !protocol_given_) return 0;
    form.lines = lines.lines();
    return lines.offset();
  }

 private:
  [[nodiscard]] bool takes_top(Lines& lines, const BlockLine& line, FlatForm& form, FlatTaking& taking) const {
    const FlatKeys::Top top = FlatKeys::top(line.key);
    if (top == FlatKeys::Top::none || !taking.top(top)) return false;
    const bool is_map = top == FlatKeys::Top::respondent || top == FlatKeys::Top::answers;
    if (line.has_value == is_map || line.is_null) return false;
    switch (top) {
      case FlatKeys::Top::form:
        return line.value == program_->compiled().layout->protocol().id;
      case FlatKeys::Top::id:
        form.id = line.value;
        return true;
      case FlatKeys::Top::date:
        form.date = line.value;
        return true;
      case FlatKeys::Top::state:
        return line.value == "final";
      case FlatKeys::Top::respondent:
        return takes_map(lines, 0, [&](const BlockLine& child, std::size_t /*indent*/) {
          const FlatKeys::Answer* answer = keys_.respondent(child.key);
          return answer != nullptr && takes_answer(child, *answer, taking);
        });
      case FlatKeys::Top::answers:
        return takes_answers(lines, taking);
      case FlatKeys::Top::none:
        break;
    }
    return false;
  }

  /// The lines below a key, all indented alike and more than it; at least one.
  template <class Child>
  static bool takes_map(Lines& lines, std::size_t parent, Child child) {
    BlockLine line;
    if (!lines.peek(line) || line.indent <= parent) return false;
    const std::size_t indent = line.indent;
    while (lines.peek(line)) {
      if (line.indent <= parent) return true;
      if (line.indent != indent) return false;
      lines.take();
      if (!child(line, indent)) return false;
    }
    return lines.is_sound();
  }

  [[nodiscard]] bool takes_answers(Lines& lines, FlatTaking& taking) const {
    const FlatKeys::Block* only = keys_.only_block();
    std::size_t next = 0;
    bool by_name = false;
    bool bare = false;
    return takes_map(lines, 0, [&](const BlockLine& line, std::size_t indent) {
      const FlatKeys::Block* block = keys_.block(line.key);
      if (block != nullptr && !bare) {
        by_name = true;
        return !line.has_value && taking.block(*block, keys_) && takes_block(lines, indent, *block, taking);
      }
      // The answers of a single instrument, without its name.
      if (only == nullptr || by_name) return false;
      bare = true;
      const FlatKeys::Answer* answer = FlatKeys::answer(*only, line.key, next);
      return answer != nullptr && takes_answer(line, *answer, taking);
    });
  }

  [[nodiscard]] static bool takes_block(Lines& lines, std::size_t parent, const FlatKeys::Block& block,
                                        FlatTaking& taking) {
    std::size_t next = 0;
    return takes_map(lines, parent, [&](const BlockLine& line, std::size_t indent) {
      const FlatKeys::Answer* answer = FlatKeys::answer(block, line.key, next);
      return answer != nullptr && takes_answer(line, *answer, taking) &&
             lines.takes_digits(block, indent, line.writing, next, taking);
    });
  }

  [[nodiscard]] static bool takes_answer(const BlockLine& line, const FlatKeys::Answer& answer, FlatTaking& taking) {
    if (!line.has_value || line.is_null) return taking.no_answer(answer);
    return taking.answer(answer, line.value);
  }

  const FlatProgram* program_;
  FlatKeys keys_;
  bool protocol_given_;
};

}  // namespace

std::unique_ptr<FlatReader> flat_yaml_reader(const FlatProgram& program, bool protocol_given) {
  return std::make_unique<YamlReader>(program, protocol_given);
}

}  // namespace ipi::batch
