"""The table and the chart of one run."""
from statistics import median

WIDTH, BAR, GAP, LEFT = 900, 13, 3, 300
#: A bar is cut there.
LONGEST = 1.1
COLOURS = ["#8c8c8c", "#b07aa1", "#4e79a7", "#59a14f", "#f28e2b", "#edc948", "#e15759"]


def ratio(work, direct, value):
    """How much of the direct way's speed is left: 1 is all of it."""
    return value / direct if work.is_better_high else direct / value


def table(works, contenders, figures):
    names = [contender.name for contender in contenders]
    lines = ["| work | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    for work in works:
        found = figures[work.name]
        direct = median(found["direct"])
        cells = []
        for name in names:
            if name not in found:
                cells.append("–")
            elif name == "direct":
                cells.append(f"{direct:,.0f} {work.unit}" if work.is_better_high else f"{direct:.2f} {work.unit}")
            else:
                cells.append(f"{ratio(work, direct, median(found[name])):.2f}")
        lines.append(f"| {work.name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def chart(works, contenders, figures):
    others = [contender.name for contender in contenders if contender.name != "direct"]
    rows, top = [], 40 + 18 * ((len(others) + 2) // 3)
    for index, name in enumerate(others):
        x, y = 10 + (index % 3) * 290, 30 + (index // 3) * 18
        rows.append(f'<rect x="{x}" y="{y - 10}" width="12" height="12" fill="{COLOURS[index % len(COLOURS)]}"/>')
        rows.append(f'<text x="{x + 18}" y="{y}">{name}</text>')
    y, scale = top, (WIDTH - LEFT - 60)
    for work in works:
        found = figures[work.name]
        direct = median(found["direct"])
        shown = [name for name in others if name in found]
        middle = y + len(shown) * (BAR + GAP) / 2
        rows.append(f'<text x="{LEFT - 10}" y="{middle + 4:.0f}" text-anchor="end">{work.name}</text>')
        for name in shown:
            value = ratio(work, direct, median(found[name]))
            colour = COLOURS[others.index(name) % len(COLOURS)]
            width = min(value, LONGEST) * scale / LONGEST
            cut = " →" if value > LONGEST else ""
            rows.append(f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{colour}"/>')
            rows.append(f'<text x="{LEFT + width + 5:.1f}" y="{y + BAR - 2}">{value:.2f}{cut}</text>')
            y += BAR + GAP
        y += 14
    x = LEFT + scale / LONGEST
    rows.append(f'<line x1="{x:.1f}" y1="{top - 6}" x2="{x:.1f}" y2="{y - 10}" stroke="#888" stroke-dasharray="4 3"/>')
    rows.append(f'<text x="{x:.1f}" y="{top - 10}" text-anchor="middle">direct</text>')
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 10}" font-family="sans-serif" font-size="11">'
        f'<rect width="{WIDTH}" height="{y + 10}" fill="white"/>')
    return head + "\n" + "\n".join(rows) + "\n</svg>\n"


def with_reached(readme, reached):
    """The README with this table between its marks."""
    start, end = "<!-- reached -->", "<!-- /reached -->"
    before, _, rest = readme.partition(start)
    _, mark, after = rest.partition(end)
    if not mark:
        raise ValueError(f"README.md has no {start} and {end}")
    return f"{before}{start}\n{reached}\n{end}{after}"


class Reached:
    """What the project has promised itself, and what one run gave."""

    def __init__(self, figures):
        self.figures = {work: {name: median(values) for name, values in found.items()} for work, found in figures.items()}
        self.rows = []

    def add(self, name, promise, value, bound, unit="", is_at_most=False):
        is_kept = value <= bound if is_at_most else value >= bound
        shown = f"{value:,.0f}" if value >= 1_000 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
        self.rows.append(f"| {name} | {promise} | {shown} {unit} | {'reached' if is_kept else '**missed**'} |")

    def add_works(self):
        bouncer, ehr, plain = "PgBouncer (session)", "chaperone ehr", "chaperone plain"
        speed = self.figures.get("pgbench -S -M prepared, 8 connections")
        if speed:
            self.add("prepared, 8 connections, masked tables", "≥ 0.85 × PgBouncer", speed[ehr] / speed[bouncer], 0.85, "×")
        alone = self.figures.get("pgbench -S -M prepared, 1 connection")
        if alone:
            added = {name: 1 / alone[name] - 1 / alone["direct"] for name in (bouncer, ehr)}
            self.add(
                "prepared, 1 connection: added latency", "≤ 1.2 × PgBouncer's", added[ehr] / added[bouncer], 1.2, "×", is_at_most=True)
        simple = self.figures.get("pgbench -S -M simple, 8 connections")
        if simple:
            self.add("simple, 8 connections", "≥ 0.7 × PgBouncer", simple[ehr] / simple[bouncer], 0.7, "×")
        for kind in ("text", "binary"):
            rows = self.figures.get(f"1,000,000 rows of 10 columns, {kind}")
            if rows:
                self.add(f"1,000,000 rows, {kind}, unprotected", "≥ 0.97 × direct", rows["direct"] / rows[plain], 0.97, "×")
        for work, found in self.figures.items():
            if "masked" in work:
                self.add("200,000 masked rows", "≥ 0.9 × the same direct", found["direct"] / found[ehr], 0.9, "×")

    def table(self):
        return "\n".join(["| work | must reach | reached | |", "|---|---|---|---|", *self.rows])
