"""A newer version of a document: its passages are sought in it; what was found waits for a person to accept it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as changed
from pathlib import Path

from annotator.model.checks import accepted
from annotator.model.errors import NotFound, Refused
from annotator.model.graph import Graph
from annotator.model.outcomes import Outcome
from annotator.model.pages import Format
from annotator.model.places import Place
from annotator.model.standing import Stands
from annotator.model.things import Document, Passage, Version
from annotator.operations import matching
from annotator.operations.files import seal_bytes
from annotator.operations.importing import store_version
from annotator.operations.marking import check_place, fitting, locate
from annotator.operations.preparing import Prepared, Reading
from annotator.operations.seeking import Thing, seek, stored_place, things_of
from annotator.operations.targets import Target, read_from, stored
from annotator.operations.workspace import (
    Cancelled,
    Progress,
    Workspace,
    current_version,
    document_of,
    writable,
)
from annotator.store.project import Pen, Sought

LITTLE = 0.3
"""Below this share of common five-word sequences a file is hardly a version of the same document.

Real revisions share 46 % and more, other documents up to 20 % (two policies of one publisher), mostly under 6 %.
"""
_WORD = re.compile(r"\w+")
_SEQUENCE = 5


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of one passage: `outcome` is unchanged, moved, edited, gone, or sought: nobody knows yet.

    `score` is from 0 to 1. `page` (index), `start` and `end` are those of its first span now, None where it is not
    found; `old` and `new` are the words before and now, `new` empty where it is not found.
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
    """Makes a file the current version of a document and seeks its passages in it, in one action.

    The passages themselves stay as a person put them: what was found is shown, for a person to accept. A dry run writes
    nothing. Raises Refused where the file has little in common with the document, unless `force`.
    """
    if not dry_run:
        writable(ws)
    mine = _own(ws.graph(), document)
    reading = Reading.begin(
        lambda: ws.engine, path, passwords=passwords, known=lambda sha256: sha256 in mine, progress=progress
    )
    prepared = reading.finish(cancelled)
    return _replace(ws, document, prepared, dry_run=dry_run, force=force, progress=progress, cancelled=cancelled)


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
    prepared = reading.finish(cancelled)
    return _replace(ws, document, prepared, dry_run=False, force=force, progress=progress, cancelled=cancelled)


def replace_prepared(
    ws: Workspace,
    document: str,
    prepared: Prepared,
    *,
    force: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Replaced:
    """The same for a file that was read before, without the project; closes `prepared`, also where it is refused.

    Bytes that are a version of the document already only make that one current.
    """
    try:
        writable(ws)
    except Refused:
        prepared.close()
        raise
    return _replace(ws, document, prepared, dry_run=False, force=force, progress=progress, cancelled=cancelled)


def _own(graph: Graph, document: str) -> dict[str, Version]:
    return {version.sha256: version for version in graph.versions.values() if version.document == document}


def _replace(
    ws: Workspace,
    document: str,
    prepared: Prepared,
    *,
    dry_run: bool,
    force: bool,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Replaced:
    try:
        graph = ws.graph()
        target = document_of(graph, document)
        before = current_version(graph, target)
        same = _own(graph, document).get(prepared.sha256)
        if same is not None:
            return _switch(ws, target, same, verb="replace", dry_run=dry_run, progress=progress, cancelled=cancelled)
        if prepared.extracted is None:
            raise Refused(f"'{prepared.name}' was a version of the document until just now. Try again.")
        extraction = prepared.extracted.extraction
        if not force:
            _check_common(target, ws.project.page_texts(before.extraction), extraction.texts)
        source = prepared.extracted.frozen or prepared.source
        text = read_from(ws, prepared.sha256, extraction, source)
        found = _seek(ws, _things(ws, document), text, dry_run, progress, cancelled)
        report = _report(ws, found)
        if dry_run:
            return Replaced(None, report)
        with ws.project.act("replace") as pen:
            version, _ = store_version(pen, ws, document, prepared, prepared.extracted)
            pen.set(document, "current", version)
            ws.project.keep_found(_to_keep(found), pen)
        return Replaced(pen.outcome, report)
    finally:
        prepared.close()


def make_current(
    ws: Workspace,
    document: str,
    version: str,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Replaced:
    """Shows another version a document already has: each passage as it was there, the others as they are found.

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
    return _switch(ws, target, meant[0], verb="set", dry_run=False, progress=progress, cancelled=cancelled)


def place(
    ws: Workspace, passage: str, decision: str, *, quote: str = "", page: int | None = None, nth: int | None = None
) -> Outcome:
    """Decides about a passage, a mark 'needs none' or a black-out: `quote` puts it at those words, `let-go` gives up.

    `accept` takes the place where it was found. Giving up the last place of a claim removes the claim. Raises Refused,
    QuoteAbsent, QuoteRepeated.
    """
    writable(ws)
    graph = ws.graph()
    thing = _placed(graph, passage)
    if decision == "let-go":
        return _let_go(ws, graph, thing)
    if decision == "accept":
        return accept(ws, [passage])
    target = document_of(graph, thing.document)
    return _put(ws, thing, locate(ws, graph, target, quote, page=page, nth=nth))


def accept(ws: Workspace, things: Sequence[str]) -> Outcome:
    """Says yes to where passages (marks 'needs none', black-outs) were found, all in one action.

    Raises Refused where one was not found, NotFound where one is no longer there; nothing is written then.
    """
    writable(ws)
    graph = ws.graph()
    found = [_placed(graph, thing) for thing in dict.fromkeys(things)]
    for thing in found:
        if thing.standing is None:
            raise Refused("It stands where a person put it, so there is nothing to accept.")
        if thing.lost:
            raise Refused("It was not found in this version. Place it with --quote, or let it go.")
    with ws.project.act("place") as pen:
        for thing in found:
            fitting(thing.place)
            pen.set(thing.id, "place", thing.place.to_value())
        _carry_checks(pen, graph, found)
    return pen.outcome


def _carry_checks(pen: Pen, graph: Graph, found: Sequence[Thing]) -> None:
    """Who accepts a place says that what was checked there holds here: noted with the checks that rest on it."""
    records: dict[str, str] = {}
    for thing in found:
        if not isinstance(thing, Passage) or thing.standing is None:
            continue
        for claim in {thing.claim, *(link.claim for link in graph.links_to(thing.id))} & graph.claims.keys():
            carried = accepted(records.get(claim, graph.claims[claim].verified), thing)
            if carried:
                records[claim] = carried
    for claim in sorted(records):
        pen.set(claim, "verified", json.loads(records[claim]))


def place_at(ws: Workspace, passage: str, place: Place) -> Outcome:
    """Puts a passage (a mark 'needs none', a black-out) at a place of its document's current version."""
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


def _things(ws: Workspace, document: str) -> list[Thing]:
    """What stands in a document, removed things too, since they may come back."""
    return things_of(ws.project.graph(with_removed=True), document)


def _switch(
    ws: Workspace,
    document: Document,
    version: Version,
    *,
    verb: str,
    dry_run: bool,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Replaced:
    """Shows a version the document has already."""
    found = _seek(ws, _things(ws, document.id), stored(ws, version), dry_run, progress, cancelled)
    report = _report(ws, found)
    if dry_run:
        return Replaced(None, report)
    with ws.project.act(verb) as pen:
        pen.set(document.id, "current", version.id)
        ws.project.keep_found(_to_keep(found), pen)
    return Replaced(pen.outcome, report)


def _seek(
    ws: Workspace,
    things: list[Thing],
    target: Target,
    dry_run: bool,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> list[Sought]:
    """What becomes of things in another text. Where the seeking fails they are *sought*: the version goes in anyway.

    A dry run is nothing but the seeking, so it fails with it.
    """
    try:
        return seek(ws, things, target, progress=progress, cancelled=cancelled)
    except matching.CouldNotSeek:
        if dry_run:
            raise
        sha256 = target.extraction.sha256
        return [Sought(thing.id, sha256, stored_place(thing), Stands.SOUGHT, 0.0, None) for thing in things]


def _to_keep(found: Sequence[Sought]) -> list[Sought]:
    """What is known, and not anyway because a person put it there."""
    return [one for one in found if one.was.extraction != one.extraction and one.outcome is not Stands.SOUGHT]


def find_in(ws: Workspace, version: Version, places: Sequence[Place]) -> list[str]:
    """What becomes of places in a version: unchanged, moved, edited or gone."""
    return [str(hit.outcome) for hit in matching.find(ws, places, ws.project.page_texts(version.extraction))]


def _report(ws: Workspace, found: Sequence[Sought]) -> tuple[Carried, ...]:
    graph = ws.graph()
    return tuple(
        Carried(
            one.thing,
            one.outcome.value,
            one.score,
            one.place.page if one.place else None,
            one.place.start if one.place else None,
            one.place.end if one.place else None,
            one.was.quote,
            one.place.quote if one.place else "",
        )
        for one in found
        if one.thing in graph.passages or one.thing in graph.needs_none or one.thing in graph.blackouts
    )


def _placed(graph: Graph, thing: str) -> Thing:
    found = graph.passages.get(thing) or graph.needs_none.get(thing) or graph.blackouts.get(thing)
    if found is None:
        raise NotFound("That passage is no longer part of the project. Restore it first.")
    return found


def _put(ws: Workspace, thing: Thing, place: Place) -> Outcome:
    with ws.project.act("place") as pen:
        pen.set(thing.id, "place", changed(place, extra=thing.place.extra).to_value())
    return pen.outcome


def _let_go(ws: Workspace, graph: Graph, thing: Thing) -> Outcome:
    with ws.project.act("place") as pen:
        pen.set(thing.id, "removed", True)
        if isinstance(thing, Passage) and thing.claim and len(graph.passages_of(thing.claim)) == 1:
            pen.set(thing.claim, "removed", True)
    return pen.outcome
