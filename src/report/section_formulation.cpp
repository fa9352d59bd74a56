#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "ipi/report/formulation.h"
#include "page.h"

namespace ipi::report {
namespace {

Text basis_of(const Page& page, const FormulatedSentence& said) {
  Text basis;
  for (const std::string& score : said.scores) {
    basis.push_back({basis.empty() ? ": " : ", ", Voice::quiet});
    basis.push_back({score, Voice::code});
  }
  const Text answers = page.given(said.answers);
  if (!answers.empty()) basis.push_back({basis.empty() ? ": " : ", ", Voice::quiet});
  basis.insert(basis.end(), answers.begin(), answers.end());
  basis.push_back({fmt::format(" · {}", source_words(said.sentence->source)), Voice::quiet});
  return basis;
}

/// The works that the sentences name by their keys.
std::string works_words(const Page& page, const std::vector<FormulatedSentence>& said) {
  std::set<std::string> named;
  for (const FormulatedSentence& sentence : said) named.insert(sentence.sentence->source.keys.begin(), sentence.sentence->source.keys.end());
  std::string words;
  for (const auto& [key, work] : page.source().words->words->sources) {
    if (named.count(key) > 0) words += fmt::format("{}{}: {}", words.empty() ? "" : " · ", key, work);
  }
  return words;
}

}  // namespace

std::vector<Block> formulation_section(const Page& page) {
  if (page.source().words == nullptr) return {};
  const auto said = formulate(page.assessment(), *page.source().words, page.language());
  if (said.empty()) return {};
  Sentences sentences;
  for (const FormulatedSentence& one : said) {
    const bool by_hand = one.sentence->clinician;
    sentences.sentences.push_back({std::string(one.part->title.in(page.language())), one.text, by_hand ? "clinician’s" : "from answers", basis_of(page, one), by_hand});
  }
  std::vector<Block> blocks;
  blocks.emplace_back(Paragraph{quiet("A draft in words for the patient. Each sentence says what it rests on; change whatever is not right.")});
  blocks.emplace_back(std::move(sentences));
  blocks.emplace_back(Paragraph{quiet(works_words(page, said))});
  return blocks;
}

}  // namespace ipi::report
