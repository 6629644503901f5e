"""A hub and a sidecar whose SSH lanes let everything pass but forwardings, for the suites of dev/ssh-suites."""
import base64
import glob
import json
import os
import pathlib
import signal
import socket
import subprocess
import time

WAIT_SECONDS = 60
# As long as a suite takes, and longer.
GRANT = "12h"
RULES = """rules:
  - { name: shells, when: { shell: true }, action: allow }
  - { name: files, when: { sftp: [read, write, list, stat, rename, remove, link, setstat] }, action: allow }
  - { name: commands, when: { opaque: true, binary: true }, action: allow }
  - { name: unread, when: { unread: true }, action: approve, approvers: [operators] }
default: deny
roles:
"""


def await_true(what, test):
    deadline = time.monotonic() + WAIT_SECONDS
    while not test():
        if time.monotonic() > deadline:
            raise SystemExit(f"ssh-suites: {what} did not happen in {WAIT_SECONDS} s")
        time.sleep(0.05)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def seed_of(path):
    """The secret 32 bytes of an Ed25519 key of OpenSSH's format, without a passphrase."""
    lines = pathlib.Path(path).read_text().split("\n")[1:]
    blob = base64.b64decode("".join(line for line in lines if "-----" not in line))
    fields, rest = [], blob[len(b"openssh-key-v1\0"):]

    def take(data):
        size = int.from_bytes(data[:4], "big")
        return data[4:4 + size], data[4 + size:]

    for _ in range(3):
        field, rest = take(rest)
        fields.append(field)
    _, rest = take(rest[4:])
    private, _ = take(rest)
    rest = private[8:]
    for _ in range(2):
        _, rest = take(rest)
    secret, _ = take(rest)
    return secret[:32]


class Lane:
    """Targets that are served, by name: address, upstream, account and host key. The policy and the key are the hub's."""

    def __init__(self, folder, targets, environment=(), own_key=None):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.targets = targets
        self.environment = environment
        self.own_key = own_key
        self.programs = os.environ["CHAPERONE_BIN"], os.environ["CHAPERONE_HUB_BIN"]
        self.children = []

    def start_hub(self):
        """Returns the line of authorized_keys."""
        ready = self.folder / "hub.env"
        self.spawn("hub", [
            self.programs[1], "serve", "--state", self.folder / "hub", "--name", "suites", "--listen", "127.0.0.1:0",
            "--hostname", "127.0.0.1", "--ready-file", ready])
        await_true("the start of the hub", ready.exists)
        for line in ready.read_text().split("\n"):
            if "=" in line:
                name, value = line.removeprefix("export ").split("=", 1)
                os.environ[name] = value.strip("'\"")
        return self.hub("credential", "ssh-keygen", "suite-key")

    def start_sidecar(self):
        """When the hosts are there already, so that nothing has to be tried twice."""
        text = "apiVersion: chaperone/v1\ntargets:\n"
        for name, (listen, upstream, user, key) in self.targets.items():
            text += (
                f"  {name}:\n    service: ssh\n    listen: {listen}\n    upstream: {upstream}\n    user: {user}\n"
                f"    host_keys: ['{key}']\n    credential: suite-key\n    unbound_signatures: true\n")
            if self.environment:
                text += f"    environment: [{', '.join(self.environment)}]\n"
        text += RULES + f"  tester: {{ match: {{ groups: testers }}, targets: [{', '.join(self.targets)}] }}\n"
        policy = self.folder / "policy.yaml"
        policy.write_text(text)
        self.hub("policy", "push", policy)
        token = self.folder / "token"
        self.hub("enrol-token", "create", "--principal", "tester", "--group", "testers", "--out", token)
        state = self.folder / "state"
        state.mkdir(mode=0o700, exist_ok=True)
        if self.own_key:
            (state / "ssh").mkdir(mode=0o755)
            place = state / "ssh/host_key"
            place.touch(mode=0o600)
            place.write_text(base64.b64encode(seed_of(self.own_key)).decode() + "\n")
        ready = self.folder / "ready"
        self.spawn("sidecar", [
            self.programs[0], "run", "--hub", os.environ["HUB_URL"], "--hub-ca", os.environ["HUB_CA"],
            "--enrol-token-file", token, "--state", state, "--ready-file", ready, "--grace", "0"])
        await_true("the start of the sidecar", ready.exists)
        config = subprocess.run(
            [self.programs[0], "ssh-config", "--state", state], check=True, capture_output=True, text=True).stdout
        self.config = self.folder / "config"
        self.config.write_text(config)

    def grant(self, name, answer="42\n"):
        """What is not read no rule can allow; it is approved for as long as this runs."""
        asked = subprocess.Popen(
            ["ssh", "-F", self.config, name, "echo $((6 * 7))"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        pending = []

        def is_pending():
            rows = self.hub("approvals", "list", "--state", "pending").split("\n")[1:]
            pending[:] = [row.split()[0] for row in rows if row.strip()]
            return pending

        await_true(f"a request for {name}", is_pending)
        self.hub("approvals", "approve", pending[0], "--reason", "a suite", "--for", GRANT)
        said = asked.communicate(timeout=WAIT_SECONDS)[0]
        if answer is not None and said != answer:
            raise SystemExit(f"ssh-suites: {name} answered {said!r}")

    def records(self):
        """All that the sidecar has recorded by now."""
        for path in sorted(glob.glob(str(self.folder / "state/audit/*.jsonl"))):
            with open(path, "rb") as lines:
                for line in lines:
                    try:
                        yield json.loads(line)
                    except ValueError:
                        # The line that is being written.
                        return

    def hub(self, *words):
        done = subprocess.run([self.programs[1], *words], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"ssh-suites: chaperone-hub {words[0]} {words[1]}: {done.stderr}")
        return done.stdout

    def spawn(self, name, words):
        with open(self.folder / f"{name}.log", "ab") as log:
            self.children.append(subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True))
        # For dev/ssh-suites, where this ends before it can stop them.
        with open(self.folder / "pids", "a", encoding="ascii") as pids:
            pids.write(f"{self.children[-1].pid}\n")

    def stop(self):
        for child in reversed(self.children):
            child.send_signal(signal.SIGTERM)
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self.children = []
