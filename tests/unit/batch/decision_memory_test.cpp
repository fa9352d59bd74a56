// No table of a few hundred forms fills the memory of decisions: it is tried by itself.
#include "batch/decision_memory.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>

using ipi::batch::DecisionMemory;

namespace {

DecisionMemory::Key key(std::uint64_t number) { return {number % 977, number / 977 + 1}; }

std::array<std::string, 3> pieces(std::uint64_t number) {
  return {fmt::format("{}", number), std::string(number % 70, 'x') + fmt::format("{}", number),
          number % 2 == 0 ? "" : "odd"};
}

std::string copied(const DecisionMemory& memory, const DecisionMemory::Entry& entry, std::size_t piece) {
  std::array<char, 256> room{};
  const char* const end = memory.copy(entry, piece, room.data());
  return {room.data(), static_cast<std::size_t>(end - room.data())};
}

bool is_whole(const DecisionMemory& memory, const DecisionMemory::Entry& entry, std::uint64_t number) {
  const auto expected = pieces(number);
  bool whole = entry.focus == number % 16;
  for (std::size_t i = 0; i < expected.size(); ++i) whole = whole && copied(memory, entry, i) == expected[i];
  return whole;
}

}  // namespace

TEST_SUITE("batch decision memory") {
  TEST_CASE("what was met is found again, all of it, and nothing else is") {
    DecisionMemory memory;
    constexpr std::uint64_t count = 5'000;
    for (std::uint64_t i = 0; i < count; ++i) {
      REQUIRE(memory.find(key(i)) == nullptr);
      const DecisionMemory::Entry* entry = memory.add(key(i), pieces(i), static_cast<std::uint32_t>(i % 16));
      REQUIRE(is_whole(memory, *entry, i));
    }
    for (std::uint64_t i = 0; i < count; ++i) {
      const DecisionMemory::Entry* entry = memory.find(key(i));
      REQUIRE(entry != nullptr);
      REQUIRE(is_whole(memory, *entry, i));
    }
    CHECK(memory.find(key(count)) == nullptr);
  }

  TEST_CASE("a full memory begins anew and says nothing wrong") {
    DecisionMemory memory;
    constexpr std::uint64_t count = 200'000;
    std::uint64_t forgotten = 0;
    for (std::uint64_t i = 0; i < count; ++i)
      REQUIRE(is_whole(memory, *memory.add(key(i), pieces(i), static_cast<std::uint32_t>(i % 16)), i));
    for (std::uint64_t i = 0; i < count; ++i) {
      const DecisionMemory::Entry* entry = memory.find(key(i));
      if (entry == nullptr) ++forgotten;
      if (entry != nullptr) REQUIRE(is_whole(memory, *entry, i));
    }
    CHECK(forgotten > 100'000);
    CHECK(forgotten < count);
  }
}
