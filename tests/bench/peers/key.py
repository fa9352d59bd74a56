"""The flat yardstick's key, typed a second time in key/*.csv, for the peers in Python and the checker. Figures are exact."""
import csv
import pathlib
from fractions import Fraction

KEY = pathlib.Path(__file__).resolve().parent / "key"
BANDS = ("low", "some", "raised", "high")
AREAS = ("north", "east", "south", "west")
MINIMUM, NEAR_TIE, SECOND_AT_LEAST, SECOND_WITHIN = 5, 1, 5, 3
ADULT = 18


class Scale:
    def __init__(self, row):
        self.id = row["scale"]
        self.items = [int(i) for i in row["items"].split()]
        self.reversed = {int(i) for i in row["reversed"].split()}
        self.at_least = int(row["at_least"])
        self.cuts = [Fraction(row[f"band_{n}"]) for n in (1, 2, 3)]


class Rule:
    """A test on a scale: `manner` is required, excludes or indicator in an area, or gate."""

    def __init__(self, row):
        self.area, self.manner, self.scale, self.test = row["area"], row["manner"], row["scale"], row["test"]
        self.threshold, self.weight = Fraction(row["threshold"]), int(row["weight"])


def read(name):
    with open(KEY / name, newline="") as file:
        return list(csv.DictReader(file))


SCALES = [Scale(row) for row in read("scales.csv")]
RULES = [Rule(row) for row in read("rules.csv")]
GATE = [rule for rule in RULES if rule.manner == "gate"]
HEADER = (
    ["id", "date"]
    + [f"flat66.{scale.id}{part}" for scale in SCALES for part in ("", ".n", ".band")]
    + ["verdict", "suggested_focus", "margin"]
    + [f"area.{area}.points" for area in AREAS]
)
