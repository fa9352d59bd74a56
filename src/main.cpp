#include <csignal>
#include <cstdio>

#include "ipi/cli/run.h"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is noticed when writing, and is no error
  return ipi::cli::run({argv + 1, argv + argc}, {stdin, stdout, stderr});
}
