"""Places sought again in the text that is shown now: in a new version, or where a version's text was made anew.

What is found is kept beside the record, and is no change: a person accepts it by placing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import replace as changed

from annotator.anchoring.document_text import DocumentText, Match
from annotator.anchoring.fragments import fragment_of
from annotator.anchoring.geometry import place_of
from annotator.anchoring.provisions import provision_over
from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.pages import PageText
from annotator.model.places import PROVISION_LIMIT, Place
from annotator.model.standing import Stands
from annotator.model.things import Blackout, NeedsNone, Passage
from annotator.operations import backups, matching, regions
from annotator.operations.marking import fitting
from annotator.operations.targets import Target, stored
from annotator.operations.workspace import Cancelled, Progress, Workspace, wait
from annotator.store.project import Sought

Thing = Passage | NeedsNone | Blackout
MANY_PAGES = 64
"""From so many pages on a second worker is worth the time that it takes to open the document."""


def stored_place(thing: Thing) -> Place:
    """Where a person last put a thing, in whichever version."""
    return thing.standing.was if thing.standing is not None else thing.place


def things_of(graph: Graph, document: str) -> list[Thing]:
    """The passages of a document in its order, then its marks 'needs none', then what is blacked out of it."""
    marks = [mark for mark in graph.needs_none.values() if mark.document == document]
    return [*graph.passages_in(document), *marks, *graph.blackouts_in(document)]


def pending(graph: Graph) -> list[Thing]:
    """What is being sought: nobody knows yet where it stands in the current version."""
    things: list[Thing] = [*graph.passages.values(), *graph.needs_none.values(), *graph.blackouts.values()]
    return [thing for thing in things if thing.standing is not None and thing.standing.outcome is Stands.SOUGHT]


def finish(
    ws: Workspace,
    *,
    with_removed: bool = True,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Seeks what is not yet found in the versions shown, and keeps it; how many things that were.

    `progress` counts them. What is removed is sought, too, since it may come back.
    """
    graph = ws.project.graph(with_removed=with_removed)
    waiting: dict[str, list[Thing]] = {}
    for thing in pending(graph):
        document = graph.documents.get(thing.document)
        if document is not None and document.current in graph.versions:
            waiting.setdefault(document.current, []).append(thing)
    total, done = sum(map(len, waiting.values())), 0
    for version, things in waiting.items():
        target = stored(ws, graph.versions[version])
        before = done

        def count(now: int, _: int, before: int = before) -> None:
            if progress is not None:
                progress(before + now, total)

        ws.project.keep_found(seek(ws, things, target, progress=count, cancelled=cancelled))
        done += len(things)
    return done


def finish_quietly(ws: Workspace) -> None:
    """The same before or after other work; what can't be sought now is left, and shows as being sought."""
    if pending(ws.graph()):
        with suppress(Refused):
            finish(ws)


def compute_again(ws: Workspace, *, progress: Progress | None = None) -> bool:
    """Seeks anew all that was found in the versions shown; whether anything that was kept was otherwise.

    Before anything is repaired a backup is made. Raises Refused where that can't be done; what was kept stays then.
    """
    graph = ws.project.graph(with_removed=True)
    found: list[Sought] = []
    differs = False
    for document in graph.documents.values():
        things = [thing for thing in things_of(graph, document.id) if thing.standing is not None]
        if not things or document.current not in graph.versions:
            continue
        for thing, one in zip(
            things, seek(ws, things, stored(ws, graph.versions[document.current]), progress=progress), strict=True
        ):
            known = thing.standing.outcome if thing.standing is not None else None
            differs |= (known, thing.place) != (one.outcome, one.place or one.was)
            found.append(one)
    if differs:
        backups.make(ws, "repair")
    ws.project.forget_found()
    ws.project.keep_found(found)
    return differs


def seek(
    ws: Workspace,
    things: Sequence[Thing],
    target: Target,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[Sought]:
    """What becomes of things in another text, in their order: as it stands there, as the record had it, or as found.

    Raises Refused when cancelled, and where the seeking can't be done.
    """
    known: dict[str, Sought] = {}
    rest: list[Thing] = []
    for thing in things:
        place = _as_known(ws, thing, target)
        if place is not None:
            known[thing.id] = Sought(
                thing.id, target.extraction.sha256, stored_place(thing), Stands.UNCHANGED, 1.0, place
            )
        else:
            rest.append(thing)
    found = _found(ws, rest, target, progress, cancelled) if rest else {}
    return [known.get(thing.id) or found[thing.id] for thing in things]


def _as_known(ws: Workspace, thing: Thing, target: Target) -> Place | None:
    """The place where nothing has to be sought."""
    was = stored_place(thing)
    if was.extraction == target.extraction.sha256:
        return was
    before = ws.project.place_of_record(thing.id, target.extraction.sha256)
    return before if before is not None else _same_pages(ws, was, target)


def _same_pages(ws: Workspace, was: Place, target: Target) -> Place | None:
    """The place in another text of the same version, where the pages it stands on read as they did."""
    extraction = target.extraction
    if was.version != target.version or not ws.project.has_extraction(was.extraction):
        return None
    if ws.made_of(was.extraction)[0] != extraction.frozen:
        return None
    if was.region is None:
        texts = ws.project.page_texts(was.extraction)
        pages = {span.page for span in was.spans}
        if not all(page < len(extraction.texts) and texts[page] == extraction.texts[page] for page in pages):
            return None
    return changed(was, extraction=extraction.sha256)


def _found(
    ws: Workspace,
    things: Sequence[Thing],
    target: Target,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> dict[str, Sought]:
    worded = [thing for thing in things if stored_place(thing).spans]
    hits = matching.find(
        ws, [stored_place(thing) for thing in worded], target.extraction.texts, progress=progress, cancelled=cancelled
    )
    text = DocumentText(target.extraction.texts)
    boxes = boxes_of(ws, target, {run.page for hit in hits for run in hit.match or ()}, cancelled)
    found: dict[str, Sought] = {}
    for thing, hit in zip(worded, hits, strict=True):
        place = _place(stored_place(thing), hit.match, target, text, boxes) if hit.match else None
        found[thing.id] = _sought(thing, target, Stands(hit.outcome.value), hit.score, place)
    for thing in things:
        if thing.id not in found:
            where = regions.region_in(ws, stored_place(thing), target)
            found[thing.id] = _sought(thing, target, Stands.UNCHANGED, 1.0, where)
    return found


def boxes_of(
    ws: Workspace, target: Target, wanted: set[int], cancelled: Cancelled | None = None
) -> dict[int, PageText]:
    """The boxes of the pages where something was found, asked for all at once; of many pages from two workers."""
    if not wanted:
        return {}
    with ExitStack() as kept:
        readers = [kept.enter_context(target.reading())]
        if len(wanted) >= MANY_PAGES:
            with suppress(OSError):
                readers.append(kept.enter_context(closing(readers[0].twin())))
        pages = sorted(wanted)
        requests = {page: readers[at % len(readers)].chars(page) for at, page in enumerate(pages)}
        try:
            return {page: wait(ws.engine, request, cancelled) for page, request in requests.items()}
        except BaseException:
            for request in requests.values():
                request.drop()
            raise


def _sought(thing: Thing, target: Target, outcome: Stands, score: float, place: Place | None) -> Sought:
    outcome, score = (outcome, score) if place is not None else (Stands.GONE, 0.0)
    return Sought(thing.id, target.extraction.sha256, stored_place(thing), outcome, score, place)


def _place(was: Place, match: Match, target: Target, text: DocumentText, boxes: Mapping[int, PageText]) -> Place | None:
    """The place of a match; None where it can't be kept."""
    extraction = target.extraction
    pages = {run.page for run in match}
    try:
        place = place_of(
            match,
            version=target.version,
            extraction=extraction.sha256,
            document_text=text,
            pages={page: extraction.pages[page] for page in pages},
            chars={page: boxes[page] for page in pages if boxes[page].text == extraction.texts[page]},
        )
        runs = [(span.page, span.start, span.end) for span in place.spans]
        if extraction.fragments:
            place = changed(place, fragment=fragment_of(extraction.fragments, iter(runs)))
        else:
            place = changed(place, provision=provision_over(extraction.texts, runs)[:PROVISION_LIMIT])
        place = Place.from_value(changed(place, extra=was.extra).to_value())  # rounded as it is kept
        fitting(place)
    except (Refused, ValueError):
        return None
    return place
