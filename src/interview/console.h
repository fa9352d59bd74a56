#pragma once

#include <cstdint>
#include <string>

#include "interview/screen.h"

namespace ipi::interview {

/// What came from whoever answers.
struct Entered {
  enum class Kind : std::uint8_t {
    line,
    end,          ///< the input is over
    interrupted,  ///< Ctrl-C, or a request to end
    hung_up       ///< nobody is there any more
  };
  Kind kind = Kind::line;
  std::string text;
};

/// Where the conversation is held: a terminal in one of two manners, or a file of answers.
class Console {
 public:
  Console() = default;
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;
  virtual ~Console() = default;

  virtual void show(const Lines& lines) = 0;
  /// A finished page, printed as it is but for signs that the terminal cannot show.
  virtual void show_page(const std::string& page) = 0;
  [[nodiscard]] virtual Entered read() = 0;
  /// Nothing of what was shown may stay to be seen, as far as the terminal lets us.
  virtual void blank() = 0;
  [[nodiscard]] virtual std::size_t width() const = 0;
};

}  // namespace ipi::interview
