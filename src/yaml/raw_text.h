#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

/// What yaml-cpp does not tell: where a token ends in the raw text. All offsets are bytes of the whole file.
namespace ipi::yaml::raw {

/// Offset after the closing quote of the quoted scalar at `begin`, or nullopt where it never closes.
[[nodiscard]] std::optional<std::size_t> end_of_quoted(std::string_view text, std::size_t begin);

/// Offset after the plain or block scalar whose folded value is `value`. Folding only ever trades white space for
/// white space, so the other characters are found in the same order.
[[nodiscard]] std::size_t end_of_folded(std::string_view text, std::size_t begin, std::string_view value);

/// First offset from `begin` on that is neither white space nor in a comment nor one of `also`.
[[nodiscard]] std::size_t skip_trivia(std::string_view text, std::size_t begin, std::string_view also = {});

/// First offset from `begin` on that is neither space nor tab.
[[nodiscard]] std::size_t skip_blanks(std::string_view text, std::size_t begin);

/// Offsets of the line that holds `offset`, without its end.
[[nodiscard]] std::size_t line_begin(std::string_view text, std::size_t offset);
[[nodiscard]] std::size_t line_end(std::string_view text, std::size_t offset);

/// Whether anything but a comment follows on the line.
[[nodiscard]] bool rest_of_line_is_empty(std::string_view text, std::size_t offset);

/// Length of the word for null that stands at `offset` ("~", "null", "Null", "NULL"), or 0.
[[nodiscard]] std::size_t null_word_length(std::string_view text, std::size_t offset);

}  // namespace ipi::yaml::raw
