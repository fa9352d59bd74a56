#include <fmt/format.h>

#include <algorithm>

#include "formats/text_parts.h"

namespace ipi {
namespace {

constexpr std::size_t worth_joining = 3;  // unanswered questions of a block from which "all of it" is shorter

/// Questions of one instrument or section, about one entry or the respondent.
struct Block {
  Group group = Group::form;
  std::size_t entry = 0;
  std::string prefix;  ///< of the address within the group
  std::vector<std::string> names;
};

/// "phq9.4" is 4 of phq9.
std::pair<std::string, std::string> split_address(const std::string& address) {
  const std::size_t dot = address.rfind('.');
  if (dot == std::string::npos) return {"", address};
  return {address.substr(0, dot), address.substr(dot + 1)};
}

std::vector<Block> blocks_of(const PageSource& page, const std::vector<Variable>& variables) {
  std::vector<Block> blocks;
  for (const Variable& variable : variables) {
    auto [prefix, name] = split_address(page.form().layout->group(variable.group).slots[variable.slot].address);
    const auto same = [&](const Block& b) {
      return b.group == variable.group && b.entry == variable.entry && b.prefix == prefix;
    };
    auto found = std::find_if(blocks.begin(), blocks.end(), same);
    if (found == blocks.end())
      found = blocks.insert(blocks.end(), {variable.group, variable.entry, std::move(prefix), {}});
    found->names.push_back(std::move(name));
  }
  return blocks;
}

/// How many questions of the block can be asked at all.
std::size_t size_of(const PageSource& page, const Block& block) {
  const auto& slots = page.form().layout->group(block.group).slots;
  std::size_t size = 0;
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    if (slots[slot].question->type == AnswerType::text || split_address(slots[slot].address).first != block.prefix)
      continue;
    if (page.assessment.state.applies({block.group, block.entry, slot}) != Truth::no) ++size;
  }
  return size;
}

std::string block_words(const PageSource& page, const Block& block) {
  std::string where = block.group == Group::form ? "" : page.form().entries(block.group)[block.entry].code;
  if (!block.prefix.empty()) where += (where.empty() ? "" : ".") + block.prefix;
  if (!block.prefix.empty() && block.names.size() >= worth_joining && block.names.size() == size_of(page, block)) {
    return fmt::format("all{}{}{}of{}{}", glue, block.names.size(), glue, glue, where);
  }
  if (where.empty()) return fmt::format("{}", fmt::join(block.names, ", "));
  return fmt::format("{}:{}{}", where, glue, fmt::join(block.names, ", "));
}

struct Kind {
  Absence absence;
  std::string_view words;
};

constexpr Kind kinds[] = {
    {Absence::not_asked, "Not asked yet"},
    {Absence::skipped, "Skipped"},
    {Absence::unknown, "Not known"},
    {Absence::refused, "Refused, and not to be asked again"},
};

void add_rosters(TextLines& lines, const PageSource& page) {
  const Form& form = page.form();
  for (const Group group : {Group::relationships, Group::events}) {
    if (!form.layout->has_roster(group)) continue;
    const bool people = group == Group::relationships;
    if (!form.asked(group)) {
      lines.item(2, "-", 2,
                 people ? "The people in the patient's life have not been asked about."
                        : "Deaths and changes have not been asked about.");
    } else if (form.entries(group).empty()) {
      lines.item(2, "-", 2,
                 people ? "Asked who matters, the patient named nobody."
                        : "Asked for deaths and changes, the patient named none.");
    }
    const Answer& complete = form.answers[people ? form_slot::complete_relationships : form_slot::complete_events];
    if (form.asked(group) && !(complete.given() && complete.chosen == 1)) {
      lines.item(
          2, "-", 2,
          people ? "There may be people who are not listed." : "There may be deaths or changes that are not listed.");
    }
  }
}

/// Told by the lines about the rosters.
bool is_completeness(const Variable& variable) {
  return variable.group == Group::form &&
         (variable.slot == form_slot::complete_relationships || variable.slot == form_slot::complete_events);
}

void add_unanswered(TextLines& lines, const PageSource& page) {
  const auto& unanswered = page.assessment.unanswered;
  for (const Kind& kind : kinds) {
    std::vector<Variable> of_kind;
    std::copy_if(unanswered.begin(), unanswered.end(), std::back_inserter(of_kind), [&](const Variable& variable) {
      return answer_of(page.form(), variable).absence == kind.absence && !is_completeness(variable);
    });
    if (of_kind.empty()) continue;
    std::vector<std::string> words;
    for (const Block& block : blocks_of(page, of_kind)) words.push_back(block_words(page, block));
    lines.item(2, "-", 2, fmt::format("{} ({}): {}", kind.words, of_kind.size(), fmt::join(words, "; ")));
  }
}

void add_unused(TextLines& lines, const PageSource& page) {
  if (page.assessment.unused.empty()) return;
  std::vector<std::string> words;
  for (const Variable& variable : page.assessment.unused) words.push_back(answer_words(page, variable));
  lines.item(2, "-", 2,
             fmt::format("Kept but not used, since the question does not apply: {}", fmt::join(words, ", ")));
}

void add_declared(TextLines& lines, const PageSource& page) {
  for (const DeclaredComparison& comparison : page.assessment.declared) {
    if (comparison.agrees()) continue;
    const std::string said =
        fmt::format("{} was declared as {}", comparison.declared->address, two_places(comparison.declared->value));
    lines.item(2, "!", 2,
               comparison.computed ? fmt::format("{}, but the answers give {}.", said, two_places(*comparison.computed))
                                   : fmt::format("{}, which cannot be verified: the answers give no value.", said),
               Tone::amber);
    if (!comparison.working.empty()) lines.text(4, comparison.working, Tone::quiet);
  }
}

/// Free text is never scored, and is what the next conversation starts from.
void add_words(TextLines& lines, const PageSource& page) {
  const Form& form = page.form();
  std::vector<std::pair<std::string, std::string>> told;
  for (const Group group : {Group::form, Group::relationships, Group::events}) {
    const auto& slots = form.layout->group(group).slots;
    for (std::size_t entry = 0; entry < page.assessment.state.entries(group); ++entry) {
      for (std::size_t slot = 0; slot < slots.size(); ++slot) {
        const Variable variable{group, entry, slot};
        if (slots[slot].question->type == AnswerType::text && answer_of(form, variable).given())
          told.emplace_back(address_of(form, variable), answer_of(form, variable).text);
      }
    }
  }
  for (const Note& note : form.notes) told.emplace_back(fmt::format("note on {}", note.address), note.text);
  if (told.empty()) return;
  lines.heading("IN WORDS");
  for (const auto& [where, text] : told) lines.item(2, "-", 2, fmt::format("{}: “{}”", where, text));
}

}  // namespace

void add_missing(TextLines& lines, const PageSource& page) {
  TextLines found(lines.width(), page.rendering.colour);
  add_rosters(found, page);
  add_unanswered(found, page);
  add_declared(found, page);
  add_unused(found, page);
  if (const std::string text = found.take(); !text.empty()) {
    lines.heading("WHAT IS MISSING, OR DOES NOT FIT");
    lines.append(text);
  }
  add_words(lines, page);
}

}  // namespace ipi
