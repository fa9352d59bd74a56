#include <histedit.h>

#include <clocale>
#include <cstdio>
#include <cwchar>
#include <optional>
#include <string>
#include <utility>

#include "cli/terminal.h"

namespace ipi::cli {
namespace {

using interview::Entered;

constexpr wchar_t control_x = 0x18;

/// The line editor asks for its keys here, so that signals reach us and not the editor.
class RichConsole : public TerminalConsole {
 public:
  RichConsole(const TerminalTraits& traits, bool colour) : TerminalConsole(traits, colour) {
    // The editor counts in characters of the locale; nothing else here looks at it, and numbers keep their point.
    std::setlocale(LC_CTYPE, traits.utf8 ? "C.UTF-8" : "C");
    editor_ = el_init("ipi", stdin, stdout, stderr);
    el_set(editor_, EL_CLIENTDATA, this);
    el_set(editor_, EL_EDITOR, "emacs");
    el_set(editor_, EL_SIGNAL, 0);
    el_set(editor_, EL_PROMPT_ESC, colour ? coloured_prompt : plain_prompt, '\1');
    el_set(editor_, EL_GETCFN, next_key);
  }
  RichConsole(const RichConsole&) = delete;
  RichConsole& operator=(const RichConsole&) = delete;
  ~RichConsole() override { el_end(editor_); }

  [[nodiscard]] Entered read() override {
    stopped_.reset();
    el_resize(editor_);
    el_set(editor_, EL_PREP_TERM, 1);  // before the prompt is seen, or a quick key would be echoed twice
    int count = 0;
    const char* text = el_gets(editor_, &count);
    if (stopped_) {
      write("\n");
      return *stopped_;
    }
    if (text == nullptr || count <= 0) return {Entered::Kind::end, {}};
    std::string entered(text, static_cast<std::size_t>(count));
    while (!entered.empty() && (entered.back() == '\n' || entered.back() == '\r')) entered.pop_back();
    return {Entered::Kind::line, std::move(entered)};
  }

 private:
  // The editor wants these as functions of C, and does not change what they point to.
  static char* plain_prompt(EditLine* /*editor*/) {
    static char text[] = "> ";
    return text;
  }
  static char* coloured_prompt(EditLine* /*editor*/) {
    static char text[] = "\1\x1B[1;36m\1>\1\x1B[0m\1 ";  // it loses a sequence that nothing follows
    return text;
  }

  static int next_key(EditLine* editor, wchar_t* key) {
    void* self = nullptr;
    el_get(editor, EL_CLIENTDATA, &self);
    return static_cast<RichConsole*>(self)->read_key(*key);
  }

  /// One key; 0 ends the line that is being edited.
  int read_key(wchar_t& key) {
    std::mbstate_t state{};
    for (;;) {
      std::string byte;
      switch (input().next(byte, 1)) {
        case TerminalInput::Event::resized:
          el_resize(editor_);
          continue;
        case TerminalInput::Event::continued:
          el_set(editor_, EL_PREP_TERM, 1);
          el_set(editor_, EL_REFRESH);
          continue;
        case TerminalInput::Event::end:
          return stop(Entered::Kind::end);
        case TerminalInput::Event::interrupted:
          return stop(Entered::Kind::interrupted);
        case TerminalInput::Event::hung_up:
          return stop(Entered::Kind::hung_up);
        case TerminalInput::Event::bytes:
          break;
      }
      const std::size_t size = std::mbrtowc(&key, byte.data(), 1, &state);
      if (size == static_cast<std::size_t>(-2)) continue;  // the first bytes of a character
      if (size == static_cast<std::size_t>(-1)) {
        state = {};
        continue;
      }
      if (key != control_x) return 1;
      stopped_ = Entered{Entered::Kind::line, "x"};
      return 0;
    }
  }

  int stop(Entered::Kind kind) {
    stopped_ = Entered{kind, {}};
    return 0;
  }

  EditLine* editor_ = nullptr;
  std::optional<Entered> stopped_;
};

}  // namespace

std::unique_ptr<interview::Console> rich_console(const TerminalTraits& traits, bool colour) {
  return std::make_unique<RichConsole>(traits, colour);
}

}  // namespace ipi::cli
