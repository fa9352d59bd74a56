#!/usr/bin/python3
"""The pipelines of examples/batch say what the forms say.

Runs screen.sh, loneliness.R and focus.py on the committed batch with the program named in IPI_BINARY and holds every
figure that they print against one worked out here: totals from the cells of the table, with keys and bands typed in
below; foci and safety from each form scored by itself. Looks at the plots, and at the batch: invent.py must give it byte
for byte, and its formats the same rows. With --seed-fault a blank score arrives as 0: each pipeline's figures must then
be found wrong, and this run passes if they are.
"""

import collections
import csv
import io
import json
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import xml.etree.ElementTree as xml
import zlib

import yaml

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]
import invent
from program import BINARY, ROOT, Stage

BATCH = ROOT / "examples/batch"
MISSING = {"", "NA", "-8", "skipped", "refused", "unknown", "not_asked"}
PHQ9 = ([f"phq9.{item}" for item in range(1, 10)], {"0", "1", "2", "3"})
UCLA3 = (["ucla3.companionship", "ucla3.left_out", "ucla3.isolated"], {"1", "2", "3"})
BANDS = {"minimal": range(0, 5), "mild": range(5, 10), "moderate": range(10, 15), "moderately severe": range(15, 20), "severe": range(20, 28)}
BLOCKS = {"harbour": "██", "north": "▒▒", "south": "░░"}
GROUPS = {"grief": "Grief", "role_dispute": "Role dispute", "role_transition": "Role transition",
          "interpersonal_deficits": "Interpersonal deficits", "choose_with_patient": "To choose with the patient",
          "not_enough_answered": "Not enough answered", "none": "No area is offered"}
FAULT = f"""#!/usr/bin/python3
# ipi, but a score that nobody has is 0.
import re, subprocess, sys
done = subprocess.run(["{BINARY}", *sys.argv[1:]], stdout=subprocess.PIPE, text=True)
text = re.sub(r'("phq9.total":|"phq9.total":{{"value":)null', r'\\g<1>0', done.stdout)
print(re.sub(r"^([A-Z]-[0-9]+),,", r"\\1,0,", text, flags=re.M), end="")
sys.exit(done.returncode)
"""

faults = []
checked = 0


def expect(good, what):
    global checked
    checked += 1
    if not good:
        faults.append(what)


def says(page, line):
    expect(re.search(rf"^ *{re.escape(line)}$", page, re.M) is not None, f"not printed: {line}")


def rows(name):
    return list(csv.DictReader(io.StringIO((BATCH / name).read_text())))


def fit(row):
    return row.get("state") != "draft" and all(row.get(column, "") in MISSING | values for columns, values in (PHQ9, UCLA3) for column in columns)


def total(row, key):
    """The sum of a complete questionnaire, else None; and how many items have an answer."""
    answers = [int(row[column]) for column in key[0] if row[column] not in MISSING]
    return (sum(answers) if len(answers) == len(key[0]) else None), len(answers)


def plural(counts, line):
    return [line.format(count, what) for what, count in sorted(counts.items())]


def by_themselves(stage):
    """Every form that can be scored, from a file and a run of its own."""
    found = {}
    for line in (BATCH / "forms.ndjson").read_text().splitlines():
        form = stage.folder / "one.yaml"  # JSON is YAML
        form.write_text(line)
        done = subprocess.run([BINARY, "score", form, "--drafts", "-O", "json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if done.returncode == 0 and json.loads(line)["state"] == "final":
            assessment = json.loads(done.stdout)
            found[assessment["id"]] = assessment
    return found


def check_screen(page, forms, single):
    scored = [row for row in forms if fit(row)]
    says(page, f"{len(scored)} forms scored")
    says(page, f"{len(forms) - len(scored)} records rejected")
    totals = {row["id"]: total(row, PHQ9) for row in scored}
    for band, reach in BANDS.items():
        members = [row for row in scored if totals[row["id"]][0] in reach]
        says(page, f"{band:18} {len(members):2}  " + "".join(BLOCKS[site] for site in sorted(row["site"] for row in members)))
    without = [row for row in scored if totals[row["id"]][0] is None]
    says(page, f"{'no total':18} {len(without):2}  " + "".join(BLOCKS[site] for site in sorted(row["site"] for row in without)))
    for line in plural(collections.Counter(totals[row["id"]][1] for row in without), "{0} with {1} of 9 items answered"):
        says(page, line)
    for site in BLOCKS:
        here = [row for row in scored if row["site"] == site]
        known = [totals[row["id"]][0] for row in here if totals[row["id"]][0] is not None]
        says(page, f"{site}: mean {int(statistics.fmean(known) * 10 + 0.5) / 10:g} over {len(known)} of {len(here)} forms")
    listed = re.findall(r"^  (red|amber) +(B-\d+)", page, re.M)
    expect(sorted(listed) == sorted((form["safety_status"], name) for name, form in single.items() if form["safety_status"] in ("red", "amber")),
           f"to be looked at: {listed}")
    thoughts = {row["id"] for row in scored if row["phq9.9"] in {"1", "2", "3"} | MISSING}
    expect(thoughts and thoughts <= {name for _, name in listed}, f"item 9 is answered, or open, in {sorted(thoughts)}")
    expect(len(re.findall(r"^  rejected +record \d+ .*phq9.item_9", page, re.M)) == 1, "the rejected record that speaks of danger")


def check_loneliness(page, forms, followup):
    intake = {row["id"]: total(row, UCLA3) for row in forms if fit(row)}
    later = {row["id"]: total(row, UCLA3) for row in followup if fit(row)}
    for name, scores in (("Intake", intake), ("Follow-up", later)):
        without = collections.Counter(answered for score, answered in scores.values() if score is None)
        says(page, f"{name:10} {len(scores)} forms scored, {sum(without.values())} of them without a loneliness score")
        for line in plural(without, "{0} with {1} of 3 items answered"):
            says(page, line)
    change, left_out = [], collections.Counter()
    for name in intake.keys() | later.keys():
        before, after = intake.get(name), later.get(name)
        if before is None:
            left_out["intake rejected"] += 1
        elif before[0] is None:
            left_out["no score at intake"] += 1
        elif after is None:
            left_out["did not come back"] += 1
        elif after[0] is None:
            left_out["no score at follow-up"] += 1
        else:
            change.append(after[0] - before[0])
    signs = collections.Counter((value > 0) - (value < 0) for value in change)
    says(page, f"Compared   {len(change)} people: {signs[-1]} less lonely, {signs[0]} the same, {signs[1]} more; "
               f"mean change {statistics.fmean(change):.2f} points (SD {statistics.stdev(change):.2f})")
    says(page, f"Left out   {left_out.total()} people")
    for reason, count in left_out.items():
        says(page, f"{count}: {reason}")


def check_focus(page, forms, single):
    scored = {row["id"]: total(row, PHQ9)[0] for row in forms if fit(row)}
    expect(scored.keys() == single.keys(), "the forms that are fit are those that can be scored by themselves")
    says(page, f"{len(scored)} forms scored")
    members = collections.defaultdict(list)
    for name, form in single.items():
        verdict = form["suggestion"]["verdict"]
        members[form["suggestion"]["focus"][0]["area"] if verdict == "focus" else verdict].append(name)
    for key, title in GROUPS.items():
        firm = sum(single[name]["stability"]["exact"] and len(single[name]["stability"]["possible"]) == 1 for name in members[key])
        known = [scored[name] for name in members[key] if scored[name] is not None]
        says(page, f"{title:25}{len(members[key]):5}{firm:6}{statistics.median(known):10g} ({len(known)})")
    says(page, f"{list(scored.values()).count(None)} forms without a PHQ-9 total")


def check_plots(folder, single):
    for name in ("loneliness.png", "focus.svg"):
        expect((folder / name).stat().st_mode & 0o777 == 0o600, f"{name} is readable by its owner only")
    image = (folder / "loneliness.png").read_bytes()
    expect(image.startswith(b"\x89PNG\r\n\x1a\n"), "loneliness.png is a PNG")
    data, at = b"", 8
    while at < len(image):
        size = int.from_bytes(image[at:at + 4], "big")
        data += image[at + 8:at + 8 + size] if image[at + 4:at + 8] == b"IDAT" else b""
        at += size + 12
    expect(len(set(zlib.decompress(data))) > 50, "something is drawn in loneliness.png")
    drawing = xml.parse(folder / "focus.svg")
    words = [element.text for element in drawing.iter("{http://www.w3.org/2000/svg}text")]
    expect(all(name in words for name in single), "every form stands in focus.svg")
    dots = len(list(drawing.iter("{http://www.w3.org/2000/svg}circle")))
    expect(dots == sum(max(1, len(form["suggestion"]["focus"])) for form in single.values()), f"{dots} dots in focus.svg")
    expect((folder / "focus.svg").read_bytes() == (BATCH / "focus.svg").read_bytes(), "examples/batch/focus.svg is not the one drawn")


def check_batch(stage, forms, single):
    def output(*arguments):
        return subprocess.run([BINARY, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout

    for name, text in invent.batch(BINARY).items():
        expect((BATCH / name).read_text() == text, f"{name} is not what invent.py gives: run it, and look at the difference")

    stream = stage.folder / "forms.yaml"
    stream.write_text(yaml.safe_dump_all(map(json.loads, (BATCH / "forms.ndjson").open()), sort_keys=False))
    tables = [list(csv.DictReader(io.StringIO(output("score", *file, "-O", "csv", "--columns-out", "full"))))
              for file in ((BATCH / "forms.ndjson",), (stream,), (BATCH / "forms.csv", "--keep", "site", "--missing", "NA,refused=-8"))]
    expect(tables[0] == tables[1] == [{column: cell for column, cell in row.items() if column != "site"} for row in tables[2]],
           "table, lines of JSON and YAML give the same rows")
    for row in tables[0]:
        possible = single[row["id"]]["stability"]["possible"]
        expect(row["stable"] == ("yes" if len(possible) == 1 else "no"), f"{row['id']}: stable is {row['stable']}")
    wanting = [row for row in forms if fit(row) and total(row, PHQ9)[0] is None]
    expect(len(wanting) > 3 and len(forms) >= 40, "a batch with forms that have no total")


def main():
    absent = [tool for tool in ("Rscript", "jq") if not shutil.which(tool)]
    if absent:
        print(f"skipped: there is no {' and no '.join(absent)}")
        return 77
    forms, followup = rows("forms.csv"), rows("followup.csv")
    with Stage() as stage:
        single = by_themselves(stage)
        if "--seed-fault" in sys.argv:
            program = stage.folder / "bin/ipi"
            program.unlink()
            program.write_text(FAULT)
            program.chmod(0o755)
        pages = {}
        for pipeline in ("screen.sh", "loneliness.R", "focus.py"):
            done = stage.run("bash", str(BATCH / pipeline), stage.home)
            pages[pipeline] = done.stdout.decode()
            expect(done.returncode == 0, f"{pipeline} exits {done.returncode}: {done.stderr.decode()[-500:]}")
        broken = list(faults)
        seen = {}
        for pipeline, check in (("screen.sh", lambda page: check_screen(page, forms, single)),
                                ("loneliness.R", lambda page: check_loneliness(page, forms, followup)),
                                ("focus.py", lambda page: check_focus(page, forms, single))):
            before = len(faults)
            check(pages[pipeline])
            seen[pipeline] = len(faults) - before
        if "--seed-fault" not in sys.argv:
            check_plots(stage.home, single)
            check_batch(stage, forms, single)
    if "--seed-fault" in sys.argv:
        for pipeline, count in seen.items():
            print(f"{pipeline}: {count} figures found wrong")
        for fault in broken:
            print(f"FAILED: {fault}")
        blind = sum(count == 0 for count in seen.values()) + len(broken)  # a pipeline that stops has seen nothing
        print(f"{max(0, len(seen) - blind)} passed, {blind} failed")
        return 1 if blind else 0
    for fault in faults:
        print(f"FAILED: {fault}")
    print(f"{checked - len(faults)} passed, {len(faults)} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
