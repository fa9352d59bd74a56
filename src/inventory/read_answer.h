#pragma once

#include <string_view>

#include "inventory/form.h"
#include "yaml/fields.h"

namespace ipi {

/// Reads the answer to the slot's question. A wrong value is reported and comes out as not asked; `owner` is the code
/// of the entry that is told of, empty for the form.
void read_answer(const yaml::Reader& reader, const yaml::Node& node, const Slot& slot, std::string_view owner,
                 Answer& answer);

/// Takes the answer that is said in one word, or the reason why there is none. False where the question has no such
/// answer; nothing is reported then, and the answer is as it was.
[[nodiscard]] bool take_word(std::string_view word, const Slot& slot, Answer& answer);

}  // namespace ipi
