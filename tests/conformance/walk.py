#!/usr/bin/python3
"""From a blank form to a finished one, as a person goes: walk.py [--seed-fault]

`ipi template ipt-initial` prints a blank form; the answers of a published case are written into its lines, the examples
of relationships and events put in force and copied for each further entry; `ipi check` passes it, `ipi score` suggests
what the case expects, and what the case's own file gives. Once with the whole form and once with the short one.
--seed-fault leaves the answers about events out, and passes if the walks see it.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from run_cases import Case, first_run

HERE = Path(__file__).resolve().parent
WALKS = (("V4", []), ("V14", []), ("V16", []), ("V4", ["--short"]), ("V16", ["--short"]))
KEY = re.compile(r'(?P<indent> *)(?P<dash>- )?(?P<key>"?[\w.]+"?):(?P<rest>.*)')


def run(binary, *words):
    done = subprocess.run([binary, *words], capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise ValueError(f"ipi {' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def scalars(answers, path=()):
    """{path: word} of everything that is to be written; a list of an instrument's answers goes by number."""
    if isinstance(answers, list) and path[-1] != "context":
        answers = {str(number): answer for number, answer in enumerate(answers, 1)}
    if not isinstance(answers, dict):
        return {path: f"[{', '.join(answers)}]" if isinstance(answers, list) else answers}
    return {key: word for name, answer in answers.items() for key, word in scalars(answer, (*path, name)).items()}


def fill(lines, words):
    """Writes each word after the colon of its line, and takes it out of `words`."""
    written, above = [], []
    for line in lines:
        match = None if line.lstrip().startswith("#") else KEY.fullmatch(line)
        if match:
            indent = len(match["indent"]) + len(match["dash"] or "")
            above = [(depth, key) for depth, key in above if depth < indent] + [(indent, match["key"].strip('"'))]
            word = words.pop(tuple(key for _, key in above), None)
            if word is not None:
                line = f"{match['indent']}{match['dash'] or ''}{match['key']}: {word}"
        written.append(line)
    return written


def example(lines, roster):
    """Where the commented example of a roster stands: first line and the one after its last."""
    first = lines.index(f"# {roster}:")
    last = first
    while last < len(lines) and lines[last].startswith("#"):
        last += 1
    return first, last


def filled(blank, form, short):
    """The short form has no place for what decides nothing; such answers are left out of it."""
    lines = blank.splitlines()
    for roster in ("relationships", "events"):
        entries = form.get(roster)
        if entries is None:
            continue
        first, last = example(lines, roster)
        entry = [re.sub(r"^# ?", "", line) for line in lines[first + 1:last]]
        copies = []
        for answers in entries:
            words = scalars(answers)
            copies += fill(entry, words)
            if words and not short:
                raise ValueError(f"{roster}: the blank form has no place for {', '.join('.'.join(path) for path in words)}")
        lines[first:last] = [f"{roster}:", *copies] if entries else [f"{roster}: []"]
    words = scalars({key: value for key, value in form.items() if key not in ("form", "relationships", "events")})
    lines = fill(lines, words)
    if words and not short:
        raise ValueError(f"the blank form has no place for {', '.join('.'.join(path) for path in words)}")
    return "\n".join(lines) + "\n"


def focus_of(assessment):
    return assessment["suggestion"]["verdict"], [(f["area"], f["subject"]) for f in assessment["suggestion"]["focus"]]


def score(binary, path):
    assessment = json.loads(run(binary, "score", str(path), "-O", "json"))
    return assessment[0] if isinstance(assessment, list) else assessment


def walk(binary, name, length, fault):
    """Why the walk fails, or None."""
    case = Case(HERE / "cases" / f"{name}.yaml")
    form = dict(case.form)
    if fault:
        form.pop("events")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.yaml"
        path.write_text(run(binary, "template", *length, "ipt-initial"), encoding="utf-8")
        run(binary, "check", str(path))
        path.write_text(filled(path.read_text(encoding="utf-8"), form, bool(length)), encoding="utf-8")
        run(binary, "check", str(path))
        assessment = score(binary, path)
        reason = first_run(case, assessment)
        if reason:
            return reason
        expected = focus_of(score(binary, case.path))
        if focus_of(assessment) != expected:
            return f"{focus_of(assessment)}, and the case's own file gives {expected}"
    return None


def main():
    binary = os.environ.get("IPI_BINARY")
    if not binary:
        print("IPI_BINARY is not set", file=sys.stderr)
        return 2
    fault = "--seed-fault" in sys.argv
    failed = 0
    for name, length in WALKS:
        words = " ".join([name, *length])
        try:
            reason = walk(binary, name, length, fault)
        except ValueError as wrong:
            reason = str(wrong)
        failed += reason is not None
        print(f"FAILED  {words}: {reason}" if reason else f"walked  {words}")
    print(f"{len(WALKS) - failed} passed, {failed} failed")
    return 0 if (failed > 0) == fault else 1


if __name__ == "__main__":
    sys.exit(main())
