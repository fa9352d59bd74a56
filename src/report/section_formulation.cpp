#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "report/formulation.h"
#include "report/page.h"

namespace ipi::report {
namespace {

/// Where a score is named, its items need not be.
std::vector<Variable> without_items_of_scores(const Page& page, const FormulatedSentence& said) {
  std::vector<Variable> answers = said.answers;
  std::erase_if(answers, [&](const Variable& variable) {
    const Instrument* instrument = page.layout().group(variable.group).slots[variable.slot].instrument;
    return variable.group == Group::form && instrument != nullptr &&
           std::any_of(said.facts.begin(), said.facts.end(),
                       [&](const std::string& fact) { return fact.starts_with(instrument->id + "."); });
  });
  return answers;
}

Text basis_of(const Page& page, const FormulatedSentence& said) {
  Text basis;
  const auto add = [&](Text more, std::string_view separator) {
    if (!basis.empty() && !more.empty()) basis.push_back({std::string(separator), Voice::quiet});
    basis.insert(basis.end(), more.begin(), more.end());
  };
  for (const std::string& fact : said.facts) add(code(fact), ", ");
  add(page.trace(without_items_of_scores(page, said)), ", ");
  add(quiet(source_words(said.sentence->source)), " · ");
  return basis;
}

/// The works that the sentences name by their keys.
std::string works_words(const Page& page, const std::vector<FormulatedSentence>& said) {
  std::set<std::string> named;
  for (const FormulatedSentence& sentence : said)
    named.insert(sentence.sentence->source.keys.begin(), sentence.sentence->source.keys.end());
  std::string words;
  for (const auto& [key, work] : page.source().words->words->sources) {
    if (named.count(key) > 0) words += fmt::format("{}{}: {}", words.empty() ? "" : " · ", key, work);
  }
  return words;
}

}  // namespace

std::vector<Block> formulation_section(const Page& page) {
  if (page.source().words == nullptr) return {};
  const auto said = formulate(page.assessment(), *page.source().words, page.language(), page.keeps_back());
  if (said.empty()) return {};
  Sentences sentences;
  for (const FormulatedSentence& one : said) {
    const bool by_hand = one.sentence->by_hand;
    sentences.sentences.push_back({std::string(one.part->title.in(page.language())), one.text,
                                   by_hand ? "clinician's" : "from answers", basis_of(page, one), by_hand});
  }
  std::vector<Block> blocks;
  blocks.emplace_back(Paragraph{
      quiet("A draft in words for the patient. Each sentence says what it rests on; change whatever is not right.")});
  blocks.emplace_back(std::move(sentences));
  blocks.emplace_back(Paragraph{quiet(works_words(page, said))});
  return blocks;
}

}  // namespace ipi::report
