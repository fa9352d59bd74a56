#include "library/library.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "../support.h"
#include "formats/format.h"
#include "yaml/image.h"

using support::World;

namespace {

std::string rendered(World& world, const std::string& text) {
  const ipi::Compiled& compiled = world.sound("ipt-initial");
  const support::Assessed assessed(compiled, text);
  const ipi::Rendering rendering{.library = &world.library, .version = "test", .explain = true};
  return ipi::render_json({&assessed.result, 1}, rendering);
}

std::vector<std::string> cases() {
  std::vector<std::string> paths;
  for (const char* folder : {"cases", "rules"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(fmt::format("{}/tests/conformance/{}", IPI_SOURCE_DIR, folder)))
      paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string faults(const std::vector<support::Text>& texts, std::string_view id = {}) {
  World world(texts);
  if (!id.empty()) CHECK(world.compiled(id) == nullptr);
  std::string all;
  for (const ipi::Diagnostic& said : world.diagnostics.all())
    all += fmt::format("{}{}: {}{}{}", all.empty() ? "" : "\n", said.code, said.message, said.help.empty() ? "" : " | ",
                       said.help);
  return all;
}

}  // namespace

TEST_SUITE("library") {
  TEST_CASE("the embedded image and the folder give the same bytes") {
    ipi::Diagnostics diagnostics;
    auto read = ipi::read_definitions(IPI_SOURCE_DIR "/data", diagnostics);
    REQUIRE_MESSAGE(read.has_value(), support::told(diagnostics));
    const std::string image = ipi::definitions_image(*read);
    World built_in(ipi::definitions_of_image(image));
    CHECK(built_in.library.definitions().digest() == support::shipped().library.definitions().digest());
    std::size_t forms = 0;
    for (const std::string& path : cases()) {
      const std::string text = support::file_text(path);
      CHECK_MESSAGE(rendered(built_in, text) == rendered(support::shipped(), text), path);
      ++forms;
    }
    CHECK(forms >= 29);
    CHECK(ipi::definitions_image(built_in.library.definitions()) == image);
  }

  TEST_CASE("every shipped protocol and instrument compiles") {
    for (const std::string_view id : support::shipped().library.form_ids())
      static_cast<void>(support::shipped().sound(id));
    CHECK(support::shipped().library.form_ids().front() == "ipt-initial");
  }

  TEST_CASE("a damaged image throws, wherever it is cut") {
    ipi::Diagnostics diagnostics;
    const std::string image = ipi::definitions_image(support::definitions(support::catalogues(), diagnostics));
    CHECK(ipi::definitions_of_image(image).files.size() == 3);
    for (std::size_t size = 0; size < image.size(); ++size) {
      const std::string cut = image.substr(0, size);
      CHECK_THROWS_AS(static_cast<void>(ipi::definitions_of_image(cut)), std::runtime_error);
    }
    CHECK_THROWS_AS(static_cast<void>(ipi::definitions_of_image(image + "x")), std::runtime_error);
    std::string many = image;
    many.replace(0, 4, "\xFF\xFF\xFF\xFF");
    CHECK_THROWS_AS(static_cast<void>(ipi::definitions_of_image(many)), std::runtime_error);
    // A flipped bit is either seen or harmless; it is never a crash.
    support::Random random(1);
    std::size_t seen = 0;
    for (int round = 0; round < 3000; ++round) {
      std::string flipped = image;
      const std::size_t at = random.below(flipped.size());
      flipped[at] = static_cast<char>(static_cast<unsigned char>(flipped[at]) ^ (1U << random.below(8)));
      try {
        ipi::Diagnostics ignored;
        const ipi::Library library(ipi::definitions_of_image(flipped), ignored);
        for (const auto& catalogue : library.catalogues()) static_cast<void>(catalogue);
      } catch (const std::runtime_error&) {
        ++seen;
      }
    }
    CHECK(seen >= 100);
  }

  TEST_CASE("of built-in definitions only what a form rests on is read") {
    // The tree of an instrument is spoilt: whoever reads it throws.
    std::string image = ipi::definitions_image(support::shipped().library.definitions());
    for (const ipi::DefinitionFile& file : support::shipped().library.definitions().files) {
      if (file.id() != "srrs") continue;
      std::string tree;
      ipi::yaml::append_image(file.document().root, tree);
      const std::size_t at = image.find(tree);
      REQUIRE(at != std::string::npos);
      image[at] = '\xFF';
    }
    World world(ipi::definitions_of_image(image));
    CHECK(world.library.form_ids() == support::shipped().library.form_ids());
    CHECK(world.library.definitions().digest() == support::shipped().library.definitions().digest());
    static_cast<void>(world.sound("ipt-initial"));
    static_cast<void>(world.sound("phq9"));
    CHECK(world.compiled("srr") == nullptr);
    CHECK_THROWS_AS(static_cast<void>(world.compiled("srrs")), std::runtime_error);
    CHECK_THROWS_AS(world.library.prefer("de"), std::runtime_error);
  }

  TEST_CASE("a folder without definitions, and one that is not there") {
    for (const char* folder : {"/nonexistent", IPI_SOURCE_DIR "/src"}) {
      ipi::Diagnostics diagnostics;
      CHECK_FALSE(ipi::read_definitions(folder, diagnostics).has_value());
      CHECK(support::codes(diagnostics) == "E0270");
    }
  }

  TEST_CASE("E0271: a file of no known kind") {
    CHECK(faults({{"models/x.yaml", "modle: x\n"}}) ==
          "E0271: the first key does not tell what this file defines | start with instrument:, protocol:, catalogue:, "
          "model:, convention:, safety:, suitability:, plan:, report: or site:");
    CHECK(faults({{"models/x.yaml", "[a]\n"}}).substr(0, 5) == "E0271");
    CHECK(faults({{"models/x.yaml", "revision: 1\nmodel: x\n"}}).substr(0, 5) == "E0271");
  }

  TEST_CASE("E0272: an id defined a second time") {
    const std::vector<support::Text> twice =
        support::together({support::catalogues(),
                           {support::instrument("a", "notes: [x]\n"),
                            {"instruments/b.yaml", support::instrument("a", "notes: [y]\n").text}}});
    CHECK(faults(twice) == "E0272: 'a' is defined a second time | ids are unique within their kind");
  }

  TEST_CASE("E0240: what a protocol names and nobody defines") {
    const auto with = [](const std::string& protocol) {
      return support::together(
          {support::catalogues(),
           {support::instrument("mood", ""), {"protocols/p.yaml", "protocol: p\ntitle: T\n" + protocol}}});
    };
    CHECK(faults(with("sections: [{instrument: modd}]\n"), "p") ==
          "E0240: there is no instrument 'modd' | did you mean 'mood'?");
    CHECK(faults(with("model: m\nsections: [{instrument: mood}]\n"), "p") == "E0240: there is no focus model 'm'");
    CHECK(faults(with("safety: s\nsections: [{instrument: mood}]\n"), "p") ==
          "E0240: there is no set of safety rules 's'");
    CHECK(faults(with("sections: [{events: {kinds: evnts}}]\n"), "p") ==
          "E0240: there is no catalogue 'evnts' | did you mean 'events'?");
    CHECK(faults({{"protocols/p.yaml", "protocol: p\ntitle: T\nsections: []\n"}}, "p") ==
          "E0240: there is no catalogue 'languages'");
  }

  TEST_CASE("an unknown id is null and no fault, a faulty one null both times and told once") {
    World world(support::together(
        {support::catalogues(), {{"protocols/p.yaml", "protocol: p\ntitle: T\nsections: [{instrument: x}]\n"}}}));
    CHECK(world.compiled("nothing") == nullptr);
    CHECK_FALSE(world.diagnostics.has_errors());
    CHECK(world.compiled("p") == nullptr);
    CHECK(world.compiled("p") == nullptr);
    CHECK(world.diagnostics.errors() == 1);
  }

  TEST_CASE("E0241 and E0242: addresses twice, and branches that rest on themselves") {
    const auto with = [](const std::string& sections) {
      return support::together(
          {support::catalogues(),
           {support::instrument("mood", ""), {"protocols/p.yaml", "protocol: p\ntitle: T\nsections:\n" + sections}}});
    };
    const std::string yes_no = "options: [{value: \"yes\", label: y}, {value: \"no\", label: n}]";
    CHECK(faults(with("  - {section: s, questions: [{id: a, text: x, type: text}]}\n  - {section: s, questions: [{id: "
                      "a, text: x, type: text}]}\n"),
                 "p") == "E0241: 's.a' would be the address of two questions | rename one of them");
    CHECK(faults(with("  - {section: s, questions: [{id: a, text: x, " + yes_no +
                      ", when: {s.b: \"yes\"}}, {id: b, text: x, " + yes_no + ", when: {s.a: \"yes\"}}]}\n"),
                 "p") ==
          "E0242: whether 's.a' applies depends on itself | let its branch rest on earlier questions\nE0242: whether "
          "'s.b' applies depends on itself | let its branch rest on earlier questions");
    // Many branches over shared ones are looked at once each.
    std::string deep = "  - section: s\n    questions:\n";
    for (int i = 0; i < 60; ++i) {
      deep += fmt::format("      - {{id: q{}, text: x, {}", i, yes_no);
      if (i > 1) deep += fmt::format(", when: {{s.q{}: \"yes\", s.q{}: \"yes\"}}", i - 1, i - 2);
      deep += "}\n";
    }
    World world(with(deep));
    static_cast<void>(world.sound("p"));
  }

  TEST_CASE("seeded fault: one weight changed changes the bytes") {
    std::vector<support::Text> texts;
    for (const ipi::DefinitionFile& file : support::shipped().library.definitions().files)
      texts.push_back({file.path, std::string(file.source->text())});
    for (support::Text& text : texts) {
      if (text.path == "models/ipt-default.yaml")
        text.text = support::changed(text.text, "- id: longing\n        weight: 2", "- id: longing\n        weight: 3");
    }
    World world(texts);
    const std::string text = support::file_text(IPI_SOURCE_DIR "/tests/conformance/cases/V1.yaml");
    CHECK(rendered(world, text) != rendered(support::shipped(), text));
  }
}
