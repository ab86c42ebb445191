#!/usr/bin/env bash
# Installs what a bare Debian 12 lacks, builds Strongroom (Release) and starts it.
#   bash installer/run.sh [--build-only] [ARGUMENTS OF THE PROGRAM...]
# Without a display it says so and takes the guided tour on a virtual one.
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top"
. installer/packages.sh
start=yes
if [ "${1:-}" = --build-only ]; then start=no; shift; fi

install_packages "${build_packages[@]}"
bash installer/fetch.sh
cmake --preset release
cmake --build --preset release --target strongroom
program=build/release/bin/strongroom
[ "$start" = yes ] || { echo "Built: $program"; exit 0; }

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ $# -gt 0 ]; then
    exec "$program" "$@"
fi
echo "There is no display here, so the window cannot be shown. Taking the guided tour on a virtual one."
install_packages xvfb xauth
tour=build/tour
for percent in 100 200; do
    mkdir -p "$tour/$percent"
    xvfb-run -a -s "-screen 0 3200x2000x24" "$program" --tour "$tour/$percent" --scale "$percent"
done
echo "Pictures of every screen, light and dark, at 100 % and at 200 %: $tour"
