"""What the kernel says of processes: memory and CPU time, of a program with all of its children."""
import os

TICKS = os.sysconf("SC_CLK_TCK")


def family(root):
    """A process and all below it."""
    below = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            continue
        below.setdefault(int(fields[1]), []).append(int(entry))
    found, rest = [], [root]
    while rest:
        number = rest.pop()
        found.append(number)
        rest += below.get(number, [])
    return found


def cpu_seconds(root):
    total = 0
    for number in family(root):
        try:
            with open(f"/proc/{number}/stat") as file:
                fields = file.read().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        except OSError:
            continue
    return total / TICKS


def resident_bytes(root):
    total = 0
    for number in family(root):
        try:
            with open(f"/proc/{number}/statm") as file:
                total += int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            continue
    return total
