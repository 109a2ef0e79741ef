"""A project that is open, with the engine that reads its documents and the search index of this computer."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import platformdirs

from annotator.anchoring.document_text import DocumentText
from annotator.engine.client import Engine, Reader, Request, Sealer, Source
from annotator.engine.parent_link import wait_readable
from annotator.model.errors import ProjectReadOnly, Refused
from annotator.model.graph import Graph
from annotator.model.pages import Format, Fragment, OutlineItem, PageInfo, PageText
from annotator.model.reports import Report
from annotator.model.things import Document, Version
from annotator.operations import backups, identity
from annotator.operations.meaning import Meaning
from annotator.store.project import Project

if TYPE_CHECKING:
    from annotator.finding.index import SearchIndex
    from annotator.finding.passages import PassageIndex

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do, in the same unit."""
Cancelled = Callable[[], bool]
"""Asked now and then in long work; true ends it with `Refused`, nothing half-done."""

_READERS = 6
_TEXTS = 16
_TICK = 0.2
_SIGN_OF_LIFE = 30.0


class Workspace:
    """An open project. Use it from one thread; engine and index are made when first needed."""

    def __init__(self, project: Project, *, unconfined: bool = False) -> None:
        self.project = project
        self.unconfined = unconfined
        self._engine: Engine | None = None
        self._index: SearchIndex | None = None
        self._passages: PassageIndex | None = None
        self.meaning = Meaning(unconfined=unconfined)
        """The process that reads for meaning, started at first use."""
        self._readers: OrderedDict[str, tuple[Reader, Source]] = OrderedDict()
        self._texts: OrderedDict[str, DocumentText] = OrderedDict()
        self._pages: OrderedDict[str, tuple[PageInfo, ...]] = OrderedDict()
        self._fragments: OrderedDict[str, tuple[Fragment, ...]] = OrderedDict()
        self._made: dict[str, tuple[str, str]] = {}
        self.reported: dict[str, tuple[Report, ...]] = {}
        """What versions (by id) hold that nobody sees, as far as it was asked for; never written anywhere."""
        self._renewed = time.monotonic()

    @property
    def engine(self) -> Engine:
        """The engine, started at first use. Raises NotConfined where it may not run."""
        if self._engine is None:
            self._engine = new_engine(unconfined=self.unconfined)
        return self._engine

    @property
    def index(self) -> SearchIndex:
        """This computer's search index of the project; it holds current versions only."""
        if self._index is None:
            # The index's library is loaded by those who search only.
            from annotator.finding.index import SearchIndex

            self._index = SearchIndex(index_folder(self.project.id))
        return self._index

    @property
    def passages(self) -> PassageIndex:
        """This computer's index of the project's sentences; it holds current versions only."""
        if self._passages is None:
            from annotator.finding.passages import PassageIndex

            self._passages = PassageIndex(passages_folder(self.project.id))
        return self._passages

    def graph(self) -> Graph:
        """The link graph as it is now."""
        return self.project.graph()

    def reader(self, version: Version) -> Reader:
        """A reader of what is shown of a version, kept open for the next question."""
        key = f"{version.id} {version.extraction}"
        kept = self._readers.pop(key, None)
        if kept is None:
            source = sealed_content(self, version.id)
            kept = (self.engine.open(source), source)
        self._readers[key] = kept
        while len(self._readers) > _READERS:
            _, dropped = self._readers.popitem(last=False)
            _close_reader(*dropped)
        return kept[0]

    def text_of(self, extraction: str) -> DocumentText:
        """The text of an extraction, ready to be searched; kept for the next question."""
        known = self._texts.pop(extraction, None) or DocumentText(self.project.page_texts(extraction))
        self._texts[extraction] = known
        while len(self._texts) > _TEXTS:
            self._texts.popitem(last=False)
        return known

    def pages_of(self, extraction: str) -> tuple[PageInfo, ...]:
        """The pages of an extraction; kept for the next question."""
        known = self._pages.pop(extraction, None) or tuple(self.project.page_infos(extraction))
        self._pages[extraction] = known
        while len(self._pages) > _TEXTS:
            self._pages.popitem(last=False)
        return known

    def fragments_of(self, extraction: str) -> tuple[Fragment, ...]:
        """The named parts of an extraction's pages, cells or times; kept for the next question."""
        known = self._fragments.pop(extraction, None)
        self._fragments[extraction] = known = self.project.fragments(extraction) if known is None else known
        while len(self._fragments) > _TEXTS:
            self._fragments.popitem(last=False)
        return known

    def made_of(self, extraction: str) -> tuple[str, str]:
        """SHA-256 of the PDF an extraction was frozen to, and of its text layer; empty where there is none."""
        if extraction not in self._made:
            self._made[extraction] = self.project.made_of(extraction)
        return self._made[extraction]

    def keep(self) -> None:
        """Shows, in long work, that the project is still held here. Raises ProjectBusy where it was taken over."""
        if not self.project.read_only and time.monotonic() - self._renewed > _SIGN_OF_LIFE:
            self.project.renew_lease()
            self._renewed = time.monotonic()

    def forget(self) -> None:
        """Drops readers and texts kept in memory: after something was erased."""
        while self._readers:
            _, dropped = self._readers.popitem()
            _close_reader(*dropped)
        self._texts.clear()
        self._pages.clear()
        self._made.clear()
        self.reported.clear()

    def purge(self, extractions: set[str]) -> None:
        """Takes extractions out of this computer's search index, where there is one."""
        if extractions and (self._index is not None or index_folder(self.project.id).exists()):
            self.index.purge(*extractions)
        if extractions and (self._passages is not None or passages_folder(self.project.id).exists()):
            self.passages.purge(*extractions)

    def close(self) -> None:
        """Closes everything; may be called twice."""
        self.forget()
        engine, self._engine = self._engine, None
        index, self._index = self._index, None
        passages, self._passages = self._passages, None
        self.meaning.close()
        try:
            if engine is not None:
                engine.close()
            if index is not None:
                index.close()
            if passages is not None:
                passages.close()
        finally:
            self.project.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create(path: Path, *, title: str = "", unconfined: bool = False) -> Workspace:
    """Makes a project and opens it. Raises Refused if the path exists; nothing half-made is left."""
    who = identity.new_identity()
    project = Project.create(path, title=title, who=who)
    try:
        identity.remember(project.id, who)
    except BaseException:
        project.close()
        raise
    return Workspace(project, unconfined=unconfined)


def open_workspace(path: Path, *, read_only: bool = False, unconfined: bool = False) -> Workspace:
    """Opens a project. Raises ProjectBusy, ProjectTooNew, ProjectDamaged, ProjectReadOnly or Refused."""
    if read_only:
        return Workspace(Project.open(path, read_only=True), unconfined=unconfined)
    project = Project.open(path, who=identity.identity_for, before_upgrade=backups.before_upgrade)
    return Workspace(project, unconfined=unconfined)


def new_engine(*, unconfined: bool = False) -> Engine:
    """An engine that is started. Raises NotConfined where this computer can't lock it and nobody allowed that."""
    engine = Engine(unconfined_ok=unconfined)
    try:
        engine.start()
    except BaseException:
        engine.close()
        raise
    return engine


def index_folder(project_id: str) -> Path:
    """Where this computer keeps the search index of a project."""
    return platformdirs.user_cache_path("annotator", appauthor=False) / "index" / project_id


def passages_folder(project_id: str) -> Path:
    """Where this computer keeps the sentences of a project, with what they mean."""
    return index_folder(project_id) / "passages"


def writable(ws: Workspace) -> None:
    """Raises ProjectReadOnly unless the project can be written, before any long work is done in vain."""
    if ws.project.read_only:
        raise ProjectReadOnly(
            "The project is open for reading only. Close it where it is open, or work on a copy, then try again."
        )


def sealed_content(ws: Workspace, version_id: str) -> Source:
    """What is shown of a version: the PDF it was frozen to, else its own bytes; with its text layer. Close it.

    Raises NotFound or ProjectDamaged where it is not there or not what was stored.
    """
    version = ws.graph().versions.get(version_id)
    if version is None:
        raise Refused("That version is no longer part of the project.")
    return sealed_extraction(ws, version, version.extraction)


def sealed_extraction(ws: Workspace, version: Version, extraction: str) -> Source:
    """The same for any extraction of a version, also one that is no longer shown. Close it."""
    frozen, layer = ws.made_of(extraction)
    source = _sealed(ws, frozen or version.sha256, Format.PDF if frozen else Format(version.format))
    if not layer:
        return source
    try:
        return replace(source, layer=_sealed(ws, layer, Format.PDF))
    except BaseException:
        source.close()
        raise


def sealed_original(ws: Workspace, version_id: str) -> Source:
    """A version's own bytes, as they came. Close it. Raises as `sealed_content` does."""
    version = ws.graph().versions.get(version_id)
    if version is None:
        raise Refused("That version is no longer part of the project.")
    return _sealed(ws, version.sha256, Format(version.format))


def _sealed(ws: Workspace, sha256: str, form: Format) -> Source:
    sealer = Sealer()
    try:
        ws.project.pour(sha256, sealer.add)
        size = sealer.size
        return Source(sealer.finish(), size, form)
    except OSError as error:
        raise Refused("There is no room to open that document. Free some space, then try again.") from error
    finally:
        sealer.drop()


def pages(ws: Workspace, extraction: str) -> tuple[PageInfo, ...]:
    """The pages of an extraction."""
    return ws.pages_of(extraction)


def texts(ws: Workspace, extraction: str) -> tuple[str, ...]:
    """The text of each page of an extraction."""
    return tuple(ws.project.page_texts(extraction))


def outline(ws: Workspace, extraction: str) -> tuple[OutlineItem, ...]:
    """The document's own table of contents."""
    return tuple(ws.project.outline(extraction))


def current_version(graph: Graph, document: Document) -> Version:
    """The version of a document that is shown. Raises Refused where there is none."""
    version = graph.versions.get(document.current)
    if version is None:
        raise Refused(f"'{document.name}' has no content any more. Add the file again.")
    return version


def document_of(graph: Graph, document_id: str) -> Document:
    """A document by its id. Raises Refused where it is removed or erased."""
    document = graph.documents.get(document_id)
    if document is None:
        raise Refused("That document is no longer part of the project. Restore it, or add the file again.")
    return document


def document_text(ws: Workspace, document_id: str) -> DocumentText:
    """The text of a document's current version, ready to be searched."""
    graph = ws.graph()
    return ws.text_of(current_version(graph, document_of(graph, document_id)).extraction)


def chars_of(ws: Workspace, version: Version, wanted: set[int]) -> Mapping[int, PageText]:
    """Boxes of the characters of some pages, checked to be those of the stored extraction.

    Raises Refused where a page reads differently now, and what the engine raises.
    """
    reader = ws.reader(version)
    requests = {page: reader.chars(page) for page in sorted(wanted)}
    stored = ws.project.page_texts(version.extraction)
    found: dict[int, PageText] = {}
    for page, request in requests.items():
        read = wait(ws.engine, request)
        if read.text != stored[page]:
            raise Refused(
                "A page reads differently from what the project stored of it, so nothing was marked. "
                "Run `annotator doctor` on the project."
            )
        found[page] = read
    return found


def wait(engine: Engine, request: Request[T], cancelled: Cancelled | None = None) -> T:
    """The answer to a request, driving the engine meanwhile. Raises what it was refused with, or when cancelled."""
    if cancelled is None:
        return engine.wait(request)
    while not request.done:
        if cancelled():
            request.drop()
            raise Refused("Stopped. Nothing was changed.")
        engine.pump()
        left = engine.deadline()
        wait_readable(engine.fileno(), _TICK if left is None else min(left, _TICK))
    return engine.wait(request)


def _close_reader(reader: Reader, source: Source) -> None:
    reader.close()
    source.close()
