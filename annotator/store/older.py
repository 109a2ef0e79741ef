"""Reading a file of an earlier version as it is: what it does not have yet is there, empty, for this connection."""

from __future__ import annotations

import re
import sqlite3

from annotator.model.errors import ProjectReadOnly
from annotator.store import schema

TABLES_SINCE = 5
"""From this version on steps added tables and views only."""
_WITH_DISMISSALS = 6
_POINTS = re.compile(r" REFERENCES \w+ \(\w+\) DEFERRABLE INITIALLY DEFERRED")


def fill_in(connection: sqlite3.Connection, version: int) -> None:
    """Add the tables that a file of this version lacks, in memory.

    Raises ProjectReadOnly where later steps changed tables it has, so that it has to be written first.
    """
    if version < TABLES_SINCE:
        raise ProjectReadOnly(
            "An earlier version of Annotator wrote this project. Open it for writing once, in a folder you can write "
            "in, and it is brought up to date."
        )
    if version < _WITH_DISMISSALS:
        connection.execute("PRAGMA temp_store = MEMORY")
        for statement in schema.statements(schema.DISMISSAL):
            if statement.startswith("CREATE TABLE"):
                connection.execute(_POINTS.sub("", statement).replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
