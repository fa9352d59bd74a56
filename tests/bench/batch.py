#!/usr/bin/python3
"""Runs ipi, ipi as it was before one engine, and ipi's peers over the same invented forms: first proves that they say the same,
then times them in turn and prints the ratios as a table in Markdown. README.md in this folder says what is measured.

  batch.py [--ipi build/release/ipi] [--before PATH]     all of it, on an idle machine
  batch.py --smoke                                       equality only, on few forms
  batch.py --only full --only startup                    these rows, and the equality that they rest on
  batch.py --forms 100000 --rounds 3                     a quicker, coarser look
"""
import argparse
import csv
import dataclasses
import filecmp
import itertools
import json
import os
import pathlib
import statistics
import sys

import reconcile
from tools import HERE, PYTHON, ROOT, WORK, Run, Tools, machine, must, run, shell, start_up

from key import HEADER  # noqa: E402

FORMATS = ("csv", "csv-messy", "ndjson", "yaml", "yaml-comments")
TOTALS = [f"{name}.total{part}" for name in ("phq9", "gad7", "ucla3") for part in ("", ".n", ".band")]


@dataclasses.dataclass(frozen=True)
class Workload:
    """Forms of a protocol, and the columns that are written of them: the default ones where none are named."""

    name: str
    protocol: str
    columns: tuple = ()

    @property
    def data(self):
        return HERE / self.name / "data"


FULL = Workload("full", "ipt-initial")
QUESTIONNAIRE = Workload("questionnaire", "mood", ("id", "date", *TOTALS, "safety"))
FLAT = Workload("flat", "flat", tuple(HEADER))
WORKLOADS = (FULL, QUESTIONNAIRE, FLAT)


@dataclasses.dataclass(frozen=True)
class Goal:
    must: float = None
    aim: float = None
    at_most: bool = False
    unit: str = ""

    def told(self, value):
        """The must and the aim, each with whether it is reached."""
        return [self._told(limit, value) for limit in (self.must, self.aim)]

    def _told(self, limit, value):
        if limit is None:
            return ""
        fits = value is not None and (value <= limit if self.at_most else value >= limit)
        return f"{'<=' if self.at_most else '>='} {limit:g}{self.unit} {'yes' if fits else 'NO'}"


def threads_told(threads):
    return f"{threads} thread{'s' if threads > 1 else ''}"


def but_for_undetermined(ours, before):
    """Whether the two tables are the same, but that `stable` is said of forms where it was undetermined before; and of how many."""
    said = 0
    with open(ours, encoding="utf-8", newline="") as mine, open(before, encoding="utf-8", newline="") as theirs:
        for new, old in itertools.zip_longest(csv.reader(mine), csv.reader(theirs)):
            if new == old:
                continue
            differing = [(a, b) for a, b in zip(new or [], old or []) if a != b]
            if new is None or old is None or len(new) != len(old) or len(differing) != 1:
                return False, ""
            if differing[0][1] != "undetermined" or differing[0][0] not in ("yes", "no"):
                return False, ""
            said += 1
    return True, f"`stable` is said of {said} more" if said else ""


class Bench:
    def __init__(self, arguments):
        self.arguments = arguments
        self.tools = Tools(arguments.ipi, arguments.before, not arguments.smoke)
        self.failures = 0
        self.rounds = arguments.rounds
        # The forms of the full workload are so much larger that fewer of them do.
        self.forms = {FULL: max(arguments.forms // 50, 1), QUESTIONNAIRE: arguments.forms, FLAT: arguments.forms}
        self.out, self.other = WORK / "out.csv", WORK / "other.csv"

    # -- commands --

    def score(self, workload, form, source, target, threads=2, program=None, data=None):
        command = [program or self.tools.ipi, "score", "--data", data or workload.data, source, "-o", target, "--threads", threads]
        if workload.columns:
            command += ["--columns-out", ",".join(workload.columns)]
        if form.startswith("csv"):
            command += ["--protocol", workload.protocol]
        if form == "csv-messy":
            command += ["--missing", "NA"]
        return command

    def duckdb(self, workload, form, source, target, threads=2):
        kind = [form] if workload == FLAT else []
        return ["node", HERE / "peers" / "duckdb" / f"{workload.name}.mjs", *kind, source, target, threads]

    def source(self, workload, form, count=None):
        return self.tools.generate(workload.name, form, count or self.forms[workload])

    # -- equality --

    def note(self, what, good, told=""):
        self.failures += 0 if good else 1
        print(f"  {'same' if good else 'DIFFERS':8}{what}{': ' + told.strip() if told.strip() else ''}", flush=True)

    def check_equality(self, workload, count):
        print(f"\n### {workload.name}, {count:,} forms\n\n```")
        ours = self.check_bytes(workload, count)
        for name, command in self.peers(workload, count):
            target = WORK / "peer.csv"
            run(command(target), target)
            self.compare(name, ours, target)
        if workload == FLAT:
            self.check_singly(60 if self.arguments.smoke else 200)
        if workload == FULL:
            self.check_loaders(count)
        self.check_broken(workload, max(count, 1_000))  # enough to meet every way of breaking one
        print("```")

    def check_bytes(self, workload, count):
        """Every notation, any number of threads and the program of before give the same bytes. Returns the results."""
        first, other = WORK / f"{workload.name}-ours.csv", WORK / f"{workload.name}-other.csv"
        run(self.score(workload, "csv", self.source(workload, "csv", count), first, 1), first)
        for form in FORMATS:
            source = self.source(workload, form, count)
            runs = [(threads_told(threads), self.tools.ipi, threads) for threads in (1, 2) if (form, threads) != ("csv", 1)]
            if self.tools.before:
                runs.append(("before", self.tools.before, 2))
            for told, program, threads in runs:
                run(self.score(workload, form, source, other, threads, program), other)
                if told == "before":
                    self.note(f"{form}, {told}", *but_for_undetermined(first, other))
                else:
                    self.note(f"{form}, {told}", filecmp.cmp(first, other, shallow=False))
        return first

    def peers(self, workload, count):
        """Name and command of those that score; each writes TARGET."""
        notations = {FULL: (), QUESTIONNAIRE: ("csv",), FLAT: ("csv", "ndjson")}[workload]
        for form in notations:
            source = self.source(workload, form, count)
            if self.tools.has("duckdb"):
                yield f"DuckDB, {form}", lambda target: self.duckdb(workload, form, source, target)
            if workload == FLAT:
                yield f"a python loop, {form}", lambda target: [PYTHON, HERE / "peers" / "python_loop.py", form, source, target]

    def check_singly(self, count):
        """The batch says what single forms say, scored as a clinician would."""
        few, oracle = WORK / "few.csv", WORK / "oracle.csv"
        run(self.score(FLAT, "csv", self.source(FLAT, "csv", count), few), few)
        must(PYTHON, HERE / "oracle.py", self.tools.ipi, FLAT.data, self.source(FLAT, "yaml", count), oracle)
        self.compare("forms scored singly", few, oracle)

    def check_loaders(self, count):
        """Those that only load find the same values in all notations."""
        told = []
        if self.tools.has("nlohmann"):
            told.append(must(self.tools.json_parse, self.source(FULL, "ndjson", count), "--values"))
        if self.tools.has("yaml-cpp"):
            told += [must(self.tools.yaml_load, self.source(FULL, form, count), "--values") for form in ("yaml", "yaml-comments")]
        if told:
            self.note("values that are loaded", len(set(told)) == 1 and told[0].startswith(f"{count} "), " / ".join(set(told)))

    def compare(self, name, ours, theirs):
        done = shell(PYTHON, HERE / "compare.py", ours, theirs)
        self.note(name, done.returncode == 0, done.stdout)

    def check_broken(self, workload, count):
        """One record in twenty broken: none may vanish, and none may stop the others."""
        for form in FORMATS:
            manifest, out, rejects = (WORK / f"broken.{name}" for name in ("tsv", "csv", "rejects.csv"))
            source = self.tools.generate(workload.name, form, count, "--one-in", 20, "--broken", manifest)
            run([*self.score(workload, form, source, out), "--rejects", rejects], out, expected=(1,))
            print(f"  {form}: ", end="", flush=True)
            self.failures += reconcile.main(manifest, count, out, rejects)

    # -- the table --

    @staticmethod
    def row(what, against, ours, other, ratio, goal, value):
        """`value` is what the goal is for: None is none that was reached."""
        print(f"| {' | '.join([what, against, ours, other, ratio, *goal.told(value)])} |", flush=True)

    def race(self, mine, theirs, expected=(0,)):
        """Runs two commands in turn, after one round that only warms the cache. Each is (command, target)."""
        runs = [], []
        for round_ in range(self.rounds + 1):
            for kept, (command, target) in zip(runs, (mine, theirs)):
                one = run(command, target, expected)
                if round_ > 0:
                    kept.append(one)
        return tuple(Run(statistics.median(one.seconds for one in kept), max(one.peak_mib for one in kept)) for kept in runs)

    def time(self, what, against, mine, theirs, forms, goal=Goal(), expected=(0,)):
        """A ratio of how many times faster ours is."""
        ours, other = self.race(mine, theirs, expected)
        ratio = other.seconds / ours.seconds
        told = [f"{one.seconds:.3f} s, {forms / one.seconds:,.0f}/s, {one.peak_mib:,.0f} MiB" for one in (ours, other)]
        self.row(what, against, *told, f"{ratio:.2f}", goal, ratio)

    def ours(self, workload, form, threads, count=None, **more):
        return self.score(workload, form, self.source(workload, form, count), self.out, threads, **more), self.out

    def time_full(self):
        count = self.forms[FULL]
        goals = {"csv": Goal(10, 18), "ndjson": Goal(10, 25), "yaml": Goal(20, 60)}
        for form, goal in goals.items():
            mine = self.ours(FULL, form, 1)
            if self.tools.before:
                before = self.score(FULL, form, self.source(FULL, form), self.other, 1, self.tools.before)
                self.time(f"full, {form}, 1 thread", "before", mine, (before, self.other), count, goal)
            if form == "ndjson" and self.tools.has("nlohmann"):
                loader = [self.tools.json_parse, self.source(FULL, form)]
                self.time(f"full, {form}, 1 thread", "`json::parse`, nothing else", mine, (loader, None), count, Goal(2, 5))
            if form == "yaml" and self.tools.has("yaml-cpp"):
                loader = [self.tools.yaml_load, self.source(FULL, form)]
                self.time(f"full, {form}, 1 thread", "yaml-cpp `Load`, nothing else", mine, (loader, None), count, Goal(20, 60))

    def time_today(self):
        today = self.ours(FULL, "csv", 1, data=ROOT / "data")
        frozen = self.score(FULL, "csv", self.source(FULL, "csv"), self.other, 1)
        # Some forms may be refused by then: the exit code says so.
        self.time("full, csv, 1 thread, today's data", "itself, the frozen data", today, (frozen, self.other), self.forms[FULL], expected=(0, 1))

    def time_duckdb(self, workload, goal):
        if self.tools.has("duckdb"):
            peer = self.duckdb(workload, "csv", self.source(workload, "csv"), self.other)
            self.time(f"{workload.name}, csv, 2 threads", "DuckDB, typed, 2 threads", self.ours(workload, "csv", 2), (peer, self.other), self.forms[workload], goal)

    def time_threads(self):
        for workload, forms in ((FULL, ("csv", "ndjson", "yaml")), (QUESTIONNAIRE, ("csv", "ndjson")), (FLAT, ("csv", "ndjson"))):
            for form in forms:
                self.time(f"{workload.name}, {form}, 2 threads", "itself, 1 thread", self.ours(workload, form, 2), self.ours(workload, form, 1), self.forms[workload], Goal(1.6, 1.9))

    def time_growth(self):
        """The large file is made, met and deleted here, so its peak is told here too."""
        few, many = self.forms[FLAT], 10 * self.forms[FLAT]
        source = self.source(FLAT, "csv", many)
        large, small = self.race(self.ours(FLAT, "csv", 2, many), self.ours(FLAT, "csv", 2))
        ratio = large.seconds / small.seconds
        told = [f"{one.seconds:.3f} s, {count / one.seconds:,.0f}/s" for one, count in ((large, many), (small, few))]
        self.row(f"flat, csv, 2 threads, {many:,} forms", f"itself, {few:,}", *told, f"{ratio:.2f}", Goal(10.5, at_most=True), ratio)
        self.peak(f"flat, csv, {many:,} forms", large.peak_mib)
        source.unlink()  # 1.5 GB

    def peak(self, what, mib):
        self.row(f"peak memory: {what}", "", f"{mib:.1f} MiB", "", "", Goal(48, 32, at_most=True, unit=" MiB"), mib)

    def measure_memory(self):
        for workload in WORKLOADS:
            for form in ("csv", "ndjson", "yaml"):
                command, target = self.ours(workload, form, 2)
                self.peak(f"{workload.name}, {form}, {self.forms[workload]:,} forms", run(command, target).peak_mib)

    def time_start_up(self):
        form = [self.tools.ipi, "score", ROOT / "examples" / "forms" / "first.yaml", "-O", "json"]
        taken = [], []
        for _ in range(self.rounds):
            for kept, command in zip(taken, (form, ["/bin/true"])):
                kept.append(start_up(command, 200))
        ours, nothing = (statistics.median(kept) for kept in taken)
        ratio = ours / nothing
        self.row("one form to JSON", "`/bin/true`", f"{ours * 1000:.2f} ms", f"{nothing * 1000:.2f} ms", f"{ratio:.2f}", Goal(8, 5, at_most=True), ratio)

    def time_slowest(self):
        import slow_forms  # needs PyYAML, which nothing else here does

        limit, goal = self.arguments.limit, Goal(2, 0.2, at_most=True, unit=" s")
        for name, shape in slow_forms.KNOWN.items():
            path = slow_forms.write(shape, WORK / "slowest.json")
            page = [self.tools.ipi, "score", "--data", FULL.data, path]
            report = [self.tools.ipi, "report", "--data", FULL.data, path, "-O", "html"]
            told = WORK / "slowest-told.json"
            with open(told, "wb") as out:
                runs = {"JSON": run([*page, "-O", "json"], expected=(0, 1), limit=limit, out=out)}
            for kind, command in (("page", page), ("report", report)):
                runs[kind] = run(command, expected=(0, 1), limit=limit)
            given_up = any(one.given_up for one in runs.values())
            exact = "-" if runs["JSON"].given_up else self.exact(json.loads(told.read_text()))
            seconds = ", ".join(f"{kind} {'> ' if one.given_up else ''}{one.seconds:.2f} s" for kind, one in runs.items())
            slowest = None if given_up else max(one.seconds for one in runs.values())
            peak = max(one.peak_mib for one in runs.values())
            self.row(f"slowest form: {name}", "", f"{seconds}; {peak:.0f} MiB", "", f"exact: {exact}", goal, slowest)

    @staticmethod
    def exact(assessment):
        """Whether all that the open answers can do was found out; nothing is said of it where it was not tried."""
        return str(assessment["stability"]["exact"]).lower() if "stability" in assessment else "not tried"

    # -- the run --

    def run(self):
        arguments = self.arguments
        rows = {
            "full": ((FULL,), self.time_full),
            "questionnaire": ((QUESTIONNAIRE,), lambda: self.time_duckdb(QUESTIONNAIRE, Goal(3, 8))),
            "flat": ((FLAT,), lambda: self.time_duckdb(FLAT, Goal(6, 20))),
            "threads": (WORKLOADS, self.time_threads),
            "growth": ((FLAT,), self.time_growth),
            "memory": (WORKLOADS, self.measure_memory),
            "startup": ((), self.time_start_up),
            "slowest": ((), self.time_slowest),
            "today": ((FULL,), self.time_today),
        }
        chosen = [rows[name] for name in rows if not arguments.only or name in arguments.only]
        print(f"{machine()}\n")
        for name, version in self.tools.versions():
            print(f"- {name}: {version}")
        for name, reason in self.tools.missing.items():
            print(f"- {name}: not here, not compared ({reason})")
        for workload in WORKLOADS:
            if any(workload in needed for needed, _ in chosen):
                self.check_equality(workload, self.count_compared(workload))
        # No figure is worth anything before all of them say the same.
        if self.failures == 0 and not arguments.smoke:
            print(f"\n### Must and aim: medians of {self.rounds} rounds A B A B\n")
            print("| workload | against | ours | the other | ratio | must | aim |\n|---|---|---|---|---|---|---|")
            for _, measure in chosen:
                measure()
        print(f"\n{'All say the same.' if self.failures == 0 else f'{self.failures} differ: nothing is timed until they do not.'}")
        return 1 if self.failures else 0

    def count_compared(self, workload):
        if self.arguments.smoke:
            return 300 if workload == FULL else 2_000
        return min(self.forms[workload], 100_000)


ROWS = ("full", "questionnaire", "flat", "threads", "growth", "memory", "startup", "slowest", "today")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ipi", type=pathlib.Path, default=os.environ.get("IPI_BINARY", ROOT / "build" / "release" / "ipi"))
    parser.add_argument("--before", default=os.environ.get("IPI_BEFORE"), help="the program of before, already built; else built here")
    parser.add_argument("--forms", type=int, default=1_000_000, help="flat and questionnaire; one in fifty full")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=int, default=20, help="seconds after which a slow form is given up")
    parser.add_argument("--only", action="append", choices=ROWS, help="this row or these")
    parser.add_argument("--smoke", action="store_true", help="equality only, on few forms")
    return Bench(parser.parse_args()).run()


if __name__ == "__main__":
    sys.exit(main())
