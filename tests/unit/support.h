#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "assessment/assessment.h"
#include "inventory/form.h"
#include "library/definitions.h"
#include "library/library.h"
#include "text/digest.h"
#include "yaml/read.h"

/// What the tests of the core share: libraries and forms out of strings.
namespace support {

/// All that was reported, as people read it.
inline std::string told(const ipi::Diagnostics& diagnostics) {
  std::string all;
  for (const ipi::Diagnostic& diagnostic : diagnostics.all()) all.append(ipi::to_text(diagnostic));
  return all;
}

/// The codes alone, in order, with a space between.
inline std::string codes(const ipi::Diagnostics& diagnostics) {
  std::string all;
  for (const ipi::Diagnostic& diagnostic : diagnostics.all())
    all.append(all.empty() ? "" : " ").append(diagnostic.code);
  return all;
}

/// Each on a line with its place and its help: "model.yaml:3:5: E0211: ... | did you mean 'x'?".
inline std::string lines(const ipi::Diagnostics& diagnostics) {
  std::string all;
  for (const ipi::Diagnostic& said : diagnostics.all()) {
    const std::string place = ipi::to_text(said.primary.place);
    all += fmt::format("{}{}{}: {}{}{}\n", place, place.empty() ? "" : ": ", said.code, said.message,
                       said.help.empty() ? "" : " | ", said.help);
  }
  return all;
}

inline std::string file_text(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  REQUIRE_MESSAGE(stream, path);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// One definition file: its path below the data folder and what it holds.
struct Text {
  std::string path, text;
};

inline ipi::Definitions definitions(const std::vector<Text>& texts, ipi::Diagnostics& diagnostics) {
  ipi::Definitions result;
  result.origin = "test";
  for (const Text& text : texts) {
    auto source = std::make_unique<ipi::SourceFile>(text.path, text.text);
    auto document = ipi::yaml::read(*source, diagnostics);
    if (document) {
      result.files.emplace_back(text.path, ipi::sha256_hex(text.text), std::move(source), std::move(*document));
    } else {
      diagnostics.keep(std::move(source));
    }
  }
  return result;
}

/// A library out of texts, with what is said of them from the reading on.
struct World {
  explicit World(const std::vector<Text>& texts) : library(definitions(texts, diagnostics), diagnostics) {}
  explicit World(ipi::Definitions read) : library(std::move(read), diagnostics) {}

  [[nodiscard]] const ipi::Compiled* compiled(std::string_view id) { return library.compiled(id, diagnostics); }
  /// A definition that must be sound.
  [[nodiscard]] const ipi::Compiled& sound(std::string_view id) {
    const ipi::Compiled* result = compiled(id);
    REQUIRE_MESSAGE(result != nullptr, told(diagnostics));
    REQUIRE_MESSAGE(!diagnostics.has_errors(), told(diagnostics));
    return *result;
  }

  ipi::Diagnostics diagnostics;
  ipi::Library library;
};

/// The definitions that ship, read once.
inline World& shipped() {
  static World world([] {
    ipi::Diagnostics diagnostics;
    auto read = ipi::read_definitions(IPI_SOURCE_DIR "/data", diagnostics);
    REQUIRE_MESSAGE(read.has_value(), told(diagnostics));
    return std::move(*read);
  }());
  return world;
}

/// A form out of a string. Does not move: answers point into its file.
struct ReadForm {
  ReadForm(const ipi::Compiled& compiled, std::string text)
      : file("form.yaml", std::move(text)), document(ipi::yaml::read(file, diagnostics)) {
    REQUIRE_MESSAGE(document.has_value(), told(diagnostics));
    form = ipi::read_form(document->root, file, *compiled.layout, diagnostics);
  }
  ReadForm(const ReadForm&) = delete;
  ReadForm& operator=(const ReadForm&) = delete;

  ipi::Diagnostics diagnostics;
  ipi::SourceFile file;
  std::optional<ipi::yaml::Document> document;
  ipi::Form form;
};

/// A sound form and what comes of it.
struct Assessed {
  Assessed(const ipi::Compiled& compiled, std::string text)
      : read(compiled, std::move(text)), result(ipi::assess(compiled, read.form)) {
    REQUIRE_MESSAGE(!read.diagnostics.has_errors(), told(read.diagnostics));
  }

  [[nodiscard]] const ipi::AssessedScore& score(std::string_view address) const {
    for (const ipi::AssessedScore& score : result.scores) {
      if (score.address() == address) return score;
    }
    FAIL(std::string(address));
    return result.scores.front();
  }
  /// "14 of 9/9 moderate", "none of 8/9 (reason)".
  [[nodiscard]] std::string line(std::string_view address) const {
    const ipi::AssessedScore& found = score(address);
    const auto& value = found.value;
    std::string text = fmt::format("{} of {}/{}", value.value ? ipi::to_decimal(*value.value, 6) : "none",
                                   value.answered, value.items);
    if (!found.reason.empty()) text += fmt::format(" ({})", found.reason);
    if (found.band.band != nullptr) text += fmt::format(" {}", found.band.band->label.original());
    if (!found.band.reason.empty()) text += fmt::format(" [{}]", found.band.reason);
    return text;
  }
  [[nodiscard]] const ipi::Candidate& candidate(std::string_view area, std::string_view code = {}) const {
    for (const ipi::Candidate& candidate : result.candidates) {
      if (candidate.area->area->id == area && candidate.code == code) return candidate;
    }
    FAIL(fmt::format("no candidate {} {}", area, code));
    return result.candidates.front();
  }
  /// "focus: grief E1 likely, role_dispute P1 possible".
  [[nodiscard]] std::string suggestion() const {
    const ipi::Suggestion& made = *result.suggestion;
    std::string text = fmt::format("{}:", ipi::to_text(made.verdict));
    for (const ipi::SuggestedFocus& focus : made.focus) {
      const ipi::Candidate& candidate = result.candidates[focus.candidate];
      text += fmt::format("{} {}{}{} {}", &focus == made.focus.data() ? "" : ",", candidate.area->area->id,
                          candidate.code.empty() ? "" : " ", candidate.code, ipi::to_text(focus.strength));
    }
    return text;
  }

  ReadForm read;
  ipi::Assessment result;
};

/// splitmix64: seeded by any number, the same on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  /// 0 .. bound - 1.
  std::size_t below(std::size_t bound) {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return (mixed ^ (mixed >> 31U)) % bound;
  }
  bool chance(std::size_t per_cent) { return below(100) < per_cent; }

 private:
  std::uint64_t state_;
};

/// The catalogues that every protocol needs, small.
inline std::vector<Text> catalogues() {
  return {{"catalogues/events.yaml",
           "catalogue: events\ntitle: Events\nentries:\n"
           "  - {id: died, label: Died, tags: [death]}\n  - {id: moved, label: Moved, tags: [change]}\n  - {id: "
           "retired, label: Retired, tags: [change, work]}\n"},
          {"catalogues/languages.yaml",
           "catalogue: languages\ntitle: Languages\nentries:\n  - {id: en, label: English, tags: []}\n  - {id: de, "
           "label: German, tags: []}\n"},
          {"catalogues/roles.yaml",
           "catalogue: roles\ntitle: Roles\nentries:\n  - {id: partner, label: Partner, tags: [close]}\n  - {id: "
           "friend, label: Friend, tags: []}\n"}};
}

/// An instrument's file: the head that each needs, and `body`.
inline Text instrument(const std::string& id, const std::string& body) {
  return {
      fmt::format("instruments/{}.yaml", id),
      fmt::format(
          "instrument: {}\ntitle: T\nconstruct: c\ncitation: {{text: c}}\nlicence: {{item_text: own, basis: b}}\n{}",
          id, body)};
}

/// Several lists of files as one.
inline std::vector<Text> together(std::initializer_list<std::vector<Text>> lists) {
  std::vector<Text> all;
  for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

/// `text` with its one `from` replaced: a definition with a fault of our own.
inline std::string changed(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, std::string(from));
  REQUIRE_MESSAGE(text.find(from, at + 1) == std::string::npos, std::string(from));
  return text.replace(at, from.size(), to);
}

}  // namespace support
