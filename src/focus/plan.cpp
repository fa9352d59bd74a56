#include "focus/plan.h"

#include <fmt/format.h>

#include <span>
#include <string_view>
#include <tuple>

#include "focus/works.h"

namespace ipi {
namespace {

using yaml::Fields;
using yaml::Node;
using yaml::Reader;

class PlanReader {
 public:
  PlanReader(const yaml::Document& document, Diagnostics& diagnostics)
      : reader_{document.file, &diagnostics}, root_(&document.root), works_(reader_, document.root.find("sources")) {}

  Plan read() {
    Fields fields(reader_, *root_, "a treatment plan");
    plan_.place = reader_.place_of(*root_);
    plan_.id = fields.required_text("plan");
    plan_.revision = fields.integer("revision").value_or(1);
    if (const std::string language = fields.text("language"); !language.empty()) language_ = language;
    plan_.title = translated(fields.required("title"));
    plan_.model = fields.required_text("model");
    static_cast<void>(fields.required("sources"));
    plan_.course = fields.text("course");
    for (const Node& node : fields.list("courses")) plan_.courses.push_back(read_course(node));
    if (plan_.courses.empty())
      reader_.error(*root_, "E0293", "a plan has at least one course", "list it under courses:");
    if (const Node* areas = fields.required("areas")) {
      for (const Node& node : areas->children) plan_.areas.push_back(read_area(node));
    }
    plan_.second = read_steps(fields.list("second"));
    for (const Node& node : fields.list("measures")) plan_.measures.push_back(read_measure(node));
    fields.finish();
    plan_.sources = works_.take();
    return std::move(plan_);
  }

 private:
  Translated translated(const Node* node) const { return read_translated(reader_, node, language_); }

  std::vector<PlanStep> read_steps(std::span<const Node> nodes) const {
    std::vector<PlanStep> steps;
    for (const Node& node : nodes) {
      Fields fields(reader_, node, "a step of a plan");
      PlanStep step;
      step.place = reader_.place_of(node);
      step.text = translated(fields.required("text"));
      step.conventions = fields.words("conventions");
      step.stage = fields.text("stage");
      step.unless_blocked = fields.yes_no("unless_blocked", false);
      if (const Node* holds = fields.optional("holds")) step.holds = parse_condition(reader_, *holds);
      if (const Node* unless = fields.optional("unless")) step.unless = parse_condition(reader_, *unless);
      step.source = works_.read(fields.required("source"));
      fields.finish();
      steps.push_back(std::move(step));
    }
    return steps;
  }

  /// {from: 12, to: 16}, both included.
  std::pair<std::int64_t, std::int64_t> read_range(const Node* node, std::string_view what) const {
    if (node == nullptr) return {1, 1};
    Fields fields(reader_, *node, what);
    const auto from = fields.integer("from");
    const auto to = fields.integer("to");
    fields.finish();
    if (from && to && *from >= 1 && *from <= *to) return {*from, *to};
    reader_.error(*node, "E0293", fmt::format("{} go from a number, 1 or more, to one that is no smaller", what),
                  "write {from: 12, to: 16}");
    return {1, 1};
  }

  Course read_course(const Node& node) const {
    Fields fields(reader_, node, "a course");
    Course course;
    course.id = fields.required_text("id");
    course.title = translated(fields.required("title"));
    std::tie(course.from, course.to) = read_range(fields.required("sessions"), "sessions");
    if (const Node* minutes = fields.optional("minutes")) course.minutes = read_range(minutes, "minutes");
    for (const Node& phase : fields.list("phases")) course.phases.push_back(read_phase(phase));
    course.cautions = read_steps(fields.list("cautions"));
    course.source = works_.read(fields.required("source"));
    fields.finish();
    return course;
  }

  PlanPhase read_phase(const Node& node) const {
    Fields fields(reader_, node, "a phase");
    PlanPhase phase;
    phase.id = fields.required_text("id");
    phase.title = translated(fields.required("title"));
    std::tie(phase.from, phase.to) = read_range(fields.required("sessions"), "sessions");
    phase.tasks = read_steps(fields.list("tasks"));
    fields.finish();
    return phase;
  }

  AreaPlan read_area(const Node& node) const {
    Fields fields(reader_, node, "the plan for an area");
    AreaPlan area;
    area.place = reader_.place_of(node);
    area.area = std::string(node.key);
    area.goals = read_steps(fields.list("goals"));
    area.strategies = read_steps(fields.list("strategies"));
    area.techniques = read_steps(fields.list("techniques"));
    area.homework = read_steps(fields.list("homework"));
    area.blocked = read_steps(fields.list("blocked"));
    fields.finish();
    return area;
  }

  Measure read_measure(const Node& node) const {
    Fields fields(reader_, node, "a measure");
    Measure measure;
    measure.place = reader_.place_of(node);
    measure.id = fields.required_text("id");
    measure.instrument = fields.text("instrument");
    measure.text = translated(fields.required("text"));
    measure.rhythm = translated(fields.required("rhythm"));
    measure.conventions = fields.words("conventions");
    measure.source = works_.read(fields.required("source"));
    fields.finish();
    return measure;
  }

  Reader reader_;
  const Node* root_;
  Works works_;
  std::string language_ = "en";
  Plan plan_;
};

}  // namespace

Plan read_plan(const yaml::Document& document, Diagnostics& diagnostics) {
  return PlanReader(document, diagnostics).read();
}

}  // namespace ipi
