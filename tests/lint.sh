#!/usr/bin/env bash
# Formatter and linters. Needs a configured build (installer/test.sh).
#   tests/lint.sh [FOLDER OF THE BUILD]        every file
#   tests/lint.sh format                       the formatter alone: what .ci/run asks for
#   LINT_SINCE=COMMIT tests/lint.sh            the linters look only at what changed since then
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build/release}
mapfile -t sources < <(git ls-files '*.h' '*.cpp')
clang-format-14 --dry-run --Werror "${sources[@]}"
echo "format: ${#sources[@]} files are as .clang-format wants them"
[ "${1:-}" = format ] && exit 0

# Each header of the model compiles by itself.
mapfile -t alone < <(ninja -C "$build" -t targets all | grep -oE '^model_[a-z]+_verify_interface_header_sets' | sort -u)
[ ${#alone[@]} -gt 0 ] || { echo "headers: $build was not configured by a preset" >&2; exit 1; }
cmake --build "$build" --target "${alone[@]}"
echo "headers: those of ${#alone[@]} modules stand alone"

# The folders that the linters have been through; a folder joins when it is clean.
folders=(app model/access model/base model/crypto model/hsm model/transfer)
# clang-tidy and clazy read how each source is compiled by clang, without precompiled headers.
cmake --preset tidy -B build/lint -DCMAKE_CXX_CLANG_TIDY= ${STRONGROOM_DEPS:+-DSTRONGROOM_DEPS="$STRONGROOM_DEPS"} >/dev/null
if [ -n "${LINT_SINCE:-}" ]; then
    mapfile -t linted < <(git diff --name-only --diff-filter=d "$LINT_SINCE" -- "${folders[@]/%//*.cpp}")
else
    mapfile -t linted < <(git ls-files "${folders[@]/%//*.cpp}")
fi
[ ${#linted[@]} = 0 ] && { echo "lint: no source to look at"; exit 0; }
printf '%s\n' "${linted[@]}" | xargs -P "$(nproc)" -n 4 clang-tidy-14 -p build/lint --quiet
echo "clang-tidy: ${#linted[@]} sources are clean"
found=$(printf '%s\n' "${linted[@]}" | xargs -P "$(nproc)" -n 4 \
    clazy-standalone -p build/lint -checks=level0,level1,qstring-allocations 2>&1 | grep -E 'warning: .*\[-Wclazy' | sort -u || true)
[ -z "$found" ] || { echo "$found" >&2; exit 1; }
echo "clazy: ${#linted[@]} sources are clean"
