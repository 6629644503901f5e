"""make bench: all contenders in one run, in turn, several rounds; medians and ratios to docs/benchmarks and the README.

python3 dev/benchmarks [--rounds N] [--seconds N] [--only TEXT] [--out FOLDER]
"""
import argparse
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import growth
import hosts
from contenders import REPOSITORY, Field
from processes import resident_bytes
from report import Reached, chart, table, with_reached
from works import CopyIn, Pgbench, Result, cost_beside_idle, idle_memory
from wire import Connection

#: Results written here stand in the README as well.
PUBLISHED = REPOSITORY / "docs/benchmarks"
WIDE = "SELECT * FROM bench.wide"
PATIENTS = "SELECT * FROM bench.patients"
#: Moved by scp each way.
MEGABYTES = 1_024
#: Where the table of what was reached goes, once all is measured.
REACH = "<!-- reach -->"
#: The last fits the lane's limit of 5,000 with the eight that work.
IDLE_COUNTS = [0, 1_000, 2_500, 4_900]


def works(field, seconds):
    masked = next(contender for contender in field.contenders if contender.name == "chaperone ehr")
    Connection(masked).query(PATIENTS)
    everything = None
    wide_masks = ["direct", "chaperone ehr", "chaperone detected"]
    return [
        Pgbench("prepared", 1, seconds), Pgbench("prepared", 8, seconds), Pgbench("prepared", 64, seconds),
        Pgbench("extended", 8, seconds), Pgbench("simple", 8, seconds),
        Pgbench("simple", 4, seconds, reconnect=True),
        Result("1,000,000 rows of 10 columns, text", WIDE, only=everything),
        Result("1,000,000 rows of 10 columns, binary", WIDE, is_binary=True, only=everything),
        Result("COPY 1,000,000 rows out", "COPY bench.wide TO STDOUT", only=everything),
        CopyIn("COPY 1,000,000 rows in", field, "bench.wide", "bench.taken"),
        Result(
            "200,000 patients, masked (direct: the same statement)", PATIENTS, only=wide_masks,
            direct_text=field.rewritten(PATIENTS)),
    ]


def cold_start(field):
    """Milliseconds from the start of the sidecar until it listens, and until the catalog of every lane is read; medians of
    five. Its log begins anew each time."""
    listening, ready = [], []
    number = field.main.sidecar
    with open(f"/proc/{number}/cmdline", "rb") as file:
        arguments = file.read().decode().split("\0")[:-1]
    ready_file = Path(arguments[arguments.index("--ready-file") + 1])
    os.kill(number, signal.SIGTERM)
    while os.path.exists(f"/proc/{number}"):
        time.sleep(0.05)
    for attempt in range(5):
        ready_file.unlink(missing_ok=True)
        state = Path(field.folder, f"cold-{attempt}")
        state.mkdir(mode=0o700)
        arguments[arguments.index("--state") + 1] = str(state)
        start = time.monotonic()
        process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        while "lane listens" not in process.stderr.readline():
            if process.poll() is not None:
                raise RuntimeError("the sidecar does not start again")
        listening.append((time.monotonic() - start) * 1000)
        while not ready_file.exists():
            time.sleep(0.001)
        ready.append((time.monotonic() - start) * 1000)
        process.terminate()
        process.communicate()
    return median(listening), median(ready)


def microbench(*arguments):
    program = REPOSITORY / ".build-release/release/microbench"
    return subprocess.run([program, *arguments], check=True, text=True, capture_output=True).stdout.split()


def main():
    parser = argparse.ArgumentParser(description="Measures the sidecar beside what else stands before a PostgreSQL.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5, help="of each pgbench run")
    parser.add_argument("--only", default="", help="works whose names hold this")
    parser.add_argument("--out", type=Path, default=PUBLISHED)
    options = parser.parse_args()
    if options.only and options.out == PUBLISHED:
        parser.error("--only measures a part of it: name another folder with --out")
    # What was started is stopped, however this ends.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="bench.") as folder:
        field = Field(folder)
        try:
            text, reached, pictures = measure(field, options)
        finally:
            field.close()
    if not options.only:
        figures, memory = hosts.run_all(options.rounds, MEGABYTES)
        for promise in hosts.promises(figures, memory):
            reached.add(*promise)
        text = "\n".join([text, "## SSH", "", *hosts.lines(figures, memory), ""])
    text = text.replace(REACH, reached.table())
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "results.md").write_text(text)
    for name, picture in pictures.items():
        (options.out / name).write_text(picture)
    if options.out == PUBLISHED:
        readme = REPOSITORY / "README.md"
        readme.write_text(with_reached(readme.read_text(), reached.table()))
    print(text)


def measure(field, options):
    sidecar = next(contender for contender in field.contenders if contender.name == "chaperone plain")
    at_rest = resident_bytes(sidecar.process)
    all_works = [work for work in works(field, options.seconds) if options.only in work.name]
    figures = {work.name: {} for work in all_works}
    for number in range(options.rounds):
        for work in all_works:
            for contender in field.contenders * work.turns:
                only = getattr(work, "only", None)
                if only and contender.name not in only:
                    continue
                value = work.measure(contender)
                figures[work.name].setdefault(contender.name, []).append(value)
                print(f"round {number + 1}, {work.name}, {contender.name}: {value:.3f} {work.unit}", file=sys.stderr)
    memory = []
    for contender in field.contenders:
        # All lanes are one process.
        if contender.process is None or contender.process == sidecar.process and contender is not sidecar:
            continue
        _, _, each = idle_memory(contender, 1_000)
        memory.append((contender.name, resident_bytes(contender.process), each))
    under_load = resident_bytes(sidecar.process)
    idle = []
    for count in IDLE_COUNTS:
        costs = [cost_beside_idle(sidecar, count, options.seconds) for _ in range(options.rounds)]
        idle.append((count, median(costs)))
        print(f"beside {count} idle connections: {idle[-1][1]:.1f} us", file=sys.stderr)
    binary = (REPOSITORY / "dist/chaperone").stat().st_size
    with open("/proc/cpuinfo") as file:
        processor = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), platform.machine())
    commit = subprocess.run(
        ["git", "-C", str(REPOSITORY), "rev-parse", "--short", "HEAD"], text=True, capture_output=True, check=False
    ).stdout.strip()
    rounds = "1 round" if options.rounds == 1 else f"{options.rounds} rounds"
    lines = [
        "# Results", "",
        f"Made by `make bench` on {time.strftime('%Y-%m-%d')}, commit {commit}: {rounds}, each contender in turn, "
        f"medians. {os.cpu_count()} cores of a {processor}, shared by client, server and what is between them. Figures of "
        "*direct* are absolute; all others are how much of that speed is left: 1.00 is all of it.", "",
        table(all_works, field.contenders, figures), "", "![the same as a chart](results.svg)", "",
        "## CPU seconds per million statements", "", "Of the program in between.", "",
        "| work | " + " | ".join(contender.name for contender in field.contenders[1:]) + " |",
        "|---|" + "---|" * (len(field.contenders) - 1),
    ]
    for work in all_works:
        if isinstance(work, Pgbench):
            cells = [f"{median(work.cpu[contender.name]):.1f}" for contender in field.contenders[1:]]
            lines.append(f"| {work.name} | " + " | ".join(cells) + " |")
    listening, ready = cold_start(field)
    searched = median(float(microbench("time", "search free text with every detector", "2")[0]) for _ in range(5))
    appended = median(float(microbench("time", "append a record to the log on disk", "2")[0]) for _ in range(5))
    latencies = [
        [float(text) for text in microbench("latency", "append a record to the log on disk", "3")] for _ in range(5)]
    appending_tail, counting_middle, counting_tail = (
        median(latency[place] for latency in latencies) for place in (1, 3, 4))
    added_tail = appending_tail - (counting_tail - counting_middle)
    longest = float(microbench("longest", "append a record to the log on disk", "20")[0])
    spool = [
        (int(size), float(speed), int(resident))
        for size, speed, resident in zip(*[iter(microbench("growth", "append a record to the log on disk", "5", "4"))] * 3)
    ]
    curves = growth.curves(idle, spool)
    reached = Reached(figures)
    reached.add_works()
    reached.add("detectors on free text", "≥ 500 MB/s", searched * 1024 / 1e6, 500, "MB/s")
    reached.add("records appended to the log on one core", "≥ 50,000/s", appended, 50_000, "/s")
    reached.add("p99 that appending a statement's two records adds", "≤ 50 µs", added_tail, 50, "µs", is_at_most=True)
    reached.add("resident at rest, three lanes", "≤ 16 MiB with one", at_rest / 2**20, 16, "MiB", is_at_most=True)
    reached.add("per idle connection", "≤ 30 KB", dict((name, each) for name, _, each in memory)[sidecar.name] / 1e3, 30, "KB", is_at_most=True)
    reached.add("start to listening, bundle on disk", "≤ 100 ms", listening, 100, "ms", is_at_most=True)
    reached.add("binary, static, stripped", "≤ 28.5 MB", binary / 1e6, 28.5, "MB", is_at_most=True)
    reached.add("the longest append of 20 s, segments rolled", "≤ 20 ms", longest / 1_000, 20, "ms", is_at_most=True)
    lines[4:4] = [
        "## Reach", "", REACH, "",
        f"Appending as such has a p99 of {appending_tail:.0f} µs. But the machine is not quiet: a loop that only counts, for "
        f"as long as the median of appending, {counting_middle:.0f} µs, has one of {counting_tail:.0f} µs, and what that is "
        "longer was taken off. The longest append of 20 s, in which the log begins several segments, took "
        f"{longest:.0f} µs. What was missed: [notes](notes.md).", "", "## All works", "",
    ]
    lines += [
        "", "## Growth", "",
        "CPU time is the sidecar's own, of one prepared statement of eight connections beside idle ones. Instructions are "
        "the limits of `make instructions`. Records are appended as fast as it goes, and forced to the disk beside it.", "",
        "![the same as curves](growth.svg)", "", *(curve.table() + "\n" for curve in curves),
        "## Memory", "", "| program | resident afterwards | per idle connection, of 1,000 |", "|---|---|---|",
        *(f"| {name} | {resident / 2**20:.1f} MiB | {each / 1024:.1f} KiB |" for name, resident, each in memory), "",
        f"The sidecar at rest, with three lanes: {at_rest / 2**20:.1f} MiB; after all works: {under_load / 2**20:.1f} MiB.",
        "", f"From its start to ready, with three catalogs read: {ready:.0f} ms.", "",
    ]
    pictures = {
        "results.svg": chart(all_works, field.contenders, figures), "growth.svg": growth.chart(curves),
    }
    return "\n".join(lines), reached, pictures


main()
