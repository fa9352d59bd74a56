#pragma once

#include <string_view>

#include "ipi/assessment/assessment.h"

namespace ipi {

/// W0301: answers to questions that do not apply.
void warn_of_unused(const Assessment& assessment, Diagnostics& diagnostics);

/// What is allowed and yet probably a slip. W0301; W0302 and W0303: deaths that relationships and events do not agree
/// about; W0304: an event after the date of a final form; W0305: a declared total that is not ours.
void warn_of_slips(const Assessment& assessment, Diagnostics& diagnostics);

/// W0306: what looks like a person's e-mail, phone number, date of birth or record number in free text, a note or the
/// form's id. A hint only: a name cannot be told from a word.
void warn_of_identifiers(const Form& form, Diagnostics& diagnostics);

/// E0340: the same, and what reads like a name, as errors; of the form's id only what is no code of a study: ids of digits
/// are common, so that only nine of them in a run count.
void refuse_identifiers(const Form& form, Diagnostics& diagnostics);
/// Whether an id alone would be refused.
[[nodiscard]] bool is_identifying_code(std::string_view id);
/// What is passed through unread, under the name of its column.
void refuse_identifiers(std::string_view column, std::string_view text, const Place& place, Diagnostics& diagnostics);
/// Whether a column of that name is one that tells who somebody is: "Last name", "patient_email", "dob".
[[nodiscard]] bool names_an_identifier(std::string_view column);

/// What the text seems to hold that tells who somebody is ("a phone number"); empty if nothing.
[[nodiscard]] std::string_view identifier_in(std::string_view text);
/// Whether it reads as if somebody were called by name: a title before a capital, or two capitals running within a
/// sentence. Right often enough to ask, never to refuse for good.
[[nodiscard]] bool seems_to_name_somebody(std::string_view text);

/// E0313: an agreed focus that is no area of the model. Its subject is checked where the form is read.
void check_focus_agreed(const Compiled& compiled, const Form& form, Diagnostics& diagnostics);

}  // namespace ipi
