#!/bin/bash
# The systemd scene: a hub, a sidecar and an agent as units, under a systemd of its own. Needs root.
# usage: systemd.sh [FOLDER of the programs; default .build/debug]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
programs=${1:-.build/debug}
# shellcheck source=Tests/Places/promises
. Tests/Places/promises

[ "$(id -u)" = 0 ] || { echo "skipped: systemd.sh needs root" && exit 0; }
[ -x /lib/systemd/systemd ] || { echo "skipped: systemd.sh needs systemd" && exit 0; }

work=$(mktemp -d /tmp/chaperone-systemd.XXXXXX)
unshare --pid --mount --net --cgroup --uts --ipc --fork --kill-child Tests/Places/namespace-boot "$work" \
    >"$work.log" 2>&1 &
booted=$!
finish() {
    kill -KILL "$booted" 2>/dev/null || true
    wait "$booted" 2>/dev/null || true
    rm -rf "$work" "$work.log"
}
trap finish EXIT

for ((tries = 0; tries < 300; tries++)); do
    first=$(pgrep -P "$booted" | head -n 1 || true)
    if [ -n "$first" ] && nsenter -t "$first" -a systemctl is-system-running 2>/dev/null | grep 'running\|degraded' >/dev/null; then
        break
    fi
    sleep 0.2
done
inside() { nsenter -t "$first" -a env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
inside systemctl is-system-running >/dev/null 2>&1 || inside systemctl --no-pager --failed >/dev/null ||
    { cat "$work.log" && exit 1; }

# The machine's administrator.
script() { inside bash -euo pipefail -c "$1"; }
script "cd /repository && make --no-print-directory install-systemd PROGRAMS=$programs >/dev/null && systemctl daemon-reload"
script '
    bin=/usr/lib/postgresql/15/bin
    install -d -o postgres -m 0700 /tmp/pg
    as() { runuser -u postgres -- "$@"; }
    cd /
    echo super >/tmp/super && chmod 644 /tmp/super
    as $bin/initdb -D /tmp/pg -E UTF8 --locale=C -A scram-sha-256 --pwfile=/tmp/super -U postgres >/dev/null
    as $bin/pg_ctl -D /tmp/pg -w -o "-p 5433 -k /tmp/pg -c listen_addresses=*" -l /tmp/pg/log start >/dev/null
    export PGHOST=127.0.0.1 PGPORT=5433 PGUSER=postgres PGPASSWORD=super
    psql -Xq -c "CREATE DATABASE app"
    psql -Xq -d app -f /repository/dev/demo.sql >/dev/null
    psql -Xq -d app -f /repository/dev/compose/role.sql
    install -d -m 0755 /etc/chaperone
    printf "name: hub.example\nlisten: 127.0.0.1:8443\nhostnames: [localhost]\n" >/etc/chaperone/hub.yaml
    systemctl start chaperone-hub
    state=/var/lib/private/chaperone-hub
    export HUB_URL=https://localhost:8443 HUB_CA=$state/ca.pem HUB_ADMIN_TOKEN_FILE=$state/admin.token
    sed "s/upstream: .*/upstream: 127.0.0.1:5433/; s/listen: .*/listen: 127.0.0.1:5432/" \
        /repository/dev/compose/policy.yaml >/tmp/policy.yaml
    # The same database by its name, and by a lane at ::1.
    named="protocol: postgres, tls: disable, database: app, credential: ehr-agent, phi: { clinic.patients.ssn: last4 }"
    sed -i "s/targets: \[ehr\]/targets: [ehr, named, six]/
        /^rules:/i\\  named: { upstream: \"ehr-db.example.internal:5433\", listen: auto, $named }
        /^rules:/i\\  six: { upstream: \"127.0.0.1:5433\", listen: \"[::1]:5432\", $named }" /tmp/policy.yaml
    cp /etc/hosts /tmp/hosts && echo 127.0.0.1 ehr-db.example.internal >>/tmp/hosts && cp /tmp/hosts /etc/hosts
    mkdir -p /etc/systemd/system/chaperone.socket.d
    printf "[Socket]\nListenStream=127.77.166.230:5433\nListenStream=[::1]:5432\n" >/etc/systemd/system/chaperone.socket.d/lanes.conf
    chaperone-hub policy push /tmp/policy.yaml
    echo known-to-the-hub-alone | chaperone-hub credential put ehr-agent --user ehr_agent
    chaperone-hub enrol-token create --principal agent --group analysts --ttl 1h --out /etc/chaperone/enrol-token
    cp $state/ca.pem /etc/chaperone/hub-ca.pem
    echo HUB=https://localhost:8443 >/etc/chaperone/chaperone.conf
    printf "[Service]\nExecStart=/bin/sleep infinity\nUser=nobody\n" >/etc/systemd/system/my-agent.service
    systemctl daemon-reload' >"$work.setup" 2>&1 || { cat "$work.setup" "$work.log" && exit 1; }
rm -f "$work.setup"

# A process of the agent: in its network and its view of files, as its user, or as root without capabilities.
beside() {
    local pid
    pid=$(inside systemctl show -p MainPID --value my-agent)
    inside nsenter -t "$pid" -n -m setpriv --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
}
agent() { beside --reuid=nobody --regid=nogroup --clear-groups "$@"; }
root_agent() { beside "$@"; }
# A lane that is not ready says so, and nothing else; then it is asked again.
asks() { # RUNNER [HOST:PORT]
    local answer tries
    for ((tries = 0; tries < 60; tries++)); do
        if answer=$("$1" psql -XAt "postgresql://agent@${2:-127.0.0.1:5432}/app?connect_timeout=60" \
            -c 'SELECT ssn FROM clinic.patients WHERE id = 1' 2>&1); then
            [[ $answer == '***-**-'* ]] && return
            break
        fi
        [[ $answer == *'is not ready'* ]] || break
        sleep 0.5
    done
    echo "answered: $answer"
    return 1
}
around() { not "$1" psql -XAt "postgresql://postgres:super@127.0.0.1:5433/app?connect_timeout=3" -c 'SELECT 1'; }
unreachable() { not "$1" psql -XAt "postgresql://postgres:super@$2:5433/app?connect_timeout=3" -c 'SELECT 1'; }

# The lines of docs/host.md, as systemctl edit takes them from an editor.
mapfile -t lines < <(grep -B 1 '^ *Requires=chaperone-agent-check' docs/host.md | sed 's/^ *//')
promise "docs/host.md's lines for an agent's unit are two" [ "${lines[*]}" = '[Unit] Requires=chaperone-agent-check@%N.service' ]
edits() { # UNIT LINE…: by systemctl edit, which wants a terminal
    local lines
    lines=$(printf '%s\n' "${@:2}")
    script "
        printf '%s\n' '$lines' >/tmp/lines
        printf '#!/bin/sh\ncat /tmp/lines >\"\$1\"\n' >/tmp/editor && chmod 755 /tmp/editor
        SYSTEMD_EDITOR=/tmp/editor python3 -c 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))' \
            systemctl edit $1 </dev/null"
}
generator=/usr/lib/systemd/system-generators/chaperone-agents
script "chmod 644 $generator"
promise 'systemctl edit with two lines is all' edits my-agent "${lines[@]}"
promise 'without what they stand for the agent does not start' not inside systemctl start my-agent
inside journalctl --sync
promise 'and is told' bash -c 'echo "$1"; [[ "$1" == *"chaperone-agent.conf is not among its drop-ins"* ]]' _ \
    "$(inside journalctl --no-pager -b -o cat -u chaperone-agent-check@my-agent)"
script "chmod 755 $generator && systemctl daemon-reload && systemctl reset-failed"
promise 'the agent starts, and with it the sidecar' inside systemctl start my-agent
promise 'its drop-ins are those two lines and the whole fence' script '
    systemctl show -p DropInPaths my-agent
    [ "$(systemctl show -p DropInPaths --value my-agent)" = \
        "/run/systemd/generator/my-agent.service.d/chaperone-agent.conf /etc/systemd/system/my-agent.service.d/override.conf" ]
    [ "$(grep -c . /etc/systemd/system/my-agent.service.d/override.conf)" = 2 ]'
for ((tries = 0; tries < 150; tries++)); do
    inside systemctl is-active --quiet chaperone && break
    sleep 0.2
done
promise 'systemd is told that the sidecar is ready, and what of' \
    script 'systemctl show -p StatusText chaperone | grep -q "lanes ready"'
promise 'the agent reads masked values, without a password' asks agent
promise "the agent's user cannot reach the database" around agent
promise 'root without capabilities cannot either' around root_agent
script 'ip addr add 10.99.0.1/32 dev lo'
promise 'nor by an address of the machine' unreachable agent 10.99.0.1
promise 'nor can root make a namespace' not root_agent unshare --net true
promise 'a dump of the table by pg_dump goes through the lane' \
    agent bash -c 'pg_dump -h 127.0.0.1 -U agent -t clinic.notes app | grep -q "COPY clinic.notes"'
promise 'a lane may be at ::1' asks agent '[::1]:5432'
script 'chaperone hosts --state /var/lib/chaperone >/etc/chaperone/hosts
    systemctl restart my-agent'
promise "the database's own name leads to its lane" agent grep -q '^127.77.166.230 ehr-db.example.internal$' /etc/hosts
promise 'where it reads masked values' asks agent ehr-db.example.internal:5433
promise 'and dumps a protected table, masked, all of it' agent bash -c '
    pg_dump -h ehr-db.example.internal -p 5433 -U agent -t clinic.patients app >/tmp/dump.sql
    grep -c "^[0-9].*\*\*\*-\*\*-" /tmp/dump.sql | grep -qx 200 && ! grep -Eq "[0-9]{3}-[0-9]{2}-[0-9]{4}" /tmp/dump.sql'
promise 'root without capabilities cannot lead the name elsewhere' bash -c '[[ "$1" == *"Read-only file system"* ]]' _ \
    "$(root_agent bash -c 'echo 10.99.0.1 ehr-db.example.internal >>/etc/hosts' 2>&1)"
script 'systemctl kill -s KILL chaperone'
promise 'a sidecar that was killed comes again; who connects meanwhile waits for it' asks agent
script 'systemctl stop chaperone' 2>/dev/null
promise 'a sidecar that was stopped is started by the first connection' asks agent
# What is said of the agent's unit besides, by a drop-in that is read last; then whether it starts.
starts_with() { # LINES
    script "
        printf '$1' >/etc/systemd/system/my-agent.service.d/zz.conf
        systemctl daemon-reload
        systemctl reset-failed
        code=0
        systemctl restart my-agent || code=\$?
        rm /etc/systemd/system/my-agent.service.d/zz.conf
        systemctl daemon-reload
        exit \$code"
}
refuses() { # TEXT LINES
    starts_with "$2" && return 1
    inside journalctl --no-pager -b -o cat -u chaperone-agent-check@my-agent | tail -n 5 | tee /dev/stderr | grep -F "$1" >/dev/null
}
script 'mkdir -p /tmp/mine
    for name in readlink systemctl grep environment; do
        printf "#!/bin/sh\n: >/tmp/mine/ran\n" >/tmp/mine/$name && chmod 755 /tmp/mine/$name
    done'
promise 'sockets of daemons that act for others are not there for it' agent sh -c '
    for path in /run/dbus /run/user /run/systemd/private /run/docker.sock; do ! ls -d "$path" || exit 1; done'
promise 'systemd has one (so that this shows something)' script 'test -S /run/systemd/private'
promise 'those that it may tell and log by are' agent test -e /run/systemd/notify -a -e /run/systemd/journal/stdout
promise "root's look at the agent's unit has an environment of its own" starts_with \
    '[Service]\nEnvironment=PATH=/tmp/mine BASH_ENV=/tmp/mine/environment ENV=/tmp/mine/environment LD_PRELOAD=/tmp/mine/x.so\n'
promise 'nothing of the agent ran in it' script 'test ! -e /tmp/mine/ran'
promise 'an agent whose unit runs something as root by + does not start' \
    refuses 'prefix + or !' '[Service]\nExecStartPre=+/bin/true\n'
promise 'nor by !' refuses 'prefix + or !' '[Service]\nExecStartPre=!/bin/true\n'
promise 'nor by PermissionsStartOnly' refuses 'PermissionsStartOnly' '[Service]\nPermissionsStartOnly=yes\n'
promise 'one that a later drop-in gives the network of the machine does not start' \
    refuses 'PrivateNetwork=yes' '[Service]\nPrivateNetwork=no\n'
promise 'nor one with a capability' refuses 'CapabilityBoundingSet=' '[Service]\nCapabilityBoundingSet=CAP_NET_RAW\n'
promise 'nor one with packets for a family' refuses 'AF_PACKET' '[Service]\nRestrictAddressFamilies=AF_PACKET\n'
promise 'nor one of root, for whom systemd starts anything in any network' refuses 'it runs as root' '[Service]\nUser=\n'
promise 'nor one whose user is root by its number' refuses 'it runs as root' '[Service]\nUser=0\n'
while read -r text line; do
    promise "nor with $line" refuses "$text" "[Service]\\n$line\\n"
done <<'END'
NoNewPrivileges=yes NoNewPrivileges=no
RestrictNamespaces=yes RestrictNamespaces=no
ProtectControlGroups=yes ProtectControlGroups=no
ProtectProc=invisible ProtectProc=default
AmbientCapabilities= AmbientCapabilities=CAP_NET_RAW
NetworkNamespacePath= NetworkNamespacePath=/proc/1/ns/net
PAMName= PAMName=login
END
promise 'nor one that joins another unit, too' refuses 'JoinsNamespaceOf=' '[Unit]\nJoinsNamespaceOf=chaperone-hub.service\n'
promise 'one without the drop-in is told where it belongs' bash -c '[[ "$1" == *"chaperone-agent.conf is not among its drop-ins"* ]]' _ "$(script '
    printf "[Service]\nExecStart=/bin/sleep 1\nUser=nobody\n" >/etc/systemd/system/plain-agent.service
    systemctl daemon-reload
    systemctl start chaperone-agent-check@plain-agent || journalctl --no-pager -b -o cat -u chaperone-agent-check@plain-agent' 2>&1)"
promise 'nor does one whose own lines are what is asked of the drop-in, without it' bash -c '[[ "$1" == *"chaperone-agent.conf is not among its drop-ins"* ]]' _ "$(script '
    printf "[Unit]\nJoinsNamespaceOf=chaperone.socket\n[Service]\nExecStart=/bin/sleep 1\nUser=nobody\nPrivateNetwork=yes\nNoNewPrivileges=yes\nCapabilityBoundingSet=\nRestrictNamespaces=yes\nRestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX\nProtectControlGroups=yes\nProtectProc=invisible\n" >/etc/systemd/system/plain-agent.service
    systemctl daemon-reload
    systemctl start chaperone-agent-check@plain-agent || journalctl --no-pager -b -o cat -n 5 -u chaperone-agent-check@plain-agent' 2>&1)"
listens() { # LINES of its socket, which is open before the agent runs
    script "printf '$1' >/etc/systemd/system/my-agent.socket
        systemctl daemon-reload
        systemctl stop my-agent.socket my-agent
        systemctl start my-agent.socket"
}
listens '[Socket]\nListenStream=0.0.0.0:8080\n'
promise 'nor one that is handed a socket of the machine' refuses 'its socket my-agent.socket has the network of the machine' ''
listens '[Unit]\nJoinsNamespaceOf=chaperone.socket\n[Socket]\nPrivateNetwork=yes\nListenStream=0.0.0.0:8080\n'
promise "one of the agents' network it may be handed" starts_with ''
script 'systemctl stop my-agent.socket
    rm /etc/systemd/system/my-agent.socket
    systemctl daemon-reload'
promise 'without such lines it starts again' inside systemctl start my-agent
promise 'a unit whose name has escapes is looked at by its own name' script '
    printf "[Service]\nExecStart=/bin/sleep infinity\nUser=nobody\n" >"/etc/systemd/system/other\x2dagent@.service"
    mkdir -p "/etc/systemd/system/other\x2dagent@.service.d"
    printf "[Unit]\nRequires=chaperone-agent-check@%%N.service\n" >"/etc/systemd/system/other\x2dagent@.service.d/lanes.conf"
    systemctl daemon-reload
    systemctl start "other\x2dagent@a\x2db.service" && systemctl is-active "other\x2dagent@a\x2db.service"
    systemctl stop "other\x2dagent@a\x2db.service"'
promise 'a token that has served may be removed' script '
    rm /etc/chaperone/enrol-token
    systemctl restart chaperone && systemctl is-active chaperone'
promise 'and the agent reads on' asks agent
script 'install -m 0600 /etc/chaperone/chaperone.conf /tmp/root-only
    install -d -o nobody /tmp/nobodys'
promise 'a token that the sidecar may not read: whose it has to be is told' bash -c 'echo "$1"; [[ "$1" == *"/tmp/root-only: Permission denied: the sidecar'\''s user (uid 65534) has to be able to read it"* ]]' _ \
    "$(script 'cp /etc/chaperone/hub-ca.pem /tmp/nobodys/ca.pem && chmod 644 /tmp/nobodys/ca.pem
        runuser -u nobody -- chaperone run --hub https://localhost:8443 --hub-ca /tmp/nobodys/ca.pem --enrol-token-file /tmp/root-only \
            --state /tmp/nobodys/state --hub-wait 5 2>&1' || true)"
# A statement that runs when the sidecar is told to end, and one that the agent begins in the grace.
agent psql -XAt "postgresql://agent@127.0.0.1:5432/app" -c 'SELECT ssn, pg_sleep(3) FROM clinic.patients WHERE id = 1' >"$work/running" 2>&1 &
running=$!
sleep 1
script 'systemctl stop --no-block chaperone' 2>/dev/null
sleep 0.5
asks agent >"$work/late" 2>&1 && late=yes || late=
promise 'while the sidecar ends the agent goes on: its statement is answered' wait "$running"
promise 'and masked' grep -q '^\*\*\*-\*\*-' "$work/running"
promise 'and who connects then is served' [ "$late" = yes ]
script 'for _ in $(seq 100); do [ "$(systemctl show -p ActiveState --value chaperone)" != deactivating ] && break; sleep 0.2; done
    systemctl start chaperone
    systemctl stop chaperone-hub'
promise 'a sidecar that has its policy starts while the hub is away' inside systemctl restart chaperone
script 'mkdir -p /etc/systemd/system/chaperone.service.d
    printf "%s\n" "[Service]" TimeoutStartSec=3 Restart=no StateDirectory=chaperone-new ExecStart= \
        "ExecStart=/usr/bin/chaperone run --hub \${HUB} --hub-ca %d/hub-ca --enrol-token-file %d/enrol-token --state %S/chaperone-new --hub-wait 8" \
        >/etc/systemd/system/chaperone.service.d/away.conf
    systemctl daemon-reload && systemctl stop chaperone' 2>/dev/null
promise 'one that has none waits for it, longer than a start may take, and does not start' not inside systemctl start chaperone
promise 'but ends by itself, with exit code 69' script '
    systemctl show -p Result -p ExecMainStatus chaperone
    [ "$(systemctl show -p Result --value chaperone)" = exit-code ] && [ "$(systemctl show -p ExecMainStatus --value chaperone)" = 69 ]'
promise 'and the reason' script 'journalctl --no-pager -b -o cat -u chaperone | tail -n 20 | tee /dev/stderr | grep -F "waited 8 s (--hub-wait)"'
script 'rm /etc/systemd/system/chaperone.service.d/away.conf
    systemctl daemon-reload && systemctl reset-failed
    systemctl start chaperone-hub my-agent'
promise 'when the hub is back the agent reads' asks agent
if [ -e /lib/systemd/system/nftables.service ] && command -v nft >/dev/null; then
    script 'echo "FENCE=--network 10.20.0.0/16 --port 5432" >/etc/chaperone/fence.conf'
    promise 'the fence is a unit' script 'systemctl start nftables chaperone-fence && nft list table inet chaperone'
    for how in restart reload; do
        promise "and there again when nftables reads its rules anew ($how)" script "systemctl $how nftables
            for _ in \$(seq 50); do nft list table inet chaperone 2>/dev/null && break; sleep 0.1; done
            nft list table inet chaperone && systemctl is-active chaperone-fence"
    done
    script 'chaperone fence remove && systemctl stop chaperone-fence'
else
    echo '# SKIPPED: the fence as a unit: there is no nftables.service here'
fi
promise 'systemd finds the sidecar alive by its watchdog' \
    script 'systemctl show -p WatchdogTimestampMonotonic chaperone | grep -qv "=0$"'
promise 'a policy that changes is a reload, and the unit stays active' script '
    export HUB_URL=https://localhost:8443 HUB_CA=/etc/chaperone/hub-ca.pem
    export HUB_ADMIN_TOKEN_FILE=/var/lib/private/chaperone-hub/admin.token
    chaperone-hub policy push /tmp/policy.yaml >/dev/null
    for _ in $(seq 100); do
        systemctl show -p StatusText chaperone | grep -q "policy 2" && break
        sleep 0.2
    done
    systemctl show -p StatusText chaperone | grep -q "policy 2" && systemctl is-active chaperone'
for unit in chaperone.service chaperone-hub.service; do
    promise "systemd-analyze security $unit is 2.0 or less" script "
        systemd-analyze security --no-pager $unit | tail -n 1
        systemd-analyze security --no-pager --threshold=20 $unit >/dev/null"
done
promise 'the sidecar ends in order when it is told to' script '
    systemctl stop chaperone
    test "$(systemctl show -p Result --value chaperone)" = success'
script 'systemctl stop chaperone.socket'
promise 'without lanes the agent does not run' \
    script 'for _ in $(seq 50); do systemctl is-active --quiet my-agent || exit 0; sleep 0.1; done; exit 1'

# The second choice of docs/host.md, by its own lines.
mapfile -t lines < <(sed -n '/^IPAddressDeny=/,/^```$/{/^```$/!p}' docs/host.md)
second=()
for line in "${lines[@]}"; do second+=(-p "$line"); done
second_agent() { inside systemd-run --quiet --wait --pipe --collect -p User=nobody "${second[@]}" "$@"; }
second_root() { inside systemd-run --quiet --wait --pipe --collect -p CapabilityBoundingSet= "${second[@]}" "$@"; }
plain() { inside systemd-run --quiet --wait --pipe --collect -p User=nobody "$@"; }
reaches() { "$1" timeout 3 bash -c "exec 3<>/dev/tcp/$2/$3"; } # RUNNER HOST PORT
# In one network with its database the lane of its name has no place: both are on that port.
script 'export HUB_URL=https://localhost:8443 HUB_CA=/etc/chaperone/hub-ca.pem
    export HUB_ADMIN_TOKEN_FILE=/var/lib/private/chaperone-hub/admin.token
    sed -i "/^  named:/d; s/named, //" /tmp/policy.yaml
    chaperone-hub policy push /tmp/policy.yaml >/dev/null
    printf "[Socket]\nPrivateNetwork=no\nListenStream=\nListenStream=127.0.0.1:5432\n" >/etc/systemd/system/chaperone.socket.d/network.conf
    systemctl daemon-reload
    systemctl start chaperone.socket'
promise "docs/host.md's second choice is three lines" [ "${#lines[@]}" = 3 ]
promise 'an agent in the network of the host reads masked values' asks second_agent
promise 'without them the database is reached by an address of the machine (so that what follows shows something)' reaches plain 10.99.0.1 5433
if script 'journalctl -b | grep "does not support BPF/cgroup firewalling" >/dev/null'; then
    echo '# SKIPPED: the second choice: this kernel has no BPF for control groups'
else
    promise 'with them it is not' not reaches second_agent 10.99.0.1 5433
    promise 'nor by root without capabilities' not reaches second_root 10.99.0.1 5433
fi
promise 'by its loopback it is, as is said' reaches second_agent 127.0.0.1 5433
tell systemd
