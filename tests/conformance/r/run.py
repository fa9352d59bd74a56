#!/usr/bin/python3
"""Compares our sums and means with those of R's psych::scoreItems, on random answer sheets with and without gaps.

Reads the instruments' YAML by itself, writes forms, has them scored by the program named in IPI_BINARY, and hands
answers and scores to psych_oracle.R. With --seed-fault one reversed item is keyed the wrong way for R: the comparison
must then fail, and this run passes if it does.
"""
import argparse
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
REASONS = ["skipped", "refused", "unknown"]

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--instruments", type=pathlib.Path, default=ROOT / "data" / "instruments")
parser.add_argument("--rows", type=int, default=120, help="answer sheets per instrument")
parser.add_argument("--seed", type=int, default=20260304)
parser.add_argument("--least-incomplete", type=int, default=300, help="fail below so many incomplete rows, over all scales")
parser.add_argument("--seed-fault", action="store_true")
options = parser.parse_args()
random.seed(options.seed)


class WordsLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Whole numbers are numbers, everything else is text."""

    yaml_implicit_resolvers = {}


WordsLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?(0|[1-9][0-9]*)$"), list("-+0123456789"))
WordsLoader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789"))


def values_of(question, instrument):
    return [option["value"] for option in question.get("options", instrument.get("options", []))]


def applies(question, answers):
    """Branches of scored items, as far as the instruments here go: {id: value} and {not: {id: value}}."""

    def holds(condition):
        if "not" in condition:
            return not holds(condition["not"])
        for key, test in condition.items():
            if key in ("all", "any") or isinstance(test, dict):
                sys.exit(f"run.py does not know the condition {condition}")
            if answers.get(key) not in (test if isinstance(test, list) else [test]):
                return False
        return True

    return "when" not in question or holds(question["when"])


def random_sheet(instrument, complete):
    """Answers by id; branching questions are always answered, gaps are left out or have a reason."""
    branching = set(re.findall(r"[a-z_]{2,}", json.dumps([item.get("when", {}) for item in instrument["items"]])))
    sheet = {}
    for question in instrument.get("questions", []):
        if question["id"] in branching:
            sheet[question["id"]] = random.choice(values_of(question, instrument))
    gaps = 0 if complete else random.choice([0.05, 0.15, 0.5])
    for item in instrument["items"]:
        if random.random() >= gaps:
            sheet[item["id"]] = random.choice(values_of(item, instrument))
        elif random.random() < 0.5:
            sheet[item["id"]] = random.choice(REASONS)
    return sheet


def write_form(path, instrument, sheet):
    def word(value):
        return str(value) if isinstance(value, int) else json.dumps(value)

    answers = "".join(f"    {json.dumps(key)}: {word(value)}\n" for key, value in sheet.items())
    path.write_text(
        f"form: {instrument['instrument']}\nid: {path.stem}\ndate: 2026-03-04\nstate: final\n"
        "respondent: {age: 60, sex: female, language: en}\nanswers:\n"
        f"  {instrument['instrument']}:" + (f"\n{answers}" if answers else " {}\n")
    )


def score(folder):
    binary = os.environ.get("IPI_BINARY")
    if not binary:
        sys.exit("run.py: set IPI_BINARY to the program")
    forms = sorted(folder.glob("*.yaml"))
    result = subprocess.run([binary, "score", *map(str, forms), "-O", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        found = json.loads(result.stdout)
    except json.JSONDecodeError as error:
        sys.exit(f"run.py: {binary} exited {result.returncode} without JSON ({error}):\n{result.stderr[:2000]}")
    documents = found if isinstance(found, list) else [found]
    by_id = {document["id"]: document["scores"] for document in documents}
    lost = [form.stem for form in forms if form.stem not in by_id]
    if lost:
        sys.exit(f"run.py: {len(lost)} of {len(forms)} forms were not scored, {lost[0]} for one:\n{result.stderr[:2000]}")
    return by_id


def scale_of(instrument, entry, sheets, ours):
    """One scale as psych_oracle.R takes it."""
    items = [next(item for item in instrument["items"] if item["id"] == name) for name in entry["items"]]
    rows, inapplicable = [], []
    for sheet in sheets:
        applicable = [applies(item, sheet) for item in items]
        row = [sheet.get(item["id"]) if use else None for item, use in zip(items, applicable)]
        rows.append([answer if isinstance(answer, int) else None for answer in row])
        inapplicable.append(applicable.count(False))
    transform = entry.get("transform", {})
    missing = entry["missing"]
    return {
        "scale": f"{instrument['instrument']}.{entry['id']}",
        "items": [f"i{item['id']}" for item in items],
        "keys": [-1 if item.get("reverse") == "yes" else 1 for item in items],
        "min": [min(values_of(item, instrument)) for item in items],
        "max": [max(values_of(item, instrument)) for item in items],
        "method": entry["method"],
        "rule": missing["rule"],
        "at_least": missing.get("at_least", len(items)),
        "multiply": float(transform.get("multiply", 1)),
        "add": float(transform.get("add", 0)),
        "answers": rows,
        "inapplicable": inapplicable,
        "ours": ours,
    }


def flip_one_key(scales):
    for scale in scales:
        if -1 in scale["keys"]:
            at = scale["keys"].index(-1)
            scale["keys"][at] = 1
            print(f"seeded fault: {scale['scale']}, {scale['items'][at]} is no longer reversed")
            return
    sys.exit("run.py: no scale has a reversed item to spoil")


def main():
    if shutil.which("Rscript") is None:
        print("skipped: there is no Rscript")
        return 77
    instruments = [yaml.load(path.read_text(), Loader=WordsLoader) for path in sorted(options.instruments.glob("*.yaml"))]
    with tempfile.TemporaryDirectory(prefix="ipi-psych-") as name:
        folder = pathlib.Path(name)
        sheets = {}
        for instrument in instruments:
            ident = instrument["instrument"]
            sheets[ident] = [random_sheet(instrument, complete=row % 3 == 0) for row in range(options.rows)]
            for row, sheet in enumerate(sheets[ident]):
                write_form(folder / f"{ident}-{row:04}.yaml", instrument, sheet)
        by_id = score(folder)
        scales = []
        for instrument in instruments:
            ident = instrument["instrument"]
            for entry in instrument["scores"]:
                if entry["method"] in ("sum", "mean") and "items" in entry and "table" not in entry.get("transform", {}):
                    ours = [by_id[f"{ident}-{row:04}"][f"{ident}.{entry['id']}"]["value"] for row in range(options.rows)]
                    scales.append(scale_of(instrument, entry, sheets[ident], ours))
        if options.seed_fault:
            flip_one_key(scales)
        file = folder / "scales.json"
        file.write_text(json.dumps(scales))
        oracle = subprocess.run(["Rscript", str(HERE / "psych_oracle.R"), str(file)], stdout=subprocess.PIPE, text=True)
    print(oracle.stdout, end="")
    counts = re.search(r"^compared (\d+), faults (\d+)$", oracle.stdout, re.M)
    if oracle.returncode != 0 or not counts:
        sys.exit(f"run.py: Rscript exited {oracle.returncode}")
    compared, faults = map(int, counts.groups())

    if options.seed_fault:
        found = faults > 0
        print("the seeded fault was found" if found else "the seeded fault was NOT found")
        print(f"{int(found)} passed, {int(not found)} failed")
        return 0 if found else 1

    incomplete = kept = 0
    for scale in scales:
        for row, away, ours in zip(scale["answers"], scale["inapplicable"], scale["ours"]):
            gap = row.count(None) > away
            incomplete += gap
            kept += gap and ours is not None
    print(f"{len(scales)} scales, {compared} rows, {incomplete} of them incomplete, {kept} of these with a score")
    passed, failed = compared - faults, faults
    for good, what in [
        (compared == sum(len(scale["ours"]) for scale in scales), "every row was compared"),
        (incomplete >= options.least_incomplete, f"at least {options.least_incomplete} incomplete rows"),
        (kept > 0, "some incomplete rows have a score"),
    ]:
        if good:
            passed += 1
        else:
            failed += 1
            print(f"FAILED: {what}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
