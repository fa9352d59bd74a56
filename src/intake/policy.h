#pragma once

#include <string_view>

namespace ipi::intake {

/// What is done otherwise with one form that somebody names than with several that come in together. All other checks
/// are the same.
struct Policy {
  bool takes_drafts = false;         ///< among several they are not the respondent's last word
  bool refuses_identifiers = false;  ///< else they are warned of
  std::string_view no_form_help;     ///< where a form does not say what it answers
};

inline constexpr Policy one_form = {true, false,
                                    "a form starts with 'form:' and the protocol it answers, such as ipt-initial"};
inline constexpr Policy several_forms = {
    false, true, "a form starts with 'form:' and the protocol it answers; --protocol names it for all of them"};

}  // namespace ipi::intake
