"""The link graph read from the tables once, then patched with what each action touched."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.model.errors import ProjectDamaged
from annotator.model.places import Place
from annotator.model.standing import Standing
from annotator.model.things import (
    Blackout,
    Calculation,
    Claim,
    ClaimType,
    Dismissal,
    Document,
    Handling,
    Kind,
    Link,
    NeedsNone,
    Passage,
    Query,
    QueryType,
    Relation,
    Role,
    Status,
    Version,
)
from annotator.store import same
from annotator.store.failing import DAMAGED, told_apart
from annotator.store.fields import columns
from annotator.store.places import StoredPlace, column_of
from annotator.store.standing import Sought, extraction_in, standing_of

WITHHELD = "Withheld source"
"""What a document is called of which a colleague sent only the quotes."""
_HANDLING = {word.value: word for word in Handling}
_ROLE = {word.value: word for word in Role}
_TYPE = {word.value: word for word in ClaimType}
_STATUS = {word.value: word for word in Status}
_QUERY_TYPE = {word.value: word for word in QueryType}
_RELATION = {word.value: word for word in Relation}


def _document(row: tuple[Any, ...]) -> Document:
    ident, name, role, handling, title, author, date, received, address, current = row[:10]
    part_of, interviewee, how, terms, embargo, in_force, same_as, removed, _ = row[10:]
    return Document(
        ident,
        name or WITHHELD,
        _ROLE[role],
        _HANDLING[handling],
        title,
        author,
        date,
        received,
        address,
        current or "",
        bool(removed),
        part_of,
        interviewee,
        how,
        terms,
        embargo,
        in_force,
        same_as,
    )


def _version(row: tuple[Any, ...]) -> Version:
    ident, document, sha256, extraction, form, size, received, encrypted, removed, _ = row
    return Version(ident, document, sha256, extraction, form, size, received, bool(encrypted), bool(removed))


def _claim(row: tuple[Any, ...]) -> Claim:
    ident, number, kind, said_by, status, verified, note, private, same_as, removed, _ = row
    kept, checked = bool(private), "" if verified == "null" else verified
    return Claim(ident, number, _TYPE[kind], said_by, _STATUS[status], note, bool(removed), kept, same_as, checked)


def _passage(row: tuple[Any, ...]) -> Passage:
    # `lost` was set by earlier versions of this program; now it is derived.
    ident, document, place, claim, note, translation, translator, _, private, removed, _ = row
    return Passage(
        ident,
        document,
        StoredPlace(text=place),
        claim or "",
        note,
        translation,
        translator,
        bool(removed),
        private=bool(private),
    )


def _link(row: tuple[Any, ...]) -> Link:
    ident, claim, passage, relation, note, together, handling, private, removed, _ = row
    kept = bool(private)
    return Link(ident, claim, passage, _RELATION[relation], note, together, bool(removed), _HANDLING[handling], kept)


def _needs_none(row: tuple[Any, ...]) -> NeedsNone:
    ident, document, place, reason, removed, _ = row
    return NeedsNone(ident, document, StoredPlace(text=place), reason, bool(removed))


def _query(row: tuple[Any, ...]) -> Query:
    ident, claim, kind, text, whom, asked, answer, answered, closed, origin, removed, _ = row
    kind, closed, removed = _QUERY_TYPE[kind], bool(closed), bool(removed)
    return Query(ident, claim, kind, text, whom, asked, answer, answered, closed, origin, removed)


def _dismissal(row: tuple[Any, ...]) -> Dismissal:
    ident, claim, about, reason, removed, _ = row
    return Dismissal(ident, claim or "", about, reason, bool(removed))


def _calculation(row: tuple[Any, ...]) -> Calculation:
    ident, claim, formula, note, removed, _ = row
    return Calculation(ident, claim, formula, note, bool(removed))


def _blackout(row: tuple[Any, ...]) -> Blackout:
    ident, document, place, reason, removed, _ = row
    return Blackout(ident, document, StoredPlace(text=place), reason, bool(removed))


_READERS: dict[Kind, tuple[str, Callable[[tuple[Any, ...]], Any]]] = {
    Kind.DOCUMENT: ("document", _document),
    Kind.VERSION: ("version", _version),
    Kind.CLAIM: ("claim", _claim),
    Kind.PASSAGE: ("passage", _passage),
    Kind.LINK: ("link", _link),
    Kind.NEEDS_NONE: ("needs_none", _needs_none),
    Kind.QUERY: ("query", _query),
    Kind.DISMISSAL: ("dismissal", _dismissal),
    Kind.CALCULATION: ("calculation", _calculation),
    Kind.BLACKOUT: ("blackout", _blackout),
}
Placed = Passage | NeedsNone | Blackout
"""What stands at a place of a document."""
_SOME = 500
_NAMES = {kind: ", ".join(columns(kind)) for kind in _READERS}


@dataclass
class Everything:
    """All things, the removed ones too, in the order in which they were made."""

    documents: dict[str, Document] = field(default_factory=dict)
    versions: dict[str, Version] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    needs_none: dict[str, NeedsNone] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    dismissals: dict[str, Dismissal] = field(default_factory=dict)
    calculations: dict[str, Calculation] = field(default_factory=dict)
    blackouts: dict[str, Blackout] = field(default_factory=dict)
    revision: int = 0

    def of(self, kind: Kind) -> dict[str, Any]:
        """The things of one kind, by id."""
        odd = {Kind.NEEDS_NONE: "needs_none", Kind.QUERY: "queries"}
        things: dict[str, Any] = getattr(self, odd.get(kind, f"{kind.value}s"))
        return things

    def placed(self, thing: str) -> Placed | None:
        """A thing that has a place, by its id; None where there is none."""
        return self.passages.get(thing) or self.needs_none.get(thing) or self.blackouts.get(thing)

    def get(self, thing: str) -> Any:
        """A thing by its id; None where there is none."""
        for kind in _READERS:
            found = self.of(kind).get(thing)
            if found is not None:
                return found
        return None


@contextmanager
def without_collecting() -> Iterator[None]:
    """A hundred thousand new objects that all stay would be walked through again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def read(connection: sqlite3.Connection) -> Everything:
    """Read all tables. Raises ProjectDamaged where a row is not what this program writes."""
    everything = Everything(revision=revision(connection))
    with told_apart(), without_collecting():
        for kind, (table, reader) in _READERS.items():
            rows = connection.execute(f"SELECT {_NAMES[kind]} FROM {table}").fetchall()  # noqa: S608 - our own names
            try:
                rows.sort(key=lambda row: (row[-1], row[0]))
                everything.of(kind).update([(row[0], reader(row)) for row in rows])
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise ProjectDamaged(DAMAGED) from error
        _stand(everything, connection, [*everything.passages, *everything.needs_none, *everything.blackouts])
    return everything


def patch(everything: Everything, connection: sqlite3.Connection, things: Iterable[str]) -> None:
    """Read again the things an action touched; new ones come last, as they were made last.

    And where things stand that an action touched, or whose document it did.
    """
    touched = tuple(things)
    for thing in touched:
        for kind, (table, reader) in _READERS.items():
            query = f"SELECT {_NAMES[kind]} FROM {table} WHERE id = ?"  # noqa: S608 - our own names
            row = connection.execute(query, (thing,)).fetchone()
            if row is not None:
                everything.of(kind)[thing] = reader(row)
                break
    _stand(everything, connection, _concerned(everything, set(touched)))
    everything.revision = revision(connection)


def again(before: Everything, connection: sqlite3.Connection, things: Collection[str]) -> Everything:
    """Everything as it is now, where only the rows of these things are otherwise than `before`, which stays as it is.

    Raises ProjectDamaged where a row is not what this program writes.
    """
    everything = Everything(revision=revision(connection))
    for kind in _READERS:
        everything.of(kind).update(before.of(kind))
    wanted = sorted(things)
    with told_apart(), without_collecting():
        for kind, (table, reader) in _READERS.items():
            known = everything.of(kind)
            rows: list[tuple[Any, ...]] = []
            for at in range(0, len(wanted), _SOME):
                some = wanted[at : at + _SOME]
                query = f"SELECT {_NAMES[kind]} FROM {table} WHERE id IN ({', '.join('?' * len(some))})"  # noqa: S608
                rows += connection.execute(query, some)
            for gone in {thing for thing in wanted if thing in known} - {row[0] for row in rows}:
                del known[gone]
            came = any(row[0] not in known for row in rows)
            try:
                known.update([(row[0], reader(row)) for row in rows])
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise ProjectDamaged(DAMAGED) from error
            if came:
                order = connection.execute(f"SELECT id FROM {table} ORDER BY made, id").fetchall()  # noqa: S608
                ordered = {ident: known[ident] for (ident,) in order}
                known.clear()
                known.update(ordered)
        _stand(everything, connection, _concerned(everything, set(wanted)))
    return everything


def put_found(everything: Everything, found: Iterable[Sought]) -> None:
    """Show what was found of things whose places and texts are still those that were sought."""
    for one in found:
        thing = everything.placed(one.thing)
        if thing is None or thing.standing is None or thing.standing.was != one.was:
            continue
        version = everything.versions.get(everything.documents[thing.document].current)
        if version is not None and version.extraction == one.extraction:
            _put(everything, thing, one.place or one.was, Standing(one.outcome, one.score, one.was))


def _concerned(everything: Everything, touched: set[str]) -> list[str]:
    """The touched things that have places, and those in documents of which another text may be shown now."""
    changed = {document for document in touched if document in everything.documents}
    changed |= {everything.versions[version].document for version in touched if version in everything.versions}
    if changed:
        # What stands in one that was joined to another stands in that other's text.
        changed |= {document.id for document in everything.documents.values() if document.same_as}
    if not changed:
        return [thing for thing in touched if everything.placed(thing) is not None]
    return [
        thing.id
        for things in (everything.passages, everything.needs_none, everything.blackouts)
        for thing in things.values()
        if thing.id in touched or thing.document in changed
    ]


def _stand(everything: Everything, connection: sqlite3.Connection, things: Iterable[str]) -> None:
    """Put things where they stand in the current versions of their documents."""
    shown: dict[str, Version | None] = {}
    leading = same.leaders({key: item for key, item in everything.documents.items() if not item.removed})
    for ident in things:
        thing = everything.placed(ident)
        if thing is None:
            continue
        if thing.document not in shown:
            document = everything.documents.get(leading.get(thing.document, thing.document))
            shown[thing.document] = everything.versions.get(document.current) if document else None
        version = shown[thing.document]
        was = thing.standing.was if thing.standing else thing.place
        text = column_of(was)
        if version is None or not version.extraction or extraction_in(text) == version.extraction:
            if thing.standing is None:
                continue
            place, standing = was, None
        else:
            place, standing = standing_of(connection, ident, text, was, version.sha256, version.extraction)
        _put(everything, thing, place, standing)


def _put(everything: Everything, thing: Placed, place: Place, standing: Standing | None) -> None:
    if isinstance(thing, Passage):
        everything.passages[thing.id] = replace(thing, place=place, standing=standing)
    elif isinstance(thing, NeedsNone):
        everything.needs_none[thing.id] = replace(thing, place=place, standing=standing)
    else:
        everything.blackouts[thing.id] = replace(thing, place=place, standing=standing)


def revision(connection: sqlite3.Connection) -> int:
    """A number that grows with every action."""
    greatest: int = connection.execute("SELECT coalesce(max(clock), 0) FROM session").fetchone()[0]
    return greatest
