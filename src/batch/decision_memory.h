#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "batch/text_pool.h"

namespace ipi::batch {

/// Decisions met before, by what was looked at to make them, each with its pieces of a row: open addressing over
/// entries of half a cache line, because what is slow about a million rows is memory that is far away. One a thread;
/// when it is full, it begins anew.
class DecisionMemory {
 public:
  using Key = std::array<std::uint64_t, 2>;  ///< never all zeros

  struct Entry {
    Key key{};
    TextPool::Place first;     ///< piece; here, because the others are one step farther away
    std::uint32_t others = 0;  ///< the first of the other pieces, in `others_`
    std::uint32_t focus =
        0;  ///< the areas in the order of the suggestion, four bits each: one more than an area's number
  };

  DecisionMemory() : entries_(fewest_entries) {}

  /// Asks for the memory that find() will look at.
  void prefetch(const Key& key) const { __builtin_prefetch(&entries_[hash(key) & (entries_.size() - 1)]); }
  /// Null where it has not been met.
  [[nodiscard]] const Entry* find(const Key& key) const {
    const Entry& entry = entries_[place_of(key)];
    return is_same(entry.key, key) ? &entry : nullptr;
  }
  const Entry* add(const Key& key, std::span<const std::string> pieces, std::uint32_t focus);
  /// As TextPool does.
  char* copy(const Entry& entry, std::size_t piece, char* at) const {
    return pool_.copy(piece == 0 ? entry.first : others_[entry.others + piece - 1], at);
  }

 private:
  static constexpr std::size_t fewest_entries = 1U << 10U;
  static constexpr std::size_t most_entries = 1U << 17U;

  [[nodiscard]] static std::size_t hash(const Key& key) {
    std::uint64_t hash = (key[0] ^ (key[1] * 0x9E3779B97F4A7C15U)) * 0xBF58476D1CE4E5B9U;
    return hash ^ (hash >> 32U);
  }
  [[nodiscard]] std::size_t place_of(const Key& key) const {
    std::size_t at = hash(key) & (entries_.size() - 1);
    while (!is_free(entries_[at]) && !is_same(entries_[at].key, key)) at = (at + 1) & (entries_.size() - 1);
    return at;
  }
  // Not the arrays' own comparison, which is a call.
  [[nodiscard]] static bool is_same(const Key& a, const Key& b) { return ((a[0] ^ b[0]) | (a[1] ^ b[1])) == 0; }
  [[nodiscard]] static bool is_free(const Entry& entry) { return (entry.key[0] | entry.key[1]) == 0; }
  void make_room();

  std::vector<Entry> entries_;  // a power of two
  std::size_t used_ = 0;
  std::vector<TextPool::Place> others_;
  TextPool pool_;
};

}  // namespace ipi::batch
