"""The link graph read from the tables once, then patched with what each action touched."""

from __future__ import annotations

import gc
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from typing import Any

from annotator.model.errors import ProjectDamaged
from annotator.model.graph import Graph
from annotator.model.places import Place
from annotator.model.things import (
    Claim,
    ClaimType,
    Document,
    Handling,
    Kind,
    Link,
    NeedsNone,
    Passage,
    Relation,
    Role,
    Status,
    Version,
)
from annotator.store.failing import DAMAGED, told_apart
from annotator.store.fields import columns

_HANDLING = {word.value: word for word in Handling}
_ROLE = {word.value: word for word in Role}
_TYPE = {word.value: word for word in ClaimType}
_STATUS = {word.value: word for word in Status}
_RELATION = {word.value: word for word in Relation}


_PLACE_FIELDS = tuple(field.name for field in fields(Place))
_COMPARED = tuple(field.name for field in fields(Place) if field.compare)


class StoredPlace(Place):
    """A place read from its JSON when somebody first asks: most of the passages of a project are not on the screen.

    In everything else it is the place: equal to it, with the same hash.
    """

    __slots__ = ("_text",)

    def __init__(self, *given: Any, text: str = "", **named: Any) -> None:
        # `dataclasses.replace` makes one from fields.
        if text:
            object.__setattr__(self, "_text", text)
        else:
            super().__init__(*given, **named)

    def __getattr__(self, name: str) -> Any:
        # Reached only for a slot that nothing was put into yet.
        if name not in _PLACE_FIELDS:
            raise AttributeError(name)
        try:
            place = Place.from_value(json.loads(self._text))
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise ProjectDamaged(DAMAGED) from error
        for each in _PLACE_FIELDS:
            object.__setattr__(self, each, getattr(place, each))
        return getattr(place, name)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Place):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _COMPARED)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in _COMPARED))

    def __reduce__(self) -> tuple[Any, ...]:
        return (Place, tuple(getattr(self, name) for name in _PLACE_FIELDS))


def _document(row: tuple[Any, ...]) -> Document:
    ident, name, role, handling, title, author, date, received, address, current = row[:10]
    part_of, interviewee, how, terms, embargo, in_force, removed, _ = row[10:]
    return Document(
        ident,
        name,
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
    )


def _version(row: tuple[Any, ...]) -> Version:
    ident, document, sha256, extraction, form, size, received, encrypted, removed, _ = row
    return Version(ident, document, sha256, extraction, form, size, received, bool(encrypted), bool(removed))


def _claim(row: tuple[Any, ...]) -> Claim:
    ident, number, kind, said_by, status, _, note, removed, _ = row
    return Claim(ident, number, _TYPE[kind], said_by, _STATUS[status], note, bool(removed))


def _passage(row: tuple[Any, ...]) -> Passage:
    ident, document, place, claim, note, translation, translator, lost, removed, _ = row
    return Passage(
        ident, document, StoredPlace(text=place), claim or "", note, translation, translator, lost, bool(removed)
    )


def _link(row: tuple[Any, ...]) -> Link:
    ident, claim, passage, relation, note, together, removed, _ = row
    return Link(ident, claim, passage, _RELATION[relation], note, together, bool(removed))


def _needs_none(row: tuple[Any, ...]) -> NeedsNone:
    ident, document, place, reason, removed, _ = row
    return NeedsNone(ident, document, StoredPlace(text=place), reason, bool(removed))


_READERS: dict[Kind, tuple[str, Callable[[tuple[Any, ...]], Any]]] = {
    Kind.DOCUMENT: ("document", _document),
    Kind.VERSION: ("version", _version),
    Kind.CLAIM: ("claim", _claim),
    Kind.PASSAGE: ("passage", _passage),
    Kind.LINK: ("link", _link),
    Kind.NEEDS_NONE: ("needs_none", _needs_none),
}
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
    revision: int = 0

    def of(self, kind: Kind) -> dict[str, Any]:
        """The things of one kind, by id."""
        things: dict[str, Any] = getattr(self, "needs_none" if kind is Kind.NEEDS_NONE else f"{kind.value}s")
        return things


@contextmanager
def _without_collecting() -> Iterator[None]:
    # A hundred thousand new objects that all stay would be walked through again and again.
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
    with told_apart(), _without_collecting():
        for kind, (table, reader) in _READERS.items():
            rows = connection.execute(f"SELECT {_NAMES[kind]} FROM {table}").fetchall()  # noqa: S608 - our own names
            rows.sort(key=lambda row: (row[-1], row[0]))
            try:
                everything.of(kind).update([(row[0], reader(row)) for row in rows])
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise ProjectDamaged(DAMAGED) from error
    return everything


def patch(everything: Everything, connection: sqlite3.Connection, things: Iterable[str]) -> None:
    """Read again the things an action touched; new ones come last, as they were made last."""
    for thing in things:
        for kind, (table, reader) in _READERS.items():
            query = f"SELECT {_NAMES[kind]} FROM {table} WHERE id = ?"  # noqa: S608 - our own names
            row = connection.execute(query, (thing,)).fetchone()
            if row is not None:
                everything.of(kind)[thing] = reader(row)
                break
    everything.revision = revision(connection)


def revision(connection: sqlite3.Connection) -> int:
    """A number that grows with every action."""
    greatest: int = connection.execute("SELECT coalesce(max(clock), 0) FROM session").fetchone()[0]
    return greatest


def shown(everything: Everything) -> Graph:
    """What is not removed, nor hidden because of what it belongs to."""
    documents = {key: item for key, item in everything.documents.items() if not item.removed}
    standing = _standing(everything, documents)
    claims = {key: item for key, item in everything.claims.items() if not item.removed and standing.get(key, True)}
    passages = {
        key: item
        for key, item in everything.passages.items()
        if not item.removed and item.document in documents and (not item.claim or item.claim in claims)
    }
    return Graph(
        documents=documents,
        versions={k: v for k, v in everything.versions.items() if not v.removed and v.document in documents},
        passages=passages,
        claims=in_draft_order(claims, passages, documents),
        links={
            key: item
            for key, item in everything.links.items()
            if not item.removed and item.claim in claims and item.passage in passages
        },
        needs_none={k: v for k, v in everything.needs_none.items() if not v.removed and v.document in documents},
        revision=everything.revision,
    )


def whole(everything: Everything) -> Graph:
    """All things, removed and hidden ones too."""
    return Graph(
        documents=dict(everything.documents),
        versions=dict(everything.versions),
        passages=dict(everything.passages),
        claims=in_draft_order(everything.claims, everything.passages, everything.documents),
        links=dict(everything.links),
        needs_none=dict(everything.needs_none),
        revision=everything.revision,
    )


def _standing(everything: Everything, documents: dict[str, Document]) -> dict[str, bool]:
    """For each claim that has passages, whether one of them is in a document that is there.

    A claim whose draft was removed goes with it and comes back with it; one without any passage stays.
    """
    standing: dict[str, bool] = {}
    for passage in everything.passages.values():
        if passage.claim and not passage.removed:
            standing[passage.claim] = standing.get(passage.claim, False) or passage.document in documents
    return standing


def in_draft_order(
    claims: dict[str, Claim], passages: dict[str, Passage], documents: dict[str, Document]
) -> dict[str, Claim]:
    """Claims by their first passage that is not lost, drafts in the order they came; the others last, by number."""
    order = {document: position for position, document in enumerate(documents)}
    last = (len(order) + 1, 0, 0)
    first: dict[str, tuple[int, int, int]] = {}
    for passage in passages.values():
        if passage.claim and not passage.lost and not passage.removed:
            place = passage.place
            here = (order.get(passage.document, len(order)), place.page, place.start)
            if here < first.get(passage.claim, last):
                first[passage.claim] = here
    ordered = sorted(claims.values(), key=lambda claim: (first.get(claim.id, last), claim.number, claim.id))
    return {claim.id: claim for claim in ordered}
