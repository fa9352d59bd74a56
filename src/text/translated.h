#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ipi {

/// A text in one or more languages (ISO 639-1 codes), the first being the one it was written in.
class Translated {
 public:
  Translated() = default;
  Translated(std::string language, std::string text) { add(std::move(language), std::move(text)); }

  void add(std::string language, std::string text) { texts_.emplace_back(std::move(language), std::move(text)); }
  [[nodiscard]] bool empty() const { return texts_.empty(); }
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& all() const { return texts_; }
  /// Puts the text in that language first, as if it had been written in it. False where there is a text, but none in
  /// it.
  bool prefer(std::string_view language) {
    for (auto& text : texts_) {
      if (text.first != language) continue;
      std::swap(text, texts_.front());
      return true;
    }
    return texts_.empty();
  }
  /// The text in that language, else in the first one. Empty if there is none at all.
  [[nodiscard]] std::string_view in(std::string_view language) const {
    for (const auto& [code, text] : texts_) {
      if (code == language) return text;
    }
    return original();
  }
  [[nodiscard]] std::string_view original() const {
    return texts_.empty() ? std::string_view{} : std::string_view{texts_.front().second};
  }

 private:
  std::vector<std::pair<std::string, std::string>> texts_;
};

}  // namespace ipi
