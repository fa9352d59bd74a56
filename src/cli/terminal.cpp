#include "cli/terminal.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "text/utf8.h"

namespace ipi::cli {
namespace {

using interview::Entered;
using interview::Line;
using interview::Style;

constexpr std::size_t usual_width = 80;
constexpr std::size_t widest = 100;  // longer lines are tiring to read
constexpr std::size_t narrowest = 20;
constexpr std::size_t block = 4096;
constexpr int blanking_lines = 200;  // where a screen cannot be cleared, it is pushed out of sight

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

/// As setlocale would decide it, without the locale having to be installed.
bool wants_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    std::string value = environment(name);
    if (value.empty()) continue;
    std::transform(value.begin(), value.end(), value.begin(),
                   [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    return value.find("utf-8") != std::string::npos || value.find("utf8") != std::string::npos;
  }
  return false;
}

sigset_t watched() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGCONT}) sigaddset(&set, signal);
  return set;
}

std::string_view colour_of(Style style) {
  switch (style) {
    case Style::heading:
      return "\x1B[1;4m";
    case Style::question:
      return "\x1B[1m";
    case Style::quiet:
      return "\x1B[2m";
    case Style::echo:
      return "\x1B[32m";
    case Style::refusal:
      return "\x1B[33m";
    case Style::safety:
      return "\x1B[1;31m";
    case Style::plain:
    case Style::choices:
    case Style::command:
      break;
  }
  return {};
}

}  // namespace

TerminalTraits terminal_traits() {
  TerminalTraits traits;
  const std::string term = environment("TERM");
  traits.dumb = term.empty() || term == "dumb";
  traits.utf8 = wants_utf8();
  const std::string accessible = environment("ACCESSIBLE");
  traits.plain = traits.dumb || (!accessible.empty() && accessible != "0");
  return traits;
}

TerminalInput::TerminalInput() {
  const sigset_t set = watched();
  sigprocmask(SIG_BLOCK, &set, nullptr);
  signals_ = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

TerminalInput::~TerminalInput() {
  if (signals_ >= 0) close(signals_);
  const sigset_t set = watched();
  sigprocmask(SIG_UNBLOCK, &set, nullptr);
}

TerminalInput::Event TerminalInput::next(std::string& bytes, std::size_t most) {
  for (;;) {
    std::array<pollfd, 2> waiting = {{{signals_, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}}};
    if (poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return Event::hung_up;
    signalfd_siginfo signal{};
    if ((waiting[0].revents & POLLIN) != 0 &&
        ::read(signals_, &signal, sizeof signal) == static_cast<ssize_t>(sizeof signal)) {
      if (signal.ssi_signo == SIGWINCH) return Event::resized;
      if (signal.ssi_signo == SIGCONT) return Event::continued;
      return signal.ssi_signo == SIGHUP ? Event::hung_up : Event::interrupted;
    }
    if (waiting[1].revents == 0) continue;
    bytes.resize(most);
    const ssize_t size = ::read(STDIN_FILENO, bytes.data(), most);
    bytes.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    if (size > 0) return Event::bytes;
    if (size == 0) return Event::end;
    if (errno != EINTR && errno != EAGAIN) return Event::hung_up;
  }
}

void TerminalConsole::write(std::string_view text) const {
  const std::string ascii = traits_.utf8 ? std::string() : interview::to_ascii(text);
  if (!traits_.utf8) text = ascii;
  while (!text.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return;  // nobody sees it: the next reading tells that nobody is there
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void TerminalConsole::show(const interview::Lines& lines) {
  std::string text;
  for (const Line& line : lines) {
    const std::string_view colour = colour_ ? colour_of(line.style) : std::string_view();
    for (const std::string& part : interview::lay_out(line, width())) {
      text.append(colour).append(part).append(colour.empty() ? "" : "\x1B[0m").append("\n");
    }
  }
  write(text);
}

void TerminalConsole::show_page(const std::string& page) { write(page); }

void TerminalConsole::blank() {
  // The third sequence takes what has scrolled off as well, where the terminal knows it.
  write(traits_.dumb ? std::string(blanking_lines, '\n') : std::string("\x1B[H\x1B[2J\x1B[3J"));
}

std::size_t TerminalConsole::width() const {
  winsize size{};
  // A pseudo-terminal may report 0 columns: that is no width.
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual_width;
  return std::clamp<std::size_t>(size.ws_col, narrowest, widest);
}

namespace {

class PlainConsole : public TerminalConsole {
 public:
  explicit PlainConsole(const TerminalTraits& traits) : TerminalConsole(traits, false) {}

  [[nodiscard]] Entered read() override {
    write("> ");
    for (;;) {
      if (const std::size_t end = pending_.find('\n'); end != std::string::npos) {
        Entered entered{Entered::Kind::line, pending_.substr(0, end)};
        pending_.erase(0, end + 1);
        return entered;
      }
      std::string bytes;
      switch (input().next(bytes, block)) {
        case TerminalInput::Event::bytes:
          pending_ += bytes;
          break;
        case TerminalInput::Event::end:
          return {Entered::Kind::end, {}};
        case TerminalInput::Event::interrupted:
          return {Entered::Kind::interrupted, {}};
        case TerminalInput::Event::hung_up:
          return {Entered::Kind::hung_up, {}};
        case TerminalInput::Event::resized:
        case TerminalInput::Event::continued:
          break;
      }
    }
  }

 private:
  std::string pending_;
};

}  // namespace

std::unique_ptr<interview::Console> plain_console(const TerminalTraits& traits) {
  return std::make_unique<PlainConsole>(traits);
}

}  // namespace ipi::cli
