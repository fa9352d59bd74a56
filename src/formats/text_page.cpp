#include "ipi/formats/format.h"

namespace ipi {
std::string render_text(std::span<const Assessment>, const Rendering&) { return std::string(disclaimer) + "\n"; }
}  // namespace ipi
