#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "interview/console.h"

namespace ipi::cli {

/// What the environment says of the terminal.
struct TerminalTraits {
  bool dumb = false;   ///< TERM says so, or nothing: it cannot even be cleared
  bool utf8 = false;   ///< else only ASCII is shown
  bool plain = false;  ///< wanted by ACCESSIBLE, or the only way on a dumb terminal
};
[[nodiscard]] TerminalTraits terminal_traits();

/// Waits for input and signals together. While it lives, Ctrl-C, a request to end, a hang-up, a new window size and a
/// return from the background arrive here, where they can wait until an answer is on disk.
class TerminalInput {
 public:
  enum class Event : std::uint8_t { bytes, end, interrupted, hung_up, resized, continued };
  TerminalInput();
  TerminalInput(const TerminalInput&) = delete;
  TerminalInput& operator=(const TerminalInput&) = delete;
  ~TerminalInput();
  /// The next thing that happens; of `bytes`, up to `most` of them.
  [[nodiscard]] Event next(std::string& bytes, std::size_t most);

 private:
  int signals_ = -1;
};

/// What both manners of a terminal share: paragraphs as wide as the window is now, in signs that it can show.
class TerminalConsole : public interview::Console {
 public:
  TerminalConsole(const TerminalTraits& traits, bool colour) : traits_(traits), colour_(colour) {}
  void show(const interview::Lines& lines) override;
  void show_page(const std::string& page) override;
  void blank() override;
  [[nodiscard]] std::size_t width() const override;

 protected:
  [[nodiscard]] TerminalInput& input() { return input_; }
  [[nodiscard]] const TerminalTraits& traits() const { return traits_; }
  [[nodiscard]] bool colour() const { return colour_; }
  void write(std::string_view text) const;

 private:
  TerminalTraits traits_;
  bool colour_;
  TerminalInput input_;
};

/// One line after the other, no redraw, no colour: what a screen reader can follow.
[[nodiscard]] std::unique_ptr<interview::Console> plain_console(const TerminalTraits& traits);
/// Colour, and the line editor's keys.
[[nodiscard]] std::unique_ptr<interview::Console> rich_console(const TerminalTraits& traits, bool colour);

}  // namespace ipi::cli
