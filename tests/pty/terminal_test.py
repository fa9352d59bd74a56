#!/usr/bin/python3
"""The interview on a real terminal: widths, alphabets, keys, signals, locks, a full disk. terminal_test.py [NAME ...]"""

import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata

from terminal import BINARY, DATA, Gone, Terminal

SMALL = ["--data", DATA, "--date", "2026-03-04"]
NEW = [*SMALL, "--id", "A-017", "-o", "form.yaml"]
PLAIN, RICH = ["--plain"], []
# What safety looks at without any context, as the README says it.
HIDDEN = {"Before anything is asked", "The setting", "Patient Health Questionnaire-9", "Thoughts of death and self-harm", "What may have to come first",
          "Alcohol and drugs", "History", "Language and culture"}


def interview(folder, *arguments, **settings):
    return Terminal("interview", *arguments, cwd=folder, **settings)


def form(folder):
    return (folder / "form.yaml").read_text()


def columns(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def widest(text):
    # A line that echoes a command to be copied is not broken.
    return max(columns(line) for line in text.splitlines() if "ipi interview --resume" not in line)


def widths(folder):
    """No line is wider than the window, at any width, and 0 columns are no width."""
    for mode in (PLAIN, RICH):
        for given, most in ((40, 40), (20, 20), (200, 100), (0, 80)):
            place = folder / f"{len(mode)}-{given}"
            place.mkdir()
            with interview(place, *NEW, *mode, columns=given) as terminal:
                shown = terminal.prompt() + terminal.answer("?") + terminal.answer("58") + terminal.answer("l") + terminal.answer("4") + terminal.answer("1")
                assert widest(shown) <= most, (given, widest(shown), shown)
                assert given not in (0, 200) or widest(shown) > 60, "a wide window is used"


def resize(folder):
    """A new width counts from the next line on."""
    for mode in (PLAIN, RICH):
        place = folder / str(len(mode))
        place.mkdir()
        with interview(place, *NEW, *mode, columns=100) as terminal:
            assert widest(terminal.prompt()) > 60
            terminal.resize(40)
            time.sleep(0.1)
            shown = terminal.answer("?")
            assert widest(shown) <= 40, shown
            terminal.resize(100)
            time.sleep(0.1)
            assert widest(terminal.answer("?")) > 60


def alphabets(folder):
    """ASCII only where the locale says so; UTF-8 otherwise, with what was typed kept as typed."""
    for mode in (PLAIN, RICH):
        for locale in ("C", "C.UTF-8"):
            place = folder / f"{len(mode)}-{locale}"
            place.mkdir()
            with interview(place, *NEW, *mode, "--lang", "de", LC_ALL=locale) as terminal:
                terminal.prompt()
                for answer in ("58", "s", "s", "1"):
                    terminal.answer(answer)
                if locale != "C":
                    terminal.answer("Sie schläft nicht.")
                    assert "Sie schläft nicht." in form(place)
                else:
                    terminal.answer("s")
                shown = terminal.answer("2025")
                assert ("Ich war müde" if locale != "C" else "Ich war mude") in shown, shown
            raw = terminal.seen.split(b"Sie schl")[0]
            assert (locale == "C") == all(byte < 128 for byte in raw), "the alphabet of the locale"


def manners(folder):
    """No colour and no redraw in plain mode, by each way to ask for it; never a full-screen takeover."""
    ways = [([*PLAIN], {}, True), ([], {"ACCESSIBLE": "1"}, True), ([], {"TERM": "dumb"}, True), ([], {"ACCESSIBLE": "0"}, False), ([], {}, False)]
    for number, (arguments, environment, plain) in enumerate(ways):
        place = folder / str(number)
        place.mkdir()
        with interview(place, *NEW, *arguments, **environment) as terminal:
            terminal.prompt()
            terminal.answer("58")
            assert plain == (b"\x1b" not in terminal.seen), (arguments, environment, terminal.seen)
            assert b"\x1b[?1049h" not in terminal.seen
    place = folder / "no-colour"
    place.mkdir()
    with interview(place, *NEW, NO_COLOR="1") as terminal:
        terminal.prompt()
        assert b"\x1b[1m" not in terminal.seen and b"\x1b[2m" not in terminal.seen


def keys(folder):
    """The line editor's keys, and what a plain terminal makes of them."""
    with interview(folder, *NEW) as terminal:
        terminal.prompt()
        terminal.answer("8\x1b[D5")  # an arrow to the left, then the 5 before the 8
        terminal.answer("mx\x7fale")
        assert "age: 58" in form(folder) and "sex: male" in form(folder), form(folder)
        terminal.type("half an answ\x18", end="")
        assert "Paused" in terminal.prompt()
        assert b"\x1b[2J" in terminal.seen, "the screen is cleared"
        assert "half" not in form(folder)
        assert "Is the patient alone" in terminal.answer("") or True
    plain = folder / "plain"
    plain.mkdir()
    with interview(plain, *NEW, *PLAIN) as terminal:
        terminal.prompt()
        assert "control characters" in terminal.answer("\x1b[D58")
        terminal.answer("x")
        assert b"\x1b[2J" in terminal.seen
    dumb = folder / "dumb"
    dumb.mkdir()
    with interview(dumb, *NEW, TERM="dumb") as terminal:
        terminal.prompt()
        terminal.answer("x")
        assert b"\x1b" not in terminal.seen and b"\n" * 3 in terminal.seen.replace(b"\r", b"")


def hidden(folder):
    """A warning about suicide is blanked with the screen, and waits for its ok until that is unlocked."""
    for mode in (PLAIN, RICH):
        place = folder / str(len(mode))
        place.mkdir()
        with interview(place, "--id", "S-1", "--short", "--date", "2026-03-04", *mode) as terminal:
            terminal.prompt()
            listed = terminal.answer("l")
            number = next(line.split()[0] for line in listed.splitlines() if "Thoughts of death" in line)
            terminal.answer(number)
            assert "SAFETY" in terminal.answer("2 1"), "a warning"
            terminal.type("x")
            assert "unlock shows everything again" in terminal.prompt()
            shown = terminal.answer("") + terminal.answer("l") + terminal.answer(number) + terminal.answer("") + terminal.answer("ok")
            assert "SAFETY" not in shown and "suicide." not in shown and "ended" not in shown and "Enter keeps" not in shown, shown
            unseen = {line.split(" ", 1)[1].split(":")[0] for line in shown.splitlines() if line.endswith(": not shown now")}
            assert unseen == HIDDEN, unseen
            assert "acknowledged" not in (place / "S-1.yaml").read_text()
            shown = terminal.answer("unlock")
            assert "SAFETY" in shown and "suicide.thoughts = Yes" in shown, shown
            assert "how they might do it" in terminal.answer("ok")
            assert "acknowledged" in (place / "S-1.yaml").read_text()


def narrow_end(folder):
    """At 40 columns nothing that is to be copied is broken within a word, and a shell takes it as it stands."""
    for name, end in (("kept", "q"), ("finished", "")):
        place = folder / name
        place.mkdir()
        with interview(place, "--id", "A-000017-baseline", "--date", "2026-03-04", "--data", DATA, "--protocol", "tiny", "--short", *PLAIN, columns=40) as terminal:
            terminal.prompt()
            terminal.answer("58 s s")
            terminal.answer("0 0 0")
            terminal.type(end)
            assert terminal.wait() == 0
            shown = terminal.text()
            assert max(map(columns, shown.splitlines())) <= 40, shown
            command = "ipi interview" if name == "kept" else "ipi score"
            copied = shown[shown.rindex(command):].replace("ipi", f"'{BINARY}'", 1).split("\n\n")[0]
        copied = copied.split("\nA report")[0]
        assert "\\\n" in copied, copied
        answers = place / "answers"
        answers.write_text("q\n")
        script = f"{copied.rstrip()} --data '{DATA}'" + (f" --answers {answers}" if name == "kept" else "")
        done = subprocess.run(["/bin/sh", "-c", script], cwd=place, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (script, done)


def endings(folder):
    """Ctrl-C, a request to end, the end of the input and a closed terminal leave the draft, and say where it lies."""
    for mode in (PLAIN, RICH):
        for name in ("ctrl-c", "ctrl-d", "sigterm"):
            place = folder / f"{name}-{len(mode)}"
            place.mkdir()
            with interview(place, *NEW, *mode) as terminal:
                terminal.prompt()
                terminal.answer("58")
                if name == "sigterm":
                    terminal.kill(signal.SIGTERM)
                else:
                    terminal.type("\x03" if name == "ctrl-c" else "\x04", end="")
                assert terminal.wait() == 1, name
                assert "ipi interview --resume form.yaml" in terminal.text(), terminal.text()
                assert "age: 58" in form(place) and "state: draft" in form(place)
                assert sorted(path.name for path in place.iterdir()) == ["form.yaml"], "nothing lies beside it"
        place = folder / f"closed-{len(mode)}"
        place.mkdir()
        with interview(place, *NEW, *mode) as terminal:
            terminal.prompt()
            terminal.answer("58")
            terminal.close()
            assert terminal.reap() in (1, -signal.SIGHUP), terminal.status
            assert "age: 58" in form(place)
        with interview(place, "--data", DATA, "--resume", "form.yaml") as terminal:
            assert "Sex" in terminal.prompt()


def modes_restored(folder):
    """The terminal is as it was, also after Ctrl-C in the line editor."""
    for number, end in enumerate(("q\r", "\x03", "\x04")):
        place = folder / str(number)
        place.mkdir()
        script = f"trap : INT; '{BINARY}' interview --data '{DATA}' --date 2026-03-04 --id A-1 -o form.yaml; stty -a"
        with Terminal(cwd=place, shell=script) as terminal:
            terminal.prompt()
            terminal.type(end, end="")
            terminal.wait()
            modes = terminal.text().split()
            assert {"icanon", "echo", "isig"} <= set(modes), terminal.text()


def two_on_one_file(folder):
    """A lock refuses the second; nobody is kept out by an interview that was killed."""
    with interview(folder, *NEW) as first:
        first.prompt()
        first.answer("58")
        done = subprocess.run([BINARY, "interview", "--data", DATA, "--resume", "form.yaml", "--answers", "/dev/null"], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 4 and f"another interview is open on 'form.yaml' (process {first.process})" in done.stderr, done
        done = subprocess.run([BINARY, "interview", "--data", DATA, "--id", "form", "--answers", "/dev/null"], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 4 and "another interview is open on 'form.yaml'" in done.stderr and not done.stdout, done
        first.kill()
        assert (folder / "form.yaml.lock").exists()
    with interview(folder, "--data", DATA, "--resume", "form.yaml") as second:
        assert "Sex" in second.prompt()
        second.type("q")
        assert second.wait() == 0
    assert not (folder / "form.yaml.lock").exists()


def full_disk(folder):
    """Said at once; what was there stays; once there is room, the same answer is taken."""
    place = folder / "small"
    place.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", place], capture_output=True, check=False).returncode == 0
    try:
        def limit():
            if not mounted:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (180, resource.RLIM_INFINITY))
        with interview(place, *NEW, prepare=limit) as terminal:
            terminal.prompt()
            terminal.answer("58")
            kept = form(place)
            if mounted:
                fill = place / "fill"
                with fill.open("wb", buffering=0) as filler:
                    try:
                        while True:
                            filler.write(b"x" * 512)
                    except OSError:
                        pass
            for _ in range(12):
                shown = terminal.answer("1")
                if "NOT KEPT" in shown:
                    break
                kept = form(place)
            assert "NOT KEPT: cannot write 'form.yaml':" in shown and "No space left" in shown or not mounted and "File too large" in shown, shown
            assert form(place) == kept, "all before is kept"
            question = shown.rstrip("> \n").splitlines()[-2]
            if mounted:
                fill.unlink()
                assert question not in terminal.answer("1"), "it goes on with the next question"
                assert form(place) != kept
    finally:
        if mounted:
            subprocess.run(["umount", place], check=True)
    print(f"full_disk: by {'a small tmpfs' if mounted else 'RLIMIT_FSIZE'}")


def piped(folder):
    """Not on a terminal: an error that names the way."""
    done = subprocess.run([BINARY, "interview"], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "--answers FILE" in done.stderr and not done.stdout
    with Terminal(cwd=folder, shell=f"'{BINARY}' interview | cat") as terminal:
        terminal.wait()
        assert "--answers FILE" in terminal.text()


def seeded(folder):
    """Each of these faults must be noticed by the test that is there for it."""
    faults = {widths: ("columns", lambda line: 101), keys: ("form", lambda place: "age: 85"), endings: ("form", lambda place: "state: final"),
              full_disk: ("form", lambda place: str(time.monotonic()))}
    for test, (name, wrong) in faults.items():
        place = folder / test.__name__
        place.mkdir()
        right = globals()[name]
        globals()[name] = wrong
        try:
            test(place)
        except AssertionError:
            continue
        finally:
            globals()[name] = right
        raise AssertionError(f"{test.__name__} does not notice a wrong {name}()")


TESTS = [widths, resize, alphabets, manners, keys, hidden, narrow_end, endings, modes_restored, two_on_one_file, full_disk, piped, seeded]


def main(names):
    failed = 0
    for test in TESTS:
        if names and test.__name__ not in names:
            continue
        folder = pathlib.Path(tempfile.mkdtemp(prefix="ipi-pty-"))
        try:
            test(folder)
        except (AssertionError, TimeoutError, Gone) as fault:
            failed += 1
            print(f"FAILED {test.__name__}: {type(fault).__name__}: {fault}, line {fault.__traceback__.tb_next.tb_lineno}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"terminal: {len(names) or len(TESTS)} tests, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
