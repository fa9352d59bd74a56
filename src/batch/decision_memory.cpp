#include "decision_memory.h"

#include <cstring>
#include <utility>

namespace ipi::batch {

DecisionMemory::Place DecisionMemory::put(std::string_view piece) {
  pool_.resize(pool_.size() - slack);
  const Place place{static_cast<std::uint32_t>(pool_.size()), static_cast<std::uint32_t>(piece.size())};
  pool_.append(piece).append(slack, '\0');
  return place;
}

const DecisionMemory::Entry* DecisionMemory::add(const Key& key, std::span<const std::string> pieces, std::uint32_t focus) {
  if (used_ * 2 >= entries_.size()) make_room();
  Entry& entry = entries_[place_of(key)];
  ++used_;
  entry = {key, 0, 0, static_cast<std::uint32_t>(places_.size()), focus};
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Place place = put(pieces[i]);
    if (i == 0) {
      entry.begin = place.begin;
      entry.size = place.size;
    } else {
      places_.push_back(place);
    }
  }
  return &entry;
}

char* DecisionMemory::copy(const Entry& entry, std::size_t piece, char* at) const {
  const Place place = piece == 0 ? Place{entry.begin, entry.size} : places_[entry.others + piece - 1];
  const char* const from = pool_.data() + place.begin;
  std::memcpy(at, from, slack);  // of a fixed size, and so a move or two
  if (place.size > slack) std::memcpy(at + slack, from + slack, place.size - slack);
  return at + place.size;
}

void DecisionMemory::make_room() {
  if (entries_.size() == most_entries) {
    entries_.assign(fewest_entries, {});
    places_.clear();
    pool_.assign(slack, '\0');
    used_ = 0;
    return;
  }
  const std::vector<Entry> old = std::exchange(entries_, std::vector<Entry>(entries_.size() * 2));
  for (const Entry& entry : old) {
    if (!is_free(entry)) entries_[place_of(entry.key)] = entry;
  }
}

}  // namespace ipi::batch
