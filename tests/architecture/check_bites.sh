#!/usr/bin/env bash
# The check of the architecture, on a tree that breaks every rule: it must find exactly what is there.
#   check_bites.sh PYTHON
set -euo pipefail
cd "$(dirname "$0")"
if "$1" check_house.py --root fixture --arrows fixture/arrows.txt >"${TMPDIR:-/tmp}/strongroom-findings.$$"; then
    echo "the check found nothing" >&2
    exit 1
fi
trap 'rm -f "${TMPDIR:-/tmp}/strongroom-findings.$$"' EXIT
diff -u fixture/expected.txt "${TMPDIR:-/tmp}/strongroom-findings.$$"
