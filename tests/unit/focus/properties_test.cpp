// Properties of the shipped protocol and model that hold whatever is answered, on seeded random forms.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>

#include "../support.h"

using ipi::Group;
using ipi::Truth;
using support::Assessed;
using support::Random;

namespace {

constexpr int rounds = 150;

const ipi::Compiled& compiled() { return support::shipped().sound("ipt-initial"); }

using Answers = std::map<std::string, std::string>;

struct Filled {
  std::string onset, complete_relationships = "yes", complete_events = "yes";
  Answers form;
  std::vector<Answers> ties, events;  ///< with "code", "role" and so on beside the answers
};

std::string value_of(Random& random, const ipi::Question& question) {
  return question.options[random.below(question.options.size())].value;
}

/// A month of the two years before the form, a year, or nothing.
std::string date(Random& random) {
  if (random.chance(15)) return "unknown";
  if (random.chance(15)) return "2025";
  const int month = 2026 * 12 + 2 - static_cast<int>(random.below(20));
  return fmt::format("{}-{:02}", month / 12, month % 12 + 1);
}

void fill(Random& random, Group group, Answers& into) {
  for (const ipi::Slot& slot : compiled().layout->group(group).slots) {
    if (slot.structural || slot.question->type != ipi::AnswerType::choice || random.chance(25)) continue;
    into[slot.address] = value_of(random, *slot.question);
  }
}

std::string code_or_none(Random& random, const std::string& self) {
  constexpr std::array<const char*, 6> codes = {"P1", "P2", "E1", "E2", "none", "none"};
  const std::string code = codes.at(random.below(codes.size()));
  return code == self ? "none" : code;
}

Filled random_form(Random& random) {
  Filled filled;
  fill(random, Group::form, filled.form);
  // A form that reaches the weighing: most have a syndrome.
  filled.form["intake.depressive_syndrome"] = random.chance(85) ? "yes" : "no";
  filled.onset = date(random);
  if (random.chance(20)) filled.complete_relationships = "unknown";
  if (random.chance(20)) filled.complete_events = "no";
  for (int i = 1; i <= 2; ++i) {
    Answers tie;
    fill(random, Group::relationships, tie);
    tie["code"] = fmt::format("P{}", i);
    tie["role"] = i == 1 ? "partner" : "friend";
    tie["status"] = random.chance(75) ? "current" : "ended";
    if (random.chance(70)) tie["because_of"] = code_or_none(random, tie["code"]);
    filled.ties.push_back(tie);
    Answers event;
    fill(random, Group::events, event);
    event["code"] = fmt::format("E{}", i);
    event["kind"] = random.chance(50) ? "parent_died" : "job_lost";
    event["when"] = date(random);
    if (random.chance(70)) event["because_of"] = code_or_none(random, event["code"]);
    filled.events.push_back(event);
  }
  return filled;
}

std::string nested(const Answers& answers, const std::string& indent) {
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
  for (const auto& [block, fields] : blocks) {
    text += fmt::format("{}{}:\n{}", indent, block, nested(fields, indent + "  "));
  }
  return text;
}

std::string roster(const std::vector<Answers>& entries, const std::string& key, const std::string& code_key) {
  std::string text = key + ":\n";
  for (Answers entry : entries) {
    const std::string code = entry["code"];
    entry.erase("code");
    text += fmt::format("  - {}: {}\n{}", code_key, code, nested(entry, "    "));
  }
  return text;
}

std::string text_of(const Filled& filled, const std::string& more = "") {
  return fmt::format(
      "form: ipt-initial\nid: x\ndate: 2026-03-15\nonset: {}\nrespondent: {{age: 40, language: en, sex: "
      "female}}\nanswers:\n{}{}{}complete: {{relationships: {}, events: {}}}\n{}",
      filled.onset, nested(filled.form, "  "), roster(filled.ties, "relationships", "person"),
      roster(filled.events, "events", "event"), filled.complete_relationships, filled.complete_events, more);
}

/// Everything that the weighing made, as text, so that two runs can be compared.
std::string weighed(const Assessed& assessed) {
  std::string all = assessed.suggestion();
  for (const ipi::Candidate& candidate : assessed.result.candidates) {
    all += fmt::format("\n{} {} {} {} [{} {}] {}", candidate.area->area->id, candidate.code,
                       static_cast<int>(candidate.offered), candidate.points, candidate.lowest, candidate.highest,
                       candidate.because.in_words());
  }
  return all;
}

std::string scored(const Assessed& assessed) {
  std::string all;
  for (const ipi::AssessedScore& score : assessed.result.scores) all += assessed.line(score.address()) + "\n";
  return all;
}

std::string safety(const Assessed& assessed) {
  std::string all;
  for (const ipi::SafetyFinding& finding : assessed.result.safety)
    all += fmt::format("{} {} {}\n", finding.rule, finding.red, finding.answers.size());
  return all;
}

Answers& answers_of(Filled& filled, Random& random) {
  const std::size_t which = random.below(10);
  if (which < 4) return filled.form;
  return which < 7 ? filled.ties[random.below(filled.ties.size())] : filled.events[random.below(filled.events.size())];
}

}  // namespace

TEST_SUITE("focus properties") {
  TEST_CASE("an answer replaced by unknown never turns an indicator round, and only widens the extremes") {
    Random random(11);
    std::size_t opened = 0, widened = 0;
    for (int round = 0; round < rounds; ++round) {
      Filled filled = random_form(random);
      const Assessed before(compiled(), text_of(filled));
      for (int change = 0; change < 4; ++change) {
        Filled less = filled;
        Answers& answers = answers_of(less, random);
        auto at = std::next(answers.begin(), static_cast<std::ptrdiff_t>(random.below(answers.size())));
        if (at->first == "code" || at->first == "role" || at->first == "status" || at->first == "kind") continue;
        at->second = "unknown";
        const std::string text = text_of(less);
        const Assessed after(compiled(), text);
        REQUIRE(after.result.candidates.size() == before.result.candidates.size());
        for (std::size_t c = 0; c < after.result.candidates.size(); ++c) {
          const ipi::Candidate& was = before.result.candidates[c];
          const ipi::Candidate& is = after.result.candidates[c];
          for (std::size_t i = 0; i < was.evidence.size(); ++i) {
            const bool turned = was.evidence[i].holds != is.evidence[i].holds && is.evidence[i].holds != Truth::unknown;
            CHECK_MESSAGE(!turned, was.evidence[i].indicator->id << "\n" << text);
            opened += was.evidence[i].holds != is.evidence[i].holds ? 1U : 0U;
          }
          CHECK_MESSAGE(is.lowest <= was.lowest, text);
          CHECK_MESSAGE(is.highest >= was.highest, text);
          widened += is.lowest < was.lowest || is.highest > was.highest ? 1U : 0U;
          CHECK_MESSAGE((was.offered == is.offered || is.offered == Truth::unknown), text);
        }
      }
    }
    MESSAGE(fmt::format("{} indicators opened, {} candidates widened", opened, widened));
    CHECK(opened >= 100);
    CHECK(widened >= 80);
  }

  TEST_CASE("points lie between the extremes as far as open weights allow, and on them where nothing is open") {
    Random random(12);
    std::size_t open = 0, closed = 0;
    for (int round = 0; round < rounds; ++round) {
      const Assessed assessed(compiled(), text_of(random_form(random)));
      for (const ipi::Candidate& candidate : assessed.result.candidates) {
        int down = 0, up = 0;
        for (const ipi::Evidence& evidence : candidate.evidence) {
          if (evidence.indicator->manner == ipi::Manner::excludes || evidence.holds != Truth::unknown) continue;
          (evidence.indicator->weight < 0 ? down : up) += evidence.indicator->weight;
        }
        CHECK(candidate.lowest <= candidate.highest);
        CHECK(candidate.lowest >= candidate.points + down);
        CHECK(candidate.highest <= candidate.points + up);
        CHECK(candidate.exact);
        ++(down == 0 && up == 0 ? closed : open);
      }
    }
    CHECK(open >= 200);
    CHECK(closed >= 50);
  }

  TEST_CASE("supporting evidence never lowers a candidate") {
    struct Support {
      Group group;
      const char* question;
      const char* value;
      const char* area;
    };
    constexpr std::array<Support, 16> supports = {
        {{Group::events, "longing", "yes", "grief"},
         {Group::events, "withdrew", "yes", "grief"},
         {Group::events, "linked", "yes", "grief"},
         {Group::events, "mourning", "avoided", "grief"},
         {Group::events, "linked", "yes", "role_transition"},
         {Group::events, "coping", "very_hard", "role_transition"},
         {Group::events, "lost_mastery", "yes", "role_transition"},
         {Group::events, "support_lost", "yes", "role_transition"},
         {Group::relationships, "important", "yes", "role_dispute"},
         {Group::relationships, "stalled", "yes", "role_dispute"},
         {Group::relationships, "worse_after", "yes", "role_dispute"},
         {Group::relationships, "gives_in", "yes", "role_dispute"},
         {Group::relationships, "long_unchanged", "no", "role_dispute"},
         {Group::form, "pattern.confidant", "no", "interpersonal_deficits"},
         {Group::form, "pattern.out_of_the_blue", "yes", "interpersonal_deficits"},
         {Group::form, "pattern.lifelong_few_ties", "yes", "interpersonal_deficits"}}};
    Random random(13);
    std::size_t raised = 0;
    for (int round = 0; round < rounds; ++round) {
      const Filled filled = random_form(random);
      const Assessed before(compiled(), text_of(filled));
      for (int change = 0; change < 6; ++change) {
        const Support& support = supports.at(random.below(supports.size()));
        Filled more = filled;
        std::string code;
        if (support.group == Group::form) {
          more.form[support.question] = support.value;
        } else {
          auto& entries = support.group == Group::events ? more.events : more.ties;
          Answers& entry = entries[random.below(entries.size())];
          entry[support.question] = support.value;
          code = entry["code"];
        }
        const std::string text = text_of(more);
        const Assessed after(compiled(), text);
        for (std::size_t c = 0; c < after.result.candidates.size(); ++c) {
          const ipi::Candidate& was = before.result.candidates[c];
          const ipi::Candidate& is = after.result.candidates[c];
          if (was.area->area->id != support.area || was.code != code) continue;
          CHECK_MESSAGE(is.points >= was.points, support.question << "\n" << text);
          CHECK_MESSAGE(is.lowest >= was.lowest, support.question << "\n" << text);
          const bool refused = was.offered == Truth::yes && is.offered != Truth::yes;
          CHECK_MESSAGE(!refused, support.question << "\n" << text);
          raised += is.points > was.points ? 1U : 0U;
        }
      }
    }
    MESSAGE(fmt::format("{} candidates raised", raised));
    CHECK(raised >= 60);
  }

  TEST_CASE("other codes and another order give the same suggestion") {
    const std::map<std::string, std::string> names = {{"P1", "P8"}, {"P2", "P3"}, {"E1", "E9"}, {"E2", "E4"}};
    Random random(14);
    std::size_t with_focus = 0, tied = 0;
    for (int round = 0; round < 200; ++round) {
      const Filled filled = random_form(random);
      Filled other = filled;
      for (auto* entries : {&other.ties, &other.events}) {
        for (Answers& entry : *entries) {
          for (auto& [key, value] : entry) {
            if ((key == "code" || key == "because_of") && names.count(value) != 0) value = names.at(value);
          }
        }
        std::reverse(entries->begin(), entries->end());
      }
      const std::string text = text_of(filled);
      const Assessed one(compiled(), text);
      const Assessed two(compiled(), text_of(other));
      const auto summary = [&](const Assessed& assessed, bool rename) {
        std::set<std::string> parts = {fmt::format("{} {}", to_text(assessed.result.suggestion->verdict),
                                                   assessed.result.suggestion->margin.value_or(-99))};
        for (const ipi::SuggestedFocus& focus : assessed.result.suggestion->focus) {
          const ipi::Candidate& candidate = assessed.result.candidates[focus.candidate];
          const std::string own(candidate.code);
          const std::string code = rename && !own.empty() ? names.at(own) : own;
          parts.insert(fmt::format("{} {} {}", candidate.area->area->id, code, to_text(focus.strength)));
        }
        for (const ipi::Candidate& candidate : assessed.result.candidates) {
          const std::string own(candidate.code);
          const std::string code = rename && !own.empty() ? names.at(own) : own;
          parts.insert(fmt::format("{} {} {} {} {} {}", candidate.area->area->id, code, candidate.points,
                                   candidate.lowest, candidate.highest, static_cast<int>(candidate.offered)));
        }
        return parts;
      };
      CHECK_MESSAGE(summary(one, true) == summary(two, false), text << one.suggestion() << "\n" << two.suggestion());
      with_focus += one.result.suggestion->focus.empty() ? 0U : 1U;
      tied += one.result.suggestion->focus.size() > 1 ? 1U : 0U;
    }
    MESSAGE(fmt::format("{} with a focus, {} with more than one", with_focus, tied));
    CHECK(with_focus >= 100);
    CHECK(tied >= 20);
  }

  TEST_CASE("notes change nothing") {
    Random random(15);
    std::size_t forms = 0;
    for (int round = 0; round < 40; ++round) {
      const Filled filled = random_form(random);
      const Assessed plain(compiled(), text_of(filled));
      const Assessed noted(
          compiled(),
          text_of(filled, "notes: {E1: \"yes\", P1.important: \"no\", phq9.9: \"3\", pattern.confidant: \"no\"}\n"));
      CHECK(weighed(plain) == weighed(noted));
      CHECK(scored(plain) == scored(noted));
      CHECK(safety(plain) == safety(noted));
      forms += plain.result.suggestion->focus.empty() ? 0U : 1U;
    }
    CHECK(forms >= 8);
  }

  TEST_CASE("safety moves no score, no point and no focus") {
    Random random(16);
    std::size_t safety_moved = 0, blocked_moved = 0;
    const auto without_strengths = [](const Assessed& assessed) {
      std::string all(to_text(assessed.result.suggestion->verdict));
      for (const ipi::SuggestedFocus& focus : assessed.result.suggestion->focus)
        all += fmt::format(" {}", focus.candidate);
      return all;
    };
    for (int round = 0; round < rounds; ++round) {
      const Filled filled = random_form(random);
      const Assessed plain(compiled(), text_of(filled));
      Filled other_risk = filled;
      for (const char* question : {"wish_to_be_dead", "thoughts", "intent", "plan", "attempt", "means"})
        other_risk.form[fmt::format("suicide.{}", question)] = random.chance(50) ? "yes" : "no";
      for (const char* question : {"psychosis", "mania", "threat"})
        other_risk.form[fmt::format("risks.{}", question)] = random.chance(50) ? "yes" : "no";
      for (Answers& tie : other_risk.ties) {
        const char* const said = random.chance(50) ? "now" : "never";
        for (const char* question : {"afraid", "hurt", "controlled", "forced_sex", "weapon", "children_see"})
          tie[fmt::format("fear.{}", question)] = said;
      }
      const Assessed moved(compiled(), text_of(other_risk));
      CHECK(scored(plain) == scored(moved));
      CHECK(without_strengths(plain) == without_strengths(moved));
      REQUIRE(plain.result.candidates.size() == moved.result.candidates.size());
      for (std::size_t i = 0; i < plain.result.candidates.size(); ++i) {
        const ipi::Candidate& was = plain.result.candidates[i];
        const ipi::Candidate& is = moved.result.candidates[i];
        CHECK(was.points == is.points);
        CHECK(was.offered == is.offered);
        blocked_moved += was.blocked != is.blocked ? 1U : 0U;
      }
      safety_moved += safety(plain) != safety(moved) ? 1U : 0U;
    }
    CHECK(safety_moved >= 60);
    CHECK(blocked_moved >= 40);
  }

  TEST_CASE("seeded fault: an indicator turned round fails the properties") {
    // With `longing` counting against grief, supporting evidence does lower a candidate.
    std::vector<support::Text> texts;
    for (const ipi::DefinitionFile& file : support::shipped().library.definitions().files)
      texts.push_back({file.path, std::string(file.source->text())});
    for (support::Text& text : texts) {
      if (text.path == "models/ipt-default.yaml")
        text.text =
            support::changed(text.text, "- id: longing\n        weight: 2", "- id: longing\n        weight: -2");
    }
    support::World world(texts);
    Random random(17);
    std::size_t lowered = 0;
    for (int round = 0; round < 20; ++round) {
      Filled filled = random_form(random);
      filled.events[0]["kind"] = "parent_died";
      filled.events[0]["longing"] = "no";
      const Assessed before(world.sound("ipt-initial"), text_of(filled));
      filled.events[0]["longing"] = "yes";
      const Assessed after(world.sound("ipt-initial"), text_of(filled));
      lowered += after.candidate("grief", "E1").points < before.candidate("grief", "E1").points ? 1U : 0U;
    }
    CHECK(lowered == 20);
  }
}
