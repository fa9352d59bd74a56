#!/usr/bin/python3
"""`ipi --version` is the version of the CMake project, and CITATION.cff and CHANGELOG.md say the same."""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from program import ROOT, Stage

version = sys.argv[1]
with Stage() as stage:
    done = stage.run("sh", "ipi --version", ROOT)
says = done.stdout.decode()
cited = re.search(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text(), re.MULTILINE)[1]
changed = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[1]
print(f"version: CMake {version}, ipi {says.strip()!r} (exit {done.returncode}), CITATION.cff {cited}, CHANGELOG.md {changed}")
sys.exit(0 if (done.returncode, says.splitlines()[:1], cited, changed) == (0, [f"ipi {version}"], version, version) else 1)
