"""The operations of the line check, each imported by the desk's thread when first called."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from annotator.model.findings import Finding
from annotator.model.graph import Graph
from annotator.model.outcomes import Outcome
from annotator.model.pages import PageInfo
from annotator.model.places import Place
from annotator.model.things import Status

if TYPE_CHECKING:
    from annotator.checking.coverage import SentenceState
    from annotator.engine.client import Source
    from annotator.operations.noticing.quoted import Quoted
    from annotator.operations.workspace import Workspace
    from annotator.ui.calls import Loaded


@dataclass(frozen=True, slots=True)
class Drawn:
    """What parts of a document are drawn from; whoever gets it closes the source."""

    source: Source
    pages: Sequence[PageInfo]


Checked = dict[str, tuple["SentenceState", ...]]


def line_check(ws: Workspace, drafts: Sequence[str]) -> Checked:
    """The states of the sentences of some drafts."""
    from annotator.checking.coverage import coverage
    from annotator.operations import workspace

    graph = ws.graph()
    found: Checked = {}
    for draft in drafts:
        document = graph.documents.get(draft)
        version = graph.versions.get(document.current) if document else None
        if version is not None and version.extraction:
            found[draft] = tuple(coverage(workspace.texts(ws, version.extraction), graph, draft))
    return found


def flags(ws: Workspace) -> Generator[None, None, tuple[Finding, ...]]:
    """All flags, those put aside, too; other work comes in between its pieces."""
    from annotator.operations import checks

    made = yield from checks.piecewise(ws)
    return made.findings


def put_aside(ws: Workspace, finding: str, reason: str) -> Outcome:
    """Puts a flag aside."""
    from annotator.operations import checks

    return checks.dismiss(ws, finding, reason)


def take_back(ws: Workspace, finding: str) -> Outcome:
    """Takes a flag up again that was put aside."""
    from annotator.operations import checks

    return checks.undismiss(ws, finding)


def place_of(ws: Workspace, document: str, runs: Sequence[tuple[int, int, int]]) -> Place:
    """A stretch of a document (page, start, end for each run) as a place."""
    from annotator.anchoring.document_text import Run
    from annotator.operations import marking, workspace

    graph = ws.graph()
    version = workspace.current_version(graph, workspace.document_of(graph, document))
    return marking.place_in(ws, version, ws.text_of(version.extraction), tuple(Run(*run) for run in runs))


def drawn(ws: Workspace, version: str) -> Drawn:
    """What is shown of a version, for drawing parts of it."""
    from annotator.operations import workspace

    pages = workspace.pages(ws, ws.graph().versions[version].extraction)
    return Drawn(workspace.sealed_content(ws, version), pages)


def changed(before: Graph | None, graph: Graph) -> tuple[str, ...]:
    """The drafts whose line check may differ from what it was: all where anything it rests on did."""
    drafts = tuple(draft.id for draft in graph.drafts() if draft.current in graph.versions)
    if before is None or _rests_on(before) != _rests_on(graph):
        return drafts
    return ()


def _rests_on(graph: Graph) -> tuple[Any, ...]:
    shown = {
        document.id: (document.role, document.current, version.extraction)
        for document in graph.documents.values()
        if (version := graph.versions.get(document.current)) is not None
    }
    return shown, graph.claims, graph.passages, graph.links, graph.needs_none, graph.dismissals


def noticed_in(graph: Graph) -> tuple[Any, ...]:
    """What flags rest on: two graphs alike in it have the same."""
    return _rests_on(graph), graph.calculations, graph.documents


def quoted(ws: Workspace, claims: Sequence[str]) -> tuple[Quoted, ...]:
    """The quotations of some claims, each held against what the claim is linked to."""
    from annotator.operations.noticing.ground import Ground
    from annotator.operations.noticing.quoted import quoted as all_quoted

    ground = Ground(ws)
    return tuple(one for claim in claims for one in all_quoted(ground, claim))


def judge(ws: Workspace, claims: Sequence[str], status: Status, reason: str, aside: Sequence[Finding]) -> Outcome:
    """Sets the status of some claims in one act."""
    from annotator.operations import judging

    return judging.judge(ws, claims, status, reason=reason, aside=aside)


def load_whole(ws: Workspace, version: str) -> Loaded:
    """All pages and texts of a version, for a pane; drafts are short."""
    from annotator.ui import calls

    made = calls.load(ws, version)
    if made.whole:
        return made
    pages, texts = calls.load_rest(ws, made.sha256)
    return replace(made, pages=pages, texts=texts)


@dataclass(frozen=True, slots=True)
class Suggested:
    """Passages for some words, as `suggest` prints them.

    `without` says why they were found by their words alone, and is empty where they were read for meaning, too;
    `all_read` whether all sentences of the sources were.
    """

    passages: list[dict[str, Any]]
    without: str
    all_read: bool


def suggest(
    ws: Workspace,
    words: str,
    claim: str,
    document: str,
    kind: str,
    *,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> Suggested:
    """Passages that may bear on some words, of all sources, of one, or of those of one kind.

    `claim` is the one whose words they are, else empty.
    """
    from annotator.operations import searching, suggesting

    documents = {document} if document else None
    sought = searching.Sought(kind) if kind else None
    found = suggesting.suggest(
        ws,
        words,
        progress=progress,
        cancelled=cancelled,
        whereabouts=True,
        claim=claim,
        documents=documents,
        kind=sought,
    )
    sheets = (ws.passages.sheets.sheet(extraction) for extraction in ws.passages.known())
    return Suggested(found, ws.meaning.why, not any(sheet is not None and sheet.unread(1) for sheet in sheets))


def suggest_quietly(ws: Workspace, words: str, claim: str, document: str, kind: str) -> Suggested:
    """As `suggest`, with nothing told of it."""
    return suggest(ws, words, claim, document, kind, progress=lambda *_: None, cancelled=lambda: False)
