#!/usr/bin/python3
"""Validates every definition under data/, the program's own assessments and codebooks, and the forms (YAML), assessments and
codebooks (JSON) given, against data/schema/, and shows on broken snippets that a fault is found. Needs python3-yaml and python3-jsonschema. Usage: check_schemas.py [FILE ...]"""
import copy
import json
import os
import pathlib
import re
import subprocess
import sys

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[3]
DATA = ROOT / "data"


class CoreLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Scalars as YAML 1.2 has them: yes and 2026-03-04 are text, and so is 010. Keys are always text; a key given
    twice is an error."""

    yaml_implicit_resolvers = {}

    def construct_mapping(self, node, deep=False):
        result = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key is no scalar", key_node.start_mark)
            if key_node.value in result:
                raise yaml.constructor.ConstructorError(None, None, f"duplicate key {key_node.value}", key_node.start_mark)
            result[key_node.value] = self.construct_object(value_node, deep=True)
        return result


def construct_map(loader, node):
    return loader.construct_mapping(node, deep=True)


for tag, pattern, first in [
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?(0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?(0|[1-9][0-9]*)?\.[0-9]+([eE][-+]?[0-9]+)?$", "-+.0123456789"),
    ("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
]:
    CoreLoader.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(pattern), list(first))
CoreLoader.add_constructor("tag:yaml.org,2002:map", construct_map)
CoreLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def load(text):
    return yaml.load(text, Loader=CoreLoader)


def schema_of(kind):
    return json.loads((DATA / "schema" / f"{kind}.schema.json").read_text())


KINDS = sorted(path.name.split(".")[0] for path in (DATA / "schema").glob("*.schema.json"))
# What the program writes; the other kinds are written by people.
WRITTEN = ("assessment", "codebook")
# The key that starts a file of each kind.
FIRST_KEY = {f"ipi_{kind}" if kind in WRITTEN else kind: kind for kind in KINDS}
VALIDATORS = {kind: jsonschema.Draft202012Validator(schema_of(kind)) for kind in KINDS}

passed, failed = 0, 0


def report(good, what, detail=""):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {what}: {detail}")


def faults(kind, document):
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in VALIDATORS[kind].iter_errors(document)]


def check_file(path):
    """A definition, a form, a codebook, an assessment or a list of assessments."""
    try:
        documents = json.loads(path.read_text()) if path.suffix == ".json" else load(path.read_text())
    except (yaml.YAMLError, json.JSONDecodeError) as error:
        return report(False, path, error)
    for document in documents if isinstance(documents, list) else [documents]:
        first = next(iter(document), None) if isinstance(document, dict) else None
        if first not in FIRST_KEY:
            report(False, path, f"starts with {first!r}, and there is no such schema")
            continue
        found = faults(FIRST_KEY[first], document)
        report(not found, path, "; ".join(found[:3]))


def check_readme():
    """The examples in data/README.md are whole files, and sound ones."""
    blocks = re.findall(r"^```yaml\n(.*?)^```", (DATA / "README.md").read_text(), re.M | re.S)
    report(len(blocks) >= len(KINDS) - len(WRITTEN), "data/README.md", f"{len(blocks)} examples for {len(KINDS)} kinds")
    for number, block in enumerate(blocks, 1):
        document = load(block)
        kind = next(iter(document))
        found = faults(kind, document) if kind in VALIDATORS else [f"no schema for {kind!r}"]
        report(not found, f"data/README.md, example {number} ({kind})", "; ".join(found[:3]))


FORM = """
form: ipt-initial
id: A-017
date: 2026-03-04
onset: 2025-11
state: final
respondent: {age: 58, sex: female, language: en, context: []}
answers:
  phq9: [2, 2, 1, 2, 1, 3, 2, 1, 0]
  ucla3: {companionship: 3, left_out: refused, isolated: 2}
  intake: {depressive_syndrome: yes}
  pattern: {lifelong_few_ties: no, confidant: unknown, hidden_event_check: not_asked}
relationships:
  - {person: P1, role: partner, status: current, closeness: {before: inner, now: outer}, important: yes, own_tie: {steadies: 1, differs: 3}}
  - {person: P2, role: mother, status: deceased}
events:
  - {event: E1, kind: parent_died, person: P2, when: 2025-08, mourning: postponed}
  - {event: E2, kind: retirement, when: 2025-09, linked: yes, because_of: none}
complete: {relationships: yes, events: unknown}
declared: {phq9.total: 14}
focus_agreed: {area: role_transition, subject: E2, by_patient: yes}
notes: {E1.mourning: went back to work the next day}
"""


ASSESSMENT = """
ipi_assessment: 1
id: A-017
protocol: ipt-initial
date: "2026-03-04"
safety_status: amber
safety: [{rule: phq9.item_9, level: amber, subject: null, private: false, statement: ask now, answers: [{question: phq9.9, answer: "1"}]}]
scores:
  phq9.total: {value: 14, band: moderate, band_source: Kroenke 2001, answered: 9, items: 9, missing_rule: complete, confirmed: true}
  ucla3.total: {value: null, reason: 2 of 3 answered, band: null, answered: 2, items: 3, missing_rule: complete, confirmed: true}
relationships: []
candidates:
  - area: grief
    subject: E1
    offered: true
    points: 6
    lowest: 6
    highest: 10
    strength: likely
    indicators: [{id: linked, manner: required, holds: null, weight: 3, statement: The death is linked., answers: [{question: E1.linked, answer: unknown}], source: isipt}]
suggestion: {focus: [{area: grief, subject: E1, strength: likely}], verdict: focus, provisional: false, margin: 3, convention: weissman, notes: []}
provenance: {ipi: 0.1.0, protocol: ipt-initial, definitions: {ipt-initial: {revision: "1", sha256: "%s"}}}
""" % ("0" * 64)


CODEBOOK = """
ipi_codebook: 1
id: tiny
revision: 1
title: A Tiny Scale
variables:
  - {variable: respondent.age, label: Age, kind: structure, type: number, lowest: 0, highest: 120, missing: [skipped, refused, unknown, not_asked]}
  - variable: relationships.N.tiny.1
    label: I felt tired
    kind: item
    type: choice
    values: [{value: 0, label: Never}, {value: 1, label: Often}]
    missing: [skipped, refused, unknown, not_asked]
    reversed: true
    scores: [total]
  - {variable: tiny.total, label: Total, kind: score, type: number, method: sum, parts: ["1"], missing_rule: complete, lowest: 0, highest: 1, source: by hand, confirmed: true}
  - {variable: tiny.total.n, label: "Total: items answered", kind: score_n, type: number}
  - {variable: tiny.total.band, label: "Total: band", kind: band, type: text, bands: ["from 0: rested", "above 0.5: tired"], source: by hand, confirmed: false}
"""


def without(document, *path):
    *way, last = path
    for step in way:
        document = document[step]
    del document[last]


def put(document, value, *path):
    *way, last = path
    for step in way:
        document = document[step]
    document[last] = value


def section_of(protocol, key):
    """The path of a protocol's section that starts with that key."""
    return "sections", next(i for i, section in enumerate(protocol["sections"]) if key in section)


def broken(kind, text, why, change):
    """A sound document of that kind must fail once `change` has been made to it."""
    document = load(text)
    before = faults(kind, document)
    report(not before, f"{kind}, sound before '{why}'", "; ".join(before[:3]))
    spoilt = copy.deepcopy(document)
    change(spoilt)
    report(bool(faults(kind, spoilt)), f"{kind}, broken: {why}", "the fault was not found")


def check_broken():
    phq9 = (DATA / "instruments" / "phq9.yaml").read_text()
    wsas = (DATA / "instruments" / "wsas.yaml").read_text()
    roles = (DATA / "catalogues" / "roles.yaml").read_text()
    protocol = (DATA / "protocols" / "ipt-initial.yaml").read_text()

    broken("instrument", phq9, "an unknown key", lambda d: put(d, 1, "itmes"))
    broken("instrument", phq9, "no licence", lambda d: without(d, "licence"))
    broken("instrument", phq9, "an unknown licence of texts", lambda d: put(d, "free", "licence", "item_text"))
    broken("instrument", phq9, "an unknown method", lambda d: put(d, "median", "scores", 0, "method"))
    broken("instrument", phq9, "no rule for missing answers", lambda d: without(d, "scores", 0, "missing"))
    broken("instrument", phq9, "prorate without at_least", lambda d: put(d, {"rule": "prorate"}, "scores", 0, "missing"))
    broken("instrument", phq9, "a band with from and above", lambda d: put(d, 5, "scores", 0, "bands", 1, "above"))
    broken("instrument", phq9, "bands without a source", lambda d: without(d, "scores", 0, "band_source"))
    broken("instrument", phq9, "a criterion with items", lambda d: put(d, ["1"], "scores", 4, "items"))
    broken("instrument", phq9, "a count without a threshold", lambda d: without(d, "scores", 1, "count", 0, "from"))
    broken("instrument", phq9, "an id that is a number", lambda d: put(d, 1, "items", 0, "id"))
    broken("instrument", phq9, "a reason as a value", lambda d: put(d, "refused", "options", 0, "value"))
    broken("instrument", phq9, "a boolean in place of yes", lambda d: put(d, True, "items", 0, "reverse"))
    broken("instrument", phq9, "an option without a label", lambda d: without(d, "options", 0, "label"))
    broken("instrument", phq9, "two examples only", lambda d: put(d, d["examples"][:2], "examples"))
    broken("instrument", phq9, "a text in a language of five letters", lambda d: put(d, {"latin": "x"}, "title"))
    broken("instrument", wsas, "an empty condition", lambda d: put(d, {}, "items", 0, "when"))
    broken("instrument", wsas, "a test with two lower ends", lambda d: put(d, {"2": {"from": 1, "above": 1}}, "items", 0, "when"))
    broken("instrument", wsas, "a test of no kind", lambda d: put(d, {"2": {"least": 1}}, "items", 0, "when"))
    djg6 = (DATA / "instruments" / "djg6.yaml").read_text()
    srrs = (DATA / "instruments" / "srrs.yaml").read_text()
    iip32 = (DATA / "instruments" / "iip32.yaml").read_text()
    broken("instrument", djg6, "complete_except without at_most", lambda d: without(d, "scores", 0, "missing", "at_most"))
    broken("instrument", iip32, "a mean of all but one", lambda d: put(d, {"rule": "complete_except", "at_most": 1}, "scores", 0, "missing"))
    broken("instrument", srrs, "weighted without weights", lambda d: without(d, "scores", 0, "weights"))
    broken("instrument", srrs, "weights that are no numbers", lambda d: put(d, "100", "scores", 0, "weights", "1"))
    broken("instrument", srrs, "a key that the program does not read", lambda d: put(d, [{"from": 1}], "scores", 0, "table"))
    broken("instrument", phq9, "weights of a sum", lambda d: put(d, {"1": 2}, "scores", 0, "weights"))
    broken("instrument", iip32, "a circle of seven", lambda d: without(d, "circumplex", 0, "octants", 7))
    broken("instrument", iip32, "a circle without a source", lambda d: without(d, "circumplex", 0, "source"))
    broken("protocol", protocol, "a section of two kinds", lambda d: put(d, "phq9", "sections", 0, "instrument"))
    broken("protocol", protocol, "no sections", lambda d: without(d, "sections"))
    broken("protocol", protocol, "a number without its range", lambda d: put(d, {"id": "n", "text": "How many?", "type": "number"}, "sections", 0, "questions", 0))
    broken("protocol", protocol, "free text with options", lambda d: put(d, {"id": "n", "text": "Which?", "type": "text", "options": "yes_no"}, "sections", 0, "questions", 0))
    broken("catalogue", roles, "an entry without a label", lambda d: without(d, "entries", 0, "label"))
    broken("catalogue", roles, "an id with a capital letter", lambda d: put(d, "Partner", "entries", 0, "id"))
    broken("form", FORM, "a name in place of a code", lambda d: put(d, "Maria", "relationships", 0, "person"))
    broken("form", FORM, "an unknown status", lambda d: put(d, "lifelong", "relationships", 0, "status"))
    broken("form", FORM, "no role", lambda d: without(d, "relationships", 0, "role"))
    broken("form", FORM, "a month 13", lambda d: put(d, "2025-13", "onset"))
    broken("form", FORM, "an age of -1", lambda d: put(d, -1, "respondent", "age"))
    broken("form", FORM, "an unknown state", lambda d: put(d, "done", "state"))
    broken("form", FORM, "an unknown key", lambda d: put(d, [], "relationship"))

    model = (DATA / "models" / "ipt-default.yaml").read_text()
    safety = (DATA / "safety" / "ipt-safety.yaml").read_text()
    broken("model", model, "a required indicator without a weight", lambda d: without(d, "areas", "grief", "required", 0, "weight"))
    broken("model", model, "an indicator without a source", lambda d: without(d, "areas", "grief", "indicators", 0, "source"))
    broken("model", model, "an unknown cap", lambda d: put(d, "certain", "areas", "grief", "cap"))
    broken("model", model, "no minimum", lambda d: without(d, "combine", "minimum"))
    site = (ROOT / "examples" / "site.yaml").read_text()
    broken("site", site, "a site that changes a level", lambda d: put(d, "amber", "texts", "ipt-safety", "rules.suicide_red.level"))
    broken("site", site, "a text that is a list", lambda d: put(d, ["a"], "texts", "ipt-safety", "rules.suicide_red.statement"))
    broken("safety", safety, "an unknown level", lambda d: put(d, "green", "rules", 0, "level"))
    broken("safety", safety, "a rule that never fires", lambda d: without(d, "rules", 0, "holds"))

    broken("protocol", protocol, "no texts for expected roles", lambda d: without(d, *section_of(d, "relationships"), "relationships", "expected", 0, "text"))
    broken("protocol", protocol, "items withheld everywhere", lambda d: without(d, *section_of(d, "relationships"), "relationships", "instruments", 0, "withhold", "where"))
    broken("protocol", protocol, "a roster section without questions", lambda d: without(d, *section_of(d, "events"), "events", "sections", 0, "questions"))
    broken("model", model, "renegotiation that is never blocked", lambda d: without(d, "areas", "role_dispute", "renegotiation", "blocked"))
    broken("model", model, "a stage without a condition", lambda d: without(d, "areas", "role_dispute", "stages", 0, "holds"))
    broken("safety", safety, "entries chosen from no roster", lambda d: put(d, {"this.status": "current"}, "rules", 0, "where"))

    suitability = (DATA / "suitability" / "ipt-suitability.yaml").read_text()
    stuart = (DATA / "conventions" / "stuart.yaml").read_text()
    plan = (DATA / "plans" / "ipt-plan.yaml").read_text()
    broken("suitability", suitability, "a consideration that never holds", lambda d: without(d, "rules", 0, "holds"))
    broken("suitability", suitability, "a level", lambda d: put(d, "amber", "rules", 0, "level"))
    broken("convention", stuart, "an unknown manner", lambda d: put(d, "sect", "manner"))
    broken("convention", stuart, "a change without its reason", lambda d: without(d, "changes", 0, "why"))
    broken("convention", stuart, "a change of two kinds", lambda d: put(d, "gates.minor", "changes", 0, "remove"))
    broken("convention", stuart, "an item to remove", lambda d: put(d, {"remove": "gates.minor", "item": 1, "why": "x", "source": ["x"]}, "changes", 0))
    broken("plan", plan, "a course without its length", lambda d: without(d, "courses", 0, "sessions"))
    broken("plan", plan, "a step without a source", lambda d: without(d, "areas", "grief", "goals", 0, "source"))
    broken("plan", plan, "a measure without a rhythm", lambda d: without(d, "measures", 0, "rhythm"))

    report_words = (DATA / "reports" / "ipt-report.yaml").read_text()
    broken("report", report_words, "a sentence without a source", lambda d: without(d, "formulation", 0, "sentences", 0, "source"))
    broken("report", report_words, "an unknown verdict", lambda d: put(d, "maybe", "formulation", 0, "sentences", 0, "verdict"))
    broken("report", report_words, "a shape that nobody can draw", lambda d: put(d, "heart", "circle", "shapes", 0, "shape"))
    broken("report", report_words, "nothing to say in the place of private answers", lambda d: without(d, "private", "page"))

    broken("assessment", ASSESSMENT, "a missing score without a reason", lambda d: without(d, "scores", "ucla3.total", "reason"))
    broken("assessment", ASSESSMENT, "a band for a missing score", lambda d: put(d, "lonely", "scores", "ucla3.total", "band"))
    broken("assessment", ASSESSMENT, "a focus where there is none", lambda d: put(d, "none", "suggestion", "verdict"))
    broken("assessment", ASSESSMENT, "an unknown truth", lambda d: put(d, "maybe", "candidates", 0, "offered"))
    broken("assessment", ASSESSMENT, "another version of the contract", lambda d: put(d, 2, "ipi_assessment"))

    broken("codebook", CODEBOOK, "a choice without its values", lambda d: without(d, "variables", 1, "values"))
    broken("codebook", CODEBOOK, "values of a number", lambda d: put(d, [{"value": 1, "label": "x"}], "variables", 0, "values"))
    broken("codebook", CODEBOOK, "a number without its range", lambda d: without(d, "variables", 0, "highest"))
    broken("codebook", CODEBOOK, "an answer without its codes for none", lambda d: without(d, "variables", 1, "missing"))
    broken("codebook", CODEBOOK, "a score without its method", lambda d: without(d, "variables", 2, "method"))
    broken("codebook", CODEBOOK, "a score that does not say whether it is confirmed", lambda d: without(d, "variables", 2, "confirmed"))
    broken("codebook", CODEBOOK, "an unknown method", lambda d: put(d, "median", "variables", 2, "method"))
    broken("codebook", CODEBOOK, "a lowest value alone", lambda d: without(d, "variables", 2, "highest"))
    broken("codebook", CODEBOOK, "a band that starts nowhere", lambda d: put(d, "rested", "variables", 4, "bands", 0))
    broken("codebook", CODEBOOK, "an unknown kind", lambda d: put(d, "total", "variables", 2, "kind"))
    broken("codebook", CODEBOOK, "an unknown key", lambda d: put(d, 1, "variables", 3, "bands"))
    broken("codebook", CODEBOOK, "a numbered entry", lambda d: put(d, "relationships.1.", "variables", 1, "variable"))
    broken("codebook", CODEBOOK, "no variables", lambda d: put(d, [], "variables"))
    broken("instrument", phq9, "a table beside a factor", lambda d: put(d, {"multiply": 2, "table": [{"raw": 0, "value": 1}]}, "scores", 0, "transform"))
    broken("instrument", phq9, "a row without its value", lambda d: put(d, {"table": [{"raw": 0}]}, "scores", 0, "transform"))
    broken("instrument", phq9, "an empty table", lambda d: put(d, {"table": []}, "scores", 0, "transform"))

    # The reading itself: words stay words, and codes keep their zeros.
    words = load("{a: yes, b: no, c: 010, d: 2026-03-04, e: 7, f: 1.5, g: on, 1: x}")
    report(words == {"a": "yes", "b": "no", "c": "010", "d": "2026-03-04", "e": 7, "f": 1.5, "g": "on", "1": "x"}, "core scalars", words)


def check_program_output():
    """What the program writes keeps the contract, and not only the sample above."""
    binary = os.environ.get("IPI_BINARY")
    if not binary:
        print("without IPI_BINARY the program's own output is not looked at")
        return
    forms = [*ROOT.glob("examples/forms/*.yaml"), *ROOT.glob("tests/conformance/*/*.yaml"), ROOT / "tests/golden/score/circumplex/form.yaml"]
    for form in sorted(forms):
        done = subprocess.run([binary, "score", form, "--output-format", "json"], capture_output=True, text=True, check=False)
        found = faults("assessment", json.loads(done.stdout)) if done.stdout else ["no output"]
        report(not found, f"ipi score {form.relative_to(ROOT)}", "; ".join(found[:3]))
    report(len(forms) >= 10, "forms scored", len(forms))
    definitions = [*DATA.glob("instruments/*.yaml"), *DATA.glob("protocols/*.yaml")]
    for path in sorted(definitions):
        check_codebook(binary, path.stem, [])
    report(len(definitions) >= 40, "codebooks", len(definitions))
    # What ships has no table and no text in two languages.
    check_codebook(binary, "moods", ["--data", ROOT / "tests/golden/score/table/data"])
    check_codebook(binary, "tiny", ["--data", ROOT / "tests/golden/show/lang/data", "--lang", "de"])


def check_codebook(binary, name, options):
    done = subprocess.run([binary, "show", name, "--codebook", "json", *options], capture_output=True, text=True, check=False)
    document = json.loads(done.stdout) if done.stdout else {}
    found = faults("codebook", document) if done.stdout else ["no output"]
    report(not found and document["id"] == name, f"ipi show {name} --codebook json", "; ".join(found[:3]))


def main(arguments):
    for kind in KINDS:
        try:
            jsonschema.Draft202012Validator.check_schema(schema_of(kind))
            report(True, kind)
        except jsonschema.SchemaError as error:
            report(False, f"{kind}.schema.json", error.message)
    files = sorted(path for path in DATA.rglob("*.yaml"))
    files += sorted((ROOT / "tests" / "data" / "instruments").glob("*.yaml"))
    files += sorted((ROOT / "tests" / "golden" / "score" / "table").rglob("*.yaml"))
    files += [pathlib.Path(argument) for argument in arguments]
    report(len(files) >= 10, "files found", len(files))
    for path in files:
        check_file(path)
    check_readme()
    check_broken()
    check_program_output()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
