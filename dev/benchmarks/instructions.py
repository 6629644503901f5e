"""make instructions: instructions of one statement, record, KiB …, counted by callgrind; fails where one needs more than
its limit in instructions.json.

python3 dev/benchmarks/instructions.py [--update] [PROGRAM]
"""
import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
LIMITS = HERE / "instructions.json"
#: What a count may be over its limit; more is a regression.
TOLERANCE = 0.05
#: A run of as many turns takes about this long under callgrind, which is fifty times slower.
RUN_SECONDS = 1.5
SLOWER = 50


class Microbench:
    def __init__(self, program):
        self.program = program

    def run(self, *arguments):
        return subprocess.run([self.program, *arguments], check=True, text=True, capture_output=True).stdout

    def works(self):
        for line in self.run("list").splitlines():
            name, unit, units, repeats = line.split("\t")
            yield name, unit, int(units), repeats == "repeats"

    def speed(self, name, seconds):
        """Units a second."""
        return float(self.run("time", name, str(seconds)))

    def total(self, name, turns):
        with tempfile.NamedTemporaryFile() as out:
            done = subprocess.run(
                ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}", self.program, "run", name,
                 str(turns)],
                text=True, capture_output=True, check=True,
                # Else the places in a dictionary are others each time.
                env={**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1"})
        return int(re.search(r"Collected : (\d+)", done.stderr)[1])

    def instructions(self, name, units):
        """Of one unit: what twice as many turns take more. How many is by what they take of the processor, which others may share."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        self.run("run", name, "20")
        each = (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before) / 20
        turns = max(10, min(2_000, int(RUN_SECONDS / SLOWER / max(each, 1e-6))))
        return (self.total(name, 2 * turns) - self.total(name, turns)) / turns / units


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", nargs="?", default=str(REPOSITORY / ".build-release/release/microbench"))
    parser.add_argument("--update", action="store_true", help="write what was counted as the limits")
    options = parser.parse_args()
    sys.exit(check(Microbench(options.program), options.update))


def check(microbench, is_update):
    limits = json.loads(LIMITS.read_text()) if LIMITS.exists() else {}
    counted, over = {}, []
    for name, unit, units, repeats in microbench.works():
        if not repeats:
            continue
        count = counted[name] = round(microbench.instructions(name, units))
        limit = limits.get(name)
        state = "new" if limit is None else f"limit {limit:,}"
        if limit is None or count > limit * (1 + TOLERANCE):
            over.append(name)
            state += ", OVER"
        print(f"{count:>12,}  {name}, a {unit} ({state})", flush=True)
    if is_update:
        LIMITS.write_text(json.dumps(counted, indent=2) + "\n")
        return 0
    for name in over:
        print(f"{name}: more instructions than dev/benchmarks/instructions.json allows", file=sys.stderr)
    for name in limits.keys() - counted.keys():
        print(f"{name}: has a limit, and is not measured", file=sys.stderr)
        over.append(name)
    return 1 if over else 0


if __name__ == "__main__":
    os.chdir(REPOSITORY)
    main()
