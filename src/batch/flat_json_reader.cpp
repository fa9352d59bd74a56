#include <algorithm>

#include "batch/flat_keys.h"

namespace ipi::batch {
namespace {

/// One line of JSON, read in one go: objects of plain strings, numbers and null. Anything else ends the reading.
class Line {
 public:
  explicit Line(std::string_view text) : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()) {}

  [[nodiscard]] std::size_t offset() const { return static_cast<std::size_t>(at_ - begin_); }

  /// Skips blanks, and takes the sign if it is the next.
  [[nodiscard]] bool takes(char sign) {
    skip_blanks();
    if (at_ == end_ || *at_ != sign) return false;
    ++at_;
    return true;
  }

  /// A string without escapes. Its bytes are not looked at: it will be compared with words that are known.
  [[nodiscard]] bool takes_text(std::string_view& text) {
    if (!takes('"')) return false;
    const char* const first = at_;
    while (at_ != end_ && *at_ != '"' && *at_ != '\\' && *at_ != '\n') ++at_;
    if (at_ == end_ || *at_ != '"') return false;
    text = {first, static_cast<std::size_t>(at_ - first)};
    ++at_;
    return true;
  }

  [[nodiscard]] bool takes_key(std::string_view& key) { return takes_text(key) && takes(':'); }

  /// A string, a number as it is written, or null; `is_null` tells.
  [[nodiscard]] bool takes_value(std::string_view& value, bool& is_null) {
    skip_blanks();
    is_null = false;
    if (at_ == end_) return false;
    if (*at_ == '"') return takes_text(value);
    const char* const first = at_;
    while (at_ != end_ && (is_digit(*at_) || *at_ == '-' || (*at_ >= 'a' && *at_ <= 'z'))) ++at_;
    value = {first, static_cast<std::size_t>(at_ - first)};
    is_null = value == "null";
    // A word without quotes is no JSON, or true or false: for the full reader.
    return is_null ||
           (!value.empty() && std::all_of(value.begin(), value.end(), [](char c) { return is_digit(c) || c == '-'; }));
  }

  /// Members of the block as programs write them, as far as they go: each behind another one, in the order of asking,
  /// without blanks, one digit. False where one is an answer for the full reader.
  [[nodiscard]] bool takes_digits(const FlatKeys::Block& block, std::size_t& next, FlatTaking& taking) {
    constexpr std::size_t digit_and_sign = 2;
    const auto answers = block.as(FlatKeys::Writing::json);
    while (static_cast<std::size_t>(end_ - at_) >= ShortText::longest + digit_and_sign) {
      std::size_t behind = next;
      const FlatKeys::Written* answer = FlatKeys::written(answers, at_, behind);
      if (answer == nullptr) return true;
      const char* const value = at_ + answer->before.size();
      if (!is_digit(value[0]) || (value[1] != ',' && value[1] != '}')) return true;
      if (!taking.answer(*answer, value[0])) return false;
      next = behind;
      at_ = value + 1;
    }
    return true;
  }

  /// Nothing but the line's end.
  [[nodiscard]] bool takes_end() {
    skip_blanks();
    if (at_ != end_ && *at_ == '\r') ++at_;
    if (at_ == end_) return true;
    if (*at_ != '\n') return false;
    ++at_;
    return true;
  }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  void skip_blanks() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\t')) ++at_;
  }

  const char* begin_;
  const char* at_;
  const char* end_;
};

class JsonReader final : public FlatReader {
 public:
  JsonReader(const FlatProgram& program, bool protocol_given)
      : program_(&program), keys_(program), protocol_given_(protocol_given) {}

  [[nodiscard]] std::size_t read(std::string_view text, FlatForm& form) const override {
    Line line(text);
    FlatTaking taking(form);
    const bool sound = takes_object(line, [&](std::string_view key) { return takes_top(line, key, form, taking); });
    if (!sound || !line.takes_end()) return 0;
    if (!taking.has(FlatKeys::Top::form) && !protocol_given_) return 0;
    return line.offset();
  }

 private:
  template <class Member>
  static bool takes_object(Line& line, Member member) {
    if (!line.takes('{')) return false;
    if (line.takes('}')) return true;
    for (;;) {
      std::string_view key;
      if (!line.takes_key(key) || !member(key)) return false;
      if (line.takes('}')) return true;
      if (!line.takes(',')) return false;
    }
  }

  [[nodiscard]] bool takes_top(Line& line, std::string_view key, FlatForm& form, FlatTaking& taking) const {
    const FlatKeys::Top top = FlatKeys::top(key);
    if (top == FlatKeys::Top::none || !taking.top(top)) return false;
    std::string_view text;
    switch (top) {
      case FlatKeys::Top::form:
        return line.takes_text(text) && text == program_->compiled().layout->protocol().id;
      case FlatKeys::Top::id:
        return line.takes_text(form.id) && !form.id.empty();
      case FlatKeys::Top::date:
        return line.takes_text(form.date) && !form.date.empty();
      case FlatKeys::Top::state:
        return line.takes_text(text) && text == "final";
      case FlatKeys::Top::respondent:
        return takes_object(line, [&](std::string_view name) {
          const FlatKeys::Answer* answer = keys_.respondent(name);
          return answer != nullptr && takes_answer(line, *answer, taking);
        });
      case FlatKeys::Top::answers:
        return takes_answers(line, taking);
      case FlatKeys::Top::none:
        break;
    }
    return false;
  }

  [[nodiscard]] bool takes_answers(Line& line, FlatTaking& taking) const {
    const FlatKeys::Block* only = keys_.only_block();
    std::size_t next = 0;
    bool by_name = false;
    bool bare = false;
    return takes_object(line, [&](std::string_view key) {
      const FlatKeys::Block* block = keys_.block(key);
      if (block != nullptr && !bare) {
        by_name = true;
        return taking.block(*block, keys_) && takes_block(line, *block, taking);
      }
      // The answers of a single instrument, without its name.
      if (only == nullptr || by_name) return false;
      bare = true;
      const FlatKeys::Answer* answer = FlatKeys::answer(*only, key, next);
      return answer != nullptr && takes_answer(line, *answer, taking);
    });
  }

  [[nodiscard]] static bool takes_block(Line& line, const FlatKeys::Block& block, FlatTaking& taking) {
    if (line.takes('[')) return takes_list(line, block, taking);
    std::size_t next = 0;
    return takes_object(line, [&](std::string_view key) {
      const FlatKeys::Answer* answer = FlatKeys::answer(block, key, next);
      return answer != nullptr && takes_answer(line, *answer, taking) && line.takes_digits(block, next, taking);
    });
  }

  [[nodiscard]] static bool takes_list(Line& line, const FlatKeys::Block& block, FlatTaking& taking) {
    for (std::size_t i = 0; i < block.items; ++i) {
      if (i > 0 && !line.takes(',')) return false;
      if (block.answers[i].words == nullptr || !takes_answer(line, block.answers[i], taking)) return false;
    }
    return block.items > 0 && line.takes(']');
  }

  [[nodiscard]] static bool takes_answer(Line& line, const FlatKeys::Answer& answer, FlatTaking& taking) {
    std::string_view value;
    bool is_null = false;
    if (!line.takes_value(value, is_null)) return false;
    if (is_null) return taking.no_answer(answer);
    return !value.empty() && taking.answer(answer, value);
  }

  const FlatProgram* program_;
  FlatKeys keys_;
  bool protocol_given_;
};

}  // namespace

std::unique_ptr<FlatReader> flat_json_reader(const FlatProgram& program, bool protocol_given) {
  return std::make_unique<JsonReader>(program, protocol_given);
}

}  // namespace ipi::batch
