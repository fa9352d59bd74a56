// A form read into one that was used before is the form read into a new one.
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "../mutation.h"
#include "../same_form.h"
#include "../support.h"

namespace {

const mutation::Damage damage{
    "0123456789 ,:;\"'\n#-{}[]xyAf.~",
    {"~", "null", "refused", "unknown", "yes", "no", "2", "[2, 2, 1]", "{before: inner}", "- person: P9",
     "state: draft", "notes: {E1: \"x\"}", "acknowledged: [suicide_red]", "declared: {phq9.total: 3}",
     "focus_agreed: {area: grief, subject: E1}", "2025-01", "P1", "E1", "none"}};

/// Reads one damaged form after the other, of whatever protocol, into one form.
struct Reader {
  ipi::Form used;
  std::size_t sound = 0, faulty = 0, differing = 0;

  void read(const std::string& text) {
    const ipi::SourceFile file("form", text);
    ipi::Diagnostics diagnostics;
    const auto document = ipi::yaml::read(file, diagnostics);
    const ipi::yaml::Node* name = document ? document->root.find("form") : nullptr;
    const ipi::Compiled* compiled = name != nullptr ? support::shipped().compiled(name->text) : nullptr;
    if (compiled == nullptr) return;
    ipi::Diagnostics fresh_said;
    ipi::Diagnostics used_said;
    const ipi::Form fresh = ipi::read_form(document->root, file, *compiled->layout, fresh_said);
    ipi::read_form(document->root, file, *compiled->layout, used_said, used);
    if (!same_form::same(fresh, used) || support::lines(fresh_said) != support::lines(used_said)) ++differing;
    ++(fresh_said.has_errors() ? faulty : sound);
  }
};

}  // namespace

TEST_SUITE("forms read again") {
  TEST_CASE("nothing of the form before is left, whatever it was") {
    Reader reader;
    const auto forms = mutation::yaml_forms();
    for (std::size_t seed = 1; seed <= mutation::seeds(2'000); ++seed) {
      support::Random random(seed);
      const std::string& form = forms[random.below(forms.size())];
      reader.read(random.chance(30) ? form : mutation::damaged(form, damage, random));
    }
    CHECK(reader.differing == 0);
    CHECK(reader.sound > 300);
    CHECK(reader.faulty > 200);
  }

  TEST_CASE("a seeded fault is seen: an answer that stays") {
    const std::string text = mutation::yaml_forms().front();
    Reader reader;
    reader.read(text);
    ipi::Form other = reader.used;
    CHECK(same_form::same(other, reader.used));
    other.answers.back().text = "left";
    CHECK_FALSE(same_form::same(other, reader.used));
  }
}
