"""A pod by podman, as a kubelet starts one: its init containers one after another, a native sidecar until its startup probe
says yes, and then the containers. `podman kube play` (4.3) does not know native sidecars: it would wait for their end.

usage: kubelet.py POD.yaml DIR BRIDGE ADDRESSES DNS ISSUER     DIR is for its volumes; DIR/issuer/issuer.key signs its tokens

Ends with the exit code of the init container that failed; what comes after it is then not started. With `restartPolicy: Never` it
waits for the containers, ends their sidecars, and has the containers' exit code.

What it leaves out, since podman has no such thing: size limits of volumes, requests, renewal of tokens; and what a kubelet
does after the start: to probe, and to start again what ended.
"""

import json
import pathlib
import subprocess
import sys
import time

import yaml

from issuer import token


def podman(*arguments, **options):
    return subprocess.run(["podman", *map(str, arguments)], **options)


def bytes_of(quantity):
    units = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30}
    return int(quantity[:-2]) * units[quantity[-2:]] if quantity[-2:] in units else int(quantity)


def volume(folder, namespace, account, volume, issuer):
    """A folder that everybody may write, as an emptyDir is one; with tokens where it is projected."""
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    known = set(volume) - {"name", "emptyDir", "projected"}
    if known:
        raise SystemExit(f"kubelet.py: a volume of {known} is not known here")
    for source in volume.get("projected", {}).get("sources", []):
        wanted = source["serviceAccountToken"]
        file = folder / wanted["path"]
        key = folder.parents[2] / "issuer/issuer.key"
        file.write_text(token(key, issuer, wanted["audience"], namespace, account, wanted["expirationSeconds"]))
        file.chmod(volume["projected"]["defaultMode"])


def flags(pod, container, volumes):
    """What the container's fields are for `podman create`."""
    security = {**pod["spec"].get("securityContext", {}), **container.get("securityContext", {})}
    if security.get("privileged"):
        raise SystemExit("kubelet.py: privileged")
    user = security.get("runAsUser")
    if user is not None:
        group = security.get("runAsGroup", 0)
        yield from ["--user", f"{user}:{group}"]
    for capability in security.get("capabilities", {}).get("drop", []):
        yield from ["--cap-drop", capability]
    for capability in security.get("capabilities", {}).get("add", []):
        yield from ["--cap-add", capability]
    if security.get("allowPrivilegeEscalation") is False:
        yield from ["--security-opt", "no-new-privileges"]
    if security.get("seccompProfile", {}).get("type") != "RuntimeDefault":
        yield from ["--security-opt", "seccomp=unconfined"]
    if security.get("readOnlyRootFilesystem"):
        yield from ["--read-only", "--read-only-tmpfs=false"]
    limits = container.get("resources", {}).get("limits", {})
    if "memory" in limits:
        yield from ["--memory", bytes_of(limits["memory"])]
    if "cpu" in limits:
        cpu = limits["cpu"]
        yield from ["--cpus", int(cpu[:-1]) / 1000 if cpu.endswith("m") else float(cpu)]
    for variable in container.get("env", []):
        yield from ["--env", f"{variable['name']}={variable['value']}"]
    for mount in container.get("volumeMounts", []):
        rights = ":ro" if mount.get("readOnly") else ""
        yield from ["--volume", f"{volumes / mount['name']}:{mount['mountPath']}{rights}"]
    if "command" in container:
        yield from ["--entrypoint", json.dumps(container["command"])]


def sandbox(pod, folder, bridge, addresses, dns):
    """The pod's network, on the bridge, and its files that say names: as a kubelet and a CNI plugin make them."""
    name, namespace = pod["metadata"]["name"], pod["metadata"]["namespace"]
    # A pause that is on this machine: podman would build its own of a program that may not be here.
    podman(
        "pod", "create", "--name", name, "--network", "none", "--no-hosts", "--infra-name", f"{name}-sandbox",
        "--infra-image", "localhost/agent", "--infra-command", "sleep infinity", check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    podman("pod", "start", name, check=True, stdout=subprocess.DEVNULL)
    pid = podman(
        "inspect", "--format", "{{.State.Pid}}", f"{name}-sandbox", check=True, capture_output=True, text=True
    ).stdout.strip()
    inside = ["nsenter", "-t", pid, "-n"]
    commands = [
        ["ip", "link", "add", f"p{pid}", "type", "veth", "peer", "name", "eth0", "netns", pid],
        ["ip", "link", "set", f"p{pid}", "master", bridge, "up"],
        [*inside, "ip", "link", "set", "lo", "up"],
        [*inside, "ip", "link", "set", "eth0", "up"],
        *([*inside, "ip", "address", "add", one, "dev", "eth0"] + ["nodad"] * (":" in one) for one in addresses),
    ]
    for command in commands:
        subprocess.run(command, check=True)
    domains = f"{namespace}.svc.cluster.local svc.cluster.local cluster.local"
    (folder / "resolv.conf").write_text(f"search {domains}\nnameserver {dns}\noptions ndots:5\n")
    hosts = ["127.0.0.1 localhost", "::1 localhost"]
    hosts += ["\t".join([a["ip"], *a["hostnames"]]) for a in pod["spec"].get("hostAliases", [])]
    (folder / "hosts").write_text("\n".join(hosts) + "\n")


def main(file, folder, bridge, addresses, dns, issuer):
    pod = yaml.safe_load(pathlib.Path(file).read_text())
    name, namespace = pod["metadata"]["name"], pod["metadata"]["namespace"]
    folder = pathlib.Path(folder) / name
    volumes = folder / "volumes"
    for one in pod["spec"].get("volumes", []):
        volume(volumes / one["name"], namespace, pod["spec"]["serviceAccountName"], one, issuer)
    sandbox(pod, folder, bridge, addresses.split(","), dns)
    names = [("--volume", f"{folder / file}:/etc/{file}") for file in ("hosts", "resolv.conf")]
    stages = [(c, c.get("restartPolicy") == "Always", True) for c in pod["spec"].get("initContainers", [])]
    stages += [(c, True, False) for c in pod["spec"]["containers"]]
    for container, stays, is_init in stages:
        called = f"{name}-{container['name']}"
        podman(
            "create", "--pod", name, "--name", called, "--pull", "never",
            *sum(names, ()), *flags(pod, container, volumes), container["image"],
            *container.get("args", []), check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        if not stays:
            code = podman("start", "--attach", called).returncode
            print(f"{called}: ended with {code}", flush=True)
            if code:
                raise SystemExit(code)
            continue
        podman("start", called, check=True, stdout=subprocess.DEVNULL)
        if not is_init:
            continue
        probe = container["startupProbe"]
        began = time.monotonic()
        for _ in range(probe["failureThreshold"]):
            if not running(called):
                raise SystemExit(failed(called))
            if asked(called, probe):
                print(f"{called}: started in {time.monotonic() - began:.1f} s", flush=True)
                break
            time.sleep(probe["periodSeconds"])
        else:
            raise SystemExit(failed(called))
    if pod["spec"].get("restartPolicy") == "Never":
        finish(pod, name)


def finish(pod, name):
    """What a Job's pod comes to: when its containers have ended, its native sidecars are told to, the last one first."""
    codes = []
    for container in pod["spec"]["containers"]:
        called = f"{name}-{container['name']}"
        codes.append(int(podman("wait", called, check=True, capture_output=True, text=True).stdout))
        print(f"{called}: ended with {codes[-1]}", flush=True)
    grace = pod["spec"].get("terminationGracePeriodSeconds", 30)
    for container in reversed(pod["spec"].get("initContainers", [])):
        if container.get("restartPolicy") == "Always":
            podman("stop", "--time", grace, f"{name}-{container['name']}", check=True, stdout=subprocess.DEVNULL)
    if any(codes):
        raise SystemExit(max(codes))


def running(called):
    said = podman("inspect", "--format", "{{.State.Running}}", called, check=True, capture_output=True, text=True)
    return said.stdout.strip() == "true"


def asked(called, probe):
    command = ["timeout", str(probe["timeoutSeconds"]), "podman", "exec", called, *probe["exec"]["command"]]
    return subprocess.run(command, capture_output=True).returncode == 0


def failed(called):
    code = int(
        podman("inspect", "--format", "{{.State.ExitCode}}", called, capture_output=True, text=True).stdout.strip()
    )
    print(f"{called}: did not start, and ended with {code}", flush=True)
    podman("logs", called)
    podman("stop", "--time", "1", called, capture_output=True)
    return code or 1


if __name__ == "__main__":
    main(*sys.argv[1:])
