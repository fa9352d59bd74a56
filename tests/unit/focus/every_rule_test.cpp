// Every rule that ships can hold and can fail, and on something that a person could write.
#include <doctest/doctest.h>

#include <map>
#include <string>

#include "shipped_forms.h"

using ipi::Group;
using ipi::Truth;

namespace {

constexpr int most_rounds = 600;

/// Which of a reading's rules have been seen to hold, and to fail.
class Seen {
 public:
  explicit Seen(const ipi::Compiled& compiled) : compiled_(&compiled) { note(nullptr); }

  void look(const ipi::FormState& state) { note(&state); }
  [[nodiscard]] std::string missing() const {
    std::string all;
    for (const auto& [rule, truths] : seen_) {
      if (truths != both)
        all += fmt::format("{} never {}; ", rule,
                           truths == holds   ? "fails"
                           : truths == fails ? "holds"
                                             : "holds nor fails");
    }
    return all;
  }
  [[nodiscard]] std::size_t rules() const { return seen_.size(); }

 private:
  static constexpr unsigned holds = 1, fails = 2, both = 3;

  /// Without a state the rules are only listed.
  void look_at(const std::string& name, const ipi::Expression& rule, Group group, const ipi::Expression* where,
               const ipi::FormState* state) {
    unsigned& truths = seen_[name];
    if (state == nullptr) return;
    for (std::size_t entry = 0; entry < state->entries(group); ++entry) {
      if (where != nullptr && state->evaluate(*where, {group, entry}) != Truth::yes) continue;
      const Truth truth = state->evaluate(rule, {group, entry});
      truths |= truth == Truth::yes ? holds : truth == Truth::no ? fails : 0U;
    }
  }

  void note(const ipi::FormState* state) {
    for (const ipi::CompiledGate& gate : compiled_->gates)
      look_at("gate " + gate.gate->id, gate.holds, Group::form, nullptr, state);
    for (const ipi::CompiledArea& area : compiled_->areas) {
      const std::string name = "area " + area.area->id;
      if (area.area->where) look_at(name + " subject", area.where, area.subject, nullptr, state);
      for (const ipi::CompiledIndicator& indicator : area.indicators)
        look_at(name + " " + indicator.indicator->id, indicator.holds, area.subject, &area.where, state);
      if (area.blocked) look_at(name + " blocked", *area.blocked, area.subject, &area.where, state);
      for (std::size_t i = 0; i < area.stages.size(); ++i)
        look_at(name + " stage " + area.area->stages[i].id, area.stages[i], area.subject, &area.where, state);
    }
    for (const ipi::CompiledSafetyRule& rule : compiled_->safety) note(rule, state);
    for (const ipi::CompiledConsideration& rule : compiled_->suitability) {
      if (rule.holds) look_at("consideration " + rule.rule->id, *rule.holds, rule.group, nullptr, state);
    }
  }

  /// One on unanswered questions holds where it is found, and fails on a form where it might have been.
  void note(const ipi::CompiledSafetyRule& rule, const ipi::FormState* state) {
    const std::string name = "safety " + rule.rule->id;
    if (rule.rule->where) look_at(name + " where", rule.where, rule.group, nullptr, state);
    if (rule.holds) {
      look_at(name, *rule.holds, rule.group, &rule.where, state);
      return;
    }
    unsigned& truths = seen_[name];
    if (state == nullptr) return;
    for (std::size_t entry = 0; entry < state->entries(rule.group); ++entry) {
      if (state->evaluate(rule.where, {rule.group, entry}) != Truth::yes) continue;
      bool open = false, applies = false;
      for (const ipi::Reference& question : rule.unanswered) {
        const auto variable = state->variable_of(question, {rule.group, entry});
        const bool asked = variable && state->applies(*variable) == Truth::yes;
        applies = applies || asked;
        open = open || (asked && !state->cell(*variable).given);
      }
      truths |= open ? holds : applies ? fails : 0U;
    }
  }

  const ipi::Compiled* compiled_;
  std::map<std::string, unsigned> seen_;
};

/// Forms until every rule was seen both ways; what is missing after the last round.
std::string never_seen(const ipi::Compiled& compiled, const ipi::Compiled& reads, std::uint64_t seed,
                       std::size_t* rules = nullptr, int* rounds = nullptr) {
  support::Random random(seed);
  Seen seen(compiled);
  int round = 0;
  for (; round < most_rounds && !seen.missing().empty(); ++round) {
    // Whole forms, half-open ones and everything between; contexts of all kinds.
    const shipped_forms::Taste taste{.open = random.below(4) * random.below(25), .contexts = 40, .entries = 2};
    const support::ReadForm read(reads,
                                 shipped_forms::text_of(shipped_forms::random_form(random, *reads.layout, taste)));
    REQUIRE_MESSAGE(!read.diagnostics.has_errors(), support::told(read.diagnostics));
    seen.look(ipi::FormState(compiled, read.form));
  }
  if (rules != nullptr) *rules = seen.rules();
  if (rounds != nullptr) *rounds = round;
  return seen.missing();
}

const ipi::Compiled& reading(const ipi::Reading& wanted) {
  support::World& world = support::shipped();
  const ipi::Compiled* compiled = world.library.compiled("ipt-initial", wanted, world.diagnostics);
  REQUIRE_MESSAGE(compiled != nullptr, support::told(world.diagnostics));
  return *compiled;
}

}  // namespace

TEST_SUITE("every rule") {
  TEST_CASE("of the shipped model, of safety and of suitability can hold and can fail") {
    std::size_t rules = 0;
    int rounds = 0;
    CHECK(never_seen(reading({}), reading({}), 41, &rules, &rounds) == "");
    MESSAGE(fmt::format("{} rules seen both ways in {} forms", rules, rounds));
    CHECK(rules >= 80);
  }

  TEST_CASE("of the model of each convention can hold and can fail") {
    ipi::Library& library = support::shipped().library;
    std::size_t conventions = 0;
    for (const auto manner : {ipi::Convention::Manner::school, ipi::Convention::Manner::context}) {
      for (const ipi::Convention* convention : library.conventions_of("ipt-default", manner)) {
        const bool school = manner == ipi::Convention::Manner::school;
        const ipi::Compiled& compiled =
            reading({school ? convention->id : "",
                     school ? std::vector<std::string>{} : std::vector<std::string>{convention->id}});
        const std::string missing = never_seen(compiled, reading({}), 42 + conventions);
        CHECK_MESSAGE(missing.empty(), convention->id << ": " << missing);
        ++conventions;
      }
    }
    CHECK(conventions >= 7);
  }

  TEST_CASE("seeded fault: rules that can never hold or never fail are named") {
    std::vector<support::Text> texts;
    for (const ipi::DefinitionFile& file : support::shipped().library.definitions().files)
      texts.push_back({file.path, std::string(file.source->text())});
    for (support::Text& text : texts) {
      if (text.path == "models/ipt-default.yaml")
        text.text =
            support::changed(text.text, "holds: {this.withdrew: \"yes\"}",
                             "holds: {this.withdrew: \"yes\", this.mourning: ongoing, not: {this.mourning: ongoing}}");
      if (text.path == "safety/ipt-safety.yaml")
        text.text = support::changed(
            text.text, "holds: {history.borderline_traits: \"yes\"}",
            "holds: {any: [{history.borderline_traits: \"yes\"}, {history.borderline_traits: \"no\"}]}");
    }
    support::World world(texts);
    CHECK(never_seen(world.sound("ipt-initial"), world.sound("ipt-initial"), 43) ==
          "area grief withdrew never holds; safety borderline_traits never fails; ");
  }
}
