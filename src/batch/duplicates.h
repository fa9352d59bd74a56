#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ipi::batch {

/// 128 bits of a form's id, protocol and date: two that differ meet by chance once in some 10^24 forms.
struct Fingerprint {
  std::uint64_t high = 0, low = 0;
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};
[[nodiscard]] Fingerprint fingerprint(std::string_view id, std::string_view protocol, std::string_view date);

/// The forms of a block, in order. Where each id comes after the one before, shorter ones first, none can be there twice.
struct IdentifiedForms {
  std::vector<Fingerprint> prints;
  std::string first_id, last_id;
  bool ascending = true;

  void add(std::string_view id, const Fingerprint& print);
};
/// Whether `later` comes after `earlier`: shorter ids first, then by their bytes, so that "9" is before "10".
[[nodiscard]] bool comes_after(std::string_view later, std::string_view earlier);

/// Tells forms that were met before, within a stated memory. As long as ids come in ascending order nothing is looked up.
class Duplicates {
 public:
  explicit Duplicates(std::size_t most_bytes) : most_prints_(most_bytes / sizeof(Fingerprint)) {}

  /// Calls come in the order of the blocks.
  void meet(const IdentifiedForms& forms);
  [[nodiscard]] std::uint64_t found() const { return found_; }
  /// Forms that were held against those kept in memory only, and not found there.
  [[nodiscard]] std::uint64_t beyond() const { return beyond_; }

 private:
  void keep(const std::vector<Fingerprint>& prints);
  void look_up(const std::vector<Fingerprint>& prints);
  void look_up(const Fingerprint& print);
  [[nodiscard]] std::size_t slot_of(const Fingerprint& print) const;
  bool grow();

  std::size_t most_prints_;
  bool ascending_ = true;
  std::string last_id_;
  std::vector<Fingerprint> ascended_;  // while ids ascend, and as many as there is room for
  bool kept_all_ = true;
  std::size_t used_ = 0;
  std::vector<Fingerprint> slots_;  // afterwards; a power of two; all zeros: free
  std::uint64_t found_ = 0, beyond_ = 0;
};

}  // namespace ipi::batch
