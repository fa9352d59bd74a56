#!/usr/bin/python3
"""CTest runs every unit test: discovery_test.py UNIT_TESTS BUILD_DIRECTORY

doctest's discovery splits a name at `;`, and a filter that matches nothing passes. So names keep to a safe alphabet, no
two are equal, as many tests are discovered as there are, and one run of the whole program skips none.
"""

import collections
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

SAFE = re.compile(r"[A-Za-z0-9 _:.,()'-]+")


def faults(program, build):
    def output(*command):
        return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout

    tree = xml.fromstring(output(program, "--list-test-cases", "--reporters=xml", "--no-skip"))
    names = collections.Counter(case.get("name") for case in tree.iter("TestCase"))
    yield from (f"not in the safe alphabet: {name}" for name in names if not SAFE.fullmatch(name))
    yield from (f"{count} tests have the name: {name}" for name, count in names.items() if count > 1)

    discovered = len(re.findall(r"^ +Test +#\d+: unit\.", output("ctest", "--test-dir", build, "-N"), re.MULTILINE))
    count = int(re.search(r"unskipped test cases passing the current filters: (\d+)", output(program, "--count"))[1])
    if not (discovered == count == sum(names.values())):
        yield f"{discovered} tests discovered, {count} to be run, {sum(names.values())} written"

    whole = subprocess.run([program], stdout=subprocess.PIPE, text=True)
    summary = re.search(r"test cases: *(\d+) .*?(\d+) passed.*?(\d+) failed.*?(\d+) skipped", whole.stdout)
    if whole.returncode or not summary or int(summary[2]) != count or int(summary[4]):
        yield f"the whole program: exit {whole.returncode}, {summary[0] if summary else whole.stdout[-500:]}"
    else:
        print(f"discovery: {summary[0]}")


found = list(faults(*sys.argv[1:]))
for line in found:
    print(line)
sys.exit(1 if found else 0)
