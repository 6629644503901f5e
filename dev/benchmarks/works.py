"""What is asked of each contender. A work gives one number for one contender and one turn; a round has `turns` of them."""
import os
import re
import subprocess
import time

from processes import cpu_seconds, resident_bytes
from wire import Connection


class Pgbench:
    """Transactions per second, or the median latency of one connection; and CPU seconds of the program in between."""

    def __init__(self, mode, connections, seconds, reconnect=False):
        self.mode, self.connections, self.seconds, self.reconnect = mode, connections, seconds, reconnect
        kind = "a connection each" if reconnect else f"-M {mode}"
        self.name = f"pgbench -S {kind}, {connections} connection{'s' if connections > 1 else ''}"
        self.unit, self.is_better_high, self.turns = "/s", True, 1
        self.cpu = {}

    def measure(self, contender):
        arguments = [
            "pgbench", "-n", "-S", "-M", self.mode, "-c", str(self.connections), "-j", "1", "-T", str(self.seconds),
            "-h", contender.host, "-p", str(contender.port), "-U", contender.user, contender.database,
        ]
        if self.reconnect:
            arguments.insert(1, "-C")
        before = cpu_seconds(contender.process) if contender.process else 0
        outcome = subprocess.run(
            arguments, text=True, capture_output=True, check=False,
            env={**os.environ, "PGPASSWORD": contender.password})
        if outcome.returncode != 0:
            raise RuntimeError(outcome.stderr[-400:])
        count = int(re.search(r"actually processed: (\d+)", outcome.stdout)[1])
        if contender.process and count:
            used = (cpu_seconds(contender.process) - before) / count * 1_000_000
            self.cpu.setdefault(contender.name, []).append(used)
        speed = re.search(r"tps = ([0-9.]+)", outcome.stdout)
        if not speed:
            raise RuntimeError(f"no transaction ended in {self.seconds} s")
        return float(speed[1])


class Result:
    """Seconds for one big answer."""
    unit, is_better_high, turns = "s", False, 3

    def __init__(self, name, text, is_binary=False, only=None, direct_text=None):
        self.name, self.text, self.is_binary, self.only = name, text, is_binary, only
        self.direct_text = direct_text or text

    def measure(self, contender):
        connection = Connection(contender)
        try:
            text = self.text if contender.name.startswith("chaperone") else self.direct_text
            start = time.monotonic()
            (connection.binary if self.is_binary else connection.query)(text)
            return time.monotonic() - start
        finally:
            connection.close()


class CopyIn:
    """Seconds for sending a table's rows."""
    unit, is_better_high, turns = "s", False, 3

    def __init__(self, name, field, source, target):
        self.name, self.field, self.target = name, field, target
        self.data = subprocess.run(
            ["psql", "-qX", field.main.url, "-c", f"COPY {source} TO STDOUT"], check=True, capture_output=True).stdout

    def measure(self, contender):
        stack = self.field.stack_of(contender)
        stack.sql(f"TRUNCATE {self.target}")
        connection = Connection(contender)
        try:
            start = time.monotonic()
            connection.copy_in(self.target, self.data)
            return time.monotonic() - start
        finally:
            connection.close()


def cost_beside_idle(contender, count, seconds):
    """CPU microseconds of the program in between for one prepared statement of eight connections, beside so many idle
    ones."""
    connections = [Connection(contender) for _ in range(count)]
    try:
        work = Pgbench("prepared", 8, seconds)
        work.measure(contender)
        return work.cpu[contender.name][0]
    finally:
        for connection in connections:
            connection.close()
        time.sleep(1)


def idle_memory(contender, count):
    """Resident bytes of the program in between, and what each of so many idle connections adds."""
    before = resident_bytes(contender.process)
    connections = [Connection(contender) for _ in range(count)]
    time.sleep(1)
    after = resident_bytes(contender.process)
    for connection in connections:
        connection.close()
    time.sleep(1)
    return before, after, (after - before) / count
