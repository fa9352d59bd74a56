#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "condition/condition.h"
#include "instrument/question.h"
#include "text/rational.h"
#include "yaml/node.h"

namespace ipi {

/// Where a figure or rule comes from, and whether somebody read it there.
struct Source {
  std::string text;
  std::vector<std::string> keys;  ///< of a protocol's or model's list of works
  bool confirmed = true;          ///< false is shown wherever the figure is
};
[[nodiscard]] Source read_source(const yaml::Reader& reader, const yaml::Node* node);

/// A labelled range of a score, from its threshold up to the next one's.
struct Band {
  Rational threshold;
  bool above = false;  ///< starts strictly above the threshold; else at it
  Translated label;
  std::optional<Source> source;  ///< where it differs from the set's
};

/// Bands that apply together; `when` selects by the respondent or by a question of the instrument.
struct BandSet {
  std::string id;  ///< of a further published cut-off; empty for the score's own bands
  Translated title;
  std::optional<Condition> when;
  std::vector<Band> bands;
  Source source;
};

enum class ScoreMethod : std::uint8_t { sum, mean, count, weighted, criterion };
enum class MissingRule : std::uint8_t {
  complete,          ///< every item
  prorate,           ///< sum x items / answered, from `at_least` answers on
  mean_of_answered,  ///< from `at_least` answers on
  complete_except    ///< the plain sum or count of what was answered, from `at_least` answers on
};
[[nodiscard]] std::string_view to_text(ScoreMethod method);
[[nodiscard]] std::string_view to_text(MissingRule rule);

/// Items that a count counts: those whose keyed value lies in the range.
struct CountedItems {
  std::vector<std::size_t> items;  ///< positions in Instrument::questions
  std::optional<Rational> from;
  std::optional<Rational> to;
};

/// What is done to a method's result: times `multiply` plus `add`, or what the table has for it.
struct Transform {
  struct Row {
    Rational raw, value;
  };
  Rational multiply = 1, add = 0;
  std::vector<Row> table;  ///< ascending by `raw`; where there is one, in place of both figures
  Place place;

  [[nodiscard]] bool is_table() const { return !table.empty(); }
  /// nullopt where the table has no row for it.
  [[nodiscard]] std::optional<Rational> of(const Rational& raw) const;
};

/// How one score is made.
struct Score {
  std::string id;
  Translated title;
  ScoreMethod method = ScoreMethod::sum;
  std::vector<std::size_t> items;     ///< positions in Instrument::questions
  std::vector<std::size_t> scores;    ///< positions of earlier scores, in place of items
  std::vector<CountedItems> counted;  ///< of a count
  std::vector<Rational> weights;      ///< of a weighted sum, by item
  std::optional<Condition> holds;     ///< of a criterion, over items and scores of this instrument: worth 1 or 0
  Transform transform;
  MissingRule missing = MissingRule::complete;
  std::size_t at_least = 0;                 ///< answered items that the rule demands
  std::optional<Rational> lowest, highest;  ///< the published range of whole forms, where the file gives it
  bool higher_is_worse = true;
  Source source;
  std::vector<BandSet> band_sets;    ///< the first whose `when` holds
  std::vector<BandSet> other_bands;  ///< further published cut-offs, each reported beside
  Place place;
};

/// An answer that must be acted on at once, whatever the scores and however incomplete the form.
struct SafetyItem {
  std::string id;
  bool red = true;  ///< else amber
  Condition holds;
  Translated statement;
  Translated not_assessed;  ///< said where the condition cannot be told; empty says nothing
  Source source;
};

/// An answer sheet worked out by hand, which the tests score.
struct WorkedExample {
  const yaml::Node* node = nullptr;  ///< {answers, expect, respondent}; the reader of forms knows what to do with it
  Place place;
};

/// Eight octant scores around the interpersonal circle, for a summary that is displayed and never decides.
struct Circumplex {
  std::string id;
  Translated title;
  std::vector<std::size_t> octants;  ///< positions of the scores at 90, 135, 180, 225, 270, 315, 0 and 45 degrees
  Source source;
};

/// A published figure for the least change of a score that is not chance.
struct ReliableChange {
  std::string score;
  Rational change;
  std::string kind;              ///< which reliability it rests on: internal consistency or retest
  std::int64_t confidence = 95;  ///< per cent
  Source source;
};

struct Licence {
  std::string item_text;  ///< shipped, verbatim, key-only or own
  std::string basis;
  Translated notice;  ///< to be printed with the items
};

/// The respondents that an instrument's cut-offs were made for; outside them no band is given.
struct Validated {
  std::optional<std::int64_t> from_age, to_age;
  std::vector<std::string> languages;  ///< empty: any
  Source source;
};

/// A questionnaire. Items come first among the questions, unscored questions after them.
struct Instrument {
  std::string id;
  std::int64_t revision = 1;
  std::string language = "en";
  Translated title, construct, period, instruction;
  std::string citation, doi;
  Licence licence;
  bool text_confirmed = true;
  Validated validated;
  std::vector<Question> questions;
  std::size_t items = 0;  ///< how many of them are scored items
  std::vector<Score> scores;
  std::vector<SafetyItem> safety;
  std::vector<ReliableChange> reliable_changes;
  std::vector<Circumplex> circumplexes;
  std::vector<std::string> notes;
  std::vector<WorkedExample> examples;
  Place place;

  [[nodiscard]] std::optional<std::size_t> find_question(std::string_view id) const;
  [[nodiscard]] std::optional<std::size_t> find_score(std::string_view id) const;
  /// Item ids are exactly "1".."n", so a plain list of answers says which is which.
  [[nodiscard]] bool takes_list() const;
};

/// Reads the file of an instrument. Every fault is reported; what is returned after an error is not to be used.
[[nodiscard]] Instrument read_instrument(const yaml::Document& document, Diagnostics& diagnostics);

/// Reads the questions of a protocol's section as an instrument without scores.
[[nodiscard]] Instrument read_section_questions(const yaml::Reader& reader, const yaml::Node& list, std::string id,
                                                const QuestionDefaults& defaults);

}  // namespace ipi
