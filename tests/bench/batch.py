#!/usr/bin/python3
"""Runs ipi's batch and its peers over the same invented forms: first proves that they say the same, then times them in turn
and prints the ratios. README.md in this folder says what is measured.

  batch.py [--ipi build/release/ipi]             all of it: some 30 minutes, 8 GB of disk, on an idle machine
  batch.py --smoke                               equality only, on 2,000 forms
  batch.py --forms 200000 --rounds 3 --no-large  a quicker, coarser look
"""
import argparse
import filecmp
import os
import statistics
import sys

import reconcile
from tools import HERE, PYTHON, ROOT, WORK, Run, Tools, machine, must, run, shell

from key import HEADER  # noqa: E402

DATA = {"flat": ["--data", HERE / "flat" / "data"], "full": []}
PROTOCOL = {"flat": "flat", "full": "ipt-initial"}
FORMATS = ("csv", "csv-messy", "ndjson", "yaml", "yaml-comments")
FULL_COLUMNS = ("id", "phq9.total", "gad7.total", "ucla3.total", "verdict", "suggested_focus", "margin", "safety")


class Bench:
    def __init__(self, arguments):
        self.arguments = arguments
        self.tools = Tools(arguments.ipi)
        self.failures = 0

    # -- commands --

    def ours(self, workload, form, source, target, threads=2, more=(), columns=None):
        columns = columns or (HEADER if workload == "flat" else FULL_COLUMNS)
        command = [self.tools.ipi, "score", *DATA[workload], source, "-o", target, "--columns-out", ",".join(columns), "--threads", threads]
        if form.startswith("csv"):
            command += ["--protocol", PROTOCOL[workload]]
        if form == "csv-messy":
            command += ["--missing", "NA"]
        return [*command, *more]

    def duckdb(self, form, source, target, threads=2):
        return ["node", HERE / "peers" / "duckdb" / "score.mjs", form, source, target, threads]

    def loop(self, form, source, target):
        return [PYTHON, HERE / "peers" / "python_loop.py", form, source, target]

    def peers(self, count):
        """Name, command, and whether it scores in doubles, of all peers that score; each writes TARGET."""
        csv, ndjson = (self.tools.generate("flat", form, count) for form in ("csv", "ndjson"))
        if self.tools.has("duckdb"):
            yield "DuckDB, CSV", lambda target: self.duckdb("csv", csv, target), False
            yield "DuckDB, NDJSON", lambda target: self.duckdb("ndjson", ndjson, target), False
        if self.tools.has("psych"):
            yield "R psych", lambda target: ["Rscript", HERE / "peers" / "psych.R", csv, target], True
        if self.tools.has("pandas"):
            yield "pandas", lambda target: [PYTHON, HERE / "peers" / "pandas_table.py", csv, target], False
        yield "python csv loop", lambda target: self.loop("csv", csv, target), False
        yield "python json loop", lambda target: self.loop("ndjson", ndjson, target), False

    # -- equality --

    def note(self, what, good, told=""):
        self.failures += 0 if good else 1
        print(f"  {'same' if good else 'DIFFERS':8}{what}{': ' + told.strip() if told.strip() else ''}", flush=True)

    def same_bytes(self, workload, count):
        """Every format and any number of threads give the same bytes. Returns the results of the plain CSV."""
        first = WORK / f"{workload}-ours.csv"
        run(self.ours(workload, "csv", self.tools.generate(workload, "csv", count), first))
        for form in FORMATS:
            source = self.tools.generate(workload, form, count)
            for threads in (1, 2):
                if (form, threads) == ("csv", 2):
                    continue
                other = WORK / f"{workload}-other.csv"
                run(self.ours(workload, form, source, other, threads), other)
                self.note(f"{workload}, {form}, {threads} thread{'s' if threads > 1 else ''}", filecmp.cmp(first, other, shallow=False))
        return first

    def check_equality(self, count, singly):
        print(f"\n## Equality, {count:,} forms\n")
        ours = self.same_bytes("flat", count)
        oracle = WORK / "oracle.csv"
        must(PYTHON, HERE / "oracle.py", self.tools.ipi, HERE / "flat" / "data", self.tools.generate("flat", "yaml", singly), oracle)
        few = WORK / "few.csv"
        run(self.ours("flat", "csv", self.tools.generate("flat", "csv", singly), few))
        self.compare(f"{singly} forms scored singly", few, oracle, False)
        for name, command, doubles in self.peers(count):
            target = WORK / "peer.csv"
            run(command(target), target)
            self.compare(name, ours, target, doubles)
        if self.tools.has("yaml-cpp"):
            told = [must(self.tools.yaml_load, self.tools.generate("flat", form, count)) for form in ("yaml", "yaml-comments")]
            self.note("yaml-cpp, both streams", told[0] == told[1] and told[0].startswith(f"{count} "))
        self.same_bytes("full", max(count // 20, 500))
        self.check_broken(count)

    def compare(self, name, ours, theirs, doubles):
        done = shell(PYTHON, HERE / "compare.py", ours, theirs, *(["--doubles"] if doubles else []))
        self.note(name, done.returncode == 0, done.stdout)

    def check_broken(self, count):
        """One record in twenty broken: none may vanish, and none may stop the others."""
        print("\n## Broken records, reconciled to the last\n")
        for workload in DATA:
            for form in FORMATS:
                manifest, out, rejects = (WORK / f"broken.{name}" for name in ("tsv", "csv", "rejects.csv"))
                source = self.tools.generate(workload, form, count, "--one-in", 20, "--broken", manifest)
                run(self.ours(workload, form, source, out, more=["--rejects", rejects]), out, expected=(1,))
                print(f"  {workload}, {form}: ", end="", flush=True)
                self.failures += reconcile.main(manifest, count, out, rejects)

    # -- times --

    def race(self, mine, theirs, rounds, fresh=True):
        """Runs two commands in turn, after one round that only warms the cache. Each is (command, target); a target that is
        not fresh is what the round before has left."""
        runs = [], []
        for round_ in range(rounds + 1):
            for kept, (command, target) in zip(runs, (mine, theirs)):
                one = run(command, target, fresh=fresh)
                if round_ > 0:
                    kept.append(one)
        return tuple(Run(statistics.median(one.seconds for one in kept), max(one.peak_mib for one in kept)) for kept in runs)

    def report(self, what, peer, mine, other, ratio, must_be, aim, at_most=False):
        def fits(limit):
            return "" if limit is None else "yes" if (ratio <= limit if at_most else ratio >= limit) else "NO"

        def limit(value):
            return "" if value is None else f"{'<= ' if at_most else '>= '}{value:g}"

        print(f"| {what} | {peer} | {mine} | {other} | {ratio:.2f} | {limit(must_be)} {fits(must_be)} | {limit(aim)} {fits(aim)} |", flush=True)

    def time_peer(self, what, peer, mine, theirs, forms, rounds, must_be=None, aim=None, at_most=False, fresh=True):
        """A ratio of how many times faster ours is, or with `at_most` how many times the peer's time it takes."""
        ours, other = self.race(mine, theirs, rounds, fresh)
        ratio = ours.seconds / other.seconds if at_most else other.seconds / ours.seconds
        told = [f"{one.seconds:.3f} s, {forms / one.seconds / 1000:,.4g} k/s, {one.peak_mib:,.0f} MiB" for one in (ours, other)]
        self.report(what, peer, *told, ratio, must_be, aim, at_most)

    def time_everything(self, forms, slow, rounds):
        print(f"\n## Ratios: flat, {forms:,} forms ({slow:,} for `stable`, YAML and the python loops), medians of {rounds} rounds A B A B\n")
        print("| what | against | ours | the other | ratio | must | aim |\n|---|---|---|---|---|---|---|")
        out, other = WORK / "out.csv", WORK / "other.csv"
        csv, ndjson = (self.tools.generate("flat", form, forms) for form in ("csv", "ndjson"))
        mine = {(form, threads): (self.ours("flat", form, source, out, threads), out) for form, source in (("csv", csv), ("ndjson", ndjson)) for threads in (1, 2)}
        has = self.tools.has
        if has("duckdb"):
            for threads, goals in ((2, (8, 20)), (1, ())):
                self.time_peer(f"CSV, {threads} threads", f"DuckDB, typed, {threads}", mine["csv", threads], (self.duckdb("csv", csv, other, threads), other), forms, rounds, *goals)
            for threads, goals in ((2, (8, 18)), (1, ())):
                self.time_peer(f"NDJSON, {threads} threads", f"DuckDB read_json, {threads}", mine["ndjson", threads], (self.duckdb("ndjson", ndjson, other, threads), other), forms, rounds, *goals)
        # The goal's cp writes over a file that is there; ours replaces it, by another that is whole.
        self.time_peer("CSV, 2 threads", "cp in out, over a file", mine["csv", 2], (["cp", csv, other], other), forms, rounds, 3, 1.2, at_most=True, fresh=False)
        self.time_peer("CSV, 2 threads", "cp in out, a new file", mine["csv", 2], (["cp", csv, other], other), forms, rounds, at_most=True)
        self.time_peer("CSV, 2 threads", "wc -l", mine["csv", 2], (["wc", "-l", csv], None), forms, rounds, at_most=True)
        for form, goals in (("csv", (1.6, 1.85)), ("ndjson", (1.6, 1.85))):
            self.time_peer(f"{form}, 2 threads", "itself, 1", mine[form, 2], mine[form, 1], forms, rounds, *goals)
        few = max(2, rounds // 2)
        if has("psych"):
            self.time_peer("CSV, 2 threads", "R psych", mine["csv", 2], (["Rscript", HERE / "peers" / "psych.R", csv, other], other), forms, few, 100, 240)
        if has("pandas"):
            self.time_peer("CSV, 2 threads", "pandas", mine["csv", 2], ([PYTHON, HERE / "peers" / "pandas_table.py", csv, other], other), forms, few)
        self.time_slow(slow, few)

    def time_slow(self, forms, rounds):
        out, other = WORK / "out.csv", WORK / "other.csv"
        if self.tools.has("duckdb"):
            # What no peer works out, and what takes the full reader: whether the open answers could change the suggestion.
            source = self.tools.generate("flat", "csv", forms)
            stable = (self.ours("flat", "csv", source, out, columns=[*HEADER, "stable", "safety", "definitions"]), out)
            self.time_peer("CSV, 2 threads, with `stable`", "DuckDB, without", stable, (self.duckdb("csv", source, other), other), forms, rounds)
        for form in ("csv", "ndjson"):
            source = self.tools.generate("flat", form, forms)
            self.time_peer(f"{form}, 1 thread", "a python loop", (self.ours("flat", form, source, out, 1), out), (self.loop(form, source, other), other), forms, rounds)
        for form, goals in (("yaml", (100, 400)), ("yaml-comments", (8, 25))):
            if self.tools.has("yaml-cpp"):
                source = self.tools.generate("flat", form, forms)
                self.time_peer(f"{form}, 1 thread", "yaml-cpp Load", (self.ours("flat", form, source, out, 1), out), ([self.tools.yaml_load, source], None), forms, rounds, *goals)

    def memory(self, forms, rounds, large):
        print("\n## Memory and growth: flat CSV, 2 threads\n")
        print("| what | against | ours | the other | ratio | must | aim |\n|---|---|---|---|---|---|---|")
        out = WORK / "out.csv"
        peaks, seconds = {}, {}
        for count in (10_000, forms, *([10 * forms] if large else [])):
            source = self.tools.generate("flat", "csv", count)
            runs = [run(self.ours("flat", "csv", source, out), out) for _ in range(rounds if count < 10 * forms else 3)]
            peaks[count] = max(one.peak_mib for one in runs)
            seconds[count] = statistics.median(one.seconds for one in runs)
            print(f"| peak, {count:,} forms | | {peaks[count]:.1f} MiB | | | <= 64 {'yes' if peaks[count] <= 64 else 'NO'} | <= 16 {'yes' if peaks[count] <= 16 else 'NO'} |", flush=True)
        growth = peaks[count] / peaks[10_000]
        self.report("peak, the most forms over the fewest", "itself", f"{peaks[count]:.1f} MiB", f"{peaks[10_000]:.1f} MiB", growth, 1.1, None, at_most=True)
        if large:
            self.report("10 times the forms", "itself", f"{seconds[10 * forms]:.2f} s", f"{seconds[forms]:.3f} s", seconds[10 * forms] / seconds[forms], 10.5, None, at_most=True)
            source.unlink()  # 1.5 GB
        out.unlink(missing_ok=True)

    def time_full(self, forms, rounds):
        print(f"\n## The full workload beside: ipt-initial with 3 to 8 relationships, {forms:,} forms\n")
        print("| format | threads | seconds | forms/s | MB/s in | peak MiB |\n|---|---|---|---|---|---|")
        out = WORK / "out.csv"
        for form in FORMATS:
            source = self.tools.generate("full", form, forms)
            for threads in (1, 2):
                runs = [run(self.ours("full", form, source, out, threads), out) for _ in range(rounds)]
                seconds = statistics.median(one.seconds for one in runs)
                print(f"| {form} | {threads} | {seconds:.3f} | {forms / seconds:,.0f} | {source.stat().st_size / seconds / 1e6:,.0f} | {max(one.peak_mib for one in runs):.1f} |", flush=True)

    def run(self):
        arguments = self.arguments
        print(f"# The batch benchmark\n\n{machine()}\n")
        for name, version in self.tools.versions():
            print(f"- {name}: {version}")
        for name, reason in self.tools.missing.items():
            print(f"- {name}: not here, not compared ({reason})")
        self.check_equality(*((2_000, 60) if arguments.smoke else (min(arguments.forms, 100_000), 200)))
        # No figure is worth anything before all of them say the same.
        if self.failures == 0 and not arguments.smoke:
            self.time_everything(arguments.forms, max(arguments.forms // 5, 1), arguments.rounds)
            self.memory(arguments.forms, arguments.rounds, not arguments.no_large)
            self.time_full(max(arguments.forms // 20, 1), max(2, arguments.rounds // 2))
        print(f"\n{'All say the same.' if self.failures == 0 else f'{self.failures} differ: nothing is timed until they do not.'}")
        return 1 if self.failures else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ipi", default=os.environ.get("IPI_BINARY", ROOT / "build" / "release" / "ipi"))
    parser.add_argument("--forms", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--smoke", action="store_true", help="equality only, on 2,000 forms")
    parser.add_argument("--no-large", action="store_true", help="leave out ten times the forms")
    return Bench(parser.parse_args()).run()


if __name__ == "__main__":
    sys.exit(main())
