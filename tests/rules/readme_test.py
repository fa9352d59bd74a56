#!/usr/bin/python3
"""The README shows real output: each ```console block is run and compared.

  readme_test.py [--update] [FILE]

A line that starts with `$ ` is run by bash (a final backslash continues it on the next line); the lines up to the next
one must equal its output, stdout and stderr together. A line `...` stands for any run of lines. --update rewrites the
blocks that differ. The commands see the checkout's files at their usual places, but write beside them, into a folder
that is removed. Commands that are only to be read (an installation) stand in ```sh blocks.
"""

import difflib
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from program import ROOT, Stage

BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.DOTALL | re.MULTILINE)


def parts(block):
    """A block as [(the lines of a command as they stand, the expected lines)]."""
    steps = []
    lines = iter(block.splitlines())
    for line in lines:
        if line.startswith("$ "):
            command = [line]
            while command[-1].endswith("\\"):
                command.append(next(lines, ""))
            steps.append((command, []))
        elif not steps:
            raise SystemExit(f"a console block must start with a command: {line}")
        else:
            steps[-1][1].append(line)
    return steps


def matches(expected, actual):
    pattern = "".join("(.*\n)*" if line == "..." else re.escape(line) + "\n" for line in expected)
    return re.fullmatch(pattern, "".join(line + "\n" for line in actual)) is not None


def check(text):
    """The text with every block brought up to date, the differences, and the number of commands."""
    differences = []
    commands = 0
    with Stage() as stage:
        folder = stage.folder / "checkout"
        folder.mkdir()
        for entry in ROOT.iterdir():
            (folder / entry.name).symlink_to(entry)

        def refreshed(match):
            nonlocal commands
            lines = []
            for command, expected in parts(match[1]):
                commands += 1
                script = "\n".join(command)[2:]
                done = stage.run("bash", script, folder, merged=True)
                actual = done.stdout.decode("utf-8", "backslashreplace").splitlines()
                if not matches(expected, actual):
                    differences.append("".join(line + "\n" for line in difflib.unified_diff(
                        expected, actual, "README", f"$ {script}", lineterm="")))
                    expected = actual
                lines += [*command, *expected]
            return "".join(line + "\n" for line in lines)

        return BLOCK.sub(refreshed, text), differences, commands


def main(arguments):
    update = "--update" in arguments
    files = [argument for argument in arguments if argument != "--update"]
    path = pathlib.Path(files[0]) if files else ROOT / "README.md"
    text, differences, commands = check(path.read_text())
    if update:
        path.write_text(text)
    else:
        for line in differences:
            print(line)
    print(f"README: {commands} commands, {len(differences)} {'rewritten' if update else 'differ'}")
    return 1 if differences and not update else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
