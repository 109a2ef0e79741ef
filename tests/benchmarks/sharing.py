"""Promises about a large project that is worked on by several people, and the material for them."""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Callable
from pathlib import Path

from measuring import HERE, Row, in_turn, milliseconds
from projects import TEXT

from annotator.model.pages import Extraction, PageInfo
from annotator.model.places import Place, Span
from annotator.model.things import Kind
from annotator.model.withheld import Sending
from annotator.operations import backups, editing, workspace
from annotator.operations import sharing as operations
from annotator.store.project import Identity, Project
from annotator.store.writing import Pen

DOCUMENTS, PAGES, LINKS, CHANGES = 2000, 50, 50_000, 500_000
"""The greatest project that promises are made about: its documents, pages of each, links, and changes in all."""
SITTINGS = 100
"""How often it was opened and written."""
ME = Identity("3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11", "Ada")
_BOX = (0.0, 0.0, 595.0, 842.0)


def story(path: Path, part: int = 1) -> Path:
    """A project of the greatest size, or of a part of it: documents of little bytes, claims, links, notes."""
    documents, links, changes = DOCUMENTS // part, LINKS // part, CHANGES // part
    Project.create(path, title="A story", who=ME).close()
    known: list[tuple[str, Extraction]] = []
    sitting = -(-links // SITTINGS)
    written = 0
    for first in range(0, links, sitting):
        with Project.open(path, who=ME) as project:
            # It is only made here; nobody's work is lost with it.
            project._connection.execute("PRAGMA synchronous = OFF")
            if not known:
                known = [_document(project, number) for number in range(documents)]
            for number in range(first, min(first + sitting, links)):
                with project.act("link") as pen:
                    link(pen, known, number)
                written = project._clock
    with Project.open(path, who=ME) as project:
        project._connection.execute("PRAGMA synchronous = OFF")
        claims = list(project.graph().claims)
        number = 0
        while written < changes:
            with project.act("set") as pen:
                pen.set(claims[number % len(claims)], "note", f"note {number}")
            written, number = project._clock, number + 1
    return path


def _document(project: Project, number: int) -> tuple[str, Extraction]:
    data = f"document {number}".encode() * 100
    sha256 = hashlib.sha256(data).hexdigest()
    pages = tuple(PageInfo(index, str(index + 1), _BOX) for index in range(PAGES))
    texts = tuple(f"{number}.{index} {TEXT}" for index in range(PAGES))
    extraction = Extraction.build(sha256, "benchmark", pages, texts)
    with project.act("add") as pen:
        role = "draft" if number == 0 else "source"
        document = pen.new(Kind.DOCUMENT, {"name": f"document-{number}.pdf", "role": role, "handling": "publish"})
        project.put_content(pen, sha256, len(data), io.BytesIO(data), media="application/pdf")
        project.put_extraction(pen, extraction)
        fields = {"document": document, "sha256": sha256, "extraction": extraction.sha256, "format": "pdf"}
        version = pen.new(Kind.VERSION, {**fields, "size": len(data), "received": "2026-01-01T00:00:00Z"})
        pen.set(document, "current", version)
    return document, extraction


def link(pen: Pen, known: list[tuple[str, Extraction]], number: int) -> None:
    """One more link to a passage of its own; every fifth of a claim of its own."""
    if number % 5 == 0:
        pen.new_as(claim_of(number), Kind.CLAIM, {})
        pen.new(Kind.PASSAGE, _passage(*known[0], number) | {"claim": claim_of(number)})
    passage = pen.new(Kind.PASSAGE, _passage(*known[1 + number % (len(known) - 1)], number))
    pen.new(Kind.LINK, {"claim": claim_of(number), "passage": passage, "relation": "supports"})


def claim_of(number: int) -> str:
    """The id of the claim that a link of this number belongs to."""
    digest = hashlib.sha256(f"claim {number // 5}".encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))


def _passage(document: str, extraction: Extraction, number: int) -> dict[str, object]:
    page, start = number // 1000 % PAGES, 10 + number % 1000
    quote = extraction.texts[page][start : start + 60]
    span = Span(page, str(page + 1), start, start + 60, ((72.0, 700.0, 300.0, 712.0), (72.0, 684.0, 210.0, 696.0)))
    place = Place(extraction.version, extraction.sha256, (span,), quote, TEXT[:64], TEXT[:64])
    return {"document": document, "place": place.to_value()}


def sharing_rows(folder: Path, rounds: int) -> list[Row]:
    """Opening, saving, sending and bringing in, in a project of the greatest size."""
    whole, tenth = story(folder / "whole.annotator"), story(folder / "tenth.annotator", 10)
    large, small = in_turn(rounds, lambda: _opened(whole), lambda: _opened(tenth))
    note = f"{whole.stat().st_size / 1e6:.0f} MB, {_changes(whole):,} changes"
    rows = [
        Row("Opening 2,000 documents, 50,000 links, 500,000 changes, against a tenth of it", large, small, 2, 5, note)
    ]
    large, small = in_turn(3, lambda: _opened(whole, graph=True), lambda: _opened(tenth, graph=True))
    rows.append(Row("The same, with its link graph read", large, small, None))
    rows.append(_saving(folder, whole, 60))
    return [*rows, *_exchanging(folder, whole)]


def _opened(path: Path, *, graph: bool = False) -> float:
    def act() -> None:
        with workspace.open_workspace(path) as ws:
            if graph:
                ws.graph()

    return milliseconds(act)


def _changes(path: Path) -> int:
    with Project.open(path, read_only=True) as project:
        return int(project._connection.execute("SELECT count(*) FROM change").fetchone()[0])


def _saving(folder: Path, whole: Path, rounds: int) -> Row:
    """One field set and saved, against one row added to an empty database, while the index is being written."""
    bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
    bare.execute("PRAGMA synchronous = FULL")
    bare.execute("CREATE TABLE change (id TEXT PRIMARY KEY, value TEXT)")
    indexing = subprocess.Popen([sys.executable, str(HERE / "sharing_probes.py"), "index", str(whole)], text=True)
    numbers = itertools.count()
    try:
        with workspace.open_workspace(whole) as ws:
            claims = list(ws.graph().claims)

            def save() -> float:
                number = next(numbers)
                return milliseconds(lambda: editing.set_field(ws, claims[number], "note", f"seen {number}"))

            def insert() -> float:
                row = (str(uuid.uuid4()), "seen")
                return milliseconds(lambda: bare.execute("INSERT INTO change VALUES (?, ?)", row))

            ours, plain = in_turn(rounds, save, insert)
            running = indexing.poll() is None
    finally:
        indexing.kill()
        indexing.wait()
        bare.close()
    return Row(
        "A save in it while its texts are indexed, against a bare durable insert",
        *(ours, plain, 3),
        note="" if running else "indexing had ended",
    )


def _exchanging(folder: Path, whole: Path) -> list[Row]:
    hers, theirs, small, large = (
        folder / name for name in ("hers.annotator", "back", "small.changes", "large.changes")
    )
    with workspace.open_workspace(whole) as ws:
        ws.graph()
        sent = milliseconds(lambda: operations.share(ws, hers, Sending()))
        copied = milliseconds(lambda: shutil.copyfile(whole, theirs))
        theirs.unlink()
        _work(ws.project, 1_000)
        operations.share(ws, small, Sending(), since=hers)
        _work(ws.project, 9_000)
        since = milliseconds(lambda: operations.share(ws, large, Sending(), since=hers))
    with workspace.open_workspace(hers) as other:
        other.graph()
        backup = _processor(lambda: backups.make(other, "benchmark"))
        merged: list[operations.Merged] = []
        taken = _processor(lambda: merged.append(operations.merge(other, large)))
    kilobytes = small.stat().st_size / 1000
    return [
        Row("A clean copy of it to send, against copying the file", sent, copied, None),
        Row("What is new in it since a copy, 10,000 changes, against copying the file", since, copied, 5),
        Row("A file with 1,000 changes and no new document, kB", kilobytes, 0, 1, 1000),
        Row(
            f"Bringing in {len(merged[0].changes):,} changes, processor time without the backup",
            *(taken - backup, 0, 1, 2000),
        ),
    ]


def _work(project: Project, count: int) -> None:
    """So many changes more, as a colleague makes them: links to documents that are there."""
    graph = project.graph()
    current = [(key, graph.versions[document.current]) for key, document in list(graph.documents.items())[:50]]
    known = [(key, project.extraction(version.extraction)) for key, version in current]
    begun, number = project._clock, 10 * project._clock
    while project._clock - begun < count:
        with project.act("link") as pen:
            link(pen, known, number)
        number += 5


def _processor(act: Callable[[], object]) -> float:
    """Milliseconds of processor time that an act takes, in this process and those it waits for."""
    before = os.times()
    act()
    after = os.times()
    return 1000 * (sum(after[:4]) - sum(before[:4]))
