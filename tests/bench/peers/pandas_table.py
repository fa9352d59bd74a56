#!/usr/bin/python3
"""Scores the flat forms in pandas, a column at a time, in whole numbers. Needs Debian's python3-pandas.
Usage: pandas_table.py IN.csv OUT.csv"""
import sys

import numpy as np
import pandas as pd

from key import ADULT, AREAS, BANDS, GATE, MINIMUM, NEAR_TIE, RULES, SCALES, SECOND_AT_LEAST, SECOND_WITHIN


def main(source, target):
    types = {"id": "string", "date": "string", "respondent.age": "int16"} | {f"flat66.{i}": "Int8" for i in range(1, 67)}
    forms = pd.read_csv(source, dtype=types)
    result = pd.DataFrame({"id": forms["id"], "date": forms["date"]})
    bounds, top = {}, {}
    for scale in SCALES:
        answers = forms[[f"flat66.{i}" for i in scale.items]].to_numpy(dtype="int16", na_value=-1)
        answered = answers >= 0
        turned = np.array([item in scale.reversed for item in scale.items])
        total = np.where(answered, np.where(turned, 4 - answers, answers), 0).sum(axis=1)
        n = answered.sum(axis=1)
        given = n >= scale.at_least
        size = len(scale.items)
        bounds[scale.id] = total, np.where(given, total, total + 4 * (size - n)), np.where(given, n, size)
        top[scale.id] = total + 4 * (size - n), size  # every open answer given, and the highest of them
        millionths = (2_000_000 * total + n) // np.maximum(2 * n, 1)
        result[f"flat66.{scale.id}"] = pd.Series(millionths / 1_000_000).where(given)
        result[f"flat66.{scale.id}.n"] = n
        band = sum((100 * total >= int(100 * cut) * n).astype(int) for cut in scale.cuts)
        result[f"flat66.{scale.id}.band"] = pd.Series(np.array(BANDS)[band]).where(given)

    def at_least(rule, end):
        total, n = bounds[rule.scale][end], bounds[rule.scale][2]
        return 100 * total >= int(100 * rule.threshold) * n

    def surely(rule):
        return at_least(rule, 0) if rule.test == "from" else ~at_least(rule, 1)

    def possibly(rule):
        return at_least(rule, 1) if rule.test == "from" else ~at_least(rule, 0)

    def at_top(rule):
        total, size = top[rule.scale]
        reached = 100 * total >= int(100 * rule.threshold) * size
        return reached if rule.test == "from" else ~reached

    closed = (forms["respondent.age"] < ADULT).to_numpy() | np.logical_and.reduce([surely(rule) for rule in GATE])
    points, rank, could = {}, [], np.zeros(len(forms), dtype=bool)
    for area in AREAS:
        rules = [rule for rule in RULES if rule.area == area]
        weights = [rule for rule in rules if rule.manner != "excludes"]
        points[area] = sum(rule.weight * surely(rule) for rule in weights)
        highest = sum(rule.weight * at_top(rule) for rule in weights)
        required = [rule for rule in rules if rule.manner == "required"]
        excludes = [rule for rule in rules if rule.manner == "excludes"]
        offered = ~closed & np.logical_and.reduce([surely(r) for r in required] + [~possibly(r) for r in excludes])
        still_open = ~closed & np.logical_and.reduce([possibly(r) for r in required] + [~surely(r) for r in excludes])
        could |= still_open & (highest >= MINIMUM)
        rank.append(np.where(offered, points[area], -99))
    rank = np.stack(rank, axis=1)
    best = rank.max(axis=1)
    chosen = best >= MINIMUM
    leads = rank >= np.maximum(best - NEAR_TIE, MINIMUM)[:, None]
    others = np.where(leads, -99, rank)
    following = others.max(axis=1)
    alone = leads.sum(axis=1) == 1
    at_following = others == following[:, None]
    second = alone & (following >= SECOND_AT_LEAST) & (following >= best - SECOND_WITHIN) & (at_following.sum(axis=1) == 1)
    in_focus = chosen[:, None] & (leads | (second[:, None] & at_following))
    outside = np.where(in_focus, -99, rank).max(axis=1)
    result["verdict"] = np.where(chosen, np.where(alone, "focus", "choose_with_patient"), np.where(could, "not_enough_answered", "none"))
    # Best first, equals in the order of the model: there are at most two levels of points in a focus.
    focus = np.full(len(forms), "", dtype=object)
    for level in (in_focus & (rank == best[:, None]), in_focus & (rank < best[:, None])):
        for place, area in enumerate(AREAS):
            focus = focus + np.where(level[:, place], area + " ", "")
    result["suggested_focus"] = pd.Series(focus).str.rstrip()
    result["margin"] = pd.Series(best - outside).where(chosen & (outside > -99)).astype("Int16")
    for area in AREAS:
        result[f"area.{area}.points"] = points[area]
    result.to_csv(target, index=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
