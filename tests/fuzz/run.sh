#!/usr/bin/env bash
# Builds the fuzz targets and runs each for SECONDS; fails when one finds something.
#   tests/fuzz/run.sh [SECONDS] [TARGET...]
# What is found is left in build/fuzz/findings; a fixed finding belongs into corpus/TARGET for ever.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
seconds=${1:-60}
shift || true
cd "$top"
cmake --preset fuzz ${STRONGROOM_DEPS:+-DSTRONGROOM_DEPS="$STRONGROOM_DEPS"} >/dev/null
cmake --build --preset fuzz --target fuzz
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(cd "$here" && ls fuzz_*.cpp | sed 's/^fuzz_//; s/\.cpp$//')

failed=()
for target in "${targets[@]}"; do
    # What is learned goes to a folder of the build; the seeds stay as they are.
    learned=build/fuzz/learned/$target
    findings=build/fuzz/findings/$target
    mkdir -p "$learned" "$findings"
    echo "== $target, $seconds s"
    if ! ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
        build/fuzz/bin/fuzz_"$target" -max_total_time="$seconds" -timeout=1 -rss_limit_mb=2048 -max_len=16384 \
        -use_value_profile=1 -print_final_stats=1 -verbosity=0 -artifact_prefix="$findings/" \
        "$learned" "$here/corpus/$target" 2>build/fuzz/"$target".log; then
        tail -40 build/fuzz/"$target".log
        failed+=("$target")
    fi
    grep -E 'number_of_executed_units|average_exec_per_sec|peak_rss' build/fuzz/"$target".log || true
done
[ ${#failed[@]} = 0 ] || { echo "Findings in: ${failed[*]}" >&2; exit 1; }
