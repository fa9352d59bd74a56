#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "assessment_promises.h"
#include "support.h"

TEST_SUITE("form findings") {
  TEST_CASE("every form that a fuzzer once broke a promise with keeps them all") {
    const std::filesystem::path folder = IPI_SOURCE_DIR "/tests/fuzz/findings/form";
    if (!std::filesystem::exists(folder)) return;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
      CAPTURE(entry.path().string());
      CHECK(keep_form_promises(support::shipped().library, support::file_text(entry.path())).broken == "");
    }
  }

  TEST_CASE("seeded fault: a span outside its file is seen") {
    const ipi::SourceFile file("a.yaml", "short");
    ipi::Diagnostics diagnostics;
    diagnostics.report({ipi::Severity::error, "E0000", "x", {{&file, {2, 99}}, {}}, {}, {}});
    CHECK(check_spans(diagnostics) == "a span lies outside its file");
  }
}
