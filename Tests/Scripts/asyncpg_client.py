"""asyncpg through the lane. Arguments: lane URL, direct URL, case."""

import asyncio
import io
import sys

import asyncpg

lane, direct = sys.argv[1:3]


def expect(value, wanted, what):
    assert value == wanted, f"{what}: {value!r}, wanted {wanted!r}"


async def connect(url=lane):
    return await asyncpg.connect(url, timeout=20, command_timeout=60)


async def prepared():
    ours, theirs = await connect(), await connect(direct)
    text = "SELECT id, label, amount, made, raw, tags FROM work.items WHERE id <= $1 ORDER BY id"
    rows = [await (await session.prepare(text)).fetch(40) for session in (ours, theirs)]
    expect([tuple(r) for r in rows[0]], [tuple(r) for r in rows[1]], "prepared")
    statement = await ours.prepare("SELECT ssn, birth_date FROM clinic.patients WHERE id = $1")
    expect([a.type.name for a in statement.get_attributes()], ["text", "date"], "attributes")
    row = await statement.fetchrow(3)
    assert row["ssn"].startswith("***") and (row["birth_date"].month, row["birth_date"].day) == (1, 1), row
    for number in range(1, 60):
        expect(await ours.fetchval("SELECT label FROM work.items WHERE id = $1", number), f"item {number}", "cached")


async def definitions():
    """What is prepared of a definition is its text: that is what is done each time, whatever has been defined since."""
    session = await asyncpg.connect(lane, timeout=20, command_timeout=60, server_settings={"search_path": "scratch"})
    # While nothing is called so, it could only mean a temporary table.
    gone = await session.prepare("DROP TABLE IF EXISTS kept")
    made = await session.prepare("CREATE TABLE kept (id int PRIMARY KEY)")
    await made.fetch()
    view = await session.prepare("CREATE OR REPLACE VIEW seen AS SELECT id FROM kept")
    unseen = await session.prepare("DROP VIEW IF EXISTS seen")
    nothing = await session.prepare("DROP FUNCTION IF EXISTS no_such_function(int)")

    async def again(turn):
        for statement in (unseen, gone, made, view, nothing):
            try:
                await statement.fetch()
            except asyncpg.PostgresError as error:
                raise AssertionError(f"turn {turn}: {statement.get_query()}") from error
        expect(await session.fetchval("SELECT count(*) FROM pg_attribute WHERE attrelid = 'scratch.kept'::regclass AND attnum > 0"), 1, "columns")

    for turn in range(2):
        await again(turn)
    async with session.transaction():
        await again("in a transaction")
    await unseen.fetch()
    await gone.fetch()
    expect(await session.fetchval("SELECT to_regclass('scratch.kept') IS NULL"), True, "dropped")


async def kinds():
    """Types that it has to ask the server about: enums, composites, domains, ranges, arrays."""
    ours, theirs = await connect(), await connect(direct)
    rows = [await session.fetch("SELECT * FROM work.kinds WHERE id <= $1 ORDER BY id", 3) for session in (ours, theirs)]
    # NaN is not equal to itself.
    expect([repr(tuple(row)) for row in rows[0]], [repr(tuple(row)) for row in rows[1]], "kinds")
    expect((rows[0][0]["mood"], rows[0][0]["pair"]["t"], len(rows[0])), ("busy", "seven, eight", 3), "a row of kinds")


async def cursor():
    ours = await connect()
    async with ours.transaction():
        seen = [r["id"] async for r in ours.cursor("SELECT id FROM work.items ORDER BY id", prefetch=37)]
        expect(seen, list(range(1, 1001)), "cursor")
        walking = await ours.cursor("SELECT id FROM work.items ORDER BY id")
        await walking.forward(10)
        expect([r["id"] for r in await walking.fetch(3)], [11, 12, 13], "suspended portal")


async def copy():
    ours = await connect()
    out = io.BytesIO()
    await ours.copy_from_query("SELECT id, label FROM work.items ORDER BY id", output=out, format="csv")
    expect(len(out.getvalue().splitlines()), 1000, "copied out")
    out = io.BytesIO()
    await ours.copy_from_table("patients", schema_name="clinic", columns=["ssn"], output=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 2000 and all(line.startswith(b"***") for line in lines), lines[:2]
    async with ours.transaction():
        await ours.execute("DELETE FROM work.copied WHERE label = 'from asyncpg'")
        await ours.copy_records_to_table(
            "copied", schema_name="work", columns=["id", "label"], records=[(n, "from asyncpg") for n in range(3000)])
        expect(await ours.fetchval("SELECT count(*) FROM work.copied WHERE label = 'from asyncpg'"), 3000, "copied in")
        await ours.execute("DELETE FROM work.copied WHERE label = 'from asyncpg'")


async def listen():
    ours, other = await connect(), await connect()
    heard = asyncio.Queue()
    await ours.add_listener("news", lambda _, pid, channel, payload: heard.put_nowait((channel, payload)))
    await other.execute("NOTIFY news, 'hello'")
    expect(await asyncio.wait_for(heard.get(), 15), ("news", "hello"), "notification")


async def errors():
    ours = await connect()
    for text, kind in {
        "SELECT nosuch FROM work.items": asyncpg.UndefinedColumnError,
        "SELECT 1 / 0": asyncpg.DivisionByZeroError,
        "DO $$ BEGIN END $$": asyncpg.InsufficientPrivilegeError,
        "SELEC": asyncpg.PostgresSyntaxError,
    }.items():
        try:
            await ours.fetch(text)
        except kind:
            continue
        raise AssertionError(f"no {kind.__name__} of {text}")
    expect(await ours.fetchval("SELECT 1"), 1, "after errors")


async def cancel():
    ours = await connect()
    try:
        await ours.fetchval("SELECT pg_sleep(20)", timeout=0.7)
    except asyncio.TimeoutError:
        pass
    else:
        raise AssertionError("not cancelled")
    expect(await ours.fetchval("SELECT 1"), 1, "after a cancel")


async def executemany():
    ours = await connect()
    await ours.executemany(
        "INSERT INTO work.copied (id, label) VALUES ($1, $2)", [(n, "many") for n in range(1000)])
    expect(await ours.fetchval("SELECT count(*) FROM work.copied WHERE label = 'many'"), 1000, "executemany")
    await ours.execute("DELETE FROM work.copied WHERE label = 'many'")


async def pool():
    async with asyncpg.create_pool(lane, min_size=2, max_size=20) as sessions:
        async def one(number):
            async with sessions.acquire() as session:
                return await session.fetchval("SELECT label FROM work.items WHERE id = $1", number)

        labels = await asyncio.gather(*(one(n) for n in range(1, 301)))
        expect(labels, [f"item {n}" for n in range(1, 301)], "pool")


CASES = [prepared, definitions, kinds, cursor, copy, listen, errors, cancel, executemany, pool]
asyncio.run(asyncio.wait_for(next(case for case in CASES if case.__name__ == sys.argv[3])(), 110))
