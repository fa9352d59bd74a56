#pragma once

#include <cstdint>
#include <functional>

#include "interview/console.h"
#include "interview/dialogue.h"

namespace ipi::interview {

enum class SessionEnd : std::uint8_t {
  finished,  ///< the form is final
  kept,      ///< left on purpose, as a draft
  input_over,
  interrupted,
  hung_up
};

/// Puts the form where it is safe; throws DraftFault where that fails.
using Keep = std::function<void(const Form&)>;

/// Holds the conversation until it ends. What an entry changed is kept before anything further is shown; where that
/// fails, the entry is taken back, that is said at once, and the same is asked again.
[[nodiscard]] SessionEnd hold(Dialogue& dialogue, Console& console, const Keep& keep);

}  // namespace ipi::interview
