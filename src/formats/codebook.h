#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "focus/compiled.h"

namespace ipi {

/// Formats of a codebook: md, csv, json.
[[nodiscard]] const std::vector<std::string_view>& codebook_formats();

/// Every variable of the protocol's or instrument's data, one a row, by its address in a wide table (`phq9.1`,
/// `phq9.total`, `phq9.total.n`, `phq9.total.band`, `relationships.N.closeness.now`): label, type, values, reasons for
/// no answer, key, and of a score its method, missing rule, bands and sources. `format` is one of codebook_formats().
[[nodiscard]] std::string codebook(const Compiled& compiled, std::string_view format);

}  // namespace ipi
