#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "formats/write_form.h"
#include "interview/dialogue.h"
#include "support.h"

/// A conversation with the dialogue, for its tests.
namespace talking {

using namespace ipi;
using namespace ipi::interview;

/// The definitions that the golden cases of the interview are held with.
inline ::support::World& world() {
  static ::support::World read([] {
    Diagnostics diagnostics;
    auto definitions = read_definitions(IPI_SOURCE_DIR "/tests/golden/interview/data", diagnostics);
    REQUIRE_MESSAGE(definitions.has_value(), ::support::told(diagnostics));
    return std::move(*definitions);
  }());
  return read;
}

/// A dialogue over a draft, and all that it said.
class Talk {
 public:
  explicit Talk(std::string draft = {}, bool decision_only = false, ::support::World& definitions = world(),
                const char* protocol = "small")
      : compiled_(&definitions.sound(protocol)),
        read_(*compiled_, fmt::format("form: {}\nstate: draft\nid: A-1\ndate: 2026-03-04\n{}", protocol, draft)),
        dialogue_({compiled_, {}, "en", decision_only, {}, false}, read_.form) {
    REQUIRE_MESSAGE(!read_.diagnostics.has_errors(), ::support::told(read_.diagnostics));
  }

  /// What is asked now, then what the entry brings.
  std::string say(std::string_view entry) {
    static_cast<void>(dialogue_.ask());
    last_ = dialogue_.enter(entry);
    return text(last_.lines);
  }
  void say_all(const std::vector<std::string>& entries) {
    for (const std::string& entry : entries) say(entry);
  }
  std::string asks() { return text(dialogue_.ask()); }
  [[nodiscard]] bool asks(std::string_view words) { return asks().find(words) != std::string::npos; }
  [[nodiscard]] std::string form() const { return write_form(dialogue_.form()); }
  [[nodiscard]] bool has(std::string_view lines) const { return form().find(lines) != std::string::npos; }
  [[nodiscard]] const Reply& last() const { return last_; }
  [[nodiscard]] Dialogue& dialogue() { return dialogue_; }
  [[nodiscard]] const Compiled& compiled() const { return *compiled_; }

  static std::string text(const Lines& lines) {
    std::string all;
    for (const Line& one : lines) {
      for (const std::string& part : lay_out(one, 300)) all.append(part).append("\n");
    }
    return all;
  }

 private:
  const Compiled* compiled_;
  ::support::ReadForm read_;
  Dialogue dialogue_;
  Reply last_;
};

inline const std::string asked = "respondent: {age: 58, sex: female, language: en}\n";
inline const std::string begun =
    asked + "onset: 2025-11\nanswers: {start: {alone: yes, words: skipped}, tiny: [0, 0, 0], danger: {thoughts: no}}\n";
inline const std::string one_friend =
    "relationships:\n  - {person: P1, role: friend, status: current, closeness: {before: near, now: near}, quarrel: "
    "no, linked: no, fear: {afraid: no}}\n";

}  // namespace talking
