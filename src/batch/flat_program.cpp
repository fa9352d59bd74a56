#include "batch/flat_program.h"

#include <algorithm>
#include <cstring>

#include "focus/suggestion.h"

namespace ipi::batch {
namespace {

constexpr std::size_t most_sources = 64;
constexpr int points_offset = 2048;  // of 12 bits
constexpr std::size_t area_bits = 15;
constexpr std::size_t focus_bits = 4;
constexpr std::uint32_t focus_mask = (1U << focus_bits) - 1;

}  // namespace

void RowBuffer::grow(std::size_t size) {
  const std::size_t capacity = std::max(capacity_ * 2, std::max<std::size_t>(size_ + size, 1U << 16U));
  std::unique_ptr<char[]> bytes(new char[capacity]);
  if (size_ > 0) std::memcpy(bytes.get(), bytes_.get(), size_);
  bytes_ = std::move(bytes);
  capacity_ = capacity;
}

bool FlatProgram::has_open(std::span<const std::uint32_t> states) const {
  return std::any_of(open_.begin(), open_.end(),
                     [&](const OpenStates& source) { return source.open[states[source.source]] != 0; });
}

Truth FlatProgram::gate(std::span<const std::uint32_t> states, bool& provisional) const {
  Truth closed = Truth::no;
  for (const GateProgram& gate : gates_) {
    Truth holds = Truth::yes;
    for (const GatePart& part : gate.parts) holds = both(holds, part.truths[states[part.source]]);
    if (holds == Truth::yes) closed = holds;
    if (holds == Truth::unknown) provisional = true;
  }
  return closed;
}

bool FlatProgram::append_row(const FlatForm& form, DecisionMemory& memory, RowBuffer& rows) const {
  for (const std::size_t slot : watched_) {
    if (form.codes[slot] != no_answers_[slot]) return false;
  }
  std::array<std::uint32_t, most_sources> states;
  const std::uint8_t* const codes = form.codes.data();
  const Term* term = terms_.data();
  for (std::size_t source = 0; source < ends_.size(); ++source) {
    std::uint32_t state = 0;
    for (const Term* const end = terms_.data() + ends_[source]; term != end; ++term)
      state += steps_[term->first + codes[term->slot]];
    states[source] = state;
  }
  if (has_open(states)) return false;
  std::size_t own = form.id.size() + form.date.size();
  for (const std::string_view kept : form.kept) own += kept.size();
  char* at = rows.room(longest_row_ + 2 * own + TextPool::slack);
  // Most segments are of a source: no call for each of those.
  const auto append = [&](const Segment& segment, const Standing& standing) {
    at = segment.kind == Segment::Kind::source ? segment.texts.copy(states[segment.index], at)
                                               : append_segment(segment, form, standing, at);
  };
  if (areas_.empty()) {
    for (const Segment& segment : segments_) append(segment, {});
    rows.keep(at);
    return true;
  }

  const Standing standing = weigh(states);
  const auto key = key_of(standing);
  if (!key) return false;
  // The decision is far away in memory: what does not rest on it is written while it comes.
  memory.prefetch(*key);
  std::size_t next = 0;
  for (; next < undecided_; ++next) append(segments_[next], standing);
  const DecisionMemory::Entry& decision = *decide(standing, *key, memory);
  for (; next < segments_.size(); ++next) {
    const Segment& segment = segments_[next];
    if (segment.rests_on_decision()) {
      at = append_decided(segment, standing, decision, memory, at);
    } else {
      append(segment, standing);
    }
  }
  rows.keep(at);
  return true;
}

FlatProgram::Standing FlatProgram::weigh(std::span<const std::uint32_t> states) const {
  Standing standing;
  const bool closed = gate(states, standing.provisional) == Truth::yes;
  for (std::size_t i = 0; i < areas_.size(); ++i) {
    Balance balance;
    std::uint64_t holds = 0;
    for (const AreaPart& part : areas_[i].parts) {
      const Share& share = part.shares[states[part.source]];
      balance += share.balance;
      holds |= share.holds;
    }
    standing.points[i] = static_cast<std::int16_t>(balance.points());
    standing.reach[i] = static_cast<std::int16_t>(balance.reach());
    standing.holds[i] = holds;
    standing.offered[i] = closed ? Truth::no : balance.offered();
  }
  return standing;
}

/// Only what the decision looks at: the points of those offered and, where none of them is enough, who could be.
/// nullopt where the full reader must say how far somebody could come.
std::optional<DecisionMemory::Key> FlatProgram::key_of(const Standing& standing) const {
  bool reached = false;
  for (std::size_t i = 0; i < areas_.size(); ++i)
    reached = reached || (standing.offered[i] == Truth::yes && standing.points[i] >= figures_.minimum);
  DecisionMemory::Key key{};
  for (std::size_t i = 0; i < areas_.size(); ++i) {
    const bool could = !reached && standing.offered[i] != Truth::no && standing.reach[i] >= figures_.minimum;
    if (could && !areas_[i].reach_is_exact) return std::nullopt;
    const std::uint64_t points =
        standing.offered[i] == Truth::yes ? static_cast<std::uint64_t>(standing.points[i] + points_offset) : 0;
    const std::uint64_t bits =
        points | (std::uint64_t{could} << 12U) | (static_cast<std::uint64_t>(standing.offered[i]) << 13U);
    key[i / 4] |= bits << (area_bits * (i % 4));
  }
  key[1] |= std::uint64_t{1} << 63U;  // no key is all zeros
  return key;
}

const DecisionMemory::Entry* FlatProgram::decide(const Standing& standing, const DecisionMemory::Key& key,
                                                 DecisionMemory& memory) const {
  if (const DecisionMemory::Entry* known = memory.find(key)) return known;
  std::vector<Contender> contenders(areas_.size());
  for (std::size_t i = 0; i < areas_.size(); ++i) {
    contenders[i].area = i;
    contenders[i].offered = standing.offered[i];
    contenders[i].points = standing.points[i];
    contenders[i].highest = standing.reach[i];
  }
  const Decision decision = work_out(contenders);
  return memory.add(key, decision.pieces, decision.focus);
}

FlatProgram::Decision FlatProgram::work_out(std::span<const Contender> contenders) const {
  const ContestResult result = ipi::decide(contenders, figures_);
  Decision decision;
  for (std::size_t i = 0; i < result.focus.size(); ++i)
    decision.focus |= static_cast<std::uint32_t>(result.focus[i] + 1) << (focus_bits * i);
  for (std::size_t segment = 0; segment < decision_columns_.size(); ++segment) {
    std::string text;
    std::string cell;
    for (std::size_t i = 0; i < decision_columns_[segment].size(); ++i) {
      const TableColumn& column = decision_columns_[segment][i];
      text += decision_prefixes_[segment][i];
      cell.clear();
      append_decision_cell(column.kind, result, contenders, cell);
      append_styled_cell(style_, column.is_number, cell, text);
    }
    decision.pieces.push_back(std::move(text));
  }
  return decision;
}

void FlatProgram::append_decision_cell(TableColumn::Kind kind, const ContestResult& result,
                                       std::span<const Contender> contenders, std::string& text) const {
  const auto margin = margin_of(contenders, result);
  switch (kind) {
    case TableColumn::Kind::verdict:
      text += to_text(result.verdict);
      return;
    case TableColumn::Kind::margin:
      if (margin) text += std::to_string(*margin);
      return;
    case TableColumn::Kind::focus:
      for (const std::size_t index : result.focus) text += (text.empty() ? "" : " ") + areas_[index].id;
      return;
    case TableColumn::Kind::strength: {
      if (result.focus.empty()) return;
      const std::size_t first = result.focus.front();
      text += to_text(strength_of(compiled_->model->combination, result.verdict, contenders[first].points, margin,
                                  areas_[first].cap));
      return;
    }
    default:
      return;
  }
}

/// Text of the form itself, as the style writes it.
char* FlatProgram::append_own(const Segment& segment, std::string_view text, char* at) const {
  at = segment.texts.copy(0, at);
  const bool plain = own_text_is_plain_ && !text.empty() && text.front() != '-';
  if (plain) {
    if (style_.notation != TableStyle::Notation::delimited) *at++ = '"';
    std::memcpy(at, text.data(), text.size());
    at += text.size();
    if (style_.notation != TableStyle::Notation::delimited) *at++ = '"';
    return at;
  }
  std::string styled;
  append_styled_cell(style_, false, text, styled);
  std::memcpy(at, styled.data(), styled.size());
  return at + styled.size();
}

std::string FlatProgram::reasons_of(const Standing& standing, std::uint32_t focus) const {
  std::string reasons;
  for (; focus != 0; focus >>= focus_bits) {
    const std::size_t area = (focus & focus_mask) - 1;
    for (std::size_t i = 0; i < areas_[area].indicators.size(); ++i) {
      if (((standing.holds[area] >> i) & 1U) != 0) reasons += (reasons.empty() ? "" : " ") + areas_[area].indicators[i];
    }
  }
  return reasons;
}

char* FlatProgram::append_segment(const Segment& segment, const FlatForm& form, const Standing& standing,
                                  char* at) const {
  using Kind = Segment::Kind;
  switch (segment.kind) {
    case Kind::fixed:
      return segment.texts.copy(0, at);
    case Kind::area_points:
      return segment.texts.copy(static_cast<std::size_t>(standing.points[segment.index] - segment.lowest), at);
    case Kind::area_offered:
      return segment.texts.copy(static_cast<std::size_t>(standing.offered[segment.index]), at);
    case Kind::provisional:
      return segment.texts.copy(standing.provisional ? 1 : 0, at);
    case Kind::id:
      return append_own(segment, form.id, at);
    case Kind::date:
      return append_own(segment, form.date, at);
    case Kind::kept:
      return append_own(segment, form.kept[segment.index], at);
    case Kind::source:
    case Kind::decision:
    case Kind::reasons:
      break;
  }
  return at;
}

char* FlatProgram::append_decided(const Segment& segment, const Standing& standing,
                                  const DecisionMemory::Entry& decision, const DecisionMemory& memory, char* at) const {
  if (segment.kind == Segment::Kind::decision) return memory.copy(decision, segment.index, at);
  return append_own(segment, reasons_of(standing, decision.focus), at);
}

}  // namespace ipi::batch
