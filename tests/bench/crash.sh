#!/bin/bash
# What stays behind when a batch goes wrong in the middle: a full disk, a file that may grow no further, a closed pipe, a kill.
# A file named by -o must be whole or absent (or what it was), the exit code must say so, and a left-over temporary file must
# be named on the next run. Usage: crash.sh [IPI] [FORMS] [KILLS]; needs build/bench/generate, which batch.py makes.
set -u
cd "$(dirname "$0")/../.." || exit 2
ipi=$(realpath "${1:-build/release/ipi}")
forms=${2:-20000}
kills=${3:-20}
[ -x build/bench/generate ] || { echo "build/bench/generate is missing: run tests/bench/batch.py --smoke" >&2; exit 2; }

work=$(mktemp -d)
trap 'mountpoint -q "$work/small" && umount "$work/small"; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
failures=0
ok() { echo "  ok    $1"; }
bad() { echo "  FAULT $1"; failures=$((failures + 1)); }
expect() { if [ "$2" = "$3" ]; then ok "$1"; else bad "$1: ${2:0:80}, not ${3:0:80}"; fi; }

build/bench/generate flat csv --count "$forms" > "$work/in.csv"
score() { "$ipi" score --data tests/bench/flat/data --protocol flat "$work/in.csv" "$@"; }

echo "whole: $forms forms"
score -o "$work/whole.csv" 2> "$work/said"
expect "exit code" $? 0
lines=$(wc -l < "$work/whole.csv")
expect "rows and a header" "$lines" $((forms + 1))

echo "a device that is full"
score -O csv -o /dev/full 2> "$work/said"
expect "exit code" $? 4
if grep -qi space "$work/said"; then ok "says why: $(grep -i -m 1 space "$work/said")"; else bad "does not say why: $(head -1 "$work/said")"; fi

echo "a disk that is full"
mkdir "$work/small"
if mount -t tmpfs -o size=4m tmpfs "$work/small" 2> /dev/null; then
  score -o "$work/small/out.csv" 2> "$work/said"
  expect "exit code" $? 4
  expect "what is left" "$(ls -A "$work/small")" ""
  # A result of before stays what it was.
  echo before > "$work/small/out.csv"
  score -o "$work/small/out.csv" 2> "$work/said"
  expect "the old file" "$(cat "$work/small/out.csv")" before
else
  echo "  skipped: mounting a tmpfs needs root"
fi

echo "a file that may grow no further (ulimit -f)"
mkdir "$work/limit"
(ulimit -f 2048; score -o "$work/limit/out.csv" 2> "$work/said")
expect "exit code" $? 4
expect "what is left" "$(ls -A "$work/limit")" ""

echo "a closed pipe"
score -O csv 2> "$work/said" | head -1 > "$work/first"
expect "exit code" "${PIPESTATUS[0]}" 0
expect "the first line" "$(cat "$work/first")" "$(head -1 "$work/whole.csv")"
if grep -qi pipe "$work/said"; then bad "is not quiet: $(grep -i -m 1 pipe "$work/said")"; else ok "is quiet"; fi

echo "kill -9 in the middle, $kills times"
begin=$(date +%s%N)
score -o "$work/timed.csv" 2> /dev/null
took=$((($(date +%s%N) - begin) / 1000))
killed=0 whole=0 absent=0 torn=0 named=0 unnamed=0
for i in $(seq "$kills"); do
  folder=$work/kill$i
  mkdir "$folder"
  # The program itself in the background, so that the signal meets it and no shell around it.
  "$ipi" score --data tests/bench/flat/data --protocol flat "$work/in.csv" -o "$folder/out.csv" 2> /dev/null &
  pid=$!
  sleep "$(printf '%d.%06d' $((took * i / (kills + 1) / 1000000)) $((took * i / (kills + 1) % 1000000)))"
  kill -9 "$pid" 2> /dev/null
  wait "$pid" 2> /dev/null
  [ $? -eq 137 ] && killed=$((killed + 1))
  if [ ! -e "$folder/out.csv" ]; then
    absent=$((absent + 1))
  elif cmp -s "$folder/out.csv" "$work/whole.csv"; then
    whole=$((whole + 1))
  else
    torn=$((torn + 1))
  fi
  left=$(find "$folder" -type f ! -name out.csv ! -name out.csv.provenance.json -printf '%f\n' | head -1)
  if [ -n "$left" ]; then
    score -o "$folder/out.csv" 2> "$work/said"
    if grep -qF "$left" "$work/said"; then named=$((named + 1)); else unnamed=$((unnamed + 1)); fi
    cmp -s "$folder/out.csv" "$work/whole.csv" || bad "the run after kill $i is not whole"
  fi
  rm -rf "$folder"
done
echo "  $killed killed before their end: $absent absent, $whole whole, $torn torn; left-over files: $named named on the next run, $unnamed not"
expect "torn files" "$torn" 0
expect "left-over files not named" "$unnamed" 0
[ "$killed" -gt 0 ] || bad "no run was met in the middle: give more forms"

[ "$failures" -eq 0 ] && echo "No fault." || echo "$failures faults."
[ "$failures" -eq 0 ]
