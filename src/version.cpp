#include "ipi/version.h"

namespace ipi {

std::string_view version() { return IPI_VERSION; }

}  // namespace ipi
