"""Statements that are refused until they have been approved: the first is approved, the second is denied."""

import re
import sys
import time

import psycopg


def ask(connection, number):
    """Asks until it is decided; gives how often it was refused, and what was said last."""
    for refusals in range(200):
        try:
            return refusals, connection.execute("DELETE FROM notes WHERE id = %s", [number]).rowcount
        except psycopg.errors.InsufficientPrivilege as error:
            assert re.search(r"request [0-9a-f]{32}", str(error)), error
            if "approval was denied" in str(error):
                return refusals, str(error)
        time.sleep(0.05)
    raise AssertionError("nobody decided")


with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    refusals, outcome = ask(connection, 900)
    assert refusals > 0 and outcome == 0, (refusals, outcome)
    refusals, outcome = ask(connection, 901)
    assert refusals > 0 and "use the archive" in outcome, (refusals, outcome)
