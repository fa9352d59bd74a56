#include <fmt/format.h>

#include <algorithm>

#include "page.h"

namespace ipi::report {
namespace {

bool is_acknowledged(const Form& form, const SafetyFinding& finding) {
  const std::string name = finding.code.empty() ? finding.rule : fmt::format("{}.{}", finding.code, finding.rule);
  return std::any_of(form.acknowledged.begin(), form.acknowledged.end(), [&](const Acknowledgement& read) { return read.finding == name; });
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
    auto same = std::find_if(groups.begin(), groups.end(), [&](const Found& group) { return group.first->rule == finding.rule && group.first->red == finding.red; });
    if (same == groups.end()) same = groups.insert(groups.end(), Found{&finding, {}, {}, true});
    if (!finding.code.empty()) same->codes.push_back(finding.code);
    for (const Variable& variable : finding.answers) {
      if (std::find(same->answers.begin(), same->answers.end(), variable) == same->answers.end()) same->answers.push_back(variable);
    }
    same->read = same->read && is_acknowledged(page.form(), finding);
  }
  return groups;
}

Callout callout_of(const Page& page, const Found& group) {
  Callout callout;
  callout.urgency = group.first->red ? Urgency::red : Urgency::amber;
  callout.mark = group.first->red ? "RED" : "Amber";
  callout.text = plain((group.codes.empty() ? "" : fmt::format("{}: ", fmt::join(group.codes, ", "))) + capitalised(group.first->statement));
  callout.detail = page.given(group.answers);
  const Text open = page.open(group.answers);
  if (!callout.detail.empty() && !open.empty()) callout.detail.push_back({", ", Voice::quiet});
  callout.detail.insert(callout.detail.end(), open.begin(), open.end());
  if (group.read) callout.detail.push_back({callout.detail.empty() ? "Read by the interviewer." : " · read by the interviewer", Voice::quiet});
  return callout;
}

/// Where a part of safety is kept back, "nothing" would be more than the page knows.
Callout nothing_reported(const Page& page) {
  return {Urgency::good, "Asked", plain(page.keeps_back() ? "Of what this page may hold, nothing is reported that needs action now." : "Asked about, and nothing reported that needs action now."), {}};
}

}  // namespace

std::vector<Block> safety_section(const Page& page) {
  std::vector<Block> blocks;
  const auto found = grouped(page);
  for (const Found& one : found) blocks.emplace_back(callout_of(page, one));
  const bool not_asked = page.assessment().safety_status == SafetyStatus::not_asked;
  if (not_asked) blocks.emplace_back(Callout{Urgency::amber, "Not asked", plain("This form asks nothing about safety: thoughts of death and other risks have not been assessed."), {}});
  if (found.empty() && !not_asked) blocks.emplace_back(nothing_reported(page));
  Facts action;
  action.facts.push_back({"Action taken", {}, true, true});
  action.facts.push_back({"By whom, when", {}, true});
  blocks.emplace_back(std::move(action));
  return blocks;
}

}  // namespace ipi::report
