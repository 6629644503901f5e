#!/bin/bash
# `chaperone run` on a state volume that is full: when it starts, and while it serves. Needs root.
# usage: volume.sh [FOLDER of the programs; default .build/debug]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if [ "${1:-}" != --within ]; then
    exec unshare --mount "$0" --within "$(realpath "${1:-.build/debug}")"
fi
programs=$2
# shellcheck source=Tests/Places/promises
. Tests/Places/promises

work=$(mktemp -d /tmp/chaperone-volume.XXXXXX)
sidecar=
finish() {
    if [ -n "$sidecar" ]; then kill -KILL "$sidecar" 2>/dev/null || true; fi
    if [ -f "$work/pg/postmaster.pid" ]; then kill -QUIT "$(head -n 1 "$work/pg/postmaster.pid")" 2>/dev/null || true; fi
    for ((tries = 0; tries < 50; tries++)); do
        [ -f "$work/pg/postmaster.pid" ] || break
        sleep 0.1
    done
    umount -l "$work/state" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
port=$(free_port)
Tests/Places/database "$work" 127.0.0.1 "$port"
lane=$(free_port)
sed "s/upstream: .*/upstream: 127.0.0.1:$port/; s/listen: .*/listen: 127.0.0.1:$lane/" dev/compose/policy.yaml >"$work/policy.yaml"
"$programs/chaperone-hub" policy keygen --out "$work/keys" >/dev/null
"$programs/chaperone-hub" policy compile "$work/policy.yaml" --key "$work/keys/policy.key" --out "$work/policy.bundle" >/dev/null
mkdir "$work/state"
serve() {
    exec "$programs/chaperone" run --bundle "$work/policy.bundle" --trust-key "$work/keys/policy.pub" --principal agent \
        --group analysts --credentials "$work/credentials" --state "$work/state" --ready-file "$work/ready" --grace 0
}
volume() { # MIB
    umount "$work/state" 2>/dev/null || true
    mount -t tmpfs -o "size=$1m" tmpfs "$work/state"
}
fill() { dd if=/dev/zero of="$work/state/ballast" bs=4096 status=none 2>/dev/null || true; }
ends() { # CODE TEXT: a start
    local code=0 said
    said=$( (serve) 2>&1) || code=$?
    echo "ended with $code: $said"
    [ "$code" = "$1" ] && [[ $said == *"$2"* ]]
}
asked() { psql -XAt "postgresql://agent@127.0.0.1:$lane/app?connect_timeout=20" -c 'SELECT ssn FROM clinic.patients WHERE id = 1' 2>&1; }
answers() { # PATTERN: within ten seconds
    local answer
    for ((tries = 0; tries < 100; tries++)); do
        answer=$(asked) || true
        # shellcheck disable=SC2053
        [[ $answer != $1 ]] || return 0
        sleep 0.1
    done
    echo "answered: $answer"
    return 1
}
ready() { "$programs/chaperone" healthcheck ready --state "$work/state"; }

volume 1
fill
promise 'a full volume: the start ends with 75, and says of which file' ends 75 "$work/state/lock"
volume 2
promise 'one with less room than the log begins with: with 75, and how much it takes' \
    ends 75 'the disk of the audit log is full: it takes 4 MiB of room to begin'
volume 16
(serve) 2>"$work/log" &
sidecar=$!
for ((tries = 0; tries < 300; tries++)); do
    [ ! -e "$work/ready" ] || break
    sleep 0.1
done
promise 'with room it serves' answers '***-??-????'
promise 'and is ready' ready
fill
promise 'when the volume is full while it serves, statements are refused, and why' answers '*the disk of the audit log is full*'
promise 'but it lives: nobody ends it for that' "$programs/chaperone" healthcheck live --state "$work/state"
rm "$work/state/ballast"
promise 'when there is room again it serves, as it is' answers '***-??-????'
kill "$sidecar"
code=0
wait "$sidecar" || code=$?
sidecar=
promise 'it ends in order' [ "$code" = 0 ]
promise 'and its log holds' "$programs/chaperone" audit verify "$work/state/audit"
tell volume
