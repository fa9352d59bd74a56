#!/usr/bin/python3
"""Invents the forms of examples/batch and writes them there.

Nobody stands behind them. Each begins as somebody with a death, a dispute, a change or few ties, and a severity; the
answers follow from that with some noise, and some are left out as they are in a clinic. The same seed gives the same
files; run.py fails where the committed ones differ. The headers are those of the program named in IPI_BINARY.
"""

import csv
import io
import json
import os
import pathlib
import random
import subprocess
import sys

SEED = 20260112
KINDS = (["grief"] * 10 + ["dispute"] * 11 + ["transition"] * 12 + ["deficits"] * 5 + ["two"] * 4 + ["well"] * 3 + ["sparse"] * 3)
MISSING = {"NA": "skipped", "-8": "refused", "": "skipped"}  # as the pipelines tell ipi: --missing NA,refused=-8


def chance(share):
    return random.random() < share


def yes(share):
    return "yes" if chance(share) else "no"


def questionnaire(length, lowest, highest, level):
    """Answers around one level (0 to 1) of the range."""
    spread = highest - lowest
    return [str(min(highest, max(lowest, round(lowest + spread * random.gauss(level, 0.22))))) for _ in range(length)]


def months_before(onset, months):
    year, month = map(int, onset.split("-"))
    at = year * 12 + month - 1 - months
    return f"{at // 12}-{at % 12 + 1:02}"


def relationship(form, n, role, status="current", **answers):
    """One tie; what does not apply stays out."""
    entry = {"person": f"P{n}", "role": role, "status": status, "closeness.before": random.choice(["inner", "inner", "middle"])}
    entry["closeness.now"] = random.choice(["inner", "middle", "outer"])
    entry["important"] = "yes"
    if status == "current":
        entry |= {"linked": "no", "gives_in": yes(0.1), "stalled": "no", "leaving": "no", "worse_after": yes(0.1),
                  "wants_change": yes(0.2), "long_unchanged": yes(0.7), "manageable": yes(0.4), "because_of": "none"}
        if role in ("partner", "ex_partner", "mother", "father", "daughter", "son"):
            entry |= {f"fear.{what}": "never" for what in ("afraid", "hurt", "controlled", "forced_sex", "weapon")}
        entry |= {"own_tie.knows": random.choice("234"), "own_tie.differs": random.choice("001"),
                  "own_tie.voiced": random.choice("23"), "own_tie.moves": random.choice("23"), "own_tie.tracks": random.choice("012")}
        entry |= answers
        if entry["own_tie.differs"] == "0":
            del entry["own_tie.voiced"]
        if entry.get("own_tie.voiced", "0") == "0":
            del entry["own_tie.moves"]
    form |= {f"relationships.{n}.{key}": value for key, value in entry.items()} | {"relationships.count": str(n)}


def dispute(form, n, role):
    relationship(form, n, role, linked=yes(0.8), stalled=yes(0.6), worse_after=yes(0.7), leaving=yes(0.2), gives_in=yes(0.4),
                 wants_change="yes", long_unchanged="no", **{"own_tie.differs": random.choice("234"), "own_tie.tracks": random.choice("234"),
                 "own_tie.knows": random.choice("0123"), "own_tie.voiced": random.choice("0123"), "own_tie.moves": random.choice("01")})


def death(form, n, person, kind, lead):
    form |= {f"events.{n}.event": f"E{n}", f"events.{n}.kind": kind, f"events.{n}.when": months_before(form["onset"], lead),
             f"events.{n}.person": person, f"events.{n}.linked": yes(0.7), f"events.{n}.longing": yes(0.7),
             f"events.{n}.mourning": random.choice(["postponed", "avoided", "ongoing"]), f"events.{n}.withdrew": yes(0.6),
             f"events.{n}.manageable": yes(0.6), f"events.{n}.because_of": "none", "events.count": str(n)}


def change(form, n, kind, lead, hard=True):
    form |= {f"events.{n}.event": f"E{n}", f"events.{n}.kind": kind, f"events.{n}.when": months_before(form["onset"], lead),
             f"events.{n}.person": "none", f"events.{n}.linked": yes(0.8) if hard else "no",
             f"events.{n}.coping": random.choice(["hard", "very_hard"]) if hard else "managing",
             f"events.{n}.old_role_mourned": yes(0.6 if hard else 0.1), f"events.{n}.new_role_overwhelming": yes(0.5 if hard else 0.1),
             f"events.{n}.lost_mastery": yes(0.6 if hard else 0.1), f"events.{n}.support_lost": yes(0.5 if hard else 0.1),
             f"events.{n}.manageable": yes(0.5), f"events.{n}.because_of": "none", "events.count": str(n)}


def intake(n, kind):
    """One intake as {column: cell}; a column that is not there was never put or does not apply."""
    month, day = random.choice([1, 2, 3]), random.randint(5, 28)
    form = {"form": "ipt-initial", "id": f"B-{n:03}", "date": f"2026-{month:02}-{day:02}", "state": "final",
            "site": random.choice(["harbour", "north", "south"]), "respondent.age": str(random.randint(19, 79)),
            "respondent.sex": random.choice(["female", "female", "male"]), "respondent.language": "en",
            "onset": months_before(f"2026-{month:02}", random.randint(1, 7))}
    severity = 0.15 if kind == "well" else min(0.9, max(0.3, random.gauss(0.58, 0.14)))
    loneliness = {"deficits": 0.85, "well": 0.2, "grief": 0.6}.get(kind, 0.45)
    form |= {"complete.relationships": "yes", "complete.events": "yes", "consent.limits_explained": "yes", "consent.consent": "yes",
             "setting.alone_and_free": "yes", "setting.interpreter": "none", "presenting.course": random.choice(["single", "recurrent"]),
             "intake.depressive_syndrome": "no" if kind == "well" else "yes"}
    phq9 = questionnaire(9, 0, 3, severity)
    thoughts = severity > 0.68 and chance(0.6)
    phq9[8] = random.choice("12") if thoughts else "0"
    form |= {f"phq9.{item}": answer for item, answer in enumerate(phq9, 1)}
    form |= {"suicide.wish_to_be_dead": "yes" if thoughts else "no", "suicide.thoughts": "yes" if thoughts and chance(0.5) else "no"}
    if form["suicide.thoughts"] == "yes":
        form |= {"suicide.method": "no", "suicide.intent": "no", "suicide.plan": "no"}
    form |= {"suicide.attempt": "no", "suicide.means": "no", "suicide.bereaved": "no"}
    form |= {f"risks.{what}": "no" for what in ("psychosis", "mania", "severe_cognitive", "mild_cognitive", "self_care", "dependants",
                                                 "threat", "others_at_risk", "intrusive_thoughts")}
    form |= {"substances.use": "no", "history.mania": "no", "history.borderline_traits": "no", "history.perinatal": "no",
             "culture.interpreter_needed": "no"}
    form |= dict(zip(("ucla3.companionship", "ucla3.left_out", "ucla3.isolated"), questionnaire(3, 1, 3, loneliness)))
    few = kind == "deficits"
    form |= {"pattern.lifelong_few_ties": "yes" if few else "no", "pattern.confidant": yes(0.2 if few else 0.7),
             "pattern.out_of_the_blue": yes(0.7) if few else "no", "pattern.hidden_event_check": "no"}
    if not few:
        form["pattern.shrank_in_episode"] = yes(0.4)

    if kind == "sparse":  # the interview ended early: nobody asked for people or events
        for column in [c for c in form if c.startswith(("pattern.", "complete."))]:
            del form[column]
        return form
    form |= {"relationships.count": "0", "events.count": "0"}
    lead = random.randint(0, 7)
    if kind == "grief":
        role, event = random.choice([("mother", "parent_died"), ("father", "parent_died"), ("partner", "partner_died"),
                                     ("sister", "sibling_died"), ("friend", "friend_died")])
        relationship(form, 1, role, "deceased")
        relationship(form, 2, random.choice(["daughter", "friend", "brother"]))
        death(form, 1, "P1", event, lead)
    elif kind == "dispute":
        dispute(form, 1, random.choice(["partner", "partner", "mother", "son", "superior"]))
        relationship(form, 2, "friend")
        if chance(0.4):
            change(form, 1, random.choice(["promotion", "moved"]), lead, hard=False)
    elif kind == "transition":
        relationship(form, 1, random.choice(["partner", "sister", "friend"]))
        change(form, 1, random.choice(["retirement", "child_left_home", "job_lost", "migration", "became_carer", "own_illness"]), lead)
        if chance(0.4):
            change(form, 2, "money_trouble", max(0, lead - 1))
    elif kind == "deficits":
        if chance(0.6):
            relationship(form, 1, "neighbour")
    elif kind == "two":
        dispute(form, 1, "partner")
        change(form, 1, random.choice(["job_lost", "moved", "own_illness"]), lead)
    else:
        relationship(form, 1, "partner")
        if chance(0.5):
            relationship(form, 2, "friend", "deceased")
            death(form, 1, "P2", "friend_died", 3)
        else:
            change(form, 1, "moved", 2, hard=False)
    return form


def leave_gaps(forms):
    """What a clinic's table looks like: blanks, codes of the old database, one finding of danger, two forms that are not fit."""
    at = iter(random.sample([n for n, form in enumerate(forms) if "events.count" in form], 30))
    for column, cell in [("phq9.7", ""), ("phq9.3", "NA"), ("phq9.5", "-8"), ("phq9.8", ""), ("phq9.2", "refused"), ("ucla3.left_out", ""),
                         ("ucla3.isolated", "-8"), ("ucla3.left_out", "NA"), ("ucla3.companionship", "refused"), ("pattern.confidant", "unknown")]:
        forms[next(at)][column] = cell
    forms[next(at)] |= {f"phq9.{item}": "NA" for item in range(1, 10)}
    for _ in range(16):  # open answers about people and events, which can leave the focus open
        form = forms[next(at)]
        open_to = [c for c in form if c.endswith((".longing", ".mourning", ".stalled", ".worse_after", ".lost_mastery", ".support_lost", ".tracks"))]
        for column in random.sample(open_to, min(3, len(open_to))):
            form[column] = random.choice(["", "unknown", "refused"])
    forms[next(at)] |= {"suicide.wish_to_be_dead": "yes", "suicide.thoughts": "yes", "suicide.method": "yes", "suicide.intent": "no",
                        "suicide.plan": "yes", "phq9.9": "2"}
    forms[next(at)] |= {"phq9.4": "4", "phq9.9": "1"}
    forms[next(at)]["state"] = "draft"


def followup(forms):
    """Loneliness alone, some twelve weeks later, of those who came."""
    rows = []
    for form in forms:
        before = [form[f"ucla3.{item}"] for item in ("companionship", "left_out", "isolated")]
        after = [str(max(1, int(answer) - chance(0.35) + (chance(0.16) and answer != "3"))) if answer in "123" and answer else random.choice("12")
                 for answer in before]
        _, month, day = form["date"].split("-")
        date = f"2026-{int(month) + 3:02}-{min(28, max(1, int(day) + random.randint(-4, 6))):02}"
        if form["state"] == "final" and chance(0.85):
            rows.append({"form": "ucla3", "id": form["id"], "date": date, "site": form["site"], "respondent.age": form["respondent.age"]}
                        | dict(zip(("ucla3.companionship", "ucla3.left_out", "ucla3.isolated"), after)))
    for row, column, cell in zip(random.sample(rows, 3), ("ucla3.left_out", "ucla3.isolated", "ucla3.companionship"), ("NA", "-8", "")):
        row[column] = cell
    return rows


def table(rows, header):
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def document(row):
    """A row of the table as a form: addresses become keys within keys. A form has no place for the site."""
    form, entries = {}, {}
    for column, cell in row.items():
        if column == "site" or column.endswith(".count"):
            continue
        value = MISSING.get(cell, cell)
        value = int(value) if value.isdigit() else value
        keys = column.split(".")
        if keys[0] in ("relationships", "events"):
            at = entries.setdefault(keys[0], {}).setdefault(int(keys[1]), {})
            keys = keys[2:]
        else:
            at = form if len(keys) == 1 or keys[0] in ("respondent", "complete") else form.setdefault("answers", {})
        for key in keys[:-1]:
            at = at.setdefault(key, {})
        at[keys[-1]] = value
    for what in ("relationships", "events"):
        if f"{what}.count" in row:
            form[what] = [entry for _, entry in sorted(entries.get(what, {}).items())]
    return form


def columns(rows, header):
    """The columns of the template that any row uses, in its order; the site stands behind the state."""
    used = {column for row in rows for column in row}
    lost = used - set(header) - {"site"}
    if lost:
        sys.exit(f"invent.py: the template has no {sorted(lost)}")
    kept = [column for column in header if column in used]
    place = kept.index("date") + 1
    return kept[:place] + ["site"] + kept[place:]


def batch(program):
    """All files by name."""
    def header(protocol):
        return subprocess.run([program, "template", protocol, "-O", "csv"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip().split(",")

    random.seed(SEED)
    forms = [intake(n, kind) for n, kind in enumerate(random.sample(KINDS, len(KINDS)), 1)]
    leave_gaps(forms)
    later = followup(forms)
    return {
        "forms.csv": table(forms, columns(forms, header("ipt-initial"))),
        "followup.csv": table(later, columns(later, header("ucla3"))),
        "forms.ndjson": "".join(json.dumps(document(row), separators=(",", ":")) + "\n" for row in forms),
    }


if __name__ == "__main__":
    root = pathlib.Path(__file__).resolve().parents[3]
    for name, text in batch(os.environ.get("IPI_BINARY", root / "build/release/ipi")).items():
        (root / "examples/batch" / name).write_text(text)
