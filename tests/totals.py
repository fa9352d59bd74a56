#!/usr/bin/python3
"""Adds up CTest's JUnit files: totals.py FILE...

Prints what each script test said last, the skipped and the failed tests, a line for each file, and as the last line
`N passed, N failed, N skipped`. Fails if a test failed, or, with CI=true, if one was skipped or did not run.
"""

import collections
import os
import pathlib
import sys
import xml.etree.ElementTree as xml

total = collections.Counter()
for path in map(pathlib.Path, sys.argv[1:]):
    count = collections.Counter()
    for case in xml.parse(path).getroot().iter("testcase"):
        name = case.get("name")
        state = {"run": "passed", "fail": "failed"}.get(case.get("status"), "skipped")
        count[state] += 1
        said = (case.findtext("system-out") or "").strip().splitlines()
        if name.startswith(("rules.", "conformance.", "fuzz", "pty.")) and said:
            print(f"{path.stem} {name}: {said[-1]}")
        if state != "passed":
            print(f"{path.stem} {name}: {state.upper()}")
    print(f"{path.stem}: {count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")
    total += count
print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
strict = os.environ.get("CI") == "true"
sys.exit(1 if total["failed"] or not total["passed"] or (strict and total["skipped"]) else 0)
