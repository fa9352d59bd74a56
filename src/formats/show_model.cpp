#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "formats/show.h"
#include "formats/show_page.h"
#include "formats/words.h"

namespace ipi {
namespace {

constexpr std::size_t facts_column = 14;

std::string singular(Group group) { return group == Group::events ? "event" : "relationship"; }

class ModelPage {
 public:
  ModelPage(const Model& model, std::size_t width) : model_(&model), page_(width) {}

  std::string write() {
    page_.title(fmt::format("{}: {}", model_->id, model_->title.original()));
    page_.text(
        "Weights and windows are proposals of this project, never published figures; the sources are those of the "
        "facts that they weigh.");
    page_.blank();
    page_.field("Convention", model_->convention, 0, facts_column);
    page_.field("Revision", fmt::format("{}", model_->revision), 0, facts_column);
    write_derived();
    write_gates();
    for (const Area& area : model_->areas) write_area(area);
    write_combination();
    write_works();
    return page_.take();
  }

 private:
  std::string source(const Source& source) const {
    // Keys are short and listed at the end; whole works behind each indicator would bury the statements.
    return fmt::format("[{}{}]", source.keys.empty() ? source.text : fmt::format("{}", fmt::join(source.keys, ", ")),
                       source.confirmed ? "" : "; unconfirmed");
  }

  void write_derived() {
    if (model_->derived.empty()) return;
    page_.heading("Derived values");
    for (const DerivedValue& value : model_->derived) {
      const std::string where = value.where ? fmt::format(" where {}", branch_in_words(*value.where)) : std::string();
      const std::string what = value.kind == DerivedValue::Kind::months
                                   ? fmt::format("months from {} to {}", value.from, value.to)
                                   : fmt::format("how many {}{}", to_text(value.counted), where);
      const std::string owner =
          value.group == Group::form ? std::string() : fmt::format(" of each {}", singular(value.group));
      page_.text(fmt::format("{}{}: {}", value.name, owner, what), 2, 2);
    }
  }

  void write_gates() {
    if (model_->gates.empty()) return;
    page_.heading("Where one of these holds, no area is offered");
    for (const Gate& gate : model_->gates) {
      page_.text(fmt::format("{}: {} {}", gate.id, gate.statement.original(), source(gate.source)), 2, 2);
      page_.text(fmt::format("Where {}.", branch_in_words(gate.holds)), 4, 2);
    }
  }

  void write_area(const Area& area) {
    page_.heading(fmt::format("{} ({})", area.title.original(), area.id));
    if (area.each) {
      page_.text(fmt::format("A candidate for each {}{}.", singular(*area.each),
                             area.where ? fmt::format(" where {}", branch_in_words(*area.where)) : ""),
                 2, 2);
    }
    page_.text(fmt::format("At most '{}'{}, unless patient and clinician have agreed on it.", to_text(area.cap),
                           area.cap_source.keys.empty() && area.cap_source.text.empty()
                               ? ""
                               : fmt::format(" {}", source(area.cap_source))),
               2, 2);
    if (area.residual) page_.text("Decided last: offered only where no other area is.", 2, 2);
    if (area.clear_needs)
      page_.text(fmt::format("'clear' only where {}; until then:", branch_in_words(*area.clear_needs)), 2, 2);
    for (const Translated& text : area.recheck) page_.text(fmt::format("- {}", text.original()), 4, 2);
    if (area.renegotiation) write_renegotiation(*area.renegotiation);
    for (const Stage& stage : area.stages)
      page_.text(fmt::format("Stage {}: {} Where {}. {}", stage.id, stage.statement.original(),
                             branch_in_words(stage.holds), source(stage.source)),
                 2, 2);
    write_indicators(area, Manner::required, "Required, all of them");
    write_indicators(area, Manner::excludes, "Excluded by any of");
    write_indicators(area, Manner::indicator, "Adding to it, or taking from it");
  }

  void write_renegotiation(const Renegotiation& renegotiation) {
    page_.text(fmt::format("{} Where {}. {}", renegotiation.statement.original(),
                           branch_in_words(renegotiation.blocked), source(renegotiation.source)),
               2, 2);
    page_.text(fmt::format("While that is not known, at most '{}': {}", to_text(renegotiation.unknown_cap),
                           renegotiation.unknown.original()),
               2, 2);
  }

  void write_indicators(const Area& area, Manner manner, std::string_view words) {
    const auto suits = [&](const Indicator& indicator) { return indicator.manner == manner; };
    if (std::none_of(area.indicators.begin(), area.indicators.end(), suits)) return;
    page_.text(fmt::format("{}:", words), 2);
    for (const Indicator& indicator : area.indicators) {
      if (!suits(indicator)) continue;
      const std::string weight =
          manner == Manner::excludes ? std::string("out") : fmt::format("{:+}", indicator.weight);
      page_.field(weight, fmt::format("{} {}", indicator.statement.original(), source(indicator.source)), 4, 8);
      page_.field("", fmt::format("{}: {}", indicator.id, branch_in_words(indicator.holds)), 4, 8);
    }
  }

  void write_combination() {
    const Combination& c = model_->combination;
    page_.heading(fmt::format("How it is decided {}", source(c.source)));
    page_.text(fmt::format("- An area needs {} points.", c.minimum), 2, 2);
    page_.text(fmt::format("- A difference of up to {} is settled by, in this order:",
                           counted(static_cast<std::size_t>(c.near_tie), "point")),
               2, 2);
    for (const TieBreak& tie_break : c.break_ties) page_.text(fmt::format("- {}", tie_break_in_words(tie_break)), 4, 2);
    page_.text(fmt::format("- A second area joins the focus with at least {} points, within {} of the first.",
                           c.second_at_least, c.second_within),
               2, 2);
    page_.text(fmt::format(
                   "- 'clear' from {} points and {} ahead of the next, 'likely' from {} and {} ahead, else 'possible'.",
                   c.clear_points, c.clear_margin, c.likely_points, c.likely_margin),
               2, 2);
  }

  static std::string tie_break_in_words(const TieBreak& tie_break) {
    switch (tie_break.kind) {
      case TieBreak::Kind::because_of:
        return "what another entry brought about ranks below it";
      case TieBreak::Kind::patient_view:
        return "the patient's own view";
      case TieBreak::Kind::manageable:
        return fmt::format("what can be taken up soon{}",
                           tie_break.prefers ? fmt::format(": {}", branch_in_words(*tie_break.prefers)) : "");
      case TieBreak::Kind::latest_start:
        return "the more recent, where both have a date";
    }
    return {};
  }

  void write_works() {
    if (model_->sources.empty()) return;
    page_.heading("Sources");
    for (const auto& [key, work] : model_->sources) page_.text(fmt::format("{}: {}", key, work), 2, 4);
  }

  const Model* model_;
  ShowPage page_;
};

}  // namespace

std::string show_model(const Model& model, std::size_t width) { return ModelPage(model, width).write(); }

}  // namespace ipi
