#include "batch/flat_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ipi::batch {
namespace {

constexpr std::array<std::string_view, 6> top_keys = {"form", "id", "date", "state", "respondent", "answers"};
constexpr std::string_view respondent_prefix = "respondent.";
constexpr std::size_t most_blocks = 64;  // more are for the full reader: a form's blocks are noted in one word

void add_writings(const FlatKeys::Answer& answer, FlatKeys::Block& block) {
  const std::array<std::string, 4> before = {fmt::format(",\"{}\":", answer.key), fmt::format("\"{}\": ", answer.key),
                                             fmt::format("'{}': ", answer.key), fmt::format("{}: ", answer.key)};
  for (std::size_t i = 0; i < before.size(); ++i)
    block.written[i].push_back(
        {ShortText(before[i]), answer.slot, answer.words == nullptr ? nullptr : &answer.words->signs()});
}

}  // namespace

FlatKeys::FlatKeys(const FlatProgram& program)
    : vocabulary_(program, {}), is_instrument_(program.compiled().layout->protocol().is_instrument) {
  const GroupLayout& layout = program.compiled().layout->group(Group::form);
  for (std::size_t slot = 0; slot < layout.slots.size(); ++slot) {
    const std::string_view address = layout.slots[slot].address;
    if (address.starts_with(respondent_prefix))
      respondent_.push_back({std::string(address.substr(respondent_prefix.size())), slot, vocabulary_.words(slot)});
  }
  for (const InstrumentUse& use : layout.instruments) {
    if (blocks_.size() == most_blocks) break;
    Block block;
    block.id = use.instrument->id;
    block.items = use.instrument->takes_list() ? use.instrument->items : 0;
    std::size_t slot = use.first_slot;
    for (const Question& question : use.instrument->questions) {
      block.answers.push_back({question.id, slot, question.two_times ? nullptr : vocabulary_.words(slot)});
      slot += question.two_times ? 2 : 1;
    }
    for (const Answer& answer : block.answers) add_writings(answer, block);
    blocks_.push_back(std::move(block));
  }
}

FlatKeys::Top FlatKeys::top(std::string_view key) {
  return static_cast<Top>(std::find(top_keys.begin(), top_keys.end(), key) - top_keys.begin());
}

const FlatKeys::Answer* FlatKeys::respondent(std::string_view key) const {
  const auto found =
      std::find_if(respondent_.begin(), respondent_.end(), [&](const Answer& answer) { return answer.key == key; });
  return found == respondent_.end() || found->words == nullptr ? nullptr : &*found;
}

const FlatKeys::Block* FlatKeys::block(std::string_view id) const {
  const auto found = std::find_if(blocks_.begin(), blocks_.end(), [&](const Block& block) { return block.id == id; });
  return found == blocks_.end() ? nullptr : &*found;
}

const FlatKeys::Answer* FlatKeys::answer(const Block& block, std::string_view key, std::size_t& next) {
  std::size_t at = next;
  for (std::size_t tried = 0; tried < block.answers.size(); ++tried, ++at) {
    if (at >= block.answers.size()) at = 0;
    if (block.answers[at].key != key) continue;
    next = at + 1;
    return block.answers[at].words == nullptr ? nullptr : &block.answers[at];
  }
  return nullptr;
}

bool FlatTaking::block(const FlatKeys::Block& block, const FlatKeys& keys) {
  return take(static_cast<std::size_t>(&block - keys.first_block()), blocks_);
}

}  // namespace ipi::batch
