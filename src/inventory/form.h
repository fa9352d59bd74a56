#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "inventory/layout.h"
#include "source/source_file.h"
#include "text/date.h"
#include "text/rational.h"

namespace ipi {

/// Why there is no answer. All of them are unknown as evidence; they differ in reports and in what to ask next.
enum class Absence : std::uint8_t {
  none,     ///< there is an answer
  skipped,  ///< shown and left
  refused,
  unknown,   ///< the respondent does not know
  not_asked  ///< never put
};
[[nodiscard]] std::string_view to_text(Absence absence);
/// The same for people: "not asked", "skipped".
[[nodiscard]] std::string_view absence_in_words(Absence absence);

/// One answer, or why there is none.
struct Answer {
  Absence absence = Absence::not_asked;
  ChoiceSet chosen = 0;     ///< of a choice: one bit; of a multiple: any number
  std::int64_t number = 0;  ///< of a number
  PartialDate date;         ///< of a date
  std::string text;         ///< of free text, or the code of an entry ("none" for none)
  Place place;              ///< where it stands; for an answer left out, the mapping that lacks it

  [[nodiscard]] bool given() const { return absence == Absence::none; }
  /// No answer, for that reason; the text's room stays.
  void clear(Absence why, const Place& where) {
    absence = why;
    chosen = 0;
    number = 0;
    date = {};
    text.clear();
    place = where;
  }
};

/// The answer in the words of the form: "2", "yes", "2025-08", "refused".
[[nodiscard]] std::string to_text(const Answer& answer, const Question& question);

/// One relationship or event with its answers by slot of its group.
struct Entry {
  std::string code;  ///< P1, E2
  std::vector<Answer> answers;
  Place place;
};

/// A total that was worked out elsewhere.
struct DeclaredScore {
  std::string address;
  Rational value;
  Place place;
};

/// The focus that patient and clinician agreed on; never evidence.
struct FocusAgreed {
  std::string area;
  std::string subject;  ///< may be empty
  bool by_patient = false;
  Place place;
};

struct Note {
  std::string address;  ///< "E1.mourning", "phq9.9"
  std::string text;
  Place place;
};

/// A safety finding that the interviewer has read: "suicide_red", of an entry "P1.violence_red".
struct Acknowledgement {
  std::string finding;
  Place place;
};

/// One respondent's answers to a protocol at one time.
struct Form {
  const Layout* layout = nullptr;
  std::string id;
  Place id_place;
  std::optional<PartialDate> date;
  bool draft = false;
  std::vector<Answer> answers;  ///< by slot of Group::form
  std::vector<Entry> relationships, events;
  bool relationships_asked = false, events_asked = false;
  std::vector<DeclaredScore> declared;
  std::optional<FocusAgreed> focus_agreed;
  std::vector<Note> notes;
  std::vector<Acknowledgement> acknowledged;
  Place place;
  std::array<std::vector<Entry>, group_count> spare;  ///< entries of forms before in this one: their room serves again

  [[nodiscard]] const std::vector<Entry>& entries(Group group) const {
    return group == Group::events ? events : relationships;
  }
  [[nodiscard]] bool asked(Group group) const { return group == Group::events ? events_asked : relationships_asked; }
  /// A form of the layout that says nothing yet, but that no context is the rule. What one before it has left behind
  /// goes, and the room that it took stays.
  void clear(const Layout& of, const Place& where);
  /// An entry whose room may have been used before.
  [[nodiscard]] Entry take_spare(Group group);
  /// The entry's position, or nullopt.
  [[nodiscard]] std::optional<std::size_t> find_entry(Group group, std::string_view code) const;
};

/// Reads a form of the layout's protocol. What was valid is in the result even where errors were reported, so that
/// safety can look at it; a caller that wants scores asks the diagnostics first. Codes E03xx and W03xx.
[[nodiscard]] Form read_form(const yaml::Node& root, const SourceFile& file, const Layout& layout,
                             Diagnostics& diagnostics);
/// The same into a form that was used before, whose room serves again.
void read_form(const yaml::Node& root, const SourceFile& file, const Layout& layout, Diagnostics& diagnostics,
               Form& into);

}  // namespace ipi
