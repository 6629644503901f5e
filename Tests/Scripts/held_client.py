"""Statements that wait for approval: the first and third are approved, the second is denied."""

import sys

import psycopg

url = sys.argv[1]
notices = []
with psycopg.connect(url, autocommit=True) as connection:
    connection.add_notice_handler(lambda diagnostic: notices.append(diagnostic.message_primary))
    # The extended protocol, with a parameter.
    assert connection.execute("DELETE FROM notes WHERE id = %s", [900]).rowcount == 0
    assert len(notices) == 1 and "needs approval" in notices[0], notices
    try:
        with connection.pipeline():
            before = connection.execute("SELECT %s::int", [1])
            held = connection.execute("DELETE FROM notes WHERE id = %s", [901])
            after = connection.execute("SELECT %s::int", [2])
        raise AssertionError("a denied statement ran")
    except psycopg.errors.InsufficientPrivilege as error:
        assert "approval was denied" in str(error), error
    assert before.fetchone() == (1,)
    with connection.pipeline():
        first = connection.execute("SELECT %s::int", [3])
        held = connection.execute("DELETE FROM notes WHERE id = %s", [902])
        last = connection.execute("SELECT %s::int", [4])
    assert (first.fetchone(), held.rowcount, last.fetchone()) == ((3,), 0, (4,))
