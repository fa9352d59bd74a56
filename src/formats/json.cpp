#include <fmt/format.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "formats/circumplexes.h"
#include "formats/format.h"

namespace ipi {
namespace {

using Json = nlohmann::ordered_json;

constexpr int decimal_places = 6;

/// Whole numbers as such, fractions as the decimal that is printed for them.
Json number(const Rational& value) {
  if (value.is_whole()) return value.numerator();
  return Json::parse(to_decimal(value, decimal_places));
}

/// For display only, hence a double.
Json rounded(double value) { return std::round(value * 1e6) / 1e6; }

/// The circles of the form, each null where an octant has no value.
Json circumplexes_json(const std::vector<NamedCircumplex>& circumplexes) {
  Json all = Json::object();
  for (const NamedCircumplex& one : circumplexes) {
    all[one.address] = nullptr;
    if (!one.summary) continue;
    const CircumplexSummary& s = *one.summary;
    all[one.address] = {{"elevation", rounded(s.elevation)},
                        {"x", rounded(s.x)},
                        {"y", rounded(s.y)},
                        {"amplitude", rounded(s.amplitude)},
                        {"angle", rounded(s.angle)}};
  }
  return all;
}

Json optional_number(const std::optional<Rational>& value) { return value ? number(*value) : Json(nullptr); }

Json truth(Truth value) { return value == Truth::unknown ? Json(nullptr) : Json(value == Truth::yes); }

Json text_or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

/// The work that a figure comes from, in full where the source names a key of the model's list.
Json source_json(const Source& source, const Model* model) {
  std::string text = source.text;
  for (const std::string& key : source.keys) {
    std::string work = key;
    if (model != nullptr) {
      for (const auto& [name, listed] : model->sources) {
        if (name == key) work = fmt::format("{}: {}", key, listed);
      }
    }
    if (!text.empty()) text += "; ";
    text += work;
  }
  return text_or_null(text);
}

class AssessmentJson {
 public:
  AssessmentJson(const Assessment& assessment, const Rendering& rendering)
      : assessment_(&assessment),
        rendering_(&rendering),
        form_(&assessment.state.form()),
        model_(assessment.state.compiled().model) {}

  Json build() const {
    Json json;
    json["ipi_assessment"] = 1;
    json["id"] = text_or_null(form_->id);
    json["protocol"] = form_->layout->protocol().id;
    json["date"] = form_->date ? Json(to_text(*form_->date)) : Json(nullptr);
    json["state"] = form_->draft ? "draft" : "final";
    json["safety_status"] = to_text(assessment_->safety_status);
    json["safety"] = safety();
    if (!assessment_->state.compiled().suitability.empty()) json["suitability"] = suitability();
    json["scores"] = scores(assessment_->scores);
    if (const auto circles = circumplexes_of(*assessment_); !circles.empty())
      json["circumplex"] = circumplexes_json(circles);
    if (form_->layout->has_roster(Group::relationships)) json["relationships"] = relationships();
    if (assessment_->suggestion) {
      json["candidates"] = candidates();
      json["suggestion"] = suggestion(*assessment_->suggestion);
      json["conventions"] = conventions();
      json["recheck"] = assessment_->suggestion->recheck;
      json["unlisted_roles"] = unlisted_roles();
      if (assessment_->bounded->tried) add_bounded(json);
    }
    if (assessment_->suggestion && assessment_->state.compiled().plan != nullptr)
      json["treatment_plan"] = treatment_plan();
    if (!assessment_->declared.empty()) json["declared"] = declared();
    json["unanswered"] = unanswered();
    if (!assessment_->unused.empty()) json["unused"] = addresses(assessment_->unused);
    json["provenance"] = provenance();
    json["disclaimer"] = disclaimer;
    return json;
  }

 private:
  Json addresses(const std::vector<Variable>& variables) const {
    Json list = Json::array();
    for (const Variable& variable : variables) list.push_back(address_of(*form_, variable));
    return list;
  }

  /// Each answer with its value and where it stands.
  Json answers(const std::vector<Variable>& variables) const {
    Json list = Json::array();
    for (const Variable& variable : variables) {
      const Answer& answer = answer_of(*form_, variable);
      Json json;
      json["question"] = address_of(*form_, variable);
      json["answer"] = to_text(answer, question_of(*form_, variable));
      if (answer.place.file != nullptr) {
        const Position position = answer.place.file->position_of(answer.place.span.begin);
        json["file"] = answer.place.file->name();
        json["line"] = position.line;
      }
      list.push_back(std::move(json));
    }
    return list;
  }

  Json safety() const {
    Json list = Json::array();
    for (const SafetyFinding& finding : assessment_->safety) {
      Json json;
      json["rule"] = finding.rule;
      json["level"] = finding.red ? "red" : "amber";
      json["subject"] = text_or_null(finding.code);
      json["private"] = finding.is_private;
      json["statement"] = finding.statement;
      json["answers"] = answers(finding.answers);
      list.push_back(std::move(json));
    }
    return list;
  }

  Json suitability() const {
    Json list = Json::array();
    for (const SuitabilityFinding& finding : assessment_->suitability) {
      list.push_back({{"rule", finding.rule->id},
                      {"subject", text_or_null(finding.code)},
                      {"statement", finding.rule->statement.in(rendering_->language)},
                      {"answers", answers(finding.answers)}});
    }
    return list;
  }

  Json conventions() const {
    Json list = Json::array();
    for (const OtherSuggestion& other : assessment_->other_schools) {
      Json focus = Json::array();
      for (const auto& [area, code] : other.focus)
        focus.push_back({{"area", area->id}, {"subject", text_or_null(code)}});
      list.push_back({{"id", other.convention},
                      {"suggestion", {{"verdict", to_text(other.verdict)}, {"focus", std::move(focus)}}},
                      {"why", other.why}});
    }
    return list;
  }

  Json unlisted_roles() const {
    Json list = Json::array();
    for (const ExpectedRoles* expected : assessment_->unlisted_roles)
      list.push_back({{"roles", expected->roles}, {"text", expected->text.in(rendering_->language)}});
    return list;
  }

  Json steps(const std::vector<const PlanStep*>& steps) const {
    Json list = Json::array();
    for (const PlanStep* step : steps)
      list.push_back({{"text", step->text.in(rendering_->language)},
                      {"source", plan_source(step->source)},
                      {"confirmed", step->source.confirmed}});
    return list;
  }

  /// Works of the plan's own list.
  Json plan_source(const Source& source) const {
    Model works;
    works.sources = assessment_->treatment_plan->plan->sources;
    return source_json(source, &works);
  }

  Json planned_area(const PlannedArea& planned) const {
    constexpr std::array<std::string_view, 3> places = {"first", "second", "choice"};
    Json json;
    json["area"] = planned.area->id;
    json["subject"] =
        planned.candidate ? text_or_null(assessment_->candidates[*planned.candidate].code) : Json(nullptr);
    json["place"] = places[static_cast<std::size_t>(planned.place)];
    json["blocked"] = planned.blocked;
    json["instead"] = steps(planned.instead);
    json["goals"] = steps(planned.goals);
    json["strategies"] = steps(planned.strategies);
    json["techniques"] = steps(planned.techniques);
    json["homework"] = steps(planned.homework);
    return json;
  }

  Json course(const TreatmentPlan& plan) const {
    const Course& course = *plan.course;
    Json json;
    json["id"] = course.id;
    json["title"] = course.title.in(rendering_->language);
    json["sessions"] = {course.from, course.to};
    json["minutes"] = course.minutes ? Json{course.minutes->first, course.minutes->second} : Json(nullptr);
    json["phases"] = Json::array();
    for (std::size_t i = 0; i < course.phases.size(); ++i) {
      const PlanPhase& phase = course.phases[i];
      json["phases"].push_back({{"id", phase.id},
                                {"title", phase.title.in(rendering_->language)},
                                {"sessions", {phase.from, phase.to}},
                                {"tasks", steps(plan.tasks[i])}});
    }
    json["cautions"] = steps(plan.cautions);
    return json;
  }

  Json treatment_plan() const {
    if (!assessment_->treatment_plan) return nullptr;
    const TreatmentPlan& plan = *assessment_->treatment_plan;
    Json json;
    json["plan"] = plan.plan->id;
    json["provisional"] = plan.provisional;
    json["for_agreed"] = plan.for_agreed;
    json["course"] = course(plan);
    json["areas"] = Json::array();
    for (const PlannedArea& planned : plan.areas) json["areas"].push_back(planned_area(planned));
    json["second"] = steps(plan.second);
    json["measures"] = Json::array();
    for (const Measure* measure : plan.measures) {
      json["measures"].push_back({{"id", measure->id},
                                  {"instrument", text_or_null(measure->instrument)},
                                  {"text", measure->text.in(rendering_->language)},
                                  {"rhythm", measure->rhythm.in(rendering_->language)},
                                  {"source", plan_source(measure->source)}});
    }
    return json;
  }

  void add_band(Json& json, const BandResult& band) const {
    json["band"] = band.band != nullptr ? Json(band.band->label.in(rendering_->language)) : Json(nullptr);
    if (band.band != nullptr) {
      json["band_source"] = source_json(band.source(), model_);
      json["band_confirmed"] = band.source().confirmed;
    }
    if (!band.reason.empty()) json["band_reason"] = band.reason;
    if (!band.assumes.empty()) json["band_assumes"] = band.assumes;
  }

  Json scores(const std::vector<AssessedScore>& list) const {
    Json all = Json::object();
    for (const AssessedScore& score : list) {
      Json json;
      json["value"] = optional_number(score.value.value);
      if (!score.reason.empty()) {
        json["reason"] = score.reason;
        json["lowest"] = optional_number(score.value.bounds.low);
        json["highest"] = optional_number(score.value.bounds.high);
      }
      json["answered"] = score.value.answered;
      json["items"] = score.value.items;
      add_band(json, score.band);
      json["missing_rule"] = to_text(score.score->missing);
      json["confirmed"] = score.score->source.confirmed;
      for (const BandResult& other : score.other_bands) {
        Json band;
        band["id"] = other.set->id;
        add_band(band, other);
        json["other_bands"].push_back(std::move(band));
      }
      all[score.address()] = std::move(json);
    }
    return all;
  }

  Json relationships() const {
    Json list = Json::array();
    const auto& slots = form_->layout->group(Group::relationships).slots;
    for (const AssessedRelationship& relationship : assessment_->relationships) {
      const Entry& entry = form_->relationships[relationship.entry];
      Json json;
      json["person"] = entry.code;
      json["role"] = to_text(entry.answers[relationship_slot::role], *slots[relationship_slot::role].question);
      json["status"] = to_text(entry.answers[relationship_slot::status], *slots[relationship_slot::status].question);
      json["scores"] = scores(relationship.scores);
      list.push_back(std::move(json));
    }
    return list;
  }

  Json evidence_json(const Candidate& candidate, const Evidence& evidence) const {
    Json json;
    json["id"] = evidence.indicator->id;
    json["manner"] = to_text(evidence.indicator->manner);
    json["holds"] = truth(evidence.holds);
    json["weight"] = evidence.indicator->weight;
    json["statement"] = evidence.indicator->statement.in(rendering_->language);
    json["answers"] = answers(rests_on(assessment_->state, candidate, evidence));
    json["source"] = source_json(evidence.indicator->source, model_);
    return json;
  }

  /// null where the area's work is not about a tie.
  static Json renegotiation(const Candidate& candidate) {
    if (!candidate.area->blocked) return nullptr;
    return candidate.blocked == Truth::yes ? "blocked" : candidate.blocked == Truth::no ? "open" : "not_known";
  }

  Json candidates() const {
    Json list = Json::array();
    for (const Candidate& candidate : assessment_->candidates) {
      Json json;
      json["area"] = candidate.area->area->id;
      json["subject"] = text_or_null(candidate.code);
      json["offered"] = truth(candidate.offered);
      json["because"] = text_or_null(candidate.because.in_words());
      json["because_of"] = text_or_null(candidate.because_of);
      json["renegotiation"] = renegotiation(candidate);
      json["stage"] = candidate.stage != nullptr ? Json(candidate.stage->id) : Json(nullptr);
      json["points"] = candidate.points;
      json["lowest"] = candidate.lowest;
      json["highest"] = candidate.highest;
      json["exact"] = candidate.exact;
      for (const SuggestedFocus& focus : assessment_->suggestion->focus) {
        if (&assessment_->candidates[focus.candidate] == &candidate) json["strength"] = to_text(focus.strength);
      }
      json["indicators"] = Json::array();
      for (const Evidence& evidence : candidate.evidence)
        json["indicators"].push_back(evidence_json(candidate, evidence));
      list.push_back(std::move(json));
    }
    return list;
  }

  Json suggestion(const Suggestion& suggestion) const {
    Json json;
    json["focus"] = Json::array();
    for (const SuggestedFocus& focus : suggestion.focus) {
      const Candidate& candidate = assessment_->candidates[focus.candidate];
      json["focus"].push_back({{"area", candidate.area->area->id},
                               {"subject", text_or_null(candidate.code)},
                               {"strength", to_text(focus.strength)}});
    }
    json["verdict"] = to_text(suggestion.verdict);
    json["provisional"] = suggestion.provisional;
    json["margin"] = suggestion.margin ? Json(*suggestion.margin) : Json(nullptr);
    json["convention"] = model_->convention;
    json["contexts"] = model_->contexts;
    json["notes"] = suggestion.notes;
    json["agreed"] = suggestion.agreed;
    return json;
  }

  void add_bounded(Json& json) const {
    json["stability"] = stability(assessment_->bounded->stability);
    json["would_change"] = would_change(assessment_->bounded->would_change);
    json["ask_next"] = ask_next(assessment_->bounded->ask_next);
    json["weight_sensitivity"] = weight_sensitivity(assessment_->bounded->weights);
  }

  Json seat(std::size_t index) const {
    const Seat& seat = assessment_->bounded->seats[index];
    const bool alone = seat.subject.group == Group::form;
    return {{"area", seat.area->area->id},
            {"subject", alone ? Json(nullptr) : Json(form_->entries(seat.subject.group)[seat.subject.entry].code)}};
  }

  Json outcome(const Outcome& outcome) const {
    Json json;
    json["verdict"] = to_text(outcome.verdict);
    json["focus"] = Json::array();
    for (const std::size_t index : outcome.seats) json["focus"].push_back(seat(index));
    return json;
  }

  Json outcomes(const std::vector<Outcome>& list) const {
    Json json = Json::array();
    for (const Outcome& one : list) json.push_back(outcome(one));
    return json;
  }

  Json stability(const Stability& stability) const {
    Json json;
    json["exact"] = stability.exact;
    json["scope"] = stability.listed_only ? "listed" : "all";
    json["possible"] = outcomes(stability.possible);
    if (!stability.exact) {
      json["among"] = Json::array();
      for (const std::size_t index : stability.among) json["among"].push_back(seat(index));
    }
    json["deciding"] = addresses(stability.deciding);
    return json;
  }

  std::string value(const Variable& variable, const Cell& cell) const {
    return value_in_words(assessment_->state, variable, cell);
  }

  Json would_change(const WouldChange& changes) const {
    Json json;
    json["total"] = changes.total;
    json["at_least"] = changes.at_least;
    json["sets"] = Json::array();
    for (const ChangeSet& set : changes.sets) {
      Json entry;
      entry["changes"] = Json::array();
      for (const Change& change : set.changes) {
        entry["changes"].push_back({{"question", address_of(*form_, change.variable)},
                                    {"from", value(change.variable, assessment_->state.cell(change.variable))},
                                    {"to", value(change.variable, change.after)},
                                    {"immutable", change.immutable}});
      }
      entry["suggestion"] = outcome(set.outcome);
      json["sets"].push_back(std::move(entry));
    }
    return json;
  }

  Json ask_next(const std::vector<AskNext>& asks) const {
    Json list = Json::array();
    for (const AskNext& ask : asks) {
      Json json;
      json["question"] = address_of(*form_, ask.variable);
      json["why"] = to_text(answer_of(*form_, ask.variable).absence);
      json["text"] = question_of(*form_, ask.variable).text.in(rendering_->language);
      json["worst"] = ask.worst;
      json["mean"] = number(ask.mean);
      json["answers"] = Json::array();
      for (const AskNext::Effect& effect : ask.effects) {
        json["answers"].push_back(
            {{"answer", value(ask.variable, effect.answer)}, {"possible", outcomes(effect.possible)}});
      }
      list.push_back(std::move(json));
    }
    return list;
  }

  static Json weight_sensitivity(const WeightSensitivity& weights) {
    return {
        {"share", number(Rational(static_cast<std::int64_t>(weights.kept), static_cast<std::int64_t>(weights.models)))},
        {"models", weights.models},
        {"degenerate", weights.degenerate}};
  }

  Json declared() const {
    Json list = Json::array();
    for (const DeclaredComparison& comparison : assessment_->declared) {
      list.push_back({{"score", comparison.declared->address},
                      {"declared", number(comparison.declared->value)},
                      {"computed", optional_number(comparison.computed)},
                      {"agrees", comparison.agrees()},
                      {"working", comparison.working}});
    }
    return list;
  }

  Json unanswered() const {
    Json list = Json::array();
    for (const Variable& variable : assessment_->unanswered) {
      list.push_back(
          {{"question", address_of(*form_, variable)}, {"why", to_text(answer_of(*form_, variable).absence)}});
    }
    return list;
  }

  Json provenance() const {
    Json json;
    json["ipi"] = rendering_->version;
    json["protocol"] = form_->layout->protocol().id;
    if (model_ != nullptr) {
      json["model"] = model_->id;
      json["convention"] = model_->convention;
    }
    json["data"] = rendering_->library->definitions().digest();
    json["definitions"] = Json::object();
    for (const DefinitionFile* file : rendering_->library->files_of(assessment_->state.compiled())) {
      const yaml::Node* revision = file->document().root.find("revision");
      json["definitions"][file->path] = {{"revision", revision != nullptr ? Json(revision->text) : Json(nullptr)},
                                         {"sha256", file->sha256}};
    }
    return json;
  }

  const Assessment* assessment_;
  const Rendering* rendering_;
  const Form* form_;
  const Model* model_;
};

}  // namespace

std::string render_json(std::span<const Assessment> assessments, const Rendering& rendering) {
  Json json;
  if (assessments.size() == 1 && !rendering.as_list) {
    json = AssessmentJson(assessments.front(), rendering).build();
  } else {
    json = Json::array();
    for (const Assessment& assessment : assessments) json.push_back(AssessmentJson(assessment, rendering).build());
  }
  return json.dump(2) + "\n";
}

std::string render_ndjson(std::span<const Assessment> assessments, const Rendering& rendering) {
  std::string lines;
  for (const Assessment& assessment : assessments) lines += AssessmentJson(assessment, rendering).build().dump() + "\n";
  return lines;
}

}  // namespace ipi
