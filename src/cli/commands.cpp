#include "cli/commands.h"

namespace ipi::cli {

const std::vector<Command>& commands() {
  static const std::vector<Command> table = {
      {"score", "score filled-in forms and suggest a focus", add_score},
      {"check", "check forms, instruments, protocols and models", add_check},
      {"template", "write a commented blank form", add_template},
      {"interview", "ask a protocol at the terminal, question by question", add_interview},
      {"report", "write a page of a form: people, timeline, scores, formulation, focus and plan", add_report},
      {"show", "list and show instruments, protocols, catalogues and the focus model", add_show},
  };
  return table;
}

}  // namespace ipi::cli
