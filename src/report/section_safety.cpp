#include <fmt/format.h>

#include <algorithm>

#include "page.h"

namespace ipi::report {
namespace {

bool is_acknowledged(const Form& form, const SafetyFinding& finding) {
  const std::string name = finding.code.empty() ? finding.rule : fmt::format("{}.{}", finding.code, finding.rule);
  return std::any_of(form.acknowledged.begin(), form.acknowledged.end(), [&](const Acknowledgement& read) { return read.finding == name; });
}

Callout callout_of(const Page& page, const SafetyFinding& finding) {
  Callout callout;
  callout.urgency = finding.red ? Urgency::red : Urgency::amber;
  callout.mark = finding.red ? "RED" : "Amber";
  callout.text = plain((finding.code.empty() ? "" : finding.code + ": ") + capitalised(finding.statement));
  callout.detail = page.given(finding.answers);
  const Text open = page.open(finding.answers);
  if (!callout.detail.empty() && !open.empty()) callout.detail.push_back({", ", Voice::quiet});
  callout.detail.insert(callout.detail.end(), open.begin(), open.end());
  if (is_acknowledged(page.form(), finding)) callout.detail.push_back({callout.detail.empty() ? "Read by the interviewer." : " · read by the interviewer", Voice::quiet});
  return callout;
}

/// Where a part of safety is kept back, "nothing" would be more than the page knows.
Callout nothing_reported(const Page& page) {
  return {Urgency::good, "Asked", plain(page.keeps_back() ? "Of what this page may hold, nothing is reported that needs action now." : "Asked about, and nothing reported that needs action now."), {}};
}

}  // namespace

std::vector<Block> safety_section(const Page& page) {
  std::vector<Block> blocks;
  if (page.source().words != nullptr && page.options().with_private && has_private_questions(page.state().compiled())) {
    blocks.emplace_back(Callout{Urgency::red, "Private", strong(std::string(page.source().words->words->private_whole.in(page.language()))), {}});
  }
  bool any = false;
  for (const SafetyFinding& finding : page.assessment().safety) {
    if (finding.is_private && !page.options().with_private) continue;
    blocks.emplace_back(callout_of(page, finding));
    any = true;
  }
  const bool not_asked = page.assessment().safety_status == SafetyStatus::not_asked;
  if (not_asked) blocks.emplace_back(Callout{Urgency::amber, "Not asked", plain("This form asks nothing about safety: thoughts of death and other risks have not been assessed."), {}});
  if (!any && !not_asked) blocks.emplace_back(nothing_reported(page));
  Facts action;
  action.facts.push_back({"Action taken", {}, true});
  action.facts.push_back({"By whom, when", {}, true});
  blocks.emplace_back(std::move(action));
  return blocks;
}

}  // namespace ipi::report
