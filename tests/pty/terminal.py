"""A real pseudo-terminal with `ipi`, or a line of shell, on it, and what a person would see there."""

import fcntl
import os
import pathlib
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from program import BINARY, ROOT

DATA = ROOT / "tests/golden/interview/data"
PATIENCE = 30  # seconds: a machine under load is slow, and only a fault takes as long
ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]")


class Gone(Exception):
    """The program has ended where a prompt was expected."""


class Terminal:
    """The program on a terminal of its own. Prompts are `> ` at the beginning of a line."""

    def __init__(self, *arguments, cwd, columns=80, rows=24, shell=None, prepare=None, **environment):
        self.seen = b""
        self.read_from = 0
        self.status = None
        self.process, self.master = pty.fork()
        if self.process == 0:
            os.chdir(cwd)
            os.environ.clear()
            os.environ.update({"HOME": str(cwd), "PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "TZ": "UTC", **environment})
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            try:
                if prepare:
                    prepare()
                command = ["/bin/sh", "-c", shell] if shell else [str(BINARY), *map(str, arguments)]
                os.execv(command[0], command)
            finally:
                os._exit(127)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        self.close()

    def resize(self, columns, rows=24):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def poll(self, seconds):
        """Reads what there is within that time; False at the end."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return True
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.seen += data
        return bool(data)

    def text(self, start=None):
        data = self.seen[self.read_from if start is None else start:]
        return ESCAPES.sub(b"", data).replace(b"\r", b"").decode("utf-8", "backslashreplace")

    def prompt(self):
        """Waits for the next prompt; what was printed before it since the last one."""
        end = time.monotonic() + PATIENCE
        while True:
            shown = self.text()
            # The line editor prints the prompt again where it redraws, but nothing after it.
            if re.search(r"(^|\n)(> )+$", shown):
                self.read_from = len(self.seen)
                return shown
            if time.monotonic() > end:
                raise TimeoutError(f"no prompt after {PATIENCE} s, but:\n{shown}")
            if not self.poll(0.2):
                raise Gone(self.text())

    def type(self, text, end="\r"):
        os.write(self.master, text.encode() + end.encode())

    def answer(self, text):
        self.type(text)
        return self.prompt()

    def wait(self):
        """Reads to the end; the exit code, negative for a signal."""
        end = time.monotonic() + PATIENCE
        while self.poll(0.2):
            if time.monotonic() > end:
                raise TimeoutError(f"still running after {PATIENCE} s:\n{self.text()}")
        return self.reap()

    def reap(self):
        if self.status is None:
            _, status = os.waitpid(self.process, 0)
            self.status = os.waitstatus_to_exitcode(status)
        return self.status

    def kill(self, number=signal.SIGKILL):
        if self.status is None:
            os.kill(self.process, number)
            if number == signal.SIGKILL:
                self.reap()

    def close(self):
        if self.master >= 0:
            os.close(self.master)
            self.master = -1
