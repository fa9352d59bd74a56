#!/usr/bin/python3
"""Every command has a help, a golden case and a place in the README; every golden folder belongs to a command."""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from program import ROOT, Stage


def main():
    commands = {path.stem.removeprefix("command_") for path in ROOT.glob("src/cli/command_*.cpp")}
    readme = (ROOT / "README.md").read_text()
    faults = [] if commands else ["no src/cli/command_<name>.cpp: has the cli moved?"]
    with Stage() as stage:
        overview = stage.run("sh", "ipi --help", ROOT).stdout.decode()
        for command in sorted(commands):
            if stage.run("sh", f"ipi {command} --help", ROOT).returncode != 0:
                faults.append(f"ipi {command} --help fails")
            if not re.search(rf"^ +(ipi )?{command}\b", overview, re.MULTILINE):
                faults.append(f"ipi --help does not list {command}")
            if not list(ROOT.glob(f"tests/golden/{command}/*/cmd")):
                faults.append(f"tests/golden/{command}/ has no case")
            if f"ipi {command}" not in readme:
                faults.append(f"README.md does not mention `ipi {command}`")
    general = {"ipi"}  # golden/ipi/: the program without a command
    folders = {path.name for path in (ROOT / "tests/golden").iterdir() if path.is_dir() and path.name != "__pycache__"}
    faults += [f"tests/golden/{folder}/ is not a command" for folder in sorted(folders - commands - general)]
    for line in faults:
        print(line)
    print(f"commands: {len(commands)} commands, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
