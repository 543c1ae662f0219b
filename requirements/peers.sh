#!/bin/sh
# Install the servers, languages and libraries that the examples meet, on Debian.
# Nothing is started: the tests start their own, on free ports, and stop them again.
set -eu
cd "$(dirname "$0")/.."

command -v apt-get > /dev/null || {
    echo "peers: no apt-get here; install by hand what this lists:" \
         "python3 -m examples.peers" >&2
    exit 1
}
all=$("${PYTHON:-python3}" -c 'from examples.peers import PEERS
print(*{peer.package for peer in PEERS.values() if "apt" in peer.installer})')
missing=
for package in $all; do
    dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2> /dev/null | grep -q ^ii ||
        missing="$missing $package"
done
[ -n "$missing" ] || { echo "peers: all are here"; exit; }

as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
# Debian starts a server as it installs it, unless this file says no.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap '$as_root rm -f "$policy"' EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" > /dev/null
    $as_root chmod 755 "$policy"
fi
echo "peers: installing$missing"
mkdir -p build/log
apt() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@" < /dev/null; }
{ apt update && apt install --no-install-recommends $missing; } \
    > build/log/peers.log 2>&1 || {
    echo "peers: apt-get failed: $(grep -m1 ^E: build/log/peers.log)" \
         "(all of it: build/log/peers.log)" >&2
    exit 1
}
# Nor do they start with the machine.
if [ -d /run/systemd/system ]; then
    for package in $missing; do
        dpkg-query -L "$package" | sed -n 's|.*/systemd/system/\([^/]*\.service\)$|\1|p'
    done | grep -v @ | xargs -r $as_root systemctl disable --quiet
fi
