#!/usr/bin/python3
"""The slowest legal forms that are known, and a search for slower ones.

  slow_forms.py [--ipi build/release/ipi] [--seconds 60] [--seed 1] [--limit 20] [--keep FOLDER]

The search invents legal forms of the full workload's protocol, from the questions that its definitions ask, changes the
slowest ones a little, again and again, and tells the slowest that it met: how long it took, and what it is made of. --limit is
how many seconds a form may take before it is given up, and counted as so long. --keep writes the slowest forms there."""
import argparse
import dataclasses
import json
import os
import pathlib
import random
import subprocess
import sys
import time

import yaml

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE / "full" / "data"
# With any other answer no focus is offered, and nothing is searched.
OPENS = (("intake", "depressive_syndrome"), "yes")
HEAD = {"form": "ipt-initial", "id": "slow", "date": "2026-01-05"}
KEPT = 10

PROTOCOL = yaml.load((DATA / "protocols" / "ipt-initial.yaml").read_text(), yaml.BaseLoader)
KINDS = [entry["id"] for entry in yaml.load((DATA / "catalogues" / "events.yaml").read_text(), yaml.BaseLoader)["entries"]]
ROLES = [entry["id"] for entry in yaml.load((DATA / "catalogues" / "roles.yaml").read_text(), yaml.BaseLoader)["entries"]]


# -- what can be asked --


def options_of(question, sets):
    options = question.get("options", [])
    return [option["value"] for option in (sets[options] if isinstance(options, str) else options)]


def questions_of(node, sets, path=()):
    """Path, options and whether it is asked of two times, of all questions with options of a section, a tie or an event."""
    for question in node.get("questions", []):
        if options_of(question, sets):
            yield (*path, question["id"]), options_of(question, sets), question.get("two_times") == "yes"
    for section in node.get("sections", []):
        yield from questions_of(section, sets, (*path, section["section"]))
    for instrument in node.get("instruments", []):
        yield from instrument_questions(instrument["instrument"], path)


def instrument_questions(name, path=()):
    instrument = yaml.load((DATA / "instruments" / f"{name}.yaml").read_text(), yaml.BaseLoader)
    shared = [option["value"] for option in instrument.get("options", [])]
    for question in [*instrument["items"], *instrument.get("questions", [])]:
        own = [option["value"] for option in question.get("options", [])] or shared
        yield (*path, name, question["id"]), own, False


class Questions:
    def __init__(self):
        sets = PROTOCOL["option_sets"]
        self.form, self.tie, self.event = [], [], []
        for part in PROTOCOL["sections"]:
            if "section" in part:
                self.form += questions_of(part, sets, (part["section"],))
            elif "instrument" in part:
                self.form += instrument_questions(part["instrument"])
            elif "relationships" in part:
                self.tie += questions_of(part["relationships"], sets)
            elif "events" in part:
                self.event += questions_of(part["events"], sets)
        self.tie.append((("closeness",), [option["value"] for option in sets["ring"]], True))


def put(entry, path, value):
    for key in path[:-1]:
        entry = entry.setdefault(key, {})
    entry[path[-1]] = value


def answer(entry, questions, share, chance):
    """Answers a share of the questions. One that turns out not to apply is legal, and told by a warning."""
    for path, options, two_times in questions:
        if chance.random() < share:
            put(entry, path, {at: chance.choice(options) for at in ("before", "now")} if two_times else chance.choice(options))


# -- the known ones --


@dataclasses.dataclass(frozen=True)
class Shape:
    """What a form is made of: the answered share of each part, and which kinds and roles occur. Two forms of one shape are
    the same."""

    ties: int
    events: int
    form_share: float = 0.0
    tie_share: float = 0.0
    event_share: float = 0.0
    dated: float = 0.0
    onset: bool = False
    kinds: tuple = ("moved",)
    roles: tuple = ("friend",)
    statuses: tuple = ("current",)
    seed: int = 1
    given: tuple = (OPENS,)
    one_line: bool = False

    def form(self, questions):
        chance = random.Random(self.seed)
        form = {**HEAD, "respondent": {"age": 40}, "answers": {}, "relationships": [], "events": []}
        if self.onset:
            form["onset"] = "2025-06"
        answer(form["answers"], questions.form, self.form_share, chance)
        for path, value in self.given:
            put(form["answers"], path, value)
        for number in range(self.ties):
            tie = {"person": f"P{number + 1}", "role": self.roles[number % len(self.roles)], "status": self.statuses[number % len(self.statuses)]}
            answer(tie, questions.tie, self.tie_share, chance)
            form["relationships"].append(tie)
        for number in range(self.events):
            event = {"event": f"E{number + 1}", "kind": self.kinds[number % len(self.kinds)]}
            if chance.random() < self.dated:
                event["when"] = f"{chance.randint(2022, 2025)}-{chance.randint(1, 12):02}"
            answer(event, questions.event, self.event_share, chance)
            form["events"].append(event)
        return {name: value for name, value in form.items() if value}

    def __str__(self):
        """What is not as in most forms."""
        usual = Shape(self.ties, self.events)
        parts = [f"{field.name} {getattr(self, field.name)}" for field in dataclasses.fields(self) if getattr(self, field.name) != getattr(usual, field.name)]
        return "; ".join([f"{self.ties} relationships x {self.events} events", *parts])

    def text(self, questions):
        return json.dumps(self.form(questions), indent=None if self.one_line else 1) + "\n"


MIXED = ("moved", "job_lost", "parent_died", "separated")
HALF = Shape(
    100, 100, 0.0, 0.5, 0.5, 0.5, True, MIXED, ("friend", "partner", "mother", "colleague"), ("current", "current", "ended", "deceased")
)
KNOWN = {
    "30 events with only a kind": Shape(0, 30, given=()),
    "12 events with only a kind, mixed": Shape(0, 12, kinds=MIXED, given=()),
    "16 events with only a kind, mixed": Shape(0, 16, kinds=MIXED, given=()),
    "100 relationships x 100 events, half unanswered": HALF,
    # Of what does not apply and was answered, each message shows its line: all of the form.
    "the same, in one line": dataclasses.replace(HALF, one_line=True),
}


def write(shape, target):
    pathlib.Path(target).write_text(shape.text(Questions()))
    return target


# -- the search --


def vary(shape, chance):
    """One thing about it is another."""
    share = lambda: chance.choice((0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0))  # noqa: E731
    several = lambda of, most: tuple(chance.sample(of, chance.randint(1, most)))  # noqa: E731
    change = {
        "ties": lambda: chance.choice((0, 1, 3, 8, 12, 16, 30, 60, 100)),
        "events": lambda: chance.choice((0, 1, 4, 8, 12, 16, 30, 60, 100)),
        "form_share": share,
        "tie_share": share,
        "event_share": share,
        "dated": share,
        "onset": lambda: chance.random() < 0.5,
        "kinds": lambda: several(KINDS, 6),
        "roles": lambda: several(ROLES, 6),
        "given": lambda: chance.choice(((OPENS,), ())),
        "one_line": lambda: chance.random() < 0.5,
        "statuses": lambda: several(("current", "ended", "deceased"), 3),
        "seed": lambda: chance.randint(1, 10**6),
    }
    name = chance.choice(sorted(change))
    return dataclasses.replace(shape, **{name: change[name]()})


def invent(chance):
    shape = Shape(3, 3)
    for _ in range(20):
        shape = vary(shape, chance)
    return shape


def seconds_of(ipi, path, limit):
    """None where the form is refused."""
    begin = time.perf_counter()
    try:
        done = subprocess.run([ipi, "score", "--data", DATA, path, "-O", "json"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return float(limit)
    if done.returncode not in (0, 1) or b"error[" in done.stderr:
        return None
    return time.perf_counter() - begin


def search(ipi, seconds, seed, limit, folder):
    chance, questions = random.Random(seed), Questions()
    slowest, tried, refused = [], 0, 0
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "trial.json"
    end = time.monotonic() + seconds
    starts = list(KNOWN.values())
    while time.monotonic() < end:
        # The known ones first; then half of them new, half of them near one of the slowest.
        shape = starts.pop() if starts else vary(chance.choice(slowest)[1], chance) if slowest and chance.random() < 0.5 else invent(chance)
        path.write_text(shape.text(questions))
        took = seconds_of(ipi, path, limit)
        tried += 1
        if took is None:
            refused += 1
        elif shape not in [known for _, known in slowest]:
            slowest = sorted([*slowest, (took, shape)], key=lambda one: -one[0])[:KEPT]
    path.unlink(missing_ok=True)
    for place, (_, shape) in enumerate(slowest):
        write(shape, folder / f"slow-{place + 1}.json")
    return slowest, tried, refused


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ipi", default=os.environ.get("IPI_BINARY", HERE.parents[1] / "build" / "release" / "ipi"))
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=20)
    parser.add_argument("--keep", type=pathlib.Path, default=HERE.parents[1] / "build" / "bench" / "slow")
    arguments = parser.parse_args()
    slowest, tried, refused = search(arguments.ipi, arguments.seconds, arguments.seed, arguments.limit, arguments.keep)
    print(f"{tried} forms tried, {refused} of them refused; the slowest, as {arguments.keep}/slow-N.json:")
    for took, shape in slowest:
        print(f"  {took:7.3f} s  {shape}")
    return 1 if refused * 10 > tried else 0


if __name__ == "__main__":
    sys.exit(main())
