#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that the sources keep to the arrows and words of the house.

    check_house.py --root TREE --arrows FILE

FILE has one line for each module: "model/crypto: model/base". Prints one line for each finding,
"file:line: rule: what", and ends with 1 when there are any.
"""

import argparse
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
COMMENT = re.compile(r"//.*$")
TEXT = re.compile(r'"(?:\\.|[^"\\])*"')

# Words that a folder may not hold: (where, rule, pattern, why). `where` is a regular expression over the
# path from the root.
FORBIDDEN_WORDS = [
    (r"^model/", "no-window", r"\b(QtWidgets|QtGui|QWidget|QDialog|QMessageBox|QApplication|QGuiApplication)\b",
     "model/ runs without a display"),
    (r"^ui/", "no-storage", r"\b(sqlite3|QSql\w*)\b", "ui/ goes through operations"),
    (r"^ui/", "no-network", r"\b(QNetwork(?!Interface\b)\w*|QTcp\w*|QSslSocket)\b", "ui/ does not speak HTTP"),
    (r"^ui/", "no-json", r"\bQJson\w*\b", "ui/ does not read or write documents"),
    (r"^ui/", "never-waits", r"\b(QEventLoop|waitForFinished|processEvents|msleep|usleep|nanosleep|sleep_for)\b",
     "nothing in ui/ waits"),
    (r"^ui/", "never-waits", r"(\.|->)exec\s*\(", "dialogs open() and answer by signal"),
    (r"^model/(?!base/clock\.cpp$)", "one-clock", r"\bQDateTime::currentDateTime(Utc)?\b|\bcurrent(M?Secs|MSecs)SinceEpoch\b",
     "time comes from base::Clock"),
    (r"^(app|model|ui)/", "constant-time", r"\bmemcmp\b", "what is secret is compared with base::equalInConstantTime()"),
    (r"^(app|model|ui)/", "no-promise-to-do-later", r"\b(TODO|FIXME|XXX|HACK)\b", "what is not done is not there"),
    # Signals of D-Bus are connected by name; there is no other way.
    (r"^(app|model|ui)/(?!theme/theme\.cpp$|shell/auto_lock\.cpp$)", "typed-connects", r"\b(SIGNAL|SLOT)\s*\(", "connect by pointer to member"),
]

# Third-party headers and the only files that may include them.
FOREIGN_HEADERS = [
    (r"^openssl/", r"^model/(crypto|net)/[^/]+\.cpp$|^model/crypto/openssl_handles\.h$"),
    (r"^argon2\.h$", r"^model/crypto/[^/]+\.cpp$"),
    (r"^boost/", r"^model/net/[^/]+\.cpp$"),
    (r"^sqlite3\.h$", r"^model/local/[^/]+\.cpp$"),
    (r"^p11-kit/", r"^model/hsm/[^/]+\.(cpp|h)$"),
    (r"^qt6keychain/", r"^app/[^/]+\.cpp$"),
    (r"^(QtWidgets|QtGui)/|^QWidget$|^QApplication$", r"^(ui|app)/"),
]

# Headers that belong to the sources of their own folder.
PRIVATE_HEADERS = {"model/crypto/openssl_handles.h", "model/crypto/openssl_keys.h", "model/crypto/password_cost.h",
                   "model/hsm/padded_wrap.h", "model/hsm/pkcs11_functions.h", "model/hsm/pkcs11_template.h", "model/hsm/token_private.h"}


def read_arrows(path):
    arrows = {}
    for line in path.read_text().splitlines():
        module, _, rest = line.partition(":")
        if module.strip():
            arrows[module.strip()] = set(rest.split())
    return arrows


def module_of(path, modules):
    """The longest module that the file's folder lies in."""
    folder = path.rpartition("/")[0]
    while folder:
        if folder in modules:
            return folder
        folder = folder.rpartition("/")[0]
    return None


def check_includes(path, number, kind, header, arrows, report):
    own = module_of(path, arrows)
    if kind == '"':
        if header in PRIVATE_HEADERS and header.rpartition("/")[0] != path.rpartition("/")[0]:
            report(path, number, "private-header", header)
        target = module_of(header, arrows)
        if header.startswith(("model/", "ui/", "app/")) and path.startswith(("model/", "ui/")):
            if header.startswith("app/"):
                report(path, number, "undeclared-arrow", f"{own or path} -> app")
            elif target is None:
                report(path, number, "unknown-module", header)
            elif target != own and target not in arrows.get(own, set()):
                report(path, number, "undeclared-arrow", f"{own} -> {target}")
        elif not header.startswith(("model/", "ui/", "app/", "resources/", "tests/")) and "/" not in header:
            if not header.endswith(".moc"):
                report(path, number, "path-from-the-root", header)
    for pattern, allowed in FOREIGN_HEADERS:
        if re.search(pattern, header) and not re.search(allowed, path):
            report(path, number, "foreign-header", header)


def check_file(root, path, arrows, report):
    lines = (root / path).read_text(encoding="utf-8").splitlines()
    if not lines or lines[0] != "// SPDX-License-Identifier: Apache-2.0":
        report(path, 1, "licence-line", "the first line is the SPDX line")
    if path.endswith(".h") and not any(line.strip() == "#pragma once" for line in lines[:4]):
        report(path, 1, "pragma-once", "a header begins with #pragma once")
    for number, line in enumerate(lines, start=1):
        found = INCLUDE.match(line)
        if found:
            check_includes(path, number, found.group(1), found.group(2), arrows, report)
        code = TEXT.sub('""', COMMENT.sub("", line)) if not found else line
        for where, rule, word, why in FORBIDDEN_WORDS:
            text = line if rule == "no-promise-to-do-later" else code
            if re.search(where, path) and re.search(word, text):
                report(path, number, rule, why)


def check_cycles(arrows, report):
    """Depth first; an arrow back onto the path is a cycle."""
    done = set()

    def visit(module, trail):
        if module in trail:
            report(module, 0, "cycle", " -> ".join(trail[trail.index(module):] + [module]))
            return
        if module in done:
            return
        for target in sorted(arrows.get(module, ())):
            visit(target, trail + [module])
        done.add(module)

    for module in sorted(arrows):
        visit(module, [])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--arrows", type=pathlib.Path, required=True)
    options = parser.parse_args()
    arrows = read_arrows(options.arrows)
    findings = []

    def report(path, number, rule, what):
        findings.append(f"{path}:{number}: {rule}: {what}")

    count = 0
    for top in ("app", "model", "ui"):
        for file in sorted((options.root / top).rglob("*")):
            if file.suffix in (".cpp", ".h"):
                count += 1
                check_file(options.root, file.relative_to(options.root).as_posix(), arrows, report)
    check_cycles(arrows, report)
    if not count or not arrows:
        findings.append("nothing was checked")
    print("\n".join(findings) if findings else f"{count} files keep to {len(arrows)} modules' arrows")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
