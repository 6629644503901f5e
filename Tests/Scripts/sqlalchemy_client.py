"""SQLAlchemy through the lane. Arguments: lane URL, direct URL (the same role), cases. Prints each case that holds."""

import asyncio
import sys
import traceback
import warnings

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

lane, direct, *wanted = sys.argv[1:]
# Types that it does not know on either side.
warnings.filterwarnings("ignore", "Did not recognize type", sa.exc.SAWarning)


def engine(url):
    return sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"), poolclass=sa.NullPool)


def expect(value, wanted_value, what):
    if value == wanted_value:
        return
    ours, theirs = ([str(part) for part in whole] if isinstance(whole, (list, tuple)) else [str(whole)] for whole in (value, wanted_value))
    differing = next(((one, other) for one, other in zip(ours, theirs) if one != other), (len(ours), len(theirs)))
    raise AssertionError(f"{what}: {str(differing[0])[:1500]}, wanted {str(differing[1])[:1500]}")


def shown(value):
    """What reflection says, as something that can be compared: types have no equality of their own."""
    if isinstance(value, dict):
        return sorted((str(key), shown(inner)) for key, inner in value.items())
    if isinstance(value, (list, tuple)):
        return [shown(inner) for inner in value]
    if isinstance(value, sa.types.TypeEngine):
        return repr(value)
    return repr(value)


def same(what, work):
    """Both sides do the same, and see the same, which is given back."""
    ours, theirs = (work(engine(url)) for url in (lane, direct))
    expect(ours, theirs, what)
    return ours


def ddl(table, made):
    """The text that would make a table with its indexes again; names alone of the one with types unknown to it."""
    if table.name == "kinds":
        return [column.name for column in table.columns]
    indexes = (str(sa.schema.CreateIndex(index).compile(made)) for index in table.indexes)
    return [str(sa.schema.CreateTable(table).compile(made)), *sorted(indexes)]


SCHEMAS = ["work", "clinic", "billing"]


def reflection_of_everything():
    def work(made):
        told = sa.inspect(made)
        seen = {"schemas": told.get_schema_names(), "default": told.default_schema_name}
        every = {"kind": sa.engine.reflection.ObjectKind.ANY, "scope": sa.engine.reflection.ObjectScope.ANY}
        for schema in SCHEMAS:
            for name in ("table_names", "view_names", "materialized_view_names", "sequence_names", "enums", "domains"):
                seen[schema, name] = shown(getattr(told, "get_" + name)(schema=schema))
            for name in ("columns", "pk_constraint", "foreign_keys", "indexes", "unique_constraints",
                         "check_constraints", "table_comment", "table_options"):
                seen[schema, name] = shown(getattr(told, "get_multi_" + name)(schema=schema, **every))
        seen["view"] = told.get_view_definition("big_orders", schema="work")
        seen["temporary"] = told.get_temp_table_names()
        seen["has"] = [told.has_table("orders", schema="work"), told.has_table("nosuch", schema="work"),
                       told.has_index("orders", "orders_by_note", schema="work"),
                       told.has_sequence("orders_id_seq", schema="work"), told.has_schema("work")]
        seen["sorted"] = told.get_sorted_table_and_fkc_names(schema="work")
        return seen

    seen = same("reflection", work)
    assert len(seen["clinic", "columns"]) >= 8 and "orders" in str(seen["work", "table_names"])


def reflected_tables_are_used():
    def work(made):
        metadata = sa.MetaData()
        for schema in SCHEMAS:
            metadata.reflect(made, schema=schema, views=True)
        made_of = [ddl(table, made) for table in metadata.sorted_tables]
        items, orders = metadata.tables["work.items"], metadata.tables["work.orders"]
        with made.connect() as session:
            rows = session.execute(sa.select(items).where(items.c.id.in_([1, 7, 9])).order_by(items.c.id)).all()
            joined = session.execute(sa.select(orders.c.total, orders.c.mood).limit(3)).all()
        return made_of, rows, joined, session.dialect.server_version_info

    same("reflected", work)
    patients = sa.Table("patients", sa.MetaData(), schema="clinic", autoload_with=engine(lane))
    text = sa.select(patients).order_by(patients.c.id).limit(500)
    with engine(lane).connect() as ours, engine(direct).connect() as theirs:
        masked, real = ours.execute(text).mappings().all(), theirs.execute(text).mappings().all()
        expect(len(masked), 500, "rows")
        for our, their in zip(masked, real):
            for column in ("id", "sex", "risk_score", "provider_id", "created_at"):
                expect(our[column], their[column], column)
            expect(our["ssn"], "***-**-" + their["ssn"][-4:], "ssn")
            expect(our["name"], "***", "name")
            expect(our["birth_date"], their["birth_date"].replace(month=1, day=1), "birth_date")
            expect(our["contact"], their["contact"] | {"phone": "***", "email": "***"}, "contact")
            assert our["zip"] in (their["zip"][:3], "000") and our["mrn"] != their["mrn"], our
        # Found by the value that is looked up, as the policy opens it for equality.
        found = ours.execute(sa.select(patients.c.id).where(patients.c.mrn == real[7]["mrn"])).all()
        expect(found, [(real[7]["id"],)], "found by mrn")


class Base(DeclarativeBase):
    pass


class Copied(Base):
    __tablename__ = "copied"
    __table_args__ = {"schema": "work"}
    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]


class Shop(Base):
    __tablename__ = "shops"
    __table_args__ = {"schema": "work"}
    id: Mapped[int] = mapped_column(sa.Identity(always=True), primary_key=True)
    name: Mapped[str]


def sessions_of_the_orm():
    def work(made):
        with Session(made) as session:
            session.add_all([Copied(id=n, label=f"by the orm {n}") for n in range(1500)])
            # Many rows at once, with their keys brought back by RETURNING.
            shops = [Shop(name=f"shop {n}") for n in range(1200)]
            session.add_all(shops)
            session.flush()
            keys = [shop.id - shops[0].id for shop in shops]
            session.get(Copied, 7).label = "changed"
            session.delete(session.get(Copied, 8))
            with session.begin_nested() as inner:
                session.execute(sa.update(Copied).where(Copied.id < 5).values(label="lost"))
                inner.rollback()
            upsert = postgresql.insert(Shop).values(name="shop 3").on_conflict_do_update(
                index_elements=["name"], set_={"name": "renamed"}).returning(Shop.name)
            renamed = session.execute(upsert).scalars().all()
            seen = session.execute(sa.select(Copied.id, Copied.label).where(Copied.id < 20).order_by(Copied.id)).all()
            session.rollback()
            return keys, renamed, seen

    keys, _, seen = same("orm", work)
    expect((len(keys), len(seen)), (1200, 19), "rows")


def server_side_results():
    def work(made):
        with made.connect().execution_options(stream_results=True, max_row_buffer=50) as session:
            rows = [tuple(row) for row in session.execute(sa.text("SELECT id, label FROM work.items ORDER BY id"))]
            parts = [len(part) for part in session.execute(sa.text("SELECT id FROM work.items")).partitions(300)]
            return rows, parts

    rows, _ = same("server-side", work)
    expect(len(rows), 1000, "rows")


def isolation_and_errors():
    def work(made):
        seen = []
        for level in ("REPEATABLE READ", "READ COMMITTED", "AUTOCOMMIT"):
            with made.connect().execution_options(isolation_level=level) as session:
                seen.append((session.get_isolation_level(), session.scalar(sa.text("SELECT 1"))))
        for text in ("SELECT nosuch FROM work.items", "SELECT 1 / 0", "INSERT INTO work.items (id) VALUES (1)"):
            try:
                with made.begin() as session:
                    session.execute(sa.text(text))
            except sa.exc.DBAPIError as problem:
                seen.append((type(problem).__name__, problem.orig.sqlstate, str(problem.orig)))
        return seen

    expect(len(same("isolation and errors", work)), 6, "answers")
    try:
        with engine(lane).begin() as session:
            session.execute(sa.text("SELECT clinic.patient_ssn(1)"))
    except sa.exc.ProgrammingError as problem:
        expect(problem.orig.sqlstate, "42501", "a refusal")
    else:
        raise AssertionError("not refused")


def reflection_by_asyncpg():
    async def told(url):
        made = create_async_engine(url.replace("postgresql:", "postgresql+asyncpg:"), poolclass=sa.NullPool)
        async with made.connect() as session:
            def reflect(inner):
                metadata = sa.MetaData()
                for schema in SCHEMAS:
                    metadata.reflect(inner, schema=schema, views=True)
                return [ddl(table, inner) for table in metadata.sorted_tables]

            reflected = await session.run_sync(reflect)
            rows = (await session.execute(sa.text("SELECT * FROM work.items WHERE id = :id"), {"id": 7})).all()
        await made.dispose()
        return [*reflected, rows]

    async def both():
        return await told(lane), await told(direct)

    ours, theirs = asyncio.run(both())
    expect(ours, theirs, "asyncpg")


CASES = [
    reflection_of_everything, reflected_tables_are_used, sessions_of_the_orm, server_side_results, isolation_and_errors,
    reflection_by_asyncpg,
]
failed = False
for name in wanted:
    try:
        next(case for case in CASES if case.__name__ == name)()
        print(name)
    except Exception:  # every case is told of
        print(f"{name}: {traceback.format_exc()[-3000:]}", file=sys.stderr)
        failed = True
sys.exit(failed)
