#pragma once

#include <string_view>

namespace ipi::report {

/// The style sheet of every report. It names no resource, so that nothing is ever fetched for it.
extern const std::string_view style_sheet;

}  // namespace ipi::report
