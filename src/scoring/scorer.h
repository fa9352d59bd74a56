#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "condition/expression.h"
#include "instrument/instrument.h"
#include "source/diagnostic.h"
#include "text/rational.h"

namespace ipi {

/// What a score is, or what is known of it.
struct ScoreValue {
  std::optional<Rational> value;  ///< where the missing rule gives one
  /// The value where there is one; else what it can become once every open answer is given.
  Interval bounds;
  std::uint16_t answered = 0;   ///< of the items that apply
  std::uint16_t items = 0;      ///< that apply
  std::uint16_t undecided = 0;  ///< items of which it is open whether they apply: then there is no value
};

/// What is made of a score with answers missing.
enum class Estimates : std::uint8_t {
  by_rule,  ///< what its missing rule gives: the score as it stands
  none      ///< nothing: it is open until every answer is given, as completions are looked at
};

/// What is known of one answer about the respondent.
struct RespondentFact {
  ChoiceSet choice = ~inapplicable;
  Interval number;
  Truth answered = Truth::unknown;
};

/// The respondent as far as bands depend on it.
struct Respondent {
  std::optional<std::int64_t> age;
  std::string_view language;                ///< empty where not given
  std::span<const RespondentFact> facts{};  ///< what `respondent.` addresses mean, by their index
};

/// The range that a value falls in, or why none can be named.
struct BandResult {
  const BandSet* set = nullptr;
  const Band* band = nullptr;
  std::string reason;                ///< where there is no band
  std::vector<std::string> assumes;  ///< what was not given and is taken as within the validated range
  [[nodiscard]] const Source& source() const { return band->source ? *band->source : set->source; }
};

/// Scores one slice of answers to an instrument: a pure function, made once per instrument.
class Scorer {
 public:
  /// Compiles criteria and band conditions. `respondent` resolves `respondent.` addresses. Reports E0211 to E0214,
  /// E0234 (a figure so large that sums could overflow), E0235 (bands that leave reachable values without a label) and
  /// E0239 (a table that does not cover what the score can reach).
  Scorer(const Instrument& instrument, const Resolver& respondent, Diagnostics& diagnostics);

  [[nodiscard]] const Instrument& instrument() const { return *instrument_; }
  /// `answers[i]` are the options still possible for question i (see ChoiceSet); `scores` has room for each score, and
  /// is filled by position.
  void score(std::span<const ChoiceSet> answers, std::span<ScoreValue> scores,
             Estimates estimates = Estimates::by_rule) const;
  /// Whether a safety item of the instrument, by position, holds.
  [[nodiscard]] Truth safety(std::size_t item, std::span<const ChoiceSet> answers,
                             std::span<const ScoreValue> scores) const;
  [[nodiscard]] BandResult band(std::size_t score, std::span<const ChoiceSet> answers,
                                std::span<const ScoreValue> scores, const Respondent& respondent) const;
  /// The further published cut-offs that apply, without those whose `when` fails.
  [[nodiscard]] std::vector<BandResult> other_bands(std::size_t score, std::span<const ChoiceSet> answers,
                                                    std::span<const ScoreValue> scores,
                                                    const Respondent& respondent) const;

 private:
  /// How large a score can get, whatever is answered: bounds only, so that doubles do.
  struct Reach {
    double size = 0;  // of its absolute value
    double denominator = 1;
  };
  struct CompiledScore {
    Reach reach;
    std::vector<std::vector<Rational>> keyed;  // by item of the score, by option
    std::vector<ChoiceSet> counts;             // of a count: the options that count, by item of the score
    // What each option adds, as whole numbers over one denominator: by item of the score, `widest` to an item.
    std::vector<std::int64_t> parts;
    std::size_t widest = 0;
    std::int64_t denominator = 1;
    std::optional<Expression> holds;
    std::vector<std::optional<Expression>> band_when;  // by band set; nullopt: always
    std::vector<std::optional<Expression>> other_when;
  };
  void score_one(std::size_t score, std::span<const ChoiceSet> answers, std::span<ScoreValue> scores,
                 Estimates estimates) const;
  /// Reports E0234 where sums of the parts could leave 64 bits.
  static void add_parts(const Score& score, CompiledScore& compiled, Diagnostics& diagnostics);
  void check_table(std::size_t score, Diagnostics& diagnostics) const;
  void compile_score(const Score& score, const Resolver& earlier, const Resolver& addresses, Diagnostics& diagnostics);
  [[nodiscard]] static Reach reach_of_table(const Transform& transform, const Reach& before);
  /// What one option adds to the score.
  [[nodiscard]] static Rational part_of(const Score& score, const CompiledScore& compiled, std::size_t position,
                                        std::size_t option);
  /// What the options that `answer` still allows add to the score.
  [[nodiscard]] static std::vector<Rational> parts_of(const Score& score, const CompiledScore& compiled,
                                                      std::size_t position, ChoiceSet answer);
  [[nodiscard]] Reach reach_of(const Score& score, const std::vector<std::vector<Rational>>& keyed) const;
  /// What a score can become once every open answer is given, in its own metric; nullopt where there are too many.
  [[nodiscard]] std::optional<std::vector<Rational>> whole_values(std::size_t score, std::span<const ChoiceSet> answers,
                                                                  std::span<const ScoreValue> scores) const;
  /// The ends of these, for a score whose table may go up and down.
  void bound_by_table(std::size_t score, std::span<const ChoiceSet> answers, std::span<const ScoreValue> scores,
                      ScoreValue& value) const;
  [[nodiscard]] BandResult choose_band(const BandSet& set, const Rational& value, const Respondent& respondent) const;

  const Instrument* instrument_;
  std::vector<CompiledScore> compiled_;
  std::vector<Expression> safety_;
};

}  // namespace ipi
