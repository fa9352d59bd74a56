#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "focus/compiled.h"
#include "focus/plan.h"
#include "focus/suggestion.h"

namespace ipi {

/// A row of the report: an answer, or a line to be filled in by hand.
struct ReportFact {
  Translated label;
  std::string address;  ///< empty: by hand
  Place place;
};

/// What a tie counts as from a score on.
struct TieLine {
  std::string score;  ///< address within a relationship; empty: none
  Rational from;
  Place place;
};

/// The sign of those whose role carries one of the tags; without tags, of everybody.
struct RoleShape {
  std::string shape;  ///< of the drawing's own words
  Translated label;
  std::vector<std::string> tags;
  Place place;
};

/// How a role or a kind of event is spoken of to the patient: "your mother", "you retired".
struct Phrase {
  std::string entry;
  Translated text;
  Place place;
};

/// Those entries of a roster for whom a condition holds, in a sentence.
struct NamedList {
  std::string name;
  Group each = Group::relationships;
  Condition where;
  std::int64_t most = 3;
  Place place;
};

/// One way to say a part of the formulation.
struct FormulationSentence {
  std::vector<std::string> areas;        ///< said only where the focus is one of these; empty: any, or none
  std::vector<Verdict> verdicts;         ///< likewise
  std::vector<std::string> gates;        ///< said only where one of these keeps every area from being offered
  std::vector<std::string> conventions;  ///< schools or contexts that it belongs to; empty: any
  bool blocked = false;                  ///< said only where the tie must not be renegotiated
  std::optional<Condition> holds;        ///< `this` is what the focus is about
  bool by_hand = false;                  ///< to be completed by hand: no answer can say it
  Translated text;                       ///< with {placeholders}
  Source source;
  Place place;
};

/// What one sentence of the formulation is there for; the first of its sentences that fits is said.
struct FormulationPart {
  std::string id;
  Translated title;
  std::vector<FormulationSentence> sentences;
  Place place;
};

/// What a report says and shows beyond the results, for one focus model.
struct ReportWords {
  std::string id;
  std::int64_t revision = 1;
  Translated title;
  std::string model;
  std::vector<std::pair<std::string, std::string>> sources;
  std::vector<ReportFact> about, diagnosis, tie_columns;
  std::string view_area, view_subject, view_words,
      goals;  ///< addresses of the patient's own view and goals; may be empty
  TieLine support, strain;
  std::string important;  ///< address of the question that marks key ties; may be empty
  std::vector<RoleShape> shapes;
  std::int64_t months_before_onset = 12;  ///< that the timeline marks
  Translated window;
  std::string deaths;  ///< the tag of deaths among the kinds of events
  std::vector<std::string> timeline_scores;
  Translated private_page, private_strength, private_steps, private_whole;
  std::array<std::vector<Phrase>, group_count> phrases;  ///< by group
  Translated death_of;                                   ///< of somebody listed: "{person} died"
  std::vector<Phrase> with_person;                       ///< by kind of event, where it is known whom it concerns
  std::vector<NamedList> lists;
  std::vector<FormulationPart> formulation;
  Place place;
};

/// Reports E0257 (a part without a sentence, a placeholder that never closes) besides the codes of conditions and
/// sources.
[[nodiscard]] ReportWords read_report_words(const yaml::Document& document, Diagnostics& diagnostics);

/// A text with its placeholders cut out.
struct TextPiece {
  bool is_placeholder = false;
  std::string text;  ///< of a placeholder what stands between its braces
};
[[nodiscard]] std::vector<TextPiece> pieces_of(std::string_view text);

struct CompiledFact {
  const ReportFact* fact = nullptr;
  std::optional<std::size_t> slot;  ///< none: a line to be filled in, or a question that this protocol does not have
};

struct CompiledSentence {
  const FormulationSentence* sentence = nullptr;
  std::optional<Expression> holds;
};

struct CompiledPart {
  const FormulationPart* part = nullptr;
  std::vector<CompiledSentence> sentences;  ///< those for areas that the model in force has
};

struct CompiledList {
  const NamedList* list = nullptr;
  Expression where;
};

/// The words with every address resolved against a protocol.
struct CompiledReport {
  const ReportWords* words = nullptr;
  std::vector<CompiledFact> about, diagnosis, tie_columns;
  std::optional<std::size_t> view_area, view_subject, view_words, goals;  ///< slots of the form
  std::optional<std::size_t> important;                                   ///< slot of a relationship
  std::optional<std::size_t> support, strain;                             ///< among the scores of a relationship
  std::vector<CompiledList> lists;
  std::vector<CompiledPart> formulation;
};

/// Resolves the words against the protocol; both outlive the result. Reports E0211 to E0214, E0255 (a fact or score of
/// the wrong kind) and E0258 (a placeholder, entry, tag or shape of nothing).
[[nodiscard]] CompiledReport compile_report(const ReportWords& words, const Compiled& compiled,
                                            Diagnostics& diagnostics);

/// What a placeholder may be besides an address: "focus.area", or the name of a list.
[[nodiscard]] bool is_placeholder_name(const ReportWords& words, std::string_view name);

}  // namespace ipi
