"""Gathering what an export is made of, and writing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from annotator.bundle.content import BundleContent, Mark, Rgb, Sentence, Written
from annotator.bundle.html import write_html
from annotator.bundle.pdf import write_pdfs
from annotator.checking.coverage import OPEN, coverage
from annotator.engine import results
from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.pages import PageText
from annotator.model.places import Rect
from annotator.model.things import Version
from annotator.operations.workspace import Cancelled, Progress, Workspace, pages, texts, wait

T = TypeVar("T")
FORMATS = ("html", "pdf")
"""What can be exported."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: `files` are names below `path`, `left_out` pairs of document and reason, `digest` SHA-256."""

    path: Path
    files: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    digest: str


def export(
    ws: Workspace,
    out: Path,
    *,
    format: str = "html",
    preset: str | None = None,
    with_names: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Exported:
    """Writes the page (`html`, one file) or annotated copies of the documents (`pdf`, a folder) to `out`.

    `out` must not exist; ending in `.zip` it becomes a ZIP. Whatever goes wrong, nothing is left behind. `progress`
    counts pictures or copies. Raises Refused for other formats and for presets.
    """
    if format not in FORMATS:
        raise Refused(f"'{format}' can't be exported in this version of Annotator. What can: {', '.join(FORMATS)}.")
    if preset:
        raise Refused("Presets belong to the bundle, which this version of Annotator does not make. Leave it out.")
    content = gather(ws, with_names=with_names, cancelled=cancelled)

    def told(done: int, total: int) -> None:
        if cancelled is not None and cancelled():
            raise Refused("Stopped. Nothing was exported.")
        ws.keep()
        if progress:
            progress(done, total)

    written: Written = (write_html if format == "html" else write_pdfs)(out, content, progress=told)
    left_out = tuple((item.document, item.reason) for item in written.left_out)
    return Exported(written.path, written.files, left_out, written.digest)


def gather(ws: Workspace, *, with_names: bool = False, cancelled: Cancelled | None = None) -> BundleContent:
    """Everything an export may be made of; pages and texts are read when asked for."""
    graph = ws.graph()
    return BundleContent(
        title=ws.project.title,
        exported=datetime.now(UTC).date(),
        graph=graph,
        texts=_Lazy(lambda extraction: texts(ws, extraction), graph),
        pages=_Lazy(lambda extraction: pages(ws, extraction), graph),
        sentences=sentences(ws, graph),
        renderer=EngineRenderer(ws, graph, cancelled),
        with_names=with_names,
        recognised=_Lazy(ws.project.recognised, graph),
        day=min(datetime.now(UTC).date(), datetime.now().astimezone().date()),
    )


def sentences(ws: Workspace, graph: Graph) -> list[Sentence]:
    """The line check of all drafts, in order."""
    return [
        Sentence(draft.id, state.page, state.start, state.end, state.state.value, state.state in OPEN)
        for draft in graph.drafts()
        if draft.current in graph.versions
        for state in coverage(texts(ws, graph.versions[draft.current].extraction), graph, draft.id)
    ]


class EngineRenderer:
    """Pictures and annotated copies from the engine, for `annotator.bundle`."""

    def __init__(self, ws: Workspace, graph: Graph, cancelled: Cancelled | None = None) -> None:
        self._ws = ws
        self._graph = graph
        self._cancelled = cancelled

    def picture(self, version_id: str, page: int, clip: Rect, scale: float, marks: Sequence[tuple[Rect, Rgb]]) -> bytes:
        """A PNG of a part of a page."""
        reader = self._ws.reader(self._version(version_id))
        tinted = [(rect, _bytes(rgb)) for rect, rgb in marks]
        return wait(self._ws.engine, reader.picture(page, clip, scale, tinted), self._cancelled)

    def annotate(self, version_id: str, marks: Sequence[Mark]) -> bytes:
        """A copy of the PDF with highlights."""
        reader = self._ws.reader(self._version(version_id))
        given = [
            results.Mark(mark.page, mark.rects, _bytes(mark.rgb), mark.contents, "", mark.id, mark.square)
            for mark in marks
        ]
        source = wait(self._ws.engine, reader.annotate(given), self._cancelled)
        try:
            return source.read()
        finally:
            source.close()

    def chars(self, version_id: str, page: int) -> PageText:
        """The characters of a page."""
        reader = self._ws.reader(self._version(version_id))
        return wait(self._ws.engine, reader.chars(page), self._cancelled)

    def _version(self, version_id: str) -> Version:
        version = self._graph.versions.get(version_id)
        if version is None:
            raise Refused("That version is no longer part of the project.")
        return version


class _Lazy(Mapping[str, Sequence[T]]):
    """Something of each extraction, read when asked for and kept."""

    def __init__(self, read: Callable[[str], Sequence[T]], graph: Graph) -> None:
        self._read = read
        self._known = {version.extraction for version in graph.versions.values()}
        self._kept: dict[str, Sequence[T]] = {}

    def __getitem__(self, extraction: str) -> Sequence[T]:
        if extraction not in self._known:
            raise KeyError(extraction)
        if extraction not in self._kept:
            self._kept[extraction] = self._read(extraction)
        return self._kept[extraction]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def _bytes(rgb: Rgb) -> tuple[int, int, int]:
    red, green, blue = (round(255 * min(1.0, max(0.0, part))) for part in rgb)
    return red, green, blue
