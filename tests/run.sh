#!/usr/bin/env bash
# Installs all that the tests need (Debian 12, as root or with sudo), builds, runs every test.
#   release   what users run: all tests, those in a browser among them
#   asan      sanitizers of addresses and undefined behaviour, the library's assertions, warnings are errors, every public
#             header stands alone: unit, golden, pty and fuzz
# Ends with the totals; fails if any test fails, or, with CI=true, if any is skipped.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash cmake/install_packages.sh g++ cmake ninja-build ccache libcli11-dev libfmt-dev libyaml-cpp-dev nlohmann-json3-dev \
  nettle-dev libedit-dev zlib1g-dev doctest-dev python3 python3-yaml python3-jsonschema r-base-core r-cran-psych r-cran-jsonlite jq time clang-format-14 \
  chromium fonts-liberation poppler-utils

# Debian's npm does not go together with a node from elsewhere: each is installed only where there is none.
command -v node >/dev/null || bash cmake/install_packages.sh nodejs
command -v npm >/dev/null || bash cmake/install_packages.sh npm
mkdir -p build/browser
cp tests/browser/package.json tests/browser/package-lock.json build/browser/
if ! cmp -s build/browser/package-lock.json build/browser/node_modules/.installed; then
  (cd build/browser && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && cp package-lock.json node_modules/.installed)
fi

jobs=$(nproc)
status=0
mkdir -p build/results
rm -f build/results/*.xml
log=$(mktemp)
trap 'rm -f "$log"' EXIT

build() { # PRESET [TARGET...]
  local preset=$1
  shift
  echo "== $preset: build"
  if ! { cmake --preset "$preset" -DBUILD_TESTING=ON -DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DIPI_PYTHON=/usr/bin/python3 &&
         cmake --build --preset "$preset" --target "${@:-all}"; } >"$log" 2>&1; then
    grep -E 'FAILED|error|Error|warning' "$log" | head -40 || true
    tail -n 20 "$log"
    echo "the build of $preset failed"
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
  fi
}

check() { # PRESET [CTEST OPTION...]
  local preset=$1
  shift
  echo "== $preset: test"
  ctest --preset "$preset" --parallel "$jobs" --no-tests=error --output-junit "$PWD/build/results/$preset.xml" "$@" \
    >"$log" 2>&1 || status=1
  grep -vE '^ *[0-9]+/[0-9]+ Test +#.* Passed|^ +Start +[0-9]+:' "$log" || true
}

build release
check release
build asan all all_verify_interface_header_sets
check asan --label-exclude 'rules|conformance|browser' --exclude-regex '^rules' # discovery would run every test once more

echo "== totals"
/usr/bin/python3 tests/totals.py build/results/{release,asan}.xml || status=1
exit "$status"
