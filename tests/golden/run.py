#!/usr/bin/python3
"""Golden cases: tests/golden/<command>/<case>/ holds

  cmd      a command line, run by sh in that folder; `ipi` is the program under test, $HOME an empty folder
  stdout   what it must print, byte for byte (no file: nothing)
  stderr   likewise
  exit     its exit code (no file: 0)
  stdin    what it reads (no file: nothing)
  env      further environment, one NAME=value a line

  run.py [--update] [COMMAND[/CASE] ...]      without a name: all of them

--update writes what the program does now; review it with `git diff`. Masked are only the version ({version}),
the folder of the checkout ({source}) and the hashes of the definitions ({definitions}, {sha256}). Whatever else varies must not be in the output.
"""

import difflib
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from program import ROOT, Stage

VERSION = re.search(r"project\(ipi VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text()).group(1)


def masked(output):
    output = output.replace(str(ROOT).encode(), b"{source}")
    # What the definitions hash to changes with every word of theirs; that it is right is tested elsewhere.
    output = re.sub(rb"\b[0-9a-f]{64}\b", b"{sha256}", output)
    output = re.sub(rb'(definitions |"data": ")[0-9a-f]{12}\b', rb"\1{definitions}", output)
    output = re.sub(rb"(?m)([,\t])[0-9a-f]{12}(?=\r?$)", rb"\1{definitions}", output)  # a table's last column
    return re.sub(rb"(?<![\w.])" + re.escape(VERSION).encode() + rb"(?![\w.]*\w)", b"{version}", output)


def content(path):
    return path.read_bytes() if path.exists() else b""


def run(case):
    """What the command does: {file name: bytes}."""
    extra = dict(line.split("=", 1) for line in content(case / "env").decode().splitlines() if line)
    with Stage() as stage:
        done = stage.run("sh", (case / "cmd").read_text(), case, content(case / "stdin"), extra)
    return {
        "stdout": masked(done.stdout),
        "stderr": masked(done.stderr),
        "exit": b"" if done.returncode == 0 else b"%d\n" % done.returncode,
    }


def difference(expected, actual, name):
    def lines(data):
        return data.decode("utf-8", "backslashreplace").splitlines(keepends=True)

    parts = difflib.unified_diff(lines(expected), lines(actual), f"expected {name}", f"actual {name}")
    return "".join(part if part.endswith("\n") else part + "\n\\ No newline at end of file\n" for part in parts)


def check(case):
    """The differences as text; empty if there are none."""
    return "".join(
        difference(content(case / name), actual, name) or f"{name} differs in bytes that do not print\n"
        for name, actual in run(case).items() if content(case / name) != actual)


def update(case):
    for name, actual in run(case).items():
        if actual:
            (case / name).write_bytes(actual)
        else:
            (case / name).unlink(missing_ok=True)


def chosen(names):
    cases = sorted(path.parent for path in HERE.glob("*/*/cmd"))
    if not names:
        return cases
    picked = [case for case in cases if any((case.relative_to(HERE).as_posix() + "/").startswith(name.rstrip("/") + "/")
                                            for name in names)]
    if not picked:
        sys.exit(f"no golden case is called {' or '.join(names)}")
    return picked


def main(arguments):
    cases = chosen([argument for argument in arguments if argument != "--update"])
    failed = 0
    for case in cases:
        if "--update" in arguments:
            update(case)
        elif differences := check(case):
            failed += 1
            print(f"FAILED {case.relative_to(HERE)}: {(case / 'cmd').read_text().strip()}\n{differences}")
    word = "updated" if "--update" in arguments else "passed"
    print(f"golden: {len(cases) - failed} {word}, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
