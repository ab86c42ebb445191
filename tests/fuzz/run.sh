#!/usr/bin/env bash
# Builds the fuzz targets and runs each for SECONDS, as many at a time as there are cores; fails when one finds
# something.
#   tests/fuzz/run.sh [SECONDS] [TARGET...]        60 seconds, every fuzz_*.cpp of this folder
# FUZZ_SEED=N (1) takes another way through the inputs: with the same one, a change that has nothing to do with a
# target meets no surprise of it.
# What is found is left in build/fuzz/findings; a fixed finding belongs into corpus/TARGET for ever.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
cd "$top"
build=build/fuzz
symbolizer=$(command -v llvm-symbolizer-14)
# Nobody waits longer than this for an answer to one input, counted in CPU time: the machine may be busy.
most_seconds=1

# run TARGET SECONDS: what is learned goes to a folder of the build; the seeds stay as they are.
run() {
    local target=$1 seconds=$2 learned=$build/learned/$1 findings=$build/findings/$1 log=$build/$1.log artifact
    rm -rf "$findings"
    mkdir -p "$learned" "$findings"
    local rc=0
    fuzz "$target" -seed="${FUZZ_SEED:-1}" -max_total_time="$seconds" -timeout=30 -report_slow_units=$most_seconds -max_len=16384 \
        -use_value_profile=1 -print_final_stats=1 -verbosity=0 -artifact_prefix="$findings/" \
        "$learned" "$here/corpus/$target" 2>"$log" || rc=$?
    # A slow unit is one only if it is slow when nothing else runs it late.
    for artifact in "$findings"/slow-unit-* "$findings"/timeout-*; do
        [ -e "$artifact" ] || continue
        if is_quick "$target" "$artifact"; then
            case $artifact in */timeout-*) rc=0 ;; esac
            rm "$artifact"
        else
            rc=1
        fi
    done
    echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") runs in $seconds s," \
        "peak $(sed -n 's/^stat::peak_rss_mb: *//p' "$log") MB"
    [ $rc = 0 ] || { tail -40 "$log"; ls "$findings"; echo "$target: found something"; return 1; }
}

fuzz() {
    local target=$1
    shift
    ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
        ASAN_SYMBOLIZER_PATH="$symbolizer" \
        "$build/bin/fuzz_$target" -rss_limit_mb=2048 -malloc_limit_mb=64 "$@"
}

is_quick() {
    (ulimit -t $((most_seconds + 2)); fuzz "$1" -runs=1 -timeout=60 "$2" >/dev/null 2>&1)
}

if [ "${1:-}" = --one ]; then
    run "$2" "$3"
    exit
fi
seconds=${1:-60}
shift || true
cmake --preset fuzz ${STRONGROOM_DEPS:+-DSTRONGROOM_DEPS="$STRONGROOM_DEPS"} >/dev/null
cmake --build --preset fuzz --target fuzz
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(cd "$here" && ls fuzz_*.cpp | sed 's/^fuzz_//; s/\.cpp$//')
printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I{} bash "$here/run.sh" --one {} "$seconds"
echo "fuzz: ${#targets[@]} targets, nothing found"
