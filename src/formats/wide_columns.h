#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/wide_form.h"

namespace ipi {

/// "relationships.2.role" within its roster: the entry, from 0, and the rest of the address.
struct InRoster {
  Group group = Group::relationships;
  std::size_t entry = 0;
  std::string_view rest;
};
[[nodiscard]] std::optional<InRoster> in_roster(const Layout& layout, std::string_view address);

/// What a column of that address holds; nullopt where the address is none of the protocol's forms.
[[nodiscard]] std::optional<WideColumn> column_of(const Layout& layout, std::string_view address);

/// The keys under which a form has the slot's answer.
[[nodiscard]] std::vector<std::string> path_of(const Slot& slot, std::string_view address, Group group);

/// Every address that a column can have, for so many entries of each roster from `first_entry` on.
[[nodiscard]] std::vector<std::string> addresses_of(const Layout& layout, std::size_t first_entry, std::size_t entries,
                                                    const std::function<bool(Group, std::size_t slot)>& wanted);

}  // namespace ipi
