"""What the benchmark runs: the generator, the peers that this machine has, and a stopwatch."""
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WORK = ROOT / "build" / "bench"
PYTHON = "/usr/bin/python3"  # Debian's, which has pandas
sys.path.insert(0, str(HERE / "peers"))


def shell(*command, **more):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **more)


def must(*command, **more):
    done = shell(*command, **more)
    if done.returncode != 0:
        sys.exit(f"{' '.join(str(part) for part in command)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


# -- what is needed --


def compile_program(name, sources, libraries=()):
    program = WORK / name
    newest = max(source.stat().st_mtime for source in [*sources, *sources[0].parent.glob("*.h")])
    if not program.exists() or program.stat().st_mtime < newest:
        must("c++", "-std=c++20", "-O2", "-o", program, *[s for s in sources if s.suffix == ".cpp"], *libraries)
    return program


def install_duckdb():
    """DuckDB's npm bindings, by the committed lock file."""
    folder = WORK / "duckdb"
    folder.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / "peers" / "duckdb" / name, folder / name)
    lock = (folder / "package-lock.json").read_bytes()
    stamp = folder / "installed.lock"
    if not stamp.exists() or stamp.read_bytes() != lock:
        must("npm", "ci", "--no-fund", "--no-audit", cwd=folder)
        stamp.write_bytes(lock)


class Tools:
    """The programs; those of `missing` are not on this machine, each with the reason."""

    def __init__(self, ipi):
        WORK.mkdir(parents=True, exist_ok=True)
        self.ipi = pathlib.Path(ipi).resolve()
        self.generator = compile_program("generate", sorted((HERE / "generator").glob("*.cpp")))
        self.missing = {}
        self.yaml_load = self._try("yaml-cpp", lambda: compile_program("yaml_load", [HERE / "peers" / "yaml_load.cpp"], ["-lyaml-cpp"]))
        self._try("duckdb", install_duckdb if shutil.which("npm") else lambda: sys.exit("there is no npm"))
        self._try("psych", lambda: must("Rscript", "-e", "library(psych)") if shutil.which("Rscript") else sys.exit("there is no Rscript"))
        self._try("pandas", lambda: must(PYTHON, "-c", "import pandas"))

    def _try(self, name, prepare):
        try:
            return prepare()
        except SystemExit as problem:
            self.missing[name] = str(problem).strip().splitlines()[-1]
            return None

    def has(self, name):
        return name not in self.missing

    def generate(self, workload, form, count, *more):
        """A file of forms; made again where the generator is newer."""
        extension = {"csv": "csv", "csv-messy": "csv", "ndjson": "ndjson"}.get(form, "yaml")
        target = WORK / f"{workload}-{form}-{count}{'-broken' if more else ''}.{extension}"
        if more or not target.exists() or target.stat().st_mtime < self.generator.stat().st_mtime:
            with open(target, "wb") as out:
                subprocess.run([self.generator, workload, form, "--count", str(count), *map(str, more)], stdout=out, check=True)
        return target

    def versions(self):
        def first_line(*command):
            return (shell(*command).stdout.strip().splitlines() or ["-"])[0]

        yield "ipi", f"{first_line(self.ipi, '--version')}, commit {first_line('git', '-C', ROOT, 'rev-parse', '--short', 'HEAD')}"
        yield "compiler", first_line("c++", "--version")
        if self.has("duckdb"):
            yield "DuckDB", f"{first_line('node', '-p', 'require(`' + str(WORK) + '/duckdb/node_modules/@duckdb/node-api/package.json`).version')}, node {first_line('node', '--version')}"
        if self.has("psych"):
            yield "R", first_line("Rscript", "-e", "cat(R.version.string, ', psych ', format(packageVersion('psych')), sep='')")
        yield "python", platform.python_version() if PYTHON == sys.executable else first_line(PYTHON, "--version")
        if self.has("pandas"):
            yield "pandas", first_line(PYTHON, "-c", "import pandas; print(pandas.__version__)")
        if self.has("yaml-cpp"):
            yield "yaml-cpp", first_line("dpkg-query", "-W", "-f", "${Version}", "libyaml-cpp-dev")


def machine():
    def line_of(path, key):
        lines = pathlib.Path(path).read_text().splitlines()
        return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(key)), "-")

    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} x {line_of('/proc/cpuinfo', 'model name')}, {int(line_of('/proc/meminfo', 'MemTotal').split()[0]) // 2**20} GiB, "
        f"{platform.system()} {platform.release()}, load {load:.1f} at the start"
    )


# -- the stopwatch --


class Run:
    def __init__(self, seconds, peak_mib):
        self.seconds, self.peak_mib = seconds, peak_mib


def run(command, target=None, expected=(0,), fresh=True):
    """Runs a command once, with the disk at rest and, where it must be fresh, no target. `time` measures the peak: a small
    process, whose own memory is not taken for its child's."""
    if target is not None and fresh:
        pathlib.Path(target).unlink(missing_ok=True)
    if target is not None:
        os.sync()
    said = WORK / "peak.txt"
    begin = time.perf_counter()
    done = subprocess.run(["/usr/bin/time", "-q", "-f", "%M", "-o", said, *map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    seconds = time.perf_counter() - begin
    if done.returncode not in expected:
        sys.exit(f"{' '.join(map(str, command))}\nended with {done.returncode}: {done.stderr.decode(errors='replace').strip()[:2000]}")
    return Run(seconds, int(said.read_text().split()[-1]) / 1024)
