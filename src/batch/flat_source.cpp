#include "batch/flat_source.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace ipi::batch {
namespace {

constexpr std::size_t most_states = 20'000;
constexpr std::size_t most_codes = 250;       // of one slot: a code is a byte
constexpr std::int64_t most_units = 100'000;  // a score's range in its smallest steps

/// What an item's options add, in whole steps of the score.
struct Item {
  std::size_t slot = 0;
  std::vector<std::int64_t> units;
  std::size_t kind = 0;  ///< items that can add the same are of one kind
};

/// Items that add alike are told apart by nobody: whichever of them is missing, the score can become the same.
std::optional<std::vector<Item>> items_of(const InstrumentUse& use, const Score& score) {
  std::int64_t denominator = 1;
  std::vector<std::vector<Rational>> added;
  for (std::size_t i = 0; i < score.items.size(); ++i) {
    const Question& question = use.instrument->questions[score.items[i]];
    if (question.two_times || question.type != AnswerType::choice || question.options.size() > most_codes)
      return std::nullopt;
    std::vector<Rational> values;
    for (std::size_t option = 0; option < question.options.size(); ++option) {
      const Rational keyed = question.keyed(option);
      values.push_back(score.weights.empty() ? keyed : keyed * score.weights[i]);
      denominator = std::lcm(denominator, values.back().denominator());
      if (denominator > most_units) return std::nullopt;
    }
    added.push_back(std::move(values));
  }
  std::vector<Item> items;
  std::map<std::vector<std::int64_t>, std::size_t> kinds;
  for (std::size_t i = 0; i < added.size(); ++i) {
    Item item;
    item.slot = use.first_slot + score.items[i];
    for (const Rational& value : added[i])
      item.units.push_back(value.numerator() * (denominator / value.denominator()));
    std::vector<std::int64_t> kind = item.units;
    std::sort(kind.begin(), kind.end());
    kind.erase(std::unique(kind.begin(), kind.end()), kind.end());
    item.kind = kinds.emplace(std::move(kind), kinds.size()).first->second;
    items.push_back(std::move(item));
  }
  return items;
}

/// Numbers states: the sum of what was answered, above the lowest, and how many of each kind are missing.
class Numbering {
 public:
  explicit Numbering(const std::vector<Item>& items) {
    std::int64_t range = 0;
    std::map<std::size_t, std::int64_t> of_kind;
    for (const Item& item : items) {
      const auto [low, high] = std::minmax_element(item.units.begin(), item.units.end());
      range += *high - *low;
      ++of_kind[item.kind];
    }
    std::int64_t stride = range + 1;
    for (const auto& [kind, count] : of_kind) {
      strides_[kind] = stride;
      stride = std::min<std::int64_t>(stride * (count + 1), most_units + 1);
    }
    size_ = stride;
  }

  [[nodiscard]] bool fits() const { return size_ <= most_units; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(size_); }
  [[nodiscard]] std::vector<std::uint32_t> steps(const Item& item) const {
    const std::int64_t low = *std::min_element(item.units.begin(), item.units.end());
    std::vector<std::uint32_t> steps;
    for (const std::int64_t unit : item.units) steps.push_back(static_cast<std::uint32_t>(unit - low));
    steps.push_back(static_cast<std::uint32_t>(strides_.at(item.kind)));
    return steps;
  }

 private:
  std::map<std::size_t, std::int64_t> strides_;
  std::int64_t size_ = 0;
};

/// Every state that some answers lead to, with one such set of answers each.
bool find_states(FlatSource& source) {
  std::map<std::uint32_t, std::vector<std::uint8_t>> reached = {{0, {}}};
  for (const std::vector<std::uint32_t>& steps : source.steps) {
    std::map<std::uint32_t, std::vector<std::uint8_t>> further;
    for (const auto& [number, codes] : reached) {
      for (std::size_t code = 0; code < steps.size(); ++code) {
        const auto [place, is_new] = further.try_emplace(number + steps[code]);
        if (!is_new) continue;
        place->second = codes;
        place->second.push_back(static_cast<std::uint8_t>(code));
      }
    }
    reached = std::move(further);
    if (reached.size() > most_states) return false;
  }
  for (auto& [number, codes] : reached) source.states.push_back({number, std::move(codes), {}});
  return true;
}

/// What each state becomes once everything is answered.
void find_completions(FlatSource& source) {
  std::map<std::uint32_t, std::size_t> positions;
  for (std::size_t i = 0; i < source.states.size(); ++i) positions[source.states[i].number] = i;
  std::vector<std::set<std::size_t>> found(source.states.size());
  // States with more missing have higher numbers than those that an answer leads to.
  for (std::size_t i = 0; i < source.states.size(); ++i) {
    const FlatSource::State& state = source.states[i];
    const auto open = std::find_if(state.codes.begin(), state.codes.end(), [&](const std::uint8_t& code) {
      return code + 1U == source.steps[static_cast<std::size_t>(&code - state.codes.data())].size();
    });
    if (open == state.codes.end()) {
      found[i].insert(i);
      continue;
    }
    const std::vector<std::uint32_t>& steps = source.steps[static_cast<std::size_t>(open - state.codes.begin())];
    for (std::size_t code = 0; code + 1 < steps.size(); ++code) {
      const std::size_t next = positions.at(state.number - steps.back() + steps[code]);
      found[i].insert(found[next].begin(), found[next].end());
    }
  }
  for (std::size_t i = 0; i < source.states.size(); ++i)
    source.states[i].complete.assign(found[i].begin(), found[i].end());
}

std::optional<FlatSource> finished(FlatSource source) {
  if (!find_states(source)) return std::nullopt;
  find_completions(source);
  return source;
}

}  // namespace

std::optional<FlatSource> source_of_score(const GroupLayout& layout, const InstrumentUse& use, const Score& score) {
  const bool adds =
      score.method == ScoreMethod::sum || score.method == ScoreMethod::mean || score.method == ScoreMethod::weighted;
  if (!adds || !score.scores.empty() || score.items.empty()) return std::nullopt;
  const auto items = items_of(use, score);
  if (!items) return std::nullopt;
  const Numbering numbering(*items);
  if (!numbering.fits()) return std::nullopt;
  FlatSource source;
  source.size = numbering.size();
  for (const Item& item : *items) {
    if (layout.slots[item.slot].applies) return std::nullopt;
    source.slots.push_back(item.slot);
    source.steps.push_back(numbering.steps(item));
  }
  return finished(std::move(source));
}

std::optional<FlatSource> source_of_answer(const Question& question, std::size_t slot) {
  std::size_t values = question.options.size();
  if (question.type == AnswerType::number)
    values =
        static_cast<std::size_t>(std::clamp<std::int64_t>(question.highest - question.lowest + 1, 0, most_codes + 1));
  const bool served = question.type == AnswerType::choice || question.type == AnswerType::number;
  if (!served || values == 0 || values > most_codes) return std::nullopt;
  FlatSource source;
  source.slots = {slot};
  source.steps.emplace_back();
  for (std::size_t code = 0; code <= values; ++code) source.steps.front().push_back(static_cast<std::uint32_t>(code));
  source.size = static_cast<std::uint32_t>(values + 1);
  return finished(std::move(source));
}

}  // namespace ipi::batch
