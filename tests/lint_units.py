#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs clang-tidy and clazy over sources, many sources to one translation unit.

    lint_units.py BUILD OUTPUT [SOURCE...]

BUILD is a built folder: its compile_commands.json and what moc wrote there are read. OUTPUT takes the
units. SOURCE are paths from the top of the tree; without any, every source that BUILD compiles. Prints
each finding once, as soon as it is there, and ends with 1 when there are any.

Nearly all of a linter's time goes into the headers of Qt and of the library, over and over, for each
source. Two dozen that are read as one cost a little more than one does. Sources that cannot be read
together (two unnamed namespaces with one name) are kept apart as far as their text shows it; the others
are found by the compiler's own errors and read again, elsewhere.
"""

import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
SOURCES_TOGETHER = 24
MOST_GUESTS = 8
CLAZY_CHECKS = "level0,level1,qstring-allocations"
# Ours, wherever it is: a source is not the main file of its unit.
OURS = rf"^{re.escape(str(TOP))}/(app|model|ui|tests)/"
# Each QVERIFY is three statements and two levels deep: in tests only the lines are counted. What tests read is
# made once for a short run: no table at the top of a program, no growing list and no pattern costs anybody anything.
TEST_SETTINGS = json.dumps({"InheritParentConfig": True, "CheckOptions": [
    {"key": "readability-function-size.StatementThreshold", "value": "1000"},
    {"key": "readability-function-size.NestingThreshold", "value": "100"}]})
TEST_TIDY = ",-performance-inefficient-vector-operation"
TEST_CLAZY = ",no-non-pod-global-static,no-use-static-qregularexpression"
FINDING = re.compile(r"^(?P<file>/[^:\n]+):\d+:\d+: (?P<kind>error|warning|fatal error): .*\[(?P<check>[^\]]+)\]$")
# What a line without indentation begins to define: a type, another name for one, a function or a value.
DEFINED_TYPE = re.compile(r"^(?:enum (?:class|struct)|enum|class|struct|union) (\w+)|^using (\w+) =")
DEFINED_VALUE = re.compile(r"^(?=\w)(?!using |namespace )[^#/}({=;]*?(?<![\w:~])(\w+)(?:\[\w*\])?\s*[({=;]")


@dataclasses.dataclass(frozen=True)
class Source:
    path: str
    flags: tuple  # what the compiler is told, without the names of the source and of the object
    directory: str
    names: frozenset  # what it defines for itself


def flags_for_clang(command):
    """The flags of one compilation, without precompiled headers and what only GCC understands."""
    words = iter(shlex.split(command))
    flags = []
    for word in words:
        if word in ("-o", "-c"):
            next(words)
        elif word == "-include":
            name = next(words)
            if "cmake_pch" not in name:
                flags += [word, name]
        elif word == "-isystem":
            flags.append(word + next(words))
        elif word.startswith("-DQT_TESTCASE_"):
            continue # the place of the program, for nothing that a linter sees
        elif word.startswith(("-I", "-D", "-isystem", "-std=", "-f")) and not word.startswith("-fdiagnostics"):
            flags.append(word)
    return tuple(flags)


def names_defined(text):
    """Names that no other source of the same unit may define. Macros and members of classes are none."""
    matches = (DEFINED_TYPE.match(line) or DEFINED_VALUE.match(line) for line in text.splitlines())
    names = (match[match.lastindex] for match in matches if match)
    return frozenset(name for name in names if not name.isupper() and name != "main")


def read_sources(build, wanted):
    entries = json.loads((build / "compile_commands.json").read_text())
    sources = {}
    for entry in entries:
        path = pathlib.Path(entry["file"])
        if not path.is_relative_to(TOP) or path.is_relative_to(build) or path.suffix != ".cpp":
            continue
        name = str(path.relative_to(TOP))
        if not wanted or name in wanted:
            names = names_defined(path.read_text()) | {path.name} # of two with one name, only one .moc is found
            sources[name] = Source(name, flags_for_clang(entry["command"]), entry["directory"], names)
    return [sources[name] for name in sorted(sources)]


def definitions(source):
    return {flag.partition("=")[0]: flag for flag in source.flags if flag.startswith("-D")}


def agree(group, source):
    """True when `source` defines nothing that one of the group has, too, be it for itself or for the compiler."""
    mine = definitions(source)
    return all(source.names.isdisjoint(other.names)
               and all(mine.get(name, flag) == flag for name, flag in definitions(other).items()) for other in group)


def is_test(sources):
    return sources[0].path.startswith("tests/")


def first_that(units, source, most):
    return next((unit for unit in units if len(unit) < most and agree(unit, source)), None)


def units_of(sources):
    """Neighbours side by side, as many as go together; of whom few are left, those are guests elsewhere."""
    parts = {}
    for source in sources:
        units = parts.setdefault(source.path.split("/")[0], [])
        unit = first_that(units, source, SOURCES_TOGETHER)
        if unit:
            unit.append(source)
        else:
            units.append([source])
    units = [unit for part in parts.values() for unit in part]
    kept = [unit for unit in units if len(unit) > MOST_GUESTS]
    for source in (source for unit in units if len(unit) <= MOST_GUESTS for source in unit):
        hosts = [unit for unit in kept if is_test(unit) == is_test([source])]
        unit = first_that(hosts, source, SOURCES_TOGETHER + MOST_GUESTS)
        if unit:
            unit.append(source)
        else:
            kept.append([source])
    return kept


class Linter:
    def __init__(self, output):
        self._output = output
        self._count = 0
        output.mkdir(parents=True, exist_ok=True)

    def write_unit(self, sources):
        """A unit that includes the sources, and how it is compiled. Gives the folder and the file."""
        self._count += 1
        folder = self._output / f"unit{self._count}"
        folder.mkdir(exist_ok=True)
        unit = folder / "unit.cpp"
        lines = ["#if __has_include(<QTest>)", "#include <QTest>", "#endif"]
        for index, source in enumerate(sources):
            # Each program has its own way in.
            lines += [f"#define main main_{index}", f"#define LLVMFuzzerTestOneInput fuzz_{index}",
                      f'#include "{TOP / source.path}"', "#undef main", "#undef LLVMFuzzerTestOneInput"]
        unit.write_text("\n".join(lines) + "\n")
        flags = list(dict.fromkeys(flag for source in sources for flag in source.flags))
        command = ["clang++-14", *flags, "-Wall", "-Wextra", "-c", str(unit), "-o", str(folder / "unit.o")]
        (folder / "compile_commands.json").write_text(json.dumps(
            [{"directory": sources[0].directory, "file": str(unit), "arguments": command}]))
        return folder, unit

    def tidy(self, sources):
        """What clang-tidy finds, and the sources that could not be read in this company."""
        folder, unit = self.write_unit(sources)
        settings = [f"--config={TEST_SETTINGS}"] if is_test(sources) else []
        without = "-bugprone-suspicious-include" + (TEST_TIDY if is_test(sources) else "")
        done = subprocess.run(
            ["clang-tidy-14", "-p", str(folder), "--quiet", f"--header-filter={OURS}", *settings,
             f"--checks={without}", "--extra-arg=-ferror-limit=0", str(unit)],
            capture_output=True, text=True, cwd=TOP)
        # The compiler's own warnings are the business of the build.
        findings = [match for match in map(FINDING.match, done.stdout.splitlines()) if match and match["kind"] != "warning"]
        unread = {match["file"] for match in findings if match["check"].startswith("clang-diagnostic-error")}
        apart = [source for source in sources if str(TOP / source.path) in unread]
        if unread and not apart: # in a header: which source made it so is not known
            apart = sources
        kept = [match for match in findings if match["file"] not in unread]
        if apart and len(sources) == 1:
            return {match[0] for match in findings}, []
        if done.returncode != 0 and not findings:
            return {f"{unit}: clang-tidy failed: {done.stderr}"}, []
        return ({match[0] for match in kept} if len(apart) < len(sources) else set()), apart

    def clazy(self, sources):
        folder, unit = self.write_unit(sources)
        checks = CLAZY_CHECKS + (TEST_CLAZY if is_test(sources) else "")
        done = subprocess.run(
            ["clazy-standalone", "-p", str(folder), f"-checks={checks}", f"-header-filter={OURS}", str(unit)],
            capture_output=True, text=True, cwd=TOP)
        findings = [match for match in map(FINDING.match, (done.stdout + done.stderr).splitlines()) if match]
        if done.returncode != 0 and not findings:
            return {f"{unit}: clazy failed: {done.stderr}"}
        return {match[0] for match in findings if "clazy" in match["check"] or "error" in match["kind"]}

    def lint(self, sources):
        """Both linters over one unit. Gives the findings and the sources to be read apart."""
        findings, apart = self.tidy(sources)
        together = [source for source in sources if source not in apart]
        if together:
            findings |= self.clazy(together)
        return findings, apart


def halves(sources):
    middle = (len(sources) + 1) // 2
    return [part for part in (sources[:middle], sources[middle:]) if part]


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    build, output, wanted = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve(), set(sys.argv[3:])
    linter = Linter(output)
    findings = set()
    units = units_of(read_sources(build, wanted))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        while units:
            # Those that were not understood in their company try another; where nobody was, a smaller one.
            others, next_units = [], []
            for unit, (found, apart) in zip(units, pool.map(linter.lint, units)):
                for finding in sorted(found - findings):
                    print(finding.removeprefix(f"{TOP}/"), flush=True)
                findings |= found
                if len(apart) == len(unit):
                    next_units += halves(unit)
                else:
                    others += apart
            units = next_units + units_of(others)
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
