#!/usr/bin/env bash
# Formatter and linters over the whole tree. Needs a configured build (installer/test.sh).
#   tests/lint.sh [FOLDER OF THE BUILD]
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build/release}
mapfile -t sources < <(git ls-files '*.h' '*.cpp')
clang-format-14 --dry-run --Werror "${sources[@]}"
echo "format: ${#sources[@]} files are as .clang-format wants them"
