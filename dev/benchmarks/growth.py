"""What grows with connections, tables, rules, the log and the spool, and what does not: tables and small charts."""
import json
import re
from dataclasses import dataclass

from instructions import LIMITS

WIDTH, HEIGHT, PAD = 290, 150, 34


@dataclass
class Curve:
    name: str
    #: What the cost is one of.
    cost: str
    #: What is counted across.
    size: str
    points: list

    def table(self):
        rows = [f"| {size:,} | {cost:,.0f} |" for size, cost in self.points]
        return "\n".join([f"**{self.name}**", "", f"| {self.size} | {self.cost} |", "|---|---|", *rows])

    def panel(self, left, top):
        """Costs from 0, sizes in even steps: each is some tenfold of the one before."""
        highest = max(cost for _, cost in self.points) * 1.15
        step = (WIDTH - 2 * PAD) / max(1, len(self.points) - 1)
        places = [
            (left + PAD + index * step, top + HEIGHT - PAD - cost / highest * (HEIGHT - 2 * PAD))
            for index, (_, cost) in enumerate(self.points)
        ]
        base = top + HEIGHT - PAD
        parts = [
            f'<text x="{left + PAD}" y="{top + 14}" font-weight="bold">{self.name}</text>',
            f'<text x="{left + PAD}" y="{top + 27}" fill="#555">{self.cost}</text>',
            f'<line x1="{left + PAD}" y1="{base}" x2="{left + WIDTH - PAD}" y2="{base}" stroke="#999"/>',
            f'<polyline fill="none" stroke="#4e79a7" stroke-width="2" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}"/>',
        ]
        for (size, cost), (x, y) in zip(self.points, places):
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#4e79a7"/>')
            parts.append(f'<text x="{x:.1f}" y="{y - 7:.1f}" text-anchor="middle">{short(cost)}</text>')
            parts.append(f'<text x="{x:.1f}" y="{base + 14}" text-anchor="middle" fill="#555">{short(size)}</text>')
        return "\n".join(parts)


def short(number):
    for unit, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if number >= unit:
            return f"{number / unit:.3g}{letter}"
    return f"{number:.3g}"


def counted(what, unit):
    """What instructions.json holds for works that are measured at several sizes."""
    limits = json.loads(LIMITS.read_text())
    found = [(re.search(rf"(\d+) {unit}$", name), count) for name, count in limits.items() if name.startswith(what)]
    return sorted((int(size[1]), count) for size, count in found if size)


def curves(idle, spool):
    """
    idle: (connections, CPU microseconds of a statement)
    spool: (records in it, records a second, resident bytes)
    """
    judged, proved = "judge a short statement, ", "plan and hash a consistency proof, "
    return [
        Curve("A prepared statement, by idle connections", "CPU microseconds", "idle connections", idle),
        Curve("Judging, by tables", "instructions a statement", "tables in the catalog", counted(judged, "tables")),
        Curve("Judging, by rules", "instructions a statement", "rules of the policy", counted(judged, "rules")),
        Curve(
            "Append, by the log's length", "instructions a record", "records before",
            counted("append to a Merkle tree of ", "leaves")),
        Curve("Proof, by the log's length", "instructions a proof", "records before", counted(proved, "leaves")),
        Curve(
            "Append to disk, by the spool", "nanoseconds a record", "records in the spool",
            [(size, 1e9 / speed) for size, speed, _ in spool]),
        Curve(
            "Memory, by the spool", "resident KiB", "records in the spool",
            [(size, resident / 1024) for size, _, resident in spool]),
    ]


def chart(all_curves):
    rows = (len(all_curves) + 2) // 3
    panels = [curve.panel(index % 3 * WIDTH, index // 3 * HEIGHT) for index, curve in enumerate(all_curves)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {3 * WIDTH} {rows * HEIGHT}" font-family="sans-serif" '
        f'font-size="10"><rect width="{3 * WIDTH}" height="{rows * HEIGHT}" fill="white"/>\n' + "\n".join(panels)
        + "\n</svg>\n")
