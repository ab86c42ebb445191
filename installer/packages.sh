# The Debian 12 packages that Strongroom needs. Sourced by run.sh and test.sh.

# To build and run.
build_packages=(
    g++ cmake ninja-build ccache pkg-config lld
    qt6-base-dev qt6-svg-dev libgl1-mesa-dev libvulkan-dev qtkeychain-qt6-dev
    libboost1.81-dev libssl-dev libargon2-dev libp11-kit-dev openssl
    libnss-myhostname fonts-inter fonts-jetbrains-mono ca-certificates
)
# To run the tests: a display, a desktop's parts, linters, fuzzers.
test_packages=(
    xvfb xauth xdotool openbox at-spi2-core dbus python3 python3-pyatspi gir1.2-atspi-2.0
    gnome-keyring libsecret-tools strace git softhsm2 opensc sslscan python3-azure python3-cryptography-vectors
    clang-14 clang-format-14 clang-tidy-14 libclang-rt-14-dev clazy llvm-14
)

# install_packages NAME...: installs what is missing; sudo only for someone who is not root.
install_packages() {
    local missing=() name
    for name in "$@"; do
        dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || missing+=("$name")
    done
    # npm comes with Debian's package or with a newer Node.js: either will do.
    command -v npm >/dev/null || missing+=(nodejs npm)
    [ ${#missing[@]} = 0 ] && return 0
    local as_root=()
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || { echo "These packages are missing, and there is no sudo to install them: ${missing[*]}" >&2; return 1; }
        as_root=(sudo)
    fi
    echo "Installing ${#missing[@]} packages: ${missing[*]}"
    "${as_root[@]}" apt-get update -q
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}
