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

/// The forms of a block, in order. Where each id comes after the one before, shorter ones first, none can be there
/// twice.
struct IdentifiedForms {
  std::vector<Fingerprint> prints;
  std::vector<std::uint32_t> records;  ///< which of the block's each is, from 0
  std::string first_id, last_id;
  bool ascending = true;

  void add(std::string_view id, const Fingerprint& print, std::uint64_t record);
  /// Keeps only the first so many.
  void resize(std::size_t size);
};
/// Whether `later` comes after `earlier`: shorter ids first, then by their bytes, so that "9" is before "10".
[[nodiscard]] bool comes_after(std::string_view later, std::string_view earlier);

/// Tells forms that were met before, within a stated memory. As long as ids come in ascending order nothing is looked
/// up.
class Duplicates {
 public:
  explicit Duplicates(std::size_t most_bytes) : most_prints_(most_bytes / sizeof(Fingerprint)) {}

  /// Calls come in the order of the blocks. `before`: how many records came before the block's.
  void meet(const IdentifiedForms& forms, std::uint64_t before);
  [[nodiscard]] std::uint64_t found() const { return found_; }
  /// The first few of them: records counted from 1.
  [[nodiscard]] const std::vector<std::uint64_t>& first_found() const { return first_found_; }
  /// Forms that were held against those kept in memory only, and not found there.
  [[nodiscard]] std::uint64_t beyond() const { return beyond_; }

 private:
  void keep(const std::vector<Fingerprint>& prints);
  void look_up(const IdentifiedForms& forms, std::uint64_t before);
  /// Whether it was met before.
  bool look_up(const Fingerprint& print);
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
  std::vector<std::uint64_t> first_found_;
};

}  // namespace ipi::batch
