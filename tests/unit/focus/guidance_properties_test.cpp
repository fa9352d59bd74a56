// Properties of everything that the shipped definitions say of a form, in and out of contexts, on seeded random forms.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "shipped_forms.h"

using ipi::Group;
using ipi::Truth;
using support::Assessed;
using support::Random;

namespace {

const ipi::Compiled& reading(const std::vector<std::string>& contexts) {
  support::World& world = support::shipped();
  const ipi::Compiled* compiled = world.library.compiled("ipt-initial", {"", contexts}, world.diagnostics);
  REQUIRE_MESSAGE(compiled != nullptr, support::told(world.diagnostics));
  return *compiled;
}

const ipi::Layout& layout() { return *reading({}).layout; }

struct Told {
  std::string rule;
  Truth truth;
};

/// What every rule comes to, and whether every question applies.
std::vector<Told> truths(const ipi::FormState& state) {
  std::vector<Told> all;
  const ipi::Compiled& compiled = state.compiled();
  const auto add = [&](const std::string& name, const ipi::Expression& rule, Group group) {
    for (std::size_t entry = 0; entry < state.entries(group); ++entry)
      all.push_back({fmt::format("{} {}", name, entry), state.evaluate(rule, {group, entry})});
  };
  for (const ipi::CompiledGate& gate : compiled.gates) add(gate.gate->id, gate.holds, Group::form);
  for (const ipi::CompiledArea& area : compiled.areas) {
    for (const ipi::CompiledIndicator& indicator : area.indicators)
      add(area.area->id + " " + indicator.indicator->id, indicator.holds, area.subject);
    for (std::size_t i = 0; i < area.stages.size(); ++i) add(area.area->stages[i].id, area.stages[i], area.subject);
    if (area.blocked) add(area.area->id + " blocked", *area.blocked, area.subject);
  }
  for (const ipi::CompiledSafetyRule& rule : compiled.safety) {
    if (rule.holds) add(rule.rule->id, *rule.holds, rule.group);
  }
  for (const ipi::CompiledConsideration& rule : compiled.suitability) {
    if (rule.holds) add(rule.rule->id, *rule.holds, rule.group);
  }
  for (const Group group : {Group::form, Group::relationships, Group::events}) {
    for (std::size_t entry = 0; entry < state.entries(group); ++entry) {
      for (std::size_t slot = 0; slot < layout().group(group).slots.size(); ++slot)
        all.push_back({"branch of " + layout().group(group).slots[slot].address, state.applies({group, entry, slot})});
    }
  }
  return all;
}

std::string findings(const Assessed& assessed) {
  std::set<std::string> all;
  for (const ipi::SafetyFinding& finding : assessed.result.safety)
    all.insert(fmt::format("{} {}", finding.rule, finding.code));
  for (const ipi::SuitabilityFinding& finding : assessed.result.suitability) all.insert(finding.rule->id);
  return fmt::format("{} {}", ipi::to_text(assessed.result.safety_status), fmt::join(all, ", "));
}

std::string candidates(const Assessed& assessed) {
  std::string all;
  for (const ipi::Candidate& candidate : assessed.result.candidates) {
    all += fmt::format("{} {} {} {}..{}..{}\n", candidate.area->area->id, candidate.code,
                       static_cast<int>(candidate.offered), candidate.lowest, candidate.points, candidate.highest);
  }
  return all;
}

/// Verdict and areas, without the words for strength.
std::string chosen(const Assessed& assessed) {
  std::string all(ipi::to_text(assessed.result.suggestion->verdict));
  for (const ipi::SuggestedFocus& focus : assessed.result.suggestion->focus) {
    const ipi::Candidate& candidate = assessed.result.candidates[focus.candidate];
    all += fmt::format(" {} {}", candidate.area->area->id, candidate.code);
  }
  return all;
}

std::string scores(const Assessed& assessed) {
  std::string all;
  for (const ipi::AssessedScore& score : assessed.result.scores)
    all += fmt::format("{}={} ", score.address(), score.value.value ? ipi::to_decimal(*score.value.value, 6) : "none");
  for (const ipi::AssessedRelationship& tie : assessed.result.relationships) {
    for (const ipi::AssessedScore& score : tie.scores)
      all += fmt::format("{}.{}={} ", tie.entry, score.address(),
                         score.value.value ? ipi::to_decimal(*score.value.value, 6) : "none");
  }
  return all;
}

}  // namespace

TEST_SUITE("guidance properties") {
  TEST_CASE("an answer that is opened turns no rule and no branch round, in any context") {
    Random random(61);
    std::size_t opened = 0, in_context = 0;
    for (int round = 0; round < 100; ++round) {
      const auto filled = shipped_forms::random_form(random, layout(), {.open = 10, .contexts = 30, .entries = 2});
      const ipi::Compiled& compiled = reading(filled.contexts);
      const support::ReadForm before(compiled, shipped_forms::text_of(filled));
      const auto was = truths(ipi::FormState(compiled, before.form));
      for (int change = 0; change < 6; ++change) {
        auto less = filled;
        auto& answers = change % 3 == 0   ? less.form
                        : change % 3 == 1 ? less.ties[random.below(2)]
                                          : less.events[random.below(2)];
        auto at = std::next(answers.begin(), static_cast<std::ptrdiff_t>(random.below(answers.size())));
        if (at->first == "code" || at->first == "role" || at->first == "status" || at->first == "kind") continue;
        at->second = shipped_forms::pick(random, {"unknown", "refused", "skipped", "not_asked"});
        const std::string name = at->first;
        const support::ReadForm after(compiled, shipped_forms::text_of(less));
        const auto is = truths(ipi::FormState(compiled, after.form));
        REQUIRE(was.size() == is.size());
        for (std::size_t i = 0; i < was.size(); ++i) {
          const bool turned = was[i].truth != is[i].truth && is[i].truth != Truth::unknown;
          CHECK_MESSAGE(!turned, was[i].rule << " by " << name << "\n" << shipped_forms::text_of(less));
          if (was[i].truth == is[i].truth) continue;
          ++opened;
          in_context += filled.contexts.empty() ? 0U : 1U;
        }
      }
    }
    MESSAGE(fmt::format("{} truths opened, {} of them in a context", opened, in_context));
    CHECK(opened >= 150);
    CHECK(in_context >= 80);
  }

  TEST_CASE("a closed gate leaves fear unknown, never 'never'") {
    Random random(62);
    std::size_t ties = 0, capped = 0;
    for (int round = 0; round < 60; ++round) {
      auto filled = shipped_forms::random_form(random, layout(), {.open = 5, .contexts = 0, .entries = 2});
      filled.form["setting.alone_and_free"] = shipped_forms::pick(random, {"no", "unknown", "refused", "not_asked"});
      for (auto& tie : filled.ties) {
        tie["role"] = "partner";
        tie["status"] = "current";
        std::erase_if(tie, [](const auto& answer) { return answer.first.starts_with("fear."); });
        tie["fear.afraid"] = "not_asked";
      }
      const std::string text = shipped_forms::text_of(filled);
      const Assessed assessed(reading({}), text);
      for (std::size_t i = 0; i < 2; ++i) {
        const std::string code = fmt::format("P{}", i + 1);
        const ipi::Candidate& candidate = assessed.candidate("role_dispute", code);
        CHECK_MESSAGE(candidate.blocked == Truth::unknown, text);
        const auto missed = std::any_of(assessed.result.safety.begin(), assessed.result.safety.end(),
                                        [&](const ipi::SafetyFinding& finding) {
                                          return finding.rule == "violence_not_assessed" && finding.code == code;
                                        });
        CHECK_MESSAGE(missed, text);
        ++ties;
      }
      for (const ipi::SuggestedFocus& focus : assessed.result.suggestion->focus) {
        if (assessed.result.candidates[focus.candidate].area->area->id != "role_dispute") continue;
        CHECK(focus.strength == ipi::Strength::possible);
        ++capped;
      }
      // "Never", said where it must not be asked, settles nothing; said alone and free, it does; a yes counts wherever.
      const auto answered = [&](const char* alone, const char* answer) {
        auto other = filled;
        other.form["setting.alone_and_free"] = alone;
        for (auto& tie : other.ties) {
          for (const char* question : {"afraid", "hurt", "controlled", "forced_sex", "weapon"})
            tie[fmt::format("fear.{}", question)] = answer;
        }
        return Assessed(reading({}), shipped_forms::text_of(other)).candidate("role_dispute", "P1").blocked;
      };
      CHECK(answered("no", "never") == Truth::unknown);
      CHECK(answered("yes", "never") == Truth::no);
      CHECK(answered("no", "now") == Truth::yes);
    }
    MESSAGE(fmt::format("{} ties, {} disputes suggested", ties, capped));
    CHECK(ties >= 100);
    CHECK(capped >= 8);
  }

  TEST_CASE("rules, indicators, gates and contexts in another order change nothing") {
    Random random(63);
    ipi::Library& library = support::shipped().library;
    std::size_t with_focus = 0, with_findings = 0;
    for (int round = 0; round < 40; ++round) {
      auto filled = shipped_forms::random_form(random, layout(), {.open = 10, .contexts = 25, .entries = 2});
      const ipi::Compiled& compiled = reading(filled.contexts);
      ipi::Model model = *compiled.model;
      ipi::SafetyRules safety = library.safety_rules().front().value;
      ipi::Suitability suitability = library.suitabilities().front().value;
      std::reverse(model.gates.begin(), model.gates.end());
      for (ipi::Area& area : model.areas) std::reverse(area.indicators.begin(), area.indicators.end());
      std::reverse(safety.rules.begin(), safety.rules.end());
      std::reverse(suitability.rules.begin(), suitability.rules.end());
      ipi::Diagnostics diagnostics;
      const ipi::Compiled turned = library.compile_with(library.protocols().front().value,
                                                        {&model, &safety, &suitability, compiled.plan}, diagnostics);
      REQUIRE_MESSAGE(!diagnostics.has_errors(), support::told(diagnostics));
      const Assessed one(compiled, shipped_forms::text_of(filled));
      std::reverse(filled.contexts.begin(), filled.contexts.end());
      const Assessed two(turned, shipped_forms::text_of(filled));
      CHECK(one.suggestion() == two.suggestion());
      CHECK(candidates(one) == candidates(two));
      CHECK(findings(one) == findings(two));
      CHECK(scores(one) == scores(two));
      with_focus += one.result.suggestion->focus.empty() ? 0U : 1U;
      with_findings += one.result.safety.size() > 1 && one.result.suitability.size() > 1 ? 1U : 0U;
    }
    CHECK(with_focus >= 12);
    CHECK(with_findings >= 20);
  }

  TEST_CASE("what the decision does not look at moves no score, no point and no focus, in any context") {
    Random random(64);
    std::size_t moved = 0, said = 0;
    for (int round = 0; round < 60; ++round) {
      const auto filled = shipped_forms::random_form(random, layout(), {.open = 10, .contexts = 25, .entries = 2});
      const ipi::Compiled& compiled = reading(filled.contexts);
      auto other = filled;
      const auto move = [&](Group group, shipped_forms::Answers& answers) {
        for (std::size_t i = 0; i < layout().group(group).slots.size(); ++i) {
          const ipi::Slot& slot = layout().group(group).slots[i];
          const bool own =
              !slot.structural && slot.instrument->scores.empty() && slot.question->type == ipi::AnswerType::choice;
          if (!own || !compiled.partitions[static_cast<std::size_t>(group)][i].empty()) continue;
          answers[slot.address] = shipped_forms::value_of(random, *slot.question);
          ++moved;
        }
      };
      move(Group::form, other.form);
      for (auto& tie : other.ties) move(Group::relationships, tie);
      for (auto& event : other.events) move(Group::events, event);
      const Assessed one(compiled, shipped_forms::text_of(filled));
      const Assessed two(compiled, shipped_forms::text_of(other));
      CHECK_MESSAGE(chosen(one) == chosen(two), shipped_forms::text_of(other));
      CHECK(candidates(one) == candidates(two));
      CHECK(scores(one) == scores(two));
      said += findings(one) != findings(two) ? 1U : 0U;
    }
    MESSAGE(fmt::format("{} answers moved, other findings on {} forms", moved, said));
    CHECK(moved >= 3000);
    CHECK(said >= 50);
  }

  TEST_CASE("supporting evidence of a context never lowers its area") {
    struct Support {
      const char* context;
      Group group;
      const char* question;
      const char* value;
      const char* area;
    };
    const std::vector<Support> supports = {
        {"bipolar", Group::form, "bipolar.diagnosis", "yes", "lost_healthy_self"},
        {"bipolar", Group::form, "bipolar.mourns_self", "yes", "lost_healthy_self"},
        {"bipolar", Group::form, "bipolar.role_changed", "yes", "lost_healthy_self"},
        {"perinatal", Group::events, "pregnancy.complicated", "yes", "complicated_pregnancy"},
        {"perinatal", Group::events, "support_lost", "yes", "complicated_pregnancy"},
        {"perinatal", Group::events, "new_role_overwhelming", "yes", "complicated_pregnancy"},
        {"chronic", Group::form, "presenting.course", "chronic", "illness_to_health"},
        {"chronic", Group::form, "chronic.illness_as_self", "yes", "illness_to_health"},
        {"social_anxiety", Group::form, "social_anxiety.main_problem", "yes", "role_transition"},
        {"social_anxiety", Group::form, "social_anxiety.role_insecurity", "yes", "interpersonal_deficits"},
        {"eating_disorder", Group::form, "eating_disorder.unfulfilling_ties", "yes", "interpersonal_deficits"},
        {"adolescent", Group::form, "pattern.confidant", "no", "interpersonal_deficits"}};
    Random random(65);
    std::vector<std::size_t> raised(supports.size());
    for (int round = 0; round < 15; ++round) {
      for (std::size_t i = 0; i < supports.size(); ++i) {
        const Support& support = supports[i];
        auto filled = shipped_forms::random_form(random, layout(), {.open = 30, .contexts = 0, .entries = 2});
        filled.contexts = {support.context};
        filled.events[0]["kind"] = "child_born";
        const ipi::Compiled& compiled = reading(filled.contexts);
        const support::ReadForm before(compiled, shipped_forms::text_of(filled));
        (support.group == Group::form ? filled.form : filled.events[0])[support.question] = support.value;
        const std::string text = shipped_forms::text_of(filled);
        const support::ReadForm after(compiled, text);
        const auto were = ipi::find_candidates(ipi::FormState(compiled, before.form));
        const auto are = ipi::find_candidates(ipi::FormState(compiled, after.form));
        REQUIRE(were.size() == are.size());
        for (std::size_t c = 0; c < are.size(); ++c) {
          const ipi::Candidate& was = were[c];
          const ipi::Candidate& is = are[c];
          if (was.area->area->id != support.area) continue;
          CHECK_MESSAGE(is.points >= was.points, support.question << "\n" << text);
          CHECK_MESSAGE(is.lowest >= was.lowest, support.question << "\n" << text);
          CHECK_MESSAGE(!(was.offered == Truth::yes && is.offered != Truth::yes), support.question << "\n" << text);
          raised[i] += is.points > was.points ? 1U : 0U;
        }
      }
    }
    for (std::size_t i = 0; i < supports.size(); ++i) CHECK_MESSAGE(raised[i] >= 2, supports[i].question);
  }
}
