#include "formats/wide_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>

namespace ipi {
namespace {

constexpr std::size_t most_entries = 200;  // of one roster, in one row
constexpr std::array<std::string_view, 4> form_columns = {"form", "id", "date", "state"};
constexpr std::array<std::string_view, 3> agreement_columns = {"area", "subject", "by_patient"};
constexpr std::string_view declared_prefix = "declared.";

template <class List, class T>
bool contains(const List& list, const T& wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

std::string_view code_key(Group group) { return group == Group::events ? "event" : "person"; }

bool is_numeric(const Question& question) {
  const auto has_number = [](const Option& option) { return option.number.has_value(); };
  return question.type == AnswerType::number ||
         std::any_of(question.options.begin(), question.options.end(), has_number);
}

WideColumn answer_column(const Layout& layout, Group group, std::size_t slot) {
  const Slot& what = layout.group(group).slots[slot];
  WideColumn column;
  column.kind = WideColumn::Kind::answer;
  column.group = group;
  column.slot = slot;
  column.numeric = is_numeric(*what.question);
  column.several = what.question->type == AnswerType::multiple;
  column.as_it_stands = what.question->type == AnswerType::text;
  column.path = path_of(what, what.address, group);
  return column;
}

WideColumn other_column(std::vector<std::string> path) {
  WideColumn column;
  column.kind = WideColumn::Kind::other;
  column.as_it_stands = path.size() == 1 && path.front() == "id";
  column.path = std::move(path);
  return column;
}

void enter(WideColumn& column, Group group, std::size_t entry) {
  column.group = group;
  column.entry = entry;
  column.path.insert(column.path.begin(), {std::string(to_text(group)), std::to_string(entry)});
}

std::optional<WideColumn> column_in_roster(const Layout& layout, const InRoster& place) {
  std::optional<WideColumn> column;
  if (place.rest == code_key(place.group)) {
    column = other_column({std::string(place.rest)});
    column->kind = WideColumn::Kind::code;
  }
  // An event's own `person` is an answer; a relationship's is its code.
  if (const auto slot = layout.find_slot(place.group, place.rest); !column && slot)
    column = answer_column(layout, place.group, *slot);
  if (column) enter(*column, place.group, place.entry);
  return column;
}

using Wanted = std::function<bool(Group, std::size_t)>;

}  // namespace

/// The keys under which a form has the slot's answer.
std::vector<std::string> path_of(const Slot& slot, std::string_view address, Group group) {
  std::vector<std::string> path;
  if (group == Group::form && !slot.structural) path.emplace_back("answers");
  if (slot.instrument != nullptr && !slot.instrument->id.empty() && !slot.structural) {
    path.push_back(slot.instrument->id);
    address.remove_prefix(slot.instrument->id.size() + 1);
  }
  while (!address.empty()) {
    const std::size_t dot = address.find('.');
    path.emplace_back(address.substr(0, dot));
    address.remove_prefix(dot == std::string_view::npos ? address.size() : dot + 1);
  }
  return path;
}

std::optional<InRoster> in_roster(const Layout& layout, std::string_view address) {
  for (const Group group : {Group::relationships, Group::events}) {
    const std::string prefix = fmt::format("{}.", to_text(group));
    if (!layout.has_roster(group) || !address.starts_with(prefix)) continue;
    const std::string_view rest = address.substr(prefix.size());
    std::size_t number = 0;
    const auto [end, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    const auto digits = static_cast<std::size_t>(end - rest.data());
    if (fault != std::errc() || number < 1 || number > most_entries || digits >= rest.size() || rest[digits] != '.' ||
        rest[0] == '0')
      continue;
    return InRoster{group, number - 1, rest.substr(digits + 1)};
  }
  return std::nullopt;
}

std::optional<WideColumn> column_of(const Layout& layout, std::string_view address) {
  if (contains(form_columns, address)) return other_column({std::string(address)});
  if (const auto slot = layout.find_slot(Group::form, address)) return answer_column(layout, Group::form, *slot);
  if (const Protocol& protocol = layout.protocol(); protocol.is_instrument) {
    const InstrumentUse& only = layout.group(Group::form).instruments.front();
    if (const auto slot = layout.find_slot(Group::form, fmt::format("{}.{}", only.instrument->id, address)))
      return answer_column(layout, Group::form, *slot);
  }
  for (const Group group : {Group::relationships, Group::events}) {
    if (!layout.has_roster(group) || address != fmt::format("{}.count", to_text(group))) continue;
    WideColumn column = other_column({std::string(to_text(group))});
    column.kind = WideColumn::Kind::count;
    column.group = group;
    return column;
  }
  if (const auto place = in_roster(layout, address)) return column_in_roster(layout, *place);
  if (address.starts_with(declared_prefix) && layout.find_score(Group::form, address.substr(declared_prefix.size()))) {
    return other_column({"declared", std::string(address.substr(declared_prefix.size()))});
  }
  for (const std::string_view key : agreement_columns) {
    if (address == fmt::format("focus_agreed.{}", key) && !layout.protocol().model.empty())
      return other_column({"focus_agreed", std::string(key)});
  }
  return std::nullopt;
}

std::vector<std::string> addresses_of(const Layout& layout, std::size_t first_entry, std::size_t entries,
                                      const Wanted& wanted) {
  std::vector<std::string> all(form_columns.begin(), form_columns.end());
  const auto add = [&](Group group, const std::string& prefix) {
    const auto& slots = layout.group(group).slots;
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
      if (wanted(group, slot)) all.push_back(prefix + slots[slot].address);
    }
  };
  add(Group::form, {});
  for (const Group group : {Group::relationships, Group::events}) {
    if (!layout.has_roster(group)) continue;
    all.push_back(fmt::format("{}.count", to_text(group)));
    for (std::size_t entry = first_entry; entry < first_entry + entries; ++entry) {
      const std::string prefix = fmt::format("{}.{}.", to_text(group), entry + 1);
      all.push_back(fmt::format("{}{}", prefix, code_key(group)));
      add(group, prefix);
    }
  }
  return all;
}

std::string wide_header(const Layout& layout, char delimiter, std::size_t entries, const Wanted& wanted) {
  // An instrument on its own has no episode and no lists.
  const auto is_idle = [&](std::size_t slot) {
    const bool is_list = slot == form_slot::complete_relationships || slot == form_slot::complete_events;
    return layout.protocol().is_instrument && (is_list || slot == form_slot::onset || slot == form_slot::context);
  };
  const auto is_in = [&](Group group, std::size_t slot) {
    if (group == Group::form && is_idle(slot)) return false;
    const bool of_every_tie =
        group == Group::relationships && (slot == relationship_slot::role || slot == relationship_slot::status);
    const bool of_every_event =
        group == Group::events && (slot == event_slot::kind || slot == event_slot::when || slot == event_slot::person);
    return wanted(group, slot) || of_every_tie || of_every_event || (group == Group::form && slot == form_slot::age);
  };
  const std::vector<std::string> addresses = addresses_of(layout, 0, entries, is_in);
  return fmt::format("{}\n", fmt::join(addresses, std::string_view(&delimiter, 1)));
}

}  // namespace ipi
