#!/usr/bin/env bash
# Who needs a look today, and how severe is depression at each site? Reads a table of intakes, prints a page.
#   screen.sh [FORMS.csv]
set -euo pipefail
umask 077 # what people answered is for its owner only
forms=${1:-$(dirname "${BASH_SOURCE[0]}")/forms.csv}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Exit 1 says that records were rejected: they are listed below. Any other failure ends the script.
ipi score "$forms" --keep site --missing NA,refused=-8 --rejects "$work/rejects.ndjson" -O ndjson \
  --columns-out id,site,phq9.total,phq9.total.n,phq9.total.band,safety,safety.rules >"$work/rows.ndjson" || [ $? = 1 ]

jq -rs '"\(length) forms scored"' "$work/rows.ndjson"
jq -rs '"\(length) records rejected", (.[] | "  record \(.record): \(.message | sub(" [(].*"; ""))")' "$work/rejects.ndjson"

printf '\nTO BE LOOKED AT TODAY\n'
{
  jq -rs '("red", "amber") as $level | .[] | select(.safety == $level) | [$level, .id, .site, .["safety.rules"]] | @tsv' "$work/rows.ndjson"
  # A rejected record has no scores; what it says about danger was read all the same.
  jq -r 'select(.safety) | ["rejected", "record \(.record)", "-", .safety] | @tsv' "$work/rejects.ndjson"
} | awk -F '\t' '{ printf "  %-9s %-10s %-8s %s\n", $1, $2, $3, $4 }'

printf '\nPHQ-9, one block a form                 █ harbour   ▒ north   ░ south\n'
jq -rs '
  def line($name): "  \(($name + " " * 18)[:18]) \("  \(length)"[-2:])  \(
    sort_by(.site) | map({harbour: "██", north: "▒▒", south: "░░"}[.site] // "??") | add // "")";
  (("minimal", "mild", "moderate", "moderately severe", "severe") as $band | map(select(.["phq9.total.band"] == $band)) | line($band)),
  # No total is no 0: such forms have no band, and a line of their own that says why.
  (map(select(.["phq9.total"] == null)) | line("no total"),
    (group_by(.["phq9.total.n"])[] | "    \(length) with \(.[0]["phq9.total.n"]) of 9 items answered")),
  (group_by(.site)[] | map(.["phq9.total"] | numbers) as $totals
    | "  \(.[0].site): mean \($totals | add / length * 10 | round / 10) over \($totals | length) of \(length) forms")' "$work/rows.ndjson"
