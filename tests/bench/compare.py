#!/usr/bin/python3
"""Holds a peer's results against ours, value for value: the same columns, the same rows, and in each cell the same word or the
same number (1.5 is 1.500000). Usage: compare.py OURS PEER"""
import csv
import itertools
import sys
from decimal import Decimal, InvalidOperation
from functools import lru_cache

SHOWN = 10


@lru_cache(maxsize=100_000)
def number(text):
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def same(ours, theirs):
    return ours == theirs or (number(ours) is not None and number(ours) == number(theirs))


def rows(path):
    with open(path, newline="") as file:
        yield from csv.reader(file)


def main(ours_path, peer_path):
    compared, wrong = -1, []  # the header is no row
    for ours, theirs in itertools.zip_longest(rows(ours_path), rows(peer_path)):
        if ours is None or theirs is None:
            wrong.append("one file has more rows than the other")
            break
        if compared < 0:
            header = ours
        compared += 1
        if ours == theirs:
            continue
        if len(ours) != len(theirs):
            wrong.append(f"{ours[0]}: {len(ours)} cells and {len(theirs)}")
            continue
        told = [f"{name} {a or '-'} / {b or '-'}" for name, a, b in zip(header, ours, theirs) if not same(a, b)]
        if told:
            wrong.append(f"{ours[0]}: " + "; ".join(told))
    print(f"{compared:,} rows compared, {len(wrong):,} differ")
    for told in wrong[:SHOWN]:
        print(f"  wrong  {told}")
    return 1 if wrong or compared < 1 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
