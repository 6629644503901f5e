#!/bin/bash
# `chaperone exec` as an ordinary user, before a database of the machine.
# usage: exec.sh [FOLDER of the programs; default .build/debug]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
programs=$(realpath "${1:-.build/debug}")
# shellcheck source=Tests/Places/promises
. Tests/Places/promises

work=$(mktemp -d /tmp/chaperone-exec.XXXXXX)
finish() {
    if [ -f "$work/pg/postmaster.pid" ]; then kill -QUIT "$(head -n 1 "$work/pg/postmaster.pid")" 2>/dev/null || true; fi
    for ((tries = 0; tries < 50; tries++)); do
        [ -f "$work/pg/postmaster.pid" ] || break
        sleep 0.1
    done
    rm -rf "$work"
}
trap finish EXIT
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
host=$(hostname)
Tests/Places/database "$work" 127.0.0.1 "$port"
sed "s/upstream: .*/upstream: 127.0.0.1:$port/; s/listen: .*/listen: 127.0.0.1:5432/" dev/compose/policy.yaml >"$work/policy.yaml"
"$programs/chaperone-hub" policy keygen --out "$work/keys" >/dev/null
"$programs/chaperone-hub" policy compile "$work/policy.yaml" --key "$work/keys/policy.key" --out "$work/policy.bundle" >/dev/null
mkdir -p "$work/home"
me=nobody
if [ "$(id -u)" = 0 ]; then
    chown -R nobody "$work/home" "$work/credentials"
    chmod 755 "$work/keys"
    chmod 644 "$work/policy.bundle" "$work/keys/policy.pub"
    user() { runuser -u nobody -- env "HOME=$work/home" "$@"; }
else
    me=$(id -un)
    user() { env "HOME=$work/home" "$@"; }
fi
execute() { # [OPTION…] -- COMMAND…
    user "$programs/chaperone" exec --policy "$work/policy.bundle" --trust-key "$work/keys/policy.pub" --principal me \
        --group analysts --credentials "$work/credentials" "$@"
}
ends() { # CODE COMMAND…
    local code=0
    execute -- "${@:2}" || code=$?
    echo "ended with $code"
    [ "$code" = "$1" ]
}
says() { # TEXT COMMAND…
    local answer
    answer=$(execute -- "${@:2}" 2>&1) || true
    echo "answered: $answer"
    # shellcheck disable=SC2053
    [[ $answer == $1 ]]
}
ssn='SELECT ssn FROM clinic.patients WHERE id = 1'

promise 'a command reads masked values without a word about where' says '***-?*-????' psql -XAt -U me -c "$ssn"
promise 'by the address of the lane, too' says '***-?*-????' psql -XAt -h 127.0.0.1 -p 5432 -U me app -c "$ssn"
promise 'its exit code is what it gave' ends 7 sh -c 'exit 7'
promise 'a signal that ended it is told' ends 137 sh -c 'kill -KILL $$'
promise 'a command that is not there is 127' ends 127 /no/such/program
promise 'it is who it was' says "$me" id -un
promise 'the database is out of reach, whatever password it has' \
    ends 2 psql -XAt "postgresql://postgres:super@127.0.0.1:$port/app?connect_timeout=3" -c "$ssn"
promise "so is the machine's own name" ends 2 psql -XAt "postgresql://postgres:super@$host:$port/app?connect_timeout=3" -c "$ssn"
promise 'there is nothing but a loopback' says 'lo' sh -c "cut -d: -f1 /proc/net/dev | tail -n +3 | tr -d ' '"
promise 'services of this machine have no socket there' says 'nothing' sh -c 'ls /run && echo nothing'
promise "the sidecar's state and credentials are not there for it" \
    says 'nothing' sh -c 'ls -A "$HOME/.local/state/chaperone" && ls -A "$1" && echo nothing' _ "$work/credentials"
promise 'it cannot undo that' ends 5 sh -c 'umount /run && exit 9; ls -A /run | grep -qvx mount && exit 8; exit 5'
promise 'nor in a namespace of its own' ends 5 sh -c 'unshare -Urm sh -c "umount /run" && exit 9; exit 5'
promise 'no program gives it a right' says 'NoNewPrivs:?1' grep NoNewPrivs /proc/self/status
promise 'it has none' says 'CapEff:?0000000000000000' grep CapEff /proc/self/status
answer=$(echo "$ssn" | execute -- psql -XAt -U me 2>&1) || true
promise 'a script by its input runs' bash -c '[[ "$1" == "***-"* ]]' _ "$answer"
execute -- sleep 5 &
first=$!
sleep 2
promise 'the second is told whose the state is' ends 75 true
promise 'with a state of its own it runs' execute --state "$work/home/second" -- true
wait "$first" || true
promise 'nothing of it is left when it ended' not pgrep -u "$me" -f "sleep 5"
tell exec
