#include "batch/decision_memory.h"

#include <utility>

namespace ipi::batch {

const DecisionMemory::Entry* DecisionMemory::add(const Key& key, std::span<const std::string> pieces,
                                                 std::uint32_t focus) {
  if (used_ * 2 >= entries_.size()) make_room();
  Entry& entry = entries_[place_of(key)];
  ++used_;
  entry = {key, {}, static_cast<std::uint32_t>(others_.size()), focus};
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const TextPool::Place place = pool_.put(pieces[i]);
    if (i == 0) {
      entry.first = place;
    } else {
      others_.push_back(place);
    }
  }
  return &entry;
}

void DecisionMemory::make_room() {
  if (entries_.size() == most_entries) {
    entries_.assign(fewest_entries, {});
    others_.clear();
    pool_.clear();
    used_ = 0;
    return;
  }
  const std::vector<Entry> old = std::exchange(entries_, std::vector<Entry>(entries_.size() * 2));
  for (const Entry& entry : old) {
    if (!is_free(entry)) entries_[place_of(entry.key)] = entry;
  }
}

}  // namespace ipi::batch
