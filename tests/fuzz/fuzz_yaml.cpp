// Mutates YAML files for ever differently and yet repeatably: usage is fuzz_yaml CORPUS COUNT SEED [FINDINGS].
// read() must neither crash nor throw, and must keep what its header promises. A text that breaks a promise is
// printed, and written to FINDINGS, where a unit test replays it from then on.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "../unit/yaml/promises.h"

namespace {

/// splitmix64: tiny, seeded by any number, the same on every machine.
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

 private:
  std::uint64_t state_;
};

/// Pieces that mean something to YAML: far more telling than random bytes.
constexpr std::array<std::string_view, 52> pieces{
    ": ",    ":",    "- ",   "-",    "? ",      "\n",     "\r\n", "\r",          "\t",    " ",      "  ",
    "\n  ",  "\n- ", "[",    "]",    "{",       "}",      ",",    "\"",          "'",     "''",     "\\",
    "\\\"",  "#",    " # c", "&x ",  "*x",      "!!s ",   "!",    "<<: ",        "---\n", "...",    "|\n",
    ">-\n ", "|2\n", "~",    "null", "%YAML ",  "@",      "`",    "日",          "é",     "\u00A0", "\u200B",
    "：",    "“",    "\xFF", "\x01", "\"\\u12", "a: b\n", "k: ",  "\xEF\xBB\xBF"};

void mutate(std::string& text, const std::vector<std::string>& corpus, Random& random) {
  const std::size_t at = random.below(text.size() + 1);
  const std::size_t length = random.below(12) + 1;
  switch (random.below(7)) {
    case 0:
      text.insert(at, pieces.at(random.below(pieces.size())));
      break;
    case 1:
      text.erase(at, length);
      break;
    case 2:
      text.insert(at, text.substr(random.below(text.size() + 1), length * 4));
      break;
    case 3:
      text.resize(at);
      break;
    case 4:
      text.replace(at, 1, 1, static_cast<char>(random.below(256)));
      break;
    case 5:
      text.replace(at, length, pieces.at(random.below(pieces.size())));
      break;
    default: {
      const std::string& other = corpus[random.below(corpus.size())];
      text.append(other, random.below(other.size() + 1), length * 8);
      break;
    }
  }
}

/// A text that grew from YAML's own signs alone.
std::string grown(Random& random) {
  std::string text;
  for (std::size_t count = random.below(40); count > 0; --count) text.append(pieces.at(random.below(pieces.size())));
  return text;
}

std::string next_text(const std::vector<std::string>& corpus, Random& random) {
  if (random.below(4) == 0) return grown(random);
  std::string text = corpus[random.below(corpus.size())];
  for (std::size_t count = random.below(6) + 1; count > 0; --count) mutate(text, corpus, random);
  return text;
}

std::vector<std::string> load(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) paths.push_back(entry.path());
  // The order of a folder is the file system's; a seed must mean the same everywhere.
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (const auto& path : paths) {
    std::ifstream stream{path, std::ios::binary};
    texts.emplace_back(std::istreambuf_iterator<char>{stream}, std::istreambuf_iterator<char>{});
  }
  return texts;
}

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void keep_finding(const std::string& folder, std::uint64_t index, const std::string& text) {
  if (folder.empty()) return;
  std::ofstream{fmt::format("{}/{}.yaml", folder, index), std::ios::binary} << text;
}

int run(const std::vector<std::string>& arguments) {
  const std::vector<std::string> corpus = load(arguments.at(0));
  if (corpus.empty()) throw std::runtime_error("the corpus is empty");
  const std::uint64_t count = number(arguments.at(1));
  Random random{number(arguments.at(2))};
  const std::string findings = arguments.size() > 3 ? arguments[3] : std::string{};
  int broken = 0;
  std::uint64_t accepted = 0;
  for (std::uint64_t index = 0; index < count; ++index) {
    const std::string text = next_text(corpus, random);
    const Verdict verdict = keep_promises(text);
    accepted += verdict.accepted ? 1U : 0U;
    if (verdict.broken.empty()) continue;
    ++broken;
    fmt::print("{}: {}\n{}\n", index, verdict.broken, text);
    keep_finding(findings, index, text);
  }
  fmt::print("{} texts, {} accepted, {} broke a promise\n", count, accepted, broken);
  return broken == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::span<char*> all{argv, static_cast<std::size_t>(argc)};
    if (all.size() < 4) {
      fmt::print(stderr, "usage: fuzz_yaml CORPUS COUNT SEED [FINDINGS]\n");
      return 2;
    }
    return run({all.begin() + 1, all.end()});
  } catch (const std::exception& fault) {
    fmt::print(stderr, "{}\n", fault.what());
    return 70;
  }
}
