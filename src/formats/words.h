#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "instrument/instrument.h"

namespace ipi {

using Works = std::vector<std::pair<std::string, std::string>>;

/// "0 = Not at all, 1 = Several days"; a value that is its own label stands alone. To be wrapped, then made printable.
[[nodiscard]] std::string options_in_words(std::span<const Option> options);
/// A wrapped line as it may be printed: the spaces that hold an option together are spaces again, controls are escaped.
[[nodiscard]] std::string printable(std::string_view text);
/// What may be written as an answer: the options, or what a number, date or code looks like.
[[nodiscard]] std::string answers_in_words(const Question& question);
[[nodiscard]] bool same_options(std::span<const Option> a, std::span<const Option> b);

/// A condition as it reads beside an entry of a roster: without `this.`.
[[nodiscard]] std::string branch_in_words(const Condition& condition);

/// Where a figure comes from; keys are looked up among the works. "unconfirmed" stands wherever nobody has read it.
[[nodiscard]] std::string source_in_words(const Source& source, const Works& works = {});

/// "1, 2, 3, 7" as "1 to 3, 7" where ids are consecutive numbers.
[[nodiscard]] std::string ids_in_words(const Instrument& instrument, std::span<const std::size_t> questions);

/// "one item", "3 items".
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun, std::string_view plural = {});

}  // namespace ipi
