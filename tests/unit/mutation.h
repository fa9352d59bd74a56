#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "support.h"

/// Texts with a little damage, for comparing two readers of one notation.
namespace mutation {

/// The forms that ship, and those of the golden cases.
inline std::vector<std::string> yaml_forms() {
  std::vector<std::filesystem::path> paths;
  const std::string root = IPI_SOURCE_DIR;
  for (const char* const folder : {"/examples/forms", "/examples/interview", "/tests/golden/score"}) {
    for (const auto& file : std::filesystem::recursive_directory_iterator(root + folder)) {
      if (file.is_regular_file() && file.path().extension() == ".yaml") paths.push_back(file.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (const auto& path : paths) texts.push_back(support::file_text(path.string()));
  return texts;
}

inline std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

inline std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

/// What damage a text gets: single bytes, pieces that mean something in the notation, whole lines.
struct Damage {
  std::string bytes;
  std::vector<std::string> pieces;
};

inline void damage_bytes(std::string& text, const Damage& damage, support::Random& random) {
  if (text.empty()) return;
  const std::size_t at = random.below(text.size());
  switch (random.below(4)) {
    case 0:
      text[at] = damage.bytes[random.below(damage.bytes.size())];
      break;
    case 1:
      text.insert(at, 1, damage.bytes[random.below(damage.bytes.size())]);
      break;
    case 2:
      text.erase(at, 1 + random.below(3));
      break;
    default:
      text.insert(at, damage.pieces[random.below(damage.pieces.size())]);
      break;
  }
}

/// A line that goes, comes twice, changes its place, its indentation, its end or what stands behind its last space.
inline void damage_line(std::string& text, const Damage& damage, support::Random& random) {
  std::vector<std::string> lines = lines_of(text);
  if (lines.empty()) return;
  const std::size_t at = random.below(lines.size());
  std::string& line = lines[at];
  const std::string& piece = damage.pieces[random.below(damage.pieces.size())];
  const std::size_t space = line.find_last_of(" :");
  const auto place = lines.begin() + static_cast<std::ptrdiff_t>(at);
  switch (random.below(8)) {
    case 0:
      lines.erase(place);
      break;
    case 1:
      lines.insert(place, line);
      break;
    case 2:
      std::swap(line, lines[random.below(lines.size())]);
      break;
    case 3:
      line.insert(0, 1 + random.below(3), ' ');
      break;
    case 4:
      line.erase(0, std::min(line.find_first_not_of(' '), 1 + random.below(3)));
      break;
    case 5:
      line = (line.ends_with('\n') ? line.substr(0, line.size() - 1) : line) + (random.chance(50) ? "\r\n" : " \n");
      break;
    case 6:
      lines.insert(place, piece + "\n");
      break;
    default:
      if (space != std::string::npos) line = line.substr(0, space + 1) + piece + "\n";
      break;
  }
  text = joined(lines);
}

/// How many texts to damage: as many as IPI_FUZZ_SEEDS says, for a longer run.
inline std::size_t seeds(std::size_t usual) {
  const char* const wanted = std::getenv("IPI_FUZZ_SEEDS");
  return wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : usual;
}

inline std::string damaged(std::string text, const Damage& damage, support::Random& random) {
  for (std::size_t changes = 1 + random.below(2); changes > 0; --changes) {
    if (random.chance(50)) {
      damage_bytes(text, damage, random);
    } else {
      damage_line(text, damage, random);
    }
  }
  return text;
}

}  // namespace mutation
