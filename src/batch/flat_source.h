#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "inventory/layout.h"

namespace ipi::batch {

/// Something whose state is the sum of what its answers add: a score, or a single answer.
struct FlatSource {
  /// One way to come to a state.
  struct State {
    std::uint32_t number = 0;
    std::vector<std::uint8_t> codes;    ///< by position in `slots`
    std::vector<std::size_t> complete;  ///< positions among `states` that every open answer given leads to
  };
  std::vector<std::size_t> slots;
  std::vector<std::vector<std::uint32_t>> steps;  ///< by position in `slots`, by code; the last is no answer
  std::vector<State> states;                      ///< that can be reached
  std::uint32_t size = 0;                         ///< one more than the highest number
};

/// A score whose items count only by their sum and by how many of each kind are missing; nullopt where it is none such,
/// or has too many states.
[[nodiscard]] std::optional<FlatSource> source_of_score(const GroupLayout& layout, const InstrumentUse& use,
                                                        const Score& score);
/// A single choice or number; nullopt where it has too many values.
[[nodiscard]] std::optional<FlatSource> source_of_answer(const Question& question, std::size_t slot);

}  // namespace ipi::batch
