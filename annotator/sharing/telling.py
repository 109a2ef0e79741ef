"""What others did, in words: by person, by what it is about, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.model.changes import Change
from annotator.model.graph import Graph

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


@dataclass(frozen=True, slots=True)
class Deed:
    """One person's work on one thing: who (a name, perhaps empty), when last, what it is about, what was done."""

    person: str
    at: str
    thing: str
    about: str
    done: str


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
        return f"words blacked out in exports of {label(graph, graph.blackouts[thing].document)}"
    return "something"


def deeds(
    changes: Iterable[Change], now: Graph, names: Mapping[str, str], removed: Collection[str], new: Collection[str]
) -> tuple[Deed, ...]:
    """What came in, a row for each person and thing, in the order it was done. `now` has removed things, too."""
    grouped: dict[tuple[str, str], list[Change]] = {}
    known = {
        *(*now.documents, *now.claims, *now.links, *now.passages, *now.versions, *now.queries, *now.needs_none),
        *(*now.dismissals, *now.calculations, *now.blackouts),
    }
    for change in changes:
        if not change.withheld and change.thing in known and change.field not in _RECORD - {"kind"}:
            grouped.setdefault((change.person, change.thing), []).append(change)
    found: list[Deed] = []
    for (person, thing), of in grouped.items():
        fields = list(dict.fromkeys(change.field for change in of if change.field not in _NOT_SHOWN))
        if any(change.field == "kind" for change in of) and thing in new:
            done = "new"
        elif thing in removed:
            done = "removed"
        else:
            words = [FIELD_WORDS.get(name, name) for name in fields if name != "kind"]
            if not words:
                continue
            done = f"changed: {', '.join(words)}"
        found.append(Deed(names.get(person, ""), of[-1].at, thing, label(now, thing), done))
    return tuple(sorted(found, key=lambda deed: deed.at))


def value_words(graph: Graph, field: str, value: Any) -> str:
    """A value as it is read on the screen."""
    if isinstance(value, bool):
        return ("removed" if value else "not removed") if field == "removed" else ("yes" if value else "no")
    if field == "place" and isinstance(value, dict):
        return f"“{value.get('quote', '')}”"
    if field in ("current", "same_as") and isinstance(value, str):
        version = graph.versions.get(value)
        return f"the version received {version.received}" if version else (label(graph, value) if value else "none")
    return str(value) if value not in (None, "") else "nothing"
