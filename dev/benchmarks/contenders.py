"""Who is measured: the server itself, HAProxy and PgBouncer before it, and the sidecar's lanes."""
import atexit
import json
import os
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
CONNECTIONS_LIMIT = 5_200


@dataclass
class Contender:
    name: str
    host: str
    port: int
    database: str = "app"
    user: str = "bench-agent"
    #: The role that is trusted without a password; through a lane any name does.
    reader: str = "reader"
    password: str = ""
    #: Of the program in between; None: there is none.
    process: int | None = None


def run(*arguments, **options):
    return subprocess.run(arguments, check=True, text=True, capture_output=True, **options).stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"bench: nothing listens on port {port}")


def as_server(*arguments):
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *arguments] if os.geteuid() == 0 else list(arguments)


class Stack:
    """A server and a sidecar of dev/stack, loaded with what the benchmark asks for."""

    def __init__(self, folder, policy, *options):
        self.environment = {
            **os.environ,
            "CHAPERONE_BIN": os.environ.get("CHAPERONE_BIN", str(REPOSITORY / "dist/chaperone")),
            "CHAPERONE_HUB_BIN": os.environ.get("CHAPERONE_HUB_BIN", str(REPOSITORY / "dist/chaperone-hub")),
        }
        self.folder = str(folder)
        run(
            str(REPOSITORY / "dev/stack"), "up", self.folder, "--sql", str(HERE / "bench.sql"), "--policy",
            str(HERE / policy), *options, env=self.environment)
        text = run("bash", "-c", f'set -a; . "{self.folder}/env"; env -0')
        self.env = dict(entry.split("=", 1) for entry in text.split("\0") if "=" in entry)
        self.url = self.env["DIRECT_URL"]
        self.server = int(self.url.rpartition(":")[2].split("/")[0])
        self.sidecar = int(self.env["SIDECAR_PID"])
        self.prepare()

    def sql(self, text):
        return run("psql", "-qXAt", "-v", "ON_ERROR_STOP=1", self.url, "-c", text).strip()

    def prepare(self):
        data = self.sql("SHOW data_directory")
        # One more role, which needs no password, for big results.
        self.sql("CREATE ROLE reader LOGIN; GRANT pg_read_all_data, pg_write_all_data TO reader")
        subprocess.run(
            as_server("sed", "-i", "1i host all reader 127.0.0.1/32 trust", f"{data}/pg_hba.conf"), check=True)
        self.sql(f"ALTER SYSTEM SET max_connections = {CONNECTIONS_LIMIT}")
        program = run("bash", "-c", "ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1").strip()
        subprocess.run(
            as_server(f"{program}/pg_ctl", "-D", data, "-m", "fast", "-w", "-o", f"-p {self.server}", "restart"),
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        subprocess.run(
            ["pgbench", "-q", "-i", "-s", "10", self.url], check=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    def lane(self, name):
        host, _, port = self.env[f"CHAPERONE_URL_{name}"].rpartition("@")[2].split("/")[0].rpartition(":")
        return Contender(f"chaperone {name}", host, int(port), process=self.sidecar)

    def close(self):
        subprocess.run(
            [str(REPOSITORY / "dev/stack"), "down", self.folder, "--wipe"], env=self.environment,
            stdout=subprocess.DEVNULL, check=False)


class Field:
    """All contenders on one server, as long as the benchmark runs. The strict lane has a server, a sidecar and a hub of
    its own: shipping the others' records to a hub on the same two cores would slow whoever comes next."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.started = []
        self.stacks = []
        atexit.register(self.close)
        self.stacks.append(Stack(self.folder / "stack", "bench.yaml"))
        self.stacks.append(Stack(self.folder / "strict", "strict.yaml", "--hub"))
        self.main, strict = self.stacks
        self.password = Path(self.main.folder, "credentials/bench-agent").read_text().split()[1]
        self.contenders = [Contender("direct", "127.0.0.1", self.main.server)]
        self.contenders.append(self.haproxy(self.main.server))
        self.contenders.append(self.pgbouncer(self.main.server))
        self.contenders += [self.main.lane(name) for name in ("plain", "ehr", "detected")]
        self.contenders.append(strict.lane("strict"))
        for contender in self.contenders:
            contender.password = self.password

    def spawn(self, arguments):
        process = subprocess.Popen(
            arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, cwd="/")
        self.started.append(process)
        return process

    def haproxy(self, server):
        port, file = free_port(), self.folder / "haproxy.cfg"
        file.write_text(
            "global\n  maxconn 5000\n"
            "defaults\n  mode tcp\n  timeout connect 10s\n  timeout client 10m\n  timeout server 10m\n"
            f"listen postgres\n  bind 127.0.0.1:{port}\n  server one 127.0.0.1:{server}\n")
        process = self.spawn(["haproxy", "-db", "-f", str(file)])
        wait_for(port)
        return Contender("HAProxy (TCP)", "127.0.0.1", port, process=process.pid)

    def pgbouncer(self, server):
        port, place = free_port(), self.folder / "pgbouncer"
        place.mkdir()
        (place / "users.txt").write_text(f'"bench-agent" "{self.password}"\n"reader" ""\n')
        (place / "hba").write_text("host all reader 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
        (place / "pgbouncer.ini").write_text(
            f"[databases]\napp = host=127.0.0.1 port={server} dbname=app\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\npool_mode = session\nauth_type = hba\n"
            f"auth_hba_file = {place}/hba\nauth_file = {place}/users.txt\nmax_client_conn = 2000\n"
            f"default_pool_size = {CONNECTIONS_LIMIT - 100}\nserver_reset_query =\n"
            "ignore_startup_parameters = extra_float_digits\nunix_socket_dir =\n")
        for path in (self.folder, place, *place.iterdir()):
            path.chmod(0o755)
        # Not by runuser, which would bring that user's limit of open files.
        as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        process = self.spawn([*as_postgres, "pgbouncer", str(place / "pgbouncer.ini")])
        wait_for(port)
        return Contender("PgBouncer (session)", "127.0.0.1", port, process=process.pid)

    def stack_of(self, contender):
        return next((stack for stack in self.stacks if stack.sidecar == contender.process), self.main)

    def rewritten(self, text):
        """What the ehr lane sends for a statement, so that the same can be sent directly."""
        for _ in range(100):
            lines = run(
                self.main.environment["CHAPERONE_BIN"], "audit", "show", "--json", "--type", "intent",
                self.main.env["AUDIT_DIR"])
            for line in lines.splitlines():
                record = json.loads(line)
                if record.get("rewritten") and record.get("text", "").startswith(text[:40]):
                    return record["rewritten"]
            time.sleep(0.2)
        raise SystemExit("bench: the record of the masked statement was not found")

    def close(self):
        for process in self.started:
            process.terminate()
        for stack in self.stacks:
            stack.close()
        self.started, self.stacks = [], []
