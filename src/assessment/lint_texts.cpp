#include <fmt/format.h>

#include "assessment/lint.h"
#include "text/digest.h"
#include "text/number.h"

namespace ipi {
namespace {

/// Lengths stand before the texts, so that nothing can move from one to the next unseen.
void add(const Translated& text, std::string& bytes) {
  bytes += fmt::format("{}\n", text.all().size());
  for (const auto& [language, words] : text.all()) bytes += fmt::format("{} {}\n{}\n", language, words.size(), words);
}

std::string_view next_word(std::string_view& line) {
  const std::size_t start = std::min(line.find_first_not_of(' '), line.size());
  line.remove_prefix(start);
  const std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(word.size());
  return word;
}

Place place_of(const yaml::Document& document) {
  const yaml::Node* revision = document.root.find("revision");
  return document.place_of(revision != nullptr ? *revision : document.root.children.front());
}

}  // namespace

std::string texts_digest(const Instrument& instrument) {
  std::string bytes;
  add(instrument.period, bytes);
  add(instrument.instruction, bytes);
  for (const Question& question : instrument.questions) {
    bytes += question.id + "\n";
    add(question.text, bytes);
    for (const Option& option : question.options) {
      bytes += option.value + "\n";
      add(option.label, bytes);
    }
  }
  return sha256_hex(bytes);
}

TextsLock parse_texts_lock(std::string_view text) {
  TextsLock lock;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const std::string_view id = next_word(line);
    const auto revision = read_integer(next_word(line)).value;
    const std::string_view digest = next_word(line);
    if (!id.empty() && id.front() != '#' && revision && !digest.empty())
      lock[std::string(id)] = {*revision, std::string(digest)};
  }
  return lock;
}

std::string to_text(const TextsLock& lock) {
  std::string text =
      "# The texts that respondents see, by id and revision. Refresh: ipi check --lock-texts data/instruments/*.yaml\n";
  for (const auto& [id, entry] : lock) text += fmt::format("{} {} {}\n", id, entry.revision, entry.digest);
  return text;
}

void check_texts_lock(const Instrument& instrument, const yaml::Document& document, const TextsLock& lock,
                      Diagnostics& diagnostics) {
  const auto known = lock.find(instrument.id);
  if (known == lock.end() || known->second.revision < instrument.revision) {
    diagnostics.report(
        {Severity::warning,
         "W0287",
         fmt::format("the texts of '{}', revision {}, are not in texts.lock", instrument.id, instrument.revision),
         {place_of(document), {}},
         {},
         "lock them: ipi check --lock-texts, with this file"});
    return;
  }
  if (known->second.revision > instrument.revision) {
    diagnostics.report({Severity::error,
                        "E0286",
                        fmt::format("revision {} of '{}' is older than the one in texts.lock, {}", instrument.revision,
                                    instrument.id, known->second.revision),
                        {place_of(document), {}},
                        {},
                        "a revision only goes up"});
    return;
  }
  if (known->second.digest == texts_digest(instrument)) return;
  diagnostics.report(
      {Severity::error,
       "E0286",
       fmt::format("the texts of '{}' changed, and its revision is still {}", instrument.id, instrument.revision),
       {place_of(document), {}},
       {},
       "answers to other words are other answers: raise revision:, then ipi check --lock-texts"});
}

void lock_texts(const Instrument& instrument, TextsLock& lock) {
  const auto known = lock.find(instrument.id);
  if (known != lock.end() && known->second.revision >= instrument.revision) return;
  lock[instrument.id] = {instrument.revision, texts_digest(instrument)};
}

}  // namespace ipi
