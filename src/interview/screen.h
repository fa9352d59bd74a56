#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ipi::interview {

/// What a line is for. A console may colour by it; nothing is said by colour alone.
enum class Style : std::uint8_t { plain, heading, question, choices, quiet, echo, refusal, safety, command };

/// One paragraph of the conversation, not yet broken into lines: the console knows how wide it is.
struct Line {
  Style style = Style::plain;
  std::string text;
  std::vector<std::string> chunks;  ///< of choices: each stays whole where it fits; of a command: each stays whole
};
using Lines = std::vector<Line>;

[[nodiscard]] inline Line line(Style style, std::string text) { return {style, std::move(text), {}}; }
[[nodiscard]] inline Line choices(std::vector<std::string> chunks) { return {Style::choices, {}, std::move(chunks)}; }
/// A command or a file to be copied, after what it is for. Where it does not fit beside that it stands below, and goes
/// on over a line's end as a shell reads it.
[[nodiscard]] inline Line command(std::string what, std::vector<std::string> words) {
  return {Style::command, std::move(what), std::move(words)};
}
/// A file's name as a shell takes it for one word.
[[nodiscard]] std::string for_shell(std::string_view path);
void append(Lines& lines, Lines more);

/// The paragraph as lines of at most `width` columns, escaped so that nothing in it can steer a terminal. A word wider
/// than that stands alone, as does a word to be copied.
[[nodiscard]] std::vector<std::string> lay_out(const Line& line, std::size_t width);

/// The text for a terminal that shows ASCII only: dashes, quotes and dots by their nearest sign, Latin letters without
/// their marks, anything else as "?".
[[nodiscard]] std::string to_ascii(std::string_view text);

}  // namespace ipi::interview
