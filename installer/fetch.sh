#!/usr/bin/env bash
# Fetches the pinned sources that Debian 12 does not have, checks their hashes, unpacks what is needed.
#   installer/fetch.sh [FOLDER]     default: .deps in the source tree
# Nothing is downloaded twice. A hash that does not fit stops everything.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
deps=${1:-${STRONGROOM_DEPS:-$here/.deps}}
mkdir -p "$deps"

# name version sha512(base64, as npm publishes it) path-in-package
fetch() {
    local name=$1 version=$2 sha512=$3 folder=$4 into=$5
    [ -f "$deps/$into/.version" ] && [ "$(cat "$deps/$into/.version")" = "$version" ] && return 0
    local work; work=$(mktemp -d "$deps/fetch.XXXXXX")
    (cd "$work" && npm pack --silent "$name@$version" >/dev/null)
    local archive; archive=$(ls "$work"/*.tgz)
    local found; found=$(openssl dgst -sha512 -binary "$archive" | base64 -w0)
    if [ "$found" != "$sha512" ]; then
        echo "$name $version: the hash of what was fetched is not the pinned one; nothing was unpacked." >&2
        rm -rf "$work"; exit 1
    fi
    tar -xzf "$archive" -C "$work" "package/$folder" package/LICENSE 2>/dev/null || tar -xzf "$archive" -C "$work" "package/$folder"
    rm -rf "${deps:?}/$into"
    mv "$work/package/$folder" "$deps/$into"
    [ -f "$work/package/LICENSE" ] && cp "$work/package/LICENSE" "$deps/$into/LICENSE"
    echo "$version" >"$deps/$into/.version"
    rm -rf "$work"
    echo "fetched $name $version"
}

# SQLCipher 4.14 on SQLite 3.51 (BSD-3-Clause): Debian 12 has 3.4.1 on SQLite 3.15.
fetch @journeyapps/sqlcipher 6.0.0 "YmWSQIR4cnv+5L38lYJoS/dIF/+bEZBaACATbeTyq4XKjMHcxdIlFnElBLiIqa9rwseOIimIYjudgOOCovud3Q==" deps/sqlcipher-amalgamation sqlcipher
# Lucide icons (ISC; some MIT from Feather).
fetch lucide-static 1.62.0 "WBZA/m2PvkFpMGHDtsBck5P2A9G4ehLlYu4GwwICcmEm1BvYVgj00lCDxKRWLlbMlOibLaiwdQ88G5pHkSWgwA==" icons lucide
