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
PASSWORD = "benchmark"
CONNECTIONS_LIMIT = 1_400


@dataclass
class Contender:
    name: str
    host: str
    port: int
    database: str = "app"
    user: str = "bench-agent"
    #: The role that is trusted without a password; through a lane any name does.
    reader: str = "reader"
    password: str = PASSWORD
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
    """PostgreSQL and PgBouncer refuse to run as root."""
    return ["runuser", "-u", "postgres", "--", *arguments] if os.geteuid() == 0 else list(arguments)


class Field:
    """All contenders on one server, as long as the benchmark runs."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.started = []
        atexit.register(self.close)
        self.environment = {
            **os.environ,
            "CHAPERONE_BIN": os.environ.get("CHAPERONE_BIN", str(REPOSITORY / "dist/chaperone")),
            "CHAPERONE_HUB_BIN": os.environ.get("CHAPERONE_HUB_BIN", str(REPOSITORY / "dist/chaperone-hub")),
        }
        self.stack = str(self.folder / "stack")
        run(
            str(REPOSITORY / "dev/stack"), "up", self.stack, "--sql", str(HERE / "bench.sql"), "--policy",
            str(HERE / "bench.yaml"), "--hub", env=self.environment)
        self.env = self.read_env()
        self.direct_url = self.env["DIRECT_URL"]
        self.prepare_server()
        server = int(self.direct_url.rpartition(":")[2].split("/")[0])
        self.contenders = [Contender("direct", "127.0.0.1", server)]
        self.contenders.append(self.haproxy(server))
        self.contenders.append(self.pgbouncer(server))
        for lane in ("plain", "ehr", "detected", "strict"):
            url = self.env[f"CHAPERONE_URL_{lane}"]
            place = url.rpartition("@")[2].split("/")[0]
            host, _, port = place.rpartition(":")
            self.contenders.append(
                Contender(f"chaperone {lane}", host, int(port), process=int(self.env["SIDECAR_PID"])))

    def read_env(self):
        text = run("bash", "-c", f'set -a; . "{self.stack}/env"; env -0')
        return dict(entry.split("=", 1) for entry in text.split("\0") if "=" in entry)

    def sql(self, text):
        return run("psql", "-qXAt", "-v", "ON_ERROR_STOP=1", self.direct_url, "-c", text).strip()

    def prepare_server(self):
        data = self.sql("SHOW data_directory")
        server = int(self.direct_url.rpartition(":")[2].split("/")[0])
        # HAProxy and PgBouncer know the password of the lane's role; and one more role needs none, for big results.
        self.sql(f"ALTER ROLE \"bench-agent\" PASSWORD '{PASSWORD}'")
        hub = {name: self.env[name] for name in ("HUB_URL", "HUB_CA", "HUB_ADMIN_TOKEN_FILE")}
        run(
            self.environment["CHAPERONE_HUB_BIN"], "credential", "rotate", "bench-agent", input=PASSWORD + "\n",
            env={**self.environment, **hub})
        self.sql("CREATE ROLE reader LOGIN; GRANT pg_read_all_data, pg_write_all_data TO reader")
        subprocess.run(
            as_server("sed", "-i", "1i host all reader 127.0.0.1/32 trust", f"{data}/pg_hba.conf"), check=True)
        self.sql(f"ALTER SYSTEM SET max_connections = {CONNECTIONS_LIMIT}")
        program = run("bash", "-c", "ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1").strip()
        subprocess.run(
            as_server(f"{program}/pg_ctl", "-D", data, "-m", "fast", "-w", "-o", f"-p {server}", "restart"),
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        subprocess.run(
            ["pgbench", "-q", "-i", "-s", "10", self.direct_url], check=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

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
        (place / "users.txt").write_text(f'"bench-agent" "{PASSWORD}"\n"reader" ""\n')
        (place / "hba").write_text("host all reader 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
        (place / "pgbouncer.ini").write_text(
            f"[databases]\napp = host=127.0.0.1 port={server} dbname=app\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\npool_mode = session\nauth_type = hba\n"
            f"auth_hba_file = {place}/hba\nauth_file = {place}/users.txt\nmax_client_conn = 2000\n"
            f"default_pool_size = {CONNECTIONS_LIMIT - 100}\nserver_reset_query =\n"
            "ignore_startup_parameters = extra_float_digits\nunix_socket_dir =\n")
        for path in (self.folder, place, *place.iterdir()):
            path.chmod(0o755)
        process = self.spawn(as_server("pgbouncer", str(place / "pgbouncer.ini")))
        wait_for(port)
        return Contender("PgBouncer (session)", "127.0.0.1", port, process=process.pid)

    def rewritten(self, text):
        """What the ehr lane sends for a statement, so that the same can be sent directly."""
        hub = {name: self.env[name] for name in ("HUB_URL", "HUB_CA", "HUB_ADMIN_TOKEN_FILE")}
        for _ in range(100):
            lines = run(
                self.environment["CHAPERONE_HUB_BIN"], "audit", "search", "--target", "ehr", "--type", "intent",
                env={**self.environment, **hub})
            for line in lines.splitlines():
                record = json.loads(line)
                if record.get("rewritten") and record.get("text", "").startswith(text[:40]):
                    return record["rewritten"]
            time.sleep(0.2)
        raise SystemExit("bench: the record of the masked statement was not found")

    def close(self):
        for process in self.started:
            process.terminate()
        subprocess.run(
            [str(REPOSITORY / "dev/stack"), "down", self.stack, "--wipe"], env=self.environment,
            stdout=subprocess.DEVNULL, check=False)
        self.started = []
