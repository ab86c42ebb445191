#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Says which lines the tests have run: of each module, and of the files with the most lines that none has.

    cmake --preset coverage && cmake --build --preset coverage && ctest --preset coverage
    tests/coverage.py [BUILD]        build/coverage
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
OURS = ("app", "model", "ui")
WORST = 25


def lines_of(notes):
    """{(file, line): how often it was run} of one object file."""
    done = subprocess.run(["gcov", "--json-format", "--stdout", notes.name], cwd=notes.parent, capture_output=True,
                          text=True, check=False)
    counts = {}
    for document in done.stdout.splitlines():
        for file in json.loads(document)["files"]:
            path = pathlib.Path(file["file"])
            path = path if path.is_absolute() else (notes.parent / path).resolve()
            if not path.is_relative_to(TOP) or path.relative_to(TOP).parts[0] not in OURS:
                continue
            for line in file["lines"]:
                place = (str(path.relative_to(TOP)), line["line_number"])
                counts[place] = counts.get(place, 0) + line["count"]
    return counts


def share(run, lines):
    return f"{100 * run / lines:5.1f} %  {run:6} of {lines:6}"


def main():
    build = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else TOP / "build/coverage").resolve()
    data = sorted(build.rglob("*.gcda"))
    if not data:
        sys.exit(f"{build}: no test has been run there")
    counts = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for part in pool.map(lines_of, data):
            counts.update(part)
    files = collections.defaultdict(lambda: [0, 0])
    modules = collections.defaultdict(lambda: [0, 0])
    for (file, _), count in counts.items():
        for group in (files[file], modules[str(pathlib.Path(file).parent)], modules["all"]):
            group[0] += count > 0
            group[1] += 1
    for name, (run, lines) in sorted(modules.items()):
        print(f"{name:28} {share(run, lines)}")
    print("\nThe most lines that no test has run:")
    for file, (run, lines) in sorted(files.items(), key=lambda item: item[1][0] - item[1][1])[:WORST]:
        print(f"{file:44} {share(run, lines)}")


if __name__ == "__main__":
    main()
