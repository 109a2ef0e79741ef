"""Where things stand in the text that is shown now: as a person put them, as the record has it, or as they were found.

What was found is derived: kept beside the record, never part of it, never taken from another file, computed again when
in doubt. A row counts only for the very place it was sought for.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from annotator.anchoring.found import METHOD
from annotator.model.places import Place
from annotator.model.standing import Standing, Stands
from annotator.store.fields import canonical
from annotator.store.places import column_of
from annotator.store.undoing import meant

_EXTRACTION = re.compile(r'"extraction":"([^"\\]*)"')
_FOUND = (Stands.UNCHANGED, Stands.MOVED, Stands.EDITED)


@dataclass(frozen=True, slots=True)
class Sought:
    """What became of one thing in one extraction; `place` is None where it is gone. `was` is what was sought."""

    thing: str
    extraction: str
    was: Place
    outcome: Stands
    score: float
    place: Place | None


def digest_of_place(text: str) -> str:
    """SHA-256 (hex) of a place as its column has it, and of how places are sought."""
    return hashlib.sha256(f"{METHOD}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def extraction_in(text: str) -> str:
    """The extraction that a place's column names, mostly without reading all of its JSON. Empty where it is damaged."""
    found = _EXTRACTION.findall(text)
    if len(found) == 1:
        return str(found[0])
    try:
        return str(json.loads(text)["extraction"])
    except (KeyError, TypeError, ValueError, RecursionError):
        return ""


def standing_of(
    connection: sqlite3.Connection, thing: str, text: str, was: Place, version: str, extraction: str
) -> tuple[Place, Standing | None]:
    """The place as shown in an extraction, and how it was found; `text` is the stored place's column, `was` its value.

    `version` is the SHA-256 of the version that the extraction was made from. In order: as it is stored; as the record
    last had it in this extraction; as it was found; else it is being sought.
    """
    if extraction_in(text) == extraction:
        return was, None
    before = of_the_record(connection, thing, extraction)
    if before is not None:
        return before, Standing(Stands.UNCHANGED, 1.0, was)
    query = "SELECT outcome, score, place FROM standing WHERE thing = ? AND extraction = ? AND sought = ?"
    row = connection.execute(query, (thing, extraction, digest_of_place(text))).fetchone()
    found = _read(row, version, extraction) if row else None
    if found is None:
        return was, Standing(Stands.SOUGHT, 0.0, was)
    outcome, score, place = found
    return place or was, Standing(outcome, score, was)


def _read(row: Any, version: str, extraction: str) -> tuple[Stands, float, Place | None] | None:
    """A row's values; None where it is not what this program writes: then it is sought again."""
    try:
        outcome, score = Stands(row[0]), float(row[1])
        place = Place.from_value(json.loads(row[2])) if row[2] else None
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return None
    if not 0.0 <= score <= 1.0 or (outcome in _FOUND) != (place is not None) or outcome is Stands.SOUGHT:
        return None
    if place is not None and (place.version, place.extraction) != (version, extraction):
        return None
    return outcome, score, place


def of_the_record(connection: sqlite3.Connection, thing: str, extraction: str) -> Place | None:
    """The last place of a thing in an extraction, among those that nobody took back."""
    query = "SELECT id, value, replaces, clock FROM change WHERE thing = ? AND field = 'place' AND value IS NOT NULL"
    rows = {row[0]: row for row in connection.execute(query, (thing,))}
    if not any(extraction_in(row[1]) == extraction for row in rows.values()):
        return None
    replaced = {old for row in rows.values() for old in json.loads(row[2])}
    pending = set(meant(connection, [ident for ident in rows if ident not in replaced]))
    seen: set[str] = set()
    # Back along what each value replaced, so a value that was taken back is never met.
    while pending:
        here = [ident for ident in pending if ident in rows and extraction_in(rows[ident][1]) == extraction]
        if here:
            return _place(rows[max(here, key=lambda ident: (rows[ident][3], ident))][1])
        seen |= pending
        older = [old for ident in pending if ident in rows for old in json.loads(rows[ident][2])]
        pending = set(meant(connection, older)) - seen
    return None


def _place(text: str) -> Place | None:
    try:
        return Place.from_value(json.loads(text))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return None


def keep(connection: sqlite3.Connection, found: Iterable[Sought]) -> None:
    """Write what was found, within the caller's transaction."""
    connection.executemany(
        "INSERT OR REPLACE INTO standing (thing, extraction, sought, outcome, score, place) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                one.thing,
                one.extraction,
                digest_of_place(column_of(one.was)),
                one.outcome.value,
                one.score,
                canonical(one.place.to_value()) if one.place is not None else "",
            )
            for one in found
        ],
    )


def forget(connection: sqlite3.Connection) -> None:
    """Drop all that was found, as in a copy that withholds, or before it is computed again."""
    connection.execute("DELETE FROM standing")


def settle(connection: sqlite3.Connection) -> None:
    """Drop what was found of things, and in texts, that are no longer there."""
    things = "SELECT id FROM passage UNION SELECT id FROM needs_none UNION SELECT id FROM blackout"
    connection.execute(
        f"DELETE FROM standing WHERE thing NOT IN ({things})"  # noqa: S608 - constants
        " OR extraction NOT IN (SELECT sha256 FROM extraction)"
    )
