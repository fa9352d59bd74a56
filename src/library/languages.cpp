#include "library/library.h"

namespace ipi {
namespace {

/// Turns the texts of one definition to a language and counts those that do not have it.
class Preference {
 public:
  Preference(std::string_view language, LanguageCount& count) : language_(language), count_(&count) {}

  void apply(Translated& text) const {
    if (text.empty()) return;
    ++count_->texts;
    if (!text.prefer(language_)) ++count_->missing;
  }
  void apply(std::vector<Option>& options) const {
    for (Option& option : options) apply(option.label);
  }
  void apply(std::vector<BandSet>& sets) const {
    for (BandSet& set : sets) {
      apply(set.title);
      for (Band& band : set.bands) apply(band.label);
    }
  }
  void apply(Instrument& instrument) const {
    for (Translated* text : {&instrument.title, &instrument.construct, &instrument.period, &instrument.instruction,
                             &instrument.licence.notice})
      apply(*text);
    for (Question& question : instrument.questions) {
      apply(question.text);
      apply(question.why);
      apply(question.options);
    }
    for (Score& score : instrument.scores) {
      apply(score.title);
      apply(score.band_sets);
      apply(score.other_bands);
    }
    for (SafetyItem& item : instrument.safety) {
      apply(item.statement);
      apply(item.not_assessed);
    }
    for (Circumplex& circumplex : instrument.circumplexes) apply(circumplex.title);
  }
  void apply(Protocol& protocol) const {
    apply(protocol.title);
    for (Section& section : protocol.sections) {
      for (Translated* text :
           {&section.title, &section.text, &section.why, &section.roster.closing, &section.roster.closeness_text})
        apply(*text);
      apply(section.questions);
      apply(section.roster.closeness);
      apply(section.roster.questions);
      for (RosterSection& part : section.roster.sections) {
        apply(part.title);
        apply(part.text);
        apply(part.questions);
      }
      for (ExpectedRoles& expected : section.roster.expected) apply(expected.text);
    }
  }
  void apply(Catalogue& catalogue) const {
    apply(catalogue.title);
    apply(catalogue.entries);
  }
  void apply(Model& model) const {
    apply(model.title);
    for (Gate& gate : model.gates) {
      apply(gate.statement);
      apply(gate.unknown);
    }
    for (Area& area : model.areas) {
      apply(area.title);
      for (Translated& text : area.recheck) apply(text);
      for (Indicator& indicator : area.indicators) apply(indicator.statement);
      for (Stage& stage : area.stages) apply(stage.statement);
      if (!area.renegotiation) continue;
      apply(area.renegotiation->statement);
      apply(area.renegotiation->unknown);
    }
  }
  void apply(SafetyRules& rules) const {
    apply(rules.title);
    for (SafetyRule& rule : rules.rules) apply(rule.statement);
  }
  void apply(Suitability& suitability) const {
    apply(suitability.title);
    for (Consideration& rule : suitability.rules) apply(rule.statement);
  }
  void apply(Convention& convention) const {
    apply(convention.title);
    for (ConventionChange& change : convention.changes) apply(change.why);
  }
  void apply(std::vector<PlanStep>& steps) const {
    for (PlanStep& step : steps) apply(step.text);
  }
  void apply(Plan& plan) const {
    apply(plan.title);
    for (Course& course : plan.courses) {
      apply(course.title);
      apply(course.cautions);
      for (PlanPhase& phase : course.phases) {
        apply(phase.title);
        apply(phase.tasks);
      }
    }
    for (AreaPlan& area : plan.areas) {
      for (auto* steps : {&area.goals, &area.strategies, &area.techniques, &area.homework, &area.blocked})
        apply(*steps);
    }
    apply(plan.second);
    for (Measure& measure : plan.measures) {
      apply(measure.text);
      apply(measure.rhythm);
    }
  }
  void apply(std::vector<ReportFact>& facts) const {
    for (ReportFact& fact : facts) apply(fact.label);
  }
  void apply(ReportWords& words) const {
    for (Translated* text : {&words.title, &words.window, &words.death_of, &words.private_page, &words.private_strength,
                             &words.private_steps, &words.private_whole})
      apply(*text);
    for (auto* facts : {&words.about, &words.diagnosis, &words.tie_columns}) apply(*facts);
    for (RoleShape& shape : words.shapes) apply(shape.label);
    for (auto& phrases : words.phrases) {
      for (Phrase& phrase : phrases) apply(phrase.text);
    }
    for (Phrase& phrase : words.with_person) apply(phrase.text);
    for (FormulationPart& part : words.formulation) {
      apply(part.title);
      for (FormulationSentence& sentence : part.sentences) apply(sentence.text);
    }
  }

 private:
  std::string_view language_;
  LanguageCount* count_;
};

template <class T>
void prefer_all(Shelf<T>& shelf, std::string_view language, std::vector<LanguageCount>& counts) {
  for (Defined<T>& defined : shelf) {
    counts.push_back({defined.file, defined.value.id, 0, 0});
    Preference(language, counts.back()).apply(defined.value);
  }
}

}  // namespace

void prefer(Model& model, std::string_view language) {
  LanguageCount count;
  Preference(language, count).apply(model);
}

std::vector<LanguageCount> Library::prefer(std::string_view language) {
  std::vector<LanguageCount> counts;
  language_ = language;
  prefer_all(instruments_, language, counts);
  prefer_all(protocols_, language, counts);
  prefer_all(catalogues_, language, counts);
  prefer_all(models_, language, counts);
  prefer_all(safety_, language, counts);
  prefer_all(suitabilities_, language, counts);
  prefer_all(conventions_, language, counts);
  prefer_all(plans_, language, counts);
  prefer_all(reports_, language, counts);
  return counts;
}

}  // namespace ipi
