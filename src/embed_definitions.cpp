// Build step: reads and checks the definitions of a folder and writes them as one image for the binary.
#include <cstdio>
#include <fstream>
#include <utility>

#include "ipi/library/definitions.h"
#include "ipi/library/library.h"

namespace {

void print(const ipi::Diagnostics& diagnostics) {
  for (const ipi::Diagnostic& diagnostic : diagnostics.all()) std::fputs(ipi::to_text(diagnostic).c_str(), stderr);
}

bool compiles(ipi::Library& library, ipi::Diagnostics& diagnostics) {
  for (const std::string_view id : library.form_ids()) static_cast<void>(library.compiled(id, diagnostics));
  return !diagnostics.has_errors();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: ipi_embed_definitions DATA_FOLDER IMAGE\n", stderr);
    return 2;
  }
  ipi::Diagnostics diagnostics;
  auto definitions = ipi::read_definitions(argv[1], diagnostics);
  if (!definitions) {
    print(diagnostics);
    return 3;
  }
  const std::string image = ipi::definitions_image(*definitions);
  ipi::Library library(std::move(*definitions), diagnostics);
  const bool sound = !diagnostics.has_errors() && compiles(library, diagnostics);
  print(diagnostics);
  if (!sound) return 3;
  std::ofstream file(argv[2], std::ios::binary);
  file << image;
  file.close();
  return file ? 0 : 4;
}
