#pragma once

#include <string_view>

namespace ipi::cli {

/// The definitions that the build put into this program.
[[nodiscard]] std::string_view embedded_image();

}  // namespace ipi::cli
