#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "focus/compiled.h"

namespace ipi {

/// How much a blank form asks.
enum class TemplateLength : std::uint8_t {
  whole,
  brief  ///< only what the decision and safety look at
};

/// A blank draft of the protocol with every question, in the order of asking, as comments: its text, why it is asked,
/// its options, where it applies. At most 100 columns wide. It passes `ipi check` as it is; every answer in it reads
/// as not asked. Relationships and events stand as commented examples until somebody has asked for them.
[[nodiscard]] std::string blank_form(const Compiled& compiled, TemplateLength length = TemplateLength::whole);
/// The same of a protocol under several readings, of which the first is written: a short form asks what any of them
/// looks at, since a context is chosen on the form itself.
[[nodiscard]] std::string blank_form(std::span<const Compiled* const> readings, TemplateLength length);

}  // namespace ipi
