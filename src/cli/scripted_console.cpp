#include "cli/scripted_console.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/utf8.h"

namespace ipi::cli {

using interview::Entered;

ScriptedConsole::ScriptedConsole(const Runtime& runtime, const std::string& answers) : runtime_(&runtime) {
  for (std::size_t at = 0; at < answers.size();) {
    const std::size_t end = std::min(answers.find('\n', at), answers.size());
    std::string line = answers.substr(at, end - at);
    while (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.starts_with('#')) answers_.push_back(std::move(line));
    at = end + 1;
  }
}

void ScriptedConsole::show(const interview::Lines& lines) {
  std::string text;
  for (const interview::Line& line : lines) {
    for (const std::string& part : interview::lay_out(line, width())) text.append(part).append("\n");
  }
  runtime_->print(text);
}

void ScriptedConsole::show_page(const std::string& page) { runtime_->print(page); }

Entered ScriptedConsole::read() {
  if (next_ == answers_.size()) {
    runtime_->print("> \n");
    return {Entered::Kind::end, {}};
  }
  runtime_->print(fmt::format("> {}\n", escape_for_terminal(answers_[next_])));
  return {Entered::Kind::line, answers_[next_++]};
}

void ScriptedConsole::blank() { runtime_->print("[the screen is blanked]\n"); }

}  // namespace ipi::cli
