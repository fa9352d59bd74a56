"""What the benchmark runs: the generator, the program of before, the peers that this machine has, and a stopwatch."""
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WORK = ROOT / "build" / "bench"
PYTHON = sys.executable
# The state before one road and one engine, whose definitions are frozen in full/data.
BEFORE = "c5b8a39"
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
        must("c++", "-std=c++20", "-O2", "-DNDEBUG", "-o", program, *[s for s in sources if s.suffix == ".cpp"], *libraries)
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


def build_before(jobs):
    """The release binary of the state before, built once."""
    source = WORK / "before"
    program = source / "build" / "release" / "ipi"
    if program.exists():
        return program
    source.mkdir(exist_ok=True)
    must("sh", "-c", f"git -C '{ROOT}' archive {BEFORE} | tar -x -C '{source}'")
    cached = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
    must("cmake", "--preset", "release", "-DBUILD_TESTING=OFF", *cached, cwd=source)
    must("cmake", "--build", "--preset", "release", "--target", "ipi", "--parallel", jobs, cwd=source)
    if not program.exists():
        sys.exit(f"{BEFORE} was built, and {program} is not there")
    return program


class Tools:
    """The programs; those of `missing` are not on this machine, each with the reason."""

    def __init__(self, ipi, before=None, may_build=True):
        WORK.mkdir(parents=True, exist_ok=True)
        self.ipi = pathlib.Path(ipi).resolve()
        self.generator = compile_program("generate", sorted((HERE / "generator").glob("*.cpp")))
        self.missing = {}
        self.before = self._try("before", lambda: self._before(before, may_build))
        self.yaml_load = self._try("yaml-cpp", lambda: compile_program("yaml_load", [HERE / "peers" / "yaml_load.cpp"], ["-lyaml-cpp"]))
        self.json_parse = self._try("nlohmann", lambda: compile_program("json_parse", [HERE / "peers" / "json_parse.cpp"]))
        self._try("duckdb", install_duckdb if shutil.which("npm") else lambda: sys.exit("there is no npm"))

    @staticmethod
    def _before(given, may_build):
        if given:
            return pathlib.Path(given).resolve(strict=True)
        if may_build or (WORK / "before" / "build" / "release" / "ipi").exists():
            return build_before(os.cpu_count())
        return sys.exit("not built by the smoke run; --before names one")

    def _try(self, name, prepare):
        try:
            return prepare()
        except (SystemExit, OSError) as problem:
            self.missing[name] = (str(problem).strip().splitlines() or ["?"])[-1]
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
        if self.before:
            yield "before", f"{first_line(self.before, '--version')}, {BEFORE}"
        yield "python", platform.python_version()
        if self.has("nlohmann"):
            yield "nlohmann::json", first_line("dpkg-query", "-W", "-f", "${Version}", "nlohmann-json3-dev")
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
    def __init__(self, seconds, peak_mib, given_up=False):
        self.seconds, self.peak_mib, self.given_up = seconds, peak_mib, given_up


def run(command, target=None, expected=(0,), limit=None, out=subprocess.DEVNULL):
    """Runs a command once, with the disk at rest and no target. `time` measures the peak: a small process, whose own memory is
    not taken for its child's. After `limit` seconds it is given up."""
    if target is not None:
        pathlib.Path(target).unlink(missing_ok=True)
        os.sync()
    said = WORK / "peak.txt"
    said.unlink(missing_ok=True)
    begin = time.perf_counter()
    # `timeout` inside of `time`, so that no child is left behind.
    limited = ["timeout", str(limit)] if limit else []
    done = subprocess.run(["/usr/bin/time", "-q", "-f", "%M", "-o", said, *limited, *map(str, command)], stdout=out, stderr=subprocess.PIPE, check=False)
    seconds = time.perf_counter() - begin
    given_up = bool(limit) and done.returncode == 124
    if done.returncode not in expected and not given_up:
        sys.exit(f"{' '.join(map(str, command))}\nended with {done.returncode}: {done.stderr.decode(errors='replace').strip()[:2000]}")
    return Run(seconds, int(said.read_text().split()[-1]) / 1024, given_up)


def start_up(command, runs):
    """The median of how long a start takes, to the end of the program, without a shell or a fork of this large process."""
    quiet = [(os.POSIX_SPAWN_OPEN, descriptor, os.devnull, os.O_WRONLY, 0) for descriptor in (1, 2)]
    taken = []
    for _ in range(runs):
        begin = time.perf_counter()
        child = os.posix_spawn(str(command[0]), [str(part) for part in command], os.environ, file_actions=quiet)
        _, status = os.waitpid(child, 0)
        taken.append(time.perf_counter() - begin)
        if status != 0:
            sys.exit(f"{command} ended with {os.waitstatus_to_exitcode(status)}")
    return statistics.median(taken)
