#!/usr/bin/python3
"""Kills the interview at random moments: kill_test.py [--kills N] [--seed N] [--seed-fault]

The answers of one whole interview are typed on a pseudo-terminal. At a random moment (a prompt was seen and nothing
typed; an answer half typed; an answer sent, and up to 20 ms gone by) the program gets SIGKILL. Then

- the file holds every answer that was accepted: those after which a prompt had appeared, and at most the one more
  that was under way. It is compared byte for byte with the file that the same answers leave without any kill;
- `ipi check` finds nothing wrong with it;
- `--resume` goes on with it, past the lock that the killed one left.

The rest of the interview is gone through in the same way until the kills are used up. --seed-fault claims, at the last
kill, two answers more than were typed, which this test must notice.
"""

import argparse
import pathlib
import random
import subprocess
import sys
import tempfile
import time

from terminal import BINARY, DATA, Gone, Terminal

# Each is accepted at once, so that the file tells how far the interview has come. `ok` records that safety was read.
ANSWERS = ["58", "female", "1", "1", "It began with the move.", "2025-11", "2", "0 1", "ok", "1", "ok", "1", "ok", "friend", "current",
           "near", "far", "1 2", "2", "mother deceased near far", "0", "died, 2025-08, P2", "1", "2", "moved", "2025-09", "0", "1 1", "0", "E1",
           "1", "2 2"]
NAME = "form.yaml"


def start(folder, resume, mode):
    common = ["--data", DATA, *mode]
    what = ["--resume", NAME] if resume else ["--date", "2026-03-04", "--id", "A-017", "-o", NAME]
    return Terminal("interview", *common, *what, cwd=folder)


def reference(folder):
    """The file after each number of answers; nothing after none."""
    states = [None]
    with start(folder, False, []) as terminal:
        terminal.prompt()
        for answer in ANSWERS:
            terminal.answer(answer)
            states.append((folder / NAME).read_bytes())
    assert len(set(states)) == len(states), "two answers leave the same file: the test could not tell them apart"
    return states


def content(path):
    return path.read_bytes() if path.exists() else None


def check(folder):
    """What the file is told after the kill; None if nothing is wrong."""
    if not (folder / NAME).exists():
        return None
    if (folder / NAME).stat().st_mode & 0o777 != 0o600:
        return "readable by others"
    done = subprocess.run([BINARY, "check", "-q", "--data", DATA, NAME], cwd=folder, capture_output=True, timeout=60, check=False)
    return None if done.returncode == 0 else done.stderr.decode()


def run_until_killed(folder, at, states, choose, claimed):
    """From the answer number `at` on to a kill or the end; how many answers had been accepted for sure, and the most there can be."""
    mode = choose.choice([[], ["--plain"]])
    with start(folder, at > 0, mode) as terminal:
        terminal.prompt()
        for position in range(at, at + choose.randrange(12)):
            if position == len(ANSWERS):
                break
            terminal.answer(ANSWERS[position])
            at = position + 1
        moment = choose.random()
        possible = at
        if at < len(ANSWERS) and moment < 0.7:
            terminal.type(ANSWERS[at])
            possible = at + 1
            time.sleep(choose.random() * 0.02)
        elif at < len(ANSWERS) and moment < 0.85:
            terminal.type(ANSWERS[at][:1], end="")
        terminal.kill()
    return at + claimed, possible + claimed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seed-fault", action="store_true")
    options = parser.parse_args()
    choose = random.Random(options.seed)
    lost = invalid = stuck = caught = 0
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ipi-kill-") as temporary:
        base = pathlib.Path(temporary)
        (base / "reference").mkdir()
        states = reference(base / "reference")
        round_number, at = 0, 0
        for kill in range(options.kills):
            folder = base / f"round{round_number}"
            folder.mkdir(exist_ok=True)
            try:
                sure, possible = run_until_killed(folder, at, states, choose, 2 if options.seed_fault and kill == options.kills - 1 else 0)
            except (Gone, TimeoutError) as fault:
                stuck += 1
                print(f"kill {kill}: does not go on from answer {at}: {fault}")
                round_number, at = round_number + 1, 0
                continue
            found = content(folder / NAME)
            known = [number for number in range(len(states)) if states[number] == found]
            if not known or known[0] < sure or known[0] > possible:
                lost += 1
                print(f"kill {kill}: {sure} to {possible} answers were accepted, the file holds {known or found}")
            caught += bool(known) and known[0] > sure
            if fault := check(folder):
                invalid += 1
                print(f"kill {kill}: {fault}")
            at = known[0] if known else len(ANSWERS)
            if at == len(ANSWERS):
                round_number, at = round_number + 1, 0
    seconds = time.monotonic() - begun
    print(f"kills: {options.kills} in {seconds:.0f} s (seed {options.seed}), {round_number} interviews to their end; {lost} lost an answer, "
          f"{invalid} left a file that is not valid, {stuck} could not go on; {caught} times the answer under way was on disk already")
    failed = bool(lost or invalid or stuck)
    return int(not failed if options.seed_fault else failed)


if __name__ == "__main__":
    sys.exit(main())
