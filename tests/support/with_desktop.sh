#!/usr/bin/env bash
# Runs a command on a desktop of its own: X server, session bus, accessibility bus, window manager.
#   tests/support/with_desktop.sh COMMAND [ARGUMENTS...]
# DESKTOP_SIZE=1440x900 chooses the screen. Ends with the command's exit code; everything is taken down.
set -euo pipefail

if [ "${1:-}" != --on-the-bus ]; then
    room=$(mktemp -d)
    chmod 700 "$room"
    mkdir -m 700 "$room/run" "$room/config" "$room/data"
    # The server itself picks a free number and writes it to the pipe.
    mkfifo "$room/number"
    Xvfb -displayfd 7 -screen 0 "${DESKTOP_SIZE:-1440x900}x24" -nolisten tcp -noreset 7>"$room/number" 2>"$room/xvfb.log" &
    server=$!
    trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true; rm -rf "$room"' EXIT
    read -r -t 20 number <"$room/number"
    unset DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS WAYLAND_DISPLAY
    export DISPLAY=":$number" XDG_RUNTIME_DIR="$room/run" XDG_CONFIG_HOME="$room/config" XDG_DATA_HOME="$room/data" \
        HOME="$room" LANG=C.UTF-8 DESKTOP_ROOM="$room"
    dbus-run-session -- "$0" --on-the-bus "$@"
    exit $?
fi
shift

# Without the first variable Qt 6.4 stays off the accessibility bus.
export QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 QT_ACCESSIBILITY=1 QT_QPA_PLATFORM=xcb
/usr/libexec/at-spi-bus-launcher --launch-immediately 2>"$DESKTOP_ROOM/at-spi.log" &
openbox 2>"$DESKTOP_ROOM/openbox.log" &
for _ in $(seq 200); do
    dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus org.a11y.Bus.GetAddress >/dev/null 2>&1 && break
    sleep 0.05
done
rc=0
"$@" || rc=$?
kill %1 %2 2>/dev/null || true
exit $rc
