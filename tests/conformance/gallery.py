#!/usr/bin/python3
"""The reports in examples/report/ are what the program writes of published cases and examples: gallery.py [--update]

--update writes them anew: open them in a browser, print one, and read git's difference. Only the version and what the
definitions hash to are masked. Exit 0 when all are as expected, 1 when one differs or nobody asked for it.
"""

import difflib
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "golden")]
from program import ROOT, Stage
from run import masked

FOLDER = ROOT / "examples/report"
# The report, and what it is made from.
GALLERY = {
    "first.html": "examples/forms/first.yaml",
    "first.md": "examples/forms/first.yaml",
    "grief.html": "tests/conformance/cases/V1.yaml",
    "dispute.html": "tests/conformance/cases/V14.yaml",
    "transition.html": "tests/conformance/cases/V2.yaml",
    "bipolar.html": "tests/conformance/cases/V16.yaml",
    "deficits.html": "tests/conformance/cases/V17_before.yaml",
}


def written(stage, name, form):
    done = stage.run("sh", f"ipi report {form} -o $HOME/{name}", ROOT)
    if done.returncode != 0:
        sys.exit(f"ipi report {form}: exit {done.returncode}\n{done.stderr.decode()}")
    return masked((stage.home / name).read_bytes())


def main(arguments):
    faults = []
    with Stage() as stage:
        for name, form in GALLERY.items():
            path, text = FOLDER / name, written(stage, name, form)
            if "--update" in arguments:
                path.write_bytes(text)
            elif not path.exists() or path.read_bytes() != text:
                known = path.read_text().splitlines() if path.exists() else []
                faults.append("\n".join(list(difflib.unified_diff(known, text.decode().splitlines(), f"expected {name}", f"actual {name}", lineterm=""))[:60]))
    faults += [f"examples/report/{path.name} is made from nothing" for path in sorted(FOLDER.iterdir()) if path.name not in {*GALLERY, "README.md"}]
    for fault in faults:
        print(fault)
    print(f"gallery: {len(GALLERY)} reports, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
