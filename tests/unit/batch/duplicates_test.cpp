// Duplicates against a set: exact within the memory, and honest beyond it.
#include "batch/duplicates.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "../support.h"

using namespace ipi::batch;
using support::Random;

namespace {

/// Meets the ids in blocks of that size.
Duplicates met(const std::vector<std::string>& ids, std::size_t block, std::size_t bytes) {
  Duplicates duplicates(bytes);
  for (std::size_t at = 0; at < ids.size(); at += block) {
    IdentifiedForms forms;
    for (std::size_t i = at; i < std::min(ids.size(), at + block); ++i)
      forms.add(ids[i], fingerprint(ids[i], "p", "2026-01-01"), i - at);
    duplicates.meet(forms, at);
  }
  return duplicates;
}

}  // namespace

TEST_SUITE("duplicates") {
  TEST_CASE("are found exactly, whatever the order of the ids and the size of the blocks") {
    std::size_t all_found = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
      Random random(seed);
      std::vector<std::string> ids;
      std::set<std::string> known;
      std::vector<std::uint64_t> records;
      std::size_t expected = 0;
      const std::size_t turns_at = random.below(300);  // ids ascend up to there
      for (std::size_t i = 0; i < 300; ++i) {
        ids.push_back(i < turns_at ? fmt::format("A{:05}", i) : fmt::format("A{:05}", random.below(600)));
        if (known.insert(ids.back()).second) continue;
        ++expected;
        if (records.size() < 10) records.push_back(i + 1);
      }
      const Duplicates duplicates = met(ids, 1 + random.below(100), 1U << 20U);
      CHECK(duplicates.found() == expected);
      CHECK(duplicates.first_found() == records);
      CHECK(duplicates.beyond() == 0);
      all_found += expected;
    }
    CHECK(all_found > 2'000);
  }

  TEST_CASE("forms without an id are nobody's") { CHECK(met({"", "", "A1", ""}, 2, 1U << 20U).found() == 0); }

  TEST_CASE("beyond the memory none found is wrong, and the others are counted") {
    Random random(7);
    std::vector<std::string> ids;
    std::size_t expected = 0;
    std::set<std::string> known;
    for (std::size_t i = 0; i < 20'000; ++i) {
      ids.push_back(fmt::format("B{}", random.below(50'000)));
      if (!known.insert(ids.back()).second) ++expected;
    }
    const Duplicates duplicates = met(ids, 64, 100'000);
    CHECK(duplicates.found() > 0);
    CHECK(duplicates.found() < expected);
    CHECK(duplicates.found() + duplicates.beyond() >= expected);
  }

  TEST_CASE("an id, a protocol and a date are three things") {
    CHECK(fingerprint("ab", "c", "d") != fingerprint("a", "bc", "d"));
    CHECK(fingerprint("ab", "c", "d") != fingerprint("ab", "cd", ""));
    CHECK(fingerprint("ab", "c", "d") == fingerprint("ab", "c", "d"));
  }

  TEST_CASE("shorter ids come first, then by their bytes") {
    CHECK(comes_after("10", "9"));
    CHECK(comes_after("A2", "A1"));
    CHECK_FALSE(comes_after("A1", "A1"));
  }
}
