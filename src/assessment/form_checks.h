#pragma once

#include <string_view>
#include <vector>

#include "assessment/assessment.h"
#include "assessment/identifiers.h"

namespace ipi {

/// W0301: answers to questions that do not apply.
void warn_of_unused(const Assessment& assessment, Diagnostics& diagnostics);

/// What is allowed and yet probably a slip. W0301; W0302 and W0303: deaths that relationships and events do not agree
/// about; W0304: an event after the date of a final form; W0305: a declared total that is not ours.
void warn_of_slips(const Assessment& assessment, Diagnostics& diagnostics);

/// W0306: what looks like a person's e-mail, phone number, date of birth or record number in free text, a note or the
/// form's id. A hint only: a name cannot be told from a word.
void warn_of_identifiers(const Form& form, Diagnostics& diagnostics);

/// E0340: the same, and what reads like a name, as errors that show no line of the source; of the form's id only what
/// is no code of a study (`is_identifying_code`). Returns the places of what was refused.
std::vector<Place> refuse_identifiers(const Form& form, const AllowedIdentifiers& allowed, Diagnostics& diagnostics);
/// What is passed through unread, under the name of its column; whether it was refused.
bool refuse_identifiers(std::string_view column, std::string_view text, const Place& place, Diagnostics& diagnostics);
/// A column that tells who somebody is, by its name.
void refuse_column(std::string_view column, const Place& place, Diagnostics& diagnostics);

/// E0313: an agreed focus that is no area of the model. Its subject is checked where the form is read.
void check_focus_agreed(const Compiled& compiled, const Form& form, Diagnostics& diagnostics);

}  // namespace ipi
