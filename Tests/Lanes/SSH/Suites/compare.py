"""What differs between the two ways of a suite: compare.py [--some] DIFFERENCES SUITE FOLDER

FOLDER has what the runs have written. DIFFERENCES has lines `suite<TAB>test<TAB>why`, where a test may end in `*`. With
--some not all was run, and what is listed need not have occurred. Exit code: 0 all is as listed, 1 not.
"""
import collections
import fnmatch
import json
import pathlib
import sys


def listed(path, suite):
    entries = {}
    for line in pathlib.Path(path).read_text().split("\n"):
        if line and not line.startswith("#"):
            of, test, why = line.split("\t")
            if of == suite:
                entries[test] = why
    return entries


def openssh(folder):
    """test: (end direct, end by the lane, what it said there)"""
    found = json.loads((folder / "openssh.json").read_text())
    for name, ways in found.items():
        lane = ways.get("lane", {"end": "", "said": []})
        said = [line for line in lane["said"] if not line.startswith(("test ", "using cached", "generating"))]
        yield name, ways["direct"]["end"], lane["end"], "\n".join(said[-12:])
    yield "", "", "", [record for ways in found.values() for record in ways.get("lane", {}).get("records", [])]


def asyncssh(folder):
    forwardings = []
    for path in sorted(folder.glob("asyncssh.*.direct.json")):
        module = path.name.split(".")[1]
        lane = json.loads((folder / f"asyncssh.{module}.lane.json").read_text())
        forwardings += json.loads((folder / f"asyncssh.{module}.lane/forwardings.json").read_text())
        for test, result in json.loads(path.read_text()).items():
            other = lane.get(test, {"end": "not run", "why": ""})
            ends = {"passed": "ok"}
            name = test.removeprefix("tests/test_").replace(".py::", "::")
            yield name, ends.get(result["end"], result["end"]), ends.get(other["end"], other["end"]), other["why"]
    yield "", "", "", forwardings


def main():
    words = sys.argv[1:]
    is_some = words[0] == "--some"
    differences, suite, folder = words[is_some:]
    folder = pathlib.Path(folder)
    entries = listed(differences, suite)
    used, tests, reasons, status = set(), collections.Counter(), collections.Counter(), 0
    for name, direct, lane, said in {"openssh": openssh, "asyncssh": asyncssh}[suite](folder):
        if not name:
            forwardings = said
            continue
        if direct != "ok":
            tests[f"{direct} directly"] += 1
            if direct != "skipped":
                print(f"{direct} directly, not compared: {name}")
            continue
        if lane == "ok":
            tests["the same"] += 1
            continue
        tests["differ"] += 1
        pattern = next((entry for entry in entries if entry == name or "*" in entry and fnmatch.fnmatch(name, entry)), None)
        if pattern is None:
            status = 1
            print(f"differs, unexplained: {name}: {lane}\n{said}")
        else:
            used.add(pattern)
            reasons[entries[pattern]] += 1
    for why, count in reasons.most_common():
        print(f"differ, as explained: {count:3} {why}")
    for entry in set() if is_some else entries.keys() - used:
        # What depends on what comes first.
        if entries[entry].startswith("sometimes: "):
            continue
        status = 1
        print(f"differed once and does not now, take it off the list: {entry}")
    refused = [one for one in forwardings if one.get("type") == "decision"]
    made = [one for one in forwardings if one.get("type") == "intent" and one.get("via") == "forward"]
    print(f"forwardings: {len(refused)} refused, {len(made)} made")
    if made:
        status = 1
    print(f"{suite}: " + ", ".join(f"{count} {what}" for what, count in tests.most_common()))
    return status


sys.exit(main())
