#!/usr/bin/python3
"""Which focus is suggested, and how firm is that? Reads lines of JSON, prints the figures, draws a plot.

  focus.py [PLOT.svg]
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys

os.umask(0o077)  # what people answered is for its owner only
FORMS = pathlib.Path(__file__).with_name("forms.ndjson")
PLOT = sys.argv[1] if len(sys.argv) > 1 else "focus.svg"
NEEDED = 5  # the points that an area needs: ipi show ipt-default
GROUPS = {  # what each is called, and its colour
    "grief": ("Grief", "#5b6fa8"), "role_dispute": ("Role dispute", "#c8693a"), "role_transition": ("Role transition", "#2a7f8e"),
    "interpersonal_deficits": ("Interpersonal deficits", "#8d5a97"), "lost_healthy_self": ("Lost healthy self", "#4c8c4a"),
    "illness_to_health": ("From illness to health", "#a5822b"), "complicated_pregnancy": ("Complicated pregnancy", "#b0527c"),
    "choose_with_patient": ("To choose with the patient", "#555"), "not_enough_answered": ("Not enough answered", "#555"),
    "none": ("No area is offered", "#555"),
}

done = subprocess.run(["ipi", "score", FORMS, "-O", "ndjson"], stdout=subprocess.PIPE, text=True)
if done.returncode > 1:  # 1: records were rejected, and ipi has said which
    sys.exit(done.returncode)
forms = [json.loads(line) for line in done.stdout.splitlines()]


def group(form):
    suggestion = form["suggestion"]
    return suggestion["focus"][0]["area"] if suggestion["verdict"] == "focus" else suggestion["verdict"]


def firm(form):
    """No open answer can lead to another suggestion."""
    return form["stability"]["exact"] and len(form["stability"]["possible"]) == 1


def shown(form):
    """The candidates suggested; where there is no suggestion, the one with the most points."""
    suggested = {(focus["area"], focus["subject"]) for focus in form["suggestion"]["focus"]}
    candidates = form["candidates"]
    return ([c for c in candidates if (c["area"], c["subject"]) in suggested]
            or sorted(candidates, key=lambda c: c["points"])[-1:])


groups = {key: members for key in GROUPS if (members := [form for form in forms if group(form) == key])}
print(f"{len(forms)} forms scored\n{'':27}forms  firm  median PHQ-9 (forms with a total)")
for key, members in groups.items():
    totals = [form["scores"]["phq9.total"]["value"] for form in members]
    known = [total for total in totals if total is not None]  # no total is no 0
    median = f"{statistics.median(known):g}" if known else "-"
    print(f"  {GROUPS[key][0]:25}{len(members):5}{sum(map(firm, members)):6}{median:>10} ({len(known)})")
reasons = [form["scores"]["phq9.total"]["reason"] for form in forms if form["scores"]["phq9.total"]["value"] is None]
print(f"{len(reasons)} forms without a PHQ-9 total")
for reason in sorted(set(reasons)):
    print(f"  {reasons.count(reason)}: {reason}")

# A row for each form: a bar from the fewest to the most points that its open answers allow, a dot where it stands now.
left, step, row = 100, 50, 15
right = left + 12 * step
body, y = [], 70
for key, members in groups.items():
    y += 30
    name, colour = GROUPS[key]
    body.append(f'<text x="20" y="{y}" fill="{colour}" font-weight="bold">{name} ({len(members)})</text>')
    for form in sorted(members, key=lambda form: -max((c["points"] for c in shown(form)), default=0)):
        y += row
        body.append(f'<text x="20" y="{y + 4}" class="id">{form["id"]}</text>'
                    f'<line x1="{left}" x2="{right}" y1="{y}" y2="{y}" class="row"/>')
        at = y
        for candidate in shown(form):
            now, lowest, highest = (left + step * candidate[key] for key in ("points", "lowest", "highest"))
            colour = GROUPS[candidate["area"]][1] if form["suggestion"]["focus"] else "#9a9aa2"
            body.append(f'<line x1="{lowest}" x2="{highest}" y1="{at}" y2="{at}" stroke="{colour}" class="open"/>'
                        f'<circle cx="{now}" cy="{at}" r="4" fill="{colour if firm(form) else "white"}" stroke="{colour}" class="dot"/>')
            at += 4  # where two tie, both are to be seen
scale = "".join(f'<text x="{left + step * points}" y="{y + 28}" class="scale">{points}</text>' for points in range(13))
needed = left + step * NEEDED
picture = f"""<svg xmlns="http://www.w3.org/2000/svg" width="740" height="{y + 64}" font-family="sans-serif" font-size="12">
<style>
.title {{ font-size: 17px; font-weight: bold }} .note, .scale, .id {{ fill: #666 }} .scale {{ text-anchor: middle }} .id {{ font-size: 10px }}
.row {{ stroke: #eee }} .open {{ stroke-width: 4; opacity: .3; stroke-linecap: round }} .dot {{ stroke-width: 1.6 }}
</style>
<rect width="100%" height="100%" fill="white"/>
<text x="20" y="30" class="title">Which focus is suggested, and how firm is it?</text>
<text x="20" y="50" class="note">Dot: points now. Bar: what the open answers could make of them. Filled: none of them can change the suggestion.</text>
<line x1="{needed}" x2="{needed}" y1="84" y2="{y + 12}" stroke="#999" stroke-dasharray="3 3"/>
<text x="{needed}" y="78" class="scale">an area needs {NEEDED}</text>
{chr(10).join(body)}
{scale}
<text x="{(left + right) / 2}" y="{y + 48}" class="scale">points</text>
</svg>
"""
pathlib.Path(PLOT).write_text(picture)
print(f"Plot: {PLOT}")
