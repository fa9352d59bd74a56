#include <fmt/format.h>

#include <algorithm>

#include "formats/text_parts.h"

namespace ipi {
namespace {

constexpr std::size_t hold_width = 9;  // "unknown", "does not"

/// What is said, and the file and line where it stands.
std::string placed(const std::string& words, const Place& place) {
  if (place.file == nullptr) return words;
  return fmt::format("{}{} {}:{}", words, glue, place.file->name(), place.file->position_of(place.span.begin).line);
}

/// Each answer with the file and line it stands in, or where it is left out.
void add_answers(TextLines& lines, const PageSource& page, std::size_t indent, const std::vector<Variable>& variables) {
  for (const Variable& variable : variables) {
    std::string words = answer_words(page, variable);
    if (page.assessment.state.applies(variable) == Truth::no)
      words = fmt::format("{}: does{}not{}apply", address_of(page.form(), variable), glue, glue);
    lines.text(indent, placed(words, answer_of(page.form(), variable).place), Tone::quiet);
  }
}

void add_safety_working(TextLines& lines, const PageSource& page) {
  lines.heading("THE WORKING: SAFETY");
  if (page.assessment.safety.empty()) lines.text(2, "No rule holds on the answers given.");
  for (const SafetyFinding& finding : page.assessment.safety) {
    lines.text(2, fmt::format("{} ({}): {}", finding.rule, finding.red ? "RED" : "amber", finding.statement));
    if (finding.source != nullptr) lines.text(4, fmt::format("Source: {}", source_words(*finding.source)), Tone::quiet);
    add_answers(lines, page, 4, finding.answers);
  }
}

/// Whether a count counts an item with that answer.
bool is_counted(const Score& score, std::size_t item, const Rational& keyed) {
  return std::any_of(score.counted.begin(), score.counted.end(), [&](const CountedItems& counted) {
    const bool named = std::find(counted.items.begin(), counted.items.end(), item) != counted.items.end();
    return named && (!counted.from || keyed >= *counted.from) && (!counted.to || keyed <= *counted.to);
  });
}

/// "phq9.4 = 2, keyed 2, adds 2": one item's way into the score.
std::string item_words(const PageSource& page, const Score& score, const Instrument& instrument, std::size_t item,
                       const Variable& variable) {
  const Answer& answer = answer_of(page.form(), variable);
  std::string words = answer_words(page, variable);
  if (page.assessment.state.applies(variable) == Truth::no)
    return fmt::format("{}: does{}not{}apply", address_of(page.form(), variable), glue, glue);
  const Question& question = instrument.questions[item];
  if (!answer.given() || question.type != AnswerType::choice) return words;
  for (std::size_t option = 0; option < question.options.size(); ++option) {
    if (((answer.chosen >> option) & 1U) == 0 || !question.options[option].number) continue;
    const Rational keyed = question.keyed(option);
    words += fmt::format(", keyed{}{}{}", glue, two_places(keyed), question.reverse ? " (reversed)" : "");
    if (score.method == ScoreMethod::count)
      words += fmt::format(", counts{}{}", glue, is_counted(score, item, keyed) ? 1 : 0);
    if (score.method == ScoreMethod::weighted) {
      const auto at = std::find(score.items.begin(), score.items.end(), item) - score.items.begin();
      words += fmt::format(", adds{}{}", glue, two_places(keyed * score.weights[static_cast<std::size_t>(at)]));
    }
    if (score.method == ScoreMethod::sum || score.method == ScoreMethod::mean)
      words += fmt::format(", adds{}{}", glue, two_places(keyed));
  }
  return words;
}

std::string rule_words(const Score& score) {
  std::string words(to_text(score.method));
  if (!score.items.empty()) words += fmt::format("; where answers are missing: {}", to_text(score.missing));
  if (!score.items.empty() && score.missing != MissingRule::complete)
    words += fmt::format(", at least {} answered", score.at_least);
  const Transform& transform = score.transform;
  if (transform.is_table()) words += fmt::format("; then by a table of {} rows", transform.table.size());
  if (transform.multiply != Rational(1) || transform.add != Rational(0))
    words += fmt::format("; times {}, plus {}", two_places(transform.multiply), two_places(transform.add));
  return words;
}

std::string limit_words(const Limit& limit) {
  if (const auto* address = std::get_if<std::string>(&limit.against)) return *address;
  return two_places(std::get<Rational>(limit.against));
}

std::string test_words(const Test& test) {
  std::vector<std::string> parts;
  if (test.lower)
    parts.push_back(fmt::format("{} {}", test.lower->inclusive ? "from" : "above", limit_words(*test.lower)));
  if (test.upper)
    parts.push_back(fmt::format("{} {}", test.upper->inclusive ? "to" : "below", limit_words(*test.upper)));
  if (!test.values.empty()) parts.push_back(fmt::format("is {}", fmt::join(test.values, " or ")));
  if (!test.tags.empty()) parts.push_back(fmt::format("is tagged {}", fmt::join(test.tags, " or ")));
  if (test.answered) parts.emplace_back("is answered");
  return fmt::format("{}", fmt::join(parts, " "));
}

/// A condition as one would say it: "core from 1 and symptoms from 2 below 5".
std::string condition_words(const Condition& condition) {
  if (condition.kind == Condition::Kind::test)
    return fmt::format("{} {}", condition.address, test_words(condition.test));
  std::vector<std::string> parts;
  for (const Condition& part : condition.parts) parts.push_back(condition_words(part));
  if (condition.kind == Condition::Kind::negation) return fmt::format("not ({})", fmt::join(parts, " and "));
  if (condition.kind == Condition::Kind::all || parts.size() == 1) return fmt::format("{}", fmt::join(parts, " and "));
  return fmt::format("({})", fmt::join(parts, " or "));
}

void add_band_working(TextLines& lines, const PageSource& page, const BandResult& band, std::string_view name) {
  if (band.band == nullptr) {
    if (!band.reason.empty()) lines.text(6, fmt::format("{}: none, {}", name, band.reason));
    return;
  }
  lines.text(6, fmt::format("{}: {}, {} {}. Source: {}", name, band.band->label.in(page.language()),
                            band.band->above ? "above" : "from", two_places(band.band->threshold),
                            source_words(band.source())));
  if (!band.assumes.empty()) lines.text(8, fmt::format("taken as given: {}", fmt::join(band.assumes, ", ")));
}

std::string value_words(const AssessedScore& score) {
  if (score.value.value) return two_places(*score.value.value);
  std::string words = fmt::format("no value, {}", score.reason);
  const Interval& bounds = score.value.bounds;
  if (bounds.low && bounds.high)
    words += fmt::format("; lowest {}, highest {}", two_places(*bounds.low), two_places(*bounds.high));
  return words;
}

void add_score_working(TextLines& lines, const PageSource& page, const AssessedScore& score, Group group,
                       std::size_t entry) {
  const Score& key = *score.score;
  const std::string owner = group == Group::form ? "" : page.form().entries(group)[entry].code + ".";
  lines.text(4,
             fmt::format("{}{} = {} ({} of {} answered)", owner, score.address(), value_words(score),
                         score.value.answered, score.value.items),
             Tone::strong);
  lines.text(
      6, fmt::format("{}: {}. Source: {}", key.title.in(page.language()), rule_words(key), source_words(key.source)));
  const InstrumentUse& use = *page.form().layout->find_instrument(group, score.instrument->id);
  for (const std::size_t item : key.items) {
    const Variable variable{group, entry, use.first_slot + item};
    lines.text(8,
               placed(item_words(page, key, *score.instrument, item, variable), answer_of(page.form(), variable).place),
               Tone::quiet);
  }
  for (const std::size_t part : key.scores) {
    const ScoreValue& value = page.assessment.state.score(group, entry, use.first_score + part);
    lines.text(8,
               fmt::format("{}.{} = {}", score.instrument->id, score.instrument->scores[part].id,
                           value.value ? two_places(*value.value) : "no value"),
               Tone::quiet);
  }
  if (key.holds) lines.text(8, fmt::format("1 where {}; else 0", condition_words(*key.holds)), Tone::quiet);
  add_band_working(lines, page, score.band, "Band");
  for (const BandResult& other : score.other_bands)
    add_band_working(lines, page, other, other.set->title.in(page.language()));
}

void add_scores_working(TextLines& lines, const PageSource& page) {
  if (!page.assessment.scores.empty()) lines.heading("THE WORKING: SCORES");
  const Instrument* instrument = nullptr;
  for (const AssessedScore& score : page.assessment.scores) {
    if (score.instrument != instrument) lines.text(2, score.instrument->title.in(page.language()), Tone::strong);
    instrument = score.instrument;
    add_score_working(lines, page, score, Group::form, 0);
  }
  for (const AssessedRelationship& tie : page.assessment.relationships) {
    if (tie.scores.empty()) continue;
    lines.text(2, subject_in_words(page.form(), {Group::relationships, tie.entry}, page.language()), Tone::strong);
    for (const AssessedScore& score : tie.scores)
      add_score_working(lines, page, score, Group::relationships, tie.entry);
  }
}

std::string_view hold_words(Truth holds) {
  if (holds == Truth::unknown) return "unknown";
  return holds == Truth::yes ? "holds" : "does not";
}

void add_indicator(TextLines& lines, const PageSource& page, const Candidate& candidate, const Evidence& evidence) {
  const Indicator& indicator = *evidence.indicator;
  std::string words = indicator.manner == Manner::excludes ? "excludes:" : signed_weight(indicator.weight);
  if (indicator.manner == Manner::required) words += " required:";
  words += fmt::format(" {} ({})", indicator.statement.in(page.language()), indicator.id);
  lines.item(4, hold_words(evidence.holds), hold_width, words);
  lines.text(4 + hold_width, fmt::format("Source: {}", source_words(indicator.source)), Tone::quiet);
  add_answers(lines, page, 4 + hold_width, rests_on(page.assessment.state, candidate, evidence));
}

void add_candidates_working(TextLines& lines, const PageSource& page) {
  if (!page.assessment.candidates.empty()) lines.heading("THE WORKING: CANDIDATES");
  for (const Candidate& candidate : page.assessment.candidates) {
    lines.text(2, candidate_title(page, candidate), Tone::strong);
    lines.text(2,
               fmt::format("{}{}.", candidate.offered == Truth::yes ? "Offered, with " : "", points_words(candidate)));
    if (candidate.offered != Truth::yes) lines.text(2, offer_words(candidate));
    for (const Evidence& evidence : candidate.evidence) add_indicator(lines, page, candidate, evidence);
    lines.blank();
  }
}

void add_works(TextLines& lines, const PageSource& page) {
  if (page.model() == nullptr || page.model()->sources.empty()) return;
  lines.heading("SOURCES OF THE REASONS");
  for (const auto& [key, work] : page.model()->sources) lines.item(2, "-", 2, fmt::format("{}: {}", key, work));
}

}  // namespace

void add_working(TextLines& lines, const PageSource& page) {
  lines.blank();
  lines.rule("─");
  add_safety_working(lines, page);
  add_scores_working(lines, page);
  add_circumplexes(lines, page);
  add_candidates_working(lines, page);
  add_works(lines, page);
}

}  // namespace ipi
