"""What others did, in words: by person, by what it is about, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from annotator.model.changes import Change
from annotator.model.graph import Graph
from annotator.model.things import Status

_RECORD = frozenset(["verb", "undoes", "seen", "kind", "erased"])
_NOT_SHOWN = frozenset(["verified", "same_as", "number"])
FIELD_WORDS: Mapping[str, str] = {
    "said_by": "said by",
    "place": "its place in the text",
    "in_force": "as in force on",
    "part_of": "what it came with",
    "removed": "removed",
    "current": "the version shown",
    "extraction": "the text read",
    "sha256": "its bytes",
}


class What(StrEnum):
    """What became of a thing."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Deed:
    """One person's work on one thing: who (a name, perhaps empty), when last, what it is about, what was done.

    `words` are those by which the thing is known, `document` the title of the document it is about; perhaps empty.
    """

    person: str
    at: str
    thing: str
    about: str
    done: str
    what: What
    words: str = ""
    document: str = ""


def label(graph: Graph, thing: str) -> str:
    """What people call a thing: "claim 3", "link of claim 3 to Memo", a document's title."""
    if thing in graph.documents:
        document = graph.documents[thing]
        return document.title.strip() or document.name
    if thing in graph.claims:
        return f"claim {graph.claims[thing].number}"
    if thing in graph.links:
        link = graph.links[thing]
        claim, passage = graph.claims.get(link.claim), graph.passages.get(link.passage)
        where = f" to {label(graph, passage.document)}" if passage else ""
        return f"link of claim {claim.number}{where}" if claim else f"link{where}"
    if thing in graph.passages:
        passage = graph.passages[thing]
        if passage.claim in graph.claims:
            return f"wording of claim {graph.claims[passage.claim].number}"
        return f"passage in {label(graph, passage.document)}"
    if thing in graph.versions:
        return f"version of {label(graph, graph.versions[thing].document)}"
    if thing in graph.queries:
        return f"query on {label(graph, graph.queries[thing].claim)}"
    if thing in graph.dismissals:
        about = graph.dismissals[thing].claim
        return f"flag on {label(graph, about)} put aside" if about else "flag put aside"
    if thing in graph.calculations:
        return f"calculation of {label(graph, graph.calculations[thing].claim)}"
    if thing in graph.needs_none:
        return f"sentence that needs no source in {label(graph, graph.needs_none[thing].document)}"
    if thing in graph.blackouts:
        return f"black-out in {label(graph, graph.blackouts[thing].document)}"
    return "something"


def words_of(graph: Graph, thing: str) -> str:
    """The words by which a thing is known: what a claim or a link says, what is asked; empty where its name says it."""
    if thing in graph.claims:
        own = graph.passages_of(thing)
        return own[0].place.quote if own else ""
    if thing in graph.links:
        passage = graph.passages.get(graph.links[thing].passage)
        return passage.place.quote if passage else ""
    for standing in (graph.passages, graph.needs_none, graph.blackouts):
        if thing in standing:
            return standing[thing].place.quote
    return graph.queries[thing].text if thing in graph.queries else ""


def document_of(graph: Graph, thing: str) -> str:
    """The document that a thing is about: of a link the source it leads to, of a claim the draft; empty for none."""
    if thing in graph.documents:
        return thing
    if thing in graph.links:
        thing = graph.links[thing].passage
    for hanging in (graph.queries, graph.dismissals, graph.calculations):
        if thing in hanging:
            thing = hanging[thing].claim
    for standing in (graph.passages, graph.needs_none, graph.blackouts, graph.versions):
        if thing in standing:
            return standing[thing].document
    own = graph.passages_of(thing)
    return own[0].document if own else ""


def along(graph: Graph, new: Collection[str]) -> set[str]:
    """What only comes along with other new things: a version with its document, places of a claim or a link."""
    found: set[str] = set()
    for thing in new:
        passage, link = graph.passages.get(thing), graph.links.get(thing)
        version = graph.versions.get(thing)
        if (passage is not None and passage.claim in new) or (version is not None and version.document in new):
            found.add(thing)
        if link is not None and link.passage in new:
            found.add(link.passage)
    return found


def deeds(
    changes: Iterable[Change], now: Graph, names: Mapping[str, str], removed: Collection[str], new: Collection[str]
) -> tuple[Deed, ...]:
    """What came in, a row for each person and thing, in the order it was done. `now` has removed things, too."""
    grouped: dict[tuple[str, str], list[Change]] = {}
    known = {
        *(*now.documents, *now.claims, *now.links, *now.passages, *now.versions, *now.queries, *now.needs_none),
        *(*now.dismissals, *now.calculations, *now.blackouts),
    }
    known -= along(now, frozenset(new))
    for change in changes:
        if not change.withheld and change.thing in known and change.field not in _RECORD - {"kind"}:
            grouped.setdefault((change.person, change.thing), []).append(change)
    found: list[Deed] = []
    for (person, thing), of in grouped.items():
        if any(change.field == "kind" for change in of) and thing in new:
            what, done = What.NEW, "new"
        elif thing in removed:
            what, done = What.REMOVED, "removed"
        else:
            what, done = What.CHANGED, _changed(now, of)
            if not done:
                continue
        document = document_of(now, thing)
        found.append(
            Deed(
                *(names.get(person, ""), of[-1].at, thing, label(now, thing), done, what),
                *(words_of(now, thing), label(now, document) if document else ""),
            )
        )
    return tuple(sorted(found, key=lambda deed: deed.at))


def _changed(now: Graph, of: Iterable[Change]) -> str:
    """Fields with what each of them became."""
    last = {change.field: change.value for change in of if change.field not in _NOT_SHOWN and change.field != "kind"}
    return "; ".join(f"{FIELD_WORDS.get(name, name)}: {value_words(now, name, last[name])}" for name in last)


def value_words(graph: Graph, field: str, value: Any) -> str:
    """A value as it is read on the screen."""
    if isinstance(value, bool):
        return ("removed" if value else "not removed") if field == "removed" else ("yes" if value else "no")
    if field == "place" and isinstance(value, dict):
        return f"“{value.get('quote', '')}”"
    if field in ("current", "same_as") and isinstance(value, str):
        version = graph.versions.get(value)
        return f"the version received {version.received}" if version else (label(graph, value) if value else "none")
    if field == "status" and value == Status.VERIFIED:
        return "checked"
    return str(value) if value not in (None, "") else "nothing"
