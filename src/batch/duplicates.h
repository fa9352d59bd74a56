#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ipi::batch {

/// 128 bits of a form's id, protocol and date: two that differ meet by chance once in some 10^24 forms.
struct Fingerprint {
  std::uint64_t high = 0, low = 0;
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};
[[nodiscard]] Fingerprint fingerprint(std::string_view id, std::string_view protocol, std::string_view date);

/// Fingerprints met so far, in a table that grows up to a stated size.
class FingerprintSet {
 public:
  explicit FingerprintSet(std::size_t most_bytes) : most_slots_(most_bytes / sizeof(Fingerprint)) {}

  enum class Met : std::uint8_t { first, again, not_kept };
  /// `not_kept`: there is no room left, and it was not met among those kept.
  Met meet(const Fingerprint& fingerprint);

 private:
  [[nodiscard]] std::size_t slot_of(const Fingerprint& fingerprint) const;
  bool grow();

  std::size_t most_slots_;
  std::size_t kept_ = 0;
  std::vector<Fingerprint> slots_;  // a power of two; all zeros: free
};

}  // namespace ipi::batch
