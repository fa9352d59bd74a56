#include "interview/session.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/write_form.h"
#include "interview/draft_file.h"
#include "text/utf8.h"

namespace ipi::interview {
namespace {

bool holds_controls(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r') || c == 0x7F;
  });
}

/// What a terminal or a paste can put into a line and a form cannot hold.
std::string fault_of(std::string_view text) {
  if (find_invalid_utf8(text)) return "That holds bytes that are not UTF-8: enter it in plain letters.";
  if (holds_controls(text)) return "That holds control characters, from an arrow key perhaps: enter it again.";
  return {};
}

SessionEnd end_of(Entered::Kind kind) {
  switch (kind) {
    case Entered::Kind::interrupted:
      return SessionEnd::interrupted;
    case Entered::Kind::hung_up:
      return SessionEnd::hung_up;
    case Entered::Kind::line:
    case Entered::Kind::end:
      break;
  }
  return SessionEnd::input_over;
}

}  // namespace

SessionEnd hold(Dialogue& dialogue, Console& console, const Keep& keep) {
  for (;;) {
    console.show(dialogue.ask());
    const Entered entered = console.read();
    if (entered.kind != Entered::Kind::line) return end_of(entered.kind);
    if (const std::string fault = fault_of(entered.text); !fault.empty()) {
      console.show({line(Style::refusal, fault)});
      continue;
    }
    Dialogue before = dialogue;
    const Reply reply = dialogue.enter(entered.text);
    if (reply.blank) console.blank();  // before anything that takes time
    try {
      if (write_form(dialogue.form()) != write_form(before.form())) keep(dialogue.form());
    } catch (const DraftFault& fault) {
      dialogue = std::move(before);
      console.show(
          {line(Style::safety, fmt::format("NOT KEPT: {}.", fault.what())),
           line(Style::refusal,
                "What you entered last is not kept; everything before it is. Mend that, then enter it again.")});
      continue;
    }
    console.show(reply.lines);
    if (reply.ending == Ending::kept) return SessionEnd::kept;
    if (reply.ending == Ending::finished) return SessionEnd::finished;
  }
}

}  // namespace ipi::interview
