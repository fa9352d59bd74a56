#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "../support.h"
#include "inventory/form.h"

/// Forms as rows of tables.
namespace wide_table {

/// The row of a form, by column: written from the slots' addresses, which is what the header promises.
inline std::map<std::string, std::string> row_of(const ipi::Form& form) {
  std::map<std::string, std::string> row;
  row["id"] = form.id;
  row["date"] = form.date ? ipi::to_text(*form.date) : "";
  row["state"] = form.draft ? "draft" : "final";
  const auto cell = [](const ipi::Answer& answer, const ipi::Question& question) {
    if (question.type == ipi::AnswerType::multiple && answer.given() && answer.chosen == 0) return std::string();
    std::string text = ipi::to_text(answer, question);
    if (question.type == ipi::AnswerType::multiple)
      std::erase_if(text, [](char c) { return c == '[' || c == ']' || c == ','; });
    return text;
  };
  const auto& slots = form.layout->group(ipi::Group::form).slots;
  for (std::size_t slot = 0; slot < slots.size(); ++slot)
    row[slots[slot].address] = cell(form.answers[slot], *slots[slot].question);
  for (const ipi::Group group : {ipi::Group::relationships, ipi::Group::events}) {
    if (!form.layout->has_roster(group)) continue;
    if (form.asked(group))
      row[fmt::format("{}.count", ipi::to_text(group))] = std::to_string(form.entries(group).size());
    for (std::size_t entry = 0; entry < form.entries(group).size(); ++entry) {
      const ipi::Entry& what = form.entries(group)[entry];
      const std::string prefix = fmt::format("{}.{}.", ipi::to_text(group), entry + 1);
      row[prefix + (group == ipi::Group::events ? "event" : "person")] = what.code;
      const auto& entry_slots = form.layout->group(group).slots;
      for (std::size_t slot = 0; slot < entry_slots.size(); ++slot)
        row[prefix + entry_slots[slot].address] = cell(what.answers[slot], *entry_slots[slot].question);
    }
  }
  return row;
}

inline std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

struct Table {
  std::string header, row;
};

inline Table table_of(const std::map<std::string, std::string>& cells, support::Random& random) {
  std::vector<std::pair<std::string, std::string>> columns(cells.begin(), cells.end());
  for (std::size_t i = columns.size(); i > 1; --i) std::swap(columns[i - 1], columns[random.below(i)]);
  Table table;
  for (const auto& [name, text] : columns) {
    table.header += (table.header.empty() ? "" : ",") + name;
    table.row += (&name == &columns.front().first ? "" : ",") +
                 (text.find_first_of(",\"\n") != std::string::npos ? quoted(text) : text);
  }
  return table;
}

}  // namespace wide_table
