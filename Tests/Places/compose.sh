#!/bin/bash
# compose.yaml, by Docker's engine and Compose: a root of Debian's packages with the engine in it, images by the Dockerfile, and
# what a reader of the README does. Needs root, and a network for Debian's packages until the images are made.
# usage: compose.sh [FOLDER of the programs of make release; default dist]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# shellcheck source=Tests/Places/promises
. Tests/Places/promises

case ${1:-} in
--images) stage=images ;;
--scene) stage=scene ;;
*)
    programs=$(realpath "${1:-dist}")
    compose=$(realpath "$(command -v docker-compose)")
    work=$(mktemp -d /tmp/chaperone-compose.XXXXXX)
    apart "$work" "$0" --images "$programs" "$work" "$compose"
    exit
    ;;
esac

# With the machine's network: the root of the engine, and the images.
if [ "$stage" = images ]; then
    programs=$2 work=$3 compose=$4 root=$3/root
    umask 022
    began=$SECONDS
    log() { tail -n 20 "$work/log" && exit 1; }
    debootstrap --variant=minbase --include=ca-certificates bookworm "$root" http://deb.debian.org/debian >"$work/log" 2>&1 || log
    rm -f "$root"/var/cache/apt/archives/*.deb

    export CONTAINERS_STORAGE_CONF=$work/storage.conf BUILDAH_ISOLATION=chroot
    cat >"$CONTAINERS_STORAGE_CONF" <<END
[storage]
driver = "overlay"
graphroot = "$work/containers"
runroot = "$work/containers-run"
END
    container=$(buildah from scratch)
    buildah copy --quiet "$container" "$root" / >/dev/null
    buildah commit --quiet --rm "$container" localhost/debian >/dev/null
    # Pinned, as docs/places.md says.
    digest=$(buildah inspect --type image --format '{{.FromImageDigest}}' localhost/debian)
    DEBIAN_IMAGE=localhost/debian@$digest dev/images "$programs" >"$work/log" 2>&1 || log
    container=$(buildah from localhost/debian)
    buildah run "$container" -- sh -c 'apt-get update && apt-get install -y --no-install-recommends postgresql-15' \
        >"$work/log" 2>&1 || log
    buildah copy --quiet "$container" Tests/Places/postgres-image /entrypoint >/dev/null
    buildah config --entrypoint '["/entrypoint"]' "$container"
    buildah commit --quiet --rm "$container" localhost/postgres >/dev/null
    mkdir "$root/images"
    for image in chaperone:latest chaperone-hub:latest postgres:15-bookworm; do
        buildah push --quiet "localhost/${image%:*}" "docker-archive:$root/images/${image%:*}.tar:docker.io/library/$image" >/dev/null
    done

    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    mount -t proc proc "$root/proc"
    chroot "$root" sh -c 'apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends docker.io iptables iproute2' \
        >"$work/log" 2>&1 || log
    umount "$root/proc"
    install -m 0755 "$compose" "$root/usr/local/bin/docker-compose"
    echo "the engine's root and the images in $((SECONDS - began)) s"

    # A root of its own, not a chroot: the engine moves roots itself.
    mount --make-rprivate /
    mount --bind "$root" "$root"
    mkdir "$root/chaperone" "$root/outside"
    mount --bind -o ro "$PWD" "$root/chaperone"
    cd "$root"
    mount --rbind /dev dev
    mount --rbind /sys/fs/cgroup mnt
    mount -t tmpfs tmpfs run
    mount -t tmpfs tmpfs tmp
    pivot_root . outside
    exec unshare --net --mount --pid --fork --kill-child --mount-proc /chaperone/Tests/Places/compose.sh --scene
fi

# Without any network but the engine's own.
export TMPDIR=/tmp
umount -l /outside
mount -t sysfs sys /sys
mount --rbind /mnt /sys/fs/cgroup
ip link set lo up
dockerd --exec-opt native.cgroupdriver=cgroupfs >/tmp/engine.log 2>&1 &
for ((tries = 0; tries < 100; tries++)); do
    docker info >/dev/null 2>&1 && break
    sleep 0.2
done
docker info >/dev/null 2>&1 || { tail -n 20 /tmp/engine.log && exit 1; }
for image in /images/*.tar; do docker load --quiet --input "$image" >/dev/null; done

compose() { docker-compose --ansi never "$@"; }
raw='[0-9]{3}-[0-9]{2}-[0-9]{4}'
state() { docker inspect --format "{{.State.$2}}" "chaperone-$1-1"; } # SERVICE FIELD
agent_ends() { # its exit code is the scene's: 0 if it saw what it may and found no other road
    [ "$(state agent Status)" != created ] || return 1
    docker wait chaperone-agent-1 >/dev/null
    compose logs --no-log-prefix agent 2>&1 | tee /tmp/agent.log
    [ "$(state agent ExitCode)" = 0 ] && said 'The lane stays'
}
said() { grep -Eq -- "$1" /tmp/agent.log; }
reads() { said '\*\*\*-\*\*-[0-9]{4}' && ! said "$raw"; }
started() { compose up --no-build --detach || { compose logs --no-log-prefix --tail 30 && return 1; }; }
left() { # SERVICE
    echo "$(state "$1" Status), code $(state "$1" ExitCode)"
    [ "$(state "$1" Status)" = exited ] && [ "$(state "$1" ExitCode)" = 0 ]
}
asks() { compose run --rm --no-TTY agent psql -XAt -c 'SELECT ssn FROM clinic.patients ORDER BY id LIMIT 1' 2>/dev/null; }
masked() {
    local answer
    answer=$(asks)
    echo "answered: $answer"
    [[ $answer =~ ^\*\*\*-\*\*-[0-9]{4}$ ]]
}
dumps() { # by the database's name, with what the service's environment says
    compose run --rm --no-TTY agent pg_dump -t clinic.patients app >/tmp/dump.sql || return 1
    grep -c '^[0-9].*\*\*\*-\*\*-' /tmp/dump.sql | grep -qx 200 && ! grep -Eq "$raw" /tmp/dump.sql
}
place_of_db() { docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' chaperone-db-1; }
around() { printf 'postgresql://postgres:of-the-superuser@%s:5432/app?connect_timeout=3' "$(place_of_db)"; }
ssn='SELECT ssn FROM clinic.patients WHERE id = 1'
from_its_network() { docker run --rm --network chaperone_databases --entrypoint psql docker.io/library/postgres:15-bookworm -XAt "$(around)" -c "$ssn" | grep -Eqx "$raw"; }
unreachable() { # OPTION… of docker-compose run
    local answer
    answer=$(compose run --rm --no-TTY "$@" agent psql -XAt "$(around)" -c "$ssn" 2>&1) && return 1
    echo "answered: $answer"
    [[ $answer == *'Network is unreachable'* ]]
}
without_capabilities() { compose run --rm --no-TTY --user root agent grep CapEff /proc/self/status 2>/dev/null | grep -q '0000000000000000'; }
comes_back() {
    local before
    before=$(state sidecar Pid)
    kill -KILL "$before" || return 1
    for ((tries = 0; tries < 100; tries++)); do
        if [ "$(state sidecar Pid)" != "$before" ] && [ "$(state sidecar Health.Status)" = healthy ]; then break; fi
        sleep 0.2
    done
    echo "$(state sidecar Status), restarted $(docker inspect --format '{{.RestartCount}}' chaperone-sidecar-1) times"
    [ "$(docker inspect --format '{{.RestartCount}}' chaperone-sidecar-1)" = 1 ] && masked
}
long_enough() { # what Docker waits before it kills, in seconds
    [ "$(docker inspect --format '{{.Config.StopTimeout}}' chaperone-sidecar-1)" -ge 30 ]
}
network_of_agent() { compose run --rm --no-TTY --entrypoint cat agent /proc/net/dev 2>/dev/null | sed -n 's/^ *\([^ ]*\):.*/\1/p'; }

promise 'docker compose up starts database, hub, sidecar and agent, each when what it needs is ready' started
promise 'the agent ends well: it saw what it may, and found no other road' agent_ends
promise 'it read masked values and no raw one' reads
promise 'what it must not do is refused, with the words of the policy' said 'Schema changes go through the migration pipeline'
promise 'and the database is no name to it' said 'could not translate host name "db"'
promise 'the sidecar is healthy' [ "$(state sidecar Health.Status)" = healthy ]
promise 'docker compose run --rm agent psql asks again' masked
promise 'pg_dump of a protected table, by the name of the database, is masked, all of it' dumps
promise 'the agent has no network' [ "$(network_of_agent)" = lo ]
promise "on the database's network the superuser's password is a way (so that what follows shows something)" from_its_network
promise 'the agent has no route there' unreachable
promise 'as root it has no capability' without_capabilities
promise 'nor a route' unreachable --user root
promise 'a sidecar that is killed comes back, and serves with the state that it had' comes_back
promise 'Docker gives its end the time that it may take' long_enough
compose exec -T hub chaperone-hub audit search --principal demo-agent --table clinic.patients >/tmp/searched 2>&1 || true
promise 'the hub has it in its log, by the name that the token was made for' grep -q 'clinic.patients' /tmp/searched
printf '# the sidecar: %s\n' "$(docker stats --no-stream --format '{{.MemUsage}}' chaperone-sidecar-1)"
promise 'docker compose stop' compose stop
promise 'ends the sidecar in order' left sidecar
promise 'and the hub' left hub
promise 'docker compose up again goes on with what is on the volumes' started
promise 'and shows the scene again' agent_ends
promise 'docker compose down with the volumes leaves nothing' compose down --volumes
promise 'no container' [ -z "$(docker ps --all --quiet)" ]
tell compose
