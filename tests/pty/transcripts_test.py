#!/usr/bin/python3
"""The transcripts in examples/interview/ are what a terminal shows: transcripts_test.py [--update]

The answers of examples/interview/answers.txt are typed on a pseudo-terminal, in the plain manner and in the richer one,
and once more taken from the file; the three conversations must be the same but for colour and the keys' echo. Those of
short.txt, the shortest whole intake, must still lead to a final form; its keystrokes are counted.
"""

import difflib
import pathlib
import re
import subprocess
import sys
import tempfile

from terminal import BINARY, ESCAPES, ROOT, Terminal

sys.path.insert(0, str(ROOT / "tests/golden"))
from run import masked

FOLDER = ROOT / "examples/interview"
OPTIONS = ["--date", "2026-03-04", "--id", "A-017", "-o", "A-017.yaml"]


def answers(name="answers.txt"):
    return [line for line in (FOLDER / name).read_text().splitlines() if not line.startswith("#")]


def keystrokes(name):
    """Every key, Enter among them."""
    return sum(len(answer) + 1 for answer in answers(name))


def typed(folder, *manner):
    """Everything that the terminal got, its line ends as a file has them."""
    with Terminal("interview", *OPTIONS, *manner, cwd=folder) as terminal:
        for answer in answers():
            terminal.prompt()
            terminal.type(answer)
        status = terminal.wait()
        assert status == 0, f"exit {status}:\n{terminal.text()[-2000:]}"
        return masked(re.sub(rb"\r+\n", b"\n", terminal.seen)).decode()


def from_file(folder, name, *options):
    done = subprocess.run([BINARY, "interview", *options, "--answers", FOLDER / name], cwd=folder, capture_output=True, check=False,
                          env={"HOME": str(folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "dumb"})
    assert done.returncode == 0, done.stdout.decode()[-2000:] + done.stderr.decode()
    return masked(done.stdout).decode()


def count_short(folder):
    """A line on the shortest intake: its keys, and how many answers the form holds."""
    from_file(folder, "short.txt", "--short", "--date", "2026-03-04")
    form = (folder / "A-018.yaml").read_text()
    assert "\nstate: final\n" in form
    given = len(re.findall(r"^ *(?:- )?[a-z0-9_\"]+: (?!not_asked|skipped|refused|unknown)\S", form, re.MULTILINE))
    return f"the shortest whole intake: {keystrokes('short.txt')} keystrokes in {len(answers('short.txt'))} entries for {given} answers"


def difference(expected, actual, name):
    return "".join(difflib.unified_diff(expected.splitlines(keepends=True), actual.splitlines(keepends=True), f"expected {name}", f"actual {name}"))


def main():
    found = {}
    with tempfile.TemporaryDirectory(prefix="ipi-transcript-") as temporary:
        base = pathlib.Path(temporary)
        for name in ("plain", "rich", "file", "short"):
            (base / name).mkdir()
        found["plain.txt"] = typed(base / "plain", "--plain")
        found["rich.txt"] = typed(base / "rich")
        spoken = from_file(base / "file", "answers.txt", *OPTIONS)
        short = count_short(base / "short")
        found["A-017.yaml"] = (base / "plain/A-017.yaml").read_text()
        for name in ("rich", "file"):
            assert (base / name / "A-017.yaml").read_text() == found["A-017.yaml"], f"the {name} manner leaves another form"
    colourless = ESCAPES.sub(b"", found["rich.txt"].encode()).decode()
    faults = difference(found["plain.txt"], colourless, "without colour") + difference(found["plain.txt"], spoken, "from the file")
    for name, text in found.items():
        path = FOLDER / name
        if "--update" in sys.argv[1:]:
            path.write_text(text)
        else:
            faults += difference(path.read_text() if path.exists() else "", text, name)
    if not difference(found["plain.txt"], found["plain.txt"].replace("Recorded", "recorded").replace("> 58", "> 85"), "seeded"):
        faults += "a seeded difference is not noticed\n"
    print(faults, end="")
    print(f"transcripts: {keystrokes('answers.txt')} keystrokes in {len(answers())} entries, {len(found)} files {'differ' if faults else 'as expected'}; {short}")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
