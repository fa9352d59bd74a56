#include "duplicates.h"

#include <cstring>
#include <utility>

namespace ipi::batch {
namespace {

constexpr std::size_t first_slots = 1024;

/// The finaliser of splitmix64: every bit of the input moves every bit of the result.
std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

void take(Fingerprint& print, std::string_view text) {
  const auto add = [&](std::uint64_t word) {
    print.high = mix(print.high ^ word);
    print.low = mix(print.low + word * 0x9E3779B97F4A7C15U + 1);
  };
  // The length first, so that "ab" + "c" is not "a" + "bc".
  add(text.size());
  while (!text.empty()) {
    std::uint64_t word = 0;
    const std::size_t size = text.size() < sizeof word ? text.size() : sizeof word;
    std::memcpy(&word, text.data(), size);
    add(word);
    text.remove_prefix(size);
  }
}

bool is_free(const Fingerprint& slot) { return slot == Fingerprint{}; }

}  // namespace

Fingerprint fingerprint(std::string_view id, std::string_view protocol, std::string_view date) {
  Fingerprint print{0x243F6A8885A308D3U, 0x13198A2E03707344U};
  take(print, id);
  take(print, protocol);
  take(print, date);
  if (is_free(print)) print.low = 1;
  return print;
}

std::size_t FingerprintSet::slot_of(const Fingerprint& fingerprint) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = fingerprint.low & mask;
  while (!is_free(slots_[slot]) && slots_[slot] != fingerprint) slot = (slot + 1) & mask;
  return slot;
}

bool FingerprintSet::grow() {
  const std::size_t wanted = slots_.empty() ? first_slots : slots_.size() * 2;
  // While it grows, the old table is there as well.
  if (wanted + slots_.size() > most_slots_) return false;
  std::vector<Fingerprint> old = std::exchange(slots_, std::vector<Fingerprint>(wanted));
  for (const Fingerprint& kept : old) {
    if (!is_free(kept)) slots_[slot_of(kept)] = kept;
  }
  return true;
}

FingerprintSet::Met FingerprintSet::meet(const Fingerprint& fingerprint) {
  const bool crowded = kept_ * 4 >= slots_.size() * 3;
  const bool full = crowded && !grow();
  if (slots_.empty()) return Met::not_kept;
  const std::size_t slot = slot_of(fingerprint);
  if (slots_[slot] == fingerprint) return Met::again;
  if (full) return Met::not_kept;
  slots_[slot] = fingerprint;
  ++kept_;
  return Met::first;
}

}  // namespace ipi::batch
