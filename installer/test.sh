#!/usr/bin/env bash
# The set-up of run.sh, then the whole test suite.
#   bash installer/test.sh [ARGUMENTS OF CTEST...]     e.g. -R secrets
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top"
. installer/packages.sh

install_packages "${build_packages[@]}" "${test_packages[@]}"
bash installer/fetch.sh
# The development preset: assertions are on, so the tests see more than in a release.
cmake --preset dev
cmake --build --preset dev
ctest --preset dev "$@"
