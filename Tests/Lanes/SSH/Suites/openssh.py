"""OpenSSH's regression suite, directly and through a lane: openssh.py SUITE FOLDER RESULTS [TEST]…

SUITE: the folder of the package openssh-tests. FOLDER: to work in. RESULTS: written, JSON: for each test and each way how it
ended, what it said, and which forwardings the lane refused.
"""
import getpass
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

import lane as lanes

HERE = pathlib.Path(__file__).resolve().parent
# rekey takes five minutes on a busy machine.
TEST_TIMEOUT_SECONDS = 900
SIZE = 1 << 17
# What the suite lets its own sshd accept.
ENVIRONMENT = ["_XXX_TEST", "_XXX_TEST_A", "_XXX_TEST_B"]

# These compare all of the standard error.
COMPARING = ["stderr-data", "stderr-after-eof"]


def all_tests(suite):
    """LTESTS of its Makefile, in its order, but for those that start no server; these are said."""
    text = (suite / "Makefile").read_text().replace("\\\n", " ")
    tests = re.search(r"^LTESTS=(.*)$", text, re.MULTILINE)[1].split()
    connects = re.compile(r"ssh_proxy|ssh_config|start_sshd|sshd_proxy|SFTP|SCP")
    alone = [name for name in tests if not connects.search((suite / f"{name}.sh").read_text())]
    print(f"not run, of keys and configuration only: {' '.join(alone)}", flush=True)
    return [name for name in tests if name not in alone]


class PipeHost:
    """What the lane connects to in the place of a ProxyCommand: each connection is an `sshd -i` of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection, _ = self.listener.accept()
            try:
                words = (self.folder / "words").read_bytes().split(b"\0")[:-1]
                # Pipes, as of a ProxyCommand: sshd knows no address of the peer.
                child = subprocess.Popen(
                    words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
                    start_new_session=True)
            except OSError:
                connection.close()
                continue
            threading.Thread(target=self.inward, args=(connection, child), daemon=True).start()
            threading.Thread(target=self.outward, args=(connection, child), daemon=True).start()

    @staticmethod
    def inward(connection, child):
        try:
            while data := connection.recv(SIZE):
                child.stdin.write(data)
        except OSError:
            pass
        child.stdin.close()

    @staticmethod
    def outward(connection, child):
        try:
            while data := child.stdout.read(SIZE):
                connection.sendall(data)
        except OSError:
            pass
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        child.stdout.close()
        child.wait()


def prepare(suite, folder):
    shutil.copytree(suite, folder, symlinks=True)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "ssh-ed25519"], check=True)


def run_test(name, obj, environment):
    log = obj.parent / "logs" / name
    log.parent.mkdir(exist_ok=True)
    began = time.monotonic()
    with open(log, "wb") as output:
        child = subprocess.Popen(
            ["sh", obj / "test-exec.sh", obj, obj / f"{name}.sh"], stdin=subprocess.DEVNULL, stdout=output,
            stderr=output, env={**os.environ, **environment}, cwd=obj, start_new_session=True)
        try:
            status = child.wait(TEST_TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            status = None
        # Whatever it has left in the background.
        try:
            os.killpg(child.pid, signal.SIGTERM)
            if status is None:
                time.sleep(1)
                os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        child.wait()
    pidfile = obj / "pidfile"
    if pidfile.exists():
        try:
            os.kill(int(pidfile.read_text()), signal.SIGTERM)
        except (ValueError, ProcessLookupError):
            pass
        pidfile.unlink(missing_ok=True)
    said = log.read_text(errors="replace").replace(str(obj), "OBJ").split("\n")
    if status is None:
        end = "timeout"
    elif status != 0:
        end = "failed"
    elif any("skipped" in line.lower() for line in said):
        end = "skipped"
    else:
        end = "ok"
    return {"end": end, "seconds": round(time.monotonic() - began, 1), "said": [line for line in said if line]}


def base(obj, port):
    return {
        "TEST_SHELL": "sh", "TEST_SSH_SSH": "/usr/bin/ssh", "TEST_SSH_SFTPSERVER": "/usr/lib/openssh/sftp-server",
        "TEST_SSH_SSHD": "/usr/sbin/sshd", "TEST_SSH_UNSAFE_PERMISSIONS": "1", "TEST_SSH_PORT": str(port),
        "BUILDDIR": str(obj), "OBJ": str(obj), "TEST_SSH_TRACE": "yes", "MALLOC_OPTIONS": "CFGJRSUX",
    }


def main():
    suite, folder, results = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    tests = sys.argv[4:] or all_tests(suite)
    folder.mkdir(parents=True, exist_ok=True)
    found = {name: {} for name in tests}

    def write():
        results.write_text(json.dumps(found, indent=1))

    obj = folder / "direct/regress"
    prepare(suite, obj)
    port = lanes.free_port()
    for name in tests:
        found[name]["direct"] = run_test(name, obj, base(obj, port))
        print(f"direct  {name}: {found[name]['direct']['end']}, {found[name]['direct']['seconds']} s", flush=True)
        write()

    obj = folder / "lane/regress"
    prepare(suite, obj)
    state = folder / "lane/state"
    state.mkdir()
    host = PipeHost(state)
    behind, pipe = lanes.free_port(), lanes.free_port()
    port = lanes.free_port()
    user = getpass.getuser()
    key = " ".join((obj / "ssh-ed25519.pub").read_text().split()[:2])
    lane = lanes.Lane(
        folder / "lane/chaperone",
        {
            "tcp": (f"127.0.0.1:{port}", f"127.0.0.1:{behind}", user, key),
            "pipe": (f"127.0.0.1:{pipe}", f"127.0.0.1:{host.port}", user, key),
        }, environment=ENVIRONMENT, own_key=obj / "ssh-ed25519")
    first = None
    try:
        (state / "lane.pub").write_text(lane.start_hub())
        # A host to be let in by while the lane starts.
        config = state / "config"
        config.write_text(
            f"ListenAddress 127.0.0.1:{behind}\nHostKey {obj}/ssh-ed25519\nPidFile none\nUsePAM no\nStrictModes no\n"
            f"AuthorizedKeysFile {state}/lane.pub\nPermitRootLogin yes\n")
        words = ["/usr/sbin/sshd", "-f", str(config)]
        (state / "words").write_bytes(b"".join(word.encode() + b"\0" for word in words + ["-i"]))
        first = subprocess.Popen(words + ["-D", "-e"], stderr=open(state / "sshd.log", "wb"))
        lanes.await_true("the start of sshd", lambda: "Server listening" in (state / "sshd.log").read_text())
        lane.start_sidecar()
        for name in ("tcp", "pipe"):
            lane.grant(name)
        first.terminate()
        first.wait()
        environment = {
            **base(obj, port), "TEST_SSH_SSHD": str(HERE / "sshd"), "SUITE_FOLDER": str(state),
            "SUITE_PORT": str(behind), "SUITE_PIPE": str(pipe),
        }
        seen = sum(1 for _ in lane.records())
        for name in tests:
            if found[name]["direct"]["end"] not in ("ok",):
                continue
            program = {"TEST_SSH_SSH": str(HERE / "ssh")} if name in COMPARING else {}
            done = run_test(name, obj, {**environment, **program})
            records = list(lane.records())
            done["records"] = [
                {field: record.get(field) for field in ("type", "via", "text", "rule", "message") if field in record}
                for record in records[seen:] if "forward" in json.dumps(record)]
            done["count"] = len(records) - seen
            seen = len(records)
            found[name]["lane"] = done
            print(f"lane    {name}: {done['end']}, {done['seconds']} s", flush=True)
            write()
    finally:
        if first and first.poll() is None:
            first.terminate()
        lane.stop()
        write()


main()
