#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "condition/condition.h"
#include "condition/option.h"
#include "text/translated.h"
#include "yaml/fields.h"

namespace ipi {

/// What kind of answer a question takes.
enum class AnswerType : std::uint8_t {
  choice,    ///< one option
  multiple,  ///< any number of options
  number,    ///< a whole number within a range
  date,      ///< YYYY, YYYY-MM or YYYY-MM-DD
  text,      ///< free text, never scored
  entry      ///< the code of a relationship or event of the same form, or `none`
};
[[nodiscard]] std::string_view to_text(AnswerType type);

/// One thing that is asked: an item of an instrument or a question of a protocol.
struct Question {
  std::string id;  ///< the number printed on the published form ("1"), else a word
  Translated text;
  Translated why;  ///< why it is asked, for the interviewer; may be empty
  AnswerType type = AnswerType::choice;
  std::vector<Option> options;           ///< in printed order; their values may descend
  std::int64_t lowest = 0, highest = 0;  ///< of a number
  bool reverse = false;                  ///< keyed as (min + max) - value of the declared options
  bool two_times = false;                ///< asked for `before` the episode and `now`
  std::optional<Condition> when;         ///< applies only where this holds
  bool for_the_record = false;           ///< kept for those who read the form; nothing is decided by it
  Place place;

  /// The value that an option counts with. Precondition: the option has a number.
  [[nodiscard]] Rational keyed(std::size_t option) const;
};

/// Words that say why there is no answer, and so may be no value or id.
[[nodiscard]] bool is_reserved_word(std::string_view word);

/// Named lists of options that the questions of a file share.
struct OptionSet {
  std::string id;
  std::vector<Option> options;
};

struct QuestionDefaults {
  std::string language = "en";
  std::vector<Option> options;  ///< of a question that names none
  std::vector<OptionSet> option_sets;
};

/// Reads a text: a string in the file's language, or a map from language to string.
[[nodiscard]] Translated read_translated(const yaml::Reader& reader, const yaml::Node* node, std::string_view language);
/// Reads a list of {value, label}. Reports E0220 (reserved word), E0221 (value twice), E0222 (too many).
[[nodiscard]] std::vector<Option> read_options(const yaml::Reader& reader, const yaml::Node& node,
                                               std::string_view language);
[[nodiscard]] Question read_question(const yaml::Reader& reader, const yaml::Node& node,
                                     const QuestionDefaults& defaults);

}  // namespace ipi
