#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "focus/form_state.h"

namespace ipi::interview {

/// One thing to be asked.
struct Step {
  enum class Kind : std::uint8_t {
    id,    ///< the form's code
    date,  ///< of the interview; filled in unasked, and to be changed
    question,
    another  ///< a roster's "anyone else?": adds an entry, or says that the list is whole
  };
  Kind kind = Kind::question;
  std::size_t part = 0;        ///< 0 for what the form says of itself, then the protocol's sections from 1 on
  Variable variable;           ///< of a question; of `another` the answer in `complete`
  Group roster = Group::form;  ///< of `another`
  friend bool operator==(const Step&, const Step&) = default;
};

enum class Progress : std::uint8_t {
  done,  ///< answered, or said why not
  open,
  waiting  ///< whether or when to ask it hangs on something not yet answered
};

/// A step with how far it has come.
struct AgendaItem {
  Step step;
  Progress progress = Progress::open;
};

/// What the agenda leaves out, and what the session knows that the form does not say.
struct AgendaSettings {
  bool decision_only = false;    ///< ask only what the decision and safety look at, where there is a decision
  bool id_settled = false;       ///< the code was given, or left open on purpose
  bool context_settled = false;  ///< no context is an answer that a form does not write
};

/// Every step whose question applies, or may, in the order of asking: the branches of the form's answers as they stand.
[[nodiscard]] std::vector<AgendaItem> agenda(const FormState& state, const AgendaSettings& settings);

/// Where to go from `from`: on in the same entry, else back to what has come open in it; then likewise in the same
/// part; else the first open step of all. Steps of which `hidden` is true are passed over.
template <class Hidden>
[[nodiscard]] std::optional<Step> next_open(const std::vector<AgendaItem>& items, const std::optional<Step>& from,
                                            Hidden hidden) {
  const auto same_entry = [&](const Step& step) {
    const bool both = from->kind == Step::Kind::question && step.kind == Step::Kind::question;
    return both && step.variable.group == from->variable.group && step.variable.entry == from->variable.entry;
  };
  // The earlier in this order, the sooner.
  enum Rank : std::uint8_t { on_in_entry, back_in_entry, on_in_part, back_in_part, anywhere };
  std::optional<Step> best;
  Rank best_rank = anywhere;
  bool after = false;
  for (const AgendaItem& item : items) {
    if (from && item.step == *from) {
      after = true;
      continue;
    }
    if (item.progress != Progress::open || hidden(item.step)) continue;
    Rank rank = anywhere;
    if (from && item.step.part == from->part) {
      rank = same_entry(item.step) ? (after ? on_in_entry : back_in_entry) : (after ? on_in_part : back_in_part);
    }
    if (best && rank >= best_rank) continue;
    best = item.step;
    best_rank = rank;
  }
  return best;
}

/// The number of parts, and what they are called.
[[nodiscard]] std::size_t part_count(const Layout& layout);
[[nodiscard]] std::string part_title(const Layout& layout, std::size_t part, std::string_view language);

/// The stretch of questions that a slot stands in, with its own instruction: an instrument, a section.
[[nodiscard]] const InstrumentUse* use_of(const Layout& layout, const Variable& variable);
/// The slot after the last one of that stretch.
[[nodiscard]] std::size_t end_of(const InstrumentUse& use);

}  // namespace ipi::interview
