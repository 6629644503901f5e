"""The SSH lane beside OpenSSH itself: directly, and through OpenSSH's own ProxyJump, in one run.

python3 dev/benchmarks/hosts.py [--rounds N] [--megabytes N]   (make bench runs it with the rest)
"""
import argparse
import getpass
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from contenders import REPOSITORY, free_port, run, wait_for
from processes import resident_bytes
from report import Reached

NAMES = ["direct", "ProxyJump", "chaperone"]
CHANNELS = 40
TRUES = 15
LINE = b"09:14 ward 7 chart opened by nurse, SSN 536-22-4410, call (312) 555-0147, next round at noon\n"
#: dev/stack has a database for every policy.
POLICY = """apiVersion: chaperone/v1
targets:
  db: {{ protocol: postgres, upstream: '127.0.0.1:5432', listen: '127.0.0.1:0', tls: disable, credential: bench-agent }}
  files: {{ {target} }}
  detected: {{ {target}, phi: true, detect: [us_ssn, mrn, phone, email] }}
rules:
  - {{ name: files, when: {{ sftp: [read, write, list, stat, setstat], paths: ['{folder}/**'] }}, action: allow }}
  - {{ name: commands, when: {{ command: ['true', 'sleep {{number}}', 'cat {{path:{folder}}}'] }}, action: allow }}
default: deny
roles:
  analyst: {{ match: {{ groups: analysts }}, targets: [db, files, detected] }}
"""


class Hosts:
    """Two OpenSSH servers (a host, and the one that is jumped over) and a sidecar, each for itself."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.files = Path(tempfile.mkdtemp(prefix="bench.", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else folder))
        self.stack = self.folder / "stack"
        self.servers = []
        self.environment = {
            **os.environ,
            "CHAPERONE_BIN": os.environ.get("CHAPERONE_BIN", str(REPOSITORY / "dist/chaperone")),
            "CHAPERONE_HUB_BIN": os.environ.get("CHAPERONE_HUB_BIN", str(REPOSITORY / "dist/chaperone-hub")),
        }
        for key in ("host", "own"):
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.folder / key))
        self.host, jump = self.server(), self.server()
        public = " ".join((self.folder / "host.pub").read_text().split()[:2])
        target = (
            f"service: ssh, upstream: '127.0.0.1:{self.host}', listen: '127.0.0.1:0', user: {getpass.getuser()}, "
            f"host_keys: ['{public}'], credential: ward-key")
        policy = self.folder / "policy.yaml"
        policy.write_text(POLICY.format(target=target, folder=self.files))
        run(
            str(REPOSITORY / "dev/stack"), "up", str(self.stack), "--policy", str(policy), "--hub", env=self.environment)
        text = run("bash", "-c", f'set -a; . "{self.stack}/env"; env -0')
        self.sidecar = int(dict(entry.split("=", 1) for entry in text.split("\0") if "=" in entry)["SIDECAR_PID"])
        own = (
            f"User {getpass.getuser()}\nIdentityFile {self.folder}/own\nStrictHostKeyChecking no\n"
            "UserKnownHostsFile /dev/null\nLogLevel ERROR\nIdentitiesOnly yes\n")
        plain = f"Host jump\nHostName 127.0.0.1\nPort {jump}\n{own}Host files detected\nHostName 127.0.0.1\nPort {self.host}\n{own}"
        self.configurations = {
            "direct": plain,
            "ProxyJump": plain + "ProxyJump jump\n",
            "chaperone": run(self.environment["CHAPERONE_BIN"], "ssh-config", "--state", str(self.stack / "state")),
        }
        for name, configuration in self.configurations.items():
            (self.folder / name).write_text(configuration)

    def server(self):
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        port = free_port()
        configuration = self.folder / f"sshd.{port}"
        configuration.write_text(
            f"ListenAddress 127.0.0.1:{port}\nHostKey {self.folder}/host\nPidFile none\nUsePAM no\nStrictModes no\n"
            "PermitRootLogin yes\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nMaxSessions 100\nMaxStartups 100\n"
            f"AuthorizedKeysFile {self.folder}/own.pub {self.stack}/keys/ward-key.pub\nSubsystem sftp internal-sftp\n")
        self.servers.append(
            subprocess.Popen(
                ["/usr/sbin/sshd", "-D", "-e", "-f", str(configuration)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, start_new_session=True))
        wait_for(port)
        return port

    def close(self):
        subprocess.run(
            [str(REPOSITORY / "dev/stack"), "down", str(self.stack), "--wipe"], env=self.environment, check=False,
            stdout=subprocess.DEVNULL)
        for server in self.servers:
            server.terminate()
        subprocess.run(["rm", "-rf", str(self.files)], check=False)

    def timed(self, program, name, *arguments, output=subprocess.DEVNULL):
        start = time.monotonic()
        done = subprocess.run(
            [program, "-F", str(self.folder / name), *arguments], stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{program} {arguments} through {name}: {done.stderr[-400:]}")
        return time.monotonic() - start

    def channels(self, name, count):
        """Resident bytes of the sidecar that each of so many channels of one connection adds."""
        control = str(self.folder / "control")
        head = ["ssh", "-F", str(self.folder / name), "-S", control]
        subprocess.run([*head, "-M", "-N", "-f", "files"], check=True, stdin=subprocess.DEVNULL)
        before = resident_bytes(self.sidecar)
        running = [
            subprocess.Popen([*head, "files", "sleep 60"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            for _ in range(count)
        ]
        time.sleep(5)
        added = resident_bytes(self.sidecar) - before
        alive = sum(process.poll() is None for process in running)
        subprocess.run([*head, "-O", "exit", "files"], check=False, stderr=subprocess.DEVNULL)
        for process in running:
            process.kill()
            process.wait()
        if alive != count:
            raise RuntimeError(f"{count - alive} of {count} channels ended")
        return added / count


def measure(hosts, rounds, megabytes):
    """Seconds by work and contender, of each round; and what the sidecar's memory does."""
    source, text = hosts.files / "big", hosts.files / "text"
    with open(source, "wb") as file:
        for _ in range(megabytes):
            file.write(os.urandom(1 << 20))
    with open(text, "wb") as file:
        file.write(LINE * ((200 << 20) // len(LINE)))
    received, sent = hosts.files / "received", hosts.files / "sent"
    works = {
        f"scp of {megabytes} MiB from the host": lambda name: hosts.timed("scp", name, f"files:{source}", str(received)),
        f"scp of {megabytes} MiB to the host": lambda name: hosts.timed("scp", name, str(source), f"files:{sent}"),
        "cat of 200 MiB": lambda name: hosts.timed("ssh", name, "files", f"cat {text}"),
        "cat of 200 MiB, through four detectors": lambda name: hosts.timed("ssh", name, "detected", f"cat {text}"),
        "ssh host true": lambda name: median(hosts.timed("ssh", name, "files", "true") for _ in range(TRUES)),
    }
    figures = {work: {name: [] for name in NAMES} for work in works}
    at_rest = highest = resident_bytes(hosts.sidecar)
    # Before the works, whose memory would be used again.
    channel = hosts.channels("chaperone", CHANNELS)
    for number in range(rounds):
        for work, ask in works.items():
            for name in NAMES:
                figures[work][name].append(ask(name))
                print(f"round {number + 1}, {work}, {name}: {figures[work][name][-1]:.3f} s", file=sys.stderr)
                for file in (received, sent):
                    file.unlink(missing_ok=True)
            highest = max(highest, resident_bytes(hosts.sidecar))
    return {work: {name: median(values) for name, values in found.items()} for work, found in figures.items()}, {
        "at rest": at_rest, "after": highest, "channel": channel}


def lines(figures, memory):
    """The table, for docs/benchmarks/results.md and for whoever asks."""
    made = ["| work | direct | ProxyJump | chaperone | of ProxyJump's speed |", "|---|---|---|---|---|"]
    for work, found in figures.items():
        direct, jump, own = (found[name] for name in NAMES)
        made.append(f"| {work} | {direct:.3f} s | {jump:.3f} s | {own:.3f} s | {jump / own:.2f} |")
    made += [
        "", f"The sidecar's memory: {memory['at rest'] / 2**20:.1f} MiB at rest, {memory['after'] / 2**20:.1f} MiB after the "
        f"works at most; each of {CHANNELS} channels of one connection adds {memory['channel'] / 1024:.0f} KiB."]
    return made


def promises(figures, memory):
    """(name, promise, value, bound, unit, whether it is at most) of each line that must be reached."""
    for work, found in figures.items():
        if work.startswith("scp"):
            yield work, "≥ 0.8 × ProxyJump", found["ProxyJump"] / found["chaperone"], 0.8, "×", False
        elif "detectors" in work:
            yield work, "≥ 0.5 × ProxyJump", found["ProxyJump"] / found["chaperone"], 0.5, "×", False
        elif work == "ssh host true":
            yield f"{work}: added time", "≤ 15 ms", (found["chaperone"] - found["direct"]) * 1_000, 15, "ms", True
    yield "memory for each SSH channel", "≤ 300 KiB", memory["channel"] / 1024, 300, "KiB", True


def run_all(rounds, megabytes):
    with tempfile.TemporaryDirectory(prefix="bench.") as folder:
        # sshd's children read keys in it, as the account.
        os.chmod(folder, 0o755)
        hosts = Hosts(folder)
        try:
            return measure(hosts, rounds, megabytes)
        finally:
            hosts.close()


def main():
    parser = argparse.ArgumentParser(description="Measures the SSH lane beside OpenSSH and its ProxyJump.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=int, default=1024)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    figures, memory = run_all(options.rounds, options.megabytes)
    reached = Reached({})
    for promise in promises(figures, memory):
        reached.add(*promise)
    print("\n".join([*lines(figures, memory), "", reached.table()]))


if __name__ == "__main__":
    main()
