#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "report/page.h"

namespace ipi::report {
namespace {

bool is_acknowledged(const Form& form, const SafetyFinding& finding) {
  const std::string name =
      finding.code.empty() ? std::string(finding.rule) : fmt::format("{}.{}", finding.code, finding.rule);
  return std::any_of(form.acknowledged.begin(), form.acknowledged.end(),
                     [&](const Acknowledgement& read) { return read.finding == name; });
}

/// What one rule found, of one entry or of several.
struct Found {
  const SafetyFinding* first = nullptr;
  std::vector<std::string> codes;
  std::vector<Variable> answers;
  bool read = true;  ///< each was acknowledged
};

std::vector<Found> grouped(const Page& page) {
  std::vector<Found> groups;
  for (const SafetyFinding& finding : page.assessment().safety) {
    if (finding.is_private && !page.options().with_private) continue;
    auto same = std::find_if(groups.begin(), groups.end(), [&](const Found& group) {
      return group.first->rule == finding.rule && group.first->red == finding.red;
    });
    if (same == groups.end()) same = groups.insert(groups.end(), Found{&finding, {}, {}, true});
    if (!finding.code.empty()) same->codes.push_back(finding.code);
    for (const Variable& variable : finding.answers) {
      if (std::find(same->answers.begin(), same->answers.end(), variable) == same->answers.end())
        same->answers.push_back(variable);
    }
    same->read = same->read && is_acknowledged(page.form(), finding);
  }
  return groups;
}

Callout callout_of(const Page& page, const Found& group) {
  Callout callout;
  callout.urgency = group.first->red ? Urgency::red : Urgency::amber;
  callout.mark = group.first->red ? "RED" : "Amber";
  callout.text = plain((group.codes.empty() ? "" : fmt::format("{}: ", fmt::join(group.codes, ", "))) +
                       with_stop(capitalised(std::string(group.first->statement))));
  callout.detail = page.given(group.answers);
  const Text open = page.open(group.answers);
  if (!callout.detail.empty() && !open.empty()) callout.detail.push_back({", ", Voice::quiet});
  callout.detail.insert(callout.detail.end(), open.begin(), open.end());
  if (group.read)
    callout.detail.push_back(
        {callout.detail.empty() ? "Read by the interviewer." : " · read by the interviewer", Voice::quiet});
  return callout;
}

/// The answers of the form, given or not, that could have made safety red.
std::vector<Variable> looked_at(const Page& page) {
  std::vector<Variable> variables;
  const auto add = [&](const Variable& variable) { variables.push_back(variable); };
  for (const CompiledSafetyRule& rule : page.state().compiled().safety) {
    if (rule.group != Group::form || !rule.rule->red) continue;
    if (rule.holds) page.state().for_each_variable(*rule.holds, {}, add);
  }
  return variables;
}

/// What was asked about, by the titles of its sections, and the questionnaires with an item about safety.
Text asked_about(const Page& page) {
  std::set<std::string_view> sections;
  for (const Variable& variable : page.spoken_of(looked_at(page))) {
    const std::string_view address = page.layout().group(variable.group).slots[variable.slot].address;
    if (variable.group == Group::form && answer_of(page.form(), variable).given())
      sections.insert(address.substr(0, address.find('.')));
  }
  std::vector<std::string> titles;
  for (const ipi::Section& section : page.layout().protocol().sections) {
    if (section.kind == ipi::Section::Kind::questions && sections.count(section.id) > 0)
      titles.emplace_back(section.title.in(page.language()));
  }
  for (const InstrumentUse& use : page.layout().group(Group::form).instruments) {
    const auto first = static_cast<std::ptrdiff_t>(use.first_slot);
    const auto& answers = page.form().answers;
    const bool any =
        std::any_of(answers.begin() + first,
                    answers.begin() + first + static_cast<std::ptrdiff_t>(use.instrument->questions.size()),
                    [](const Answer& answer) { return answer.given(); });
    if (any && !use.instrument->safety.empty()) titles.emplace_back(use.instrument->title.in(page.language()));
  }
  return titles.empty() ? Text{} : quiet(fmt::format("Asked about: {}.", fmt::join(titles, " · ")));
}

/// Whether every private question about the tie that applies was answered, and nothing found in the answers.
bool is_denied(const Page& page, std::size_t entry) {
  const auto& slots = page.layout().group(Group::relationships).slots;
  bool any = false;
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    const Variable variable{Group::relationships, entry, slot};
    if (!slots[slot].is_private || page.state().applies(variable) == Truth::no) continue;
    if (page.state().answered(variable) != Truth::yes) return false;
    any = true;
  }
  const std::string& code = page.form().relationships[entry].code;
  const auto& found = page.assessment().safety;
  return any && std::none_of(found.begin(), found.end(),
                             [&](const SafetyFinding& finding) { return finding.is_private && finding.code == code; });
}

/// On a page that holds the private answers: the ties in which they were asked for, and nothing was reported.
void add_denied(std::vector<Block>& blocks, const Page& page) {
  if (!page.options().with_private) return;
  std::vector<std::string> ties;
  for (std::size_t entry = 0; entry < page.form().relationships.size(); ++entry) {
    if (is_denied(page, entry)) ties.push_back(entry_words(page, {Group::relationships, entry}));
  }
  if (!ties.empty())
    blocks.emplace_back(
        Paragraph{plain(fmt::format("Asked in private, and nothing reported: {}.", fmt::join(ties, ", ")))});
}

/// Where a part of safety is kept back, "nothing" would be more than the page knows: it is no colour to be calmed by.
Callout nothing_reported(const Page& page) {
  if (page.keeps_back())
    return {Urgency::none, "Asked in part",
            plain("In what this page may hold, nothing is reported that needs action now."), asked_about(page)};
  return {Urgency::good, "Asked", plain("Nothing is reported that needs action now."), asked_about(page)};
}

}  // namespace

std::vector<Block> safety_section(const Page& page) {
  std::vector<Block> blocks;
  const auto found = grouped(page);
  for (const Found& one : found) blocks.emplace_back(callout_of(page, one));
  const bool not_asked = page.assessment().safety_status == SafetyStatus::not_asked;
  if (not_asked)
    blocks.emplace_back(
        Callout{Urgency::amber,
                "Not asked",
                plain("This form asks nothing about safety: thoughts of death and other risks have not been assessed."),
                {}});
  if (found.empty() && !not_asked) blocks.emplace_back(nothing_reported(page));
  add_denied(blocks, page);
  if (page.keeps_back() && page.source().words != nullptr)
    blocks.emplace_back(Paragraph{plain(std::string(page.source().words->words->private_page.in(page.language())))});
  Facts action;
  action.facts.push_back({"Action taken", {}, true, true});
  action.facts.push_back({"By whom, when", {}, true});
  blocks.emplace_back(std::move(action));
  return blocks;
}

}  // namespace ipi::report
