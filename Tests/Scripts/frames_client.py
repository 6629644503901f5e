"""Data frames, Arrow, DuckDB and LangChain through the lane. Arguments: lane URL, direct URL (the same role), cases. Prints each
case that holds."""

import sys
import traceback
import warnings

lane, direct, *wanted = sys.argv[1:]
ITEMS = "SELECT id, label, amount, made FROM work.items ORDER BY id"
PATIENTS = "SELECT id, ssn, name, sex, risk_score FROM clinic.patients ORDER BY id"
MASKED = "SELECT id, '***-**-' || right(ssn, 4) AS ssn, '***' AS name, sex, risk_score FROM clinic.patients ORDER BY id"


def expect(value, wanted_value, what):
    assert value == wanted_value, f"{what}: {str(value)[:1500]}, wanted {str(wanted_value)[:1500]}"


def engine(url):
    import sqlalchemy

    return sqlalchemy.create_engine(url.replace("postgresql:", "postgresql+psycopg:"), poolclass=sqlalchemy.NullPool)


def pandas():
    import pandas as pd

    for ours, theirs in ((ITEMS, ITEMS), (PATIENTS, MASKED)):
        read = pd.read_sql(ours, engine(lane))
        expect(len(read) in (1000, 2000), True, "rows")
        pd.testing.assert_frame_equal(read, pd.read_sql(theirs, engine(direct)))
    parts = list(pd.read_sql(ITEMS, engine(lane), chunksize=300))
    expect([len(part) for part in parts], [300, 300, 300, 100], "parts")
    whole = pd.read_sql_table("orders", engine(lane), schema="work")
    pd.testing.assert_frame_equal(whole, pd.read_sql_table("orders", engine(direct), schema="work"))
    frame = pd.read_sql(PATIENTS, engine(lane))
    for method in (None, "multi"):
        for how in ("replace", "append"):
            frame.head(100).to_sql("by_pandas", engine(lane), schema="scratch", if_exists=how, index=False, method=method)
    back = pd.read_sql("SELECT * FROM scratch.by_pandas", engine(direct))
    expect((len(back), set(back.name)), (200, {"***"}), "what was written")


def polars():
    import polars as pl
    from polars.testing import assert_frame_equal

    for read in (lambda text, url: pl.read_database_uri(text, url, engine="connectorx"),
                 lambda text, url: pl.read_database_uri(text, url, engine="adbc"),
                 lambda text, url: pl.read_database(text, engine(url))):
        for ours, theirs in ((ITEMS, ITEMS), (PATIENTS, MASKED)):
            assert_frame_equal(read(ours, lane), read(theirs, direct))
    frame = pl.DataFrame({"id": range(500), "label": [f"row {n}" for n in range(500)]})
    for how in ("sqlalchemy", "adbc"):
        place = engine(lane) if how == "sqlalchemy" else lane
        frame.write_database("scratch.by_polars", place, if_table_exists="replace", engine=how)
        back = pl.read_database("SELECT id, label FROM scratch.by_polars ORDER BY id", engine(direct))
        assert_frame_equal(back, frame)


def connectorx():
    import connectorx as cx

    for ours, theirs in ((ITEMS, ITEMS), (PATIENTS, MASKED)):
        expect(cx.read_sql(lane, ours, return_type="arrow"), cx.read_sql(direct, theirs, return_type="arrow"), ours)
    # By several connections, each of which reads a range of keys, which it asks for first.
    plain = "SELECT id, sex, ssn FROM clinic.patients"
    parted = cx.read_sql(lane, plain, partition_on="id", partition_num=4, return_type="arrow")
    expect(sorted(parted["id"].to_pylist()), list(range(1, 2001)), "in parts")
    assert all(ssn.startswith("***-**-") for ssn in parted["ssn"].to_pylist())
    for protocol in ("binary", "csv", "cursor", "simple"):
        read = cx.read_sql(lane, "SELECT id, label FROM work.items ORDER BY id", protocol=protocol, return_type="arrow")
        expect(read.num_rows, 1000, protocol)


def adbc():
    import pyarrow
    from adbc_driver_postgresql import dbapi

    with dbapi.connect(lane) as ours, dbapi.connect(direct) as theirs:
        def read(session, text, values=None):
            with session.cursor() as cursor:
                cursor.execute(text, values)
                return cursor.fetch_arrow_table()

        for text, other in ((ITEMS, ITEMS), (PATIENTS, MASKED)):
            expect(read(ours, text), read(theirs, other), text)
        expect(read(ours, "SELECT label FROM work.items WHERE id = $1", (7,)).to_pylist(), [{"label": "item 7"}], "by a parameter")
        for tables in (ours.adbc_get_objects(depth="tables").read_all().to_pylist(),):
            schemas = {s["db_schema_name"] for c in tables for s in c["catalog_db_schemas"] or []}
            assert {"clinic", "work", "scratch"} <= schemas, schemas
        expect(ours.adbc_get_table_schema("patients", db_schema_filter="clinic"), theirs.adbc_get_table_schema("patients", db_schema_filter="clinic"), "a schema")
        table = pyarrow.table({"id": list(range(1000)), "label": [f"row {n}" for n in range(1000)]})
        with ours.cursor() as cursor:
            for mode in ("replace", "append"):
                cursor.adbc_ingest("by_adbc", table, mode=mode, db_schema_name="scratch")
            cursor.executemany("INSERT INTO scratch.by_adbc VALUES ($1, $2)", [(n, "one by one") for n in range(2000, 2020)])
        ours.commit()
        expect(read(theirs, "SELECT count(*) AS n FROM scratch.by_adbc").to_pylist(), [{"n": 2020}], "what was written")


def duckdb():
    import duckdb as duck
    import duckdb_extension_postgres_scanner as extension
    import pathlib

    # The extension as its package brings it: nothing is fetched.
    file = next(pathlib.Path(extension.__file__).parent.rglob("postgres_scanner.duckdb_extension"))

    def attached(url):
        session = duck.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
        session.execute(f"LOAD '{file}'")
        session.execute(f"ATTACH '{url}' AS pg (TYPE postgres)")
        return session

    ours, theirs = attached(lane), attached(direct)
    for text in ("SELECT sex, count(*) FROM pg.clinic.patients GROUP BY 1 ORDER BY 1", "SELECT * FROM pg.work.items WHERE id < 50 ORDER BY id",
                 "SELECT count(*), sum(amount) FROM pg.work.items WHERE id % 3 = 0",
                 "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema IN ('clinic', 'work') ORDER BY 1, 2"):
        expect(ours.execute(text).fetchall(), theirs.execute(text).fetchall(), text)
    masked = ours.execute("SELECT id, ssn FROM pg.clinic.patients ORDER BY id").fetchall()
    real = theirs.execute("SELECT id, ssn FROM pg.clinic.patients ORDER BY id").fetchall()
    expect(masked, [(number, "***-**-" + ssn[-4:]) for number, ssn in real], "masked")
    found = ours.execute("SELECT * FROM postgres_query('pg', 'SELECT id FROM clinic.patients WHERE sex = ''F'' AND id < 50 ORDER BY id')").fetchall()
    expect(found, theirs.execute("SELECT id FROM pg.clinic.patients WHERE sex = 'F' AND id < 50 ORDER BY id").fetchall(), "a query of PostgreSQL's own")
    # Not CREATE OR REPLACE: what a transaction has dropped and made again is read only after COMMIT, since DuckDB's are REPEATABLE READ.
    ours.execute("DROP TABLE IF EXISTS pg.scratch.by_duckdb")
    ours.execute("CREATE TABLE pg.scratch.by_duckdb AS SELECT range AS id, 'row ' || range AS label FROM range(5000)")
    ours.execute("DELETE FROM pg.scratch.by_duckdb WHERE id >= 4000")
    expect(theirs.execute("SELECT count(*), max(id) FROM pg.scratch.by_duckdb").fetchall(), [(4000, 3999)], "what was written")


def langchain():
    from langchain_community.tools.sql_database.tool import InfoSQLDatabaseTool, ListSQLDatabaseTool, QuerySQLDatabaseTool
    from langchain_community.utilities import SQLDatabase

    ours, theirs = (
        SQLDatabase(engine(url + "?options=-c%20search_path%3Dclinic"), view_support=True, sample_rows_in_table_info=2)
        for url in (lane, direct))
    expect(ListSQLDatabaseTool(db=ours).invoke(""), ListSQLDatabaseTool(db=theirs).invoke(""), "tables")
    told = InfoSQLDatabaseTool(db=ours).invoke("patients, providers")
    assert "CREATE TABLE" in told and "***-**-" in told, told
    asked = QuerySQLDatabaseTool(db=ours)
    text = "SELECT sex, count(*) FROM clinic.patients GROUP BY sex ORDER BY sex"
    expect(asked.invoke(text), QuerySQLDatabaseTool(db=theirs).invoke(text), "an answer")
    # What the model gets to read of a refusal: the rule, and what to write instead.
    refused = asked.invoke("SELECT id FROM clinic.patients WHERE ssn = '123-45-6789'")
    assert "chaperone:" in refused and "HINT:" in refused and "rule chaperone/masked-comparison" in refused, refused
    masks = asked.invoke("SELECT * FROM chaperone.columns WHERE \"table\" = 'patients'")
    assert "last4" in masks and "equality" in masks, masks


CASES = [pandas, polars, connectorx, adbc, duckdb, langchain]
warnings.filterwarnings("ignore")
failed = False
for name in wanted:
    try:
        next(case for case in CASES if case.__name__ == name)()
        print(name, flush=True)
    except Exception:  # every case is told of
        print(f"{name}: {traceback.format_exc()[-3000:]}", file=sys.stderr)
        failed = True
sys.exit(failed)
