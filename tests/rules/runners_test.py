#!/usr/bin/python3
"""The golden runner and the README's can fail: each finds what is seeded here, and --update repairs it."""

import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "golden"), str(HERE.parent)]
import readme_test
import run as golden


def write(folder, **files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def golden_cases(folder):
    odd = b"a;b [c] \xff\r\n\n{version} no newline"
    fine = write(folder / "fine", cmd=b"cat; echo \"$WORD\" >&2; exit 3", stdin=odd, stdout=odd, stderr=b"x;y\n",
                 exit=b"3\n", env=b"WORD=x;y\n")
    assert golden.check(fine) == "", golden.check(fine)
    for name, data in {"stdout": odd + b"\n", "stderr": b"x\n", "exit": b"4\n"}.items():
        case = write(folder / f"wrong_{name}", **{path.name: path.read_bytes() for path in fine.iterdir()})
        (case / name).write_bytes(data)
        assert f"expected {name}" in golden.check(case), name
        golden.update(case)
        assert golden.check(case) == "" and (case / name).read_bytes() == (fine / name).read_bytes(), name
    silent = write(folder / "silent", cmd=b"true", stdout=b"old\n", exit=b"1\n")
    assert golden.check(silent)
    golden.update(silent)
    assert [path.name for path in silent.iterdir()] == ["cmd"], "empty files are not kept"
    bare = write(folder / "bare", cmd=b'test -z "$NO_COLOR$COLUMNS" && test -z "$(ls -A "$HOME")" && echo $TERM $LC_ALL',
                 stdout=b"dumb C.UTF-8\n")
    assert golden.check(bare) == "", golden.check(bare)
    version = golden.VERSION.encode()
    assert golden.masked(b"ipi " + version + b"\n1" + version + b" " + version + b".4.\n") == (
        b"ipi {version}\n1" + version + b" " + version + b".4.\n")


def readme_blocks():
    def block(text):
        return f"x\n```console\n{text}\n```\n```sh\n$ false\nuntouched\n```\n"

    good = block("$ printf 'a\\n\\nb\\n'; echo c >&2\na\n\nb\nc\n$ seq \\\n  9\n1\n...\n9\n$ echo made > new\n$ cat new\nmade")
    text, differences, commands = readme_test.check(good)
    assert (text, differences, commands) == (good, [], 4), differences
    for wrong, right in {"$ echo a\nb": "$ echo a\na", "$ seq 3\n...\n4": "$ seq 3\n1\n2\n3", "$ true\nx": "$ true"}.items():
        text, differences, _ = readme_test.check(block(wrong))
        assert len(differences) == 1 and text == block(right), (wrong, text)


with tempfile.TemporaryDirectory() as temporary:
    golden_cases(pathlib.Path(temporary))
readme_blocks()
print("runners: 9 golden and 4 README blocks behave")
