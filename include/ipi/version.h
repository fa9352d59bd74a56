#pragma once

#include <string_view>

namespace ipi {

/// The version of this library and of the program made of it, after semver.org: "0.1.0". Of static lifetime.
[[nodiscard]] std::string_view version();

}  // namespace ipi
