#include "batch/duplicates.h"

#include <cstring>
#include <utility>

namespace ipi::batch {
namespace {

constexpr std::size_t first_slots = 1024;
constexpr std::size_t most_named = 10;

/// The finaliser of splitmix64: every bit of the input moves every bit of the result.
std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

/// Either half is turned round by each word in a way of its own; what the last ones leave undone is for mix().
void take(Fingerprint& print, std::uint64_t word) {
  print.high = (print.high ^ word) * 0xBF58476D1CE4E5B9U;
  print.high ^= print.high >> 32U;
  print.low = (print.low + word) * 0x9E3779B97F4A7C15U;
  print.low ^= print.low >> 29U;
}

void take(Fingerprint& print, std::string_view text) {
  std::uint64_t word = 0;
  for (; text.size() >= sizeof word; text.remove_prefix(sizeof word)) {
    std::memcpy(&word, text.data(), sizeof word);
    take(print, word);
  }
  if (text.empty()) return;
  word = 0;
  std::memcpy(&word, text.data(), text.size());
  take(print, word);
}

bool is_free(const Fingerprint& slot) { return slot == Fingerprint{}; }

}  // namespace

Fingerprint fingerprint(std::string_view id, std::string_view protocol, std::string_view date) {
  Fingerprint print{0x243F6A8885A308D3U, 0x13198A2E03707344U};
  // The lengths first, so that "ab" + "c" is not "a" + "bc".
  take(print, id.size() ^ std::uint64_t{protocol.size()} << 20U ^ std::uint64_t{date.size()} << 40U);
  take(print, id);
  take(print, protocol);
  take(print, date);
  print = {mix(print.high), mix(print.low)};
  if (is_free(print)) print.low = 1;
  return print;
}

bool comes_after(std::string_view later, std::string_view earlier) {
  return later.size() != earlier.size() ? later.size() > earlier.size() : later > earlier;
}

void IdentifiedForms::add(std::string_view id, const Fingerprint& print, std::uint64_t record) {
  if (id.empty()) return;  // nobody in particular
  if (prints.empty()) {
    first_id = id;
  } else if (ascending && !comes_after(id, last_id)) {
    ascending = false;
  }
  last_id = id;
  prints.push_back(print);
  records.push_back(static_cast<std::uint32_t>(record));
}

void IdentifiedForms::resize(std::size_t size) {
  prints.resize(size);
  records.resize(size);
}

void Duplicates::meet(const IdentifiedForms& forms, std::uint64_t before) {
  if (forms.prints.empty()) return;
  const bool goes_on = ascending_ && forms.ascending && (last_id_.empty() || comes_after(forms.first_id, last_id_)) &&
                       !forms.first_id.empty();
  if (goes_on) {
    last_id_ = forms.last_id;
    keep(forms.prints);
    return;
  }
  if (ascending_) {
    ascending_ = false;
    // None of these can be there twice; what was no longer kept cannot be told apart from what comes.
    const std::vector<Fingerprint> ascended = std::exchange(ascended_, {});
    for (const Fingerprint& print : ascended) look_up(print);
    beyond_ = 0;
  }
  look_up(forms, before);
}

/// Of ids that ascend, as many as a table has room for later.
void Duplicates::keep(const std::vector<Fingerprint>& prints) {
  for (const Fingerprint& print : prints) {
    if (ascended_.size() * 4 >= most_prints_) {
      kept_all_ = false;
      return;
    }
    ascended_.push_back(print);
  }
}

std::size_t Duplicates::slot_of(const Fingerprint& print) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = print.low & mask;
  while (!is_free(slots_[slot]) && slots_[slot] != print) slot = (slot + 1) & mask;
  return slot;
}

bool Duplicates::grow() {
  const std::size_t wanted = slots_.empty() ? first_slots : slots_.size() * 2;
  // While it grows, the old table is there as well.
  if (wanted + slots_.size() > most_prints_) return false;
  const std::vector<Fingerprint> old = std::exchange(slots_, std::vector<Fingerprint>(wanted));
  for (const Fingerprint& kept : old) {
    if (!is_free(kept)) slots_[slot_of(kept)] = kept;
  }
  return true;
}

void Duplicates::look_up(const IdentifiedForms& forms, std::uint64_t before) {
  const std::vector<Fingerprint>& prints = forms.prints;
  constexpr std::size_t ahead = 8;  // the table is larger than a cache: what will be looked at is asked for early
  for (std::size_t i = 0; i < prints.size(); ++i) {
    if (i + ahead < prints.size() && !slots_.empty())
      __builtin_prefetch(&slots_[prints[i + ahead].low & (slots_.size() - 1)]);
    if (!look_up(prints[i])) continue;
    ++found_;
    if (first_found_.size() < most_named) first_found_.push_back(before + forms.records[i] + 1);
  }
}

bool Duplicates::look_up(const Fingerprint& print) {
  const bool full = used_ * 4 >= slots_.size() * 3 && !grow();
  if (!slots_.empty()) {
    const std::size_t slot = slot_of(print);
    if (slots_[slot] == print) return true;
    if (!full) {
      slots_[slot] = print;
      ++used_;
    }
  }
  if (full || !kept_all_) ++beyond_;
  return false;
}

}  // namespace ipi::batch
