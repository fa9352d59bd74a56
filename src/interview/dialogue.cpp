#include "interview/dialogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "interview/entering.h"
#include "interview/words.h"

namespace ipi::interview {
namespace {

/// The finding as a form records it: of an entry with its code.
std::string key_of(const SafetyFinding& finding) {
  return finding.code.empty() ? std::string(finding.rule) : fmt::format("{}.{}", finding.code, finding.rule);
}

bool rests_on_answers(const Form& form, const SafetyFinding& finding) {
  return !finding.answers.empty() &&
         std::all_of(finding.answers.begin(), finding.answers.end(),
                     [&](const Variable& variable) { return answer_of(form, variable).given(); });
}

bool is_acknowledged(const Form& form, const std::string& key) {
  return std::any_of(form.acknowledged.begin(), form.acknowledged.end(),
                     [&](const Acknowledgement& a) { return a.finding == key; });
}

}  // namespace

Dialogue::Dialogue(const DialogueSettings& settings, Form form)
    : settings_(settings), form_(std::move(form)), readings_{settings.compiled, {}}, id_settled_(!form_.id.empty()) {
  read_contexts();
}

/// A context may bring areas, and questions that they need.
void Dialogue::read_contexts() {
  if (!settings_.readings) return;
  if (auto readings = settings_.readings(form_)) readings_ = std::move(*readings);
}

std::vector<AgendaItem> Dialogue::items() const {
  return agenda(state(), {settings_.decision_only, id_settled_, context_settled_});
}

Asked Dialogue::asked(const Variable& variable) const {
  return {&form_, variable, form_.date.value_or(PartialDate{}), settings_.language};
}

Answer& Dialogue::answer(const Variable& variable) {
  switch (variable.group) {
    case Group::relationships:
      return form_.relationships[variable.entry].answers[variable.slot];
    case Group::events:
      return form_.events[variable.entry].answers[variable.slot];
    case Group::form:
      break;
  }
  return form_.answers[variable.slot];
}

bool Dialogue::is_hidden(const Variable& variable) const {
  return locked_ && hidden_slots_[static_cast<std::size_t>(variable.group)][variable.slot];
}

bool Dialogue::is_hidden(const Step& step) const {
  if (!locked_) return false;
  if (std::find(hidden_parts_.begin(), hidden_parts_.end(), step.part) != hidden_parts_.end()) return true;
  return step.kind == Step::Kind::question && is_hidden(step.variable);
}

/// While the screen is hidden nothing may be seen of what reports leave out, nor of what safety looks at; nor of what
/// stands under one heading with it, as the place in a section would tell what was answered before. Who and what is on
/// the lists stays: every heading says it.
void Dialogue::hide_answers() {
  for (std::size_t g = 0; g < group_count; ++g) {
    const auto& slots = form_.layout->group(static_cast<Group>(g)).slots;
    hidden_slots_[g].resize(slots.size());
    std::transform(slots.begin(), slots.end(), hidden_slots_[g].begin(),
                   [](const Slot& slot) { return slot.is_private; });
  }
  for (const Variable& variable : safety_variables(state())) {
    const bool tells_what_it_is =
        variable.group != Group::form && form_.layout->group(variable.group).slots[variable.slot].structural;
    if (!tells_what_it_is) hidden_slots_[static_cast<std::size_t>(variable.group)][variable.slot] = true;
  }
  for (std::size_t g = 0; g < group_count; ++g) {
    for (const InstrumentUse& use : form_.layout->group(static_cast<Group>(g)).instruments) {
      const auto first = hidden_slots_[g].begin() + static_cast<std::ptrdiff_t>(use.first_slot);
      const auto end = hidden_slots_[g].begin() + static_cast<std::ptrdiff_t>(end_of(use));
      if (std::find(first, end, true) != end) std::fill(first, end, true);
    }
  }
}

/// What may be seen now.
std::vector<AgendaItem> Dialogue::shown_items() const {
  std::vector<AgendaItem> shown = items();
  std::erase_if(shown, [&](const AgendaItem& item) { return is_hidden(item.step); });
  return shown;
}

/// The parts of which nothing may be seen now.
std::vector<std::size_t> Dialogue::unseen_parts() const {
  std::vector<std::size_t> parts;
  for (const AgendaItem& item : items()) parts.push_back(item.step.part);
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  for (const AgendaItem& item : shown_items()) std::erase(parts, item.step.part);
  return parts;
}

/// Finds a place to be at: where we were, if that is still asked; else the next open step; else the end.
void Dialogue::settle() {
  if (mode_ == Mode::review) return;
  const std::vector<AgendaItem> all = items();
  const bool stands = at_ && !is_hidden(*at_) &&
                      std::any_of(all.begin(), all.end(), [&](const AgendaItem& item) { return item.step == *at_; });
  if (stands) return;
  at_ = next_open(all, at_, [&](const Step& step) { return is_hidden(step); });
  if (!at_) mode_ = Mode::review;
}

void Dialogue::go_on(const std::optional<Step>& from) {
  at_ = next_open(items(), from, [&](const Step& step) { return is_hidden(step); });
  mode_ = at_ ? Mode::question : Mode::review;
}

/// From an answer that is kept to what follows it in its part, answered or not; from the last on to what is open.
void Dialogue::step_over() {
  const std::vector<AgendaItem> all = items();
  const auto here = std::find_if(all.begin(), all.end(), [&](const AgendaItem& item) { return item.step == *at_; });
  for (auto next = here == all.end() ? here : here + 1; next != all.end() && next->step.part == at_->part; ++next) {
    if (next->progress == Progress::waiting || is_hidden(next->step)) continue;
    before_.push_back(*at_);
    at_ = next->step;
    return;
  }
  before_.push_back(*at_);
  go_on(at_);
}

bool Dialogue::go_back() {
  const std::vector<AgendaItem> all = items();
  while (!before_.empty()) {
    const Step step = before_.back();
    before_.pop_back();
    const bool stands = std::any_of(all.begin(), all.end(), [&](const AgendaItem& item) { return item.step == step; });
    if (!stands || is_hidden(step) || (at_ && step == *at_)) continue;
    at_ = step;
    mode_ = Mode::question;
    return true;
  }
  return false;
}

bool Dialogue::is_answered(const Step& step) const {
  switch (step.kind) {
    case Step::Kind::id:
      return !form_.id.empty();
    case Step::Kind::date:
      return true;
    case Step::Kind::question:
    case Step::Kind::another:
      break;
  }
  return answer_of(form_, step.variable).absence != Absence::not_asked;
}

std::vector<std::pair<std::string, SafetyFinding>> Dialogue::holding() const {
  std::vector<std::pair<std::string, SafetyFinding>> found;
  for (SafetyFinding& finding : find_safety(state())) {
    // What is only not assessed yet is asked in its place.
    if (rests_on_answers(form_, finding)) found.emplace_back(key_of(finding), std::move(finding));
  }
  return found;
}

std::vector<std::pair<std::string, SafetyFinding>> Dialogue::to_acknowledge() const {
  // A warning tells the answers that it rests on: it waits until they may be seen again.
  if (locked_) return {};
  auto found = holding();
  std::erase_if(found, [&](const auto& one) { return is_acknowledged(form_, one.first); });
  return found;
}

/// An answer given, and what no longer holds because of it.
void Dialogue::put(const std::vector<Setting>& settings) {
  for (const Setting& setting : settings) {
    answer(setting.variable) = setting.answer;
    if (setting.variable == Variable{Group::form, 0, form_slot::context}) {
      context_settled_ = true;
      read_contexts();
    }
  }
  form_.draft = true;
  review_.reset();
  if (locked_) hide_answers();  // safety may look at what has come with the answer
  const auto held = holding();
  std::erase_if(form_.acknowledged, [&](const Acknowledgement& acknowledged) {
    return std::none_of(held.begin(), held.end(), [&](const auto& one) { return one.first == acknowledged.finding; });
  });
}

std::optional<Step> Dialogue::missing_for_final() const {
  if (settings_.compiled->layout->protocol().is_instrument) return std::nullopt;
  for (const AgendaItem& item : items()) {
    const Step& step = item.step;
    if (step.kind == Step::Kind::id && form_.id.empty()) return step;
    if (step.kind != Step::Kind::question) continue;
    const bool needed = must_be_known(step.variable) || step.variable == Variable{Group::form, 0, form_slot::age};
    if (needed && !answer_of(form_, step.variable).given()) return step;
  }
  return std::nullopt;
}

Reply Dialogue::enter(std::string_view typed) {
  const std::string_view entry = trimmed(typed);
  if (locked_ && lowered(entry) == "unlock") return unlock();
  if (entry == "q" || entry == "Q") return {{}, false, Ending::kept};
  if (entry == "x" || entry == "X") return pause();
  if (paused_) {
    paused_ = false;
    return {};
  }
  if (!to_acknowledge().empty()) return enter_acknowledgement(entry);
  if (mode_ == Mode::note) return enter_note(entry);
  if (mode_ == Mode::list) return enter_list(entry);
  settle();
  if (mode_ == Mode::review) return enter_review(entry);
  return enter_step(*at_, entry);
}

Reply Dialogue::pause() {
  settle();  // a warning may stand before the first question of all
  const bool at_the_end = mode_ == Mode::review;
  if (!locked_) hidden_at_ = at_the_end ? std::nullopt : at_;
  if (at_ && !at_the_end) hidden_parts_.push_back(at_->part);
  locked_ = paused_ = true;
  hide_answers();
  if (!at_the_end) mode_ = Mode::question;
  introduced_.reset();
  review_.reset();
  return {{}, true, Ending::none};
}

/// Back to where the screen was blanked; what was gone on with meanwhile is one step back.
Reply Dialogue::unlock() {
  locked_ = paused_ = false;
  hidden_parts_.clear();
  introduced_.reset();
  review_.reset();
  if (at_ && mode_ != Mode::review) before_.push_back(*at_);
  at_ = hidden_at_;
  mode_ = at_ ? Mode::question : Mode::review;
  return echo("Everything is shown again.");
}

Reply Dialogue::enter_acknowledgement(std::string_view entry) {
  if (lowered(entry) != "ok")
    return refusal("First read the lines above, then enter ok. x blanks the screen, q keeps all and leaves.");
  for (const auto& [key, finding] : to_acknowledge()) form_.acknowledged.push_back({key, {}});
  return echo("Recorded as read.");
}

Reply Dialogue::enter_list(std::string_view entry) {
  mode_ = Mode::question;
  const std::string asked_before = std::exchange(to_drop_, {});
  if (entry.empty() || entry == "b") return {};
  const std::string word = lowered(entry);
  if (word == "f") {
    mode_ = Mode::review;
    return {};
  }
  const auto words = split(word);
  if (words.size() == 2 && words.front() == "drop") return drop_entry(words.back(), asked_before);
  std::optional<Step> first;
  std::optional<Step> open;
  for (const AgendaItem& item : items()) {
    const Variable& variable = item.step.variable;
    const bool of_entry = item.step.kind == Step::Kind::question && variable.group != Group::form &&
                          lowered(form_.entries(variable.group)[variable.entry].code) == word;
    if ((!of_entry && fmt::format("{}", item.step.part) != word) || item.progress == Progress::waiting ||
        is_hidden(item.step))
      continue;
    // A roster's own number leads to adding; its entries have codes.
    if (!of_entry && variable.group != Group::form) continue;
    if (!first) first = item.step;
    if (!open && item.progress == Progress::open) open = item.step;
  }
  if (!first) {
    mode_ = Mode::list;
    return refusal(fmt::format("'{}' is no section with questions now: a number, or a code such as P1.", entry));
  }
  if (at_) before_.push_back(*at_);
  at_ = open ? open : first;
  introduced_.reset();
  return {};
}

Reply Dialogue::enter_review(std::string_view entry) {
  if (lowered(entry) == "l") {
    mode_ = Mode::list;
    return {};
  }
  if (lowered(entry) == "b" && go_back()) return {};
  for (std::size_t i = 0; i < worth_asking_.size(); ++i) {
    if (fmt::format("{}", i + 1) != entry) continue;
    for (const AgendaItem& item : items()) {
      if (item.step.kind == Step::Kind::id || item.step.kind == Step::Kind::date ||
          !(item.step.variable == worth_asking_[i]))
        continue;
      at_ = item.step;
      mode_ = Mode::question;
      return {};
    }
  }
  if (!entry.empty() || locked_) return refusal("Enter, one of the numbers, l or q.");
  if (const auto missing = missing_for_final()) {
    at_ = *missing;
    mode_ = Mode::question;
    return {};
  }
  form_.draft = false;
  return {{}, false, Ending::finished};
}

Reply Dialogue::enter_note(std::string_view entry) {
  mode_ = Mode::question;
  if (entry.empty()) return {};
  if (auto fault = identifier_fault(entry)) {
    mode_ = Mode::note;
    return *fault;
  }
  const std::string address =
      at_->kind == Step::Kind::another ? std::string(to_text(at_->roster)) : address_of(form_, at_->variable);
  const auto same =
      std::find_if(form_.notes.begin(), form_.notes.end(), [&](const Note& note) { return note.address == address; });
  if (same == form_.notes.end()) {
    form_.notes.push_back({address, std::string(entry), {}});
  } else {
    same->text += fmt::format("; {}", entry);
  }
  return echo(fmt::format("Noted with {}.", address));
}

/// An address or a number is not kept at all; what may be a name is, if it is entered once more.
std::optional<Reply> Dialogue::identifier_fault(std::string_view entry) {
  const std::string why = why_identifying(entry);
  if (why.empty() || held_back_ == entry) {
    held_back_.clear();
    return std::nullopt;
  }
  held_back_ = std::string(entry);
  return refusal(fmt::format("{} If it is none, enter the same again.", why));
}

}  // namespace ipi::interview
