#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "interview/answers.h"
#include "interview/dates.h"
#include "interview/dialogue.h"
#include "interview/prompts.h"

namespace ipi::interview {
namespace {

constexpr std::size_t most_worth_asking = 5;

std::string counts_in_words(const Assessment& assessment) {
  std::map<Absence, std::size_t> counts;
  for (const Variable& variable : assessment.unanswered) ++counts[answer_of(assessment.state.form(), variable).absence];
  std::string text;
  for (const auto& [absence, count] : counts) {
    if (!text.empty()) text += ", ";
    text += fmt::format("{} {}", count, absence_in_words(absence));
  }
  return text.empty() ? "Every question that applies has an answer."
                      : fmt::format("Questions without an answer: {}.", text);
}

}  // namespace

Lines Dialogue::ask() {
  if (paused_)
    return {line(Style::plain, "Paused. Enter goes on without what is hidden, unlock shows everything again.")};
  if (!to_acknowledge().empty()) return ask_acknowledgement();
  if (mode_ == Mode::note) return {line(Style::question, "A note, without names (Enter for none):")};
  if (mode_ == Mode::list) return ask_list();
  settle();
  if (mode_ == Mode::review) return ask_review();
  return ask_step(*at_);
}

Lines Dialogue::ask_step(const Step& step) {
  const FormState current = state();
  const std::vector<AgendaItem> shown = shown_items();
  const Scene scene{&current, &shown, settings_.language};
  Lines lines;
  const bool first = !introduced_ || !same_heading(scene, *introduced_, step);
  if (first) {
    lines = introduction(scene, step);
  } else {
    lines.push_back(line(Style::plain, {}));
  }
  introduced_ = step;
  if (Line where = progress(scene, step, first); !where.text.empty()) lines.push_back(std::move(where));
  switch (step.kind) {
    case Step::Kind::id: {
      lines.push_back(line(Style::question, "A code for this form, such as A-017 (never a name)?"));
      const std::string& kept = form_.id.empty() ? settings_.offered_id : form_.id;
      if (!kept.empty()) lines.push_back(line(Style::quiet, fmt::format("Enter takes: {}", kept)));
      break;
    }
    case Step::Kind::date:
      lines.push_back(line(Style::question, "The date of this interview?"));
      lines.push_back(line(Style::quiet, fmt::format("Enter keeps: {}", date_in_words(*form_.date))));
      break;
    case Step::Kind::question:
      append(lines, question_lines(scene, step.variable, first ? alike_from(step) : std::vector<Variable>()));
      break;
    case Step::Kind::another:
      append(lines, another_lines(scene, step, first && form_.entries(step.roster).empty()));
      break;
  }
  return lines;
}

Lines Dialogue::help() const {
  const FormState current = state();
  const std::vector<AgendaItem> shown = shown_items();
  return help_lines({&current, &shown, settings_.language}, *at_, run_from(*at_).size());
}

Lines Dialogue::ask_list() const {
  const FormState current = state();
  const std::vector<AgendaItem> shown = shown_items();
  Lines lines = {line(Style::plain, {}), line(Style::heading, "Sections")};
  append(lines, part_lines({&current, &shown, settings_.language}, unseen_parts(),
                           at_ ? at_->part : part_count(*form_.layout)));
  lines.push_back(line(
      Style::quiet, "A number or a code goes there, drop P1 takes an entry out, f goes to the end, Enter goes back."));
  return lines;
}

Lines Dialogue::ask_acknowledgement() const {
  Lines lines = {line(Style::plain, {})};
  for (const auto& [key, finding] : to_acknowledge()) {
    lines.push_back(
        line(Style::safety, fmt::format("SAFETY, {}: {}{}", finding.red ? "RED" : "amber", finding.statement,
                                        finding.code.empty() ? "" : fmt::format(" ({})", finding.code))));
    std::string basis;
    for (const Variable& variable : finding.answers)
      basis += fmt::format("{}{} = {}", basis.empty() ? "" : ", ", address_of(form_, variable),
                           in_words(form_, variable, settings_.language));
    lines.push_back(line(Style::echo, basis));
  }
  lines.push_back(line(Style::question, "Once you have read this, enter: ok"));
  return lines;
}

Lines Dialogue::ask_review() {
  if (review_) return *review_;
  Lines lines = {line(Style::plain, {}), line(Style::heading, "The end")};
  worth_asking_.clear();
  if (locked_) {
    lines.push_back(line(Style::plain,
                         "Not everything is shown, so the form cannot be finished now. unlock shows everything again, "
                         "q keeps it and leaves, l lists the sections."));
    return lines;  // not kept: the next entry may change it
  }
  const Assessment assessment = assess(readings_, form_);
  lines.push_back(line(Style::plain, counts_in_words(assessment)));
  const FormState& current = assessment.state;
  const std::vector<AgendaItem> all = items();
  const Scene scene{&current, &all, settings_.language};
  const auto on_agenda = [&](const Variable& variable) {
    return std::any_of(all.begin(), all.end(), [&](const AgendaItem& item) {
      return item.step.kind != Step::Kind::id && item.step.kind != Step::Kind::date && item.step.variable == variable;
    });
  };
  if (assessment.bounded) {
    for (const AskNext& next : assessment.bounded->ask_next) {
      if (worth_asking_.size() < most_worth_asking && on_agenda(next.variable)) worth_asking_.push_back(next.variable);
    }
  }
  if (!worth_asking_.empty())
    lines.push_back(line(Style::plain, "Worth asking still, what could change the suggestion most first:"));
  for (std::size_t i = 0; i < worth_asking_.size(); ++i) {
    const Variable& variable = worth_asking_[i];
    lines.push_back(line(
        Style::echo, fmt::format("{} {}: {} ({})", i + 1, address_of(form_, variable), question_text(scene, variable),
                                 absence_in_words(answer_of(form_, variable).absence))));
  }
  const auto missing = missing_for_final();
  if (missing)
    lines.push_back(line(
        Style::plain, "A final form needs its code, the age, and of each tie its status: Enter asks what is missing."));
  const std::string_view ending = form_.draft ? "finishes the form" : "shows the assessment again";
  lines.push_back(line(Style::question, fmt::format("{}Enter {}, l lists the sections, q {}.",
                                                    worth_asking_.empty() ? "" : "A number asks that question, ",
                                                    missing ? "asks that" : ending,
                                                    form_.draft ? "keeps a draft" : "leaves it finished")));
  review_ = lines;
  return lines;
}

}  // namespace ipi::interview
