#!/bin/bash
# A pod as the injector makes it, with the fence, run by podman: images made by buildah of what is on this machine, the hub in
# a container of its own, PostgreSQL outside. Needs root.
# usage: podman.sh [FOLDER of the programs; default dist, or else .build/debug]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# shellcheck source=Tests/Places/promises
. Tests/Places/promises

# The machine's network is not touched.
if [ "${1:-}" != --within ]; then
    programs=${1:-}
    if [ -z "$programs" ]; then
        programs=.build/debug
        if [ -x dist/chaperone ] && [ -x dist/chaperone-hub ]; then programs=dist; fi
    fi
    work=$(mktemp -d /tmp/chaperone-podman.XXXXXX)
    apart "$work" --net "$0" --within "$(realpath "$programs")" "$work"
    exit
fi
programs=$2 work=$3

readonly NAME=ehr-db.clinic.svc.cluster.local HUB=chaperone-hub.chaperone-system.svc
readonly ISSUER=http://127.0.0.1:8200
python=${PYTHON:-python3}
# Files of this test alone are its own; others in the images' folders are for all.
umask 022
mount -t tmpfs tmpfs /run
# crun takes a hybrid hierarchy for one of version 2.
umount /sys/fs/cgroup/unified 2>/dev/null || true
mkdir -p "$work/etc"
export CONTAINERS_CONF=$work/etc/containers.conf CONTAINERS_STORAGE_CONF=$work/etc/storage.conf
export BUILDAH_ISOLATION=chroot
cat >"$CONTAINERS_CONF" <<END
[containers]
default_ulimits = []
base_hosts_file = "none"
log_driver = "k8s-file"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "none"
runtime = "crun"
[network]
network_backend = "netavark"
network_config_dir = "$work/etc"
END
cat >"$CONTAINERS_STORAGE_CONF" <<END
[storage]
driver = "overlay"
graphroot = "$work/containers"
runroot = "/run/containers"
END
finish() {
    podman rm --all --force --time 0 >/dev/null 2>&1 || true
    podman pod rm --all --force >/dev/null 2>&1 || true
    if [ -f "$work/pg/postmaster.pid" ]; then kill -QUIT "$(head -n 1 "$work/pg/postmaster.pid")" 2>/dev/null || true; fi
    umount "$work"/containers/overlay 2>/dev/null || true
}
trap finish EXIT

# The images.
bring() { # ROOT PROGRAM[=NAME]…: programs with the libraries that they load
    local root=$1 one file library
    shift
    mkdir -p "$root/usr/bin" "$root/tmp" "$root/etc"
    chmod 1777 "$root/tmp"
    for one in "$@"; do
        file=$(realpath "$(command -v "${one%%=*}")")
        cp -L "$file" "$root/usr/bin/$(basename "${one##*=}")"
        while IFS= read -r library; do
            mkdir -p "$root$(dirname "$library")"
            cp -L --no-clobber "$library" "$root$library"
        done < <(ldd "$file" 2>/dev/null | grep -o '/[^ ]*' | sort -u)
    done
    printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
}
image() { # NAME ROOT CONFIGURATION…
    local container
    container=$(buildah from scratch)
    buildah copy --quiet "$container" "$2" / >/dev/null
    buildah config "${@:3}" "$container"
    buildah commit --quiet --rm "$container" "localhost/$1" >/dev/null
}
began=$SECONDS
digests=
if ldd "$programs/chaperone" >/dev/null 2>&1; then
    echo "the sidecar's image: the program of $programs with the libraries that it loads (make release gives the static one)"
    bring "$work/sidecar" "$programs/chaperone"
    mv "$work/sidecar/usr/bin/chaperone" "$work/sidecar/chaperone"
    mkdir -p "$work/sidecar/var/lib/chaperone"
    image chaperone "$work/sidecar" --user 65532:65532 --entrypoint '["/chaperone"]'
else
    echo "the sidecar's image: the Dockerfile's own, of $programs/chaperone"
    echo "(OCI images have no HEALTHCHECK; Docker's have)"
    mkdir "$work/dist"
    cp -L "$programs/chaperone" "$work/dist/"
    # Of a build that is not here any more, such as one of another machine, nobody knows what was linked.
    for text in spdx.json licenses.txt; do cp -L "$programs/chaperone.$text" "$work/dist/" || touch "$work/dist/chaperone.$text"; done
    dev/sidecar-root "$work/dist" "$work/build/root-of-sidecar"
    cp -a "$work/build" "$work/again"
    # As dev/images does.
    find "$work/build" "$work/again" -exec touch -h -d @0 {} +
    for folder in build again; do
        buildah bud --quiet --format oci --timestamp 0 --build-context "build=$work/$folder" --target chaperone \
            --tag localhost/chaperone . >>"$work/digests" 2>"$work/built" || { cat "$work/built" && exit 1; }
    done
    digests=$(sort -u "$work/digests")
fi
bring "$work/hub" "$programs/chaperone-hub"
image chaperone-hub "$work/hub" --user 65532:65532 --entrypoint '["/usr/bin/chaperone-hub"]'
bring "$work/fence" "$programs/chaperone" nft
image fence "$work/fence" --entrypoint '["/usr/bin/chaperone"]'
bin=/usr/lib/postgresql/15/bin
bring "$work/agent" bash cat grep id ls sleep timeout setpriv unshare nft "$bin/psql" "$bin/pg_dump" "$programs/chaperone"
ln -s bash "$work/agent/usr/bin/sh"
image agent "$work/agent" --env PATH=/usr/bin
echo "four images in $((SECONDS - began)) s"

# Outside of the pod, in this namespace: the database, its neighbours, the names, the cluster's issuer, the hub.
ip link set lo up
ip link add outside type bridge
ip link set outside up
ip netns add plain
ip link add plain type veth peer name eth0 netns plain
ip link set plain master outside up
ip -n plain link set lo up
ip -n plain link set eth0 up
ip address add 10.77.0.4/24 dev outside
for end in outside:2 eth0:3; do
    space=()
    if [ "${end%:*}" = eth0 ]; then space=(-n plain); fi
    for network in 10.66.0 10.77.0; do ip "${space[@]}" addr add "$network.${end#*:}/24" dev "${end%:*}"; done
    ip "${space[@]}" addr add "fd66::${end#*:}/64" dev "${end%:*}" nodad
done
setsid python3 -m http.server 8000 --bind :: --directory /var/empty >/dev/null 2>&1 &
# The cluster's, and the database's neighbour. Nothing leads to the hub's second address.
for address in 10.77.0.2 10.66.0.2; do
    setsid python3 Tests/Places/names.py "$address" "$NAME" 10.66.0.2 fd66::2 "$HUB" 10.77.0.2 fd77::2 >>"$work/names.log" 2>&1 &
done
# Of a cluster whose hub is away.
setsid python3 Tests/Places/names.py 10.77.0.4 "$NAME" 10.66.0.2 fd66::2 "$HUB" 10.77.0.3 fd77::3 >>"$work/names.log" 2>&1 &
mkdir "$work/issuer"
setsid python3 Tests/Places/issuer.py "$work/issuer" "${ISSUER##*:}" >"$work/issuer.log" 2>&1 &
Tests/Places/database "$work" '*' 5432
# Its certificate is of an authority that no system knows, and is verified as policies say nothing else.
mkdir "$work/tls"
openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj '/CN=the databases' -keyout "$work/tls/ca.key" -out "$work/tls/ca.pem" 2>/dev/null
openssl req -newkey rsa:2048 -nodes -subj "/CN=$NAME" -keyout "$work/tls/server.key" -out "$work/tls/server.csr" 2>/dev/null
openssl x509 -req -days 1 -in "$work/tls/server.csr" -CA "$work/tls/ca.pem" -CAkey "$work/tls/ca.key" -CAcreateserial \
    -extfile <(echo "subjectAltName=DNS:$NAME") -out "$work/tls/server.crt" 2>/dev/null
install -o postgres -m 0600 "$work/tls/server.key" "$work/tls/server.crt" "$work/pg/"
PGPASSWORD=super psql -Xq -h "$work/pg" -U postgres -c 'ALTER SYSTEM SET ssl = on' -c 'SELECT pg_reload_conf()' >/dev/null
# Its address of the link, which is in nobody's networks.
link=$(ip -6 -o addr show dev outside scope link | sed -n 's/.* inet6 \([^/]*\).*/\1/p')

# The hub, as k8s/overlays/transparent configures it, but for its issuer.
sed "/^ *\(authority\|keys\|bearer_token_file\):/d; s|issuer: https.*|issuer: $ISSUER|" k8s/overlays/transparent/hub-configuration.yaml >"$work/hub.yaml"
sed "/^ *\(authority\|keys\|bearer_token_file\):/d; s|issuer: https.*|issuer: $ISSUER|" k8s/base/hub-configuration.yaml >"$work/base.yaml"
sed "s/upstream: .*/upstream: $NAME:5432/; s/listen: .*/listen: auto/; s/tls: disable.*/tls: verify-full/" dev/compose/policy.yaml >"$work/policy.yaml"
cat >>"$work/policy.yaml" <<'END'
sidecars: { networks: [10.66.0.0/24, "fd66::/64"] }
kubernetes: { service_accounts: { agents/triage: { principal: triage-agent, groups: [analysts] } } }
END
mkdir "$work/hub-state"
chown 65532:65532 "$work/hub-state"
settings=(--env CHAPERONE_SIDECAR_IMAGE=localhost/chaperone --env CHAPERONE_FENCE_IMAGE=localhost/fence
    --env "CHAPERONE_SIDECAR_HUB=https://$HUB:8443" --env "CHAPERONE_UPSTREAM_CA=$(cat "$work/tls/ca.pem")")
podman run --detach --name hub --network host --volume "$work/hub-state:/var/lib/chaperone-hub" \
    --volume "$work/hub.yaml:/etc/hub.yaml:ro" --volume "$work:/work:ro" --read-only --cap-drop ALL \
    --security-opt no-new-privileges "${settings[@]}" --env HUB_URL=https://localhost:8443 \
    --env HUB_CA=/var/lib/chaperone-hub/state/ca.pem --env HUB_ADMIN_TOKEN_FILE=/var/lib/chaperone-hub/state/admin.token \
    localhost/chaperone-hub serve --state /var/lib/chaperone-hub/state --config /etc/hub.yaml >/dev/null
hub() { podman exec -i hub chaperone-hub "$@"; }
for ((tries = 0; tries < 100; tries++)); do
    hub instances list >/dev/null 2>&1 && break
    [ -n "$(podman ps --quiet --filter name=hub)" ] || break
    sleep 0.2
done
hub policy push /dev/stdin <"$work/policy.yaml" || { podman logs hub && exit 1; }
echo known-to-the-hub-alone | hub credential put ehr-agent --user ehr_agent

ssn='SELECT ssn FROM clinic.patients WHERE id = 1'
# A pod as its author writes it; what the injector makes of it; what a kubelet makes of that.
pod() { # NAME ACCOUNT [COMMAND [RESTARTS]]
    local first
    first="
  initContainers:
    - name: first
      image: localhost/agent
      command: [psql, -XAt, -d, app, -c, '$ssn']
      env: [{ name: PGHOST, value: $NAME }, { name: PGUSER, value: agent }]
      resources: { limits: { memory: 256Mi } }
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }"
    # Whose sidecar is measured before anybody has asked it.
    if [ "$1" = agent ]; then first=''; fi
    cat <<END
apiVersion: v1
kind: Pod
metadata: { name: $1, namespace: agents }
spec:
  serviceAccountName: $2
  restartPolicy: ${4:-Always}
  securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: RuntimeDefault } }$first
  containers:
    - name: agent
      image: localhost/agent
      command: ${3:-[sleep, infinity]}
      env: [{ name: PGHOST, value: $NAME }, { name: PGUSER, value: agent }]
      resources: { limits: { memory: 256Mi } }
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
END
}
injected() { # NAME ACCOUNT [COMMAND [RESTARTS]]: by the hub's own command
    pod "$@" >"$work/$1.yaml"
    hub inject --dry-run --config "$configuration" --policy /work/policy.yaml --hub-ca /var/lib/chaperone-hub/state/ca.pem \
        "/work/$1.yaml" >"$work/$1.injected.yaml"
}
configuration=/etc/hub.yaml # of the hub that makes the pod
start() { # NAME [ISSUER [LAST PART OF ITS ADDRESSES [DNS]]]
    "$python" Tests/Places/kubelet.py "$work/$1.injected.yaml" "$work" outside \
        "10.66.0.${3:-1}/24,10.77.0.${3:-1}/24,fd66::${3:-1}/64" "${4:-10.77.0.2}" "${2:-$ISSUER}"
}
says() { # CONTAINER PATTERN: in what it wrote
    podman logs "$1" 2>&1 | tee /dev/stderr | grep -E -- "$2" >/dev/null
}
agent() { podman exec agent-agent "$@"; }
root_agent() { podman exec --user 0:0 agent-agent "$@"; }
beside=/run/netns/plain # without a fence; later the pod's network
plain() { podman run --rm --network "ns:$beside" --user 10001 --entrypoint '[]' localhost/agent "$@"; }
raw='[0-9]{3}-[0-9]{2}-[0-9]{4}'
super() { "$1" psql -XAt "postgresql://postgres:super@$2:5432/app?connect_timeout=4" -c "$ssn" 2>&1; } # RUNNER HOST
goes_around() { super "$@" | grep -Eq "^$raw"; }
masked() { # RUNNER HOST
    local answer
    answer=$("$1" psql -XAt "postgresql://agent@$2:5432/app?connect_timeout=20" -c "$ssn" 2>&1) || true
    echo "answered: $answer"
    [[ $answer == '***-**-'* ]]
}
asks_udp() { # RUNNER HOST: for the name x
    "$1" timeout 4 bash -c "exec 3<>/dev/udp/$2/53; printf '\\1\\1\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0\\1x\\0\\0\\1\\0\\1' >&3; read -rN 1 -t 2 <&3"
}
forbidden() { # COMMAND…: it is there, and has not the right
    local said
    said=$("$@" 2>&1) && return 1
    echo "$said"
    [[ $said == *'not permitted'* || $said == *'denied'* ]]
}
reaches() { "$1" timeout 4 bash -c "exec 3<>/dev/tcp/$2/$3"; }                                    # RUNNER HOST PORT
refused_start() { # CODE NAME ISSUER
    local code=0
    start "${@:2}" || code=$?
    echo "ended with $code"
    [ "$code" = "$1" ]
}
sidecar_pid() { podman inspect --format '{{.State.Pid}}' agent-chaperone; }
status() { sed -n "s/^$1:[^0-9]*//p" "/proc/$(sidecar_pid)/status"; }
memory() { # FILE of cgroups 1, FILE of 2: what the sidecar's says
    local path
    path=$(sed -n 's/^[0-9]*:memory://p; s/^0::\(.*libpod.*\)/\1/p' "/proc/$(sidecar_pid)/cgroup" | head -n 1)
    cat "/sys/fs/cgroup/memory$path/$1" 2>/dev/null || cat "/sys/fs/cgroup$path/$2"
}
resident() {
    printf '# the sidecar %s: resident %s, of which its own %s; at most %s\n' "$1" "$(status VmRSS)" "$(status RssAnon)" "$(status VmHWM)"
}
dump() { agent pg_dump -h "$NAME" -U agent -t clinic.patients app >"$work/dump.sql" && wc -l <"$work/dump.sql"; }

if [ -n "$digests" ]; then promise "the sidecar's image, built twice, is the same" [ "$(wc -l <<<"$digests")" = 1 ]; fi
promise 'without a fence and a sidecar the password of the superuser is a way (so that what follows shows something)' \
    goes_around plain 10.66.0.2
promise 'by IPv6, too' goes_around plain '[fd66::2]'
promise 'by its address of the link' goes_around plain "[$link%25eth0]"
promise 'and so is another port' reaches plain 10.66.0.2 8000
promise 'by UDP as well' asks_udp plain 10.66.0.2
promise "the hub's command makes the pod" injected agent triage
# Where its name leads nobody listens. The sidecar waits for a minute: meanwhile everything else.
injected away triage
start away "$ISSUER" 5 10.77.0.4 >"$work/away.log" 2>&1 &
away=$!
promise 'the pod starts: fence, sidecar, check of the fence, agent' start agent
sleep 1
resident 'at rest, no session yet'
promise 'its sidecar runs as 65532 without a right, confined, on a root that it cannot write' bash -c '
    [ "$1" = "65532 65532 65532 65532" ] && [[ "$2" =~ ^0+$ ]] && [ "$3" = 1 ] && [ "$4" = 2 ] && grep -q " / [^ ]* ro[, ]" "/proc/$5/mountinfo"' \
    _ "$(status Uid | tr '\t' ' ')" "$(status CapBnd)" "$(status NoNewPrivs)" "$(status Seccomp)" "$(sidecar_pid)"
promise 'its limit of memory is the kernel'"'"'s' [ "$(memory memory.limit_in_bytes memory.max)" = 134217728 ]
for host in "$NAME" ehr-db.clinic 10.66.0.2 '[fd66::2]'; do promise "the agent reads masked values at $host" masked agent "$host"; done
resident 'after four sessions'
promise 'pg_dump of a protected table by the name of the database goes through the lane' dump
promise 'masked, all of it' bash -c 'grep -c "^[0-9].*\*\*\*-\*\*-" "$1" | grep -qx 200 && ! grep -Eq "$2" "$1"' _ "$work/dump.sql" "$raw"
resident 'after a dump of 200 rows'
promise '100,000 masked rows to a client that takes them one after another' bash -c '[ "$1" = 100000 ]' _ "$(
    agent psql -XAt --set FETCH_COUNT=0 -h "$NAME" -d app -c 'SELECT p.* FROM clinic.patients p, generate_series(1, 500)' 2>&1 |
        grep -c '|\*\*\*-'
)"
resident 'after 100,000 masked rows'
printf '# its cgroup, with pages of files: at most %s KiB of 131072\n' \
    "$(($(memory memory.max_usage_in_bytes memory.peak) / 1024))"
promise "the superuser's password is no way any more" not goes_around agent 10.66.0.2
promise 'nor by IPv6' not goes_around agent '[fd66::2]'
for who in agent root_agent; do promise "$who: nor by an address of the link" not goes_around "$who" "[$link%25eth0]"; done
promise 'the sidecar asks the database by TLS, with its certificate verified' bash -c '[ "$1" -gt 0 ]' _ "$(PGPASSWORD=super psql -XAt \
    -h "$work/pg" -U postgres -c "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE ssl AND usename = 'ehr_agent'")"
promise 'nor as root without capabilities' not goes_around root_agent 10.66.0.2
promise 'who gets the lane there, too' masked root_agent 10.66.0.2
for who in agent root_agent; do
    promise "$who: another port of the database is refused" not reaches "$who" 10.66.0.2 8000
    promise "$who: and by IPv6" not reaches "$who" fd66::2 8000
    promise "$who: and by UDP" not asks_udp "$who" 10.66.0.2
done
promise 'the rest of the network is open: an agent needs its model' reaches agent 10.77.0.2 8000
promise 'the fence stands, says check as the agent' \
    agent chaperone fence check --network 10.66.0.0/24 --network fd66::/64 --port 5432
promise 'root without capabilities cannot take it away' forbidden root_agent nft delete table inet chaperone
promise "nor become the sidecar's user" forbidden root_agent setpriv --reuid=65532 --clear-groups true
promise 'nor make a network of its own' forbidden root_agent unshare --net true
promise 'the agent sees neither the sidecar nor its token' agent bash -c '
    [ ! -e /var/run/secrets ] && [ ! -e /var/lib/chaperone ] && ! grep -qs chaperone /proc/[0-9]*/comm'
promise 'the kubelet finds the sidecar alive and ready' bash -c '
    podman exec agent-chaperone /chaperone healthcheck live --state /var/lib/chaperone &&
        podman exec agent-chaperone /chaperone healthcheck ready --state /var/lib/chaperone'
kill -KILL "$(sidecar_pid)"
promise 'a sidecar that is killed leaves no way' not goes_around agent 10.66.0.2
promise 'a kubelet starts it again' podman start agent-chaperone
for ((tries = 0; tries < 100; tries++)); do
    podman exec agent-chaperone /chaperone healthcheck ready --state /var/lib/chaperone >/dev/null 2>&1 && break
    sleep 0.1
done
promise 'and it serves, with the state that it had' masked agent "$NAME"
hub audit search --principal triage-agent --table clinic.patients >"$work/searched" 2>&1 || true
promise 'the hub has it in its log, by the name that the policy gives the service account' grep -q 'clinic.patients' "$work/searched"
promise 'a Job would end: the agent first' podman stop --time 0 agent-agent
promise 'then the sidecar, in order' bash -c 'podman stop --time 30 agent-chaperone &&
    podman inspect --format "{{.State.ExitCode}}" agent-chaperone | grep -qx 0'
promise 'and the hub knows that it left' bash -c 'podman exec hub chaperone-hub instances list | tee /dev/stderr | grep -q left'
beside=/proc/$(podman inspect --format '{{.State.Pid}}' agent-sandbox)/ns/net
promise 'the fence outlives it: there is no way' not goes_around plain 10.66.0.2
podman pod rm --force --time 0 agent >/dev/null
left() { podman exec hub chaperone-hub instances list | tee /dev/stderr | grep -c left | grep -qx "$1"; } # HOW MANY
promise 'a Job whose container dumps' injected job triage "[pg_dump, -U, agent, -t, clinic.patients, app]" Never
promise 'ends as it did before' start job
promise "its init container had a lane before it" says job-first '^\*\*\*-\*\*-[0-9]{4}$'
promise 'with a dump that is masked' bash -c 'podman logs job-agent >"$1" 2>&1 && grep -c "^[0-9].*\*\*\*-\*\*-" "$1" | grep -qx 200 && ! grep -Eq "$2" "$1"' \
    _ "$work/job.sql" "$raw"
promise 'then its sidecar, in order' bash -c 'podman inspect --format "{{.State.ExitCode}}" job-chaperone | grep -qx 0'
promise 'and the hub knows that it left, too' left 2
podman pod rm --force --time 0 job >/dev/null

# k8s/base: no fence.
configuration=/work/base.yaml
promise 'without a fence a pod' injected unfenced triage
promise 'has a sidecar alone' bash -c '[ "$(grep -c "name: chaperone" "$1")" -gt 0 ] && ! grep -q chaperone-fence "$1"' _ "$work/unfenced.injected.yaml"
promise 'and starts' start unfenced
unfenced() { podman exec unfenced-agent "$@"; }
for host in "$NAME" ehr-db.clinic; do promise "its agent reads masked values at $host, by its hosts entries" masked unfenced "$host"; done
promise 'and before it its init container' says unfenced-first '^\*\*\*-\*\*-[0-9]{4}$'
promise 'an address leads past the lane, as is said: what it has no password for is closed' bash -c '
    answer=$(podman exec unfenced-agent psql -w "postgresql://ehr_agent@10.66.0.2:5432/app?connect_timeout=4" -c "$1" 2>&1) && exit 1
    echo "$answer"
    [[ $answer == *"no password supplied"* ]]' _ "$ssn"
promise 'and whoever has one is in: give it to nobody but the hub' goes_around unfenced 10.66.0.2
podman pod rm --force --time 0 unfenced >/dev/null
configuration=/etc/hub.yaml

promise "a pod whose token is another cluster's" injected stranger triage
promise 'ends with its sidecar, which says why' refused_start 77 stranger http://127.0.0.1:8201
promise 'its agent was never made' not podman container exists stranger-agent
code=0
wait "$away" || code=$?
promise 'a pod whose hub is away ends with its sidecar: 69' [ "$code" = 69 ]
promise 'which says why in what a kubelet shows of its end' bash -c '
    podman logs away-chaperone 2>&1 | tail -c 2048 | tee /dev/stderr | grep "does not answer: .*refused)\{0,1\}; .*waited 60 s" >/dev/null'
promise 'its agent was never made' not podman container exists away-agent
promise 'nor was its init container' not podman container exists away-first
tell podman
