#!/usr/bin/env python3
"""Score the published cases and one-line rules, each twice, and say which focus was got (README.md beside this file)."""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
AREAS = ("grief", "role_dispute", "role_transition", "interpersonal_deficits", "lost_healthy_self")
MINIMUM = 5  # the model's `minimum`: fewer points suggest nothing
# A form must have these, so that the second run keeps them although they are invented.
KEPT = re.compile(r"respondent\.age|[PE]\d+\.(role|status|kind)")
HEADER = re.compile(r"# (source|facts|expects|subject|candidate|recheck|safety|invented): (.+)")


class Fault(Exception):
    """There is nothing to judge: the case is wrong, or the program gave no assessment."""


# --- a case: its header and its form -------------------------------------------------------------


class PlainDumper(yaml.emitter.Emitter, yaml.serializer.Serializer, yaml.representer.SafeRepresenter, yaml.resolver.BaseResolver):
    """Writes every word as it was read: BaseResolver knows no booleans and numbers, so nothing needs quotes."""

    def __init__(self, stream, **options):
        emitter = {k: options[k] for k in ("width", "allow_unicode")}
        yaml.emitter.Emitter.__init__(self, stream, **emitter)
        yaml.serializer.Serializer.__init__(self)
        yaml.representer.SafeRepresenter.__init__(self, default_flow_style=False, sort_keys=False)
        yaml.resolver.BaseResolver.__init__(self)


def dump(form):
    with tempfile.SpooledTemporaryFile(mode="w+") as stream:
        dumper = PlainDumper(stream, width=1000, allow_unicode=True)
        dumper.open()
        dumper.represent(form)
        dumper.close()
        stream.seek(0)
        return stream.read()


class Case:
    def __init__(self, path):
        text = path.read_text(encoding="utf-8")
        self.path = path
        self.header = {}
        for line in text.splitlines():
            if not line.startswith("#"):
                break
            match = HEADER.fullmatch(line)
            if not match:
                raise Fault(f"unreadable header line: {line}")
            self.header.setdefault(match[1], []).append(match[2])
        for key in ("source", "facts", "expects"):
            if len(self.header.get(key, [])) != 1:
                raise Fault(f"needs one `# {key}:` line")
        self.form = yaml.load(text, Loader=yaml.BaseLoader)  # all words stay strings
        self.id = self.form["id"]
        if self.id != path.stem:
            raise Fault(f"id {self.id} differs from the file's name")
        self.expect(self.header["expects"][0])

    def expect(self, words):
        self.expects = words
        self.manner, self.areas = "one", words.split()
        for manner in ("and", "then"):
            if f" {manner} " in words:
                self.manner, self.areas = manner, words.split(f" {manner} ")
        if words == "none":
            self.manner, self.areas = "none", []
        elif words.startswith("not "):
            self.manner, self.areas = "not", [words[4:]]
        if any(area not in AREAS for area in self.areas) or (self.manner != "none" and not self.areas):
            raise Fault(f"unknown expectation: {words}")

    def one(self, key):
        return self.header.get(key, [None])[0]

    def without_inventions(self):
        """The form with each invented value replaced by `unknown`; faults on a path that leads nowhere."""
        form = yaml.load(self.path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for path in self.header.get("invented", []):
            first, *rest = path.split(".")
            holder, steps = form, [first, *rest]
            if re.fullmatch(r"[PE]\d+", first):
                group, name = ("relationships", "person") if first[0] == "P" else ("events", "event")
                holder = next((entry for entry in form.get(group, []) if entry[name] == first), None)
                steps = rest
            for step in steps[:-1]:
                holder = holder.get(step) if isinstance(holder, dict) else None
            if not steps or not isinstance(holder, dict) or steps[-1] not in holder:
                raise Fault(f"the invented {path} is not in the form")
            if not KEPT.fullmatch(path):
                holder[steps[-1]] = unknown(holder[steps[-1]])
        return form


def unknown(value):
    """A whole block becomes unknown answer by answer, so that the form stays one that a person could write."""
    if isinstance(value, dict):
        return {key: unknown(item) for key, item in value.items()}
    if isinstance(value, list):
        return [unknown(item) for item in value]
    return "unknown"


# --- the program's answer ------------------------------------------------------------------------


def score(binary, path):
    done = subprocess.run([binary, "score", str(path), "-O", "json"], capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise ValueError(f"exit {done.returncode}: {' '.join(done.stderr.split())[:300]}")
    assessment = json.loads(done.stdout)
    if isinstance(assessment, list):
        (assessment,) = assessment
    return assessment


def candidates_of(assessment, area, subject=None):
    return [c for c in assessment["candidates"] if c["area"] == area and subject in (None, c["subject"])]


def told(assessment):
    suggestion = assessment["suggestion"]
    focus = ", ".join(f"{f['area']} {f.get('subject') or ''}".strip() for f in suggestion["focus"]) or "nothing"
    rows = "; ".join(
        f"{c['area']} {c.get('subject') or '-'} {c['offered']} {c['lowest']}..{c['points']}..{c['highest']}"
        for c in assessment["candidates"]
    )
    return f"{suggestion['verdict']}, {focus} [{rows}]"


def first_run(case, assessment):
    """Why the expected focus was not got from the form as encoded, or None."""
    suggestion = assessment["suggestion"]
    focus = [f["area"] for f in suggestion["focus"]]
    missing = set(case.header.get("safety", [])) - {finding["rule"] for finding in assessment["safety"]}
    if missing:
        return f"no warning: {', '.join(sorted(missing))}"
    if case.manner == "none":
        return None if suggestion["verdict"] == "none" else "expected none"
    if case.manner == "not":
        area = case.areas[0]
        if area in focus:
            return f"{area} was suggested"
        offered = [c for c in candidates_of(assessment, area) if c["offered"] is True]
        return f"{area} is offered" if offered else None
    if case.manner == "one" and case.areas[0] not in focus:
        return f"{case.areas[0]} was not suggested"
    if case.manner == "and":
        both = [area in focus for area in case.areas]
        if not all(both):
            return f"{' and '.join(case.areas)} were not both suggested"
    if case.manner == "then":
        first, second = case.areas
        if not focus or focus[0] != first:
            return f"{first} does not come first"
        order = [c["area"] for c in assessment["candidates"] if c["offered"] is True]
        if second not in focus and (second not in order or order.index(second) < order.index(first)):
            return f"{second} is not offered below {first}"
    subject = case.one("subject")
    if subject and not any(f["area"] == case.areas[0] and f["subject"] == subject for f in suggestion["focus"]):
        return f"the suggested subject is not {subject}"
    if case.one("candidate"):
        area, subject = case.one("candidate").split()
        if not candidates_of(assessment, area, subject):
            return f"{subject} is no candidate for {area}"
    if case.one("recheck") == "yes" and not assessment["recheck"]:
        return "the list to re-check is empty"
    return None


def second_run(case, assessment):
    """Why the expected focus is ruled out (or a wrong one suggested) without the invented answers, or None."""
    suggestion = assessment["suggestion"]
    focus = [f["area"] for f in suggestion["focus"]]
    if case.manner == "none":
        return "a focus was suggested" if focus else None
    if case.manner == "not":
        return f"{case.areas[0]} was suggested" if case.areas[0] in focus else None
    for area in case.areas:
        open_ones = [
            c
            for c in candidates_of(assessment, area, case.one("subject"))
            if c["offered"] is not False and c["highest"] >= MINIMUM
        ]
        if not open_ones:
            return f"{area} is ruled out"
    return None


def judge(binary, case):
    """Why the case was not got, or None."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / case.path.name
        bare.write_text(dump(case.without_inventions()), encoding="utf-8")
        for name, path, decide in (("as encoded", case.path, first_run), ("without inventions", bare, second_run)):
            try:
                assessment = score(binary, path)
                reason = decide(case, assessment)
            except (ValueError, KeyError, TypeError, OSError, subprocess.TimeoutExpired) as fault:
                raise Fault(f"{name}: no usable assessment ({type(fault).__name__}: {fault})") from fault
            if reason:
                return f"{name}: {reason}; got {told(assessment)}"
    return None


# --- all cases -----------------------------------------------------------------------------------


def known_disagreements():
    path = HERE / "known_disagreements.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    rows = (line.split(None, 1) for line in lines if line.strip() and not line.startswith("#"))
    known = {}
    for row in rows:
        if len(row) != 2:
            raise Fault(f"known_disagreements.txt: {row[0]} has no reason")
        known[row[0]] = row[1]
    return known


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("ids", nargs="*", help="only these cases")
    options.add_argument("--headers-only", action="store_true", help="check headers and invented paths without a program")
    options.add_argument("--seed-fault", action="store_true", help="expect a wrong area of the first case: the run must fail")
    options = options.parse_args()

    binary = os.environ.get("IPI_BINARY")
    if not binary and not options.headers_only:
        print("IPI_BINARY is not set", file=sys.stderr)
        return 2

    passed = failed = 0
    try:
        known = known_disagreements()
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 2
    paths = sorted([*(HERE / "cases").glob("*.yaml"), *(HERE / "rules").glob("*.yaml")], key=lambda p: (p.parent.name, p.stem))
    stems = {path.stem for path in paths}
    strangers = sorted((set(options.ids) | set(known)) - stems)
    if not paths or strangers:
        print(f"no such case: {', '.join(strangers) or 'none at all'}", file=sys.stderr)
        return 2

    fault_to_seed = options.seed_fault
    for path in paths:
        if options.ids and path.stem not in options.ids:
            continue
        try:
            case = Case(path)
            if fault_to_seed:
                case.expect(next(area for area in AREAS if area not in case.areas))
                fault_to_seed = False
            if options.headers_only:
                bare = case.without_inventions()
                if yaml.load(dump(bare), Loader=yaml.BaseLoader) != bare:
                    raise Fault("the form without its inventions cannot be written")
                reason = None
            else:
                reason = judge(binary, case)
        except (Fault, KeyError, yaml.YAMLError) as fault:
            failed += 1
            print(f"FAULT   {path.stem}: {fault}")
            continue
        if options.headers_only:
            passed += 1
        elif reason and case.id in known:
            passed += 1
            print(f"NOT got {case.id} (known: {known[case.id]}): {reason}")
        elif reason:
            failed += 1
            print(f"NOT got {case.id} (expects {case.expects}): {reason}")
        elif case.id in known:
            failed += 1
            print(f"got     {case.id}, but known_disagreements.txt lists it: take it out")
        else:
            passed += 1
            print(f"got     {case.id}: {case.expects}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
