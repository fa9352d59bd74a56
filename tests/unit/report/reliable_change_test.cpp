// The reliable change of a score between two forms.
#include "report/reliable_change.h"

#include <doctest/doctest.h>

#include <string>

#include "../support.h"

using ipi::Rational;
using ipi::report::ChangeVerdict;

namespace {

ipi::Instrument instrument(bool higher_is_worse) {
  ipi::Instrument one;
  one.id = "tiny";
  one.scores.resize(2);
  one.scores[0].id = "total";
  one.scores[1].id = "part";
  one.scores[0].higher_is_worse = higher_is_worse;
  one.reliable_changes.push_back({"total", Rational(116, 10), "internal consistency", 95, {}});
  return one;
}

ChangeVerdict judged(bool higher_is_worse, const Rational& earlier, const Rational& now) {
  const ipi::Instrument one = instrument(higher_is_worse);
  return ipi::report::judge_change(one, one.scores[0], earlier, now);
}

}  // namespace

TEST_SUITE("report reliable change") {
  TEST_CASE("the published figure itself is enough, a hair less is not") {
    CHECK(judged(true, 20, Rational(84, 10)) == ChangeVerdict::improved);
    CHECK(judged(true, 20, Rational(8400000001, 1000000000)) == ChangeVerdict::not_reliable);
    CHECK(judged(true, Rational(84, 10), 20) == ChangeVerdict::worsened);
    CHECK(judged(true, 5, 5) == ChangeVerdict::not_reliable);
  }

  TEST_CASE("a score of which higher is better goes the other way") {
    CHECK(judged(false, 0, 12) == ChangeVerdict::improved);
    CHECK(judged(false, 12, 0) == ChangeVerdict::worsened);
  }

  TEST_CASE("without a published figure nothing is said") {
    const ipi::Instrument one = instrument(true);
    CHECK(ipi::report::judge_change(one, one.scores[1], 0, 20) == ChangeVerdict::no_figure);
    CHECK(ipi::report::reliable_change_of(one, one.scores[1]) == nullptr);
  }

  TEST_CASE("of the shipped instruments every figure names its kind and confidence") {
    std::size_t figures = 0;
    for (const auto& defined : support::shipped().library.instruments()) {
      for (const ipi::ReliableChange& figure : defined.value.reliable_changes) {
        CAPTURE(defined.value.id);
        CHECK_FALSE(figure.kind.empty());
        CHECK((figure.confidence == 90 || figure.confidence == 95));
        CHECK(figure.change > Rational(0));
        ++figures;
      }
    }
    CHECK(figures >= 10);
  }
}
