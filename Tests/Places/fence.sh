#!/bin/bash
# The fence, in a network namespace of its own with a database behind a link: who is fenced in reaches it by its lane and not
# otherwise. Needs root.
# usage: fence.sh [FOLDER of the programs; default .build/debug]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
programs=$(realpath "${1:-.build/debug}")
# shellcheck source=Tests/Places/promises
. Tests/Places/promises

# Two databases, both on 5432, and a host, whose server speaks first.
readonly NAME=ehr-db.example.internal BILLING=billing-db.example.internal WARD=ward.example.internal
work=$(mktemp -d /tmp/chaperone-fence.XXXXXX)
# The machine's own: another may be in a folder of root's.
python=$(PATH=/usr/bin:/bin command -v python3)
agents=chaperone-a$$ databases=chaperone-d$$
sidecar=
web='' dns='' sshd='' counting='' older='' own=''
finish() {
    for process in $web $dns $sshd $counting $older $own; do kill "$process" 2>/dev/null || true; done
    if [ -n "$sidecar" ]; then kill -KILL "$sidecar" 2>/dev/null || true; fi
    # Those that left their shell, too; the database ends in order.
    for process in $(ip netns pids "$agents" 2>/dev/null); do kill -KILL "$process" 2>/dev/null || true; done
    if [ -f "$work/pg/postmaster.pid" ]; then kill -QUIT "$(head -n 1 "$work/pg/postmaster.pid")" 2>/dev/null || true; fi
    for ((tries = 0; tries < 50; tries++)); do
        [ -f "$work/pg/postmaster.pid" ] || break
        sleep 0.1
    done
    ip netns del "$agents" 2>/dev/null || true
    ip netns del "$databases" 2>/dev/null || true
    rm -rf "$work" "/etc/netns/$agents"
}
trap finish EXIT

ip netns add "$agents"
ip netns add "$databases"
mkdir -p "/etc/netns/$agents"
echo 'nameserver 10.66.0.2' >"/etc/netns/$agents/resolv.conf"
ip link add "ca$$" netns "$agents" type veth peer name "cd$$" netns "$databases"
for side in "$agents ca$$ 1" "$databases cd$$ 2"; do
    read -r space device last <<<"$side"
    ip -n "$space" link set lo up
    ip -n "$space" link set "$device" up
    ip -n "$space" addr add "10.66.0.$last/24" dev "$device"
    ip -n "$space" addr add "fd66::$last/64" dev "$device" nodad
done
ip -n "$databases" addr add 10.66.0.3/24 dev "cd$$"
ip -n "$databases" addr add fd66::3/64 dev "cd$$" nodad
# Of the link alone: in nobody's networks.
ip -n "$agents" addr add 169.254.66.1/16 dev "ca$$"
ip -n "$databases" addr add 169.254.66.2/16 dev "cd$$"
# What a packet may be led by to the database, where it is not fenced in.
ip -n "$databases" addr add 10.77.0.1/32 dev lo
ip -n "$databases" addr add fd77::1/128 dev lo nodad
for space in "$agents" "$databases"; do
    ip netns exec "$space" sh -c 'for file in /proc/sys/net/ipv4/conf/*/accept_source_route /proc/sys/net/ipv6/conf/*/seg6_enabled; do
        [ ! -e "$file" ] || echo 1 >"$file"
    done
    echo 1 >/proc/sys/net/ipv4/ip_forward'
done
ip -n "$agents" route add default via 10.66.0.2
ip -n "$agents" -6 route add default via fd66::2
ip netns exec "$databases" Tests/Places/database "$work" '*' 5432
# A second port of the same machine, which no lane leads to.
ip netns exec "$databases" setsid python3 -m http.server 8000 --bind 10.66.0.2 --directory /var/empty >/dev/null 2>&1 &
web=$!
ip netns exec "$databases" python3 Tests/Places/names.py 10.66.0.2 "$NAME" 10.66.0.2 fd66::2 "$BILLING" 10.66.0.3 fd66::3 \
    "$WARD" 10.66.0.2 fd66::2 &
dns=$!
ip netns exec "$databases" env PGPASSWORD=super psql -Xq -h 10.66.0.2 -U postgres -c 'CREATE DATABASE billing'
mkdir -p "$work/ward" "$work/sshd" /run/sshd
printf '09:12 admitted, SSN 536-22-4410\n' >"$work/ward/app.log"
ssh-keygen -q -t ed25519 -N '' -f "$work/sshd/host"
ssh-keygen -q -t ed25519 -N '' -f "$work/credentials/ward-key"
cat >"$work/sshd/config" <<END
ListenAddress 10.66.0.2:22
ListenAddress [fd66::2]:22
HostKey $work/sshd/host
PidFile none
UsePAM no
StrictModes no
PermitRootLogin prohibit-password
AuthorizedKeysFile $work/credentials/ward-key.pub
END
ip netns exec "$databases" setsid /usr/sbin/sshd -D -e -f "$work/sshd/config" >"$work/sshd/log" 2>&1 </dev/null &
sshd=$!
sed "s/upstream: .*/upstream: $NAME:5432/; s/listen: .*/listen: auto/" dev/compose/policy.yaml >"$work/policy.yaml"
printf 'sidecars: { networks: [10.66.0.0/24, "fd66::/64"] }\n' >>"$work/policy.yaml"
python3 - "$work/policy.yaml" >"$work/further" <<END
import sys
billing = "  billing: { protocol: postgres, upstream: '$BILLING:5432', listen: auto, tls: disable, database: billing, credential: ehr-agent }"
ward = "  ward: { service: ssh, upstream: '$WARD:22', user: root, host_keys: ['$(cut -d ' ' -f 1-2 "$work/sshd/host.pub")'], credential: ward-key, phi: true, detect: [us_ssn] }"
logs = "  - { name: logs, when: { command: ['tail -n {number} $work/ward/{name}.log'] }, action: allow }"
text = open(sys.argv[1]).read().replace("targets: [ehr]", "targets: [ehr, billing, ward]")
print(text.replace("\nrules:\n", f"\n{billing}\n{ward}\nrules:\n{logs}\n"))
END
mv "$work/further" "$work/policy.yaml"
"$programs/chaperone-hub" policy keygen --out "$work/keys" >/dev/null
"$programs/chaperone-hub" policy compile "$work/policy.yaml" --key "$work/keys/policy.key" --out "$work/policy.bundle" >/dev/null
# The host's address in figures, in no network of the fence.
sed "s/$WARD:22/10.77.0.1:22/" "$work/policy.yaml" >"$work/open.yaml"
"$programs/chaperone-hub" policy compile "$work/open.yaml" --key "$work/keys/policy.key" --out "$work/open.bundle" >/dev/null
mkdir -p "$work/state"
chown -R 65532:65532 "$work/state" "$work/credentials"
chmod 644 "$work/policy.bundle" "$work/open.bundle" "$work/keys/policy.pub"
chmod 755 "$work/keys"
policy=(--policy "$work/policy.bundle" --trust-key "$work/keys/policy.pub")

beside() { ip netns exec "$agents" "$@"; }
agent() { beside setpriv --reuid=nobody --regid=nogroup --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all "$@"; }
root_agent() { beside setpriv --no-new-privs --bounding-set=-all --inh-caps=-all "$@"; }
sidecar_user() { beside setpriv --reuid=65532 --regid=65532 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all "$@"; }
start_sidecar() {
    rm -f "$work/state/ready"
    sidecar_user "$programs/chaperone" run --bundle "$work/policy.bundle" --trust-key "$work/keys/policy.pub" \
        --principal agent --group analysts --credentials "$work/credentials" --state "$work/state" \
        --transparent 127.0.0.1:15001 --transparent '[::1]:15001' --ready-file "$work/state/ready" --grace 0 \
        2>>"$work/log" &
    for ((tries = 0; tries < 300; tries++)); do
        if [ -e "$work/state/ready" ]; then
            # The lock names who has it.
            sidecar=$(cat "$work/state/lock") && return
        fi
        sleep 0.1
    done
    cat "$work/log"
    return 1
}
ssn='SELECT ssn FROM clinic.patients WHERE id = 1'
gone() {
    for ((tries = 0; tries < 100; tries++)); do
        [ -e "/proc/$sidecar" ] || return 0
        sleep 0.1
    done
    return 1
}
asks() { # RUNNER HOST
    local answer
    answer=$("$1" psql -XAt "postgresql://anybody:super@$2:5432/app?connect_timeout=20" -c "$ssn" 2>&1) || true
    echo "answered: $answer"
    [[ $answer == '***-**-'* ]]
}
super() { # RUNNER HOST PORT: what goes around
    "$1" psql -XAt "postgresql://postgres:super@$2:$3/app?connect_timeout=4" -c "$ssn"
}
database() { # HOST DATABASE: whose it is that is there, whatever it is called by
    local answer
    answer=$(agent psql -XAt "postgresql://agent@$1:5432/$2?connect_timeout=20" -c 'SELECT current_database()' 2>&1) || true
    echo "answered: $answer"
    [ "$answer" = "$2" ]
}
looks() { # HOST: at a log of the ward's, as its administrator
    agent ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \
        -o ConnectTimeout=10 "root@$1" "$2"
}
refused_there() { # COMMAND
    local code=0
    looks 10.66.0.2 "$1" || code=$?
    echo "ended with $code"
    [ "$code" = 126 ]
}
greets() { # HOST: who says nothing
    agent timeout 10 bash -c "exec 3<>/dev/tcp/$1/22; read -r line <&3; echo \"\$line\"; [[ \$line == SSH-2.0-Chaperone* ]]"
}
bracketed() { if [[ $1 == *:* ]]; then echo "[$1]"; else echo "$1"; fi; }
reaches() { "$1" timeout 4 bash -c "exec 3<>/dev/tcp/$2/$3"; }
# In the audit, not in what the program says of itself.
recorded() { grep -hF '"verdict":"deny"' "$work/state/audit"/records-*.jsonl | grep -F "$1"; }

waits() { # FILE
    for ((tries = 0; tries < 200; tries++)); do
        [ ! -e "$work/try/$1" ] || return 0
        sleep 0.1
    done
    echo "no $1" && return 1
}
forged() { # PORT: whether a connection is had whose beginning was forged from outside
    local trying code=0
    rm -f "$work/try/bound" "$work/try/opened"
    agent "$python" Tests/Places/sockets.py bound "$1" 10.66.0.2 8000 "$work/try" &
    trying=$!
    waits bound || return 0
    ip netns exec "$databases" python3 Tests/Places/sockets.py opens 10.66.0.2 8000 10.66.0.1 "$1"
    touch "$work/try/opened"
    wait "$trying" || code=$?
    return "$code"
}
outside() { ip netns exec "$databases" "$@"; }
mkdir -p "$work/try"
chmod 777 "$work/try"
for ((tries = 0; tries < 50; tries++)); do
    agent getent hosts "$NAME" >/dev/null && break
    sleep 0.1
done
super agent 10.66.0.2 5432 >"$work/raw" 2>&1 || true
# Of its own making; it is there when no other machine has it.
for ((tries = 0; tries < 50; tries++)); do
    link=$(ip -n "$databases" -6 -o addr show dev "cd$$" scope link -tentative | sed -n 's/.* inet6 \([^/]*\).*/\1/p')
    [ -z "$link" ] || break
    sleep 0.1
done
links=("$link%ca$$" 169.254.66.2)
told() { # ADDRESS: whether a datagram leaves for it
    agent "$python" -c "
import socket, sys
where = socket.getaddrinfo(sys.argv[1], 5353, type=socket.SOCK_DGRAM)[0]
socket.socket(where[0], socket.SOCK_DGRAM).sendto(b'x', where[4])" "$1"
}
groups=("ff02::1%ca$$" 224.0.0.251)
promise 'without a fence whoever has a password goes around (so that what follows shows something)' \
    grep -Eq '^[0-9]{3}-' "$work/raw"
for host in "$NAME" 10.66.0.2 fd66::2; do promise "and $host is reached" reaches agent "$host" 5432; done
for host in "${links[@]}"; do promise "and by its address of the link, $host" reaches agent "$host" 5432; done
for host in "${groups[@]}"; do promise "and told of by $host" told "$host"; done
promise 'and the host, whose server says that it is another' not greets 10.66.0.2
routes=()
for pair in '10.66.0.2 10.77.0.1' 'fd66::2 fd77::1'; do
    read -r host hop <<<"$pair"
    # Of IPv4 it takes CAP_NET_RAW.
    if beside "$python" Tests/Places/sockets.py routed "$host" "$hop" 22 2>"$work/said"; then
        routes+=("$pair")
    else
        echo "# SKIPPED: a route to $host by $hop within the packets: $(tail -n 1 "$work/said")"
    fi
done
promise 'a connection whose beginning was forged from outside is had' forged 45000
outside python3 Tests/Places/sockets.py counts 10.66.0.2 7000 "$work/try" &
counting=$!
waits counting
agent "$python" Tests/Places/sockets.py older 10.66.0.2 7000 "$work/try" &
older=$!
promise 'and one is open' waits connected
promise 'without a fence, check says so' not agent "$programs/chaperone" fence check "${policy[@]}"
promise 'the agent cannot make a fence, nor take one away' not agent "$programs/chaperone" fence remove
promise 'the fence is made' beside "$programs/chaperone" fence apply "${policy[@]}"
promise 'and made again' beside "$programs/chaperone" fence apply "${policy[@]}"
touch "$work/try/fenced"
wait "$older" || true
older=
promise 'what was open before goes on no more, though its first packet comes from outside' not test -e "$work/try/came"
promise 'one whose beginning was forged from outside is none' not forged 45001
for pair in "${routes[@]}"; do
    read -r host hop <<<"$pair"
    promise "a route to $host within the packets leads nowhere" not beside "$python" Tests/Places/sockets.py routed "$host" "$hop" 22
done
beside setsid python3 -m http.server 8000 --bind :: --directory "$work/try" >/dev/null 2>&1 &
own=$!
for host in 10.66.0.1 fd66::1; do
    for ((tries = 0; tries < 50; tries++)); do
        reaches beside "$host" 8000 2>/dev/null && break
        sleep 0.1
    done
    promise "who connects from outside is answered at $host" outside curl -sf -o /dev/null --max-time 5 "http://$(bracketed "$host"):8000/"
done
kill "$own"
own=
for host in "$NAME" 10.66.0.2 fd66::2; do
    promise "without a sidecar nothing is reached at $host" not reaches agent "$host" 5432
    promise 'nor by root without capabilities' not reaches root_agent "$host" 5432
done
promise 'and check names what is missing' not agent "$programs/chaperone" fence check "${policy[@]}"
start_sidecar
# As in a pod: for everybody in there, the sidecar too, the database's name leads to the lane.
printf '127.0.0.1 localhost\n' >"/etc/netns/$agents/hosts"
beside "$programs/chaperone" hosts --state "$work/state" >>"/etc/netns/$agents/hosts"
promise 'hosts lines lead the name to the lane' grep -q "^127.77.166.230 $NAME$" "/etc/netns/$agents/hosts"
for host in "$NAME" 10.66.0.2 '[fd66::2]'; do
    promise "the agent reads masked values at $host, unchanged" asks agent "$host"
done
for host in "$NAME" 10.66.0.2 '[fd66::2]'; do promise "at $host is its database" database "$host" app; done
for host in "$BILLING" 10.66.0.3 '[fd66::3]'; do promise "and at $host, on the same port, the other" database "$host" billing; done
for host in 10.66.0.3 '[fd66::3]'; do promise "which is not the first's at $host" not database "$host" app; done
# By its address alone: its lane has a port of its own, so no hosts line, and the DNS is behind the fence.
for host in 10.66.0.2 fd66::2; do
    promise "a server that speaks first is the lane's at $host" greets "$host"
    promise 'where a log is shown masked' bash -c '[[ "$1" == *admitted* && ! "$1" =~ [0-9]{3}-[0-9]{2}-[0-9]{4} ]]' _ \
        "$(looks "$host" "tail -n 1 $work/ward/app.log" 2>&1)"
done
promise 'and what the policy does not know is not run' refused_there id
promise 'so does root without capabilities' asks root_agent 10.66.0.2
promise 'an address of IPv4 in the form of IPv6 is the same lane' asks agent '[::ffff:10.66.0.2]'
promise 'and another port there is refused, too' not reaches agent ::ffff:10.66.0.2 8000
promise 'the superuser of the database, asked for by its password, is a lane like all' \
    bash -c '! [[ "$1" =~ [0-9]{3}-[0-9]{2}-[0-9]{4} ]]' _ "$(super agent 10.66.0.2 5432 2>&1)"
dumps() { # a protected table, masked, all of it
    agent pg_dump -h "$NAME" -U agent -t clinic.patients app >"$work/dump.sql" || return 1
    grep -c '^[0-9].*\*\*\*-\*\*-' "$work/dump.sql" | grep -qx 200 && ! grep -Eq '[0-9]{3}-[0-9]{2}-[0-9]{4}' "$work/dump.sql"
}
promise 'pg_dump by the name of the database goes through the lane, masked, all of it' dumps
promise 'the fence stands, says check as the agent' agent "$programs/chaperone" fence check "${policy[@]}"
promise 'with a network that it does not hold, where a database is, it says which' bash -c '[[ "$1" == *"10.77.0.1 are let out"* ]]' _ \
    "$(agent "$programs/chaperone" fence check "${policy[@]}" --network 10.77.0.0/16 2>&1)"
promise 'a target outside of the networks is told' bash -c '[[ "$1" == *"has to be in the fence"* ]]' _ \
    "$(agent "$programs/chaperone" fence check --policy "$work/open.bundle" --trust-key "$work/keys/policy.pub" 2>&1)"
promise 'and says nothing to the sidecar, which may pass' not sidecar_user "$programs/chaperone" fence check "${policy[@]}"
promise 'another port of the database is refused' not reaches agent 10.66.0.2 8000
promise 'for root without capabilities, too' not reaches root_agent 10.66.0.2 8000
promise 'and by IPv6' not reaches agent fd66::2 8000
for host in "${links[@]}"; do
    promise "so is an address of the link: $host" not reaches agent "$host" 5432
    promise "for root without capabilities, too: $host" not reaches root_agent "$host" 5432
done
for host in "${groups[@]}"; do promise "and one of a group of machines: $host" not told "$host"; done
ip -n "$agents" neigh flush all
ip -n "$databases" neigh flush all
for host in 10.66.0.2 '[fd66::2]'; do promise "the link goes on: who forgets its neighbours finds them, $host" asks agent "$host"; done
beside nft flush chain inet chaperone links
promise 'a fence that lets addresses of the link pass does not stand, says check' bash -c '[[ "$1" == *"an address of the link"* ]]' _ \
    "$(agent "$programs/chaperone" fence check "${policy[@]}" 2>&1)"
promise 'but not of what is said to be open' bash -c '[[ "$1" != *169.254.77.1* ]]' _ \
    "$(agent "$programs/chaperone" fence check "${policy[@]}" --except 169.254.0.0/16 2>&1)"
beside "$programs/chaperone" fence apply "${policy[@]}"
promise 'and by UDP' not agent "$python" -c "
import socket
one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
one.connect(('10.66.0.2', 53))
one.send(b'x')
one.settimeout(2)
one.recv(1)"
promise 'the sidecar itself may pass' reaches sidecar_user 10.66.0.2 8000
promise 'an address of the network that is no target is refused' not super agent 10.66.0.9 5432
promise 'and recorded with its address' recorded 'no target is at 10.66.0.9:5432'
for host in 127.0.0.1 '[::1]'; do promise "the listener's own address leads nowhere: $host" not super agent "$host" 15001; done
promise 'and is recorded' recorded 'a connection to the listener itself leads to no lane'
promise 'root without capabilities cannot take the fence away' not root_agent "$programs/chaperone" fence remove
promise 'nor become the sidecar' not root_agent setpriv --reuid=65532 --clear-groups true
# Rules of others in the same network: a mesh's, a CNI plugin's, an administrator's, by each of iptables' two kinds.
stands() { # what is refused and what is served, whatever others say
    asks agent "$NAME" && not reaches agent 10.66.0.2 8000 && not reaches agent fd66::2 8000 && not reaches root_agent 10.66.0.2 8000
}
raw() { # HOST: whether a value comes from there as it is stored
    local answer
    answer=$(super agent "$1" 5432 2>&1) || true
    echo "answered: $answer"
    [[ $answer =~ [0-9]{3}-[0-9]{2}-[0-9]{4} ]]
}
mesh() { beside setpriv --reuid=1337 --regid=1337 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all "$@"; }
for kind in nft legacy; do
    if ! command -v "iptables-$kind" >/dev/null || ! beside "iptables-$kind" -t nat -S >/dev/null 2>"$work/said"; then
        echo "# SKIPPED: the fence beside rules of iptables-$kind: $(tail -n 1 "$work/said" 2>/dev/null || echo 'it is not here')"
        continue
    fi
    others() { beside "iptables-$kind" -w "$@"; }
    theirs="rules of others (iptables-$kind)"
    for order in before after; do
        others -I OUTPUT -j ACCEPT
        others -t mangle -A OUTPUT -j MARK --set-mark 7
        beside "ip6tables-$kind" -w -I OUTPUT -j ACCEPT
        [ "$order" = after ] || beside "$programs/chaperone" fence apply "${policy[@]}"
        promise "$theirs that accept all, made $order the fence, open nothing" stands
        others -t nat -A OUTPUT -d 10.88.0.1 -j DNAT --to-destination 10.66.0.2
        promise "nor does an address that they lead to a database's" not reaches agent 10.88.0.1 8000
        promise 'by its port, too' not raw 10.88.0.1
        others -t raw -A OUTPUT -j NOTRACK
        promise 'nor do connections that they take out of the records' not raw 10.66.0.2
        promise 'to other ports, too' not reaches agent 10.66.0.2 8000
        others -t raw -F
        # A mesh's: its proxy, which is not the sidecar, would go on to the database.
        others -t nat -I OUTPUT -p tcp -m owner ! --uid-owner 1337 -j REDIRECT --to-ports 15006
        promise 'nor a mesh, which leads all to a proxy of its own' not raw 10.66.0.2
        promise 'whose user is fenced in' not reaches mesh 10.66.0.2 8000
        for table in raw mangle nat filter; do others -t "$table" -F; done
        beside "ip6tables-$kind" -w -F
        promise 'when they take all of theirs away the fence stands' stands
    done
done
kill -KILL "$sidecar"
gone
promise 'a sidecar that was killed leaves no way' not super agent 10.66.0.2 5432
start_sidecar
promise 'one that is started again serves, though its database has the name of its lane' asks agent "$NAME"
promise 'the fence is taken away' beside "$programs/chaperone" fence remove
promise 'and taken away again' beside "$programs/chaperone" fence remove
promise 'then check says so' not agent "$programs/chaperone" fence check "${policy[@]}"
kill "$sidecar"
promise 'the sidecar ends in order' gone
promise 'and says so' grep -q '"message":"ended"' "$work/log"
sidecar=
mkdir "$work/open-state"
chown 65532:65532 "$work/open-state"
promise 'one whose target is in no network of the fence says which' grep -q "sidecars.networks.*10.77.0.1" <(
    sidecar_user timeout 5 "$programs/chaperone" run --bundle "$work/open.bundle" --trust-key "$work/keys/policy.pub" \
        --principal agent --group analysts --credentials "$work/credentials" --state "$work/open-state" \
        --transparent 127.0.0.1:15001 --grace 0 --log-format text 2>&1)
tell fence
