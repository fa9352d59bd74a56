#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "../support.h"

/// Random forms of the shipped protocol with everything that its rules can look at: contexts, ages, roles, kinds,
/// dates, fear, and every reason why there is no answer. The same forms on every machine.
namespace shipped_forms {

using Answers = std::map<std::string, std::string>;

struct Filled {
  std::map<std::string, std::string> respondent;
  std::vector<std::string> contexts;
  std::string onset, complete_relationships = "yes", complete_events = "yes";
  Answers form;
  std::vector<Answers> ties, events;  ///< with "code" beside the answers
};

/// How a form is filled: how many answers are left out, and with how much of what goes wrong.
struct Taste {
  std::size_t open = 15;      ///< per cent of answers left open
  std::size_t contexts = 25;  ///< per cent for each context
  std::size_t entries = 2;    ///< of each roster, at most
};

inline std::string pick(support::Random& random, const std::vector<std::string>& list) {
  return list[random.below(list.size())];
}

/// A month of the years around the onset, a year, or nothing.
inline std::string date(support::Random& random) {
  if (random.chance(12)) return "unknown";
  if (random.chance(10)) return "2025";
  const int month = 2026 * 12 + 2 - static_cast<int>(random.below(30));
  return fmt::format("{}-{:02}", month / 12, month % 12 + 1);
}

inline std::string value_of(support::Random& random, const ipi::Question& question) {
  if (question.type == ipi::AnswerType::number)
    return fmt::format("{}", question.lowest + static_cast<std::int64_t>(random.below(5)));
  return question.options[random.below(question.options.size())].value;
}

/// What a person could write there; nothing where it is left open.
inline void fill(support::Random& random, const ipi::Layout& layout, ipi::Group group, const Taste& taste,
                 Answers& into) {
  const std::vector<std::string> absences = {"unknown", "refused", "skipped", "not_asked", ""};
  for (const ipi::Slot& slot : layout.group(group).slots) {
    const bool has_values =
        slot.question->type == ipi::AnswerType::choice || slot.question->type == ipi::AnswerType::number;
    if (slot.structural || !has_values) continue;
    const std::string value = random.chance(taste.open) ? pick(random, absences) : value_of(random, *slot.question);
    if (!value.empty()) into[slot.address] = value;
  }
}

inline std::string code_or_none(support::Random& random, const std::string& self) {
  const std::string code = pick(random, {"P1", "P2", "E1", "E2", "none", "none", "unknown"});
  return code == self ? "none" : code;
}

inline std::vector<std::string> values_of(const ipi::Layout& layout, ipi::Group group, std::size_t slot) {
  std::vector<std::string> values;
  for (const ipi::Option& option : layout.group(group).slots[slot].question->options) values.push_back(option.value);
  return values;
}

inline void fill_entries(support::Random& random, const ipi::Layout& layout, const Taste& taste, Filled& filled) {
  const auto roles = values_of(layout, ipi::Group::relationships, ipi::relationship_slot::role);
  const auto kinds = values_of(layout, ipi::Group::events, ipi::event_slot::kind);
  // The same entries on every form, so that a code never leads nowhere; some are of no account.
  for (std::size_t i = 1; i <= taste.entries; ++i) {
    Answers tie;
    fill(random, layout, ipi::Group::relationships, taste, tie);
    tie["code"] = fmt::format("P{}", i);
    tie["role"] = random.chance(40) ? "partner" : pick(random, roles);
    tie["status"] = pick(random, {"current", "current", "current", "ended", "deceased"});
    tie["because_of"] = code_or_none(random, tie["code"]);
    filled.ties.push_back(tie);
    Answers event;
    fill(random, layout, ipi::Group::events, taste, event);
    event["code"] = fmt::format("E{}", i);
    event["kind"] = random.chance(35) ? pick(random, {"parent_died", "separated", "child_born", "pregnancy_loss"})
                                      : pick(random, kinds);
    event["when"] = date(random);
    event["person"] = pick(random, {"none", "unknown", "P1", "P2"});
    event["because_of"] = code_or_none(random, event["code"]);
    filled.events.push_back(event);
  }
}

inline Filled random_form(support::Random& random, const ipi::Layout& layout, const Taste& taste = {}) {
  Filled filled;
  fill(random, layout, ipi::Group::form, taste, filled.form);
  for (const std::string& context : values_of(layout, ipi::Group::form, ipi::form_slot::context)) {
    if (random.chance(taste.contexts)) filled.contexts.push_back(context);
  }
  filled.respondent["age"] = pick(random, {"9", "15", "17", "18", "27", "52", "70"});
  filled.respondent["sex"] = pick(random, {"female", "male", "other", "unknown"});
  filled.respondent["language"] = random.chance(85) ? "en" : "de";
  filled.onset = date(random);
  filled.form["intake.depressive_syndrome"] = pick(random, {"yes", "yes", "yes", "no", "unknown"});
  filled.form["setting.alone_and_free"] = pick(random, {"yes", "yes", "no", "unknown"});
  filled.form["patient_view.subject"] = code_or_none(random, {});
  filled.complete_relationships = pick(random, {"yes", "yes", "yes", "no", "unknown"});
  filled.complete_events = pick(random, {"yes", "yes", "yes", "no", "unknown"});
  // On half of the forms nothing grave, which otherwise would be on nearly every one.
  const bool calm = random.chance(50);
  if (calm) {
    for (auto& [address, value] : filled.form) {
      const bool grave = address.starts_with("suicide.") || address.starts_with("risks.") ||
                         address.starts_with("perinatal_emergency.") || address == "substances.needs_detox";
      if (grave && value == "yes") value = "no";
    }
    for (const char* item : {"phq9.1", "phq9.2", "phq9.3", "phq9.4", "phq9.5", "phq9.6", "phq9.7", "phq9.8", "phq9.9"})
      filled.form[item] = random.chance(70) ? "0" : "1";
  }
  fill_entries(random, layout, taste, filled);
  for (Answers& tie : filled.ties) {
    for (auto& [address, value] : tie) {
      if (calm && address.starts_with("fear.") && (value == "now" || value == "last_12_months" || value == "yes"))
        value = address == "fear.worse" ? "no" : "past";
    }
  }
  return filled;
}

inline std::string nested(const Answers& answers, const std::string& indent) {
  std::map<std::string, Answers> blocks;
  std::string text;
  for (const auto& [address, value] : answers) {
    const std::size_t dot = address.find('.');
    if (dot == std::string::npos) {
      text += fmt::format("{}\"{}\": \"{}\"\n", indent, address, value);
    } else {
      blocks[address.substr(0, dot)][address.substr(dot + 1)] = value;
    }
  }
  for (const auto& [block, fields] : blocks)
    text += fmt::format("{}{}:\n{}", indent, block, nested(fields, indent + "  "));
  return text;
}

inline std::string roster(const std::vector<Answers>& entries, const std::string& key, const std::string& code_key) {
  if (entries.empty()) return key + ": []\n";
  std::string text = key + ":\n";
  for (Answers entry : entries) {
    const std::string code = entry["code"];
    entry.erase("code");
    text += fmt::format("  - {}: {}\n{}", code_key, code, nested(entry, "    "));
  }
  return text;
}

inline std::string text_of(const Filled& filled, const std::string& more = {}) {
  std::string respondent;
  for (const auto& [key, value] : filled.respondent) respondent += fmt::format("{}: {}, ", key, value);
  const std::string contexts =
      filled.contexts.empty() ? std::string() : fmt::format("context: [{}]", fmt::join(filled.contexts, ", "));
  return fmt::format(
      "form: ipt-initial\nid: x\ndate: 2026-03-15\nonset: {}\nrespondent: {{{}{}}}\nanswers:\n{}{}{}complete: "
      "{{relationships: {}, events: {}}}\n{}",
      filled.onset, respondent, contexts, nested(filled.form, "  "), roster(filled.ties, "relationships", "person"),
      roster(filled.events, "events", "event"), filled.complete_relationships, filled.complete_events, more);
}

}  // namespace shipped_forms
