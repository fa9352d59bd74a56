#include "assessment/lint.h"

#include "support.h"

// Each code has a broken file and its whole message in tests/golden/check/lint_*; here is what no file can show.

namespace {

std::string tiny(int revision, std::string_view text) {
  return fmt::format(R"(instrument: tiny
revision: {}
title: Tiny
construct: something
citation: {{text: Nobody 2020}}
licence: {{item_text: own, basis: written here}}
options: [{{value: 0, label: No}}, {{value: 1, label: Yes}}]
items:
  - {{id: "1", text: {}}}
)",
                     revision, text);
}

std::string codes_against(const ipi::TextsLock& lock, int revision, std::string_view text) {
  support::World world({{"instruments/tiny.yaml", tiny(revision, text)}});
  ipi::Diagnostics diagnostics;
  const auto& defined = world.library.instruments().front();
  ipi::check_texts_lock(defined.value, defined.file->document(), lock, diagnostics);
  return support::codes(diagnostics);
}

ipi::TextsLock locked(int revision, std::string_view text, ipi::TextsLock lock = {}) {
  support::World world({{"instruments/tiny.yaml", tiny(revision, text)}});
  ipi::lock_texts(world.library.instruments().front().value, lock);
  return lock;
}

}  // namespace

TEST_CASE("a lock passes the texts that it was made of, also after being written and read") {
  const auto lock = locked(1, "One");
  CHECK(codes_against(lock, 1, "One").empty());
  CHECK(codes_against(ipi::parse_texts_lock(ipi::to_text(lock)), 1, "One").empty());
}

TEST_CASE("other words need another revision, and a revision never goes back") {
  const auto lock = locked(2, "One");
  CHECK(codes_against(lock, 2, "Two") == "E0286");
  CHECK(codes_against(lock, 1, "One") == "E0286");
  CHECK(codes_against(lock, 3, "Two") == "W0287");
  CHECK(codes_against({}, 1, "One") == "W0287");
}

TEST_CASE("locking again never covers up a change under the same revision") {
  const auto lock = locked(1, "Two", locked(1, "One"));
  CHECK(codes_against(lock, 1, "One").empty());
  CHECK(codes_against(locked(2, "Two", lock), 2, "Two").empty());
}

TEST_CASE("what is no line of a lock locks nothing") {
  CHECK(ipi::parse_texts_lock("# tiny 1 abc\n\ntiny one abc\ntiny 1\n").empty());
  CHECK(ipi::parse_texts_lock("tiny 1 abc").size() == 1);
}
