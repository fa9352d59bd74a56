#!/usr/bin/python3
"""Knowledge is data: no id of an instrument, area, convention or catalogue entry stands in src or include.

Comments may name them. Elsewhere, in string literals and identifiers:
- an instrument, area or convention must not occur even as a part (`phq9_total`, "see phq9.total", GriefArea);
- an entry of a catalogue is often a plain word (friend, retirement, relative): only a literal that is the entry, or a
  list or address that has it as a part ("friend", "retirement,married"), and an identifier that is the entry, count.
"""

import pathlib
import re
import sys
import tempfile

import yaml

# Entries that are also words of the language or of the file format, each with its reason.
ALLOWED = {
    "other": "the common word for whatever a list does not name",
    "no": "the answer no (and the language code of Norwegian)",
    "id": "a key of every file (and the language code of Indonesian)",
    "is": "a word of messages (and the language code of Icelandic)",
    "to": "the upper end of a range (and the language code of Tongan)",
    "or": "a word of messages (and the language code of Odia)",
    "it": "the name of an iterator (and the language code of Italian)",
    "as": "a word of messages (and the language code of Assamese)",
    "th": "the ending of an ordinal (and the language code of Thai)",
    "en": "the language of the program's own texts",
    "relative": "std::filesystem::relative",
    "friend": "a keyword of C++",
}

CODE = re.compile(r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<include>^[ \t]*\#[ \t]*include[^\n]*)
  | R"(?P<mark>[^\s()\\]{0,16})\((?P<raw>.*?)\)(?P=mark)"
  | "(?P<literal>(?:\\.|[^"\\\n])*)"
  | '(?:\\.|[^'\\\n])+'
  | (?P<identifier>[A-Za-z_]\w*)
  | (?P<number>\d[\w']*)
""", re.VERBOSE | re.DOTALL | re.MULTILINE)


def ids(data):
    """Two sets: ids that must not occur at all, and entries of catalogues."""
    strong, entries = set(), set()
    for path in data.glob("**/*.yaml"):
        try:
            tree = yaml.safe_load(path.read_text()) or {}
        except yaml.YAMLError as error:
            sys.exit(f"{path}: PyYAML, which our users' scripts read it with, cannot (is a text with '?,' not quoted?)\n{error}")
        for kind in ("instrument", "convention"):
            if isinstance(tree.get(kind), str):
                strong.add(tree[kind])
        for part in ("areas", "conventions"):
            if isinstance(tree.get(part), (dict, list)):
                strong.update(item if isinstance(item, str) else next(iter(item.values())) for item in tree[part])
        entries.update(str(entry["id"]) for entry in tree.get("entries") or [] if "catalogue" in tree)
    return strong, entries - strong - set(ALLOWED)


def snake(identifier):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", identifier).lower()


def faults(root, strong, entries):
    whole = re.compile(r"(?<![A-Za-z0-9])(" + "|".join(sorted(map(re.escape, strong), key=len, reverse=True)) +
                       r")(?![A-Za-z0-9])", re.IGNORECASE) if strong else None
    found = []
    files = 0
    for path in sorted([*root.glob("src/**/*"), *root.glob("include/**/*")]):
        if path.suffix not in {".h", ".cpp"}:
            continue
        files += 1
        text = path.read_text()
        for match in CODE.finditer(text):
            literal = match["literal"] if match["literal"] is not None else match["raw"]
            name = match["identifier"]
            if literal is None and name is None:
                continue
            hits = set()
            if whole:
                hits |= set(whole.findall(literal if literal is not None else snake(name)))
            parts = re.split(r"[.,;|\s]+", literal) if literal is not None and " " not in literal else [literal or name]
            hits |= entries.intersection(parts)
            line = text.count("\n", 0, match.start()) + 1
            found += [f"{path.relative_to(root)}:{line}: {hit}, in {match[0][:60]}" for hit in sorted(hits)]
    return files, found


def self_test():
    seeds = {
        "src/a.cpp": ('if (name == "phq9") return;', "phq9"),
        "src/b.cpp": ('auto x = find("phq9.total");', "phq9"),
        "src/c.cpp": ("int phq9_cutoff = 10;", "phq9"),
        "src/d.cpp": ("struct RoleTransition {};", "role_transition"),
        "src/e.cpp": ('f(R"(one grief two)");', "grief"),
        "src/f.cpp": ('kinds = "married,retirement";', "retirement"),
        "include/g.h": ("enum class Kind { retirement };", "retirement"),
        "src/fine.cpp": ("// phq9, grief\n/* grief */ int phq90 = 1'000; auto x = \"after retirement age\"; char c = '\"';"
                         "\n#include \"focus/grief.h\"\nauto y = \"other\";", None),
    }
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, (text, _) in seeds.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text(text + "\n")
        found = faults(root, {"phq9", "grief", "role_transition"}, {"retirement", "married"} - set(ALLOWED))[1]
    for name, (_, hit) in seeds.items():
        assert any(line.startswith(f"{name}:1: {hit},") for line in found) == bool(hit), (name, found)
    assert not any("fine" in line for line in found), found


def main():
    self_test()
    root = pathlib.Path(__file__).resolve().parent.parent.parent
    strong, entries = ids(root / "data")
    files, found = faults(root, strong, entries)
    for line in found:
        print(line)
    print(f"ids: {files} files, {len(strong)} instruments, areas and conventions, {len(entries)} entries of catalogues, "
          f"{len(found)} faults")
    return 1 if found or not files or not entries else 0


if __name__ == "__main__":
    sys.exit(main())
