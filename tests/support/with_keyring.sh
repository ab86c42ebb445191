#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs a command on a private session bus with an unlocked Secret Service (gnome-keyring) of its own.
# Nothing of the user's own keyring is touched. Exit code 77 when the parts for that are not installed.
#   with_keyring.sh COMMAND...
set -u
for tool in dbus-run-session gnome-keyring-daemon dbus-send; do
    command -v "$tool" > /dev/null || { echo "$tool is not installed"; exit 77; }
done

if [ "${STRONGROOM_KEYRING_INNER:-}" != 1 ]; then
    room=$(mktemp -d)
    trap 'rm -rf "$room"' EXIT
    export XDG_RUNTIME_DIR="$room/run" XDG_DATA_HOME="$room/data" XDG_CONFIG_HOME="$room/config" XDG_CACHE_HOME="$room/cache"
    mkdir -m 700 "$XDG_RUNTIME_DIR" "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME"
    unset DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL
    STRONGROOM_KEYRING_INNER=1 dbus-run-session -- "$0" "$@"
    exit $?
fi
unset STRONGROOM_KEYRING_INNER

call() { dbus-send --session --print-reply "$@" 2> /dev/null; }
# The password on standard input makes and unlocks the login keyring, without a dialog.
eval "$(printf 'journey' | gnome-keyring-daemon --unlock --components=secrets --daemonize 2> /dev/null)"
# The bus is asked, not the service: calling the service itself would start a second one.
for _ in $(seq 100); do
    call --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets \
        | grep -q 'boolean true' && break
    sleep 0.05
done
for _ in $(seq 100); do
    call --dest=org.freedesktop.secrets /org/freedesktop/secrets/aliases/default \
        org.freedesktop.DBus.Properties.Get string:org.freedesktop.Secret.Collection string:Locked \
        | grep -q 'boolean false' && break
    sleep 0.05
done
"$@"
