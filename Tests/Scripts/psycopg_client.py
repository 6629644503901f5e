"""psycopg 3 through the lane. Arguments: lane URL, direct URL. Ends with 0 when all is as the server does it."""

import hashlib
import random
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
from psycopg import errors
from psycopg.rows import tuple_row

lane, direct = sys.argv[1:3]
ITEMS = "SELECT id, label, amount, made, raw, tags FROM work.items WHERE id <= %s ORDER BY id"


def connect(url=lane, **options):
    return psycopg.connect(url, autocommit=True, connect_timeout=20, **options)


def expect(value, wanted, what):
    assert value == wanted, f"{what}: {value!r}, wanted {wanted!r}"


def same_values_in_both_formats():
    with connect() as ours, connect(direct) as theirs:
        for binary in (False, True):
            for prepare in (False, True):
                rows = [c.execute(ITEMS, (50,), binary=binary, prepare=prepare).fetchall() for c in (ours, theirs)]
                expect(rows[0], rows[1], f"items, binary {binary}, prepared {prepare}")


def masked_in_both_formats():
    with connect() as ours:
        for binary in (False, True):
            rows = ours.execute(
                "SELECT ssn, name, birth_date FROM clinic.patients WHERE id = %s", (3,), binary=binary, prepare=True
            ).fetchall()
            ssn, name, born = rows[0]
            assert ssn.startswith("***") and ssn.endswith("0004"), ssn
            with connect(direct) as theirs:
                real = theirs.execute("SELECT ssn, name, birth_date FROM clinic.patients WHERE id = 3").fetchone()
            assert name != real[1] and born.year == real[2].year and (born.month, born.day) == (1, 1), (name, born)


def prepared_again_and_again():
    with connect(prepare_threshold=1) as ours:
        for number in range(1, 101):
            row = ours.execute("SELECT label FROM work.items WHERE id = %s", (number,)).fetchone()
            expect(row, (f"item {number}",), "prepared")


def pipeline():
    with connect() as ours:
        with ours.pipeline() as line:
            cursors = [ours.execute("SELECT %s::int, label FROM work.items WHERE id = %s", (n, n)) for n in range(1, 301)]
            line.sync()
            for number, cursor in enumerate(cursors, 1):
                expect(cursor.fetchone(), (number, f"item {number}"), "pipeline")


def error_inside_a_pipeline():
    with connect() as ours:
        try:
            with ours.pipeline():
                good = ours.execute("SELECT 1")
                ours.execute("SELECT 1 / 0")
                ours.execute("SELECT 2")
        except errors.DivisionByZero:
            pass
        else:
            raise AssertionError("no error out of the pipeline")
        expect(good.fetchone(), (1,), "before the error")
        expect(ours.execute("SELECT 3").fetchone(), (3,), "after the pipeline")


def refusal_inside_a_pipeline():
    with connect() as ours:
        try:
            with ours.pipeline():
                good = ours.execute("SELECT 1")
                ours.execute("SELECT query_to_xml('select 1', true, false, '')")
                ours.execute("SELECT 2")
        except errors.InsufficientPrivilege:
            pass
        else:
            raise AssertionError("not refused")
        expect(good.fetchone(), (1,), "before the refusal")
        expect(ours.execute("SELECT 3").fetchone(), (3,), "after the refusal")


def copy_out_and_in():
    with connect() as ours:
        with ours.cursor().copy("COPY (SELECT id, label FROM work.items ORDER BY id) TO STDOUT") as out:
            rows = list(out.rows())
        expect(len(rows), 1000, "rows copied out")
        expect(rows[6], ("7", "item 7"), "a row copied out")
        with ours.cursor().copy("COPY work.copied (id, label) FROM STDIN") as into:
            for number in range(5000):
                into.write_row((number, f"line {number}\twith a tab"))
        expect(ours.execute("SELECT count(*), max(id) FROM work.copied").fetchone(), (5000, 4999), "rows copied in")
        with ours.cursor().copy("COPY work.copied_binary (id, label) FROM STDIN (FORMAT binary)") as into:
            into.set_types(["int4", "text"])
            for number in range(500):
                into.write_row((number, f"line {number}"))
        expect(ours.execute("SELECT count(*) FROM work.copied_binary").fetchone(), (500,), "rows copied in, binary")
        try:
            with ours.cursor().copy("COPY work.copied (id, label) FROM STDIN") as into:
                into.write("not a number\tx\n")
        except errors.InvalidTextRepresentation:
            pass
        else:
            raise AssertionError("a bad row was taken")
        try:
            with ours.cursor().copy("COPY work.copied (id, label) FROM STDIN") as into:
                into.write_row((1, "x"))
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            pass
        expect(ours.execute("SELECT count(*) FROM work.copied").fetchone(), (5000,), "after copies that failed")


def server_side_cursors():
    with psycopg.connect(lane) as ours:
        with ours.cursor("named") as cursor:
            cursor.itersize = 64
            cursor.execute("SELECT id FROM work.items ORDER BY id")
            expect([row[0] for row in cursor], list(range(1, 1001)), "named cursor")
        with ours.cursor("scroll", scrollable=True) as cursor:
            cursor.execute("SELECT id FROM work.items ORDER BY id")
            cursor.scroll(500)
            expect(cursor.fetchone(), (501,), "scrolled")
            cursor.scroll(-500, mode="relative")
            expect(cursor.fetchone(), (2,), "scrolled back")
        with ours.cursor("masked", row_factory=tuple_row) as cursor:
            cursor.execute("SELECT ssn FROM clinic.patients ORDER BY id")
            assert all(row[0].startswith("***") for row in cursor.fetchmany(200))


def stream_row_by_row():
    with connect() as ours:
        rows = [row[0] for row in ours.cursor().stream("SELECT id FROM work.items ORDER BY id")]
        expect(rows, list(range(1, 1001)), "stream")


def transactions_and_savepoints():
    with psycopg.connect(lane) as ours:
        try:
            with ours.transaction():
                ours.execute("INSERT INTO work.items (id) VALUES (5001)")
                try:
                    with ours.transaction():
                        ours.execute("INSERT INTO work.items (id) VALUES (1)")
                except errors.UniqueViolation:
                    pass
                expect(ours.execute("SELECT count(*) FROM work.items WHERE id = 5001").fetchone(), (1,), "inside")
                raise KeyError
        except KeyError:
            pass
        expect(ours.execute("SELECT count(*) FROM work.items WHERE id = 5001").fetchone(), (0,), "rolled back")


def errors_keep_their_codes():
    cases = {
        "SELECT nosuch FROM work.items": errors.UndefinedColumn,
        "SELEC 1": errors.SyntaxError,
        "SELECT 1 / 0": errors.DivisionByZero,
        "SELECT 'x'::int": errors.InvalidTextRepresentation,
        "INSERT INTO work.items (id) VALUES (1)": errors.UniqueViolation,
        "DO $$ BEGIN END $$": errors.InsufficientPrivilege,
    }
    with connect() as ours:
        for text, kind in cases.items():
            try:
                ours.execute(text)
            except kind:
                continue
            raise AssertionError(f"no {kind.__name__} of {text}")


def statement_timeout():
    with connect() as ours:
        ours.execute("SET statement_timeout = '300ms'")
        began = time.monotonic()
        try:
            ours.execute("SELECT pg_sleep(20)")
        except errors.QueryCanceled:
            assert time.monotonic() - began < 10
        else:
            raise AssertionError("not timed out")
        expect(ours.execute("SELECT 1").fetchone(), (1,), "after a timeout")


def cancel_from_another_thread():
    with connect() as ours, connect() as neighbour:
        def cancel():
            time.sleep(0.7)
            ours.cancel()

        other = threading.Thread(target=cancel)
        other.start()
        began = time.monotonic()
        try:
            ours.execute("SELECT pg_sleep(20)")
        except errors.QueryCanceled:
            assert time.monotonic() - began < 10
        else:
            raise AssertionError("not cancelled")
        finally:
            other.join()
        expect(ours.execute("SELECT 1").fetchone(), (1,), "after a cancel")
        expect(neighbour.execute("SELECT 2").fetchone(), (2,), "a neighbour is not cancelled")


def five_hundred_connections():
    """All open at once, all at work at once, opened by many threads."""
    def opened(number):
        session = connect()
        return session, session.execute("SELECT %s::int, pg_backend_pid()", (number,)).fetchone()

    with ThreadPoolExecutor(50) as threads:
        sessions, answers = zip(*threads.map(opened, range(500)))
        expect([answer[0] for answer in answers], list(range(500)), "first answers")
        expect(len({answer[1] for answer in answers}), 500, "server processes")
        with connect(direct) as other:
            theirs = other.execute("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'").fetchone()
        assert theirs[0] >= 500, theirs

        def work(pair):
            number, session = pair
            row = session.execute("SELECT label, (SELECT ssn FROM clinic.patients p WHERE p.id = i.id) FROM work.items i WHERE id = %s", (1 + number,)).fetchone()
            expect(row[0], f"item {1 + number}", "in parallel")
            assert row[1].startswith("***-**-"), row

        with ThreadPoolExecutor(100) as workers:
            list(workers.map(work, enumerate(sessions)))
        list(threads.map(lambda session: session.close(), sessions))


def large_values_pass_whole():
    with connect() as ours:
        text = "x" * (900 << 10)
        expect(ours.execute("SELECT length(%s)", (text,)).fetchone(), (len(text),), "a large parameter")
        row = ours.execute("SELECT repeat('y', 20 << 20)").fetchone()
        expect(len(row[0]), 20 << 20, "a large value")


def a_cell_of_100_mebibytes():
    content = random.Random(1).randbytes(100 << 20)
    with psycopg.connect(lane) as ours:
        ours.execute("INSERT INTO work.cells VALUES (1, %b)", (content,))
        expect(ours.execute("SELECT length(content), sha256(content) FROM work.cells").fetchone(),
               (len(content), hashlib.sha256(content).digest()), "written")
        assert ours.execute("SELECT content FROM work.cells", binary=True).fetchone()[0] == content, "another cell"
        ours.rollback()


def most_columns_and_parameters():
    with connect() as ours, connect(direct) as theirs:
        for binary in (False, True):
            rows, real = (c.execute("SELECT * FROM work.wide ORDER BY c1", binary=binary).fetchall() for c in (ours, theirs))
            expect((len(rows), len(rows[0])), (5, 1600), "rows and columns")
            expect([row[:799] + row[800:] for row in rows], [row[:799] + row[800:] for row in real], "1,600 columns")
            expect({row[799] for row in rows}, {"***"}, "the protected one")
        numbers = list(range(500, 66_035))
        text = f"SELECT count(*), sum(id) FROM work.items WHERE id IN ({','.join(['%s'] * len(numbers))})"
        expect(ours.execute(text, numbers).fetchone(), theirs.execute(text, numbers).fetchone(), "65,535 parameters")
        try:
            ours.execute(text.replace("IN (", "IN (%s, "), [1, *numbers])
        except psycopg.Error:
            expect(ours.execute("SELECT 1").fetchone(), (1,), "after one too many")
        else:
            raise AssertionError("65,536 parameters were taken")


def notifications():
    with connect() as ours, connect(direct) as theirs:
        for listening, telling in ((ours, theirs), (theirs, ours)):
            listening.execute("LISTEN by_psycopg")
            telling.execute("SELECT pg_notify('by_psycopg', 'payload')")
            heard = next(listening.notifies(timeout=15))
            expect((heard.channel, heard.payload), ("by_psycopg", "payload"), "notification")
            listening.execute("UNLISTEN *")


def copy_and_cursors_in_binary():
    with connect() as ours, connect(direct) as theirs:
        def copied(session, text):
            with session.cursor().copy(text) as out:
                return b"".join(bytes(part) for part in out)

        for text in ("COPY (SELECT * FROM work.kinds ORDER BY id) TO STDOUT (FORMAT binary)", "COPY work.items TO STDOUT (FORMAT csv, HEADER)"):
            expect(copied(ours, text), copied(theirs, text), text)
        with ours.cursor().copy("COPY (SELECT id, ssn FROM clinic.patients ORDER BY id) TO STDOUT (FORMAT binary)") as out:
            out.set_types(["int4", "text"])
            rows = list(out.rows())
        real = theirs.execute("SELECT id, ssn FROM clinic.patients ORDER BY id").fetchall()
        expect(rows, [(number, "***-**-" + ssn[-4:]) for number, ssn in real], "masked, binary")
        answers = []
        for session in (ours, theirs):
            with session.transaction(), session.cursor("binary", binary=True) as cursor:
                cursor.execute("SELECT id, label, amount, made, raw FROM work.items ORDER BY id")
                answers.append(cursor.fetchmany(300) + cursor.fetchall())
        expect(answers[0], answers[1], "a binary cursor")
        with ours.pipeline():
            cursors = [ours.execute("SELECT ssn FROM clinic.patients WHERE id = %s", (n,), binary=True, prepare=True) for n in range(1, 50)]
        expect([cursor.fetchone()[0] for cursor in cursors], [row[1] for row in rows[:49]], "masked, in a pipeline")


def notices_reach_the_client():
    with connect() as ours:
        seen = []
        ours.add_notice_handler(lambda diagnostic: seen.append(diagnostic.sqlstate))
        ours.execute("DROP TABLE IF EXISTS work.nosuch")
        expect(seen, ["00000"], "notices")


def nothing_to_do():
    """What says IF EXISTS or IF NOT EXISTS, and finds nothing to do, is told of as the server tells it."""
    texts = [
        "DROP FUNCTION IF EXISTS no_such(int, text)", "DROP FUNCTION IF EXISTS work.no_such", "DROP PROCEDURE IF EXISTS no_such(int)",
        "DROP AGGREGATE IF EXISTS no_such(int)", "DROP TRIGGER IF EXISTS no_such ON work.items", "DROP RULE IF EXISTS no_such ON work.items",
        "DROP POLICY IF EXISTS no_such ON work.items", "DROP TRIGGER IF EXISTS no_such ON work.no_such", "DROP EXTENSION IF EXISTS no_such",
        "CREATE EXTENSION IF NOT EXISTS plpgsql", "DROP TYPE IF EXISTS work.no_such CASCADE", "DROP SCHEMA IF EXISTS no_such CASCADE",
        "DROP FUNCTION IF EXISTS no_such(int) CASCADE", "DROP TABLE IF EXISTS work.no_such CASCADE",
        "DROP MATERIALIZED VIEW IF EXISTS work.no_such", "DROP INDEX IF EXISTS work.no_such",
    ]
    seen = []
    for session in (connect(), connect(direct)):
        told = []
        session.add_notice_handler(lambda notice, told=told: told.append((notice.severity, notice.sqlstate, notice.message_primary)))
        with session:
            for text in texts:
                told.append((text, session.execute(text).statusmessage))
        seen.append(told)
    expect(seen[0], seen[1], "notices")
    expect(len(seen[0]), 2 * len(texts), "a notice each")
    with connect() as ours:
        for text in ("DROP FUNCTION IF EXISTS clinic.purge(int)", "DROP EXTENSION IF EXISTS plpgsql", "CREATE EXTENSION IF NOT EXISTS hstore"):
            try:
                ours.execute(text)
            except errors.InsufficientPrivilege as error:
                assert "chaperone" in str(error), error
            else:
                raise AssertionError(f"{text} had something to do")


def ends_only_itself():
    with connect() as ours, connect() as other:
        number = other.info.backend_pid
        for text, values in (("SELECT pg_terminate_backend(%s)", (number,)), (f"SELECT pg_cancel_backend({number})", None)):
            try:
                ours.execute(text, values)
            except psycopg.DataError as error:
                assert f"process {ours.info.backend_pid}" in str(error), error
            else:
                raise AssertionError("another session was ended")
        expect(other.execute("SELECT 1").fetchone(), (1,), "the other session")
        try:
            ours.execute("SELECT pg_terminate_backend(%s)", (ours.info.backend_pid,))
        except errors.AdminShutdown:
            assert ours.broken
        else:
            raise AssertionError("it goes on")
        with connect() as another:
            try:
                another.execute(f"SELECT pg_terminate_backend({another.info.backend_pid})")
            except errors.AdminShutdown:
                return
        raise AssertionError("it goes on")


def names_of_utf8():
    for name in ("utf-8", "UTF_8", "unicode", "'utf8'"):
        with connect(client_encoding=name) as ours:
            expect(ours.execute("SELECT 'über'").fetchone(), ("über",), name)
            ours.execute("SET client_encoding TO 'Utf-8'")
            expect(ours.execute("SHOW client_encoding").fetchone(), ("UTF8",), name)


def returning_beside_others():
    with connect() as ours, connect(direct) as theirs:
        with ours.transaction(force_rollback=True):
            rows = ours.execute(
                "UPDATE clinic.patients p SET risk_score = 7 FROM clinic.encounters e WHERE e.patient_id = p.id AND e.id < 20 "
                "RETURNING p.id, p.ssn, risk_score, upper(p.name)"
            )
            expect(rows.statusmessage, f"UPDATE {rows.rowcount}", "tag")
            rows = sorted(rows.fetchall())
        text = "SELECT DISTINCT p.id, '***-**-' || right(p.ssn, 4), 7::numeric(5,2), '***' FROM clinic.patients p JOIN clinic.encounters e ON e.patient_id = p.id WHERE e.id < 20 ORDER BY 1"
        expect(rows, theirs.execute(text).fetchall(), "updated")
        with ours.transaction(force_rollback=True):
            rows = ours.execute(
                "DELETE FROM clinic.notes n USING clinic.providers v WHERE n.id < 4 AND v.id = 1 RETURNING n.id, v.id")
            expect(len(rows.fetchall()), 3, "of a table without masks")


CASES = [
    same_values_in_both_formats, masked_in_both_formats, prepared_again_and_again, pipeline, error_inside_a_pipeline,
    refusal_inside_a_pipeline, copy_out_and_in, server_side_cursors, stream_row_by_row, transactions_and_savepoints,
    errors_keep_their_codes, statement_timeout, cancel_from_another_thread, five_hundred_connections,
    large_values_pass_whole, a_cell_of_100_mebibytes, most_columns_and_parameters, notifications,
    copy_and_cursors_in_binary, notices_reach_the_client, nothing_to_do, ends_only_itself, names_of_utf8,
    returning_beside_others,
]
next(case for case in CASES if case.__name__ == sys.argv[3])()
