#!/usr/bin/python3
"""Every C++ file is as clang-format would write it, and no line of one is longer than 120 columns."""

import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MOST_COLUMNS = 120


def unformatted(formatter, files):
    """The files that the formatter would change, by what it says of them."""
    done = subprocess.run([formatter, "--dry-run", "-Werror", f"--style=file:{ROOT}/.clang-format", *map(str, files)],
                          capture_output=True, text=True)
    return sorted({line.split(":")[0] for line in done.stderr.splitlines() if "clang-format-violations" in line})


def too_long(files):
    return [f"{path}:{number}" for path in files for number, line in enumerate(path.read_text().splitlines(), 1)
            if len(line) > MOST_COLUMNS]


def self_test(formatter):
    """A file in another style and a line that is too long are found."""
    with tempfile.TemporaryDirectory() as folder:
        seeded = pathlib.Path(folder) / "seeded.cpp"
        seeded.write_text("int  main( ){return 0 ;}\n// " + "x" * MOST_COLUMNS + "\n")
        assert unformatted(formatter, [seeded]) == [str(seeded)]
        assert too_long([seeded]) == [f"{seeded}:2"]


def main():
    formatter = sys.argv[1]
    self_test(formatter)
    files = [path for folder in ("src", "include", "tests", "examples") for path in sorted((ROOT / folder).rglob("*"))
             if path.suffix in {".cpp", ".h"} and "build" not in path.relative_to(ROOT).parts]
    found = unformatted(formatter, files) + too_long(files)
    for line in found:
        print(line)
    print(f"format: {len(files)} files, {len(found)} faults")
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main())
