"""Reading scans (OCR) from the command line: after files were added, and as a verb of its own."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from annotator.cli.answers import DONE, PERSON_NEEDED, Answer, visible
from annotator.cli.arguments import Given, Usage
from annotator.cli.progress import Shown
from annotator.model.errors import NotConfined, Refused
from annotator.model.things import Kind
from annotator.operations import importing, recognising, scans
from annotator.operations.importing import Added
from annotator.operations.resolving import resolve
from annotator.operations.workspace import Workspace, current_version, document_of

ADDING = 40.0
"""Seconds that `add` spends on scans; what is left is said, and `ocr` goes on with it."""
_LEFT = "Some scans are still to be read: `annotator ocr PROJECT` goes on with them."
_READING = "Reading scan '{name}' (OCR), pages read"


def after_adding(
    ws: Workspace, added: Iterable[Added], *, seconds: float | None = None
) -> tuple[list[Added], tuple[str, ...]]:
    """Reads the scans among the documents that came in; they with their text, and what a person should know.

    After so many seconds it stops at the next page and says that there is more.
    """
    read: list[Added] = []
    notes: list[str] = []
    end = time.monotonic() + (ADDING if seconds is None else seconds)
    late = False

    def stopped() -> bool:
        nonlocal late
        late = time.monotonic() > end
        return late

    for one in added:
        made: recognising.ReadByMachine | None = None
        if not one.existed and not stopped():
            try:
                made = _recognise(ws, one.document, one.name, cancelled=stopped)
            except Refused as refused:
                if not late and str(refused) not in notes:
                    notes.append(str(refused))
        read.append(one if made is None else _with_text(ws, one))
    return read, (*notes, _LEFT) if late and _unread(ws, read) else tuple(notes)


def after_replacing(ws: Workspace, document: str, passages: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """Reads the scans of a version that was just taken in; what a person should know.

    The rows of those passages that the machine's words show after all say where they stand.
    """
    target = document_of(ws.graph(), document)
    end = time.monotonic() + ADDING

    def stopped() -> bool:
        return time.monotonic() > end

    try:
        made = _recognise(ws, document, target.name, cancelled=stopped)
    except Refused as refused:
        return (_LEFT if stopped() else str(refused),)
    if made is None:
        return ()
    pages = "1 page was" if len(made.pages) == 1 else f"{len(made.pages):,} pages were"
    said = f"{pages} read by machine (OCR), {made.confidence} % sure."
    now = ws.graph().passages
    for row in passages:
        found = now.get(row["id"])
        if row["outcome"] == "gone" and found is not None and not found.lost:
            place = found.place
            row.update(outcome="moved", score=1.0, page=place.page, start=place.start, end=place.end, new=place.quote)
    return (said, _LEFT) if stopped() else (said,)


def _unread(ws: Workspace, added: Iterable[Added]) -> bool:
    """Whether pages without usable text are left; some of them may show nothing."""
    for one in added:
        task = None if one.existed else recognising.task_of(ws, one.document)
        if task is not None:
            task.close()
            return True
    return False


def _with_text(ws: Workspace, added: Added) -> Added:
    """What came in, as it is now that its pages were read."""
    graph = ws.graph()
    version = current_version(graph, document_of(graph, added.document))
    extraction = ws.project.extraction(version.extraction)
    kept = importing.warnings_of(extraction, encrypted=version.encrypted)
    said = scans.sentence_of(extraction.texts, extraction.recognised)
    return replace(added, warnings=(*kept, said), characters=sum(map(len, extraction.texts)))


def ocr(ws: Workspace, given: Given) -> Answer:
    """Reads the scans of one document, or of all; status 1 where pages could not be read."""
    if given["page"] is not None and given["document"] is None:
        raise Usage("--page needs the document that it is a page of.")
    graph = ws.graph()
    chosen = [resolve(ws, given["document"], Kind.DOCUMENT)] if given["document"] is not None else list(graph.documents)
    languages = [word for word in (given["languages"] or "").split("+") if word]
    pages = None if given["page"] is None else [given["page"]]
    data: list[dict[str, Any]] = []
    refusals: list[Refused] = []
    for document in chosen:
        name = graph.documents[document].name
        try:
            made = _recognise(ws, document, name, pages=pages, languages=languages or None)
        except NotConfined:
            raise
        except Refused as refused:  # one scan that can't be read leaves the others theirs
            refusals.append(refused)
            continue
        if made is not None:
            data.append(
                {
                    "document": document,
                    "name": name,
                    "pages": list(made.pages),
                    "confidence": made.confidence,
                    "doubtful": made.doubtful,
                    "failed": list(made.failed),
                }
            )
    if refusals and not data:
        raise refusals[0]
    needed = bool(refusals) or any(one["failed"] for one in data)
    notes = tuple(dict.fromkeys(map(str, refusals)))
    return Answer({"read": data}, _told(data), PERSON_NEEDED if needed else DONE, notes)


def _recognise(ws: Workspace, document: str, name: str, **more: Any) -> recognising.ReadByMachine | None:
    with Shown(_READING.format(name=visible(name))) as progress:
        try:
            return recognising.recognise(ws, document, progress=progress, **more)
        except NotConfined:
            raise
        except Refused as refused:
            raise type(refused)(str(refused) if name in str(refused) else f"'{name}': {refused}") from refused


def _told(data: list[dict[str, Any]]) -> str:
    if not data:
        return "No page had to be read: all have text, or show nothing."
    return "\n".join(_line(one) for one in data)


def _line(one: Mapping[str, Any]) -> str:
    pages = "1 page" if len(one["pages"]) == 1 else f"{len(one['pages']):,} pages"
    failed = f"; {len(one['failed']):,} could not be read" if one["failed"] else ""
    return (
        f"{visible(one['name'])}: {pages} read by machine (OCR), {one['confidence']} % sure, "
        f"{one['doubtful']:,} doubtful words{failed}"
    )
