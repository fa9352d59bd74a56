#!/usr/bin/python3
"""An include goes only downwards in the table of modules, and a foreign library is included only where it may be."""

import pathlib
import re
import sys
import tempfile

# From the ground up. Modules on one line do not know each other.
LAYERS = [
    ["text"], ["source"], ["yaml"], ["condition"], ["instrument"], ["inventory"], ["scoring"], ["focus"], ["library"],
    ["assessment"], ["formats"], ["intake"], ["interview", "report", "batch"], ["cli"],
]
PUBLIC = "the public library"  # include/ipi/
TOP = {"main.cpp", "version.cpp", "embed_definitions.cpp"}  # the files that stand in src/ itself: they may include everything
FOREIGN = {
    "yaml-cpp/": {"yaml"},
    "CLI/": {"cli", "main.cpp"},
    "histedit.h": {"cli"},
    "nlohmann/": {"yaml", "formats", "source", "cli"},
    "zlib.h": {"intake"},
}

LEVEL = {module: level for level, row in enumerate(LAYERS) for module in row}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def owner(path, root):
    """The module that a file belongs to, or the file's name if it stands in src/ itself."""
    parts = path.relative_to(root).parts
    return PUBLIC if parts[0] == "include" else parts[1]


def fault(path, module, bracket, target):
    """Why this include is not allowed; None if it is."""
    for prefix, allowed in FOREIGN.items():
        if target.startswith(prefix):
            return None if module in allowed else f"only {' and '.join(sorted(allowed))} may include {prefix}"
    if bracket == "<":
        return None
    known = target.split("/")[0] if "/" in target else ""
    if known == "ipi":
        return None  # the public library: whoever builds it may also use its headers
    if module == PUBLIC:
        return "a public header includes public headers only"
    if known not in LEVEL:
        return 'write "<module>/<file>", with a module of the table (tests/rules/layering_test.py)'
    if module in TOP or known == module or LEVEL[known] < LEVEL[module]:
        return None
    return f"{module} must not know {known}"


def faults(root):
    found = []
    files = 0
    for path in sorted([*root.glob("src/**/*"), *root.glob("include/**/*")]):
        if path.suffix not in {".h", ".cpp"}:
            continue
        files += 1
        module = owner(path, root)
        if module not in LEVEL and module not in TOP and module != PUBLIC:
            found.append(f"{path.relative_to(root)}: {module} is not in the table of modules")
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if match := INCLUDE.match(line):
                if why := fault(path, module, *match.groups()):
                    found.append(f"{path.relative_to(root)}:{number}: {match.group(2)}: {why}")
    return files, found


def self_test():
    """Each seeded violation must be found, and nothing else."""
    seeds = {
        "src/text/a.cpp": ('#include "focus/decide.h"', "text must not know focus"),
        "src/batch/a.h": ('#include "report/page.h"', "batch must not know report"),
        "include/ipi/a.h": ('#include "text/utf8.h"', "a public header includes public headers only"),
        "src/scoring/a.cpp": ("#include <yaml-cpp/yaml.h>", "only yaml may include"),
        "src/report/a.cpp": ("#  include <CLI/CLI.hpp>", "only cli and main.cpp"),
        "src/focus/a.cpp": ("#include <nlohmann/json.hpp>", "only cli and formats"),
        "src/util/a.cpp": ("#include <string>", "util is not in the table"),
        "src/yaml/a.cpp": ('#include "../text/utf8.h"', "write"),
        "src/yaml/b.cpp": ('#include "node.h"', "write"),
        "src/cli/fine.cpp": ('#include "batch/run.h"\n#include <CLI/CLI.hpp>\n#include "cli/fine.h"', None),
        "src/cli/fine.h": ('#include "text/utf8.h"\n#include "ipi/version.h"', None),
        "src/main.cpp": ('#include "cli/run.h"', None),
    }
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, (text, _) in seeds.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text + "\n")
        found = faults(root)[1]
    expected = {name: why for name, (_, why) in seeds.items() if why}
    for name, why in expected.items():
        assert any(line.startswith(name) and why in line for line in found), f"not found: {name}: {why}\n{found}"
    assert len(found) == len(expected), found


def main():
    self_test()
    files, found = faults(pathlib.Path(__file__).resolve().parent.parent.parent)
    for line in found:
        print(line)
    print(f"layering: {files} files, {len(found)} faults")
    return 1 if found or files == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
