#!/bin/bash
# `chaperone exec` as an ordinary user, before a database of the machine.
# usage: exec.sh [FOLDER of the programs; default .build/debug]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
readonly NAME=ehr-db.example.internal
# The database has a name: as root, in hosts entries that nobody else sees.
if [ "$(id -u)" = 0 ] && [ "${1:-}" != --within ]; then
    exec unshare --mount "$0" --within "$(realpath "${1:-.build/debug}")"
fi
named=
if [ "${1:-}" = --within ]; then named=yes && shift; fi
programs=$(realpath "${1:-.build/debug}")
# shellcheck source=Tests/Places/promises
. Tests/Places/promises

# The machine's own: another may be in a folder of root's.
python=$(PATH=/usr/bin:/bin command -v python3)
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
Tests/Places/database "$work" '127.0.0.1,::1' "$port"
sed "s/upstream: .*/upstream: 127.0.0.1:$port/; s/listen: .*/listen: 127.0.0.1:5432/" dev/compose/policy.yaml >"$work/policy.yaml"
"$programs/chaperone-hub" policy keygen --out "$work/keys" >/dev/null
compile() { # NAME
    "$programs/chaperone-hub" policy compile "$work/$1.yaml" --key "$work/keys/policy.key" --out "$work/$1.bundle" >/dev/null
    chmod 644 "$work/$1.bundle"
}
compile policy
sed "s/listen: .*/listen: '[::1]:5432'/" "$work/policy.yaml" >"$work/six.yaml"
compile six
if [ -n "$named" ]; then
    { cat /etc/hosts && echo "127.0.0.1 $NAME"; } >"$work/hosts"
    mount --bind "$work/hosts" /etc/hosts
    sed "s/upstream: .*/upstream: $NAME:$port/; s/listen: .*/listen: auto/" "$work/policy.yaml" >"$work/named.yaml"
    compile named
fi
mkdir -p "$work/home"
me=nobody
terminal=() # what gives a command one, or nothing
a_terminal=(python3 -c 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))')
if [ "$(id -u)" = 0 ]; then
    chown -R nobody "$work/home" "$work/credentials"
    chmod 755 "$work/keys"
    chmod 644 "$work/keys/policy.pub"
    user() { "${terminal[@]}" runuser -u nobody -- env "HOME=$work/home" "$@"; }
else
    me=$(id -un)
    user() { "${terminal[@]}" env "HOME=$work/home" "$@"; }
fi
policy=policy # whose lanes the command has
execute() { # [OPTION…] -- COMMAND…
    user "$programs/chaperone" exec --policy "$work/$policy.bundle" --trust-key "$work/keys/policy.pub" --principal me \
        --group analysts --credentials "$work/credentials" "$@"
}
dumps() { # HOST: a protected table, masked, all of it
    execute -- pg_dump -h "$1" -p "$port" -U me -t clinic.patients app >"$work/dump.sql" || return 1
    grep -c '^[0-9].*\*\*\*-\*\*-' "$work/dump.sql" | grep -qx 200 && ! grep -Eq '[0-9]{3}-[0-9]{2}-[0-9]{4}' "$work/dump.sql"
}
types() { # COMMAND…: with Python behind it, writes into the input of its terminal
    local code=0 terminal=("${a_terminal[@]}")
    "$@" "$python" -c '
import fcntl, sys, termios
try:
    fcntl.ioctl(0, termios.TIOCSTI, b"x")
except OSError as failure:
    print(failure)
    sys.exit(5)' </dev/null || code=$?
    echo "ended with $code"
    return "$code"
}
has_terminal() {
    local terminal=("${a_terminal[@]}")
    execute -- sh -c 'test -t 0 && stty size && : >/dev/tty' </dev/null
}
runs() { pgrep -u "$me" -f "^sleep $1$" >/dev/null; } # SECONDS
ends_with_sidecar() {
    local lock=$work/home/killed/lock
    execute --state "$work/home/killed" -- sleep 987 &
    for ((tries = 0; tries < 100; tries++)); do
        runs 987 && break
        sleep 0.1
    done
    runs 987 || { echo 'it never ran' && return 1; }
    kill -KILL "$(cat "$lock")"
    for ((tries = 0; tries < 50; tries++)); do
        runs 987 || return 0
        sleep 0.1
    done
    pkill -u "$me" -f '^sleep 987$'
    echo 'it still runs'
    return 1
}
told_to_end() { # 0: it was
    local code=0
    execute --state "$work/home/told" -- sh -c 'trap "exit 9" TERM; : >"$HOME/trapped"; while :; do sleep 0.1; done' >/dev/null 2>&1 &
    for ((tries = 0; tries < 100; tries++)); do
        [ ! -e "$work/home/trapped" ] || break
        sleep 0.1
    done
    kill -TERM "$(cat "$work/home/told/lock")"
    wait $! || code=$?
    echo $((code == 9 ? 0 : 1))
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
promise 'by IPv6, too' ends 2 psql -XAt "postgresql://postgres:super@[::1]:$port/app?connect_timeout=3" -c "$ssn"
promise "so is the machine's own name" ends 2 psql -XAt "postgresql://postgres:super@$host:$port/app?connect_timeout=3" -c "$ssn"
promise 'there is nothing but a loopback' says 'lo' sh -c "cut -d: -f1 /proc/net/dev | tail -n +3 | tr -d ' '"
promise 'services of this machine have no socket there' says 'nothing' sh -c 'ls /run && echo nothing'
promise "the sidecar's state and credentials are not there for it" \
    says 'nothing' sh -c 'ls -A "$HOME/.local/state/chaperone" && ls -A "$1" && echo nothing' _ "$work/credentials"
promise 'it cannot undo that' ends 5 sh -c 'umount /run && exit 9; ls -A /run | grep -qvx mount && exit 8; exit 5'
promise 'nor in a namespace of its own' ends 5 sh -c 'unshare -Urm sh -c "umount /run" && exit 9; exit 5'
if types user >/dev/null; then
    promise 'it cannot write into the input of its terminal, which a shell outside would read' not types execute --
else
    echo '# SKIPPED: writing into the input of a terminal, which this kernel lets nobody'
fi
promise 'a terminal is one for it' has_terminal
promise 'for it can make none' says '0' cat /proc/sys/user/max_user_namespaces
promise 'control groups, devices and settings of the system are for reading alone' ends 0 sh -c '
    ! awk "\$3 ~ /^(cgroup|sysfs)/ && \$4 !~ /^ro(,|\$)/ { print; found = 1 } END { exit !found }" /proc/mounts &&
        awk "\$2 == \"/proc/sys\" && \$4 ~ /^ro(,|\$)/ { found = 1 } END { exit !found }" /proc/mounts'
cd "$work/credentials"
promise 'in a folder that is not for it, it does not begin' bash -c '[[ "$1" == *"begin from another folder"* ]]' _ \
    "$(execute -- true 2>&1)"
cd - >/dev/null
promise 'no program gives it a right' says 'NoNewPrivs:?1' grep NoNewPrivs /proc/self/status
promise 'it has none' says 'CapEff:?0000000000000000' grep CapEff /proc/self/status
# A socket of the machine's network stays one, whatever namespace its owner is in.
cat >"$work/handed.py" <<'END'
import os, socket, sys
which, command = sys.argv[1], sys.argv[2:]
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen()
client = socket.create_connection(listener.getsockname())
accepted, _ = listener.accept()
if which == "input":
    os.dup2(accepted.fileno(), 0)
else:
    os.dup2(listener.fileno(), 9)
    os.dup2(os.open("/", os.O_RDONLY), 8)
    read, write = os.pipe()
    os.write(write, b"piped\n")
    os.close(write)
    os.dup2(read, 12)
os.execvp(command[0], command)
END
handed() { # WHICH COMMAND…
    user "$python" "$work/handed.py" "$1" "$programs/chaperone" exec --policy "$work/policy.bundle" \
        --trust-key "$work/keys/policy.pub" --principal me --group analysts --credentials "$work/credentials" -- "${@:2}"
}
promise 'a socket that it would inherit is not there for it, nor a folder; a pipe is' bash -c 'echo "$1"; [ "$1" = piped ]' _ \
    "$(handed others sh -c '! readlink /proc/self/fd/9 && ! readlink /proc/self/fd/8 && cat /proc/self/fd/12' 2>&1)"
promise 'and as its standard input it is refused, with what to do' bash -c '[[ "$1" == *"give it a pipe or a file"* ]]' _ \
    "$(handed input true 2>&1)"
promise 'it can make no socket that knows no network namespaces' says '*not supported*' "$python" -c '
import socket
try:
    socket.socket(40, socket.SOCK_STREAM)
except OSError as failure:
    print(failure)'
promise 'nor a ring, which makes sockets that no filter sees' says '38' "$python" -c '
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall(425, 1, 0)
print(ctypes.get_errno())'
policy=six
promise 'a lane may be at ::1' says '***-?*-????' psql -XAt -h ::1 -p 5432 -U me app -c "$ssn"
policy=policy
if [ -n "$named" ]; then
    policy=named
    promise "a database's own name leads to its lane" says '***-?*-????' psql -XAt -h "$NAME" -p "$port" -U me app -c "$ssn"
    promise 'pg_dump by that name goes through the lane' dumps "$NAME"
    promise 'it cannot change where names lead' ends 5 sh -c 'echo 127.0.0.9 elsewhere >>/etc/hosts && exit 9; exit 5' 2>/dev/null
    promise 'and its address leads nowhere' ends 2 psql -XAt "postgresql://postgres:super@127.0.0.1:$port/app?connect_timeout=3" -c "$ssn"
    policy=policy
    # Root has in there what it is outside, of files, and no more of the network than others.
    by_root() { # [PROGRAM that starts it…] -- COMMAND…
        local before=()
        while [ "$1" != -- ]; do before+=("$1") && shift; done
        env HOME=/root "${before[@]}" "$programs/chaperone" exec --policy "$work/policy.bundle" --trust-key "$work/keys/policy.pub" \
            --principal me --group analysts --credentials "$work/credentials" --state "$work/root" "$@"
    }
    promise 'root reads masked values' bash -c 'echo "$1"; [[ "$1" == "***-"??"-"???? ]]' _ "$(by_root -- psql -XAt -U me -c "$ssn" 2>&1)"
    promise 'has no capability' bash -c 'echo "$1"; [ "$(sort -u <<<"$1")" = 0000000000000000 ]' _ \
        "$(by_root -- sed -n 's/^Cap[A-Z][a-z]*:\t//p' /proc/self/status 2>&1)"
    promise 'and does not reach the database, whatever password it has' bash -c 'echo "$1"; [[ "$1" == *"onnection"*"refused"* || "$1" == *unreachable* ]]' _ \
        "$(by_root -- psql -XAt "postgresql://postgres:super@127.0.0.1:$port/app?connect_timeout=3" -c "$ssn" 2>&1)"
    promise 'root that has no capabilities cannot make such a network, and nothing runs' bash -c 'echo "$1"; [[ "$1" == *"root needs CAP_SETFCAP"* && "$1" != *ran* ]]' _ \
        "$(by_root setpriv --no-new-privs --bounding-set=-all --inh-caps=-all -- echo ran 2>&1)"
    # What shows the folders elsewhere: a mount of all, one of a part, one below, and one of what is mounted below.
    mkdir "$work/all" "$work/part" "$work/below" "$work/credentials/mounted" "$work/credentials/part"
    for folder in part mounted; do echo secret >"$work/credentials/$folder/key"; done
    mount --bind "$work" "$work/all"
    mount --bind "$work/credentials/part" "$work/part"
    mount -t tmpfs tmpfs "$work/credentials/mounted"
    echo secret >"$work/credentials/mounted/key"
    mount --bind "$work/credentials/mounted" "$work/below"
    promise 'credentials are seen elsewhere (so that what follows shows something)' \
        test -e "$work/all/credentials/part/key" -a -e "$work/part/key" -a -e "$work/below/key"
    promise 'what is mounted elsewhere of them is not there for it' says 'nothing' sh -c '
        ls -A "$1/credentials" "$1/all/credentials" "$1/part" "$1/below" | grep -v ":$" | grep . || echo nothing' _ "$work"
    promise 'nor is the state' says 'nothing' sh -c 'ls -A "$1/all/home/.local/state/chaperone" && echo nothing' _ "$work"
    umount "$work/below" "$work/credentials/mounted" "$work/part" "$work/all"
    rm -r "$work/credentials/mounted" "$work/credentials/part"
    # Credentials that are links: what they lead to is not there either.
    mkdir -p "$work/home/vault"
    mv "$work/credentials/ehr-agent" "$work/home/vault/password"
    ln -s "$work/home/vault/password" "$work/credentials/ehr-agent"
    chown -R "$me" "$work/home/vault"
    promise 'what a link among the credentials leads to is not there for it' says 'nothing' sh -c 'ls -A "$HOME/vault" && echo nothing'
    promise 'and is used' says '***-?*-????' psql -XAt -U me -c "$ssn"
    rm "$work/credentials/ehr-agent"
    mv "$work/home/vault/password" "$work/credentials/ehr-agent"
    # A key that root renews, in a folder that the user may only read.
    mkdir "$work/tls"
    openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout "$work/tls/key.pem" -out "$work/certificate.pem" 2>/dev/null
    chmod 755 "$work/tls"
    chmod 644 "$work/tls/key.pem" "$work/certificate.pem"
    execute --tls-cert "$work/certificate.pem" --tls-key "$work/tls/key.pem" -- sh -c '
        touch "$1/home/begun"
        for _ in $(seq 200); do [ ! -e "$1/home/renewed" ] || break; sleep 0.1; done
        [ -e "$1/home/renewed" ] && ! cat "$1/tls/key.pem" && ls -A "$1/tls"' _ "$work" >"$work/seen" 2>/dev/null &
    renewing=$!
    for ((tries = 0; tries < 200; tries++)); do
        [ ! -e "$work/home/begun" ] || break
        sleep 0.1
    done
    cp "$work/tls/key.pem" "$work/tls/new.pem"
    mv "$work/tls/new.pem" "$work/tls/key.pem"
    touch "$work/home/renewed"
    promise 'a key is not there for it' wait "$renewing"
    promise 'nor when it is renewed while it runs' not test -s "$work/seen"
else
    echo "# a database with a name of its own, and mounts: left out, since only root can make them"
fi
answer=$(echo "$ssn" | execute -- psql -XAt -U me 2>&1) || true
# docs/host.md's line for a laptop, in a folder with a policy and a program.
line=$(sed -n '/^## A laptop/,/^```$/{/^chaperone exec --policy/p}' docs/host.md)
promise "docs/host.md's line is the README's, too" bash -c '[ -n "$1" ] && grep -qF "\`$1\`" README.md' _ "$line"
laptop=$work/home/project
mkdir -p "$laptop" "$work/home/.config/chaperone" "$work/bin"
ln -s "$programs/chaperone" "$work/bin/"
sed "s/groups: analysts/groups: $(id -gn "$me")/" "$work/policy.yaml" >"$laptop/policy.yaml"
cat >"$laptop/agent.py" <<END
import os, subprocess
print(subprocess.run(["psql", "-XAt", "-U", "me", "-c", "$ssn"], capture_output=True, text=True, check=True).stdout, end="")
for folder in (".local/state/chaperone", ".config/chaperone/credentials"):
    print(os.listdir(os.path.expanduser("~/" + folder)))
END
chown -R "$me" "$work/home"
path=$work/bin:$(dirname "$python"):/usr/bin:/bin
runs_line() { # in that folder; what is said is in a file
    user env "PATH=$path" sh -c "cd '$laptop' && $line" >"$work/line" 2>&1
}
line_says() { # TEXT
    runs_line || true
    cat "$work/line"
    [[ $(cat "$work/line") == *"$1"* ]]
}
has_ended() { # CODE
    local code=0
    runs_line || code=$?
    echo "ended with $code"
    [ "$code" = "$1" ]
}
# Python's own name where there is no other.
[ -x "$(PATH=$path command -v python)" ] || ln -s "$python" "$work/bin/python"
mv "$work/bin/chaperone" "$work/bin/alone" && cp "$programs/chaperone" "$work/bin/chaperone"
promise 'where chaperone-hub is missing, it says so' line_says 'neither beside chaperone nor on the PATH'
promise 'and ends with 78' has_ended 78
rm "$work/bin/chaperone" && mv "$work/bin/alone" "$work/bin/chaperone"
promise 'where the credentials are missing, it says where they have to be, and what is in them' \
    line_says ".config/chaperone/credentials/ehr-agent: No such file or directory; the file must hold the user on its first line"
user cp -rp "$work/credentials" "$work/home/.config/chaperone/credentials"
promise 'it runs as it is written' runs_line
promise 'masked, and its credentials and its key are not there for the command' \
    bash -c '[[ "$1" == "***-"??"-"????$'"'"'\n[]\n[]'"'"' ]]' _ "$(cat "$work/line")"
promise 'the key is its user'"'"'s alone, and stays' \
    [ "$(stat -c '%U %a' "$work/home/.local/state/chaperone/policy/policy.key")" = "$me 600" ]
cp -p "$work/home/.local/state/chaperone/policy/policy.key" "$work/first.key"
sed -i "s/groups: $(id -gn "$me")/groups: somebody-else/" "$laptop/policy.yaml"
beside_hub=$(user "$programs/chaperone" exec --policy "$laptop/policy.yaml" --hub https://hub:8443 --hub-ca ca.pem -- true 2>&1) || true
promise 'a policy beside a hub is refused, by the options that were given' bash -c 'echo "$1"; [[ "$1" == *"--bundle cannot stand beside --hub, --hub-ca"* ]]' _ "$beside_hub"
promise 'the policy is read at each start: a role of another is none' line_says 'has no role on any target'
promise 'by the same key' cmp "$work/first.key" "$work/home/.local/state/chaperone/policy/policy.key"
echo 'targets: nonsense' >"$laptop/policy.yaml"
promise 'a policy with an error is told by its line' line_says 'policy.yaml:1:'
promise 'and nothing runs' has_ended 78
promise 'a script by its input runs' bash -c '[[ "$1" == "***-"* ]]' _ "$answer"
execute -- sleep 5 &
first=$!
sleep 2
promise 'the second is told whose the state is' ends 75 true
promise 'with a state beside it another runs, and does not see that of the first' \
    bash -c '[ "$1" = nothing ]' _ "$(execute --state "$work/home/third" -- sh -c 'ls -A "$HOME/.local/state/chaperone" && echo nothing' 2>&1)"
promise 'with a state of its own it runs' execute --state "$work/home/second" -- true
wait "$first" || true
promise 'processes that it leaves behind end with it' execute -- sh -c 'setsid sleep 986 & sleep 0.3'
promise 'all of them' not runs 986
promise 'it sees its own processes alone' says '[0-9]' sh -c 'ls /proc | grep -c "^[0-9]"'
promise 'a signal for it reaches it' bash -c 'exit "$1"' _ "$(told_to_end)"
promise 'a sidecar that is killed takes its command along' ends_with_sidecar
promise 'nothing of it is left when it ended' not pgrep -u "$me" -f "sleep 5"
tell exec
