#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace ipi::batch {

/// A text of at most sixteen bytes that is held against the start of others in two words: a call of memcmp for each
/// answer of a form would take longer than all else about it.
class ShortText {
 public:
  static constexpr std::size_t longest = 16;

  ShortText() = default;
  /// A longer text begins nothing.
  explicit ShortText(std::string_view text) {
    if (text.size() > longest) return;
    size_ = text.size();
    std::array<char, longest> bytes{};
    std::array<char, longest> mask{};
    std::memcpy(bytes.data(), text.data(), text.size());
    std::memset(mask.data(), 0xFF, text.size());
    text_ = words_of(bytes.data());
    mask_ = words_of(mask.data());
  }

  /// Whether what stands at `at` begins with it; `longest` bytes must be there.
  [[nodiscard]] bool begins(const char* at) const {
    const Words words = words_of(at);
    return (((words[0] & mask_[0]) ^ text_[0]) | ((words[1] & mask_[1]) ^ text_[1])) == 0 && size_ > 0;
  }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  using Words = std::array<std::uint64_t, 2>;
  static Words words_of(const char* at) {
    Words words;
    std::memcpy(words.data(), at, sizeof words);
    return words;
  }

  Words text_{}, mask_{};
  std::size_t size_ = 0;
};

}  // namespace ipi::batch
