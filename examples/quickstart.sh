#!/usr/bin/env bash
# From a bare Debian 12 to a first scored form: installs what a build needs (as root or with sudo), builds, scores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash cmake/install_packages.sh g++ cmake ninja-build libcli11-dev libfmt-dev libyaml-cpp-dev nlohmann-json3-dev nettle-dev libedit-dev zlib1g-dev

options=()
command -v ccache >/dev/null && options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
[ -f build/release/CMakeCache.txt ] || options+=(-DBUILD_TESTING=OFF) # an existing build keeps its tests

echo "Building build/release/ipi (some minutes the first time)"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { cmake --preset release "${options[@]}" && cmake --build --preset release --target ipi; } >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi

echo "build/release/ipi score examples/forms/first.yaml"
echo
exec build/release/ipi score examples/forms/first.yaml
