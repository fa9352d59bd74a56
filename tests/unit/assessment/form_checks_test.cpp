#include "assessment/form_checks.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "assessment/check_definitions.h"
#include "library/library.h"
#include "yaml/read.h"

using namespace ipi;

namespace {

std::string told(const Diagnostics& diagnostics) {
  std::string all;
  for (const Diagnostic& diagnostic : diagnostics.all()) all.append(to_text(diagnostic));
  return all;
}

std::string codes(const Diagnostics& diagnostics) {
  std::string all;
  for (const Diagnostic& diagnostic : diagnostics.all()) all.append(all.empty() ? "" : " ").append(diagnostic.code);
  return all;
}

DefinitionFile definition(const std::string& name, const std::string& text, Diagnostics& diagnostics) {
  auto source = std::make_unique<SourceFile>(name, text);
  auto document = yaml::read(*source, diagnostics);
  REQUIRE_MESSAGE(document, told(diagnostics));
  return {name, {}, std::move(source), std::move(*document)};
}

const char* const tiny =
    "instrument: tiny\ntitle: Tiny\nconstruct: x\ncitation: {text: x}\nlicence: {item_text: own, basis: x}\n"
    "options: [{value: 0, label: No}, {value: 1, label: Yes}]\n"
    "items: [{id: \"1\", text: a}, {id: \"2\", text: b, reverse: \"yes\"}]\n"
    "questions: [{id: words, text: c, type: text}]\n"
    "scores:\n  - {id: total, method: sum, items: [\"1\", \"2\"], bands: [{from: 0, label: low}, {from: 2, label: "
    "high}], band_source: {text: x}}\n";

/// A library of one instrument, with the catalogue that every protocol needs.
std::unique_ptr<Library> library_of(const std::string& instrument, Diagnostics& diagnostics) {
  Definitions definitions;
  definitions.files.push_back(definition(
      "languages.yaml", "catalogue: languages\ntitle: L\nentries: [{id: en, label: English}]\n", diagnostics));
  definitions.files.push_back(definition("tiny.yaml", instrument, diagnostics));
  auto library = std::make_unique<Library>(std::move(definitions), diagnostics);
  REQUIRE_MESSAGE(!diagnostics.has_errors(), told(diagnostics));
  return library;
}

std::string examples(const std::string& lines) {
  Diagnostics diagnostics;
  const auto library = library_of(tiny + ("examples:\n" + lines), diagnostics);
  check_definitions(*library, diagnostics);
  return codes(diagnostics);
}

std::string identifier(const std::string& words) {
  Diagnostics diagnostics;
  const auto library = library_of(tiny, diagnostics);
  const Compiled* compiled = library->compiled("tiny", diagnostics);
  REQUIRE(compiled != nullptr);
  const SourceFile file("form.yaml", "form: tiny\nanswers: {words: \"" + words + "\"}\n");
  const auto document = yaml::read(file, diagnostics);
  REQUIRE(document);
  const Form form = read_form(document->root, file, *compiled->layout, diagnostics);
  warn_of_identifiers(form, diagnostics);
  return diagnostics.all().empty()
             ? ""
             : diagnostics.all().front().message.substr(std::string("words looks as if it held ").size() + 5);
}

}  // namespace

TEST_SUITE("worked examples") {
  TEST_CASE("an example that agrees says nothing") {
    CHECK(examples("  - {answers: [1, 0], expect: {total: {value: 2, band: high}}}\n  - {answers: {\"1\": 1}, expect: "
                   "{total: null}}\n")
              .empty());
  }
  TEST_CASE("a value, a null, a band and a missing value that differ are each reported") {
    CHECK(examples("  - {answers: [1, 0], expect: {total: 1}}\n") == "E0260");
    CHECK(examples("  - {answers: [1, 0], expect: {total: null}}\n") == "E0260");
    CHECK(examples("  - {answers: {\"1\": 1}, expect: {total: 1}}\n") == "E0260");
    CHECK(examples("  - {answers: [1, 0], expect: {total: {value: 2, band: low}}}\n") == "E0260");
    CHECK(examples("  - {answers: [1, 0], expect: {total: {value: 2, band: null}}}\n") == "E0260");
    CHECK(examples("  - {answers: [1, 0], expect: {total: {value: 3, band: low}}}\n") == "E0260 E0260");
  }
  TEST_CASE("a malformed example is reported by what is wrong with it") {
    CHECK(examples("  - {answers: [1, 0], expect: {totl: 2}}\n") == "E0227");
    CHECK(examples("  - {answers: [1, 0], expect: {total: two}}\n") == "E0207");
    CHECK(examples("  - {answers: [1, 5], expect: {total: 2}}\n") == "E0304");
    CHECK(examples("  - {answers: [1, 0]}\n") == "E0203");
  }
}

TEST_SUITE("identifiers") {
  TEST_CASE("what looks like one") {
    CHECK(identifier("write to jane@example.org.") == "an e-mail address");
    CHECK(identifier("call +44 7700 900123") == "a phone number");
    CHECK(identifier("call 0171 555 0199") == "a phone or record number");
    CHECK(identifier("record 4711123") == "a phone or record number");
    CHECK(identifier("born 12.3.1968") == "an exact date, such as that of a birth");
    CHECK(identifier("1968-03-12") == "an exact date, such as that of a birth");
    CHECK(identifier("on 12/03/68") == "an exact date, such as that of a birth");
  }
  TEST_CASE("what does not") {
    for (const char* words : {"worst in 2010, 2015 and 2020", "2010-2015", "since 2025-11", "3 to 4 times, 24/7",
                              "PHQ-9 of 14", "an @ sign", "at@home", "1.5 hours"}) {
      CAPTURE(words);
      CHECK(identifier(words).empty());
    }
  }
}
