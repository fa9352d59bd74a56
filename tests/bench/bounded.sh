#!/usr/bin/env bash
# What the bounded decision costs: whole runs of `ipi score` over forms with few and with many open answers.
# Must: 200 ms, aim 20 ms for stability and for changes; 50 ms for the page. A benchmark, not a test.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

bash cmake/install_packages.sh hyperfine jq
ipi=$(realpath "${IPI_BINARY:-build/release/ipi}")
results=$(mktemp)
trap 'rm -f "$results"' EXIT

for form in examples/forms/*.yaml tests/conformance/cases/*.yaml; do
  hyperfine -N --ignore-failure --warmup 3 --runs 20 --style none --export-json "$results" "$ipi score $form" >/dev/null 2>&1
  open=$("$ipi" score "$form" -O json 2>/dev/null | jq -r '"\(.unanswered | length) open, \(.stability.possible | length) possible, exact \(.stability.exact)"')
  jq -r --arg open "$open" --arg form "$form" '.results[0] | "\(.median * 1000 * 10 | round / 10) ms  \($form): \($open)"' "$results"
done
