"""A newer version of a document: its passages are found again or kept until a person places them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import replace as changed
from pathlib import Path

from annotator.anchoring.again import Found, find_again
from annotator.anchoring.document_text import DocumentText, Match
from annotator.anchoring.geometry import place_of
from annotator.engine.results import Extracted
from annotator.model.errors import NotFound, Refused
from annotator.model.graph import Graph
from annotator.model.outcomes import Outcome
from annotator.model.pages import Format, PageText
from annotator.model.places import Place
from annotator.model.things import Document, NeedsNone, Passage, Version
from annotator.operations.files import seal_bytes
from annotator.operations.importing import store_version
from annotator.operations.marking import check_place, fitting, locate, place_in
from annotator.operations.preparing import Prepared, Reading
from annotator.operations.workspace import (
    Cancelled,
    Progress,
    Workspace,
    current_version,
    document_of,
    wait,
    writable,
)
from annotator.store.project import Pen

LITTLE = 0.2
"""Below this share of common five-word sequences a file is hardly a version of the same document."""
_WORD = re.compile(r"\w+")
_SEQUENCE = 5


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of one passage: `outcome` is unchanged, moved or gone; `score` from 0 to 1.

    `page` (index), `start` and `end` are those of its first span now, None where it is gone; `old` and `new` are the
    words before and now, `new` empty where it is gone.
    """

    id: str
    outcome: str
    score: float
    page: int | None
    start: int | None
    end: int | None
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a new version did to the passages; `outcome` is None where nothing was written."""

    outcome: Outcome | None
    passages: tuple[Carried, ...]

    @property
    def needs_a_person(self) -> bool:
        """Whether a passage has to be placed by hand."""
        return any(passage.outcome not in ("unchanged", "moved") for passage in self.passages)


@dataclass(frozen=True, slots=True)
class _Move:
    """A thing with a place, and its place in the version to come; None where it was not found."""

    thing: Passage | NeedsNone
    place: Place | None
    outcome: str
    score: float


def replace(
    ws: Workspace,
    document: str,
    path: Path,
    *,
    dry_run: bool = False,
    force: bool = False,
    passwords: Sequence[str] = (),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Replaced:
    """Makes a file the current version of a document and carries its passages over, in one action.

    What is found keeps its words; what is not keeps its old place and is marked lost, for a person to place. A dry run
    writes nothing. Raises Refused where the file has little in common with the document, unless `force`.
    """
    if not dry_run:
        writable(ws)
    mine = _own(ws.graph(), document)
    reading = Reading.begin(
        lambda: ws.engine, path, passwords=passwords, known=lambda sha256: sha256 in mine, progress=progress
    )
    return _replace(ws, document, reading.finish(cancelled), dry_run=dry_run, force=force)


def replace_bytes(
    ws: Workspace,
    document: str,
    data: bytes,
    form: Format,
    *,
    force: bool = True,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Replaced:
    """The same for bytes that were typed or pasted; by default however little they have in common with the others."""
    writable(ws)
    graph = ws.graph()
    mine = _own(graph, document)
    sealed = seal_bytes(document_of(graph, document).name, data, form)
    reading = Reading.of(lambda: ws.engine, sealed, known=lambda sha256: sha256 in mine, progress=progress)
    return _replace(ws, document, reading.finish(cancelled), dry_run=False, force=force)


def _own(graph: Graph, document: str) -> dict[str, Version]:
    return {version.sha256: version for version in graph.versions.values() if version.document == document}


def _replace(ws: Workspace, document: str, prepared: Prepared, *, dry_run: bool, force: bool) -> Replaced:
    try:
        graph = ws.graph()
        target = document_of(graph, document)
        before = current_version(graph, target)
        if prepared.extracted is None:
            same = _own(graph, document)[prepared.sha256]
            return _switch(ws, graph, target, same, verb="replace", dry_run=dry_run)
        if not force:
            _check_common(target, ws.project.page_texts(before.extraction), prepared.extracted.extraction.texts)
        return _take(ws, graph, target, prepared, prepared.extracted, dry_run=dry_run)
    finally:
        prepared.close()


def make_current(ws: Workspace, document: str, version: str) -> Replaced:
    """Shows another version a document already has, each passage as it was there.

    `version` is an id or SHA-256, or a beginning that one version of the document has. Raises NotFound, Refused.
    """
    writable(ws)
    graph = ws.graph()
    target = document_of(graph, document)
    meant = [
        one
        for one in graph.versions.values()
        if one.document == document and version and (one.id.startswith(version) or one.sha256.startswith(version))
    ]
    if len(meant) != 1:
        raise NotFound(
            f"'current' takes the id or SHA-256 of one of the versions of '{target.name}', or a beginning that only "
            "one has. `annotator documents PROJECT` lists them."
        )
    return _switch(ws, graph, target, meant[0], verb="set", dry_run=False)


def place(
    ws: Workspace, passage: str, decision: str, *, quote: str = "", page: int | None = None, nth: int | None = None
) -> Outcome:
    """Decides about a passage (or a mark 'needs none'): `quote` puts it at those words, `let-go` gives it up.

    Giving up the last place of a claim removes the claim. `accept` takes a place that was proposed; exact finding
    proposes none. Raises Refused, QuoteAbsent, QuoteRepeated.
    """
    writable(ws)
    graph = ws.graph()
    thing = _placed(graph, passage)
    if decision == "let-go":
        return _let_go(ws, graph, thing)
    if decision == "accept":
        raise Refused("No new place was proposed for it. Place it with --quote, or let it go.")
    target = document_of(graph, thing.document)
    return _put(ws, thing, locate(ws, graph, target, quote, page=page, nth=nth))


def place_at(ws: Workspace, passage: str, place: Place) -> Outcome:
    """Puts a passage (or a mark 'needs none') at a place of its document's current version."""
    writable(ws)
    graph = ws.graph()
    thing = _placed(graph, passage)
    place = check_place(ws, graph, document_of(graph, thing.document), place)
    return _put(ws, thing, place)


def in_common(old: Sequence[str], new: Sequence[str]) -> float:
    """The share of the shorter text's five-word sequences that the other has, too: 1 where either has no words."""
    one, other = _sequences(old), _sequences(new)
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer else 1.0


def _sequences(texts: Sequence[str]) -> set[int]:
    words = [hash(word) for word in _WORD.findall("\n".join(texts).casefold())]
    length = min(_SEQUENCE, len(words))
    return {hash(tuple(words[at : at + length])) for at in range(len(words) - length + 1)} if words else set()


def _check_common(document: Document, old: Sequence[str], new: Sequence[str]) -> None:
    share = in_common(old, new)
    if any(text.strip() for text in old) and not any(text.strip() for text in new):
        share = 0.0
    if share < LITTLE:
        raise Refused(
            f"The file has little in common with '{document.name}' ({share:.0%} of its word sequences), so nothing was "
            "replaced. Add it as a document of its own, or use --force."
        )


def _things(graph: Graph, document: str) -> list[Passage | NeedsNone]:
    marks = [mark for mark in graph.needs_none.values() if mark.document == document]
    return [*graph.passages_in(document), *marks]


def _take(
    ws: Workspace, graph: Graph, document: Document, prepared: Prepared, extracted: Extracted, *, dry_run: bool
) -> Replaced:
    """Replaces by bytes that are new to the document."""
    extraction = extracted.extraction
    text = DocumentText(extraction.texts)
    found = [(thing, _found(ws, thing.place, text)) for thing in _things(graph, document.id)]
    wanted = {run.page for _, hit in found if hit for run in hit.match or ()}
    boxes = _boxes(ws, prepared, extracted, wanted)
    infos = {page.index: page for page in extraction.pages}

    def at(match: Match) -> Place:
        return place_of(
            match,
            version=prepared.sha256,
            extraction=extraction.sha256,
            document_text=text,
            pages=infos,
            chars={page: read for page, read in boxes.items() if read.text == extraction.texts[page]},
        )

    moves = [_move(thing, hit, at) for thing, hit in found]
    if dry_run:
        return Replaced(None, _report(moves))
    with ws.project.act("replace") as pen:
        version, _ = store_version(pen, ws, document.id, prepared, extracted)
        pen.set(document.id, "current", version)
        _write(pen, moves, prepared.sha256)
    return Replaced(pen.outcome, _report(moves))


def _switch(ws: Workspace, graph: Graph, document: Document, version: Version, *, verb: str, dry_run: bool) -> Replaced:
    """Replaces by a version the document has already: each passage goes back to where it was in it."""
    text = ws.text_of(version.extraction)
    moves = []
    for thing in _things(graph, document.id):
        before = _place_before(ws, thing, version)
        if before is not None:
            moves.append(_Move(thing, before, "unchanged", 1.0))
        else:
            moves.append(_move(thing, _found(ws, thing.place, text), lambda match: place_in(ws, version, text, match)))
    if dry_run:
        return Replaced(None, _report(moves))
    with ws.project.act(verb) as pen:
        pen.set(document.id, "current", version.id)
        _write(pen, moves, version.sha256)
    return Replaced(pen.outcome, _report(moves))


def find_in(ws: Workspace, version: Version, place: Place) -> str:
    """Whether a place is found in a version: unchanged, moved or gone."""
    hit = _found(ws, place, ws.text_of(version.extraction))
    return str(hit.outcome) if hit else "gone"


def _found(ws: Workspace, place: Place, text: DocumentText) -> Found | None:
    hit = find_again(place, text, ws.text_of(place.extraction))
    return hit if hit.as_it_was else None


def _move(thing: Passage | NeedsNone, hit: Found | None, at: Callable[[Match], Place]) -> _Move:
    if hit is None or hit.match is None:
        return _Move(thing, None, "gone", 0.0)
    place = changed(at(hit.match), extra=thing.place.extra)
    return _Move(thing, place, str(hit.outcome), hit.score)


def _place_before(ws: Workspace, thing: Passage | NeedsNone, version: Version) -> Place | None:
    """Where a thing stood last in a version, from the record."""
    for change in reversed(ws.project.changes_of(thing.id)):
        if change.field == "place" and isinstance(change.value, dict):
            place = Place.from_value(change.value)
            if (place.version, place.extraction) == (version.sha256, version.extraction):
                return place
    return None


def _boxes(ws: Workspace, prepared: Prepared, extracted: Extracted, wanted: set[int]) -> dict[int, PageText]:
    if not wanted:
        return {}
    reader = ws.engine.open(extracted.frozen or prepared.source)
    try:
        requests = {page: reader.chars(page) for page in sorted(wanted)}
        return {page: wait(ws.engine, request) for page, request in requests.items()}
    finally:
        reader.close()


def _write(pen: Pen, moves: Sequence[_Move], sha256: str) -> None:
    for move in moves:
        if move.place is not None:
            fitting(move.place)
            pen.set(move.thing.id, "place", move.place.to_value())
        if isinstance(move.thing, Passage):
            pen.set(move.thing.id, "lost", "" if move.place is not None else sha256)


def _report(moves: Sequence[_Move]) -> tuple[Carried, ...]:
    return tuple(
        Carried(
            move.thing.id,
            move.outcome,
            move.score,
            move.place.page if move.place else None,
            move.place.start if move.place else None,
            move.place.end if move.place else None,
            move.thing.place.quote,
            move.place.quote if move.place else "",
        )
        for move in moves
    )


def _placed(graph: Graph, thing: str) -> Passage | NeedsNone:
    found = graph.passages.get(thing) or graph.needs_none.get(thing)
    if found is None:
        raise NotFound("That passage is no longer part of the project. Restore it first.")
    return found


def _put(ws: Workspace, thing: Passage | NeedsNone, place: Place) -> Outcome:
    with ws.project.act("place") as pen:
        pen.set(thing.id, "place", changed(place, extra=thing.place.extra).to_value())
        if isinstance(thing, Passage):
            pen.set(thing.id, "lost", "")
    return pen.outcome


def _let_go(ws: Workspace, graph: Graph, thing: Passage | NeedsNone) -> Outcome:
    with ws.project.act("place") as pen:
        pen.set(thing.id, "removed", True)
        if isinstance(thing, Passage) and thing.claim and len(graph.passages_of(thing.claim)) == 1:
            pen.set(thing.claim, "removed", True)
    return pen.outcome
