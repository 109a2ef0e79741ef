"""Looking back: who did what and when, in pages; setting a field back by a further change; the legal hold."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.model.changes import Change
from annotator.model.errors import NotFound, Refused
from annotator.model.graph import Graph
from annotator.model.outcomes import Outcome
from annotator.model.places import Place
from annotator.model.things import Kind
from annotator.operations import editing
from annotator.operations.fields import SETTABLE
from annotator.operations.workspace import Workspace, writable
from annotator.sharing.telling import FIELD_WORDS, label, value_words, words_of
from annotator.store.fields import FIELDS, REQUIRED
from annotator.store.looking_back import Act, Marker

PAGE = 100
"""So many acts at once."""
_QUIET = frozenset(["verified", "number", "origin", "extraction", "lost", "document", "claim", "passage", "size"])
"""Fields that go with others, or are the thing itself."""
_KINDS = (
    *(("documents", Kind.DOCUMENT), ("claims", Kind.CLAIM), ("links", Kind.LINK), ("passages", Kind.PASSAGE)),
    *(("needs_none", Kind.NEEDS_NONE), ("queries", Kind.QUERY), ("versions", Kind.VERSION)),
    ("blackouts", Kind.BLACKOUT),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One field of one thing in an act, in words. `was` and `became` are the values; `was` is None where not known.

    `can_go_back` tells that the field could be set to what it was before: it is something else now. `words` are those
    of the thing, by which it is known: of a claim, a passage, a query; empty where its name says it.
    """

    change: str
    thing: str
    field: str
    about: str
    done: str
    was: Any = None
    became: Any = None
    can_go_back: bool = False
    was_words: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: who (a name, perhaps empty), when (UTC), what, and its lines. `mine`: by whoever I am here."""

    id: str
    verb: str
    person: str
    name: str
    mine: bool
    at: str
    lines: tuple[Line, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Acts, the newest first, and where the next page begins; None at the beginning of the record."""

    entries: tuple[Entry, ...]
    following: Marker | None


@dataclass(frozen=True, slots=True)
class Gone:
    """Something that was removed and can be restored: what it is called, who removed it, when."""

    thing: str
    kind: Kind
    about: str
    words: str
    name: str
    at: str
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """Whether the project is under a legal hold, and why; how many things were erased for good."""

    why: str
    erased: int


def page(ws: Workspace, *, of: str = "", person: str = "", before: Marker | None = None, limit: int = PAGE) -> Page:
    """Acts on the project, or on a claim or document with what belongs to it, by everybody or by one person."""
    graph = ws.project.graph(with_removed=True)
    things = belonging(graph, of) if of else None
    acts, following = ws.project.acts(things=things, person=person, before=before, limit=limit)
    return Page(told(ws, graph, acts, things), following)


def told(ws: Workspace, graph: Graph, acts: Sequence[Act], things: Collection[str] | None = None) -> tuple[Entry, ...]:
    """Acts in words; with `things` only what they did to these."""
    names, me = ws.project.people(), ws.project.person
    found = []
    for act in acts:
        lines = _lines(graph, act, things, ws.project.id)
        found.append(
            Entry(act.id, act.verb, act.person, names.get(act.person, ""), act.person == me, act.at, lines, act.more)
        )
    return tuple(found)


def belonging(graph: Graph, thing: str) -> frozenset[str]:
    """A thing and what belongs to it: a claim's places, links and queries; what stands in a document or rests on it."""
    found = {thing}
    found |= {each.id for each in graph.versions.values() if each.document == thing}
    found |= {each.id for each in graph.passages.values() if thing in (each.claim, each.document)}
    for standing in (graph.needs_none, graph.blackouts):
        found |= {each.id for each in standing.values() if each.document == thing}
    found |= {each.id for each in graph.links.values() if each.claim == thing or each.passage in found}
    found |= {each.id for each in graph.queries.values() if each.claim == thing}
    return frozenset(found)


def removed(ws: Workspace) -> tuple[Gone, ...]:
    """All that was removed and can be restored, the last removed first."""
    graph, names = ws.project.graph(with_removed=True), ws.project.people()
    me = ws.project.person
    things = {
        key: (kind, each)
        for table, kind in _KINDS
        if kind is not Kind.VERSION
        for key, each in getattr(graph, table).items()
        if each.removed
    }
    when = ws.project.last_removals(list(things))
    found = [
        Gone(
            key,
            kind,
            label(graph, key),
            words_of(graph, key),
            names.get(when[key][0], ""),
            when[key][1],
            when[key][0] == me,
        )
        for key, (kind, each) in things.items()
        if key in when
    ]
    return tuple(sorted(found, key=lambda gone: gone.at, reverse=True))


def held(ws: Workspace) -> Held:
    """The legal hold, as it is."""
    return Held(ws.project.hold, ws.project.erased_count())


def hold(ws: Workspace, why: str) -> Outcome:
    """Puts the project under a legal hold, with the reason, or lifts it (an empty one). Undo does not stand above it.

    Raises Refused where it can't be written.
    """
    return editing.set_field(ws, ws.project.id, "hold", why.strip())


def set_back(ws: Workspace, change: str) -> Outcome:
    """Sets a field to what it was before a change, by a further change. Raises Refused where that can't be done."""
    writable(ws)
    found = ws.project.change(change)
    if found is None or found.withheld:
        raise NotFound("That change is not in the project any more.")
    kind = ws.project.kind_of(found.thing)
    if kind is None:
        raise Refused("That was erased for good, so nothing of it can be set back.")
    before = ws.project.replaced_by(found)
    if before is None:
        raise Refused("What it was before is not in this file, so it can't be set back.")
    if found.field == "removed":
        gone = bool(before[-1]) if before else False
        return editing.remove(ws, found.thing) if gone else editing.restore(ws, found.thing)
    value = before[-1] if before else None
    if found.field == "place":
        return _place_back(ws, found.thing, value)
    if found.field not in SETTABLE.get(kind, {}):
        raise Refused("That is not set by hand, so it can't be set back by hand.")
    if value is None:
        with ws.project.act("set-back") as pen:
            pen.set(found.thing, found.field, None)
        return pen.outcome
    return editing.set_field(ws, found.thing, found.field, value)


def _place_back(ws: Workspace, thing: str, value: Any) -> Outcome:
    graph = ws.graph()
    known = graph.passages.get(thing) or graph.needs_none.get(thing) or graph.blackouts.get(thing)
    if known is None or not isinstance(value, dict):
        raise Refused("That passage is removed. Restore it first.")
    place = Place.from_value(value)
    document = graph.documents[known.document]
    version = graph.versions.get(document.current)
    if version is None or (place.version, place.extraction) != (version.sha256, version.extraction):
        raise Refused("That place is in another version of the document. Show that version first, then set it back.")
    with ws.project.act("set-back") as pen:
        pen.set(thing, "place", value)
    return pen.outcome


def _lines(graph: Graph, act: Act, things: Collection[str] | None, project: str) -> tuple[Line, ...]:
    new = {change.thing for change in act.changes if change.field == "kind"}
    found: list[Line] = []
    for change in act.changes:
        if change.withheld or change.field == "erased" or (things is not None and change.thing not in things):
            continue
        about = "the project" if change.thing == project else label(graph, change.thing)
        if change.field == "kind":
            line = Line(change.id, change.thing, "kind", about, "new")
        elif change.thing not in new and change.field not in _QUIET:
            line = _line(graph, change, act.before.get(change.id, ()), about)
        else:
            continue
        found.append(replace(line, words=words_of(graph, change.thing)))
    return tuple(found)


def _line(graph: Graph, change: Change, before: tuple[object, ...] | None, about: str) -> Line:
    given = (change.id, change.thing, change.field, about)
    if change.field == "removed":
        was = bool(before[-1]) if before else False
        done = "removed" if change.value else "restored"
        return Line(*given, done, was, change.value, _now(graph, change) != was, "removed" if was else "not removed")
    name = FIELD_WORDS.get(change.field, change.field.replace("_", " "))
    became = value_words(graph, change.field, change.value)
    if before is None:
        return Line(*given, f"{name}: {became}", None, change.value)
    was_value = before[-1] if before else None
    if was_value is None:
        was_value = _default(graph, change)
    was_words = value_words(graph, change.field, was_value)
    done = f"{name}: {became}" if was_value in (None, "") else f"{name}: {was_words} → {became}"
    back = _now(graph, change) != was_value
    return Line(*given, done, was_value, change.value, back, was_words)


def _default(graph: Graph, change: Change) -> Any:
    """What a field reads that nobody has set."""
    for table, kind in _KINDS:
        if change.thing in getattr(graph, table) and change.field in FIELDS[kind]:
            default = FIELDS[kind][change.field].default
            return None if default is REQUIRED else default
    return None


def _now(graph: Graph, change: Change) -> Any:
    """What the field is at present; None where the thing is no more."""
    for table, _ in _KINDS:
        each = getattr(graph, table).get(change.thing)
        if each is not None:
            value = getattr(each, change.field, None)
            return value.to_value() if isinstance(value, Place) else value
    return None
