#include "formats/codebook.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "formats/words.h"
#include "scoring/attainable.h"

namespace ipi {
namespace {

using Json = nlohmann::ordered_json;

constexpr int places = 6;
/// The columns of a table, in this order; a row of JSON has those that say something.
constexpr std::array<std::string_view, 18> columns = {
    "variable", "label",  "kind",  "type",         "values", "missing", "applies", "reversed", "weights",
    "scores",   "method", "parts", "missing_rule", "lowest", "highest", "bands",   "source",   "confirmed"};

Json number(const Rational& value) {
  if (value.is_whole()) return value.numerator();
  return Json::parse(to_decimal(value, places));
}

std::string prefix_of(Group group) {
  return group == Group::form ? std::string() : fmt::format("{}.N.", to_text(group));
}

Json values_of(const std::vector<Option>& options) {
  Json values = Json::array();
  for (const Option& option : options)
    values.push_back(
        {{"value", option.number ? number(*option.number) : Json(option.value)}, {"label", option.label.original()}});
  return values;
}

std::string missing_rule(const Score& score) {
  if (score.items.empty()) return {};
  if (score.missing == MissingRule::complete) return "complete";
  return fmt::format("{}, at least {} of {}", to_text(score.missing), score.at_least, score.items.size());
}

Json parts_of(const Instrument& instrument, const Score& score) {
  Json parts = Json::array();
  for (const std::size_t item : score.items) parts.push_back(instrument.questions[item].id);
  for (const std::size_t part : score.scores) parts.push_back(instrument.scores[part].id);
  if (score.holds) parts.push_back(branch_in_words(*score.holds));
  return parts;
}

std::string method_of(const Score& score) {
  std::string words(to_text(score.method));
  const Transform& transform = score.transform;
  if (transform.multiply != Rational(1)) words += fmt::format(", times {}", to_decimal(transform.multiply, places));
  if (transform.add != Rational(0)) words += fmt::format(", plus {}", to_decimal(transform.add, places));
  for (const Transform::Row& row : transform.table) {
    words += fmt::format("{} {} gives {}", &row == &transform.table.front() ? ", then by its table:" : ",",
                         to_decimal(row.raw, places), to_decimal(row.value, places));
  }
  return words;
}

/// "from 10: moderate", with the case that the set is for.
Json bands_of(const std::vector<BandSet>& sets) {
  Json bands = Json::array();
  for (const BandSet& set : sets) {
    for (const Band& band : set.bands) {
      const std::string when = set.when ? fmt::format(" (where {})", branch_in_words(*set.when)) : std::string();
      bands.push_back(fmt::format("{} {}: {}{}", band.above ? "above" : "from", to_decimal(band.threshold, places),
                                  band.label.original(), when));
    }
  }
  return bands;
}

class Codebook {
 public:
  explicit Codebook(const Compiled& compiled) : layout_(compiled.layout.get()) {}

  Json rows() {
    for (std::size_t g = 0; g < group_count; ++g) {
      const auto group = static_cast<Group>(g);
      for (const Slot& slot : layout_->group(group).slots) {
        if (can_be_answered(group, slot)) add_question(group, slot);
      }
      for (const InstrumentUse& use : layout_->group(group).instruments) add_scores(group, *use.instrument);
    }
    return std::move(rows_);
  }

 private:
  void add_question(Group group, const Slot& slot) {
    const Question& question = *slot.question;
    Json row;
    row["variable"] = prefix_of(group) + slot.address;
    row["label"] = question.text.original();
    row["kind"] = slot.structural ? "structure" : is_item(slot) ? "item" : "question";
    row["type"] = to_text(question.type);
    if (!question.options.empty()) row["values"] = values_of(question.options);
    if (question.type == AnswerType::number) {
      row["lowest"] = question.lowest;
      row["highest"] = question.highest;
    }
    row["missing"] = Json::array({"skipped", "refused", "unknown", "not_asked"});
    if (question.when) row["applies"] = branch_in_words(*question.when);
    add_key(slot, row);
    rows_.push_back(std::move(row));
  }

  /// Not where there is nothing to choose, nor whether a list is whole that the protocol does not ask for.
  bool can_be_answered(Group group, const Slot& slot) const {
    if (slot.question->type == AnswerType::multiple && slot.question->options.empty()) return false;
    if (group != Group::form) return true;
    const auto at = static_cast<std::size_t>(&slot - layout_->group(group).slots.data());
    if (at == form_slot::complete_relationships)
      return layout_->has_roster(Group::relationships) && !layout_->protocol().is_instrument;
    if (at == form_slot::complete_events)
      return layout_->has_roster(Group::events) && !layout_->protocol().is_instrument;
    return true;
  }

  static std::optional<std::size_t> position(const Slot& slot) {
    if (slot.instrument == nullptr) return std::nullopt;
    for (std::size_t i = 0; i < slot.instrument->questions.size(); ++i) {
      if (&slot.instrument->questions[i] == slot.question) return i;
    }
    return std::nullopt;
  }
  static bool is_item(const Slot& slot) {
    const auto at = position(slot);
    return at && *at < slot.instrument->items;
  }

  static void add_key(const Slot& slot, Json& row) {
    const auto at = position(slot);
    if (!at || slot.instrument->scores.empty()) return;
    if (slot.question->reverse) row["reversed"] = true;
    for (const Score& score : slot.instrument->scores) {
      const auto found = std::find(score.items.begin(), score.items.end(), *at);
      if (found == score.items.end()) continue;
      row["scores"].push_back(score.id);
      if (score.weights.empty()) continue;
      row["weights"].push_back(
          fmt::format("{}: {}", score.id,
                      to_decimal(score.weights[static_cast<std::size_t>(found - score.items.begin())], places)));
    }
  }

  void add_scores(Group group, const Instrument& instrument) {
    const auto attainable = attainable_values(instrument);
    for (std::size_t i = 0; i < instrument.scores.size(); ++i) {
      const Score& score = instrument.scores[i];
      const std::string name = fmt::format("{}{}.{}", prefix_of(group), instrument.id, score.id);
      add_value(instrument, score, attainable[i], name);
      rows_.push_back({{"variable", name + ".n"},
                       {"label", fmt::format("{}: items answered", score.title.original())},
                       {"kind", "score_n"},
                       {"type", "number"}});
      if (!score.band_sets.empty()) add_band(score, score.band_sets, name + ".band");
      for (const BandSet& other : score.other_bands) add_band(score, {other}, fmt::format("{}.{}", name, other.id));
    }
  }

  void add_value(const Instrument& instrument, const Score& score, const Attainable& values, const std::string& name) {
    Json row;
    row["variable"] = name;
    row["label"] = score.title.original();
    row["kind"] = "score";
    row["type"] = "number";
    row["method"] = method_of(score);
    row["parts"] = parts_of(instrument, score);
    if (std::string rule = missing_rule(score); !rule.empty()) row["missing_rule"] = std::move(rule);
    if (!values.complete.empty()) {
      row["lowest"] = number(values.complete.front());
      row["highest"] = number(values.complete.back());
    }
    add_source(score.source, row);
    rows_.push_back(std::move(row));
  }

  void add_band(const Score& score, const std::vector<BandSet>& sets, const std::string& name) {
    Json row;
    row["variable"] = name;
    row["label"] = fmt::format("{}: {}", score.title.original(),
                               sets.front().title.empty() ? "band" : sets.front().title.original());
    row["kind"] = "band";
    row["type"] = "text";
    row["bands"] = bands_of(sets);
    Source all = sets.front().source;
    for (const BandSet& set : sets) {
      if (&set != &sets.front() && set.source.text != sets.front().source.text) all.text += "; " + set.source.text;
      all.confirmed = all.confirmed && set.source.confirmed;
      for (const Band& band : set.bands) all.confirmed = all.confirmed && (!band.source || band.source->confirmed);
    }
    add_source(all, row);
    rows_.push_back(std::move(row));
  }

  static void add_source(const Source& source, Json& row) {
    Source plain = source;
    plain.confirmed = true;  // has a column of its own
    row["source"] = source_in_words(plain);
    row["confirmed"] = source.confirmed;
  }

  const Layout* layout_;
  Json rows_ = Json::array();
};

std::string cell(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (!value.is_array()) return value.dump();
  std::string text;
  for (const Json& part : value) {
    if (!text.empty()) text += "; ";
    text += part.is_object() ? fmt::format("{} = {}", cell(part["value"]), cell(part["label"])) : cell(part);
  }
  return text;
}

std::string cell(const Json& row, std::string_view column) {
  const auto found = row.find(column);
  return found == row.end() ? std::string() : cell(*found);
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
    text.replace(at, what.size(), with);
}

/// As RFC 4180 has it: quoted where it must be, quotes doubled.
std::string quoted(std::string text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  replace_all(text, "\"", "\"\"");
  return fmt::format("\"{}\"", text);
}

std::string csv(const Json& rows) {
  std::string text = fmt::format("{}\n", fmt::join(columns, ","));
  for (const Json& row : rows) {
    for (const std::string_view column : columns)
      text += fmt::format("{}{}", column == columns.front() ? "" : ",", quoted(cell(row, column)));
    text += "\n";
  }
  return text;
}

std::string markdown(const Json& rows, const Protocol& protocol) {
  std::string text =
      fmt::format("# Codebook of {}, revision {}: {}\n\n", protocol.id, protocol.revision, protocol.title.original());
  text += fmt::format("| {} |\n|", fmt::join(columns, " | "));
  for (std::size_t i = 0; i < columns.size(); ++i) text += "---|";
  text += "\n";
  for (const Json& row : rows) {
    text += "|";
    for (const std::string_view column : columns) {
      std::string words = cell(row, column);
      replace_all(words, "|", "\\|");
      replace_all(words, "\n", " ");
      text += fmt::format(" {} |", words);
    }
    text += "\n";
  }
  return text;
}

}  // namespace

const std::vector<std::string_view>& codebook_formats() {
  static const std::vector<std::string_view> names = {"md", "csv", "json"};
  return names;
}

std::string codebook(const Compiled& compiled, std::string_view format) {
  const Json rows = Codebook(compiled).rows();
  const Protocol& protocol = compiled.layout->protocol();
  if (format == "csv") return csv(rows);
  if (format == "md") return markdown(rows, protocol);
  const Json json = {{"ipi_codebook", 1},
                     {"id", protocol.id},
                     {"revision", protocol.revision},
                     {"title", protocol.title.original()},
                     {"variables", rows}};
  return json.dump(2) + "\n";
}

}  // namespace ipi
