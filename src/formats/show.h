#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "library/library.h"

namespace ipi {

/// Ids and titles of everything that is defined.
[[nodiscard]] std::string show_list(const Library& library, std::size_t width);

/// Everything that goes by that id, one after the other; nullopt if nothing does.
[[nodiscard]] std::optional<std::string> show(const Library& library, std::string_view id, std::size_t width);

[[nodiscard]] std::string show_instrument(const Instrument& instrument, std::size_t width);
[[nodiscard]] std::string show_protocol(const Protocol& protocol, const Library& library, std::size_t width);
[[nodiscard]] std::string show_catalogue(const Catalogue& catalogue, std::size_t width);
[[nodiscard]] std::string show_model(const Model& model, std::size_t width);
[[nodiscard]] std::string show_safety_rules(const SafetyRules& rules, std::size_t width);
[[nodiscard]] std::string show_suitability(const Suitability& suitability, std::size_t width);
[[nodiscard]] std::string show_convention(const Convention& convention, const Library& library, std::size_t width);
[[nodiscard]] std::string show_plan(const Plan& plan, std::size_t width);
[[nodiscard]] std::string show_report_words(const ReportWords& words, std::size_t width);

}  // namespace ipi
