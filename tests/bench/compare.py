#!/usr/bin/python3
"""Holds a peer's results for the flat forms against ours, value for value. Usage: compare.py OURS PEER [--doubles]

Numbers are compared as numbers (1.5 is 1.500000), words as words. With --doubles, for peers that score in doubles, a row may
differ in a band or in an area's points where a score that they rest on lies exactly on a cut-off, and in what follows from the
points: those rows are counted and the first ones listed, and whatever else differs fails. Scores may then differ in the sixth
decimal, by their rounding."""
import argparse
import csv
import itertools
import pathlib
import sys
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "peers"))
from key import HEADER, RULES, SCALES  # noqa: E402

NUMBERS = [not (name.endswith(".band") or name in ("id", "date", "verdict", "suggested_focus")) for name in HEADER]
SCORES = [place for place, name in enumerate(HEADER) if name in {f"flat66.{s.id}" for s in SCALES}]
CUTS = {s.id: set(s.cuts) | {r.threshold for r in RULES if r.scale == s.id} for s in SCALES}
SHOWN = 10


@lru_cache(maxsize=100_000)
def number(text):
    return Decimal(text) if text not in ("", "NA") else None


def rows(path):
    with open(path, newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        missing = [name for name in HEADER if name not in header]
        if missing:
            sys.exit(f"{path} lacks {', '.join(missing)}")
        places = [header.index(name) for name in HEADER]
        for row in reader:
            yield [row[place] for place in places]


def differences(ours, theirs):
    return [
        place for place, (a, b) in enumerate(zip(ours, theirs)) if a != b and not (NUMBERS[place] and number(a) == number(b))
    ]


def on_a_cut(row, scale):
    """Whether the row's score of that scale lies exactly on a cut-off."""
    place = HEADER.index(f"flat66.{scale}")
    if not row[place]:
        return False
    n = int(row[place + 1])
    return Fraction(round(Fraction(row[place]) * n), n) in CUTS[scale]


def is_tie(row, places):
    """Whether all of the differences follow from scores that lie exactly on a cut-off."""
    names = [HEADER[place] for place in places]
    points = [name.split(".")[1] for name in names if name.startswith("area.")]
    for name in names:
        if name.endswith(".band"):
            scales = [name.split(".")[1]]
        elif name.startswith("area."):
            scales = [rule.scale for rule in RULES if rule.area == name.split(".")[1]]
        elif name in ("verdict", "suggested_focus", "margin") and points:
            continue
        else:
            return False
        if not any(on_a_cut(row, scale) for scale in scales):
            return False
    return True


def is_rounding(place, ours, theirs):
    return place in SCORES and None not in (number(ours), number(theirs)) and abs(number(ours) - number(theirs)) <= Decimal("0.000001")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ours")
    parser.add_argument("peer")
    parser.add_argument("--doubles", action="store_true")
    arguments = parser.parse_args()
    compared, ties, wrong = 0, [], []
    for ours, theirs in itertools.zip_longest(rows(arguments.ours), rows(arguments.peer)):
        if ours is None or theirs is None:
            wrong.append("one file has more rows than the other")
            break
        compared += 1
        if ours == theirs:
            continue
        places = differences(ours, theirs)
        if arguments.doubles:
            places = [place for place in places if not is_rounding(place, ours[place], theirs[place])]
        if not places:
            continue
        told = f"{ours[0]}: " + "; ".join(f"{HEADER[p]} {ours[p] or '-'} / {theirs[p] or '-'}" for p in places)
        (ties if arguments.doubles and is_tie(ours, places) else wrong).append(told)
    print(f"{compared} rows compared, {len(ties)} differ at an exact tie, {len(wrong)} differ otherwise")
    for told in ties[:SHOWN]:
        print(f"  tie    {told}")
    for told in wrong[:SHOWN]:
        print(f"  wrong  {told}")
    return 1 if wrong or compared == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
