// Mutates forms, for ever differently and yet repeatably: usage is fuzz_form DATA CORPUS COUNT SEED [FINDINGS].
// Whatever a form says, it is read, assessed and rendered, or refused with diagnostics that lie within its file. A text
// that breaks this is printed, and written to FINDINGS, where a unit test replays it from then on.

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

#include "../unit/assessment_promises.h"

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

/// Words that mean something in a form, each likely to stand where it should not.
constexpr std::array<std::string_view, 58> words{"unknown",
                                                 "refused",
                                                 "skipped",
                                                 "not_asked",
                                                 "yes",
                                                 "no",
                                                 "none",
                                                 "true",
                                                 "~",
                                                 "[]",
                                                 "{}",
                                                 "0",
                                                 "3",
                                                 "-1",
                                                 "010",
                                                 "99",
                                                 "1e9",
                                                 "2025",
                                                 "2025-02",
                                                 "2026-13",
                                                 "2199-12",
                                                 "1800",
                                                 "9223372036854775808",
                                                 "P1",
                                                 "P2",
                                                 "E1",
                                                 "E9",
                                                 "draft",
                                                 "final",
                                                 "current",
                                                 "deceased",
                                                 "ended",
                                                 "mother",
                                                 "job_lost",
                                                 "partner_died",
                                                 "answers",
                                                 "events",
                                                 "relationships",
                                                 "phq9",
                                                 "[0, 1, 2]",
                                                 "{before: inner}",
                                                 "{now: unknown}",
                                                 "own_tie",
                                                 "closeness",
                                                 "because_of",
                                                 "when",
                                                 "form",
                                                 "[skipped, 3]",
                                                 "{\"9\": 3}",
                                                 "patient_view",
                                                 "complete",
                                                 "declared",
                                                 "{phq9.total: 3}",
                                                 "notes",
                                                 "respondent",
                                                 "{age: 12}",
                                                 "\"\"",
                                                 "日"};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = text.find('\n', at);
    const std::size_t next = end == std::string::npos ? text.size() : end + 1;
    lines.push_back(text.substr(at, next - at));
    at = next;
  }
  return lines;
}

std::string join(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

/// The value of a random "key: value" takes another word.
void replace_value(std::string& text, Random& random) {
  const std::size_t from = random.below(text.size() + 1);
  std::size_t at = text.find(": ", from);
  if (at == std::string::npos) at = text.find(": ");
  if (at == std::string::npos) return;
  const std::size_t end = text.find_first_of(",}]\n", at + 2);
  text.replace(at + 2, (end == std::string::npos ? text.size() : end) - at - 2, words.at(random.below(words.size())));
}

void mutate(std::string& text, const std::vector<std::string>& corpus, Random& random) {
  std::vector<std::string> lines = lines_of(text);
  if (lines.empty()) return;
  const std::size_t line = random.below(lines.size());
  switch (random.below(10)) {
    case 0:
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(line));
      text = join(lines);
      return;
    case 1:
      lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(line), lines[random.below(lines.size())]);
      text = join(lines);
      return;
    case 2: {
      const std::vector<std::string> other = lines_of(corpus[random.below(corpus.size())]);
      if (!other.empty())
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(line), other[random.below(other.size())]);
      text = join(lines);
      return;
    }
    case 3:
      text.insert(random.below(text.size() + 1), words.at(random.below(words.size())));
      return;
    case 4:
      text.erase(random.below(text.size()), random.below(6) + 1);
      return;
    case 5:
      text[random.below(text.size())] = static_cast<char>(random.below(256));
      return;
    default:
      replace_value(text, random);
  }
}

void load(const std::filesystem::path& folder, std::vector<std::string>& texts) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) paths.push_back(entry.path());
  // The order of a folder is the file system's; a seed must mean the same everywhere.
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    std::ifstream stream{path, std::ios::binary};
    texts.emplace_back(std::istreambuf_iterator<char>{stream}, std::istreambuf_iterator<char>{});
  }
}

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

int run(const std::vector<std::string>& arguments) {
  ipi::Diagnostics diagnostics;
  auto definitions = ipi::read_definitions(arguments.at(0), diagnostics);
  if (!definitions) throw std::runtime_error("no definitions");
  ipi::Library library(std::move(*definitions), diagnostics);
  std::vector<std::string> corpus;
  load(arguments.at(1), corpus);
  if (corpus.empty()) throw std::runtime_error("the corpus is empty");
  corpus.emplace_back("form: phq9\nanswers: [2, 2, 1, 2, 1, 3, 2, 1, 0]\n");
  corpus.emplace_back("form: wsas\nanswers: {retired: yes, \"1\": 4, \"2\": 4}\n");
  const std::uint64_t count = number(arguments.at(2));
  Random random{number(arguments.at(3))};
  int broken = 0;
  std::uint64_t assessed = 0;
  for (std::uint64_t index = 0; index < count; ++index) {
    std::string text = corpus[random.below(corpus.size())];
    for (std::size_t changes = random.below(5) + 1; changes > 0; --changes) mutate(text, corpus, random);
    const FormVerdict verdict = keep_form_promises(library, text);
    assessed += verdict.assessed ? 1U : 0U;
    if (verdict.broken.empty()) continue;
    ++broken;
    fmt::print("{}: {}\n{}\n", index, verdict.broken, text);
    if (arguments.size() > 4) std::ofstream{fmt::format("{}/{}.yaml", arguments[4], index), std::ios::binary} << text;
  }
  fmt::print("{} texts, {} assessed, {} broke a promise\n", count, assessed, broken);
  // Mutations that leave nothing to assess would test the YAML reader only.
  return broken == 0 && assessed * 10 >= count ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::span<char*> all{argv, static_cast<std::size_t>(argc)};
    if (all.size() < 5) {
      fmt::print(stderr, "usage: fuzz_form DATA CORPUS COUNT SEED [FINDINGS]\n");
      return 2;
    }
    return run({all.begin() + 1, all.end()});
  } catch (const std::exception& fault) {
    fmt::print(stderr, "{}\n", fault.what());
    return 70;
  }
}
