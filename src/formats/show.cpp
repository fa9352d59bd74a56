#include "formats/show.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "formats/show_page.h"
#include "formats/words.h"

namespace ipi {
namespace {

template <class T>
std::size_t longest_id(const Shelf<T>& shelf) {
  std::size_t longest = 0;
  for (const std::string_view id : shelf.ids()) longest = std::max(longest, id.size());
  return longest;
}

template <class T>
void add_list(ShowPage& page, std::string_view heading, const Shelf<T>& shelf, std::size_t column) {
  if (shelf.empty()) return;
  page.heading(heading);
  for (const auto& defined : shelf) page.field(defined.value.id, defined.value.title.original(), 2, column);
}

}  // namespace

std::string show_list(const Library& library, std::size_t width) {
  const std::size_t column =
      4 +
      std::max({longest_id(library.instruments()), longest_id(library.protocols()), longest_id(library.catalogues()),
                longest_id(library.models()), longest_id(library.safety_rules()), longest_id(library.suitabilities()),
                longest_id(library.conventions()), longest_id(library.plans()), longest_id(library.reports())});
  ShowPage page(width);
  page.text(fmt::format("Definitions: {}, {} files", library.definitions().origin, library.definitions().files.size()));
  add_list(page, "Protocols", library.protocols(), column);
  add_list(page, "Instruments (each is a protocol of its own, too)", library.instruments(), column);
  add_list(page, "Catalogues", library.catalogues(), column);
  add_list(page, "Focus models", library.models(), column);
  add_list(page, "Conventions (schools and contexts)", library.conventions(), column);
  add_list(page, "Safety rules", library.safety_rules(), column);
  add_list(page, "Suitability", library.suitabilities(), column);
  add_list(page, "Treatment plans", library.plans(), column);
  add_list(page, "Words of reports", library.reports(), column);
  page.blank();
  page.text("'ipi show ID' shows one of them, 'ipi template ID' writes a blank form of a protocol or instrument.");
  return page.take();
}

std::optional<std::string> show(const Library& library, std::string_view id, std::size_t width) {
  std::string text;
  const auto add = [&](const auto& shelf, const auto& render) {
    const auto* found = shelf.find(id);
    if (found == nullptr) return;
    if (!text.empty()) text += "\n";
    text += render(*found);
  };
  add(library.protocols(), [&](const Protocol& protocol) { return show_protocol(protocol, library, width); });
  add(library.instruments(), [&](const Instrument& instrument) { return show_instrument(instrument, width); });
  add(library.catalogues(), [&](const Catalogue& catalogue) { return show_catalogue(catalogue, width); });
  add(library.models(), [&](const Model& model) { return show_model(model, width); });
  add(library.conventions(), [&](const Convention& convention) { return show_convention(convention, library, width); });
  add(library.safety_rules(), [&](const SafetyRules& rules) { return show_safety_rules(rules, width); });
  add(library.suitabilities(), [&](const Suitability& suitability) { return show_suitability(suitability, width); });
  add(library.plans(), [&](const Plan& plan) { return show_plan(plan, width); });
  add(library.reports(), [&](const ReportWords& words) { return show_report_words(words, width); });
  if (text.empty()) return std::nullopt;
  return text;
}

std::string show_catalogue(const Catalogue& catalogue, std::size_t width) {
  std::size_t column = 0;
  for (const Option& entry : catalogue.entries) column = std::max(column, entry.value.size() + 4);
  ShowPage page(width);
  page.title(fmt::format("{}: {}", catalogue.id, catalogue.title.original()));
  const bool has_words = std::any_of(catalogue.entries.begin(), catalogue.entries.end(),
                                     [](const Option& entry) { return !entry.also.empty(); });
  page.text(fmt::format("Catalogue, revision {}, {}. Tags stand in brackets; conditions ask for them.{}",
                        catalogue.revision, counted(catalogue.entries.size(), "entry", "entries"),
                        has_words ? " Behind 'also' stand words that an interview takes for the same." : ""));
  page.blank();
  for (const Option& entry : catalogue.entries) {
    std::string text(entry.label.original());
    if (!entry.tags.empty()) text += fmt::format(" [{}]", fmt::join(entry.tags, ", "));
    if (!entry.also.empty()) text += fmt::format("; also {}", fmt::join(entry.also, ", "));
    page.field(entry.value, text, 2, column);
  }
  return page.take();
}

std::string show_safety_rules(const SafetyRules& rules, std::size_t width) {
  ShowPage page(width);
  page.title(fmt::format("{}: {}", rules.id, rules.title.original()));
  page.text(
      fmt::format("Safety rules, revision {}. They are looked at before anything else, also on a form that is rejected "
                  "for another fault; they never change a score.",
                  rules.revision));
  for (const SafetyRule& rule : rules.rules) {
    page.heading(fmt::format("{} ({}{}{})", rule.id, rule.red ? "RED" : "amber",
                             rule.each ? fmt::format(", for each of the {}", to_text(*rule.each)) : "",
                             rule.is_private ? ", private" : ""));
    page.text(rule.statement.original(), 2);
    if (rule.where) page.text(fmt::format("Looked at where {}.", branch_in_words(*rule.where)), 2, 2);
    if (rule.holds) page.text(fmt::format("Where {}.", branch_in_words(*rule.holds)), 2, 2);
    if (!rule.unanswered.empty())
      page.text(fmt::format("Where one of these applies and has no answer: {}.", fmt::join(rule.unanswered, ", ")), 2,
                2);
    page.text(fmt::format("Source: {}", source_in_words(rule.source, rules.sources)), 2, 2);
  }
  return page.take();
}

}  // namespace ipi
