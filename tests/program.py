"""How every script test starts the program: a fixed environment, so that output depends on nothing but the input."""

import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = pathlib.Path(os.environ.get("IPI_BINARY", ROOT / "build/release/ipi")).resolve()


class Stage:
    """A shell in which `ipi` is the program under test and HOME is an empty folder; removed afterwards."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ipi-test-"))
        self.home = self.folder / "home"
        self.home.mkdir()
        (self.folder / "bin").mkdir()
        (self.folder / "bin/ipi").symlink_to(BINARY)
        self.environment = {
            "PATH": f"{self.folder}/bin:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
            "TERM": "dumb",
            "TZ": "UTC",
        }
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def run(self, shell, script, cwd, stdin=b"", environment=None, merged=False):
        return subprocess.run(
            [shell, "-c", script], cwd=cwd, input=stdin, env={**self.environment, **(environment or {})},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT if merged else subprocess.PIPE, timeout=300)
