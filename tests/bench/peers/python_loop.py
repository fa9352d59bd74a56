#!/usr/bin/python3
"""Scores the flat forms as a script would: a row at a time, with the csv or json module. Exact, as it compares whole
numbers. Usage: python_loop.py csv|ndjson IN OUT"""
import csv
import json
import sys

from key import ADULT, AREAS, BANDS, GATE, HEADER, MINIMUM, NEAR_TIE, RULES, SCALES, SECOND_AT_LEAST, SECOND_WITHIN

# Thresholds as whole hundredths: sum / n >= t is 100 x sum >= 100 t x n.
SCALE_KEYS = [(s.items, s.reversed, s.at_least, [int(100 * c) for c in s.cuts]) for s in SCALES]
PLACE = {scale.id: place for place, scale in enumerate(SCALES)}


def hundredths(rules):
    return [(PLACE[r.scale], r.test, int(100 * r.threshold), r.weight) for r in rules]


AREA_KEYS = [
    tuple(hundredths([r for r in RULES if r.area == area and r.manner == manner]) for manner in ("required", "indicator", "excludes")) for area in AREAS
]
GATE_KEY = hundredths(GATE)


def six_decimals(total, n):
    """total / n, half away from zero, without trailing zeros."""
    millionths = (2_000_000 * total + n) // (2 * n)
    return f"{millionths // 1_000_000}.{millionths % 1_000_000:06}".rstrip("0").rstrip(".")


def holds(rule, bounds):
    """True, False, or None where the open answers decide."""
    place, test, threshold, _ = rule
    low, high, n = bounds[place]
    if test == "from":
        return True if 100 * low >= threshold * n else False if 100 * high < threshold * n else None
    return True if 100 * high < threshold * n else False if 100 * low >= threshold * n else None


def score(id_, date, age, answers):
    """One row of results; `answers` maps the item's number to 0..4."""
    row = [id_, date]
    bounds, top = [], []
    for items, reversed_, at_least, cuts in SCALE_KEYS:
        total = n = 0
        for item in items:
            answer = answers.get(item)
            if answer is not None:
                total += 4 - answer if item in reversed_ else answer
                n += 1
        if n >= at_least:
            row += [six_decimals(total, n), n, BANDS[sum(100 * total >= cut * n for cut in cuts)]]
            bounds.append((total, total, n))
        else:
            row += ["", n, ""]
            bounds.append((total, total + 4 * (len(items) - n), len(items)))
        most = total + 4 * (len(items) - n)
        top.append((most, most, len(items)))  # every open answer given, and the highest of them
    closed = age < ADULT or all(holds(rule, bounds) is True for rule in GATE_KEY)
    points, offered, could_be = [], [], False
    for required, indicators, excludes in AREA_KEYS:
        area_points = highest = 0
        offer = True
        for rule in required + indicators:
            truth = holds(rule, bounds)
            if truth is True:
                area_points += rule[3]
            # Within an area every test on a scale points the same way: the highest answers give the highest points.
            if holds(rule, top):
                highest += rule[3]
        for truth in [holds(r, bounds) for r in required] + [None if t is None else not t for t in (holds(r, bounds) for r in excludes)]:
            if truth is False or closed:
                offer = False
            elif truth is None and offer:
                offer = None
        points.append(area_points)
        offered.append(offer)
        could_be = could_be or (offer is not False and highest >= MINIMUM)
    ranking = sorted((a for a in range(len(AREAS)) if offered[a]), key=lambda a: -points[a])
    focus, margin = [], ""
    if not ranking or points[ranking[0]] < MINIMUM:
        verdict = "not_enough_answered" if could_be else "none"
    else:
        best = points[ranking[0]]
        focus = [a for a in ranking if points[a] >= max(best - NEAR_TIE, MINIMUM)]
        rest = ranking[len(focus):]
        verdict = "focus" if len(focus) == 1 else "choose_with_patient"
        if verdict == "focus" and rest and points[rest[0]] >= max(SECOND_AT_LEAST, best - SECOND_WITHIN):
            if len(rest) == 1 or points[rest[1]] < points[rest[0]]:
                focus.append(rest.pop(0))
        if rest:
            margin = best - points[rest[0]]
    return row + [verdict, " ".join(AREAS[a] for a in focus), margin] + points


def rows_of_csv(file):
    reader = csv.reader(file)
    header = next(reader)
    columns = [(place, int(name[7:])) for place, name in enumerate(header) if name.startswith("flat66.")]
    id_, date, age = (header.index(name) for name in ("id", "date", "respondent.age"))
    for row in reader:
        yield score(row[id_], row[date], int(row[age]), {item: int(row[place]) for place, item in columns if row[place]})


def rows_of_ndjson(file):
    for line in file:
        form = json.loads(line)
        yield score(form["id"], form["date"], form["respondent"]["age"], {int(k): v for k, v in form["answers"]["flat66"].items()})


def main(kind, source, target):
    with open(source, newline="") as file, open(target, "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows_of_csv(file) if kind == "csv" else rows_of_ndjson(file))


if __name__ == "__main__":
    main(*sys.argv[1:])
