#include "interview/prompts.h"

#include <fmt/format.h>

#include <algorithm>

#include "assessment/assessment.h"
#include "interview/answers.h"
#include "interview/dates.h"
#include "text/layout.h"

namespace ipi::interview {
namespace {

constexpr std::size_t echoed = 44;  // columns of a question's beginning
constexpr std::string_view dot_before = "\u00B7";
constexpr std::string_view dot = " \u00B7 ";

const Section* section_of(const Scene& scene, const Step& step) {
  return step.part == 0 ? nullptr : &scene.layout().protocol().sections[step.part - 1];
}

void add_text(Lines& lines, Style style, std::string_view text) {
  if (!text.empty()) lines.push_back(line(style, std::string(text)));
}

/// The instrument that a step's question belongs to; null for the structure of an entry and the protocol's own
/// questions about it, which stand together.
const Instrument* instrument_of(const Scene& scene, const Step& step) {
  if (step.kind != Step::Kind::question || step.part == 0) return nullptr;
  const InstrumentUse* use = use_of(scene.layout(), step.variable);
  return use == nullptr || use->instrument->id.empty() || use->first_slot > step.variable.slot ? nullptr
                                                                                               : use->instrument;
}

/// The questions that stand under one heading with this one.
std::vector<const AgendaItem*> neighbours(const Scene& scene, const Step& step) {
  std::vector<const AgendaItem*> found;
  for (const AgendaItem& item : *scene.items) {
    if (item.step.kind == step.kind && same_heading(scene, item.step, step)) found.push_back(&item);
  }
  return found;
}

std::string whose(const Scene& scene, const Step& step) {
  if (step.kind != Step::Kind::question || step.variable.group == Group::form) return {};
  return subject_in_words(scene.form(), {step.variable.group, step.variable.entry}, scene.language);
}

std::string heading_of(const Scene& scene, const Step& step) {
  std::string title = part_title(scene.layout(), step.part, scene.language);
  if (const std::string who = whose(scene, step); !who.empty()) title = who;
  const Instrument* instrument = instrument_of(scene, step);
  if (instrument == nullptr || step.variable.group == Group::form || instrument->title.empty()) return title;
  return fmt::format("{}: {}", title, instrument->title.in(scene.language));
}

void add_instrument_words(const Scene& scene, const Step& step, Lines& lines) {
  const Instrument* found = instrument_of(scene, step);
  if (found == nullptr) return;
  const Instrument& instrument = *found;
  if (instrument.licence.item_text == "key-only")
    add_text(lines, Style::quiet, "Short labels only: ask with the published form.");
  add_text(lines, Style::quiet, instrument.licence.notice.in(scene.language));
  add_text(lines, Style::plain, instrument.instruction.in(scene.language));
}

std::vector<std::string> labels_of(const std::vector<Option>& options, std::string_view language) {
  std::vector<std::string> labels;
  for (const Option& option : options) labels.emplace_back(option.label.in(language));
  return labels;
}

const std::vector<Option>& options_of(const Scene& scene, const Variable& variable) {
  return question_of(scene.form(), variable).options;
}

void add_nameable(const Scene& scene, const Variable& variable, Lines& lines) {
  std::vector<std::string> names;
  for (const Subject& subject : nameable(scene.form(), variable))
    names.push_back(subject_in_words(scene.form(), subject, scene.language));
  names.emplace_back("0 None");
  lines.push_back(choices(std::move(names)));
}

bool is_listed(const Scene& scene, const ExpectedRoles& expected) {
  const auto& entries = scene.form().relationships;
  return std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) {
    const auto at = static_cast<std::size_t>(&entry - entries.data());
    const std::string role = to_text(entry.answers[relationship_slot::role],
                                     question_of(scene.form(), {Group::relationships, at, relationship_slot::role}));
    return std::find(expected.roles.begin(), expected.roles.end(), role) != expected.roles.end();
  });
}

/// How an entry is told in one line, by an example out of its own options.
std::string at_once_hint(const Scene& scene, Group roster) {
  if (roster == Group::events)
    return "All in one line: the kind, when, and whom it concerned, with commas: 1, Nov 2025, P1";
  const auto value = [&](std::size_t slot, bool last) {
    const std::vector<Option>& options = options_of(scene, {roster, 0, slot});
    return last ? options.back().value : options.front().value;
  };
  return fmt::format("All in one line: the role, the status, how close before and now: 1 {} {} {}",
                     value(relationship_slot::status, false), value(relationship_slot::closeness_before, false),
                     value(relationship_slot::closeness_now, true));
}

/// "3 of 9", "done", "open".
std::string state_of_part(const Scene& scene, std::size_t part) {
  std::size_t done = 0;
  std::size_t all = 0;
  std::size_t waiting = 0;
  for (const AgendaItem& item : *scene.items) {
    if (item.step.part != part) continue;
    ++all;
    if (item.progress == Progress::done) ++done;
    if (item.progress == Progress::waiting) ++waiting;
  }
  if (all == 0) return "does not apply";
  if (done == all) return "done";
  if (done + waiting == all) return fmt::format("{} of {}, the rest waits for other answers", done, all);
  if (done == 0) return "open";
  return fmt::format("{} of {}", done, all);
}

Lines entry_lines(const Scene& scene, Group roster) {
  std::vector<std::string> chunks;
  for (std::size_t entry = 0; entry < scene.form().entries(roster).size(); ++entry) {
    std::size_t open = 0;
    for (const AgendaItem& item : *scene.items) {
      if (item.step.kind == Step::Kind::question && item.step.variable.group == roster &&
          item.step.variable.entry == entry && item.progress == Progress::open)
        ++open;
    }
    const std::string name = subject_in_words(scene.form(), {roster, entry}, scene.language);
    const std::string left = open == 0 ? "done" : fmt::format("{} open", open);
    chunks.push_back(fmt::format("{}, {}", name, left));
  }
  if (chunks.empty()) return {};
  return {choices(std::move(chunks))};
}

}  // namespace

std::string echo_of(const Scene& scene, const Variable& variable) {
  return fmt::format("{} = {}", clip(question_text(scene, variable), echoed),
                     in_words(scene.form(), variable, scene.language));
}

std::string question_text(const Scene& scene, const Variable& variable) {
  const Slot& slot = scene.layout().group(variable.group).slots[variable.slot];
  std::string text(slot.question->text.in(scene.language));
  if (!slot.question->two_times) return text;
  return fmt::format("{} ({})", text, slot.address.ends_with(".now") ? "now" : "before the episode");
}

bool same_heading(const Scene& scene, const Step& a, const Step& b) {
  if (a.part != b.part) return false;
  if (a.part == 0) return true;
  if (a.kind != b.kind) return false;
  if (a.kind != Step::Kind::question) return true;
  if (a.variable.group != b.variable.group || a.variable.entry != b.variable.entry) return false;
  return instrument_of(scene, a) == instrument_of(scene, b);
}

Lines introduction(const Scene& scene, const Step& step) {
  Lines lines;
  lines.push_back(line(Style::plain, {}));
  lines.push_back(line(Style::heading, heading_of(scene, step)));
  const Section* section = section_of(scene, step);
  const bool own_text =
      section != nullptr && (step.kind == Step::Kind::question && step.variable.group == Group::form &&
                             section->kind != Section::Kind::onset);
  if (own_text) add_text(lines, Style::plain, section->text.in(scene.language));
  if (section != nullptr) {
    for (const RosterSection& part : section->roster.sections) {
      if (&part.questions == instrument_of(scene, step)) add_text(lines, Style::plain, part.text.in(scene.language));
    }
  }
  add_instrument_words(scene, step, lines);
  return lines;
}

Line progress(const Scene& scene, const Step& step, bool below_heading) {
  std::vector<std::string> parts;
  if (step.part > 0) parts.push_back(fmt::format("{} of {}", step.part, part_count(scene.layout()) - 1));
  if (!below_heading) parts.push_back(clip(heading_of(scene, step), echoed));
  const auto near = neighbours(scene, step);
  const auto place = std::find_if(near.begin(), near.end(), [&](const AgendaItem* item) { return item->step == step; });
  if (step.kind == Step::Kind::question && near.size() > 1 && place != near.end())
    parts.push_back(fmt::format("question {} of {}", place - near.begin() + 1, near.size()));
  return line(Style::quiet, parts.empty() ? std::string() : fmt::format("[{}]", fmt::join(parts, dot)));
}

Lines question_lines(const Scene& scene, const Variable& variable, const std::vector<Variable>& alike) {
  Lines lines;
  lines.push_back(line(Style::question, question_text(scene, variable)));
  const Question& question = question_of(scene.form(), variable);
  if (question.type == AnswerType::entry) {
    add_nameable(scene, variable, lines);
  } else if (!question.options.empty() && question.options.size() <= most_numbered) {
    auto chunks = numbered(question.options, scene.language);
    if (question.type == AnswerType::multiple) chunks.emplace_back("0 None");
    lines.push_back(choices(std::move(chunks)));
  } else if (!question.options.empty()) {
    lines.push_back(
        line(Style::quiet, fmt::format("Two letters or more of its name; ? lists all {}.", question.options.size())));
  }
  const bool answered = answer_of(scene.form(), variable).absence != Absence::not_asked;
  if (answered)
    lines.push_back(
        line(Style::quiet, fmt::format("Enter keeps: {}", in_words(scene.form(), variable, scene.language))));
  if (alike.size() > 1 && !answered) {
    lines.push_back(line(Style::quiet, "One answer, or several on one line with what follows:"));
    for (std::size_t i = 1; i < alike.size(); ++i)
      lines.push_back(choices({fmt::format("{} {}", dot_before, question_text(scene, alike[i]))}));
  }
  return lines;
}

Lines another_lines(const Scene& scene, const Step& step, bool all) {
  const Roster& roster = section_of(scene, step)->roster;
  const auto& entries = scene.form().entries(step.roster);
  const Section& section = *section_of(scene, step);
  Lines lines;
  const std::string_view closing =
      roster.closing.empty() ? std::string_view("Anything else?") : roster.closing.in(scene.language);
  lines.push_back(
      line(Style::question,
           std::string(entries.empty() && !section.text.empty() ? section.text.in(scene.language) : closing)));
  if (all) {
    auto chunks = numbered(options_of(scene, {step.roster, 0, first_slot}), scene.language);
    const std::string_view none = step.roster == Group::events ? "Nothing" : "Nobody";
    chunks.insert(chunks.begin(), fmt::format("0 {}{}", none, entries.empty() ? "" : " else"));
    lines.push_back(choices(std::move(chunks)));
  }
  for (Line& one : entry_lines(scene, step.roster)) lines.push_back(std::move(one));
  // Who should be there and is not named may be worth a question.
  if (!entries.empty() && step.roster == Group::relationships) {
    for (const ExpectedRoles& expected : roster.expected) {
      if (!is_listed(scene, expected))
        lines.push_back(line(Style::quiet, std::string(expected.text.in(scene.language))));
    }
  }
  const bool events = step.roster == Group::events;
  if (entries.empty() && all) {
    lines.push_back(line(Style::quiet, at_once_hint(scene, step.roster)));
  } else {
    lines.push_back(line(
        Style::quiet,
        fmt::format("A {} adds one (? lists them){}, 0 or no: {}.", events ? "kind" : "role",
                    entries.empty() ? "" : ", a code goes back to it",
                    entries.empty() ? (events ? "nothing" : "nobody") : (events ? "nothing else" : "nobody else"))));
  }
  return lines;
}

Lines help_lines(const Scene& scene, const Step& step, std::size_t run) {
  Lines lines;
  const Section* section = section_of(scene, step);
  std::string_view why = section == nullptr ? std::string_view{} : section->why.in(scene.language);
  if (step.kind == Step::Kind::question) {
    const Question& question = question_of(scene.form(), step.variable);
    if (!question.why.empty()) why = question.why.in(scene.language);
    const Asked asked{&scene.form(), step.variable, scene.form().date.value_or(PartialDate{}), scene.language};
    if (!why.empty()) lines.push_back(line(Style::plain, fmt::format("Why: {}", why)));
    lines.push_back(line(Style::plain, fmt::format("Answer with {}.", valid_entries(asked))));
    if (question.options.size() > most_numbered) lines.push_back(choices(labels_of(question.options, scene.language)));
  } else if (step.kind == Step::Kind::another) {
    if (!why.empty()) lines.push_back(line(Style::plain, fmt::format("Why: {}", why)));
    lines.push_back(
        line(Style::plain, "People have codes, never names: P1, \"my sister\" as a role. Take the nearest one."));
    append(lines, another_lines(scene, step, true));
  } else {
    lines.push_back(
        line(Style::plain, "A code tells this form from others and nobody who it is about: A-017, never a name."));
  }
  if (run > 1)
    lines.push_back(line(
        Style::plain,
        fmt::format("Up to {} answers can go on one line, with blanks or, where each is one digit, without.", run)));
  lines.push_back(line(Style::plain, "Where there is no answer:  s  skip,  r  refused,  u  not known to the patient."));
  lines.push_back(line(Style::plain,
                       "b  back,  n  a note (or n and the note),  l  list of sections,  q  keep all and leave,  x  "
                       "blank the screen, and hide this section and whatever safety looks at."));
  lines.push_back(line(Style::plain,
                       ".  no to the rest of the section, but for questions of safety,  -  skip the rest of it,  =  "
                       "the same answer as before."));
  return lines;
}

Lines part_lines(const Scene& scene, const std::vector<std::size_t>& hidden, std::size_t at) {
  Lines lines;
  for (std::size_t part = 0; part < part_count(scene.layout()); ++part) {
    const bool is_hidden = std::find(hidden.begin(), hidden.end(), part) != hidden.end();
    const std::string how = is_hidden ? "not shown now" : state_of_part(scene, part);
    if (how == "does not apply") continue;
    lines.push_back(
        line(Style::plain, fmt::format("{:>2} {}: {}{}", part, part_title(scene.layout(), part, scene.language), how,
                                       part == at ? " (here)" : "")));
    if (part == 0 || is_hidden) continue;
    const auto kind = scene.layout().protocol().sections[part - 1].kind;
    if (kind == Section::Kind::relationships) append(lines, entry_lines(scene, Group::relationships));
    if (kind == Section::Kind::events) append(lines, entry_lines(scene, Group::events));
  }
  return lines;
}

}  // namespace ipi::interview
