#!/usr/bin/env bash
# How long a start takes, as a multiple of /bin/true: startup.sh [FORM]. A benchmark, not a test.
# Must: `ipi --version` 4x, `ipi score FORM -O json` 10x; aim: 2x and 5x. IPI_BINARY chooses the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

bash cmake/install_packages.sh hyperfine jq
ipi=${IPI_BINARY:-build/release/ipi}
form=${1:-examples/forms/first.yaml}
results=$(mktemp)
trap 'rm -f "$results"' EXIT

hyperfine -N --warmup 100 --runs 1000 --style none --export-json "$results" \
  /bin/true "$ipi --version" "$ipi score $form -O json" 2>/dev/null >/dev/null

# The fastest run beside the median: on a busy machine only the former compares programs.
jq -r '.results[0] as $base | .results[]
  | def times(f): "\(f * 1e6 | round) µs (\(f / ($base | f) * 100 | round / 100)x)";
    "median \(times(.median))  fastest \(times(.min))  \(.command)"' "$results"
