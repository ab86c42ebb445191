#!/usr/bin/env bash
# Formatter and linters over every file. The linters need a built folder (installer/test.sh makes build/dev).
#   tests/lint.sh [FOLDER OF THE BUILD]        everything
#   tests/lint.sh format                       the formatter alone
#   LINT_SINCE=COMMIT tests/lint.sh            the linters look only at what changed since then
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build/dev}
mapfile -t sources < <(git ls-files '*.h' '*.cpp')
clang-format-14 --dry-run --Werror "${sources[@]}"
echo "format: ${#sources[@]} files are as .clang-format wants them"
[ "$build" = format ] && exit 0

# Each header of the model compiles by itself.
mapfile -t alone < <(ninja -C "$build" -t targets all | grep -oE '^model_[a-z]+_verify_interface_header_sets' | sort -u)
[ ${#alone[@]} -gt 0 ] || { echo "headers: $build was not configured by a preset" >&2; exit 1; }
cmake --build "$build" --target "${alone[@]}"
echo "headers: those of ${#alone[@]} modules stand alone"

linted=()
if [ -n "${LINT_SINCE:-}" ]; then
    mapfile -t linted < <(git diff --name-only --diff-filter=d "$LINT_SINCE" -- '*.cpp')
    [ ${#linted[@]} = 0 ] && { echo "lint: no source to look at"; exit 0; }
fi
started=$SECONDS
python3 tests/lint_units.py "$build" "$build/lint" "${linted[@]}"
echo "clang-tidy and clazy: nothing found in $((SECONDS - started)) s"
