"""Reading a file of an earlier version as it is: what it does not have yet is there, empty, for this connection."""

from __future__ import annotations

import re
import sqlite3

from annotator.model.errors import ProjectReadOnly
from annotator.store import schema

TABLES_SINCE = 5
"""From this version on steps added tables and views only."""
_TABLES = ((6, schema.DISMISSAL), (8, schema.BLACKOUT))
"""Tables that came later, with the version that has them first."""
_POINTS = re.compile(r" REFERENCES \w+ \(\w+\) DEFERRABLE INITIALLY DEFERRED")


class TooOld(ProjectReadOnly):
    """A file that has to be written anew before it can be read."""


def fill_in(connection: sqlite3.Connection, version: int) -> None:
    """Add the tables that a file of this version lacks, in memory.

    Raises TooOld where later steps changed tables it has, so that it has to be written first.
    """
    if version < TABLES_SINCE:
        raise TooOld(
            "An earlier version of Annotator wrote this project. Open it for writing once, in a folder you can write "
            "in, and it is brought up to date."
        )
    connection.execute("PRAGMA temp_store = MEMORY")
    for script in (script for since, script in _TABLES if version < since):
        for statement in schema.statements(script):
            if statement.startswith("CREATE TABLE"):
                connection.execute(_POINTS.sub("", statement).replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
