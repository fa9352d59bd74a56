#include "flat_program.h"

#include <algorithm>
#include <cstring>

#include "ipi/focus/suggestion.h"

namespace ipi::batch {
namespace {

constexpr std::size_t most_sources = 64;
constexpr std::size_t most_areas = 8;
constexpr std::size_t memory_slots = 1U << 17U;  // 4 MB a thread
constexpr int points_offset = 2048;              // of 12 bits
constexpr std::size_t area_bits = 15;

char* copy(char* at, std::string_view text) {
  std::memcpy(at, text.data(), text.size());
  return at + text.size();
}

}  // namespace

void RowBuffer::grow(std::size_t size) {
  const std::size_t capacity = std::max(capacity_ * 2, std::max<std::size_t>(size_ + size, 1U << 16U));
  std::unique_ptr<char[]> bytes(new char[capacity]);
  if (size_ > 0) std::memcpy(bytes.get(), bytes_.get(), size_);
  bytes_ = std::move(bytes);
  capacity_ = capacity;
}

FlatProgram::Memory::Memory() : slots_(memory_slots) {}
FlatProgram::Memory::~Memory() = default;

FlatProgram::Memory::Slot& FlatProgram::Memory::slot_of(const Key& key) {
  std::uint64_t hash = (key[0] ^ (key[1] * 0x9E3779B97F4A7C15U)) * 0xBF58476D1CE4E5B9U;
  hash ^= hash >> 32U;
  std::size_t at = hash & (slots_.size() - 1);
  while (slots_[at].decision != nullptr && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
  return slots_[at];
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

bool FlatProgram::append_row(const FlatForm& form, Memory& memory, RowBuffer& rows) const {
  for (const std::size_t slot : watched_) {
    if (form.codes[slot] != no_answers_[slot]) return false;
  }
  std::array<std::uint32_t, most_sources> states{};
  const std::uint8_t* const codes = form.codes.data();
  for (const Term& term : terms_) states[term.source] += steps_[term.first + codes[term.slot]];

  Standing standing;
  std::array<std::int16_t, most_areas> reach{};
  const Decision* decision = nullptr;
  if (!areas_.empty()) {
    const bool closed = gate(states, standing.provisional) == Truth::yes;
    for (std::size_t i = 0; i < areas_.size(); ++i) {
      int points = areas_[i].points;
      int most = points;
      Truth offered = Truth::yes;
      for (const AreaPart& part : areas_[i].parts) {
        const Share& share = part.shares[states[part.source]];
        points += share.points;
        most += share.reach;
        offered = both(offered, share.offered);
        if (!part.holds.empty()) standing.holds[i] |= part.holds[states[part.source]];
      }
      standing.points[i] = static_cast<std::int16_t>(points);
      standing.offered[i] = closed ? Truth::no : offered;
      reach[i] = static_cast<std::int16_t>(most);
    }
    decision = decide(standing, reach, memory);
    if (decision == nullptr) return false;
  }
  std::size_t own = form.id.size() + form.date.size();
  for (const std::string_view kept : form.kept) own += kept.size();
  char* at = rows.room(longest_row_ + 2 * own + 64);
  for (const Segment& segment : segments_) at = append_segment(segment, form, states, standing, decision, at);
  rows.keep(at);
  return true;
}

const FlatProgram::Decision* FlatProgram::decide(const Standing& standing, std::span<const std::int16_t> reach, Memory& memory) const {
  bool reached = false;
  for (std::size_t i = 0; i < areas_.size(); ++i) reached = reached || (standing.offered[i] == Truth::yes && standing.points[i] >= figures_.minimum);
  Memory::Key key{};
  for (std::size_t i = 0; i < areas_.size(); ++i) {
    // Only what the decision looks at: the points of those offered and, where none of them is enough, who could be.
    const bool could = !reached && standing.offered[i] != Truth::no && reach[i] >= figures_.minimum;
    if (could && !areas_[i].reach_is_exact) return nullptr;
    const std::uint64_t points = standing.offered[i] == Truth::yes ? static_cast<std::uint64_t>(standing.points[i] + points_offset) : 0;
    const std::uint64_t bits = points | (std::uint64_t{could} << 12U) | (static_cast<std::uint64_t>(standing.offered[i]) << 13U);
    key[i / 4] |= bits << (area_bits * (i % 4));
  }
  key[1] |= std::uint64_t{1} << 63U;  // no key is all zeros
  Memory::Slot* slot = &memory.slot_of(key);
  if (slot->decision != nullptr) return slot->decision;
  if (memory.decisions_.size() * 2 >= memory.slots_.size()) {
    memory.decisions_.clear();
    memory.slots_.assign(memory.slots_.size(), {});
    slot = &memory.slot_of(key);
  }
  std::vector<Contender> contenders(areas_.size());
  for (std::size_t i = 0; i < areas_.size(); ++i) {
    contenders[i].area = i;
    contenders[i].offered = standing.offered[i];
    contenders[i].points = standing.points[i];
    contenders[i].highest = reach[i];
  }
  slot->key = key;
  slot->decision = memory.decisions_.emplace_back(std::make_unique<Decision>(work_out(contenders))).get();
  return slot->decision;
}

FlatProgram::Decision FlatProgram::work_out(std::span<const Contender> contenders) const {
  const ContestResult result = ipi::decide(contenders, figures_);
  Decision decision;
  for (const std::size_t index : result.focus) decision.focus.push_back(static_cast<std::uint8_t>(index));
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
    decision.texts.push_back(std::move(text));
  }
  return decision;
}

void FlatProgram::append_decision_cell(TableColumn::Kind kind, const ContestResult& result, std::span<const Contender> contenders, std::string& text) const {
  const auto margin = margin_of(contenders, result);
  switch (kind) {
    case TableColumn::Kind::verdict: text += to_text(result.verdict); return;
    case TableColumn::Kind::margin:
      if (margin) text += std::to_string(*margin);
      return;
    case TableColumn::Kind::focus:
      for (const std::size_t index : result.focus) text += (text.empty() ? "" : " ") + areas_[index].id;
      return;
    case TableColumn::Kind::strength: {
      if (result.focus.empty()) return;
      const std::size_t first = result.focus.front();
      text += to_text(strength_of(compiled_->model->combination, result.verdict, contenders[first].points, margin, areas_[first].cap));
      return;
    }
    default: return;
  }
}

char* FlatProgram::append_segment(const Segment& segment, const FlatForm& form, std::span<const std::uint32_t> states, const Standing& standing, const Decision* decision,
                                  char* at) const {
  using Kind = Segment::Kind;
  const auto own = [&](std::string_view text) {
    std::string styled = segment.texts.front();
    append_styled_cell(style_, false, text, styled);
    // Doubled quotes and a mark for spreadsheets are within the room that was asked for.
    return copy(at, styled);
  };
  switch (segment.kind) {
    case Kind::fixed: return copy(at, segment.texts.front());
    case Kind::source: return copy(at, segment.texts[states[segment.index]]);
    case Kind::decision: return copy(at, decision->texts[segment.index]);
    case Kind::area_points: return copy(at, segment.texts[static_cast<std::size_t>(standing.points[segment.index] + points_offset)]);
    case Kind::area_offered: return copy(at, segment.texts[static_cast<std::size_t>(standing.offered[segment.index])]);
    case Kind::provisional: return copy(at, segment.texts[standing.provisional ? 1 : 0]);
    case Kind::id: return own(form.id);
    case Kind::date: return own(form.date);
    case Kind::kept: return own(form.kept[segment.index]);
    case Kind::reasons: break;
  }
  std::string reasons;
  for (const std::uint8_t area : decision->focus) {
    for (std::size_t i = 0; i < areas_[area].indicators.size(); ++i) {
      if (((standing.holds[area] >> i) & 1U) != 0) reasons += (reasons.empty() ? "" : " ") + areas_[area].indicators[i];
    }
  }
  return own(reasons);
}

}  // namespace ipi::batch
