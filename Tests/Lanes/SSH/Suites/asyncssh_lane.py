"""A plugin of pytest for asyncssh's own tests: what each came to, and with SUITE_LANE a lane before the server of each class.

The tests start a server within their own process, one for each class, and connect to its port. Here that port becomes the
lane's; behind the lane stands a port of ours that leads to the server of the class that runs. The host's key, random in the
tests, becomes the lane's own key, so that what the tests know of their host holds of the lane. A host has a shell, which
takes away the quotes that the lane puts around words; the tests' servers have none, so that is done for them here.
"""
import asyncio
import json
import os
import pathlib
import shlex
import signal
import socket
import subprocess
import threading

import pytest

# A get in 2,000 small reads takes half a minute where the programs are built for development and the machine is busy.
TEST_TIMEOUT_SECONDS = 90
# These wait for ever with the lane; differences.txt says what for.
WAITING = {
    "test_set_redirect_pid", "test_request_pty", "test_exec_pty", "test_exec_pty_from_connect", "test_shell_pty",
    "test_readexactly_partial_exception",
}
WAITING_TIMEOUT_SECONDS = 5
SIZE = 1 << 17
RESULTS = pathlib.Path(os.environ["SUITE_RESULTS"])
FOLDER = os.environ.get("SUITE_LANE")

found = {}


class Switch:
    """A port that leads to another one, which changes."""

    def __init__(self):
        self.port = None
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.own = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection, _ = self.listener.accept()
            try:
                other = socket.create_connection(("127.0.0.1", self.port), timeout=5)
                other.settimeout(None)
            except (OSError, TypeError):
                connection.close()
                continue
            for one, two in ((connection, other), (other, connection)):
                threading.Thread(target=self.relay, args=(one, two), daemon=True).start()

    @staticmethod
    def relay(one, other):
        try:
            while data := one.recv(SIZE):
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)
        except OSError:
            # What was reset at one end is at the other, too.
            for side in (one, other):
                try:
                    side.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass


class Front:
    """The tests' server, as which the lane poses."""

    def __init__(self, server, port):
        self.server = server
        self.sockets = [self]
        self.port = port

    def getsockname(self):
        return "127.0.0.1", self.port

    def __getattr__(self, name):
        return getattr(self.server, name)


class Between:
    def __init__(self):
        import lane as lanes

        self.folder = pathlib.Path(FOLDER)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.switch = Switch()
        key = self.folder / "key"
        if not key.exists():
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        self.key = key
        self.port = lanes.free_port()
        line = " ".join(pathlib.Path(f"{key}.pub").read_text().split()[:2])
        self.lane = lanes.Lane(
            self.folder / "chaperone",
            {"host": (f"127.0.0.1:{self.port}", f"127.0.0.1:{self.switch.own}", "guest", line)},
            environment=["A", "B", "C", "TEST", "Env"], own_key=key)
        self.line = self.lane.start_hub()
        self.is_started = False

    def start(self):
        if not self.is_started:
            self.is_started = True
            self.lane.start_sidecar()
            self.lane.grant("host", answer=None)

    def patch(self):
        import asyncssh
        import tests.server
        import tests.util

        key = asyncssh.read_private_key(str(self.key))
        tests.util._test_keys[("ssh-rsa", 1)] = key
        between = self
        original = tests.server.ServerTestCase.asyncSetUpClass.__func__

        async def set_up(cls):
            start = cls.start_server

            async def started():
                with open("authorized_keys", "a", encoding="ascii") as keys:
                    keys.write(between.line)
                server = await start()
                between.switch.port = server.sockets[0].getsockname()[1]
                await asyncio.get_running_loop().run_in_executor(None, between.start)
                return Front(server, between.port)

            own = vars(cls).get("start_server")
            cls.start_server = started
            try:
                await original(cls)
            finally:
                if own:
                    cls.start_server = own
                else:
                    del cls.start_server

        tests.server.ServerTestCase.asyncSetUpClass = classmethod(set_up)

        start = asyncssh.SSHServerChannel._start_session

        def start_session(channel, command=None, subsystem=None):
            if command and command.startswith("'"):
                command = shlex.join(shlex.split(command))
            return start(channel, command, subsystem)

        asyncssh.SSHServerChannel._start_session = start_session


between = None


def pytest_configure(config):
    global between
    if FOLDER:
        between = Between()
        between.patch()


def pytest_unconfigure(config):
    if between:
        between.lane.stop()
        (between.folder / "forwardings.json").write_text(json.dumps([
            {name: record.get(name) for name in ("type", "via", "text", "rule", "message")}
            for record in between.lane.records() if "forward" in json.dumps(record)]))
    RESULTS.write_text(json.dumps(found, indent=1))


class Late:
    """What waits for too long is cancelled; what does not heed that is interrupted."""

    def __init__(self, item):
        self.loop = getattr(item.cls, "loop", None) if item else None
        self.name = item.nodeid if item else None
        self.is_second = False

    def __call__(self, number, frame):
        late.add(self.name)
        if self.is_second or not self.loop:
            raise TimeoutError("not done in time")
        self.is_second = True
        signal.alarm(5)
        self.loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(self.loop)])


late = set()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item):
    signal.signal(signal.SIGALRM, Late(item))
    signal.alarm(WAITING_TIMEOUT_SECONDS if FOLDER and item.name in WAITING else TEST_TIMEOUT_SECONDS)
    yield
    signal.alarm(0)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_teardown(item):
    # A class waits for all that its tests have left.
    signal.signal(signal.SIGALRM, Late(None))
    signal.alarm(TEST_TIMEOUT_SECONDS)
    yield
    signal.alarm(0)


def pytest_runtest_logreport(report):
    if report.when == "call" or report.outcome != "passed":
        why = ""
        if report.failed:
            why = str(report.longrepr).strip().split("\n")
            why = " ".join([line[2:].strip() for line in why if line.startswith("E  ")][-3:])[:300] or why[-1]
        if report.nodeid in late:
            why = "not done in time"
        entry = found.setdefault(report.nodeid, {"end": report.outcome, "why": why})
        if report.failed:
            entry.update(end="failed", why=why)


def pytest_runtest_logfinish(nodeid, location):
    RESULTS.write_text(json.dumps(found, indent=1))
