#!/usr/bin/env bash
# Formatter and linters over every file. The linters need no more than a configured folder: what moc writes is made
# here. installer/test.sh leaves one in build/dev, and one is made when there is none.
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

[ -f "$build/build.ninja" ] || cmake --preset dev -B "$build" ${STRONGROOM_DEPS:+-DSTRONGROOM_DEPS="$STRONGROOM_DEPS"}

# targets SUFFIX: those of the build whose name ends so.
targets() {
    ninja -C "$build" -t targets all | grep -oE "^[a-z0-9_]+$1: phony" | cut -d: -f1 | sort -u
}

# Each header of the model and of the window compiles by itself.
mapfile -t alone < <(targets _verify_interface_header_sets | grep -E "^(model|ui)_")
[ ${#alone[@]} -gt 0 ] || { echo "headers: $build was not configured by a preset" >&2; exit 1; }
cmake --build "$build" --target "${alone[@]}"
echo "headers: those of ${#alone[@]} modules stand alone"

linted=()
if [ -n "${LINT_SINCE:-}" ]; then
    mapfile -t linted < <(git diff --name-only --diff-filter=d "$LINT_SINCE" -- '*.cpp')
    [ ${#linted[@]} = 0 ] && { echo "lint: no source to look at"; exit 0; }
fi
mapfile -t mocs < <(targets _autogen)
cmake --build "$build" --target "${mocs[@]}"
started=$SECONDS
python3 tests/lint_units.py "$build" "$build/lint" "${linted[@]}"
echo "clang-tidy and clazy: nothing found in $((SECONDS - started)) s"
