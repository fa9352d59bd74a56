#!/usr/bin/python3
"""What another school suggests for the published cases: run_schools.py [--write]

schools.txt has a row for each case: what that school suggests, and "as the default", or why it differs. The test compares
what the program gives, and that a reason stands exactly where the two schools differ. --write prints the rows with the
reasons known; read every new one by eye.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLE = HERE / "schools.txt"
SCHOOL = "stuart"
SAME = "as the default"


def suggestion(binary, path, *options):
    done = subprocess.run([binary, "score", str(path), "-O", "json", *options], capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise ValueError(f"{path.stem}: exit {done.returncode}: {done.stderr}")
    assessment = json.loads(done.stdout)
    if isinstance(assessment, list):
        (assessment,) = assessment
    made = assessment["suggestion"]
    focus = ", ".join(f"{f['area']} {f.get('subject') or ''}".strip() for f in made["focus"])
    return made["verdict"] + (f": {focus}" if focus else "")


def known_rows():
    rows = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else []:
        if line and not line.startswith("#"):
            case, made, why = (part.strip() for part in line.split("|"))
            rows[case] = (made, why)
    return rows


def main():
    binary = os.environ.get("IPI_BINARY")
    if not binary:
        print("IPI_BINARY is not set", file=sys.stderr)
        return 2
    known = known_rows()
    paths = sorted([*(HERE / "cases").glob("*.yaml"), *(HERE / "rules").glob("*.yaml")], key=lambda path: (path.parent.name, path.stem))
    faults = [f"{case} is no case" for case in known if case not in {path.stem for path in paths}]
    differing = 0
    for path in paths:
        own, other = suggestion(binary, path), suggestion(binary, path, "--convention", SCHOOL)
        made, why = known.get(path.stem, ("nothing", ""))
        differing += own != other
        if "--write" in sys.argv:
            reason = SAME if own == other else f"{why if why != SAME else ''} (default: {own})"
            print(f"{path.stem} | {other} | {reason}")
        elif made != other:
            faults.append(f"{path.stem}: {SCHOOL} suggests {other}, the table says {made}")
        elif (why == SAME) != (own == other) or not why:
            faults.append(f"{path.stem}: the default suggests {own}, {SCHOOL} {other}, and the table says '{why}'")
    for fault in faults:
        print(fault)
    print(f"{len(paths)} cases, {differing} of which {SCHOOL} reads differently; {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
