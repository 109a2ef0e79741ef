"""The operations the window calls, each imported by the desk's thread when first called.

So neither the first paint nor the main thread pays for the store, the engine's client or the index.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.model.errors import Refused
from annotator.model.outcomes import Outcome, Undone
from annotator.model.pages import Format, OutlineItem, PageInfo, Recognised
from annotator.model.places import Place
from annotator.model.things import Handling, Relation, Role
from annotator.ui.reader.late import LatePages, LateTexts

if TYPE_CHECKING:
    from annotator.engine.client import Engine, Source
    from annotator.operations.blacking import Blacked
    from annotator.operations.exporting import Exported
    from annotator.operations.importing import Added, Prepared
    from annotator.operations.linking import Linked
    from annotator.operations.marking import Marked
    from annotator.operations.parts import Together
    from annotator.operations.replacing import Replaced
    from annotator.operations.workspace import Workspace

SHORT = 400
"""Pages up to which a document is loaded whole at once."""
NEAR = 40
"""Pages on either side of the one she stands at that are there at once."""
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a pane needs to show a version: its frozen pages and texts, and a source the pane takes over."""

    sha256: str
    pages: Sequence[PageInfo]
    texts: Sequence[str]
    source: Source
    outline: tuple[OutlineItem, ...] = ()
    recognised: tuple[Recognised, ...] = ()
    """Pages whose text was read by machine."""

    @property
    def whole(self) -> bool:
        """Whether all pages and texts are here: of a long document they come later, by `load_rest`."""
        return not isinstance(self.texts, LateTexts) or self.texts.whole


@dataclass(slots=True)
class Batch:
    """Files that come together share one; what it holds belongs to the desk's thread."""

    together: Together | None = None


def load(ws: Workspace, version_id: str, page: int = 0) -> Loaded:
    """What is to be shown of a version; of a long document only what lies around `page`."""
    from annotator.operations import workspace

    extraction = ws.graph().versions[version_id].extraction
    count = ws.project.page_count(extraction)
    pages: Sequence[PageInfo]
    texts: Sequence[str]
    if count > SHORT:
        first = max(0, min(page, count - 1) - NEAR)
        near = ws.project.some_pages(extraction, first, 2 * NEAR + 1)
        pages = LatePages(count, first, tuple(info for info, _ in near))
        texts = LateTexts(count, first, tuple(text for _, text in near))
    else:
        pages = workspace.pages(ws, extraction)
        texts = workspace.texts(ws, extraction)
    return Loaded(
        extraction,
        pages,
        texts,
        workspace.sealed_content(ws, version_id),
        workspace.outline(ws, extraction),
        ws.project.recognised(extraction),
    )


def load_rest(ws: Workspace, extraction: str) -> tuple[tuple[PageInfo, ...], tuple[str, ...]]:
    """All pages and texts of a long document."""
    from annotator.operations import workspace

    return workspace.pages(ws, extraction), workspace.texts(ws, extraction)


def words_in(ws: Workspace, extraction: str, words: Collection[str]) -> frozenset[str]:
    """Which of these words, in small letters, stand whole in a text."""
    import re

    from annotator.operations import workspace

    if not words:
        return frozenset()
    pattern = re.compile("|".join(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])" for word in words))
    found: set[str] = set()
    for text in workspace.texts(ws, extraction):
        found.update(pattern.findall(text.lower()))
        if len(found) == len(words):
            break
    return frozenset(found)


def recognised(ws: Workspace, extraction: str) -> tuple[Recognised, ...]:
    """Which pages of a text were read by machine."""
    return ws.project.recognised(extraction)


def claim_at(ws: Workspace, document: str, place: Place) -> Marked:
    """Marks a claim."""
    from annotator.operations import marking

    return marking.claim_at(ws, document, place)


def needs_none_at(ws: Workspace, document: str, place: Place, reason: str) -> Outcome:
    """Marks words that need no source."""
    from annotator.operations import marking

    return marking.needs_none_at(ws, document, place, reason)


def black_at(ws: Workspace, document: str, place: Place) -> Blacked:
    """Blacks a place out of exports."""
    from annotator.operations import blacking

    return blacking.black_at(ws, document, place)


def black_everywhere(ws: Workspace, document: str, quote: str) -> Blacked:
    """Blacks words out of exports of a document wherever they stand in it."""
    from annotator.operations import blacking

    return blacking.black(ws, document, quote, everywhere=True)


def link_at(ws: Workspace, claim: str, document: str, place: Place, relation: Relation) -> Linked:
    """Links a place of a source to a claim."""
    from annotator.operations import linking

    return linking.link_at(ws, claim, document, place, relation)


def mark_and_link(
    ws: Workspace, draft: str, draft_place: Place, source: str, source_place: Place, relation: Relation
) -> tuple[Marked, Linked]:
    """Marks a claim and links it, as one act."""
    from annotator.operations import linking

    return linking.mark_and_link(ws, draft, draft_place, source, source_place, relation)


def set_field(ws: Workspace, thing: str, name: str, value: Any) -> Outcome:
    """Sets one field of one thing."""
    from annotator.operations import editing

    return editing.set_field(ws, thing, name, value)


def remove(ws: Workspace, thing: str) -> Outcome:
    """Hides a thing; undo brings it back."""
    from annotator.operations import editing

    return editing.remove(ws, thing)


def undo(ws: Workspace) -> Undone:
    """Takes back my last act."""
    from annotator.operations import editing

    return editing.undo(ws)


def redo(ws: Workspace) -> Undone:
    """Takes back the undoing."""
    from annotator.operations import editing

    return editing.redo(ws)


def new_engine() -> Engine:
    """An engine for reading files that are not yet in the project."""
    from annotator.operations import workspace

    return workspace.new_engine()


def prepare(
    engine: Engine,
    path: Path,
    passwords: Sequence[str],
    progress: Progress,
    cancelled: Cancelled,
    known: Collection[str] = (),
) -> Prepared:
    """Reads a file; touches no project. Bytes with a `known` SHA-256 are not read again."""
    from annotator.operations import importing

    return importing.prepare(
        engine, path, passwords=tuple(passwords), known=known.__contains__, progress=progress, cancelled=cancelled
    )


def prepare_bytes(
    engine: Engine,
    name: str,
    data: bytes,
    form: Format | None,
    progress: Progress,
    cancelled: Cancelled,
    known: Collection[str] = (),
) -> Prepared:
    """Reads what was pasted; touches no project."""
    from annotator.operations import preparing

    return preparing.prepare_bytes(
        engine, name, data, form=form, known=known.__contains__, progress=progress, cancelled=cancelled
    )


def adopt(
    ws: Workspace, prepared: Prepared, role: Role, handling: Handling, batch: Batch | None = None, project: str = ""
) -> Added:
    """Takes a file that was read into the project. Raises Refused where that is not the one it was meant for."""
    from annotator.operations import importing, parts

    if project and ws.project.id != project:
        raise Refused("It was not added: another project was opened while it was being read. Add it again.")
    if batch is not None and batch.together is None:
        batch.together = parts.Together()
    together = batch.together if batch is not None else None
    return importing.adopt(ws, prepared, role=role, handling=handling, together=together)


def new_note(ws: Workspace, note: dict[str, str], text: str, handling: Handling) -> Added:
    """Takes an interview note in; `note` has its fields."""
    from annotator.operations import interviews

    return interviews.new_note(ws, **note, text=text, handling=handling)


def revise_note(ws: Workspace, document: str, text: str) -> Replaced:
    """Changes the words of an interview note."""
    from annotator.operations import interviews

    return interviews.revise_note(ws, document, text)


def note_text(ws: Workspace, document: str) -> str:
    """The words of an interview note as they were typed."""
    from annotator.operations import interviews

    return interviews.note_text(ws, document)


def replace(
    ws: Workspace, document: str, prepared: Prepared, *, force: bool, progress: Progress, cancelled: Cancelled
) -> Replaced:
    """Makes what was read the new version of a document and finds its passages again."""
    from annotator.operations import replacing

    return replacing.replace_prepared(ws, document, prepared, force=force, progress=progress, cancelled=cancelled)


def make_current(ws: Workspace, document: str, version: str, *, progress: Progress, cancelled: Cancelled) -> Replaced:
    """Shows another version a document already has."""
    from annotator.operations import replacing

    return replacing.make_current(ws, document, version, progress=progress, cancelled=cancelled)


def let_go(ws: Workspace, passage: str) -> Outcome:
    """Gives up a passage that was not found."""
    from annotator.operations import replacing

    return replacing.place(ws, passage, "let-go")


def place_at(ws: Workspace, passage: str, place: Place) -> Outcome:
    """Puts a passage that was not found where the person says."""
    from annotator.operations import replacing

    return replacing.place_at(ws, passage, place)


def adjust(ws: Workspace, thing: str, place: Place) -> Outcome:
    """Moves the ends of a passage or mark."""
    from annotator.operations import marking

    return marking.adjust(ws, thing, place)


def search(ws: Workspace, words: str, limit: int, document: str = "", kind: str = "") -> list[dict[str, Any]]:
    """Full text over all documents, or over one of them, or over those of one kind."""
    from annotator.operations import searching

    documents = {document} if document else None
    sought = searching.Sought(kind) if kind else None
    return searching.search(ws, words, limit, whereabouts=True, documents=documents, kind=sought)


def finish_index(ws: Workspace) -> None:
    """Brings the indexes up to date, so that the first search and the first suggestions do not wait for them."""
    from annotator.operations import searching, suggesting

    searching.finish_index(ws)
    suggesting.finish(ws)


@dataclass
class HowFarRead:
    """How many sources were read for meaning so far; written in the desk's thread, read between its pieces."""

    documents: int = 0
    of: int = 0


def read_for_meaning(ws: Workspace, far: HowFarRead) -> Generator[None, None, None]:
    """Reads what is not yet read for meaning, a few sentences a piece; `far` tells how far it is."""
    from annotator.operations import suggesting

    pieces = suggesting.read_on(ws)
    while True:
        try:
            now = next(pieces)
        except StopIteration as ended:
            far.documents, far.of = ended.value.documents, ended.value.of
            return
        far.documents, far.of = now.documents, now.of
        yield


def hit_place(ws: Workspace, document: str, page: int, start: int, end: int) -> Place:
    """A search hit as a place that a pane can go to."""
    from annotator.anchoring.document_text import Run
    from annotator.operations import marking, workspace

    graph = ws.graph()
    version = workspace.current_version(graph, workspace.document_of(graph, document))
    return marking.place_in(ws, version, ws.text_of(version.extraction), (Run(page, start, end),))


def printed_head(ws: Workspace, draft: str, title: str) -> tuple[int, str, str]:
    """How many sentences of a draft still need something; the project's title and the draft's as they go out."""
    from annotator.operations import blacking, exporting
    from annotator.ui.words import document_name

    graph = ws.graph()
    still = sum(one.open for one in exporting.sentences(ws, graph) if one.document == draft)
    title, name = blacking.without(ws, (title, document_name(graph, draft)))
    return still, title, name


def export(ws: Workspace, out: Path, kind: str, *, progress: Progress, cancelled: Cancelled) -> Exported:
    """Writes a page or a folder for others."""
    from annotator.operations import exporting

    return exporting.export(ws, out, format=kind, progress=progress, cancelled=cancelled)


def work_on_copy(path: Path, copy: Path) -> Path:
    """Copies a project that is open elsewhere, to go on in the copy."""
    from annotator.operations import workspace

    ws = workspace.open_workspace(path, read_only=True)
    try:
        ws.project.copy_to(copy)
    finally:
        ws.close()
    return copy
