#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/form.h"

namespace ipi {

/// What may be taken although it looks as if it told who somebody is: nothing, everything, or what stands in some
/// columns.
struct AllowedIdentifiers {
  bool all = false;
  std::vector<std::string> columns;  ///< names in a header, or addresses: "visit_date", "id", "f.remark"
  [[nodiscard]] bool allows(std::string_view column) const;
};

/// What the text seems to hold that tells who somebody is ("a phone number"); empty if nothing: an e-mail address, a
/// phone number, a full date, an address, a record or national number. Hashes, UUIDs and decimal numbers are none,
/// whatever their digits: this is how people are made anonymous.
[[nodiscard]] std::string_view identifier_in(std::string_view text);
/// Whether it reads as if somebody were called by name: a title before a capital, two capitals running within a
/// sentence, or a text that is nothing but a name ("J. Smith", "van der Berg"). Right often enough to ask, never to
/// refuse for good. A name in small letters ("jean dupont"), or a single one, cannot be told from words and is not
/// found.
[[nodiscard]] bool seems_to_name_somebody(std::string_view text);
/// The same for what is one value of a column: both of the above.
[[nodiscard]] std::string_view identifier_or_name_in(std::string_view text);

/// The same for the id of a form. Ids of digits are common: only nine in a run count, a full date, a phone number that
/// is written in groups, or a national number that is written like one ("AB123456C").
[[nodiscard]] std::string_view identifier_in_code(std::string_view id);
/// Whether an id alone would be refused.
[[nodiscard]] bool is_identifying_code(std::string_view id);
/// Whether the text is as a whole a hash, a UUID or ULID, or a decimal number.
[[nodiscard]] bool is_pseudonym(std::string_view text);

/// A quick look that spares most texts, and most ids, the whole search: true only where that would find nothing.
[[nodiscard]] bool surely_tells_nobody(std::string_view text);
[[nodiscard]] bool surely_tells_nobody_as_code(std::string_view id);

/// Whether a column of that name is one that tells who somebody is: "Last name", "patient_email", "dob",
/// "Geburtsdatum".
[[nodiscard]] bool names_an_identifier(std::string_view column);

/// Looks through one form after the other, mostly of one layout, for what would be refused.
class IdentifierCheck {
 public:
  /// `allowed` outlives it.
  explicit IdentifierCheck(const AllowedIdentifiers& allowed) : allowed_(&allowed) {}
  /// Whether neither the form's id nor a free text nor a note looks as if it told who somebody is. What is allowed may
  /// be found all the same: `refuse_identifiers` has the last word.
  [[nodiscard]] bool finds_nothing(const Form& form);

 private:
  void learn(const Layout& layout);

  const AllowedIdentifiers* allowed_;
  const Layout* layout_ = nullptr;
  std::array<std::vector<std::size_t>, group_count> texts_;  // slots of free text, by group
};

}  // namespace ipi
