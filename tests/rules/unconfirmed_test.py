#!/usr/bin/python3
"""data/instruments/README.md lists every figure that carries `confirmed: "no"`. --update writes the list anew."""

import pathlib
import sys

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from program import ROOT

FOLDER = ROOT / "data" / "instruments"
PAGE = FOLDER / "README.md"
HEADING = "## Every figure that is not confirmed\n"
# The key that holds a source, and what its figure is called; {} is the id of the score, circle or item around it.
NAMES = {
    "source": "key of {}",
    "band_source": "bands of {}",
    "bands": "a band of {}",
    "band_sets": "bands of {} by case",
    "other_bands": "cut-offs {}",
    "reliable_change": "reliable change of {}",
    "circumplex": "circle {}",
    "validated": "ages and languages",
    "citation": "citation",
    "safety": "safety item {}",
}


class Core(yaml.SafeLoader):
    """Leaves yes and no as the words they are."""


Core.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:bool"] for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def unconfirmed(node, name="", owner=""):
    """What every `confirmed: "no"` below the node is about."""
    if isinstance(node, list):
        for child in node:
            yield from unconfirmed(child, name, owner)
    if not isinstance(node, dict):
        return
    own = str(node.get("id", node.get("score", "")))
    inner = f"{owner}.{own}" if owner and own and name == NAMES["other_bands"] else own or owner
    if node.get("confirmed") == "no":
        yield name.format(inner) if name else f"a figure of {inner}"
    if node.get("text_confirmed") == "no":
        yield "wording"
    for key, child in node.items():
        # A source within bands, a set or a change is theirs; that of a score is its key's.
        kept = key == "source" and name not in ("", NAMES["source"])
        yield from unconfirmed(child, NAMES.get(key, name) if not kept else name, inner)


def section():
    lines = [HEADING, "\nWritten by `tests/rules/unconfirmed_test.py --update` from the files.\n\n"]
    for path in sorted(FOLDER.glob("*.yaml")):
        found = list(dict.fromkeys(unconfirmed(yaml.load(path.read_text(), Loader=Core))))
        marks = path.read_text().count('confirmed: "no"')
        if marks and not found:
            raise SystemExit(f"{path.name} has marks that were not understood")
        if found:
            lines.append(f"- `{path.stem}`: {', '.join(found)}\n")
    return "".join(lines)


def main(arguments):
    page = PAGE.read_text()
    before, _, old = page.partition(HEADING)
    new = section()
    if "--update" in arguments:
        PAGE.write_text(before.rstrip("\n") + "\n\n" + new)
        return 0
    if HEADING + old == new:
        print(f"unconfirmed figures: {new.count(chr(10) + '- ')} instruments, listed")
        return 0
    print("data/instruments/README.md does not list what is unconfirmed: run tests/rules/unconfirmed_test.py --update, and look at what changes")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
