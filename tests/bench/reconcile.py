#!/usr/bin/python3
"""Accounts for every record of a file with broken ones. Usage: reconcile.py MANIFEST COUNT OUT.csv REJECTS

Of COUNT records those that the manifest calls rejected must be missing from OUT.csv and stand in REJECTS (one line each or
more, with a column `record`, counted from 1), and all others must be in OUT.csv, in order. Prints what was not as expected."""
import csv
import sys


def read(path, delimiter):
    with open(path, newline="", encoding="utf-8", errors="surrogateescape") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def main(manifest_path, count, out_path, rejects_path):
    manifest = {int(row["record"]): row for row in read(manifest_path, "\t")}
    delimiter = "\t" if str(rejects_path).endswith(".tsv") else ","
    rejected = {int(row["record"]) for row in read(rejects_path, delimiter)}
    expected = [
        manifest[record]["id"] if record in manifest else f"f{record - 1:07}"
        for record in range(1, int(count) + 1)
        if record not in manifest or manifest[record]["expected"] == "scored"
    ]
    got = [row["id"] for row in read(out_path, ",")]
    faults = []
    for record, row in sorted(manifest.items()):
        if (record in rejected) != (row["expected"] == "rejected"):
            faults.append(f"record {record} ({row['kind']}) was to be {row['expected']}")
    faults += [f"record {record} is sound and was rejected" for record in sorted(rejected - manifest.keys())]
    if got != expected:
        place = next((i for i, (a, b) in enumerate(zip(got, expected)) if a != b), min(len(got), len(expected)))
        faults.append(f"{len(got)} rows for {len(expected)} sound records; the first other one is row {place + 1}")
    kinds = {row["kind"] for row in manifest.values()}
    print(f"{count} read = {len(got)} scored + {len(rejected)} rejected; {len(manifest)} broken in {len(kinds)} ways, {len(faults)} not as expected")
    for fault in faults[:20]:
        print(f"  {fault}")
    return 1 if faults or len(got) + len(rejected) != int(count) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
