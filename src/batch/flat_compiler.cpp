#include "batch/flat_compiler.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace ipi::batch {
namespace {

using Kind = TableColumn::Kind;

constexpr std::size_t most_sources = 64;
constexpr std::size_t most_indicators = 64;
constexpr int most_points = 1000;  // of an area, either way: eleven bits of a decision's key

bool is_score(Kind kind) {
  return kind == Kind::score || kind == Kind::score_n || kind == Kind::score_band || kind == Kind::score_confirmed;
}
bool is_decision(Kind kind) {
  return kind == Kind::verdict || kind == Kind::focus || kind == Kind::strength || kind == Kind::margin;
}

/// Columns that the program knows; the others take the full reader.
bool is_known(Kind kind) {
  constexpr std::array<Kind, 19> others = {
      Kind::id,           Kind::date,          Kind::protocol,     Kind::convention,
      Kind::kept,         Kind::relationships, Kind::events,       Kind::provisional,
      Kind::reasons,      Kind::stable,        Kind::area_points,  Kind::area_subject,
      Kind::area_offered, Kind::area_lowest,   Kind::area_highest, Kind::safety,
      Kind::safety_rules, Kind::unused,        Kind::definitions};
  return is_score(kind) || is_decision(kind) || std::find(others.begin(), others.end(), kind) != others.end();
}

bool looks_at_open_answers(Kind kind) {
  return kind == Kind::stable || kind == Kind::area_lowest || kind == Kind::area_highest;
}

bool is_always(const Expression& expression) {
  return expression.kind == Expression::Kind::all && expression.parts.empty();
}

const InstrumentUse* use_of_score(const GroupLayout& layout, std::size_t index) {
  for (const InstrumentUse& use : layout.instruments) {
    if (index >= use.first_score && index < use.first_score + use.instrument->scores.size()) return &use;
  }
  return nullptr;
}

/// A band is the same for every respondent, as far as it rests on the score alone.
bool has_one_band_set(const Score& score) {
  return score.band_sets.size() <= 1 && (score.band_sets.empty() || !score.band_sets.front().when);
}

}  // namespace

std::unique_ptr<FlatProgram> FlatProgram::make(const Compiled& compiled, const TableColumns& columns,
                                               const TableStyle& style, std::string_view definitions) {
  return FlatCompiler(compiled, columns, style, definitions).make();
}

FlatCompiler::FlatCompiler(const Compiled& compiled, const TableColumns& columns, const TableStyle& style,
                           std::string_view definitions)
    : compiled_(&compiled),
      columns_(&columns),
      style_(style),
      definitions_(definitions),
      program_(std::make_unique<FlatProgram>()) {
  const auto& slots = compiled.layout->group(Group::form).slots;
  blank_.layout = compiled.layout.get();
  blank_.answers.resize(slots.size());
  blank_.answers[form_slot::context].absence = Absence::none;
  program_->compiled_ = &compiled;
  program_->is_instrument_ = compiled.layout->protocol().is_instrument;
  program_->style_ = style;
  for (const Slot& slot : slots) {
    const Question& question = *slot.question;
    const std::int64_t values = question.type == AnswerType::number
                                    ? question.highest - question.lowest + 1
                                    : static_cast<std::int64_t>(question.options.size());
    program_->no_answers_.push_back(static_cast<std::uint8_t>(std::clamp<std::int64_t>(values, 0, 255)));
  }
  program_->refused_if_given_.resize(slots.size());
}

std::unique_ptr<FlatProgram> FlatCompiler::make() {
  if (!is_served() || !add_sources() || !add_tests() || sources_.size() > most_sources) return nullptr;
  assessment_.emplace(*compiled_, blank_);
  whole_ = assessment_->state;
  whole_->leave_out_estimates();
  ask_the_core();
  fill_terms();
  if (!fill_areas()) return nullptr;
  fill_gates();
  fill_segments();
  fill_open();
  for (std::size_t slot = 0; slot < program_->refused_if_given_.size(); ++slot) {
    if (program_->refused_if_given_[slot]) program_->watched_.push_back(slot);
  }
  program_->longest_row_ = longest_row();
  return std::move(program_);
}

/// Whether the protocol's rows can come out of sums at all.
bool FlatCompiler::is_served() const {
  if (columns_->subject() != TableSubject::forms) return false;
  const auto known = [](const TableColumn& column) { return is_known(column.kind); };
  if (!std::all_of(columns_->columns().begin(), columns_->columns().end(), known)) return false;
  if (!compiled_->safety.empty()) return false;
  for (std::size_t g = 0; g < group_count; ++g) {
    for (const InstrumentUse& use : compiled_->layout->group(static_cast<Group>(g)).instruments) {
      if (!use.instrument->safety.empty()) return false;
    }
  }
  if (compiled_->areas.size() > FlatProgram::most_areas) return false;
  for (const CompiledArea& area : compiled_->areas) {
    if (area.area->residual || area.subject != Group::form || !is_always(area.where) || area.clear_needs ||
        area.blocked || area.indicators.size() > most_indicators)
      return false;
  }
  if (std::any_of(compiled_->gates.begin(), compiled_->gates.end(),
                  [](const CompiledGate& gate) { return gate.settled.has_value(); }))
    return false;
  // Without entries nothing tells near ties apart but the patient's own view.
  return std::none_of(compiled_->tie_breaks.begin(), compiled_->tie_breaks.end(), [](const CompiledTieBreak& tie) {
    return tie.area || tie.prefers[static_cast<std::size_t>(Group::form)];
  });
}

bool FlatCompiler::add_score(std::size_t index) {
  if (score_sources_.count(index) > 0) return true;
  const GroupLayout& layout = compiled_->layout->group(Group::form);
  const InstrumentUse* use = use_of_score(layout, index);
  if (use == nullptr) return false;
  auto source = source_of_score(layout, *use, use->instrument->scores[index - use->first_score]);
  if (!source) return false;
  score_sources_[index] = sources_.size();
  sources_.push_back(std::move(*source));
  return true;
}

bool FlatCompiler::add_sources() {
  const GroupLayout& layout = compiled_->layout->group(Group::form);
  for (const TableColumn& column : columns_->columns()) {
    if (!is_score(column.kind)) continue;
    if (!add_score(column.index)) return false;
    if (column.kind != Kind::score_band && column.kind != Kind::score_confirmed) continue;
    const InstrumentUse& use = *use_of_score(layout, column.index);
    if (!has_one_band_set(use.instrument->scores[column.index - use.first_score])) return false;
    // Cut-offs made for some ages or languages: a form that gives its own goes to the full reader.
    const Validated& validated = use.instrument->validated;
    if (validated.from_age || validated.to_age) program_->refused_if_given_[form_slot::age] = true;
    if (!validated.languages.empty()) program_->refused_if_given_[form_slot::language] = true;
  }
  return true;
}

std::optional<std::size_t> FlatCompiler::source_of_slot(std::size_t slot) {
  if (const auto known = slot_sources_.find(slot); known != slot_sources_.end()) return known->second;
  const Slot& what = compiled_->layout->group(Group::form).slots[slot];
  if (what.applies) return std::nullopt;
  auto source = source_of_answer(*what.question, slot);
  if (!source) return std::nullopt;
  slot_sources_[slot] = sources_.size();
  sources_.push_back(std::move(*source));
  return sources_.size() - 1;
}

/// What the expression rests on; nullopt where that is nothing, more than one source, or none of ours.
std::optional<std::size_t> FlatCompiler::source_of(const Expression& expression) {
  bool served = true;
  std::optional<std::size_t> source;
  for_each_reference(expression, [&](Reference reference) {
    std::optional<std::size_t> found;
    if (static_cast<Scope>(reference.scope) == Scope::form) {
      if (static_cast<FactKind>(reference.kind) == FactKind::slot) found = source_of_slot(reference.index);
      if (static_cast<FactKind>(reference.kind) == FactKind::score && add_score(reference.index))
        found = score_sources_[reference.index];
    }
    served = served && found && (!source || *source == *found);
    if (found) source = found;
  });
  return served ? source : std::nullopt;
}

bool FlatCompiler::add_test(const Expression& expression, std::vector<std::size_t>& tests) {
  const auto source = source_of(expression);
  if (!source) return false;
  Test test;
  test.expression = &expression;
  test.source = *source;
  tests.push_back(tests_.size());
  tests_.push_back(std::move(test));
  return true;
}

/// A condition whose parts must all hold may rest on several sources, one a part.
bool FlatCompiler::add_conjunction(const Expression& expression, std::vector<std::size_t>& tests) {
  if (expression.kind != Expression::Kind::all || expression.parts.empty()) return add_test(expression, tests);
  return std::all_of(expression.parts.begin(), expression.parts.end(),
                     [&](const Expression& part) { return add_conjunction(part, tests); });
}

bool FlatCompiler::add_tests() {
  for (const CompiledGate& gate : compiled_->gates) {
    if (!add_conjunction(gate.holds, gate_tests_.emplace_back())) return false;
  }
  for (const CompiledArea& area : compiled_->areas) {
    std::vector<std::size_t>& tests = area_tests_.emplace_back();
    for (const CompiledIndicator& indicator : area.indicators) {
      if (!add_test(indicator.holds, tests)) return false;
    }
  }
  return true;
}

/// Goes through the states of all sources at once where no answer counts in two of them: what is asked of one does not
/// rest on the others.
void FlatCompiler::ask_the_core() {
  score_texts_.resize(sources_.size());
  score_columns_.resize(sources_.size());
  for (const TableColumn& column : columns_->columns()) {
    if (is_score(column.kind)) score_columns_[score_sources_.at(column.index)].push_back(&column);
  }
  for (std::size_t i = 0; i < sources_.size(); ++i)
    score_texts_[i].assign(sources_[i].size, std::vector<std::string>(score_columns_[i].size()));
  for (Test& test : tests_) {
    test.truths.assign(sources_[test.source].size, Truth::unknown);
    test.whole = test.truths;
  }
  std::set<std::size_t> slots;
  std::size_t count = 0;
  for (const FlatSource& source : sources_) {
    slots.insert(source.slots.begin(), source.slots.end());
    count += source.slots.size();
  }
  std::vector<std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (groups.empty() || slots.size() < count) groups.emplace_back();
    groups.back().push_back(i);
  }
  for (const std::vector<std::size_t>& group : groups) {
    std::size_t most = 0;
    for (const std::size_t source : group) most = std::max(most, sources_[source].states.size());
    for (std::size_t position = 0; position < most; ++position) ask_about(group, position);
  }
}

void FlatCompiler::ask_about(const std::vector<std::size_t>& group, std::size_t position) {
  FormState& state = assessment_->state;
  const auto& slots = compiled_->layout->group(Group::form).slots;
  for (const std::size_t index : group) {
    const FlatSource& source = sources_[index];
    if (position >= source.states.size()) continue;
    for (std::size_t i = 0; i < source.slots.size(); ++i) {
      const Question& question = *slots[source.slots[i]].question;
      const std::uint8_t code = source.states[position].codes[i];
      Cell cell = state.cell({Group::form, 0, source.slots[i]});
      cell.given = code + 1U < source.steps[i].size();
      if (question.type == AnswerType::choice)
        cell.possible = cell.given ? ChoiceSet{1} << code : all_options(question.options.size());
      if (question.type == AnswerType::number) {
        cell.low = cell.given ? question.lowest + code : question.lowest;
        cell.high = cell.given ? question.lowest + code : question.highest;
      }
      state.set_cell({Group::form, 0, source.slots[i]}, cell);
      whole_->set_cell({Group::form, 0, source.slots[i]}, cell);
    }
  }
  assessment_->scores = assess_scores(state, Group::form, 0);
  std::string cell;
  for (const std::size_t index : group) {
    const FlatSource& source = sources_[index];
    if (position >= source.states.size()) continue;
    const std::uint32_t number = source.states[position].number;
    for (std::size_t i = 0; i < score_columns_[index].size(); ++i) {
      cell.clear();
      columns_->append_cell(*score_columns_[index][i], {&*assessment_, std::nullopt, {}, definitions_}, 0, cell);
      score_texts_[index][number][i] = styled(*score_columns_[index][i], cell);
    }
    for (Test& test : tests_) {
      if (test.source != index) continue;
      test.truths[number] = state.evaluate(*test.expression, {});
      test.whole[number] = whole_->evaluate(*test.expression, {});
    }
  }
}

void FlatCompiler::fill_terms() {
  for (const FlatSource& source : sources_) {
    for (std::size_t i = 0; i < source.slots.size(); ++i) {
      program_->terms_.push_back(
          {static_cast<std::uint32_t>(source.slots[i]), static_cast<std::uint32_t>(program_->steps_.size())});
      program_->steps_.insert(program_->steps_.end(), source.steps[i].begin(), source.steps[i].end());
    }
    program_->ends_.push_back(program_->terms_.size());
  }
}

bool FlatCompiler::fill_areas() {
  for (std::size_t a = 0; a < compiled_->areas.size(); ++a) {
    const CompiledArea& compiled = compiled_->areas[a];
    FlatProgram::AreaProgram area;
    area.id = compiled.area->id;
    area.cap = compiled.area->cap;
    int span = 0;
    const auto part_of = [&](std::size_t source) -> FlatProgram::AreaPart& {
      for (FlatProgram::AreaPart& part : area.parts) {
        if (part.source == source) return part;
      }
      FlatProgram::AreaPart part;
      part.source = source;
      part.shares.resize(sources_[source].size);
      return area.parts.emplace_back(std::move(part));
    };
    for (std::size_t i = 0; i < compiled.indicators.size(); ++i) {
      const Indicator& indicator = *compiled.indicators[i].indicator;
      const Test& test = tests_[area_tests_[a][i]];
      area.indicators.push_back(area.id + "." + indicator.id);
      span += std::abs(indicator.weight);
      FlatProgram::AreaPart& part = part_of(test.source);
      for (std::size_t state = 0; state < test.truths.size(); ++state) {
        FlatProgram::Share& share = part.shares[state];
        const Truth truth = test.truths[state];
        if (indicator.manner == Manner::required) share.balance.require(truth);
        if (indicator.manner == Manner::excludes) share.balance.require(negate(truth));
        if (truth == Truth::yes) share.holds |= std::uint64_t{1} << i;
        if (indicator.manner == Manner::excludes) continue;
        if (truth == Truth::yes) share.balance.add_points(indicator.weight);
        const Truth whole = test.whole[state];
        if (whole == Truth::yes || (whole == Truth::unknown && indicator.weight > 0))
          share.balance.add_reach(indicator.weight);
      }
    }
    if (span >= most_points) return false;
    area.span = span;
    area.reach_is_exact = is_reach_exact(area);
    program_->areas_.push_back(std::move(area));
  }
  if (compiled_->model != nullptr) program_->figures_ = figures_of(compiled_->model->combination);
  return true;
}

/// Whether the outermost points, each source taken at its best, can be had together: sources share no answer, and each
/// comes to its best by some completion.
bool FlatCompiler::is_reach_exact(const FlatProgram::AreaProgram& area) const {
  std::set<std::size_t> slots;
  for (const FlatProgram::AreaPart& part : area.parts) {
    const FlatSource& source = sources_[part.source];
    for (const std::size_t slot : source.slots) {
      if (!slots.insert(slot).second) return false;
    }
    for (const FlatSource::State& state : source.states) {
      const int reach = part.shares[state.number].balance.reach();
      const auto comes_to_it = [&](std::size_t complete) {
        return part.shares[source.states[complete].number].balance.points() == reach;
      };
      if (std::none_of(state.complete.begin(), state.complete.end(), comes_to_it)) return false;
    }
  }
  return true;
}

void FlatCompiler::fill_gates() {
  for (const std::vector<std::size_t>& tests : gate_tests_) {
    FlatProgram::GateProgram gate;
    for (const std::size_t test : tests) gate.parts.push_back({tests_[test].source, tests_[test].truths});
    program_->gates_.push_back(std::move(gate));
  }
}

/// Where a column tells what open answers could change, it is the core that says so, of forms that have any.
void FlatCompiler::fill_open() {
  const auto looks_ahead = [](const TableColumn& column) { return looks_at_open_answers(column.kind); };
  if (std::none_of(columns_->columns().begin(), columns_->columns().end(), looks_ahead)) return;
  std::set<std::size_t> decisive;
  for (const Test& test : tests_) decisive.insert(test.source);
  for (const std::size_t index : decisive) {
    const FlatSource& source = sources_[index];
    std::vector<std::uint8_t> open(source.size);
    for (std::size_t i = 0; i < source.states.size(); ++i) {
      const FlatSource::State& state = source.states[i];
      const bool is_whole = state.complete.size() == 1 && state.complete.front() == i;
      if (!is_whole) open[state.number] = 1;
    }
    program_->open_.push_back({index, std::move(open)});
  }
}

std::string FlatCompiler::styled(const TableColumn& column, std::string_view cell) const {
  std::string text;
  append_styled_cell(style_, column.is_number, cell, text);
  return text;
}

/// What stands between this piece and the one before: of one text, whatever the form.
void FlatCompiler::add_text(const std::string& text) {
  if (pieces_.empty() || pieces_.back().kind != FlatProgram::Segment::Kind::fixed)
    add_piece(FlatProgram::Segment::Kind::fixed, 0, {std::string()});
  pieces_.back().texts.front() += text;
}

void FlatCompiler::add_piece(FlatProgram::Segment::Kind kind, std::size_t index, std::vector<std::string> texts,
                             int lowest) {
  pieces_.push_back({kind, index, lowest, std::move(texts)});
}

void FlatCompiler::add_score_column(const TableColumn& column, const std::string& before) {
  const std::size_t source = score_sources_.at(column.index);
  const auto& columns = score_columns_[source];
  const auto position = static_cast<std::size_t>(std::find(columns.begin(), columns.end(), &column) - columns.begin());
  const bool goes_on =
      !pieces_.empty() && pieces_.back().kind == FlatProgram::Segment::Kind::source && pieces_.back().index == source;
  if (!goes_on) add_piece(FlatProgram::Segment::Kind::source, source, std::vector<std::string>(sources_[source].size));
  for (std::size_t state = 0; state < sources_[source].size; ++state)
    pieces_.back().texts[state] += before + score_texts_[source][state][position];
}

void FlatCompiler::add_decision_column(const TableColumn& column, const std::string& before) {
  if (pieces_.empty() || pieces_.back().kind != FlatProgram::Segment::Kind::decision) {
    add_piece(FlatProgram::Segment::Kind::decision, program_->decision_columns_.size(), {});
    program_->decision_columns_.emplace_back();
    program_->decision_prefixes_.emplace_back();
  }
  program_->decision_columns_.back().push_back(column);
  program_->decision_prefixes_.back().push_back(before);
}

void FlatCompiler::add_column(const TableColumn& column, const std::string& before) {
  using Segment = FlatProgram::Segment::Kind;
  if (is_score(column.kind)) return add_score_column(column, before);
  if (is_decision(column.kind)) return add_decision_column(column, before);
  const auto text = [&](std::string_view cell) { return before + styled(column, cell); };
  switch (column.kind) {
    case Kind::id:
      return add_piece(Segment::id, 0, {before});
    case Kind::date:
      return add_piece(Segment::date, 0, {before});
    case Kind::kept:
      return add_piece(Segment::kept, column.index, {before});
    case Kind::reasons:
      return add_piece(Segment::reasons, 0, {before});
    case Kind::provisional:
      return add_piece(Segment::provisional, 0, {text("no"), text("yes")});
    case Kind::area_offered:
      return add_piece(Segment::area_offered, column.index, {text("no"), text("yes"), text("unknown")});
    case Kind::area_points:
    case Kind::area_lowest:
    case Kind::area_highest: {
      const int span = program_->areas_[column.index].span;
      std::vector<std::string> texts;
      for (int points = -span; points <= span; ++points) texts.push_back(text(std::to_string(points)));
      return add_piece(Segment::area_points, column.index, std::move(texts), -span);
    }
    case Kind::stable:
      return add_text(text(to_text(Stable::yes)));
    default:
      break;
  }
  // The same for every form that lists nobody.
  std::string cell;
  if (column.kind != Kind::area_subject)
    columns_->append_cell(column, {&*assessment_, std::nullopt, {}, definitions_}, 0, cell);
  add_text(text(cell));
}

void FlatCompiler::fill_segments() {
  const bool delimited = style_.notation == TableStyle::Notation::delimited;
  for (const TableColumn& column : columns_->columns()) {
    const bool first = &column == columns_->columns().data();
    std::string before;
    if (delimited && !first) before = std::string(1, style_.delimiter);
    if (!delimited)
      before = (first ? style_.notation == TableStyle::Notation::json ? ",\n{" : "{" : ",") + column.json_key;
    add_column(column, before);
  }
  if (delimited) add_text("\n");
  if (!delimited) add_text(style_.notation == TableStyle::Notation::json ? "}" : "}\n");
  for (const Piece& piece : pieces_) {
    FlatProgram::Segment& segment = program_->segments_.emplace_back();
    segment.kind = piece.kind;
    segment.index = piece.index;
    segment.lowest = piece.lowest;
    for (const std::string& text : piece.texts) segment.texts.add(text);
  }
  const auto first = std::find_if(program_->segments_.begin(), program_->segments_.end(),
                                  [](const auto& segment) { return segment.rests_on_decision(); });
  program_->undecided_ = static_cast<std::size_t>(first - program_->segments_.begin());
  program_->own_text_is_plain_ =
      !delimited || std::string_view(",;\t|").find(style_.delimiter) != std::string_view::npos;
}

/// Without what comes from the form itself.
std::size_t FlatCompiler::longest_row() const {
  std::size_t size = 64;
  std::size_t areas = 64;
  for (const FlatProgram::AreaProgram& area : program_->areas_) {
    areas += area.id.size() + 1;
    for (const std::string& indicator : area.indicators) areas += indicator.size() + 1;
  }
  for (const FlatProgram::Segment& segment : program_->segments_) {
    size += segment.texts.longest() + areas;
  }
  for (const auto& prefixes : program_->decision_prefixes_) {
    for (const std::string& prefix : prefixes) size += prefix.size() + 64;
  }
  return size;
}

}  // namespace ipi::batch
