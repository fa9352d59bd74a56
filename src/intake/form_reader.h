#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "assessment/identifiers.h"
#include "assessment/readings.h"
#include "intake/block_reader.h"
#include "intake/input_format.h"
#include "intake/policy.h"

namespace ipi::intake {

/// How the forms of a run are read and checked.
struct FormOptions {
  ReadingOptions reading;
  std::string convention;  ///< a school; empty: the model's own
  Policy policy = several_forms;
  AllowedIdentifiers allowed;  ///< what is taken although it looks as if it told who somebody is
};

/// A form that was read and checked, or what is wrong with it.
struct CheckedForm {
  Form form;                           ///< what was valid of it, where `protocol` is known
  const Compiled* protocol = nullptr;  ///< null: nobody can tell what it answers
  const Readings* readings = nullptr;  ///< null after an error
  Diagnostics diagnostics;             ///< an error rejects it
  Diagnostics hints;                   ///< what seems to tell who somebody is, where that is only warned of
  std::string id;                      ///< as it may be said, of a form that is rejected
  std::vector<std::string_view> kept;  ///< what is passed through, as it may be said
  std::unique_ptr<SourceFile> file;    ///< what the diagnostics point into; null where there are none
  bool was_plain = false;              ///< read on the short way

  [[nodiscard]] bool is_sound() const { return readings != nullptr && !diagnostics.has_errors(); }
  /// What safety is looked at by, even where the form is rejected.
  [[nodiscard]] const Compiled& looked_at_by() const { return readings != nullptr ? *readings->own : *protocol; }
};

/// Reads and checks one form after the other, each in the room of the one before. One a thread.
class FormReader {
 public:
  FormReader(Library& library, const FormOptions& options);
  FormReader(const FormReader&) = delete;
  FormReader& operator=(const FormReader&) = delete;

  /// The forms that follow have to be of this protocol; empty: of any.
  void expect(std::string_view protocol) { expected_ = protocol; }

  /// A record of an input. A regular one goes the short way; where that does not end with a form that nothing is to be
  /// said about, it is read again by the reader that knows what to say. Valid until the next is read.
  const CheckedForm& read(const OpenInput& input, std::string_view record);
  /// A tree at hand, which outlives what is made of it; `said` of it already.
  const CheckedForm& read(const yaml::Node& root, const SourceFile& file, Diagnostics said);
  /// What was no tree at all, with what was said of it.
  const CheckedForm& read_nothing(Diagnostics said);
  /// A form that a format has handed over.
  const CheckedForm& read(HandedForm& handed);
  /// A record of which only the beginning is at hand.
  const CheckedForm& refuse_too_large(const OpenInput& input, std::string_view beginning, std::size_t bytes);
  /// Lets the reader of the next record have a file of its own.
  [[nodiscard]] CheckedForm& checked() { return checked_; }

 private:
  void begin(const OpenInput* input);
  [[nodiscard]] bool read_plainly(const OpenInput& input, std::string_view record);
  void read_fully(const OpenInput& input, std::string_view record);
  void read_tree(yaml::Node root, const SourceFile& file);
  [[nodiscard]] yaml::Node with_protocol(const yaml::Node& root);
  [[nodiscard]] const Compiled* protocol_of(const yaml::Node& root, const SourceFile& file);
  [[nodiscard]] const Compiled* compiled(std::string_view id, Diagnostics& diagnostics);
  [[nodiscard]] const Readings* readings(const Form& form, Diagnostics& diagnostics);
  void check(Diagnostics& diagnostics);
  [[nodiscard]] bool tells_nobody();
  void refuse_identifiers(const SourceFile& file);
  void refuse_kept(const SourceFile& file, std::vector<Place>& refused, Diagnostics& diagnostics);

  Library* library_;
  const FormOptions* options_;
  std::string expected_;
  const Records* records_ = nullptr;  // of the record being read; null: it is of none
  RecordRoom room_;
  std::unique_ptr<SourceFile> plain_file_;
  IdentifierCheck identifiers_;
  std::vector<std::string> clear_;  // by kept column: the last text that told nobody
  std::map<std::string, const Compiled*, std::less<>> compiled_;
  std::pair<std::string, const Compiled*> last_compiled_;
  using Context = std::pair<const Layout*, ChoiceSet>;
  std::map<Context, Readings> readings_;
  std::pair<Context, const Readings*> last_readings_;
  CheckedForm checked_;
};

}  // namespace ipi::intake
