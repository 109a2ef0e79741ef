"""Promise about opening a large project."""

from __future__ import annotations

import uuid
from pathlib import Path

from measuring import Row, in_turn, milliseconds

from annotator.model.pages import Extraction, PageInfo
from annotator.model.places import Place, Span
from annotator.model.things import Kind
from annotator.operations import workspace

DOCUMENTS, LINKS = 1000, 10_000
TEXT = "The board shall declare a drought stage within seven days. " * 20


def empty_project(path: Path) -> Path:
    workspace.create(path).close()
    return path


def large_project(path: Path) -> Path:
    """1,000 documents, 2,000 claims and 10,000 links, each to a passage of its own."""
    box = (0.0, 0.0, 595.0, 842.0)
    pages = (PageInfo(0, "1", box),)
    with workspace.create(path) as ws:
        documents: list[tuple[str, Extraction]] = []
        for number in range(DOCUMENTS):
            version_sha256 = uuid.uuid5(uuid.NAMESPACE_URL, str(number)).hex * 2
            extraction = Extraction.build(version_sha256, "benchmark", pages, (f"{number}. {TEXT}",))
            with ws.project.act("add") as pen:
                role = "draft" if number == 0 else "source"
                fields = {"name": f"document-{number}.pdf", "role": role, "handling": "publish"}
                document = pen.new(Kind.DOCUMENT, fields)
                ws.project.put_extraction(pen, extraction)
                version = pen.new(
                    Kind.VERSION,
                    {
                        "document": document,
                        "sha256": version_sha256,
                        "extraction": extraction.sha256,
                        "format": "pdf",
                        "size": 1000,
                        "received": "2026-01-01T00:00:00Z",
                        "encrypted": False,
                    },
                )
                pen.set(document, "current", version)
            documents.append((document, extraction))
        for number in range(LINKS):
            with ws.project.act("link") as pen:
                if number % 5 == 0:
                    claim = pen.new(Kind.CLAIM, {"number": number // 5 + 1, "type": "fact", "status": "open"})
                    pen.new(Kind.PASSAGE, passage(*documents[0], number) | {"claim": claim})
                other = documents[1 + number % (DOCUMENTS - 1)]
                fields = {"claim": claim, "passage": pen.new(Kind.PASSAGE, passage(*other, number))}
                pen.new(Kind.LINK, fields | {"relation": "supports"})
    return path


def passage(document: str, extraction: Extraction, number: int) -> dict[str, object]:
    start = 10 + number % 1000
    rects = ((72.0, 700.0, 300.0, 712.0), (72.0, 684.0, 210.0, 696.0))
    quote = extraction.texts[0][start : start + 60]
    span = Span(0, "1", start, start + 60, rects)
    place = Place(extraction.version, extraction.sha256, (span,), quote, TEXT[:64], TEXT[:64])
    return {"document": document, "place": place.to_value()}


def opening_rows(folder: Path, rounds: int) -> list[Row]:
    empty = empty_project(folder / "empty.annotator")
    large = large_project(folder / "large.annotator")

    def opened(path: Path) -> float:
        return milliseconds(lambda: workspace.open_workspace(path).close())

    def shown(path: Path) -> float:
        def act() -> None:
            with workspace.open_workspace(path) as ws:
                ws.graph()

        return milliseconds(act)

    ours, bare = in_turn(rounds, lambda: opened(large), lambda: opened(empty))
    with_graph, with_none = in_turn(rounds, lambda: shown(large), lambda: shown(empty))
    note = f"{large.stat().st_size / 1e6:.0f} MB"
    return [
        Row("Opening a project of 1,000 documents and 10,000 links, against an empty one", ours, bare, 1.5, note=note),
        Row("The same, with its link graph read", with_graph, with_none, None),
    ]
