#!/usr/bin/python3
"""Scores forms one by one, as a clinician would, and writes the table that the batch and the peers write: the first thing
to compare all of them with. Slow. Usage: oracle.py IPI DATA STREAM.yaml OUT.csv"""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "peers"))
from key import AREAS, HEADER, SCALES  # noqa: E402


def row_of(form):
    row = {"id": form["id"], "date": form["date"]}
    for scale in SCALES:
        score = form["scores"][f"flat66.{scale.id}"]
        row[f"flat66.{scale.id}"] = score["value"]
        row[f"flat66.{scale.id}.n"] = score["answered"]
        row[f"flat66.{scale.id}.band"] = score.get("band")
    suggestion = form["suggestion"]
    row["verdict"] = suggestion["verdict"]
    row["suggested_focus"] = " ".join(focus["area"] for focus in suggestion["focus"])
    row["margin"] = suggestion["margin"]
    points = {candidate["area"]: candidate["points"] for candidate in form["candidates"]}
    return row | {f"area.{area}.points": points[area] for area in AREAS}


def main(ipi, data, stream, target):
    documents = pathlib.Path(stream).read_text().split("---\n")[1:]
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, document in enumerate(documents):
            files.append(pathlib.Path(folder) / f"{number:06}.yaml")
            files[-1].write_text(document)
        told = subprocess.run([ipi, "score", *files, "--data", data, "-O", "json"], check=True, capture_output=True)
    with open(target, "w", newline="") as out:
        writer = csv.DictWriter(out, HEADER, lineterminator="\n")
        writer.writeheader()
        # Numbers as they were printed, not as doubles.
        writer.writerows(row_of(form) for form in json.loads(told.stdout, parse_float=str))


if __name__ == "__main__":
    main(*sys.argv[1:])
