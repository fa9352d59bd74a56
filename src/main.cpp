#include <csignal>
#include <cstdio>

#include "cli/run.h"

int main(int argc, char** argv) {
  // A closed pipe and a file grown too large are noticed when writing.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  return ipi::cli::run({argv + 1, argv + argc}, {stdin, stdout, stderr});
}
