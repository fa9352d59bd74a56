// Build step: reads and checks the definitions of a folder and writes them as one image for the binary.
#include <cstdio>
#include <fstream>
#include <utility>

#include "assessment/check_definitions.h"
#include "library/definitions.h"
#include "library/library.h"

namespace {

void print(const ipi::Diagnostics& diagnostics) {
  for (const ipi::Diagnostic& diagnostic : diagnostics.all()) std::fputs(ipi::to_text(diagnostic).c_str(), stderr);
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
  // The worked examples are scored too: a wrong key must never get into a program.
  if (!diagnostics.has_errors()) ipi::check_definitions(library, diagnostics);
  print(diagnostics);
  if (diagnostics.has_errors()) return 3;
  std::ofstream file(argv[2], std::ios::binary);
  file << image;
  file.close();
  return file ? 0 : 4;
}
