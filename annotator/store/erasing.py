"""Erasing for good: a thing's changes are emptied, and bytes, pages and texts that nothing else uses are destroyed."""

from __future__ import annotations

import sqlite3

from annotator.model.errors import NotFound, Refused
from annotator.model.things import Kind
from annotator.store import standing
from annotator.store.fields import TABLES
from annotator.store.rebuilding import bring_in_step
from annotator.store.writing import ERASED, Pen, kind_of

_EMPTY = (
    "action = NULL, person = NULL, clock = NULL, at = NULL, thing = NULL, field = NULL, value = NULL,"
    " replaces = NULL, salt = NULL"
)


def withhold(connection: sqlite3.Connection, where: str, *given: object) -> int:
    """Empty changes: id, session, seq, digest and chain stay, so that the chain verifies. Gives how many."""
    return connection.execute(f"UPDATE change SET {_EMPTY} WHERE {where}", given).rowcount  # noqa: S608 - constants


def erase(pen: Pen, thing: str) -> None:
    """Erase a thing and what cannot be without it.

    With a document go its versions, the passages, needs-none and black-outs in it, the links that rest on them, and
    claims that stand nowhere else; with a claim its passages in the draft and its links; with a passage its links.
    Raises NotFound, or Refused for what can't be erased.
    """
    connection = pen.connection
    kind = kind_of(connection, thing)
    if kind is None:
        raise NotFound("This is not in the project any more.")
    if kind in (Kind.PROJECT, Kind.PERSON):
        raise Refused("Only documents, what stands in them, claims and links can be erased.")
    if kind is Kind.VERSION and _is_current(connection, thing):
        raise Refused("This version is the one that is shown. Erase the document, or replace it by another file first.")
    versions = _versions(connection, kind, thing)
    going = _going(connection, kind, thing)
    for ident, of in going.items():
        pen.mark_erased(ident, of.value, _number(connection, ident) if of is Kind.CLAIM else 0)
    for sha256 in versions:
        going.update(_mentioning(connection, pen, sha256, going))
    empty(connection, list(going))
    settle_bytes(connection)


def empty(connection: sqlite3.Connection, things: list[str]) -> None:
    """Empty the changes of things that were erased, and bring the tables in step."""
    for thing in things:
        withhold(connection, "thing = ? AND field <> ?", thing, ERASED)
    bring_in_step(connection)


def settle_bytes(connection: sqlite3.Connection) -> None:
    """Destroy contents and extractions that no version, removed or not, uses any more, and what was found in them."""
    unused = "SELECT sha256 FROM extraction WHERE version NOT IN (SELECT sha256 FROM version)"
    connection.execute(f"DELETE FROM page WHERE extraction IN ({unused})")  # noqa: S608 - constants
    connection.execute("DELETE FROM extraction WHERE version NOT IN (SELECT sha256 FROM version)")
    standing.settle(connection)
    used = "SELECT sha256 FROM version UNION SELECT frozen FROM extraction UNION SELECT layer FROM extraction"
    connection.execute(f"DELETE FROM piece WHERE content NOT IN ({used})")  # noqa: S608
    connection.execute(f"DELETE FROM content WHERE sha256 NOT IN ({used})")  # noqa: S608


def _is_current(connection: sqlite3.Connection, version: str) -> bool:
    return connection.execute("SELECT 1 FROM document WHERE current = ?", (version,)).fetchone() is not None


def _number(connection: sqlite3.Connection, claim: str) -> int:
    return int(connection.execute("SELECT number FROM claim WHERE id = ?", (claim,)).fetchone()[0])


def _versions(connection: sqlite3.Connection, kind: Kind, thing: str) -> list[str]:
    """SHA-256 of the versions that go, unless another document has the same bytes."""
    column = {Kind.DOCUMENT: "document", Kind.VERSION: "id"}.get(kind)
    if column is None:
        return []
    rows = connection.execute(f"SELECT sha256 FROM version WHERE {column} = ?", (thing,)).fetchall()  # noqa: S608
    others = f"SELECT 1 FROM version WHERE sha256 = ? AND {column} <> ?"  # noqa: S608
    return [sha256 for (sha256,) in rows if not connection.execute(others, (sha256, thing)).fetchone()]


def _going(connection: sqlite3.Connection, kind: Kind, thing: str) -> dict[str, Kind]:
    """The thing and all that cannot be without it."""
    going = {thing: kind}

    def add(of: Kind, condition: str, *given: str) -> list[str]:
        rows = connection.execute(f"SELECT id FROM {TABLES[of]} WHERE {condition}", given).fetchall()  # noqa: S608
        found = [ident for (ident,) in rows]
        going.update(dict.fromkeys(found, of))
        return found

    def add_working(claim: str) -> None:
        for of in (Kind.QUERY, Kind.DISMISSAL, Kind.CALCULATION):
            add(of, "claim = ?", claim)

    passages = [thing] if kind is Kind.PASSAGE else []
    if kind is Kind.CLAIM:
        add_working(thing)
        passages += add(Kind.PASSAGE, "claim = ?", thing)
        add(Kind.LINK, "claim = ?", thing)
    if kind is Kind.DOCUMENT:
        add(Kind.VERSION, "document = ?", thing)
        add(Kind.NEEDS_NONE, "document = ?", thing)
        add(Kind.BLACKOUT, "document = ?", thing)
        passages += add(Kind.PASSAGE, "document = ?", thing)
        homeless = (
            "id IN (SELECT claim FROM passage WHERE document = ?)"
            " AND id NOT IN (SELECT claim FROM passage WHERE document <> ? AND claim IS NOT NULL)"
        )
        for claim in add(Kind.CLAIM, homeless, thing, thing):
            add(Kind.LINK, "claim = ?", claim)
            add_working(claim)
    for passage in passages:
        add(Kind.LINK, "passage = ?", passage)
        # Why a flag was put aside, and how a figure comes about, is told in words of the passages.
        add(Kind.DISMISSAL, "claim IN (SELECT claim FROM link WHERE passage = ?)", passage)
        add(Kind.CALCULATION, "instr(formula, ?)", passage)
    return going


def _mentioning(connection: sqlite3.Connection, pen: Pen, sha256: str, going: dict[str, Kind]) -> dict[str, Kind]:
    """Empty every other change that speaks of a version that goes: places with its words, records of checking.

    Gives the passages that stood in it and nowhere else, which go with it.
    """
    rows = connection.execute(
        "SELECT id, thing FROM change WHERE instr(value, ?) AND field NOT IN ('sha256', 'extraction', 'current')",
        (sha256,),
    ).fetchall()
    more: dict[str, Kind] = {}
    for change, thing in rows:
        if thing in going or thing in more:
            continue
        kind = kind_of(connection, thing)
        table = TABLES[kind] if kind in (Kind.PASSAGE, Kind.NEEDS_NONE, Kind.BLACKOUT) else ""
        query = f"SELECT 1 FROM {table} WHERE id = ? AND instr(place, ?)"  # noqa: S608 - our own names
        if kind is not None and table and connection.execute(query, (thing, sha256)).fetchone():
            for ident, of in _going(connection, kind, thing).items():
                if ident not in going:
                    pen.mark_erased(ident, of.value, 0)
                    more[ident] = of
            continue
        withhold(connection, "id = ?", change)
    return more
