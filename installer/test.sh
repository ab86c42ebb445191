#!/usr/bin/env bash
# The set-up of run.sh, then the whole test suite.
#   bash installer/test.sh [ARGUMENTS OF CTEST...]     e.g. -R secrets
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top"
. installer/packages.sh

install_packages "${build_packages[@]}" "${test_packages[@]}"
bash installer/fetch.sh
cmake --preset release -DSTRONGROOM_TESTS=ON
cmake --build --preset release
ctest --preset release "$@"
