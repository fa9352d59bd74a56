#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "assessment/lint.h"
#include "scoring/attainable.h"
#include "text/utf8.h"

namespace ipi {
namespace {

constexpr int places = 6;
constexpr std::size_t fewest_examples = 3;
constexpr std::size_t longest_label = 60;  // code points; our own labels are shorter, published items seldom are

std::string shown(const Rational& value) { return to_decimal(value, places); }

bool is_given(const Source& source) { return !source.text.empty() || !source.keys.empty(); }

void visit_addresses(const Condition& condition, std::set<std::string>& addresses) {
  for (const Condition& part : condition.parts) visit_addresses(part, addresses);
  if (condition.kind != Condition::Kind::test) return;
  addresses.insert(condition.address);
  for (const auto& limit : {condition.test.lower, condition.test.upper}) {
    if (!limit) continue;
    if (const auto* address = std::get_if<std::string>(&limit->against)) addresses.insert(*address);
  }
}

/// Whether the value falls in the band at that position.
bool is_in(const std::vector<Band>& bands, std::size_t position, const Rational& value) {
  const auto starts = [&](const Band& band) { return band.above ? value > band.threshold : value >= band.threshold; };
  return starts(bands[position]) && (position + 1 == bands.size() || !starts(bands[position + 1]));
}

bool any_in(const std::vector<Band>& bands, std::size_t position, const std::vector<Rational>& values) {
  return std::any_of(values.begin(), values.end(),
                     [&](const Rational& value) { return is_in(bands, position, value); });
}

class InstrumentLint {
 public:
  InstrumentLint(const Instrument& instrument, const yaml::Document& document, Diagnostics& diagnostics)
      : instrument_(&instrument), document_(&document), diagnostics_(&diagnostics) {}

  void run() {
    const std::vector<Attainable> attainable = attainable_values(*instrument_);
    for (std::size_t i = 0; i < instrument_->scores.size(); ++i) {
      const Score& score = instrument_->scores[i];
      check_sources(score);
      check_twice(score);
      if (!attainable[i].listed) continue;
      check_range(score, attainable[i]);
      for (const BandSet& set : score.band_sets) check_bands(score, set, attainable[i]);
      for (const BandSet& set : score.other_bands) check_bands(score, set, attainable[i]);
    }
    for (const Question& question : instrument_->questions) check_reverse(question);
    check_never_scored();
    check_examples();
    check_licence();
  }

 private:
  void error(const Place& place, std::string_view code, std::string message, std::string help) const {
    diagnostics_->report({Severity::error, code, std::move(message), {place, {}}, {}, std::move(help)});
  }
  void warn(const Place& place, std::string_view code, std::string message, std::string help) const {
    diagnostics_->report({Severity::warning, code, std::move(message), {place, {}}, {}, std::move(help)});
  }
  /// The value of a key of the file, or of its first key.
  Place place_of(std::string_view key) const {
    const yaml::Node* node = document_->root.find(key);
    return document_->place_of(node != nullptr ? *node : document_->root.children.front());
  }

  void check_sources(const Score& score) const {
    if (!is_given(score.source)) {
      warn(score.place, "W0282", fmt::format("nothing says where the key of '{}' comes from", score.id),
           "add source: {text: ...}, with confirmed: \"no\" where nobody has read it there");
    }
    const auto check = [&](const BandSet& set) {
      const bool each =
          std::all_of(set.bands.begin(), set.bands.end(), [](const Band& band) { return band.source.has_value(); });
      if (each || is_given(set.source)) return;
      error(score.place, "E0282", fmt::format("the cut-offs of '{}' have no source", score.id),
            "add band_source: {text: ...}, with confirmed: \"no\" where nobody has read it there");
    };
    for (const BandSet& set : score.band_sets) check(set);
  }

  void check_bands(const Score& score, const BandSet& set, const Attainable& values) const {
    if (set.bands.empty()) return;
    const Band& first = set.bands.front();
    const bool above = first.above;
    const auto below = std::find_if(values.incomplete.begin(), values.incomplete.end(), [&](const Rational& value) {
      return above ? value <= first.threshold : value < first.threshold;
    });
    if (below != values.incomplete.end()) {
      error(score.place, "E0280",
            fmt::format("with answers missing, '{}' can be {}, which has no band: the first starts {} {}", score.id,
                        shown(*below), above ? "above" : "at", shown(first.threshold)),
            "bands cover every value that the missing rule lets the score take");
    }
    for (std::size_t i = 0; i < set.bands.size(); ++i) check_reach(score, set.bands, i, values);
  }

  void check_reach(const Score& score, const std::vector<Band>& bands, std::size_t position,
                   const Attainable& values) const {
    if (any_in(bands, position, values.complete)) return;
    const std::string name = fmt::format("the band '{}' of '{}'", bands[position].label.original(), score.id);
    if (any_in(bands, position, values.incomplete)) {
      warn(score.place, "W0281", fmt::format("{} is reached only with answers missing", name),
           "whole forms step over it: compare its ends with the values that the score can take");
    } else {
      error(score.place, "E0281", fmt::format("no answers lead to {}", name),
            "compare its ends with the values that the score can take");
    }
  }

  void check_range(const Score& score, const Attainable& values) const {
    if (!score.lowest || !score.highest || values.complete.empty()) return;
    const Rational& low = values.complete.front();
    const Rational& high = values.complete.back();
    if (low == *score.lowest && high == *score.highest) return;
    error(score.place, "E0285",
          fmt::format("'{}' is declared to go from {} to {}, but its key goes from {} to {}", score.id,
                      shown(*score.lowest), shown(*score.highest), shown(low), shown(high)),
          "either an item, an option or the method is wrong, or the range is");
  }

  /// The items that a score rests on, through the scores it is made of.
  std::vector<std::size_t> items_of(const Score& score) const {
    std::vector<std::size_t> items = score.items;
    for (const std::size_t part : score.scores) {
      const auto below = items_of(instrument_->scores[part]);
      items.insert(items.end(), below.begin(), below.end());
    }
    return items;
  }

  void check_twice(const Score& score) const {
    std::vector<std::pair<std::size_t, std::size_t>> seen;  // item, and the part that adds it
    for (const std::size_t part : score.scores) {
      for (const std::size_t item : items_of(instrument_->scores[part])) {
        const auto same = std::find_if(seen.begin(), seen.end(),
                                       [&](const auto& entry) { return entry.first == item && entry.second != part; });
        if (same != seen.end()) {
          error(score.place, "E0283",
                fmt::format("'{}' adds item '{}' twice: it is in '{}' and in '{}'", score.id,
                            instrument_->questions[item].id, instrument_->scores[same->second].id,
                            instrument_->scores[part].id),
                "an item counts once in a total; give the total items: of its own where the scales overlap");
          return;
        }
        seen.emplace_back(item, part);
      }
    }
  }

  void check_reverse(const Question& question) const {
    if (!question.reverse) return;
    std::vector<Rational> values;
    for (const Option& option : question.options) {
      if (option.number) values.push_back(*option.number);
    }
    if (values.size() < 2 || values.size() != question.options.size()) {
      error(question.place, "E0284", fmt::format("'{}' is reversed, but its options are not all numbers", question.id),
            "reversal needs the whole range: (lowest + highest) - value");
      return;
    }
    std::sort(values.begin(), values.end());
    for (const Rational& value : values) {
      const Rational mirrored = values.front() + values.back() - value;
      if (std::binary_search(values.begin(), values.end(), mirrored)) continue;
      error(question.place, "E0284",
            fmt::format("'{}' is reversed, but {} would become {}, which is none of its values", question.id,
                        shown(value), shown(mirrored)),
            "list the whole range of options: (lowest + highest) - value must be one of them");
      return;
    }
  }

  void check_never_scored() const {
    if (instrument_->scores.empty()) return;
    std::set<std::string> used;
    for (const Score& score : instrument_->scores) {
      for (const std::size_t item : score.items) used.insert(instrument_->questions[item].id);
      if (score.holds) visit_addresses(*score.holds, used);
      for (const BandSet& set : score.band_sets) {
        if (set.when) visit_addresses(*set.when, used);
      }
    }
    for (const SafetyItem& item : instrument_->safety) visit_addresses(item.holds, used);
    for (const Question& question : instrument_->questions) {
      if (question.when) visit_addresses(*question.when, used);
    }
    warn_of("W0283", "no score, branch or safety item uses", "an item that is not scored belongs under questions:",
            [&](const Question& question) { return used.count(question.id) == 0; });
  }

  /// One warning at the first of the items for which `is_meant` holds, naming all of them.
  template <class Predicate>
  void warn_of(std::string_view code, std::string_view what, std::string help, Predicate is_meant) const {
    std::vector<std::string> ids;
    const Question* first = nullptr;
    for (std::size_t i = 0; i < instrument_->items; ++i) {
      if (!is_meant(instrument_->questions[i])) continue;
      if (first == nullptr) first = &instrument_->questions[i];
      ids.push_back(instrument_->questions[i].id);
    }
    if (first != nullptr)
      warn(first->place, code, fmt::format("{} {} {}", what, ids.size() == 1 ? "item" : "items", fmt::join(ids, ", ")),
           std::move(help));
  }

  bool leaves_out(const WorkedExample& example) const {
    // An expected null says that an answer is missing, whatever branch the item is on.
    const yaml::Node* expected = example.node->find("expect");
    if (expected != nullptr && std::any_of(expected->children.begin(), expected->children.end(),
                                           [](const yaml::Node& score) { return score.is_null(); }))
      return true;
    const yaml::Node* answers = example.node->find("answers");
    if (answers == nullptr || answers->is_scalar()) return true;
    const auto open = [](const yaml::Node& node) {
      return node.is_null() || (node.is_scalar() && is_reserved_word(node.text));
    };
    if (answers->is_sequence()) return std::any_of(answers->children.begin(), answers->children.end(), open);
    for (std::size_t i = 0; i < instrument_->items; ++i) {
      const yaml::Node* answer = answers->find(instrument_->questions[i].id);
      if (answer != nullptr ? open(*answer) : !instrument_->questions[i].when) return true;
    }
    return false;
  }

  void check_examples() const {
    if (instrument_->scores.empty()) return;
    const auto& examples = instrument_->examples;
    const std::string help = "at least three, worked out by hand: all lowest, all highest, one with an answer missing";
    if (examples.size() < fewest_examples) {
      warn(place_of("examples"), "W0284",
           fmt::format("{} worked {}",
                       examples.empty()       ? "no"
                       : examples.size() == 1 ? "only one"
                                              : "only two",
                       examples.size() == 1 ? "example" : "examples"),
           help);
    } else if (std::none_of(examples.begin(), examples.end(),
                            [&](const WorkedExample& example) { return leaves_out(example); })) {
      warn(place_of("examples"), "W0284", "no worked example leaves an answer out", help);
    }
  }

  void check_licence() const {
    if (instrument_->licence.item_text != "key-only") return;
    warn_of("W0285", "the licence is key-only, but this looks like the published wording:",
            "put short labels of our own in place of it, or say where the licence allows the text",
            [](const Question& question) {
              const std::string_view text = question.text.original();
              return text.ends_with('?') || count_code_points(text) > longest_label;
            });
  }

  const Instrument* instrument_;
  const yaml::Document* document_;
  Diagnostics* diagnostics_;
};

}  // namespace

void lint_instrument(const Instrument& instrument, const yaml::Document& document, Diagnostics& diagnostics) {
  InstrumentLint(instrument, document, diagnostics).run();
}

}  // namespace ipi
