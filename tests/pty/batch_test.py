#!/usr/bin/python3
"""A batch on a real terminal: a line of progress where somebody looks at it, and no trace of it anywhere else."""

import pathlib
import re
import subprocess
import sys
import tempfile

from terminal import BINARY, ROOT, Terminal

FORMS = 12_000  # of a whole assessment: a second, where the line is drawn anew five times a second; half a minute with sanitizers
PROGRESS = re.compile(rb"\r([\d,]+) forms, ([\d,]+) a second(, \d+ s left)?\x1b\[K")


def main():
    form = (ROOT / "examples/forms/first.yaml").read_text()
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        (folder / "forms.yaml").write_text("---\n".join(re.sub(r"(?m)^id: .*", f"id: F-{n}", form) for n in range(FORMS)))
        command = f"{BINARY} score forms.yaml --from yaml -O csv -o {{}} {{}}"

        with Terminal(cwd=folder, shell=command.format("seen.csv", "")) as terminal:
            assert terminal.wait() == 0, terminal.text()
            seen = terminal.seen
        lines = PROGRESS.findall(seen)
        assert len(lines) >= 2, seen
        counts = [int(count.replace(b",", b"")) for count, _, _ in lines]
        assert counts == sorted(counts) and 0 < counts[0] and counts[-1] <= FORMS, counts
        assert any(left for _, _, left in lines), seen
        after = seen[seen.rindex(b"a second"):]
        assert b"\r\x1b[K" in after, f"the line is still there at the end: {after!r}"

        with Terminal(cwd=folder, shell=command.format("quiet.csv", "--quiet")) as terminal:
            assert terminal.wait() == 0, terminal.text()
            assert b"forms" not in terminal.seen, terminal.seen

        piped = subprocess.run(["/bin/sh", "-c", command.format("piped.csv", "")], cwd=folder, capture_output=True, check=True)
        assert b"\r" not in piped.stderr and b"\x1b" not in piped.stderr, piped.stderr
        assert (folder / "seen.csv").read_bytes() == (folder / "quiet.csv").read_bytes() == (folder / "piped.csv").read_bytes()
    print(f"batch: {len(lines)} lines of progress over {FORMS} forms, and none where nobody looks")
    return 0


sys.exit(main())
