#include "cli/embedded.h"

extern "C" const char ipi_embedded_image_begin[];  // NOLINT: made by the assembler, see cmake/Embed.cmake
extern "C" const char ipi_embedded_image_end[];    // NOLINT

namespace ipi::cli {

std::string_view embedded_image() {
  return {ipi_embedded_image_begin, static_cast<std::size_t>(ipi_embedded_image_end - ipi_embedded_image_begin)};
}

}  // namespace ipi::cli
